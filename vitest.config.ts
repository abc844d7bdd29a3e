import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores is what CI has: more workers than that only make the spawned servers wait for each other.
    maxWorkers: 2,
  },
});
