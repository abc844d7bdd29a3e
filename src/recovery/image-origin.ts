import type { Disk, Image, Snapshot, Tag } from './estate.ts';
import { RECOVERY_TAG, SOURCE_TAG, tagValue } from './tags.ts';

/*
 * Whose data a recovery point holds. Its id does not tell: an image may be of another account or of another instance, and
 * a copy made of it would run under the source's name, with its RAM role, key pair and security groups.
 */

/** Set by the cloud on each member of a snapshot group: the instance it was taken of. Nobody else can set it. */
const CREATED_FROM = 'acs:ecs:createFrom';

/** On a copy whose image was not shown to be of the source when a person let it be made. */
const ORIGIN_TAG = 'ecs-dr:origin';

/** What tells whose a snapshot is. */
export interface Evidence {
  sourceId: string;
  /** The source's disks now. */
  disks: readonly Disk[];
  /** Ids of the snapshots that the cloud lists as the source's; read only where the rest does not tell. */
  listed?: ReadonlySet<string>;
  /** The disks of such snapshots, as far as they exist. */
  others?: readonly Disk[];
}

/**
 * The instance whose data the snapshot holds; undefined where nothing shows it. A disk that the source has is the
 * source's whatever the tags say: it may have been moved there since, or be shared.
 */
export function instanceBehind(snapshot: Snapshot, evidence: Evidence): string | undefined {
  const { sourceId, disks, listed, others = [] } = evidence;
  if (disks.some((disk) => disk.id === snapshot.sourceDiskId)) return sourceId;
  const told = instanceIn(snapshot.tags, CREATED_FROM) ?? instanceIn(snapshot.tags, SOURCE_TAG);
  if (told !== undefined) return told;
  if (listed?.has(snapshot.id)) return sourceId;
  const disk = others.find((other) => other.id === snapshot.sourceDiskId);
  return disk?.instanceId ?? disk?.attachments[0]?.instanceId;
}

/** The snapshots that need more evidence. */
export function undecided(snapshots: readonly Snapshot[], evidence: Evidence): Snapshot[] {
  return snapshots.filter((snapshot) => instanceBehind(snapshot, evidence) === undefined);
}

/** `ecs-dr:source` names a disk where that was attached to nothing: this says nothing of an instance. */
function instanceIn(tags: readonly Tag[], key: string): string | undefined {
  const value = tagValue(tags, key);
  return value?.startsWith('i-') ? value : undefined;
}

/** Whose an image is: shown to be the source's, shown to be another's, or not shown. */
export type ImageOrigin = { of: 'source' } | { of: 'another'; why: string } | { of: 'unknown' };

/** What an image tells by itself: of another account, or made by this server of an instance. */
export function originTold(image: Image, sourceId: string): ImageOrigin {
  const { ownerAlias = 'self' } = image;
  if (ownerAlias !== 'self') return { of: 'another', why: `it is not an image of this account (owner: ${ownerAlias})` };
  const tagged = instanceIn(image.tags, SOURCE_TAG);
  if (tagged === undefined) return { of: 'unknown' };
  return tagged === sourceId ? { of: 'source' } : { of: 'another', why: `it was made of ${tagged}` };
}

/**
 * By what the image tells, else by the snapshots behind it: all of them have to be seen and shown to be the source's. The
 * image's own tag is told by whoever made it of these snapshots, and holds when a disk has been moved since.
 */
export function imageOrigin(image: Image, snapshots: readonly Snapshot[], evidence: Evidence): ImageOrigin {
  const told = originTold(image, evidence.sourceId);
  if (told.of !== 'unknown') return told;
  const behind = image.mappings.map(({ device, snapshotId }) => {
    const snapshot = snapshots.find((one) => one.id === snapshotId);
    return { device, snapshot, owner: snapshot && instanceBehind(snapshot, evidence) };
  });
  const foreign = behind.find(({ owner }) => owner !== undefined && owner !== evidence.sourceId);
  if (foreign !== undefined) {
    const { device, snapshot, owner } = foreign;
    return { of: 'another', why: `its ${device} is ${snapshot?.id}, of disk ${snapshot?.sourceDiskId} of ${owner}` };
  }
  const shown = behind.length > 0 && behind.every(({ owner }) => owner === evidence.sourceId);
  return { of: shown ? 'source' : 'unknown' };
}

/** What a copy keeps of an image that was not shown to be the source's. */
export function originTags(unproven: boolean): Tag[] {
  return unproven ? [{ key: ORIGIN_TAG, value: 'not shown' }] : [];
}

/** Whether a copy keeps that. */
export function isUnproven(copyTags: readonly Tag[]): boolean {
  return tagValue(copyTags, ORIGIN_TAG) !== undefined;
}

/**
 * Whose image a running copy was made of: as far as that still shows, else as it was when the copy was made. Snapshots,
 * disks and the image itself may be gone by then, and run-dr-instance has looked at them.
 */
export function originOfCopy(
  copyTags: readonly Tag[],
  sourceId: string,
  seen: ImageOrigin = { of: 'unknown' },
): ImageOrigin {
  if (seen.of !== 'unknown') return seen;
  const ours = tagValue(copyTags, RECOVERY_TAG) !== undefined && tagValue(copyTags, SOURCE_TAG) === sourceId;
  return { of: ours && !isUnproven(copyTags) ? 'source' : 'unknown' };
}

/** Made by this server of all disks of a running instance, not of snapshots that there were before. */
export const isWholeInstance = ({ description }: Pick<Image, 'description'>): boolean =>
  description?.includes('whole-instance') === true;
