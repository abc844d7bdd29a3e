import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { type Answer, byDevice, openCloud, type TestCloud, WEB, WEB_DISKS } from './support/cloud.ts';

/**
 * A second, independent official client: the old one, which signs with HMAC-SHA1, puts Action and Version among the parameters
 * and sends GET with a query or POST with a form. What it is refused for has the API's code.
 */

interface PopCoreClient {
  request(action: string, params?: object, options?: { method?: 'GET' | 'POST' }): Promise<Answer>;
}
type PopCore = new (config: Record<string, string>) => PopCoreClient;
/** Its types say only `export = RPCClient` through a package of CommonJS. */
const Rpc = createRequire(import.meta.url)('@alicloud/pop-core') as PopCore;

function clientOf({ simulator }: TestCloud, more: Record<string, string> = {}): PopCoreClient {
  return new Rpc({
    accessKeyId: simulator.accessKeyId,
    accessKeySecret: simulator.accessKeySecret,
    endpoint: simulator.ecsEndpoint,
    apiVersion: '2014-05-26',
    ...more,
  });
}

async function refusal(call: Promise<Answer>): Promise<{ code: string; status: number }> {
  try {
    await call;
  } catch (error) {
    const { code, entry } = error as { code: string; entry: { response: { statusCode: number } } };
    return { code, status: entry?.response.statusCode };
  }
  throw new Error('expected to be refused, and was not');
}

const REGION = { RegionId: 'cn-hangzhou' };
const PUBLIC_IMAGE = 'aliyun_3_x64_20G_alibase_20250629.vhd';
const LAUNCH = {
  ...REGION,
  InstanceType: 'ecs.g7.large',
  ImageId: PUBLIC_IMAGE,
  VSwitchId: 'vsw-bp1prodh000000000000',
  SecurityGroupId: 'sg-bp1web00000000000000',
};

describe('served', () => {
  test.each(['GET', 'POST'] as const)('by %s', async (method) => {
    const cloud = await openCloud();
    const { Instances } = await clientOf(cloud).request(
      'DescribeInstances',
      { ...REGION, InstanceIds: JSON.stringify([WEB]) },
      { method },
    );
    expect(Instances.Instance[0].InstanceName).toBe('web-prod-01');
  });

  test('with values that need every kind of escaping', async () => {
    const cloud = await openCloud();
    const value = `it's (1*2)+3 ~ "50%" & 门店 = /?#`;
    await clientOf(cloud).request('TagResources', {
      ...REGION,
      ResourceType: 'instance',
      ResourceId: [WEB],
      Tag: [{ Key: 'odd', Value: value }],
    });
    expect(cloud.simulator.state.instances.get(WEB)?.tags).toContainEqual({ key: 'odd', value });
  });

  test('the three products on one endpoint, told apart by version', async () => {
    const cloud = await openCloud();
    const { VpcId } = await clientOf(cloud, { apiVersion: '2016-04-28' }).request('DescribeVSwitchAttributes', {
      ...REGION,
      VSwitchId: 'vsw-bp1prodh000000000000',
    });
    expect(VpcId).toBe('vpc-bp1prod0000000000000');
    const who = await clientOf(cloud, { apiVersion: '2015-04-01' }).request('GetCallerIdentity');
    expect(who.AccountId).toBe('1234567890123456');
  });

  test('a recovery from the snapshot to the instance that runs in another zone', async () => {
    const cloud = await openCloud();
    const client = clientOf(cloud);
    const { SnapshotGroupId } = await client.request('CreateSnapshotGroup', { ...REGION, InstanceId: WEB });
    cloud.later(3600);
    const { SnapshotGroups } = await client.request('DescribeSnapshotGroups', {
      ...REGION,
      SnapshotGroupId: [SnapshotGroupId],
    });
    const [group] = SnapshotGroups.SnapshotGroup;
    expect(group.Status).toBe('accomplished');
    const image = await client.request(
      'CreateImage',
      {
        ...REGION,
        'Features.ImdsSupport': 'v2',
        DiskDeviceMapping: group.Snapshots.Snapshot.map((s: Answer) => ({
          SnapshotId: s.SnapshotId,
          DiskType: s.SourceDiskType,
          Device: `/dev/xvd${'abc'[WEB_DISKS.indexOf(s.SourceDiskId)]}`,
        })),
      },
      { method: 'POST' },
    );
    cloud.later(900);
    const { InstanceIdSets } = await client.request(
      'RunInstances',
      {
        ...LAUNCH,
        ImageId: image.ImageId,
        VSwitchId: 'vsw-bp1prodi000000000000',
        'SystemDisk.Category': 'cloud_essd',
        'SystemDisk.PerformanceLevel': 'PL0',
        DataDisk: [
          { Device: '/dev/xvdb', Category: 'cloud_essd', PerformanceLevel: 'PL1' },
          { Device: '/dev/xvdc', Category: 'cloud_essd', PerformanceLevel: 'PL2' },
        ],
      },
      { method: 'POST' },
    );
    cloud.later(120);
    const { Disks } = await client.request('DescribeDisks', {
      ...REGION,
      InstanceId: InstanceIdSets.InstanceIdSet[0],
    });
    expect(byDevice(Disks.Disk).map((d: Answer) => [d.Device, d.PerformanceLevel, d.Size, d.Status, d.ZoneId])).toEqual(
      [
        ['/dev/xvda', 'PL0', 60, 'In_use', 'cn-hangzhou-i'],
        ['/dev/xvdb', 'PL1', 200, 'In_use', 'cn-hangzhou-i'],
        ['/dev/xvdc', 'PL2', 500, 'In_use', 'cn-hangzhou-i'],
      ],
    );
  });
});

