import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Disk, Snapshot } from '../../src/recovery/estate.ts';
import { snapshotSets } from '../../src/recovery/point-sets.ts';
import { aDataDisk, aDisk, aSnapshot } from './make.ts';

const root = aDisk();
const [b, c, d] = [aDataDisk('b'), aDataDisk('c'), aDataDisk('d')];
const disks = [root, b, c, d];

/** Taken so many minutes after midnight. */
function snapAt(minutes: number, disk: Disk, over: Partial<Snapshot> = {}): Snapshot {
  const createdAt = `${new Date(Date.UTC(2026, 10, 20) + minutes * 60_000).toISOString().slice(0, 19)}Z`;
  return aSnapshot(disk, { id: `${disk.id}@${minutes}`, createdAt, ...over });
}

const ids = (snapshots: Snapshot[], of: Disk[] = disks) =>
  snapshotSets(snapshots, of)
    .map((set) => set.map((snapshot) => snapshot.id))
    .sort();

describe('snapshots of one night of which a disk has none', () => {
  it('are a set of the others all the same, the system disk’s first', () => {
    expect(ids([snapAt(3, b), snapAt(0, root), snapAt(5, c)])).toEqual([['d-sys@0', 'd-b@3', 'd-c@5']]);
  });

  it('are one set for every night', () => {
    const nights = [0, 1440, 2880].flatMap((night) => [snapAt(night, root), snapAt(night + 4, b)]);
    expect(ids(nights)).toEqual([
      ['d-sys@0', 'd-b@4'],
      ['d-sys@1440', 'd-b@1444'],
      ['d-sys@2880', 'd-b@2884'],
    ]);
  });

  it('stay alone where the system disk’s is not among them: nothing would start', () => {
    expect(ids([snapAt(0, b), snapAt(0, c), snapAt(61, root)])).toEqual([['d-b@0'], ['d-c@0'], ['d-sys@61']]);
    expect(ids([snapAt(0, aDisk({ id: 'd-former' })), snapAt(0, b)])).toEqual([['d-b@0'], ['d-former@0']]);
  });

  it('are the set with most disks that the system disk’s can be in, never more than an hour long', () => {
    const taken = [snapAt(0, b), snapAt(10, c), snapAt(50, root), snapAt(75, d)];
    expect(ids(taken)).toEqual([['d-d@75'], ['d-sys@50', 'd-b@0', 'd-c@10']]);
  });

  it('take none from a set that holds all disks', () => {
    const all = [snapAt(0, root), snapAt(10, b), snapAt(20, c)];
    const later = [snapAt(90, root), snapAt(95, b)];
    expect(ids([...later, ...all], [root, b, c])).toEqual([
      ['d-sys@0', 'd-b@10', 'd-c@20'],
      ['d-sys@90', 'd-b@95'],
    ]);
  });

  it('leave a failed one out, which would make the good ones unusable', () => {
    const failed = { status: 'failed', progress: 0, available: false };
    expect(ids([snapAt(0, root), snapAt(1, b), snapAt(2, c, failed)])).toEqual([['d-c@2'], ['d-sys@0', 'd-b@1']]);
    expect(ids([snapAt(0, root), snapAt(1, b), snapAt(30, b, failed)], [root, b])).toEqual([
      ['d-b@30'],
      ['d-sys@0', 'd-b@1'],
    ]);
  });
});

describe('whatever was taken when', () => {
  const anyTaken = fc
    .uniqueArray(fc.tuple(fc.nat(600), fc.nat(3), fc.boolean()), {
      selector: ([minutes, disk]) => `${minutes} ${disk}`,
      maxLength: 40,
    })
    .map((all) =>
      all.map(([minutes, n, failed]) =>
        snapAt(minutes, disks[n] ?? root, failed && minutes % 5 === 0 ? { status: 'failed' } : {}),
      ),
    );
  const time = (snapshot: Snapshot) => Date.parse(snapshot.createdAt ?? '');

  it('every snapshot is in exactly one set, each set has one of a disk, within an hour, and can start an instance', () => {
    fc.assert(
      fc.property(anyTaken, (taken) => {
        const sets = snapshotSets(taken, disks);
        expect(sets.flat().map((s) => s.id)).toHaveLength(taken.length);
        expect(new Set(sets.flat())).toEqual(new Set(taken));
        for (const set of sets) {
          expect(new Set(set.map((s) => s.sourceDiskId)).size).toBe(set.length);
          expect(Math.max(...set.map(time)) - Math.min(...set.map(time))).toBeLessThanOrEqual(3_600_000);
          expect(set.length === 1 || set[0]?.sourceDiskId === root.id).toBe(true);
          expect(new Set(set.map((s) => s.status === 'failed')).size).toBe(1);
        }
      }),
    );
  });

  it('the order in which the cloud lists them changes nothing', () => {
    fc.assert(
      fc.property(anyTaken, (taken) => {
        expect(ids([...taken].reverse())).toEqual(ids(taken));
      }),
    );
  });

  it('a new disk without snapshots takes no set apart', () => {
    const fresh = aDataDisk('z');
    fc.assert(
      fc.property(anyTaken, (taken) => {
        const whole = snapshotSets(taken, disks).filter((set) => set.length === disks.length);
        const now = snapshotSets(taken, [...disks, fresh]);
        const starts = (sets: Snapshot[][]) => sets.filter((set) => set.length > 1).length;
        expect(starts(now)).toBeGreaterThanOrEqual(whole.length > 0 ? 1 : 0);
        // The newest moment that an instance with all its old disks can go back to is not lost.
        if (whole.length > 0) expect(Math.max(...now.map((set) => set.length))).toBe(disks.length);
      }),
    );
  });

  it('thousands of them keep nobody waiting', () => {
    const many = (count: number, apartMinutes: number, of: Disk[]) =>
      Array.from({ length: count }, (_, i) => snapAt(i * apartMinutes, of[i % of.length] ?? root));
    const five = [root, b, c, ...[...'de'].map((letter) => aDataDisk(letter))];
    // The last disk has none, so that no set is complete.
    const time = (snapshots: Snapshot[]) => {
      const started = performance.now();
      expect(snapshotSets(snapshots, five).flat()).toHaveLength(snapshots.length);
      return performance.now() - started;
    };
    const usual = Math.max(time(many(200, 60, five.slice(0, 4))), 1);
    expect(time(many(4_000, 0.2, five.slice(0, 4)))).toBeLessThan(200 * usual);
    expect(time(many(4_000, 20, five.slice(0, 4)))).toBeLessThan(200 * usual);
  });
});
