import { expect, test } from 'vitest';
import { ACTIONS } from '../../src/simulator/actions/registry.ts';
import { openCloud, WEB, WEB_DISKS } from './support/cloud.ts';

const DB_DISK = 'd-bp1dbmaster01dat0000';
const STOPPED = 'i-bp1reportstop0100000';

/** One good call of every action; the helper checks each answer against the SDK's response model with nothing left over. */
const CALLS: Record<string, Record<string, unknown>> = {
  'ecs.DescribeRegions': {},
  'ecs.DescribeZones': {},
  'ecs.DescribeAvailableResource': {
    DestinationResource: 'DataDisk',
    InstanceType: 'ecs.g7.large',
    SystemDiskCategory: 'cloud_essd',
  },
  'ecs.DescribeInstanceTypes': {},
  'ecs.DescribeInstanceTypeFamilies': {},
  'ecs.DescribeRecommendInstanceType': { NetworkType: 'vpc', InstanceType: 'ecs.g7.large' },
  'ecs.DescribePrice': {
    InstanceType: 'ecs.g7.large',
    DataDisk: [{ Category: 'cloud_essd', Size: 100 }],
    InternetMaxBandwidthOut: 5,
    InternetChargeType: 'PayByBandwidth',
  },
  'ecs.DescribeImageSupportInstanceTypes': { ImageId: 'aliyun_3_x64_20G_alibase_20250629.vhd' },
  'ecs.DescribeInstances': { MaxResults: 100, AdditionalAttributes: ['META_OPTIONS'] },
  'ecs.DescribeInstanceStatus': {},
  'ecs.DescribeInstanceAttribute': { InstanceId: WEB },
  'ecs.DescribeInstanceRamRole': { InstanceIds: JSON.stringify([WEB]) },
  'ecs.DescribeUserData': { InstanceId: WEB },
  'ecs.DescribeInstanceAutoRenewAttribute': {},
  'ecs.DescribeInstanceMaintenanceAttributes': {},
  'ecs.DescribeInstanceHistoryEvents': {},
  'ecs.DescribeNetworkInterfaces': {},
  'ecs.RunInstances': {
    InstanceType: 'ecs.g7.large',
    ImageId: 'aliyun_3_x64_20G_alibase_20250629.vhd',
    VSwitchId: 'vsw-bp1prodh000000000000',
    SecurityGroupId: 'sg-bp1web00000000000000',
  },
  'ecs.StartInstance': { InstanceId: STOPPED },
  'ecs.StopInstance': { InstanceId: 'i-bp1batch010000000000' },
  'ecs.RebootInstance': { InstanceId: 'i-bp1batch010000000000' },
  'ecs.DeleteInstance': { InstanceId: STOPPED },
  'ecs.DeleteInstances': { InstanceId: [STOPPED] },
  'ecs.ModifyInstanceAttribute': { InstanceId: WEB, InstanceName: 'renamed' },
  'ecs.DescribeDisks': { MaxResults: 500, AdditionalAttributes: ['IOPS'] },
  'ecs.CreateDisk': { ZoneId: 'cn-hangzhou-h', DiskCategory: 'cloud_auto', Size: 40 },
  'ecs.AttachDisk': { InstanceId: WEB, DiskId: 'd-bp1spareattached0000' },
  'ecs.DetachDisk': { InstanceId: WEB, DiskId: WEB_DISKS[1] },
  'ecs.DeleteDisk': { DiskId: 'd-bp1spareattached0000' },
  'ecs.DescribeSnapshots': {},
  'ecs.CreateSnapshot': { DiskId: DB_DISK },
  'ecs.DeleteSnapshot': { SnapshotId: 's-bp1dbauto1dat0000000' },
  'ecs.DescribeSnapshotGroups': {},
  'ecs.CreateSnapshotGroup': { InstanceId: WEB },
  'ecs.DeleteSnapshotGroup': { SnapshotGroupId: 'ssg-bp1dbweekly000000000' },
  'ecs.DescribeImages': { Status: 'ALL' },
  'ecs.CreateImage': { SnapshotId: 's-bp1dbauto1sys0000000' },
  'ecs.CopyImage': { ImageId: 'm-bp1dbgolden000000000', DestinationRegionId: 'cn-shanghai' },
  'ecs.DeleteImage': { ImageId: 'm-bp1dbgolden000000000' },
  'ecs.DescribeSecurityGroups': {},
  'ecs.DescribeSecurityGroupAttribute': { SecurityGroupId: 'sg-bp1web00000000000000' },
  'ecs.DescribeVSwitches': { VpcId: 'vpc-bp1prod0000000000000' },
  'ecs.CreateVSwitch': { VpcId: 'vpc-bp1prod0000000000000', ZoneId: 'cn-hangzhou-k', CidrBlock: '10.20.77.0/24' },
  'ecs.DeleteVSwitch': { VSwitchId: 'vsw-bp1empty000000000000' },
  'ecs.DescribeVpcs': {},
  'ecs.TagResources': { ResourceType: 'instance', ResourceId: [WEB], Tag: [{ Key: 'k', Value: 'v' }] },
  'ecs.UntagResources': { ResourceType: 'instance', ResourceId: [WEB], TagKey: ['app'] },
  'ecs.ListTagResources': { ResourceType: 'instance', ResourceId: [WEB] },
  'ecs.DescribeAutoSnapshotPolicyEx': {},
  'ecs.DescribeAutoSnapshotPolicyAssociations': {},
  'ecs.DescribeDiskEncryptionByDefaultStatus': {},
  'ecs.DescribeAccountAttributes': {},
  'ecs.DescribeCloudAssistantStatus': {},
  'ecs.RunCommand': { Type: 'RunShellScript', CommandContent: 'true', InstanceId: [WEB] },
  'ecs.DescribeInvocationResults': {},
  'ecs.DescribeInvocations': { IncludeOutput: true },
  'vpc.DescribeVSwitches': {},
  'vpc.DescribeVSwitchAttributes': { VSwitchId: 'vsw-bp1prodh000000000000' },
  'vpc.CreateVSwitch': { VpcId: 'vpc-bp1prod0000000000000', ZoneId: 'cn-hangzhou-k', CidrMask: 24 },
  'vpc.DeleteVSwitch': { VSwitchId: 'vsw-bp1empty000000000000' },
  'vpc.DescribeVpcs': {},
  'vpc.DescribeVpcAttribute': { VpcId: 'vpc-bp1prod0000000000000' },
  'vpc.DescribeZones': {},
  'vpc.TagResources': {
    ResourceType: 'VSWITCH',
    ResourceId: ['vsw-bp1prodh000000000000'],
    Tag: [{ Key: 'k', Value: 'v' }],
  },
  'vpc.ListTagResources': { ResourceType: 'VSWITCH', ResourceId: ['vsw-bp1prodh000000000000'] },
  'sts.GetCallerIdentity': {},
};

