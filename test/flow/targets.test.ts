import { afterEach, describe, expect, test } from 'vitest';
import { DrError } from '../../src/errors.ts';
import { isQuestion, wereRefused } from '../../src/flow/dr-refusal.ts';
import type { ScenarioObject } from '../../src/simulator/index.ts';
import { call, decided, type Result, step } from '../support/agent.ts';
import { effects, type Flow, mutations, openFlow, WAYS } from './flow.ts';

const WEB = 'i-bp1webprod0100000000';
const LEGACY = 'i-bp1legacymixed010000';
const TIGHT = 'i-bp1tightvpc010000000';
const ERP = 'i-bp1erpprepaid0100000';
const SPOT = 'i-bp1crawlerspot010000';
const BATCH = 'i-bp1batch010000000000';
const ARM = 'i-bp1armbuild010000000';

let flow: Flow;
afterEach(() => flow?.house.close());

const told = () => flow.questions.map((q) => q.message).join('\n');

/** The type of web-prod-01 is sold out in every other zone. */
const SOLD_OUT: ScenarioObject = {
  name: 'g7-sold-out',
  extends: 'default',
  regions: [
    {
      id: 'cn-hangzhou',
      zones: ['i', 'j', 'k'].map((z) => ({ id: `cn-hangzhou-${z}`, stock: { 'ecs.g7.*': 'WithoutStock' as const } })),
    },
  ],
};

