import {
  bandwidthPrice,
  diskPrice,
  INSTANCE_TYPES,
  type InstanceType,
  instancePrice,
  instanceType,
  type PriceUnit,
  round,
} from '../estate/catalogue.ts';
import type { DiskCategory, PerformanceLevel, Stock, Zone } from '../estate/model.ts';
import { ApiError, missing, notFound } from '../wire/api-error.ts';
import type { Params } from '../wire/params.ts';
import { type Actions, type Context, findImage } from './context.ts';
import {
  categoriesFor,
  isDiskCategory,
  isPerformanceLevel,
  offeredSizes,
  offeredTypes,
  stockOf,
  zonesOf,
} from './offers.ts';
import { pageOf } from './paging.ts';

/** What can be bought, where, and for how much. */

function describeRegions({ estate, params }: Context): Record<string, unknown> {
  const english = params.text('AcceptLanguage') === 'en-US';
  return {
    Regions: {
      Region: [...estate.regions.values()].map((region) => ({
        RegionId: region.id,
        RegionEndpoint: region.id === 'cn-hangzhou' ? 'ecs-cn-hangzhou.aliyuncs.com' : `ecs.${region.id}.aliyuncs.com`,
        LocalName: english ? region.localNameEn : region.localName,
        Status: 'available',
      })),
    },
  };
}

function describeZones({ estate, regionId, params }: Context): Record<string, unknown> {
  const verbose = params.boolean('Verbose') ?? true;
  return {
    Zones: {
      Zone: zonesOf(estate, regionId).map((zone) => {
        const types = offeredTypes(zone)
          .filter(({ stock }) => stock !== 'WithoutStock')
          .map(({ type }) => type);
        const brief = { ZoneId: zone.id, LocalName: zone.localName, ZoneType: 'AvailabilityZone' };
        if (!verbose) return brief;
        return {
          ...brief,
          AvailableResourceCreation: { ResourceTypes: ['VSwitch', 'IoOptimized', 'Instance', 'Disk'] },
          AvailableDiskCategories: { DiskCategories: zone.diskCategories },
          AvailableInstanceTypes: { InstanceTypes: types.map((type) => type.id) },
          AvailableVolumeCategories: { VolumeCategories: [] },
          AvailableDedicatedHostTypes: { DedicatedHostType: [] },
          DedicatedHostGenerations: { DedicatedHostGeneration: [] },
          AvailableResources: {
            ResourcesInfo: [
              {
                IoOptimized: true,
                SystemDiskCategories: { supportedSystemDiskCategory: zone.diskCategories },
                DataDiskCategories: { supportedDataDiskCategory: zone.diskCategories },
                InstanceTypes: { supportedInstanceType: types.map((type) => type.id) },
                InstanceTypeFamilies: { supportedInstanceTypeFamily: [...new Set(types.map((type) => type.family))] },
                InstanceGenerations: { supportedInstanceGeneration: ['ecs-5', 'ecs-6'] },
                NetworkTypes: { supportedNetworkCategory: ['vpc'] },
              },
            ],
          },
        };
      }),
    },
  };
}

interface Resource {
  value: string;
  stock: Stock;
  range?: [number, number];
}

const SPOT_STRATEGIES: readonly string[] = ['NoSpot', 'SpotWithPriceLimit', 'SpotAsPriceGo'];
/** [sdk DescribeAvailableResource.SystemDiskCategory] */
const QUERIED_CATEGORIES: readonly string[] = [
  'cloud',
  'cloud_efficiency',
  'cloud_ssd',
  'ephemeral_ssd',
  'cloud_essd',
  'cloud_auto',
  'cloud_essd_entry',
];

