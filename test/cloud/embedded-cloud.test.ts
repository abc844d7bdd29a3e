import { afterEach, describe, expect, it } from 'vitest';
import { clockAt } from '../../src/clock.ts';
import type { AuditRecord } from '../../src/cloud/audit.ts';
import type { ChangeAnswer, Cloud } from '../../src/cloud/cloud.ts';
import { openCloud } from '../../src/cloud/open.ts';
import { watch } from '../../src/cloud/watch.ts';
import { Consent } from '../../src/decisions/consent.ts';
import type { ChangeRequest, Parameters } from '../../src/recovery/estate.ts';
import { type FaultRule, type Simulator, startSimulator } from '../../src/simulator/index.ts';

/** The whole wire, against a cloud that knows nothing of this code: strict about every parameter and signature. */

const REGION = 'cn-hangzhou';
const SOURCE = 'i-bp1webprod0100000000';
const TAGS = { 'Tag.1.Key': 'ecs-dr:recovery', 'Tag.1.Value': 'rec-1' };

let simulator: Simulator;
afterEach(() => simulator.close());

async function open(
  faults: FaultRule[] = [],
): Promise<{ cloud: Cloud; audit: AuditRecord[]; clock: ReturnType<typeof clockAt> }> {
  const clock = clockAt(2_000);
  simulator = await startSimulator({ clock, faults, seed: 7 });
  const audit: AuditRecord[] = [];
  const cloud = openCloud({
    config: {
      homeRegion: REGION,
      endpoints: {
        ecsEndpoint: simulator.ecsEndpoint,
        vpcEndpoint: simulator.vpcEndpoint,
        stsEndpoint: simulator.stsEndpoint,
      },
      staticCredentials: { accessKeyId: simulator.accessKeyId, accessKeySecret: simulator.accessKeySecret },
    },
    clock,
    sessionId: '0123456789abcdef0123456789abcdef',
    audit: (record) => audit.push(record),
  });
  return { cloud, audit, clock };
}

function request(action: ChangeRequest['action'], parameters: Parameters): ChangeRequest {
  return { action, regionId: REGION, parameters };
}

function approved(cloud: Cloud, r: ChangeRequest, step: string = r.action): Promise<ChangeAnswer> {
  return cloud.change(r, new Consent('rec-1', 'token', 'dec-1', [r]), step);
}

const group = request('CreateSnapshotGroup', { InstanceId: SOURCE, Name: 'rec-1', ...TAGS });
const vSwitch = request('CreateVSwitch', {
  VpcId: 'vpc-bp1prod0000000000000',
  ZoneId: 'cn-hangzhou-k',
  CidrBlock: '10.20.9.0/24',
  ...TAGS,
});

/** From the source to its copy in another zone. */
async function recover(cloud: Cloud, clock: ReturnType<typeof clockAt>): Promise<string> {
  const soon = () => clock.now() + 4 * 3_600_000;
  const groupId = (await approved(cloud, group)).ids.SnapshotGroupId?.[0] ?? '';
  const taken = await watch({
    clock,
    until: soon(),
    look: async () => (await cloud.snapshotGroups(REGION, { ids: [groupId] }))[0],
    done: (g) => g?.status === 'accomplished' && g.snapshots.every((s) => s.progress === 100),
    estimate: (g) => ({ percent: Math.min(...(g?.snapshots.map((s) => s.progress) ?? [0])) }),
  });
  const disks = await cloud.disks(REGION, { instanceId: SOURCE });
  const mappings = taken.value?.snapshots.map((s, i) => {
    const disk = disks.find((d) => d.id === s.sourceDiskId);
    const place = `DiskDeviceMapping.${i + 1}`;
    return {
      [`${place}.SnapshotId`]: s.id,
      [`${place}.Device`]: disk?.device ?? '',
      [`${place}.DiskType`]: s.sourceDiskType,
      [`${place}.Size`]: disk?.sizeGiB ?? 0,
    };
  });
  const image = request(
    'CreateImage',
    Object.assign({ ImageName: 'rec-1', 'Features.ImdsSupport': 'v2' }, TAGS, ...(mappings ?? [])),
  );
  expect(await cloud.dryRun(image)).toBeUndefined();
  const imageId = (await approved(cloud, image)).ids.ImageId?.[0] ?? '';
  const vSwitchId = (await approved(cloud, vSwitch)).ids.VSwitchId?.[0] ?? '';
  await watch({
    clock,
    until: soon(),
    look: async () => (await cloud.images(REGION, { ids: [imageId] }))[0],
    done: (i) => i?.status === 'Available' && i.usable,
    estimate: (i) => ({ percent: i?.progress ?? 0 }),
  });
  const run = request('RunInstances', {
    ImageId: imageId,
    InstanceType: 'ecs.g7.xlarge',
    ZoneId: 'cn-hangzhou-k',
    VSwitchId: vSwitchId,
    'SecurityGroupIds.1': 'sg-bp1web00000000000000',
    InstanceName: 'recovery-web-prod-01',
    InternetMaxBandwidthOut: 0,
    InstanceChargeType: 'PostPaid',
    KeyPairName: 'shop-ops',
    'SystemDisk.Category': 'cloud_essd',
    'SystemDisk.PerformanceLevel': 'PL0',
    'SystemDisk.Size': 60,
    Amount: 1,
    MinAmount: 1,
    ...TAGS,
  });
  expect(await cloud.dryRun(run)).toBeUndefined();
  const copy = (await approved(cloud, run)).ids.InstanceIdSets?.[0] ?? '';
  const { finished } = await watch({
    clock,
    until: soon(),
    look: async () => (await cloud.instances(REGION, { ids: [copy] }))[0],
    done: (i) => i?.status === 'Running',
  });
  expect(finished).toBe(true);
  return copy;
}

