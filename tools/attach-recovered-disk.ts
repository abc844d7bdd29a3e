import * as z from 'zod';
import type { Consent } from '../src/decisions/consent.ts';
import { DrError } from '../src/errors.ts';
import { attachOnce, findRecoveredDisks, waitForDisk } from '../src/flow/attach.ts';
import { createOnce, idIn } from '../src/flow/create-once.ts';
import { chooseCategory, type DiskToRecover, diskPrice } from '../src/flow/disk-category.ts';
import { isReady, progressOf, readSnapshots } from '../src/flow/point.ts';
import { checkRecovery, watchUntil } from '../src/flow/waiting.ts';
import { deviceOf } from '../src/recovery/disks.ts';
import type { ChangeRequest, Disk, Instance, Snapshot } from '../src/recovery/estate.ts';
import { attachDiskRequest, createDiskRequest, inDeviceOrder } from '../src/recovery/requests.ts';
import { SOURCE_TAG, tagValue } from '../src/recovery/tags.ts';
import { table } from '../src/text/safe.ts';
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
    if (snapshotIds.every((id) => made.some((d) => d.sourceSnapshotId === id && d.instanceId === target.id))) {
      return summary(context, regionId, target, snapshotIds);
    }
    checkTarget(target);
    const { finished, value: snapshots = [] } = await watchUntil(
      context,
      () => readSnapshots(context, regionId, snapshotIds),
      (all) => all.every(isReady),
      (all) => ({ ...progressOf(all), message: context.say`Waiting for the snapshots: CreateDisk needs 100 %` }),
    );
    if (!finished) return notYet(context, snapshots);

    const newcomers = snapshotIds.length - made.filter((d) => d.instanceId === target.id).length;
    await checkSlots(context, regionId, target, attached.length, newcomers);
    const disks = await readSourceDisks(context, regionId, snapshots);
    const category = input.diskCategory ?? (await chooseCategory(context, regionId, target, attached, disks));
    const creates = disks.map(({ snapshot, sourceDisk }) =>
      createDiskRequest({
        snapshot,
        sourceDisk,
        ...(typeof category === 'string' ? { category } : category && { category: category[snapshot.id] }),
        zoneId: target.zoneId,
        regionId,
        recoveryId: context.recoveryId,
        sourceInstanceId: tagValue(snapshot.tags, SOURCE_TAG) ?? sourceDisk?.instanceId,
        resourceGroupId: target.resourceGroupId,
      }),
    );
    const attaches = creates.map((_, i) =>
      attachDiskRequest({ regionId, instanceId: target.id, diskId: `<DiskId of CreateDisk ${i + 1}>` }),
    );
    const consent = context.approve('attach-recovered-disk', question(context, target, disks), {
      requests: [...creates, ...attaches],
      price: await diskPrice(context, regionId, target, creates),
      notes: clashNotes(context, target, disks),
    });
    const outcomes = await Promise.allSettled(
      creates.map((request, i) =>
        recoverOne(context, { regionId, target, request, consent, snapshotId: snapshotIds[i] ?? '' }),
      ),
    );
    const broken = outcomes.find((o) => o.status === 'rejected');
    if (broken) throw broken.reason;
    return summary(context, regionId, target, snapshotIds);
  },
});

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

function notYet(context: ToolContext, snapshots: Snapshot[]): Outcome {
  const { percent } = progressOf(snapshots);
  return {
    status: 'in_progress',
    recoveryId: context.recoveryId,
    text: context.say`The snapshots are at ${percent} %: a disk needs 100 %. No disk was created.`,
    fields: { percent },
    next: checkRecovery(context, 'When the snapshots are complete, call attach-recovered-disk again'),
  };
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
  const row = (d: Disk) => ({
    diskId: d.id,
    snapshotId: d.sourceSnapshotId,
    device: deviceOf(d, target.id),
    category: d.category,
    performanceLevel: d.performanceLevel,
    sizeGiB: d.sizeGiB,
    status: d.status,
  });
  const disks = made.map(row);
  const fields = { disks, targetDisks: inDeviceOrder(layout).map(row) };
  const done = snapshotIds.every((id) => disks.some((d) => d.snapshotId === id && d.status === 'In_use'));
  if (!done) {
    return {
      status: 'in_progress',
      recoveryId: context.recoveryId,
      text: say`The disks are being created and attached.`,
      fields,
      next: checkRecovery(context, 'The work goes on in the cloud'),
    };
  }
  return {
    status: 'done',
    recoveryId: context.recoveryId,
    text: [
      say`${disks.length} recovered disk(s) are attached to ${target.name} (${target.id}).`,
      table(
        [say`device`, say`disk`, say`snapshot`, say`category`, 'GiB', say`status`],
        fields.targetDisks.map((d) => [
          d.device,
          d.diskId,
          d.snapshotId,
          [d.category, d.performanceLevel].filter(Boolean).join(' '),
          d.sizeGiB,
          d.status,
        ]),
      ),
      say`Reminder: the disks are attached but not mounted. Mount them inside the operating system; device names there may differ.`,
    ].join('\n\n'),
    fields,
  };
}
