import { INSTANCE_TYPES, type InstanceType, instanceType } from '../estate/catalogue.ts';
import type { Stock } from '../estate/model.ts';
import { ApiError, missing, notFound } from '../wire/api-error.ts';
import { type Actions, type Context, findImage } from './context.ts';
import { categoriesFor, offeredTypes, zonesOf } from './offers.ts';
import { pageOf } from './paging.ts';

/** Instance types: the catalogue, what an image runs on, and which to take instead. */

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

export const INSTANCE_TYPE_ACTIONS: Actions = {
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
  DescribeImageSupportInstanceTypes: { handler: describeImageSupportInstanceTypes, ignores: ['ActionType'] },
  DescribeRecommendInstanceType: {
    handler: describeRecommendInstanceType,
    gaps: ['only exact matches of vCPU and memory are recommended'],
  },
};
