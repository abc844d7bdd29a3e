import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareInstances } from '../../src/recovery/compare.ts';
import type { CompareInput } from '../../src/recovery/compare-finding.ts';
import type { Disk, Instance, InstanceExtras, Parameters, Tag } from '../../src/recovery/estate.ts';
import { type RunInput, runPlan } from '../../src/recovery/run-plan.ts';
import { inputOf } from './arbitrary.ts';
import { aDataDisk, aDisk, anInstance, aVSwitch, extras, RECOVERY, runInput } from './make.ts';

const origin = { of: 'source' } as const;

/** What a cloud that does exactly as it is told makes of a request. */
function obey(p: Parameters, { image }: RunInput): { dr: Instance; drExtras: InstanceExtras; drDisks: Disk[] } {
  const text = (name: string) => (p[name] === undefined ? {} : { value: String(p[name]) });
  const optional = <K extends string>(key: K, name: string) =>
    p[name] === undefined ? {} : { [key]: String(p[name]) };
  const number = (key: string, name: string) => (p[name] === undefined ? {} : { [key]: Number(p[name]) });
  const tags: Tag[] = [];
  for (let n = 1; `Tag.${n}.Key` in p; n += 1)
    tags.push({ key: String(p[`Tag.${n}.Key`]), value: String(p[`Tag.${n}.Value`]) });
  const groups: string[] = [];
  for (let n = 1; `SecurityGroupIds.${n}` in p; n += 1) groups.push(String(p[`SecurityGroupIds.${n}`]));
  const bandwidth = Number(p.InternetMaxBandwidthOut);
  const dr = anInstance({
    id: 'i-dr',
    name: String(p.InstanceName),
    zoneId: String(p.ZoneId),
    vSwitchId: aVSwitch().id,
    type: String(p.InstanceType),
    imageId: String(p.ImageId),
    chargeType: p.InstanceChargeType === 'PrePaid' ? 'PrePaid' : 'PostPaid',
    spotStrategy: String(p.SpotStrategy),
    deletionProtection: p.DeletionProtection === true,
    privateIps: ['10.0.2.9'],
    publicIps: bandwidth > 0 ? ['192.0.2.1'] : [],
    internetMaxBandwidthOut: bandwidth,
    securityGroupIds: groups.reverse(),
    metadata: { ...optional('httpEndpoint', 'HttpEndpoint'), ...optional('httpTokens', 'HttpTokens') },
    cpuOptions: {
      coreCount: Number(p['CpuOptions.Core'] ?? 1),
      threadsPerCore: Number(p['CpuOptions.ThreadsPerCore'] ?? 2),
    },
    tags: [...tags].reverse(),
    ...optional('internetChargeType', 'InternetChargeType'),
    ...optional('spotInterruptionBehavior', 'SpotInterruptionBehavior'),
    ...number('spotPriceLimit', 'SpotPriceLimit'),
    ...number('spotDuration', 'SpotDuration'),
    // What was not asked for is reported too.
    internetMaxBandwidthIn: Number(p.InternetMaxBandwidthIn ?? Math.max(10, bandwidth)),
    ...optional('hostName', 'HostName'),
    ...optional('description', 'Description'),
    ...optional('keyPairName', 'KeyPairName'),
    ...optional('resourceGroupId', 'ResourceGroupId'),
  });
  const drDisks = image.mappings.map((mapping): Disk => {
    let prefix = 'SystemDisk.';
    if (mapping.type === 'data') {
      const [name = ''] =
        Object.entries(p).find(([key, value]) => key.endsWith('.Device') && value === mapping.device) ?? [];
      prefix = name.replace('Device', '');
    }
    const { name: _, performanceLevel: __, ...base } = aDisk();
    const at = (key: string, name: string) => {
      const { value } = text(`${prefix}${name}`) as { value?: string };
      return value === undefined ? {} : { [key]: value };
    };
    return {
      ...base,
      id: `d-dr-${mapping.device.slice(5)}`,
      instanceId: 'i-dr',
      type: mapping.type,
      device: mapping.device,
      category: String(p[`${prefix}Category`]),
      sizeGiB: Number(p[`${prefix}Size`]),
      encrypted: p[`${prefix}Encrypted`] === 'true',
      deleteWithInstance: p[`${prefix}DeleteWithInstance`] !== false,
      provisionedIops: Number(p[`${prefix}ProvisionedIops`] ?? 0),
      burstingEnabled: p[`${prefix}BurstingEnabled`] === true,
      ...at('performanceLevel', 'PerformanceLevel'),
      ...at('kmsKeyId', 'KMSKeyId'),
      ...at('name', 'DiskName'),
      ...at('description', 'Description'),
      ...at('autoSnapshotPolicyId', 'AutoSnapshotPolicyId'),
    };
  });
  const ramRoleName = p.RamRoleName;
  return { dr, drDisks, drExtras: extras(typeof ramRoleName === 'string' ? { ramRoleName } : {}) };
}

function recovered(over: Partial<RunInput> = {}): CompareInput & { input: RunInput } {
  const input = runInput(over);
  const promised = runPlan(input).request.parameters;
  const { source, extras: sourceExtras, disks: sourceDisks, image } = input;
  return { source, extras: sourceExtras, sourceDisks, image, origin, promised, input, ...obey(promised, input) };
}