it('an instance comes back in another zone through these verbs alone', async () => {
  const { cloud, clock, audit } = await open();
  expect(await cloud.locate(SOURCE)).toBe(REGION);
  const copy = await cloud.instance(REGION, await recover(cloud, clock));
  expect(copy).toMatchObject({ zoneId: 'cn-hangzhou-k', status: 'Running', type: 'ecs.g7.xlarge', publicIps: [] });
  expect(await cloud.disks(REGION, { instanceId: copy.id })).toHaveLength(3);
  expect(await cloud.locateRecovery('rec-1')).toBe(REGION);
  expect(audit.map((a) => [a.action, a.result])).toEqual([
    ['CreateSnapshotGroup', 'ok'],
    ['CreateImage', 'ok'],
    ['CreateVSwitch', 'ok'],
    ['RunInstances', 'ok'],
  ]);
});

it('a recovery over a faulty wire makes each thing exactly once', async () => {
  const faults: FaultRule[] = [
    { action: '*', fault: 'throttle', probability: 0.03 },
    { action: '*', fault: 'reset-before', probability: 0.03 },
    { action: '*', fault: 'reset-after', probability: 0.03 },
    { action: '*', fault: 'internal-500', probability: 0.03 },
    { action: '*', fault: 'unavailable-503', probability: 0.03, after: true },
    { action: '*', fault: 'malformed', probability: 0.03, after: true },
  ];
  const { cloud, clock } = await open(faults);
  await recover(cloud, clock);
  const { snapshotGroups, images, vSwitches, instances } = simulator.state;
  const ours = (all: { values(): Iterable<{ tags: { key: string; value: string }[] }> }) =>
    [...all.values()].filter((x) => x.tags.some((t) => t.value === 'rec-1')).length;
  const struck = simulator.requests.filter((r) => 'fault' in r.outcome || r.outcome.status !== 200);
  expect(struck.length).toBeGreaterThan(4);
  expect([ours(snapshotGroups), ours(images), ours(vSwitches), ours(instances)]).toEqual([1, 1, 1, 1]);
});

describe('a disk', () => {
  const snapshot = request('CreateSnapshot', { DiskId: 'd-bp1batch01sys0000000', SnapshotName: 'rec-1', ...TAGS });

  async function diskFrom(cloud: Cloud, clock: ReturnType<typeof clockAt>): Promise<string> {
    const snapshotId = (await approved(cloud, snapshot)).ids.SnapshotId?.[0] ?? '';
    await watch({
      clock,
      until: clock.now() + 4 * 3_600_000,
      look: async () => (await cloud.snapshots(REGION, { ids: [snapshotId] }))[0],
      done: (s) => s?.status === 'accomplished' && s.progress === 100,
    });
    const disk = request('CreateDisk', {
      ZoneId: 'cn-hangzhou-h',
      DiskCategory: 'cloud_essd',
      PerformanceLevel: 'PL1',
      SnapshotId: snapshotId,
      Size: 40,
      ...TAGS,
    });
    return (await approved(cloud, disk)).ids.DiskId?.[0] ?? '';
  }

  it('is made from a snapshot and attached', async () => {
    const { cloud, clock } = await open();
    const diskId = await diskFrom(cloud, clock);
    await watch({
      clock,
      until: clock.now() + 600_000,
      look: async () => (await cloud.disks(REGION, { ids: [diskId] }))[0],
      done: (d) => d?.status === 'Available',
    });
    await approved(cloud, request('AttachDisk', { DiskId: diskId, InstanceId: SOURCE }));
    const { finished } = await watch({
      clock,
      until: clock.now() + 600_000,
      look: async () => (await cloud.disks(REGION, { ids: [diskId] }))[0],
      done: (d) => d?.status === 'In_use' && d.instanceId === SOURCE,
    });
    expect(finished).toBe(true);
  });
});

