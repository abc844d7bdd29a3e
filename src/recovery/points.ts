import { isUnsnapshottable } from './disks.ts';
import type { Disk, Image, Instance, Snapshot, SnapshotGroup } from './estate.ts';
import { metadataProblem } from './image-fit.ts';
import { imageMappings } from './image-mappings.ts';
import { type Evidence, imageOrigin } from './image-origin.ts';
import { gradePoint } from './point-grade.ts';
import { byWorth } from './point-order.ts';
import { snapshotSets } from './point-sets.ts';
import { RECOVERY_TAG, tagValue } from './tags.ts';

export interface RecoveryPoint {
  kind: 'snapshot-group' | 'snapshots' | 'snapshot' | 'image';
  id: string;
  snapshotIds: string[];
  /** Holds every current disk that can have snapshots, and is shown to be the instance's throughout. */
  complete: boolean;
  /** All disks at one moment. */
  consistent: boolean;
  /** Survives the loss of the source's zone: every member is at 100 %. */
  zoneSafe: boolean;
  /** The moment of the data, not the end of the upload: its age is the RPO. */
  createdAt: string;
  ageSeconds: number;
  /** A recovery can start from it now. */
  usable: boolean;
  missingDisks: string[];
  /** No instance can start from it: it lacks the system disk, or create-image would refuse it. */
  disksOnly?: boolean;
  /** Nothing shows that all of it is the instance's. */
  unproven?: boolean;
  automatic?: boolean;
  recoveryId?: string;
  encrypted?: boolean;
  notes?: string[];
}

export interface PointsInput {
  instance: Instance;
  disks: readonly Disk[];
  groups: readonly SnapshotGroup[];
  snapshots: readonly Snapshot[];
  images: readonly Image[];
  nowMs: number;
}

/** Every point the instance, or a disk of it, could be recovered from, best first. */
export function recoveryPoints(input: PointsInput): RecoveryPoint[] {
  const { instance, groups, images, nowMs } = input;
  const disks = input.disks.filter((disk) => !isUnsnapshottable(disk.category));
  const own = new Set(disks.map((disk) => disk.id));
  const detail = new Map(input.snapshots.map((snapshot) => [snapshot.id, snapshot]));
  const ownGroups = groups
    .map((group) => ({ group, members: membersOf(group, input.snapshots, detail) }))
    .filter(({ group, members }) => group.instanceId === instance.id || members.some((m) => own.has(m.sourceDiskId)));
  const grouped = new Map(ownGroups.flatMap(({ group, members }) => members.map((m) => [m.id, group.id])));
  const all = new Map([...detail, ...ownGroups.flatMap(({ members }) => members.map((m) => [m.id, m] as const))]);
  const singles = input.snapshots.filter((snapshot) => !grouped.has(snapshot.id) && snapshot.groupId === undefined);

  const here: Here = { instance, disks, all, grouped, nowMs, evidence: evidenceOf(input, all) };
  const points = [
    ...ownGroups.map(({ group, members }) => groupPoint(group, members, here)),
    ...snapshotSets(singles, disks).map((set) => setPoint(set, here)),
    ...images.flatMap((image) => {
      const origin = originHere(image, here);
      return origin === undefined ? [] : [imagePoint(image, origin, here)];
    }),
  ];
  return points.sort(byWorth);
}

/** What every point is judged by. */
interface Here {
  instance: Instance;
  /** Those that can have snapshots. */
  disks: readonly Disk[];
  /** Every snapshot that is known, members of groups too. */
  all: ReadonlyMap<string, Snapshot>;
  /** The group that a snapshot is of. */
  grouped: ReadonlyMap<string, string>;
  evidence: Evidence;
  nowMs: number;
}

/** Whose a snapshot is, as create-image will see it. */
function evidenceOf({ instance, disks }: PointsInput, all: ReadonlyMap<string, Snapshot>): Evidence {
  return { sourceId: instance.id, disks, listed: new Set(all.keys()) };
}

/** A group lists its members with few fields, and not all of them while it is in progress. */
function membersOf(
  group: SnapshotGroup,
  snapshots: readonly Snapshot[],
  detail: ReadonlyMap<string, Snapshot>,
): Snapshot[] {
  const listed = group.snapshots.map((member) => ({ ...member, ...detail.get(member.id) }));
  const ids = new Set(listed.map((member) => member.id));
  return [...listed, ...snapshots.filter((s) => s.groupId === group.id && !ids.has(s.id))];
}

