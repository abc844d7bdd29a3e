import type { Plan } from '../decisions/decision.ts';
import type { DrError } from '../errors.ts';
import type { ToolContext } from '../tool.ts';

/*
 * A tool that has told that what it made failed or is gone puts another question from then on, also where nothing else of the plan
 * is another: the yes to it is no older than that, and the yes to the one before does not count for it.
 */

interface Where extends Pick<ToolContext, 'memory'> {
  tool: string;
  recoveryId: string;
}

export function rememberGone(where: Where, { details }: DrError): void {
  const ids = [...(details.gone ?? []), ...(details.used ?? [])];
  if (ids.length > 0) where.memory.set(key(where), [...new Set([...toldGone(where), ...ids])]);
}

/** The plan with what this tool has told to be gone, as far as the tool does not say so itself. */
export function withGone(where: Where & Pick<ToolContext, 'say'>, plan: Plan): Plan {
  const { notes = [] } = plan;
  const ids = toldGone(where).filter((id) => !notes.some((note) => note.includes(id)));
  if (ids.length === 0) return plan;
  return { ...plan, notes: [...notes, where.say`Made in this recovery before, and failed or gone: ${ids}.`] };
}

const toldGone = (where: Where) => (where.memory.get(key(where)) as readonly string[] | undefined) ?? [];

const key = ({ tool, recoveryId }: Where) => `gone ${recoveryId} ${tool}`;
