import type { Say } from '../text/say.ts';
import type { Approval, Approvals } from './approvals.ts';
import { Consent } from './consent.ts';
import {
  type Decision,
  DecisionNeeded,
  Declined,
  decisionDigest,
  isAnswer,
  type Plan,
  shownPrice,
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
  readonly #dialog = new Map<string, { digest: string; price: string | undefined; value: string }>();

  readonly #approved = new Map<string, Approval>();

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
  }

  /** The tool starts over: it will put the same questions again, in the same order. */
  restart(): void {
    this.answered.length = 0;
  }

  /** What the person chose in the dialog of this call. */
  answerByDialog(decision: Decision, value: string): void {
    this.#dialog.set(decision.id, { digest: decisionDigest(decision), price: shownPrice(decision), value });
  }

  /** The person's choice among the options (or their own words, where allowed). */
  choose(decision: Decision): string {
    const answer = this.#answerTo(decision);
    if (answer === undefined) throw new DecisionNeeded(decision);
    this.answered.push({ decision, ...answer });
    return answer.value;
  }

  /** The person's yes to the plan; anything else ends the call as declined. */
  approve(id: string, question: string, plan: Plan): Consent {
    const go = { value: GO_AHEAD, title: this.#say`Go ahead`, description: this.#say`Send exactly what is shown` };
    const stop = { value: STOP, title: this.#say`Stop here`, description: this.#say`Create nothing; keep what exists` };
    const decision: Decision = { id, question, options: [go, stop], plan };
    const { recoveryId } = this.#binding;
    const before = this.#approvals.take(recoveryId, decision);
    if (!before && this.choose(decision) !== GO_AHEAD) throw new Declined(id);
    const askedAt = this.#way === 'token' && this.#planToken ? PlanTokens.issuedAt(this.#planToken) : undefined;
    const approval = before ?? this.#approvals.given(decision, this.#way, askedAt);
    this.#approved.set(id, approval);
    return new Consent(recoveryId, approval.way, id, plan.requests, approval.askedAt);
  }

  /** The cloud is not ready for what was approved: the same plan need not be approved again in a later call. */
  keep(consent: Consent): void {
    const approval = this.#approved.get(consent.decisionId);
    if (approval) this.#approvals.keep(consent.recoveryId, consent.decisionId, approval);
  }

  #answerTo(decision: Decision): { value: string; price: string | undefined } | undefined {
    const said = this.#dialog.get(decision.id);
    if (said) {
      const price = shownPrice(decision);
      const same = said.digest === decisionDigest(decision) && (!said.price || !price || said.price === price);
      return same ? said : undefined;
    }
    const value = Object.hasOwn(this.#answers, decision.id) ? this.#answers[decision.id] : undefined;
    if (this.#way !== 'token' || value === undefined || !this.#planToken || !isAnswer(decision, value))
      return undefined;
    const accepted = this.#tokens.accepts(this.#planToken, this.#binding, this.answered, decision);
    return accepted && { value, price: accepted.price };
  }

  /** The sealed form of a question, for a client without a dialog. */
  issue(decision: Decision): { token: string; expiresAt: number } {
    return this.#tokens.issue(this.#binding, this.answered, decision);
  }
}
