import type { Watched } from '../cloud/watch.ts';
import { type RecoveryPicture, type RecoveryResource, recoveryPicture } from '../recovery/phase.ts';
import { isMoving } from '../recovery/phase-resources.ts';
import { singleSnapshots } from '../recovery/phase-snapshots.ts';
import type { ToolContext } from '../tool.ts';
import { progressOf } from './point.ts';
import { allBut, awaited, type Kind, type RecoveryReading, readAgain, readRecovery } from './recovery.ts';
import { NEVER_QUICK, watchUntil } from './waiting.ts';

/** A poll that comes later than this (ms) begins a new series, and so does one this long after its beginning. */
const POLL_GAP_MS = 45_000;
const POLL_SERIES_MS = 300_000;

/** What an earlier poll of a series leaves to the next. */
interface Left {
  reading: RecoveryReading;
  watched: Watched<RecoveryPicture>;
  /** When all kinds were asked for. */
  readAt: number;
}

export interface Poll {
  picture: RecoveryPicture;
  reading: RecoveryReading;
  /** What this poll asked for: everything at the start and at the end of a series, between them what is waited for. */
  resources: RecoveryResource[];
  /** Of these, what is waited for and still moves. */
  moving: RecoveryResource[];
  /** Resources are left out that this poll did not ask for. */
  partial: boolean;
}

/**
 * Watches a recovery until nothing is waited for, or until this call's wait is over. Polls that follow each other go on
 * where the last one stopped: what does not decide is not asked for again, the next look keeps its time.
 */
export async function pollRecovery(context: ToolContext, regionId: string, zoneSafe: boolean): Promise<Poll> {
  const { clock, memory, recoveryId, say } = context;
  const series = `poll ${regionId} ${recoveryId} ${zoneSafe}`;
  const before = leftBy(context, series);
  let reading = before?.reading;
  let asked: ReadonlySet<Kind> | undefined;
  const pictureOf = (now: RecoveryReading): RecoveryPicture => {
    const picture = recoveryPicture({ recoveryId, ...now });
    return zoneSafe && !picture.failed && !isZoneSafe(now) ? { ...picture, pending: true } : picture;
  };
  const watched = await watchUntil(
    context,
    async () => {
      if (!reading) {
        reading = await readRecovery(context, regionId);
        return pictureOf(reading);
      }
      asked = awaited(reading, zoneSafe);
      reading = await readAgain(context, regionId, reading, asked);
      const picture = pictureOf(reading);
      if (picture.pending && asked.size > 0) return picture;
      // The end is told, and the next step chosen, from everything as it is now.
      reading = await readAgain(context, regionId, reading, allBut(asked));
      asked = undefined;
      return pictureOf(reading);
    },
    (picture) => !picture.pending,
    (picture) => ({
      ...(reading && progressOfAwaited(reading, picture, zoneSafe)),
      message: say`${recoveryId}: ${picture.phase}`,
    }),
    { ...NEVER_QUICK, before: context.waitUntil > clock.now() ? before?.watched : undefined },
  );
  const { value: picture } = watched;
  reading ??= await readRecovery(context, regionId);
  memory.delete(series);
  if (picture.pending) memory.set(series, { reading, watched, readAt: before?.readAt ?? clock.now() });
  const kinds = awaited(reading, zoneSafe);
  const resources = picture.resources.filter((r) => !before || !asked || asked.has(KIND_OF[r.kind]));
  return {
    picture,
    reading,
    resources,
    moving: picture.resources.filter((r) => kinds.has(KIND_OF[r.kind]) && isMoving(r)),
    partial: resources.length < picture.resources.length,
  };
}

const KIND_OF: Record<RecoveryResource['kind'], Kind> = {
  'snapshot-group': 'groups',
  snapshot: 'snapshots',
  image: 'images',
  vswitch: 'vSwitches',
  instance: 'instances',
  disk: 'disks',
};

/** Everything is asked for anew when a poll comes late, and every few minutes anyway. */
function leftBy({ memory, clock }: ToolContext, series: string): Left | undefined {
  const left = memory.get(series) as Left | undefined;
  const last = left?.watched.looks.at(-1)?.at ?? 0;
  return left && clock.now() - last < POLL_GAP_MS && clock.now() - left.readAt < POLL_SERIES_MS ? left : undefined;
}

/**
 * The slowest of what is waited for; the rest is not asked for and would tell an old percentage. A group is waited for
 * until it is accomplished, and its members tell nothing of that: they are at 100 % long after it.
 */
function progressOfAwaited(reading: RecoveryReading, { resources }: RecoveryPicture, zoneSafe: boolean) {
  const kinds = awaited(reading, zoneSafe);
  const percents = resources.flatMap((r) => {
    const tells = isMoving(r) && kinds.has(KIND_OF[r.kind]) && (zoneSafe || r.kind !== 'snapshot-group');
    return tells && r.percent !== undefined && r.percent < 100 ? [r.percent] : [];
  });
  const snapshots = zoneSafe ? reading.snapshots : singleSnapshots(reading);
  const { remainSeconds } = progressOf(kinds.has('snapshots') ? snapshots : []);
  return { percent: percents.length > 0 ? Math.min(...percents) : undefined, remainSeconds };
}

function isZoneSafe({ groups, snapshots }: RecoveryReading): boolean {
  // What a failed group had begun is never finished, and members tell no status of their own: nobody waits for these.
  const dead = new Set([
    ...groups.flatMap((g) => (g.status === 'failed' ? g.snapshots.map((s) => s.id) : [])),
    ...snapshots.flatMap((s) => (s.status === 'failed' ? [s.id] : [])),
  ]);
  const members = groups.flatMap((g) => g.snapshots);
  return [...snapshots, ...members].every((s) => s.progress >= 100 || dead.has(s.id));
}
