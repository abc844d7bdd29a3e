import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, follow, type Result, step } from '../support/agent.ts';
import { agreeable, type House, openHouse } from '../support/house.ts';
import { BLOCK, cells, INJECTIONS, INVISIBLE, INVISIBLE_BUT_BREAKS, strings } from '../text/hostile.ts';

/** Every text that the cloud can carry, over every tool, beside the same call with harmless texts of the same length. */

const WEB = 'i-bp1webprod0100000000';
const GAP = 'i-bp1filesgap010000000';

let house: House;
const known: Record<string, string> = {};

beforeAll(async () => {
  house = await openHouse({ person: agreeable });
  const seen = await follow(house.client, { tool: 'describe-source', arguments: { instanceId: WEB } });
  const last = seen.at(-1);
  expect(last?.verified).toBe(true);
  // Everything at rest: what is compared below must not differ by the time between two calls.
  const safe = await step(house.client, 'check-recovery', { recoveryId: last?.recoveryId, zoneSafe: true });
  expect(safe.status).toBe('done');
  const { state } = house.simulator;
  const ours = (of: { values(): Iterable<{ id: string; tags: { value: string }[] }> }) =>
    [...of.values()].find((x) => x.tags.some((t) => t.value === last?.recoveryId))?.id ?? '';
  Object.assign(known, {
    recoveryId: last?.recoveryId,
    drInstanceId: last?.drInstanceId,
    imageId: ours(state.images),
    snapshotId: ours(state.snapshots),
    groupId: ours(state.snapshotGroups),
    vSwitchId: state.instances.get(last?.drInstanceId)?.vSwitchId,
  });
}, 120_000);
afterAll(() => house?.close());

interface Named {
  name?: string;
  description?: string;
  hostName?: string;
  tags: { key: string; value: string }[];
}

/** Puts a text wherever the estate has room for one. */
function poison(text: string): void {
  const { state } = house.simulator;
  const kinds: Map<string, Named>[] = [
    state.instances,
    state.disks,
    state.snapshots,
    state.snapshotGroups,
    state.images,
    state.vSwitches,
    state.vpcs,
    state.securityGroups,
    state.autoSnapshotPolicies,
  ] as unknown as Map<string, Named>[];
  for (const kind of kinds) {
    for (const thing of kind.values()) {
      for (const field of ['name', 'description', 'hostName'] as const) if (field in thing) thing[field] = text;
      thing.tags = [
        ...thing.tags.filter((t) => t.key.startsWith('ecs-dr:')),
        { key: 'note', value: text },
        { key: text, value: 'x' },
      ];
    }
  }
}

const CALLS: [string, () => Record<string, unknown>][] = [
  ['describe-source', () => ({ instanceId: WEB })],
  ['find-target-zone', () => ({ instanceId: WEB })],
  ['find-target-zone', () => ({ instanceId: WEB, zoneId: 'cn-hangzhou-k' })],
  ['create-snapshot-group', () => ({ instanceId: GAP })],
  ['create-snapshot', () => ({ instanceId: GAP, diskIds: [...house.simulator.state.disks.keys()].slice(0, 2) })],
  ['create-image', () => ({ instanceId: GAP, wholeInstance: true })],
  ['create-image', () => ({ instanceId: WEB, snapshotGroupId: known.groupId })],
  ['create-vswitch', () => ({ vpcId: 'vpc-bp1prod0000000000000', zoneId: 'cn-hangzhou-k', instanceId: WEB })],
  [
    'run-dr-instance',
    () => ({ instanceId: WEB, imageId: known.imageId, zoneId: 'cn-hangzhou-i', vSwitchId: known.vSwitchId }),
  ],
  ['attach-recovered-disk', () => ({ snapshotIds: [known.snapshotId], targetInstanceId: GAP })],
  ['check-recovery', () => ({ recoveryId: known.recoveryId })],
  ['check-recovery', () => ({})],
  ['verify-recovery', () => ({ instanceId: WEB, drInstanceId: known.drInstanceId })],
  ['check-access', () => ({ purpose: 'read-only', instanceId: WEB })],
];

/** The service would refuse such names long before; what is tried here is what is shown if it does not. */
const LENIENT = { action: 'RunInstances', fault: 'error' as const, status: 400, code: 'DryRunOperation' };

