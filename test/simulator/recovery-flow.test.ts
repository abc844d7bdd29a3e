import { expect, test } from 'vitest';
import { byDevice, openCloud, WEB } from './support/cloud.ts';

test('a three-disk instance comes back in another zone, each step taking its time', async () => {
  const cloud = await openCloud({
    scenario: { name: 'strict', extends: 'default', imagesNeedCompleteSnapshots: true },
  });
  const { SnapshotGroupId } = await cloud.ecs('CreateSnapshotGroup', {
    InstanceId: WEB,
    Name: 'drill',
    Tag: [{ Key: 'ecs-dr:recovery', Value: 'r1' }],
  });

  cloud.later(45);
  const early = (await cloud.ecs('DescribeSnapshotGroups', { SnapshotGroupId: [SnapshotGroupId] })).SnapshotGroups
    .SnapshotGroup[0];
  expect(early.Status, 'the group is consistent').toBe('accomplished');
  expect(early.Snapshots.Snapshot).toHaveLength(3);
  expect(early.Snapshots.Snapshot.map((s: { Progress: string }) => s.Progress)).not.toContain('100%');
  const mappings = (disks: { SnapshotId: string; SourceDiskId: string; SourceDiskType: string }[]) =>
    disks.map((s) => ({
      SnapshotId: s.SnapshotId,
      DiskType: s.SourceDiskType,
      Device: s.SourceDiskType === 'system' ? '/dev/xvda' : s.SourceDiskId.includes('dat1') ? '/dev/xvdb' : '/dev/xvdc',
    }));
  const image = {
    ImageName: 'drill',
    Features: { ImdsSupport: 'v2' },
    DiskDeviceMapping: mappings(early.Snapshots.Snapshot),
  };
  expect((await cloud.refused('CreateImage', image)).code).toBe('InvalidSnapshotId.NotReady');

  cloud.later(3600);
  const { ImageId } = await cloud.ecs('CreateImage', image);
  expect((await cloud.ecs('DescribeImages', { ImageId })).Images.Image, 'only Available ones without Status').toEqual(
    [],
  );
  cloud.later(600);
  expect((await cloud.ecs('DescribeImages', { ImageId })).Images.Image[0].Usable).toBe(true);

  const { VSwitchId } = await cloud.vpc('CreateVSwitch', {
    VpcId: 'vpc-bp1prod0000000000000',
    ZoneId: 'cn-hangzhou-k',
    CidrBlock: '10.20.9.0/24',
  });
  const launch = {
    ImageId,
    VSwitchId,
    InstanceType: 'ecs.g7.xlarge',
    InstanceName: 'recovery-web-prod-01',
    SecurityGroupIds: ['sg-bp1web00000000000000', 'sg-bp1admin000000000000'],
    HttpTokens: 'required',
    SystemDisk: { Category: 'cloud_essd', PerformanceLevel: 'PL0', Size: '60' },
    DataDisk: [
      { Device: '/dev/xvdb', Category: 'cloud_essd', PerformanceLevel: 'PL1', Size: 200 },
      { Device: '/dev/xvdc', Category: 'cloud_essd', PerformanceLevel: 'PL2', Size: 500 },
    ],
  };
  expect((await cloud.refused('RunInstances', launch)).code).toBe('IncorrectVSwitchStatus');
  cloud.later(10);
  expect(await cloud.refused('RunInstances', { ...launch, DryRun: true })).toMatchObject({
    code: 'DryRunOperation',
    status: 400,
  });
  const { InstanceIdSets } = await cloud.ecs('RunInstances', {
    ...launch,
    ClientToken: 'one',
    Tag: [{ Key: 'ecs-dr:recovery', Value: 'r1' }],
  });
  const [id] = InstanceIdSets.InstanceIdSet;
  expect(
    (await cloud.ecs('DescribeInstances', { InstanceIds: JSON.stringify([id]) })).Instances.Instance,
    'not visible at once',
  ).toEqual([]);

  const seen = new Set<string>();
  for (let n = 0; n < 80; n++) {
    cloud.later(1);
    const [instance] = (await cloud.ecs('DescribeInstances', { InstanceIds: JSON.stringify([id]) })).Instances.Instance;
    if (instance) seen.add(instance.Status);
  }
  expect([...seen]).toEqual(['Pending', 'Stopped', 'Starting', 'Running']);
  const disks = byDevice((await cloud.ecs('DescribeDisks', { InstanceId: id })).Disks.Disk);
  expect(
    disks.map((d: Record<string, unknown>) => [d.Device, d.Category, d.PerformanceLevel, d.Size, d.Status, d.ZoneId]),
  ).toEqual([
    ['/dev/xvda', 'cloud_essd', 'PL0', 60, 'In_use', 'cn-hangzhou-k'],
    ['/dev/xvdb', 'cloud_essd', 'PL1', 200, 'In_use', 'cn-hangzhou-k'],
    ['/dev/xvdc', 'cloud_essd', 'PL2', 500, 'In_use', 'cn-hangzhou-k'],
  ]);
  const repeated = await cloud.ecs('RunInstances', {
    ...launch,
    ClientToken: 'one',
    Tag: [{ Key: 'ecs-dr:recovery', Value: 'r1' }],
  });
  expect(repeated.InstanceIdSets.InstanceIdSet, 'the same token is the same call').toEqual([id]);
});

test('an image can be made of a consistent group whose members still upload, of a single snapshot that uploads it cannot', async () => {
  const cloud = await openCloud();
  const { SnapshotGroupId } = await cloud.ecs('CreateSnapshotGroup', { InstanceId: WEB });
  const { SnapshotId } = await cloud.ecs('CreateSnapshot', { DiskId: 'd-bp1batch01sys0000000' });
  cloud.later(50);
  expect((await cloud.refused('CreateImage', { SnapshotId })).code).toBe('InvalidSnapshotId.NotReady');
  const [group] = (await cloud.ecs('DescribeSnapshotGroups', { SnapshotGroupId: [SnapshotGroupId] })).SnapshotGroups
    .SnapshotGroup;
  const DiskDeviceMapping = group.Snapshots.Snapshot.map((s: { SnapshotId: string }) => ({ SnapshotId: s.SnapshotId }));
  expect((await cloud.ecs('CreateImage', { DiskDeviceMapping })).ImageId).toMatch(/^m-bp1/);
});
