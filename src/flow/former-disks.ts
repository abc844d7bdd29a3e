import { DrError, invalidInput } from '../errors.ts';
import { closestCategories, type RankedCategory } from '../recovery/categories.ts';
import { categoryIn } from '../recovery/disk-settings.ts';
import { deviceOf, diskLabel } from '../recovery/disks.ts';
import type { Disk, ZoneAvailability } from '../recovery/estate.ts';
import { offeredIn, typeFamilyOf } from '../recovery/offers.ts';
import type { JoinedDisk } from '../recovery/run-disks.ts';
import type { RunChoices } from '../recovery/run-plan.ts';
import type { ToolContext } from '../tool.ts';
import { RECOMMENDED } from './billing.ts';
import { formerDisk } from './disk-category.ts';
import { askForCategory } from './place-categories.ts';
import type { Source } from './source.ts';

type Wish = Pick<RunChoices, 'zoneId' | 'diskCategories'> & { instanceType: string };

/**
 * The categories so far, and one more for each disk of the image that has left the source: nothing in the source tells
 * it, so it is a person's to choose of those that the zone offers.
 */
export async function chooseFormerCategories(
  context: ToolContext,
  source: Source,
  former: readonly JoinedDisk[],
  wish: Wish,
): Promise<RunChoices['diskCategories']> {
  const open = former.filter(({ mapping }) => wish.diskCategories?.[mapping.device] === undefined);
  if (open.length === 0) return wish.diskCategories;
  const { cloud, recent } = context;
  const ids = open.flatMap(({ snapshot }) => snapshot?.sourceDiskId || []);
  const [offered, elsewhere] = await Promise.all([
    offeredFor(context, source, wish),
    // It may only have been detached.
    ids.length > 0 ? cloud.disks(source.regionId, { ids }, recent) : [],
  ]);
  const chosen: Record<string, string> = { ...wish.diskCategories };
  for (const one of open) {
    const disk = elsewhere.find(({ id }) => id === one.snapshot?.sourceDiskId);
    chosen[one.mapping.device] = ask(context, source, one, { disk, offered, wish });
  }
  return chosen;
}

/** A category for a disk that is neither the source's nor the image's would be passed over without a word. */
export function refuseUnknownDevices(
  { instance, disks }: Source,
  former: readonly JoinedDisk[],
  diskCategories: RunChoices['diskCategories'] = {},
): void {
  const known = [
    ...disks.flatMap((disk) => deviceOf(disk, instance.id) ?? []),
    ...former.map(({ mapping }) => mapping.device),
  ];
  const unknown = Object.keys(diskCategories).filter((device) => !known.includes(device));
  if (unknown.length > 0) throw invalidInput('diskCategories', unknown.join(', '), `of ${known.join(', ')}`);
}

/**
 * What the zone sells as data disks with this type; where it says nothing of them (the type is out of stock there, which
 * the dry run tells), what the source has.
 */
async function offeredFor(
  { cloud, recent }: ToolContext,
  { regionId, disks }: Source,
  { zoneId, instanceType, diskCategories = {} }: Wish,
): Promise<ZoneAvailability['values']> {
  const system = disks.find((disk) => disk.type === 'system');
  const zones = await cloud.availability(
    regionId,
    {
      destination: 'DataDisk',
      chargeType: RECOMMENDED.chargeType,
      instanceType,
      zoneId,
      ...(system && { systemDiskCategory: categoryIn(diskCategories[diskLabel(system)] ?? system.category) }),
    },
    recent,
  );
  const values = offeredIn(zones, zoneId);
  if (values.length > 0) return values;
  return [...new Set(disks.map((disk) => disk.category))].map((value) => ({ value, status: '', stock: '' }));
}

function ask(
  context: ToolContext,
  source: Source,
  { mapping, snapshot }: JoinedDisk,
  of: { disk: Disk | undefined; offered: ZoneAvailability['values']; wish: Wish },
): string {
  const { say } = context;
  const { device, sizeGiB } = mapping;
  const { zoneId, instanceType } = of.wish;
  const id = snapshot?.sourceDiskId || mapping.snapshotId || '?';
  const like = formerDisk(source.instance, { id, sizeGiB, encrypted: snapshot?.encrypted ?? false });
  const family = typeFamilyOf(instanceType);
  const fitting = closestCategories(like, of.offered, family);
  const options = of.disk
    ? nearDisk(context, { ...of.disk, sizeGiB }, fitting, of.offered, family)
    : asOthers(context, source, fitting);
  if (options.length === 0) {
    throw new DrError({
      code: 'InvalidDiskCategory.NotSupported',
      message: `${zoneId} offers no category with ${instanceType} that can hold ${device} of the image (${sizeGiB} GiB).`,
      cause: `Offered: ${of.offered.map(({ value }) => value).join(', ') || 'none'}.`,
      remedy: 'Call find-target-zone and choose another zone or type. Nothing more was created.',
      retryable: false,
    });
  }
  const question = say`${device} of the image is of disk ${id} (${sizeGiB} GiB), which has left the source. Which category should its copy in ${zoneId} have?`;
  return askForCategory(context, device, question, options);
}

/** The disk still exists: what it is, then what is closest to that. */
function nearDisk(
  { say }: ToolContext,
  disk: Disk,
  fitting: readonly RankedCategory[],
  offered: ZoneAvailability['values'],
  family: string,
): RankedCategory[] {
  const own = fitting.filter(({ category }) => category === disk.category);
  return [
    ...own.map((one) => ({
      ...one,
      difference:
        one.performanceLevel === disk.performanceLevel
          ? say`as the source disk`
          : `${one.performanceLevel}, not ${disk.performanceLevel}`,
    })),
    ...closestCategories(disk, offered, family),
  ];
}

/** Nothing is known of it but its size: what the source's other data disks are comes first. */
function asOthers({ say }: ToolContext, { disks }: Source, fitting: readonly RankedCategory[]): RankedCategory[] {
  const others = [...disks].sort((a, b) => Number(a.type === 'system') - Number(b.type === 'system'));
  const alike = new Map(others.map((disk) => [disk.category, disk] as const).reverse());
  const rank = ({ category }: RankedCategory) => {
    const disk = alike.get(category);
    return disk ? others.indexOf(disk) : others.length;
  };
  return [...fitting]
    .sort((a, b) => rank(a) - rank(b))
    .map((one) => {
      const disk = alike.get(one.category);
      return disk ? { ...one, difference: say`as ${diskLabel(disk)} of the source` } : one;
    });
}
