import { createInterface, type Interface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Block } from './blocks.ts';
import type { View } from './view.ts';

export interface Choice {
  value: string;
  title: string;
}

export interface Question {
  /** The tool that asks. */
  tool: string;
  blocks: Block[];
  /** The recommended one first. */
  choices: Choice[];
  allowCustom: boolean;
}

/** Whoever decides: a value of the choices (or own words, where allowed); undefined when nobody answers. */
export interface Person {
  decide(question: Question): Promise<string | undefined>;
  leave(): void;
}

/** Long enough to see that a question was put, on a screen. */
const READING_MS = 900;

/** Does what is recommended. */
export function agreeablePerson(view: View): Person {
  return {
    async decide(question) {
      view.question(question);
      if (view.live) await sleep(READING_MS);
      const [recommended] = question.choices;
      if (recommended) view.answered(recommended.title);
      return recommended?.value;
    },
    leave() {},
  };
}

/** The person at this terminal. */
export function personAtTerminal(view: View): Person {
  let terminal: Interface | undefined;
  let gone = false;
  const ask = async (prompt: string): Promise<string | undefined> => {
    if (!terminal) {
      terminal = createInterface({ input: process.stdin, output: process.stdout });
      terminal.once('close', () => {
        gone = true;
      });
    }
    if (gone) return undefined;
    const asking = terminal;
    // An end of input (Ctrl-D) or an interrupt leaves the question open for ever: it is nobody's answer.
    const closed = new Promise<undefined>((resolve) => asking.once('close', () => resolve(undefined)));
    return Promise.race([asking.question(prompt), closed]);
  };
  return {
    async decide(question) {
      view.question(question);
      for (;;) {
        const said = await ask(view.prompt(question));
        if (said === undefined) return undefined;
        const choice = pick(question, said.trim());
        if (choice !== undefined) {
          view.answered(question.choices.find((c) => c.value === choice)?.title ?? choice);
          return choice;
        }
        view.note(`Type a number from 1 to ${question.choices.length}.`);
      }
    },
    leave() {
      terminal?.close();
    },
  };
}

/** Enter takes the recommended option. */
function pick({ choices, allowCustom }: Question, said: string): string | undefined {
  if (said === '') return choices[0]?.value;
  const numbered = /^\d+$/.test(said) ? choices[Number(said) - 1] : choices.find((c) => c.value === said);
  return numbered?.value ?? (allowCustom ? said : undefined);
}
