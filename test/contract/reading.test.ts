import * as ecs from '@alicloud/ecs20140526';
import * as vpc from '@alicloud/vpc20160428';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, needed, type Refusal, refusal, unlessForbidden } from './support/asking.ts';
import { openTarget, type Place, type Target } from './support/target.ts';

/** What ECS and VPC answer to questions, dry runs among them. Nothing here changes anything, in whichever account. */

let t: Target;
beforeAll(async () => {
  t = await openTarget();
});
afterAll(() => t.close());

const NOBODY = {
  instance: 'i-bp1nobody00000000000',
  disk: 'd-bp1nobody00000000000',
  vSwitch: 'vsw-bp1nobody0000000000',
};

const instances = async (more: object = {}) =>
  bodyOf(await t.ecs.describeInstances(new ecs.DescribeInstancesRequest({ regionId: t.regionId, ...more })));
const disks = async (more: object = {}) =>
  bodyOf(await t.ecs.describeDisks(new ecs.DescribeDisksRequest({ regionId: t.regionId, ...more })));
const snapshots = async (more: object = {}) =>
  bodyOf(await t.ecs.describeSnapshots(new ecs.DescribeSnapshotsRequest({ regionId: t.regionId, ...more })));
const images = async (more: object = {}) =>
  bodyOf(await t.ecs.describeImages(new ecs.DescribeImagesRequest({ regionId: t.regionId, ...more })));
const offers = async (more: object) =>
  (await t.ecs.describeAvailableResource(new ecs.DescribeAvailableResourceRequest({ regionId: t.regionId, ...more })))
    .body?.availableZones?.availableZone ?? [];
const zones = async () =>
  (await t.ecs.describeZones(new ecs.DescribeZonesRequest({ regionId: t.regionId, acceptLanguage: 'en-US' }))).body
    ?.zones?.zone ?? [];

async function allInstances(pageSize: number) {
  const pages: ecs.DescribeInstancesResponseBodyInstancesInstance[][] = [];
  let nextToken: string | undefined;
  do {
    const page: ecs.DescribeInstancesResponseBody = await instances({
      maxResults: pageSize,
      ...(nextToken && { nextToken }),
    });
    pages.push(page.instances?.instance ?? []);
    nextToken = page.nextToken || undefined;
  } while (nextToken && pages.length < 100);
  return pages;
}

describe('pages', () => {
  test('NextToken leads through every instance exactly once', async () => {
    const ids = (await allInstances(10)).flat().map((i) => i.instanceId);
    expect(new Set(ids).size).toBe(ids.length);
    const one = (await allInstances(100)).flat().map((i) => i.instanceId);
    expect([...ids].sort()).toEqual([...one].sort());
  });

  test('a MaxResults below 10 is taken as 10', async (context) => {
    const all = (await allInstances(100)).flat();
    needed(context, all[1], 'two instances are needed');
    expect((await instances({ maxResults: 1 })).instances?.instance).toHaveLength(Math.min(10, all.length));
  });

  test('PageNumber and PageSize are the other way, and TotalCount says how many there are', async () => {
    const first = await instances({ pageNumber: 1, pageSize: 10 });
    expect(first).toMatchObject({ pageNumber: 1, pageSize: 10 });
    const total = first.totalCount ?? 0;
    const second = await instances({ pageNumber: 2, pageSize: 10 });
    expect(second.instances?.instance).toHaveLength(Math.max(0, Math.min(10, total - 10)));
  });

  test('a page of VPC answers holds at most 50, and more is refused', async () => {
    const request = new vpc.DescribeVSwitchesRequest({ regionId: t.regionId, pageSize: 51 });
    expect((await refusal(t.vpc.describeVSwitches(request))).status).toBe(400);
  });
});

