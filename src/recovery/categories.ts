import { performanceOf, sizeProblem, TUNABLE_FROM_GIB, usualLevel } from './disk-limits.ts';
import { withLevel } from './disk-settings.ts';
import { isUnsnapshottable, takesEntryDisks } from './disks.ts';
import type { Disk } from './estate.ts';

export interface RankedCategory {
  /** With the level where that is what would change (`cloud_essd:PL1`). */
  category: string;
  performanceLevel?: string;
  /** What changes: IOPS, throughput, bursting, or what is lost. */
  difference: string;
}

/** A category that a zone sells, with the sizes (GiB) it sells it in. */
export interface Offer {
  value: string;
  min?: number;
  max?: number;
}

/**
 * The categories on offer that can take the disk in place of its own, the closest first: first those that are at least
 * as fast, then by how far the IOPS lie apart. Left out: what the size or the type's family rules out, and disks
 * that do not outlive their instance.
 */
export function closestCategories(disk: Disk, offered: readonly Offer[], typeFamily: string): RankedCategory[] {
  return offered
    .filter((offer) => offer.value !== disk.category && takes(disk, offer, typeFamily))
    .map(({ value }) => ({ category: value, level: levelFor(value, disk) }))
    .sort((a, b) => distance(disk, a) - distance(disk, b) || (a.category < b.category ? -1 : 1))
    .map((instead) => describe(disk, instead));
}

/**
 * The performance levels of a category (its own, if no other is named) that the disk could have in place of its own, the
 * closest first. Where a zone has a category, no read tells which of its levels it has.
 */
export function closestLevels(disk: Disk, category = disk.category): RankedCategory[] {
  if (category !== 'cloud_essd') return [];
  return ['PL0', 'PL1', 'PL2', 'PL3']
    .filter((level) => category !== disk.category || level !== disk.performanceLevel)
    .filter((level) => sizeProblem(category, level, disk.sizeGiB, disk.type) === undefined)
    .map((level) => ({ category, level }))
    .sort((a, b) => distance(disk, a) - distance(disk, b))
    .map((instead) => ({ ...describe(disk, instead), category: withLevel(category, instead.level) }));
}

interface Instead {
  category: string;
  level: string | undefined;
}

function distance(disk: Disk, { category, level }: Instead): number {
  const own = performanceOf(disk.category, disk.performanceLevel, disk.sizeGiB, disk.provisionedIops);
  const other = performanceOf(category, level, disk.sizeGiB);
  if (own === undefined || other === undefined) return 100;
  const apart = Math.log2(other.iops / own.iops);
  // Slower is further away than any faster one; the retired basic disk comes last by its 300 IOPS.
  return apart >= 0 ? apart : 20 - apart;
}

function takes(disk: Disk, offer: Offer, typeFamily: string): boolean {
  const { value, min = 0, max = Number.POSITIVE_INFINITY } = offer;
  if (isUnsnapshottable(value)) return false;
  if (value === 'cloud_essd_entry' && !takesEntryDisks(typeFamily)) return false;
  if (disk.sizeGiB < min || disk.sizeGiB > max) return false;
  return sizeProblem(value, levelFor(value, disk), disk.sizeGiB, disk.type) === undefined;
}

function levelFor(category: string, disk: Disk): string | undefined {
  return category === 'cloud_essd' ? usualLevel(disk.sizeGiB) : undefined;
}

function describe(disk: Disk, { category, level }: Instead): RankedCategory {
  const own = performanceOf(disk.category, disk.performanceLevel, disk.sizeGiB, disk.provisionedIops);
  const other = performanceOf(category, level, disk.sizeGiB);
  const told: string[] = level === undefined ? [] : [level];
  if (own !== undefined && other !== undefined) {
    told.push(`${change(own.iops, other.iops)} IOPS`, `${change(own.throughput, other.throughput)} MB/s`);
  } else {
    told.push('performance unknown');
  }
  if ((disk.provisionedIops ?? 0) > 0) told.push('provisioned IOPS dropped');
  if (disk.burstingEnabled === true) told.push('bursting dropped');
  if (category === 'cloud_auto' && disk.sizeGiB >= TUNABLE_FROM_GIB) told.push('bursting (billed) off');
  return { category, ...(level === undefined ? {} : { performanceLevel: level }), difference: told.join(', ') };
}

function change(from: number, to: number): string {
  const [a, b] = [Math.round(from), Math.round(to)];
  return a === b ? `same ${a}` : `${a} → ${b}`;
}
