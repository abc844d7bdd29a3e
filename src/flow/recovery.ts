import { LASTING_MS } from '../cloud/cache.ts';
import type { Filter } from '../cloud/cloud.ts';
import type { Disk, Image, Instance, Snapshot, SnapshotGroup, VSwitch } from '../recovery/estate.ts';
import { RECOVERY_TAG, SOURCE_TAG, tagValue } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { readSource, type Source } from './source.ts';

/** What the cloud holds of one recovery (or of several), by its tags: the only ledger there is. */
export interface RecoveryReading {
  groups: SnapshotGroup[];
  snapshots: Snapshot[];
  images: Image[];
  instances: Instance[];
  disks: Disk[];
  vSwitches: VSwitch[];
  source?: Source;
}

/** Everything that carries the tag. */
export async function readTagged(
  { cloud }: ToolContext,
  regionId: string,
  tag: { key: string; value?: string },
): Promise<RecoveryReading> {
  const filter: Filter = { tags: [tag] };
  const [groups, snapshots, images, instances, disks, vSwitches] = await Promise.all([
    cloud.snapshotGroups(regionId, filter),
    cloud.snapshots(regionId, filter),
    cloud.images(regionId, filter),
    cloud.instances(regionId, filter),
    cloud.disks(regionId, filter),
    cloud.vSwitches(regionId, filter),
  ]);
  return { groups, snapshots, images, instances, disks, vSwitches };
}

/** One recovery as it is now. With the previous look, only what was still moving then is asked for again. */
export async function readRecovery(
  context: ToolContext,
  regionId: string,
  previous?: RecoveryReading,
): Promise<RecoveryReading> {
  const tag = { key: RECOVERY_TAG, value: context.recoveryId };
  if (previous) return { ...previous, ...(await readMoving(context, regionId, previous, { tags: [tag] })) };
  const reading = await readTagged(context, regionId, tag);
  const { groups, snapshots, images, instances, disks, vSwitches } = reading;
  const all = [...groups, ...snapshots, ...images, ...instances, ...disks, ...vSwitches];
  const sourceId = all.map((r) => tagValue(r.tags, SOURCE_TAG)).find((id) => id !== undefined);
  const source = sourceId ? await tryReadSource(context, sourceId, regionId) : undefined;
  return { ...reading, ...(source && { source }) };
}

/** The kinds of which something is not at rest; all of them when nothing is, since something is waited for. */
async function readMoving(
  { cloud }: ToolContext,
  regionId: string,
  of: RecoveryReading,
  filter: Filter,
): Promise<Partial<RecoveryReading>> {
  const moving = {
    groups: of.groups.some((g) => g.status === 'progressing' || g.snapshots.some((s) => s.progress < 100)),
    snapshots: of.snapshots.some((s) => s.status === 'progressing'),
    images: of.images.some(
      (i) => i.status === 'Creating' || i.status === 'Waiting' || (i.status === 'Available' && !i.usable),
    ),
    instances: of.instances.some((i) => i.status !== 'Running'),
    disks: of.disks.some((d) => d.status === 'Creating' || d.status === 'Attaching'),
    vSwitches: of.vSwitches.some((v) => v.status === 'Pending'),
  };
  // What comes last decides: nobody waits for a group once its image is being made.
  if (moving.images || moving.instances) moving.groups = false;
  const [groups, snapshots, images, instances, disks, vSwitches] = await Promise.all([
    moving.groups ? cloud.snapshotGroups(regionId, filter) : undefined,
    moving.snapshots && !moving.images ? cloud.snapshots(regionId, filter) : undefined,
    moving.images ? cloud.images(regionId, filter) : undefined,
    moving.instances ? cloud.instances(regionId, filter) : undefined,
    moving.disks ? cloud.disks(regionId, filter) : undefined,
    moving.vSwitches ? cloud.vSwitches(regionId, filter) : undefined,
  ]);
  return {
    ...(groups && { groups }),
    ...(snapshots && { snapshots }),
    ...(images && { images }),
    ...(instances && { instances }),
    ...(disks && { disks }),
    ...(vSwitches && { vSwitches }),
  };
}

/** The source may be gone: what exists can still be told. */
async function tryReadSource(context: ToolContext, instanceId: string, regionId: string): Promise<Source | undefined> {
  try {
    return await readSource(context.cloud, instanceId, regionId, { maxAgeMs: LASTING_MS });
  } catch {
    return undefined;
  }
}
