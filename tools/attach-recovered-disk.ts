import * as z from 'zod';
import { findRecoveredDisks, followDisk, recoverDisk } from '../src/flow/attach.ts';
import { allOf } from '../src/flow/create-once.ts';
import { chooseCategories, refuseOtherCategory } from '../src/flow/disk-category.ts';
import { planDisks, readSourceDisks } from '../src/flow/disk-plan.ts';
import { checkTarget, refuseElsewhere } from '../src/flow/disk-target.ts';
import { costOf } from '../src/flow/leftovers.ts';
import { failedSnapshots, pointNotReady, progressOf, readSnapshots, refuseFailed } from '../src/flow/point.ts';
import { recoveredSoFar } from '../src/flow/recovered-disks.ts';
import { watchUntil } from '../src/flow/waiting.ts';
import { MOST_DISKS } from '../src/recovery/disk-errands.ts';
import type { Snapshot } from '../src/recovery/estate.ts';
import { isSnapshotReady } from '../src/recovery/phase-snapshots.ts';
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
    snapshotIds: z.array(field.snapshotId()).min(1).max(MOST_DISKS).describe('One disk each'),
    targetInstanceId: field.instanceId('Running or Stopped instance that gets them'),
    diskCategory: field.category().optional().describe('Only if the user chose another'),
  },

  run: recoverDisks,
});

interface Input {
  snapshotIds: string[];
  targetInstanceId: string;
  diskCategory?: string | undefined;
  regionId?: string | undefined;
}

async function recoverDisks(input: Input, context: ToolContext): Promise<Outcome> {
  const { cloud, say } = context;
  // In one order: the same set is the same plan, whoever names it.
  const snapshotIds = [...new Set(input.snapshotIds)].sort();
  const regionId = await cloud.locate(input.targetInstanceId, input.regionId);
  const [target, attached] = await Promise.all([
    cloud.instance(regionId, input.targetInstanceId, context.recent),
    cloud.disks(regionId, { instanceId: input.targetInstanceId }, context.recent),
  ]);
  const { made } = context.resumed ? await findRecoveredDisks(context, regionId, target, snapshotIds) : { made: [] };
  for (const disk of made) context.exists({ kind: 'disk', id: disk.id, note: costOf('disk', say) });
  refuseElsewhere(made, target);
  await refuseOtherCategory(context, regionId, target, { attached, made, wanted: input.diskCategory });
  const there = made.filter((d) => d.instanceId === target.id);
  if (snapshotIds.every((id) => there.some((d) => d.sourceSnapshotId === id))) {
    return recoveredSoFar(context, regionId, target, snapshotIds);
  }
  const holding = made.filter(({ id }) => attached.some((d) => d.id === id));
  const more = snapshotIds.length - holding.length;
  await checkTarget(context, regionId, target, { attached: attached.length, more, snapshotIds });
  const { finished, value: snapshots } = await watchUntil(
    context,
    (look) => readSnapshots(look, regionId, snapshotIds),
    (all) => all.every(isSnapshotReady) || failedSnapshots(all).length > 0,
    (all) => ({ ...progressOf(all), message: say`Waiting for the snapshots: CreateDisk needs 100 %` }),
  );
  refuseFailed(snapshots);
  if (!finished) return notYet(context, regionId, snapshots, input);

  const disks = await readSourceDisks(context, regionId, snapshots, made);
  // A disk that an earlier call made has its category: nobody is asked about it again.
  const toMake = disks.filter((disk) => !disk.made);
  const wanted = { attached, disks: toMake, wanted: input.diskCategory };
  const categories = await chooseCategories(context, regionId, target, wanted);
  const { works, question, plan } = await planDisks(context, regionId, target, {
    disks,
    categories,
    attached,
    wanted: input.diskCategory,
  });
  const consent = works.length > 0 ? context.approve('attach-recovered-disk', question, plan) : undefined;
  const changing = consent ? works.map((work) => recoverDisk(context, { regionId, target, consent, work })) : [];
  const attaching = made.filter((d) => d.status === 'Attaching');
  const recovered = await allOf([...changing, ...attaching.map(({ id }) => followDisk(context, regionId, target, id))]);
  // Remembered as refused: another category is asked for, the disks that were made stay made.
  if (recovered.includes('category refused')) {
    context.startOver();
    return recoverDisks(input, { ...context, resumed: true });
  }
  const outcome = await recoveredSoFar(context, regionId, target, snapshotIds);
  // What is left to attach was approved: the call that goes on need not ask again.
  if (outcome.status !== 'in_progress' || !consent) return outcome;
  return { ...outcome, text: `${outcome.text} ${context.keep(consent)}`.trim() };
}

function notYet(context: ToolContext, regionId: string, snapshots: Snapshot[], input: Input): Outcome {
  const { snapshotIds, targetInstanceId, diskCategory } = input;
  return pointNotReady(context, snapshots, {
    regionId,
    what: context.say`A disk needs its snapshot at 100 %. No disk was created.`,
    again: {
      tool: 'attach-recovered-disk',
      arguments: { snapshotIds, targetInstanceId, ...(diskCategory && { diskCategory }) },
    },
  });
}