/** What is offered, zone by zone; nothing at all is an empty list, not an error. [trap 28] */
function describeAvailableResource(c: Context): Record<string, unknown> {
  const { params } = c;
  const destination = params.need('DestinationResource');
  const wanted = destination.toLowerCase();
  const known = ['zone', 'iooptimized', 'instancetype', 'network', 'ddh', 'systemdisk', 'datadisk'];
  if (!known.includes(wanted)) throw notFound('Invalid.DestinationResource', 'DestinationResource');
  const resourceType = params.text('ResourceType') ?? 'instance';
  if (!['instance', 'disk', 'reservedinstance', 'ddh'].includes(resourceType))
    throw notFound('Invalid.ResourceType', 'ResourceType');
  const chargeType = params.text('InstanceChargeType') ?? 'PostPaid';
  if (chargeType !== 'PostPaid' && chargeType !== 'PrePaid')
    throw new ApiError(400, 'Invalid.InstanceChargeType', 'The specified InstanceChargeType is not valid.');
  if (!['none', 'optimized'].includes(params.text('IoOptimized') ?? 'optimized'))
    throw notFound('Invalid.IoOptimized', 'IoOptimized');
  if (!['vpc', 'classic'].includes(params.text('NetworkCategory') ?? 'vpc'))
    throw notFound('Invalid.NetworkCategory', 'NetworkCategory');
  if (!SPOT_STRATEGIES.includes(params.text('SpotStrategy') ?? 'NoSpot'))
    throw notFound('Invalid.SpotStrategy', 'SpotStrategy');
  for (const name of ['SystemDiskCategory', 'DataDiskCategory'])
    if (!QUERIED_CATEGORIES.includes(params.text(name) ?? 'cloud'))
      throw new ApiError(400, 'Invalid.Param', `The specified parameter ${name} is not valid.`);
  const typeId = params.text('InstanceType');
  if (typeId && (params.has('Cores') || params.has('Memory'))) {
    throw new ApiError(
      403,
      'InvalidParam.TypeAndCpuMem.Conflict',
      'The specified InstanceType, Cores and Memory cannot be used together.',
    );
  }
  const isDiskQuery = wanted === 'systemdisk' || wanted === 'datadisk';
  if (isDiskQuery && resourceType === 'instance' && !typeId) throw missing('InstanceType');
  const zoneId = params.text('ZoneId');
  const zones = zonesOf(c.estate, c.regionId).filter((zone) => zoneId === undefined || zone.id === zoneId);
  const offers = zones.flatMap((zone) => {
    const resources = resourcesOf(zone, wanted, params);
    return resources.length === 0 ? [] : [zoneOffer(zone, c.regionId, typeName(wanted), resources)];
  });
  return { AvailableZones: { AvailableZone: offers } };
}

function typeName(wanted: string): string {
  return (
    {
      zone: 'Zone',
      iooptimized: 'IoOptimized',
      instancetype: 'InstanceType',
      network: 'Network',
      ddh: 'ddh',
      systemdisk: 'SystemDisk',
      datadisk: 'DataDisk',
    }[wanted] ?? wanted
  );
}

function resourcesOf(zone: Zone, wanted: string, params: Params): Resource[] {
  const typeId = params.text('InstanceType');
  const cores = params.number('Cores');
  const memory = params.number('Memory');
  if (wanted === 'ddh') return [];
  // Only what is I/O optimized and in a VPC is sold any more.
  if (params.text('IoOptimized') === 'none' || params.text('NetworkCategory') === 'classic') return [];
  if (wanted === 'systemdisk' || wanted === 'datadisk')
    return diskResources(zone, wanted === 'systemdisk' ? 'system' : 'data', typeId, params);
  // Cores and memory count for types only.
  const types = offeredTypes(zone).filter(
    ({ type }) =>
      (typeId === undefined || type.id === typeId) &&
      (wanted !== 'instancetype' || cores === undefined || type.cpu === cores) &&
      (wanted !== 'instancetype' || memory === undefined || type.memoryGiB === memory),
  );
  if (wanted === 'instancetype') return types.map(({ type, stock }) => ({ value: type.id, stock }));
  const best = bestStock(types.map(({ stock }) => stock));
  if (!best) return [];
  return [{ value: wanted === 'zone' ? zone.id : wanted === 'network' ? 'vpc' : 'optimized', stock: best }];
}