async function all(client: Client): Promise<Result[]> {
  house.simulator.setFaults([LENIENT]);
  const results: Result[] = [];
  for (const [tool, args] of CALLS) results.push(await call(client, tool, args()));
  return results;
}

/** Notes that depend on what the text is, each on one line of its own. */
const OURS =
  /^- (.{0,40}host name .* not passed: |(\/dev\/xvd[a-z]: )?tag .* not copied: |.{0,40}characters that the API |.{0,40}name cut to )/;

/** What a text is made of, apart from its words: per line, what it opens and how many cells it has. */
function skeleton(result: Result) {
  const lines = result.text.split('\n').flatMap((line) => {
    // Blank lines only part the blocks; and of some texts we tell that they cannot be passed on.
    if (line === '' || OURS.test(line)) return [];
    if (line.startsWith('|')) return `table of ${cells(line).length}`;
    if (line.startsWith('→')) return 'next';
    return BLOCK.exec(line)?.[0].trim() ?? 'text';
  });
  return {
    status: result.status,
    error: result.error?.code,
    lines,
    next: result.next?.tool,
    decision: result.decision?.id,
    options: result.decision?.options.map((o) => o.value),
  };
}

function expectClean(result: Result, tool: string): void {
  const { text, ...structured } = result;
  expect(text, tool).not.toMatch(INVISIBLE_BUT_BREAKS);
  for (const s of strings(structured)) expect(s, tool).not.toMatch(INVISIBLE);
  expect(result.decision?.question ?? '', tool).not.toContain('\n');
}

/** Several at a time: what one alone does is tried on every function of the text layer elsewhere. */
const PAYLOADS = Array.from({ length: Math.ceil(INJECTIONS.length / 4) }, (_, i) =>
  INJECTIONS.slice(i * 4, i * 4 + 4).join(' '),
);

describe('a text from the cloud, in every field that can carry one', () => {
  test.each(
    PAYLOADS.map((p) => [JSON.stringify(p.slice(0, 60)), p]),
  )('changes nothing but words: %s', async (_, payload) => {
    poison('n'.repeat(payload.length));
    const harmless = await all(await house.another());
    poison(payload);
    const hostile = await all(await house.another());
    for (const [i, [tool]] of CALLS.entries()) {
      const [a, b] = [harmless[i], hostile[i]];
      if (!a || !b) throw new Error(tool);
      expectClean(b, tool);
      expect(skeleton(b), tool).toEqual(skeleton(a));
    }
  });

  test('reaches the results at all: otherwise nothing above would prove anything', async () => {
    poison('peculiar-name');
    const results = await all(await house.another());
    const told = results.filter((r) => JSON.stringify(r).includes('peculiar-name'));
    expect(told.length).toBeGreaterThan(5);
  });

  test('is one question in a dialog, with the options there are', async () => {
    poison(INJECTIONS.slice(0, 30).join(' '));
    const questions: { message: string; options: { const: string; title: string }[] }[] = [];
    const client = await house.another((question) => {
      questions.push(question);
      return 'decline';
    });
    await all(client);
    expect(questions.length).toBeGreaterThan(4);
    for (const { message, options } of questions) {
      expect(message).not.toMatch(INVISIBLE_BUT_BREAKS);
      expect(message.split('\n').filter((line) => /^(#|>|```|~~~|<)/.test(line))).toEqual([]);
      for (const s of strings(options)) expect(s).not.toMatch(INVISIBLE);
    }
  });
});

describe('an error message from the cloud', () => {
  test.each(INJECTIONS.map((p) => [JSON.stringify(p.slice(0, 60)), p]))('stays one error: %s', async (_, payload) => {
    const fault = { action: 'DescribeInstances', fault: 'error' as const, status: 400, code: 'InvalidParameter' };
    const ask = async (message: string) => {
      house.simulator.setFaults([{ ...fault, message }]);
      return call(await house.another(), 'describe-source', { instanceId: WEB, regionId: 'cn-hangzhou' });
    };
    const harmless = await ask('harmless');
    const hostile = await ask(payload);
    house.simulator.setFaults([]);
    expectClean(hostile, 'describe-source');
    expect(skeleton(hostile)).toEqual(skeleton(harmless));
    expect(hostile.error?.message.length).toBeLessThan(1_300);
  });
});
