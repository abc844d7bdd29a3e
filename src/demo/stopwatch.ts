import prettyMs from 'pretty-ms';

/**
 * Real time and, as the embedded cloud's clock runs `speed` times as fast, the time it stands for. While everything
 * waits for the person's decision the recovery's own time stands still.
 */
export class Stopwatch {
  readonly #speed: number;
  readonly #started = performance.now();
  #decidingMs = 0;

  constructor(speed: number) {
    this.#speed = speed;
  }

  /** Real milliseconds since the start. */
  get realMs(): number {
    return performance.now() - this.#started;
  }

  /** Simulated milliseconds since the start, without those in which only the person was waited for. */
  get simulatedMs(): number {
    return (this.realMs - this.#decidingMs) * this.#speed;
  }

  /** Measures a decision that nothing else goes on beside. */
  async pausedFor<T>(decision: () => Promise<T>): Promise<T> {
    const asked = performance.now();
    try {
      return await decision();
    } finally {
      this.#decidingMs += performance.now() - asked;
    }
  }
}

export function duration(ms: number): string {
  return prettyMs(ms, ms < 10_000 ? {} : { unitCount: 2, secondsDecimalDigits: 0 });
}
