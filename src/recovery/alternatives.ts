import type { Disk, InstanceTypeInfo } from './estate.ts';

export { sizeProblem } from './disk-limits.ts';

export type PricedType = InstanceTypeInfo & { hourly?: number | undefined };
export type TypeCandidate = PricedType & {
  zoneId?: string | undefined;
  stock?: string | undefined;
  recommended?: boolean | undefined;
};

export interface RankedType {
  id: string;
  /** What changes against the source's type, spelled out. */
  difference: string;
  /** 0 to 100, likest first. */
  score: number;
  zoneId?: string;
  stock?: string;
}

export interface RankedCategory {
  category: string;
  performanceLevel?: string;
  /** What changes: IOPS, throughput, size limits, billing. */
  difference: string;
}

export declare function rankTypes(
  source: PricedType,
  candidates: readonly TypeCandidate[],
  needed: { disks: number; enis: number },
): RankedType[];

export declare function closestCategories(
  disk: Disk,
  offered: readonly { value: string; min?: number; max?: number }[],
  typeFamily: string,
): RankedCategory[];
