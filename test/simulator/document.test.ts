import { readdir, readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ACTIONS } from '../../src/simulator/actions/registry.ts';
import { coverage, coverageTable } from '../../src/simulator/coverage.ts';
import { decided } from '../support/agent.ts';
import { openHouse } from '../support/house.ts';
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
  const { instances, snapshots } = simulator.state;
  expect(instances.get('i-bp1shopdb0000000000')?.zoneId).toBe('cn-hangzhou-h');
  const named = [...snapshots.values()].map((s) => s.name);
  expect(named).toEqual(expect.arrayContaining(['before-the-update', 'auto2.0_20260102_sp']));
});

test('the short scenario in the document lets a zone be found', async () => {
  const [, yaml = ''] = /```yaml\n(.+?)```/s.exec(await readFile(DOCUMENT, 'utf8')) ?? [];
  const scenario = parse(yaml);
  const { client, close } = await openHouse({ simulator: { scenario } });
  const found = await decided(client, 'find-target-zone', { instanceId: 'i-bp1webprod0100000000' });
  expect(found.error).toBeUndefined();
  await close();
});

/** Every function and constant of the actions by name: its text. */
async function definitions(): Promise<Map<string, string>> {
  const folder = new URL('../../src/simulator/actions/', import.meta.url);
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(new URL(name, folder), 'utf8')));
  const found = new Map<string, string>();
  // From one top-level definition to the next.
  for (const text of texts)
    for (const part of text.split(/^(?=(?:export )?(?:function|const|interface|type)\b)/m)) {
      const [, name] = /^(?:export )?(?:function|const) (\w+)/.exec(part) ?? [];
      if (name) found.set(name, `${found.get(name) ?? ''}${part}`);
    }
  return found;
}

/** The text of a definition with everything that it names, and what that names. */
function closure(name: string, all: Map<string, string>, seen = new Set<string>()): string {
  const body = all.get(name);
  if (body === undefined || seen.has(name)) return '';
  seen.add(name);
  const named = [...new Set(body.match(/\b[A-Za-z_]\w*/g))].filter((word) => all.has(word) && !/_ACTIONS$/.test(word));
  return [body, ...named.map((word) => closure(word, all, seen))].join('\n');
}

test('a parameter is either read on behalf of its action or listed as ignored', async () => {
  const all = await definitions();
  const claims = coverage().flatMap(({ product, action, mutating, implemented }) => {
    const { handler, tokenMismatch } = ACTIONS[product][action] ?? {};
    // Handlers without a name of their own say what they call.
    const name = handler && all.has(handler.name) ? handler.name : `${product}:${action}`;
    if (!all.has(name)) all.set(name, String(handler));
    const code = closure(name, all);
    expect(code, `${action} has a handler that is found`).not.toBe('');
    // What the dispatcher sees to: the region, the token of actions that have one, the dry run of reads.
    const elsewhere = ['RegionId', ...(tokenMismatch ? ['ClientToken'] : []), ...(mutating ? [] : ['DryRun'])];
    return implemented
      .map((name) => ({ name, last: name.replace(/\.N$/, '').split('.').at(-1) ?? '' }))
      .filter(
        ({ last }) => !elsewhere.includes(last) && !new RegExp(`['"](\\w+\\.)?${last}['"]|\\b${last}: \\(`).test(code),
      )
      .map(({ name }) => `${product}:${action} ${name}`);
  });
  expect(claims).toEqual([]);
});
