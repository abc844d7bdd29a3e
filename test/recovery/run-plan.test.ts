import { describe, expect, it } from 'vitest';
import { runPlan } from '../../src/recovery/run-plan.ts';
import { aDataDisk, aDisk, anImage, anInstance, aSnapshot, extras, RECOVERY, runInput } from './make.ts';

const zone = { zoneId: 'cn-hangzhou-k', vSwitchId: 'vsw-k', chargeType: 'PostPaid' as const };
const root = aDisk();

describe('the plan of the DR instance', () => {
  it('is, for a plain source, exactly this request', () => {
    const source = anInstance({
      keyPairName: 'ops-key',
      hostName: 'web-01',
      description: 'shop',
      resourceGroupId: 'rg-1',
      deletionProtection: true,
    });
    const plan = runPlan(
      runInput({
        source,
        extras: extras({ ramRoleName: 'app' }),
        disks: [root, aDataDisk('d', { category: 'cloud_auto' })],
      }),
    );
    expect(plan.request).toEqual({
      action: 'RunInstances',
      regionId: 'cn-hangzhou',
      parameters: {
        RegionId: 'cn-hangzhou',
        ZoneId: 'cn-hangzhou-k',
        VSwitchId: 'vsw-k',
        ImageId: 'm-dr',
        InstanceType: 'ecs.g7.large',
        Amount: 1,
        MinAmount: 1,
        'SecurityGroupIds.1': 'sg-1',
        'SecurityGroupIds.2': 'sg-2',
        InstanceName: 'recovery-web-01',
        InstanceChargeType: 'PostPaid',
        SpotStrategy: 'NoSpot',
        DeletionProtection: true,
        InternetMaxBandwidthOut: 0,
        HostName: 'web-01',
        Description: 'shop',
        KeyPairName: 'ops-key',
        RamRoleName: 'app',
        ResourceGroupId: 'rg-1',
        HttpEndpoint: 'enabled',
        HttpTokens: 'optional',
        'SystemDisk.Category': 'cloud_essd',
        'SystemDisk.Size': 40,
        'SystemDisk.PerformanceLevel': 'PL1',
        'SystemDisk.DiskName': 'root',
        'DataDisk.1.Device': '/dev/xvdd',
        'DataDisk.1.Category': 'cloud_auto',
        'DataDisk.1.Size': 100,
        'DataDisk.1.ProvisionedIops': 0,
        'DataDisk.1.BurstingEnabled': false,
        'DataDisk.1.DiskName': 'data d',
        'DataDisk.1.DeleteWithInstance': false,
        'Tag.1.Key': 'ecs-dr:recovery',
        'Tag.1.Value': RECOVERY,
        'Tag.2.Key': 'ecs-dr:source',
        'Tag.2.Value': 'i-source',
      },
    });
    expect(plan.notes).toEqual([]);
    expect(plan.problems).toEqual([]);
  });

  it('refuses the source’s own zone and a source without security groups', () => {
    const { problems } = runPlan(
      runInput({ source: anInstance({ securityGroupIds: [] }), choices: { ...zone, zoneId: 'cn-hangzhou-h' } }),
    );
    expect(problems).toEqual(["cn-hangzhou-h is the source's own zone", 'the source has no security group in a VPC']);
  });

  it('takes the chosen name, or says why not', () => {
    const named = runPlan(runInput({ choices: { ...zone, instanceName: 'drill-web' } }));
    expect(named.request.parameters.InstanceName).toBe('drill-web');
    expect(named.problems).toEqual([]);
    expect(runPlan(runInput({ choices: { ...zone, instanceName: 'x' } })).problems).toEqual([
      'instanceName must have 2 to 128 characters, not 1',
    ]);
  });

  it('passes description and login user only where the source has them', () => {
    const source = anInstance({ imageOptions: { loginAsNonRoot: true } });
    expect(runPlan(runInput({ source })).request.parameters['ImageOptions.LoginAsNonRoot']).toBe(true);
    const without = runPlan(runInput({ source: anInstance({ imageOptions: { loginAsNonRoot: false } }) })).request
      .parameters;
    expect(without).not.toHaveProperty(['ImageOptions.LoginAsNonRoot']);
    expect(without).not.toHaveProperty('Description');
  });
});

