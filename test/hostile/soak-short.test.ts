import { expect, test } from 'vitest';
import { soak } from './support/soak.ts';

test('whatever goes wrong on the way, every recovery is completed in the end, with nothing doubled and nothing unlisted', async () => {
  const tally = await soak({ seed: 7, runs: 25 });
  expect(tally.complaints).toEqual([]);
  expect(tally).toMatchObject({ runs: 25, completed: 25, duplicates: 0, unlisted: 0 });
  expect(tally.faults).toBeGreaterThan(150);
  expect(tally.stopped).toBeGreaterThan(5);
}, 180_000);
