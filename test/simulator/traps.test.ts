import { describe, expect, test } from 'vitest';
import { type Answer, byDevice, openCloud, type TestCloud, WEB, WEB_DISKS } from './support/cloud.ts';

const PUBLIC_IMAGE = 'aliyun_3_x64_20G_alibase_20250629.vhd';
const GOLDEN = 'm-bp1dbgolden000000000';
const GROUP = 'sg-bp1web00000000000000';
const ZONE_H = 'vsw-bp1prodh000000000000';
const ZONE_I = 'vsw-bp1prodi000000000000';
const ZONE_J = 'vsw-bp1prodj000000000000';
const GAP = 'i-bp1filesgap010000000';
const MIXED = 'i-bp1legacymixed010000';
const launch = { InstanceType: 'ecs.g7.large', ImageId: PUBLIC_IMAGE, VSwitchId: ZONE_H, SecurityGroupId: GROUP };

async function run(cloud: TestCloud, more: Record<string, unknown> = {}): Promise<string> {
  const { InstanceIdSets } = await cloud.ecs('RunInstances', { ...launch, ...more });
  cloud.later(120);
  return InstanceIdSets.InstanceIdSet[0];
}

async function disksOf(cloud: TestCloud, instanceId: string): Promise<Answer[]> {
  return byDevice((await cloud.ecs('DescribeDisks', { InstanceId: instanceId, MaxResults: 100 })).Disks.Disk);
}

async function instance(cloud: TestCloud, id: string): Promise<Answer> {
  return (
    await cloud.ecs('DescribeInstances', { InstanceIds: JSON.stringify([id]), AdditionalAttributes: ['META_OPTIONS'] })
  ).Instances.Instance[0];
}

describe('defaults of a launch', () => {
  test('an omitted performance level is PL1, whatever the source was', async () => {
    const cloud = await openCloud();
    const [system] = await disksOf(cloud, await run(cloud, { SystemDisk: { Category: 'cloud_essd' } }));
    expect(system).toMatchObject({ Category: 'cloud_essd', PerformanceLevel: 'PL1', Size: 40 });
  });

  test('a data disk of the image that is not overridden becomes cloud_auto with bursting', async () => {
    const cloud = await openCloud();
    const [, data] = await disksOf(cloud, await run(cloud, { ImageId: GOLDEN }));
    expect(data).toMatchObject({ Device: '/dev/xvdb', Category: 'cloud_auto', BurstingEnabled: true, Size: 800 });
  });

  test('a device of the image overrides that disk', async () => {
    const cloud = await openCloud();
    const disks = await disksOf(
      cloud,
      await run(cloud, {
        ImageId: GOLDEN,
        DataDisk: [{ Device: '/dev/xvdb', Category: 'cloud_essd', PerformanceLevel: 'PL2' }],
      }),
    );
    expect(disks.map((d: Answer) => [d.Device, d.Category, d.PerformanceLevel, d.Size])).toEqual([
      ['/dev/xvda', 'cloud_essd', 'PL0', 40],
      ['/dev/xvdb', 'cloud_essd', 'PL2', 800],
    ]);
  });

  test('a device that the image has not makes an extra empty disk', async () => {
    const cloud = await openCloud();
    const disks = await disksOf(
      cloud,
      await run(cloud, { ImageId: GOLDEN, DataDisk: [{ Device: '/dev/xvdf', Category: 'cloud_essd', Size: 50 }] }),
    );
    expect(disks.map((d: Answer) => [d.Device, d.SourceSnapshotId !== ''])).toEqual([
      ['/dev/xvda', true],
      ['/dev/xvdb', true],
      ['/dev/xvdf', false],
    ]);
  });

  test('a snapshot named for a data disk is always one disk more, of the size of the snapshot', async () => {
    const cloud = await openCloud();
    const disks = await disksOf(
      cloud,
      await run(cloud, {
        ImageId: GOLDEN,
        DataDisk: [{ Device: '/dev/xvdb', SnapshotId: 's-bp1dbauto2dat0000000', Category: 'cloud_essd', Size: 5 }],
      }),
    );
    expect(disks.map((d: Answer) => [d.Device, d.Size])).toEqual([
      ['/dev/xvda', 40],
      ['/dev/xvdb', 800],
      ['/dev/xvdc', 800],
    ]);
  });

  test('bandwidth above zero buys a public IP, zero does not, and the field of an EIP is not zero either', async () => {
    const cloud = await openCloud();
    expect(
      (await instance(cloud, await run(cloud, { InternetMaxBandwidthOut: 5 }))).PublicIpAddress.IpAddress,
    ).toHaveLength(1);
    expect((await instance(cloud, await run(cloud))).PublicIpAddress.IpAddress).toEqual([]);
    const gateway = await instance(cloud, 'i-bp1gatewayeip0100000');
    expect(gateway).toMatchObject({
      InternetMaxBandwidthOut: 20,
      PublicIpAddress: { IpAddress: [] },
      EipAddress: { Bandwidth: 20 },
    });
  });

  test('tags of a launch go to the instance and its disks', async () => {
    const cloud = await openCloud();
    const id = await run(cloud, { Tag: [{ Key: 'a', Value: 'b' }] });
    for (const resource of [await instance(cloud, id), ...(await disksOf(cloud, id))])
      expect(resource.Tags.Tag).toEqual([{ TagKey: 'a', TagValue: 'b' }]);
  });

  test('a data disk goes with its instance by default, an attached one stays', async () => {
    const cloud = await openCloud();
    const id = await run(cloud, { DataDisk: [{ Category: 'cloud_essd', Size: 40 }] });
    await cloud.ecs('AttachDisk', { InstanceId: id, DiskId: 'd-bp1spareattached0000' });
    cloud.later(20);
    expect((await disksOf(cloud, id)).map((d: Answer) => [d.Type, d.DeleteWithInstance])).toEqual([
      ['system', true],
      ['data', true],
      ['data', false],
    ]);
    await cloud.ecs('DeleteInstance', { InstanceId: id, Force: true });
    cloud.later(30);
    expect(cloud.simulator.state.disks.get('d-bp1spareattached0000')).toMatchObject({
      status: 'Available',
      instanceIds: [],
    });
    expect(await instance(cloud, id)).toBeUndefined();
  });
});

