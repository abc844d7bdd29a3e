import { afterEach, expect, test } from 'vitest';
import type { ScenarioObject } from '../../src/simulator/index.ts';
import { call } from '../support/agent.ts';
import { effects, type Flow, openFlow } from './flow.ts';

/** An instance with everything that a launch can be told, as a copy has to have it too. */
const TUNED = 'i-bp1tuneddb0100000000';
const BID = 'i-bp1bid010000000000000';
const OLD_SPOT = 'i-bp1oldspot0100000000';
const SCENARIO: ScenarioObject = {
  name: 'tuned',
  extends: 'default',
  resourceGroups: ['rg-aek2shopdatabase'],
  instances: [
    {
      id: TUNED,
      name: 'tuned db [1]',
      vSwitch: 'vsw-bp1prodh000000000000',
      type: 'ecs.g8i.xlarge',
      securityGroups: ['sg-bp1admin000000000000'],
      keyPair: 'shop-ops',
      resourceGroup: 'rg-aek2shopdatabase',
      autoSnapshotPolicy: 'sp-bp1nightly0000000000',
      options: {
        coreCount: 1,
        threadsPerCore: 1,
        topologyType: 'DiscreteCoreToHTMapping',
        nestedVirtualization: 'enabled',
        ptpStatus: 'enabled',
        hibernation: true,
        loginAsNonRoot: true,
        secureBoot: true,
        jumboFrame: false,
        networkEncryption: true,
        bandwidthWeighting: 'Vpc-L1',
        privateDns: {
          hostnameType: 'Custom',
          instanceIdDnsA: true,
          instanceIdDnsAaaa: false,
          ipDnsA: true,
          ipDnsPtr: true,
        },
      },
      disks: [
        { id: 'd-bp1tuneddb01sys00000', category: 'cloud_essd', level: 'PL1', size: 40 },
        { id: 'd-bp1tuneddb01dat00000', category: 'cloud_essd', level: 'PL2', size: 500, encrypted: true },
      ],
    },
    {
      id: BID,
      name: 'bid-01',
      vSwitch: 'vsw-bp1prodh000000000000',
      type: 'ecs.c7.large',
      securityGroups: ['sg-bp1admin000000000000'],
      spot: 'SpotWithPriceLimit',
      spotPriceLimit: 0.35,
      spotDuration: 1,
      publicIp: { bandwidth: 5 },
      disks: [{ id: 'd-bp1bid01sys000000000', category: 'cloud_essd', level: 'PL0', size: 40 }],
    },
    {
      id: OLD_SPOT,
      name: 'old-spot-01',
      vSwitch: 'vsw-bp1prodh000000000000',
      type: 'ecs.c7.large',
      securityGroups: ['sg-bp1admin000000000000'],
      spot: 'SpotAsPriceGo',
      spotDuration: 6,
      disks: [{ id: 'd-bp1oldspot01sys00000', category: 'cloud_essd', level: 'PL0', size: 40 }],
    },
  ],
};

let flow: Flow;
afterEach(() => flow?.house.close());

test('every option of the source is on the copy', async () => {
  flow = await openFlow('with elicitation', [], { simulator: { scenario: SCENARIO } });
  const { last } = await flow.play('describe-source', { instanceId: TUNED });
  expect(last.verified).toBe(true);
  const [launch] = effects(flow.house, 'RunInstances');
  expect(launch?.params).toMatchObject({
    InstanceName: 'recovery-tuned-db--1-',
    ResourceGroupId: 'rg-aek2shopdatabase',
    'SystemDisk.AutoSnapshotPolicyId': 'sp-bp1nightly0000000000',
    'DataDisk.1.Encrypted': 'true',
    'DataDisk.1.KMSKeyId': 'key-service-cn-hangzhou',
    'CpuOptions.Core': '1',
    'CpuOptions.ThreadsPerCore': '1',
    'CpuOptions.TopologyType': 'DiscreteCoreToHTMapping',
    'CpuOptions.NestedVirtualization': 'enabled',
    'ClockOptions.PtpStatus': 'enabled',
    'HibernationOptions.Configured': 'true',
    'ImageOptions.LoginAsNonRoot': 'true',
    'SecurityOptions.EnableSecureBoot': 'true',
    'NetworkOptions.EnableJumboFrame': 'false',
    'NetworkOptions.EnableNetworkEncryption': 'true',
    'NetworkOptions.BandwidthWeighting': 'Vpc-L1',
    'PrivateDnsNameOptions.HostnameType': 'Custom',
    'PrivateDnsNameOptions.EnableInstanceIdDnsARecord': 'true',
    'PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord': 'false',
    'PrivateDnsNameOptions.EnableIpDnsARecord': 'true',
    'PrivateDnsNameOptions.EnableIpDnsPtrRecord': 'true',
  });
  const { instances } = flow.house.simulator.state;
  const copy = [...instances.values()].find((instance) => instance.name === 'recovery-tuned-db--1-');
  expect(copy?.options).toEqual(instances.get(TUNED)?.options);
});

