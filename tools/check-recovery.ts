import * as z from 'zod';
import { unansweredText } from '../src/cloud/search.ts';
import { DrError } from '../src/errors.ts';
import { pollRecovery } from '../src/flow/poll.ts';
import { describeRecovered } from '../src/flow/recovered-disks.ts';
import { listRecoveries } from '../src/flow/recoveries.ts';
import type { RecoveryReading } from '../src/flow/recovery.ts';
import { OFFER_AFTER_MS, stillRunning } from '../src/flow/waiting.ts';
import { RECOVERY_ID } from '../src/recovery/ids.ts';
import type { RecoveryPicture } from '../src/recovery/phase.ts';
import { isRecoveredDisk } from '../src/recovery/phase-disks.ts';
import { RECOVERY_TAG } from '../src/recovery/tags.ts';
import { inline, table } from '../src/text/safe.ts';
import type { Say } from '../src/text/say.ts';
import { defineTool, field, type Outcome, type ToolContext } from '../src/tool.ts';

export default defineTool({
  name: 'check-recovery',
  title: 'Check or resume a recovery',
  description:
    'Polls or resumes a recovery from what the cloud reports, from any machine: every resource and the next call. With instanceId: its newest recovery, the others by id; with nothing: lists all.',
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
    const { recoveries: found, failed } = await listRecoveries(context, instanceId, regionId);
    const [newest, another] = found;
    if (instanceId && newest) {
      const outcome = await check(context, newest.recoveryId, newest.regionId, zoneSafe);
      return another ? besideOthers(context, outcome, found) : outcome;
    }
    const { say } = context;
    return {
      status: 'done',
      text: paragraphs(
        found.length === 0
          ? say`No recovery found.`
          : table(
              [say`recovery`, say`source`, say`phase`, say`started`],
              found.map((r) => [r.recoveryId, r.sourceInstanceId, say.told(r.phase), r.createdAt]),
            ),
        failed.length > 0 ? say`Not answered, so what is there is missing here: ${unansweredText(failed)}.` : '',
      ),
      fields: {
        recoveries: found.map(row),
        ...(failed.length > 0 && {
          unanswered: failed.map(({ regionId, error }) => ({ regionId, code: error.details.code })),
        }),
      },
    };
  },
});

type Listed = Awaited<ReturnType<typeof listRecoveries>>['recoveries'][number];

/** The contract's row for a recovery. */
const row = ({ regionId: _, ...recovery }: Listed) => recovery;

/** What is asked about is the newest recovery of a source; the text names the others, the fields list all. */
function besideOthers({ say }: ToolContext, outcome: Outcome, all: Listed[]): Outcome {
  const named = all.slice(1).map((r) => `${r.recoveryId} (${r.phase})`);
  return {
    ...outcome,
    text: paragraphs(outcome.text, say`Its other recoveries, newest first: ${named}.`),
    fields: { ...outcome.fields, recoveries: all.map(row) },
  };
}

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
  const { picture, reading, resources, moving, partial, silence } = await pollRecovery(of, regionId, zoneSafe);
  const { phase, sourceInstanceId, orphans, failed, next } = picture;
  if (phase === 'empty' && resources.length === 0) throw notFound(recoveryId, regionId);
  const silent = silence && {
    seconds: Math.round((of.clock.now() - silence.since) / 1000),
    code: silence.error.details.code,
  };
  const troubles = [
    silent ? say`The API has not answered for ${silent.seconds} s (${silent.code}): this is what it told before.` : '',
    failed ? inline(say.told(failed), 400) : '',
    orphans.length > 0 ? say`No step will use: ${orphans.join(', ')}. They cost until somebody deletes them.` : '',
  ];
  const told = {
    phase,
    resources,
    ...(partial && { partial }),
    ...(silent && { silence: silent }),
    ...(orphans.length > 0 && { orphans }),
    ...(failed && { failed }),
  };
  if (picture.pending) {
    const what = paragraphs(
      say`Recovery ${recoveryId}: ${[phase, movingText(say, moving)].filter(Boolean).join(', ')}.`,
      ...troubles,
    );
    const outcome = stillRunning(of, what, told, sinceLastOffer(of, moving), cloud.consoleUrl(regionId, 'instance'));
    return zoneSafe && outcome.next
      ? { ...outcome, next: { ...outcome.next, arguments: { ...outcome.next.arguments, zoneSafe } } }
      : outcome;
  }
  const disks = phase === 'attached' ? await attachedDisks(of, regionId, reading) : undefined;
  return {
    status: 'done',
    recoveryId,
    text: paragraphs(
      say`Recovery ${recoveryId} of ${sourceInstanceId ?? sourceDisks(reading) ?? '?'}: ${phase}.`,
      resources.map((r) => `- ${say.told(r.kind)} ${inline(r.id)} ${inline(r.status)}${percentOf(r)}`).join('\n'),
      ...troubles,
      disks?.text ?? '',
    ),
    fields: { sourceInstanceId, regionId, ...told, ...disks?.fields },
    ...(next && { next }),
  };
}

