/*
 * Sizes a category takes and what it delivers, per the API's documentation. GiB, IOPS, MB/s.
 */

export type DiskType = 'system' | 'data';

const SYSTEM_MAX = 2048;
const ESSD_MIN: Record<string, number> = { PL0: 1, PL1: 20, PL2: 461, PL3: 1261 };

const DATA_LIMITS: Record<string, [number, number]> = {
  cloud: [5, 2000],
  cloud_efficiency: [20, 32768],
  cloud_ssd: [20, 32768],
  cloud_auto: [1, 65536],
  cloud_essd_entry: [10, 32768],
  cloud_regional_disk_auto: [10, 65536],
  elastic_ephemeral_disk_standard: [64, 8192],
  elastic_ephemeral_disk_premium: [64, 8192],
};

/** The range of sizes; undefined for a category or level we know nothing about (the API will say). */
function sizeLimits(category: string, level: string | undefined, type: DiskType): [number, number] | undefined {
  if (category === 'cloud_essd') {
    const min = ESSD_MIN[level ?? 'PL1'];
    return min === undefined ? undefined : [min, type === 'system' ? SYSTEM_MAX : 65536];
  }
  if (type === 'data') return DATA_LIMITS[category];
  if (category === 'cloud') return [20, 500];
  return [category === 'cloud_auto' ? 1 : 20, SYSTEM_MAX];
}

/** Why a disk of this size cannot be made, before the API has to refuse (PL2 starts at 461 GiB, PL3 at 1,261 GiB …). */
export function sizeProblem(
  category: string,
  level: string | undefined,
  sizeGiB: number,
  type: DiskType,
): string | undefined {
  const limits = sizeLimits(category, level, type);
  if (limits === undefined) return undefined;
  const [min, max] = limits;
  if (sizeGiB >= min && sizeGiB <= max) return undefined;
  const kind = category === 'cloud_essd' ? `${category} ${level ?? 'PL1'}` : category;
  return `${sizeGiB} GiB: ${kind} ${type} disks are ${min} to ${max} GiB`;
}

/** The cheapest level that takes the size: what a disk becomes that had no level and now is cloud_essd. */
export function usualLevel(sizeGiB: number): 'PL0' | 'PL1' {
  return sizeGiB < 20 ? 'PL0' : 'PL1';
}

/** cloud_auto's provisioned IOPS and burst can be set from this size on. */
export const TUNABLE_FROM_GIB = 4;

export interface Performance {
  iops: number;
  /** MB/s. */
  throughput: number;
}

const LEVELS: Record<string, (size: number) => Performance> = {
  PL0: (size) => ({ iops: Math.min(1800 + 12 * size, 10_000), throughput: Math.min(100 + 0.25 * size, 180) }),
  PL1: (size) => ({ iops: Math.min(1800 + 50 * size, 50_000), throughput: Math.min(120 + 0.5 * size, 350) }),
  PL2: (size) => ({ iops: Math.min(1800 + 50 * size, 100_000), throughput: Math.min(120 + 0.5 * size, 750) }),
  PL3: (size) => ({ iops: Math.min(1800 + 50 * size, 1_000_000), throughput: Math.min(120 + 0.5 * size, 4000) }),
};

const autoPl = (size: number): Performance => ({
  iops: Math.max(Math.min(1800 + 50 * size, 50_000), 3000),
  throughput: Math.max(Math.min(120 + 0.5 * size, 350), 125),
});

const CATEGORIES: Record<string, (size: number) => Performance> = {
  cloud: () => ({ iops: 300, throughput: 40 }),
  cloud_efficiency: (size) => ({ iops: Math.min(1800 + 8 * size, 5000), throughput: Math.min(100 + 0.15 * size, 140) }),
  cloud_ssd: (size) => ({ iops: Math.min(1800 + 30 * size, 25_000), throughput: Math.min(120 + 0.5 * size, 300) }),
  cloud_essd_entry: (size) => ({ iops: Math.min(1800 + 8 * size, 6000), throughput: Math.min(100 + 0.15 * size, 150) }),
  cloud_auto: autoPl,
  cloud_regional_disk_auto: autoPl,
};

/** What a disk delivers at most, without burst; undefined for a category we know nothing about. */
export function performanceOf(
  category: string,
  level: string | undefined,
  sizeGiB: number,
  provisionedIops = 0,
): Performance | undefined {
  const formula = category === 'cloud_essd' ? LEVELS[level ?? 'PL1'] : CATEGORIES[category];
  const base = formula?.(sizeGiB);
  if (base === undefined || category !== 'cloud_auto') return base;
  return { ...base, iops: base.iops + provisionedIops };
}
