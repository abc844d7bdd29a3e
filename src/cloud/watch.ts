import type { Clock } from '../clock.ts';
import { DrError } from '../errors.ts';
import { cancelled } from './cancelled.ts';

/** What a look tells about the end, as far as it does. */
export interface Estimate {
  /** 0 to 100. */
  percent?: number;
  remainSeconds?: number;
}

export interface Looked extends Estimate {
  at: number;
}

/** The first look comes within 200 ms of the start. */
export const FIRST_LOOK_MS = 150;
const FIRST_INTERVAL_MS = 1_000;
const GROWTH = 1.3;
/** No look is ever further away, whatever the projection says. */
export const FURTHEST_MS = 15_000;
/** Nor nearer, once the projected end is here: looks cost calls. */
const NEAREST_MS = 500;
/** Where nothing is told a look may come late: by this at most, or by this share of what has been waited for already. */
const LATE_MS = 5_000;
const LATE_SHARE = 0.1;
/** Looking a little after the projected end finds it done more often than looking at it. */
const SLACK_MS = 250;

/**
 * When to look next, in clock ms. Gently growing intervals; as soon as the looks tell a remaining time or a rate of
 * progress, at the projected end. At the deadline where that comes first; undefined where it does and nothing new is
 * to be seen there, because the looks tell an end beyond it and the next one belongs to whoever watches on.
 *
 * @param looks what was seen so far, oldest first; at least one
 */
export function nextLook(looks: readonly Looked[], until: number, pace: Pace = {}): number | undefined {
  const { firstIntervalMs = FIRST_INTERVAL_MS } = pace;
  const last = looks.at(-1);
  if (!last) return until;
  const waited = last.at - (looks[0]?.at ?? last.at);
  const longest = Math.max(LATE_MS, waited * LATE_SHARE);
  const grown = Math.min(firstIntervalMs * GROWTH ** (unchanged(looks, last) - 1), longest);
  const remaining = projected(looks, last);
  // Work that stands still has no rate: what it had told is not believed for ever.
  const nearest = unchanged(looks, last) > 1 ? grown : NEAREST_MS;
  const interval = remaining === undefined ? grown : Math.max(nearest, remaining + SLACK_MS);
  const next = last.at + Math.min(interval, FURTHEST_MS);
  if (next <= until) return next;
  return remaining !== undefined && last.at + remaining > until ? undefined : Math.max(until, last.at);
}

/** Looks in a row that showed the same progress: news makes the intervals short again (100 %, but not done yet). */
function unchanged(looks: readonly Looked[], last: Looked): number {
  const news = looks.findLastIndex((l) => l.percent !== last.percent);
  return looks.length - 1 - news;
}

/** Milliseconds from the last look to the end as it now appears; undefined where the looks do not tell. */
function projected(looks: readonly Looked[], last: Looked): number | undefined {
  if (last.remainSeconds !== undefined && last.remainSeconds > 0) return last.remainSeconds * 1_000;
  if (last.percent === undefined || last.percent >= 100) return undefined;
  const first = looks.find((l) => l.percent !== undefined);
  if (first?.percent === undefined || last.percent <= first.percent || last.at <= first.at) return undefined;
  const perMs = (last.percent - first.percent) / (last.at - first.at);
  return (100 - last.percent) / perMs;
}

/** How looks begin where nothing is told. */
export interface Pace {
  /** The first interval, longer for work that is never quick. */
  firstIntervalMs?: number | undefined;
}

export interface WatchOptions<T> extends Pace {
  clock: Clock;
  signal?: AbortSignal | undefined;
  /** Clock ms at which this wait is over. */
  until: number;
  /** Given what was seen last. */
  look: (seen: T | undefined) => Promise<T>;
  done: (value: T) => boolean;
  estimate?: (value: T) => Estimate;
  /** An earlier watch of the same work, a moment ago: its looks count, and the first one of this watch waits its turn. */
  before?: Watched<T> | undefined;
}

export interface Watched<T> {
  finished: boolean;
  value: T;
  /** Clock ms at which it was seen. */
  seenAt: number;
  /** Why the looks since then have told nothing. */
  trouble?: DrError;
  looks: readonly Looked[];
}

/**
 * Looks until it is done, the deadline has come or the signal is aborted: then `finished` is false and the value is the
 * last one seen. At least one look is always made. A look that fails with a retryable error is no news; when no look at
 * all succeeded, its error is thrown.
 */
export async function watch<T>(options: WatchOptions<T>): Promise<Watched<T>> {
  const { clock, signal, until, look, done, estimate, before } = options;
  const pace: Pace = options;
  const looks: Looked[] = [...(before?.looks ?? [])];
  let seen: Pick<Watched<T>, 'value' | 'seenAt'> | undefined = before;
  let trouble: DrError | undefined;
  const first = before ? (nextLook(looks, until, pace) ?? until) - clock.now() : FIRST_LOOK_MS;
  await clock.sleep(Math.max(0, Math.min(first, until - clock.now())), signal);
  while (!signal?.aborted) {
    try {
      const value = await look(seen?.value);
      seen = { value, seenAt: clock.now() };
      trouble = undefined;
      if (done(value)) return { finished: true, ...seen, looks };
      looks.push({ at: seen.seenAt, ...estimate?.(value) });
    } catch (error) {
      if (!(error instanceof DrError) || !error.details.retryable) throw error;
      trouble = error;
      looks.push({ at: clock.now() });
    }
    if (clock.now() >= until) break;
    const next = nextLook(looks, until, pace);
    await clock.sleep(Math.max(0, (next ?? until) - clock.now()), signal);
    if (next === undefined) break;
  }
  if (seen) return { finished: false, value: seen.value, seenAt: seen.seenAt, ...(trouble && { trouble }), looks };
  throw signal?.aborted ? cancelled() : (trouble ?? cancelled());
}
