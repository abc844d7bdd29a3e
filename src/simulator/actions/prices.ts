import { bandwidthPrice, diskPrice, instancePrice, instanceType, type PriceUnit, round } from '../estate/catalogue.ts';
import type { DiskCategory, PerformanceLevel, Zone } from '../estate/model.ts';
import { ApiError, missing, notFound } from '../wire/api-error.ts';
import type { Params } from '../wire/params.ts';
import { type Actions, type Context, findImage } from './context.ts';
import { isDiskCategory, isPerformanceLevel, stockOf, zonesOf } from './offers.ts';

/** What things cost. */

interface Detail {
  resource: string;
  price: number;
}

interface Time {
  priceUnit: PriceUnit;
  period: number;
}

/** How many of a unit are priced: a year of twelve months is asked for as one year. [params: DescribePrice.Period] */
const LONGEST_PERIOD: Record<PriceUnit, number> = { Hour: 1, Week: 4, Month: 9, Year: 5 };

function pricedTime(params: Params, resourceType: string): Time {
  const unit = params.text('PriceUnit') ?? 'Hour';
  // Disks are priced by the hour only.
  if (!Object.hasOwn(LONGEST_PERIOD, unit) || (resourceType === 'disk' && unit !== 'Hour'))
    throw new ApiError(400, 'InvalidPriceUnit.ValueNotSupported', 'The specified PriceUnit is not valid.');
  const priceUnit = unit as PriceUnit;
  const period = params.number('Period') ?? 1;
  if (!Number.isInteger(period) || period < 1 || period > LONGEST_PERIOD[priceUnit])
    throw new ApiError(400, 'InvalidPeriod', 'The specified Period is not valid.');
  return { priceUnit, period };
}

function describePrice(c: Context): Record<string, unknown> {
  const { params } = c;
  const resourceType = params.text('ResourceType') ?? 'instance';
  const time = pricedTime(params, resourceType);
  if (!['optimized', 'none'].includes(params.text('IoOptimized') ?? 'optimized'))
    throw new ApiError(400, 'InvalidIoOptimizedValue.ValueNotSupported', 'The specified IoOptimized is not valid.');
  const amount = params.number('Amount') ?? 1;
  const details = detailsOf(c, resourceType, time);
  const total = round(details.reduce((sum, detail) => sum + detail.price, 0) * amount);
  return {
    PriceInfo: {
      Price: {
        Currency: 'CNY',
        OriginalPrice: total,
        DiscountPrice: 0,
        TradePrice: total,
        DetailInfos: {
          DetailInfo: details.map(({ resource, price }) => ({
            Resource: resource,
            OriginalPrice: round(price * amount),
            DiscountPrice: 0,
            TradePrice: round(price * amount),
            SubRules: { Rule: [] },
          })),
        },
      },
      Rules: { Rule: [] },
    },
  };
}

function detailsOf(c: Context, resourceType: string, time: Time): Detail[] {
  switch (resourceType) {
    case 'instance':
      return instanceDetails(c, time);
    case 'disk':
      return diskDetails(c, time);
    case 'bandwidth':
      return [bandwidth(c.params, time)];
    default:
      throw new ApiError(400, 'InvalidResourceType.ValueNotSupported', 'The specified ResourceType is not supported.');
  }
}

