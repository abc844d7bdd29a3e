// Bundles the server into dist/: one entry, and a chunk for everything behind a dynamic import
// (the cloud, the embedded cloud, the demo), so that starting costs only what tools/list needs.
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { notices } from './notices.mjs';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

/**
 * The MCP SDK brings a JSON Schema compiler along (40 % of what a start would load). Nothing here uses it: arguments
 * are validated with zod, answers to dialogs by server.ts, and no tool declares an output schema. A stand-in takes
 * its place.
 */
const withoutSchemaCompiler = {
  name: 'without-schema-compiler',
  setup({ onLoad }) {
    onLoad({ filter: /sdk[\\/]dist[\\/]esm[\\/]validation[\\/]ajv-provider\.js$/ }, () => ({
      contents:
        'export class AjvJsonSchemaValidator { getValidator() { return (data) => ({ valid: true, data, errorMessage: undefined }); } }',
      loader: 'js',
    }));
  },
};

/**
 * The official clients bring `debug` along, which prints every request with its keys to stderr, the host's log, where
 * DEBUG asks for it. A stand-in that prints nothing takes its place.
 */
const withoutDebug = {
  name: 'without-debug',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^debug$/ }, () => ({ path: 'debug', namespace: 'silent' }));
    onLoad({ filter: /.*/, namespace: 'silent' }, () => ({
      contents: 'module.exports = () => Object.assign(() => {}, { enabled: false });',
      loader: 'js',
    }));
  },
};

/**
 * What Node deprecates and these packages still call. In node_modules Node says nothing of it; in a bundle it warns on
 * stderr, which is the host's log (url.parse since Node 24).
 */
const DEPRECATED = [
  [/@darabonba[\\/]typescript[\\/]dist[\\/]core\.js$/, '(0, url_1.parse)(url)', '{ query: new URL(url).search }'],
  [/@alicloud[\\/]tea-typescript[\\/]dist[\\/]tea\.js$/, 'url_1.parse(url)', '{ query: new URL(url).search }'],
  [/httpx[\\/]lib[\\/]index\.js$/, "require('url').parse", "(text) => require('url').urlToHttpOptions(new URL(text))"],
  [
    /lodash[\\/]lodash\.js$/,
    "freeModule && freeModule.require && freeModule.require('util').types",
    "require('util').types",
  ],
];
const withoutDeprecated = {
  name: 'without-deprecated',
  setup({ onLoad }) {
    for (const [filter, call, instead] of DEPRECATED) {
      onLoad({ filter }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        if (!source.includes(call))
          throw new Error(`${path} no longer has ${call}: see DEPRECATED in scripts/build.mjs`);
        return { contents: source.replace(call, () => instead), loader: 'js' };
      });
    }
  },
};

// Built beside and moved into place: whoever starts dist/ meanwhile finds either all of the old or all of the new. A
// server that runs already has loaded what it needs soon after its start (serve.ts); until then it loses the old chunks.
const target = process.argv[2] ?? 'dist';
const fresh = `.dist-${process.pid}`;
const { metafile } = await build({
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
  charset: 'utf8',
  metafile: true,
  plugins: [withoutSchemaCompiler, withoutDebug, withoutDeprecated],
  define: { 'process.env.ECS_DR_VERSION': JSON.stringify(version) },
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
await writeFile(`${fresh}/THIRD-PARTY-NOTICES.txt`, await notices(metafile));
await chmod(`${fresh}/main.js`, 0o755);
await rename(target, `${fresh}-old`).catch(() => {});
await rename(fresh, target);
await rm(`${fresh}-old`, { recursive: true, force: true });
