import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Disk, Instance, InstanceExtras } from '../../src/recovery/estate.ts';
import { fidelityLedger } from '../../src/recovery/fidelity.ts';
import { runPlan } from '../../src/recovery/run-plan.ts';
import { sourceBlockers, sourceWarnings } from '../../src/recovery/warnings.ts';
import { disksOf, extrasOf, sourceOf } from './arbitrary.ts';
import { CARRIED, EXPLAINED } from './checklist.ts';
import { DISK_FIELDS, INSTANCE_FIELDS } from './checklist-reads.ts';
import { aDataDisk, aDisk, anInstance, extras, runInput } from './make.ts';

/** An instance with a value for everything. */
const full: Instance = anInstance({
  osName: 'Alibaba Cloud Linux 3',
  description: 'shop',
  hostName: 'web-01',
  keyPairName: 'ops-key',
  resourceGroupId: 'rg-1',
  creditSpecification: 'Unlimited',
  type: 'ecs.t6-c1m2.large',
  deletionProtection: true,
  publicIps: ['203.0.113.9'],
  internetMaxBandwidthIn: 10,
  internetMaxBandwidthOut: 20,
  internetChargeType: 'PayByTraffic',
  eip: { allocationId: 'eip-1', ip: '198.51.100.7' },
  ioOptimized: false,
  spotStrategy: 'SpotWithPriceLimit',
  spotPriceLimit: 1,
  spotDuration: 1,
  spotInterruptionBehavior: 'Stop',
  metadata: { httpEndpoint: 'enabled', httpTokens: 'required', hopLimit: 2, instanceMetadataTags: 'enabled' },
  cpuOptions: { coreCount: 1, threadsPerCore: 1, topologyType: 'Discrete', nestedVirtualization: 'enabled' },
  clockOptions: { ptpStatus: 'enabled' },
  imageOptions: { loginAsNonRoot: true },
  hibernationConfigured: true,
  securityOptions: { enableSecureBoot: true },
  privateDnsNameOptions: {
    hostnameType: 'Custom',
    enableInstanceIdDnsARecord: true,
    enableInstanceIdDnsAAAARecord: true,
    enableIpDnsARecord: true,
    enableIpDnsPtrRecord: true,
  },
  deploymentSetId: 'ds-1',
  dedicatedHostId: 'dh-1',
  tenancy: 'host',
  hpcClusterId: 'hpc-1',
  capacityReservationId: 'crp-1',
  gpuAmount: 1,
  localStorageAmount: 2,
  isp: 'BGP',
  autoReleaseTime: '2027-01-01T00:00Z',
  networkInterfaces: [
    { id: 'eni-1', type: 'Primary', privateIps: ['10.0.1.5', '10.0.1.6'], ipv6: ['fd00::1'], ipv4Prefixes: 1 },
    { id: 'eni-2', type: 'Secondary', privateIps: ['10.0.1.7'], ipv6: [], ipv4Prefixes: 0 },
  ],
  tags: [
    { key: 'app', value: 'shop' },
    { key: 'acs:x', value: 'y' },
  ],
});
const fullExtras: InstanceExtras = extras({
  ramRoleName: 'app-role',
  hasUserData: true,
  autoRenew: { enabled: true },
  enableJumboFrame: true,
  enableNetworkEncryption: true,
  bandwidthWeighting: 'Vpc-L1',
});
const rich: Partial<Disk> = {
  description: 'text',
  encrypted: true,
  kmsKeyId: 'key-1',
  autoSnapshotPolicyId: 'sp-1',
  deleteAutoSnapshot: false,
  chargeType: 'PrePaid',
  storageSetId: 'ss-1',
  serialNumber: 'x1',
  tags: [{ key: 'a', value: 'b' }],
};
const fullDisks: Disk[] = [
  aDisk({ ...rich, category: 'cloud_auto', provisionedIops: 100, burstingEnabled: true }),
  aDataDisk('b', { ...rich, performanceLevel: 'PL2', sizeGiB: 500, multiAttach: true }),
  aDataDisk('c', { ...rich, category: 'cloud_auto', provisionedIops: 100, burstingEnabled: true }),
];
fullDisks.forEach((disk) => {
  if (disk.category === 'cloud_auto') delete disk.performanceLevel;
});

