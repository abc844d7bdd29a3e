import { afterEach, describe, expect, it } from 'vitest';
import { type Answers, fakeApi, ok, openOn, refusal } from './fake-api.ts';
import * as wire from './wire-samples.ts';

const ID = 'i-bp14c3604c9abc3e8b26';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function cloudWith(answers: Answers) {
  const api = await fakeApi(answers);
  close = api.close;
  return { api, ...openOn(api.endpoint) };
}

describe('instances', () => {
  it('are asked with their metadata options, ids as one JSON array, and mapped to plain values', async () => {
    const { api, cloud } = await cloudWith({ DescribeInstances: () => ok(wire.instances) });
    const found = await cloud.instance('cn-hangzhou', 'i-bp14c3604c9abc3e8b26');
    expect(api.calls[0]?.query).toEqual({
      RegionId: 'cn-hangzhou',
      InstanceIds: '["i-bp14c3604c9abc3e8b26"]',
      'AdditionalAttributes.1': 'META_OPTIONS',
      MaxResults: '100',
    });
    expect(found).toMatchInlineSnapshot(`
      {
        "chargeType": "PostPaid",
        "clockOptions": {},
        "cpu": 2,
        "cpuOptions": {
          "coreCount": 1,
          "threadsPerCore": 2,
        },
        "createdAt": "2026-03-02T06:41Z",
        "deletionProtection": true,
        "eip": {
          "allocationId": "eip-bp1b669372516d9b2203",
          "bandwidth": 10,
          "ip": "203.0.113.24",
        },
        "expiresAt": "2099-12-31T15:59Z",
        "gpuAmount": 0,
        "hibernationConfigured": false,
        "hostName": "web-01",
        "id": "i-bp14c3604c9abc3e8b26",
        "imageId": "aliyun_3_x64_20G_alibase_20240528.vhd",
        "imageOptions": {
          "loginAsNonRoot": false,
        },
        "internetChargeType": "PayByTraffic",
        "internetMaxBandwidthIn": 100,
        "internetMaxBandwidthOut": 10,
        "ioOptimized": true,
        "keyPairName": "ops-key",
        "localStorageAmount": 0,
        "localStorageCapacityGiB": 0,
        "memoryMiB": 8192,
        "metadata": {},
        "name": "web-01",
        "networkInterfaces": [
          {
            "id": "eni-bp13b344fdb8acd0a89f",
            "ipv4Prefixes": 0,
            "ipv6": [],
            "privateIps": [
              "10.20.1.15",
            ],
            "type": "Primary",
          },
        ],
        "operationLocks": [],
        "osName": "Alibaba Cloud Linux  3.2104 LTS 64 bit",
        "osType": "linux",
        "privateIps": [
          "10.20.1.15",
        ],
        "publicIps": [],
        "regionId": "cn-hangzhou",
        "resourceGroupId": "rg-acfmxazb4ph6aiy",
        "securityGroupIds": [
          "sg-bp1ab9c37e7cf290ea4c",
        ],
        "securityOptions": {},
        "spotDuration": 1,
        "spotPriceLimit": 0,
        "spotStrategy": "NoSpot",
        "startedAt": "2026-03-02T06:42Z",
        "status": "Running",
        "stoppedMode": "Not-applicable",
        "tags": [
          {
            "key": "app",
            "value": "web",
          },
        ],
        "type": "ecs.g7.large",
        "typeFamily": "ecs.g7",
        "vSwitchId": "vsw-bp11c5e580239aee2da5",
        "vpcId": "vpc-bp167f9aecb68bd8eb20",
        "zoneId": "cn-hangzhou-h",
      }
    `);
  });

  it('that are not there are InvalidInstanceId.NotFound, not an empty value', async () => {
    const { cloud } = await cloudWith({ DescribeInstances: () => ok({ Instances: { Instance: [] } }) });
    await expect(cloud.instance('cn-hangzhou', 'i-gone')).rejects.toMatchObject({
      details: { code: 'InvalidInstanceId.NotFound', message: expect.stringContaining('cn-hangzhou') },
    });
  });

  it.each([
    ['another id', [{ InstanceId: 'i-other' }]],
    ['no id', [{ InstanceName: 'nameless' }]],
  ])('with %s instead of the one that was asked for are not taken for it', async (_, Instance) => {
    const { cloud } = await cloudWith({
      DescribeInstances: () => ok({ Instances: { Instance } }),
      DescribeRegions: () => ok({ Regions: { Region: [{ RegionId: 'cn-hangzhou' }] } }),
    });
    const malformed = { details: { code: 'MalformedAnswer', message: expect.stringContaining('i-asked') } };
    await expect(cloud.instance('cn-hangzhou', 'i-asked')).rejects.toMatchObject(malformed);
    await expect(cloud.locate('i-asked')).rejects.toMatchObject({ details: { code: 'MalformedAnswer' } });
  });

  it('are found among others by their id', async () => {
    const Instance = [{ InstanceId: 'i-other' }, { InstanceId: 'i-asked' }];
    const { cloud } = await cloudWith({ DescribeInstances: () => ok({ Instances: { Instance } }) });
    expect((await cloud.instance('cn-hangzhou', 'i-asked')).id).toBe('i-asked');
  });

  it('are listed over every page', async () => {
    const page = (n: number, NextToken: string) =>
      ok({ NextToken, Instances: { Instance: [{ InstanceId: `i-${n}` }] } });
    const { api, cloud } = await cloudWith({
      DescribeInstances: (call) => (call.query.NextToken ? page(2, '') : page(1, 'more')),
    });
    expect((await cloud.instances('cn-hangzhou', {})).map((i) => i.id)).toEqual(['i-1', 'i-2']);
    expect(api.calls.map((c) => c.query.NextToken)).toEqual([undefined, 'more']);
  });

  it('of an empty list of ids are none, without asking', async () => {
    const { api, cloud } = await cloudWith({});
    expect(await cloud.instances('cn-hangzhou', { ids: [] })).toEqual([]);
    expect(api.calls).toEqual([]);
  });
});

