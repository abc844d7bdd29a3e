import { type CompareInput, checked, type Finding, fact } from './compare-finding.ts';
import { compareText, deviceOf, inDeviceOrder, isUnsnapshottable } from './disks.ts';
import type { Disk, Parameters } from './estate.ts';
import { type JoinedDisk, joinImage } from './run-disks.ts';
import { DISK_TAG, tagValue } from './tags.ts';

/** A disk as the request ordered it. */
interface Ordered {
  prefix: string;
  /** Absent for the system disk, whose name the API chooses. */
  device: string | undefined;
}

/** Where each parameter of an ordered disk is read back. */
const PROPERTIES: readonly [
  what: string,
  parameter: string,
  read: (disk: Disk) => string | number | boolean | undefined,
][] = [
  ['device', 'Device', (disk) => deviceOf(disk)],
  ['category', 'Category', (disk) => disk.category],
  ['size', 'Size', (disk) => disk.sizeGiB],
  ['performance level', 'PerformanceLevel', (disk) => disk.performanceLevel],
  ['provisioned IOPS', 'ProvisionedIops', (disk) => disk.provisionedIops ?? 0],
  ['bursting', 'BurstingEnabled', (disk) => disk.burstingEnabled ?? false],
  ['encryption', 'Encrypted', (disk) => disk.encrypted],
  ['KMS key', 'KMSKeyId', (disk) => disk.kmsKeyId],
  ['released with instance', 'DeleteWithInstance', (disk) => disk.deleteWithInstance],
  ['snapshot policy', 'AutoSnapshotPolicyId', (disk) => disk.autoSnapshotPolicyId],
  ['name', 'DiskName', (disk) => disk.name],
  ['description', 'Description', (disk) => disk.description],
];

/** Each ordered disk against the one that came of it: a row for the whole, and a finding for each thing that is not so. */
export function compareDisks(input: CompareInput, promised: Parameters): Finding[] {
  const { source, sourceDisks, drDisks, image, snapshots = [] } = input;
  const joined = joinImage(image?.mappings ?? [], sourceDisks, snapshots);
  const free = inDeviceOrder(drDisks.filter((disk) => !comesOtherwise(disk)));
  const pairs = ordersOf(promised).map((order) => ({ order, disk: take(free, order, snapshotAt(order)) }));
  // Names first, whatever is left by order: a disk that was renamed is still that disk.
  for (const pair of pairs)
    pair.disk ??= takeFirst(free, (disk) => disk.type === 'data' && pair.order.device !== undefined);
  const otherwise = drDisks.filter(comesOtherwise);
  return [
    ...pairs.flatMap(({ order, disk }) => {
      const was = original(order);
      return (disk ? undefined : broughtBack(was)) ?? findings(promised, order, disk, was);
    }),
    ...notOrdered().flatMap(
      (disk) => broughtBack(disk) ?? [fact(`disk ${label(disk)}`, describe(disk), 'none', leftOut(disk))],
    ),
    ...otherwise.map((disk) => fact(`disk ${label(disk)}`, 'none', describe(disk), 'not ordered here')),
    ...free.map((disk) => checked(`${label(disk)} extra disk`, 'none', describe(disk), 'no such disk', false)),
  ];

  /** A disk that is there after all, by a step of its own: one row with the disk of the source that it is a copy of. */
  function broughtBack(was: Disk | undefined): Finding[] | undefined {
    const back = was && takeFirst(otherwise, (disk) => tagValue(disk.tags, DISK_TAG) === was.id);
    return back && [fact(`disk ${label(was)}`, describe(was), describe(back), 'brought back by attach-recovered-disk')];
  }

  /** Source disks that nothing was ordered for; untold where it is not known which disk an ordered one was. */
  function notOrdered(): Disk[] {
    const originals = pairs.map(({ order }) => original(order));
    if (pairs.some(({ order }) => original(order) === undefined && !ofKnownSnapshot(order))) return [];
    return inDeviceOrder(sourceDisks).filter((disk) => !originals.includes(disk));
  }

  /** By its snapshot, as the order was made; where that is not known, by device. */
  function original(order: Ordered): Disk | undefined {
    if (order.device === undefined) return sourceDisks.find((disk) => disk.type === 'system');
    if (ofKnownSnapshot(order)) return joinedAt(order)?.disk;
    return sourceDisks.find((disk) => disk.type === 'data' && deviceOf(disk, source.id) === order.device);
  }

  function joinedAt(order: Ordered): JoinedDisk | undefined {
    return joined.find(({ mapping }) => mapping.device === order.device);
  }

  function ofKnownSnapshot(order: Ordered): boolean {
    return joinedAt(order)?.snapshot !== undefined;
  }

  function snapshotAt(order: Ordered): string | undefined {
    return joinedAt(order)?.mapping.snapshotId;
  }
}

