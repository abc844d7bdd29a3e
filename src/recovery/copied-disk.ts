import { diskSettings } from './disk-settings.ts';
import { type DiskOrigin, diskTags } from './disk-tags.ts';
import type { Disk, Snapshot } from './estate.ts';
import { DISK_TAG, tagValue } from './tags.ts';

/*
 * A disk that is made of a snapshot beside the one that was snapshotted: what CreateDisk cannot carry over, what of the
 * new disk came out otherwise, and which disks are copies of the same one.
 */

/** The size of the copy: a disk that grew since the snapshot comes back at its present size. */
export function copySizeGiB(sourceDisk: Disk | undefined, snapshot: Snapshot): number {
  return Math.max(sourceDisk?.sizeGiB ?? 0, snapshot.sourceDiskSizeGiB ?? 0);
}

/** What of the source disk does not come along, whatever is sent or because of the category that was chosen. */
export function lossesOf(
  sourceDisk: Disk,
  snapshot: Snapshot,
  chosen: string,
  approved: Pick<DiskOrigin, 'targetInstanceId' | 'snapshotIds' | 'wanted'> = {},
): string[] {
  const settings = diskSettings(sourceDisk, copySizeGiB(sourceDisk, snapshot), chosen);
  const { leftOut } = diskTags({ recoveryId: '', sourceInstanceId: '', snapshot, sourceDisk, ...approved });
  return [
    ...settings.notes,
    ...leftOut.map(({ key, reason }) => `tag ${key} not copied: ${reason}`),
    ...(sourceDisk.multiAttach ? ['shared by several instances; its copy is not'] : []),
    ...(sourceDisk.autoSnapshotPolicyId
      ? [`automatic snapshot policy ${sourceDisk.autoSnapshotPolicyId} not applied: CreateDisk takes none`]
      : []),
    ...(sourceDisk.chargeType === 'PrePaid'
      ? ['a subscription (PrePaid); its copy is PostPaid, billed by the hour']
      : []),
  ];
}

/** What is otherwise on the new disk than on the disk it is a copy of, as both are now. */
export function differencesOf(source: Disk, copy: Disk): string[] {
  const each = [source, copy] as const;
  const changed = <T>(read: (disk: Disk) => T, tell: (from: T, to: T) => string) => {
    const [from, to] = [read(source), read(copy)];
    return from === to ? [] : [tell(from, to)];
  };
  return [
    ...changed(kindOf, (from, to) => `category ${from} → ${to}`),
    ...changed(
      (disk) => disk.sizeGiB,
      (from, to) => `size (GiB) ${from} → ${to}`,
    ),
    ...changed(
      (disk) => disk.provisionedIops ?? 0,
      (from, to) => `provisioned IOPS ${from} → ${to}`,
    ),
    ...changed(
      (disk) => disk.burstingEnabled ?? false,
      (_, on) => (on ? 'bursting on' : 'bursting dropped'),
    ),
    ...changed(
      (disk) => disk.encrypted,
      (_, encrypted) =>
        encrypted ? 'encrypted, which the source disk is not' : 'not encrypted, as the source disk is',
    ),
    ...(each.every((disk) => disk.encrypted && disk.kmsKeyId)
      ? changed(
          (disk) => disk.kmsKeyId,
          (from, to) => `KMS key ${from} → ${to}`,
        )
      : []),
    ...(each.every((disk) => disk.chargeType)
      ? changed(
          (disk) => disk.chargeType,
          (from, to) => `billing ${from} → ${to}`,
        )
      : []),
    ...changed(
      (disk) => disk.autoSnapshotPolicyId ?? 'none',
      (from, to) => `automatic snapshot policy ${from} → ${to}`,
    ),
    ...(source.multiAttach && !copy.multiAttach ? ['shared by several instances; its copy is not'] : []),
  ];
}

const kindOf = ({ category, performanceLevel }: Disk) => [category, performanceLevel].filter(Boolean).join(' ');

/** The disk that a disk is a copy of: by our tag, else by its snapshot; undefined where neither tells. */
export function originOf(disk: Disk, snapshots: readonly Snapshot[]): string | undefined {
  return tagValue(disk.tags, DISK_TAG) ?? snapshots.find(({ id }) => id === disk.sourceSnapshotId)?.sourceDiskId;
}

/** Of the disks that get a copy on an instance, those of which it then has several, beside what is there already. */
export function severalCopies(arriving: readonly string[], present: readonly (string | undefined)[]): string[] {
  const all = [...arriving, ...present];
  return [...new Set(arriving)].filter((id) => all.filter((one) => one === id).length > 1);
}
