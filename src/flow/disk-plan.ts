import type { Plan } from '../decisions/decision.ts';
import { diskSettings } from '../recovery/disk-settings.ts';
import type { ChangeRequest, Disk, Informed, Instance, Parameters, Price, Snapshot } from '../recovery/estate.ts';
import { sumPrices } from '../recovery/prices.ts';
import { attachDiskRequest, createDiskRequest } from '../recovery/requests.ts';
import { copyTags, ourTags, SOURCE_TAG, tagValue } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';

export interface DiskToRecover {
  snapshot: Snapshot;
  /** Absent when the disk that was snapshotted no longer exists. */
  sourceDisk?: Disk;
}

/** Each snapshot with the disk it was taken of, in the same order. */
export async function readSourceDisks(
  context: ToolContext,
  regionId: string,
  snapshots: Snapshot[],
): Promise<DiskToRecover[]> {
  const ids = [...new Set(snapshots.map((s) => s.sourceDiskId))];
  const disks = await context.cloud.disks(regionId, { ids }, context.recent);
  return snapshots.map((snapshot) => {
    const sourceDisk = disks.find((d) => d.id === snapshot.sourceDiskId);
    return { snapshot, ...(sourceDisk && { sourceDisk }) };
  });
}

/** A disk per snapshot, and its attachment: the requests, what the disks cost per hour, and what they will not be. */
export async function planDisks(
  context: ToolContext,
  regionId: string,
  target: Instance,
  of: { disks: DiskToRecover[]; categories: Record<string, string> },
): Promise<{ creates: { snapshotId: string; request: ChangeRequest }[]; plan: Plan }> {
  const { disks, categories } = of;
  const creates = disks.map((disk) => ({
    snapshotId: disk.snapshot.id,
    request: createDiskRequest({
      ...disk,
      category: categories[disk.snapshot.id],
      zoneId: target.zoneId,
      regionId,
      recoveryId: context.recoveryId,
      sourceInstanceId: sourceOf(disk),
      resourceGroupId: target.resourceGroupId,
    }),
  }));
  const requests = creates.map(({ request }) => request);
  const attaches = requests.map((_, i) =>
    attachDiskRequest({ regionId, instanceId: target.id, diskId: `<DiskId of CreateDisk ${i + 1}>` }),
  );
  const plan = {
    requests: [...requests, ...attaches],
    price: await diskPrice(context, regionId, target, requests),
    notes: [...clashNotes(context, target, disks), ...lossNotes(disks, categories)],
  };
  return { creates, plan };
}

/** The instance it comes from: the snapshot of a recovery knows it even when the disk is gone. */
function sourceOf({ snapshot, sourceDisk }: DiskToRecover): string | undefined {
  return tagValue(snapshot.tags, SOURCE_TAG) ?? sourceDisk?.instanceId ?? sourceDisk?.attachments[0]?.instanceId;
}

/** What the new disks cost per hour together. */
async function diskPrice(
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
      if (p.ProvisionedIops !== undefined) disk['DataDisk.1.ProvisionedIops'] = p.ProvisionedIops;
      return context.cloud.tryPrice(regionId, disk, 'Hour');
    }),
  );
  return sumPrices(prices);
}

/** A clone beside its original can clash inside the operating system [recovery-rules: disk-level recovery]. */
function clashNotes({ say }: ToolContext, target: Instance, disks: DiskToRecover[]): string[] {
  const own = disks.some(({ sourceDisk }) => sourceDisk?.instanceId === target.id);
  const root = disks.some(({ snapshot }) => snapshot.sourceDiskType === 'system');
  return [
    ...(own
      ? [say`The target is the source: file-system UUIDs and LVM names of the copy clash with the original's.`]
      : []),
    ...(root ? [say`A copy of a system disk beside another one can be booted from by mistake (same UUIDs).`] : []),
    say`The disks stay when the instance is released (DeleteWithInstance=false).`,
  ];
}

/** What of the source disks does not come along [recovery-rules: no silent difference]. */
function lossNotes(disks: DiskToRecover[], categories: Record<string, string>): string[] {
  return disks.flatMap(({ snapshot, sourceDisk }) => {
    if (!sourceDisk) return [];
    const of = (note: string) => `${sourceDisk.device ?? sourceDisk.id}: ${note}`;
    const category = categories[snapshot.id] ?? sourceDisk.category;
    const settings = diskSettings(sourceDisk, Math.max(sourceDisk.sizeGiB, snapshot.sourceDiskSizeGiB ?? 0), category);
    const { leftOut } = copyTags(sourceDisk.tags, ourTags('', '', sourceDisk.id));
    return [
      ...settings.notes.map(of),
      ...leftOut.map(({ key, reason }) => of(`tag ${key} not copied: ${reason}`)),
      ...(sourceDisk.multiAttach ? [of('shared by several instances; its copy is not')] : []),
    ];
  });
}