const WITH_EMPTY_VSWITCH = {
  name: 'one more vSwitch',
  extends: 'default',
  vSwitches: [
    {
      id: 'vsw-bp1empty000000000000',
      name: 'empty',
      vpc: 'vpc-bp1prod0000000000000',
      zone: 'cn-hangzhou-i',
      cidr: '10.20.200.0/24',
    },
  ],
};

test('every action has an example call here', () => {
  const all = Object.entries(ACTIONS).flatMap(([product, actions]) =>
    Object.keys(actions).map((action) => `${product}.${action}`),
  );
  expect(all.filter((name) => !(name in CALLS) && name !== 'ecs.CancelCopyImage')).toEqual([]);
});

test.each(
  Object.entries(CALLS),
)('the answer of %s fills the SDK response model with nothing left over', async (name, params) => {
  const cloud = await openCloud({ scenario: WITH_EMPTY_VSWITCH });
  const [product, action = ''] = name.split('.');
  const answer =
    product === 'ecs'
      ? await cloud.ecs(action, params)
      : product === 'vpc'
        ? await cloud.vpc(action, params)
        : await cloud.sts(action);
  expect(answer.RequestId).toMatch(/^[0-9A-F-]{36}$/);
  expect(cloud.simulator.requests.at(-1)).toMatchObject({ action, outcome: { status: 200 } });
});

test('a copy that is under way can be cancelled', async () => {
  const cloud = await openCloud();
  const { ImageId } = await cloud.ecs('CopyImage', {
    ImageId: 'm-bp1dbgolden000000000',
    DestinationRegionId: 'cn-shanghai',
  });
  await cloud.ecs('CancelCopyImage', { RegionId: 'cn-shanghai', ImageId });
  expect((await cloud.ecs('DescribeImages', { RegionId: 'cn-shanghai', ImageId, Status: 'ALL' })).Images.Image).toEqual(
    [],
  );
});

test('results of a command come back, base64 unless asked otherwise', async () => {
  const cloud = await openCloud();
  const { InvokeId } = await cloud.ecs('RunCommand', {
    Type: 'RunShellScript',
    CommandContent: 'true',
    InstanceId: [WEB],
  });
  cloud.later(10);
  const { Invocation } = await cloud.ecs('DescribeInvocationResults', { InvokeId });
  expect(Invocation.InvocationResults.InvocationResult[0]).toMatchObject({
    InvocationStatus: 'Success',
    ExitCode: 0,
    Output: 'b2sK',
  });
  const { Invocations } = await cloud.ecs('DescribeInvocations', {
    InvokeId,
    IncludeOutput: true,
    ContentEncoding: 'PlainText',
  });
  expect(Invocations.Invocation[0].InvokeInstances.InvokeInstance[0].Output).toBe('ok\n');
});