function diskResources(zone: Zone, kind: 'system' | 'data', typeId: string | undefined, params: Params): Resource[] {
  const type = typeId === undefined ? undefined : instanceType(typeId);
  if (typeId !== undefined && (!type || !stockOf(zone, typeId))) return [];
  const stock: Stock = zone.outage ? 'WithoutStock' : 'WithStock';
  const asked = params.text(kind === 'system' ? 'SystemDiskCategory' : 'DataDiskCategory');
  const offered = type ? categoriesFor(zone, type) : zone.diskCategories;
  // Data disks stand beside a system disk: where that cannot be had, nor can they. [params.json DescribeAvailableResource]
  if (type && kind === 'data') {
    const system = params.text('SystemDiskCategory') ?? usualSystemCategory(type);
    if (!offered.some((category) => category === system)) return [];
  }
  return offered
    .filter((category) => asked === undefined || category === asked)
    .map((category) => ({ value: category, stock, range: offeredSizes(zone, kind, category) }));
}

/** cloud_efficiency, unless the type takes ESSDs only. [trap 26] */
function usualSystemCategory(type: InstanceType): DiskCategory {
  return type.diskCategories.includes('cloud_efficiency') ? 'cloud_efficiency' : 'cloud_essd';
}

function bestStock(stocks: Stock[]): Stock | undefined {
  return (['WithStock', 'ClosedWithStock', 'WithoutStock'] as const).find((stock) => stocks.includes(stock));
}

function zoneOffer(zone: Zone, regionId: string, type: string, resources: Resource[]): Record<string, unknown> {
  const best = bestStock(resources.map((resource) => resource.stock)) ?? 'WithoutStock';
  return {
    RegionId: regionId,
    ZoneId: zone.id,
    Status: best === 'WithoutStock' ? 'SoldOut' : 'Available',
    StatusCategory: best,
    AvailableResources: {
      AvailableResource: [
        {
          Type: type,
          SupportedResources: {
            SupportedResource: resources.map(({ value, stock, range }) => ({
              Value: value,
              Status: stock === 'WithoutStock' ? 'SoldOut' : 'Available',
              StatusCategory: stock,
              ...(range ? { Min: range[0], Max: range[1], Unit: 'GiB' } : {}),
            })),
          },
        },
      ],
    },
  };
}

/** The global catalogue; says nothing of stock. Memory in GiB here, in MiB in DescribeInstances. [trap 34] */
function describeInstanceTypes({ params }: Context): Record<string, unknown> {
  const ids = params.list('InstanceTypes');
  const families = [
    ...params.list('InstanceTypeFamilies'),
    ...(params.text('InstanceTypeFamily') ? [params.need('InstanceTypeFamily')] : []),
  ];
  const architecture = params.text('CpuArchitecture');
  const within = (value: number, low: string, high: string): boolean =>
    value >= (params.number(low) ?? 0) && value <= (params.number(high) ?? Number.POSITIVE_INFINITY);
  const found = INSTANCE_TYPES.filter(
    (type) =>
      (ids.length === 0 || ids.includes(type.id)) &&
      (families.length === 0 || families.includes(type.family)) &&
      (architecture === undefined || (architecture === 'ARM') === (type.architecture === 'arm64')) &&
      within(type.cpu, 'MinimumCpuCoreCount', 'MaximumCpuCoreCount') &&
      within(type.memoryGiB, 'MinimumMemorySize', 'MaximumMemorySize'),
  );
  const page = pageOf(found, params, { maximum: 100, default: 100 });
  return { NextToken: page.nextToken, InstanceTypes: { InstanceType: page.items.map(typeView) } };
}

function typeView(type: InstanceType): Record<string, unknown> {
  return {
    InstanceTypeId: type.id,
    InstanceTypeFamily: type.family,
    InstanceFamilyLevel: type.familyLevel,
    InstanceCategory: type.category,
    CpuArchitecture: type.architecture === 'arm64' ? 'ARM' : 'X86',
    CpuCoreCount: type.cpu,
    CpuSpeedFrequency: 2.7,
    MemorySize: type.memoryGiB,
    GPUAmount: 0,
    GPUSpec: '',
    DiskQuantity: type.diskQuantity,
    EniQuantity: Math.min(8, type.cpu + 1),
    EniPrivateIpAddressQuantity: 10,
    EniIpv6AddressQuantity: 10,
    LocalStorageCategory: type.localStorage?.category ?? '',
    ...(type.localStorage
      ? { LocalStorageAmount: type.localStorage.amount, LocalStorageCapacity: type.localStorage.sizeGiB }
      : {}),
    NvmeSupport: /\.(g7|g8|c7|c8|r7|r8|i3)/.test(type.id) ? 'required' : 'unsupported',
    SupportedBootModes: { SupportedBootMode: type.architecture === 'arm64' ? ['UEFI'] : ['BIOS', 'UEFI'] },
  };
}

