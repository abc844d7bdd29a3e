import { defineConfig } from 'vitest/config';

/** The long runs: the same tests as in `npm test` with tens of thousands of inputs. */
export default defineConfig({
  test: { include: ['test/**/*.soak.ts'], testTimeout: 1_800_000, hookTimeout: 120_000, maxWorkers: 2 },
});