for (const way of WAYS) {
  describe(`the target is the person’s decision, ${way}`, () => {
    test('a zone without vSwitch gets one with the proposed block, and the copy runs in it', async () => {
      flow = await openFlow(way, ['cn-hangzhou-k']);
      const { last } = await flow.play('describe-source', { instanceId: BATCH });
      expect(flow.questions.some((q) => q.options.includes('cn-hangzhou-k'))).toBe(true);
      const made = effects(flow.house, 'CreateVSwitch');
      expect(made).toHaveLength(1);
      expect(made[0]?.params).toMatchObject({ ZoneId: 'cn-hangzhou-k', VpcId: 'vpc-bp1prod0000000000000' });
      expect(made[0]?.params.CidrBlock).toMatch(/^10\.20\.\d+\.0\/24$/);
      expect(effects(flow.house, 'RunInstances')[0]?.params.ZoneId).toBe('cn-hangzhou-k');
      expect(last.verified).toBe(true);
    });

    test('no stock anywhere else: similar types are ranked, and the chosen one survives the new vSwitch', async () => {
      flow = await openFlow(way, [], { simulator: { scenario: SOLD_OUT } });
      const { last } = await flow.play('describe-source', { instanceId: WEB });
      const asked = flow.questions.find((q) => /no stock in any other zone/.test(q.message));
      expect(asked?.options.at(-1)).toBe('stop');
      const [type] = asked?.options ?? [];
      expect(type).toMatch(/^ecs\./);
      expect(effects(flow.house, 'RunInstances')[0]?.params.InstanceType).toBe(type);
      expect(flow.questions.filter((q) => q.options.some((o) => o.startsWith('ecs.')))).toHaveLength(1);
      expect(last.verified).toBe(true);
    });

    test('stock gone at the last moment is a decision, and the chosen type is used', async () => {
      flow = await openFlow(way, ['ecs.g8i.xlarge'], {
        simulator: { faults: [{ action: 'RunInstances', fault: 'no-stock', nth: 1 }] },
      });
      const { last } = await flow.play('describe-source', { instanceId: WEB });
      const asked = flow.questions.find((q) => /cannot be had in cn-hangzhou-i now/.test(q.message));
      expect(asked?.options).toEqual([
        expect.stringMatching(/^ecs\./),
        expect.stringMatching(/^ecs\./),
        'other-zone',
        'stop',
      ]);
      expect(last.error).toBeUndefined();
      const [made, second] = effects(flow.house, 'RunInstances');
      expect(made?.params.InstanceType).toBe('ecs.g8i.xlarge');
      expect(second).toBeUndefined();
    });

    test('a type that was refused is not offered again in place of the next one that is refused', async () => {
      flow = await openFlow(way, [], {
        simulator: { faults: [{ action: 'RunInstances', fault: 'no-stock', from: 1, to: 2 }] },
      });
      const { last } = await flow.play('describe-source', { instanceId: WEB });
      const asked = flow.questions.filter((q) => /cannot be had in cn-hangzhou-i now/.test(q.message));
      const [first, second] = [asked[0], asked.at(-1)].map((q) => q?.options.filter((o) => o.startsWith('ecs.')) ?? []);
      expect(second).not.toContain('ecs.g7.xlarge');
      expect(second).not.toContain(first?.[0]);
      expect(effects(flow.house, 'RunInstances').map((r) => r.params.InstanceType)).toEqual([second?.[0]]);
      expect(last.verified).toBe(true);
    });

    test('another zone, chosen when the stock went away, keeps the image and ends verified', async () => {
      flow = await openFlow(way, ['other-zone', 'cn-hangzhou-j'], {
        simulator: { faults: [{ action: 'RunInstances', fault: 'no-stock', nth: 1 }] },
      });
      const seen: string[] = [];
      const { last } = await flow.play('describe-source', { instanceId: WEB });
      seen.push(...effects(flow.house, 'RunInstances').map((r) => r.params.ZoneId ?? ''));
      expect(seen).toEqual(['cn-hangzhou-j']);
      expect(effects(flow.house, 'CreateImage')).toHaveLength(1);
      expect(last.verified).toBe(true);
    });

    test('a category the zone does not offer is asked about and the chosen one used, through a new vSwitch', async () => {
      flow = await openFlow(way, ['separate-snapshots', 'ecs.g7.large']);
      const { house } = flow;
      const image = await flow.play('create-image', { instanceId: LEGACY, wholeInstance: true }, () => ({}));
      expect(image.last.error).toBeUndefined();
      flow.questions.length = 0;
      const imageId = effects(house, 'RunInstances')[0]?.params.ImageId;
      const { last } = await flow.play('find-target-zone', {
        instanceId: LEGACY,
        zoneId: 'cn-hangzhou-k',
        instanceType: 'ecs.g7.large',
        imageId,
      });
      const asked = flow.questions.filter((q) => /does not offer cloud/.test(q.message));
      expect(asked.map((q) => q.message.replaceAll('\\', ''))).toEqual([
        expect.stringMatching(/cloud_efficiency for \/dev\/xvda/),
        expect.stringMatching(/cloud_ssd for \/dev\/xvdb/),
      ]);
      const run = effects(house, 'RunInstances').at(-1)?.params;
      expect(run).toMatchObject({
        ZoneId: 'cn-hangzhou-k',
        InstanceType: 'ecs.g7.large',
        'SystemDisk.Category': asked[0]?.options[0],
        'DataDisk.1.Category': asked[1]?.options[0],
        'DataDisk.2.Category': 'cloud_essd',
      });
      expect(last.verified).toBe(true);
    });

    test.each([
      ['the same category at another level', [], { Category: 'cloud_essd', PerformanceLevel: 'PL1' }],
      ['another category', ['cloud_ssd'], { Category: 'cloud_ssd' }],
    ])('a performance level the zone does not have is asked about: %s', async (_, prefer, chosen) => {
      flow = await openFlow(way, prefer);
      const wish = { zoneId: 'cn-hangzhou-g', instanceType: 'ecs.g6.xlarge' };
      const { last } = await flow.play('create-image', { instanceId: WEB, wholeInstance: true }, (next) =>
        next.tool === 'find-target-zone' ? wish : {},
      );
      const asked = flow.questions.find((q) => /does not take cloud\\?_essd PL0 for \/dev\/xvda/.test(q.message));
      expect(asked?.options[0]).toBe('cloud_essd:PL1');
      expect(asked?.options.at(-1)).toBe('stop');
      const [launch] = effects(flow.house, 'RunInstances');
      expect(
        Object.entries(launch?.params ?? {}).filter(([name]) => /^SystemDisk\.(Category|Perf)/.test(name)),
      ).toEqual(Object.entries(chosen).map(([name, value]) => [`SystemDisk.${name}`, value]));
      expect(last.verified).toBe(true);
      // Without the request at hand, the copy itself tells that this was chosen.
      const later = await call(await flow.house.another(), 'verify-recovery', {
        instanceId: WEB,
        drInstanceId: last.drInstanceId,
      });
      expect(later.differences).toEqual([]);
    });

    test('a subscription is asked about, with the prices of every way', async () => {
      flow = await openFlow(way, ['PrePaid-1']);
      const { seen, last } = await flow.play('describe-source', { instanceId: ERP });
      const asked = flow.questions.find((q) => /subscription \(PrePaid\)/.test(q.message));
      expect(asked?.options).toEqual(['PostPaid', 'PrePaid-1', 'PrePaid-12', 'stop']);
      const shown = seen.find((r) => r.decision?.id === 'billing')?.decision?.options;
      if (way === 'without elicitation') {
        expect(shown?.[0]?.description).toMatch(/CNY\/h.*CNY\/month/);
        expect(shown?.[1]?.description).toMatch(/CNY\/month.*purchase/);
        expect(shown?.[2]?.description).toMatch(/CNY\/month.*purchase/);
      }
      expect(effects(flow.house, 'RunInstances')[0]?.params).toMatchObject({
        InstanceChargeType: 'PrePaid',
        Period: '1',
      });
      expect(last.verified).toBe(true);
    });

    test('a subscription of 12 months is shown with what is paid for all of them', async () => {
      flow = await openFlow(way, ['PrePaid-12']);
      const { seen, last } = await flow.play('create-image', { instanceId: ERP, wholeInstance: true });
      const texts = [...flow.questions.map((q) => q.message), ...seen.map((r) => r.text)];
      expect(texts.filter((t) => /Price: about [\d.]+ CNY per 12 Months \(estimate\)/.test(t))).toHaveLength(1);
      const decision = seen.find((r) => r.decision?.id === 'billing')?.decision;
      const approval = seen.find((r) => r.decision?.id === 'run-dr-instance')?.decision;
      if (way === 'without elicitation') {
        const price = approval?.plan?.price as { amount: number; unit: string; currency: string };
        expect(price).toEqual({ amount: expect.any(Number), unit: '12 Months', currency: 'CNY' });
        const { amount } = price;
        expect(decision?.options[2]?.description).toContain(
          `${amount.toFixed(2)} CNY for 12 months, ${(amount / 12).toFixed(2)} CNY/month (estimate)`,
        );
      }
      expect(effects(flow.house, 'RunInstances')[0]?.params.Period).toBe('12');
      expect(last.verified).toBe(true);
    });

    test('a spot source is recommended as pay-as-you-go, and is spot again only by choice', async () => {
      flow = await openFlow(way, ['spot']);
      const { last } = await flow.play('describe-source', { instanceId: SPOT });
      const asked = flow.questions.find((q) => /spot instance/.test(q.message));
      expect(asked?.options).toEqual(['on-demand', 'spot', 'stop']);
      expect(effects(flow.house, 'RunInstances')[0]?.params).toMatchObject({
        SpotStrategy: 'SpotWithPriceLimit',
        SpotPriceLimit: '0.35',
      });
      expect(last.verified).toBe(true);
    });
  });
}

