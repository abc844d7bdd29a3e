import type { DiskCategory, PerformanceLevel } from './model.ts';

/** What is sold: instance types, disk limits, prices. Prices are of the order of the public list, in CNY. */

export interface InstanceType {
  id: string;
  family: string;
  cpu: number;
  memoryGiB: number;
  architecture: 'x86_64' | 'arm64';
  familyLevel: 'EnterpriseLevel' | 'EntryLevel';
  category: string;
  /** How many disks an instance of it takes, system disk included. [limits: disks_per_instance] */
  diskQuantity: number;
  diskCategories: readonly DiskCategory[];
  localStorage: { category: string; amount: number; sizeGiB: number } | undefined;
  burstable: boolean;
  /** The number in the family's name: 8 of ecs.g8i. */
  generation: number;
  /** CNY per hour, pay-as-you-go. */
  hourly: number;
}

const ESSD: readonly DiskCategory[] = ['cloud_essd', 'cloud_auto', 'cloud_regional_disk_auto'];
const ALL_CLOUD: readonly DiskCategory[] = ['cloud_essd', 'cloud_auto', 'cloud_efficiency', 'cloud_ssd'];
const ECONOMY: readonly DiskCategory[] = ['cloud_essd_entry', 'cloud_essd', 'cloud_auto', 'cloud_efficiency'];

interface Family {
  family: string;
  category: string;
  /** GiB per vCPU. */
  ratio: number;
  hourlyPerCpu: number;
  sizes: [name: string, cpu: number][];
  diskCategories: readonly DiskCategory[];
  architecture?: 'arm64';
  local?: { category: string; perCpu: number; sizeGiB: number };
  burstable?: boolean;
  entry?: boolean;
}

const USUAL: [string, number][] = [
  ['large', 2],
  ['xlarge', 4],
  ['2xlarge', 8],
  ['4xlarge', 16],
  ['8xlarge', 32],
];

/** cloud_essd_entry goes with the economy families only. [trap 57] */
const FAMILIES: Family[] = [
  {
    family: 'ecs.g6',
    category: 'General-purpose',
    ratio: 4,
    hourlyPerCpu: 0.25,
    sizes: USUAL,
    diskCategories: ALL_CLOUD,
  },
  { family: 'ecs.g7', category: 'General-purpose', ratio: 4, hourlyPerCpu: 0.245, sizes: USUAL, diskCategories: ESSD },
  { family: 'ecs.g8i', category: 'General-purpose', ratio: 4, hourlyPerCpu: 0.263, sizes: USUAL, diskCategories: ESSD },
  {
    family: 'ecs.c6',
    category: 'Compute-optimized',
    ratio: 2,
    hourlyPerCpu: 0.195,
    sizes: USUAL,
    diskCategories: ALL_CLOUD,
  },
  {
    family: 'ecs.c7',
    category: 'Compute-optimized',
    ratio: 2,
    hourlyPerCpu: 0.193,
    sizes: USUAL,
    diskCategories: ESSD,
  },
  {
    family: 'ecs.c8i',
    category: 'Compute-optimized',
    ratio: 2,
    hourlyPerCpu: 0.207,
    sizes: USUAL,
    diskCategories: ESSD,
  },
  { family: 'ecs.r7', category: 'Memory-optimized', ratio: 8, hourlyPerCpu: 0.33, sizes: USUAL, diskCategories: ESSD },
  {
    family: 'ecs.r8i',
    category: 'Memory-optimized',
    ratio: 8,
    hourlyPerCpu: 0.352,
    sizes: USUAL,
    diskCategories: ESSD,
  },
  {
    family: 'ecs.g8y',
    category: 'General-purpose',
    ratio: 4,
    hourlyPerCpu: 0.18,
    sizes: USUAL,
    diskCategories: ESSD,
    architecture: 'arm64',
  },
  {
    family: 'ecs.c8y',
    category: 'Compute-optimized',
    ratio: 2,
    hourlyPerCpu: 0.145,
    sizes: USUAL,
    diskCategories: ESSD,
    architecture: 'arm64',
  },
  {
    family: 'ecs.i3',
    category: 'Local-SSD',
    ratio: 8,
    hourlyPerCpu: 0.52,
    sizes: [
      ['xlarge', 4],
      ['2xlarge', 8],
    ],
    diskCategories: ESSD,
    local: { category: 'local_ssd_pro', perCpu: 0.25, sizeGiB: 894 },
  },
  {
    family: 'ecs.u1-c1m2',
    category: 'Universal',
    ratio: 2,
    hourlyPerCpu: 0.135,
    sizes: [
      ['large', 2],
      ['xlarge', 4],
      ['2xlarge', 8],
    ],
    diskCategories: ECONOMY,
    entry: true,
  },
  {
    family: 'ecs.u1-c1m4',
    category: 'Universal',
    ratio: 4,
    hourlyPerCpu: 0.172,
    sizes: [
      ['large', 2],
      ['xlarge', 4],
      ['2xlarge', 8],
    ],
    diskCategories: ECONOMY,
    entry: true,
  },
  {
    family: 'ecs.e-c1m2',
    category: 'Economy',
    ratio: 2,
    hourlyPerCpu: 0.09,
    sizes: [
      ['large', 2],
      ['xlarge', 4],
    ],
    diskCategories: ECONOMY,
    entry: true,
  },
  {
    family: 'ecs.t6-c1m2',
    category: 'Burstable',
    ratio: 2,
    hourlyPerCpu: 0.1,
    sizes: [['large', 2]],
    diskCategories: ALL_CLOUD,
    burstable: true,
    entry: true,
  },
];

