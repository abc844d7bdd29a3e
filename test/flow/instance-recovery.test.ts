import { afterEach, describe, expect, test } from 'vitest';
import { type Choices, call, decided, follow, type Result } from '../support/agent.ts';
import { agreeable, type House, openHouse, type Person } from '../support/house.ts';

const WEB = 'i-bp1webprod0100000000';
const BATCH = 'i-bp1batch010000000000';
const GAP = 'i-bp1filesgap010000000';
const PUBLIC = 'i-bp1apipublic01000000';
const EIP = 'i-bp1gatewayeip0100000';

let house: House;
afterEach(() => house.close());

const mutations = (of: House) => of.simulator.requests.filter((r) => r.mutating && r.params.DryRun !== 'true');
const effects = (of: House, action: string) => mutations(of).filter((r) => r.action === action && r.tookEffect);

/** Along every next from describe-source to the verified DR instance. */
async function recover(
  of: House,
  instanceId: string,
  choices: Choices = {},
): Promise<{ seen: Result[]; last: Result }> {
  const seen = await follow(
    of.client,
    { tool: 'describe-source', arguments: { instanceId } },
    choices,
    (next, before) => (next.tool === 'check-recovery' && before.some((r) => r.target) ? {} : {}),
  );
  const last = seen.at(-1);
  if (!last) throw new Error('nothing happened');
  return { seen, last };
}

for (const [way, person] of [
  ['with elicitation', agreeable],
  ['without elicitation', undefined],
] as const) {
  describe(`a whole recovery ${way}`, () => {
    test('brings a three-disk instance back in another zone with every disk as it was, and says so', async () => {
      house = await openHouse({ ...(person && { person }) });
      const { seen, last } = await recover(house, WEB);
      expect(last.error).toBeUndefined();
      expect(last.status).toBe('done');
      expect(last.differences).toEqual([]);
      expect(last.verified).toBe(true);
      const dr = await call(house.client, 'describe-source', { instanceId: last.drInstanceId });
      expect(dr.source.name).toBe('recovery-web-prod-01');
      expect(dr.source.zoneId).not.toBe('cn-hangzhou-h');
      expect(dr.source.vpcId).toBe('vpc-bp1prod0000000000000');
      expect(dr.source.securityGroupIds.sort()).toEqual(['sg-bp1admin000000000000', 'sg-bp1web00000000000000']);
      expect(dr.source.publicIp).toBe('none');
      expect(dr.source.keyPairName).toBe('shop-ops');
      expect(dr.source.ramRoleName).toBe('shop-web-role');
      expect(dr.source.httpTokens).toBe('required');
      expect(dr.disks.map(layout)).toEqual([
        ['/dev/xvda', 'cloud_essd', 'PL0', 60],
        ['/dev/xvdb', 'cloud_essd', 'PL1', 200],
        ['/dev/xvdc', 'cloud_essd', 'PL2', 500],
      ]);
      expect(effects(house, 'CreateSnapshotGroup')).toHaveLength(1);
      expect(effects(house, 'CreateImage')).toHaveLength(1);
      expect(effects(house, 'RunInstances')).toHaveLength(1);
      expect(new Set(seen.flatMap((r) => r.recoveryId ?? []))).toHaveProperty('size', 1);
    });

    test('takes a single snapshot of a single-disk instance', async () => {
      house = await openHouse({ ...(person && { person }) });
      const { last } = await recover(house, BATCH);
      expect(last.error).toBeUndefined();
      expect(last.verified).toBe(true);
      expect(effects(house, 'CreateSnapshot')).toHaveLength(1);
      expect(effects(house, 'CreateSnapshotGroup')).toHaveLength(0);
    });
  });
}

const layout = (d: { device: string; category: string; performanceLevel?: string; sizeGiB: number }) => [
  d.device,
  d.category,
  d.performanceLevel,
  d.sizeGiB,
];

describe('what the copy must not get wrong', () => {
  test('a gap in the device names comes out right, without an extra disk', async () => {
    house = await openHouse({ person: agreeable });
    const { last } = await recover(house, GAP);
    expect(last.verified).toBe(true);
    const dr = await call(house.client, 'describe-source', { instanceId: last.drInstanceId });
    expect(dr.disks.map(layout)).toEqual([
      ['/dev/xvda', 'cloud_essd', 'PL1', 40],
      ['/dev/xvdb', 'cloud_essd', 'PL1', 50],
      ['/dev/xvdd', 'cloud_essd', 'PL0', 120],
    ]);
  });

  test('a source with its own public IP gets a new one of the same bandwidth', async () => {
    house = await openHouse({ person: agreeable });
    const { last } = await recover(house, PUBLIC);
    expect(last.verified).toBe(true);
    const dr = await call(house.client, 'describe-source', { instanceId: last.drInstanceId });
    expect(dr.source.publicIp).toBe('own public IP');
    expect(effects(house, 'RunInstances')[0]?.params.InternetMaxBandwidthOut).toBe('5');
  });

  test('an EIP stays with the source: bandwidth 0, and the result says so', async () => {
    house = await openHouse({ person: agreeable });
    const { last } = await recover(house, EIP);
    expect(last.verified).toBe(true);
    expect(effects(house, 'RunInstances')[0]?.params.InternetMaxBandwidthOut).toBe('0');
    expect(last.text).toMatch(/EIP/);
  });

  test('the source is read, never changed', async () => {
    house = await openHouse({ person: agreeable });
    const before = await call(house.client, 'describe-source', { instanceId: WEB });
    await recover(house, WEB);
    const after = await call(house.client, 'describe-source', { instanceId: WEB });
    expect(after.source).toEqual(before.source);
    expect(after.disks).toEqual(before.disks);
    const allowed = ['CreateSnapshotGroup', 'CreateSnapshot', 'CreateImage', 'CreateVSwitch', 'RunInstances'];
    expect(mutations(house).filter((r) => !allowed.includes(r.action))).toEqual([]);
  });
});

