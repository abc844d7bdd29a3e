import type { ChangeRequest } from '../recovery/estate.ts';
import type { ToolContext } from '../tool.ts';

/** What a creation was answered with. */
export interface Made {
  id: string;
  request: ChangeRequest;
  /** When, in ms of the clock: how long it may stay unseen counts from here. */
  at: number;
  /** When, in ms of a person's time: an approval asked for before has been used. */
  madeAt: number;
}

/** What this process knows of a step beside the tags. */
interface Memory {
  made?: Made;
  /** What was made and is gone, in the order of the tries: their client tokens answer with them for ever. */
  dead: readonly string[];
}

type Where = Pick<ToolContext, 'memory' | 'recoveryId'>;

/**
 * What the step was last answered with in this process. Tags are the ledger; but the cloud does not show a new thing by
 * its tags at once [trap 1], and of one that is gone it does not tell that it was ever made.
 */
export const madeBefore = (context: Where, step: string): Made | undefined => recall(context, step).made;

export const deadOf = (context: Where, step: string): readonly string[] => recall(context, step).dead;

export function rememberMade(
  context: Where & Pick<ToolContext, 'clock'>,
  step: string,
  id: string,
  request: ChangeRequest,
): Made {
  const made: Made = { id, request, at: context.clock.now(), madeAt: Date.now() };
  context.memory.set(key(context, step), { ...recall(context, step), made } satisfies Memory);
  return made;
}

export function rememberDead(context: Where, step: string, id: string): void {
  const { dead } = recall(context, step);
  context.memory.set(key(context, step), { dead: [...dead, id] } satisfies Memory);
}

/** What was there once and is not there now was deleted: it need not be waited for. */
export function rememberSeen({ memory }: Pick<ToolContext, 'memory'>, things: readonly ({ id: string } | undefined)[]) {
  for (const thing of things) if (thing) memory.set(`seen ${thing.id}`, true);
}

export const wasSeen = ({ memory }: Pick<ToolContext, 'memory'>, id: string): boolean => memory.has(`seen ${id}`);

/** How far apart two looks are (ms) that do not find what had been there: one may be a moment's mistake of the API. */
const TWO_LOOKS_MS = 5_000;

/** A second look, a while after one that did not find it. */
export async function isStillAway(
  { clock, signal }: Pick<ToolContext, 'clock' | 'signal'>,
  isThere: () => Promise<boolean>,
): Promise<boolean> {
  await clock.sleep(TWO_LOOKS_MS, signal);
  return !signal.aborted && !(await isThere());
}

function recall(context: Where, step: string): Memory {
  return (context.memory.get(key(context, step)) as Memory | undefined) ?? { dead: [] };
}

const key = ({ recoveryId }: Where, step: string) => `made ${recoveryId} ${step}`;