/** Local disks come with the type, and recovered disks were attached by a step of their own. */
function comesOtherwise(disk: Disk): boolean {
  return isUnsnapshottable(disk.category) || tagValue(disk.tags, DISK_TAG) !== undefined;
}

/** Not promised, but not to be passed over in silence either. */
function leftOut(disk: Disk): string {
  return isUnsnapshottable(disk.category) ? 'none: it has no snapshots' : 'none: not in the image';
}

function ordersOf(promised: Parameters): Ordered[] {
  const data = Object.entries(promised).flatMap(([name, value]) => {
    const [, prefix] = /^(DataDisk\.\d+\.)Device$/.exec(name) ?? [];
    return prefix === undefined ? [] : [{ prefix, device: String(value) }];
  });
  return [{ prefix: 'SystemDisk.', device: undefined }, ...data.sort((a, b) => compareText(a.device, b.device))];
}

/** By the snapshot it was made from where the cloud tells that, else by device. */
function take(free: Disk[], order: Ordered, snapshotId: string | undefined): Disk | undefined {
  if (order.device === undefined) return takeFirst(free, (disk) => disk.type === 'system');
  return (
    takeFirst(
      free,
      (disk) => snapshotId !== undefined && disk.type === 'data' && disk.sourceSnapshotId === snapshotId,
    ) ?? takeFirst(free, (disk) => disk.type === 'data' && deviceOf(disk) === order.device)
  );
}

function takeFirst(free: Disk[], wanted: (disk: Disk) => boolean): Disk | undefined {
  const at = free.findIndex(wanted);
  return at < 0 ? undefined : free.splice(at, 1)[0];
}

function findings(promised: Parameters, order: Ordered, disk: Disk | undefined, original: Disk | undefined): Finding[] {
  const name = (order.device ?? original?.device ?? '/dev/xvda').replace('/dev/', '');
  const before = original === undefined ? 'none' : describe(original);
  const wanted = (field: string) => promised[`${order.prefix}${field}`];
  const expected = words([
    wanted('Category'),
    wanted('PerformanceLevel'),
    `${wanted('Size')} GiB`,
    ...tuning(wanted('ProvisionedIops'), wanted('BurstingEnabled')),
    wanted('Encrypted') === 'true' ? 'encrypted' : undefined,
  ]);
  if (disk === undefined) return [checked(`${name} missing disk`, before, 'none', expected, false)];
  return [
    fact(`disk ${name}`, before, describe(disk), expected),
    ...PROPERTIES.flatMap(([what, parameter, read]) => {
      const promise = wanted(parameter);
      if (promise === undefined || String(read(disk)) === String(promise)) return [];
      return [checked(`${name} ${what}`, original && read(original), read(disk), promise, false)];
    }),
  ];
}

function describe(disk: Disk): string {
  return words([
    disk.category,
    disk.performanceLevel,
    `${disk.sizeGiB} GiB`,
    ...tuning(disk.provisionedIops, disk.burstingEnabled),
    disk.encrypted ? 'encrypted' : undefined,
  ]);
}

function tuning(iops: string | number | boolean | undefined, burst: string | number | boolean | undefined) {
  return [Number(iops ?? 0) > 0 ? `+${iops} IOPS` : undefined, burst === true ? 'burst' : undefined];
}

function label(disk: Disk): string {
  return (deviceOf(disk) ?? disk.id).replace('/dev/', '');
}

function words(parts: readonly (string | number | boolean | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}