describe('find-target-zone', () => {
  const find = (args: Record<string, unknown>) => call(flow.house.client, 'find-target-zone', args);

  test('spells out how each similar type differs, the likest first', async () => {
    flow = await openFlow('without elicitation', [], { simulator: { scenario: 'stock-crisis' } });
    const { decision } = await find({ instanceId: WEB, zoneId: 'cn-hangzhou-k' });
    expect(decision?.id).toBe('instance-type');
    const types = decision?.options.filter((o) => o.value.startsWith('ecs.')) ?? [];
    expect(types[0]?.value).toBe('ecs.g8i.xlarge');
    for (const type of types) expect(type.description).toMatch(/vCPU.*% price|vCPU.*same price/);
    expect(decision?.options.map((o) => o.value)).toContain('cn-hangzhou-i');
  });

  test('a crisis of stock ends verified all the same', async () => {
    flow = await openFlow('without elicitation', [], { simulator: { scenario: 'stock-crisis' } });
    const { last } = await flow.play('describe-source', { instanceId: WEB });
    expect(told()).toMatch(/cannot be had in cn-hangzhou-i now/);
    expect(last.error).toBeUndefined();
    expect(last.verified).toBe(true);
  });

  test('does not offer a full vSwitch, and says that one is needed', async () => {
    flow = await openFlow('without elicitation');
    const result = await decided(flow.house.client, 'find-target-zone', { instanceId: WEB, zoneId: 'cn-hangzhou-j' });
    expect(result.zones.find((z: Result) => z.zoneId === 'cn-hangzhou-j').vSwitches).toEqual([]);
    expect(result.target.cidrBlock).toMatch(/\/24$/);
    expect(result.next).toMatchObject({ tool: 'create-vswitch', arguments: { instanceId: WEB } });
  });

  test('a named zone without vSwitch: create one, or another zone', async () => {
    flow = await openFlow('without elicitation');
    const { decision } = await find({ instanceId: WEB, zoneId: 'cn-hangzhou-k' });
    expect(decision?.options.map((o) => o.value)).toEqual(['create-vswitch', 'other-zone', 'stop']);
    const other = await decided(
      flow.house.client,
      'find-target-zone',
      { instanceId: WEB, zoneId: 'cn-hangzhou-k' },
      { vswitch: 'other-zone' },
    );
    expect(other.target.zoneId).not.toBe('cn-hangzhou-k');
  });

  test('a named zone without stock: a similar type there, or the same type elsewhere', async () => {
    flow = await openFlow('without elicitation');
    const { decision } = await find({ instanceId: ARM, zoneId: 'cn-hangzhou-i' });
    expect(decision?.question).toMatch(/has no stock in cn-hangzhou-i/);
    expect(decision?.options.map((o) => o.value)).toContain('cn-hangzhou-j');
    // Another architecture cannot start the image.
    for (const { value } of decision?.options ?? []) expect(value).not.toMatch(/^ecs\.(g7|g8i|g6)\./);
  });

  test('the source’s own zone and an unknown zone are refused, with the zones there are', async () => {
    flow = await openFlow('without elicitation');
    expect((await find({ instanceId: WEB, zoneId: 'cn-hangzhou-h' })).error?.cause).toMatch(/another zone/);
    expect((await find({ instanceId: WEB, zoneId: 'cn-hangzhou-z' })).error?.cause).toMatch(/cn-hangzhou-k/);
  });

  test('a VPC without room is a clear error, before any question', async () => {
    flow = await openFlow('without elicitation');
    for (const zoneId of [undefined, 'cn-hangzhou-i']) {
      const { error, decision } = await find({ instanceId: TIGHT, ...(zoneId && { zoneId }) });
      expect(decision).toBeUndefined();
      expect(error?.code).toBe('NoAddressSpace');
      expect(error?.cause).toMatch(/172\.16\.8\.0\/24/);
      expect(error?.remedy).toMatch(/secondary CIDR/);
    }
    const direct = await call(flow.house.client, 'create-vswitch', {
      vpcId: 'vpc-bp1tight000000000000',
      zoneId: 'cn-hangzhou-i',
      instanceId: TIGHT,
    });
    expect(direct.error?.code).toBe('NoAddressSpace');
    expect(mutations(flow.house)).toEqual([]);
  });

  test('asked first of all, leads to taking the point', async () => {
    flow = await openFlow('without elicitation');
    const chosen = await decided(flow.house.client, 'find-target-zone', { instanceId: WEB });
    expect(chosen.next).toMatchObject({ tool: 'create-snapshot-group', arguments: { instanceId: WEB } });
  });
});

