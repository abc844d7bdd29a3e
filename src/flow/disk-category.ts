import { familyOf } from '../cloud/families.ts';
import { DrError } from '../errors.ts';
import { closestCategories } from '../recovery/categories.ts';
import type { Disk, Instance, Snapshot, ZoneAvailability } from '../recovery/estate.ts';
import { inline } from '../text/safe.ts';
import type { ToolContext } from '../tool.ts';
import { askOrStop } from './ask.ts';
import type { DiskToRecover } from './disk-plan.ts';

/**
 * The category per snapshot: the source disk's, or the one the person chose for all (`wanted`). Where the zone or the
 * target's type does not take it, or the disk is gone, it is a decision [recovery-rules: disk-level recovery].
 */
export async function chooseCategories(
  context: ToolContext,
  regionId: string,
  target: Instance,
  of: { attached: Disk[]; disks: DiskToRecover[]; wanted: string | undefined },
): Promise<Record<string, string>> {
  const offered = await offeredFor(context, regionId, target, of.attached);
  const family = target.typeFamily ?? target.type.split('.').slice(0, 2).join('.');
  const chosen: Record<string, string> = {};
  for (const { snapshot, sourceDisk } of of.disks) {
    const like =
      sourceDisk ??
      formerDisk(target, {
        id: snapshot.sourceDiskId,
        sizeGiB: snapshot.sourceDiskSizeGiB ?? 0,
        encrypted: snapshot.encrypted,
      });
    const own = of.wanted ?? sourceDisk?.category;
    const { categories: refused, againAt } = refusedFor(context, snapshot.id, target);
    if (own !== undefined && offered === undefined && !refused.includes(own)) {
      chosen[snapshot.id] = own;
      continue;
    }
    const left = (offered ?? []).filter((o) => !refused.includes(o.value));
    const fitting = closestCategories({ ...like, category: '' }, left, family).map((c) => c.category);
    if (own !== undefined && fitting.includes(own)) {
      chosen[snapshot.id] = own;
      continue;
    }
    chosen[snapshot.id] = askCategory(context, target, {
      snapshot,
      sourceDisk,
      own,
      offered: left,
      refused,
      againAt,
      family,
      like,
    });
  }
  return chosen;
}

/** The API has the last word: its refusal of a category is remembered this long (ms), whatever the zone claims to offer. */
const REFUSED_MS = 15 * 60_000;

/** What was refused, and when (ms of the clock). */
type Refused = Readonly<Record<string, number>>;

/**
 * Whether another category may do where CreateDisk or AttachDisk was refused: then it is remembered, and
 * `chooseCategories` asks for one.
 */
export function isCategoryRefused(
  context: ToolContext,
  error: unknown,
  of: { snapshotId: string; target: Instance; category: string; diskId?: string },
): boolean {
  const family = error instanceof DrError ? familyOf(error.details.code) : undefined;
  // A disk that was made is not out of stock.
  if (family !== 'category' && (family !== 'no-stock' || of.diskId)) return false;
  const keys = refusedKeys(context, of.snapshotId, of.target);
  remember(context, keys.categories, of.category);
  if (of.diskId) remember(context, keys.disks, of.diskId);
  return true;
}

/** What this process was refused for the copy of this snapshot at this target. */
export function refusedFor(
  context: ToolContext,
  snapshotId: string,
  target: Instance,
): {
  /** Of its zone and type. */
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

/** What the target's zone sells as data disks for the target's type; undefined where it says nothing of that type any more. */
async function offeredFor(context: ToolContext, regionId: string, target: Instance, attached: Disk[]) {
  const system = attached.find((d) => d.type === 'system');
  const zones = await context.cloud.availability(
    regionId,
    {
      destination: 'DataDisk',
      chargeType: 'PostPaid',
      instanceType: target.type,
      zoneId: target.zoneId,
      ...(system && { systemDiskCategory: system.category }),
    },
    context.recent,
  );
  const values = zones.filter((z) => z.zoneId === target.zoneId).flatMap((z) => z.values);
  if (values.length === 0) return undefined;
  return values.filter((v) => v.status !== 'SoldOut' && v.stock !== 'WithoutStock');
}

function askCategory(
  context: ToolContext,
  target: Instance,
  of: {
    snapshot: Snapshot;
    sourceDisk: Disk | undefined;
    own: string | undefined;
    offered: ZoneAvailability['values'];
    refused: string[];
    againAt: number;
    family: string;
    like: Disk;
  },
): string {
  const { say } = context;
  const { snapshot, sourceDisk, own } = of;
  const closest = closestCategories(of.like, of.offered, of.family).filter((c) => c.category !== own);
  // The person's own choice does not fit: the source disk's category may.
  const original = own !== sourceDisk?.category && of.offered.some((o) => o.value === sourceDisk?.category);
  const options = [
    ...(sourceDisk && original
      ? [{ value: sourceDisk.category, title: sourceDisk.category, description: say`as the source disk` }]
      : []),
    ...closest.map((c) => ({ value: c.category, title: c.category, description: inline(say.told(c.difference)) })),
  ].slice(0, 3);
  if (options.length === 0) throw noCategory(target, { ...of, snapshotId: snapshot.id });
  return askOrStop(context, {
    id: `disk-category-${snapshot.id}`,
    question: own
      ? say`${target.zoneId} with ${target.type} does not take ${own} for the copy of ${snapshot.sourceDiskId} (${of.like.sizeGiB} GiB). Which category should the new disk have?`
      : say`Disk ${snapshot.sourceDiskId} no longer exists, so its category is not known. Which category should the new disk (${of.like.sizeGiB} GiB) have?`,
    options,
  });
}

function noCategory(
  { zoneId, type }: Instance,
  of: { snapshotId: string; offered: ZoneAvailability['values']; refused: string[]; againAt: number },
): DrError {
  const offered = of.offered.map((v) => v.value).join(', ') || 'none';
  const wasRefused = of.refused.length > 0;
  const again = wasRefused ? `${new Date(of.againAt).toISOString().slice(0, 19)}Z` : '';
  return new DrError({
    code: 'InvalidDiskCategory.NotSupported',
    message: `${zoneId} offers no category that can hold ${of.snapshotId} for ${type}.`,
    cause: wasRefused
      ? `The API refused ${of.refused.join(', ')} there within the last ${REFUSED_MS / 60_000} minutes. Offered beside: ${offered}.`
      : `Offered: ${offered}.`,
    remedy: wasRefused
      ? `Choose a target instance in another zone or of another type, or try this one again after ${again}.`
      : 'Choose a target instance in another zone or of another type. Nothing was created.',
    retryable: false,
  });
}

/** What is still known of a disk that is gone. */
export function formerDisk(
  { regionId, zoneId }: Pick<Instance, 'regionId' | 'zoneId'>,
  known: Pick<Disk, 'id' | 'sizeGiB' | 'encrypted'>,
): Disk {
  return {
    ...known,
    regionId,
    zoneId,
    type: 'data',
    // None: every category on offer is an alternative to it.
    category: '',
    status: 'gone',
    deleteWithInstance: false,
    multiAttach: false,
    attachments: [],
    operationLocks: [],
    tags: [],
  };
}
