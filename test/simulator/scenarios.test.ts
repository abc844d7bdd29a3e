import { describe, expect, test } from 'vitest';
import { builtInScenarioNames, startSimulator } from '../../src/simulator/index.ts';
import { type Answer, openCloud, WEB } from './support/cloud.ts';

test.each(builtInScenarioNames())('the built-in scenario %s starts and answers', async (scenario) => {
  const cloud = await openCloud({ scenario });
  const { TotalCount } = await cloud.ecs('DescribeInstances', {});
  expect(TotalCount).toBeGreaterThan(15);
});

test('every instance of the default estate has a system disk, addresses and a name of its own', async () => {
  const { state } = (await openCloud()).simulator;
  const addresses = new Set<string>();
  for (const instance of state.instances.values()) {
    expect(instance.id).toMatch(/^i-[a-z0-9]{20}$/);
    expect(
      state.disksOf(instance.id).filter((disk) => disk.type === 'system'),
      instance.name,
    ).toHaveLength(1);
    const devices = state.disksOf(instance.id).map((disk) => disk.device);
    expect(new Set(devices).size, instance.name).toBe(devices.length);
    addresses.add(`${instance.vpcId} ${instance.privateIp}`);
  }
  expect(addresses.size).toBe(state.instances.size);
});

test('zone-outage: the zone is down, its old points are good, new ones fail', async () => {
  const cloud = await openCloud({ scenario: 'zone-outage' });
  const [web] = (await cloud.ecs('DescribeInstances', { InstanceIds: JSON.stringify([WEB]) })).Instances.Instance;
  expect(web.Status).toBe('Stopped');
  const { SnapshotGroupId } = await cloud.ecs('CreateSnapshotGroup', { InstanceId: WEB });
  cloud.later(120);
  const [group] = (await cloud.ecs('DescribeSnapshotGroups', { SnapshotGroupId: [SnapshotGroupId] })).SnapshotGroups
    .SnapshotGroup;
  expect(group.Status).toBe('failed');
  const [old] = (await cloud.ecs('DescribeSnapshotGroups', { InstanceId: WEB, Status: ['accomplished'] }))
    .SnapshotGroups.SnapshotGroup;
  const mappings = old.Snapshots.Snapshot.map((s: Answer) => ({ SnapshotId: s.SnapshotId }));
  expect((await cloud.ecs('CreateImage', { DiskDeviceMapping: mappings })).ImageId).toMatch(/^m-bp1/);
  const { AvailableZones } = await cloud.ecs('DescribeAvailableResource', {
    DestinationResource: 'InstanceType',
    ZoneId: 'cn-hangzhou-h',
    InstanceType: 'ecs.g7.xlarge',
  });
  expect(AvailableZones.AvailableZone[0].StatusCategory).toBe('WithoutStock');
  expect((await cloud.refused('StartInstance', { InstanceId: WEB })).code).toBe('OperationDenied.ZoneNotAllowed');
});

test('stock-crisis: what still shows as stock is gone when it is bought', async () => {
  const cloud = await openCloud({ scenario: 'stock-crisis' });
  const { AvailableZones } = await cloud.ecs('DescribeAvailableResource', {
    DestinationResource: 'InstanceType',
    ZoneId: 'cn-hangzhou-i',
    InstanceType: 'ecs.g7.xlarge',
  });
  expect(AvailableZones.AvailableZone[0].StatusCategory).toBe('WithStock');
  const launch = {
    InstanceType: 'ecs.g7.xlarge',
    ImageId: 'aliyun_3_x64_20G_alibase_20250629.vhd',
    VSwitchId: 'vsw-bp1prodi000000000000',
    SecurityGroupId: 'sg-bp1web00000000000000',
  };
  expect((await cloud.refused('RunInstances', launch)).code).toBe('OperationDenied.NoStock');
});

test('zone-outage: an image of a whole instance fails with the snapshots that it takes', async () => {
  const cloud = await openCloud({ scenario: 'zone-outage' });
  const { ImageId } = await cloud.ecs('CreateImage', { InstanceId: WEB });
  const look = async () => {
    const { Images } = await cloud.ecs('DescribeImages', { ImageId, Status: 'Creating,Available,CreateFailed' });
    return Images.Image[0];
  };
  expect((await look()).Status).toBe('Creating');
  cloud.later(60);
  const image = await look();
  expect(image).toMatchObject({ Status: 'CreateFailed', Usable: false });
  const SnapshotIds = JSON.stringify(image.DiskDeviceMappings.DiskDeviceMapping.map((m: Answer) => m.SnapshotId));
  const { Snapshots } = await cloud.ecs('DescribeSnapshots', { SnapshotIds });
  expect(Snapshots.Snapshot.map((s: Answer) => s.Status)).toEqual(['failed', 'failed', 'failed']);
});

test('permission-denied: reading and snapshots are allowed, everything else is denied by default, an explicit denial wins', async () => {
  const cloud = await openCloud({ scenario: 'permission-denied' });
  await cloud.ecs('CreateSnapshotGroup', { InstanceId: WEB });
  await cloud.sts('GetCallerIdentity');
  const refused = await cloud.refused('CreateImage', { InstanceId: WEB });
  expect(refused).toMatchObject({ status: 403, code: 'Forbidden.RAM' });
  expect(
    (
      await cloud.refused(
        'CreateVSwitch',
        { VpcId: 'vpc-bp1prod0000000000000', ZoneId: 'cn-hangzhou-k', CidrMask: 24 },
        'vpc',
      )
    ).code,
  ).toBe('Forbidden.RAM');
  const denied: Answer = await cloud.ecsClient
    .describePrice(
      new (await import('@alicloud/ecs20140526')).DescribePriceRequest({
        regionId: 'cn-hangzhou',
        instanceType: 'ecs.g7.large',
      }),
    )
    .catch((error) => error);
  expect(denied.accessDeniedDetail).toMatchObject({
    AuthAction: 'ecs:DescribePrice',
    NoPermissionType: 'ExplicitDeny',
    AuthPrincipalType: 'SubUser',
  });
});

