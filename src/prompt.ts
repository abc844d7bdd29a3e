import type { Cloud } from './cloud/cloud.ts';
import { plain } from './text/safe.ts';

export interface PromptArgument {
  name: string;
  description: string;
  required: boolean;
  /** Values of the account that begin with (or are named like) what was typed. */
  complete?: (typed: string, cloud: Cloud, given: Record<string, string>) => Promise<string[]>;
}

export interface PromptDefinition {
  name: string;
  title: string;
  description: string;
  arguments: PromptArgument[];
  text(args: Readonly<Record<string, string | undefined>>): string;
}

export function definePrompt(prompt: PromptDefinition): PromptDefinition {
  return prompt;
}

/** Prompt arguments are put into text: one line each, bounded, no backticks that could end a code span. */
export function promptArguments(prompt: PromptDefinition, given: Record<string, string>): Record<string, string> {
  const args: Record<string, string> = {};
  for (const { name } of prompt.arguments) {
    const value = given[name]?.trim();
    if (value) args[name] = plain(value, 200).replaceAll('`', "'");
  }
  return args;
}
