import { deviceOf, inDeviceOrder, isUnsnapshottable } from './disks.ts';
import type { Disk } from './estate.ts';
import type { FidelityRow, WholeSource } from './fidelity.ts';
import { row, same } from './fidelity-row.ts';

/**
 * One row per attribute over all disks (`xvda cloud_essd; xvdb cloud_auto`): seventeen disks with a row for each
 * attribute of each would drown the reader.
 */
export function diskRows({ source, disks }: WholeSource): FidelityRow[] {
  const lost = inDeviceOrder(disks).filter((disk) => isUnsnapshottable(disk.category));
  const kept = inDeviceOrder(disks).filter((disk) => !isUnsnapshottable(disk.category));
  const all = (value: (disk: Disk) => string | number | undefined) => over(kept, value, source.id);
  const unlisted = (source.localStorageAmount ?? 0) > 0 && lost.length === 0 ? source.localStorageAmount : undefined;
  return [
    ...same(
      'disk devices',
      kept.map((disk) => short(disk, source.id)).join(', '),
      'as in the image; NVMe guests rename them',
    ),
    ...same(
      'disk category',
      all((disk) => disk.category),
      'another only by decision',
    ),
    ...same(
      'disk size (GiB)',
      all((disk) => disk.sizeGiB),
    ),
    ...same(
      'disk performance level',
      all((disk) => disk.performanceLevel),
    ),
    ...same(
      'disk provisioned IOPS',
      all((disk) => disk.provisionedIops || undefined),
    ),
    ...same(
      'disk bursting',
      all((disk) => (disk.burstingEnabled === true ? 'on' : undefined)),
    ),
    ...same(
      'disk encryption',
      all((disk) => (disk.encrypted ? (disk.kmsKeyId ?? 'service key') : undefined)),
      'same KMS key',
    ),
    ...same(
      'disk names',
      all((disk) => disk.name),
    ),
    ...same(
      'disk descriptions',
      all((disk) => disk.description),
    ),
    ...same('disk released with instance', released(kept, source.id)),
    ...same(
      'auto snapshot policy',
      all((disk) => disk.autoSnapshotPolicyId),
    ),
    ...row('auto snapshots kept', all(keptSnapshots), 'dropped', 'set it on the disks'),
    ...row(
      'disk tags',
      all((disk) => disk.tags.length || undefined),
      'transformed',
      'RunInstances tags disks like the instance',
      "the instance's tags",
    ),
    ...row(
      'disk billing',
      all((disk) => (disk.chargeType === 'PrePaid' ? 'PrePaid' : undefined)),
      'transformed',
      'follows the copy',
    ),
    ...row(
      'multi-attach',
      all((disk) => (disk.multiAttach ? 'on' : undefined)),
      'dropped',
      'the copy is a disk of its own',
    ),
    ...row(
      'storage set, cluster',
      all((disk) => disk.storageSetId ?? disk.storageClusterId),
      'impossible',
      'bound to the source zone',
    ),
    ...row(
      'disk serial numbers',
      all((disk) => disk.serialNumber && '…'),
      'impossible',
      'new disks',
    ),
    ...row(
      'local disk data',
      lost.length > 0 ? over(lost, (disk) => disk.category, source.id) : unlisted,
      'impossible',
      'cannot be snapshotted: data is missing',
    ),
  ];
}

/** RunInstances makes the system disk go with its instance and has no word for it. */
function released(disks: readonly Disk[], instanceId: string): string | undefined {
  return over(
    disks.filter((disk) => disk.type === 'data'),
    (disk) => (disk.deleteWithInstance ? 'yes' : 'no'),
    instanceId,
  );
}

function keptSnapshots(disk: Disk): string | undefined {
  return disk.deleteAutoSnapshot === false ? 'after release' : undefined;
}

/** `all cloud_essd`, or each with its device where they differ. */
function over(
  disks: readonly Disk[],
  value: (disk: Disk) => string | number | undefined,
  instanceId: string,
): string | undefined {
  const values = disks.map((disk) => ({ device: short(disk, instanceId), value: value(disk) }));
  const present = values.filter((one) => one.value !== undefined && one.value !== '');
  if (present.length === 0) return undefined;
  const distinct = new Set(values.map((one) => one.value));
  if (distinct.size === 1 && values.length > 1) return `all ${present[0]?.value}`;
  return present.map((one) => `${one.device} ${one.value}`).join('; ');
}

function short(disk: Disk, instanceId: string): string {
  return (deviceOf(disk, instanceId) ?? disk.id).replace('/dev/', '');
}