describe('stock and prices are asked for as the copy will be billed', () => {
  const MARKET = /^Describe(AvailableResource|RecommendInstanceType|Price)$/;
  type Asked = Record<'of' | 'chargeType' | 'spot' | 'unit' | 'period', string | undefined>;
  const askedSince = (n: number): Asked[] =>
    flow.house.simulator.requests
      .slice(n)
      .filter((r) => MARKET.test(r.action))
      .map(({ action, params }) => ({
        of: action.replace('Describe', ''),
        chargeType: params.InstanceChargeType,
        spot: params.SpotStrategy,
        unit: params.PriceUnit,
        period: params.Period,
      }));
  /** What is asked from the refusal of the dry run on to the alternatives to it. */
  async function askedAfterRefusal(instanceId: string, choices: Record<string, string>): Promise<Asked[]> {
    flow = await openFlow('without elicitation');
    const { client, simulator } = flow.house;
    const image = await step(client, 'create-image', { instanceId, wholeInstance: true });
    const imageId = image.imageId ?? image.resources.find((r: Result) => r.kind === 'image').id;
    const { recoveryId } = image;
    const args = { instanceId, imageId, recoveryId, zoneId: 'cn-hangzhou-i', vSwitchId: 'vsw-bp1prodi000000000000' };
    simulator.setFaults([{ action: 'RunInstances', fault: 'no-stock', dryRun: true }]);
    const first = await call(client, 'run-dr-instance', args);
    const [[id, answer] = ['', '']] = Object.entries(choices);
    expect(first.decision?.id).toBe(id);
    const n = simulator.requests.length;
    const { planToken } = first.decision ?? {};
    const second = await call(client, 'run-dr-instance', { ...args, answers: { [id]: answer }, planToken });
    expect(second.decision?.id).toMatch(/^no-stock-/);
    const refused = simulator.requests.findIndex((r, i) => i >= n && r.action === 'RunInstances');
    return askedSince(refused);
  }
  const stock = (asked: Asked[]) => asked.filter((a) => a.of !== 'Price');
  const prices = (asked: Asked[]) => asked.filter((a) => a.of === 'Price');

  test('alternatives for a subscription that comes back as pay-as-you-go', async () => {
    const asked = await askedAfterRefusal(ERP, { billing: 'PostPaid' });
    expect(new Set(stock(asked).map((a) => a.chargeType))).toEqual(new Set(['PostPaid']));
    expect(new Set(prices(asked).map((a) => a.unit))).toEqual(new Set(['Hour']));
  });

  test('alternatives for one that is bought again, at the price of its term', async () => {
    const asked = await askedAfterRefusal(ERP, { billing: 'PrePaid-12' });
    expect(new Set(stock(asked).map((a) => a.chargeType))).toEqual(new Set(['PrePaid']));
    expect(new Set(prices(asked).map((a) => `${a.period} ${a.unit}`))).toEqual(new Set(['1 Year']));
  });

  test.each([
    ['spot', 'SpotWithPriceLimit'],
    ['on-demand', undefined],
  ])('alternatives for a spot instance that comes back as %s', async (answer, strategy) => {
    const asked = await askedAfterRefusal(SPOT, { spot: answer });
    expect(stock(asked).length).toBeGreaterThan(1);
    expect(new Set(asked.map((a) => a.spot))).toEqual(new Set([strategy]));
  });

  test.each([
    [ERP, true],
    [SPOT, true],
    [WEB, false],
  ])('find-target-zone asks for what will be recommended, pay as you go, and says so where %s is not (%s)', async (instanceId, says) => {
    flow = await openFlow('without elicitation');
    const n = flow.house.simulator.requests.length;
    const found = await decided(flow.house.client, 'find-target-zone', { instanceId });
    const asked = askedSince(n);
    expect(new Set(stock(asked).map((a) => a.chargeType))).toEqual(new Set(['PostPaid']));
    expect(new Set(prices(asked).map((a) => `${a.unit} ${a.spot}`))).toEqual(new Set(['Hour undefined']));
    expect(/those of pay as you go/.test(found.text)).toBe(says);
  });
});