describe('refusals of a launch', () => {
  test.each([
    [
      'a type that the zone does not offer',
      { InstanceType: 'ecs.i3.xlarge', VSwitchId: ZONE_I },
      403,
      'OperationDenied.NoStock',
    ],
    ['an unknown type', { InstanceType: 'ecs.none.large' }, 400, 'InvalidInstanceType.ValueNotSupported'],
    ['a vSwitch without free addresses', { VSwitchId: ZONE_J }, 403, 'InvalidVSwitchId.IpNotEnough'],
    ['an unknown vSwitch', { VSwitchId: 'vsw-none' }, 404, 'InvalidVSwitchId.NotFound'],
    ['a zone that is not the vSwitch', { ZoneId: 'cn-hangzhou-i' }, 400, 'InvalidParameter.Mismatch'],
    ['an unknown image', { ImageId: 'm-none' }, 404, 'InvalidImageId.NotFound'],
    [
      'an image of another architecture',
      { ImageId: 'aliyun_3_arm64_20G_alibase_20250629.vhd' },
      403,
      'ImageNotSupportInstanceType',
    ],
    ['an unknown security group', { SecurityGroupId: 'sg-none' }, 400, 'InvalidSecurityGroupId.NotFound'],
    [
      'one group and a list of groups',
      { SecurityGroupIds: [GROUP] },
      400,
      'InvalidSecurityGroupId.SingleIdAndMultiIdConflict',
    ],
    [
      'groups of two kinds',
      { SecurityGroupId: undefined, SecurityGroupIds: [GROUP, 'sg-bp1enterprise0000000'] },
      403,
      'EnterpriseGroupLimited.MutliGroupType',
    ],
    ['a group of another VPC', { SecurityGroupId: 'sg-bp1tight000000000000' }, 400, 'InvalidParameter.Mismatch'],
    [
      'a category that the type does not take',
      { SystemDisk: { Category: 'cloud_efficiency' } },
      403,
      'InvalidInstanceType.NotSupportDiskCategory',
    ],
    [
      'a category that the zone does not have',
      { VSwitchId: ZONE_I, InstanceType: 'ecs.g6.large', DataDisk: [{ Category: 'cloud_ssd', Size: 40 }] },
      403,
      'OperationDenied.CloudSSDNotSupported',
    ],
    [
      'a level that the size does not reach',
      { DataDisk: [{ Category: 'cloud_essd', PerformanceLevel: 'PL2', Size: 460 }] },
      403,
      'OperationDenied.PerformanceLevelNotMatch',
    ],
    [
      'a size out of range',
      { DataDisk: [{ Category: 'cloud_essd', Size: 70_000 }] },
      400,
      'InvalidDataDiskSize.ValueNotSupported',
    ],
    [
      'a system disk smaller than its image',
      { ImageId: GOLDEN, SystemDisk: { Category: 'cloud_essd', Size: '20' } },
      404,
      'InvalidSystemDiskSize.LessThanImageSize',
    ],
    [
      'more provisioned IOPS than the size allows',
      { DataDisk: [{ Category: 'cloud_auto', Size: 40, ProvisionedIops: 40_000 }] },
      400,
      'InvalidProvisionedIops.LimitExceed',
    ],
    [
      'hardened metadata on an image that knows v1 only',
      { ImageId: 'ubuntu_22_04_x64_20G_alibase_20250722.vhd', HttpTokens: 'required' },
      400,
      'InvalidHttpTokens.NotSupported',
    ],
    ['an unknown key pair', { KeyPairName: 'none' }, 404, 'InvalidKeyPairName.NotFound'],
    ['an unknown role', { RamRoleName: 'none' }, 404, 'InvalidRamRole.NotFound'],
    ['a subscription without a period', { InstanceChargeType: 'PrePaid' }, 400, 'MissingParamter'],
    ['a dry run of two', { DryRun: true, Amount: 2 }, 403, 'DryRun.InvalidAmount'],
    ['a dry run that would pass', { DryRun: true }, 400, 'DryRunOperation'],
    ['a reserved private address', { PrivateIpAddress: '10.20.1.255' }, 400, 'InvalidPrivateIpAddress'],
    ['a private address in use', { PrivateIpAddress: '10.20.1.15' }, 400, 'InvalidPrivateIpAddress.Duplicated'],
    ['a malformed tag key', { Tag: [{ Key: 'acs:x', Value: '' }] }, 400, 'InvalidTagKey.Malformed'],
    [
      'the same tag key twice',
      {
        Tag: [
          { Key: 'x', Value: '' },
          { Key: 'x', Value: '' },
        ],
      },
      400,
      'Duplicate.TagKey',
    ],
    [
      'a KMS key without encryption',
      { DataDisk: [{ Category: 'cloud_essd', Size: 40, KMSKeyId: 'k' }] },
      400,
      'InvalidParameter.EncryptedIllegal',
    ],
    [
      'a disabled KMS key',
      { DataDisk: [{ Category: 'cloud_essd', Size: 40, Encrypted: 'true', KMSKeyId: 'key-hzz65f3a8c1disabled00' }] },
      403,
      'InvalidParameter.KMSKeyId.CMKNotEnabled',
    ],
  ])('%s', async (_, more, status, code) => {
    const cloud = await openCloud();
    const before = cloud.simulator.state.instances.size;
    expect(await cloud.refused('RunInstances', { ...launch, ...more })).toMatchObject({ status, code });
    expect(cloud.simulator.state.instances.size).toBe(before);
  });
});