export const INSTANCE_TYPES: readonly InstanceType[] = FAMILIES.flatMap((f) =>
  f.sizes.map(
    ([size, cpu]): InstanceType => ({
      id: `${f.family}.${size}`,
      family: f.family.replace(/-c\dm\d$/, ''),
      cpu,
      memoryGiB: cpu * f.ratio,
      architecture: f.architecture ?? 'x86_64',
      familyLevel: f.entry ? 'EntryLevel' : 'EnterpriseLevel',
      category: f.category,
      diskQuantity: 17,
      diskCategories: f.diskCategories,
      localStorage: f.local
        ? {
            category: f.local.category,
            amount: Math.max(1, Math.round(cpu * f.local.perCpu)),
            sizeGiB: f.local.sizeGiB,
          }
        : undefined,
      burstable: f.burstable ?? false,
      generation: Number(/^ecs\.[a-z]+(\d+)/.exec(f.family)?.[1] ?? 0),
      hourly: round(cpu * f.hourlyPerCpu),
    }),
  ),
);

const TYPES_BY_ID = new Map(INSTANCE_TYPES.map((type) => [type.id, type]));

export function instanceType(id: string): InstanceType | undefined {
  return TYPES_BY_ID.get(id);
}

/** The categories that a consistency group and instant access are about. [limits: snapshot_group] */
export function isEssdFamily(category: DiskCategory): boolean {
  return (
    category === 'cloud_essd' ||
    category === 'cloud_auto' ||
    category === 'cloud_essd_entry' ||
    category === 'cloud_regional_disk_auto'
  );
}

/** Local and ephemeral disks: no snapshots, not portable. */
export function isLocal(category: DiskCategory): boolean {
  return category.startsWith('local_') || category.startsWith('elastic_ephemeral');
}

const DATA_SIZES: Record<DiskCategory, [number, number]> = {
  cloud: [5, 2000],
  cloud_efficiency: [20, 32768],
  cloud_ssd: [20, 32768],
  cloud_essd: [20, 65536],
  cloud_auto: [1, 65536],
  cloud_essd_entry: [10, 32768],
  cloud_regional_disk_auto: [10, 65536],
  elastic_ephemeral_disk_standard: [64, 8192],
  elastic_ephemeral_disk_premium: [64, 8192],
  local_ssd_pro: [1, 65536],
  local_hdd_pro: [1, 65536],
};