it('disks, snapshots, groups, images and vSwitches come with their tags, sizes and progress as plain values', async () => {
  const { cloud } = await cloudWith({
    DescribeDisks: () => ok(wire.disks),
    DescribeSnapshots: () => ok(wire.snapshots),
    DescribeSnapshotGroups: () => ok(wire.snapshotGroups),
    DescribeImages: () => ok(wire.images),
    DescribeVSwitches: () => ok(wire.vSwitches),
    DescribeVpcAttribute: () => ok(wire.vpc),
  });
  const region = 'cn-hangzhou';
  expect({
    disks: await cloud.disks(region, { instanceId: 'i-1' }),
    snapshots: await cloud.snapshots(region, { tags: [{ key: 'dr:plan', value: 'p-01' }] }),
    groups: await cloud.snapshotGroups(region, { ids: ['ssg-1'] }),
    images: await cloud.images(region, { ids: ['m-1'] }),
    vSwitches: await cloud.vSwitches(region, { vpcId: 'vpc-1' }),
    vpc: await cloud.vpc(region, 'vpc-1'),
  }).toMatchInlineSnapshot(`
    {
      "disks": [
        {
          "attachedAt": "2026-03-02T06:41:15Z",
          "attachments": [
            {
              "device": "/dev/xvda",
              "instanceId": "i-bp14c3604c9abc3e8b26",
            },
          ],
          "burstingEnabled": false,
          "category": "cloud_essd",
          "chargeType": "PostPaid",
          "createdAt": "2026-03-02T06:41:08Z",
          "deleteAutoSnapshot": true,
          "deleteWithInstance": true,
          "device": "/dev/xvda",
          "encrypted": false,
          "id": "d-bp18d8c67c1275c594de",
          "instanceId": "i-bp14c3604c9abc3e8b26",
          "multiAttach": false,
          "operationLocks": [],
          "performanceLevel": "PL1",
          "provisionedIops": 0,
          "regionId": "cn-hangzhou",
          "resourceGroupId": "rg-acfmxazb4ph6aiy",
          "serialNumber": "bp18d8c67c1275c594de",
          "sizeGiB": 40,
          "status": "In_use",
          "tags": [],
          "type": "system",
          "zoneId": "cn-hangzhou-h",
        },
        {
          "attachedAt": "2026-03-02T06:41:15Z",
          "attachments": [
            {
              "device": "/dev/xvdb",
              "instanceId": "i-bp14c3604c9abc3e8b26",
            },
          ],
          "burstingEnabled": false,
          "category": "cloud_essd",
          "chargeType": "PostPaid",
          "createdAt": "2026-03-02T06:41:08Z",
          "deleteAutoSnapshot": true,
          "deleteWithInstance": false,
          "device": "/dev/xvdb",
          "encrypted": false,
          "id": "d-bp10785640a6e9cda723",
          "instanceId": "i-bp14c3604c9abc3e8b26",
          "multiAttach": false,
          "operationLocks": [],
          "performanceLevel": "PL1",
          "provisionedIops": 0,
          "regionId": "cn-hangzhou",
          "resourceGroupId": "rg-acfmxazb4ph6aiy",
          "serialNumber": "bp10785640a6e9cda723",
          "sizeGiB": 100,
          "status": "In_use",
          "tags": [
            {
              "key": "app",
              "value": "web",
            },
          ],
          "type": "data",
          "zoneId": "cn-hangzhou-h",
        },
      ],
      "groups": [
        {
          "createdAt": "2026-08-20T02:10:31Z",
          "id": "ssg-bp1468b42f189ba037fa",
          "instanceId": "i-bp14c3604c9abc3e8b26",
          "name": "dr-20260820",
          "snapshots": [
            {
              "available": true,
              "encrypted": false,
              "groupId": "ssg-bp1468b42f189ba037fa",
              "id": "s-bp190cd09f17f715ea71",
              "progress": 100,
              "sourceDiskId": "d-bp18d8c67c1275c594de",
              "sourceDiskType": "system",
              "tags": [
                {
                  "key": "acs:ecs:createFrom",
                  "value": "i-bp14c3604c9abc3e8b26",
                },
              ],
            },
            {
              "available": true,
              "encrypted": false,
              "groupId": "ssg-bp1468b42f189ba037fa",
              "id": "s-bp14785c2c4a40347d4b",
              "progress": 61,
              "sourceDiskId": "d-bp10785640a6e9cda723",
              "sourceDiskType": "data",
              "tags": [
                {
                  "key": "acs:ecs:createFrom",
                  "value": "i-bp14c3604c9abc3e8b26",
                },
              ],
            },
          ],
          "status": "accomplished",
          "tags": [
            {
              "key": "dr:plan",
              "value": "p-01",
            },
          ],
        },
      ],
      "images": [
        {
          "architecture": "x86_64",
          "bootMode": "UEFI-Preferred",
          "createdAt": "2026-08-20T02:20:11Z",
          "description": "drill",
          "id": "m-bp128fe3b1aeca1c89f0",
          "imdsSupport": "v2",
          "mappings": [
            {
              "device": "/dev/xvda",
              "sizeGiB": 40,
              "snapshotId": "s-bp190cd09f17f715ea71",
              "type": "system",
            },
            {
              "device": "/dev/xvdb",
              "sizeGiB": 100,
              "snapshotId": "s-bp14785c2c4a40347d4b",
              "type": "data",
            },
          ],
          "name": "dr-20260820-web-01",
          "nvmeSupport": "supported",
          "osType": "linux",
          "ownerAlias": "self",
          "progress": 100,
          "sizeGiB": 40,
          "status": "Available",
          "tags": [
            {
              "key": "dr:plan",
              "value": "p-01",
            },
          ],
          "usable": true,
        },
      ],
      "snapshots": [
        {
          "available": true,
          "createdAt": "2026-08-20T02:10:31Z",
          "encrypted": false,
          "id": "s-bp190cd09f17f715ea71",
          "name": "dr-20260820-system",
          "progress": 100,
          "remainSeconds": 0,
          "sourceDiskId": "d-bp18d8c67c1275c594de",
          "sourceDiskSizeGiB": 40,
          "sourceDiskType": "system",
          "status": "accomplished",
          "tags": [
            {
              "key": "dr:plan",
              "value": "p-01",
            },
          ],
          "type": "user",
        },
        {
          "available": true,
          "createdAt": "2026-08-20T02:10:31Z",
          "encrypted": false,
          "id": "s-bp14785c2c4a40347d4b",
          "name": "dr-20260820-data",
          "progress": 61,
          "remainSeconds": 85,
          "sourceDiskId": "d-bp10785640a6e9cda723",
          "sourceDiskSizeGiB": 100,
          "sourceDiskType": "data",
          "status": "progressing",
          "tags": [
            {
              "key": "dr:plan",
              "value": "p-01",
            },
          ],
          "type": "user",
        },
      ],
      "vSwitches": [
        {
          "availableIps": 251,
          "cidrBlock": "10.20.1.0/24",
          "createdAt": "2026-02-11T08:00:12Z",
          "id": "vsw-bp11c5e580239aee2da5",
          "name": "web-h",
          "status": "Available",
          "tags": [
            {
              "key": "app",
              "value": "web",
            },
          ],
          "vpcId": "vpc-bp167f9aecb68bd8eb20",
          "zoneId": "cn-hangzhou-h",
        },
      ],
      "vpc": {
        "cidrBlocks": [
          "10.20.0.0/16",
          "192.168.0.0/16",
        ],
        "id": "vpc-bp167f9aecb68bd8eb20",
        "name": "prod",
      },
    }
  `);
});