describe('snapshots and groups', () => {
  test('the recovery point appears when it is taken, the disk is usable early, and the upload ends much later', async () => {
    const cloud = await openCloud();
    const { SnapshotId } = await cloud.ecs('CreateSnapshot', { DiskId: WEB_DISKS[2] });
    const look = async (): Promise<Answer> =>
      (await cloud.ecs('DescribeSnapshots', { SnapshotIds: JSON.stringify([SnapshotId]) })).Snapshots.Snapshot[0];
    expect(await look()).toMatchObject({ CreationTime: '', Status: 'progressing', Progress: '0%', Available: false });
    cloud.later(60);
    const early = await look();
    expect(early).toMatchObject({ Status: 'progressing', Available: true });
    expect(Date.parse(early.CreationTime)).toBeLessThan(Date.parse('2026-11-20T12:00:06Z'));
    expect(early.RemainTime, 'a first full snapshot of 120 GiB in use is not a minute').toBeGreaterThan(300);
    expect(
      (await cloud.refused('CreateDisk', { ZoneId: 'cn-hangzhou-i', DiskCategory: 'cloud_essd', SnapshotId })).code,
    ).toBe('InvalidSnapshotId.NotReady');
    cloud.later(1200);
    expect(await look()).toMatchObject({
      Status: 'accomplished',
      Progress: '100%',
      RemainTime: 0,
      CreationTime: early.CreationTime,
    });
  });

  test('a later snapshot only uploads what changed', async () => {
    const cloud = await openCloud();
    const remaining = async (diskId: string): Promise<number> => {
      const { SnapshotId } = await cloud.ecs('CreateSnapshot', { DiskId: diskId });
      return (await cloud.ecs('DescribeSnapshots', { SnapshotIds: JSON.stringify([SnapshotId]) })).Snapshots.Snapshot[0]
        .RemainTime;
    };
    expect(await remaining('d-bp1dbmaster01dat0000'), '310 GiB in use, snapshotted before').toBeLessThan(400);
    expect(await remaining('d-bp1webprod01dat20000')).toBeGreaterThan(400);
  });

  test.each([
    ['a disk of another family', { InstanceId: MIXED }, 400, 'DiskCategory.OperationNotSupported'],
    [
      'a multi-attach disk',
      { InstanceId: 'i-bp1clustera0100000000'.slice(0, 22) },
      403,
      'InvalidOperation.MultiAttachDisk',
    ],
    ['neither instance nor disks', {}, 400, 'MissingParamter.InstanceId'],
    [
      'both chosen and excluded disks',
      { InstanceId: WEB, DiskId: [WEB_DISKS[0]], ExcludeDiskId: [WEB_DISKS[1]] },
      400,
      'InvalidParam.ExcludeDiskIdsAndDiskIds.Conflict',
    ],
    ['disks of two zones', { DiskId: [WEB_DISKS[0], 'd-bp1otherzone00000000'] }, 400, 'InvalidDiskIds.NotInSameZone'],
  ])('a group refuses %s', async (_, params, status, code) => {
    const scenario = {
      name: 'with a disk in another zone',
      extends: 'default',
      disks: [{ id: 'd-bp1otherzone00000000', zone: 'cn-hangzhou-i', size: 40 }],
    };
    const cloud = await openCloud({ scenario });
    expect(await cloud.refused('CreateSnapshotGroup', params)).toMatchObject({ status, code });
    expect(cloud.simulator.state.snapshotGroups.size).toBe(1);
  });

  test('a group takes no more disks than its limit', async () => {
    const cloud = await openCloud({
      scenario: { name: 'small groups', extends: 'default', quotas: { snapshotGroupDisks: 2 } },
    });
    expect((await cloud.refused('CreateSnapshotGroup', { InstanceId: WEB })).code).toBe('NumberExceed.TooManyDisks');
  });

  test.each([
    ['a disk that was never attached', 'd-bp1spareneverused000', 403, 'IncorrectDiskStatus.NeverAttached'],
    ['a local disk', 'd-bp1searchlocal01loc0', 400, 'DiskCategory.OperationNotSupported'],
    ['a disk of nobody', 'd-bp1nobody00000000000', 404, 'InvalidDiskId.NotFound'],
  ])('no snapshot of %s', async (_, DiskId, status, code) => {
    const cloud = await openCloud();
    expect(await cloud.refused('CreateSnapshot', { DiskId })).toMatchObject({ status, code });
  });

  test('outside the ESSD family one snapshot runs at a time', async () => {
    const cloud = await openCloud();
    await cloud.ecs('CreateSnapshot', { DiskId: 'd-bp1legacymixed01ssd0' });
    expect((await cloud.refused('CreateSnapshot', { DiskId: 'd-bp1legacymixed01ssd0' })).code).toBe(
      'IncorrectDiskStatus.CreatingSnapshot',
    );
  });

  test('the snapshot list never tells the group, the members carry where they came from', async () => {
    const cloud = await openCloud();
    const [snapshot] = (
      await cloud.ecs('DescribeSnapshots', { InstanceId: 'i-bp1dbmaster010000000', SnapshotType: 'user' })
    ).Snapshots.Snapshot;
    expect(JSON.stringify(snapshot)).not.toContain('SnapshotGroupId');
    expect(snapshot.Tags.Tag).toEqual([{ TagKey: 'acs:ecs:createFrom', TagValue: 'i-bp1dbmaster010000000' }]);
  });

  test('a snapshot that an image needs is not deleted, by force neither', async () => {
    const cloud = await openCloud();
    const group = cloud.simulator.state.snapshotGroups.get('ssg-bp1dbweekly000000000');
    expect((await cloud.refused('DeleteSnapshot', { SnapshotId: group?.snapshotIds[0], Force: true })).code).toBe(
      'SnapshotCreatedImage',
    );
  });
});

