import { type Decision, Declined } from '../decisions/decision.ts';
import { STOP } from '../decisions/desk.ts';
import type { ToolContext } from '../tool.ts';

/**
 * Puts a question that can also be answered with stopping here; who stops ends the call as declined.
 * `stopping` says what that means.
 */
export function askOrStop(
  context: ToolContext,
  { id, question, options }: Decision,
  stopping = context.say`Create nothing; keep what exists`,
): string {
  const { say } = context;
  const value = context.choose({
    id,
    question,
    options: [...options, { value: STOP, title: say`Stop here`, description: stopping }],
  });
  if (value === STOP) throw new Declined(id);
  return value;
}
