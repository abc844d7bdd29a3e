import type { Disk } from '../../recovery/estate.ts';
import type { Api } from '../api.ts';
import type { Filter, ReadOptions } from '../cloud.ts';
import type { Answer } from '../models.ts';
import { byToken, chunks, each } from '../paging.ts';
import { num, present, tags, text, texts } from '../values.ts';
import { tagParameters } from './tagged.ts';

type Wire = NonNullable<NonNullable<Answer<'DescribeDisks'>['disks']>['disk']>[number];

export async function readDisks(
  api: Api,
  regionId: string,
  filter: Filter & { instanceId?: string },
  options: ReadOptions = {},
): Promise<Disk[]> {
  const ask = (more: Record<string, string>) =>
    byToken(
      api,
      'DescribeDisks',
      regionId,
      { ...more, ...(filter.instanceId ? { InstanceId: filter.instanceId } : {}), ...tagParameters(filter) },
      (answer) => answer.disks?.disk,
      options.maxAgeMs,
    );
  const found = filter.ids
    ? (await each(chunks(filter.ids, 100), 4, (ids) => ask({ DiskIds: JSON.stringify(ids) }))).flat()
    : await ask({});
  return found.map((wire) => disk(wire, regionId));
}

function disk(w: Wire, regionId: string): Disk {
  const attachments = [...(w.attachments?.attachment ?? []), ...(w.mountInstances?.mountInstance ?? [])];
  const places = attachments.filter((a) => text(a.instanceId));
  return present<Disk>({
    id: w.diskId ?? '',
    name: text(w.diskName),
    description: text(w.description),
    regionId: text(w.regionId) ?? regionId,
    zoneId: w.zoneId ?? '',
    type: w.type === 'system' ? 'system' : 'data',
    category: w.category ?? '',
    performanceLevel: text(w.performanceLevel),
    sizeGiB: num(w.size) ?? 0,
    status: w.status ?? '',
    device: text(w.device),
    instanceId: text(w.instanceId),
    deleteWithInstance: w.deleteWithInstance ?? false,
    deleteAutoSnapshot: w.deleteAutoSnapshot,
    autoSnapshotPolicyId: text(w.autoSnapshotPolicyId),
    encrypted: w.encrypted ?? false,
    kmsKeyId: text(w.KMSKeyId),
    chargeType: text(w.diskChargeType),
    createdAt: text(w.creationTime),
    attachedAt: text(w.attachedTime),
    sourceSnapshotId: text(w.sourceSnapshotId),
    multiAttach: w.multiAttach === 'Enabled',
    provisionedIops: num(w.provisionedIops),
    burstingEnabled: w.burstingEnabled,
    storageSetId: text(w.storageSetId),
    storageClusterId: text(w.storageClusterId),
    resourceGroupId: text(w.resourceGroupId),
    serialNumber: text(w.serialNumber),
    attachments: places
      .map((a) => ({ instanceId: a.instanceId ?? '', device: a.device ?? '' }))
      .filter((a, i, all) => all.findIndex((b) => b.instanceId === a.instanceId) === i),
    operationLocks: texts((w.operationLocks?.operationLock ?? []).map((l) => l.lockReason)),
    tags: tags(w.tags?.tag),
  });
}