describe('images', () => {
  const SYSTEM = { SnapshotId: 's-bp1dbauto2sys0000000', DiskType: 'system', Device: '/dev/xvda' };
  const DATA = { SnapshotId: 's-bp1dbauto2dat0000000', DiskType: 'data', Device: '/dev/xvdb' };

  test('from snapshots the metadata support is v1 unless asked for', async () => {
    const cloud = await openCloud();
    const { ImageId } = await cloud.ecs('CreateImage', { DiskDeviceMapping: [SYSTEM, DATA] });
    const [image] = (await cloud.ecs('DescribeImages', { ImageId, Status: 'Creating,Available' })).Images.Image;
    expect(image).toMatchObject({
      Status: 'Creating',
      Usable: false,
      Features: { ImdsSupport: 'v1' },
      BootMode: 'UEFI-Preferred',
    });
    expect(image.DiskDeviceMappings.DiskDeviceMapping.map((m: Answer) => m.Size)).toEqual(['40', '800']);
  });

  test('from an instance fresh snapshots are taken, and the image waits for them', async () => {
    const cloud = await openCloud();
    const before = cloud.simulator.state.snapshots.size;
    const { ImageId } = await cloud.ecs('CreateImage', { InstanceId: GAP, DiskDeviceMapping: [SYSTEM] });
    expect(cloud.simulator.state.snapshots.size - before, 'the mapping is ignored').toBe(3);
    const image = cloud.simulator.state.images.get(ImageId);
    expect(image?.mappings.map((mapping) => mapping.device)).toEqual(['/dev/xvda', '/dev/xvdb', '/dev/xvdd']);
  });

  test('Available comes before Usable', async () => {
    const cloud = await openCloud();
    const { ImageId } = await cloud.ecs('CreateImage', { DiskDeviceMapping: [SYSTEM] });
    const seen = new Set<string>();
    for (let n = 0; n < 200; n++) {
      cloud.later(1);
      const [image] = (await cloud.ecs('DescribeImages', { ImageId, Status: 'ALL' })).Images.Image;
      seen.add(`${image.Status} ${image.Usable}`);
    }
    expect([...seen]).toEqual(['Creating false', 'Available false', 'Available true']);
  });

  test('a mapping without a snapshot puts an empty disk into the image', async () => {
    const cloud = await openCloud();
    const { ImageId } = await cloud.ecs('CreateImage', {
      DiskDeviceMapping: [SYSTEM, { DiskType: 'data', Device: '/dev/xvdc' }],
    });
    expect(cloud.simulator.state.images.get(ImageId)?.mappings[1]).toMatchObject({ snapshotId: '', sizeGiB: 20 });
  });

  test.each([
    [
      'a name that exists',
      { ImageName: 'db-master-golden', DiskDeviceMapping: [SYSTEM] },
      400,
      'InvalidImageName.Duplicated',
    ],
    ['no system disk', { DiskDeviceMapping: [DATA] }, 403, 'InvalidSystemSnapshot.Missing'],
    ['one device twice', { DiskDeviceMapping: [SYSTEM, DATA, DATA] }, 400, 'InvalidDevice.InUse'],
    [
      'a size below the snapshot',
      { DiskDeviceMapping: [{ ...SYSTEM, Size: 20 }] },
      400,
      'InvalidSize.ValueNotSupported',
    ],
    ['nothing to make it from', { ImageName: 'nothing' }, 400, 'MissingParameter'],
    ['a dry run that would pass', { DiskDeviceMapping: [SYSTEM], DryRun: true }, 400, 'DryRunOperation'],
  ])('%s is refused', async (_, params, status, code) => {
    const cloud = await openCloud();
    expect(await cloud.refused('CreateImage', params)).toMatchObject({ status, code });
  });

  test('Usable needs Status', async () => {
    const cloud = await openCloud();
    expect((await cloud.refused('DescribeImages', { Usable: true })).code).toBe('MissingParameter');
  });
});