const named = (input: CompareInput, attribute: string) =>
  compareInstances(input).comparison.find((row) => row.attribute === attribute);
const differences = (input: CompareInput) =>
  compareInstances(input).differences.map((d) => [d.attribute, d.expected, d.actual]);

describe('a copy that came back as promised', () => {
  it('is verified, for every source, and the table has it all', () => {
    fc.assert(
      fc.property(inputOf, (input) => {
        const { source, extras: sourceExtras, disks: sourceDisks, image } = input;
        const promised = runPlan(input).request.parameters;
        const result = compareInstances({
          source,
          extras: sourceExtras,
          sourceDisks,
          image,
          origin,
          promised,
          ...obey(promised, input),
        });
        expect(result.differences).toEqual([]);
        expect(result.verified).toBe(true);
        expect(result.comparison.filter((row) => row.attribute.startsWith('disk '))).toHaveLength(sourceDisks.length);
      }),
    );
  });

  it('is shown against the source', () => {
    const disks = [
      aDisk(),
      aDataDisk('b', { performanceLevel: 'PL2', sizeGiB: 500, encrypted: true }),
      aDataDisk('d', { category: 'cloud_auto', provisionedIops: 500, burstingEnabled: true }),
    ];
    const source = anInstance({
      hostName: 'web-01',
      keyPairName: 'ops',
      tags: [
        { key: 'app', value: 'x' },
        { key: 'acs:y', value: '' },
      ],
      eip: { allocationId: 'e', ip: '1.2.3.4' },
      deploymentSetId: 'ds-1',
      dedicatedHostId: 'dh-1',
      networkInterfaces: [{ id: 'e', type: 'Secondary', privateIps: [], ipv6: [], ipv4Prefixes: 0 }],
    });
    const input = recovered({
      disks,
      source,
      extras: extras({ ramRoleName: 'role', hasUserData: true, enableJumboFrame: true }),
    });
    const { comparison } = compareInstances({ ...input, drExtras: { ...input.drExtras, enableJumboFrame: true } });
    expect(
      comparison.map((row) => `${row.attribute} | ${row.source} | ${row.dr} | ${row.expected}`),
    ).toMatchInlineSnapshot(`
      [
        "instance id | i-source | i-dr | new",
        "status | Running | Running | as the source",
        "name | web-01 | recovery-web-01 | recovery-web-01",
        "zone | cn-hangzhou-h | cn-hangzhou-k | cn-hangzhou-k",
        "instance type | ecs.g7.large | ecs.g7.large | as the source",
        "image | m-base | m-dr | m-dr",
        "vSwitch | vsw-h | vsw-k | vsw-k",
        "billing | PostPaid | PostPaid | as the source",
        "spot | NoSpot | NoSpot | as the source",
        "host name | web-01 | web-01 | as the source",
        "key pair | ops | ops | as the source",
        "RAM role | role | role | as the source",
        "metadata service | enabled | enabled | as the source",
        "metadata tokens | optional | optional | as the source",
        "CPU cores | 1 | 1 | as the source",
        "threads per core | 2 | 2 | as the source",
        "jumbo frames | true | true | as the source",
        "VPC | vpc-1 | vpc-1 | as the source",
        "security groups | sg-1, sg-2 | sg-1, sg-2 | as the source",
        "private IP | 10.0.1.5 | 10.0.2.9 | new address",
        "public IP | none | none | as the source",
        "tags | 1 | 3 | 3",
        "EIP | 1.2.3.4 | none | dropped",
        "secondary ENIs | 1 | 0 | dropped",
        "deployment set | ds-1 | none | dropped",
        "dedicated host | dh-1 | none | dropped",
        "user data | present | none | dropped",
        "load balancer membership | not read | not read | dropped",
        "disk xvda | cloud_essd PL1 40 GiB | cloud_essd PL1 40 GiB | as the source",
        "disk xvdb | cloud_essd PL2 500 GiB encrypted | cloud_essd PL2 500 GiB encrypted | as the source",
        "disk xvdd | cloud_auto PL1 100 GiB +500 IOPS burst | cloud_auto 100 GiB +500 IOPS burst | cloud_auto 100 GiB +500 IOPS burst",
      ]
    `);
  });
});

