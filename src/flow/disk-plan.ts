import type { Plan } from '../decisions/decision.ts';
import type { ChangeRequest, Disk, Informed, Instance, Parameters, Price, Snapshot } from '../recovery/estate.ts';
import { sumPrices } from '../recovery/prices.ts';
import { attachDiskRequest, createDiskRequest } from '../recovery/requests.ts';
import { SOURCE_TAG, tagValue } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { diskNotes } from './disk-notes.ts';

export interface DiskToRecover {
  snapshot: Snapshot;
  /** Absent when the disk that was snapshotted no longer exists. */
  sourceDisk?: Disk;
  /** The copy that an earlier call made. */
  made?: Disk;
}

/** The disks of one call, and what was decided for them. */
export interface DisksWanted {
  disks: DiskToRecover[];
  /** By snapshot. */
  categories: Record<string, string>;
  /** To the target, now. */
  attached: Disk[];
  /** The category that a person chose for all. */
  wanted: string | undefined;
}

/** What is left to do for one snapshot's disk: to make and attach it, or to attach the one there is. */
export type DiskWork = { snapshotId: string } & ({ create: ChangeRequest } | { made: Disk });

/** Each snapshot with the disk it was taken of, and with its copy, in the same order. */
export async function readSourceDisks(
  context: ToolContext,
  regionId: string,
  snapshots: Snapshot[],
  made: readonly Disk[],
): Promise<DiskToRecover[]> {
  const ids = [...new Set(snapshots.map((s) => s.sourceDiskId))];
  const disks = await context.cloud.disks(regionId, { ids }, context.recent);
  return snapshots.map((snapshot) => {
    const sourceDisk = disks.find((d) => d.id === snapshot.sourceDiskId);
    const copy = made.find((d) => d.sourceSnapshotId === snapshot.id);
    return { snapshot, ...(sourceDisk && { sourceDisk }), ...(copy && { made: copy }) };
  });
}

/**
 * What is left to be done, and nothing else: a disk per snapshot that has none and its attachment, the attachment alone
 * of a disk that exists. The requests, what the new disks cost per hour, and what they will not be.
 */
export async function planDisks(
  context: ToolContext,
  regionId: string,
  target: Instance,
  of: DisksWanted,
): Promise<{ works: DiskWork[]; question: string; plan: Plan }> {
  const left = of.disks.filter(({ made }) => !made || isFree(made));
  // Of all that was asked for, also where some is made: a repeat sends the same request.
  const snapshotIds = of.disks.map(({ snapshot }) => snapshot.id);
  const works = left.map((disk): DiskWork => {
    const { snapshot, made } = disk;
    if (made) return { snapshotId: snapshot.id, made };
    const create = createDiskRequest({
      ...disk,
      category: of.categories[snapshot.id],
      zoneId: target.zoneId,
      regionId,
      recoveryId: context.recoveryId,
      sourceInstanceId: sourceOf(disk),
      targetInstanceId: target.id,
      snapshotIds,
      wanted: of.wanted,
      resourceGroupId: target.resourceGroupId,
    });
    return { snapshotId: snapshot.id, create };
  });
  const creates = works.flatMap((work) => ('create' in work ? work.create : []));
  const diskIds = [
    ...works.flatMap((work) => ('made' in work ? work.made.id : [])),
    ...creates.map((_, i) => `<DiskId of CreateDisk ${i + 1}>`),
  ];
  const attaches = diskIds.map((diskId) => attachDiskRequest({ regionId, instanceId: target.id, diskId }));
  const plan = {
    requests: [...creates, ...attaches],
    ...(creates.length > 0 && { price: await diskPrice(context, regionId, target, creates) }),
    notes: await diskNotes(context, regionId, target, { ...of, disks: left, snapshotIds }),
  };
  return { works, question: questionOf(context, target, works), plan };
}

/** Attached nowhere, and not about to be. */
const isFree = (disk: Disk): boolean => disk.instanceId === undefined && disk.status !== 'Attaching';

function questionOf({ say }: ToolContext, target: Instance, works: DiskWork[]): string {
  const { name, id, status, zoneId } = target;
  const what = works.flatMap((work) => ('create' in work ? work.snapshotId : []));
  const existing = works.flatMap((work) => ('made' in work ? { ...work, id: work.made.id } : []));
  return [
    what.length > 0
      ? say`Create ${what.length} disk(s) from ${what} in ${zoneId} and attach them to ${name} (${id}, ${status})?`
      : say`Attach ${existing.length} disk(s) to ${name} (${id}, ${status})?`,
    ...existing.map((disk) => say`Disk ${disk.id} (from ${disk.snapshotId}) exists and is only attached.`),
  ].join('\n');
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
