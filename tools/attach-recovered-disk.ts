import * as z from 'zod';
import type { Consent } from '../src/decisions/consent.ts';
import { DrError } from '../src/errors.ts';
import { attachOnce, findRecoveredDisks, waitForDisk } from '../src/flow/attach.ts';
import { createOnce, idIn } from '../src/flow/create-once.ts';
import { chooseCategories, type DiskToRecover, diskPrice } from '../src/flow/disk-category.ts';
import { failedSnapshots, isReady, pointNotReady, progressOf, readSnapshots, refuseFailed } from '../src/flow/point.ts';
import { describeRecovered } from '../src/flow/recovered-disks.ts';
import { stillRunning, watchUntil } from '../src/flow/waiting.ts';
import { diskSettings } from '../src/recovery/disk-settings.ts';
import type { ChangeRequest, Disk, Instance, Snapshot } from '../src/recovery/estate.ts';
import { attachDiskRequest, createDiskRequest } from '../src/recovery/requests.ts';
import { copyTags, ourTags, SOURCE_TAG, tagValue } from '../src/recovery/tags.ts';
import { defineTool, field, type Outcome, type ToolContext } from '../src/tool.ts';

export default defineTool({
  name: 'attach-recovered-disk',
  title: 'Attach recovered disks',
  description:
    'Creates a disk per snapshot in the target instance’s zone, with the source disk’s category and level, and attaches it. Snapshots may be new or existing.',
  effect: 'create',
  asks: true,
  waits: true,
  input: {
    snapshotIds: z.array(field.snapshotId()).min(1).max(16).describe('One disk each'),
    targetInstanceId: field.instanceId('Running or Stopped instance that gets them'),
    diskCategory: field.category().optional().describe('Only if the user chose another'),
  },

  async run(input, context) {
    const { cloud } = context;
    const snapshotIds = [...new Set(input.snapshotIds)];
    const regionId = await cloud.locate(input.targetInstanceId, input.regionId);
    const [target, attached] = await Promise.all([
      cloud.instance(regionId, input.targetInstanceId, context.recent),
      cloud.disks(regionId, { instanceId: input.targetInstanceId }, context.recent),
    ]);
    const made = context.resumed ? await findRecoveredDisks(context, regionId, snapshotIds) : [];
    for (const disk of made) context.exists({ kind: 'disk', id: disk.id });
    const elsewhere = made.find((d) => d.instanceId !== undefined && d.instanceId !== target.id);
    if (elsewhere) throw attachedElsewhere(elsewhere, target);
    if (snapshotIds.every((id) => made.some((d) => d.sourceSnapshotId === id && d.instanceId === target.id))) {
      return summary(context, regionId, target, snapshotIds);
    }
    checkTarget(target);
    const newcomers = snapshotIds.length - made.filter((d) => d.instanceId === target.id).length;
    await checkSlots(context, regionId, target, attached.length, newcomers);
    await checkRegion(context, regionId, target, snapshotIds);
    const { finished, value: snapshots } = await watchUntil(
      context,
      () => readSnapshots(context, regionId, snapshotIds),
      (all) => all.every(isReady) || failedSnapshots(all).length > 0,
      (all) => ({ ...progressOf(all), message: context.say`Waiting for the snapshots: CreateDisk needs 100 %` }),
    );
    refuseFailed(snapshots);
    if (!finished) return notYet(context, regionId, snapshots, input);

    const disks = await readSourceDisks(context, regionId, snapshots);
    // A disk that an earlier call made has its category: nobody is asked about it again.
    const toMake = disks.filter(({ snapshot }) => !made.some((d) => d.sourceSnapshotId === snapshot.id));
    const categories = {
      ...Object.fromEntries(made.map((d) => [d.sourceSnapshotId, d.category])),
      ...(await chooseCategories(context, regionId, target, { attached, disks: toMake, wanted: input.diskCategory })),
    };
    const creates = disks.map(({ snapshot, sourceDisk }) =>
      createDiskRequest({
        snapshot,
        sourceDisk,
        category: categories[snapshot.id],
        zoneId: target.zoneId,
        regionId,
        recoveryId: context.recoveryId,
        sourceInstanceId: sourceOf({ snapshot, ...(sourceDisk && { sourceDisk }) }),
        resourceGroupId: target.resourceGroupId,
      }),
    );
    const attaches = creates.map((_, i) =>
      attachDiskRequest({ regionId, instanceId: target.id, diskId: `<DiskId of CreateDisk ${i + 1}>` }),
    );
    const consent = context.approve('attach-recovered-disk', question(context, target, disks), {
      requests: [...creates, ...attaches],
      price: await diskPrice(context, regionId, target, creates),
      notes: [...clashNotes(context, target, disks), ...lossNotes(disks, categories)],
    });
    const outcomes = await Promise.allSettled(
      creates.map((request, i) =>
        recoverOne(context, { regionId, target, request, consent, snapshotId: snapshotIds[i] ?? '' }),
      ),
    );
    const broken = outcomes.find((o) => o.status === 'rejected');
    if (broken) throw broken.reason;
    const outcome = await summary(context, regionId, target, snapshotIds);
    // What is left to attach was approved: the call that goes on need not ask again.
    if (outcome.status === 'in_progress') context.keep(consent);
    return outcome;
  },
});

