import { Declined } from '../decisions/decision.ts';
import { STOP } from '../decisions/desk.ts';
import { DrError } from '../errors.ts';
import { closestCategories } from '../recovery/alternatives.ts';
import type { ChangeRequest, Disk, Informed, Instance, Parameters, Price, Snapshot } from '../recovery/estate.ts';
import { sumPrices } from '../recovery/prices.ts';
import { inline } from '../text/safe.ts';
import type { ToolContext } from '../tool.ts';

export interface DiskToRecover {
  snapshot: Snapshot;
  /** Absent when the disk that was snapshotted no longer exists. */
  sourceDisk?: Disk;
}

/**
 * The category per snapshot where it cannot simply be the source disk's: the zone or the target's type does not take
 * it, or the disk is gone. Always a decision [recovery-rules: disk-level recovery].
 */
export async function chooseCategory(
  context: ToolContext,
  regionId: string,
  target: Instance,
  attached: Disk[],
  disks: DiskToRecover[],
): Promise<Record<string, string>> {
  const { say } = context;
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
  const offered = zones
    .filter((z) => z.zoneId === target.zoneId)
    .flatMap((z) => z.values)
    .filter((v) => v.status !== 'SoldOut' && v.stock !== 'WithoutStock');
  const family = target.typeFamily ?? target.type.split('.').slice(0, 2).join('.');
  const chosen: Record<string, string> = {};
  for (const { snapshot, sourceDisk } of disks) {
    if (sourceDisk && offered.some((v) => v.value === sourceDisk.category)) continue;
    const like = sourceDisk ?? formerDisk(snapshot, target);
    const closest = closestCategories(like, offered, family);
    if (closest.length === 0) {
      throw new DrError({
        code: 'InvalidDiskCategory.NotSupported',
        message: `${target.zoneId} offers no category that can hold ${snapshot.id} for ${target.type}.`,
        cause: `Offered: ${offered.map((v) => v.value).join(', ') || 'none'}.`,
        remedy: 'Choose a target instance in another zone or of another type. Nothing was created.',
        retryable: false,
      });
    }
    const id = `disk-category-${snapshot.id}`;
    const value = context.choose({
      id,
      question: sourceDisk
        ? say`${target.zoneId} with ${target.type} does not take ${sourceDisk.category} (${sourceDisk.id}). Which category should the new disk have?`
        : say`Disk ${snapshot.sourceDiskId} no longer exists, so its category is not known. Which category should the new disk have?`,
      options: [
        ...closest
          .slice(0, 3)
          .map((c) => ({ value: c.category, title: c.category, description: inline(c.difference) })),
        { value: STOP, title: say`Stop here`, description: say`Create nothing; keep what exists` },
      ],
    });
    if (value === STOP) throw new Declined(id);
    chosen[snapshot.id] = value;
  }
  return chosen;
}

/** What the snapshot still tells of a disk that is gone. */
function formerDisk(snapshot: Snapshot, target: Instance): Disk {
  return {
    id: snapshot.sourceDiskId,
    regionId: target.regionId,
    zoneId: target.zoneId,
    type: 'data',
    category: 'cloud_essd',
    sizeGiB: snapshot.sourceDiskSizeGiB ?? 0,
    status: 'gone',
    deleteWithInstance: false,
    encrypted: snapshot.encrypted,
    multiAttach: false,
    attachments: [],
    operationLocks: [],
    tags: [],
  };
}

/** What the new disks cost per hour together. */
export async function diskPrice(
  context: ToolContext,
  regionId: string,
  target: Instance,
  creates: ChangeRequest[],
): Promise<Informed<Price>> {
  const prices = await Promise.all(
    creates.map(({ parameters: p }) => {
      const disk: Parameters = { ResourceType: 'disk', ZoneId: target.zoneId };
      if (p.DiskCategory !== undefined) disk['DataDisk.1.Category'] = p.DiskCategory;
      if (p.Size !== undefined) disk['DataDisk.1.Size'] = p.Size;
      if (p.PerformanceLevel !== undefined) disk['DataDisk.1.PerformanceLevel'] = p.PerformanceLevel;
      return context.cloud.tryPrice(regionId, disk, 'Hour');
    }),
  );
  return sumPrices(prices);
}