describe('billing', () => {
  const prePaid = anInstance({ chargeType: 'PrePaid', deletionProtection: true });
  it('PrePaid is a purchase for the months chosen', () => {
    const plan = runPlan(runInput({ source: prePaid, choices: { ...zone, chargeType: 'PrePaid', periodMonths: 12 } }));
    expect(plan.request.parameters).toMatchObject({
      InstanceChargeType: 'PrePaid',
      Period: 12,
      PeriodUnit: 'Month',
      AutoPay: true,
      AutoRenew: false,
    });
    expect(plan.notes).toEqual([
      'PrePaid is a purchase: it cannot be released before it ends; auto-renewal is off',
      'deletion protection does not apply to PrePaid',
    ]);
    expect(plan.problems).toEqual([]);
  });

  it.each([undefined, 0, 10, 61])('PrePaid for %s months cannot be bought', (periodMonths) => {
    const { problems } = runPlan(runInput({ choices: { ...zone, chargeType: 'PrePaid', periodMonths } }));
    expect(problems).toEqual(['PrePaid needs a period of 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36, 48, 60 months']);
  });

  it('a PrePaid source may come back PostPaid, with a note; a period then means nothing', () => {
    const plan = runPlan(runInput({ source: prePaid, choices: { ...zone, periodMonths: 3 } }));
    expect(plan.notes).toEqual(['the source is PrePaid, the copy PostPaid']);
    expect(plan.problems).toEqual([]);
    for (const name of ['Period', 'PeriodUnit', 'AutoPay', 'AutoRenew'])
      expect(plan.request.parameters).not.toHaveProperty(name);
  });

  const spot = anInstance({
    spotStrategy: 'SpotWithPriceLimit',
    spotPriceLimit: 0.3,
    spotDuration: 0,
    spotInterruptionBehavior: 'Stop',
  });
  it('a spot source comes back as spot only when chosen', () => {
    const chosen = runPlan(runInput({ source: spot, choices: { ...zone, spot: true } }));
    expect(chosen.request.parameters).toMatchObject({
      SpotStrategy: 'SpotWithPriceLimit',
      SpotPriceLimit: 0.3,
      SpotDuration: 0,
      SpotInterruptionBehavior: 'Stop',
    });
    expect(chosen.notes).toEqual([]);
    const plain = runPlan(runInput({ source: spot }));
    expect(plain.request.parameters.SpotStrategy).toBe('NoSpot');
    for (const name of ['SpotPriceLimit', 'SpotDuration', 'SpotInterruptionBehavior'])
      expect(plain.request.parameters).not.toHaveProperty(name);
    expect(plain.notes).toEqual(['the source is a spot instance, the copy is not']);
  });

  it('spot without a price limit, and spot of a source that is none, follow the market', () => {
    const market = runPlan(
      runInput({
        source: anInstance({ spotStrategy: 'SpotAsPriceGo', spotPriceLimit: 9 }),
        choices: { ...zone, spot: true },
      }),
    );
    expect(market.request.parameters.SpotStrategy).toBe('SpotAsPriceGo');
    expect(market.request.parameters).not.toHaveProperty('SpotPriceLimit');
    const own = runPlan(runInput({ source: anInstance({ spotDuration: 1 }), choices: { ...zone, spot: true } })).request
      .parameters;
    expect(own.SpotStrategy).toBe('SpotAsPriceGo');
    expect(own).not.toHaveProperty('SpotDuration');
  });

  it('spot and PrePaid exclude each other', () => {
    expect(
      runPlan(runInput({ choices: { ...zone, chargeType: 'PrePaid', periodMonths: 1, spot: true } })).problems,
    ).toEqual(['a spot instance cannot be PrePaid']);
  });
});

