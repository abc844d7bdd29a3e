import { type Decision, Declined } from '../decisions/decision.ts';
import { STOP } from '../decisions/desk.ts';
import type { ToolContext } from '../tool.ts';

/** Puts a question that can also be answered with stopping here; who stops ends the call as declined. */
export function askOrStop(context: ToolContext, { id, question, options }: Decision): string {
  const { say } = context;
  const value = context.choose({
    id,
    question,
    options: [...options, { value: STOP, title: say`Stop here`, description: say`Create nothing; keep what exists` }],
  });
  if (value === STOP) throw new Declined(id);
  return value;
}
