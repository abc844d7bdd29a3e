import type { Disk } from './estate.ts';
import type { Scene, Stage } from './phase.ts';
import { MOST_DISKS, singleSnapshots } from './phase-snapshots.ts';
import { DISK_TAG, tagValue } from './tags.ts';

/**
 * RunInstances puts the recovery's tags on the disks of the DR instance too. Only CreateDisk names the source disk, so a
 * disk without that tag is the instance's own, or was.
 */
export function isRecoveredDisk(disk: Disk): boolean {
  return tagValue(disk.tags, DISK_TAG) !== undefined;
}

/** Another disk of the same snapshot is attached: the instance did not take this one, or it was made twice. */
export function isSuperseded(disk: Disk, all: readonly Disk[]): boolean {
  const attached = all.some((d) => d.id !== disk.id && d.sourceSnapshotId === disk.sourceSnapshotId && d.instanceId);
  return disk.instanceId === undefined && isRecoveredDisk(disk) && attached;
}

/** Disk-level recovery: created, then attached; done when every snapshot has its disk at its instance. */
export function diskStage(scene: Scene): Stage | undefined {
  const disks = scene.disks.filter((disk) => isRecoveredDisk(disk) && !isSuperseded(disk, scene.disks));
  if (disks.length === 0) return undefined;
  const made = disks.flatMap((disk) => disk.sourceSnapshotId ?? []);
  const waiting = singleSnapshots(scene)
    .filter((snapshot) => snapshot.status !== 'failed' && !made.includes(snapshot.id))
    .map((snapshot) => snapshot.id);
  if (disks.some((disk) => disk.status === 'Creating')) return { phase: 'disks-creating', pending: true };
  if (disks.some((disk) => disk.status === 'Attaching')) return { phase: 'attaching', pending: true };
  if (waiting.length === 0 && disks.every((disk) => disk.status === 'In_use'))
    return { phase: 'attached', pending: false };
  const unattached = disks
    .filter((disk) => disk.instanceId === undefined)
    .flatMap((disk) => disk.sourceSnapshotId ?? []);
  const targets = [...new Set(disks.flatMap((disk) => disk.instanceId ?? []))];
  // A disk that was made is on its way to where the others are; of a snapshot without one nobody knows where it goes.
  const certain = targets.length === 1 && waiting.length === 0;
  // The same set as was approved, where it is sure to be the same target: it need not be asked about again.
  const asApproved = [...new Set(made)];
  const left = [...new Set([...unattached, ...waiting])];
  return {
    phase: 'disk-ready',
    pending: false,
    next: {
      tool: 'attach-recovered-disk',
      arguments: {
        snapshotIds: (certain && asApproved.length <= MOST_DISKS ? asApproved : left).sort().slice(0, MOST_DISKS),
        ...(certain ? { targetInstanceId: targets[0] } : {}),
      },
      why: certain
        ? 'Some disks are not attached yet'
        : 'Some disks are not attached yet: ask the user which instance gets them',
    },
  };
}
