import { compareText } from './disks.ts';
import type { Disk, Snapshot } from './estate.ts';
import { isSnapshotReady } from './phase-snapshots.ts';
import { RECOVERY_TAG, tagValue } from './tags.ts';

/** Snapshots that a policy takes of all disks "at once" are this close together. */
const NEAR_MS = 3_600_000;

/**
 * Snapshots taken one by one, brought together: those of one recovery, and those taken near each other. These cover all
 * disks, or as many as there are at that time beside the system disk: one disk that is new, or under no policy, must not
 * spoil what an instance can start from. Every snapshot is in exactly one set; what is near no system disk's stays alone.
 * System disk first.
 */
export function snapshotSets(snapshots: readonly Snapshot[], disks: readonly Disk[]): Snapshot[][] {
  const newestFirst = [...snapshots].sort(
    (a, b) => compareText(b.createdAt ?? '~', a.createdAt ?? '~') || compareText(a.id, b.id),
  );
  // A failed one would make a set of good ones unusable.
  const failed = newestFirst.filter(isFailed);
  const good = newestFirst.filter((snapshot) => !isFailed(snapshot));
  const [some, more] = thinned(good);
  return [...setsOf(some, disks), ...[...more, ...failed].map((snapshot) => [snapshot])];
}

/** So many snapshots of a disk within an hour are enough to choose from. */
const MOST_AT_A_TIME = 3;

/** Those that sets are made of, and the rest, which stand alone: thousands of them must not keep anybody waiting. */
function thinned(newestFirst: readonly Snapshot[]): [Snapshot[], Snapshot[]] {
  const kept = new Map<string, Snapshot[]>();
  const isOne = new Map<Snapshot, boolean>();
  for (const snapshot of newestFirst) {
    const ofDisk = kept.get(snapshot.sourceDiskId) ?? [];
    const before = ofDisk.at(-MOST_AT_A_TIME);
    const keep = isOurs(snapshot) || before === undefined || !isSameTime(before, snapshot);
    isOne.set(snapshot, keep);
    if (keep) kept.set(snapshot.sourceDiskId, [...ofDisk.slice(1 - MOST_AT_A_TIME), snapshot]);
  }
  return [newestFirst.filter((one) => isOne.get(one)), newestFirst.filter((one) => !isOne.get(one))];
}

const isOurs = ({ tags }: Snapshot): boolean => tagValue(tags, RECOVERY_TAG) !== undefined;

const isFailed = (snapshot: Snapshot): boolean => snapshot.status === 'failed';

function setsOf(newestFirst: readonly Snapshot[], disks: readonly Disk[]): Snapshot[][] {
  const sets: Snapshot[][] = [];
  const used = new Set<string>();
  const take = (set: Snapshot[]) => {
    sets.push([...set].sort(systemFirst));
    for (const snapshot of set) used.add(snapshot.id);
  };
  const isFree = (snapshot: Snapshot) => !used.has(snapshot.id);
  const placeOf = new Map(newestFirst.map((snapshot, place) => [snapshot, place]));
  const after = (newest: Snapshot) => within(newestFirst, placeOf.get(newest) ?? 0, 1);
  const before = (oldest: Snapshot) => within(newestFirst, placeOf.get(oldest) ?? 0, -1);
  const setFrom = (newest: Snapshot) => newestPerDisk(after(newest).filter(isFree), disks);
  for (const set of groupByRecovery(newestFirst)) if (set.length > 1) take(set);
  for (const snapshot of newestFirst.filter(isFree)) {
    const set = isFree(snapshot) ? setFrom(snapshot) : [];
    if (set.length === disks.length && set.includes(snapshot)) take(set);
  }
  // Only of what no complete set needs; and a smaller one takes nothing from a larger one, however much newer it is.
  const largestWith = (system: Snapshot): Snapshot[] => {
    const around = before(system).filter(isFree).reverse().map(setFrom);
    return largest([[system], ...around.filter((set) => set.includes(system))]);
  };
  let left = newestFirst
    .filter((snapshot) => isFree(snapshot) && isOfSystem(snapshot, disks))
    .map((system) => ({ system, set: largestWith(system) }));
  while (left.length > 0) {
    const most = largest(left.map(({ set }) => set));
    take(most);
    left = left
      .filter(({ system }) => isFree(system))
      .map((one) => (one.set.every(isFree) ? one : { ...one, set: largestWith(one.system) }));
  }
  for (const snapshot of newestFirst.filter(isFree)) take([snapshot]);
  return sets;
}

/** From this place on, in this direction, as far as they were taken in one go with the one that is there. */
function within(ordered: readonly Snapshot[], start: number, step: 1 | -1): Snapshot[] {
  const near: Snapshot[] = [];
  const first = ordered[start];
  for (let place = start; ; place += step) {
    const one = ordered[place];
    if (first === undefined || one === undefined || !isSameTime(first, one)) return near;
    near.push(one);
  }
}

function newestPerDisk(newestFirst: readonly Snapshot[], disks: readonly Disk[]): Snapshot[] {
  return disks.flatMap((disk) => newestFirst.find((snapshot) => snapshot.sourceDiskId === disk.id) ?? []);
}

/** The first of those with most disks. */
function largest(sets: readonly Snapshot[][]): Snapshot[] {
  return sets.reduce((most, set) => (set.length > most.length ? set : most));
}

const isOfSystem = (snapshot: Snapshot, disks: readonly Disk[]): boolean =>
  disks.some((disk) => disk.type === 'system' && disk.id === snapshot.sourceDiskId);

function groupByRecovery(snapshots: readonly Snapshot[]): Snapshot[][] {
  const sets = new Map<string, Map<string, Snapshot>>();
  for (const snapshot of snapshots) {
    const recoveryId = tagValue(snapshot.tags, RECOVERY_TAG);
    if (recoveryId === undefined) continue;
    const set = sets.get(recoveryId) ?? new Map<string, Snapshot>();
    if (!set.has(snapshot.sourceDiskId)) set.set(snapshot.sourceDiskId, snapshot);
    sets.set(recoveryId, set);
  }
  return [...sets.values()].map((set) => [...set.values()]);
}

/** Of all these, the ready ones that were taken at about the same time as each of the point's, newest first. */
export function takenBeside(all: readonly Snapshot[], point: readonly Snapshot[]): Snapshot[] {
  return all
    .filter((one) => isSnapshotReady(one) && point.every((member) => isSameTime(one, member)))
    .sort((a, b) => compareText(b.createdAt ?? '', a.createdAt ?? ''));
}

/** Near enough to have been taken in one go. */
function isSameTime(a: Snapshot, b: Snapshot): boolean {
  if (a === b) return true;
  return Math.abs(Date.parse(a.createdAt ?? '') - Date.parse(b.createdAt ?? '')) <= NEAR_MS;
}

function systemFirst(a: Snapshot, b: Snapshot): number {
  const rank = (snapshot: Snapshot) => (snapshot.sourceDiskType === 'system' ? 0 : 1);
  return rank(a) - rank(b) || compareText(a.sourceDiskId, b.sourceDiskId);
}