/** A recovery has one disk per snapshot: where that one is in use, this recovery cannot give it to another instance. */
function attachedElsewhere({ id, instanceId }: Disk, target: Instance): DrError {
  return new DrError({
    code: 'DiskAttachedElsewhere',
    message: `Disk ${id} of this recovery is attached to ${instanceId}, not to ${target.id}.`,
    cause: 'The recovery already put the disk of this snapshot on another instance.',
    remedy: `Use it there (targetInstanceId ${instanceId}), or call again without recoveryId: a new recovery makes another disk.`,
    retryable: false,
  });
}

/** One disk from its snapshot onto the target; several run side by side. */
async function recoverOne(
  context: ToolContext,
  of: {
    regionId: string;
    target: Instance;
    request: ChangeRequest;
    consent: Consent;
    snapshotId: string;
  },
): Promise<void> {
  const { regionId, target, request, consent, snapshotId } = of;
  const diskId = await createOnce(
    context,
    `disk ${snapshotId}`,
    request,
    consent,
    async () => (await findRecoveredDisks(context, regionId, [snapshotId]))[0]?.id,
    (answer) => idIn(answer, 'DiskId'),
    async (id) => (await context.cloud.disks(regionId, { ids: [id] })).length > 0,
  );
  context.exists({ kind: 'disk', id: diskId, note: 'billed while it stays' });
  const disk = await waitForDisk(
    context,
    regionId,
    diskId,
    (d) => d.status === 'Available' || d.instanceId === target.id,
  );
  if (!disk || disk.instanceId === target.id) return;
  await attachOnce(context, attachDiskRequest({ regionId, instanceId: target.id, diskId }), consent, {
    regionId,
    diskId,
    targetId: target.id,
  });
  await waitForDisk(context, regionId, diskId, (d) => d.status === 'In_use');
}

/** Snapshots and target in different regions: said as that, not as snapshots that do not exist. */
async function checkRegion(context: ToolContext, regionId: string, target: Instance, ids: string[]): Promise<void> {
  const { cloud, recent } = context;
  if ((await cloud.snapshots(regionId, { ids }, recent)).length > 0) return;
  const others = (await cloud.regions()).filter((r) => r !== regionId);
  const found = await Promise.all(others.map((r) => cloud.snapshots(r, { ids })));
  const there = others.find((_, i) => (found[i] ?? []).length > 0);
  if (!there) return;
  throw new DrError({
    code: 'OtherRegion',
    message: `The snapshots are in ${there}, ${target.id} is in ${regionId}.`,
    cause: 'A disk is made and attached in the region of its snapshot.',
    remedy: `Choose a target instance in ${there}. Nothing was created.`,
    retryable: false,
  });
}

function checkTarget(target: Instance): void {
  if (target.status !== 'Running' && target.status !== 'Stopped') {
    throw new DrError({
      code: 'IncorrectInstanceStatus',
      message: `${target.id} is ${target.status}.`,
      cause: 'A disk is attached only to an instance that is Running or Stopped.',
      remedy: 'Wait until it is Running or Stopped and call again. Nothing was created.',
      retryable: true,
    });
  }
}

async function checkSlots(
  context: ToolContext,
  regionId: string,
  target: Instance,
  attached: number,
  more: number,
): Promise<void> {
  const [type] = await context.cloud.instanceTypes(regionId, [target.type]);
  const most = type?.diskQuantity ?? 17;
  if (attached + more <= most) return;
  throw new DrError({
    code: 'InstanceDiskLimitExceeded',
    message: `${target.id} (${target.type}) has ${attached} of ${most} disks; ${more} more do not fit.`,
    cause: 'No free disk slot on the target.',
    remedy: 'Recover fewer disks, choose another target, or let its owner detach a disk. Nothing was created.',
    retryable: false,
  });
}

