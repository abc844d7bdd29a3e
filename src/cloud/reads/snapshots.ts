import type { Snapshot, SnapshotGroup } from '../../recovery/estate.ts';
import type { Api } from '../api.ts';
import type { Filter, ReadOptions } from '../cloud.ts';
import type { Answer } from '../models.ts';
import { byToken, chunks, each } from '../paging.ts';
import { num, numeric, percent, present, tags, text } from '../values.ts';
import { listParameters, tagParameters } from './tagged.ts';

type Wire = NonNullable<NonNullable<Answer<'DescribeSnapshots'>['snapshots']>['snapshot']>[number];
type WireGroup = NonNullable<NonNullable<Answer<'DescribeSnapshotGroups'>['snapshotGroups']>['snapshotGroup']>[number];
type WireMember = NonNullable<NonNullable<WireGroup['snapshots']>['snapshot']>[number];

export async function readSnapshots(
  api: Api,
  regionId: string,
  filter: Filter & { instanceId?: string; diskId?: string },
  options: ReadOptions = {},
): Promise<Snapshot[]> {
  const ask = (more: Record<string, string>) =>
    byToken(
      api,
      'DescribeSnapshots',
      regionId,
      {
        ...more,
        ...(filter.instanceId ? { InstanceId: filter.instanceId } : {}),
        ...(filter.diskId ? { DiskId: filter.diskId } : {}),
        ...tagParameters(filter),
      },
      (answer) => answer.snapshots?.snapshot,
      options.maxAgeMs,
    );
  const found = filter.ids
    ? (await each(chunks(filter.ids, 100), 4, (ids) => ask({ SnapshotIds: JSON.stringify(ids) }))).flat()
    : await ask({});
  return found.map(snapshot);
}

function snapshot(w: Wire): Snapshot {
  const done = w.status === 'accomplished';
  return present<Snapshot>({
    id: w.snapshotId ?? '',
    name: text(w.snapshotName),
    status: text(w.status),
    progress: percent(w.progress) ?? (done ? 100 : 0),
    remainSeconds: num(w.remainTime),
    available: w.available ?? done,
    createdAt: text(w.creationTime),
    type: text(w.snapshotType),
    sourceDiskId: w.sourceDiskId ?? '',
    sourceDiskType: diskType(w.sourceDiskType),
    sourceDiskSizeGiB: numeric(w.sourceDiskSize),
    encrypted: w.encrypted ?? false,
    kmsKeyId: text(w.KMSKeyId),
    tags: tags(w.tags?.tag),
  });
}

export async function readSnapshotGroups(
  api: Api,
  regionId: string,
  filter: Filter & { instanceId?: string },
  options: ReadOptions = {},
): Promise<SnapshotGroup[]> {
  const ask = (ids: string[]) =>
    byToken(
      api,
      'DescribeSnapshotGroups',
      regionId,
      {
        ...listParameters('SnapshotGroupId', ids),
        ...(filter.instanceId ? { InstanceId: filter.instanceId } : {}),
        ...tagParameters(filter),
      },
      (answer) => answer.snapshotGroups?.snapshotGroup,
      options.maxAgeMs,
    );
  // Ten ids a call are allowed here.
  const found = filter.ids ? (await each(chunks(filter.ids, 10), 4, ask)).flat() : await ask([]);
  return found.map(group);
}

function group(w: WireGroup): SnapshotGroup {
  const id = w.snapshotGroupId ?? '';
  return present<SnapshotGroup>({
    id,
    name: text(w.name),
    instanceId: text(w.instanceId),
    status: w.status ?? '',
    createdAt: text(w.creationTime),
    snapshots: (w.snapshots?.snapshot ?? []).map((member) => memberOf(member, id)),
    tags: tags(w.tags?.tag),
  });
}

/** A member tells less than DescribeSnapshots: no status, time or size. */
function memberOf(w: WireMember, groupId: string): Snapshot {
  return {
    id: w.snapshotId ?? '',
    progress: percent(w.progress) ?? 0,
    available: w.available ?? false,
    sourceDiskId: w.sourceDiskId ?? '',
    sourceDiskType: diskType(w.sourceDiskType),
    encrypted: false,
    groupId,
    tags: tags(w.tags?.tag),
  };
}

function diskType(type: string | undefined): 'system' | 'data' {
  return type?.toLowerCase() === 'system' ? 'system' : 'data';
}
