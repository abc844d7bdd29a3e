import type { Estate } from './estate.ts';
import type { Disk } from './model.ts';

/** Disk life: creation, attachment, release. [states: disk] */

type NewDisk = Pick<Disk, 'regionId' | 'zoneId' | 'type' | 'category' | 'performanceLevel' | 'sizeGiB'> & Partial<Disk>;

/** Adds a disk in state Creating; the caller plans what follows. */
export function addDisk(estate: Estate, disk: NewDisk): Disk {
  const now = estate.now;
  const added: Disk = {
    id: estate.ids.resource('d', disk.regionId),
    name: '',
    description: '',
    usedGiB: Math.round(disk.sizeGiB * 0.4),
    status: 'Creating',
    device: '',
    instanceIds: [],
    multiAttach: false,
    everAttached: false,
    portable: true,
    deleteWithInstance: false,
    deleteAutoSnapshot: true,
    enableAutoSnapshot: true,
    autoSnapshotPolicyId: '',
    encrypted: false,
    kmsKeyId: '',
    chargeType: 'PostPaid',
    expiresAt: undefined,
    createdAt: now,
    visibleAt: now,
    initializingUntil: now,
    attachedAt: undefined,
    detachedAt: undefined,
    imageId: '',
    sourceSnapshotId: '',
    originInstanceId: '',
    provisionedIops: 0,
    burstingEnabled: false,
    resourceGroupId: estate.defaultResourceGroupId,
    tags: [],
    ...disk,
  };
  estate.disks.set(added.id, added);
  return added;
}

/** Brings the disk to In_use on the instance, at a moment. */
export function completeAttach(estate: Estate, disk: Disk, instanceId: string, device: string, at: number): void {
  if (!estate.disks.has(disk.id)) return;
  if (!estate.instances.has(instanceId)) {
    estate.unlink(disk, instanceId);
    disk.status = 'Available';
    return;
  }
  disk.status = 'In_use';
  disk.device = device;
  disk.attachedAt = at;
  disk.everAttached = true;
  estate.link(disk, instanceId);
}

export function completeDetach(estate: Estate, disk: Disk, instanceId: string, at: number): void {
  estate.unlink(disk, instanceId);
  disk.detachedAt = at;
  if (disk.instanceIds.length > 0) return;
  disk.status = 'Available';
  disk.device = '';
}

/** The next device name that no disk of the instance has: /dev/xvdb … /dev/xvdz, then /dev/xvdaa … */
export function freeDevice(taken: ReadonlySet<string>): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  for (const letter of letters.slice(1)) if (!taken.has(`/dev/xvd${letter}`)) return `/dev/xvd${letter}`;
  for (const a of letters) for (const b of letters) if (!taken.has(`/dev/xvd${a}${b}`)) return `/dev/xvd${a}${b}`;
  return '';
}

export function devicesOf(estate: Estate, instanceId: string): Set<string> {
  return new Set(estate.disksOf(instanceId).map((disk) => disk.device));
}
