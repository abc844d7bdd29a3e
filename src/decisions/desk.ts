import type { Say } from '../text/say.ts';
import type { Approval, Approvals, Subject } from './approvals.ts';
import { Consent } from './consent.ts';
import {
  type Decision,
  DecisionNeeded,
  Declined,
  holds,
  isAnswer,
  type Plan,
  type Shown,
  shownOf,
} from './decision.ts';
import { type AnsweredDecision, type Binding, PlanTokens } from './plan-token.ts';

const GO_AHEAD = 'go-ahead';
export const STOP = 'stop';

/** How a person can be reached in this call. */
export type Way = 'dialog' | 'token';

/**
 * One call's desk for decisions: a tool puts its questions here and gets either the answer or a throw.
 * Answers count only when they were given to exactly the question being put now: by dialog in this call,
 * or in the arguments with a plan token that seals it.
 */
export class DecisionDesk {
  /** In the order they were put in this run of the tool. */
  readonly answered: AnsweredDecision[] = [];
  readonly #dialog = new Map<string, { shown: Shown; value: string }>();
  /** By decision, what this call's consents come from. */
  readonly #approved = new Map<string, Approval>();
  /** Decisions with a kept approval that this call's answer takes back. */
  readonly #withdrawn = new Set<string>();

  readonly #way: Way;
  readonly #binding: Binding;
  readonly #tokens: PlanTokens;
  readonly #answers: Readonly<Record<string, string>>;
  readonly #planToken: string | undefined;
  readonly #say: Say;
  readonly #approvals: Approvals;

  constructor(options: {
    way: Way;
    binding: Binding;
    tokens: PlanTokens;
    answers: Readonly<Record<string, string>>;
    planToken: string | undefined;
    say: Say;
    approvals: Approvals;
  }) {
    this.#way = options.way;
    this.#binding = options.binding;
    this.#tokens = options.tokens;
    this.#answers = options.answers;
    this.#planToken = options.planToken;
    this.#say = options.say;
    this.#approvals = options.approvals;
    // Now, not when the question comes up: the tool may end before it. A no needs no proof, and no dialog.
    for (const [id, value] of Object.entries(options.answers)) {
      if (value !== GO_AHEAD && this.#approvals.withdraw(this.#subject(id))) this.#withdrawn.add(id);
    }
  }

  /** The tool starts over: it will put the same questions again, in the same order. */
  restart(): void {
    this.answered.length = 0;
  }

  /** What the person chose in the dialog of this call. */
  answerByDialog(decision: Decision, value: string): void {
    this.#dialog.set(decision.id, { shown: shownOf(decision), value });
  }

  /** The person's choice among the options (or their own words, where allowed). */
  choose(decision: Decision): string {
    return this.#count(decision, this.#answerTo(decision)).value;
  }

  #count(decision: Decision, answer: AnsweredDecision | undefined): AnsweredDecision {
    if (answer === undefined) throw new DecisionNeeded(decision);
    this.answered.push(answer);
    return answer;
  }

  /** The person's yes to the plan; anything else ends the call as declined. What this call answers goes before what was kept. */
  approve(id: string, question: string, plan: Plan): Consent {
    if (this.#withdrawn.has(id)) throw new Declined(id);
    const go = { value: GO_AHEAD, title: this.#say`Go ahead`, description: this.#say`Send exactly what is shown` };
    const stop = { value: STOP, title: this.#say`Stop here`, description: this.#say`Create nothing; keep what exists` };
    const decision: Decision = { id, question, options: [go, stop], plan };
    const approval = this.#yes(decision);
    this.#approved.set(id, approval);
    const { recoveryId } = this.#binding;
    const isWithdrawn = () => approval.state === 'withdrawn';
    return new Consent(recoveryId, approval.way, id, plan.requests, approval.askedAt, isWithdrawn);
  }

  #yes(decision: Decision): Approval {
    const subject = this.#subject(decision.id);
    const kept = this.#approvals.take(subject, decision);
    const answer = this.#answerTo(decision);
    if (!answer && kept) return kept;
    const { value, price } = this.#count(decision, answer);
    if (value === GO_AHEAD) {
      const shown = { ...shownOf(decision), price };
      const askedAt = this.#way === 'token' && this.#planToken ? PlanTokens.issuedAt(this.#planToken) : undefined;
      return this.#approvals.given(subject, shown, this.#way, askedAt);
    }
    this.#approvals.withdraw(subject);
    throw new Declined(decision.id);
  }

  /**
   * The cloud is not ready for what was approved: the same plan need not be approved again in a later call. Returns what
   * the person is to be told of it.
   */
  keep(consent: Consent): string {
    const id = consent.decisionId;
    const approval = this.#approved.get(id);
    if (!approval || !this.#approvals.keep(approval)) return '';
    return this.#say`The approval stays open; ${this.#binding.tool} with answers {"${id}": "stop"} withdraws it.`;
  }

  #subject(decisionId: string): Subject {
    const { tool, recoveryId } = this.#binding;
    return { tool, recoveryId, decisionId };
  }

  #answerTo(decision: Decision): AnsweredDecision | undefined {
    const said = this.#dialog.get(decision.id);
    if (said) {
      const { shown, value } = said;
      return holds(shown, decision) ? { decision, value, price: shown.price } : undefined;
    }
    const value = Object.hasOwn(this.#answers, decision.id) ? this.#answers[decision.id] : undefined;
    if (this.#way !== 'token' || value === undefined || !this.#planToken || !isAnswer(decision, value))
      return undefined;
    const accepted = this.#tokens.accepts(this.#planToken, this.#binding, this.answered, decision);
    return accepted && { decision, value, price: accepted.price };
  }

  /** The sealed form of a question, for a client without a dialog. */
  issue(decision: Decision): { token: string; expiresAt: number } {
    return this.#tokens.issue(this.#binding, this.answered, decision);
  }
}
