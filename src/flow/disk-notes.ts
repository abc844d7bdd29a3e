import { lossesOf, originOf, severalCopies } from '../recovery/copied-disk.ts';
import type { Disk, Instance } from '../recovery/estate.ts';
import type { ToolContext } from '../tool.ts';
import type { DisksWanted, DiskToRecover } from './disk-plan.ts';
import { tryRead } from './try-read.ts';

/** What a person should know before these disks come to the target: what clashes there, and what they will not be. */
export async function diskNotes(
  context: ToolContext,
  regionId: string,
  target: Instance,
  of: DisksWanted & { snapshotIds: string[] },
): Promise<string[]> {
  const approved = { targetInstanceId: target.id, snapshotIds: of.snapshotIds, wanted: of.wanted };
  return [...(await clashNotes(context, regionId, target, of)), ...lossNotes(of.disks, of.categories, approved)];
}

/** A clone beside its original, or beside another one, can clash inside the operating system [recovery-rules: disk-level recovery]. */
async function clashNotes(
  context: ToolContext,
  regionId: string,
  target: Instance,
  { disks, attached }: { disks: DiskToRecover[]; attached: Disk[] },
): Promise<string[]> {
  const { say } = context;
  const own = disks.some(({ sourceDisk }) => sourceDisk !== undefined && isAt(sourceDisk, target.id));
  const root = disks.some(({ snapshot }) => snapshot.sourceDiskType === 'system');
  const arriving = disks.map(({ snapshot }) => snapshot.sourceDiskId);
  const present = attached.filter(({ id }) => !disks.some(({ made }) => made?.id === id));
  const twice = severalCopies(arriving, await originsOf(context, regionId, present, disks));
  return [
    ...(own
      ? [say`The target is the source: file-system UUIDs and LVM names of the copy clash with the original's.`]
      : []),
    ...twice.map(
      (id) => say`The target then has several copies of disk ${id}: their file-system UUIDs and LVM names clash.`,
    ),
    ...(root ? [say`A copy of a system disk beside another one can be booted from by mistake (same UUIDs).`] : []),
    say`The disks stay when the instance is released (DeleteWithInstance=false).`,
  ];
}

/** Also a multi-attach disk, which names its instances in its attachments alone. */
const isAt = (disk: Disk, instanceId: string): boolean =>
  disk.instanceId === instanceId || disk.attachments.some((a) => a.instanceId === instanceId);

/** The disks that the target's own are copies of; a disk of a DR instance tells it by its snapshot alone. */
async function originsOf(
  { cloud, recent }: ToolContext,
  regionId: string,
  present: readonly Disk[],
  disks: readonly DiskToRecover[],
): Promise<(string | undefined)[]> {
  const known = disks.map(({ snapshot }) => snapshot);
  const ids = present.flatMap((disk) => (originOf(disk, known) === undefined ? (disk.sourceSnapshotId ?? []) : []));
  const others = ids.length > 0 ? await tryRead(cloud.snapshots(regionId, { ids: [...new Set(ids)] }, recent)) : [];
  return present.map((disk) => originOf(disk, [...known, ...(others ?? [])]));
}

/** What of the source disks does not come along [recovery-rules: no silent difference]. */
function lossNotes(
  disks: readonly DiskToRecover[],
  categories: Record<string, string>,
  approved: { targetInstanceId: string; snapshotIds: string[]; wanted: string | undefined },
): string[] {
  return disks.flatMap(({ snapshot, sourceDisk, made }) => {
    if (!sourceDisk || made) return [];
    const losses = lossesOf(sourceDisk, snapshot, categories[snapshot.id] ?? sourceDisk.category, approved);
    return losses.map((loss) => `${sourceDisk.device ?? sourceDisk.id}: ${loss}`);
  });
}