function instanceDetails(c: Context, time: Time): Detail[] {
  const { params } = c;
  const typeId = params.text('InstanceType');
  if (!typeId) throw notFound('InvalidInstanceType.Missing', 'InstanceType');
  const type = instanceType(typeId);
  if (!type)
    throw new ApiError(
      400,
      'InvalidInstanceType.ValueNotSupported',
      'The specified InstanceType does not exist or beyond the permitted range.',
    );
  const zone = zonesOf(c.estate, c.regionId).find((candidate) => candidate.id === params.text('ZoneId'));
  if (params.text('ZoneId') && (!zone || !stockOf(zone, typeId)))
    throw new ApiError(400, 'PriceNotFound', 'No price is found for the resource in the zone.');
  const spot = (params.text('SpotStrategy') ?? 'NoSpot') === 'NoSpot' ? 1 : 0.3;
  const imageId = params.text('ImageId');
  const image = imageId ? findImage(c, imageId) : undefined;
  if (imageId && !image) throw notFound('InvalidImageId.NotFound', 'ImageId');
  const system = params.object('SystemDisk');
  // The default size differs from RunInstances: max(20, image). [params: DescribePrice]
  const imageSize =
    image?.mappings.find((mapping) => mapping.type === 'system')?.sizeGiB ?? image?.osName.sizeGiB ?? 20;
  const usual = { zone, category: 'cloud_efficiency' } as const;
  return [
    { resource: 'instanceType', price: instancePrice(type, time.priceUnit, time.period) * spot },
    { resource: 'systemDisk', price: pricedDisk(c, system, time, { ...usual, size: Math.max(20, imageSize) }) },
    ...params
      .objects('DataDisk')
      .map((disk) => ({ resource: 'dataDisk', price: pricedDisk(c, disk, time, { ...usual, size: 20 }) })),
    bandwidth(params, time),
  ];
}

function diskDetails(c: Context, time: Time): Detail[] {
  const disks = c.params.objects('DataDisk');
  if (disks.length === 0) throw notFound('InvalidDiskCategory.Missing', 'DataDisk.1.Category');
  return disks.map((disk) => ({ resource: 'dataDisk', price: pricedDisk(c, disk, time, {}) }));
}

function bandwidth(params: Params, { priceUnit, period }: Time): Detail {
  const charge = params.text('InternetChargeType') ?? 'PayByTraffic';
  const price = bandwidthPrice(params.number('InternetMaxBandwidthOut') ?? 0, charge, priceUnit, period);
  return { resource: 'bandwidth', price };
}

function pricedDisk(
  c: Context,
  disk: Params,
  { priceUnit, period }: Time,
  usual: { zone?: Zone | undefined; category?: DiskCategory; size?: number },
): number {
  const { zone } = usual;
  const category = disk.text('Category') ?? usual.category;
  const size = disk.number('Size') ?? usual.size;
  if (category === undefined) throw notFound('InvalidDiskCategory.Missing', 'Category');
  if (!isDiskCategory(category))
    throw new ApiError(400, 'InvalidDiskCategory.ValueNotSupported', 'The specified disk category is not valid.');
  const inRegion = zone
    ? zone.diskCategories
    : zonesOf(c.estate, c.regionId).flatMap((candidate) => candidate.diskCategories);
  if (!inRegion.includes(category))
    throw new ApiError(
      403,
      'InvalidDiskCategory.NotSupported',
      'The specified disk category is not supported in the zone.',
    );
  if (size === undefined) throw missing('DataDisk.1.Size');
  const level = disk.text('PerformanceLevel') ?? 'PL1';
  if (!isPerformanceLevel(level))
    throw new ApiError(400, 'InvalidPerformanceLevel.Malformed', 'The specified PerformanceLevel is not valid.');
  return diskPrice(
    category,
    level satisfies PerformanceLevel,
    size,
    disk.number('ProvisionedIops') ?? 0,
    priceUnit,
    period,
  );
}

export const PRICE_ACTIONS: Actions = {
  DescribePrice: {
    handler: describePrice,
    ignores: [
      'DataDisk.N.StorageClusterId',
      'SchedulerOptions.DedicatedHostId',
      'SchedulerOptions.DeploymentSetStrategy',
      'SystemDisk.StorageClusterId',
      'AssuranceTimes',
      'Capacity',
      'DedicatedHostType',
      'InstanceAmount',
      'InstanceCpuCoreCount',
      'InstanceNetworkType',
      'InstanceTypeList.N',
      'Isp',
      'OfferingType',
      'Platform',
      'RecurrenceRules.N.EndHour',
      'RecurrenceRules.N.RecurrenceType',
      'RecurrenceRules.N.RecurrenceValue',
      'RecurrenceRules.N.StartHour',
      'Scope',
      'SpotDuration',
      'StartTime',
    ],
    gaps: ['prices are of the right order, not the list; no discounts; dedicated hosts and reservations have none'],
  },
};
