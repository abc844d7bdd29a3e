import { Declined } from '../decisions/decision.ts';
import { STOP } from '../decisions/desk.ts';
import { snapshotStrategy } from '../recovery/strategy.ts';
import type { ToolContext } from '../tool.ts';
import type { Source } from './source.ts';

/** Says what will be missing and goes on only when a person accepted it. */
export function acknowledge(context: ToolContext, id: string, question: string, accept: string): void {
  const { say } = context;
  const answer = context.choose({
    id,
    question,
    options: [
      { value: 'accept', title: accept, description: say`I know what will be missing` },
      { value: STOP, title: say`Stop here`, description: say`Create nothing; keep what exists` },
    ],
  });
  if (answer !== 'accept') throw new Declined(id);
}

/** Local and ephemeral disks have no snapshots: their data will be missing, and nothing is created before that is accepted. */
export function acknowledgeDataLoss(
  context: ToolContext,
  { instance, disks }: Pick<Source, 'instance' | 'disks'>,
): void {
  const { unsnapshottable } = snapshotStrategy(instance, disks);
  if (unsnapshottable.length === 0) return;
  const lost = unsnapshottable.map((u) => `${u.what}: ${u.why}`);
  acknowledge(
    context,
    'data-loss',
    context.say`Not everything can be snapshotted: ${lost}. Go on?`,
    context.say`Go on without it`,
  );
}
