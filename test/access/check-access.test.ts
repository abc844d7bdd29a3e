import { afterEach, describe, expect, test } from 'vitest';
import { ACTIONS } from '../../src/cloud/actions.ts';
import { policyFor } from '../../src/cloud/policy.ts';
import { call } from '../support/agent.ts';
import { type House, type HouseOptions, openHouse } from '../support/house.ts';

const WEB = 'i-bp1webprod0100000000';
const BATCH = 'i-bp1batch010000000000';
const REGION = 'cn-hangzhou';

let house: House;
afterEach(() => house?.close());

async function check(args: Record<string, unknown> = {}, options: HouseOptions = {}) {
  house = await openHouse(options);
  return call(house.client, 'check-access', args);
}

const actionsIn = (policy: { Statement: { Action: string[] }[] }) => policy.Statement.flatMap((s) => s.Action);

describe('check-access says', () => {
  test('whose credentials are in use, and where they come from, but never a key', async () => {
    const result = await check();
    expect(result.caller).toEqual({
      accountId: '1234567890123456',
      identityType: 'RAMUser',
      arn: 'acs:ram::1234567890123456:user/dr-operator',
      credentialSource: 'static',
    });
    expect(result.text).toContain('Account 1234567890123456, RAMUser acs:ram::1234567890123456:user/dr-operator');
    const all = JSON.stringify(result);
    expect(all).not.toContain(house.simulator.accessKeyId);
    expect(all).not.toContain(house.simulator.accessKeySecret);
  });

  test.each([
    ['Account', 'acs:ram::1234567890123456:root'],
    ['AssumedRoleUser', 'acs:ram::1234567890123456:assumed-role/dr/session'],
  ] as const)('what kind of identity it is: %s', async (identityType, arn) => {
    const scenario = { name: 'who', extends: 'default', account: { id: '1234567890123456', identityType, name: 'dr' } };
    expect((await check({}, { simulator: { scenario } })).caller).toMatchObject({ identityType, arn });
  });

  test('allowed for what was tried and denied for what was refused, with the reason, and to pause until then', async () => {
    house = await openHouse();
    const policy = policyFor({ purposes: ['instance'], regions: [REGION] });
    for (const s of policy.Statement)
      s.Action = s.Action.filter((a) => a !== 'ecs:DescribeImages' && a !== 'ecs:RunInstances');
    house.simulator.setPolicy(policy);
    const result = await call(house.client, 'check-access', {});
    expect(result.denied.map((d: { ramAction: string }) => d.ramAction).sort()).toEqual([
      'ecs:DescribeImages',
      'ecs:RunInstances',
    ]);
    expect(result.denied[0].reason).toMatch(/denied to SubUser 298765432109876543: no policy allows it/);
    expect(result.allowed).toContain('ecs:DescribeInstances');
    expect(result.text).toContain('Pause until the denied actions are granted');
  });

  test('nothing is denied where the smallest policy is in force: no try asks for more than the real request', async () => {
    for (const purpose of ['instance', 'image', 'disks', 'read-only'] as const) {
      house = await openHouse();
      house.simulator.setPolicy(policyFor({ purposes: [purpose], regions: [REGION], ramRoleName: 'shop-web-role' }));
      const result = await call(house.client, 'check-access', { purpose, instanceId: WEB });
      expect(result.denied, purpose).toEqual([]);
      expect(result.status).toBe('done');
      await house.close();
    }
  });

  test('"not known" for every change that cannot be tried without doing it, and tries none of them', async () => {
    const result = await check({ purpose: 'disks' });
    expect(result.unknown.sort()).toEqual(
      ['ecs:AttachDisk', 'ecs:CreateDisk', 'ecs:CreateSnapshot', 'ecs:CreateSnapshotGroup'].sort(),
    );
    const sent = house.simulator.requests;
    expect(sent.filter((r) => r.mutating && r.params.DryRun !== 'true')).toEqual([]);
    expect(sent.filter((r) => r.tookEffect)).toEqual([]);
    expect(house.audit).toEqual([]);
  });

  test('every action of the purpose exactly once: allowed, denied or not known', async () => {
    const result = await check({ purpose: 'instance' });
    const told = [
      ...result.allowed,
      ...result.denied.map((d: { ramAction: string }) => d.ramAction),
      ...result.unknown,
    ].sort();
    const needed = Object.values(ACTIONS).flatMap((a) =>
      (a.purposes as readonly string[]).includes('instance') ? [...a.ram] : [],
    );
    expect(told).toEqual([...needed].sort());
  });

  test('only what was asked for, when actions are named', async () => {
    const result = await check({ actions: ['ecs:DescribeInstances', 'vpc:CreateVSwitch', 'ram:PassRole'] });
    expect(result.allowed).toEqual(['ecs:DescribeInstances']);
    expect(result.unknown).toEqual(['vpc:CreateVSwitch', 'ram:PassRole']);
  });

  test.each([
    ['ecs:DeleteInstance'],
    ['ecs:CreateVSwitch'],
    ['oss:PutObject'],
  ])('%s is none of ours, and what would be right', async (action) => {
    const { error } = await check({ actions: [action] });
    expect(error).toMatchObject({ code: 'InvalidInput' });
    expect(error?.message).toContain(action);
    expect(error?.remedy).toContain('ecs:RunInstances');
  });
});

