import { LASTING_MS } from '../cloud/cache.ts';
import type { Filter } from '../cloud/cloud.ts';
import type { Disk, Image, Instance, Snapshot, SnapshotGroup, VSwitch } from '../recovery/estate.ts';
import { isImageFailed, isImageReady, isUp } from '../recovery/phase-instance.ts';
import { isSnapshotReady } from '../recovery/phase-snapshots.ts';
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

/** One recovery as it is now, with its source where that can still be read. */
export async function readRecovery(context: ToolContext, regionId: string): Promise<RecoveryReading> {
  const reading = await readTagged(context, regionId, { key: RECOVERY_TAG, value: context.recoveryId });
  const { groups, snapshots, images, instances, disks, vSwitches } = reading;
  const all = [...groups, ...snapshots, ...images, ...instances, ...disks, ...vSwitches];
  const sourceId = all.map((r) => tagValue(r.tags, SOURCE_TAG)).find((id) => id !== undefined);
  const source = sourceId ? await tryReadSource(context, sourceId, regionId) : undefined;
  return { ...reading, ...(source && { source }) };
}

export type Kind = Exclude<keyof RecoveryReading, 'source'>;
const KINDS: readonly Kind[] = ['groups', 'snapshots', 'images', 'instances', 'disks', 'vSwitches'];

export const allBut = (kinds: ReadonlySet<Kind>): Set<Kind> => new Set(KINDS.filter((kind) => !kinds.has(kind)));

/** The kinds of which something is not at rest. */
export function moving(of: RecoveryReading): Set<Kind> {
  const restless: Record<Kind, boolean> = {
    groups: of.groups.some((g) => g.status === 'progressing' || g.snapshots.some((s) => s.progress < 100)),
    snapshots: of.snapshots.some((s) => s.status !== 'failed' && !isSnapshotReady(s)),
    images: of.images.some((i) => !isImageReady(i) && !isImageFailed(i)),
    instances: of.instances.some((i) => !isUp(i)),
    disks: of.disks.some((d) => d.status === 'Creating' || d.status === 'Attaching'),
    vSwitches: of.vSwitches.some((v) => v.status === 'Pending'),
  };
  return new Set(KINDS.filter((kind) => restless[kind]));
}

/**
 * The moving kinds that decide: nobody waits for a recovery point once its image is being made or its copy starts,
 * unless it is zone-safety that is waited for.
 */
export function awaited(of: RecoveryReading, zoneSafe: boolean): Set<Kind> {
  const kinds = moving(of);
  if (!zoneSafe && (kinds.has('images') || kinds.has('instances'))) {
    kinds.delete('groups');
    kinds.delete('snapshots');
  }
  return kinds;
}

/** The same recovery, with these kinds as they are now. */
export async function readAgain(
  { cloud, recoveryId }: ToolContext,
  regionId: string,
  of: RecoveryReading,
  kinds: ReadonlySet<Kind>,
): Promise<RecoveryReading> {
  const filter: Filter = { tags: [{ key: RECOVERY_TAG, value: recoveryId }] };
  const [groups, snapshots, images, instances, disks, vSwitches] = await Promise.all([
    kinds.has('groups') ? cloud.snapshotGroups(regionId, filter).then(oldestFirst) : of.groups,
    kinds.has('snapshots') ? cloud.snapshots(regionId, filter).then(oldestFirst) : of.snapshots,
    kinds.has('images') ? cloud.images(regionId, filter).then(oldestFirst) : of.images,
    kinds.has('instances') ? cloud.instances(regionId, filter).then(oldestFirst) : of.instances,
    kinds.has('disks') ? cloud.disks(regionId, filter).then(oldestFirst) : of.disks,
    kinds.has('vSwitches') ? cloud.vSwitches(regionId, filter).then(oldestFirst) : of.vSwitches,
  ]);
  return { ...of, groups, snapshots, images, instances, disks, vSwitches };
}

/** The source may be gone: what exists can still be told. */
async function tryReadSource(context: ToolContext, instanceId: string, regionId: string): Promise<Source | undefined> {
  try {
    return await readSource(context.cloud, instanceId, regionId, { maxAgeMs: LASTING_MS });
  } catch {
    return undefined;
  }
}
