import { type DiskErrand, diskErrands } from './disk-errands.ts';
import type { Disk } from './estate.ts';
import type { Scene, Stage } from './phase.ts';
import { lostDisks, retake, singleSnapshots } from './phase-snapshots.ts';
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

/** Disk-level recovery: created, then attached; done when every snapshot, and all that was approved, is at its instance. */
export function diskStage(scene: Scene): Stage | undefined {
  const recovered = scene.disks.filter(isRecoveredDisk);
  const disks = recovered.filter((disk) => !isSuperseded(disk, recovered));
  if (disks.length === 0) return undefined;
  if (disks.some((disk) => disk.status === 'Creating')) return { phase: 'disks-creating', pending: true };
  if (disks.some((disk) => disk.status === 'Attaching')) return { phase: 'attaching', pending: true };
  const lost = lostDisks(scene);
  const made = disks.flatMap((disk) => disk.sourceSnapshotId ?? []);
  const waiting = singleSnapshots(scene).filter((one) => one.status !== 'failed' && !made.includes(one.id));
  const [errand, ...others] = diskErrands(
    recovered,
    waiting.map((snapshot) => snapshot.id),
  );
  if (errand === undefined) return { phase: 'attached', pending: false, ...(lost && retake(scene, lost)) };
  return {
    phase: 'disk-ready',
    pending: false,
    ...(lost && { failed: lost.failed }),
    next: {
      tool: 'attach-recovered-disk',
      arguments: {
        ...(errand.left.length > 0 && { snapshotIds: errand.snapshotIds }),
        ...(errand.targetInstanceId !== undefined && { targetInstanceId: errand.targetInstanceId }),
        ...(errand.diskCategory !== undefined && { diskCategory: errand.diskCategory }),
      },
      why: [whyNow(errand), ...others.map(whyThen)].join('; '),
    },
  };
}

function whyNow({ targetInstanceId: target, left, unnamed }: DiskErrand): string {
  if (target === undefined) return 'Some disks are not attached yet: ask the user which instance gets them';
  if (unnamed === 0) return `Meant for ${target} and not there yet: ${left.join(', ')}`;
  // No tag had room for their snapshots.
  return left.length === 0
    ? `Meant for ${target} and never made: ${unnamed} more, of which no snapshot is known: ask the user which they are`
    : `Meant for ${target} and not there yet: ${left.join(', ')}, and ${unnamed} more, of which no snapshot is known: ask the user which they are`;
}

function whyThen({ targetInstanceId: target, left, unnamed }: DiskErrand): string {
  if (target === undefined) return `then, for an instance that the user names: ${left.join(', ')}`;
  return unnamed === 0
    ? `then for ${target}: ${left.join(', ')}`
    : `then for ${target}: ${[...left, `${unnamed} more`].join(', ')}`;
}
