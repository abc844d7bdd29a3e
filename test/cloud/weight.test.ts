import { build } from 'esbuild';
import { expect, it } from 'vitest';

/** The files that a bundle of this entry would hold. */
async function inputsOf(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  });
  return Object.keys(metafile.inputs);
}

it.each([
  'watch',
  'policy',
  'actions',
  'cloud',
  'audit',
])('%s is light: it can be loaded before any cloud call', async (name) => {
  const inputs = await inputsOf(`src/cloud/${name}.ts`);
  expect(inputs.filter((path) => path.includes('node_modules'))).toEqual([]);
});

it('of the product packages only the answer models in use are loaded, never their entry points', async () => {
  const inputs = await inputsOf('src/cloud/open.ts');
  const products = inputs.filter((path) => /@alicloud\/(ecs|vpc|sts)\d+\//.test(path));
  expect(products.length).toBeGreaterThan(20);
  expect(products.filter((path) => !path.endsWith('ResponseBody.js'))).toEqual([]);
});