async function readSourceDisks(
  context: ToolContext,
  regionId: string,
  snapshots: Snapshot[],
): Promise<DiskToRecover[]> {
  const ids = [...new Set(snapshots.map((s) => s.sourceDiskId))];
  const disks = await context.cloud.disks(regionId, { ids }, context.recent);
  return snapshots.map((snapshot) => {
    const sourceDisk = disks.find((d) => d.id === snapshot.sourceDiskId);
    return { snapshot, ...(sourceDisk && { sourceDisk }) };
  });
}

function question(context: ToolContext, target: Instance, disks: DiskToRecover[]): string {
  const what = disks.map(({ snapshot }) => snapshot.id).join(', ');
  return context.say`Create ${disks.length} disk(s) from ${what} in ${target.zoneId} and attach them to ${target.name} (${target.id}, ${target.status})?`;
}

/** A clone beside its original can clash inside the operating system [recovery-rules: disk-level recovery]. */
function clashNotes({ say }: ToolContext, target: Instance, disks: DiskToRecover[]): string[] {
  const own = disks.some(({ sourceDisk }) => sourceDisk?.instanceId === target.id);
  const root = disks.some(({ snapshot }) => snapshot.sourceDiskType === 'system');
  return [
    ...(own
      ? [say`The target is the source: file-system UUIDs and LVM names of the copy clash with the original's.`]
      : []),
    ...(root ? [say`A copy of a system disk beside another one can be booted from by mistake (same UUIDs).`] : []),
    say`The disks stay when the instance is released (DeleteWithInstance=false).`,
  ];
}

/** What of the source disks does not come along [product: no silent difference]. */
function lossNotes(disks: DiskToRecover[], categories: Record<string, string>): string[] {
  return disks.flatMap(({ snapshot, sourceDisk }) => {
    if (!sourceDisk) return [];
    const of = (note: string) => `${sourceDisk.device ?? sourceDisk.id}: ${note}`;
    const category = categories[snapshot.id] ?? sourceDisk.category;
    const settings = diskSettings(sourceDisk, Math.max(sourceDisk.sizeGiB, snapshot.sourceDiskSizeGiB ?? 0), category);
    const { leftOut } = copyTags(sourceDisk.tags, ourTags('', '', sourceDisk.id));
    return [
      ...settings.notes.map(of),
      ...leftOut.map(({ key, reason }) => of(`tag ${key} not copied: ${reason}`)),
      ...(sourceDisk.multiAttach ? [of('shared by several instances; its copy is not')] : []),
    ];
  });
}

function sourceOf({ snapshot, sourceDisk }: DiskToRecover): string | undefined {
  return tagValue(snapshot.tags, SOURCE_TAG) ?? sourceDisk?.instanceId ?? sourceDisk?.attachments[0]?.instanceId;
}

function notYet(
  context: ToolContext,
  regionId: string,
  snapshots: Snapshot[],
  input: { snapshotIds: string[]; targetInstanceId: string; diskCategory?: string | undefined },
): Outcome {
  const { snapshotIds, targetInstanceId, diskCategory } = input;
  return pointNotReady(context, snapshots, {
    regionId,
    what: context.say`A disk needs its snapshot at 100 %. No disk was created.`,
    again: {
      tool: 'attach-recovered-disk',
      arguments: { snapshotIds, targetInstanceId, ...(diskCategory && { diskCategory }) },
    },
  });
}

async function summary(
  context: ToolContext,
  regionId: string,
  target: Instance,
  snapshotIds: string[],
): Promise<Outcome> {
  const { cloud, say } = context;
  const [made, layout] = await Promise.all([
    findRecoveredDisks(context, regionId, snapshotIds),
    cloud.disks(regionId, { instanceId: target.id }),
  ]);
  const { fields, text } = describeRecovered(context, target, made, layout);
  const attached = (id: string) =>
    made.some((d) => d.sourceSnapshotId === id && d.instanceId === target.id && d.status === 'In_use');
  if (snapshotIds.every(attached)) return { status: 'done', recoveryId: context.recoveryId, text, fields };
  const since = made.flatMap((d) => d.createdAt ?? []).sort()[0];
  const what = say`The disks are being created and attached to ${target.name} (${target.id}).`;
  return stillRunning(context, what, fields, since, cloud.consoleUrl(regionId, 'disk', made[0]?.id));
}
