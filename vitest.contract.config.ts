import { defineConfig } from 'vitest/config';

/** What ECS does, alone: against the embedded cloud, or against a real account (see scripts/contract.mjs). */
export default defineConfig({
  test: {
    include: ['test/contract/**/*.test.ts'],
    // A real image takes minutes.
    testTimeout: 45 * 60_000,
    hookTimeout: 15 * 60_000,
    fileParallelism: false,
    reporters: ['verbose'],
  },
});
