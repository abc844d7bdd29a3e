import { diskLabel, inDeviceOrder, isUnsnapshottable } from './disks.ts';
import type { Disk } from './estate.ts';
import { bestPoint } from './point-order.ts';
import type { RecoveryPoint } from './points.ts';
import { type PolicyTold, policyLabel } from './snapshot-policies.ts';

/**
 * Said while there is no point that the loss of the zone leaves whole: why, and what keeps one.
 *
 * @param policies as far as they could be read
 */
export function pointWarnings(
  points: readonly RecoveryPoint[],
  disks: readonly Disk[],
  policies: readonly PolicyTold[],
): string[] {
  const best = bestPoint(points);
  if (best?.complete && best.zoneSafe) return [];
  return [
    `If the zone fails now there is no complete, zone-safe recovery point. ${hint(points, disks, policies)} For an RPO of minutes: asynchronous disk replication; for no restore at all: zone-redundant disks (cloud_regional_disk_auto).`,
  ];
}

function hint(points: readonly RecoveryPoint[], disks: readonly Disk[], policies: readonly PolicyTold[]): string {
  const able = inDeviceOrder(disks).filter((disk) => !isUnsnapshottable(disk.category));
  const left = able.filter((disk) => disk.autoSnapshotPolicyId === undefined);
  if (left.length === able.length) return 'An automatic snapshot policy would keep one.';
  // What could not be read is called by its id.
  const ids = [...new Set(able.flatMap((disk) => disk.autoSnapshotPolicyId ?? []))];
  const label = (policies.length > 0 ? policies.map(policyLabel) : ids).join('; ');
  if (left.length > 0) return `Its automatic snapshot policy (${label}) leaves out ${left.map(diskLabel).join(', ')}.`;
  return points.some((point) => point.automatic)
    ? `Its automatic snapshot policy (${label}) has made snapshots, but none of every disk at about the same time that is stored in full.`
    : `Its automatic snapshot policy (${label}) has made none yet.`;
}