describe('disks', () => {
  test('a disk from a snapshot is attached in another zone, and the device is filled only while attached', async () => {
    const cloud = await openCloud();
    const { DiskId } = await cloud.ecs('CreateDisk', {
      ZoneId: 'cn-hangzhou-h',
      DiskCategory: 'cloud_essd',
      PerformanceLevel: 'PL2',
      SnapshotId: 's-bp1dbauto2dat0000000',
      Size: 10,
    });
    expect((await cloud.refused('AttachDisk', { InstanceId: GAP, DiskId })).code).toBe('IncorrectDiskStatus');
    cloud.later(15);
    const look = async (): Promise<Answer> =>
      (await cloud.ecs('DescribeDisks', { DiskIds: JSON.stringify([DiskId]) })).Disks.Disk[0];
    expect(await look()).toMatchObject({
      Status: 'Available',
      Size: 800,
      Device: '',
      InstanceId: '',
      PerformanceLevel: 'PL2',
    });
    await cloud.ecs('AttachDisk', { InstanceId: GAP, DiskId });
    expect((await look()).Status).toBe('Attaching');
    cloud.later(15);
    expect(await look()).toMatchObject({ Status: 'In_use', Device: '/dev/xvdc', InstanceId: GAP });
    expect((await cloud.refused('AttachDisk', { InstanceId: GAP, DiskId })).code).toBe('InvalidDisk.InUse');
    await cloud.ecs('DetachDisk', { InstanceId: GAP, DiskId });
    cloud.later(60);
    expect((await cloud.refused('DetachDisk', { InstanceId: GAP, DiskId })).code).toBe('InvalidDisk.AlreadyDetached');
  });

  test.each([
    [
      'a level that the zone lacks',
      { ZoneId: 'cn-hangzhou-g', DiskCategory: 'cloud_essd', PerformanceLevel: 'PL0', Size: 40 },
      'InvalidPerformanceLevel.ValueNotSupported',
    ],
    [
      'the default category, retired and sold nowhere',
      { ZoneId: 'cn-hangzhou-h', Size: 40 },
      'InvalidDiskCategory.NotSupported',
    ],
    ['neither size nor snapshot', { ZoneId: 'cn-hangzhou-h', DiskCategory: 'cloud_essd' }, 'MissingParameter'],
  ])('%s is refused', async (_, params, code) => {
    const cloud = await openCloud();
    expect((await cloud.refused('CreateDisk', params)).code).toBe(code);
  });

  test('a disk goes to an instance of its own zone only', async () => {
    const cloud = await openCloud();
    expect((await cloud.refused('AttachDisk', { InstanceId: WEB, DiskId: 'd-bp1spareneverused000' })).code).toBe(
      'ResourcesNotInSameZone',
    );
  });

  test('an empty list of ids yields nothing, not everything', async () => {
    const cloud = await openCloud();
    expect((await cloud.ecs('DescribeDisks', { DiskIds: '[]' })).Disks.Disk).toEqual([]);
    expect((await cloud.ecs('DescribeDisks', { MaxResults: 500 })).Disks.Disk.length).toBeGreaterThan(30);
  });
});