const ledger = (source: Partial<Instance> = {}, more: Partial<InstanceExtras> = {}, disks: Disk[] = [aDisk()]) =>
  fidelityLedger({ source: anInstance(source), extras: extras(more), disks });
const find = (rows: ReturnType<typeof ledger>, attribute: string) => rows.find((row) => row.attribute === attribute);

describe('the ledger', () => {
  it('of an instance that has everything tells of everything', () => {
    const rows = fidelityLedger({ source: full, extras: fullExtras, disks: fullDisks });
    expect(
      rows.map(
        (row) =>
          `${row.attribute} | ${row.source} | ${row.verdict}${row.target ? ` → ${row.target}` : ''} | ${row.reason}`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "instance id, MAC, serial number | i-source | impossible | always new: licences bound to them break",
        "name | web-01 | transformed → recovery-web-01 | unless another is given",
        "zone | cn-hangzhou-h | asked → another zone | the point of the recovery",
        "region | cn-hangzhou | inherited | as is",
        "instance type | ecs.t6-c1m2.large | inherited | another only by decision",
        "CPU layout | Core 1, ThreadsPerCore 1, TopologyType Discrete, NestedVirtualization enabled | inherited | carried while the type stays",
        "image | m-base | transformed → new image | made from the recovery point",
        "OS | Alibaba Cloud Linux 3 | inherited | in the image, with its boot mode",
        "credit mode | Unlimited | inherited | for burstable types",
        "PTP clock | enabled | inherited | carried while the type stays",
        "hibernation | on | inherited | carried while the type stays",
        "secure boot | on | inherited | carried while the type stays",
        "GPU | 1 | inherited | comes with the type",
        "I/O optimized | none | inherited | as is",
        "deployment set | ds-1 | dropped | bound to the source zone; add the copy to a set by hand",
        "dedicated host | dh-1 | dropped → shared hardware | bound to the source zone",
        "HPC cluster | hpc-1 | dropped | bound to the source zone",
        "capacity reservation | crp-1 | dropped | bound to the source zone; reserve in the target zone",
        "monitoring, scaling group, DNS | not read | dropped | they name the source: add the copy",
        "VPC | vpc-1 | inherited | as is",
        "vSwitch | vsw-h | transformed → one in the target zone | a vSwitch belongs to one zone",
        "security groups | sg-2, sg-1 | inherited | all of them",
        "private IP | 10.0.1.5 | dropped → new address | cannot leave its vSwitch: mend what names it",
        "public IP | 203.0.113.9 | transformed → new address | such an address cannot move",
        "bandwidth out | 20 | inherited | as is",
        "bandwidth in | 10 | inherited | as is",
        "bandwidth billing | PayByTraffic | inherited | as is",
        "EIP | 198.51.100.7 | dropped → none | stays with the source; move it by hand to cut over",
        "secondary ENIs | 1 | dropped | an ENI is zonal: make and attach new ones",
        "secondary private IPs | 1 | dropped | assign new ones",
        "IPv4 prefixes | 1 | dropped | assign new ones",
        "IPv6 addresses | 1 | dropped | assign new ones, in an IPv6 vSwitch",
        "jumbo frames | true | inherited | carried while the type stays",
        "network encryption | on | inherited | carried while the type stays",
        "bandwidth weighting | Vpc-L1 | inherited | carried while the type stays",
        "ISP line | BGP | dropped | not open in RunInstances",
        "load balancer membership | not read | dropped | add the copy as a back end",
        "billing | PostPaid | inherited | as is",
        "spot | SpotWithPriceLimit | asked → NoSpot | a copy that can be reclaimed is not recommended",
        "auto-renewal | on | dropped | a purchase to be decided by hand",
        "auto-release | 2027-01-01T00:00Z | dropped | the copy stays until released",
        "deletion protection | on | inherited | as is",
        "key pair | ops-key | inherited | as is",
        "login as ecs-user | on | inherited | as is",
        "RAM role | app-role | inherited | as is",
        "host name | web-01 | inherited | clashes in a domain while the source lives",
        "private DNS names | Custom | inherited | as is",
        "description | shop | inherited | as is",
        "resource group | rg-1 | inherited | as is",
        "tags | 2 | inherited → 3 | plus ours; left out: acs:x (system tag)",
        "metadata service | enabled | inherited | as is",
        "metadata tokens | required | inherited | the image is made for IMDSv2",
        "metadata hop limit | 2 | dropped | not a parameter of RunInstances",
        "metadata tags | enabled | dropped | not a parameter of RunInstances",
        "user data | present | dropped | a new instance would run it again",
        "disk devices | xvda, xvdb, xvdc | inherited | as in the image; NVMe guests rename them",
        "disk category | xvda cloud_auto; xvdb cloud_essd; xvdc cloud_auto | inherited | another only by decision",
        "disk size (GiB) | xvda 40; xvdb 500; xvdc 100 | inherited | as is",
        "disk performance level | xvdb PL2 | inherited | as is",
        "disk provisioned IOPS | xvda 100; xvdc 100 | inherited | as is",
        "disk bursting | xvda on; xvdc on | inherited | as is",
        "disk encryption | all key-1 | inherited | same KMS key",
        "disk names | xvda root; xvdb data b; xvdc data c | inherited | as is",
        "disk descriptions | all text | inherited | as is",
        "disk released with instance | all no | inherited | as is",
        "auto snapshot policy | all sp-1 | inherited | as is",
        "auto snapshots kept | all after release | dropped | set it on the disks",
        "disk tags | all 1 | transformed → the instance's tags | RunInstances tags disks like the instance",
        "disk billing | all PrePaid | transformed | follows the copy",
        "multi-attach | xvdb on | dropped | the copy is a disk of its own",
        "storage set, cluster | all ss-1 | impossible | bound to the source zone",
        "disk serial numbers | all … | impossible | new disks",
        "local disk data | 2 | impossible | cannot be snapshotted: data is missing",
      ]
    `);
  });

  it('of a plain instance is short: only what it has, and what matters by its absence', () => {
    const rows = ledger();
    expect(rows.map((row) => row.attribute)).toMatchInlineSnapshot(`
      [
        "instance id, MAC, serial number",
        "name",
        "zone",
        "region",
        "instance type",
        "image",
        "OS",
        "monitoring, scaling group, DNS",
        "VPC",
        "vSwitch",
        "security groups",
        "private IP",
        "public IP",
        "load balancer membership",
        "billing",
        "login",
        "tags",
        "metadata service",
        "metadata tokens",
        "disk devices",
        "disk category",
        "disk size (GiB)",
        "disk performance level",
        "disk names",
      ]
    `);
    expect(find(rows, 'public IP')).toMatchObject({ source: 'none', verdict: 'inherited' });
    expect(find(rows, 'login')).toMatchObject({ source: 'password', verdict: 'inherited' });
  });

  it('asks about PrePaid, and with it about deletion protection', () => {
    const rows = ledger({ chargeType: 'PrePaid', deletionProtection: true });
    expect(find(rows, 'billing')?.verdict).toBe('asked');
    expect(find(rows, 'deletion protection')?.verdict).toBe('asked');
    expect(find(ledger({ deletionProtection: true }), 'deletion protection')?.verdict).toBe('inherited');
  });

  it('tells a Windows source that its password is kept', () => {
    expect(find(ledger({ osType: 'windows', keyPairName: 'k' }), 'login')?.source).toBe('password');
    expect(find(ledger({ keyPairName: 'k' }), 'key pair')?.source).toBe('k');
  });

  it('tells what was cut or left out', () => {
    expect(find(ledger({ name: 'x'.repeat(120) }), 'name')?.reason).toBe('name cut to 128 characters');
    const tags = find(
      ledger({
        tags: [
          { key: 'acs:x', value: '' },
          { key: 'app', value: '' },
        ],
      }),
      'tags',
    );
    expect(tags).toEqual({
      attribute: 'tags',
      source: '2',
      verdict: 'inherited',
      target: '3',
      reason: 'plus ours; left out: acs:x (system tag)',
    });
    expect(find(ledger(), 'tags')?.reason).toBe('plus ours');
  });

  it('tells what could not be read', () => {
    expect(ledger({}, { unread: [{ read: 'RAM role', reason: 'Forbidden.RAM' }] }).at(-1)).toEqual({
      attribute: 'RAM role',
      source: 'unknown',
      verdict: 'dropped',
      reason: 'could not be read (Forbidden.RAM), so not carried',
    });
  });

  it('knows a dedicated host and a reservation by any of their marks', () => {
    expect(find(ledger({ dedicatedHostClusterId: 'dc-1' }), 'dedicated host')?.source).toBe('dc-1');
    expect(find(ledger({ tenancy: 'host' }), 'dedicated host')?.source).toBe('host');
    expect(find(ledger({ tenancy: 'default' }), 'dedicated host')).toBeUndefined();
    expect(find(ledger({ capacityReservationPreference: 'open' }), 'capacity reservation')?.source).toBe('open');
  });

  it('says nothing of switches that are off', () => {
    const off = ledger(
      {
        clockOptions: { ptpStatus: 'disabled' },
        metadata: { instanceMetadataTags: 'disabled' },
        securityOptions: { enableSecureBoot: false },
        gpuAmount: 0,
        localStorageAmount: 0,
      },
      {
        hasUserData: false,
        autoRenew: { enabled: false },
        enableNetworkEncryption: false,
        bandwidthWeighting: 'Default',
      },
    ).map((row) => row.attribute);
    for (const name of [
      'PTP clock',
      'metadata tags',
      'secure boot',
      'GPU',
      'local disk data',
      'user data',
      'auto-renewal',
      'network encryption',
      'bandwidth weighting',
      'spot',
    ]) {
      expect(off).not.toContain(name);
    }
  });

  it('tells local disks once', () => {
    const local = aDataDisk('c', { category: 'local_ssd_pro' });
    expect(find(ledger({ localStorageAmount: 1 }, {}, [aDisk(), local]), 'local disk data')).toMatchObject({
      source: 'xvdc local_ssd_pro',
      verdict: 'impossible',
    });
    expect(find(ledger({ localStorageAmount: 1 }, {}, [aDisk(), local]), 'disk devices')?.source).toBe('xvda');
    expect(find(ledger({ localStorageAmount: 2 }), 'local disk data')?.source).toBe('2');
  });

  it('writes a value that all disks share once', () => {
    const rows = ledger({}, {}, [aDataDisk('b', { performanceLevel: 'PL2' }), aDisk(), aDataDisk('c')]);
    expect(find(rows, 'disk category')?.source).toBe('all cloud_essd');
    expect(find(rows, 'disk performance level')?.source).toBe('xvda PL1; xvdb PL2; xvdc PL1');
    expect(find(rows, 'disk released with instance')?.source).toBe('all no');
    expect(find(ledger(), 'disk released with instance')).toBeUndefined();
    const { device: _, ...loose } = aDataDisk('b', { encrypted: true });
    expect(find(ledger({}, {}, [aDisk(), loose]), 'disk encryption')?.source).toBe('d-b service key');
  });

  it('has one row per attribute, short strings, and a reason in each, for every source', () => {
    fc.assert(
      fc.property(sourceOf, extrasOf, disksOf, (source, more, disks) => {
        const rows = fidelityLedger({ source, extras: more, disks });
        expect(new Set(rows.map((row) => row.attribute)).size).toBe(rows.length);
        for (const row of rows) {
          expect(row.reason).not.toBe('');
          expect(row.attribute.length).toBeLessThanOrEqual(34);
        }
        expect(find(rows, 'EIP')?.verdict).toBe(source.eip === undefined ? undefined : 'dropped');
        expect(find(rows, 'user data')?.verdict).toBe(more.hasUserData ? 'dropped' : undefined);
      }),
    );
  });
});

describe('the ledger and the plan', () => {
  const sentAs: Record<string, string> = {
    'host name': 'HostName',
    'key pair': 'KeyPairName',
    login: 'PasswordInherit',
    'RAM role': 'RamRoleName',
    'resource group': 'ResourceGroupId',
    'metadata tokens': 'HttpTokens',
    'deletion protection': 'DeletionProtection',
    'bandwidth out': 'InternetMaxBandwidthOut',
    'bandwidth in': 'InternetMaxBandwidthIn',
    'bandwidth billing': 'InternetChargeType',
  };

  it('agree: what is told as inherited is sent as it is, what is told as dropped is not', () => {
    fc.assert(
      fc.property(sourceOf, extrasOf, (source, more) => {
        const { parameters } = runPlan(runInput({ source, extras: more })).request;
        for (const row of fidelityLedger({ source, extras: more, disks: [aDisk()] })) {
          const sent = parameters[sentAs[row.attribute] ?? ''];
          if (!(row.attribute in sentAs) || row.verdict === 'asked') continue;
          if (row.verdict === 'dropped') expect(sent, row.attribute).toBeUndefined();
          else expect(sent, row.attribute).toBeDefined();
          if (row.verdict === 'inherited' && !['login', 'deletion protection'].includes(row.attribute)) {
            expect(String(sent)).toBe(row.source);
          }
          if (row.verdict === 'transformed') expect(String(sent)).toBe(row.target);
        }
      }),
    );
  });

  it('agree on a host name and bandwidths that RunInstances does not take', () => {
    expect(find(ledger({ hostName: '-bad' }), 'host name')).toMatchObject({
      verdict: 'dropped',
      reason: 'host name -bad not passed: the API allows no such name',
    });
    const odd = ledger({ publicIps: ['1.2.3.4'], internetMaxBandwidthOut: 0, internetMaxBandwidthIn: 100 });
    expect(find(odd, 'bandwidth out')).toMatchObject({ source: '0', verdict: 'transformed', target: '1' });
    expect(find(odd, 'bandwidth in')).toMatchObject({ source: '100', verdict: 'dropped' });
  });
});

describe('the checklist of the SDK', () => {
  interface Model {
    names(): Record<string, string>;
    types(): Record<string, unknown>;
  }
  const isModel = (type: unknown): type is Model => typeof type === 'function' && 'names' in type;
  const load = createRequire(import.meta.url);

  /** The wire names of a model's fields; lists without a number, objects with their parts. */
  function fields(model: Model, prefix = ''): string[] {
    const types = model.types();
    return Object.entries(model.names()).flatMap(([field, wire]) => {
      const type = types[field];
      const inner = isModel(type) ? type : (type as { itemType?: unknown } | undefined)?.itemType;
      return isModel(inner) ? fields(inner, `${prefix}${wire}.`) : [`${prefix}${wire}`];
    });
  }
  const model = (file: string, name: string): Model => {
    const found = load(`@alicloud/ecs20140526/dist/models/${file}.js`)[name];
    if (!isModel(found)) throw new Error(`no ${name}`);
    return found;
  };

  it('every field of RunInstances is either carried or explained, and none is both', () => {
    const known = [...CARRIED, ...Object.keys(EXPLAINED)];
    expect([...known].sort()).toEqual(fields(model('RunInstancesRequest', 'RunInstancesRequest')).sort());
    expect(Object.values(EXPLAINED)).not.toContain('');
  });

  it('every field of an instance and of a disk is told by the ledger, or why not', () => {
    const instance = model('DescribeInstancesResponseBody', 'DescribeInstancesResponseBodyInstancesInstance');
    const disk = model('DescribeDisksResponseBody', 'DescribeDisksResponseBodyDisksDisk');
    expect(Object.keys(INSTANCE_FIELDS).sort()).toEqual(Object.values(instance.names()).sort());
    expect(Object.keys(DISK_FIELDS).sort()).toEqual(Object.values(disk.names()).sort());
    const prePaid = fidelityLedger({
      source: { ...full, chargeType: 'PrePaid' },
      extras: fullExtras,
      disks: fullDisks,
    });
    const told = new Set(prePaid.map((row) => row.attribute));
    const reasons = ['state, not a property to copy', 'retired or internal'];
    for (const attribute of [...Object.values(INSTANCE_FIELDS), ...Object.values(DISK_FIELDS)]) {
      expect(told.has(attribute) || reasons.includes(attribute), attribute).toBe(true);
    }
  });

  it('what is carried is what the plan sends for a source that has everything, and nothing else', () => {
    const base = runInput({ source: full, extras: fullExtras, disks: fullDisks });
    const plans = [
      runPlan({ ...base, choices: { ...base.choices, spot: true } }),
      runPlan({ ...base, choices: { ...base.choices, chargeType: 'PrePaid', periodMonths: 1 } }),
      runPlan({ ...base, source: { ...full, osType: 'windows' } }),
      runPlan({ ...base, disks: [aDisk()], image: runInput({ disks: [aDisk()] }).image }),
    ];
    const sent = new Set(
      plans.flatMap((plan) => Object.keys(plan.request.parameters).map((name) => name.replace(/\.\d+/, ''))),
    );
    expect([...sent].sort()).toEqual([...CARRIED].sort());
  });
});

describe('warnings', () => {
  const warnings = (source: Partial<Instance> = {}, more: Partial<InstanceExtras> = {}, disks: Disk[] = [aDisk()]) =>
    sourceWarnings({ source: anInstance(source), extras: extras(more), disks });

  it('of a plain running instance are none', () => {
    expect(
      warnings(
        { stoppedMode: 'Not-applicable', tenancy: 'default', gpuAmount: 0, localStorageAmount: 0 },
        { hasUserData: false },
      ),
    ).toEqual([]);
    expect(warnings({ status: 'Stopped' })).toEqual([]);
  });

  it.each<[string, Partial<Instance>, Partial<InstanceExtras>, Disk[]]>([
    [
      'The source is Stopping: new snapshots need it Running or Stopped; existing points work in any state.',
      { status: 'Stopping' },
      {},
      [],
    ],
    [
      'Stopped without charge: it gave up its capacity and may not start again. It is no fallback.',
      { stoppedMode: 'StopCharging' },
      {},
      [],
    ],
    ['A spot instance: it can be reclaimed at any time.', { spotStrategy: 'SpotAsPriceGo' }, {}, []],
    [
      'EIP 1.2.3.4 stays with the source: moving it is the cut-over, by hand.',
      { eip: { allocationId: 'e', ip: '1.2.3.4' } },
      {},
      [],
    ],
    [
      'The copy gets a new public IP: firewalls and DNS that name the old one need a change.',
      { publicIps: ['1.2.3.4'] },
      {},
      [],
    ],
    ['User data is not copied: a new instance would run it again.', {}, { hasUserData: true }, []],
    [
      '1 secondary network interface(s) will be missing.',
      { networkInterfaces: [{ id: 'e', type: 'Secondary', privateIps: [], ipv6: [], ipv4Prefixes: 0 }] },
      {},
      [],
    ],
    ['GPU types are scarce: check stock early.', { gpuAmount: 1 }, {}, []],
    [
      'Runs on a dedicated host, the copy will not: licences bound to the host break.',
      { dedicatedHostId: 'dh' },
      {},
      [],
    ],
    ['Runs on a dedicated host, the copy will not: licences bound to the host break.', { tenancy: 'host' }, {}, []],
    [
      'No snapshots of /dev/xvdb (local or ephemeral): that data will be missing.',
      { localStorageAmount: 1 },
      {},
      [aDataDisk('b', { category: 'local_ssd_pro' })],
    ],
    ['No snapshots of its 2 local disk(s): that data will be missing.', { localStorageAmount: 2 }, {}, []],
    [
      'A multi-attach disk is shared with other instances: its copy is not.',
      {},
      {},
      [aDataDisk('b', { multiAttach: true })],
    ],
    [
      'Encrypted disks: without their KMS key no recovery is possible. Keep it enabled.',
      {},
      {},
      [aDataDisk('b', { encrypted: true })],
    ],
    [
      'Volumes across disks (LVM, RAID) need one consistent point of all of them.',
      {},
      {},
      [aDataDisk('b'), aDataDisk('c', { category: 'cloud_efficiency' })],
    ],
    ['RAM role could not be read: Forbidden', {}, { unread: [{ read: 'RAM role', reason: 'Forbidden' }] }, []],
  ])('%s', (told, source, more, disks) => {
    expect(warnings(source, more, [aDisk(), ...disks])).toEqual([told]);
  });

  it('tell how many data disks an image cannot hold', () => {
    const many = 'bcdefghijklmnopqrs'.split('').map((letter) => aDataDisk(letter));
    expect(warnings({}, {}, many)[0]).toBe('An image holds 16 data disks; attach the other 2 as recovered disks.');
    expect(warnings({}, {}, many.slice(0, 16))).toEqual([]);
  });
});

describe('blockers', () => {
  const blockers = (source: Partial<Instance> = {}, disks: Disk[] = [aDisk()]) =>
    sourceBlockers({ source: anInstance(source), extras: extras(), disks });

  it('of a plain instance are none; a stopped one is no blocker', () => {
    expect(blockers()).toEqual([]);
    expect(blockers({ status: 'Stopped' })).toEqual([]);
    expect(blockers({}, [])).toEqual([]);
  });

  it('are locks, and what to do about them', () => {
    expect(
      blockers({ operationLocks: ['security', 'financial', 'dedicatedhostfinancial', 'refunded', 'Recycling'] }),
    ).toEqual([
      'The source is locked (security): settle it in the Security Center first.',
      'The source is locked (financial): settle the payment first.',
      'The source is locked (dedicatedhostfinancial): settle the payment first.',
      'The source is locked (refunded): settle the payment first.',
      'The source is locked (Recycling): nothing can be made from it until the lock is gone.',
    ]);
    expect(blockers({}, [aDisk(), aDataDisk('b', { operationLocks: ['financial'] })])).toEqual([
      'Disk d-b is locked (financial): settle the payment first.',
    ]);
  });

  it('are disks that were never attached', () => {
    const { attachedAt: _, ...never } = aDataDisk('b', { status: 'Available' });
    expect(blockers({}, [aDisk(), never])).toEqual(['Disk d-b was never attached: it cannot be snapshotted.']);
    expect(blockers({}, [aDisk(), aDataDisk('b', { status: 'Available' }), { ...never, status: 'In_use' }])).toEqual(
      [],
    );
  });

  it('are a classic network and a missing system disk', () => {
    const { vpcId: _, ...classic } = anInstance();
    expect(sourceBlockers({ source: classic, extras: extras(), disks: [aDisk()] })).toEqual([
      'The source is in no VPC (classic network): there is no vSwitch for a copy.',
    ]);
    expect(blockers({}, [aDataDisk('b')])).toEqual(['The source has no system disk attached.']);
  });
});