function describeInstanceTypeFamilies(): Record<string, unknown> {
  const families = [...new Set(INSTANCE_TYPES.map((type) => type.family))];
  return {
    InstanceTypeFamilies: {
      InstanceTypeFamily: families.map((family) => ({
        InstanceTypeFamilyId: family,
        Generation: /[78]/.test(family) ? 'ecs-6' : 'ecs-5',
      })),
    },
  };
}

interface Offer {
  type: InstanceType;
  stock: Stock;
}

const byStock = (a: Offer, b: Offer): number => b.stock.localeCompare(a.stock);
const byPrice = (a: Offer, b: Offer): number => a.type.hourly / a.type.cpu - b.type.hourly / b.type.cpu;
const PRIORITIES: Record<string, (a: Offer, b: Offer) => number> = {
  InventoryFirst: (a, b) => byStock(a, b) || byPrice(a, b),
  PriceFirst: (a, b) => byPrice(a, b) || byStock(a, b),
  NewProductFirst: (a, b) => b.type.generation - a.type.generation || byStock(a, b) || byPrice(a, b),
};

function levelOf(type: InstanceType): string {
  return type.burstable ? 'CreditEntryLevel' : type.familyLevel;
}

/** Alternatives for a type: like vCPU and memory, same architecture, in stock. */
function describeRecommendInstanceType(c: Context): Record<string, unknown> {
  const { params } = c;
  if (!['vpc', 'classic'].includes(params.need('NetworkType').toLowerCase()))
    throw new ApiError(400, 'InvalidNetworkType.ValueNotSupported', 'The specified NetworkType is not valid.');
  const typeId = params.text('InstanceType');
  if (typeId !== undefined && (params.has('Cores') || params.has('Memory')))
    throw new ApiError(
      403,
      'InvalidParam.TypeAndCpuMem.Conflict',
      'The specified InstanceType, Cores and Memory cannot be used together.',
    );
  const strategy = params.text('PriorityStrategy') ?? 'InventoryFirst';
  const order = Object.hasOwn(PRIORITIES, strategy) ? PRIORITIES[strategy] : undefined;
  if (!order)
    throw new ApiError(
      400,
      'InvalidPriorityStrategy.ValueNotSupported',
      'The specified PriorityStrategy is not supported.',
    );
  const ioOptimized = params.text('IoOptimized') ?? 'optimized';
  if (!['optimized', 'none'].includes(ioOptimized))
    throw new ApiError(400, 'InvalidParameter', 'The specified parameter "IoOptimized" is not valid.');
  const mode = params.text('ZoneMatchMode') ?? 'Strict';
  if (!['Strict', 'Include'].includes(mode))
    throw new ApiError(400, 'InvalidParameter', 'The specified parameter "ZoneMatchMode" is not valid.');
  const disk = params.text('SystemDiskCategory') ?? 'cloud_efficiency';
  if (!['cloud', 'cloud_efficiency', 'cloud_ssd', 'cloud_essd'].includes(disk))
    throw new ApiError(400, 'InvalidParameter', 'The specified parameter "SystemDiskCategory" is not valid.');
  const source = instanceType(typeId ?? '');
  const cores = source?.cpu ?? params.number('Cores');
  const memory = source?.memoryGiB ?? params.number('Memory');
  if (cores === undefined || memory === undefined) throw missing('InstanceType');
  const families = params.list('InstanceTypeFamily');
  const level = params.text('InstanceFamilyLevel');
  const zoneId = params.text('ZoneId');
  const maxPrice = params.number('MaxPrice') ?? Number.POSITIVE_INFINITY;
  const found = zonesOf(c.estate, c.regionId)
    .filter((zone) => zoneId === undefined || mode === 'Include' || zone.id === zoneId)
    .flatMap((zone) =>
      offeredTypes(zone)
        .filter(({ type, stock }) => {
          const fits =
            type.cpu === cores && type.memoryGiB === memory && (!source || type.architecture === source.architecture);
          const takesDisk =
            ioOptimized === 'optimized' && categoriesFor(zone, type).some((category) => category === disk);
          return (
            fits &&
            takesDisk &&
            stock !== 'WithoutStock' &&
            type.hourly <= maxPrice &&
            (families.length === 0 || families.includes(type.family)) &&
            (level === undefined || level === levelOf(type))
          );
        })
        .map(({ type, stock }) => ({ zone, type, stock })),
    )
    .sort((a, b) => Number(b.zone.id === zoneId) - Number(a.zone.id === zoneId) || order(a, b))
    .slice(0, 10);
  return {
    Data: {
      RecommendInstanceType: found.map(({ zone, type }, index) => ({
        RegionId: c.regionId,
        ZoneId: zone.id,
        CommodityCode: 'ecs',
        Scene: params.text('Scene') ?? 'CREATE',
        Priority: index + 1,
        InstanceChargeType: params.text('InstanceChargeType') ?? 'PostPaid',
        SpotStrategy: params.text('SpotStrategy') ?? 'NoSpot',
        InstanceType: {
          InstanceType: type.id,
          InstanceTypeFamily: type.family,
          Generation: 'ecs-6',
          Cores: type.cpu,
          Memory: type.memoryGiB * 1024,
          SupportIoOptimized: 'optimized',
        },
        Zones: { zone: [{ ZoneNo: zone.id, NetworkTypes: { NetworkType: ['vpc'] } }] },
      })),
    },
  };
}

