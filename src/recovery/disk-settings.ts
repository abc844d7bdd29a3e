import { TUNABLE_FROM_GIB, usualLevel } from './disk-limits.ts';
import type { Disk, Parameters } from './estate.ts';

/*
 * A category that was chosen in place of a disk's own: `cloud_auto`, or with the performance level where that is the
 * choice, `cloud_essd:PL1`.
 */

export function withLevel(category: string, level: string): string {
  return `${category}:${level}`;
}

/** The API's category in it. */
export function categoryIn(chosen: string): string {
  return chosen.split(':', 1)[0] ?? chosen;
}

function levelIn(chosen: string): string | undefined {
  return chosen.split(':')[1];
}

export interface DiskSettings {
  /** Category, Size, PerformanceLevel, ProvisionedIops, BurstingEnabled: all that apply, none left to a default. */
  category: string;
  sizeGiB: number;
  performanceLevel?: string;
  provisionedIops?: number;
  burstingEnabled?: boolean;
  /** What of the source disk the chosen category cannot carry. */
  notes: string[];
}

type Original = Pick<Disk, 'category' | 'performanceLevel' | 'provisionedIops' | 'burstingEnabled'>;

/**
 * What a copy of a disk is ordered as. Whatever is left out of a request becomes the API's default (PL1, cloud_auto
 * with paid burst …), so everything that the category has is passed. `original` is absent when the disk is gone.
 */
export function diskSettings(original: Original | undefined, sizeGiB: number, chosen: string): DiskSettings {
  const category = categoryIn(chosen);
  const same = original?.category === category;
  const settings: DiskSettings = { category, sizeGiB, notes: [] };
  if (category === 'cloud_essd') {
    settings.performanceLevel =
      levelIn(chosen) ?? (same ? original.performanceLevel : undefined) ?? usualLevel(sizeGiB);
  }
  if (category === 'cloud_auto' && sizeGiB >= TUNABLE_FROM_GIB) {
    // Bursting is billed: a disk that had none gets none, even where the API's default would be otherwise.
    settings.provisionedIops = (same ? original.provisionedIops : undefined) ?? 0;
    settings.burstingEnabled = (same ? original.burstingEnabled : undefined) ?? false;
  }
  if (!same && original !== undefined) settings.notes = lostBy(original, settings);
  const level = levelIn(chosen);
  if (same && level !== undefined && level !== original.performanceLevel) {
    settings.notes = [`performance level ${original.performanceLevel ?? 'of the source'} becomes ${level}`];
  }
  return settings;
}

/** What is ordered where this is chosen: with the level, if the category has levels. */
export function orderedAs(original: Original | undefined, sizeGiB: number, chosen: string): string {
  const { category, performanceLevel } = diskSettings(original, sizeGiB, chosen);
  return performanceLevel === undefined ? category : withLevel(category, performanceLevel);
}

function lostBy(original: Original, settings: DiskSettings): string[] {
  const notes = [`${original.category} becomes ${settings.category}`];
  if (original.category === 'cloud_essd' && original.performanceLevel !== undefined) {
    notes.push(`performance level ${original.performanceLevel} does not apply`);
  }
  if (settings.performanceLevel !== undefined) notes.push(`performance level ${settings.performanceLevel}`);
  if ((original.provisionedIops ?? 0) > 0) notes.push(`${original.provisionedIops} provisioned IOPS dropped`);
  if (original.burstingEnabled === true) notes.push('bursting dropped');
  return notes;
}

/** The settings by their wire names, behind a prefix such as `DataDisk.1.`. */
export function settingParameters(settings: DiskSettings, prefix: string, categoryName = 'Category'): Parameters {
  const parameters: Parameters = {
    [`${prefix}${categoryName}`]: settings.category,
    [`${prefix}Size`]: settings.sizeGiB,
  };
  if (settings.performanceLevel !== undefined) parameters[`${prefix}PerformanceLevel`] = settings.performanceLevel;
  if (settings.provisionedIops !== undefined) parameters[`${prefix}ProvisionedIops`] = settings.provisionedIops;
  if (settings.burstingEnabled !== undefined) parameters[`${prefix}BurstingEnabled`] = settings.burstingEnabled;
  return parameters;
}
