import { familyOf } from '../cloud/families.ts';
import { DrError } from '../errors.ts';
import { withLevel } from '../recovery/disk-settings.ts';
import type { Instance } from '../recovery/estate.ts';
import type { ToolContext } from '../tool.ts';

/** The API has the last word: its refusal of a category is remembered this long (ms), whatever the zone claims to offer. */
export const REFUSED_MS = 15 * 60_000;

/** What was refused, and when (ms of the clock). */
type Refused = Readonly<Record<string, number>>;

/** That the zone or the type lacks a performance level, or the size does, not the whole category [trap 25]. */
export const isAboutLevel = ({ details }: DrError): boolean => /PerformanceLevel|PL\d/.test(details.code);

/**
 * Whether another category, or level, may do where CreateDisk or AttachDisk was refused: then what was refused is
 * remembered, and `chooseCategories` asks for another.
 */
export function isCategoryRefused(
  context: ToolContext,
  error: unknown,
  of: { snapshotId: string; target: Instance; category: string; level: string | undefined; diskId?: string },
): boolean {
  if (!(error instanceof DrError)) return false;
  const family = familyOf(error.details.code);
  // A disk that was made is not out of stock.
  if (family !== 'category' && (family !== 'no-stock' || of.diskId)) return false;
  const keys = refusedKeys(context, of.snapshotId, of.target);
  for (const refused of refusedBy(error, of)) remember(context, keys.categories, refused);
  if (of.diskId) remember(context, keys.disks, of.diskId);
  return true;
}

/** The category; or its level alone where the refusal is about that, and whatever level it names beside. */
function refusedBy(error: DrError, { category, level }: { category: string; level: string | undefined }): string[] {
  if (level === undefined || !isAboutLevel(error)) return [category];
  const named = error.details.code.match(/PL\d/g) ?? [];
  return [level, ...named].map((one) => withLevel(category, one));
}

/** What this process was refused for the copy of this snapshot at this target. */
export function refusedFor(
  context: ToolContext,
  snapshotId: string,
  target: Instance,
): {
  /** Of its zone and type: categories, or levels of them (`cloud_essd:PL0`). */
  categories: string[];
  /** Disks that were made and cannot be attached to it now. */
  diskIds: string[];
  /** These, and those that may be tried again. */
  everUnfit: string[];
  /** When the first of the categories may be tried again (ms of the clock). */
  againAt: number;
} {
  const keys = refusedKeys(context, snapshotId, target);
  const since = context.clock.now() - REFUSED_MS;
  const categories = Object.entries(recall(context, keys.categories)).filter(([, at]) => at >= since);
  const disks = Object.entries(recall(context, keys.disks));
  return {
    categories: categories.map(([category]) => category),
    diskIds: disks.filter(([, at]) => at >= since).map(([id]) => id),
    everUnfit: disks.map(([id]) => id),
    againAt: Math.min(...categories.map(([, at]) => at)) + REFUSED_MS,
  };
}

function remember(context: ToolContext, key: string, refused: string): void {
  context.memory.set(key, { ...recall(context, key), [refused]: context.clock.now() } satisfies Refused);
}

const recall = ({ memory }: ToolContext, key: string): Refused => (memory.get(key) as Refused | undefined) ?? {};

/** What a zone sells, and a type takes, is the same for every instance there; which disk can be attached is not. */
const refusedKeys = ({ recoveryId }: ToolContext, snapshotId: string, { id, zoneId, type }: Instance) => ({
  categories: `refused ${recoveryId} ${snapshotId} ${zoneId} ${type}`,
  disks: `refused ${recoveryId} ${snapshotId} ${id}`,
});
