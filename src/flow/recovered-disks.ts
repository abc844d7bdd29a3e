import { deviceOf } from '../recovery/disks.ts';
import type { Disk, Instance } from '../recovery/estate.ts';
import { inDeviceOrder } from '../recovery/requests.ts';
import { table } from '../text/safe.ts';
import type { Outcome, ToolContext } from '../tool.ts';
import { findRecoveredDisks } from './attach.ts';
import { refusedFor } from './refused-categories.ts';
import { stillRunning } from './waiting.ts';

/** The recovered disks and where they stand on their instance: fields and text alike for whoever tells of them. */
export function describeRecovered(context: ToolContext, target: Instance, made: Disk[], layout: Disk[]) {
  const { say } = context;
  const row = (d: Disk) => ({
    diskId: d.id,
    snapshotId: d.sourceSnapshotId,
    device: deviceOf(d, target.id),
    category: d.category,
    performanceLevel: d.performanceLevel,
    sizeGiB: d.sizeGiB,
    ...(d.provisionedIops !== undefined && { provisionedIops: d.provisionedIops }),
    ...(d.burstingEnabled !== undefined && { burstingEnabled: d.burstingEnabled }),
    ...(d.encrypted && { encrypted: true }),
    status: d.status,
  });
  const disks = made.map(row);
  const targetDisks = inDeviceOrder(layout).map(row);
  const text = [
    say`${disks.length} recovered disk(s) are attached to ${target.name} (${target.id}). All its disks:`,
    table(
      [say`device`, say`disk`, say`recovered from`, say`category`, 'GiB', say`status`],
      targetDisks.map((d) => [
        d.device,
        d.diskId,
        disks.some((m) => m.diskId === d.diskId) ? d.snapshotId : undefined,
        [d.category, d.performanceLevel].filter(Boolean).join(' '),
        d.sizeGiB,
        d.status,
      ]),
    ),
    say`Reminder: the disks are attached but not mounted. Mount them inside the operating system; device names there may differ.`,
  ].join('\n\n');
  return { fields: { disks, targetDisks }, text };
}

/** The disks of these snapshots as they are now: done when all are attached, else still under way. */
export async function recoveredSoFar(
  context: ToolContext,
  regionId: string,
  target: Instance,
  snapshotIds: string[],
): Promise<Outcome> {
  const { cloud, say } = context;
  const [{ made, left }, layout] = await Promise.all([
    findRecoveredDisks(context, regionId, target, snapshotIds),
    cloud.disks(regionId, { instanceId: target.id }),
  ]);
  const described = describeRecovered(context, target, made, layout);
  const refused = snapshotIds.flatMap((id) => refusedFor(context, id, target).everUnfit);
  const unfit = left.filter((d) => refused.includes(d.id)).map((d) => d.id);
  const unused = left.filter((d) => !unfit.includes(d.id)).map((d) => `${d.id} (${d.zoneId})`);
  const fields = { ...described.fields, ...(left.length > 0 && { orphans: left.map(({ id }) => `disk ${id}`) }) };
  const text = [
    described.text,
    ...(unfit.length > 0
      ? [say`${target.name} does not take ${unfit.join(', ')}: attached to nothing, billed until somebody deletes it.`]
      : []),
    ...(unused.length > 0
      ? [say`Left over: ${unused.join(', ')}: attached to nothing, billed until somebody deletes it.`]
      : []),
  ].join('\n\n');
  const attached = (id: string) =>
    made.some((d) => d.sourceSnapshotId === id && d.instanceId === target.id && d.status === 'In_use');
  if (snapshotIds.every(attached)) return { status: 'done', recoveryId: context.recoveryId, text, fields };
  const since = made.flatMap((d) => d.createdAt ?? []).sort()[0];
  const what = say`The disks are being created and attached to ${target.name} (${target.id}).`;
  return stillRunning(context, what, fields, since, cloud.consoleUrl(regionId, 'disk', made[0]?.id));
}
