import type { InstanceTypeInfo } from './estate.ts';

/** The price is per hour or of a term, whichever: of all that are compared the same. */
export type PricedType = InstanceTypeInfo & { price?: number | undefined };
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

/** One thing two types are compared in: what it costs in likeness, and how it is told (undefined: no difference). */
interface Aspect {
  penalty: number;
  told: string | undefined;
}

/**
 * Types in place of the source's, likest first. Types on which the copy could not start at all (another architecture,
 * too few disks, no stock, no GPU where there was one) are left out, not ranked.
 */
export function rankTypes(
  source: PricedType,
  candidates: readonly TypeCandidate[],
  needed: { disks: number; enis: number },
): RankedType[] {
  return candidates
    .filter((candidate) => candidate.id !== source.id && canReplace(source, candidate, needed.disks))
    .map((candidate) => rank(source, candidate, needed.enis))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

function canReplace(source: PricedType, candidate: TypeCandidate, disks: number): boolean {
  if (candidate.stock === 'WithoutStock') return false;
  if (source.architecture !== undefined && candidate.architecture !== undefined) {
    if (source.architecture !== candidate.architecture) return false;
  }
  if (candidate.diskQuantity !== undefined && candidate.diskQuantity < disks) return false;
  return (source.gpuAmount ?? 0) === 0 || (candidate.gpuAmount ?? 0) > 0;
}

function rank(source: PricedType, candidate: TypeCandidate, enis: number): RankedType {
  const aspects = [...size(source, candidate), ...lineage(source, candidate), ...limits(source, candidate, enis)];
  const penalty = aspects.reduce((sum, aspect) => sum + aspect.penalty, 0);
  const told = [
    sizeInWords(source, candidate),
    ...aspects.flatMap((a) => a.told ?? []),
    ...priceInWords(source, candidate),
  ];
  const score = Math.max(0, Math.min(100, Math.round(100 - penalty + (candidate.recommended === true ? 2 : 0))));
  return {
    id: candidate.id,
    difference: told.join(', '),
    score,
    ...(candidate.zoneId === undefined ? {} : { zoneId: candidate.zoneId }),
    ...(candidate.stock === undefined ? {} : { stock: candidate.stock }),
  };
}

/** Less than the source has hurts more than more of it. */
function size(source: PricedType, candidate: TypeCandidate): Aspect[] {
  const apart = (from: number, to: number) => Math.abs(Math.log2(to / from)) * (to < from ? 30 : 15);
  return [
    { penalty: apart(source.cpu, candidate.cpu), told: undefined },
    { penalty: apart(source.memoryGiB, candidate.memoryGiB), told: undefined },
  ];
}

function sizeInWords(source: PricedType, candidate: TypeCandidate): string {
  const cpu = candidate.cpu === source.cpu ? undefined : `${candidate.cpu} vCPU instead of ${source.cpu}`;
  const memory =
    candidate.memoryGiB === source.memoryGiB ? undefined : `${candidate.memoryGiB} GiB instead of ${source.memoryGiB}`;
  if (cpu === undefined && memory === undefined) return 'same vCPU and memory';
  return `${cpu ?? 'same vCPU'}, ${memory ?? 'same memory'}`;
}

/** `ecs.g7ne` is series g, generation 7, variant ne. */
function parts(family: string): { series: string; generation: number; variant: string } {
  const [, series = family, generation = '0', variant = ''] = /^(?:ecs\.)?([a-z]+)(\d+)(.*)$/.exec(family) ?? [];
  return { series, generation: Number(generation), variant };
}

function lineage(source: PricedType, candidate: TypeCandidate): Aspect[] {
  if (source.family === candidate.family) return [];
  const from = parts(source.family);
  const to = parts(candidate.family);
  if (from.series !== to.series) return [{ penalty: 12, told: `family ${candidate.family}` }];
  const step = to.generation - from.generation;
  const aspects: Aspect[] = [];
  if (step !== 0) aspects.push({ penalty: Math.abs(step) * (step < 0 ? 4 : 2), told: generations(step) });
  if (from.variant !== to.variant) aspects.push({ penalty: 3, told: `variant ${candidate.family}` });
  return aspects;
}

function generations(step: number): string {
  const way = step > 0 ? 'newer' : 'older';
  return Math.abs(step) === 1 ? `one generation ${way}` : `${Math.abs(step)} generations ${way}`;
}

function limits(source: PricedType, candidate: TypeCandidate, enis: number): Aspect[] {
  const aspects: Aspect[] = [];
  if ((candidate.eniQuantity ?? enis) < enis) {
    aspects.push({ penalty: 5, told: `only ${candidate.eniQuantity} network interfaces` });
  }
  const bandwidth = ratio(source.bandwidthTxKbit, candidate.bandwidthTxKbit);
  if (bandwidth < 1) aspects.push({ penalty: 8 * (1 - bandwidth), told: `network ${percent(bandwidth - 1)}` });
  if ((candidate.localStorageAmount ?? 0) > 0 && (source.localStorageAmount ?? 0) === 0) {
    aspects.push({ penalty: 5, told: 'with local disks' });
  }
  if ((candidate.gpuAmount ?? 0) !== (source.gpuAmount ?? 0)) {
    aspects.push({ penalty: 15, told: `${candidate.gpuAmount ?? 0} GPU instead of ${source.gpuAmount ?? 0}` });
  }
  if (candidate.nvmeSupport === 'required' && source.nvmeSupport !== 'required') {
    aspects.push({ penalty: 6, told: 'needs an NVMe driver in the image' });
  }
  return aspects;
}

function priceInWords(source: PricedType, candidate: TypeCandidate): string[] {
  if (source.price === undefined || candidate.price === undefined || source.price <= 0) return [];
  const change = candidate.price / source.price - 1;
  return [Math.round(change * 100) === 0 ? 'same price' : `${percent(change)} price`];
}

function ratio(from: number | undefined, to: number | undefined): number {
  return from === undefined || to === undefined || from <= 0 ? 1 : to / from;
}

function percent(change: number): string {
  const value = Math.round(change * 100);
  return `${value > 0 ? '+' : '−'}${Math.abs(value)} %`;
}
