import { differencesOf } from '../recovery/copied-disk.ts';
import { deviceOf, inDeviceOrder } from '../recovery/disks.ts';
import type { Disk, Instance } from '../recovery/estate.ts';
import { DISK_TAG, tagValue } from '../recovery/tags.ts';
import { table } from '../text/safe.ts';
import type { Outcome, ToolContext } from '../tool.ts';
import { findRecoveredDisks } from './attach.ts';
import { refusedFor } from './refused-categories.ts';
import { tryRead } from './try-read.ts';
import { stillRunning } from './waiting.ts';

/** The recovered disks and where they stand on their instance: fields and text alike for whoever tells of them. */
export async function describeRecovered(
  context: ToolContext,
  regionId: string,
  target: Instance,
  of: { made: Disk[]; layout: Disk[] },
) {
  const { say } = context;
  const { made, layout } = of;
  const sources = await trySourceDisks(context, regionId, made);
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
  const disks = made.map((disk) => {
    const source = sources.find(({ id }) => id === tagValue(disk.tags, DISK_TAG));
    const differences = source ? differencesOf(source, disk) : [];
    return { ...row(disk), ...(differences.length > 0 && { sourceDiskId: source?.id, differences }) };
  });
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
    ...disks.flatMap(({ diskId, sourceDiskId, differences = [] }) =>
      sourceDiskId ? [say`${diskId} differs from its source disk ${sourceDiskId}: ${differences}.`] : [],
    ),
    say`Reminder: the disks are attached but not mounted. Mount them inside the operating system; device names there may differ.`,
  ].join('\n\n');
  return { fields: { disks, targetDisks }, text };
}

/** The disks that these are copies of, as they are now: those that still exist and can be read. */
async function trySourceDisks(
  { cloud, recent }: ToolContext,
  regionId: string,
  made: readonly Disk[],
): Promise<readonly Disk[]> {
  const ids = [...new Set(made.flatMap(({ tags }) => tagValue(tags, DISK_TAG) ?? []))];
  if (ids.length === 0) return [];
  return (await tryRead(cloud.disks(regionId, { ids }, recent))) ?? [];
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
  const described = await describeRecovered(context, regionId, target, { made, layout });
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
