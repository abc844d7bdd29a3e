import * as z from 'zod';
import type { Watched } from '../src/cloud/watch.ts';
import { DrError } from '../src/errors.ts';
import { progressOf } from '../src/flow/point.ts';
import { describeRecovered } from '../src/flow/recovered-disks.ts';
import { type RecoveryReading, readRecovery, readTagged } from '../src/flow/recovery.ts';
import { stillRunning, watchUntil } from '../src/flow/waiting.ts';
import { RECOVERY_ID } from '../src/recovery/ids.ts';
import { type RecoveryPicture, recoveryPicture } from '../src/recovery/phase.ts';
import { isRecoveredDisk } from '../src/recovery/phase-disks.ts';
import { RECOVERY_TAG, SOURCE_TAG, tagValue } from '../src/recovery/tags.ts';
import { inline, table } from '../src/text/safe.ts';
import { defineTool, field, type Outcome, type ToolContext } from '../src/tool.ts';

const POLL_GAP_MS = 30_000;
const POLL_SERIES_MS = 300_000;

/** What does not move any more: nobody waits for it. */
const AT_REST = /^(Available|Running|In_use|accomplished)$/;

export default defineTool({
  name: 'check-recovery',
  title: 'Check or resume a recovery',
  description:
    'Polls or resumes a recovery from what the cloud reports, from any machine: every resource and the next call. With instanceId or nothing: lists recoveries.',
  effect: 'read',
  asks: false,
  waits: true,
  input: {
    recoveryId: z
      .string()
      .regex(RECOVERY_ID, 'must be an id this server gave')
      .optional()
      .describe('Recovery to check'),
    instanceId: field.instanceId('Source: its recoveries').optional(),
    zoneSafe: z.boolean().optional().describe('Wait until every snapshot is at 100 %'),
  },

  async run({ recoveryId, instanceId, regionId, zoneSafe = false }, context) {
    if (recoveryId) return check(context, recoveryId, regionId, zoneSafe);
    const found = await listRecoveries(context, instanceId, regionId);
    if (instanceId && found.length === 1 && found[0])
      return check(context, found[0].recoveryId, found[0].regionId, zoneSafe);
    return {
      status: 'done',
      text:
        found.length === 0
          ? context.say`No recovery found.`
          : table(
              [context.say`recovery`, context.say`source`, context.say`phase`, context.say`started`],
              found.map((r) => [r.recoveryId, r.sourceInstanceId, r.phase, r.createdAt]),
            ),
      fields: { recoveries: found.map(({ regionId: _, ...r }) => r) },
    };
  },
});