describe('every creation', () => {
  test('was shown in full before: each wire parameter stands in the plan with its value', async () => {
    house = await openHouse();
    const { seen } = await recover(house, WEB);
    const plans = seen.flatMap((r) => (r.decision?.plan ? [r.decision.plan] : []));
    for (const request of mutations(house)) {
      const { ClientToken: _, ...sent } = request.params;
      const shown = plans.map((p) => [
        p.action,
        Object.fromEntries(Object.entries(p.parameters).map(([k, v]) => [k, String(v)])),
      ]);
      expect(shown).toContainEqual([request.action, sent]);
    }
  });

  test('carries our tags, a client token and the user agent', async () => {
    house = await openHouse({ person: agreeable });
    const { last } = await recover(house, WEB);
    expect(mutations(house).length).toBeGreaterThan(2);
    for (const request of mutations(house)) {
      const tags = Object.entries(request.params)
        .filter(([k]) => /^Tag\.\d+\.Key$/.test(k))
        .map(([, v]) => v);
      expect(tags).toEqual(expect.arrayContaining(['ecs-dr:recovery', 'ecs-dr:source']));
      expect(request.params.ClientToken).toMatch(/^[\x21-\x7e]{16,64}$/);
    }
    for (const request of house.simulator.requests) {
      expect(request.userAgent).toMatch(
        /AlibabaCloud-Agent-Skills\/alibabacloud-ecs-disaster-recovery-snapshot\/[0-9a-f]{32}$/,
      );
    }
    const sent = mutations(house).filter((r) => r.tookEffect);
    expect(house.audit.filter((a) => a.result === 'ok').map((a) => a.action)).toEqual(sent.map((r) => r.action));
    expect(house.audit.every((a) => a.recoveryId === last.recoveryId && a.requestId && a.decidedBy === 'dialog')).toBe(
      true,
    );
  });

  test('of an instance is preceded by a dry run', async () => {
    house = await openHouse({ person: agreeable });
    await recover(house, BATCH);
    const runs = house.simulator.requests.filter((r) => r.action === 'RunInstances');
    expect(runs.map((r) => r.params.DryRun)).toEqual(expect.arrayContaining(['true', undefined]));
    expect(runs.at(-1)?.params.DryRun).toBeUndefined();
  });
});

describe('nothing is created', () => {
  const refusing: [string, Person][] = [
    ['declines', () => 'decline'],
    ['cancels', () => 'cancel'],
    ['accepts an empty form', () => 'accept-empty'],
    ['answers something that was not offered', () => ({ choice: 'yes please' })],
    ['chooses to stop', ({ options }) => ({ choice: options.at(-1)?.const ?? '' })],
  ];
  for (const [what, person] of refusing) {
    test(`when the person ${what}`, async () => {
      house = await openHouse({ person });
      const result = await call(house.client, 'create-snapshot-group', { instanceId: WEB });
      expect(result.status).toBe('declined');
      expect(mutations(house)).toEqual([]);
    });
  }

  test('by an answer with a made-up plan token, or without one', async () => {
    house = await openHouse();
    const asked = await call(house.client, 'create-snapshot-group', { instanceId: WEB });
    const answers = { [asked.decision?.id ?? '']: asked.decision?.options[0]?.value ?? '' };
    for (const planToken of [undefined, 'zzzz.abcd.efgh', `${asked.decision?.planToken}x`]) {
      const again = await call(house.client, 'create-snapshot-group', {
        instanceId: WEB,
        recoveryId: asked.recoveryId,
        answers,
        ...(planToken && { planToken }),
      });
      expect(again.status).toBe('decision_required');
    }
    expect(mutations(house)).toEqual([]);
  });

  test('by an answer to other arguments than were shown', async () => {
    house = await openHouse();
    const asked = await call(house.client, 'create-snapshot-group', { instanceId: WEB });
    const again = await call(house.client, 'create-snapshot-group', {
      instanceId: GAP,
      recoveryId: asked.recoveryId,
      answers: { [asked.decision?.id ?? '']: 'go-ahead' },
      planToken: asked.decision?.planToken,
    });
    expect(again.status).toBe('decision_required');
    expect(mutations(house)).toEqual([]);
  });
});

describe('repeating a step', () => {
  test('adopts what it made and asks nothing again', async () => {
    house = await openHouse();
    const first = await decided(house.client, 'create-snapshot-group', { instanceId: WEB });
    const again = await call(house.client, 'create-snapshot-group', { instanceId: WEB, recoveryId: first.recoveryId });
    expect(again.decision).toBeUndefined();
    expect(again.snapshotGroupId).toBe(first.snapshotGroupId);
    expect(effects(house, 'CreateSnapshotGroup')).toHaveLength(1);
  });

  test('every next that a result gives is accepted as it is', async () => {
    house = await openHouse();
    const { seen } = await recover(house, WEB);
    for (const result of seen) expect(result.error?.code).not.toBe('InvalidInput');
  });
});