describe('public address', () => {
  const own = (over: object) =>
    runPlan(runInput({ source: anInstance({ publicIps: ['203.0.113.9'], internetMaxBandwidthOut: 20, ...over }) }));
  it('is opened anew, and the plan says so', () => {
    expect(own({}).notes).toEqual(["a new public IP is opened (20 Mbit/s); the source's 203.0.113.9 cannot move"]);
    expect(own({ internetMaxBandwidthOut: 0 }).notes[0]).toBe(
      'the source has a public IP but no bandwidth; the copy gets 1 Mbit/s, the least that gives an IP',
    );
    expect(own({ internetMaxBandwidthOut: 1 }).notes).toHaveLength(1);
    const { internetMaxBandwidthOut: _, ...unknown } = anInstance({ publicIps: ['203.0.113.9'] });
    expect(runPlan(runInput({ source: unknown })).request.parameters.InternetMaxBandwidthOut).toBe(1);
  });

  it.each([
    [20, 20, 20],
    [20, 21, undefined],
    [20, 1, 1],
    [20, 0, undefined],
    [5, 10, 10],
    [5, 11, undefined],
    [5, undefined, undefined],
  ])('out %s, in %s: passes in %s', (out, listed, passed) => {
    const { parameters } = own({ internetMaxBandwidthOut: out, internetMaxBandwidthIn: listed }).request;
    expect(parameters.InternetMaxBandwidthIn).toBe(passed);
  });
});

describe('identity', () => {
  it.each([
    ['linux', 'web-01', true],
    ['linux', 'a.b-c.D9', true],
    ['linux', 'x'.repeat(64), true],
    ['linux', 'x'.repeat(65), false],
    ['linux', 'x', false],
    ['linux', '-a', false],
    ['linux', 'a-', false],
    ['linux', 'a..b', false],
    ['linux', 'a_b', false],
    ['Windows', 'WIN-1', true],
    ['windows', 'x'.repeat(15), true],
    ['windows', 'x'.repeat(16), false],
    ['windows', 'a.b', false],
    ['windows', '12345', false],
    ['windows', '1a', true],
    ['windows', 'x', false],
    ['windows', 'a--b', false],
  ])('%s host name %s passes: %s', (osType, hostName, passes) => {
    const plan = runPlan(runInput({ source: anInstance({ osType, hostName }) }));
    expect(plan.request.parameters.HostName).toBe(passes ? hostName : undefined);
    expect(plan.notes).toEqual(passes ? [] : [`host name ${hostName} not passed: the API allows no such name`]);
  });

  it('a generated host name is not passed, its rule is', () => {
    const privateDnsNameOptions = {
      hostnameType: 'IpBased',
      enableInstanceIdDnsARecord: true,
      enableInstanceIdDnsAAAARecord: false,
      enableIpDnsARecord: true,
      enableIpDnsPtrRecord: false,
    };
    const plan = runPlan(runInput({ source: anInstance({ hostName: 'ip-10-0-0-1', privateDnsNameOptions }) }));
    expect(plan.request.parameters).toMatchObject({
      'PrivateDnsNameOptions.HostnameType': 'IpBased',
      'PrivateDnsNameOptions.EnableInstanceIdDnsARecord': true,
      'PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord': false,
      'PrivateDnsNameOptions.EnableIpDnsARecord': true,
      'PrivateDnsNameOptions.EnableIpDnsPtrRecord': false,
    });
    expect(plan.request.parameters).not.toHaveProperty('HostName');
    expect(plan.notes).toEqual(['host name not copied: it is made anew (IpBased)']);
    const custom = runPlan(
      runInput({ source: anInstance({ hostName: 'web', privateDnsNameOptions: { hostnameType: 'Custom' } }) }),
    );
    expect(custom.request.parameters.HostName).toBe('web');
  });

  it('an image for metadata v1 cannot carry a source that requires tokens', () => {
    const strict = anInstance({ metadata: { httpTokens: 'required' } });
    const image = (imdsSupport: string) => anImage([root], { imdsSupport });
    expect(runPlan(runInput({ source: strict, image: image('v1') })).problems).toEqual([
      'image m-dr supports metadata v1 only, the source requires tokens (v2): create the image anew',
    ]);
    expect(runPlan(runInput({ source: strict, image: image('v2') })).problems).toEqual([]);
    expect(runPlan(runInput({ source: strict })).problems).toEqual([]);
    expect(runPlan(runInput({ image: image('v1') })).problems).toEqual([]);
  });
});

