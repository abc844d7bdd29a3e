import { afterEach, describe, expect, it } from 'vitest';
import { type Answers, fakeApi, ok, openOn } from './fake-api.ts';
import * as wire from './wire-samples.ts';

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
          "numa": "ON",
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
          "enableAutoSnapshot": true,
          "encrypted": false,
          "id": "d-bp18d8c67c1275c594de",
          "instanceId": "i-bp14c3604c9abc3e8b26",
          "multiAttach": false,
          "operationLocks": [],
          "performanceLevel": "PL1",
          "portable": true,
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
          "enableAutoSnapshot": true,
          "encrypted": false,
          "id": "d-bp10785640a6e9cda723",
          "instanceId": "i-bp14c3604c9abc3e8b26",
          "multiAttach": false,
          "operationLocks": [],
          "performanceLevel": "PL1",
          "portable": true,
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
          "platform": "Aliyun",
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
          "lastModifiedAt": "2026-08-20T02:14:02Z",
          "name": "dr-20260820-system",
          "progress": 100,
          "remainSeconds": 0,
          "retentionDays": 7,
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
          "lastModifiedAt": "2026-08-20T02:14:02Z",
          "name": "dr-20260820-data",
          "progress": 61,
          "remainSeconds": 85,
          "retentionDays": 7,
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