describe('a creation whose answer is lost', () => {
  it.each([
    ['reset-before', {}],
    ['reset-after', {}],
    ['internal-500', { after: true }],
    ['unavailable-503', { after: true }],
    ['malformed', { after: true }],
    ['throttle', {}],
  ] as const)('to %s is made once, by the same token', async (fault, more) => {
    const { cloud } = await open([{ action: 'CreateVSwitch', fault, times: 2, ...more }]);
    const before = simulator.state.vSwitches.size;
    const { ids } = await approved(cloud, vSwitch);
    expect(simulator.state.vSwitches.size).toBe(before + 1);
    expect(simulator.state.vSwitches.has(ids.VSwitchId?.[0] ?? '')).toBe(true);
    const tokens = simulator.requests.filter((r) => r.action === 'CreateVSwitch').map((r) => r.params.ClientToken);
    expect(tokens.length).toBe(3);
    expect(new Set(tokens).size).toBe(1);
  });
});

it('a repeated step of the same recovery, even from another process, is the same call', async () => {
  const { cloud } = await open();
  const first = await approved(cloud, vSwitch);
  const again = await approved(cloud.on('image'), vSwitch);
  expect(again.ids).toEqual(first.ids);
});

it('every read that a recovery needs is answered in full', async () => {
  const { cloud } = await open();
  const source = await cloud.instance(REGION, SOURCE);
  expect(source).toMatchObject({ name: 'web-prod-01', metadata: { httpTokens: 'required' }, keyPairName: 'shop-ops' });
  expect(await cloud.instanceExtras(REGION, source)).toMatchObject({ ramRoleName: 'shop-web-role', unread: [] });
  expect(await cloud.zones(REGION)).toContain('cn-hangzhou-k');
  expect(await cloud.regions()).toEqual(['cn-hangzhou', 'cn-shanghai']);
  const stock = await cloud.availability(REGION, {
    destination: 'InstanceType',
    chargeType: 'PostPaid',
    instanceType: source.type,
  });
  expect(stock.length).toBeGreaterThan(1);
  const disk = { destination: 'SystemDisk', chargeType: 'PostPaid', instanceType: source.type } as const;
  expect((await cloud.availability(REGION, disk)).length).toBeGreaterThan(1);
  expect(await cloud.instanceTypes(REGION, [source.type])).toMatchObject([{ id: source.type, cpu: 4 }]);
  expect((await cloud.vpc(REGION, source.vpcId ?? '')).cidrBlocks).toEqual(['10.20.0.0/16', '192.168.0.0/16']);
  expect((await cloud.vSwitches(REGION, { vpcId: source.vpcId ?? '' })).length).toBeGreaterThanOrEqual(3);
  const like = { instanceType: source.type, zoneId: 'cn-hangzhou-k', chargeType: 'PostPaid' } as const;
  expect(await cloud.tryRecommendations(REGION, like)).toHaveProperty('value');
  const price = { InstanceType: source.type, 'SystemDisk.Category': 'cloud_essd', 'SystemDisk.Size': 60 };
  expect(await cloud.tryPrice(REGION, price, 'Hour')).toMatchObject({ value: { unit: 'Hour', currency: 'CNY' } });
  expect(await cloud.trySystemEvents(REGION, SOURCE)).toEqual({ value: [] });
  expect(await cloud.trySnapshotPolicies(REGION, ['sp-bp1nightly0000000000'])).toMatchObject({
    value: [{ name: 'nightly' }],
  });
  expect(await cloud.caller()).toMatchObject({ accountId: '1234567890123456', credentialSource: 'static' });
  expect(simulator.requests.filter((r) => 'status' in r.outcome && r.outcome.status !== 200)).toEqual([]);
});
