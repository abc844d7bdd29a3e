import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterEach, describe, expect, test } from 'vitest';
import { ACTIONS, type ActionName, type Purpose } from '../../src/cloud/actions.ts';
import { actionsFor, type Policy, policyFor } from '../../src/cloud/policy.ts';
import { type Choices, call, decided, type Result } from '../support/agent.ts';
import { type House, openHouse } from '../support/house.ts';

const REGION = 'cn-hangzhou';
const WEB = 'i-bp1webprod0100000000';
const BATCH = 'i-bp1batch010000000000';
const BATCH_DISK = 'd-bp1batch01sys0000000';
const ROLE = 'shop-web-role';

/** What a denial of it never stops: the value is unknown, with the reason. */
const INFORMS: readonly ActionName[] = [
  'DescribeInstanceAttribute',
  'DescribeInstanceRamRole',
  'DescribeInstanceAutoRenewAttribute',
  'DescribeUserData',
  'DescribeInstanceHistoryEvents',
  'DescribeAutoSnapshotPolicyEx',
  'DescribeRecommendInstanceType',
  'DescribePrice',
];
/** Needed only where something is not as usual; each has a test of its own below. */
const SOMETIMES: readonly ActionName[] = ['DescribeRegions', 'DescribeInstanceTypes'];

let house: House;
afterEach(() => house?.close());

const exactly = (purpose: Purpose, regions = [REGION]): Policy =>
  policyFor({ purposes: [purpose], regions, ramRoleName: ROLE });

/** The policy with one RAM action taken out of every statement. */
function without(policy: Policy, ram: string): Policy {
  const Statement = policy.Statement.map((s) => ({ ...s, Action: s.Action.filter((a) => a !== ram) }));
  return { ...policy, Statement: Statement.filter((s) => s.Action.length > 0) };
}

async function open(policy: Policy): Promise<House> {
  house = await openHouse();
  house.simulator.setPolicy(policy);
  return house;
}

const refused = (of: House) =>
  of.simulator.requests.filter((r) => 'code' in r.outcome && /Forbidden/.test(String(r.outcome.code)));

interface Step {
  tool: string;
  args: (so_far: Record<string, Result>) => Record<string, unknown>;
  /** Actions without which this step cannot be. */
  needs: ActionName[];
  choices?: Choices;
  passesRole?: boolean;
}

/** The same call until it is neither asked about nor under way: a repeat adopts what the call before it began. */
async function insist(client: Client, tool: string, args: Record<string, unknown>, choices: Choices = {}) {
  let result = await decided(client, tool, args, choices);
  for (let again = 0; result.status === 'in_progress' && again < 300; again++) {
    result = await decided(client, tool, { ...args, recoveryId: result.recoveryId }, choices);
  }
  return result;
}

const id = (result: Result | undefined, field: string): unknown => result?.[field];
const recoveryOf = (first: string) => (r: Record<string, Result>) => ({ recoveryId: r[first]?.recoveryId });

const DESCRIBE: Step = {
  tool: 'describe-source',
  args: () => ({ instanceId: WEB }),
  needs: ['DescribeInstances', 'DescribeDisks', 'DescribeSnapshots', 'DescribeSnapshotGroups', 'DescribeImages'],
};
const ZONE: Step = {
  tool: 'find-target-zone',
  args: () => ({ instanceId: WEB, zoneId: 'cn-hangzhou-i' }),
  needs: ['DescribeZones', 'DescribeAvailableResource', 'DescribeVpcAttribute', 'DescribeVSwitches'],
};
const instanceSteps = (point: 'create-snapshot-group' | 'image'): Step[] => [
  ...(point === 'image'
    ? [
        {
          tool: 'create-image',
          args: () => ({ instanceId: WEB, wholeInstance: true }),
          needs: ['CreateImage'] satisfies ActionName[],
        },
      ]
    : ([
        { tool: 'create-snapshot-group', args: () => ({ instanceId: WEB }), needs: ['CreateSnapshotGroup'] },
        {
          tool: 'create-image',
          args: (r) => ({
            instanceId: WEB,
            snapshotGroupId: id(r['create-snapshot-group'], 'snapshotGroupId'),
            ...recoveryOf('create-snapshot-group')(r),
          }),
          needs: ['CreateImage'],
        },
      ] satisfies Step[])),
  {
    tool: 'create-vswitch',
    args: (r) => ({
      vpcId: 'vpc-bp1prod0000000000000',
      zoneId: 'cn-hangzhou-k',
      instanceId: WEB,
      ...recoveryOf('create-image')(r),
    }),
    needs: ['CreateVSwitch'],
  },
  {
    tool: 'run-dr-instance',
    args: (r) => ({
      instanceId: WEB,
      imageId: id(r['create-image'], 'imageId'),
      zoneId: 'cn-hangzhou-k',
      vSwitchId: id(r['create-vswitch'], 'vSwitchId'),
      ...recoveryOf('create-image')(r),
    }),
    needs: ['RunInstances'],
    passesRole: true,
  },
];

