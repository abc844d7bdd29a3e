import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tools } from '../../tools/index.ts';
import { call } from '../support/agent.ts';
import { newClient } from '../support/house.ts';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const shell = process.platform === 'win32';

describe('the tarball', () => {
  let folder: string;
  const installed = () => join(folder, 'node_modules/ecs-dr-mcp');

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ecs-dr-package-'));
    const quiet = { cwd: folder, stdio: 'ignore', shell } as const;
    execFileSync(npm, ['pack', '--ignore-scripts', '--pack-destination', folder], { stdio: 'ignore', shell });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const tarball = readdirSync(folder).find((f) => f.endsWith('.tgz')) ?? '';
    execFileSync(
      npm,
      ['install', '--ignore-scripts', '--offline', '--no-audit', '--no-fund', join(folder, tarball)],
      quiet,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('installs as one package of at most 12 MB, offline and without scripts', () => {
    const lock = read(join(folder, 'package-lock.json'));
    expect(Object.keys(lock.packages).filter((p) => p !== '')).toEqual(['node_modules/ecs-dr-mcp']);
    const files = readdirSync(installed(), { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
    const bytes = files.reduce((sum, f) => sum + readFileSync(join(f.parentPath, f.name)).length, 0);
    expect(bytes).toBeLessThan(12e6);
    expect(readdirSync(installed()).sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json']);
  });

  test('runs from an empty folder: starts, lists, reads from the embedded cloud, leaves', async () => {
    const client = newClient(undefined);
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [join(installed(), 'dist/main.js'), '--simulate'],
        cwd: folder,
        env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent' },
        stderr: 'ignore',
      }),
    );
    const listed = await client.listTools();
    expect(listed.tools.map((t) => t.name)).toEqual(tools.map((t) => t.name));
    const source = await call(client, 'describe-source', { instanceId: 'i-bp1webprod0100000000' });
    expect(source).toMatchObject({ status: 'done', source: { name: 'web-prod-01' } });
    await client.close();
  });

  test('says whose software is bundled', () => {
    const text = readFileSync(join(installed(), 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['@alicloud/openapi-core', '@modelcontextprotocol/sdk', 'zod', 'pino', 'commander']) {
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
  });
});

describe('what others read of this package', () => {
  test('names one version everywhere', () => {
    expect(execFileSync(process.execPath, ['scripts/release.mjs', '--check'], { encoding: 'utf8' })).toMatch(/agree/);
  });

  test('docs/tools.md is what the server answers', () => {
    expect(() => execFileSync(process.execPath, ['scripts/docs.mjs', '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  test('the Desktop Extension starts the built entry, names every tool and asks for no secret', () => {
    const manifest = read('manifest.json');
    expect(manifest.manifest_version).toBe('0.3');
    expect(manifest.server.mcp_config.args).toEqual([`\${__dirname}/${read('package.json').bin['ecs-dr-mcp']}`]);
    expect(manifest.tools.map((t: { name: string }) => t.name)).toEqual(tools.map((t) => t.name));
    for (const value of Object.values<string>(manifest.server.mcp_config.env)) {
      const name = /^\$\{user_config\.(\w+)\}$/.exec(value)?.[1] ?? '';
      expect(manifest.user_config).toHaveProperty(name);
    }
    expect(JSON.stringify(manifest.user_config)).not.toMatch(/secret|password|access.?key/i);
  });

  test('the registry entry fits its schema’s limits', () => {
    const server = read('server.json');
    expect(server.$schema).toContain('/2025-12-11/');
    expect(server.name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
    expect(server.description.length).toBeLessThanOrEqual(100);
  });

  test('the README’s install links decode to the configuration it shows', () => {
    const readme = readFileSync('README.md', 'utf8');
    const stdio = { command: 'node', args: ['/path/to/ecs-dr-mcp/dist/main.js'] };
    const cursor = /\(cursor:[^)]*[?&]name=([^&)]+)&config=([^)]+)\)/.exec(readme);
    expect(cursor?.[1]).toBe('ecs-dr');
    const config = Buffer.from(decodeURIComponent(cursor?.[2] ?? ''), 'base64').toString('utf8');
    expect(JSON.parse(config)).toEqual(stdio);
    const code = /\(vscode:mcp\/install\?([^)]+)\)/.exec(readme);
    expect(JSON.parse(decodeURIComponent(code?.[1] ?? ''))).toEqual({
      name: 'ecs-dr',
      type: 'stdio',
      ...stdio,
      env: {},
    });
  });

  test('CI runs every major version that engines promises', () => {
    const [, from] = /^>=(\d+)$/.exec(read('package.json').engines.node) ?? [];
    const matrix = /node: \[([\d, ]+)\]/.exec(readFileSync('.github/workflows/ci.yml', 'utf8'))?.[1]?.split(', ') ?? [];
    expect(matrix[0]).toBe(from);
    expect(matrix.map(Number).every((n, i, all) => i === 0 || n === (all[i - 1] ?? 0) + 2)).toBe(true);
  });
});