describe('ids', () => {
  test('InstanceIds is one string with a JSON array; a bare id is refused', async () => {
    expect(await refusal(instances({ instanceIds: NOBODY.instance }))).toMatchObject({ status: 400 });
  });

  test('an instance that does not exist is left out of the list without an error', async () => {
    const [known] = (await instances()).instances?.instance ?? [];
    const wanted = [NOBODY.instance, ...(known?.instanceId ? [known.instanceId] : [])];
    const found = (await instances({ instanceIds: JSON.stringify(wanted) })).instances?.instance ?? [];
    expect(found.map((i) => i.instanceId)).toEqual(wanted.slice(1));
  });

  test('a disk that does not exist is left out of the list without an error', async () => {
    expect((await disks({ diskIds: JSON.stringify([NOBODY.disk]) })).disks?.disk).toEqual([]);
  });

  test('a snapshot that does not exist is left out of the list without an error', async () => {
    const snapshotIds = JSON.stringify(['s-bp1nobody00000000000']);
    expect((await snapshots({ snapshotIds })).snapshots?.snapshot).toEqual([]);
  });

  test('an empty list of disk ids yields nothing, not everything', async () => {
    expect((await disks({ diskIds: '[]' })).disks?.disk).toEqual([]);
  });

  test('the attributes of an instance that does not exist are a 404', async () => {
    const request = new ecs.DescribeInstanceAttributeRequest({ instanceId: NOBODY.instance });
    expect(await refusal(t.ecs.describeInstanceAttribute(request))).toMatchObject({
      status: 404,
      code: 'InvalidInstanceId.NotFound',
    });
  });

  test('the attributes of a vSwitch that does not exist are refused with odd capitals, or come without it', async () => {
    const request = new vpc.DescribeVSwitchAttributesRequest({ regionId: t.regionId, vSwitchId: NOBODY.vSwitch });
    const answer = await t.vpc.describeVSwitchAttributes(request).catch((error: { code?: string }) => error.code);
    if (typeof answer === 'string') expect(answer).toBe('InvalidVswitchID.NotFound');
    else expect(answer?.body?.vSwitchId || undefined).toBeUndefined();
  });

  test('a vSwitch that does not exist is left out of the list without an error', async () => {
    const request = new vpc.DescribeVSwitchesRequest({ regionId: t.regionId, vSwitchId: NOBODY.vSwitch });
    expect((await t.vpc.describeVSwitches(request)).body?.vSwitches?.vSwitch).toEqual([]);
  });

  test('a snapshot group that does not exist is left out of the list without an error', async () => {
    const request = new ecs.DescribeSnapshotGroupsRequest({
      regionId: t.regionId,
      snapshotGroupId: ['ssg-bp1nobody0000000000'],
    });
    expect((await t.ecs.describeSnapshotGroups(request)).body?.snapshotGroups?.snapshotGroup).toEqual([]);
  });

  test('a region that does not exist has another code in each API', async () => {
    const nowhere = { regionId: 'cn-nowhere' };
    expect(await refusal(instances(nowhere))).toMatchObject({ status: 404, code: 'InvalidRegionId.NotFound' });
    expect(await refusal(disks(nowhere))).toMatchObject({ status: 400, code: 'InvalidRegion.NotFound' });
  });
});