const FLOWS: Record<Purpose, Step[]> = {
  instance: [
    DESCRIBE,
    ZONE,
    { tool: 'create-snapshot', args: () => ({ instanceId: BATCH }), needs: ['CreateSnapshot'] },
    ...instanceSteps('create-snapshot-group'),
  ],
  image: [DESCRIBE, ZONE, ...instanceSteps('image')],
  disks: [
    DESCRIBE,
    ZONE,
    { tool: 'create-snapshot-group', args: () => ({ instanceId: WEB }), needs: ['CreateSnapshotGroup'] },
    { tool: 'create-snapshot', args: () => ({ diskIds: [BATCH_DISK] }), needs: ['CreateSnapshot'] },
    {
      tool: 'attach-recovered-disk',
      args: (r) => ({
        snapshotIds: r['create-snapshot']?.snapshots.map((s: { snapshotId: string }) => s.snapshotId),
        targetInstanceId: WEB,
        ...recoveryOf('create-snapshot')(r),
      }),
      needs: ['CreateDisk', 'AttachDisk', 'DescribeInstanceTypes'],
    },
  ],
  'read-only': [
    DESCRIBE,
    ZONE,
    { tool: 'check-recovery', args: () => ({ instanceId: WEB }), needs: [] },
    { tool: 'check-access', args: () => ({ purpose: 'read-only' }), needs: [] },
  ],
};

/** A flow's steps one after another; before each, `before` may try something with the same call. */
async function walk(
  of: House,
  steps: Step[],
  before: (step: Step, args: Record<string, unknown>) => Promise<void> = async () => {},
) {
  const results: Record<string, Result> = {};
  for (const one of steps) {
    const args = one.args(results);
    await before(one, args);
    const last = await insist(of.client, one.tool, args, one.choices);
    expect(last.error, one.tool).toBeUndefined();
    expect(last.status, one.tool).toBe('done');
    results[one.tool] = last;
  }
  return results;
}

describe.each(Object.keys(FLOWS) as Purpose[])('the smallest policy for %s', (purpose) => {
  test('is enough: with exactly it in force nothing on the way is refused', async () => {
    await open(exactly(purpose));
    const results = await walk(house, FLOWS[purpose]);
    expect(refused(house)).toEqual([]);
    if (purpose === 'instance' || purpose === 'image') expect(results['run-dr-instance']?.verified).toBe(true);
    if (purpose === 'disks') expect(results['attach-recovered-disk']?.disks).toHaveLength(1);
    if (purpose === 'read-only') expect(house.simulator.requests.filter((r) => r.mutating)).toEqual([]);
  });

  test('has no action too many: without any one of them its step stops, says what to add, and goes on once granted', async () => {
    const policy = exactly(purpose);
    await open(policy);
    const proven = new Set<string>();
    await walk(house, FLOWS[purpose], async (one, args) => {
      const rams = [
        ...one.needs.flatMap((name) => [...ACTIONS[name].ram]),
        ...(one.passesRole ? ['ram:PassRole'] : []),
      ];
      for (const ram of rams) {
        house.simulator.setPolicy(without(policy, ram));
        // Another process: what this one remembers does not hide what is missing.
        const { error, text } = await insist(await house.another(), one.tool, args, one.choices);
        expect(error?.code, ram).toMatch(ram === 'ram:PassRole' ? /PassRoleForbidden/ : /^Forbidden/);
        expect(error?.ramAction).toBe(ram);
        expect(error?.retryable, ram).toBe(false);
        expect(error?.requestId, ram).toMatch(/./);
        expect(`${error?.cause}`, ram).toContain(ram === 'ram:PassRole' ? 'role' : ram);
        expect(`${error?.cause} ${error?.remedy}`, ram).toMatch(/298765432109876543|dr-operator/);
        expect(text, ram).toContain(ram.split(':')[1]);
        expect(error?.remedy).toMatch(/Pause, .*then call the same tool again/);
        for (const statement of statementsIn(error?.remedy ?? '')) {
          expect(statement).toMatchObject({ Effect: 'Allow', Action: [ram] });
        }
        expect(statementsIn(error?.remedy ?? ''), ram).not.toEqual([]);
        // Exactly what it says is what is missing.
        house.simulator.setPolicy({
          ...policy,
          Statement: [...without(policy, ram).Statement, ...statementsIn(error?.remedy ?? '')],
        });
        proven.add(ram);
      }
      if (rams.length === 0) house.simulator.setPolicy(policy);
    });
    const all = actionsFor([purpose]).filter((name) => ![...INFORMS, ...SOMETIMES].includes(name));
    expect([...proven].sort()).toEqual(expect.arrayContaining(all.flatMap((name) => [...ACTIONS[name].ram]).sort()));
  });
});