/** No image can be made of these by themselves: a disk is all that they bring back. */
function isForDisksOnly(members: readonly Snapshot[], { evidence }: Here): boolean {
  return imageMappings(evidence, members).problems.length > 0;
}

const failedNotes = (members: readonly Snapshot[]): string[] =>
  members.filter((member) => member.status === 'failed').map((member) => `${member.id} failed`);

function groupPoint(group: SnapshotGroup, members: Snapshot[], here: Here): RecoveryPoint {
  const { disks, nowMs } = here;
  const recoveryId = tagValue(group.tags, RECOVERY_TAG);
  const done = group.status === 'accomplished';
  const failed = failedNotes(members);
  return gradePoint({
    kind: 'snapshot-group',
    id: group.id,
    members,
    disks,
    consistent: done,
    usable: done && members.length > 0 && failed.length === 0,
    disksOnly: isForDisksOnly(members, here),
    createdAt: group.createdAt,
    recoveryId,
    notes: [...(done ? [] : [`group is ${group.status}`]), ...failed],
    nowMs,
  });
}

function setPoint(members: Snapshot[], here: Here): RecoveryPoint {
  const { disks, nowMs } = here;
  const [first] = members;
  const recoveryId = first && tagValue(first.tags, RECOVERY_TAG);
  const covered = members.some((member) => disks.some((disk) => disk.id === member.sourceDiskId));
  return gradePoint({
    kind: members.length > 1 ? 'snapshots' : 'snapshot',
    id: first?.id ?? '',
    members,
    disks,
    // One snapshot of the only disk is one moment by itself; several taken one by one never are.
    consistent: members.length === 1 && disks.length === 1 && covered,
    usable: members.every((member) => member.status === 'accomplished' && member.available && member.progress === 100),
    disksOnly: isForDisksOnly(members, here),
    createdAt: undefined,
    recoveryId,
    notes: [...failedNotes(members), ...(covered ? [] : ['its disk is no longer on the source'])],
    nowMs,
  });
}

function imagePoint(image: Image, origin: 'source' | 'unknown', here: Here): RecoveryPoint {
  const { instance, disks, all, grouped, nowMs } = here;
  const ids = image.mappings.flatMap((mapping) => mapping.snapshotId ?? []);
  const members = ids.flatMap((id) => all.get(id) ?? []);
  const known = members.length === ids.length && ids.length > 0;
  const groups = new Set(ids.map((id) => grouped.get(id)));
  const ready = image.status === 'Available' && image.usable;
  const shown = origin === 'source';
  // Available all the same: the image of a zone that is down, of which no data was stored, or one made in the console.
  const failed = failedNotes(members);
  const unfit = metadataProblem(instance, image);
  const point = gradePoint({
    kind: 'image',
    id: image.id,
    members,
    snapshotIds: ids,
    disks,
    // Without its snapshots an image tells which disks it holds only by their devices.
    devices: known || !shown ? undefined : image.mappings.map((mapping) => mapping.device),
    consistent: (groups.size === 1 && !groups.has(undefined)) || (ids.length === 1 && disks.length === 1),
    usable: ready && failed.length === 0 && unfit === undefined,
    zoneSafe: image.status === 'Available' && members.every((member) => member.progress === 100),
    createdAt: known ? undefined : image.createdAt,
    recoveryId: tagValue(image.tags, RECOVERY_TAG),
    notes: [
      ...(ready ? [] : [`image is ${image.status}`]),
      ...(unfit === undefined ? [] : [unfit]),
      ...failed,
      ...(known ? [] : ['age counted from the image, its snapshots are not listed']),
      ...(shown
        ? []
        : [`not all of it is shown to be of ${instance.id}: run-dr-instance looks closer, and may refuse it`]),
    ],
    nowMs,
  });
  return shown ? point : { ...point, complete: false, unproven: true };
}

/**
 * Made of this instance's snapshots, or tagged so, as run-dr-instance will see it; unknown where only some are listed as
 * its own (a disk that has left it, or another's). Undefined where nothing or another's: the image the instance was
 * started from, for one.
 */
function originHere(image: Image, { all, evidence }: Here): 'source' | 'unknown' | undefined {
  const { of } = imageOrigin(image, [...all.values()], evidence);
  if (of === 'another') return undefined;
  if (of === 'source') return of;
  return image.mappings.some(({ snapshotId = '' }) => all.has(snapshotId)) ? of : undefined;
}
