import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const document = readFileSync(join(root, 'docs/threat-model.md'), 'utf8');

/** Every name of a test in the suites the document speaks of. */
const names = ['test/decisions', 'test/text', 'test/server', 'test/recovery', 'test/flow', 'test']
  .flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(root, folder, file)))
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .flatMap((text) => [...text.matchAll(/(?:\b(?:it|test)\(|\]\)\()\s*'((?:[^'\\]|\\.)+)'/g)].map(([, name]) => name));

it('every test that the threat model names exists', () => {
  const listed = [...document.matchAll(/^- (.+)$/gm)].map(([, name]) => name ?? '');
  const inText = [...document.matchAll(/^ {3}\((.+)\)$/gm)].map(([, name]) => name ?? '');
  expect(listed.length).toBeGreaterThan(30);
  expect(inText).toHaveLength(2);
  expect([...listed, ...inText].filter((name) => !names.includes(name))).toEqual([]);
});

it('every threat names at least one test', () => {
  const [, threats = ''] = document.split(/^## Threats$/m);
  const sections = (threats.split(/^## /m)[0] ?? '').split(/^### /m).slice(1);
  expect(sections.length).toBeGreaterThanOrEqual(12);
  for (const section of sections) expect(section).toMatch(/^- /m);
});