describe('what DescribeInstances does not tell', () => {
  const answers: Answers = {
    DescribeInstances: () => ok(wire.instances),
    DescribeInstanceRamRole: () =>
      ok({ InstanceRamRoleSets: { InstanceRamRoleSet: [{ InstanceId: ID, RamRoleName: 'app-role' }] } }),
    DescribeUserData: () => ok(wire.userData),
    DescribeInstanceAttribute: () => ok({ NetworkOptions: { EnableJumboFrame: true, BandwidthWeighting: 'default' } }),
    DescribeInstanceAutoRenewAttribute: () =>
      ok({
        InstanceRenewAttributes: {
          InstanceRenewAttribute: [{ InstanceId: ID, AutoRenewEnabled: true, Duration: 3, PeriodUnit: 'Month' }],
        },
      }),
  };

  it('is read beside it; of user data only that there is some', async () => {
    const { api, cloud } = await cloudWith(answers);
    const extras = await cloud.instanceExtras('cn-hangzhou', await cloud.instance('cn-hangzhou', ID));
    expect(extras).toEqual({
      ramRoleName: 'app-role',
      hasUserData: true,
      enableJumboFrame: true,
      bandwidthWeighting: 'default',
      unread: [],
    });
    expect(api.of('DescribeInstanceAutoRenewAttribute')).toEqual([]);
  });

  it('includes the renewal of a subscription', async () => {
    const { cloud } = await cloudWith(answers);
    const instance = { ...(await cloud.instance('cn-hangzhou', ID)), chargeType: 'PrePaid' as const };
    expect((await cloud.instanceExtras('cn-hangzhou', instance)).autoRenew).toEqual({
      enabled: true,
      duration: 3,
      periodUnit: 'Month',
    });
  });

  it('is named as unread where a read fails, and nothing else is lost', async () => {
    const { cloud } = await cloudWith({
      ...answers,
      DescribeUserData: () => refusal(403, 'Forbidden.RAM', 'not yours'),
    });
    const extras = await cloud.instanceExtras('cn-hangzhou', await cloud.instance('cn-hangzhou', ID));
    expect(extras).toMatchObject({
      ramRoleName: 'app-role',
      unread: [{ read: 'DescribeUserData', reason: 'Forbidden.RAM: not yours' }],
    });
    expect(extras).not.toHaveProperty('hasUserData');
  });
});

