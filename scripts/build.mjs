// Bundles the server into dist/: one entry, and a chunk for everything behind a dynamic import
// (the cloud, the embedded cloud, the demo), so that starting costs only what tools/list needs.
import { chmod, readFile, rename, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

// Built beside and moved into place: whoever runs dist/ meanwhile finds either all of the old or all of the new.
const fresh = `.dist-${process.pid}`;
await build({
  entryPoints: { main: 'src/main.ts' },
  outdir: fresh,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  define: { 'process.env.ECS_DR_VERSION': JSON.stringify(version) },
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
await chmod(`${fresh}/main.js`, 0o755);
await rename('dist', `${fresh}-old`).catch(() => {});
await rename(fresh, 'dist');
await rm(`${fresh}-old`, { recursive: true, force: true });
