import { isUnsnapshottable } from './disks.ts';
import type { Disk, Image, Instance, Snapshot, SnapshotGroup } from './estate.ts';
import { imageOrigin } from './image-origin.ts';
import { gradePoint } from './point-grade.ts';
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

/** A consistent point is preferred to an inconsistent one that is at most this much younger. */
const CONSISTENCY_WORTH_SECONDS = 24 * 3600;
/** Of points with the same data, the one that needs fewer steps. */
const KINDS = ['image', 'snapshot-group', 'snapshots', 'snapshot'];

/** Every point the instance could be recovered from, best first: usable, complete, zone-safe, then young and consistent. */
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

  const points = [
    ...ownGroups.map(({ group, members }) => groupPoint(group, members, disks, nowMs)),
    ...snapshotSets(singles, disks).map((set) => setPoint(set, disks, nowMs)),
    ...images.flatMap((image) => {
      const origin = originHere(image, input, all);
      return origin === undefined ? [] : [imagePoint(image, origin, { instance, disks, all, grouped, nowMs })];
    }),
  ];
  return points.sort(byWorth);
}

/** The point to start from now; undefined when none can be. */
export function bestPoint(points: readonly RecoveryPoint[]): RecoveryPoint | undefined {
  return points.find((point) => point.usable);
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

function groupPoint(group: SnapshotGroup, members: Snapshot[], disks: readonly Disk[], nowMs: number): RecoveryPoint {
  const recoveryId = tagValue(group.tags, RECOVERY_TAG);
  const done = group.status === 'accomplished';
  return gradePoint({
    kind: 'snapshot-group',
    id: group.id,
    members,
    disks,
    consistent: done,
    usable: done && members.length > 0,
    createdAt: group.createdAt,
    recoveryId,
    notes: done ? [] : [`group is ${group.status}`],
    nowMs,
  });
}

function setPoint(members: Snapshot[], disks: readonly Disk[], nowMs: number): RecoveryPoint {
  const [first] = members;
  const recoveryId = first && tagValue(first.tags, RECOVERY_TAG);
  const failed = members.filter((member) => member.status === 'failed');
  const covered = members.some((member) => disks.some((disk) => disk.id === member.sourceDiskId));
  return gradePoint({
    kind: members.length > 1 ? 'snapshots' : 'snapshot',
    id: first?.id ?? '',
    members,
    disks,
    // One snapshot of the only disk is one moment by itself; several taken one by one never are.
    consistent: members.length === 1 && disks.length === 1 && covered,
    usable: members.every((member) => member.status === 'accomplished' && member.available && member.progress === 100),
    createdAt: undefined,
    recoveryId,
    notes: [
      ...failed.map((member) => `${member.id} failed`),
      ...(covered ? [] : ['its disk is no longer on the source']),
    ],
    nowMs,
  });
}

function imagePoint(
  image: Image,
  origin: 'source' | 'unknown',
  of: {
    instance: Instance;
    disks: readonly Disk[];
    all: ReadonlyMap<string, Snapshot>;
    grouped: ReadonlyMap<string, string>;
    nowMs: number;
  },
): RecoveryPoint {
  const { instance, disks, all, grouped, nowMs } = of;
  const ids = image.mappings.flatMap((mapping) => mapping.snapshotId ?? []);
  const members = ids.flatMap((id) => all.get(id) ?? []);
  const known = members.length === ids.length && ids.length > 0;
  const groups = new Set(ids.map((id) => grouped.get(id)));
  const ready = image.status === 'Available' && image.usable;
  const shown = origin === 'source';
  const point = gradePoint({
    kind: 'image',
    id: image.id,
    members,
    snapshotIds: ids,
    disks,
    // Without its snapshots an image tells which disks it holds only by their devices.
    devices: known || !shown ? undefined : image.mappings.map((mapping) => mapping.device),
    consistent: (groups.size === 1 && !groups.has(undefined)) || (ids.length === 1 && disks.length === 1),
    usable: ready,
    zoneSafe: image.status === 'Available' && members.every((member) => member.progress === 100),
    createdAt: known ? undefined : image.createdAt,
    recoveryId: tagValue(image.tags, RECOVERY_TAG),
    notes: [
      ...(ready ? [] : [`image is ${image.status}`]),
      ...(known ? [] : ['age counted from the image, its snapshots are not listed']),
      ...(shown
        ? []
        : [`not all of it is shown to be of ${instance.id}: run-dr-instance looks closer, and may refuse it`]),
    ],
    nowMs,
  });
  // Never the one to start from while another will do.
  return shown ? point : { ...point, complete: false };
}

/**
 * Made of this instance's snapshots, or tagged so, as run-dr-instance will see it; unknown where only some are listed as
 * its own (a disk that has left it, or another's). Undefined where nothing or another's: the image the instance was
 * started from, for one.
 */
function originHere(
  image: Image,
  { instance, disks }: PointsInput,
  all: ReadonlyMap<string, Snapshot>,
): 'source' | 'unknown' | undefined {
  const evidence = { sourceId: instance.id, disks, listed: new Set(all.keys()) };
  const { of } = imageOrigin(image, [...all.values()], evidence);
  if (of === 'another') return undefined;
  if (of === 'source') return of;
  return image.mappings.some(({ snapshotId = '' }) => all.has(snapshotId)) ? of : undefined;
}

function byWorth(a: RecoveryPoint, b: RecoveryPoint): number {
  return (
    Number(b.usable) - Number(a.usable) ||
    Number(b.complete) - Number(a.complete) ||
    Number(b.zoneSafe) - Number(a.zoneSafe) ||
    effectiveAge(a) - effectiveAge(b) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    (a.id < b.id ? -1 : 1)
  );
}

function effectiveAge(point: RecoveryPoint): number {
  return point.consistent ? point.ageSeconds - CONSISTENCY_WORTH_SECONDS : point.ageSeconds;
}
