import { allOf } from '../src/flow/create-once.ts';
import { chooseDisks, type DiskChoice, ownerOf } from '../src/flow/disk-choice.ts';
import { findSnapshots, refuseOtherSources, takeSnapshot, waitForSnapshots } from '../src/flow/disk-snapshots.ts';
import { progressOf, snapshotRow } from '../src/flow/point.ts';
import { stillRunning } from '../src/flow/waiting.ts';
import { numberedName } from '../src/recovery/names.ts';
import { whyImage } from '../src/recovery/phase-snapshots.ts';
import { snapshotRequest } from '../src/recovery/requests.ts';
import { table } from '../src/text/safe.ts';
import { defineTool, field, type Next, type Outcome, type ToolContext } from '../src/tool.ts';

export default defineTool({
  name: 'create-snapshot',
  title: 'Create snapshots of single disks',
  description:
    'Takes one snapshot per disk, to 100 %: disks to recover one by one, or the only disk of a source (instanceId). Not consistent across disks.',
  effect: 'create',
  asks: true,
  waits: true,
  input: {
    diskIds: field.diskIds('Disks; or give instanceId').min(1).optional(),
    instanceId: field.instanceId('Source; asks which disks if it has several').optional(),
    name: field.name('Snapshot name').optional(),
  },

  async run(input, context) {
    const { recoveryId, say } = context;
    const choice = await chooseDisks(context, input);
    const { regionId, disks } = choice;
    const [{ existing, failed }] = context.resumed
      ? await Promise.all([findSnapshots(context, regionId, disks), refuseOtherSources(context, regionId, disks)])
      : [{ existing: [], failed: [] }];
    const ids = existing.map((s) => s.id);
    const missing = disks.filter((d) => !existing.some((s) => s.sourceDiskId === d.id));
    if (missing.length === 0) return follow(context, choice, ids);

    const nameOf = (name: string, i: number) => (disks.length > 1 ? numberedName(name, i + 1) : name);
    const takes = missing.map((disk) => ({
      disk,
      request: snapshotRequest({
        disk,
        // A multi-attach disk is of several: it is recovered for the one that was named.
        instanceId: input.instanceId ?? ownerOf(disk),
        recoveryId,
        regionId,
        ...(input.name && { name: nameOf(input.name, disks.indexOf(disk)) }),
      }),
    }));
    const named = missing.map((d) => `${d.device ?? '?'} ${d.id}`);
    const question = say`Take a snapshot of ${named}? The disks stay in use and are not changed.`;
    const consent = context.approve('create-snapshot', question, {
      requests: takes.map(({ request }) => request),
      price: { unknown: say`snapshots are billed by stored size, which the API does not estimate` },
      ...(missing.length > 1 && { notes: [say`These snapshots are not consistent across disks.`] }),
    });
    const made = await allOf(takes.map((take) => takeSnapshot(context, regionId, { ...take, consent, failed })));
    return follow(context, choice, [...ids, ...made]);
  },
});

async function follow(context: ToolContext, choice: DiskChoice, ids: string[]): Promise<Outcome> {
  const { cloud, say } = context;
  const { regionId, disks } = choice;
  const { finished, snapshots } = await waitForSnapshots(context, regionId, ids);
  const rows = snapshots.map((s) =>
    snapshotRow(
      s,
      disks.find((d) => d.id === s.sourceDiskId),
    ),
  );
  const fields = { snapshots: rows.length > 0 ? rows : ids.map((snapshotId) => ({ snapshotId })) };
  if (!finished) {
    const since = snapshots.map((s) => s.createdAt).find((at) => at !== undefined);
    const what = say`${ids.length} snapshot(s) are being taken, slowest at ${progressOf(snapshots).percent} %.`;
    return stillRunning(context, what, fields, since, cloud.consoleUrl(regionId, 'snapshot', ids[0]));
  }
  return {
    status: 'done',
    recoveryId: context.recoveryId,
    text: [
      say`${rows.length} snapshot(s) at 100 %: zone-safe.`,
      table(
        [say`device`, say`disk`, say`snapshot`, 'GiB'],
        rows.map((r) => [r.device, r.diskId, r.snapshotId, r.sizeGiB]),
      ),
    ].join('\n\n'),
    fields,
    next: nextStep(context, choice, ids),
  };
}

/** All disks of the source make an instance; some of them are recovered as disks. */
function nextStep({ recoveryId }: ToolContext, { instance }: DiskChoice, snapshotIds: string[]): Next {
  if (instance) {
    return {
      tool: 'create-image',
      arguments: { instanceId: instance.id, snapshotIds, recoveryId },
      why: whyImage(instance.missing),
    };
  }
  return {
    tool: 'attach-recovered-disk',
    arguments: { snapshotIds, recoveryId },
    why: 'Add targetInstanceId: ask the user which instance (in any zone of the region) gets the disks',
  };
}