/** Every JSON object that stands in a text. */
function statementsIn(text: string): Policy['Statement'] {
  const found: Policy['Statement'] = [];
  for (let start = text.indexOf('{"Effect"'); start >= 0; start = text.indexOf('{"Effect"', start + 1)) {
    for (let depth = 0, i = start; i < text.length; i++) {
      if (text[i] === '{') depth++;
      if (text[i] === '}' && --depth === 0) {
        found.push(JSON.parse(text.slice(start, i + 1)));
        break;
      }
    }
  }
  return found;
}

describe('a read that only informs', () => {
  test.each(INFORMS)('does not stop a recovery when %s is denied', async (name) => {
    const [ram = ''] = ACTIONS[name].ram;
    await open(without(exactly('instance'), ram));
    const described = await call(house.client, 'describe-source', { instanceId: WEB });
    expect(described.error).toBeUndefined();
    const placed = await insist(house.client, 'find-target-zone', { instanceId: WEB });
    expect(placed.error).toBeUndefined();
    const shown = JSON.stringify([described, placed]);
    // Not asked on this way, or told as unknown with the reason.
    if (refused(house).some((r) => r.action === name)) expect(shown).toMatch(/Forbidden\.RAM/);
  });
});

describe('a permission that is needed only sometimes', () => {
  test('DescribeRegions: an instance that is not in the home region; the remedy is to name the region', async () => {
    await open(without(policyFor({ purposes: ['read-only'] }), 'ecs:DescribeRegions'));
    const { error } = await call(house.client, 'describe-source', { instanceId: 'i-uf6elsewhere00000000' });
    expect(error).toMatchObject({ code: 'Forbidden.RAM', ramAction: 'ecs:DescribeRegions' });
    expect(error?.remedy).toContain('Pass regionId');
  });
});

test('a policy for one region is not one for another', async () => {
  await open(exactly('read-only', ['cn-shanghai']));
  const { error } = await call(house.client, 'describe-source', { instanceId: WEB, regionId: REGION });
  expect(error).toMatchObject({ code: 'Forbidden.RAM', ramAction: 'ecs:DescribeInstances' });
});

test('what an earlier step made is listed when a later one is denied', async () => {
  const policy = exactly('instance');
  await open(without(policy, 'ecs:CreateImage'));
  const group = await insist(house.client, 'create-snapshot-group', { instanceId: WEB });
  const { snapshotGroupId, recoveryId } = group;
  const args = { instanceId: WEB, snapshotGroupId, recoveryId };
  const { error, text } = await insist(house.client, 'create-image', args);
  expect(error).toMatchObject({ ramAction: 'ecs:CreateImage' });
  expect(error?.created).toEqual(expect.arrayContaining([expect.objectContaining({ id: snapshotGroupId })]));
  expect(text).toContain(snapshotGroupId);
  house.simulator.setPolicy(policy);
  expect((await insist(house.client, 'create-image', args)).status).toBe('done');
});

test('a disk that was made is listed when attaching it is denied, and is attached once that is granted', async () => {
  const policy = exactly('disks');
  await open(without(policy, 'ecs:AttachDisk'));
  const taken = await insist(house.client, 'create-snapshot', { diskIds: [BATCH_DISK] });
  const snapshotIds = taken.snapshots.map((s: { snapshotId: string }) => s.snapshotId);
  const args = { snapshotIds, targetInstanceId: BATCH, recoveryId: taken.recoveryId };
  const { error } = await insist(house.client, 'attach-recovered-disk', args);
  expect(error).toMatchObject({
    ramAction: 'ecs:AttachDisk',
    created: expect.arrayContaining([expect.objectContaining({ kind: 'disk' })]),
  });
  const made = error?.created?.find((c) => c.kind === 'disk')?.id;
  house.simulator.setPolicy(policy);
  const done = await insist(house.client, 'attach-recovered-disk', args);
  expect(done.disks.map((d: { diskId: string }) => d.diskId)).toEqual([made]);
});
