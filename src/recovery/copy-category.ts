import { closestCategories, closestLevels, type Offer, type RankedCategory } from './categories.ts';
import { categoryIn, orderedAs } from './disk-settings.ts';
import type { Disk } from './estate.ts';

/** What is known when the category of one disk's copy is chosen. */
export interface CopyWish {
  /** The source disk, or what is known of one that is gone. */
  disk: Disk;
  /** The category it should have: the person's, else the disk's own; undefined where nobody knows. */
  category: string | undefined;
  /** What the zone sells for the target's type; undefined where it says nothing of that type. */
  offered: readonly Offer[] | undefined;
  /** What the API refused there, whatever the zone claims to sell: categories, or levels of one (`cloud_essd:PL0`). */
  refused: readonly string[];
  typeFamily: string;
}

/** Whether the copy can have the category it should have, as far as is known. */
export function takesWish({ disk, category, offered, refused, typeFamily }: CopyWish): boolean {
  if (category === undefined || isRefused(disk, category, refused)) return false;
  if (offered === undefined) return true;
  return closestCategories({ ...disk, category: '' }, offered, typeFamily).some((c) => c.category === category);
}

/** What is not to be had of the wish: the category, or its level alone where that was refused (`cloud_essd:PL0`). */
export function lacking({ disk, category, refused }: CopyWish): string | undefined {
  if (category === undefined || refused.includes(category)) return category;
  return isRefused(disk, category, refused) ? orderedAs(disk, disk.sizeGiB, category) : category;
}

/**
 * What the copy can have instead, the closest first: the source disk's own category, where something else was wished
 * for; then other levels of a category that was refused for its level alone; then other categories.
 */
export function insteadOf({ disk, category, offered, refused, typeFamily }: CopyWish): RankedCategory[] {
  const sold = (offered ?? []).filter((offer) => !refused.includes(offer.value));
  const own = sold.some(({ value }) => value === disk.category && value !== category);
  const leveled = new Set(refused.map(categoryIn).filter((name) => !refused.includes(name)));
  const levels = [...leveled]
    .filter((name) => offered === undefined || sold.some(({ value }) => value === name))
    .flatMap((name) => closestLevels(disk, name));
  return [
    ...(own ? [{ category: disk.category, difference: '' }] : []),
    ...levels.filter((level) => !refused.includes(level.category)).slice(0, 2),
    ...closestCategories(disk, sold, typeFamily).filter((c) => c.category !== category),
  ].filter((c) => !isRefused(disk, c.category, refused));
}

/** Also a category whose usual level for the disk was refused. */
function isRefused(disk: Disk, category: string, refused: readonly string[]): boolean {
  return refused.includes(category) || refused.includes(orderedAs(disk, disk.sizeGiB, category));
}
