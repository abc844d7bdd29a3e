import type { Clock } from '../../src/clock.ts';

/**
 * Time that passes only while everybody waits: when nothing but sleepers is left it jumps to the next of them. What a
 * recovery takes is then a number, the same on every machine.
 */
export class JumpClock implements Clock {
  #now: number;
  readonly #sleepers: { at: number; wake: () => void }[] = [];
  #pump: NodeJS.Timeout | undefined;
  readonly #idle: () => boolean;

  /** @param idle false while something is under way that takes no time of this clock (a request). */
  constructor(idle: () => boolean, start = Date.UTC(2026, 0, 5, 8)) {
    this.#now = start;
    this.#idle = idle;
  }

  now(): number {
    return this.#now;
  }

  /** What something that has happened took. */
  pass(ms: number): void {
    this.#now += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper = { at: this.#now + ms, wake: resolve };
      signal?.addEventListener('abort', () => resolve(), { once: true });
      this.#sleepers.push(sleeper);
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#pump) return;
    this.#pump = setTimeout(() => {
      this.#pump = undefined;
      if (this.#idle()) this.#jump();
      if (this.#sleepers.length > 0) this.#schedule();
    }, 1);
  }

  #jump(): void {
    this.#sleepers.sort((a, b) => a.at - b.at);
    const next = this.#sleepers.shift();
    if (!next) return;
    this.#now = Math.max(this.#now, next.at);
    next.wake();
  }
}