/** Disks that were attached nowhere have no source instance. */
function sourceDisks({ snapshots }: RecoveryReading): string | undefined {
  return snapshots.length === 0 ? undefined : [...new Set(snapshots.map((s) => s.sourceDiskId))].join(', ');
}

function paragraphs(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** What is waited for, in one line, with ids where there are several; escaped where it is put into the sentence. */
function movingText(say: Say, moving: RecoveryPicture['resources']): string {
  return moving
    .map((r) => [
      say.told(r.kind),
      ...(moving.length > 1 ? [r.id] : []),
      r.percent === undefined || r.percent >= 100 ? r.status : `${r.percent} %`,
    ])
    .map((parts) => parts.join(' '))
    .join(', ');
}

const percentOf = ({ percent }: RecoveryPicture['resources'][number]) => (percent === undefined ? '' : ` ${percent} %`);

/** When the oldest of it was begun; left out where a poll has made the offer that follows from it a short while ago. */
function sinceLastOffer(
  { clock, memory, recoveryId }: ToolContext,
  moving: RecoveryPicture['resources'],
): string | undefined {
  const [begun] = moving.flatMap((r) => r.createdAt ?? []).sort();
  if (begun === undefined || clock.now() - Date.parse(begun) < OFFER_AFTER_MS) return begun;
  const key = `offered ${recoveryId}`;
  const offered = memory.get(key) as number | undefined;
  if (offered !== undefined && clock.now() - offered < OFFER_AFTER_MS) return undefined;
  memory.set(key, clock.now());
  return begun;
}

/** The end of a disk-level recovery, as attach-recovered-disk tells it: the whole layout and the reminder to mount. */
async function attachedDisks(context: ToolContext, regionId: string, { disks }: RecoveryReading) {
  const made = disks.filter(isRecoveredDisk);
  const targetIds = [...new Set(made.flatMap((d) => d.instanceId ?? []))];
  const targets = await context.cloud.instances(regionId, { ids: targetIds });
  const each = await Promise.all(
    targets.map(async (target) => {
      const layout = await context.cloud.disks(regionId, { instanceId: target.id });
      const here = made.filter((d) => d.instanceId === target.id);
      return describeRecovered(context, regionId, target, { made: here, layout });
    }),
  );
  return {
    text: each.map(({ text }) => text).join('\n\n'),
    fields: {
      disks: each.flatMap(({ fields }) => fields.disks),
      targetDisks: each.flatMap(({ fields }) => fields.targetDisks),
    },
  };
}

function notFound(recoveryId: string, where: string): DrError {
  return new DrError({
    code: 'RecoveryNotFound',
    message: `No resource carries the tag ${RECOVERY_TAG}=${recoveryId}.`,
    cause: `Looked for in ${where}. Nothing was created yet under this id, it was deleted, or the credentials cannot see it. An instance may stay invisible in its first minute.`,
    remedy:
      'Check the id (check-recovery without arguments lists recoveries), or call the first step again with this recoveryId.',
    retryable: false,
  });
}
