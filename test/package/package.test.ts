import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tools } from '../../tools/index.ts';
import { call } from '../support/agent.ts';
import { environment } from '../support/environment.ts';
import { temporaryFolder } from '../support/folder.ts';
import { newClient } from '../support/house.ts';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
/** Without a shell, which would take paths with spaces apart. */
const npm = (args: string[], cwd = '.') =>
  execFileSync(process.execPath, [resolve('scripts/npm.mjs'), ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });

describe('the tarball', () => {
  let folder: string;
  const installed = () => join(folder, 'node_modules/ecs-dr-mcp');

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ecs-dr package-'));
    npm(['pack', '--ignore-scripts', '--pack-destination', folder]);
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const tarball = readdirSync(folder).find((f) => f.endsWith('.tgz')) ?? '';
    npm(['install', '--ignore-scripts', '--offline', '--no-audit', '--no-fund', join(folder, tarball)], folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('installs as one package of at most 12 MB, offline and without scripts', () => {
    const lock = read(join(folder, 'package-lock.json'));
    expect(Object.keys(lock.packages).filter((p) => p !== '')).toEqual(['node_modules/ecs-dr-mcp']);
    const files = readdirSync(installed(), { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
    const bytes = files.reduce((sum, f) => sum + readFileSync(join(f.parentPath, f.name)).length, 0);
    expect(bytes).toBeLessThan(12e6);
    expect(readdirSync(installed()).sort()).toEqual(['package.json', ...read('package.json').files].sort());
  });

  test('holds everything that its documents link to', () => {
    const documents = readdirSync(installed(), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.md'));
    expect(documents).toContain('README.md');
    const dead = documents.flatMap((document) => {
      const text = readFileSync(join(installed(), document), 'utf8');
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);
      return links
        .filter((link) => !existsSync(join(installed(), dirname(document), link)))
        .map((l) => `${document}: ${l}`);
    });
    expect(dead).toEqual([]);
  });

  test('runs from an empty folder: starts, lists, reads from the embedded cloud, leaves', async () => {
    const client = newClient(undefined);
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [join(installed(), 'dist/main.js'), '--simulate'],
        cwd: folder,
        env: environment(),
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

  test('a publish is refused until an owner has filled in whose package this is', () => {
    const copy = temporaryFolder();
    for (const file of ['package.json', 'package-lock.json', 'manifest.json', 'server.json', 'CHANGELOG.md', 'scripts'])
      cpSync(file, join(copy, file), { recursive: true });
    const check = (env: Record<string, string> = {}) => {
      const args = [join(copy, 'scripts/release.mjs'), '--check-publish'];
      const { status, stderr } = spawnSync(process.execPath, args, {
        encoding: 'utf8',
        env: { ...environment(), ...env },
      });
      return { status, stderr };
    };
    const fill = (file: string, more: Record<string, unknown>) =>
      writeFileSync(join(copy, file), JSON.stringify({ ...read(join(copy, file)), ...more }));
    const home = 'https://github.com/somebody/ecs-dr-mcp';
    expect(check()).toMatchObject({ status: 1, stderr: expect.stringMatching(/"repository" is not .+"bugs"/s) });
    fill('package.json', {
      repository: { type: 'git', url: `git+${home}.git` },
      homepage: home,
      bugs: `${home}/issues`,
    });
    expect(check()).toMatchObject({ status: 1, stderr: expect.stringContaining('io.github.somebody/ecs-dr-mcp') });
    fill('package.json', { mcpName: 'io.github.somebody/ecs-dr-mcp' });
    fill('server.json', { name: 'io.github.somebody/ecs-dr-mcp' });
    expect(check()).toEqual({ status: 0, stderr: '' });
    expect(check({ GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v9.9.9' })).toMatchObject({ status: 1 });
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
    // Forges show links over https alone; these pages open the editor.
    const cursor = /\(https:\/\/cursor\.com\/en\/install-mcp\?name=([^&)]+)&config=([^)]+)\)/.exec(readme);
    expect(cursor?.[1]).toBe('ecs-dr');
    const config = Buffer.from(decodeURIComponent(cursor?.[2] ?? ''), 'base64').toString('utf8');
    expect(JSON.parse(config)).toEqual(stdio);
    const code = /\(https:\/\/insiders\.vscode\.dev\/redirect\/mcp\/install\?name=([^&)]+)&config=([^)]+)\)/.exec(
      readme,
    );
    expect(code?.[1]).toBe('ecs-dr');
    expect(JSON.parse(decodeURIComponent(code?.[2] ?? ''))).toEqual({ type: 'stdio', ...stdio });
  });

  test('CI runs every major version that engines promises', () => {
    const [, from] = /^>=(\d+)$/.exec(read('package.json').engines.node) ?? [];
    const matrix = /node: \[([\d, ]+)\]/.exec(readFileSync('.github/workflows/ci.yml', 'utf8'))?.[1]?.split(', ') ?? [];
    expect(matrix[0]).toBe(from);
    expect(matrix.map(Number).every((n, i, all) => i === 0 || n === (all[i - 1] ?? 0) + 2)).toBe(true);
  });
});