describe('the policy it hands over', () => {
  test('creates a vSwitch under the product that RAM checks', async () => {
    const result = await check({ purpose: 'instance' });
    expect(actionsIn(result.policy)).toContain('vpc:CreateVSwitch');
    expect(actionsIn(result.policy)).not.toContain('ecs:CreateVSwitch');
  });

  test('passes the one role that the source has, and none where it has none', async () => {
    const withRole = await check({ instanceId: WEB });
    expect(withRole.policy.Statement.at(-1)).toEqual({
      Effect: 'Allow',
      Action: ['ram:PassRole'],
      Resource: ['acs:ram:*:*:role/shop-web-role'],
    });
    expect(withRole.unknown).toContain('ram:PassRole');
    await house.close();
    const without = await check({ instanceId: BATCH });
    expect(actionsIn(without.policy)).not.toContain('ram:PassRole');
    await house.close();
    const disks = await check({ instanceId: WEB, purpose: 'disks' });
    expect(actionsIn(disks.policy)).not.toContain('ram:PassRole');
  });

  test('is limited to the region asked for, else to where the source is', async () => {
    expect((await check({ instanceId: 'i-uf6branchweb01000000' })).regionId).toBe('cn-shanghai');
    await house.close();
    const asked = await check({ regionId: 'cn-shanghai' });
    expect(asked.regionId).toBe('cn-shanghai');
    const narrow = asked.policy.Statement.flatMap((s: { Resource: string[] }) => s.Resource).filter(
      (r: string) => r !== '*',
    );
    expect(narrow.length).toBeGreaterThan(0);
    expect(narrow.every((r: string) => r.includes(':cn-shanghai:'))).toBe(true);
  });
});

describe('where what is asked about is itself denied', () => {
  test('the rest is told all the same, and what stays unknown is said', async () => {
    house = await openHouse();
    house.simulator.setPolicy({ Statement: [{ Effect: 'Deny', Action: 'ecs:DescribeInstances' }] });
    const result = await call(house.client, 'check-access', { instanceId: WEB });
    expect(result.error).toBeUndefined();
    expect(result.caller.accountId).toBe('1234567890123456');
    expect(result.denied.length).toBeGreaterThan(10);
    expect(result.note).toContain(`${WEB} cannot be looked up (Forbidden.RAM`);
    expect(result.policy.Statement.length).toBeGreaterThan(1);
  });

  test('a role that may not be read is not taken for no role', async () => {
    house = await openHouse();
    house.simulator.setPolicy({
      Statement: [
        { Effect: 'Allow', Action: '*' },
        { Effect: 'Deny', Action: 'ecs:DescribeInstanceRamRole' },
      ],
    });
    const result = await call(house.client, 'check-access', { instanceId: WEB });
    expect(result.note).toMatch(/RAM role of .* is not known .*ram:PassRole is needed, too/);
    expect(result.denied).toMatchObject([{ ramAction: 'ecs:DescribeInstanceRamRole' }]);
    expect(result.denied[0].reason).toContain('explicit Deny');
  });
});

describe('what is no verdict is an error', () => {
  test('a region that does not exist is not taken for "all allowed"', async () => {
    const result = await check({ regionId: 'cn-nowhere' });
    expect(result.error?.code).toMatch(/Region/);
    expect(result.allowed).toBeUndefined();
  });
});