describe('the market', () => {
  const question = { destination: 'SystemDisk', chargeType: 'PostPaid', instanceType: 'ecs.g7.large' } as const;

  it('tells per zone what is offered, with its stock and limits', async () => {
    const { cloud } = await cloudWith({ DescribeAvailableResource: () => ok(wire.systemDiskStock) });
    expect(await cloud.availability('cn-hangzhou', question)).toEqual([
      {
        zoneId: 'cn-hangzhou-k',
        values: [
          { value: 'cloud_essd', status: 'Available', stock: 'WithStock', min: 20, max: 2048 },
          { value: 'cloud_auto', status: 'Available', stock: 'WithStock', min: 1, max: 2048 },
        ],
      },
    ]);
  });

  it('offers nothing with an empty list, not with an error', async () => {
    const { cloud } = await cloudWith({
      DescribeAvailableResource: () => ok({ AvailableZones: { AvailableZone: [] } }),
    });
    expect(await cloud.availability('cn-hangzhou', question)).toEqual([]);
  });

  it('asks for a year where DescribePrice knows no twelve months', async () => {
    const { cloud, api } = await cloudWith({ DescribePrice: () => ok(wire.price) });
    const asked: unknown[] = [];
    for (const months of [1, 9, 12, 36]) {
      await cloud.tryPrice('cn-hangzhou', { InstanceType: 'ecs.g7.large' }, 'Month', months);
      const { PriceUnit, Period } = api.calls.at(-1)?.query ?? {};
      asked.push([PriceUnit, Period]);
    }
    expect(asked).toEqual([
      ['Month', '1'],
      ['Month', '9'],
      ['Year', '1'],
      ['Year', '3'],
    ]);
  });

  it('has types, alternatives and prices', async () => {
    const { cloud } = await cloudWith({
      DescribeInstanceTypes: () => ok(wire.instanceTypes),
      DescribeRecommendInstanceType: () => ok(wire.recommendations),
      DescribePrice: () => ok(wire.price),
    });
    expect(await cloud.instanceTypes('cn-hangzhou', ['ecs.g7.large'])).toMatchObject([
      { id: 'ecs.g7.large', family: 'ecs.g7', cpu: 2, memoryGiB: 8, architecture: 'X86', diskQuantity: 17 },
    ]);
    const like = { instanceType: 'ecs.g7.large', chargeType: 'PostPaid' } as const;
    expect(await cloud.tryRecommendations('cn-hangzhou', like)).toEqual({
      value: [{ zoneId: 'cn-hangzhou-k', instanceType: 'ecs.g7.large', cpu: 2, memoryMiB: 8192 }],
    });
    expect(await cloud.tryPrice('cn-hangzhou', { InstanceType: 'ecs.g7.large' }, 'Hour')).toEqual({
      value: { amount: 0.6125, unit: 'Hour', currency: 'CNY' },
    });
  });

  it.each([
    [1, { PriceUnit: 'Month', Period: '1' }, 'Month'],
    [9, { PriceUnit: 'Month', Period: '9' }, '9 Months'],
    // DescribePrice takes no more than nine months.
    [12, { PriceUnit: 'Year', Period: '1' }, '12 Months'],
    [36, { PriceUnit: 'Year', Period: '3' }, '36 Months'],
  ])('a price of %i month(s) is asked for as the API takes it, and is that of the whole term', async (months, sent, unit) => {
    const { cloud, api } = await cloudWith({ DescribePrice: () => ok(wire.price) });
    const price = await cloud.tryPrice('cn-hangzhou', { InstanceType: 'ecs.g7.large' }, 'Month', months);
    expect(price).toEqual({ value: { amount: 0.6125, unit, currency: 'CNY' } });
    expect(api.calls.at(-1)?.query).toMatchObject(sent);
  });
});

