/** Where virtual time comes from. Everything in the embedded cloud is a function of `now()`: no timers, so any speed works. */
export interface SimulatorClock {
  /** Virtual milliseconds since the epoch. */
  now(): number;
}

/**
 * Virtual time that runs `speed` times as fast as real time, from `startMs` (default: now) on.
 * @throws RangeError when `speed` is not a positive number.
 */
export function scaledClock(speed: number, startMs: number = Date.now()): SimulatorClock {
  if (!(speed > 0) || !Number.isFinite(speed)) throw new RangeError(`speed must be a positive number, not ${speed}`);
  const realStart = performance.now();
  return { now: () => Math.floor(startMs + (performance.now() - realStart) * speed) };
}

/** A clock that stands still until told otherwise; the one for tests. */
export class ManualClock implements SimulatorClock {
  #now: number;

  constructor(startMs: number = Date.now()) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  /** Moves virtual time forward. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`time only moves forward, not by ${ms} ms`);
    this.#now += ms;
  }
}
