import { type ApprovedSet, approvedSet } from './disk-tags.ts';
import { isRegional } from './disks.ts';
import type { Disk } from './estate.ts';

/** As many as attach-recovered-disk takes in one call; the rest comes with the next one. */
export const MOST_DISKS = 16;

/** Disks that one call of attach-recovered-disk makes or attaches. */
export interface DiskErrand {
  /** Absent where only a person knows. */
  targetInstanceId?: string;
  /** That a person chose for all of them. */
  diskCategory?: string;
  /** The call's snapshots: as approved together, also those whose disk is there already. */
  snapshotIds: string[];
  /** Of these, those whose disk is not at its instance. */
  left: string[];
  /** How many more were approved with them and never made, of snapshots that nothing names. */
  unnamed: number;
}

/**
 * What is left to do for a recovery's recovered disks: by approval the latest first, then what no disk tells an instance
 * of. `waiting`: snapshots of the recovery that have no disk.
 */
export function diskErrands(disks: readonly Disk[], waiting: readonly string[]): DiskErrand[] {
  const taken = new Set<string>();
  const errands = approvals(disks).flatMap((set) => {
    // Of two instances that a snapshot without a disk was approved for, the later one is meant.
    const errand = errandOf({ ...set, snapshotIds: set.snapshotIds.filter((id) => !taken.has(id)) }, disks);
    for (const id of errand.left) taken.add(id);
    return errand.left.length > 0 || errand.unnamed > 0 ? [errand] : [];
  });
  const rest = restOf(
    disks,
    waiting.filter((id) => !taken.has(id)),
  );
  return rest === undefined ? errands : [...errands, rest];
}

interface Approval extends ApprovedSet {
  unnamed: number;
}

/** Each approval once: which disks' tags had room for more of its snapshots differs. */
function approvals(disks: readonly Disk[]): Approval[] {
  const found = new Map<string, { set: ApprovedSet; since: string }>();
  for (const disk of latestFirst(disks)) {
    const set = approvedSet(disk);
    if (set === undefined) continue;
    const known = found.get(set.key)?.set.snapshotIds ?? [];
    const snapshotIds = [...new Set([...known, ...set.snapshotIds])].sort();
    found.set(set.key, { set: { ...set, snapshotIds }, since: disk.createdAt ?? '' });
  }
  return [...found.values()].map(({ set, since }) => {
    // What was made for the instance since, under another approval, is taken for what was missing.
    const later = disks.filter((disk) => {
      const id = disk.sourceSnapshotId;
      const isOther = id !== undefined && !set.snapshotIds.includes(id);
      return isOther && approvedSet(disk)?.targetInstanceId === set.targetInstanceId && (disk.createdAt ?? '') >= since;
    });
    return { ...set, unnamed: Math.max(0, set.count - set.snapshotIds.length - later.length) };
  });
}

function errandOf(set: Approval, disks: readonly Disk[]): DiskErrand {
  const { targetInstanceId, unnamed } = set;
  const meant = set.snapshotIds.filter(
    (id) => (whereTo(id, disks, targetInstanceId) ?? targetInstanceId) === targetInstanceId,
  );
  const there = disks.filter((disk) => disk.instanceId === targetInstanceId).map((disk) => disk.sourceSnapshotId);
  // One of them is at another instance: the person thought better of it, and only they know for how many.
  const isRevised = disks.some(
    (disk) =>
      approvedSet(disk)?.key === set.key && disk.instanceId !== undefined && disk.instanceId !== targetInstanceId,
  );
  const left = meant.filter((id) => !there.includes(id));
  if (isRevised && left.length > 0) return { snapshotIds: left.slice(0, MOST_DISKS), left, unnamed };
  return {
    targetInstanceId,
    ...(set.diskCategory !== undefined && { diskCategory: set.diskCategory }),
    snapshotIds: meant.slice(0, MOST_DISKS),
    left,
    unnamed,
  };
}

/** The instance that has the snapshot's disk, else the one it was last approved for; of several, `preferred`. */
function whereTo(snapshotId: string, disks: readonly Disk[], preferred: string): string | undefined {
  const copies = latestFirst(disks.filter((disk) => disk.sourceSnapshotId === snapshotId));
  const attached = copies.flatMap((disk) => disk.instanceId ?? []);
  if (attached.includes(preferred)) return preferred;
  return [...attached, ...copies.flatMap((disk) => approvedSet(disk)?.targetInstanceId ?? [])][0];
}

/** Disks that do not tell for which instance they were made, and snapshots that have none. */
function restOf(disks: readonly Disk[], waiting: readonly string[]): DiskErrand | undefined {
  const copies = (id: string) => disks.filter((disk) => disk.sourceSnapshotId === id);
  const made = [...new Set(disks.flatMap((disk) => disk.sourceSnapshotId ?? []))];
  const loose = made.filter((id) => copies(id).every((disk) => !disk.instanceId && approvedSet(disk) === undefined));
  const left = [...loose, ...waiting].sort();
  if (left.length === 0) return undefined;
  const targets = [...new Set(disks.flatMap((disk) => disk.instanceId ?? approvedSet(disk)?.targetInstanceId ?? []))];
  const [target] = targets;
  const zones = disks.filter((disk) => disk.instanceId === target).map((disk) => disk.zoneId);
  const fits = loose.flatMap(copies).every((disk) => isRegional(disk.category) || zones.includes(disk.zoneId));
  // It is on its way to where all others are; of a snapshot without a disk nobody knows where it goes.
  if (target === undefined || targets.length > 1 || waiting.length > 0 || !fits) {
    return { snapshotIds: left.slice(0, MOST_DISKS), left, unnamed: 0 };
  }
  const together = (made.length <= MOST_DISKS ? made : left.slice(0, MOST_DISKS)).sort();
  return { targetInstanceId: target, snapshotIds: together, left, unnamed: 0 };
}

function latestFirst(disks: readonly Disk[]): Disk[] {
  const key = (disk: Disk) => `${disk.createdAt ?? ''} ${disk.id}`;
  return [...disks].sort((a, b) => (key(a) > key(b) ? -1 : 1));
}