describe('what belongs to the type', () => {
  const source = anInstance({
    cpuOptions: {
      coreCount: 1,
      threadsPerCore: 1,
      topologyType: 'DiscreteCoreToHTMapping',
      nestedVirtualization: 'enabled',
    },
    clockOptions: { ptpStatus: 'enabled' },
    hibernationConfigured: true,
    securityOptions: { enableSecureBoot: true },
  });
  const more = extras({ enableJumboFrame: true, enableNetworkEncryption: true, bandwidthWeighting: 'Vpc-L1' });
  const options = {
    'CpuOptions.Core': 1,
    'CpuOptions.ThreadsPerCore': 1,
    'CpuOptions.TopologyType': 'DiscreteCoreToHTMapping',
    'CpuOptions.NestedVirtualization': 'enabled',
    'ClockOptions.PtpStatus': 'enabled',
    'HibernationOptions.Configured': true,
    'SecurityOptions.EnableSecureBoot': true,
    'NetworkOptions.EnableJumboFrame': true,
    'NetworkOptions.EnableNetworkEncryption': true,
    'NetworkOptions.BandwidthWeighting': 'Vpc-L1',
  };

  it('is carried while the type stays', () => {
    const plan = runPlan(runInput({ source, extras: more, choices: { ...zone, instanceType: 'ecs.g7.large' } }));
    expect(plan.request.parameters).toMatchObject(options);
    expect(plan.notes).toEqual([]);
  });

  it('is dropped with a note when the type changes', () => {
    const plan = runPlan(runInput({ source, extras: more, choices: { ...zone, instanceType: 'ecs.g8i.large' } }));
    expect(plan.request.parameters.InstanceType).toBe('ecs.g8i.large');
    for (const name of Object.keys(options)) expect(plan.request.parameters).not.toHaveProperty([name]);
    expect(plan.notes).toEqual([
      'type ecs.g7.large becomes ecs.g8i.large',
      `not carried to another type: ${Object.keys(options).join(', ')}`,
    ]);
  });

  it.each([
    [
      'ecs.g8i.large',
      false,
      ['Jumbo Frames (MTU 8500) may be on by default with ecs.g8i.large: the source has them off'],
    ],
    [
      'ecs.c9i.large',
      undefined,
      ['Jumbo Frames (MTU 8500) may be on by default with ecs.c9i.large: not known whether the source has them'],
    ],
    ['ecs.g8i.large', true, ['not carried to another type: NetworkOptions.EnableJumboFrame']],
    ['ecs.g6.large', false, []],
    ['ecs.u1-c1m2.large', undefined, []],
  ])('%s instead of a type of which Jumbo Frames are %s notes %j', (instanceType, enableJumboFrame, notes) => {
    const plan = runPlan(
      runInput({
        extras: extras(enableJumboFrame === undefined ? {} : { enableJumboFrame }),
        choices: { ...zone, instanceType },
      }),
    );
    expect(plan.notes).toEqual([`type ecs.g7.large becomes ${instanceType}`, ...notes]);
  });

  it('a burstable type instead of one that is not is told: its credit mode is nobody’s choice', () => {
    const choices = { ...zone, instanceType: 'ecs.t6-c1m2.large' };
    const note = 'ecs.t6-c1m2.large is burstable, the source is not: it gets the default credit mode';
    expect(runPlan(runInput({ choices })).notes).toEqual(['type ecs.g7.large becomes ecs.t6-c1m2.large', note]);
    const source = anInstance({ type: 'ecs.t5-c1m2.large', creditSpecification: 'Unlimited' });
    const carried = runPlan(runInput({ source, choices }));
    expect(carried.notes).not.toContain(note);
    expect(carried.request.parameters.CreditSpecification).toBe('Unlimited');
  });

  it('what could not be read of the source is told: its copy has the cloud’s default', () => {
    const unread = (...reads: string[]) =>
      extras({ unread: reads.map((read) => ({ read, reason: 'Forbidden.RAM: no' })) });
    expect(runPlan(runInput({ extras: unread('DescribeInstanceRamRole', 'DescribeInstanceAttribute') })).notes).toEqual(
      [
        'not known whether the source has a RAM role (DescribeInstanceRamRole failed): the copy has none',
        'not known which network options the source has (DescribeInstanceAttribute failed): the copy has the default ones',
      ],
    );
    expect(runPlan(runInput({ extras: unread('DescribeUserData') })).notes).toEqual([]);
  });

  it('says nothing of switches that are off or at their default', () => {
    const off = anInstance({
      cpuOptions: { coreCount: 1, threadsPerCore: 2, nestedVirtualization: 'disabled' },
      clockOptions: { ptpStatus: 'disabled' },
      securityOptions: { enableSecureBoot: false },
    });
    const names = Object.keys(
      runPlan(
        runInput({ source: off, extras: extras({ enableNetworkEncryption: false, bandwidthWeighting: 'Default' }) }),
      ).request.parameters,
    );
    expect(names.filter((name) => /^(Cpu|Clock|Hibernation|Security|Network)Options/.test(name))).toEqual([]);
  });

  it.each([
    ['ecs.g6.large', false, undefined],
    ['ecs.g7.large', false, undefined],
    ['ecs.u1-c1m2.large', false, undefined],
    ['ecs.g8i.large', false, false],
    ['ecs.c9i.large', false, false],
    ['ecs.g8y.large', true, true],
  ])('Jumbo Frames of %s that are %s are sent as %s: off only where the default is on', (type, enabled, sent) => {
    const plan = runPlan(runInput({ source: anInstance({ type }), extras: extras({ enableJumboFrame: enabled }) }));
    expect(plan.request.parameters['NetworkOptions.EnableJumboFrame']).toBe(sent);
  });

  it.each([
    [0, 0],
    [1, 1],
    [6, 1],
  ])('a spot duration of %s hours is asked for as %s', (hours, asked) => {
    const source = anInstance({ spotStrategy: 'SpotAsPriceGo', spotDuration: hours });
    const plan = runPlan(runInput({ source, choices: { ...zone, spot: true } }));
    expect(plan.request.parameters.SpotDuration).toBe(asked);
  });

  it('secure boot is known from either read', () => {
    const plan = runPlan(runInput({ extras: extras({ enableSecureBoot: true }) }));
    expect(plan.request.parameters['SecurityOptions.EnableSecureBoot']).toBe(true);
  });

  it.each([
    ['ecs.g7.large', 2, 1, 2, false],
    ['ecs.g7.large', 2, 1, 1, true],
    ['ecs.g7.xlarge', 4, 1, 2, true],
    ['ecs.g7.large', 2, 2, 1, true],
    ['ecs.g8y.large', 2, 2, 1, false],
    ['ecs.c6r.large', 2, 2, 1, false],
    ['ecs.c6r.large', 4, 2, 1, true],
  ])('%s with %s vCPU, %s cores × %s threads was chosen: %s', (type, cpu, coreCount, threadsPerCore, chosen) => {
    const { parameters } = runPlan(
      runInput({ source: anInstance({ type, cpu, cpuOptions: { coreCount, threadsPerCore } }) }),
    ).request;
    expect(parameters['CpuOptions.Core']).toBe(chosen ? coreCount : undefined);
    expect(parameters['CpuOptions.ThreadsPerCore']).toBe(chosen ? threadsPerCore : undefined);
  });

  it('half a CPU layout is none', () => {
    for (const cpuOptions of [{ coreCount: 1 }, { threadsPerCore: 1 }]) {
      const names = Object.keys(runPlan(runInput({ source: anInstance({ cpuOptions }) })).request.parameters);
      expect(names.some((name) => name.startsWith('CpuOptions'))).toBe(false);
    }
  });

  it('credit mode is for burstable types', () => {
    const burst = anInstance({ type: 'ecs.t6-c1m2.large', creditSpecification: 'Unlimited' });
    expect(runPlan(runInput({ source: burst })).request.parameters.CreditSpecification).toBe('Unlimited');
    const moved = runPlan(runInput({ source: burst, choices: { ...zone, instanceType: 'ecs.g7.large' } }));
    expect(moved.request.parameters).not.toHaveProperty('CreditSpecification');
    expect(moved.notes).toContain('credit mode Unlimited dropped: ecs.g7.large is not burstable');
    const kept = runPlan(runInput({ source: burst, choices: { ...zone, instanceType: 'ecs.t5-lc1m2.large' } }));
    expect(kept.request.parameters.CreditSpecification).toBe('Unlimited');
    expect(runPlan(runInput()).notes).toEqual([]);
  });

  it('a source that is not I/O optimized stays so', () => {
    expect(runPlan(runInput({ source: anInstance({ ioOptimized: false }) })).request.parameters.IoOptimized).toBe(
      'none',
    );
    expect(runPlan(runInput()).request.parameters).not.toHaveProperty('IoOptimized');
  });
});

