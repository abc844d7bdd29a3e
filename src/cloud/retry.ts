import { ExponentialBackoff } from 'cockatiel';
import type { Clock } from '../clock.ts';
import type { DrError } from '../errors.ts';
import { cancelled } from './cancelled.ts';
import type { Failure } from './errors.ts';

export interface Budget {
  attempts: number;
  /** Waiting (on the cloud's clock) plus the time the attempts themselves took (real time), in ms. */
  ms: number;
}

/** Small enough that a tool call with a few failing calls stays within its 45 s. */
export const BUDGETS = {
  read: { attempts: 6, ms: 20_000 },
  change: { attempts: 8, ms: 30_000 },
} as const satisfies Record<string, Budget>;

export interface RetryTools {
  clock: Clock;
  /** 0 ≤ x < 1; jitter. */
  random: () => number;
  signal?: AbortSignal | undefined;
  /** No attempt begins again after this (ms of the clock). */
  until?: number | undefined;
}

/**
 * The one retry loop. `attempt` is repeated while `again` says so and the budget lasts; the last failure is thrown as
 * `giveUp` makes it. An abort is honoured between attempts, never during one.
 */
export async function withRetry<T>(
  attempt: (attempts: number) => Promise<T>,
  failureOf: (thrown: unknown) => Failure,
  again: (failure: Failure) => boolean,
  giveUp: (failure: Failure) => DrError,
  budget: Budget,
  { clock, random, signal, until = Number.POSITIVE_INFINITY }: RetryTools,
): Promise<T> {
  let backoff = delays(random);
  let spent = 0;
  let last: Failure | undefined;
  for (let attempts = 1; ; attempts += 1) {
    // What may have taken effect is not called cancelled.
    if (signal?.aborted) throw last?.lost ? giveUp(last) : cancelled();
    const started = performance.now();
    try {
      return await attempt(attempts);
    } catch (thrown) {
      spent += performance.now() - started;
      const failure = failureOf(thrown);
      last = failure;
      const delay = Math.max(backoff.duration, failure.retryAfterMs ?? 0);
      backoff = backoff.next(undefined);
      const most = Math.min(budget.attempts, failure.attemptsAtMost ?? budget.attempts);
      if (!again(failure) || attempts >= most) throw giveUp(failure);
      if (spent + delay > budget.ms || clock.now() + delay > until) throw giveUp(failure);
      await clock.sleep(delay, signal);
      spent += delay;
    }
  }
}

/** 0.4 s, 0.8 s, 1.6 s … at most 8 s, each between half and whole, from the injected source of chance. */
function delays(random: () => number) {
  const source = new ExponentialBackoff<number>({
    initialDelay: 400,
    maxDelay: 8_000,
    generator: (n = 0, { initialDelay, maxDelay }) => {
      const whole = Math.min(maxDelay, initialDelay * 2 ** n);
      return [Math.round(whole * (0.5 + random() / 2)), n + 1];
    },
  });
  return source.next();
}
