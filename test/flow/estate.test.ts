import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { call } from '../support/agent.ts';
import { effects, type Flow, mutations, openFlow, WAYS } from './flow.ts';

/** Every instance of the shop that can be recovered, and what is particular about its copy. */
const ESTATE: Record<string, { id: string; what: string; request?: Record<string, string>; notes?: RegExp[] }> = {
  'web-prod-01': {
    id: 'i-bp1webprod0100000000',
    what: 'three levels, key pair, RAM role, metadata tokens',
    request: { KeyPairName: 'shop-ops', RamRoleName: 'shop-web-role', HttpTokens: 'required' },
  },
  'batch-01': { id: 'i-bp1batch010000000000', what: 'one disk' },
  'api-public-01': {
    id: 'i-bp1apipublic01000000',
    what: 'its own public IP',
    request: { InternetMaxBandwidthOut: '5' },
  },
  'gateway-eip-01': {
    id: 'i-bp1gatewayeip0100000',
    what: 'an EIP and a second interface',
    request: { InternetMaxBandwidthOut: '0' },
    notes: [/EIP .* stays with the source/],
  },
  'files-gap-01': {
    id: 'i-bp1filesgap010000000',
    what: 'a gap in its device names',
    request: { 'DataDisk.2.Device': '/dev/xvdd', 'DataDisk.2.PerformanceLevel': 'PL0' },
  },
  'cache-auto-01': {
    id: 'i-bp1cacheauto01000000',
    what: 'provisioned IOPS and burst',
    request: {
      'SystemDisk.BurstingEnabled': 'false',
      'DataDisk.1.Category': 'cloud_auto',
      'DataDisk.1.ProvisionedIops': '5000',
      'DataDisk.1.BurstingEnabled': 'true',
    },
  },
  'erp-prepaid-01': {
    id: 'i-bp1erpprepaid0100000',
    what: 'a subscription, recovered as pay-as-you-go',
    request: { InstanceChargeType: 'PostPaid' },
    notes: [/PrePaid, the copy PostPaid/],
  },
  'crawler-spot-01': {
    id: 'i-bp1crawlerspot010000',
    what: 'a spot instance, recovered as none',
    request: { SpotStrategy: 'NoSpot' },
    notes: [/spot instance, the copy is not/],
  },
  'legacy-mixed-01': {
    id: 'i-bp1legacymixed010000',
    what: 'disks that a group refuses, and a zone without vSwitch',
    request: { 'SystemDisk.Category': 'cloud_efficiency', 'DataDisk.1.Category': 'cloud_ssd' },
  },
  'vault-encrypted-01': {
    id: 'i-bp1vaultcrypt0100000',
    what: 'encrypted disks and deletion protection',
    request: {
      DeletionProtection: 'true',
      'SystemDisk.Encrypted': 'true',
      'DataDisk.1.Encrypted': 'true',
      'DataDisk.1.KMSKeyId': 'key-hzz65f3a8c1r6q2wshop0',
    },
  },
  'report-stopped-01': { id: 'i-bp1reportstop0100000', what: 'stopped, without charge' },
  'db-master-01': {
    id: 'i-bp1dbmaster010000000',
    what: 'a deployment set and PL2',
    request: { 'DataDisk.1.PerformanceLevel': 'PL2', 'DataDisk.1.DeleteWithInstance': 'false' },
    notes: [/deployment set/i],
  },
  'search-local-01': {
    id: 'i-bp1searchlocal010000',
    what: 'a local disk, whose loss was accepted',
    notes: [/\/dev\/xvdb .* the copy will not have it/],
  },
  'cluster-a-01': { id: 'i-bp1clustera010000000', what: 'a shared disk' },
  'arm-build-01': { id: 'i-bp1armbuild010000000', what: 'another architecture' },
  'tagged-full-01': {
    id: 'i-bp1taggedfull0100000',
    what: 'twenty tags and economy disks',
    request: { 'Tag.1.Key': 'ecs-dr:recovery', 'DataDisk.1.Category': 'cloud_essd_entry' },
    notes: [/tag t19 not copied: at most 20/, /tag t20 not copied: at most 20/, /tags \| 20 \| 20, without t19, t20/],
  },
  '门店-订单服务': {
    id: 'i-bp1orderscn010000000',
    what: 'a Chinese name, description and tag',
    request: { InstanceName: 'recovery-门店-订单服务', Description: '订单服务（主）', HostName: 'orders-01' },
  },
  'branch-web-01': { id: 'i-uf6branchweb01000000', what: 'another region than the default one' },
  'branch-pos-01': { id: 'i-uf6branchpos01000000', what: 'another region, one disk' },
};

for (const way of WAYS) {
  describe(`the DR instance is right, ${way}, of a source with`, () => {
    let flow: Flow;
    beforeEach(async () => {
      flow = await openFlow(way);
    });
    afterEach(() => flow.house.close());

    for (const [name, { id, what, request = {}, notes = [] }] of Object.entries(ESTATE)) {
      test(`${what} (${name})`, async () => {
        const { house } = flow;
        const { seen, last } = await flow.play('describe-source', { instanceId: id });
        expect(last.error).toBeUndefined();
        expect(last.differences).toEqual([]);
        expect(last.verified).toBe(true);
        const runs = effects(house, 'RunInstances');
        expect(runs).toHaveLength(1);
        expect(runs[0]?.params).toMatchObject(request);
        const source = await call(house.client, 'describe-source', { instanceId: id });
        const dr = await call(house.client, 'describe-source', { instanceId: last.drInstanceId });
        expect(dr.source.name).toBe(`recovery-${name}`);
        expect(dr.source.zoneId).not.toBe(source.source.zoneId);
        expect(dr.source.instanceType).toBe(source.source.instanceType);
        expect(dr.source.vpcId).toBe(source.source.vpcId);
        expect(dr.source.publicIp).toBe(source.source.publicIp === 'EIP' ? 'none' : source.source.publicIp);
        const lost = (d: { category: string }) => d.category.startsWith('local');
        const layout = (disks: Record<string, unknown>[]) => disks.map(({ diskId: _, ...disk }) => disk);
        expect(layout(dr.disks)).toEqual(layout(source.disks.filter((d: { category: string }) => !lost(d))));
        const asked = flow.questions.map((q) => q.message);
        const plans = seen.flatMap((r) => r.decision?.plan?.notes ?? []);
        const told = [...asked, ...plans, last.text].join('\n');
        for (const note of notes) expect(told.replaceAll('\\', '')).toMatch(note);
        expect(new Set(seen.flatMap((r) => r.recoveryId ?? [])).size).toBe(1);
        expect(mutations(house).filter((r) => !r.action.startsWith('Create') && r.action !== 'RunInstances')).toEqual(
          [],
        );
      });
    }
  });
}