describe('disks', () => {
  it('rule: the device name is the image’s, found by the snapshot’s source disk', () => {
    const [b, d] = [aDataDisk('b', { sizeGiB: 500, performanceLevel: 'PL2' }), aDataDisk('d')];
    const image = anImage([root, b, d]);
    const [, first, second] = image.mappings;
    if (first === undefined || second === undefined) throw new Error('three mappings');
    [first.device, second.device] = ['/dev/xvdc', '/dev/xvdb'];
    const { parameters } = runPlan(runInput({ disks: [root, b, d], image })).request;
    expect(parameters).toMatchObject({
      'DataDisk.1.Device': '/dev/xvdb',
      'DataDisk.1.Size': 100,
      'DataDisk.1.PerformanceLevel': 'PL1',
      'DataDisk.2.Device': '/dev/xvdc',
      'DataDisk.2.Size': 500,
      'DataDisk.2.PerformanceLevel': 'PL2',
    });
  });

  it('whole-instance image, whose snapshots are not known: by device, gaps and all', () => {
    const [b, d] = [aDataDisk('b', { category: 'cloud_efficiency' }), aDataDisk('d', { sizeGiB: 300 })];
    const plan = runPlan(runInput({ disks: [d, b, root], snapshots: [] }));
    expect(plan.request.parameters).toMatchObject({
      'DataDisk.1.Device': '/dev/xvdb',
      'DataDisk.1.Category': 'cloud_efficiency',
      'DataDisk.2.Device': '/dev/xvdd',
      'DataDisk.2.Size': 300,
    });
    expect(plan.problems).toEqual([]);
  });

  it('a disk that grew since the point comes back at its present size; the image is the floor', () => {
    const image = anImage([root, aDataDisk('b')]);
    const grown = runPlan(runInput({ disks: [aDisk({ sizeGiB: 60 }), aDataDisk('b', { sizeGiB: 90 })], image })).request
      .parameters;
    expect([grown['SystemDisk.Size'], grown['DataDisk.1.Size']]).toEqual([60, 100]);
  });

  it('the system disk is the system disk, even when it was replaced', () => {
    const image = anImage([aDisk({ id: 'd-old' })]);
    const plan = runPlan(runInput({ disks: [root], image, snapshots: [aSnapshot(aDisk({ id: 'd-old' }))] }));
    expect(plan.request.parameters['SystemDisk.PerformanceLevel']).toBe('PL1');
    expect(plan.problems).toEqual([]);
    expect(plan.notes).toEqual(['/dev/xvda comes from s-d-old, of disk d-old, and gets the settings of d-sys']);
  });

  it('an image that is not shown to be of the source says so in the plan and on the copy', () => {
    const plan = runPlan(runInput({ disks: [root, aDataDisk('b')], snapshots: [], unproven: true }));
    expect(plan.notes).toEqual([
      "nothing shows that m-dr is of i-source: its disks get the settings of the source's disks with the same device",
    ]);
    expect(plan.request.parameters).toMatchObject({ 'Tag.3.Key': 'ecs-dr:origin', 'Tag.3.Value': 'not shown' });
    expect(runPlan(runInput({ snapshots: [] })).request.parameters).not.toHaveProperty(['Tag.3.Key']);
  });

  it('an image that lists no mapping still gets the system disk, at its own size at least', () => {
    const plan = runPlan(runInput({ disks: [root], image: anImage([], { sizeGiB: 80 }) }));
    expect(plan.request.parameters).toMatchObject({ 'SystemDisk.Category': 'cloud_essd', 'SystemDisk.Size': 80 });
    expect(runPlan(runInput({ disks: [root], image: anImage([]) })).request.parameters['SystemDisk.Size']).toBe(40);
  });

  it('a disk of the image that has left the source needs a category from a person', () => {
    const gone = aDataDisk('c', { encrypted: true, kmsKeyId: 'key-1' });
    const input = runInput({
      disks: [root],
      image: anImage([root, gone]),
      snapshots: [aSnapshot(root), aSnapshot(gone)],
    });
    expect(runPlan(input).problems).toEqual([
      '/dev/xvdc: its source disk is gone; choose its category (diskCategories)',
    ]);
    const chosen = runPlan({ ...input, choices: { ...zone, diskCategories: { '/dev/xvdc': 'cloud_essd' } } });
    expect(chosen.problems).toEqual([]);
    expect(chosen.notes).toEqual([]);
    expect(chosen.request.parameters).toMatchObject({
      'DataDisk.1.Device': '/dev/xvdc',
      'DataDisk.1.Category': 'cloud_essd',
      'DataDisk.1.PerformanceLevel': 'PL1',
      'DataDisk.1.Size': 100,
      'DataDisk.1.Encrypted': 'true',
      'DataDisk.1.KMSKeyId': 'key-1',
    });
    expect(chosen.request.parameters).not.toHaveProperty(['DataDisk.1.DeleteWithInstance']);
  });

  it('a disk the image does not hold is told, and never ordered empty', () => {
    const plan = runPlan(runInput({ disks: [root, aDataDisk('b')], image: anImage([root]) }));
    expect(plan.notes).toEqual(['/dev/xvdb (d-b) is not in the image: the copy will not have it']);
    expect(Object.keys(plan.request.parameters).some((name) => name.startsWith('DataDisk'))).toBe(false);
  });

  it('a chosen category, by the source’s device, drops what it cannot carry, with a note', () => {
    const b = aDataDisk('b', { performanceLevel: 'PL2', sizeGiB: 500 });
    const c = aDataDisk('c', { category: 'cloud_auto', provisionedIops: 900, burstingEnabled: true });
    const image = anImage([root, b, c]);
    const [, , last] = image.mappings;
    if (last === undefined) throw new Error('three mappings');
    last.device = '/dev/xvdz';
    const diskCategories = { '/dev/xvdb': 'cloud_auto', '/dev/xvdc': 'cloud_essd', '/dev/xvdz': 'cloud_ssd' };
    const plan = runPlan(runInput({ disks: [root, b, c], image, choices: { ...zone, diskCategories } }));
    expect(plan.request.parameters).toMatchObject({
      'DataDisk.1.Category': 'cloud_auto',
      'DataDisk.1.ProvisionedIops': 0,
      'DataDisk.1.BurstingEnabled': false,
      'DataDisk.2.Category': 'cloud_essd',
      'DataDisk.2.PerformanceLevel': 'PL1',
    });
    expect(plan.notes).toEqual([
      '/dev/xvdb: cloud_essd becomes cloud_auto',
      '/dev/xvdb: performance level PL2 does not apply',
      '/dev/xvdc: cloud_auto becomes cloud_essd',
      '/dev/xvdc: performance level PL1',
      '/dev/xvdc: 900 provisioned IOPS dropped',
      '/dev/xvdc: bursting dropped',
    ]);
  });

  it('a size the category does not take is a problem before the API refuses', () => {
    const plan = runPlan(runInput({ disks: [root, aDataDisk('b', { performanceLevel: 'PL2', sizeGiB: 460 })] }));
    expect(plan.problems).toEqual(['/dev/xvdb: 460 GiB: cloud_essd PL2 data disks are 461 to 65536 GiB']);
  });

  it('a snapshot that is encrypted makes an encrypted disk', () => {
    const b = aDataDisk('b');
    const snapshots = [aSnapshot(root), aSnapshot(b, { encrypted: true, kmsKeyId: 'key-s' })];
    const { parameters } = runPlan(runInput({ disks: [root, b], snapshots })).request;
    expect(parameters).toMatchObject({ 'DataDisk.1.Encrypted': 'true', 'DataDisk.1.KMSKeyId': 'key-s' });
    expect(parameters).not.toHaveProperty(['SystemDisk.Encrypted']);
  });

  it('descriptions of disks are carried', () => {
    const { parameters } = runPlan(
      runInput({ disks: [aDisk({ description: 'os' }), aDataDisk('b', { description: 'db' })] }),
    ).request;
    expect(parameters).toMatchObject({ 'SystemDisk.Description': 'os', 'DataDisk.1.Description': 'db' });
  });
});
