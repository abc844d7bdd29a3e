import * as z from 'zod';
import { DrError, invalidInput } from '../src/errors.ts';
import { acknowledgeDataLoss } from '../src/flow/acknowledge.ts';
import { allOf, attempt, createOnce, idIn } from '../src/flow/create-once.ts';
import { failedSnapshots, isReady, notFound, progressOf, snapshotRow } from '../src/flow/point.ts';
import { readSource } from '../src/flow/source.ts';
import { stillRunning, watchUntil } from '../src/flow/waiting.ts';
import { isUnsnapshottable } from '../src/recovery/disks.ts';
import type { Disk } from '../src/recovery/estate.ts';
import { inDeviceOrder, snapshotRequest } from '../src/recovery/requests.ts';
import { makesAnInstance } from '../src/recovery/strategy.ts';
import { RECOVERY_TAG } from '../src/recovery/tags.ts';
import { inline, table } from '../src/text/safe.ts';
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
    diskIds: z.array(field.diskId()).min(1).max(16).optional().describe('Disks; or give instanceId'),
    instanceId: field.instanceId('Source; asks which disks if it has several').optional(),
    name: field.name('Snapshot name').optional(),
  },

  async run(input, context) {
    const { regionId, disks, whole } = await chooseDisks(input, context);
    const { existing, failed } = context.resumed
      ? await findSnapshots(context, regionId, disks)
      : { existing: [], failed: [] };
    const missing = disks.filter((d) => !existing.some((s) => s.sourceDiskId === d.id));
    const ids = existing.map((s) => s.id);
    if (missing.length > 0) {
      const requests = missing.map((disk) =>
        snapshotRequest({
          disk,
          instanceId: ownerOf(disk),
          recoveryId: context.recoveryId,
          regionId,
          ...(input.name && { name: disks.length > 1 ? `${input.name}-${disks.indexOf(disk) + 1}` : input.name }),
        }),
      );
      const named = missing.map((d) => `${d.device ?? '?'} ${d.id}`).join(', ');
      const question = context.say`Take a snapshot of ${named}? The disks stay in use and are not changed.`;
      const consent = context.approve('create-snapshot', question, {
        requests,
        price: { unknown: context.say`snapshots are billed by stored size, which the API does not estimate` },
        ...(missing.length > 1 && { notes: [context.say`These snapshots are not consistent across disks.`] }),
      });
      const made = await allOf(
        missing.map(async (disk, i) => {
          const request = requests[i];
          if (!request) throw invalidInput('diskIds', disk.id, 'a disk');
          const id = await createOnce(
            context,
            // A failed attempt has used up its client token: the next one is another step.
            attempt(
              `snapshot ${disk.id}`,
              failed.filter((s) => s.sourceDiskId === disk.id),
            ),
            request,
            consent,
            async () => (await findSnapshots(context, regionId, [disk])).existing[0]?.id,
            (answer) => idIn(answer, 'SnapshotId'),
            async (id) => (await context.cloud.snapshots(regionId, { ids: [id] })).length > 0,
          );
          context.exists({ kind: 'snapshot', id });
          return id;
        }),
      );
      ids.push(...made);
    }
    return follow(context, { regionId, disks, whole, ids });
  },
});

interface Chosen {
  regionId: string;
  /** To be snapshotted. */
  disks: Disk[];
  /** Together they make an instance; else they are recovered as disks. */
  whole: boolean;
}

const ownerOf = (disk: Disk): string => disk.instanceId ?? disk.attachments[0]?.instanceId ?? disk.id;

async function chooseDisks(
  input: { diskIds?: string[] | undefined; instanceId?: string | undefined; regionId?: string | undefined },
  context: ToolContext,
): Promise<Chosen> {
  if (input.instanceId) {
    const source = await readSource(context.cloud, input.instanceId, input.regionId, context.recent);
    const { regionId, instance, disks } = source;
    const able = disks.filter((d) => !isUnsnapshottable(d.category));
    const only = able.length === 1 ? able.map((d) => d.id) : undefined;
    const ids = input.diskIds ?? only ?? whichDisks(context, able);
    const stranger = ids.find((id) => !able.some((d) => d.id === id));
    if (stranger)
      throw invalidInput(
        'diskIds',
        stranger,
        `a disk of ${input.instanceId} that can have snapshots: ${able.map((d) => d.id).join(', ')}`,
      );
    const whole = makesAnInstance(instance, disks, new Set(ids));
    if (whole) acknowledgeDataLoss(context, source);
    return { regionId, whole, disks: disks.filter((d) => ids.includes(d.id)) };
  }
  const ids = [...new Set(input.diskIds ?? [])];
  if (ids.length === 0) throw invalidInput('diskIds', input.diskIds, 'one to sixteen disk ids (or give instanceId)');
  for (const regionId of input.regionId ? [input.regionId] : await context.cloud.regions()) {
    const disks = await context.cloud.disks(regionId, { ids }, context.recent);
    if (disks.length === 0) continue;
    const absent = ids.filter((id) => !disks.some((d) => d.id === id));
    if (absent.length > 0) throw notFound('InvalidDiskId.NotFound', 'disk', absent, regionId);
    const local = disks.find((d) => isUnsnapshottable(d.category));
    if (local) throw invalidInput('diskIds', local.id, `a cloud disk: ${local.category} has no snapshots`);
    return { regionId, disks: inDeviceOrder(disks), whole: await areWhole(context, regionId, disks, ids) };
  }
  const where = input.regionId ?? (await context.cloud.regions()).join(', ');
  throw notFound('InvalidDiskId.NotFound', 'disk', ids, where);
}

