import type { RecoveryPoint } from './points.ts';

/** A consistent point is preferred to an inconsistent one that is at most this much younger. */
const CONSISTENCY_WORTH_SECONDS = 24 * 3600;
/** Of points with the same data, the one that needs fewer steps. */
const KINDS = ['image', 'snapshot-group', 'snapshots', 'snapshot'];

/**
 * Best first. What an instance can start from goes before what is only for single disks, however young: a newer snapshot
 * of one data disk brings nothing back. Then what lacks least, and only then what is zone-safe, young and consistent.
 */
export function byWorth(a: RecoveryPoint, b: RecoveryPoint): number {
  return (
    Number(b.usable) - Number(a.usable) ||
    Number(startsInstance(b)) - Number(startsInstance(a)) ||
    Number(b.complete) - Number(a.complete) ||
    // Never the one to start from while another will do.
    Number(a.unproven === true) - Number(b.unproven === true) ||
    a.missingDisks.length - b.missingDisks.length ||
    Number(b.zoneSafe) - Number(a.zoneSafe) ||
    effectiveAge(a) - effectiveAge(b) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    (a.id < b.id ? -1 : 1)
  );
}

function effectiveAge(point: RecoveryPoint): number {
  return point.consistent ? point.ageSeconds - CONSISTENCY_WORTH_SECONDS : point.ageSeconds;
}

const startsInstance = (point: RecoveryPoint): boolean => point.disksOnly !== true;

/** The point to start an instance from now; undefined when none can be. */
export function bestPoint(points: readonly RecoveryPoint[]): RecoveryPoint | undefined {
  return points.find((point) => point.usable && startsInstance(point));
}

/** The youngest that is for single disks only, where it holds something newer than the best point does. */
export function newerForDisks(points: readonly RecoveryPoint[]): RecoveryPoint | undefined {
  const age = bestPoint(points)?.ageSeconds ?? Number.POSITIVE_INFINITY;
  return points
    .filter((point) => point.usable && point.disksOnly && point.ageSeconds < age)
    .sort((a, b) => a.ageSeconds - b.ageSeconds)[0];
}

/** As many as are worth listing, best first; the best of each kind is always among them, so that none is gone unseen. */
export function listedPoints(points: readonly RecoveryPoint[], most: number): RecoveryPoint[] {
  const kindOf = (point: RecoveryPoint) => `${point.kind} ${startsInstance(point)}`;
  const firsts = new Map([...points].reverse().map((point) => [kindOf(point), point]));
  const bestOfEach = points.filter((point) => firsts.get(kindOf(point)) === point);
  const listed = new Set([...new Set([...bestOfEach, ...points])].slice(0, most));
  return points.filter((point) => listed.has(point));
}
