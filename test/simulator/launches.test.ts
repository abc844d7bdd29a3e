import { describe, expect, test } from 'vitest';
import { type Answer, openCloud, type TestCloud } from './support/cloud.ts';

/** What a launch takes beyond place and disks: kept, told again, and checked where the API checks it. */

const LINUX = 'aliyun_3_x64_20G_alibase_20250629.vhd';
const WINDOWS = 'win2022_21H2_x64_dtc_en-us_40G_alibase_20250723.vhd';
const BIOS = 'ubuntu_22_04_x64_20G_alibase_20250722.vhd';
const GOLDEN = 'm-bp1dbgolden000000000';
const launch = {
  InstanceType: 'ecs.g8i.xlarge',
  ImageId: LINUX,
  VSwitchId: 'vsw-bp1prodh000000000000',
  SecurityGroupId: 'sg-bp1web00000000000000',
  SystemDisk: { Category: 'cloud_essd' },
};

async function run(cloud: TestCloud, more: Record<string, unknown>): Promise<Answer> {
  const { InstanceIdSets } = await cloud.ecs('RunInstances', { ...launch, ...more });
  cloud.later(120);
  const [id] = InstanceIdSets.InstanceIdSet;
  const { Instances } = await cloud.ecs('DescribeInstances', { InstanceIds: JSON.stringify([id]) });
  return { ...Instances.Instance[0], attribute: await cloud.ecs('DescribeInstanceAttribute', { InstanceId: id }) };
}

describe('options of a launch are kept and told again', () => {
  test('all of them', async () => {
    const cloud = await openCloud();
    const made = await run(cloud, {
      CpuOptions: { Core: 1, ThreadsPerCore: 1, TopologyType: 'DiscreteCoreToHTMapping' },
      ClockOptions: { PtpStatus: 'enabled' },
      HibernationOptions: { Configured: true },
      ImageOptions: { LoginAsNonRoot: true },
      SecurityOptions: { EnableSecureBoot: true },
      NetworkOptions: { EnableJumboFrame: false, EnableNetworkEncryption: true, BandwidthWeighting: 'Vpc-L1' },
      PrivateDnsNameOptions: { HostnameType: 'IpBased', EnableIpDnsARecord: true, EnableInstanceIdDnsARecord: false },
    });
    expect(made).toMatchObject({
      CpuOptions: { CoreCount: 1, ThreadsPerCore: 1, TopologyType: 'DiscreteCoreToHTMapping' },
      ClockOptions: { PtpStatus: 'enabled' },
      HibernationOptions: { Configured: true },
      ImageOptions: { LoginAsNonRoot: true },
      SecurityOptions: { EnableSecureBoot: true },
      PrivateDnsNameOptions: { HostnameType: 'IpBased', EnableIpDnsARecord: true, EnableIpDnsPtrRecord: false },
      HostName: `ip-${made.VpcAttributes.PrivateIpAddress.IpAddress[0].replaceAll('.', '-')}`,
      attribute: {
        EnableJumboFrame: false,
        NetworkOptions: { EnableJumboFrame: false, EnableNetworkEncryption: true, BandwidthWeighting: 'Vpc-L1' },
        SecurityOptions: { EnableSecureBoot: true },
      },
    });
  });

  test('none of them: the type gives the layout and the frames', async () => {
    const cloud = await openCloud();
    const plain = await run(cloud, {});
    expect(plain).toMatchObject({
      CpuOptions: { CoreCount: 2, ThreadsPerCore: 2, TopologyType: '' },
      HibernationOptions: { Configured: false },
      ImageOptions: { LoginAsNonRoot: false },
      attribute: { EnableJumboFrame: true },
    });
    expect(plain).not.toHaveProperty('PrivateDnsNameOptions');
    expect((await run(cloud, { InstanceType: 'ecs.g7.xlarge' })).attribute.EnableJumboFrame).toBe(false);
    const arm = 'aliyun_3_arm64_20G_alibase_20250629.vhd';
    expect((await run(cloud, { InstanceType: 'ecs.g8y.xlarge', ImageId: arm })).CpuOptions).toMatchObject({
      CoreCount: 4,
      ThreadsPerCore: 1,
    });
  });

  test('the host name may hold the id of the instance', async () => {
    const cloud = await openCloud();
    const made = await run(cloud, { HostName: `k8s-\${instance_id}` });
    expect(made.HostName).toBe(`k8s-${made.InstanceId}`);
  });

  test('an image family stands for its newest image', async () => {
    const cloud = await openCloud();
    const { ImageId } = await cloud.ecs('CreateImage', {
      SnapshotId: 's-bp1dbauto2sys0000000',
      ImageName: 'monthly',
      ImageFamily: 'db-monthly',
    });
    cloud.later(3600);
    expect((await run(cloud, { ImageId: undefined, ImageFamily: 'db-monthly' })).ImageId).toBe(ImageId);
  });
});