describe('a difference is reported, with its cause and what to do', () => {
  const base = recovered({
    source: anInstance({
      hostName: 'web-01',
      keyPairName: 'ops',
      description: 'shop',
      resourceGroupId: 'rg-1',
      deletionProtection: true,
      publicIps: ['203.0.113.9'],
      internetMaxBandwidthOut: 20,
      internetChargeType: 'PayByTraffic',
      tags: [{ key: 'app', value: 'x' }],
    }),
    extras: extras({ ramRoleName: 'role', enableJumboFrame: true }),
  });
  const good = { ...base, drExtras: { ...base.drExtras, enableJumboFrame: true } };
  const without = <K extends keyof Instance>(key: K): Instance => {
    const { [key]: _, ...rest } = good.dr;
    return rest as Instance;
  };

  it('of nothing there is none', () => {
    expect(compareInstances(good)).toMatchObject({ differences: [], verified: true });
  });

  it.each<[string, Partial<Instance>, string, string]>([
    ['status', { status: 'Stopped' }, 'Running', 'Stopped'],
    ['name', { name: 'x' }, 'recovery-web-01', 'x'],
    ['zone', { zoneId: 'cn-hangzhou-j' }, 'cn-hangzhou-k', 'cn-hangzhou-j'],
    ['instance type', { type: 'ecs.g6.large' }, 'ecs.g7.large', 'ecs.g6.large'],
    ['image', { imageId: 'm-x' }, 'm-dr', 'm-x'],
    ['vSwitch', { vSwitchId: 'vsw-x' }, 'vsw-k', 'vsw-x'],
    ['VPC', { vpcId: 'vpc-2' }, 'vpc-1', 'vpc-2'],
    ['billing', { chargeType: 'PrePaid' }, 'PostPaid', 'PrePaid'],
    ['spot', { spotStrategy: 'SpotAsPriceGo' }, 'NoSpot', 'SpotAsPriceGo'],
    ['deletion protection', { deletionProtection: false }, 'true', 'false'],
    ['host name', { hostName: 'iZ1' }, 'web-01', 'iZ1'],
    ['description', { description: 'y' }, 'shop', 'y'],
    ['key pair', { keyPairName: 'other' }, 'ops', 'other'],
    ['resource group', { resourceGroupId: 'rg-2' }, 'rg-1', 'rg-2'],
    ['metadata service', { metadata: { httpEndpoint: 'disabled', httpTokens: 'optional' } }, 'enabled', 'disabled'],
    ['metadata tokens', { metadata: { httpEndpoint: 'enabled', httpTokens: 'required' } }, 'optional', 'required'],
    ['security groups', { securityGroupIds: ['sg-1'] }, 'sg-1, sg-2', 'sg-1'],
    ['private IP', { privateIps: [] }, 'new address', 'none'],
    ['public IP', { publicIps: [] }, 'new address', 'none'],
    ['bandwidth out', { internetMaxBandwidthOut: 5 }, '20', '5'],
    ['bandwidth billing', { internetChargeType: 'PayByBandwidth' }, 'PayByTraffic', 'PayByBandwidth'],
    ['tags', { tags: [{ key: 'app', value: 'y' }] }, '3', 'without ecs-dr:recovery, ecs-dr:source, app'],
  ])('%s', (attribute, over, expected, actual) => {
    const result = compareInstances({ ...good, dr: { ...good.dr, ...over } });
    expect(result.differences).toMatchObject([{ attribute, expected, actual }]);
    expect(result.differences[0]?.cause).not.toBe('');
    expect(result.differences[0]?.cause).not.toMatch(/since$/);
    expect(result.differences[0]?.remedy).not.toBe('');
    expect(result.verified).toBe(false);
  });

  it('of the tags that had no room is told with their keys, and is none', () => {
    const tags = Array.from({ length: 20 }, (_, i) => ({ key: `t${String(i).padStart(2, '0')}`, value: 'a' }));
    const full = recovered({ source: anInstance({ tags: [...tags].reverse() }) });
    expect(compareInstances(full)).toMatchObject({ differences: [], verified: true });
    const room = { attribute: 'tags', source: '20', dr: '20, without t18, t19', expected: '20, without t18, t19' };
    expect(named(full, 'tags')).toEqual(room);
    expect(named({ ...full, promised: undefined }, 'tags')).toEqual(room);
    // What a person let pass takes a place of its own.
    const { input: of } = full;
    const unproven = recovered({ ...of, unproven: true });
    expect(differences({ ...unproven, promised: undefined })).toEqual([]);
    const lost = { ...full, dr: { ...full.dr, tags: full.dr.tags.filter(({ key }) => key !== 't00') } };
    expect(differences(lost)).toEqual([['tags', '20, without t18, t19', 'without t00, t18, t19']]);
  });

  it('of the tags that the API refuses is told with their keys too; those of the cloud are no loss', () => {
    const tags = [
      { key: 'app', value: 'x' },
      { key: 'runbook', value: 'https://wiki.example' },
      { key: 'acs:ecs:x', value: '' },
      { key: 'ecs-dr:source', value: 'i-first' },
    ];
    const copy = recovered({ source: anInstance({ tags }) });
    expect(named(copy, 'tags')).toMatchObject({
      source: '2',
      dr: '3, without runbook',
      expected: '3, without runbook',
    });
  });

  it('of what only a read of its own tells', () => {
    const wrong = { ...good, drExtras: extras({ ramRoleName: 'other', enableJumboFrame: true }) };
    expect(differences(wrong)).toEqual([['RAM role', 'role', 'other']]);
    const none = { ...good, drExtras: extras({ enableJumboFrame: true }) };
    expect(differences(none)).toEqual([['RAM role', 'role', 'none']]);
  });

  it('what could not be read is no difference, but not verified either', () => {
    const unread = [{ read: 'DescribeInstanceRamRole', reason: 'Forbidden' }];
    const drExtras = extras({ enableJumboFrame: true, unread });
    expect(compareInstances({ ...good, drExtras })).toMatchObject({ differences: [], verified: false });
    expect(named({ ...good, drExtras }, 'RAM role')).toEqual({
      attribute: 'RAM role',
      source: 'role',
      dr: 'could not be read',
      expected: 'as the source',
    });
    const told = { ...good, drExtras: { ...good.drExtras, unread: [{ read: 'x', reason: 'y' }] } };
    expect(compareInstances(told).verified).toBe(true);
    expect(differences({ ...told, dr: without('hostName') })).toEqual([['host name', 'web-01', 'none']]);
    const otherRead = extras({ enableJumboFrame: true, unread: [{ read: 'DescribeUserData', reason: 'Forbidden' }] });
    expect(differences({ ...good, drExtras: otherRead })).toEqual([['RAM role', 'role', 'none']]);
  });

  it('what the copy has and the source has not is told, though nothing was promised', () => {
    const plain = recovered();
    const told = (
      dr: Partial<Instance>,
      drExtras: Partial<InstanceExtras> = {},
      source: Partial<InstanceExtras> = {},
    ) => {
      const { comparison, verified } = compareInstances({
        ...plain,
        extras: extras(source),
        dr: { ...plain.dr, ...dr },
        drExtras: extras(drExtras),
      });
      expect(verified).toBe(true);
      return comparison
        .filter((row) => row.expected === 'not passed')
        .map((row) => `${row.attribute}: ${row.source} | ${row.dr}`);
    };
    const unread = [{ read: 'DescribeInstanceAttribute', reason: 'Forbidden' }];
    expect(told({}, { enableJumboFrame: true }, { enableJumboFrame: false })).toEqual(['jumbo frames: false | true']);
    expect(told({}, { enableJumboFrame: true }, { unread })).toEqual(['jumbo frames: could not be read | true']);
    expect(told({}, { unread }, { enableJumboFrame: true })).toEqual(['jumbo frames: true | could not be read']);
    expect(told({ creditSpecification: 'Standard' })).toEqual(['credit mode: none | Standard']);
    expect(
      told(
        {
          deletionProtection: true,
          description: 'x',
          keyPairName: 'other',
          imageOptions: { loginAsNonRoot: true },
          clockOptions: { ptpStatus: 'enabled' },
          hibernationConfigured: true,
          securityOptions: { enableSecureBoot: true },
        },
        { ramRoleName: 'other', enableNetworkEncryption: true, bandwidthWeighting: 'Vpc-L1' },
        { bandwidthWeighting: 'Default' },
      ),
    ).toEqual([
      'deletion protection: false | true',
      'description: none | x',
      'key pair: none | other',
      'RAM role: none | other',
      'login as ecs-user: none | true',
      'PTP clock: none | enabled',
      'hibernation: false | true',
      'secure boot: none | true',
      'network encryption: none | true',
      'bandwidth weighting: Default | Vpc-L1',
    ]);
  });

  it('what every instance has by itself is not told where nothing was promised', () => {
    const source = anInstance({ metadata: {}, cpuOptions: {} });
    const plain = recovered({ source });
    const dr: Instance = {
      ...plain.dr,
      metadata: { httpEndpoint: 'enabled', httpTokens: 'optional' },
      cpuOptions: { coreCount: 1, threadsPerCore: 2, nestedVirtualization: 'disabled' },
      clockOptions: { ptpStatus: 'disabled' },
      imageOptions: { loginAsNonRoot: false },
      privateDnsNameOptions: { hostnameType: 'Custom' },
    };
    const drExtras = extras({ enableJumboFrame: false, enableNetworkEncryption: false, bandwidthWeighting: 'Default' });
    const { comparison } = compareInstances({ ...plain, dr, drExtras });
    expect(comparison.filter((row) => row.expected === 'not passed')).toEqual([]);
  });

  it('that its image is not shown to be of the source is no difference, but not verified either', () => {
    const unproven = { ...good, origin: { of: 'unknown' } as const };
    expect(compareInstances(unproven)).toMatchObject({ differences: [], verified: false });
    expect(named(unproven, 'image')).toEqual({
      attribute: 'image',
      source: 'm-base',
      dr: 'm-dr',
      expected: 'm-dr, not shown to be of i-source',
    });
    expect(differences({ ...unproven, dr: { ...good.dr, imageId: 'm-x' } })).toEqual([
      ['image', 'm-dr, not shown to be of i-source', 'm-x'],
    ]);
  });

  it('of the image, when that is another’s', () => {
    const foreign = { ...good, origin: { of: 'another', why: 'it was made of i-other' } as const };
    expect(compareInstances(foreign)).toMatchObject({
      differences: [
        {
          attribute: 'image',
          expected: 'an image of i-source',
          actual: 'm-dr',
          cause: 'it was not made from an image of the source that was ordered',
          remedy: 'do not let it serve for the source; run the recovery again from an image that describe-source lists',
        },
      ],
      verified: false,
    });
  });

  it('of the zone, when the copy is in the source’s own', () => {
    const input = { ...good, promised: undefined, dr: { ...good.dr, zoneId: 'cn-hangzhou-h' } };
    expect(differences(input)).toEqual([['another zone', 'another zone', 'cn-hangzhou-h']]);
  });

  it('of a public address where none was promised', () => {
    const plain = recovered();
    expect(
      differences({ ...plain, dr: { ...plain.dr, publicIps: ['192.0.2.1'], internetMaxBandwidthOut: 5 } }),
    ).toEqual([['public IP', 'none', '192.0.2.1']]);
    expect(named(plain, 'bandwidth out')).toBeUndefined();
  });

  it('of a public address promised without a charge type says nothing of it', () => {
    const { InternetChargeType: _, ...promised } = good.promised ?? {};
    expect(compareInstances({ ...good, promised }).differences).toEqual([]);
    expect(named({ ...good, promised }, 'bandwidth billing')).toBeUndefined();
  });

  const bid = { spotStrategy: 'SpotWithPriceLimit', spotPriceLimit: 0.35, spotDuration: 1 };
  const spot = recovered({
    source: anInstance({ ...bid, spotInterruptionBehavior: 'Stop' }),
    choices: { zoneId: 'cn-hangzhou-k', vSwitchId: 'vsw-k', chargeType: 'PostPaid', spot: true },
  });

  it.each<[string, Partial<Instance>, string, string]>([
    ['spot price limit', { spotPriceLimit: 9 }, '0.35', '9'],
    ['spot protection period (h)', { spotDuration: 0 }, '1', '0'],
    ['spot interruption', { spotInterruptionBehavior: 'Terminate' }, 'Stop', 'Terminate'],
  ])('of the bid of a spot instance: %s', (attribute, over, expected, actual) => {
    expect(compareInstances(spot)).toMatchObject({ differences: [], verified: true });
    expect(differences({ ...spot, dr: { ...spot.dr, ...over } })).toEqual([[attribute, expected, actual]]);
    expect(differences({ ...spot, dr: { ...spot.dr, ...over }, promised: undefined })).toEqual([
      [attribute, expected, actual],
    ]);
  });

  it('of a bid that the cloud does not report is none, but not verified either; where none was ordered nothing is told', () => {
    const { spotPriceLimit: _, ...silent } = spot.dr;
    expect(compareInstances({ ...spot, dr: silent })).toMatchObject({ differences: [], verified: false });
    expect(named({ ...spot, dr: silent }, 'spot price limit')).toMatchObject({ source: '0.35', dr: 'not reported' });
    const kept = recovered({ source: spot.source });
    const told = {
      ...kept,
      dr: { ...kept.dr, spotPriceLimit: 0, spotDuration: 0, spotInterruptionBehavior: 'Terminate' },
    };
    expect(compareInstances(told)).toMatchObject({ differences: [], verified: true });
    expect(compareInstances(told).comparison.filter((row) => /^spot ./.test(row.attribute))).toEqual([]);
  });

  it('of the inbound bandwidth, where the cloud reports one that can be ordered', () => {
    const source = anInstance({ publicIps: ['203.0.113.9'], internetMaxBandwidthOut: 5, internetMaxBandwidthIn: 8 });
    const copy = recovered({ source });
    const reporting = (value: number) => ({ ...copy, dr: { ...copy.dr, internetMaxBandwidthIn: value } });
    expect(compareInstances(copy)).toMatchObject({ differences: [], verified: true });
    expect(differences(reporting(10))).toEqual([['bandwidth in', '8', '10']]);
    for (const value of [-1, 0, 200]) {
      expect(compareInstances(reporting(value))).toMatchObject({ differences: [], verified: true });
      expect(named(reporting(value), 'bandwidth in')).toMatchObject({
        source: '8',
        dr: `${value}`,
        expected: 'as the source',
      });
    }
    const { internetMaxBandwidthIn: _, ...silent } = copy.dr;
    expect(compareInstances({ ...copy, dr: silent })).toMatchObject({ differences: [], verified: true });
    const unasked = recovered({ source: { ...source, internetMaxBandwidthIn: 80 } });
    expect(named(unasked, 'bandwidth in')).toMatchObject({ source: '80', dr: '10', expected: 'not passed' });
  });

  it('of the records of a private DNS name', () => {
    const privateDnsNameOptions = { hostnameType: 'IpBased', enableIpDnsARecord: true };
    const copy = recovered({ source: anInstance({ privateDnsNameOptions }) });
    const having = (enableIpDnsARecord: boolean) => ({
      ...copy,
      dr: { ...copy.dr, privateDnsNameOptions: { ...privateDnsNameOptions, enableIpDnsARecord } },
    });
    expect(compareInstances(having(true))).toMatchObject({ differences: [], verified: true });
    expect(differences(having(false))).toEqual([['DNS record of the IP (A)', 'true', 'false']]);
  });

  it('of options of the type', () => {
    const source = anInstance({
      cpuOptions: { coreCount: 1, threadsPerCore: 1, topologyType: 'T', nestedVirtualization: 'enabled' },
      clockOptions: { ptpStatus: 'enabled' },
      hibernationConfigured: true,
      securityOptions: { enableSecureBoot: true },
      imageOptions: { loginAsNonRoot: true },
      privateDnsNameOptions: { hostnameType: 'Custom' },
      type: 'ecs.t6-c1m2.large',
      creditSpecification: 'Unlimited',
    });
    const more = extras({ enableJumboFrame: true, enableNetworkEncryption: true, bandwidthWeighting: 'Vpc-L1' });
    const input = recovered({ source, extras: more });
    expect(differences({ ...input, dr: { ...input.dr, cpuOptions: {} } })).toEqual([
      ['login as ecs-user', 'true', 'none'],
      ['credit mode', 'Unlimited', 'none'],
      ['CPU cores', '1', 'none'],
      ['threads per core', '1', 'none'],
      ['CPU topology', 'T', 'none'],
      ['nested virtualization', 'enabled', 'none'],
      ['PTP clock', 'enabled', 'none'],
      ['hibernation', 'true', 'false'],
      ['secure boot', 'true', 'none'],
      ['jumbo frames', 'true', 'none'],
      ['network encryption', 'true', 'none'],
      ['bandwidth weighting', 'Vpc-L1', 'none'],
      ['private DNS names', 'Custom', 'none'],
    ]);
    const dr = {
      ...input.dr,
      ...source,
      id: 'i-dr',
      zoneId: input.dr.zoneId,
      vSwitchId: 'vsw-k',
      name: input.dr.name,
      imageId: 'm-dr',
      tags: input.dr.tags,
    };
    expect(differences({ ...input, dr, drExtras: more })).toEqual([]);
  });

  it('what the plan did not carry is shown, not counted', () => {
    const input = recovered({ source: anInstance({ hostName: '-bad' }) });
    expect(named({ ...input, dr: { ...input.dr, hostName: 'iZ1' } }, 'host name')).toEqual({
      attribute: 'host name',
      source: '-bad',
      dr: 'iZ1',
      expected: 'not passed',
    });
    expect(named(input, 'RAM role')).toBeUndefined();
    expect(named(input, 'deletion protection')).toBeUndefined();
  });
});

