import { describe, expect, test } from 'vitest';
import { type Answer, openCloud, type TestCloud } from './support/cloud.ts';

/** What can be bought, where and for how much, asked in the ways that the API takes and in those that it does not. */

describe('a price', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['two hours', 'InvalidPeriod', { PriceUnit: 'Hour', Period: 2 }],
    ['five weeks', 'InvalidPeriod', { PriceUnit: 'Week', Period: 5 }],
    ['twelve months', 'InvalidPeriod', { PriceUnit: 'Month', Period: 12 }],
    ['no month', 'InvalidPeriod', { PriceUnit: 'Month', Period: 0 }],
    ['six years', 'InvalidPeriod', { PriceUnit: 'Year', Period: 6 }],
    ['a day', 'InvalidPriceUnit.ValueNotSupported', { PriceUnit: 'Day' }],
    [
      'a disk by the month',
      'InvalidPriceUnit.ValueNotSupported',
      { ResourceType: 'disk', PriceUnit: 'Month', DataDisk: [{ Category: 'cloud_essd', Size: 40 }] },
    ],
    ['half I/O optimized', 'InvalidIoOptimizedValue.ValueNotSupported', { IoOptimized: 'half' }],
  ])('of %s is not to be had', async (_name, code, more) => {
    const cloud = await openCloud();
    const asked = { InstanceType: 'ecs.g7.large', ...more };
    expect(await cloud.refused('DescribePrice', asked)).toMatchObject({ status: 400, code });
  });

  test('of every longest period is', async () => {
    const cloud = await openCloud();
    const price = async (PriceUnit: string, Period: number): Promise<number> =>
      (await cloud.ecs('DescribePrice', { InstanceType: 'ecs.g7.large', PriceUnit, Period })).PriceInfo.Price
        .TradePrice;
    expect(await price('Week', 4)).toBeGreaterThan(0);
    expect(await price('Year', 1)).toBeGreaterThan(await price('Month', 9));
    expect(await price('Year', 5)).toBeGreaterThan(await price('Year', 1));
  });
});

async function offers(cloud: TestCloud, params: Record<string, unknown>): Promise<Record<string, string[]>> {
  const { AvailableZones } = await cloud.ecs('DescribeAvailableResource', params);
  return Object.fromEntries(
    AvailableZones.AvailableZone.map((zone: Answer) => [
      zone.ZoneId.slice(-1),
      zone.AvailableResources.AvailableResource[0].SupportedResources.SupportedResource.map((r: Answer) => r.Value),
    ]),
  );
}

describe('what is available', () => {
  test('as a data disk depends on the system disk beside it', async () => {
    const cloud = await openCloud();
    const data = { DestinationResource: 'DataDisk', InstanceType: 'ecs.u1-c1m2.large' };
    const zones = async (SystemDiskCategory?: string) =>
      Object.keys(await offers(cloud, { ...data, SystemDiskCategory })).sort();
    expect(await zones('cloud_essd')).toEqual(['h', 'i', 'j', 'k']);
    expect(await zones('cloud_essd_entry')).toEqual(['h', 'i', 'k']);
    // Left out it is cloud_efficiency, which the new zone lacks …
    expect(await zones()).toEqual(['h', 'i', 'j']);
    // … but cloud_essd for a type that takes ESSDs only.
    expect(await offers(cloud, { ...data, InstanceType: 'ecs.g7.large' })).toMatchObject({
      k: ['cloud_essd', 'cloud_auto'],
    });
  });

  test('without I/O optimization, or in the classic network, is nothing', async () => {
    const cloud = await openCloud();
    expect(await offers(cloud, { DestinationResource: 'InstanceType', IoOptimized: 'none' })).toEqual({});
    expect(await offers(cloud, { DestinationResource: 'InstanceType', NetworkCategory: 'classic' })).toEqual({});
  });

  test.each<[string, number, Record<string, unknown>]>([
    ['Invalid.IoOptimized', 404, { IoOptimized: 'maybe' }],
    ['Invalid.NetworkCategory', 404, { NetworkCategory: 'token-ring' }],
    ['Invalid.SpotStrategy', 404, { SpotStrategy: 'Cheap' }],
    ['Invalid.Param', 400, { SystemDiskCategory: 'floppy' }],
    ['Invalid.Param', 400, { DataDiskCategory: 'floppy' }],
  ])('is told to no %s', async (code, status, more) => {
    const cloud = await openCloud();
    const asked = { DestinationResource: 'InstanceType', ...more };
    expect(await cloud.refused('DescribeAvailableResource', asked)).toMatchObject({ code, status });
  });
});

describe('recommended types', () => {
  const like = { NetworkType: 'vpc', InstanceType: 'ecs.g7.large', ZoneId: 'cn-hangzhou-i' };
  const recommended = async (cloud: TestCloud, more: Record<string, unknown>): Promise<[string, string][]> =>
    (await cloud.ecs('DescribeRecommendInstanceType', { ...like, ...more })).Data.RecommendInstanceType.map(
      (r: Answer) => [r.ZoneId.slice(-1), r.InstanceType.InstanceType],
    );

  test('take a cloud_efficiency system disk unless another is named', async () => {
    const cloud = await openCloud();
    const types = async (SystemDiskCategory?: string) =>
      (await recommended(cloud, { SystemDiskCategory })).map(([, type]) => type);
    expect(await types()).not.toContain('ecs.g7.large');
    expect(await types('cloud_essd')).toContain('ecs.g7.large');
  });

  test('stay in the zone unless others are included', async () => {
    const cloud = await openCloud();
    const zones = async (ZoneMatchMode?: string) =>
      new Set((await recommended(cloud, { SystemDiskCategory: 'cloud_essd', ZoneMatchMode })).map(([zone]) => zone));
    expect([...(await zones())]).toEqual(['i']);
    expect((await zones('Include')).size).toBeGreaterThan(1);
  });

  test('come in the order that is asked for', async () => {
    const cloud = await openCloud();
    const types = async (PriorityStrategy: string) =>
      (await recommended(cloud, { SystemDiskCategory: 'cloud_essd', PriorityStrategy })).map(([, type]) => type);
    expect((await types('PriceFirst'))[0]).toBe('ecs.u1-c1m4.large');
    expect((await types('NewProductFirst'))[0]).toBe('ecs.g8i.large');
  });

  test.each<[string, number, Record<string, unknown>]>([
    ['InvalidPriorityStrategy.ValueNotSupported', 400, { PriorityStrategy: 'Cheapest' }],
    ['InvalidParam.TypeAndCpuMem.Conflict', 403, { Cores: 2 }],
    ['InvalidParameter', 400, { SystemDiskCategory: 'cloud_auto' }],
    ['InvalidParameter', 400, { ZoneMatchMode: 'Loose' }],
  ])('are refused with %s', async (code, status, more) => {
    const cloud = await openCloud();
    expect(await cloud.refused('DescribeRecommendInstanceType', { ...like, ...more })).toMatchObject({ code, status });
  });
});
