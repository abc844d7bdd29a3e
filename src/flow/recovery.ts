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

/** Everything that carries the tag, oldest first: where two servers raced, everybody takes the same one. */
export async function readTagged(
  { cloud }: Pick<ToolContext, 'cloud'>,
  regionId: string,
  tag: { key: string; value?: string },
): Promise<RecoveryReading> {
  const filter: Filter = { tags: [tag] };
  const [groups, snapshots, images, instances, disks, vSwitches] = await Promise.all([
    cloud.snapshotGroups(regionId, filter).then(oldestFirst),
    cloud.snapshots(regionId, filter).then(oldestFirst),
    cloud.images(regionId, filter).then(oldestFirst),
    cloud.instances(regionId, filter).then(oldestFirst),
    cloud.disks(regionId, filter).then(oldestFirst),
    cloud.vSwitches(regionId, filter).then(oldestFirst),
  ]);
  return { groups, snapshots, images, instances, disks, vSwitches };
}

/** As much of it as can be read: a kind that these credentials may not see, or that does not answer, is left out. */
export async function readVisible(
  cloud: ToolContext['cloud'],
  regionId: string,
  tag: { key: string; value?: string },
): Promise<RecoveryReading> {
  const filter: Filter = { tags: [tag] };
  const none = () => [];
  const [groups, snapshots, images, instances, disks, vSwitches] = await Promise.all([
    cloud.snapshotGroups(regionId, filter).catch(none),
    cloud.snapshots(regionId, filter).catch(none),
    cloud.images(regionId, filter).catch(none),
    cloud.instances(regionId, filter).catch(none),
    cloud.disks(regionId, filter).catch(none),
    cloud.vSwitches(regionId, filter).catch(none),
  ]);
  return { groups, snapshots, images, instances, disks, vSwitches };
}

/** By creation time, then by id: the same order for every process. */
export function oldestFirst<T extends { id: string; createdAt?: string }>(list: readonly T[]): T[] {
  const key = (of: T) => `${of.createdAt ?? ''} ${of.id}`;
  return [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
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
    moving.groups ? cloud.snapshotGroups(regionId, filter).then(oldestFirst) : undefined,
    moving.snapshots && !moving.images ? cloud.snapshots(regionId, filter).then(oldestFirst) : undefined,
    moving.images ? cloud.images(regionId, filter).then(oldestFirst) : undefined,
    moving.instances ? cloud.instances(regionId, filter).then(oldestFirst) : undefined,
    moving.disks ? cloud.disks(regionId, filter).then(oldestFirst) : undefined,
    moving.vSwitches ? cloud.vSwitches(regionId, filter).then(oldestFirst) : undefined,
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
