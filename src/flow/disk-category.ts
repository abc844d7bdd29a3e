import { familyOf } from '../cloud/families.ts';
import { DrError } from '../errors.ts';
import { closestCategories } from '../recovery/alternatives.ts';
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
    const refused = refusedFor(context, snapshot.id).categories;
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
      family,
      like,
    });
  }
  return chosen;
}

/** The API has the last word: its refusal of a category is remembered this long (ms), whatever the zone claims to offer. */
const REFUSED_MS = 15 * 60_000;

interface Refused {
  categories: string[];
  /** Disks that were made of it and cannot be attached to the target. */
  diskIds: string[];
  at: number;
}

/**
 * Whether another category may do where CreateDisk or AttachDisk was refused: then it is remembered, and
 * `chooseCategories` asks for one.
 */
export function isCategoryRefused(
  context: ToolContext,
  error: unknown,
  of: { snapshotId: string; category: string; diskId?: string },
): boolean {
  const family = error instanceof DrError ? familyOf(error.details.code) : undefined;
  // A disk that was made is not out of stock.
  if (family !== 'category' && (family !== 'no-stock' || of.diskId)) return false;
  const { categories, diskIds } = refusedFor(context, of.snapshotId);
  const refused: Refused = {
    categories: [...categories, of.category],
    diskIds: [...diskIds, ...(of.diskId ? [of.diskId] : [])],
    at: context.clock.now(),
  };
  context.memory.set(refusedKey(context, of.snapshotId), refused);
  return true;
}

/** What this process was refused for the copy of this snapshot. */
export function refusedFor(context: ToolContext, snapshotId: string): Pick<Refused, 'categories' | 'diskIds'> {
  const refused = context.memory.get(refusedKey(context, snapshotId)) as Refused | undefined;
  const holds = refused && context.clock.now() - refused.at <= REFUSED_MS;
  return { categories: holds ? refused.categories : [], diskIds: refused?.diskIds ?? [] };
}

const refusedKey = ({ recoveryId }: ToolContext, snapshotId: string) => `refused ${recoveryId} ${snapshotId}`;

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
    ...closest.map((c) => ({ value: c.category, title: c.category, description: inline(c.difference) })),
  ].slice(0, 3);
  if (options.length === 0) {
    throw new DrError({
      code: 'InvalidDiskCategory.NotSupported',
      message: `${target.zoneId} offers no category that can hold ${snapshot.id} for ${target.type}.`,
      cause: `Offered: ${of.offered.map((v) => v.value).join(', ') || 'none'}.`,
      remedy: 'Choose a target instance in another zone or of another type. Nothing was created.',
      retryable: false,
    });
  }
  return askOrStop(context, {
    id: `disk-category-${snapshot.id}`,
    question: own
      ? say`${target.zoneId} with ${target.type} does not take ${own} for the copy of ${snapshot.sourceDiskId} (${of.like.sizeGiB} GiB). Which category should the new disk have?`
      : say`Disk ${snapshot.sourceDiskId} no longer exists, so its category is not known. Which category should the new disk (${of.like.sizeGiB} GiB) have?`,
    options,
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