describe('refused with the API’s code', () => {
  test.each<[string, string, object, number, string]>([
    ['an action that is none', 'DescribeNothing', REGION, 404, 'InvalidAction.NotFound'],
    [
      'a parameter of another action',
      'CreateSnapshot',
      { DiskId: WEB_DISKS[0], InstanceId: WEB },
      400,
      'InvalidParameter.Unknown',
    ],
    ['a misspelt parameter', 'DescribeDisks', { ...REGION, DiskID: 'd-1' }, 400, 'InvalidParameter.Unknown'],
    ['a word for a number', 'DescribeDisks', { ...REGION, PageSize: 'ten' }, 400, 'InvalidParameter.PageSize'],
    ['a parameter left out', 'CreateSnapshot', {}, 400, 'MissingParameter'],
    ['a bare id for a list', 'DescribeInstances', { ...REGION, InstanceIds: WEB }, 400, 'InvalidParameter'],
    [
      'a list where one JSON string belongs',
      'DescribeInstances',
      { ...REGION, InstanceIds: [WEB] },
      400,
      'InvalidParameter.Unknown',
    ],
    ['an unknown id', 'CreateSnapshot', { DiskId: 'd-bp1nobody00000000000' }, 404, 'InvalidDiskId.NotFound'],
    ['an unknown region', 'DescribeInstances', { RegionId: 'cn-nowhere' }, 404, 'InvalidRegionId.NotFound'],
    ['a wrong state', 'DeleteInstance', { InstanceId: WEB }, 403, 'IncorrectInstanceStatus'],
    [
      'a sold out type',
      'RunInstances',
      { ...LAUNCH, InstanceType: 'ecs.i3.xlarge', VSwitchId: 'vsw-bp1prodi000000000000' },
      403,
      'OperationDenied.NoStock',
    ],
    [
      'a subnet without addresses',
      'RunInstances',
      { ...LAUNCH, VSwitchId: 'vsw-bp1prodj000000000000' },
      403,
      'InvalidVSwitchId.IpNotEnough',
    ],
    ['a dry run that passes', 'RunInstances', { ...LAUNCH, DryRun: true }, 400, 'DryRunOperation'],
  ])('%s', async (_, action, params, status, code) => {
    const cloud = await openCloud();
    expect(await refusal(clientOf(cloud).request(action, params))).toEqual({ status, code });
    expect(cloud.simulator.requests.filter((r) => r.tookEffect)).toEqual([]);
  });

  test.each([
    ['a wrong secret', { accessKeySecret: 'not-the-secret' }, 400, 'SignatureDoesNotMatch'],
    ['an unknown key', { accessKeyId: 'nobody' }, 404, 'InvalidAccessKeyId.NotFound'],
    [
      'a security token that does not belong',
      { securityToken: 'token' },
      400,
      'InvalidSecurityToken.MismatchWithAccessKey',
    ],
    ['a version of no product', { apiVersion: '2013-01-10' }, 400, 'InvalidVersion'],
  ])('%s', async (_, config, status, code) => {
    const cloud = await openCloud();
    expect(await refusal(clientOf(cloud, config).request('DescribeRegions'))).toEqual({ status, code });
  });

  test('a caller without the right', async () => {
    const cloud = await openCloud({ scenario: 'permission-denied' });
    expect(await refusal(clientOf(cloud).request('RunInstances', LAUNCH))).toEqual({
      status: 403,
      code: 'Forbidden.RAM',
    });
  });

  test('too many calls', async () => {
    const cloud = await openCloud({ faults: [{ action: '*', fault: 'throttle', nth: 1 }] });
    const { code } = await refusal(clientOf(cloud).request('DescribeRegions'));
    expect(code).toMatch(/^Throttling/);
  });

  test('a used-up quota', async () => {
    const cloud = await openCloud({ scenario: { name: 'few', extends: 'default', quotas: { vCpus: 1 } } });
    expect(await refusal(clientOf(cloud).request('RunInstances', LAUNCH))).toEqual({
      status: 403,
      code: 'QuotaExceed.ElasticQuota',
    });
  });

  test('a token that was used for something else', async () => {
    const cloud = await openCloud();
    const client = clientOf(cloud);
    await client.request('CreateSnapshot', { DiskId: WEB_DISKS[0], ClientToken: 'once' });
    expect(await refusal(client.request('CreateSnapshot', { DiskId: WEB_DISKS[1], ClientToken: 'once' }))).toEqual({
      status: 403,
      code: 'IdempotentParameterMismatch',
    });
  });
});
