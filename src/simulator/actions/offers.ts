import {
  baselineIops,
  INSTANCE_TYPES,
  type InstanceType,
  instanceType,
  maxProvisionedIops,
  sizeRange,
} from '../estate/catalogue.ts';
import type { Estate } from '../estate/estate.ts';
import {
  DISK_CATEGORIES,
  type DiskCategory,
  PERFORMANCE_LEVELS,
  type PerformanceLevel,
  type Stock,
  type Zone,
} from '../estate/model.ts';

/** What a zone offers: stock of types and disk categories, asked the same way by reads and by creations. */

/** Stock of a type in a zone; undefined when the zone never offers it. [trap 27] */
export function stockOf(zone: Zone, typeId: string): Stock | undefined {
  if (!instanceType(typeId)) return undefined;
  const rule = zone.stock
    .filter(({ pattern }) => patternMatches(pattern, typeId))
    .sort(
      (a, b) =>
        Number(a.pattern.includes('*')) - Number(b.pattern.includes('*')) || b.pattern.length - a.pattern.length,
    )[0];
  if (!rule) return undefined;
  return zone.outage ? 'WithoutStock' : rule.stock;
}

function patternMatches(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return pattern === text;
  const [head = '', tail = ''] = pattern.split('*');
  return text.startsWith(head) && text.endsWith(tail);
}

/** Categories that a type takes in a zone. */
export function categoriesFor(zone: Zone, type: InstanceType): DiskCategory[] {
  return zone.diskCategories.filter((category) => type.diskCategories.includes(category));
}

export function offeredTypes(zone: Zone): { type: InstanceType; stock: Stock }[] {
  return INSTANCE_TYPES.flatMap((type) => {
    const stock = stockOf(zone, type.id);
    return stock ? [{ type, stock }] : [];
  });
}

export function isDiskCategory(text: string): text is DiskCategory {
  return (DISK_CATEGORIES as readonly string[]).includes(text);
}

export function isPerformanceLevel(text: string): text is PerformanceLevel {
  return (PERFORMANCE_LEVELS as readonly string[]).includes(text);
}

/** Smallest size over the levels that the zone has, and the largest. */
export function offeredSizes(zone: Zone, type: 'system' | 'data', category: DiskCategory): [number, number] {
  if (category !== 'cloud_essd') return sizeRange(type, category, undefined);
  const level = PERFORMANCE_LEVELS.find((candidate) => !zone.withoutPerformanceLevels.includes(candidate)) ?? 'PL1';
  return sizeRange(type, category, level);
}

export function zonesOf(estate: Estate, regionId: string): Zone[] {
  return estate.regions.get(regionId)?.zones ?? [];
}

export { baselineIops, maxProvisionedIops };
