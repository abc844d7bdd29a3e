/**
 * Time comes in from outside: the server waits on a clock that the embedded cloud can share, so that an hour there
 * need not be an hour here. A person's time (how long a shown plan stays valid) is never on this clock.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits `ms` of this clock's time; ends early, without an error, when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A clock on which time runs `speed` times as fast as on the wall. */
export function clockAt(speed: number, startMs: number = Date.now()): Clock {
  const started = performance.now();
  return {
    now: () => startMs + (performance.now() - started) * speed,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const end = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const timer = setTimeout(end, ms / speed);
        signal?.addEventListener('abort', end, { once: true });
      }),
  };
}

export const wallClock: Clock = { ...clockAt(1), now: () => Date.now() };