describe('disks', () => {
  const disks = [
    aDisk({ description: 'boots' }),
    aDataDisk('b', { encrypted: true, kmsKeyId: 'key-1', autoSnapshotPolicyId: 'sp-1' }),
    aDataDisk('d', { category: 'cloud_auto', provisionedIops: 500, burstingEnabled: true }),
  ];
  const good = recovered({ disks });
  const withDisk = (at: number, over: Partial<Disk>): CompareInput => ({
    ...good,
    drDisks: good.drDisks.map((disk, i) => (i === at ? { ...disk, ...over } : disk)),
  });

  it.each<[number, Partial<Disk>, string, string, string]>([
    [0, { category: 'cloud_efficiency' }, 'xvda category', 'cloud_essd', 'cloud_efficiency'],
    [0, { sizeGiB: 60 }, 'xvda size', '40', '60'],
    [0, { performanceLevel: 'PL0' }, 'xvda performance level', 'PL1', 'PL0'],
    [0, { name: 'x' }, 'xvda name', 'root', 'x'],
    [0, { description: 'x' }, 'xvda description', 'boots', 'x'],
    [1, { encrypted: false }, 'xvdb encryption', 'true', 'false'],
    [1, { kmsKeyId: 'key-2' }, 'xvdb KMS key', 'key-1', 'key-2'],
    [1, { deleteWithInstance: true }, 'xvdb released with instance', 'false', 'true'],
    [1, { autoSnapshotPolicyId: 'sp-2' }, 'xvdb snapshot policy', 'sp-1', 'sp-2'],
    [2, { provisionedIops: 0 }, 'xvdd provisioned IOPS', '500', '0'],
    [2, { burstingEnabled: false }, 'xvdd bursting', 'true', 'false'],
    [2, { device: '/dev/xvdc' }, 'xvdd device', '/dev/xvdd', '/dev/xvdc'],
  ])('%s %o: %s', (at, over, attribute, expected, actual) => {
    expect(differences(withDisk(at, over))).toEqual([[attribute, expected, actual]]);
  });

  it('that do not tell their tuning have none', () => {
    const { provisionedIops: _, burstingEnabled: __, ...silent } = good.drDisks[2] ?? aDisk();
    const input = { ...good, drDisks: [...good.drDisks.slice(0, 2), silent] };
    expect(differences(input).map(([attribute]) => attribute)).toEqual(['xvdd provisioned IOPS', 'xvdd bursting']);
    const plain = recovered({ disks: [aDisk(), aDataDisk('b', { category: 'cloud_auto' })] });
    const { provisionedIops: ___, burstingEnabled: ____, ...bare } = plain.drDisks[1] ?? aDisk();
    expect(differences({ ...plain, drDisks: [...plain.drDisks.slice(0, 1), bare] })).toEqual([]);
  });

  it('one too many is a difference: a wrong device name makes an empty disk', () => {
    const extra = aDataDisk('z', { id: 'd-extra' });
    const result = compareInstances({ ...good, drDisks: [...good.drDisks, extra] });
    expect(result.differences).toEqual([
      {
        attribute: 'xvdz extra disk',
        expected: 'no such disk',
        actual: 'cloud_essd PL1 100 GiB',
        cause: 'a device that is not in the image makes an empty disk',
        remedy: 'check that it is empty, detach and release it',
      },
    ]);
  });

  it('one too few is a difference', () => {
    const result = compareInstances({ ...good, drDisks: good.drDisks.slice(0, 2) });
    expect(result.differences).toEqual([
      {
        attribute: 'xvdd missing disk',
        expected: 'cloud_auto 100 GiB +500 IOPS burst',
        actual: 'none',
        cause: 'the image does not hold it',
        remedy: 'attach-recovered-disk from its snapshot',
      },
    ]);
    expect(differences({ ...good, drDisks: good.drDisks.slice(1) })).toEqual([
      ['xvda missing disk', 'cloud_essd PL1 40 GiB', 'none'],
    ]);
  });

  it('are told apart by the snapshot they were made from, when their names were swapped', () => {
    const [a, b, d] = good.drDisks;
    if (a === undefined || b === undefined || d === undefined) throw new Error('three disks');
    const drDisks = [
      a,
      { ...b, device: '/dev/xvdd', sourceSnapshotId: 's-d-b' },
      { ...d, device: '/dev/xvdb', sourceSnapshotId: 's-d-d' },
    ];
    expect(differences({ ...good, drDisks })).toEqual([
      ['xvdb device', '/dev/xvdb', '/dev/xvdd'],
      ['xvdd device', '/dev/xvdd', '/dev/xvdb'],
    ]);
  });

  it('that is missing is no difference once it was brought back: one row with the source’s disk', () => {
    const lost = good.drDisks.filter((disk) => disk.device !== '/dev/xvdb');
    expect(compareInstances({ ...good, drDisks: lost }).differences.map((one) => one.attribute)).toEqual([
      'xvdb missing disk',
    ]);
    const back = aDataDisk('b', {
      id: 'd-back',
      tags: [{ key: 'ecs-dr:disk', value: 'd-b' }],
      sourceSnapshotId: 's-later',
    });
    const result = compareInstances({ ...good, drDisks: [...lost, back] });
    expect(result.verified).toBe(true);
    expect(result.comparison.filter((row) => row.attribute.startsWith('disk xvdb'))).toMatchObject([
      { expected: 'brought back by attach-recovered-disk' },
    ]);
  });

  it('that came by another way are shown, not counted', () => {
    const others = [
      aDataDisk('x', { tags: [{ key: 'ecs-dr:disk', value: 'd-b' }] }),
      aDataDisk('y', { category: 'local_ssd_pro', sizeGiB: 894 }),
    ];
    const result = compareInstances({ ...good, drDisks: [...good.drDisks, ...others] });
    expect(result.verified).toBe(true);
    expect(result.comparison.slice(-2)).toMatchObject([
      { attribute: 'disk xvdx', expected: 'not ordered here' },
      { attribute: 'disk xvdy', dr: 'local_ssd_pro PL1 894 GiB' },
    ]);
  });
});

