import { askRegions, mayBeElsewhere } from '../cloud/search.ts';
import { DrError } from '../errors.ts';
import { MOST_DATA_DISKS } from '../recovery/disks.ts';
import type { Disk, Instance } from '../recovery/estate.ts';
import { wayOutOf } from '../recovery/warnings.ts';
import type { ToolContext } from '../tool.ts';

/** Refuses a target that cannot get these disks now: by its locks, its state, its free slots, or the region of the snapshots. */
export async function checkTarget(
  context: ToolContext,
  regionId: string,
  target: Instance,
  of: { attached: number; more: number; snapshotIds: string[] },
): Promise<void> {
  checkLocks(context, target);
  checkStatus(context, target);
  await checkSlots(context, regionId, target, of.attached, of.more);
  await checkRegion(context, regionId, target, of.snapshotIds);
}

/** A recovery has one disk per snapshot: where that one is in use, this recovery cannot give it to another instance. */
export function refuseElsewhere(made: readonly Disk[], target: Instance): void {
  const elsewhere = made.find((d) => d.instanceId !== undefined && d.instanceId !== target.id);
  if (!elsewhere) return;
  const { id, instanceId } = elsewhere;
  throw new DrError({
    code: 'DiskAttachedElsewhere',
    message: `Disk ${id} of this recovery is attached to ${instanceId}, not to ${target.id}.`,
    cause: 'The recovery already put the disk of this snapshot on another instance.',
    remedy: `Use it there (targetInstanceId ${instanceId}), or call again without recoveryId: a new recovery makes another disk.`,
    retryable: false,
  });
}

/** Of an earlier call something may exist. */
export const nothingMade = ({ resumed }: ToolContext): string =>
  resumed ? 'Nothing more was created.' : 'Nothing was created.';

/** The API would refuse AttachDisk, and nothing before that: the disks would be made, and billed, in vain. */
function checkLocks(context: ToolContext, { id, operationLocks }: Instance): void {
  const [lock] = operationLocks;
  if (lock === undefined) return;
  throw new DrError({
    code: wayOutOf(lock) === 'security' ? 'InstanceLockedForSecurity' : 'InstanceLocked',
    message: `${id} is locked (${operationLocks.join(', ')}).`,
    cause: 'No disk can be attached to an instance that is locked.',
    remedy: unlocking(context, lock),
    retryable: false,
  });
}

function unlocking(context: ToolContext, lock: string): string {
  const nothing = nothingMade(context);
  switch (wayOutOf(lock)) {
    case 'security':
      return `Settle it in the Security Center first, or choose another target instance. ${nothing}`;
    case 'payment':
      return `Settle the payment first, or choose another target instance. ${nothing}`;
    default:
      return `Choose another target instance, or wait until the lock is gone. ${nothing}`;
  }
}

function checkStatus(context: ToolContext, target: Instance): void {
  if (target.status !== 'Running' && target.status !== 'Stopped') {
    throw new DrError({
      code: 'IncorrectInstanceStatus',
      message: `${target.id} is ${target.status}.`,
      cause: 'A disk is attached only to an instance that is Running or Stopped.',
      remedy: `Wait until it is Running or Stopped and call again. ${nothingMade(context)}`,
      retryable: true,
    });
  }
}

/** `more` disks beside those attached, system disk included. */
async function checkSlots(
  context: ToolContext,
  regionId: string,
  target: Instance,
  attached: number,
  more: number,
): Promise<void> {
  const [type] = await context.cloud.instanceTypes(regionId, [target.type]);
  const most = type?.diskQuantity ?? MOST_DATA_DISKS + 1;
  if (attached + more <= most) return;
  throw new DrError({
    code: 'InstanceDiskLimitExceeded',
    message: `${target.id} (${target.type}) has ${attached} of ${most} disks; ${more} more do not fit.`,
    cause: 'No free disk slot on the target.',
    remedy: `Recover fewer disks, choose another target, or let its owner detach a disk. ${nothingMade(context)}`,
    retryable: false,
  });
}

/** Snapshots and target in different regions: said as that, not as snapshots that do not exist. */
async function checkRegion(context: ToolContext, regionId: string, target: Instance, ids: string[]): Promise<void> {
  const { cloud, recent } = context;
  if ((await cloud.snapshots(regionId, { ids }, recent)).length > 0) return;
  const others = (await cloud.regions()).filter((r) => r !== regionId);
  const { answers, failed } = await askRegions(others, (r) => cloud.snapshots(r, { ids }));
  const there = answers.find(({ value }) => value.length > 0)?.regionId;
  if (!there) {
    const unknown = mayBeElsewhere(`Snapshot ${ids.join(', ')}`, [regionId, ...others], failed);
    if (unknown) throw unknown;
    return;
  }
  throw new DrError({
    code: 'OtherRegion',
    message: `The snapshots are in ${there}, ${target.id} is in ${regionId}.`,
    cause: 'A disk is made and attached in the region of its snapshot.',
    remedy: `Choose a target instance in ${there}. ${nothingMade(context)}`,
    retryable: false,
  });
}