/** Zone k has no vSwitch, and neither k nor the others have the categories of legacy-mixed-01. */
const NO_OLD_DISKS: ScenarioObject = {
  name: 'no-old-disks',
  extends: 'default',
  regions: [
    {
      id: 'cn-hangzhou',
      zones: ['g', 'i', 'j', 'k'].map((z) => ({
        id: `cn-hangzhou-${z}`,
        diskCategories: ['cloud_essd' as const, 'cloud_auto' as const],
        stock: { '*': z === 'g' ? ('WithoutStock' as const) : ('WithStock' as const) },
      })),
    },
  ],
};

for (const way of WAYS) {
  test(`another zone than the named one: disk categories are asked about once, for that zone, ${way}`, async () => {
    flow = await openFlow(way, ['other-zone'], { simulator: { scenario: NO_OLD_DISKS } });
    const wish = { instanceId: LEGACY, zoneId: 'cn-hangzhou-k', instanceType: 'ecs.g6.large' };
    const seen: Result[] = [];
    const found = await decided(flow.house.client, 'find-target-zone', wish, { vswitch: 'other-zone' }, seen);
    expect(found.target.zoneId).toMatch(/-[ij]$/);
    const questions = [...flow.questions.map((q) => q.message), ...seen.flatMap((r) => r.decision?.question ?? [])];
    const asked = questions.filter((q) => /does not offer cloud/.test(q));
    const choice = seen.find((r) => r.decision?.id === 'vswitch')?.decision?.options[0];
    if (way === 'without elicitation') expect(choice?.description).toMatch(/needs other disk categories$/);
    expect(asked.map((q) => /^(.*?) with/.exec(q.replaceAll('\\', ''))?.[1])).toEqual([
      `${found.target.zoneId} does not offer cloud_efficiency for /dev/xvda`,
      `${found.target.zoneId} does not offer cloud_ssd for /dev/xvdb`,
    ]);
  });
}

