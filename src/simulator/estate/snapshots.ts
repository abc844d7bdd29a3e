import { DAY } from '../time.ts';
import { isEssdFamily } from './catalogue.ts';
import type { Estate } from './estate.ts';
import type { Disk, Snapshot, SnapshotGroup, Tags } from './model.ts';

/** Snapshot life: the point is taken first, usable (ESSD) soon, uploaded to the end later. [states: snapshot] */

export interface SnapshotWish {
  name?: string | undefined;
  description?: string | undefined;
  retentionDays?: number | undefined;
  tags?: Tags;
  group?: SnapshotGroup;
  resourceGroupId?: string | undefined;
  /** The fault plan wants it to die after being accepted. */
  doomed?: boolean;
}

/** Starts a snapshot of a disk; preconditions are the caller's business. */
export function takeSnapshot(estate: Estate, disk: Disk, wish: SnapshotWish): Snapshot {
  const now = estate.now;
  const { durations } = estate;
  const incremental = estate.snapshotsOf(disk.id).some((earlier) => earlier.status === 'accomplished');
  const takenAt = now + durations.pointTaken();
  const doneAt = takenAt + durations.snapshotUpload(disk.usedGiB, incremental);
  const essd = isEssdFamily(disk.category);
  const snapshot: Snapshot = {
    id: estate.ids.resource('s', disk.regionId),
    name: wish.name ?? '',
    description: wish.description ?? '',
    regionId: disk.regionId,
    status: 'progressing',
    sourceDiskId: disk.id,
    sourceDiskType: disk.type,
    sourceDiskSizeGiB: disk.sizeGiB,
    sourceInstanceId: disk.instanceIds[0] ?? disk.originInstanceId,
    sourceDevice: disk.device,
    sourceImageId: disk.imageId,
    category: disk.category,
    type: 'user',
    requestedAt: now,
    takenAt,
    availableAt: essd ? Math.min(doneAt, takenAt + durations.instantAccess()) : doneAt,
    doneAt,
    willFail: wish.doomed === true || estate.zone(disk.zoneId)?.outage === true,
    retentionDays: wish.retentionDays ?? 0,
    encrypted: disk.encrypted,
    kmsKeyId: disk.kmsKeyId,
    groupId: wish.group?.id ?? '',
    instantAccess: essd,
    linkId: `sl-${disk.id.slice(2)}`,
    serialNumber: `${estate.random.chars('0123456789', 5)}-${estate.random.chars('0123456789', 9)}-${estate.random.chars('0123456789', 8)}`,
    resourceGroupId: wish.resourceGroupId ?? estate.defaultResourceGroupId,
    tags: wish.tags ?? [],
  };
  estate.snapshots.set(snapshot.id, snapshot);
  if (snapshot.willFail) {
    estate.agenda.plan(takenAt, () => {
      snapshot.status = 'failed';
    });
  } else {
    estate.agenda.plan(doneAt, () => {
      snapshot.status = 'accomplished';
    });
    if (snapshot.retentionDays > 0) {
      estate.agenda.plan(doneAt + snapshot.retentionDays * DAY, () => estate.snapshots.delete(snapshot.id));
    }
  }
  return snapshot;
}

/** Starts a consistency group; members are taken at one point, and upload on their own afterwards. [trap 11] */
export function takeSnapshotGroup(estate: Estate, disks: Disk[], group: SnapshotGroup, doomed: boolean): void {
  estate.snapshotGroups.set(group.id, group);
  const point = estate.now + estate.durations.pointTaken();
  const doneAt = estate.now + estate.durations.groupConsistent();
  let failed = doomed;
  for (const disk of disks) {
    const source = disk.instanceIds[0] ?? '';
    const member = takeSnapshot(estate, disk, {
      name: `Created_from_${group.id}`,
      description: `Created_from_${group.id}`,
      // [states: snapshot_group.members.tags]
      tags: [{ key: 'acs:ecs:createFrom', value: source }, ...group.tags],
      group,
      resourceGroupId: group.resourceGroupId,
      doomed,
    });
    const shift = point - member.takenAt;
    member.takenAt = point;
    if (shift > 0) member.availableAt = Math.max(member.availableAt, point);
    failed ||= member.willFail;
    group.snapshotIds.push(member.id);
  }
  group.doneAt = doneAt;
  estate.agenda.plan(doneAt, () => {
    group.status = failed ? 'failed' : 'accomplished';
  });
}

/** Percent as the API spells it. */
export function snapshotProgress(snapshot: Snapshot, now: number): number {
  if (snapshot.status === 'accomplished') return 100;
  if (snapshot.status === 'failed' || now < snapshot.takenAt) return 0;
  const share = (now - snapshot.takenAt) / Math.max(1, snapshot.doneAt - snapshot.takenAt);
  return Math.max(0, Math.min(99, Math.floor(share * 100)));
}

export function isAvailable(snapshot: Snapshot, now: number): boolean {
  return (
    snapshot.status === 'accomplished' ||
    (snapshot.status === 'progressing' && !snapshot.willFail && now >= snapshot.availableAt)
  );
}