/** How many of a unit are priced: a year of twelve months is asked for as one year. [params.json DescribePrice.Period] */
const LONGEST_PERIOD: Record<PriceUnit, number> = { Hour: 1, Week: 4, Month: 9, Year: 5 };

function pricedTime(params: Params, resourceType: string): { priceUnit: PriceUnit; period: number } {
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
  const { priceUnit, period } = pricedTime(params, resourceType);
  if (!['optimized', 'none'].includes(params.text('IoOptimized') ?? 'optimized'))
    throw new ApiError(400, 'InvalidIoOptimizedValue.ValueNotSupported', 'The specified IoOptimized is not valid.');
  const amount = params.number('Amount') ?? 1;
  const details: { resource: string; price: number }[] = [];
  if (resourceType === 'instance') {
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
    details.push({ resource: 'instanceType', price: instancePrice(type, priceUnit, period) * spot });
    const imageId = params.text('ImageId');
    const image = imageId ? findImage(c, imageId) : undefined;
    if (imageId && !image) throw notFound('InvalidImageId.NotFound', 'ImageId');
    const system = params.object('SystemDisk');
    // The default size differs from RunInstances: max(20, image). [params.json DescribePrice]
    const imageSize =
      image?.mappings.find((mapping) => mapping.type === 'system')?.sizeGiB ?? image?.osName.sizeGiB ?? 20;
    details.push({
      resource: 'systemDisk',
      price: pricedDisk(
        c,
        system,
        'cloud_efficiency',
        system.number('Size') ?? Math.max(20, imageSize),
        zone,
        priceUnit,
        period,
      ),
    });
    for (const disk of params.objects('DataDisk')) {
      details.push({
        resource: 'dataDisk',
        price: pricedDisk(c, disk, 'cloud_efficiency', disk.number('Size') ?? 20, zone, priceUnit, period),
      });
    }
    const bandwidth = params.number('InternetMaxBandwidthOut') ?? 0;
    details.push({
      resource: 'bandwidth',
      price: bandwidthPrice(bandwidth, params.text('InternetChargeType') ?? 'PayByTraffic', priceUnit, period),
    });
  } else if (resourceType === 'disk') {
    const disks = params.objects('DataDisk');
    if (disks.length === 0) throw notFound('InvalidDiskCategory.Missing', 'DataDisk.1.Category');
    for (const disk of disks)
      details.push({
        resource: 'dataDisk',
        price: pricedDisk(c, disk, undefined, disk.number('Size'), undefined, priceUnit, period),
      });
  } else if (resourceType === 'bandwidth') {
    details.push({
      resource: 'bandwidth',
      price: bandwidthPrice(
        params.number('InternetMaxBandwidthOut') ?? 0,
        params.text('InternetChargeType') ?? 'PayByTraffic',
        priceUnit,
        period,
      ),
    });
  } else {
    throw new ApiError(400, 'InvalidResourceType.ValueNotSupported', 'The specified ResourceType is not supported.');
  }
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

function pricedDisk(
  c: Context,
  disk: Params,
  usual: DiskCategory | undefined,
  size: number | undefined,
  zone: Zone | undefined,
  unit: PriceUnit,
  period: number,
): number {
  const category = disk.text('Category') ?? usual;
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
  return diskPrice(category, level satisfies PerformanceLevel, size, disk.number('ProvisionedIops') ?? 0, unit, period);
}

/** Types that an image runs on. */
function describeImageSupportInstanceTypes(c: Context): Record<string, unknown> {
  const imageId = c.params.need('ImageId');
  const image = findImage(c, imageId);
  if (!image) throw notFound('InvalidImageId.NotFound', 'ImageId');
  const wanted = c.params
    .objects('Filter')
    .find((filter) => filter.text('Key') === 'InstanceTypeId')
    ?.text('Value');
  return {
    RegionId: c.regionId,
    ImageId: imageId,
    InstanceTypes: {
      InstanceType: INSTANCE_TYPES.filter(
        (type) => type.architecture === image.architecture && (wanted === undefined || type.id === wanted),
      ).map((type) => ({
        InstanceTypeId: type.id,
        InstanceTypeFamily: type.family,
        CpuCoreCount: type.cpu,
        MemorySize: type.memoryGiB,
      })),
    },
  };
}

export const AVAILABILITY_ACTIONS: Actions = {
  DescribeRegions: { handler: describeRegions, ignores: ['InstanceChargeType', 'ResourceType'] },
  DescribeZones: {
    handler: describeZones,
    ignores: ['AcceptLanguage', 'InstanceChargeType', 'SpotStrategy'],
    gaps: ['zones have one name'],
  },
  DescribeAvailableResource: {
    handler: describeAvailableResource,
    ignores: ['DedicatedHostId', 'Scope', 'SpotDuration'],
    regionError: { status: 404, code: 'Invalid.RegionId' },
    gaps: ['dedicated hosts and reserved instances are never offered', 'stock is the same for every charge type'],
  },
  DescribeInstanceTypes: {
    handler: describeInstanceTypes,
    ignores: [
      'AdditionalAttributes.N',
      'CpuArchitectures.N',
      'GPUSpec',
      'GpuSpecs.N',
      'InstanceCategories.N',
      'InstanceCategory',
      'InstanceFamilyLevel',
      'LocalStorageCategories.N',
      'LocalStorageCategory',
      'MaximumCpuSpeedFrequency',
      'MaximumCpuTurboFrequency',
      'MaximumGPUAmount',
      'MinimumBaselineCredit',
      'MinimumCpuSpeedFrequency',
      'MinimumCpuTurboFrequency',
      'MinimumDiskQuantity',
      'MinimumEniIpv6AddressQuantity',
      'MinimumEniPrivateIpAddressQuantity',
      'MinimumEniQuantity',
      'MinimumEriQuantity',
      'MinimumGPUAmount',
      'MinimumInitialCredit',
      'MinimumInstanceBandwidthRx',
      'MinimumInstanceBandwidthTx',
      'MinimumInstancePpsRx',
      'MinimumInstancePpsTx',
      'MinimumLocalStorageAmount',
      'MinimumLocalStorageCapacity',
      'MinimumPrimaryEniQueueNumber',
      'MinimumQueuePairNumber',
      'MinimumSecondaryEniQueueNumber',
      'NvmeSupport',
      'PhysicalProcessorModel',
      'PhysicalProcessorModels.N',
    ],
    gaps: ['a catalogue of 15 families; only vCPU, memory, family, architecture and id filter'],
  },
  DescribeInstanceTypeFamilies: { handler: describeInstanceTypeFamilies, ignores: ['Generation'] },
  DescribeRecommendInstanceType: {
    handler: describeRecommendInstanceType,
    gaps: ['only exact matches of vCPU and memory are recommended'],
  },
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
  DescribeImageSupportInstanceTypes: { handler: describeImageSupportInstanceTypes, ignores: ['ActionType'] },
};
