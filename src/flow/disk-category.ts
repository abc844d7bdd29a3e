import { DrError } from '../errors.ts';
import type { RankedCategory } from '../recovery/categories.ts';
import { type CopyWish, insteadOf, lacking, takesWish } from '../recovery/copy-category.ts';
import type { Disk, Instance } from '../recovery/estate.ts';
import { offeredIn, toldOf, typeFamilyOf } from '../recovery/offers.ts';
import { inline } from '../text/safe.ts';
import type { ToolContext } from '../tool.ts';
import { refuseOtherDisk } from './adopt.ts';
import { askOrStop } from './ask.ts';
import type { DiskToRecover } from './disk-plan.ts';
import { nothingMade } from './disk-target.ts';
import { REFUSED_MS, refusedFor } from './refused-categories.ts';

/** A disk whose copy cannot have the category it should have. */
interface Open extends DiskToRecover {
  wish: CopyWish;
  instead: RankedCategory[];
}

/**
 * The category per snapshot, with the level where that was chosen (`cloud_essd:PL1`): the source disk's, or the one the
 * person chose for all (`wanted`). Where the zone or the target's type does not take it, or the disk is gone, it is a
 * decision [recovery-rules: disk-level recovery], and one for all disks that are alike in that.
 */
export async function chooseCategories(
  context: ToolContext,
  regionId: string,
  target: Instance,
  of: { attached: Disk[]; disks: DiskToRecover[]; wanted: string | undefined },
): Promise<Record<string, string>> {
  const offered = await offeredFor(context, regionId, target, of.attached);
  const typeFamily = target.typeFamily ?? typeFamilyOf(target.type);
  const chosen: Record<string, string> = {};
  const open: Open[] = [];
  for (const one of of.disks) {
    const { snapshot, sourceDisk } = one;
    const { sourceDiskId: id, sourceDiskSizeGiB: sizeGiB = 0, encrypted } = snapshot;
    const wish = {
      disk: sourceDisk ?? formerDisk(target, { id, sizeGiB, encrypted }),
      category: of.wanted ?? sourceDisk?.category,
      offered,
      refused: refusedFor(context, snapshot.id, target).categories,
      typeFamily,
    };
    if (wish.category !== undefined && takesWish(wish)) chosen[snapshot.id] = wish.category;
    else open.push({ ...one, wish, instead: insteadOf(wish).slice(0, 3) });
  }
  for (const alike of alikeOf(open)) {
    const value = askCategory(context, target, alike);
    for (const { snapshot } of alike) {
      chosen[snapshot.id] = value;
      context.memory.set(decided(context, snapshot.id), value);
    }
  }
  return chosen;
}

/**
 * The category that is asked for now, where the recovery's disk has another: no repeat of the call that made it, unless
 * a person chose that one instead, or had to, because the zone does not sell what is asked for.
 */
export async function refuseOtherCategory(
  context: ToolContext,
  regionId: string,
  target: Instance,
  of: { attached: Disk[]; made: readonly Disk[]; wanted: string | undefined },
): Promise<void> {
  const { attached, made, wanted } = of;
  const isDecided = (disk: Disk) => context.memory.has(decided(context, disk.sourceSnapshotId ?? ''));
  const other = made.find((disk) => disk.category !== wanted && !isDecided(disk));
  if (wanted === undefined || !other) return;
  const offered = await offeredFor(context, regionId, target, attached);
  if (offered === undefined || offered.some(({ value }) => value === wanted)) {
    refuseOtherDisk(context, other, { category: wanted });
  }
}

const decided = ({ recoveryId }: ToolContext, snapshotId: string) => `category ${recoveryId} ${snapshotId}`;

function alikeOf(open: readonly Open[]): Open[][] {
  const groups = new Map<string, Open[]>();
  for (const one of open) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups.values()];
}

/** The same for disks that are one question: of one category and level, with the same lack and the same ways out. */
function keyOf({ wish, instead, sourceDisk }: Open): string {
  const options = instead.map((c) => `${c.category} ${c.performanceLevel}`).sort();
  return JSON.stringify([lacking(wish), sourceDisk?.category, sourceDisk?.performanceLevel, options]);
}

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
  return toldOf(zones, target.zoneId).length === 0 ? undefined : offeredIn(zones, target.zoneId);
}