describe('instances and disks', () => {
  test('the memory of an instance is in MiB, that of its type in GiB', async (context) => {
    const one = needed(context, (await instances()).instances?.instance?.[0], 'an instance is needed');
    const request = new ecs.DescribeInstanceTypesRequest({ instanceTypes: [one.instanceType ?? ''] });
    const [type] = (await t.ecs.describeInstanceTypes(request)).body?.instanceTypes?.instanceType ?? [];
    expect(one.memory).toBe((type?.memorySize ?? 0) * 1024);
    expect(one.cpu).toBe(type?.cpuCoreCount);
  });

  test('times of an instance are in minutes, those of a disk in seconds, all in UTC', async (context) => {
    const one = needed(context, (await instances()).instances?.instance?.[0], 'an instance is needed');
    expect(one.creationTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/);
    const [disk] = (await disks({ instanceId: one.instanceId })).disks?.disk ?? [];
    expect(disk?.creationTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test('an instance has one system disk, in its own zone', async (context) => {
    const one = needed(context, (await instances()).instances?.instance?.[0], 'an instance is needed');
    const own = (await disks({ instanceId: one.instanceId, maxResults: 100 })).disks?.disk ?? [];
    expect(own.filter((d) => d.type === 'system')).toHaveLength(1);
    expect(new Set(own.map((d) => d.zoneId))).toEqual(new Set([one.zoneId]));
  });

  test('device and instance of a disk are filled exactly while it is attached', async () => {
    for (const disk of (await disks({ maxResults: 500 })).disks?.disk ?? []) {
      const attached = disk.status === 'In_use' || disk.status === 'Detaching';
      expect(Boolean(disk.device), disk.diskId).toBe(attached);
      if (disk.multiAttach !== 'Enabled') expect(Boolean(disk.instanceId), disk.diskId).toBe(attached);
    }
  });

  test('a performance level is there for cloud_essd alone', async () => {
    for (const disk of (await disks({ maxResults: 500 })).disks?.disk ?? []) {
      if (disk.category === 'cloud_essd') expect(disk.performanceLevel).toMatch(/^PL[0-3]$/);
      else expect(disk.performanceLevel ?? '', disk.diskId).not.toMatch(/^PL/);
    }
  });

  test('a fixed public address is told by PublicIpAddress; the bandwidth of an EIP fills the other field too', async (context) => {
    const all = (await allInstances(100)).flat();
    const one = needed(
      context,
      all.find((i) => i.eipAddress?.ipAddress),
      'an instance with an EIP is needed',
    );
    expect(one.publicIpAddress?.ipAddress ?? []).toEqual([]);
    expect(one.eipAddress?.bandwidth).toBeGreaterThan(0);
  });
});

describe('snapshots and images', () => {
  test('a finished snapshot has a point in time, 100 percent and the size of its disk as a string', async (context) => {
    const list = (await snapshots({ status: 'accomplished', maxResults: 100 })).snapshots?.snapshot ?? [];
    const one = needed(context, list[0], 'a finished snapshot is needed');
    expect(one).toMatchObject({ status: 'accomplished', progress: '100%' });
    expect(one.creationTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(one.sourceDiskSize).toMatch(/^\d+$/);
  });

  test('a group lists its members, and the list of snapshots knows them without the group', async (context) => {
    const request = new ecs.DescribeSnapshotGroupsRequest({ regionId: t.regionId, status: ['accomplished'] });
    const groups = (await t.ecs.describeSnapshotGroups(request)).body?.snapshotGroups?.snapshotGroup ?? [];
    const group = needed(context, groups[0], 'an accomplished snapshot group is needed');
    const members = (group.snapshots?.snapshot ?? []).map((s) => s.snapshotId ?? '');
    expect(members.length).toBeGreaterThan(0);
    const listed = (await snapshots({ snapshotIds: JSON.stringify(members) })).snapshots?.snapshot ?? [];
    expect(listed.map((s) => s.snapshotId).sort()).toEqual([...members].sort());
    expect(JSON.stringify(listed)).not.toContain('"snapshotGroupId"');
  });

  test('images are Available unless a status is asked for', async () => {
    for (const imageOwnerAlias of ['system', 'self'])
      for (const image of (await images({ imageOwnerAlias, pageSize: 100 })).images?.image ?? [])
        expect(image.status).toBe('Available');
  });

  test('Usable is asked for together with a status only', async () => {
    expect(await refusal(images({ usable: true }))).toMatchObject({ status: 400, code: 'MissingParameter' });
    expect((await images({ usable: true, status: 'Available', imageOwnerAlias: 'system' })).totalCount).toBeGreaterThan(
      0,
    );
  });

  test('an image that does not exist is left out of the list without an error', async () => {
    expect((await images({ imageId: 'm-bp1nobody00000000000' })).images?.image).toEqual([]);
  });
});

describe('offers', () => {
  test('what a zone does not offer is an empty list, not an error', async (context) => {
    const type = t.place?.instanceType ?? 'ecs.g7.large';
    const query = { destinationResource: 'InstanceType', instanceType: type };
    const offering = new Set((await offers(query)).map((z) => z.zoneId));
    const lacking = (await zones()).map((z) => z.zoneId).find((id) => !offering.has(id));
    const zoneId = needed(context, lacking, `a zone without ${type} is needed`);
    expect(await offers({ ...query, zoneId })).toEqual([]);
  });

  test('stock is one of three words, and low stock is still sold', async () => {
    const found = (await offers({ destinationResource: 'InstanceType' })).flatMap(
      (z) => z.availableResources?.availableResource?.[0]?.supportedResources?.supportedResource ?? [],
    );
    expect(found.length).toBeGreaterThan(0);
    for (const { statusCategory, status } of found) {
      expect(statusCategory).toMatch(/^(WithStock|ClosedWithStock|WithoutStock)$/);
      if (statusCategory === 'ClosedWithStock') expect(status).toBe('Available');
    }
  });

  test('a question for disks needs the type of the instance', async () => {
    expect((await refusal(offers({ destinationResource: 'SystemDisk' }))).status).toBe(400);
  });

  test('a zone says which disk categories it has', async () => {
    for (const zone of await zones())
      expect(zone.availableDiskCategories?.diskCategories?.length, zone.zoneId).toBeGreaterThan(0);
  });

  test('a month costs less than its hours', async (context) => {
    const price = async (priceUnit: string): Promise<number> =>
      (
        await t.ecs.describePrice(
          new ecs.DescribePriceRequest({
            regionId: t.regionId,
            resourceType: 'instance',
            instanceType: needed(context, t.place, 'a place is needed').instanceType,
            systemDisk: new ecs.DescribePriceRequestSystemDisk({ category: 'cloud_essd', size: 40 }),
            priceUnit,
          }),
        )
      ).body?.priceInfo?.price?.tradePrice ?? 0;
    const hour = await price('Hour');
    expect(hour).toBeGreaterThan(0);
    expect(await price('Month')).toBeLessThan(hour * 24 * 31);
  });
});

describe('networks', () => {
  test('of the addresses of a vSwitch four are never free', async () => {
    const request = new vpc.DescribeVSwitchesRequest({ regionId: t.regionId, pageSize: 50 });
    for (const v of (await t.vpc.describeVSwitches(request)).body?.vSwitches?.vSwitch ?? []) {
      const mask = Number(v.cidrBlock?.split('/')[1]);
      expect(v.availableIpAddressCount, v.vSwitchId).toBeLessThanOrEqual(2 ** (32 - mask) - 4);
    }
  });

  test('a vSwitch lies in one zone and in its VPC', async (context) => {
    const request = new vpc.DescribeVSwitchesRequest({ regionId: t.regionId, pageSize: 50 });
    const list = (await t.vpc.describeVSwitches(request)).body?.vSwitches?.vSwitch ?? [];
    const one = needed(context, list[0], 'a vSwitch is needed');
    const vpcs = await t.vpc.describeVpcs(
      new vpc.DescribeVpcsRequest({ regionId: t.regionId, vpcId: one.vpcId ?? '' }),
    );
    expect(vpcs.body?.vpcs?.vpc?.[0]?.vSwitchIds?.vSwitchId).toContain(one.vSwitchId);
    expect((await zones()).map((z) => z.zoneId)).toContain(one.zoneId);
  });
});

/** What is checked before anything is made: every call says DryRun. */
describe('a launch that is only tried', () => {
  let place: Place;
  beforeEach((context) => {
    place = needed(context, t.place, 'no place was named: --vswitch, --security-group, --type and --image');
  });

  /** A launch that asks only; always refused, for DryRun is one. */
  const tried = (more: object = {}): Promise<Refusal> =>
    refusal(
      t.ecs.runInstances(
        new ecs.RunInstancesRequest({
          regionId: t.regionId,
          dryRun: true,
          imageId: place.imageId,
          instanceType: place.instanceType,
          vSwitchId: place.vSwitchId,
          securityGroupId: place.securityGroupId,
          systemDisk: new ecs.RunInstancesRequestSystemDisk({ category: 'cloud_essd', size: '40' }),
          ...more,
        }),
      ),
    );

  test('a dry run that passes is an error with HTTP 400', async (context) => {
    const answer = await tried();
    unlessForbidden(context, answer);
    expect(answer).toMatchObject({ status: 400, code: 'DryRunOperation' });
  });

  test('a dry run is for one instance', async (context) => {
    const answer = await tried({ amount: 2 });
    unlessForbidden(context, answer);
    expect(answer).toMatchObject({ status: 403, code: 'DryRun.InvalidAmount' });
  });

  test('a private address of the vSwitch can be asked for, one outside of it cannot', async (context) => {
    const answer = await tried({ privateIpAddress: '203.0.113.7' });
    unlessForbidden(context, answer);
    expect(answer.status).toBe(400);
    expect(answer.code).toMatch(/^InvalidPrivateIpAddress|InvalidParameter/);
  });

  const DATA = (disk: object) => ({ dataDisk: [new ecs.RunInstancesRequestDataDisk(disk)] });

  test.each<[string, object, number, RegExp]>([
    ['an image that does not exist', { imageId: 'm-bp1nobody00000000000' }, 404, /^InvalidImageId\.NotFound$/],
    ['a vSwitch that does not exist', { vSwitchId: 'vsw-bp1nobody0000000000' }, 404, /^InvalidVSwitchId\.NotFound$/],
    [
      'a security group that does not exist, with 400 and not 404',
      { securityGroupId: 'sg-bp1nobody0000000000' },
      400,
      /^InvalidSecurityGroupId\.NotFound$/,
    ],
    [
      'one security group and several at once',
      { securityGroupIds: ['sg-bp1nobody0000000000'] },
      400,
      /^InvalidSecurityGroupId\.SingleIdAndMultiIdConflict$/,
    ],
    ['a type that does not exist', { instanceType: 'ecs.none.large' }, 400, /^InvalidInstanceType\.ValueNotSupported$/],
    ['a key pair that does not exist', { keyPairName: 'nobodys-key' }, 404, /^InvalidKeyPairName\.NotFound$/],
    [
      'a disk smaller than its level',
      DATA({ category: 'cloud_essd', performanceLevel: 'PL2', size: 100 }),
      403,
      /^OperationDenied\.PerformanceLevelNotMatch$/,
    ],
    [
      'a data disk of a snapshot that does not exist, with 400 and not 404',
      DATA({ category: 'cloud_essd', snapshotId: 's-bp1nobody00000000000' }),
      400,
      /^InvalidSnapshotId\.NotFound$/,
    ],
    [
      'pay-as-you-go that is not paid at once',
      { instanceChargeType: 'PostPaid', autoPay: false },
      400,
      /^InvalidAutoPay\.PostPaidUnsupported$/,
    ],
  ])('%s is refused', async (_, more, status, code) => {
    const answer = await tried(more);
    expect(answer.code, 'the caller may not even try').not.toMatch(/^Forbidden/);
    expect(answer.code).toMatch(code);
    expect(answer.status).toBe(status);
  });
});
