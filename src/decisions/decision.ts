import type { ChangeRequest, Informed, Parameters, Price } from '../recovery/estate.ts';
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
  notes?: string[];
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

  constructor(decision: Decision) {
    super(`decision needed: ${decision.id}`);
    this.decision = decision;
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

/**
 * What an answer is bound to: the question, which options were offered and, for a creation, every value of every request.
 * Prices are bound apart (see price below), descriptions not at all: they carry counts that move by themselves.
 */
export function decisionDigest(decision: Decision): string {
  return digestOf({
    id: decision.id,
    question: decision.question,
    options: decision.options.map((o) => o.value),
    requests: decision.plan?.requests ?? [],
  });
}

/** The price that was shown, as text; undefined where none was known. */
export function shownPrice(decision: Decision): string | undefined {
  const price = decision.plan?.price;
  return price && 'value' in price ? `${price.value.amount}${price.value.currency}/${price.value.unit}` : undefined;
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
  return {
    action: first.action,
    parameters: first.parameters,
    ...(more.length > 0 && { more: more.map(({ action, parameters }) => ({ action, parameters })) }),
    ...(plan.price && { price: 'value' in plan.price ? plan.price.value : plan.price }),
    ...(plan.notes?.length && { notes: plan.notes }),
  };
}

export function isAnswer(decision: Decision, value: string): boolean {
  return decision.options.some((o) => o.value === value) || (decision.allowCustom === true && value.trim() !== '');
}