describe('network', () => {
  const VPC = 'vpc-bp1prod0000000000000';

  test('a new vSwitch is Pending first, and one is made at a time in a VPC', async () => {
    const cloud = await openCloud();
    const { VSwitchId } = await cloud.vpc('CreateVSwitch', {
      VpcId: VPC,
      ZoneId: 'cn-hangzhou-k',
      CidrBlock: '10.20.50.0/28',
    });
    expect(
      (await cloud.refused('CreateVSwitch', { VpcId: VPC, ZoneId: 'cn-hangzhou-k', CidrBlock: '10.20.51.0/24' }, 'vpc'))
        .code,
    ).toBe('TaskConflict');
    expect(await cloud.vpc('DescribeVSwitchAttributes', { VSwitchId })).toMatchObject({
      Status: 'Pending',
      AvailableIpAddressCount: 12,
    });
    cloud.later(10);
    expect((await cloud.vpc('DescribeVSwitchAttributes', { VSwitchId })).Status).toBe('Available');
  });

  test.each([
    ['overlaps a sibling', '10.20.1.0/25', 'InvalidCidrBlock.Overlapped'],
    ['lies outside the VPC', '10.99.0.0/24', 'InvalidParameter'],
    ['is no network address', '10.20.60.5/24', 'InvalidCidrBlock.Malformed'],
    ['is too small', '10.20.60.0/30', 'InvalidCidrBlock.Malformed'],
  ])('a block that %s is refused', async (_, CidrBlock, code) => {
    const cloud = await openCloud();
    expect((await cloud.refused('CreateVSwitch', { VpcId: VPC, ZoneId: 'cn-hangzhou-k', CidrBlock }, 'vpc')).code).toBe(
      code,
    );
  });

  test('an unknown VPC and a bad description have codes of their own here', async () => {
    const cloud = await openCloud();
    const vSwitch = { VpcId: VPC, ZoneId: 'cn-hangzhou-k', CidrBlock: '10.20.60.0/24' };
    expect(await cloud.refused('CreateVSwitch', { ...vSwitch, VpcId: 'vpc-gone' }, 'vpc')).toMatchObject({
      status: 400,
      code: 'InvalidVpcId.NotFound',
    });
    expect(await cloud.refused('CreateVSwitch', { ...vSwitch, Description: 'http://x' }, 'vpc')).toMatchObject({
      status: 400,
      code: 'InvalidVSwitchDiscription.Malformed',
    });
  });

  test('a block of a secondary range is fine', async () => {
    const cloud = await openCloud();
    await cloud.vpc('CreateVSwitch', { VpcId: VPC, ZoneId: 'cn-hangzhou-k', CidrBlock: '192.168.7.0/24' });
  });

  test('pages of the VPC product end at 50', async () => {
    const cloud = await openCloud();
    expect((await cloud.refused('DescribeVSwitches', { PageSize: 51 }, 'vpc')).code).toBe('InvalidParameter');
    expect((await cloud.refused('DescribeVSwitchAttributes', { VSwitchId: 'vsw-none' }, 'vpc')).code).toBe(
      'InvalidVswitchID.NotFound',
    );
  });
});

