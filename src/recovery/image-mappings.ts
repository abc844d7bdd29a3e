import { copySizeGiB } from './copied-disk.ts';
import { DATA_DEVICES, deviceOf, inDeviceOrder, MOST_DATA_DISKS, SYSTEM_DEVICE } from './disks.ts';
import type { Disk, ImageMapping, Snapshot } from './estate.ts';
import { type Evidence, instanceBehind } from './image-origin.ts';
import { SOURCE_TAG } from './tags.ts';

export type DiskMapping = ImageMapping & { diskId: string };

export interface ImageMappings {
  /** The system disk first, then the data disks by device. */
  mappings: DiskMapping[];
  /** Current disks of the source that the snapshots do not cover, and no former disk of it takes the place of. */
  missing: Disk[];
  /** Why no image can be made from these snapshots. */
  problems: string[];
  /** What is unusual but goes: a disk that the source does not have now, a device name that had to be chosen. */
  notes: string[];
}

/**
 * One mapping per disk, with its size and its own device name [recovery-rules: the image]. A mapping without a snapshot
 * would put an empty disk into the image [trap 20], so there is none; one with another instance's snapshot would bring
 * that one's data back.
 */
export function imageMappings(evidence: Evidence, snapshots: readonly Snapshot[]): ImageMappings {
  const { disks } = evidence;
  const problems: string[] = [];
  const notes: string[] = [];
  const known = new Map(disks.map((disk) => [disk.id, disk]));
  const chosen = onePerDisk(snapshots, problems);
  const taken = new Set<string>();
  // Also of those that the point does not hold: another disk under such a name would be taken for them.
  const own = new Set(disks.flatMap((disk) => deviceOf(disk) ?? []));
  const mappings: DiskMapping[] = [];
  for (const { snapshot, disk } of ordered(chosen, known)) {
    const stranger = strangerProblem(snapshot, evidence);
    if (stranger !== undefined) problems.push(stranger);
    const device = deviceFor(snapshot, disk, taken, own);
    if (device === undefined) {
      problems.push(`no device name is left for ${snapshot.id}`);
      continue;
    }
    if (disk === undefined) notes.push(`${absentDisk(snapshot, evidence)}; ${snapshot.id} becomes ${device}`);
    else if (device !== deviceOf(disk)) notes.push(`disk ${disk.id} becomes ${device}`);
    taken.add(device);
    // The mapping must be no smaller than the snapshot; a disk that grew since keeps its new size.
    const sizeGiB = copySizeGiB(disk, snapshot);
    if (sizeGiB === 0) problems.push(`the size of ${snapshot.id} is unknown`);
    mappings.push({
      device,
      type: snapshot.sourceDiskType,
      sizeGiB,
      snapshotId: snapshot.id,
      diskId: snapshot.sourceDiskId,
    });
  }
  const replaced = mappings.some((mapping) => mapping.type === 'system');
  return {
    mappings,
    missing: inDeviceOrder(disks).filter(
      (disk) => !chosen.some((snapshot) => snapshot.sourceDiskId === disk.id) && !(replaced && disk.type === 'system'),
    ),
    problems: [...problems, ...countProblems(mappings)],
    notes,
  };
}

/** Why this snapshot's data would not be the source's. What it boots from has to be shown to be. */
function strangerProblem(snapshot: Snapshot, evidence: Evidence): string | undefined {
  const { id, sourceDiskId, sourceDiskType } = snapshot;
  const { sourceId } = evidence;
  const owner = instanceBehind(snapshot, evidence);
  if (owner === sourceId) return undefined;
  if (owner !== undefined) return `${id} is of disk ${sourceDiskId} of ${owner}, not of ${sourceId}`;
  if (sourceDiskType === 'data') return undefined;
  return `${id} is of system disk ${sourceDiskId}, which ${sourceId} does not have, and nothing shows that it had it (a tag ${SOURCE_TAG}=${sourceId} would)`;
}

function absentDisk(snapshot: Snapshot, evidence: Evidence): string {
  const { id, sourceDiskId } = snapshot;
  return instanceBehind(snapshot, evidence) === evidence.sourceId
    ? `disk ${sourceDiskId} has left the source`
    : `disk ${sourceDiskId} is on no instance, and nothing shows that ${id} is of ${evidence.sourceId}`;
}

function countProblems(mappings: readonly DiskMapping[]): string[] {
  const system = mappings.filter((mapping) => mapping.type === 'system').length;
  const data = mappings.length - system;
  const problems: string[] = [];
  if (system !== 1) problems.push(`an image needs exactly one system disk snapshot; there are ${system}`);
  if (data > MOST_DATA_DISKS) {
    problems.push(`an image holds ${MOST_DATA_DISKS} data disks, not ${data}: attach the others as recovered disks`);
  }
  return problems;
}

function onePerDisk(snapshots: readonly Snapshot[], problems: string[]): Snapshot[] {
  const byDisk = new Map<string, Snapshot>();
  for (const snapshot of snapshots) {
    const other = byDisk.get(snapshot.sourceDiskId);
    if (other !== undefined) problems.push(`${other.id} and ${snapshot.id} are of the same disk: give one`);
    else byDisk.set(snapshot.sourceDiskId, snapshot);
  }
  return [...byDisk.values()];
}

/** System first, then the disks that still have a device, then the rest, so that these get what names are left. */
function ordered(
  snapshots: readonly Snapshot[],
  known: ReadonlyMap<string, Disk>,
): { snapshot: Snapshot; disk: Disk | undefined }[] {
  const position = new Map(inDeviceOrder([...known.values()]).map((disk, i) => [disk.id, i]));
  const rank = (s: Snapshot) => (s.sourceDiskType === 'system' ? -1 : (position.get(s.sourceDiskId) ?? known.size));
  return [...snapshots]
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
    .map((snapshot) => ({ snapshot, disk: known.get(snapshot.sourceDiskId) }));
}

/** A name of its own where there is one left: `own` are those of the source's disks. */
function deviceFor(
  snapshot: Snapshot,
  disk: Disk | undefined,
  taken: ReadonlySet<string>,
  own: ReadonlySet<string>,
): string | undefined {
  const before = disk && deviceOf(disk);
  if (snapshot.sourceDiskType === 'system') return before ?? SYSTEM_DEVICE;
  if (before !== undefined && !taken.has(before)) return before;
  const free = DATA_DEVICES.filter((device) => !taken.has(device));
  return free.find((device) => !own.has(device)) ?? free[0];
}