it('events, snapshot policies, zones and regions are plain lists', async () => {
  const { cloud } = await cloudWith({
    DescribeInstanceHistoryEvents: () => ok(wire.events),
    DescribeAutoSnapshotPolicyEx: () => ok(wire.snapshotPolicies),
    DescribeZones: () => ok(wire.zones),
    DescribeRegions: () => ok(wire.regions),
  });
  expect(await cloud.trySystemEvents('cn-hangzhou', 'i-1')).toEqual({
    value: [
      {
        type: 'SystemFailure.Delete',
        reason: 'NoStock',
        at: '2026-08-20T02:41:05Z',
      },
    ],
  });
  expect(await cloud.trySnapshotPolicies('cn-hangzhou', ['sp-1'])).toMatchObject({
    value: [{ id: 'sp-bp1ef71e42ef9254a9c9', name: 'daily', retentionDays: 7, timePoints: '["2"]' }],
  });
  expect(await cloud.zones('cn-hangzhou')).toEqual(['cn-hangzhou-h', 'cn-hangzhou-k']);
  expect(await cloud.regions()).toEqual(['cn-hangzhou', 'cn-shanghai']);
});

describe('lists', () => {
  it('of images ask for every status, and for own ones only when no ids are given', async () => {
    const { api, cloud } = await cloudWith({ DescribeImages: () => ok({ TotalCount: 0 }) });
    await cloud.images('cn-hangzhou', {});
    await cloud.images('cn-hangzhou', { ids: ['m-1', 'm-2'] });
    const Status = 'Creating,Waiting,Available,UnAvailable,CreateFailed';
    const common = { RegionId: 'cn-hangzhou', Status, PageNumber: '1', PageSize: '50' };
    expect(api.calls.map((c) => c.query)).toEqual([
      { ...common, ImageOwnerAlias: 'self' },
      { ...common, ImageId: 'm-1,m-2' },
    ]);
  });

  it('that page by number are read to the end', async () => {
    const page = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => ({ VSwitchId: `v-${from + i}` }));
    const { api, cloud } = await cloudWith({
      DescribeVSwitches: (c) =>
        ok({ TotalCount: 70, VSwitches: { VSwitch: c.query.PageNumber === '1' ? page(0, 50) : page(50, 70) } }),
    });
    expect(await cloud.vSwitches('cn-hangzhou', { vpcId: 'vpc-1' })).toHaveLength(70);
    expect(api.calls.map((c) => [c.query.PageNumber, c.query.PageSize])).toEqual([
      ['1', '50'],
      ['2', '50'],
    ]);
  });

  it('of more ids than a call may name are asked in pieces', async () => {
    const { api, cloud } = await cloudWith({ DescribeDisks: () => ok({}), DescribeSnapshotGroups: () => ok({}) });
    const ids = Array.from({ length: 25 }, (_, i) => `x-${i}`);
    await cloud.snapshotGroups('cn-hangzhou', { ids });
    expect(api.calls.map((c) => Object.keys(c.query).filter((k) => k.startsWith('SnapshotGroupId')).length)).toEqual([
      10, 10, 5,
    ]);
    await cloud.disks('cn-hangzhou', { ids: Array.from({ length: 101 }, (_, i) => `d-${i}`) });
    expect(api.of('DescribeDisks').map((c) => JSON.parse(c.query.DiskIds ?? '').length)).toEqual([100, 1]);
  });

  it('that never end are an error, not an endless loop', async () => {
    const { cloud } = await cloudWith({ DescribeDisks: () => ok({ NextToken: 'same' }) });
    await expect(cloud.disks('cn-hangzhou', {})).rejects.toMatchObject({ details: { code: 'MalformedAnswer' } });
  });
});