describe('offers', () => {
  const types = async (cloud: TestCloud, zone: string): Promise<Map<string, string>> => {
    const { AvailableZones } = await cloud.ecs('DescribeAvailableResource', {
      DestinationResource: 'InstanceType',
      ZoneId: zone,
    });
    const resources =
      AvailableZones.AvailableZone[0]?.AvailableResources.AvailableResource[0].SupportedResources.SupportedResource ??
      [];
    return new Map(resources.map((r: Answer) => [r.Value, r.StatusCategory]));
  };

  test('zones differ in types, stock and disks', async () => {
    const cloud = await openCloud();
    expect((await types(cloud, 'cn-hangzhou-g')).has('ecs.g7.xlarge')).toBe(false);
    expect((await types(cloud, 'cn-hangzhou-j')).get('ecs.g7.xlarge')).toBe('ClosedWithStock');
    expect((await types(cloud, 'cn-hangzhou-k')).get('ecs.g6.large')).toBe('WithoutStock');
  });

  test('nothing on offer is an empty list', async () => {
    const cloud = await openCloud();
    const { AvailableZones } = await cloud.ecs('DescribeAvailableResource', {
      DestinationResource: 'InstanceType',
      ZoneId: 'cn-hangzhou-g',
      InstanceType: 'ecs.g7.large',
    });
    expect(AvailableZones.AvailableZone).toEqual([]);
  });

  test('a query for disks needs a type', async () => {
    const cloud = await openCloud();
    expect((await cloud.refused('DescribeAvailableResource', { DestinationResource: 'SystemDisk' })).code).toBe(
      'MissingParameter',
    );
  });

  test('a month costs more than an hour and less than 720 of them; PL2 more than PL1', async () => {
    const cloud = await openCloud();
    const price = async (params: Record<string, unknown>): Promise<number> =>
      (await cloud.ecs('DescribePrice', params)).PriceInfo.Price.TradePrice;
    const hour = await price({ InstanceType: 'ecs.g7.large' });
    const month = await price({ InstanceType: 'ecs.g7.large', PriceUnit: 'Month' });
    expect(month).toBeGreaterThan(hour * 100);
    expect(month).toBeLessThan(hour * 720);
    const disk = (level: string): Promise<number> =>
      price({ ResourceType: 'disk', DataDisk: [{ Category: 'cloud_essd', Size: 500, PerformanceLevel: level }] });
    expect(await disk('PL2')).toBeGreaterThan(await disk('PL1'));
  });
});