test('a spot instance of long ago comes back as one of today', async () => {
  flow = await openFlow('with elicitation', ['spot'], { simulator: { scenario: SCENARIO } });
  const { last } = await flow.play('describe-source', { instanceId: OLD_SPOT });
  expect(last.verified).toBe(true);
  expect(effects(flow.house, 'RunInstances')[0]?.params).toMatchObject({ SpotDuration: '1' });
});

test('what a copy was ordered with is read back, and a later change of it is found', async () => {
  flow = await openFlow('with elicitation', ['spot'], { simulator: { scenario: SCENARIO } });
  const { instances, disks } = flow.house.simulator.state;
  const [source, disk] = [instances.get(BID), disks.get('d-bp1bid01sys000000000')];
  if (!source || !disk) throw new Error('the source is not there');
  Object.assign(source, { spotInterruptionBehavior: 'Stop', bandwidthIn: 8 });
  disk.description = 'boots';

  const { last } = await flow.play('describe-source', { instanceId: BID });
  expect(last.verified).toBe(true);
  expect(effects(flow.house, 'RunInstances')[0]?.params).toMatchObject({
    SpotPriceLimit: '0.35',
    SpotDuration: '1',
    SpotInterruptionBehavior: 'Stop',
    InternetMaxBandwidthIn: '8',
    'SystemDisk.Description': 'boots',
  });

  const drInstanceId = last.drInstanceId as string;
  const copy = instances.get(drInstanceId);
  const copyDisk = [...disks.values()].find((one) => one.instanceIds.includes(drInstanceId));
  if (!copy || !copyDisk) throw new Error('the copy is not there');
  Object.assign(copy, { spotPriceLimit: 9, spotDuration: 0, spotInterruptionBehavior: 'Terminate', bandwidthIn: 1 });
  copyDisk.description = 'other';
  const verified = await call(flow.house.client, 'verify-recovery', { instanceId: BID, drInstanceId });
  expect(verified.verified).toBe(false);
  expect((verified.differences as { attribute: string }[]).map((d) => d.attribute)).toEqual([
    'spot price limit',
    'spot protection period (h)',
    'spot interruption',
    'bandwidth in',
    'xvda description',
  ]);
});

test('what another type turns on by itself is in the plan and in the comparison', async () => {
  flow = await openFlow('without elicitation', [], { simulator: { scenario: SCENARIO } });
  const { seen, last } = await flow.play('describe-source', { instanceId: 'i-bp1webprod0100000000' }, (next) =>
    next.tool === 'find-target-zone' ? { instanceType: 'ecs.g8i.xlarge' } : {},
  );
  const plans = seen.flatMap((r) => (r.decision?.plan?.action === 'RunInstances' ? [r.decision.plan] : []));
  expect(plans[0]?.notes).toContain(
    'Jumbo Frames (MTU 8500) may be on by default with ecs.g8i.xlarge: the source has them off',
  );
  expect(last.verified).toBe(true);
  expect(last.comparison).toContainEqual({
    attribute: 'jumbo frames',
    source: 'false',
    dr: 'true',
    expected: 'not passed',
  });
});

test('a zone that lacks the category of the system disk is told what it has for the data disks', async () => {
  const scenario: ScenarioObject = {
    name: 'room-in-j',
    extends: 'default',
    vSwitches: [
      {
        id: 'vsw-bp1prodj2roomy0000000',
        name: 'prod-j2',
        vpc: 'vpc-bp1prod0000000000000',
        zone: 'cn-hangzhou-j',
        cidr: '10.20.4.0/24',
      },
    ],
  };
  flow = await openFlow('with elicitation', ['cn-hangzhou-j'], { simulator: { scenario } });
  const { last } = await flow.play('find-target-zone', {
    instanceId: 'i-bp1taggedfull0100000',
    zoneId: 'cn-hangzhou-j',
  });
  expect(last.verified).toBe(true);
  const [launch] = effects(flow.house, 'RunInstances');
  expect(launch?.params.ZoneId).toBe('cn-hangzhou-j');
  expect(launch?.params['DataDisk.1.Category']).not.toBe('cloud_essd_entry');
});