test('a policy may allow an action on some resources only', async () => {
  const policy = {
    Statement: [
      { Effect: 'Allow' as const, Action: 'ecs:CreateSnapshot', Resource: 'acs:ecs:*:*:disk/d-bp1webprod01*' },
    ],
  };
  const cloud = await openCloud({ scenario: { name: 'one server', extends: 'default', policy } });
  await cloud.ecs('CreateSnapshot', { DiskId: 'd-bp1webprod01sys00000' });
  expect((await cloud.refused('CreateSnapshot', { DiskId: 'd-bp1batch01sys0000000' })).code).toBe('Forbidden.RAM');
});

describe('encrypted-fleet', () => {
  test('a disk of an encrypted snapshot inherits its key and may not be made plain', async () => {
    const cloud = await openCloud({ scenario: 'encrypted-fleet' });
    expect((await cloud.ecs('DescribeDiskEncryptionByDefaultStatus')).Encrypted).toBe(true);
    const { SnapshotId } = await cloud.ecs('CreateSnapshot', { DiskId: 'd-bp1cryptweb01dat0000' });
    cloud.later(3600);
    const disk = { ZoneId: 'cn-hangzhou-i', DiskCategory: 'cloud_auto', SnapshotId };
    expect((await cloud.refused('CreateDisk', { ...disk, Encrypted: false })).code).toBe(
      'InvalidEncrypted.NotMatchSnapshot',
    );
    const { DiskId } = await cloud.ecs('CreateDisk', disk);
    expect(cloud.simulator.state.disks.get(DiskId)).toMatchObject({
      encrypted: true,
      kmsKeyId: 'key-hzz65f3a8c1r6q2wshop0',
    });
    expect(
      (
        await cloud.refused('CreateDisk', {
          ZoneId: 'cn-hangzhou-i',
          DiskCategory: 'cloud_auto',
          Size: 40,
          Encrypted: false,
        })
      ).code,
    ).toBe('InvalidEncrypted.NotMatchDiskDefaultEncryption');
  });

  test('the key of a disk is the one that was named, else its snapshot’s, else the service key, and it is told', async () => {
    const cloud = await openCloud({ scenario: 'encrypted-fleet' });
    const key = async (params: Record<string, unknown>): Promise<string> => {
      const disk = { ZoneId: 'cn-hangzhou-i', DiskCategory: 'cloud_auto', Size: 200, Encrypted: true, ...params };
      const { DiskId } = await cloud.ecs('CreateDisk', disk);
      const { Disks } = await cloud.ecs('DescribeDisks', { DiskIds: JSON.stringify([DiskId]) });
      return Disks.Disk[0].KMSKeyId;
    };
    const { SnapshotId } = await cloud.ecs('CreateSnapshot', { DiskId: 'd-bp1cryptweb01dat0000' });
    cloud.later(3600);
    expect(await key({ SnapshotId })).toBe('key-hzz65f3a8c1r6q2wshop0');
    expect(await key({})).toBe('key-service-cn-hangzhou');
    expect(await key({ KMSKeyId: 'key-hzz65f3a8c1r6q2wshop0' })).toBe('key-hzz65f3a8c1r6q2wshop0');
    expect(await key({ SnapshotId, KMSKeyId: 'key-service-cn-hangzhou' })).toBe('key-service-cn-hangzhou');
  });

  test('nothing can be done with a disk whose key is disabled', async () => {
    const cloud = await openCloud({ scenario: 'encrypted-fleet' });
    expect((await cloud.refused('CreateSnapshot', { DiskId: 'd-bp1cryptlost01sys000' })).code).toBe(
      'InvalidParameter.KMSKeyId.CMKNotEnabled',
    );
  });
});

describe('a scenario that cannot be used says why', () => {
  test.each([
    ['an unknown name', 'smal-shop', ['smal-shop', 'default', 'zone-outage']],
    ['a file that is not there', './nowhere.yaml', ['nowhere.yaml', 'ENOENT']],
    [
      'a wrong value',
      { name: 'x', vpcs: [{ id: 'vpc-1', name: 'a', region: 'r', cidr: '10.0.0.0/16' }] },
      ['vpcs[vpc-1].id', '"vpc-1"', 'an id like vpc-bp1'],
    ],
    ['an unknown field', { name: 'x', instnaces: [] }, ['instnaces']],
    [
      'a reference to nothing',
      { name: 'x', extends: 'default', snapshots: [{ disk: 'd-bp1nobody0000000000', age: '3h' }] },
      ['snapshots[0].disk', 'd-bp1nobody0000000000'],
    ],
    [
      'a type that is not sold',
      { name: 'x', extends: 'default', instances: [{ id: WEB, type: 'ecs.g99.large' }] },
      ['ecs.g99.large', 'not an instance type'],
    ],
  ])('%s', async (_, scenario, parts) => {
    const problem = await startSimulator({ scenario: scenario as string }).then(
      () => 'it started',
      (error: Error) => error.message,
    );
    for (const part of parts) expect(problem).toContain(part);
  });
});
