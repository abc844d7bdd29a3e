import type { Disk, Image, Instance, Snapshot, SnapshotGroup, VSwitch } from '../recovery/estate.ts';
import { RECOVERY_TAG, SOURCE_TAG, tagValue } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { withDetails } from './point.ts';
import { readSource, type Source } from './source.ts';

export interface RecoveryReading {
  groups: SnapshotGroup[];
  snapshots: Snapshot[];
  images: Image[];
  instances: Instance[];
  disks: Disk[];
  vSwitches: VSwitch[];
  source?: Source;
}

/** Everything the cloud holds of one recovery, by its tag: the only ledger there is. With a `key`, of all recoveries it matches. */
export async function readRecovery(
  context: ToolContext,
  regionId: string,
  recoveryId: string | undefined,
  key?: { key: string; value?: string },
): Promise<RecoveryReading> {
  const { cloud } = context;
  const tags = [key ?? { key: RECOVERY_TAG, ...(recoveryId && { value: recoveryId }) }];
  const [groups, snapshots, images, instances, disks, vSwitches] = await Promise.all([
    cloud.snapshotGroups(regionId, { tags }),
    cloud.snapshots(regionId, { tags }),
    cloud.images(regionId, { tags }),
    cloud.instances(regionId, { tags }),
    cloud.disks(regionId, { tags }),
    cloud.vSwitches(regionId, { tags }),
  ]);
  const reading: RecoveryReading = { groups, snapshots, images, instances, disks, vSwitches };
  if (!recoveryId) return reading;
  const all = [...groups, ...snapshots, ...images, ...instances, ...disks, ...vSwitches];
  const sourceId = all.map((r) => tagValue(r.tags, SOURCE_TAG)).find((id) => id !== undefined);
  const [detailed, source] = await Promise.all([
    // Members tell how far they are only in DescribeSnapshots; once there is an image nobody waits for them.
    images.length === 0 && instances.length === 0
      ? Promise.all(groups.map((g) => withDetails(context, regionId, g)))
      : groups,
    sourceId ? tryReadSource(context, sourceId, regionId) : undefined,
  ]);
  return { ...reading, groups: detailed, ...(source && { source }) };
}

/** The source may be gone: what exists can still be told. */
async function tryReadSource(context: ToolContext, instanceId: string, regionId: string): Promise<Source | undefined> {
  try {
    return await readSource(context.cloud, instanceId, regionId, { maxAgeMs: 60_000 });
  } catch {
    return undefined;
  }
}
