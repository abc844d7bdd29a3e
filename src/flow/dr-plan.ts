import { DrError } from '../errors.ts';
import type { Image, InstanceExtras } from '../recovery/estate.ts';
import { formerDisks, type JoinedDisk } from '../recovery/run-disks.ts';
import { type RunChoices, type RunPlan, runPlan } from '../recovery/run-plan.ts';
import type { ToolContext } from '../tool.ts';
import { snapshotsBehind } from './dr-image.ts';
import type { Source } from './source.ts';

export interface Planner {
  /** How a copy of the source from this image is planned, whatever is chosen; a plan that cannot work is an error. */
  planFor(choices: RunChoices): RunPlan;
  /** Disks of the image that the source does not have any more: their category has to be chosen. */
  former: JoinedDisk[];
}

export async function readPlanner(
  context: ToolContext,
  source: Source & { extras: InstanceExtras },
  image: Image,
  unproven: boolean,
): Promise<Planner> {
  const { regionId, instance, disks, extras } = source;
  const snapshots = await snapshotsBehind(context, regionId, image);
  const base = { source: instance, extras, disks, image, snapshots, unproven, recoveryId: context.recoveryId };
  return {
    former: formerDisks(base),
    planFor(choices) {
      const plan = runPlan({ ...base, choices });
      if (plan.problems.length > 0) throw impossible(plan.problems);
      return plan;
    },
  };
}

function impossible(problems: string[]): DrError {
  return new DrError({
    code: 'ImpossiblePlan',
    message: problems.join(' '),
    cause: 'The request would not give a faithful copy, or the API would refuse it.',
    remedy: 'Choose another type, category or image (find-target-zone, describe-source). Nothing more was created.',
    retryable: false,
  });
}