/** Whether disks named by their ids alone are all that their instance has. */
async function areWhole(context: ToolContext, regionId: string, disks: Disk[], ids: string[]): Promise<boolean> {
  const system = disks.find((d) => d.type === 'system');
  if (!system?.instanceId) return false;
  const owner = await readSource(context.cloud, system.instanceId, regionId, context.recent);
  return makesAnInstance(owner.instance, owner.disks, new Set(ids));
}

/** "The data disk" of a source with several is a question. */
function whichDisks(context: ToolContext, disks: Disk[]): string[] {
  const { say } = context;
  const data = disks.filter((d) => d.type === 'data');
  const label = (d: Disk) => `${d.device ?? '?'} ${d.id}, ${d.sizeGiB} GiB, ${d.category} ${d.performanceLevel ?? ''}`;
  const single = disks.filter((d) => d.type === 'system' || data.length <= 2);
  const value = context.choose({
    id: 'disks',
    question: [say`Which disks should be snapshotted?`, ...disks.map((d) => `- ${inline(label(d))}`)].join('\n'),
    options: [
      ...(data.length !== 1 || single.length > 3
        ? [{ value: 'data', title: say`All data disks`, description: data.map((d) => inline(d.device)).join(', ') }]
        : []),
      ...single
        .slice(0, 3)
        .map((d) => ({ value: d.id, title: inline(d.device ?? d.id), description: inline(label(d)) })),
    ].slice(0, 4),
    allowCustom: true,
  });
  if (value === 'data') return data.map((d) => d.id);
  return value.split(/[\s,]+/).filter((id) => id !== '');
}

async function findSnapshots(context: ToolContext, regionId: string, disks: Disk[]) {
  const found = await context.cloud.snapshots(regionId, { tags: [{ key: RECOVERY_TAG, value: context.recoveryId }] });
  const own = found.filter((s) => disks.some((d) => d.id === s.sourceDiskId));
  const good = own.filter((s) => s.status !== 'failed');
  return {
    // One of each disk: the first taken is the one that later steps use.
    existing: good.filter((s, i) => good.findIndex((o) => o.sourceDiskId === s.sourceDiskId) === i),
    failed: failedSnapshots(own),
  };
}

async function follow(context: ToolContext, point: Chosen & { ids: string[] }): Promise<Outcome> {
  const { cloud, say } = context;
  const { regionId, disks, ids } = point;
  const { finished, value = [] } = await watchUntil(
    context,
    () => cloud.snapshots(regionId, { ids }),
    (snapshots) =>
      snapshots.length === ids.length && (snapshots.every(isReady) || failedSnapshots(snapshots).length > 0),
    (snapshots) => {
      const progress = progressOf(snapshots);
      return { ...progress, message: say`Snapshots: slowest ${progress.percent} %` };
    },
  );
  const failed = failedSnapshots(value);
  if (failed.length > 0) {
    throw new DrError({
      code: 'SnapshotFailed',
      message: `Snapshot ${failed.map((s) => s.id).join(', ')} failed.`,
      cause: 'The instance was stopped or restarted meanwhile, its zone is impaired, or a server fault.',
      remedy:
        'Use an existing recovery point (describe-source lists them), or call create-snapshot again: it takes the failed ones anew.',
      retryable: true,
      created: ids.map((id) => ({ kind: 'snapshot', id })),
    });
  }
  const rows = value.map((s) =>
    snapshotRow(
      s,
      disks.find((d) => d.id === s.sourceDiskId),
    ),
  );
  const fields = { snapshots: rows.length > 0 ? rows : ids.map((snapshotId) => ({ snapshotId })) };
  if (!finished) {
    const since = value.map((s) => s.createdAt).find((at) => at !== undefined);
    const what = say`${ids.length} snapshot(s) are being taken, slowest at ${progressOf(value).percent} %.`;
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
    next: nextStep(context, point),
  };
}

/** All disks of the source make an instance; some of them are recovered as disks. */
function nextStep(context: ToolContext, { disks, whole, ids }: Chosen & { ids: string[] }): Next {
  const system = disks.find((d) => d.type === 'system');
  const owner = system && ownerOf(system);
  if (whole && owner) {
    return {
      tool: 'create-image',
      arguments: { instanceId: owner, snapshotIds: ids, recoveryId: context.recoveryId },
      why: 'The snapshots hold every disk of the instance that can have one',
    };
  }
  return {
    tool: 'attach-recovered-disk',
    arguments: { snapshotIds: ids, recoveryId: context.recoveryId },
    why: 'Add targetInstanceId: ask the user which instance (in any zone of the region) gets the disks',
  };
}
