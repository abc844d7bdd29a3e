import * as z from 'zod';
import type { ReadOptions } from '../src/cloud/cloud.ts';
import { DrError, invalidInput } from '../src/errors.ts';
import { acknowledgeDataLoss } from '../src/flow/acknowledge.ts';
import { attempt, createOnce, idIn } from '../src/flow/create-once.ts';
import { failedSnapshots, progressOf, readGroup, snapshotRow } from '../src/flow/point.ts';
import { oldestFirst } from '../src/flow/recovery.ts';
import { askAboutRefused } from '../src/flow/refused-disks.ts';
import { readSource, type Source } from '../src/flow/source.ts';
import { HALF_A_MINUTE, JUST_LOOKED, stillRunning, watchUntil } from '../src/flow/waiting.ts';
import { isUnsnapshottable } from '../src/recovery/disks.ts';
import type { SnapshotGroup } from '../src/recovery/estate.ts';
import { snapshotGroupRequest } from '../src/recovery/requests.ts';
import { snapshotStrategy } from '../src/recovery/strategy.ts';
import { RECOVERY_TAG } from '../src/recovery/tags.ts';
import { inline } from '../src/text/safe.ts';
import { defineTool, field, type Outcome, type ToolContext } from '../src/tool.ts';

/** The API's refusals of a group because of its disks [facts: traps 13; states: snapshot_group]. */
const GROUP_REFUSED =
  /^(DiskCategory\.OperationNotSupported|InvalidOperation\.MultiAttachDisk|NumberExceed\.TooManyDisks|CapacityExceed\.TooManyDisks|InvalidDisk\.DiskCategoryInconsistent|InvalidDiskIds\.NotInSameZone)/;

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
    excludeDiskIds: z.array(field.diskId()).max(16).optional().describe('Disks to leave out'),
    name: field.name('Group name').optional(),
  },

  async run(input, context) {
    const source = await readSource(context.cloud, input.instanceId, input.regionId, context.recent);
    const { existing, failed } = context.resumed
      ? await findGroup(context, source, context.recent)
      : { existing: undefined, failed: [] };
    if (existing) return follow(context, source, existing);

    const excluded = excludedDisks(source, input.excludeDiskIds ?? []);
    const members = source.disks.filter((d) => !excluded.includes(d.id));
    const strategy = snapshotStrategy(source.instance, members);
    const able = members.filter((d) => !isUnsnapshottable(d.category));
    const local = members.filter((d) => isUnsnapshottable(d.category)).map((d) => d.id);
    if (able.length <= 1) {
      throw invalidInput(
        'instanceId',
        input.instanceId,
        'a source with several disks that can have snapshots (for a single disk use create-snapshot)',
      );
    }
    acknowledgeDataLoss(context, { instance: source.instance, disks: members });
    const refused = [...strategy.refused];
    if (refused.length > 0) {
      askAboutRefused(context, {
        id: 'refused-disks',
        instanceId: input.instanceId,
        disks: able,
        refused,
        // Without its system disk there is no instance to bring back.
        canExclude: !able.some((d) => d.type === 'system' && refused.some((r) => r.diskId === d.id)),
      });
    }
    const request = snapshotGroupRequest({
      instance: source.instance,
      recoveryId: context.recoveryId,
      excludeDiskIds: [...excluded, ...local, ...refused.map((r) => r.diskId)],
      ...(input.name && { name: input.name }),
    });
    const count = able.length - refused.length;
    const consent = context.approve(
      'create-snapshot-group',
      context.say`Take one consistent recovery point of ${count} disks of ${source.instance.name} (${input.instanceId})? The source keeps running and is not changed.`,
      {
        requests: [request],
        price: { unknown: context.say`snapshots are billed by stored size, which the API does not estimate` },
      },
    );
    let groupId: string;
    try {
      groupId = await createOnce(
        context,
        attempt('snapshot-group', failed),
        request,
        consent,
        async () => (await findGroup(context, source)).existing?.id,
        (answer) => idIn(answer, 'SnapshotGroupId'),
        async (id) => (await readGroup(context, source.regionId, id)) !== undefined,
      );
    } catch (error) {
      if (!(error instanceof DrError) || !GROUP_REFUSED.test(error.details.code)) throw error;
      // The limits differ by region and over time: the API has the last word, and it is explained, not repeated.
      askAboutRefused(context, {
        id: 'group-refused',
        instanceId: input.instanceId,
        disks: able,
        refused: [],
        canExclude: false,
        explanation: context.say`The API refused the group: ${error.details.code}, ${error.details.message} Disks can also be left out: call again with excludeDiskIds.`,
      });
      throw error;
    }
    context.exists({ kind: 'snapshot-group', id: groupId });
    return follow(context, source, { id: groupId, status: 'progressing', snapshots: [], tags: [] });
  },
});

/** Which disks the caller leaves out; an id that is not the source's is a mistake, not a wish. */
function excludedDisks(source: Source, ids: string[]): string[] {
  const stranger = ids.find((id) => !source.disks.some((d) => d.id === id));
  if (stranger)
    throw invalidInput(
      'excludeDiskIds',
      stranger,
      `a disk of ${source.instance.id}: ${source.disks.map((d) => d.id).join(', ')}`,
    );
  return ids;
}

async function findGroup(context: ToolContext, source: Source, options?: ReadOptions) {
  const tags = [{ key: RECOVERY_TAG, value: context.recoveryId }];
  const groups = oldestFirst(await context.cloud.snapshotGroups(source.regionId, { tags }, options));
  return { existing: groups.find((g) => g.status !== 'failed'), failed: groups.filter((g) => g.status === 'failed') };
}

async function follow(context: ToolContext, source: Source, started: SnapshotGroup): Promise<Outcome> {
  const { cloud, say } = context;
  const { finished, value } = await watchUntil(
    context,
    async () => (await readGroup(context, source.regionId, started.id, JUST_LOOKED)) ?? started,
    (group) => group.status !== 'progressing' || failedSnapshots(group.snapshots).length > 0,
    // The group is usable long before its members are stored: its own status is what is waited for.
    (group) => ({
      message: say`Group ${group.id}: ${group.status}, slowest member ${progressOf(group.snapshots).percent} %`,
    }),
    HALF_A_MINUTE,
  );
  const group = value ?? started;
  if (group.status === 'failed' || failedSnapshots(group.snapshots).length > 0) {
    throw new DrError({
      code: 'SnapshotGroupFailed',
      message: `Snapshot group ${group.id} failed.`,
      cause:
        'A member snapshot failed: the instance was stopped or restarted meanwhile, its zone is impaired, or a server fault.',
      remedy: 'Use an existing recovery point (describe-source lists them), or call again to take a new group.',
      retryable: true,
      created: [{ kind: 'snapshot-group', id: group.id, note: 'failed' }],
    });
  }
  const rows = group.snapshots.map((s) =>
    snapshotRow(
      s,
      source.disks.find((d) => d.id === s.sourceDiskId),
    ),
  );
  const fields = { snapshotGroupId: group.id, snapshots: rows };
  if (!finished) {
    const what = say`Group ${group.id} is being taken.`;
    return stillRunning(
      context,
      what,
      fields,
      group.createdAt,
      cloud.consoleUrl(source.regionId, 'snapshot-group', group.id),
    );
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
