import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../../src/clock.ts';

/**
 * Real time that jumps over every wait: hours in the cloud cost the test nothing, and unlike a clock that merely runs
 * fast it does not make the network look slow.
 */
export function skippingClock(startMs: number = Date.now()): Clock {
  const started = performance.now();
  let skipped = 0;
  const now = () => Math.floor(startMs + performance.now() - started + skipped);
  return {
    now,
    sleep: async (ms, signal) => {
      const until = now() + ms;
      await nextTurn();
      if (signal?.aborted) return;
      skipped += Math.max(0, until - now());
    },
  };
}
