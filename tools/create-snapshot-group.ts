import { refuseOtherGroup } from '../src/flow/adopt.ts';
import { chooseMembers } from '../src/flow/group-members.ts';
import { snapshotRow } from '../src/flow/point.ts';
import { findGroup, takeGroup, waitForGroup } from '../src/flow/snapshot-group.ts';
import { readSource, type Source } from '../src/flow/source.ts';
import { stillRunning } from '../src/flow/waiting.ts';
import type { SnapshotGroup } from '../src/recovery/estate.ts';
import { snapshotGroupRequest } from '../src/recovery/requests.ts';
import { inline } from '../src/text/safe.ts';
import { defineTool, field, type Outcome, type ToolContext } from '../src/tool.ts';

export default defineTool({
  name: 'create-snapshot-group',
  title: 'Create a snapshot consistency group',
  description:
    'Takes one crash-consistent point over system and data disks of a multi-disk source. Done when CreateImage can use it; zoneSafe is true only at 100 %.',
  effect: 'create',
  asks: true,
  waits: true,
  input: {
    instanceId: field.instanceId(),
    excludeDiskIds: field.diskIds('Disks to leave out').optional(),
    name: field.name('Group name').optional(),
  },

  async run(input, context) {
    const { recoveryId, say } = context;
    const { instanceId } = input;
    const source = await readSource(context.cloud, instanceId, input.regionId, context.recent);
    const { regionId, instance } = source;
    const { existing, failed } = context.resumed
      ? await findGroup(context, regionId, instanceId, context.recent)
      : { existing: undefined, failed: [] };
    if (existing) {
      refuseOtherGroup(context, existing, { excludeDiskIds: input.excludeDiskIds ?? [] });
      return follow(context, source, existing);
    }

    const { able, excludeDiskIds, count } = chooseMembers(context, source, input.excludeDiskIds ?? []);
    const request = snapshotGroupRequest({
      instance,
      recoveryId,
      excludeDiskIds,
      ...(input.name && { name: input.name }),
    });
    const question = say`Take one consistent recovery point of ${count} disks of ${instance.name} (${instanceId})? The source stays as it is.`;
    const consent = context.approve('create-snapshot-group', question, {
      requests: [request],
      price: { unknown: say`snapshots are billed by stored size, which the API does not estimate` },
    });
    const { answers } = input;
    const id = await takeGroup(context, regionId, { instanceId, able, request, consent, failed, answers });
    return follow(context, source, { id, status: 'progressing', snapshots: [], tags: [] });
  },
});

async function follow(context: ToolContext, source: Source, started: SnapshotGroup): Promise<Outcome> {
  const { cloud, say } = context;
  const { regionId, disks } = source;
  const { finished, group } = await waitForGroup(context, regionId, started);
  const rows = group.snapshots.map((s) =>
    snapshotRow(
      s,
      disks.find((d) => d.id === s.sourceDiskId),
    ),
  );
  const fields = { snapshotGroupId: group.id, snapshots: rows };
  if (!finished) {
    const url = cloud.consoleUrl(regionId, 'snapshot-group', group.id);
    return stillRunning(context, say`Group ${group.id} is being taken.`, fields, group.createdAt, url);
  }
  const safe = rows.every((r) => r.zoneSafe);
  return {
    status: 'done',
    recoveryId: context.recoveryId,
    text: [
      say`Snapshot group ${group.id} is ${group.status}: usable for an image. Zone-safe: ${safe ? 'yes' : 'not yet, only at 100 %'}.`,
      rows.map((r) => `${inline(r.device)} ${r.progress} %`).join(', '),
    ].join('\n\n'),
    fields,
    next: {
      tool: 'create-image',
      arguments: { instanceId: source.instance.id, snapshotGroupId: group.id, recoveryId: context.recoveryId },
      why: 'The point is taken; find-target-zone can run meanwhile',
    },
  };
}