async function check(
  context: ToolContext,
  recoveryId: string,
  region: string | undefined,
  zoneSafe: boolean,
): Promise<Outcome> {
  const { cloud, say } = context;
  const regionId = await cloud.locateRecovery(recoveryId, region);
  if (!regionId) throw notFound(recoveryId, region ?? (await cloud.regions()).join(', '));
  const of = { ...context, recoveryId };
  // Calls that poll go on where the last one stopped: what was at rest is not asked for again, the next look keeps its time.
  const series = `check ${regionId} ${recoveryId} ${zoneSafe}`;
  const before = pollOf(context, series);
  let reading = before?.reading;
  const watched = await watchUntil(
    of,
    async () => {
      // After the first look only what is still moving is asked for again.
      reading = await readRecovery(of, regionId, reading);
      const picture = recoveryPicture({ recoveryId, ...reading });
      return zoneSafe && !isZoneSafe(reading) ? { ...picture, pending: true } : picture;
    },
    (picture) => !picture.pending,
    (picture) => {
      const percents = picture.resources.flatMap((r) =>
        r.percent !== undefined && r.percent < 100 ? [r.percent] : [],
      );
      const percent = percents.length > 0 ? Math.min(...percents) : undefined;
      return { percent, ...(reading && remaining(reading)), message: say`${recoveryId}: ${picture.phase}` };
    },
    { before: context.waitUntil > context.clock.now() ? before?.watched : undefined },
  );
  const { value } = watched;
  context.memory.delete(series);
  if (value.pending && reading)
    context.memory.set(series, { reading, watched, readAt: before?.readAt ?? context.clock.now() });
  const { phase, sourceInstanceId, resources, orphans, failed, pending, next } = value;
  const fields = {
    phase,
    // A poll is read many times over: what does not move is told at its end.
    ...(!pending && { sourceInstanceId, regionId }),
    resources,
    ...(orphans.length > 0 && { orphans }),
    ...(failed && { failed }),
  };
  const text = [
    pending
      ? say`Recovery ${recoveryId}: ${phase}. ${movingText(resources)}`
      : say`Recovery ${recoveryId} of ${sourceInstanceId ?? '?'}: ${phase}.`,
    failed ? inline(failed, 400) : '',
    pending
      ? ''
      : table(
          [say`kind`, 'id', say`status`, '%'],
          resources.map((r) => [r.kind, r.id, r.status, r.percent]),
        ),
    orphans.length > 0 ? say`No step will use: ${orphans.join(', ')}. They cost until somebody deletes them.` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
  if (!pending) {
    const told = phase === 'attached' && reading ? await attachedDisks(of, regionId, reading) : undefined;
    return {
      status: 'done',
      recoveryId,
      text: told ? `${text}\n\n${told.text}` : text,
      fields: { ...fields, ...told?.fields },
      ...(next && { next }),
    };
  }
  const since = resources
    .filter((r) => (r.percent === undefined ? !AT_REST.test(r.status) : r.percent < 100))
    .flatMap((r) => r.createdAt ?? [])
    .sort()[0];
  const outcome = stillRunning(of, text, fields, since, cloud.consoleUrl(regionId, 'instance'));
  return zoneSafe && outcome.next
    ? { ...outcome, next: { ...outcome.next, arguments: { ...outcome.next.arguments, zoneSafe } } }
    : outcome;
}

/** What still moves, in one line; the values are escaped where they are put into the sentence. */
function movingText(resources: RecoveryPicture['resources']): string {
  return resources
    .filter((r) => (r.percent ?? 100) < 100 || !AT_REST.test(r.status))
    .map((r) => `${r.kind} ${r.id} ${r.status}${r.percent === undefined ? '' : ` ${r.percent} %`}`)
    .join(', ');
}

interface Poll {
  reading: RecoveryReading;
  watched: Watched<RecoveryPicture>;
  /** When all kinds were asked for. */
  readAt: number;
}

/** Everything is asked for anew when a poll comes late, and every few minutes anyway. */
function pollOf({ memory, clock }: ToolContext, series: string): Poll | undefined {
  const poll = memory.get(series) as Poll | undefined;
  const last = poll?.watched.looks.at(-1)?.at ?? 0;
  return poll && clock.now() - last < POLL_GAP_MS && clock.now() - poll.readAt < POLL_SERIES_MS ? poll : undefined;
}

/** The end of a disk-level recovery, as attach-recovered-disk tells it: the whole layout and the reminder to mount. */
async function attachedDisks(context: ToolContext, regionId: string, { disks }: RecoveryReading) {
  const made = disks.filter(isRecoveredDisk);
  const [targetId] = made.flatMap((d) => d.instanceId ?? []);
  if (!targetId) return undefined;
  const [[target], layout] = await Promise.all([
    context.cloud.instances(regionId, { ids: [targetId] }),
    context.cloud.disks(regionId, { instanceId: targetId }),
  ]);
  return target && describeRecovered(context, target, made, layout);
}

function notFound(recoveryId: string, where: string): DrError {
  return new DrError({
    code: 'RecoveryNotFound',
    message: `No resource carries the tag ${RECOVERY_TAG}=${recoveryId}.`,
    cause: `Looked for in ${where}. Nothing was created yet under this id, it was deleted, or the credentials cannot see it.`,
    remedy:
      'Check the id (check-recovery without arguments lists recoveries), or call the first step again with this recoveryId.',
    retryable: false,
  });
}

function isZoneSafe({ groups, snapshots }: RecoveryReading): boolean {
  // What a failed group had begun is never finished: nobody waits for it.
  const dead = new Set(groups.flatMap((g) => (g.status === 'failed' ? g.snapshots.map((s) => s.id) : [])));
  const members = groups.flatMap((g) => g.snapshots);
  return [...snapshots, ...members].every((s) => s.progress >= 100 || s.status === 'failed' || dead.has(s.id));
}

/** What the snapshots say is left to do. */
function remaining({ groups, snapshots }: RecoveryReading): { remainSeconds?: number } {
  const { remainSeconds } = progressOf([...snapshots, ...groups.flatMap((g) => g.snapshots)]);
  return remainSeconds === undefined ? {} : { remainSeconds };
}

/** Every recovery of the region(s), by the tags on what it made, newest first. */
async function listRecoveries(context: ToolContext, instanceId: string | undefined, region: string | undefined) {
  const regionIds = region
    ? [region]
    : instanceId
      ? [await context.cloud.locate(instanceId)]
      : await context.cloud.regions();
  const perRegion = await Promise.all(
    regionIds.map(async (regionId) => {
      const all = await readTagged(
        context,
        regionId,
        instanceId ? { key: SOURCE_TAG, value: instanceId } : { key: RECOVERY_TAG },
      );
      const ids = new Set(
        [...all.groups, ...all.snapshots, ...all.images, ...all.instances, ...all.disks, ...all.vSwitches].flatMap(
          (r) => tagValue(r.tags, RECOVERY_TAG) ?? [],
        ),
      );
      return [...ids].map((recoveryId) => {
        const of = <T extends { tags: { key: string; value: string }[] }>(list: T[]) =>
          list.filter((r) => tagValue(r.tags, RECOVERY_TAG) === recoveryId);
        const picture = recoveryPicture({
          recoveryId,
          groups: of(all.groups),
          snapshots: of(all.snapshots),
          images: of(all.images),
          instances: of(all.instances),
          disks: of(all.disks),
          vSwitches: of(all.vSwitches),
        });
        const createdAt = picture.resources.flatMap((r) => r.createdAt ?? []).sort()[0];
        return { recoveryId, sourceInstanceId: picture.sourceInstanceId, phase: picture.phase, createdAt, regionId };
      });
    }),
  );
  return perRegion.flat().sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''));
}
