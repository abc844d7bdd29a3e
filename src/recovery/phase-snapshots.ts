import { MOST_DISKS } from './disk-errands.ts';
import type { Disk, Instance, Snapshot } from './estate.ts';
import type { NextStep, Scene, Stage } from './phase.ts';
import { makesAnInstance, withoutSnapshot } from './strategy.ts';
import { DISK_TAG, tagValue } from './tags.ts';

/** A single snapshot is ready for CreateImage and CreateDisk when all three say so (the rules' table). */
export function isSnapshotReady(snapshot: Snapshot): boolean {
  return snapshot.status === 'accomplished' && snapshot.available && snapshot.progress === 100;
}

/** Snapshots taken one by one: members of the recovery's groups are told by their group. */
export function singleSnapshots({ groups, snapshots }: Pick<Scene, 'groups' | 'snapshots'>): Snapshot[] {
  const members = new Set(groups.flatMap((group) => group.snapshots.map((member) => member.id)));
  return snapshots
    .filter((snapshot) => snapshot.groupId === undefined && !members.has(snapshot.id))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Single snapshots that the copy is not made of: taken after its image, or after itself where that is not of this recovery. */
export function snapshotsBeside(scene: Scene): Snapshot[] {
  const used = new Set(scene.images.flatMap((image) => image.mappings.flatMap((mapping) => mapping.snapshotId ?? [])));
  const made = scene.images.length > 0 ? scene.images : scene.instances;
  const [since] = made.flatMap((one) => one.createdAt ?? []).sort();
  if (since === undefined) return [];
  return singleSnapshots(scene).filter(
    (one) => !used.has(one.id) && (one.createdAt === undefined || one.createdAt > since),
  );
}

/** What the recovery has to go back to: of each disk one snapshot, none that failed or of a group that did. */
export function pointIn(scene: Scene): Snapshot[] {
  const groups = scene.groups.filter((group) => group.status !== 'failed');
  const singles = singleSnapshots(scene).filter((snapshot) => snapshot.status !== 'failed');
  return onePerDisk([...groups.flatMap((one) => one.snapshots), ...singles]);
}

export function snapshotStage(scene: Scene): Stage | undefined {
  const groups = scene.groups.filter((group) => group.status !== 'failed');
  const all = singleSnapshots(scene);
  const singles = all.filter((snapshot) => snapshot.status !== 'failed');
  if (groups.length === 0 && singles.length === 0) return allFailed(scene, all);
  if (groups.some((group) => group.status !== 'accomplished') || !singles.every(isSnapshotReady)) {
    return { phase: 'snapshotting', pending: true };
  }
  const [group] = groups;
  const point = pointIn(scene);
  const snapshotIds = point.map((snapshot) => snapshot.id);
  const lost = lostDisks(scene);
  if (scene.sourceGone) {
    const stage = ready('attach-recovered-disk', { snapshotIds: snapshotIds.slice(0, MOST_DISKS) }, SOURCE_GONE);
    return lost === undefined ? stage : { ...stage, failed: lost.failed };
  }
  if (lost !== undefined) return { phase: 'snapshots-ready', pending: false, ...retake(scene, lost) };
  if (group !== undefined && singles.length === 0) {
    return ready('create-image', { snapshotGroupId: group.id }, `Group ${group.id} is accomplished`);
  }
  return bringsBackInstance(scene, point)
    ? ready('create-image', { snapshotIds }, whyImageOf(scene, point))
    : ready(
        'attach-recovered-disk',
        { snapshotIds: snapshotIds.slice(0, MOST_DISKS) },
        'The snapshots are at 100 %: choose the instance that gets the disks',
      );
}

/** Disks of which nothing but failed snapshots was taken: no later step knows of them. */
interface LostDisks {
  diskIds: string[];
  failed: string;
}

export function lostDisks(scene: Scene): LostDisks | undefined {
  const singles = singleSnapshots(scene);
  const members = scene.groups.filter((group) => group.status !== 'failed').flatMap((group) => group.snapshots);
  const held = new Set([
    ...[...members, ...singles].filter((one) => one.status !== 'failed').map((one) => one.sourceDiskId),
    // Brought back from another point.
    ...scene.disks.flatMap((disk) => tagValue(disk.tags, DISK_TAG) ?? []),
  ]);
  const lost = singles.filter((snapshot) => snapshot.status === 'failed' && !held.has(snapshot.sourceDiskId));
  if (lost.length === 0) return undefined;
  const diskIds = [...new Set(lost.map((snapshot) => snapshot.sourceDiskId))];
  return { diskIds, failed: `no snapshot of ${diskIds.join(', ')}: ${lost.map((one) => one.id).join(', ')} failed` };
}

/** The whole set again: what was taken is kept, and goes on together with what is taken now. */
export function retake(scene: Scene, { diskIds, failed }: LostDisks): Pick<Stage, 'failed' | 'next'> {
  // A disk that may be gone with its instance cannot be asked for again.
  if (scene.sourceGone) return { failed };
  const taken = singleSnapshots(scene).map((snapshot) => snapshot.sourceDiskId);
  const there = scene.source?.disks.map((disk) => disk.id) ?? taken;
  const all = [...diskIds, ...taken.filter((id) => there.includes(id))];
  return {
    failed,
    next: {
      tool: 'create-snapshot',
      arguments: { diskIds: [...new Set(all)].sort() },
      why: `Take the snapshot of ${diskIds.join(', ')} anew; the others are kept. Only if the user does without: attach-recovered-disk or create-image with the others`,
    },
  };
}

/** Why a recovery whose source was released goes on with its disks. */
export const SOURCE_GONE = 'The source is gone or not visible any more: ask the user which instance gets its disks';

/** A recovery has one snapshot of each disk; where it has more, the first taken is the one that counts. */
export function onePerDisk(snapshots: readonly Snapshot[]): Snapshot[] {
  const oldestFirst = [...snapshots].sort((a, b) => ((a.createdAt ?? '') < (b.createdAt ?? '') ? -1 : 1));
  return snapshots.filter((one) => oldestFirst.find((s) => s.sourceDiskId === one.sourceDiskId) === one);
}

function ready(tool: string, args: Record<string, unknown>, why: string): Stage {
  return { phase: 'snapshots-ready', pending: false, next: { tool, arguments: args, why } };
}

function allFailed(scene: Scene, singles: readonly Snapshot[]): Stage | undefined {
  const failed = [...scene.groups, ...singles].map((one) => one.id);
  if (failed.length === 0) return undefined;
  const why = 'The recovery point failed: take it anew, or use an existing one if describe-source lists any';
  // Who wanted single disks does not want an instance instead.
  const ofInstance = scene.groups.length > 0 || bringsBackInstance(scene, singles);
  const existing = scene.source && ofInstance ? existingPointFirst(scene.source.instance, scene.recoveryId) : undefined;
  const diskIds = [...new Set(singles.map((snapshot) => snapshot.sourceDiskId))];
  return {
    phase: 'failed',
    pending: false,
    failed: `failed: ${failed.join(', ')}`,
    next:
      existing ??
      (scene.groups.length > 0
        ? { tool: 'create-snapshot-group', arguments: {}, why }
        : { tool: 'create-snapshot', arguments: { diskIds }, why }),
  };
}

/**
 * The source may be in a zone that is down, where no new point succeeds: whether there is one already is seen first.
 * Undefined while it runs.
 */
export function existingPointFirst(
  { id, status }: Pick<Instance, 'id' | 'status'>,
  recoveryId: string,
): NextStep | undefined {
  if (status === 'Running') return undefined;
  return {
    tool: 'describe-source',
    arguments: { instanceId: id },
    why: `The source is ${status}: choose the existing point, if there is one, and give recoveryId ${recoveryId} to the call that uses it`,
  };
}

/** All disks of the source that can have snapshots; where the source is unknown, the system disk tells an instance from a disk. */
function bringsBackInstance({ source, sourceInstanceId }: Scene, point: readonly Snapshot[]): boolean {
  if (sourceInstanceId === undefined) return false;
  if (source === undefined) return point.some((snapshot) => snapshot.sourceDiskType === 'system');
  const held = new Set(point.map((snapshot) => snapshot.sourceDiskId));
  return makesAnInstance(source.instance, source.disks, held);
}

function whyImageOf({ source }: Scene, point: readonly Snapshot[]): string {
  if (source === undefined) return 'The source could not be read; a snapshot of a system disk is there';
  return whyImage(withoutSnapshot(source.disks, new Set(point.map((snapshot) => snapshot.sourceDiskId))));
}

/** Single snapshots lead on to an image; who wants a disk alone, or a disk that a group would refuse, is told how. */
export function whyImage(missing: readonly Disk[]): string {
  return missing.length === 0
    ? 'The snapshots hold every disk of the source. If the user wants a disk alone: attach-recovered-disk with its snapshot and a target instance'
    : `An instance can be made of the snapshots, without ${missing.map((disk) => disk.id).join(', ')}. If the user wants that data too: create-snapshot takes it first`;
}
