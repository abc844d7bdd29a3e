import { defineConfig } from 'vitest/config';

/** The server's own flows, unchanged, with the embedded cloud as the built program in another process. */
export default defineConfig({
  test: {
    include: ['test/flow/**/*.test.ts'],
    env: { ECS_DR_TEST_CLOUD: 'process' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
