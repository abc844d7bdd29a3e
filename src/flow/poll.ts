import type { Watched } from '../cloud/watch.ts';
import type { DrError } from '../errors.ts';
import { type RecoveryPicture, type RecoveryResource, recoveryPicture } from '../recovery/phase.ts';
import { isMoving } from '../recovery/phase-resources.ts';
import { singleSnapshots } from '../recovery/phase-snapshots.ts';
import type { ToolContext } from '../tool.ts';
import { rememberSeen } from './made.ts';
import { progressOf } from './point.ts';
import { awaited, KINDS, type Kind, type RecoveryReading, readAgain, readRecovery } from './recovery.ts';
import { withUnseenInstance } from './unseen-instance.ts';
import { NEVER_QUICK, watchUntil } from './waiting.ts';

/** A poll that comes later than this (ms) begins a new series, and so does one this long after its beginning. */
const POLL_GAP_MS = 45_000;
const POLL_SERIES_MS = 300_000;

/** What a look has told. */
interface Seen {
  reading: RecoveryReading;
  picture: RecoveryPicture;
  /** The kinds it asked for; the others are as an earlier look told them. */
  asked: readonly Kind[];
  /** The kinds that are waited for. */
  awaited: readonly Kind[];
}

/** What an earlier poll of a series leaves to the next. */
interface Left {
  watched: Watched<Seen>;
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
  /** The API has not answered since the picture was seen (ms of the clock), and why. */
  silence?: { since: number; error: DrError };
}

/**
 * Watches a recovery until nothing is waited for, or until this call's wait is over. Polls that follow each other go on
 * where the last one stopped: what does not decide is not asked for again, the next look keeps its time.
 */
export async function pollRecovery(context: ToolContext, regionId: string, zoneSafe: boolean): Promise<Poll> {
  const { clock, memory, recoveryId, say } = context;
  const series = `poll ${regionId} ${recoveryId} ${zoneSafe}`;
  const before = leftBy(context, series);
  const watched = await watchUntil(
    context,
    async (of, last: Seen | undefined) => {
      const told = async (reading: RecoveryReading, asked: readonly Kind[]): Promise<Seen> => {
        rememberSeen(
          of,
          KINDS.flatMap((kind): { id: string }[] => reading[kind]),
        );
        const seen = tell(recoveryId, reading, asked, zoneSafe);
        const { picture, unseen } = await withUnseenInstance(of, regionId, reading, seen.picture);
        return { ...seen, picture, awaited: unseen ? withInstances(seen.awaited, zoneSafe) : seen.awaited };
      };
      if (!last) return told(await readRecovery(of, regionId), KINDS);
      const now = await told(await readAgain(of, regionId, last.reading, last.awaited), last.awaited);
      if (now.picture.pending && last.awaited.length > 0) return now;
      // The end is told, and the next step chosen, from everything as it is now.
      const rest = KINDS.filter((kind) => !last.awaited.includes(kind));
      return told(await readAgain(of, regionId, now.reading, rest), KINDS);
    },
    ({ picture }) => !picture.pending,
    (seen) => ({ ...progressOfAwaited(seen, zoneSafe), message: say`${recoveryId}: ${seen.picture.phase}` }),
    { ...NEVER_QUICK, before: before?.watched },
  );
  const { value, trouble, seenAt } = watched;
  const { picture, reading } = value;
  memory.delete(series);
  if (picture.pending) memory.set(series, { watched, readAt: before?.readAt ?? clock.now() });
  const resources = picture.resources.filter((r) => !before || value.asked.includes(KIND_OF[r.kind]));
  return {
    picture,
    reading,
    resources,
    moving: picture.resources.filter((r) => value.awaited.includes(KIND_OF[r.kind]) && isMoving(r)),
    partial: resources.length < picture.resources.length,
    ...(trouble && { silence: { since: seenAt, error: trouble } }),
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

/** An instance that was made and is not shown yet is waited for like one that starts. */
function withInstances(kinds: readonly Kind[], zoneSafe: boolean): Kind[] {
  const others = kinds.filter((kind) => kind !== 'instances');
  return ['instances', ...others.filter((kind) => zoneSafe || (kind !== 'groups' && kind !== 'snapshots'))];
}

/** Everything is asked for anew when a poll comes late, and every few minutes anyway. */
function leftBy({ memory, clock }: ToolContext, series: string): Left | undefined {
  const left = memory.get(series) as Left | undefined;
  const last = left?.watched.looks.at(-1)?.at ?? 0;
  return left && clock.now() - last < POLL_GAP_MS && clock.now() - left.readAt < POLL_SERIES_MS ? left : undefined;
}

function tell(recoveryId: string, reading: RecoveryReading, asked: readonly Kind[], zoneSafe: boolean): Seen {
  const picture = recoveryPicture({ recoveryId, ...reading });
  const unsafe = zoneSafe && !picture.failed && !isZoneSafe(reading);
  return {
    reading,
    picture: unsafe ? { ...picture, pending: true } : picture,
    asked,
    awaited: awaited(reading, zoneSafe),
  };
}

/**
 * The slowest of what is waited for; the rest is not asked for and would tell an old percentage. A group is waited for
 * until it is accomplished, and its members tell nothing of that: they are at 100 % long after it.
 */
function progressOfAwaited({ reading, picture, awaited: kinds }: Seen, zoneSafe: boolean) {
  const percents = picture.resources.flatMap((r) => {
    const tells = isMoving(r) && kinds.includes(KIND_OF[r.kind]) && (zoneSafe || r.kind !== 'snapshot-group');
    return tells && r.percent !== undefined && r.percent < 100 ? [r.percent] : [];
  });
  const snapshots = zoneSafe ? reading.snapshots : singleSnapshots(reading);
  const { remainSeconds } = progressOf(kinds.includes('snapshots') ? snapshots : []);
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