function askCategory(context: ToolContext, target: Instance, alike: readonly Open[]): string {
  const { say } = context;
  const [first] = alike;
  if (!first || first.instead.length === 0) throw noCategory(context, target, alike);
  const { zoneId, type } = target;
  const { disk } = first.wish;
  const lack = lacking(first.wish)?.replace(':', ' ');
  const copies = alike.map(({ snapshot, wish }) => `${snapshot.sourceDiskId} (${wish.disk.sizeGiB} GiB)`);
  const ofOne = lack
    ? say`${zoneId} with ${type} does not take ${lack} for the copy of ${disk.id} (${disk.sizeGiB} GiB). Which category should the new disk have?`
    : say`Disk ${disk.id} no longer exists, so its category is not known. Which category should the new disk (${disk.sizeGiB} GiB) have?`;
  const ofSeveral = lack
    ? say`${zoneId} with ${type} does not take ${lack} for the copies of ${copies}. Which category should the new disks have?`
    : say`The disks ${copies} no longer exist, so their category is not known. Which category should the new disks have?`;
  return askOrStop(context, {
    id: `disk-category-${first.snapshot.id}`,
    question: alike.length === 1 ? ofOne : ofSeveral,
    options: rankedFor(alike).map((category) => ({
      value: category,
      title: category,
      description:
        category === first.sourceDisk?.category ? say`as the source disk` : differenceOf(context, alike, category),
    })),
  });
}

/** The ways out of all of them, that first which is the closest to the most: how close one is depends on the size. */
function rankedFor(alike: readonly Open[]): string[] {
  const rank = (category: string) =>
    alike.reduce((sum, { instead }) => sum + instead.findIndex((c) => c.category === category), 0);
  const [first] = alike;
  return (first?.instead ?? []).map((c) => c.category).sort((a, b) => rank(a) - rank(b));
}

/** What changes with it; of disks of several sizes, for the smallest and for the largest. */
function differenceOf({ say }: ToolContext, alike: readonly Open[], category: string): string {
  const bySize = [...alike].sort((a, b) => a.wish.disk.sizeGiB - b.wish.disk.sizeGiB);
  const told = bySize.map(({ wish, instead }) => ({
    sizeGiB: wish.disk.sizeGiB,
    difference: instead.find((c) => c.category === category)?.difference ?? '',
  }));
  const [smallest, largest] = [told[0], told.at(-1)];
  if (!smallest || !largest || smallest.difference === largest.difference)
    return inline(say.told(smallest?.difference ?? ''));
  return [smallest, largest].map((t) => say`${t.sizeGiB} GiB: ${t.difference}`).join('; ');
}

function noCategory(context: ToolContext, target: Instance, alike: readonly Open[]): DrError {
  const { zoneId, type } = target;
  const refused = [...new Set(alike.flatMap(({ wish }) => wish.refused))].map((name) => name.replace(':', ' '));
  const left = (alike[0]?.wish.offered ?? []).map(({ value }) => value).filter((value) => !refused.includes(value));
  const offered = left.join(', ') || 'none';
  const wasRefused = refused.length > 0;
  const againAt = Math.min(...alike.map(({ snapshot }) => refusedFor(context, snapshot.id, target).againAt));
  const again = wasRefused ? `${new Date(againAt).toISOString().slice(0, 19)}Z` : '';
  return new DrError({
    code: 'InvalidDiskCategory.NotSupported',
    message: `${zoneId} offers no category that can hold ${alike.map(({ snapshot }) => snapshot.id).join(', ')} for ${type}.`,
    cause: wasRefused
      ? `The API refused ${refused.join(', ')} there within the last ${REFUSED_MS / 60_000} minutes. Offered beside: ${offered}.`
      : `Offered: ${offered}.`,
    remedy: wasRefused
      ? `Choose a target instance in another zone or of another type, or try this one again after ${again}.`
      : `Choose a target instance in another zone or of another type. ${nothingMade(context)}`,
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
