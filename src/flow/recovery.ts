import { LASTING_MS } from '../cloud/cache.ts';
import type { Cloud, Filter } from '../cloud/cloud.ts';
import { DrError } from '../errors.ts';
import type { Disk, Image, Instance, Snapshot, SnapshotGroup, VSwitch } from '../recovery/estate.ts';
import { isInstanceId } from '../recovery/ids.ts';
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
  /** The API says that there is no such instance any more. */
  sourceGone?: boolean;
}

export type Kind = Exclude<keyof RecoveryReading, 'source' | 'sourceGone'>;

type ReadByTag<K extends Kind> = (cloud: Cloud, regionId: string, filter: Filter) => Promise<RecoveryReading[K]>;

const BY_TAG: { [K in Kind]: ReadByTag<K> } = {
  groups: (cloud, regionId, filter) => cloud.snapshotGroups(regionId, filter),
  snapshots: (cloud, regionId, filter) => cloud.snapshots(regionId, filter),
  images: (cloud, regionId, filter) => cloud.images(regionId, filter),
  instances: (cloud, regionId, filter) => cloud.instances(regionId, filter),
  disks: (cloud, regionId, filter) => cloud.disks(regionId, filter),
  vSwitches: (cloud, regionId, filter) => cloud.vSwitches(regionId, filter),
};

export const KINDS = Object.keys(BY_TAG) as readonly Kind[];

interface Tag {
  key: string;
  value?: string;
}

/** Everything that carries the tag, oldest first: where two servers raced, everybody takes the same one. */
export async function readTagged(cloud: Cloud, regionId: string, tag: Tag): Promise<RecoveryReading> {
  return { ...NOTHING, ...(await readKinds(cloud, regionId, tag, KINDS)) };
}

/** As much of it as can be read: a kind that these credentials may not see, or that does not answer, is left out. */
export async function readVisible(cloud: Cloud, regionId: string, tag: Tag): Promise<RecoveryReading> {
  const each = await Promise.all(KINDS.map((kind) => readKinds(cloud, regionId, tag, [kind]).catch(() => ({}))));
  return Object.assign({ ...NOTHING }, ...each);
}

const NOTHING: RecoveryReading = { groups: [], snapshots: [], images: [], instances: [], disks: [], vSwitches: [] };

async function readKinds(
  cloud: Cloud,
  regionId: string,
  tag: Tag,
  kinds: readonly Kind[],
): Promise<Partial<RecoveryReading>> {
  const read = async (kind: Kind) => [kind, oldestFirst<Tagged>(await BY_TAG[kind](cloud, regionId, { tags: [tag] }))];
  return Object.fromEntries(await Promise.all(kinds.map(read)));
}

/** What all kinds have in common. */
type Tagged = RecoveryReading[Kind][number];

/** By creation time, then by id: the same order for every process. */
export function oldestFirst<T extends { id: string; createdAt?: string }>(list: readonly T[]): T[] {
  const key = (of: T) => `${of.createdAt ?? ''} ${of.id}`;
  return [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * Of what carries the recovery's tag, that which was made of this source. Without a source's tag it is none of ours,
 * whoever put the recovery's tag on it.
 */
export function ofSource<T extends Tagged>(
  context: Pick<ToolContext, 'recoveryId'>,
  found: T[],
  sourceId: string,
): T[] {
  refuseOthers(context, found, [sourceId]);
  return found.filter((thing) => tagValue(thing.tags, SOURCE_TAG) === sourceId);
}

/** What carries the recovery's tag was made of another source: then the recovery id is of another recovery. */
export function refuseOthers(
  context: Pick<ToolContext, 'recoveryId'>,
  found: readonly Tagged[],
  sourceIds: readonly string[],
): void {
  const [sourceId] = sourceIds;
  if (sourceId === undefined) return;
  const others = found.filter((thing) => !sourceIds.includes(tagValue(thing.tags, SOURCE_TAG) ?? sourceId));
  const [other] = others;
  if (!other) return;
  const ids = others.map(({ id }) => id);
  throw otherRecovery(context, tagValue(other.tags, SOURCE_TAG), sourceId, ids);
}

export function otherRecovery(
  { recoveryId }: Pick<ToolContext, 'recoveryId'>,
  ownerId: string | undefined,
  sourceId: string,
  ids: string[],
): DrError {
  return new DrError({
    code: 'OtherRecovery',
    message: `Recovery ${recoveryId} is of ${ownerId}, not of ${sourceId}: ${ids.join(', ')} belong to it.`,
    cause: 'Every instance has its own recovery.',
    remedy: `Leave recoveryId out (and answers and planToken): a new recovery of ${sourceId} begins. Nothing was created.`,
    retryable: false,
  });
}

/** One recovery as it is now, with its source where that can still be read. */
export async function readRecovery(context: ToolContext, regionId: string): Promise<RecoveryReading> {
  const reading = await readTagged(context.cloud, regionId, { key: RECOVERY_TAG, value: context.recoveryId });
  const { groups, snapshots, images, instances, disks, vSwitches } = reading;
  const all = [...groups, ...snapshots, ...images, ...instances, ...disks, ...vSwitches];
  const sourceId = all.map((r) => tagValue(r.tags, SOURCE_TAG)).find((id) => id !== undefined && isInstanceId(id));
  return { ...reading, ...(sourceId && (await tryReadSource(context, sourceId, regionId))) };
}

/** The kinds of which something is not at rest. */
export function moving(of: RecoveryReading): Kind[] {
  const restless: Record<Kind, boolean> = {
    groups: of.groups.some((g) => g.status === 'progressing' || g.snapshots.some((s) => s.progress < 100)),
    snapshots: of.snapshots.some((s) => s.status !== 'failed' && !isSnapshotReady(s)),
    images: of.images.some((i) => !isImageReady(i) && !isImageFailed(i)),
    instances: of.instances.some((i) => !isUp(i)),
    disks: of.disks.some((d) => d.status === 'Creating' || d.status === 'Attaching'),
    vSwitches: of.vSwitches.some((v) => v.status === 'Pending'),
  };
  return KINDS.filter((kind) => restless[kind]);
}

/**
 * The moving kinds that decide: nobody waits for a recovery point once its image is being made or its copy starts,
 * unless it is zone-safety that is waited for.
 */
export function awaited(of: RecoveryReading, zoneSafe: boolean): Kind[] {
  const kinds = moving(of);
  const pointIsUsed = kinds.includes('images') || kinds.includes('instances');
  return pointIsUsed && !zoneSafe ? kinds.filter((kind) => kind !== 'groups' && kind !== 'snapshots') : kinds;
}

/** The same recovery, with these kinds as they are now. */
export async function readAgain(
  { cloud, recoveryId }: ToolContext,
  regionId: string,
  of: RecoveryReading,
  kinds: readonly Kind[],
): Promise<RecoveryReading> {
  return { ...of, ...(await readKinds(cloud, regionId, { key: RECOVERY_TAG, value: recoveryId }, kinds)) };
}

/** The source may be gone: what exists can still be told. */
async function tryReadSource(
  context: ToolContext,
  instanceId: string,
  regionId: string,
): Promise<Pick<RecoveryReading, 'source' | 'sourceGone'>> {
  try {
    return { source: await readSource(context.cloud, instanceId, regionId, { maxAgeMs: LASTING_MS }) };
  } catch (error) {
    return error instanceof DrError && error.details.code === 'InvalidInstanceId.NotFound' ? { sourceGone: true } : {};
  }
}
