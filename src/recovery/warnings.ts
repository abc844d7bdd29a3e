import { diskLabel, inDeviceOrder, isUnsnapshottable, MOST_DATA_DISKS } from './disks.ts';
import type { Disk } from './estate.ts';
import type { WholeSource } from './fidelity.ts';
import { snapshotStrategy } from './strategy.ts';

/** What a person should know before going on. Nothing here stops a recovery. */
export function sourceWarnings({ source, extras, disks }: WholeSource): string[] {
  const data = disks.filter((disk) => disk.type === 'data');
  const secondary = source.networkInterfaces.filter((eni) => eni.type === 'Secondary').length;
  return present([
    source.status !== 'Running' &&
      source.status !== 'Stopped' &&
      `The source is ${source.status}: new snapshots need it Running or Stopped; existing points work in any state.`,
    source.stoppedMode === 'StopCharging' &&
      'Stopped without charge: it gave up its capacity and may not start again. It is no fallback.',
    source.spotStrategy !== 'NoSpot' && 'A spot instance: it can be reclaimed at any time.',
    source.eip !== undefined && `EIP ${source.eip.ip} stays with the source: moving it is the cut-over, by hand.`,
    source.publicIps.length > 0 &&
      'The copy gets a new public IP: firewalls and DNS that name the old one need a change.',
    extras.hasUserData === true && 'User data is not copied: a new instance would run it again.',
    secondary > 0 && `${secondary} secondary network interface(s) will be missing.`,
    (source.gpuAmount ?? 0) > 0 && 'GPU types are scarce: check stock early.',
    (source.dedicatedHostId !== undefined || source.tenancy === 'host') &&
      'Runs on a dedicated host, the copy will not: licences bound to the host break.',
    ...unsnapshottable({ source, extras, disks }),
    disks.some((disk) => disk.multiAttach) && 'A multi-attach disk is shared with other instances: its copy is not.',
    disks.some((disk) => disk.encrypted) &&
      'Encrypted disks: without their KMS key no recovery is possible. Keep it enabled.',
    data.length > MOST_DATA_DISKS &&
      `An image holds ${MOST_DATA_DISKS} data disks; attach the other ${data.length - MOST_DATA_DISKS} as recovered disks.`,
    data.length > 1 &&
      snapshotStrategy(source, disks).refused.length > 0 &&
      'Volumes across disks (LVM, RAID) need one consistent point of all of them.',
    ...extras.unread.map(({ read, reason }) => `${read} could not be read: ${reason}`),
  ]);
}

function unsnapshottable({ source, disks }: WholeSource): string[] {
  const lost = inDeviceOrder(disks).filter((disk) => isUnsnapshottable(disk.category));
  if (lost.length > 0)
    return [`No snapshots of ${lost.map(diskLabel).join(', ')} (local or ephemeral): that data will be missing.`];
  const local = source.localStorageAmount ?? 0;
  return local > 0 ? [`No snapshots of its ${local} local disk(s): that data will be missing.`] : [];
}

/** What makes a recovery of this source impossible as long as it lasts. */
export function sourceBlockers({ source, disks }: WholeSource): string[] {
  return present([
    ...source.operationLocks.map((lock) => lockProblem(`The source is locked (${lock})`, lock)),
    ...inDeviceOrder(disks).flatMap((disk) => diskProblems(disk)),
    source.vpcId === undefined && 'The source is in no VPC (classic network): there is no vSwitch for a copy.',
    disks.length > 0 && !disks.some((disk) => disk.type === 'system') && 'The source has no system disk attached.',
  ]);
}

function diskProblems(disk: Disk): string[] {
  const problems = disk.operationLocks.map((lock) => lockProblem(`Disk ${disk.id} is locked (${lock})`, lock));
  if (disk.status === 'Available' && disk.attachedAt === undefined) {
    problems.push(`Disk ${disk.id} was never attached: it cannot be snapshotted.`);
  }
  return problems;
}

function lockProblem(what: string, lock: string): string {
  const wayOut = wayOutOf(lock);
  if (wayOut === 'security') return `${what}: settle it in the Security Center first.`;
  if (wayOut === 'payment') return `${what}: settle the payment first.`;
  return `${what}: nothing can be made from it until the lock is gone.`;
}

/** Where a lock comes from, and so what ends it; undefined where its name does not tell. */
export function wayOutOf(lock: string): 'security' | 'payment' | undefined {
  if (/security/i.test(lock)) return 'security';
  return /financial|refunded/i.test(lock) ? 'payment' : undefined;
}

function present(texts: readonly (string | false)[]): string[] {
  return texts.filter((text) => text !== false);
}
