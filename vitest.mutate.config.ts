import { defineConfig } from 'vitest/config';

/** What the mutation tester runs: the rules' own tests, nothing that starts a server. */
export default defineConfig({ test: { include: ['test/recovery/**/*.test.ts'] } });
