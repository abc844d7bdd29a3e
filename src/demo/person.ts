import { createInterface } from 'node:readline';
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
      view.answered(nameOf(recommended) ?? 'no answer');
      return recommended?.value;
    },
    leave() {},
  };
}

/** The person at this terminal. */
export function personAtTerminal(view: View): Person {
  let terminal: { lines: AsyncIterator<string>; prompt(text: string): void; close(): void } | undefined;
  /** Undefined at the end of input (Ctrl-D) and after an interrupt: that is nobody's answer. */
  const ask = async (prompt: string): Promise<string | undefined> => {
    terminal ??= openTerminal();
    terminal.prompt(prompt);
    const { done, value } = await terminal.lines.next();
    return done ? undefined : value;
  };
  return {
    async decide(question) {
      view.question(question);
      for (;;) {
        const said = await ask(view.prompt(question));
        if (said === undefined) {
          view.unanswered();
          return undefined;
        }
        const choice = pick(question, said.trim());
        if (choice !== undefined) {
          view.answered(nameOf(question.choices.find((c) => c.value === choice)) ?? choice);
          return choice;
        }
        view.again(`Type a number from 1 to ${question.choices.length}.`);
      }
    },
    leave() {
      terminal?.close();
    },
  };
}

/** Lines are kept until they are asked for, so that answers can be piped in. */
function openTerminal() {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  let open = true;
  terminal.once('close', () => {
    open = false;
  });
  return {
    lines: terminal[Symbol.asyncIterator](),
    prompt(text: string) {
      if (!open) return;
      terminal.setPrompt(text);
      terminal.prompt();
    },
    close: () => terminal.close(),
  };
}

const nameOf = (choice: Choice | undefined): string | undefined => choice?.title.split(': ')[0];

/** Enter takes the recommended option. */
function pick({ choices, allowCustom }: Question, said: string): string | undefined {
  if (said === '') return choices[0]?.value;
  const numbered = /^\d+$/.test(said) ? choices[Number(said) - 1] : choices.find((c) => c.value === said);
  return numbered?.value ?? (allowCustom ? said : undefined);
}
