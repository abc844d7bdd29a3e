import { describe, expect, test } from 'vitest';
import { cellName, judge, sampledMatrix } from './support/matrix.ts';
import { disksErrand } from './support/operator.ts';

/*
 * A run under a fault completes, or stops with an error that says code, cause, remedy, what exists with its cost, and
 * whether calling again helps. Nothing is doubled, nothing unlisted; with the fault gone, a fresh process finishes the
 * recovery from its id alone. The whole matrix: npm run soak -- --matrix.
 */
describe('nothing is lost and nothing doubled under', () => {
  for (const cell of sampledMatrix().filter((c) => c.errand === disksErrand)) {
    test(cellName(cell), async () => {
      const verdict = await judge(cell);
      expect(verdict.complaints).toEqual([]);
      expect(verdict.struck).toBeGreaterThan(0);
    });
  }
});
