import { DrError } from '../errors.ts';
import type { Disk, Image, SnapshotGroup, VSwitch } from '../recovery/estate.ts';
import { isWholeInstance } from '../recovery/image-origin.ts';
import { otherCategories, otherCopy, type WantedCopy } from '../recovery/other-copy.ts';
import { pointApart } from '../recovery/same-point.ts';
import type { ToolContext } from '../tool.ts';
import { copyDisks } from './copy-disks.ts';
import type { ExistingInstance } from './dr-existing.ts';
import { readGroup } from './point.ts';
import type { Source } from './source.ts';

/*
 * A repeated call adopts what its recovery has made already. A call that asks for something else is no repeat: it is
 * told what there is instead of being given that without a word.
 */

export function refuseOtherGroup(
  context: ToolContext,
  has: SnapshotGroup,
  wanted: { excludeDiskIds: readonly string[] },
) {
  const held = has.snapshots.map((s) => s.sourceDiskId).filter((id) => wanted.excludeDiskIds.includes(id));
  if (held.length > 0) throw hasOther(context, 'snapshot-group', has.id, `holds ${held.join(', ')}`, 'without them');
}

export async function refuseOtherImage(
  context: ToolContext,
  regionId: string,
  has: Image,
  wanted: {
    snapshotGroupId?: string | undefined;
    snapshotIds?: string[] | undefined;
    wholeInstance?: boolean | undefined;
  },
): Promise<void> {
  const { snapshotGroupId, snapshotIds, wholeInstance } = wanted;
  const isWhole = isWholeInstance(has);
  if (wholeInstance && isWhole) return;
  const made = has.mappings.flatMap((m) => m.snapshotId ?? []);
  const as = `was made of ${isWhole ? 'the whole instance' : made.join(', ') || 'snapshots'}`;
  if (wholeInstance) throw hasOther(context, 'image', has.id, as, 'of the whole instance');
  const group = snapshotGroupId ? await readGroup(context, regionId, snapshotGroupId) : undefined;
  // A group that is gone has no snapshots any more that could be those of the image.
  const point = snapshotIds ?? group?.snapshots.map((s) => s.id) ?? [];
  const { more, less } = pointApart(has, point);
  const other = hasOther(context, 'image', has.id, as, `of ${snapshotGroupId ?? point.join(', ')}`);
  // Which snapshots it is made of shows only when it is being made for a while.
  if (more.length > 0 || (made.length === 0 && (isWhole || point.length === 0))) throw other;
  // Of a group it was made of the members that were there.
  if (less.length > 0 && (!group || (await context.cloud.snapshots(regionId, { ids: less })).length > 0)) throw other;
}

/** @param of the source, and the image that the copy was made from, where they are known: they tell of its disks */
export async function refuseOtherInstance(
  context: ToolContext,
  has: ExistingInstance,
  wanted: WantedCopy,
  of?: { source: Source; image: Image | undefined },
): Promise<void> {
  const apart = otherCopy(has, wanted, of?.source.instance.type);
  if (apart) throw hasOther(context, 'instance', has.id, apart.is, apart.wanted);
  if (!of) return;
  const { source, image } = of;
  const devices = otherCategories(has, wanted, { id: source.instance.id, disks: source.disks });
  if (devices.length === 0) return;
  const diskAt = await copyDisks(context, source, has.id, image);
  for (const device of devices) {
    const category = diskAt(device)?.category;
    const asked = wanted.diskCategories?.[device];
    if (category === asked) continue;
    const as = category ? `has ${category} at ${device}` : `has no disk at ${device}`;
    throw hasOther(context, 'instance', has.id, as, `with ${asked} there`);
  }
}

/** A zone of a VPC has one of the recovery that takes the copy: a full one gets another beside it. */
export function refuseOtherVSwitch(context: ToolContext, has: VSwitch, wanted: { cidrBlock?: string | undefined }) {
  const { cidrBlock = has.cidrBlock } = wanted;
  if (has.cidrBlock !== cidrBlock) {
    throw hasOther(context, 'vswitch', has.id, `has ${has.cidrBlock} in ${has.zoneId}`, `with ${cidrBlock}`);
  }
}

/** A snapshot has one disk of the recovery in a zone, beside those that could not be attached. */
export function refuseOtherDisk(context: ToolContext, has: Disk, wanted: { category: string }): void {
  if (has.category !== wanted.category) {
    throw hasOther(
      context,
      'disk',
      has.id,
      `was made as ${has.category}`,
      `of ${has.sourceSnapshotId} as ${wanted.category}`,
    );
  }
}

/** A vSwitch is made for the DR instance, which has one. */
export function refuseUnneededVSwitch(context: ToolContext, has: ExistingInstance): void {
  throw hasOther(context, 'instance', has.id, `has vSwitch ${has.vSwitchId} in ${has.zoneId}`, 'vSwitch');
}

function hasOther(
  { recoveryId }: ToolContext,
  kind: 'snapshot-group' | 'image' | 'vswitch' | 'instance' | 'disk',
  id: string,
  as: string,
  wanted: string,
): DrError {
  return new DrError({
    code: 'RecoveryHasOther',
    message: `Recovery ${recoveryId} has ${kind} ${id} already: it ${as}. Another ${wanted} is not made in it.`,
    cause: 'A recovery makes one of each that serves: a repeated call finds what an earlier one made.',
    remedy: `Go on with ${id} (check-recovery gives the next step). Or, if your user wants the other one as well, call again without recoveryId, answers and planToken: that begins another recovery and keeps this one. Nothing more was created.`,
    retryable: false,
    created: [{ kind, id }],
  });
}
