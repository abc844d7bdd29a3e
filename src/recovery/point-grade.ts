import { deviceOf, diskLabel } from './disks.ts';
import type { Disk, Snapshot } from './estate.ts';
import type { RecoveryPoint } from './points.ts';

/** What a point of any kind is graded from. */
export interface Grading {
  kind: RecoveryPoint['kind'];
  id: string;
  members: readonly Snapshot[];
  /** Where they are not just the members' ids. */
  snapshotIds?: string[];
  /** The disks it should hold. */
  disks: readonly Disk[];
  /** Devices it is known to hold, where the disks of the members are not known. */
  devices?: string[] | undefined;
  consistent: boolean;
  usable: boolean;
  /** What only disks can be made of; told of what is usable. */
  disksOnly?: boolean;
  zoneSafe?: boolean;
  /** Stands in for the members' own moments where they are not known. */
  createdAt: string | undefined;
  recoveryId: string | undefined;
  notes: string[];
  nowMs: number;
}

export function gradePoint(of: Grading): RecoveryPoint {
  const { members } = of;
  const missing = of.disks.filter((disk) => !holds(of, disk));
  const createdAt = moment(members) ?? of.createdAt ?? '';
  const point: RecoveryPoint = {
    kind: of.kind,
    id: of.id,
    snapshotIds: of.snapshotIds ?? members.map((member) => member.id),
    complete: missing.length === 0 && of.disks.length > 0,
    consistent: of.consistent,
    zoneSafe: of.zoneSafe ?? (members.length > 0 && members.every((member) => member.progress === 100)),
    createdAt,
    ageSeconds: ageSeconds(createdAt, of.nowMs),
    usable: of.usable,
    missingDisks: missing.map(diskLabel),
  };
  if (of.usable && of.disksOnly === true) point.disksOnly = true;
  if (members.some((member) => member.type === 'auto')) point.automatic = true;
  if (of.recoveryId !== undefined) point.recoveryId = of.recoveryId;
  if (members.some((member) => member.encrypted)) point.encrypted = true;
  if (of.notes.length > 0) point.notes = of.notes;
  return point;
}

function holds({ members, devices }: Grading, disk: Disk): boolean {
  if (members.some((member) => member.sourceDiskId === disk.id)) return true;
  const device = deviceOf(disk);
  return device !== undefined && (devices?.includes(device) ?? false);
}

/** The oldest moment of the members: what a recovery goes back to at worst. */
function moment(members: readonly Snapshot[]): string | undefined {
  const moments = members.flatMap((member) => member.createdAt ?? []);
  return moments.sort()[0];
}

/** A point whose moment is unknown is as old as time: never taken for a fresh one. */
function ageSeconds(createdAt: string, nowMs: number): number {
  const then = Date.parse(createdAt);
  return Number.isNaN(then) ? Math.floor(nowMs / 1000) : Math.max(0, Math.floor((nowMs - then) / 1000));
}
