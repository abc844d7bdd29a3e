import { readdir, readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { coverage, coverageTable } from '../../src/simulator/coverage.ts';
import { openCloud } from './support/cloud.ts';

const DOCUMENT = new URL('../../docs/embedded-cloud.md', import.meta.url);

async function instanceTable(): Promise<string> {
  const { state } = (await openCloud({ scenario: 'default', seed: 1 })).simulator;
  const rows = [...state.instances.values()].map((i) => {
    const disks = state
      .disksOf(i.id)
      .map(
        (d) => `${d.device.slice(-1)}: ${d.category}${d.performanceLevel ? ` ${d.performanceLevel}` : ''} ${d.sizeGiB}`,
      );
    return `| \`${i.id}\` | ${i.name} | ${i.zoneId} | ${i.instanceType} | ${disks.join(', ')} |`;
  });
  return ['| id | name | zone | type | disks (GiB) |', '|---|---|---|---|---|', ...rows].join('\n');
}

function between(text: string, name: string, content: string): string {
  const start = `<!-- ${name}:start -->`;
  const end = `<!-- ${name}:end -->`;
  return `${text.slice(0, text.indexOf(start) + start.length)}\n${content}\n${text.slice(text.indexOf(end))}`;
}

test('the tables of the document are those of the code (UPDATE_DOCS=1 writes them)', async () => {
  const text = await readFile(DOCUMENT, 'utf8');
  const current = between(between(text, 'coverage', coverageTable()), 'instances', await instanceTable());
  if (process.env.UPDATE_DOCS) await writeFile(DOCUMENT, current);
  else expect(text).toBe(current);
});

test('the example of a scenario is a scenario', async () => {
  const { simulator } = await openCloud({ scenario: 'docs/scenario-example.yaml' });
  expect(simulator.state.instances.get('i-bp1shopdb0000000000')?.zoneId).toBe('cn-hangzhou-h');
});

/** Files whose helpers read parameters for several actions. */
const SHARED = ['tags.ts', 'paging.ts', 'context.ts', '../dispatcher.ts'];
const HELPERS: Record<string, string[]> = {
  RunInstances: ['disk-plan.ts', 'disks.ts'],
  DescribeInstances: ['instances-read.ts'],
  DescribeDisks: ['instances-read.ts'],
  DescribeSnapshots: ['instances-read.ts'],
};

test('a parameter is either read by the code of its action or listed as ignored', async () => {
  const folder = new URL('../../src/simulator/actions/', import.meta.url);
  const names = [...(await readdir(folder)), '../dispatcher.ts'];
  const sources = new Map(
    await Promise.all(
      names.map(
        async (name) =>
          [name, (await readFile(new URL(name, folder), 'utf8')).replaceAll(/ignores: \[[^\]]*\]/g, '')] as const,
      ),
    ),
  );
  const unread = coverage().flatMap(({ product, action, implemented }) => {
    const own = names.filter((name) => new RegExp(`^  ${action}: `, 'm').test(sources.get(name) ?? ''));
    const files = [
      ...own,
      ...(action === 'RunInstances' ? ['run-instances.ts'] : []),
      ...SHARED,
      ...(HELPERS[action] ?? []),
    ];
    const code = files.map((name) => sources.get(name)).join('\n');
    return implemented
      .map((name) => ({ name, last: name.replace(/\.N$/, '').split('.').at(-1) ?? '' }))
      .filter(
        ({ last }) =>
          last !== 'RegionId' && last !== 'AcceptLanguage' && !new RegExp(`'${last}'|\\b${last}: \\(`).test(code),
      )
      .map(({ name }) => `${product}:${action} ${name}`);
  });
  expect(unread).toEqual([]);
});
