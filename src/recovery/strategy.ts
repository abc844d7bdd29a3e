import { deviceOf, diskLabel, inDeviceOrder, isEssd, isRegional, isUnsnapshottable, MOST_DATA_DISKS } from './disks.ts';
import type { Disk, Instance } from './estate.ts';

export interface SnapshotStrategy {
  kind: 'snapshot-group' | 'single-snapshot' | 'whole-instance-image';
  reason: string;
  /** Disks that a consistency group would refuse, which spoils the whole call: the way is then a person's decision. */
  refused: { diskId: string; device?: string; why: string }[];
  /** Storage whose data no recovery brings back: to be acknowledged before anything is created. */
  unsnapshottable: { what: string; why: string }[];
}

/** Which way to take a recovery point (the table of that name in the recovery rules). */
export function snapshotStrategy(instance: Instance, disks: readonly Disk[]): SnapshotStrategy {
  const ordered = inDeviceOrder(disks);
  const able = ordered.filter((disk) => !isUnsnapshottable(disk.category));
  const unsnapshottable = withoutSnapshots(instance, ordered);
  // One snapshot works for a disk of any category; what a group would refuse matters only when there are several.
  const refused = able.length > 1 ? refusedByGroup(able) : [];
  return { ...wayFor(able, refused), refused, unsnapshottable };
}

/**
 * Whether these disks' snapshots bring an instance back, or are for recovering single disks: the system disk, and every
 * disk that neither has no snapshots nor was left out because a group refuses it.
 */
export function makesAnInstance(instance: Instance, disks: readonly Disk[], held: ReadonlySet<string>): boolean {
  const optional = new Set(snapshotStrategy(instance, disks).refused.map((r) => r.diskId));
  return withoutSnapshot(disks, held).every((disk) => disk.type === 'data' && optional.has(disk.id));
}

/** The disks that could be among these and are not. */
export function withoutSnapshot(disks: readonly Disk[], held: ReadonlySet<string>): Disk[] {
  return disks.filter((disk) => !isUnsnapshottable(disk.category) && !held.has(disk.id));
}

function wayFor(
  able: readonly Disk[],
  refused: SnapshotStrategy['refused'],
): Pick<SnapshotStrategy, 'kind' | 'reason'> {
  if (able.length <= 1) {
    return { kind: 'single-snapshot', reason: 'One disk: a snapshot of it is a consistent point.' };
  }
  if (refused.length > 0) {
    return {
      kind: 'whole-instance-image',
      reason: `A snapshot group refuses ${refused.length} of ${able.length} disks. Separate snapshots or an image of the whole instance take all, but not at one moment: create-snapshot-group asks which.`,
    };
  }
  const many =
    able.length > MOST_DATA_DISKS
      ? ` Some regions allow only ${MOST_DATA_DISKS} disks per group: the API will say.`
      : '';
  return {
    kind: 'snapshot-group',
    reason: `${able.length} ESSD-family disks: one snapshot group holds them all at one moment.${many}`,
  };
}

function refusedByGroup(disks: readonly Disk[]): SnapshotStrategy['refused'] {
  const zonal = disks.some((disk) => !isRegional(disk.category));
  return disks.flatMap((disk) => {
    const why = refusal(disk, zonal);
    if (why === undefined) return [];
    const device = deviceOf(disk);
    return [{ diskId: disk.id, ...(device === undefined ? {} : { device }), why }];
  });
}

function refusal(disk: Disk, besideZonal: boolean): string | undefined {
  if (!isEssd(disk.category)) return `${disk.category} is not of the ESSD family`;
  if (disk.multiAttach) return 'multi-attach disk';
  if (isRegional(disk.category) && besideZonal) return `${disk.category} groups only with its own kind`;
  return undefined;
}

function withoutSnapshots(instance: Instance, disks: readonly Disk[]): SnapshotStrategy['unsnapshottable'] {
  const listed = disks.filter((disk) => isUnsnapshottable(disk.category));
  const found = listed.map((disk) => ({
    what: `${diskLabel(disk)} (${disk.category}, ${disk.sizeGiB} GiB)`,
    why: 'has no snapshots: its data will be missing',
  }));
  // DescribeDisks does not list the local disks of every type; the instance's own count tells of the rest.
  const local = listed.filter((disk) => !disk.category.startsWith('elastic_ephemeral')).length;
  const unlisted = (instance.localStorageAmount ?? 0) - local;
  if (unlisted <= 0) return found;
  const size = instance.localStorageCapacityGiB === undefined ? '' : `, ${instance.localStorageCapacityGiB} GiB`;
  return [...found, { what: `${unlisted} local disk(s)${size}`, why: 'has no snapshots: its data will be missing' }];
}
