import { compareText } from './disks.ts';
import type { Disk, Snapshot } from './estate.ts';
import { RECOVERY_TAG, tagValue } from './tags.ts';

/** Snapshots that a policy takes of all disks "at once" are this close together. */
const NEAR_MS = 3_600_000;

/**
 * Snapshots taken one by one, brought together: those of one recovery, and those taken near each other, where they
 * cover all disks. Every snapshot is in exactly one set; what covers nothing together stays alone. System disk first.
 */
export function snapshotSets(snapshots: readonly Snapshot[], disks: readonly Disk[]): Snapshot[][] {
  const newestFirst = [...snapshots].sort(
    (a, b) => compareText(b.createdAt ?? '~', a.createdAt ?? '~') || compareText(a.id, b.id),
  );
  const sets: Snapshot[][] = [];
  const used = new Set<string>();
  const take = (set: Snapshot[]) => {
    sets.push([...set].sort(systemFirst));
    for (const snapshot of set) used.add(snapshot.id);
  };
  for (const set of groupByRecovery(newestFirst)) if (set.length > 1) take(set);
  for (const snapshot of newestFirst) {
    if (used.has(snapshot.id)) continue;
    take(
      completeSetFrom(
        snapshot,
        newestFirst.filter((other) => !used.has(other.id)),
        disks,
      ) ?? [snapshot],
    );
  }
  return sets;
}

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

/** The newest snapshot of every disk within reach of this one; undefined when a disk has none there. */
function completeSetFrom(start: Snapshot, free: readonly Snapshot[], disks: readonly Disk[]): Snapshot[] | undefined {
  const set: Snapshot[] = [];
  for (const disk of disks) {
    const near = free.find((other) => other.sourceDiskId === disk.id && isNear(start, other));
    if (near === undefined) return undefined;
    set.push(near);
  }
  return set.includes(start) ? set : undefined;
}

function isNear(a: Snapshot, b: Snapshot): boolean {
  if (a === b) return true;
  return Math.abs(Date.parse(a.createdAt ?? '') - Date.parse(b.createdAt ?? '')) <= NEAR_MS;
}

function systemFirst(a: Snapshot, b: Snapshot): number {
  const rank = (snapshot: Snapshot) => (snapshot.sourceDiskType === 'system' ? 0 : 1);
  return rank(a) - rank(b) || compareText(a.sourceDiskId, b.sourceDiskId);
}