describe('verified later, when the request is no longer known', () => {
  const later = (over: Partial<RunInput> = {}) => ({ ...recovered(over), promised: undefined });

  it('a faithful copy is verified, for every source', () => {
    fc.assert(
      fc.property(inputOf, (generated) => {
        // PrePaid for a PostPaid source is a choice that only the request could tell.
        const chargeType = generated.source.chargeType === 'PrePaid' ? generated.choices.chargeType : 'PostPaid';
        const spot = generated.source.spotStrategy !== 'NoSpot' && generated.choices.spot === true;
        const input = { ...generated, choices: { ...generated.choices, chargeType, spot } };
        const { source, extras: sourceExtras, disks: sourceDisks, snapshots: _ } = input;
        // Names in the image as on the source: later the snapshots may be gone, and the device has to tell.
        const image = { ...input.image, mappings: runInput({ disks: sourceDisks }).image.mappings };
        const promised = runPlan({ ...input, image }).request.parameters;
        const came = obey(promised, { ...input, image });
        const known = { source, extras: sourceExtras, sourceDisks, origin, promised: undefined, ...came };
        expect(compareInstances({ ...known, image }).differences).toEqual([]);
        expect(compareInstances(known).verified).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('takes from the copy what a person decides: zone, vSwitch, name, spot or not, PrePaid or not', () => {
    const choices = {
      zoneId: 'cn-hangzhou-j',
      vSwitchId: 'vsw-k',
      chargeType: 'PostPaid' as const,
      instanceName: 'drill',
    };
    expect(compareInstances(later({ choices })).verified).toBe(true);
    const prePaid = anInstance({ chargeType: 'PrePaid' });
    expect(compareInstances(later({ source: prePaid })).verified).toBe(true);
    const spot = anInstance({ spotStrategy: 'SpotAsPriceGo' });
    expect(compareInstances(later({ source: spot })).verified).toBe(true);
    expect(compareInstances(later({ source: spot, choices: { ...choices, spot: true } })).verified).toBe(true);
  });

  it('takes another type and other categories from the tag that the copy carries of the choice', () => {
    const [device = ''] = later().sourceDisks.flatMap((d) => (d.type === 'data' ? (d.device ?? []) : []));
    const choices = {
      zoneId: 'cn-hangzhou-k',
      vSwitchId: 'vsw-k',
      chargeType: 'PostPaid' as const,
      instanceType: 'ecs.g8i.large',
      diskCategories: { [device]: 'cloud_auto' },
    };
    const chosen = later({ choices });
    expect(chosen.dr.type).toBe('ecs.g8i.large');
    expect(compareInstances(chosen).differences).toEqual([]);
    const untold = { ...chosen.dr, tags: chosen.dr.tags.filter((tag) => tag.key !== 'ecs-dr:choice') };
    expect(compareInstances({ ...chosen, dr: untold }).differences.map((d) => d.attribute)).toContain('instance type');
  });

  it('takes the disks that were not in its image from the tag, when the image is gone', () => {
    const disks = [aDisk(), aDataDisk('b'), aDataDisk('c'), aDataDisk('e', { category: 'local_ssd_pro' })];
    const held = disks.filter(({ id }) => id === 'd-sys' || id === 'd-c');
    const partial = later({ disks, image: runInput({ disks: held }).image });
    const tag = partial.dr.tags.find(({ key }) => key === 'ecs-dr:choice');
    expect(tag?.value).toBe('not-in-image=b');
    expect(compareInstances(partial)).toMatchObject({ differences: [], verified: true });
    const { image: _, ...known } = partial;
    const { differences: found, verified, comparison } = compareInstances(known);
    expect([found, verified]).toEqual([[], true]);
    // Not passed over in silence either.
    expect(comparison.find((row) => row.attribute === 'disk xvdb')).toMatchObject({
      dr: 'none',
      expected: 'none: not in the image',
    });
    const lost = { ...known, drDisks: known.drDisks.filter(({ device }) => device !== '/dev/xvdc') };
    expect(differences(lost).map(([attribute]) => attribute)).toEqual(['xvdc missing disk']);
  });

  it('reports the rest, and that it may have been decided', () => {
    const made = later();
    const { differences: found, verified } = compareInstances({ ...made, dr: { ...made.dr, type: 'ecs.g8i.large' } });
    expect(verified).toBe(false);
    expect(found).toEqual([
      {
        attribute: 'instance type',
        expected: 'ecs.g7.large',
        actual: 'ecs.g8i.large',
        cause: 'the cloud set another value; or decided otherwise, or changed since',
        remedy: 'change it on the copy (ModifyInstanceAttribute or the console)',
      },
    ]);
    const bought = later();
    expect(differences({ ...bought, dr: { ...bought.dr, chargeType: 'PrePaid' } })).toEqual([
      ['billing', 'PostPaid', 'PrePaid'],
    ]);
    expect(differences({ ...bought, dr: { ...bought.dr, spotStrategy: 'SpotAsPriceGo' } })).toEqual([
      ['spot', 'NoSpot', 'SpotAsPriceGo'],
    ]);
  });

  it('a copy without our tags is told so', () => {
    const input = later();
    expect(differences({ ...input, dr: { ...input.dr, tags: [] } })).toEqual([
      ['tags', '2', 'without ecs-dr:recovery, ecs-dr:source'],
    ]);
    expect(RECOVERY).toBe(input.dr.tags.find((tag) => tag.key === 'ecs-dr:recovery')?.value);
  });

  it('local disks of the source are not expected on the copy', () => {
    const local = aDataDisk('c', { category: 'local_ssd_pro' });
    const { image: _, ...known } = recovered();
    expect(
      compareInstances({
        ...known,
        promised: undefined,
        sourceDisks: [...known.sourceDisks.slice(0, 2), local],
        drDisks: known.drDisks.slice(0, 2),
      }).differences,
    ).toEqual([]);
  });
});

describe('causes', () => {
  it('of each kind of difference fit it', () => {
    const input = recovered({ disks: [aDisk(), aDataDisk('b', { autoSnapshotPolicyId: 'sp-1', encrypted: true })] });
    const { vSwitchId: _, ...nowhere } = input.dr;
    const dr: Instance = {
      ...nowhere,
      status: 'Stopped',
      privateIps: [],
      securityGroupIds: [],
      tags: [],
      zoneId: 'z',
      vpcId: 'v',
      publicIps: ['1.1.1.1'],
      metadata: {},
    };
    const { autoSnapshotPolicyId: __, ...bare } = input.drDisks[1] ?? aDisk();
    const drDisks = [
      input.drDisks[0] ?? aDisk(),
      { ...bare, device: '/dev/xvdc', category: 'x', sizeGiB: 1, encrypted: false, deleteWithInstance: true },
    ];
    const found = compareInstances({ ...input, dr, drDisks }).differences;
    expect(found.map((d) => `${d.attribute}: ${d.cause}; ${d.remedy}`)).toMatchInlineSnapshot(`
      [
        "status: it has not reached Running, or was stopped; look again with check-recovery; then its system events",
        "zone: it is not where it was ordered; do not rely on it; run the recovery again",
        "vSwitch: it is not where it was ordered; do not rely on it; run the recovery again",
        "metadata service: the image or type does not take this mode; ModifyInstanceMetadataOptions",
        "metadata tokens: the image or type does not take this mode; ModifyInstanceMetadataOptions",
        "VPC: it is not where it was ordered; do not rely on it; run the recovery again",
        "security groups: not all groups were joined; join or leave groups before traffic arrives",
        "private IP: no address yet; look again when it is Running",
        "public IP: the public address is not as ordered; change the bandwidth: 0 takes the address away",
        "tags: some tags were not set; TagResources on the copy",
        "xvdb device: the cloud assigned another name; check mounts that go by device name",
        "xvdb category: the override did not reach this disk; change it with ModifyDiskSpec",
        "xvdb size: the override did not reach this disk; grow it with ResizeDisk",
        "xvdb encryption: encryption is fixed when a disk is made; recreate the disk from its snapshot, encrypted",
        "xvdb released with instance: not taken over; set it with ModifyDiskAttribute",
        "xvdb snapshot policy: not taken over: the copy is not protected; apply the policy to the disk",
      ]
    `);
  });
});
