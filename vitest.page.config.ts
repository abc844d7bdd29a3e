import { defineConfig } from 'vitest/config';

/** The state page in a real browser (Debian's chromium), served by the built program. */
export default defineConfig({
  test: {
    include: ['test/page/**/*.page.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    reporters: ['verbose'],
  },
});
