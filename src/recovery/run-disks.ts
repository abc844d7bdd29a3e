import { sizeProblem } from './disk-limits.ts';
import { diskSettings, settingParameters } from './disk-settings.ts';
import { deviceOf, diskLabel, inDeviceOrder } from './disks.ts';
import type { Disk, Image, ImageMapping, Instance, Parameters, Snapshot } from './estate.ts';
import { given } from './parameters.ts';
import type { Part, RunInput } from './run-plan.ts';

export interface JoinedDisk {
  mapping: ImageMapping;
  /** The source disk it was made from; absent when that has left the source. */
  disk: Disk | undefined;
  snapshot: Snapshot | undefined;
}

/**
 * Which disk of the image is which of the source: by the snapshot's source disk, else (an image of the whole instance,
 * whose snapshots may not be known) by device. The system disk takes the place of the source's, whichever it was made
 * of. Whose data they hold is not told here, but by the origin of the image.
 */
export function joinImage(
  mappings: readonly ImageMapping[],
  disks: readonly Disk[],
  snapshots: readonly Snapshot[],
): JoinedDisk[] {
  return mappings.map((mapping) => {
    const snapshot = snapshots.find((s) => s.id === mapping.snapshotId);
    const disk =
      mapping.type === 'system'
        ? disks.find((d) => d.type === 'system')
        : disks.find((d) => (snapshot ? d.id === snapshot.sourceDiskId : deviceOf(d) === mapping.device));
    return { mapping, disk, snapshot };
  });
}

/** The image's data disks that the source does not have any more: what category their copies get is for a person to say. */
export function formerDisks({ image, disks, snapshots }: Pick<RunInput, 'image' | 'disks' | 'snapshots'>) {
  return joinImage(image.mappings, disks, snapshots).filter(
    ({ mapping, disk }) => mapping.type === 'data' && disk === undefined,
  );
}

/**
 * Every disk of the image with the source's category, size, level, IOPS, burst and encryption. Data disks are overridden
 * by the device name in the image and never by snapshot id: anything else would add a disk
 * [recovery-rules: data disks; trap 23].
 */
export function runDisks({ source, disks, image, snapshots, choices, unproven }: RunInput): Part {
  const part: Part = { parameters: {}, notes: [], problems: [] };
  const joined = joinImage(image.mappings, disks, snapshots);
  const system = disks.find((disk) => disk.type === 'system');
  const first: JoinedDisk = joined.find(({ mapping }) => mapping.type === 'system') ?? {
    mapping: { device: '', type: 'system', sizeGiB: image.sizeGiB ?? 0 },
    disk: system,
    snapshot: undefined,
  };
  part.notes.push(...originNotes(first, image, source, unproven));
  addDisk(part, 'SystemDisk.', first, choices.diskCategories, source.id);
  joined
    .filter(({ mapping }) => mapping.type === 'data')
    .sort((a, b) => (a.mapping.device < b.mapping.device ? -1 : 1))
    .forEach((one, i) => {
      addDisk(part, `DataDisk.${i + 1}.`, one, choices.diskCategories, source.id);
    });
  for (const disk of inDeviceOrder(disks)) {
    const held = disk.type === 'system' || joined.some((one) => one.disk === disk);
    if (!held) part.notes.push(`${diskLabel(disk)} (${disk.id}) is not in the image: the copy will not have it`);
  }
  return part;
}

/** Where the source's settings go to a disk that is not known to be a copy of one of its disks. */
function originNotes({ disk, snapshot }: JoinedDisk, image: Image, source: Instance, unproven = false): string[] {
  if (unproven) {
    return [
      `nothing shows that ${image.id} is of ${source.id}: its disks get the settings of the source's disks with the same device`,
    ];
  }
  if (disk === undefined || snapshot === undefined || snapshot.sourceDiskId === disk.id) return [];
  return [
    `${diskLabel(disk)} comes from ${snapshot.id}, of disk ${snapshot.sourceDiskId}, and gets the settings of ${disk.id}`,
  ];
}

function addDisk(
  part: Part,
  prefix: string,
  { mapping, disk, snapshot }: JoinedDisk,
  categories: Readonly<Record<string, string>> | undefined,
  instanceId: string,
): void {
  const sourceDevice = disk && deviceOf(disk, instanceId);
  const label = sourceDevice ?? mapping.device;
  const category = categories?.[label] ?? disk?.category;
  if (category === undefined) {
    part.problems.push(`${label}: its source disk is gone; choose its category (diskCategories)`);
    return;
  }
  // The image is the floor; a disk that grew since the recovery point comes back at its present size.
  const size = Math.max(disk?.sizeGiB ?? 0, mapping.sizeGiB);
  const settings = diskSettings(disk, size, category);
  const problem = sizeProblem(settings.category, settings.performanceLevel, size, mapping.type);
  if (problem !== undefined) part.problems.push(`${label}: ${problem}`);
  part.notes.push(...settings.notes.map((note) => `${label}: ${note}`));
  const encrypted = disk?.encrypted === true || snapshot?.encrypted === true;
  Object.assign(
    part.parameters,
    mapping.type === 'data' ? ({ [`${prefix}Device`]: mapping.device } satisfies Parameters) : {},
    settingParameters(settings, prefix),
    given({
      // A string here, although CreateDisk takes a boolean.
      [`${prefix}Encrypted`]: encrypted ? 'true' : undefined,
      [`${prefix}KMSKeyId`]: encrypted ? (disk?.kmsKeyId ?? snapshot?.kmsKeyId) : undefined,
      [`${prefix}DiskName`]: disk?.name,
      [`${prefix}Description`]: disk?.description,
      [`${prefix}AutoSnapshotPolicyId`]: disk?.autoSnapshotPolicyId,
      [`${prefix}DeleteWithInstance`]: mapping.type === 'data' ? disk?.deleteWithInstance : undefined,
    }),
  );
}
