import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestPoint, byWorth, listedPoints, newerForDisks } from '../../src/recovery/point-order.ts';
import type { RecoveryPoint } from '../../src/recovery/points.ts';

const KINDS = ['image', 'snapshot-group', 'snapshots', 'snapshot'] as const;

function aPoint(over: Partial<RecoveryPoint> = {}): RecoveryPoint {
  return {
    kind: 'snapshot-group',
    id: 'ssg-1',
    snapshotIds: [],
    complete: false,
    consistent: true,
    zoneSafe: true,
    createdAt: '2026-11-20T03:00:00Z',
    ageSeconds: 1000,
    usable: true,
    missingDisks: ['/dev/xvdc'],
    ...over,
  };
}

const diskOnly = (id: string, over: Partial<RecoveryPoint> = {}) =>
  aPoint({ kind: 'snapshot', id, disksOnly: true, missingDisks: ['/dev/xvda', '/dev/xvdc'], ...over });
const sorted = (...points: RecoveryPoint[]) => points.sort(byWorth).map((p) => p.id);

describe('the best point', () => {
  it('is one that an instance can start from, however much younger a data disk’s snapshots are', () => {
    const old = aPoint({ id: 'ssg-old', ageSeconds: 9_000_000 });
    const young = [1, 2, 3].map((n) => diskOnly(`s-${n}`, { ageSeconds: n }));
    expect(sorted(...young, old)).toEqual(['ssg-old', 's-1', 's-2', 's-3']);
    expect(bestPoint([...young, old])).toBe(old);
    expect(bestPoint(young)).toBeUndefined();
  });

  it('lacks as few disks as there is one that does, then is zone-safe, then young', () => {
    const two = aPoint({ id: 'two', missingDisks: ['/dev/xvdb', '/dev/xvdc'], ageSeconds: 1 });
    const unsafe = aPoint({ id: 'unsafe', zoneSafe: false, ageSeconds: 2 });
    const older = aPoint({ id: 'older', ageSeconds: 3000 });
    const whole = aPoint({ id: 'whole', complete: true, missingDisks: [], ageSeconds: 9000 });
    expect(sorted(two, unsafe, older, aPoint(), whole)).toEqual(['whole', 'ssg-1', 'older', 'unsafe', 'two']);
  });

  it('is not one of unknown origin while another will do', () => {
    const unknown = aPoint({ kind: 'image', id: 'm-1', unproven: true, missingDisks: [] });
    expect(sorted(unknown, aPoint())).toEqual(['ssg-1', 'm-1']);
    expect(bestPoint([unknown])).toBe(unknown);
  });
});

describe('what is for single disks only', () => {
  it('is told beside the best point where it is younger', () => {
    const points = [aPoint({ ageSeconds: 500 }), diskOnly('s-old', { ageSeconds: 501 })];
    expect(newerForDisks(points)).toBeUndefined();
    expect(
      newerForDisks([...points, diskOnly('s-2', { ageSeconds: 20 }), diskOnly('s-1', { ageSeconds: 10 })])?.id,
    ).toBe('s-1');
    expect(newerForDisks([diskOnly('s-0', { usable: false, ageSeconds: 1 })])).toBeUndefined();
  });

  it('is told where there is nothing else', () => {
    expect(newerForDisks([diskOnly('s-1')])?.id).toBe('s-1');
  });
});

describe('a list that is cut', () => {
  const anyPoint = fc
    .record({
      kind: fc.constantFrom(...KINDS),
      usable: fc.boolean(),
      complete: fc.boolean(),
      disksOnly: fc.boolean(),
      ageSeconds: fc.nat(1_000_000),
      consistent: fc.boolean(),
    })
    .map(({ disksOnly, kind, ...of }) =>
      aPoint({ ...of, kind, missingDisks: [], ...(disksOnly && kind !== 'image' && { disksOnly }) }),
    );
  const anyPoints = fc
    .array(anyPoint, { maxLength: 60 })
    .map((all) => all.map((point, i) => ({ ...point, id: `p-${i}` })).sort(byWorth));
  const kinds = (points: RecoveryPoint[]) => new Set(points.map((p) => `${p.kind} ${p.disksOnly}`));

  it('keeps the best of every kind and the best of all, in their order, and is no longer than it may be', () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        const listed = listedPoints(points, 8);
        expect(listed).toHaveLength(Math.min(8, points.length));
        expect(listed).toEqual(points.filter((p) => listed.includes(p)));
        expect(kinds(listed)).toEqual(kinds(points));
        expect(listed[0]).toBe(points[0]);
        expect(bestPoint(listed)).toBe(bestPoint(points));
      }),
    );
  });
});