describe('a dry run refuses what the launch would refuse', () => {
  const spot = { SpotStrategy: 'SpotAsPriceGo' };
  test.each<[string, number, string, Record<string, unknown>]>([
    ['more cores than the type has', 400, 'InvalidParameter', { CpuOptions: { Core: 3 } }],
    ['four threads per core', 400, 'InvalidParameter', { CpuOptions: { ThreadsPerCore: 4 } }],
    ['a topology that there is not', 400, 'InvalidParameter', { CpuOptions: { TopologyType: 'Round' } }],
    [
      'a layout for the economy type',
      400,
      'InvalidParameter',
      { InstanceType: 'ecs.u1-c1m2.large', CpuOptions: { Core: 1 } },
    ],
    ['a clock that is on', 400, 'InvalidParameter', { ClockOptions: { PtpStatus: 'on' } }],
    ['secure boot with BIOS', 400, 'InvalidParameter', { ImageId: BIOS, SecurityOptions: { EnableSecureBoot: true } }],
    ['vTPM on a type without', 400, 'InvalidParameter', { SecurityOptions: { TrustedSystemMode: 'vTPM' } }],
    [
      'Jumbo Frames off on a type without',
      400,
      'InvalidParameter',
      { InstanceType: 'ecs.g7.large', NetworkOptions: { EnableJumboFrame: false } },
    ],
    ['a host name type', 400, 'InvalidParameter', { PrivateDnsNameOptions: { HostnameType: 'nonsense' } }],
    [
      'ecs-user on Windows',
      400,
      'LoginAsNonRoot.ImageNotSupport',
      { ImageId: WINDOWS, ImageOptions: { LoginAsNonRoot: true } },
    ],
    [
      'an unknown policy of the system disk',
      404,
      'InvalidAutoSnapshotPolicyId.NotFound',
      { SystemDisk: { Category: 'cloud_essd', AutoSnapshotPolicyId: 'sp-bp1gone000000000000' } },
    ],
    [
      'an unknown policy of a data disk',
      404,
      'InvalidAutoSnapshotPolicyId.NotFound',
      { DataDisk: [{ Category: 'cloud_essd', Size: 40, AutoSnapshotPolicyId: 'sp-bp1gone000000000000' }] },
    ],
    ['an unknown resource group', 404, 'InvalidResourceGroup.NotFound', { ResourceGroupId: 'rg-gone' }],
    ['11 Mbit/s in with 0 out', 400, 'InvalidInternetMaxBandwidthIn.Malformed', { InternetMaxBandwidthIn: 11 }],
    [
      '21 Mbit/s in with 20 out',
      400,
      'InvalidInternetMaxBandwidthIn.Malformed',
      { InternetMaxBandwidthIn: 21, InternetMaxBandwidthOut: 20 },
    ],
    ['two protected hours', 400, 'InvalidSpotDuration', { ...spot, SpotDuration: 2 }],
    ['a spot that hibernates', 400, 'InvalidSpotInterruptionBehavior', { ...spot, SpotInterruptionBehavior: 'Sleep' }],
    ['credits on a type without', 400, 'InvalidParameter.CreditSpecification', { CreditSpecification: 'Unlimited' }],
    [
      'credits without limit, misspelt',
      400,
      'InvalidParameter.CreditSpecification',
      { InstanceType: 'ecs.t6-c1m2.large', CreditSpecification: 'Infinite' },
    ],
    ['16 letters for Windows', 400, 'InvalidHostName.Malformed', { ImageId: WINDOWS, HostName: 'abcdefghijklmnop' }],
    ['a dot for Windows', 400, 'InvalidHostName.Malformed', { ImageId: WINDOWS, HostName: 'web.shop' }],
    ['digits for Windows', 400, 'InvalidHostName.Malformed', { ImageId: WINDOWS, HostName: '20250101' }],
    ['65 letters for Linux', 400, 'InvalidHostName.Malformed', { HostName: 'a'.repeat(65) }],
    ['a space in the name', 400, 'InvalidInstanceName.Malformed', { InstanceName: 'web prod' }],
    ['a bell in the name', 400, 'InvalidInstanceName.Malformed', { InstanceName: 'web\u0007prod' }],
    ['the password of a public image', 400, 'InvalidPasswordParam.Mismatch', { PasswordInherit: true }],
    ['an unknown host', 400, 'InvalidDedicatedHostId.NotFound', { DedicatedHostId: 'dh-bp1gone' }],
    ['an unknown deployment set', 404, 'DeploymentSet.NotFound', { DeploymentSetId: 'ds-bp1gone' }],
    ['image and family', 400, 'UnexpectedImageFamily.ImageIdSupplied', { ImageFamily: 'db-monthly' }],
    [
      'a family without images',
      403,
      'InvalidImageFamily.MissingAvailableImage',
      { ImageId: undefined, ImageFamily: 'db-monthly' },
    ],
    [
      'perhaps encrypted',
      400,
      'InvalidParameter.Encrypted',
      { SystemDisk: { Category: 'cloud_essd', Encrypted: 'maybe' } },
    ],
  ])('%s', async (_name, status, code, more) => {
    const cloud = await openCloud();
    expect(await cloud.refused('RunInstances', { ...launch, ...more, DryRun: true })).toMatchObject({ status, code });
  });

  test('and passes what the launch takes', async () => {
    const cloud = await openCloud();
    const passes = async (more: Record<string, unknown>) =>
      expect(await cloud.refused('RunInstances', { ...launch, ...more, DryRun: true })).toMatchObject({
        status: 400,
        code: 'DryRunOperation',
      });
    await passes({ InternetMaxBandwidthIn: 20, InternetMaxBandwidthOut: 20 });
    await passes({ ...spot, SpotDuration: 0, SpotInterruptionBehavior: 'Stop' });
    await passes({ ImageId: GOLDEN, PasswordInherit: true });
    await passes({ InstanceType: 'ecs.t6-c1m2.large', CreditSpecification: 'Unlimited' });
    await passes({ ImageId: WINDOWS, HostName: 'shop-web-01' });
    await passes({ InstanceName: '门店_订单:1.a-[1,4]' });
    await passes({ DeploymentSetId: 'ds-bp1shopdatabase00000' });
    await passes({ NetworkOptions: { EnableJumboFrame: false } });
  });

  test('an unknown resource group stops every other creation too', async () => {
    const cloud = await openCloud();
    const ResourceGroupId = 'rg-gone';
    const refusal = { status: 404, code: 'InvalidResourceGroup.NotFound' };
    const disk = { ZoneId: 'cn-hangzhou-i', DiskCategory: 'cloud_essd', Size: 40 };
    expect(await cloud.refused('CreateDisk', { ...disk, ResourceGroupId })).toMatchObject(refusal);
    const group = { InstanceId: 'i-bp1webprod0100000000' };
    expect(await cloud.refused('CreateSnapshotGroup', { ...group, ResourceGroupId })).toMatchObject(refusal);
    const image = { SnapshotId: 's-bp1dbauto2sys0000000', ImageName: 'x1' };
    expect(await cloud.refused('CreateImage', { ...image, ResourceGroupId })).toMatchObject(refusal);
  });
});
