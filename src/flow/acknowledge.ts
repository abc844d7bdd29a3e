import { Declined } from '../decisions/decision.ts';
import { STOP } from '../decisions/desk.ts';
import type { ToolContext } from '../tool.ts';

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
