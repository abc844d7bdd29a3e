import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, { version?: string; resolved?: string; integrity?: string; link?: boolean }>;
};

const ALLOWED = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'Apache License 2.0',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
];

/** What the build says it bundled: name, version, licence and its text. */
function bundled(): { title: string; licence: string; body: string }[] {
  const text = readFileSync('dist/THIRD-PARTY-NOTICES.txt', 'utf8');
  const [, ...parts] = text.split(/^={78}\n(\S+ \S+), (.+)\n={78}$/m);
  return Array.from({ length: parts.length / 3 }, (_, i) => {
    const [title = '', licence = '', body = ''] = parts.slice(3 * i, 3 * i + 3);
    return { title, licence, body: body.trim() };
  });
}

describe('what is shipped', () => {
  test('contains only software under licences that allow it, each listed with its text', () => {
    const all = bundled();
    expect(all.length).toBeGreaterThan(30);
    expect(all.map((b) => b.title.split(' ')[0])).toEqual(
      expect.arrayContaining(['@modelcontextprotocol/sdk', '@alicloud/openapi-core', 'zod', 'pino']),
    );
    expect(all.filter((b) => !ALLOWED.includes(b.licence))).toEqual([]);
    // The shortest licence text among these has more than 500 characters; a line with a name has not.
    expect(all.filter((b) => b.body.length < 500 || !/copyright/i.test(b.body)).map((b) => b.title)).toEqual([]);
  });

  test('is the version that the lockfile names', () => {
    const locked = Object.entries(lock.packages).map(
      ([path, p]) => `${path.split('node_modules/').at(-1)} ${p.version}`,
    );
    expect(bundled().filter((b) => !locked.includes(b.title))).toEqual([]);
  });

  test('needs no script when it is installed, and brings no dependencies along', () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'preuninstall', 'postuninstall'];
    expect(Object.keys(manifest.scripts).filter((name) => hooks.includes(name))).toEqual([]);
    expect(manifest.dependencies ?? {}).toEqual({});
    expect(manifest.optionalDependencies ?? {}).toEqual({});
  });
});

describe('what it is built from', () => {
  test('is named by exact versions', () => {
    const loose = Object.entries(manifest.devDependencies as Record<string, string>).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  test('is on the forge named by commits: a tag can be moved', () => {
    const used = readdirSync('.github/workflows').flatMap((file) =>
      [...readFileSync(`.github/workflows/${file}`, 'utf8').matchAll(/uses: (\S+)/g)].map((m) => m[1]),
    );
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((one) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(one ?? ''))).toEqual([]);
  });

  test('is locked with its checksum, all of it', () => {
    const unlocked = Object.entries(lock.packages)
      .filter(([path, p]) => path !== '' && !p.link && !p.integrity)
      .map(([path]) => path);
    expect(unlocked).toEqual([]);
  });
});
