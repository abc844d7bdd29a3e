import { type InstanceType, instanceType } from '../estate/catalogue.ts';
import type { DiskCategory, Stock, Zone } from '../estate/model.ts';
import { ApiError, missing, notFound } from '../wire/api-error.ts';
import type { Params } from '../wire/params.ts';
import type { Actions, Context } from './context.ts';
import { categoriesFor, offeredSizes, offeredTypes, stockOf, zonesOf } from './offers.ts';

/** What can be bought, and where. */

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
/** [params: DescribeAvailableResource] */
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
  // Data disks stand beside a system disk: where that cannot be had, nor can they. [params: DescribeAvailableResource]
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
};