describe('tokens and pages', () => {
  test('lists have the newest first, on one page as on many', async () => {
    const cloud = await openCloud();
    const snapshots = async (params: Record<string, unknown>): Promise<Answer> =>
      cloud.ecs('DescribeSnapshots', { DiskId: WEB_DISKS[0], ...params });
    const made: string[] = [];
    for (let n = 0; n < 4; n++) {
      made.unshift((await cloud.ecs('CreateSnapshot', { DiskId: WEB_DISKS[0] })).SnapshotId);
      cloud.later(3600);
    }
    const ids = (answer: Answer) => answer.Snapshots.Snapshot.map((s: Answer) => s.SnapshotId);
    expect(ids(await snapshots({}))).toEqual(made);
    const pages = await Promise.all([1, 2].map((PageNumber) => snapshots({ PageNumber, PageSize: 2 })));
    expect(pages.flatMap(ids)).toEqual(made);
  });

  test('a token of another region is another token', async () => {
    const cloud = await openCloud();
    const disk = { DiskCategory: 'cloud_essd', Size: 40, ClientToken: 'one' };
    const here = await cloud.ecs('CreateDisk', { ...disk, ZoneId: 'cn-hangzhou-i' });
    const there = await cloud.ecs('CreateDisk', { ...disk, RegionId: 'cn-shanghai', ZoneId: 'cn-shanghai-f' });
    expect(there.DiskId).not.toBe(here.DiskId);
  });

  test('tag values that start with acs: go on instances and disks, not on images, groups and vSwitches', async () => {
    const cloud = await openCloud();
    const Tag = [{ Key: 'owner', Value: 'acs:ram::1:user/x' }];
    await cloud.ecs('CreateDisk', { ZoneId: 'cn-hangzhou-i', DiskCategory: 'cloud_essd', Size: 40, Tag });
    const refused = async (action: string, params: Record<string, unknown>, product?: 'vpc') =>
      (await cloud.refused(action, { ...params, Tag }, product)).code;
    expect(await refused('CreateSnapshotGroup', { InstanceId: WEB })).toBe('InvalidTagValue.Malformed');
    expect(await refused('CreateImage', { SnapshotId: 's-bp1dbauto2sys0000000' })).toBe('InvalidTagValue.Malformed');
    const vSwitch = { ZoneId: 'cn-hangzhou-k', VpcId: 'vpc-bp1prod0000000000000', CidrBlock: '10.20.60.0/24' };
    expect(await refused('CreateVSwitch', vSwitch, 'vpc')).toBe('InvalidTagValue.Malformed');
  });

  test('an image of a platform or in a family that cannot be is refused', async () => {
    const cloud = await openCloud();
    const image = { SnapshotId: 's-bp1dbauto2sys0000000', DryRun: true };
    const code = async (more: Record<string, unknown>) =>
      (await cloud.refused('CreateImage', { ...image, ...more })).code;
    expect(await code({ Platform: 'BeOS' })).toBe('InvalidPlatform.Malformed');
    expect(await code({ ImageFamily: 'acs:daily' })).toBe('InvalidImageFamily.Malformed');
    expect(await code({ Platform: 'Rocky Linux', ImageFamily: 'daily:1' })).toBe('DryRunOperation');
  });

  test('a small ESSD AutoPL disk has 3000 IOPS before any are provisioned', async () => {
    const cloud = await openCloud();
    const disk = { ZoneId: 'cn-hangzhou-i', DiskCategory: 'cloud_auto', Size: 10 };
    expect((await cloud.refused('CreateDisk', { ...disk, ProvisionedIops: 7001 })).code).toBe(
      'InvalidProvisionedIops.LimitExceed',
    );
    await cloud.ecs('CreateDisk', { ...disk, ProvisionedIops: 7000 });
  });

  test('the same token with other parameters is refused, tag order counting as one', async () => {
    const cloud = await openCloud();
    const a = { Key: 'a', Value: '1' };
    const b = { Key: 'b', Value: '2' };
    const first = await cloud.ecs('CreateSnapshot', { DiskId: WEB_DISKS[0], ClientToken: 't', Tag: [a, b] });
    expect(
      (await cloud.ecs('CreateSnapshot', { DiskId: WEB_DISKS[0], ClientToken: 't', Tag: [a, b] })).SnapshotId,
    ).toBe(first.SnapshotId);
    expect(
      await cloud.refused('CreateSnapshot', { DiskId: WEB_DISKS[0], ClientToken: 't', Tag: [b, a] }),
    ).toMatchObject({ status: 403, code: 'IdempotentParameterMismatch' });
    expect(await cloud.refused('RunInstances', { ...launch, ClientToken: 't', DryRun: true })).toMatchObject({
      code: 'DryRunOperation',
    });
  });

  test('MaxResults below ten is ten, and the pages together are everything once', async () => {
    const cloud = await openCloud();
    const ids: string[] = [];
    let NextToken: string | undefined;
    do {
      const page: Answer = await cloud.ecs('DescribeInstances', { MaxResults: 3, ...(NextToken && { NextToken }) });
      expect(page.Instances.Instance.length).toBeLessThanOrEqual(10);
      ids.push(...page.Instances.Instance.map((i: Answer) => i.InstanceId));
      NextToken = page.NextToken || undefined;
    } while (NextToken);
    const here = [...cloud.simulator.state.instances.values()].filter((i) => i.regionId === 'cn-hangzhou');
    expect(ids.sort()).toEqual(here.map((i) => i.id).sort());
  });

  test('an id that does not exist is left out silently', async () => {
    const cloud = await openCloud();
    expect(
      (await cloud.ecs('DescribeInstances', { InstanceIds: JSON.stringify([WEB, 'i-bp1nobody00000000000']) })).Instances
        .Instance,
    ).toHaveLength(1);
  });
});

describe('releasing', () => {
  test('what is fresh, protected or paid ahead is not released', async () => {
    const cloud = await openCloud();
    const { InstanceIdSets } = await cloud.ecs('RunInstances', launch);
    cloud.later(6);
    expect(
      (await cloud.refused('DeleteInstance', { InstanceId: InstanceIdSets.InstanceIdSet[0], Force: true })).code,
    ).toBe('IncorrectInstanceStatus.Initializing');
    expect((await cloud.refused('DeleteInstance', { InstanceId: 'i-bp1vaultcrypt0100000', Force: true })).code).toBe(
      'InvalidOperation.DeletionProtection',
    );
    expect((await cloud.refused('DeleteInstance', { InstanceId: 'i-bp1erpprepaid0100000', Force: true })).code).toBe(
      'ChargeTypeViolation',
    );
    expect((await cloud.refused('DeleteInstance', { InstanceId: WEB })).code).toBe('IncorrectInstanceStatus');
    expect((await cloud.refused('DeleteInstances', { InstanceId: [WEB], Force: true, DryRun: true })).code).toBe(
      'DRYRUN.SUCCESS',
    );
  });
});