for (const way of WAYS) {
  describe(`stock that goes between the dry run and the creation, ${way}`, () => {
    test('is the same decision, and the other plan is approved before it is sent', async () => {
      flow = await openFlow(way, ['cn-hangzhou-i', 'ecs.g8i.xlarge'], {
        simulator: { faults: [{ action: 'RunInstances', fault: 'no-stock', dryRun: false, nth: 1 }] },
      });
      const { last } = await flow.play('describe-source', { instanceId: WEB });
      expect(told()).toMatch(/cannot be had in cn-hangzhou-i now/);
      const approvals = flow.questions.filter((q) => /Create the DR instance/.test(q.message));
      expect(approvals).toHaveLength(2);
      expect(last.error).toBeUndefined();
      expect(effects(flow.house, 'RunInstances').map((r) => r.params.InstanceType)).toEqual(['ecs.g8i.xlarge']);
      expect(last.verified).toBe(true);
    });

    test('is asked about for each type that is refused, and none of them is sent again', async () => {
      flow = await openFlow(way, ['cn-hangzhou-i', 'ecs.g8i.xlarge'], {
        simulator: { faults: [{ action: 'RunInstances', fault: 'no-stock', dryRun: false, to: 2 }] },
      });
      const { last } = await flow.play('describe-source', { instanceId: WEB });
      const sent = mutations(flow.house).filter((r) => r.action === 'RunInstances');
      const types = sent.map((r) => r.params.InstanceType);
      expect(types.slice(0, 2)).toEqual(['ecs.g7.xlarge', 'ecs.g8i.xlarge']);
      expect(new Set(types).size).toBe(3);
      expect(sent.map((r) => r.tookEffect)).toEqual([false, false, true]);
      expect(last.verified).toBe(true);
    });
  });
}

for (const way of WAYS) {
  test.each([
    ['InvalidSystemDiskCategory.ValueNotSupported', 'SystemDisk.Category'],
    ['InvalidDataDiskCategory.NotSupported', 'DataDisk.1.Category'],
    ['InvalidInstanceType.NotSupportDiskCategory', 'SystemDisk.Category'],
  ])(`a category that only the creation refuses (%s) is asked about, ${way}`, async (code, parameter) => {
    flow = await openFlow(way, ['cn-hangzhou-i'], {
      simulator: { faults: [{ action: 'RunInstances', fault: 'error', status: 403, code, dryRun: false, nth: 1 }] },
    });
    const { last } = await flow.play('describe-source', { instanceId: WEB });
    const asked = flow.questions.filter((q) => q.message.includes(code));
    expect(asked).not.toHaveLength(0);
    const approvals = flow.questions.filter((q) => /Create the DR instance/.test(q.message));
    expect(approvals).toHaveLength(2);
    const [made, second] = effects(flow.house, 'RunInstances');
    expect(made?.params[parameter]).toBe(asked[0]?.options[0]);
    expect(made?.params[parameter]).not.toBe('cloud_essd');
    expect(second).toBeUndefined();
    expect(last.verified).toBe(true);
  });
}

/** What the fact sheet of RunInstances calls cured by another zone, type or category. */
const CURED_BY_ANOTHER = [
  'CategoryNotSupported',
  'InstanceType.Offline',
  'InvalidDataDiskCategory.ValueNotSupported',
  'InvalidDiskCategory.NotSupported',
  'InvalidInstanceType.NotSupportDiskCategory',
  'InvalidInstanceType.NotSupported',
  'InvalidInstanceType.ZoneNotSupported',
  'InvalidPerformanceLevel.ValueNotSupported',
  'InvalidResourceType.NotSupported',
  'InvalidSystemDiskCategory.ValueNotSupported',
  'InvalidVpcZone.NotSupported',
  'NoInstanceStock',
  'OperationDenied.CloudSSDNotSupported',
  'OperationDenied.NoStock',
  'OperationDenied.ZoneNotAllowed',
  'OperationDenied.ZoneSystemCategoryNotMatch',
  'Throttling.Resource',
  'Zone.NotOnSale',
  'Zone.NotOpen',
];
test.each(CURED_BY_ANOTHER)('%s is a question, not an error', (code) => {
  expect(isQuestion(new DrError({ code, message: '', cause: '', remedy: '', retryable: false }))).toBe(true);
});

