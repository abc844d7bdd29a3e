// npm run soak -- [--runs 300] [--seed N] [--minutes 60] [--matrix]
// Random recoveries under random faults (or, with --matrix, every action × every fault), all in one process over real
// HTTP; exits with 1 when anything was doubled, left unlisted, or did not complete once the faults were gone.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

// Next to the packages that the bundle leaves to Node to find.
const outdir = fileURLToPath(new URL('../node_modules/.cache/soak/', import.meta.url));
await mkdir(outdir, { recursive: true });
await build({
  entryPoints: [fileURLToPath(new URL('../test/hostile/support/soak-main.ts', import.meta.url))],
  outfile: `${outdir}main.mjs`,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
await import(pathToFileURL(`${outdir}main.mjs`).href);
