import { BoundedMap } from '../bounded-map.ts';
import type { Clock } from '../clock.ts';
import { cancelled } from './cancelled.ts';

interface Kept {
  at: number;
  generation: number;
  value: unknown;
}

interface Running {
  promise: Promise<unknown>;
  waiting: number;
  stop: AbortController;
}

const MOST_KEPT = 200;

/** A reader that takes answers this old asks for what lasts: the catalogue, the source. */
export const LASTING_MS = 600_000;

/**
 * Answers of this process, each as old as its reader allows, and identical reads in flight shared. A change of anything
 * starts a new generation: what was read or asked before it is not given to a reader that comes after it, unless it is
 * of the lasting kind, which no change of ours touches.
 */
export class AnswerCache {
  readonly #clock: Clock;
  readonly #kept = new BoundedMap<Kept>(MOST_KEPT);
  readonly #running = new Map<string, Running>();
  #generation = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Call before and after each change: reads that overlap it are not shared across it. */
  changed(): void {
    this.#generation += 1;
  }

  async get(
    key: string,
    maxAgeMs: number,
    read: (signal: AbortSignal) => Promise<unknown>,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const kept = this.#kept.get(key);
    if (maxAgeMs > 0 && kept && this.#clock.now() - kept.at <= maxAgeMs) {
      if (maxAgeMs >= LASTING_MS || kept.generation === this.#generation) return kept.value;
    }
    if (signal?.aborted) throw cancelled();
    const place = `${this.#generation} ${key}`;
    const running = this.#running.get(place);
    // One that everybody has left is ending: it is not joined.
    return wait(running && !running.stop.signal.aborted ? running : this.#start(place, key, read), signal);
  }

  #start(place: string, key: string, read: (signal: AbortSignal) => Promise<unknown>): Running {
    const stop = new AbortController();
    // The age counts from the moment of asking: what happens while the answer travels may not be in it.
    const at = this.#clock.now();
    const generation = this.#generation;
    const promise = read(stop.signal)
      .then((value) => {
        this.#kept.set(key, { at, generation, value });
        return value;
      })
      .finally(() => {
        if (this.#running.get(place)?.stop === stop) this.#running.delete(place);
      });
    const running = { promise, waiting: 0, stop };
    this.#running.set(place, running);
    return running;
  }
}

/** Waits for a shared read; the last waiter to leave ends its retries. */
function wait(running: Running, signal: AbortSignal | undefined): Promise<unknown> {
  running.waiting += 1;
  return new Promise((resolve, reject) => {
    const leave = () => {
      running.waiting -= 1;
      if (running.waiting === 0) running.stop.abort();
      reject(cancelled());
    };
    signal?.addEventListener('abort', leave, { once: true });
    running.promise.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave));
  });
}
