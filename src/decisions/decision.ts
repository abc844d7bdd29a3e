import type { ChangeRequest, Informed, Parameters, Price } from '../recovery/estate.ts';
import { plain } from '../text/safe.ts';
import { digestOf } from './consent.ts';

/** What to call next, ready to send. */
export interface Next {
  tool: string;
  arguments: Record<string, unknown>;
  why: string;
}

export interface Option {
  /** What is answered; readable, since some hosts show it instead of the title. */
  value: string;
  title: string;
  description: string;
}

/** The requests a decision approves, all of them in full, and what they cost. */
export interface Plan {
  requests: ChangeRequest[];
  price?: Informed<Price>;
  /** What the thing will not be, or will be otherwise. An answer is bound to it: nothing in it may move by itself. */
  notes?: string[];
  /** A note that follows from the price, and is bound with it. */
  estimate?: string;
}

/** A question to the person: two to four options, the recommended one first. */
export interface Decision {
  id: string;
  question: string;
  options: Option[];
  /** A free text is an answer too. */
  allowCustom?: boolean;
  plan?: Plan;
}

/** Thrown by a tool that cannot go on before the person has answered; the runner asks and runs the tool again. */
export class DecisionNeeded extends Error {
  readonly decision: Decision;
  /** Why what was answered does not count; undefined where nothing was. */
  readonly notAccepted: string | undefined;

  constructor(decision: Decision, notAccepted?: string) {
    super(`decision needed: ${decision.id}`);
    this.decision = decision;
    this.notAccepted = notAccepted;
  }
}

/** Thrown when the person chose not to go on here; `next` leads to the way they chose instead. */
export class Declined extends Error {
  readonly decisionId: string;
  readonly next: Next | undefined;

  constructor(decisionId: string, next?: Next) {
    super(`declined: ${decisionId}`);
    this.decisionId = decisionId;
    this.next = next;
  }
}

/** What was put before a person, as far as their answer is bound to it. */
export interface Shown {
  /** Of the question, the options offered, every value of every request and the notes; not of options' descriptions, whose counts move by themselves. */
  digest: string;
  /** The price as text; undefined where none was known. */
  price: string | undefined;
}

export function shownOf(decision: Decision): Shown {
  const { id, question, options, plan } = decision;
  const { requests = [], notes = [], price } = plan ?? {};
  return {
    digest: digestOf({ id, question, options: options.map((o) => o.value), requests, notes: [...notes].sort() }),
    price: price && 'value' in price ? `${price.value.amount}${price.value.currency}/${price.value.unit}` : undefined,
  };
}

/**
 * Whether an answer to what was shown is one to the decision as it is now: the one rule for answers by dialog, by token
 * and kept ones. A price that can no longer be read undoes nothing (an outage must not stop a recovery); another price,
 * or the first one, is another question.
 */
export function holds(shown: Shown, decision: Decision): boolean {
  const now = shownOf(decision);
  return shown.digest === now.digest && (now.price === undefined || now.price === shown.price);
}

export interface ShownPlan {
  action: string;
  parameters: Parameters;
  /** The further requests that the same answer approves. */
  more?: { action: string; parameters: Parameters }[];
  price?: { amount: number; unit: string; currency: string } | { unknown: string };
  notes?: string[];
}

/** The plan as the contract shows it: the first request, then the others. */
export function showPlan(plan: Plan): ShownPlan | undefined {
  const [first, ...more] = plan.requests;
  if (!first) return undefined;
  const notes = [...(plan.notes ?? []), ...(plan.estimate ? [plan.estimate] : [])];
  return {
    action: first.action,
    parameters: first.parameters,
    ...(more.length > 0 && { more: more.map(({ action, parameters }) => ({ action, parameters })) }),
    ...(plan.price && { price: 'value' in plan.price ? plan.price.value : plan.price }),
    ...(notes.length > 0 && { notes }),
  };
}

/** An option as it is shown: one line each, whatever it was made of. */
export function shownOption({ value, title, description }: Option): Option {
  return { value: plain(value), title: plain(title), description: plain(description, 600) };
}

/** What a dialog shows of an option; some hosts give it back instead of the value. */
export function labelOf(option: Option): string {
  const { title, description } = shownOption(option);
  return `${title}: ${description}`;
}

/**
 * The value that an answer means: an option's own, whatever its letter case, or the one option with that title, alone or
 * with its description as they are shown; else the person's own words, where they are an answer. Undefined where it is
 * none.
 */
export function answerOf({ options, allowCustom }: Pick<Decision, 'options' | 'allowCustom'>, given: string) {
  if (options.some((o) => o.value === given)) return given;
  const said = folded(given);
  const meant = options.filter((o) => [o.value, o.title, labelOf(o)].some((text) => folded(text) === said));
  if (meant.length === 1) return meant[0]?.value;
  return allowCustom && said !== '' ? given : undefined;
}

/** Whatever its letter case. */
export const folded = (text: string): string => text.trim().toLowerCase();
