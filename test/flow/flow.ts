import { type Choices, type Decision, follow, type Result } from '../support/agent.ts';
import { type House, openHouse, type Person } from '../support/house.ts';
import { checkResults } from './checks.ts';

export const WAYS = ['with elicitation', 'without elicitation'] as const;
export type Way = (typeof WAYS)[number];

type Options = Parameters<typeof openHouse>[0];
interface Step {
  tool: string;
  arguments: Record<string, unknown>;
}

export interface Flow {
  house: House;
  /** Every question put to the person, in order, whichever way. */
  questions: { message: string; options: string[] }[];
  /** From a first call along every `next`; `extra` adds what only a person knows. Checks every result on the way. */
  play(
    tool: string,
    args: Record<string, unknown>,
    extra?: (next: Step, before: Result[]) => Record<string, unknown>,
  ): Promise<{ seen: Result[]; last: Result }>;
}

/** A person who takes the first of these answers that is offered, else what is recommended. */
export async function openFlow(way: Way, prefer: string[] = [], options: Options = {}): Promise<Flow> {
  const questions: Flow['questions'] = [];
  const pick = (message: string, values: string[]): string => {
    questions.push({ message, options: values });
    return prefer.find((p) => values.includes(p)) ?? values[0] ?? '';
  };
  const person: Person = ({ message, options: given }) => ({
    choice: pick(
      message,
      given.map((o) => o.const),
    ),
  });
  const answer = (d: Decision) =>
    pick(
      d.question,
      d.options.map((o) => o.value),
    );
  const choices = new Proxy({}, { get: () => answer }) as Choices;
  const house = await openHouse({ ...options, ...(way === 'with elicitation' && { person }) });
  return {
    house,
    questions,
    async play(tool, args, extra) {
      const seen = await follow(house.client, { tool, arguments: args }, choices, extra);
      checkResults(seen);
      const last = seen.at(-1);
      if (!last) throw new Error('nothing happened');
      return { seen, last };
    },
  };
}

/** What only the person knows when a poll leads back to the attaching: the target instance. */
export const onto = (targetInstanceId: string) => (next: { tool: string }) =>
  next.tool === 'attach-recovered-disk' ? { targetInstanceId } : {};

export const mutations = ({ simulator }: House) =>
  simulator.requests.filter((r) => r.mutating && r.params.DryRun !== 'true');

/** Requests of this action that made something. */
export const effects = (house: House, action: string) =>
  mutations(house).filter((r) => r.action === action && r.tookEffect);
