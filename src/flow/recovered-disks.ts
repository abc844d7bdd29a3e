import { deviceOf } from '../recovery/disks.ts';
import type { Disk, Instance } from '../recovery/estate.ts';
import { inDeviceOrder } from '../recovery/requests.ts';
import { table } from '../text/safe.ts';
import type { ToolContext } from '../tool.ts';

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
