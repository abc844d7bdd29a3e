import type { Informed } from '../../recovery/estate.ts';
import type { Api } from '../api.ts';
import type { SnapshotPolicy, SystemEvent } from '../cloud.ts';
import { byToken, each } from '../paging.ts';
import { num, present, text } from '../values.ts';
import { informed, STATIC_AGE_MS } from './market.ts';

export async function readZones(api: Api, regionId: string): Promise<string[]> {
  const answer = await api.read('DescribeZones', regionId, { Verbose: false }, STATIC_AGE_MS);
  return (answer.zones?.zone ?? []).flatMap((zone) => text(zone.zoneId) ?? []);
}

export async function readRegions(api: Api, homeRegion: string): Promise<string[]> {
  const answer = await api.read('DescribeRegions', homeRegion, {}, STATIC_AGE_MS);
  return (answer.regions?.region ?? []).flatMap((region) => text(region.regionId) ?? []);
}

export function readSnapshotPolicies(
  api: Api,
  regionId: string,
  ids: readonly string[],
): Promise<Informed<SnapshotPolicy[]>> {
  return informed(async () => {
    const answers = await each([...new Set(ids)], 4, (id) =>
      api.read('DescribeAutoSnapshotPolicyEx', regionId, { AutoSnapshotPolicyId: id }),
    );
    return answers
      .flatMap((answer) => answer.autoSnapshotPolicies?.autoSnapshotPolicy ?? [])
      .map((w) =>
        present<SnapshotPolicy>({
          id: w.autoSnapshotPolicyId ?? '',
          name: text(w.autoSnapshotPolicyName),
          retentionDays: num(w.retentionDays),
          timePoints: text(w.timePoints),
          repeatWeekdays: text(w.repeatWeekdays),
        }),
      );
  });
}

export function readSystemEvents(api: Api, regionId: string, instanceId: string): Promise<Informed<SystemEvent[]>> {
  return informed(async () => {
    const events = await byToken(
      api,
      'DescribeInstanceHistoryEvents',
      regionId,
      { InstanceId: instanceId },
      (answer) => answer.instanceSystemEventSet?.instanceSystemEventType,
    );
    return events.map((w) =>
      present<SystemEvent>({
        type: w.eventType?.name ?? '',
        reason: text(w.reason),
        at: text(w.eventPublishTime),
      }),
    );
  });
}
