import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const RUN = `
  const { runSimulatorCommand } = await import(process.argv[1]);
  await runSimulatorCommand({ speed: 600 });
`;

test('the first line on stdout is JSON with the endpoints and the key, and SIGTERM ends it at once', async () => {
  const { build } = await import('esbuild');
  const { mkdtemp, rm } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const outfile = join(folder, 'cli.mjs');
  await build({
    entryPoints: ['src/simulator/cli.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  const child = spawn(process.execPath, ['--input-type=module', '-e', RUN, pathToFileURL(outfile).href], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const start = JSON.parse(line) as Record<string, string>;
  expect(start.ecsEndpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(start.accessKeyId).toMatch(/^simulatorAccessKeyId/);
  expect(Object.keys(start)).toEqual(
    expect.arrayContaining(['vpcEndpoint', 'stsEndpoint', 'accessKeySecret', 'statePage']),
  );
  expect((await fetch(start.statePage ?? '')).status).toBe(200);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  // Windows has no signals: there it is ended from outside, and says nothing.
  if (process.platform !== 'win32') expect(code).toBe(0);
});

test.each([
  [
    'a scenario that cannot be used',
    ['--scenario', 'nonsense'],
    /no built-in scenario "nonsense": use one of default,/,
  ],
  ['a file that is not there', ['--scenario', './nowhere.yaml'], /nowhere\.yaml cannot be used:\n {2}- ENOENT/],
  ['a fault plan that cannot be used', ['--faults', './package.json'], /package\.json cannot be used/],
])('%s is told in words, without a stack', (_, args, says) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/main.js', 'simulator', ...args], {
    encoding: 'utf8',
  });
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/\n\s+at |dist\//);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});
