import { diskSettings } from './disk-settings.ts';
import type { Disk, Snapshot } from './estate.ts';
import { copyTags, DISK_TAG, ourTags, tagValue } from './tags.ts';

/*
 * A disk that is made of a snapshot beside the one that was snapshotted: what CreateDisk cannot carry over, what of the
 * new disk came out otherwise, and which disks are copies of the same one.
 */

/** The size of the copy: a disk that grew since the snapshot comes back at its present size. */
export function copySizeGiB(sourceDisk: Disk | undefined, snapshot: Snapshot): number {
  return Math.max(sourceDisk?.sizeGiB ?? 0, snapshot.sourceDiskSizeGiB ?? 0);
}

/** What of the source disk does not come along, whatever is sent or because of the category that was chosen. */
export function lossesOf(sourceDisk: Disk, snapshot: Snapshot, chosen: string): string[] {
  const settings = diskSettings(sourceDisk, copySizeGiB(sourceDisk, snapshot), chosen);
  const { leftOut } = copyTags(sourceDisk.tags, ourTags('', '', sourceDisk.id));
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
  const changed = (what: string, from: string | number, to: string | number) =>
    from === to ? [] : [`${what} ${from} → ${to}`];
  const encrypted = source.encrypted && copy.encrypted;
  return [
    ...changed('category', kindOf(source), kindOf(copy)),
    ...changed('size (GiB)', source.sizeGiB, copy.sizeGiB),
    ...changed('provisioned IOPS', source.provisionedIops ?? 0, copy.provisionedIops ?? 0),
    ...changed('bursting', onOff(source.burstingEnabled), onOff(copy.burstingEnabled)),
    ...changed('encryption', onOff(source.encrypted), onOff(copy.encrypted)),
    ...(encrypted && source.kmsKeyId && copy.kmsKeyId ? changed('KMS key', source.kmsKeyId, copy.kmsKeyId) : []),
    ...(source.chargeType && copy.chargeType ? changed('billing', source.chargeType, copy.chargeType) : []),
    ...changed('automatic snapshot policy', source.autoSnapshotPolicyId ?? 'none', copy.autoSnapshotPolicyId ?? 'none'),
    ...changed('multi-attach', onOff(source.multiAttach), onOff(copy.multiAttach)),
  ];
}

const onOff = (value: boolean | undefined) => (value ? 'on' : 'off');
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