describe('a request that was sent and refused', () => {
  const approved = { 'run-dr-instance': 'go-ahead' };
  /** Up to the question about the refused creation, without a dialog. */
  async function refused() {
    flow = await openFlow('without elicitation', ['cn-hangzhou-i'], {
      simulator: { faults: [{ action: 'RunInstances', fault: 'no-stock', dryRun: false, nth: 1 }] },
    });
    const { client } = flow.house;
    const { seen } = await flow.play('describe-source', { instanceId: WEB }, (next) =>
      next.tool === 'run-dr-instance' ? { zoneId: 'cn-hangzhou-h' } : {},
    );
    const { arguments: args } = seen.at(-2)?.next ?? { arguments: {} };
    const shown = await call(client, 'run-dr-instance', args);
    const asked = await call(client, 'run-dr-instance', {
      ...args,
      answers: approved,
      planToken: shown.decision?.planToken,
    });
    expect(asked.decision?.id).toBe('no-stock-ecs.g7.xlarge');
    const answered = (type: string) => ({
      ...args,
      answers: { ...approved, 'no-stock-ecs.g7.xlarge': type },
      planToken: asked.decision?.planToken,
    });
    return { client, args, answered };
  }
  const sent = () => mutations(flow.house).flatMap((r) => (r.action === 'RunInstances' ? [r.params.InstanceType] : []));

  test('is not sent again, whatever a call in between was told', async () => {
    const { client, args, answered } = await refused();
    expect((await call(client, 'run-dr-instance', args)).decision?.id).toBe('run-dr-instance');
    const next = await call(client, 'run-dr-instance', answered('ecs.g8i.xlarge'));
    expect(next.decision?.plan?.parameters.InstanceType).toBe('ecs.g8i.xlarge');
    expect(sent()).toEqual(['ecs.g7.xlarge']);
  });

  test('is not sent by a person’s no either', async () => {
    const { client, args, answered } = await refused();
    await call(client, 'run-dr-instance', args);
    expect((await call(client, 'run-dr-instance', answered('stop'))).status).toBe('declined');
    expect(sent()).toEqual(['ecs.g7.xlarge']);
  });
});

test.each([
  [{ 'no-stock-ecs.a': 'ecs.b' }, true],
  [{ 'no-stock-ecs.b': 'ecs.c' }, false],
  [{ 'disk-category-xvdb': 'cloud_essd' }, true],
  [{ 'disk-category-xvdc': 'cloud_essd' }, false],
  [{ 'run-dr-instance': 'go-ahead' }, false],
  [undefined, false],
])('answers %o hold one to a refusal of these choices: %s', (answers, held) => {
  const place = { zoneId: 'z', vSwitchId: 'v', instanceType: 'ecs.a', chargeType: 'PostPaid' } as const;
  const choices = { ...place, diskCategories: { '/dev/xvdc': 'cloud_auto' } };
  expect(wereRefused(choices, answers)).toBe(held);
});

describe('a refusal that was cured', () => {
  test('is not told again: whoever brings no answer to it asks the API anew', async () => {
    flow = await openFlow('without elicitation', ['cn-hangzhou-i'], {
      simulator: { faults: [{ action: 'RunInstances', fault: 'no-stock', nth: 1 }] },
    });
    const { client } = flow.house;
    const { seen } = await flow.play('describe-source', { instanceId: WEB }, (next) =>
      next.tool === 'run-dr-instance' ? { zoneId: 'cn-hangzhou-h' } : {},
    );
    const { arguments: args } = seen.at(-2)?.next ?? { arguments: {} };
    const asked = await call(client, 'run-dr-instance', args);
    expect(asked.decision?.id).toBe('no-stock-ecs.g7.xlarge');
    const again = await call(client, 'run-dr-instance', { ...args, planToken: asked.decision?.planToken });
    expect(again.decision?.id).toBe('run-dr-instance');
  });
});