const LEVEL_MINIMUM: Record<PerformanceLevel, number> = { PL0: 1, PL1: 20, PL2: 461, PL3: 1261 };
const LEVEL_IOPS: Record<PerformanceLevel, number> = { PL0: 10_000, PL1: 50_000, PL2: 100_000, PL3: 1_000_000 };

/** Size range in GiB. [limits: disk_size_GiB] */
export function sizeRange(
  type: 'system' | 'data',
  category: DiskCategory,
  level: PerformanceLevel | undefined,
): [number, number] {
  const maximum = type === 'system' ? (category === 'cloud' ? 500 : 2048) : DATA_SIZES[category][1];
  if (category === 'cloud_essd') return [LEVEL_MINIMUM[level ?? 'PL1'], maximum];
  if (type === 'system') return [category === 'cloud_auto' ? 1 : 20, maximum];
  return [DATA_SIZES[category][0], maximum];
}

/** Baseline IOPS of a disk. [limits: performance_level, cloud_auto] */
export function baselineIops(category: DiskCategory, level: PerformanceLevel | undefined, sizeGiB: number): number {
  if (category === 'cloud_essd') return Math.min(1800 + 50 * sizeGiB, LEVEL_IOPS[level ?? 'PL1']);
  if (category === 'cloud_auto' || category === 'cloud_regional_disk_auto')
    return Math.max(Math.min(1800 + 50 * sizeGiB, 50_000), 3000);
  if (category === 'cloud_ssd') return Math.min(1800 + 30 * sizeGiB, 25_000);
  return Math.min(1800 + 8 * sizeGiB, 6_000);
}

/** The most that may be provisioned on top. [limits: cloud_auto] */
export function maxProvisionedIops(sizeGiB: number): number {
  return Math.max(0, Math.min(50_000, 1000 * sizeGiB - baselineIops('cloud_auto', undefined, sizeGiB)));
}

/** CNY per GiB and month. */
const DISK_MONTHLY: Record<DiskCategory, number> = {
  cloud: 0.3,
  cloud_efficiency: 0.35,
  cloud_ssd: 1,
  cloud_essd: 1,
  cloud_auto: 0.7,
  cloud_essd_entry: 0.35,
  cloud_regional_disk_auto: 1.2,
  elastic_ephemeral_disk_standard: 0.4,
  elastic_ephemeral_disk_premium: 0.8,
  local_ssd_pro: 0,
  local_hdd_pro: 0,
};
const LEVEL_FACTOR: Record<PerformanceLevel, number> = { PL0: 0.5, PL1: 1, PL2: 2, PL3: 4 };

/** Hours that a month costs, bought as such: cheaper than 720 hours one by one. */
const MONTH_HOURS = 480;

export type PriceUnit = 'Hour' | 'Week' | 'Month' | 'Year';
const UNIT_MONTHS: Record<Exclude<PriceUnit, 'Hour'>, number> = { Week: 0.25, Month: 1, Year: 12 };

function perUnit(hourly: number, monthly: number, unit: PriceUnit, period: number): number {
  return unit === 'Hour' ? hourly * period : monthly * UNIT_MONTHS[unit] * period;
}

export function instancePrice(type: InstanceType, unit: PriceUnit, period: number): number {
  return perUnit(type.hourly, type.hourly * MONTH_HOURS, unit, period);
}

export function diskPrice(
  category: DiskCategory,
  level: PerformanceLevel | undefined,
  sizeGiB: number,
  provisionedIops: number,
  unit: PriceUnit,
  period: number,
): number {
  const factor = category === 'cloud_essd' ? LEVEL_FACTOR[level ?? 'PL1'] : 1;
  const monthly = DISK_MONTHLY[category] * factor * sizeGiB + provisionedIops * 0.03;
  return perUnit(monthly / MONTH_HOURS, monthly, unit, period);
}

export function bandwidthPrice(mbps: number, chargeType: string, unit: PriceUnit, period: number): number {
  // By traffic, the bandwidth itself costs nothing; what flows out is billed apart.
  return chargeType === 'PayByBandwidth' ? perUnit(mbps * 0.063, mbps * 23, unit, period) : 0;
}

export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
