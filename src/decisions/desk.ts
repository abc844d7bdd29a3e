import { plain } from '../text/safe.ts';
import type { Say } from '../text/say.ts';
import type { Approval, Approvals, Subject } from './approvals.ts';
import { Consent } from './consent.ts';
import {
  answerOf,
  type Decision,
  DecisionNeeded,
  Declined,
  holds,
  type Option,
  type Plan,
  type Shown,
  shownOf,
} from './decision.ts';
import type { AnsweredDecision, Binding, PlanTokens, Refusal } from './plan-token.ts';

const GO_AHEAD = 'go-ahead';
export const STOP = 'stop';

/** How a person can be reached in this call. */
export type Way = 'dialog' | 'token';

/** What was given to a decision: an answer, or why it is none; neither where nothing was. */
interface Given {
  answer?: AnsweredDecision;
  notAccepted?: string;
}

/**
 * One call's desk for decisions: a tool puts its questions here and gets either the answer or a throw.
 * Answers count only when they were given to exactly the question being put now: by dialog in this call,
 * or in the arguments with a plan token that seals it.
 */
export class DecisionDesk {
  /** In the order they were put in this run of the tool. */
  readonly answered: AnsweredDecision[] = [];
  /** Decisions whose answer counted in this call, in any run of the tool. */
  readonly #counted = new Set<string>();
  readonly #dialog = new Map<string, { shown: Shown; value: string; askedAt: number }>();
  /** By decision, what this call's consents come from. */
  readonly #approved = new Map<string, Approval>();
  /** Decisions with a kept approval that this call's answer takes back, and that answer. */
  readonly #withdrawn = new Map<string, string>();

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
      const isYes = answerOf({ options: this.#goOrStop() }, value) === GO_AHEAD;
      if (!isYes && this.#approvals.withdraw(this.#subject(id))) this.#withdrawn.set(id, value);
    }
  }

  /** The tool starts over: it will put the same questions again, in the same order. */
  restart(): void {
    this.answered.length = 0;
  }

  /** What the person chose in the dialog of this call, which was put at `askedAt`. */
  answerByDialog(decision: Decision, value: string, askedAt: number): void {
    this.#dialog.set(decision.id, { shown: shownOf(decision), value, askedAt });
  }

  /** The person's choice among the options (or their own words, where allowed). */
  choose(decision: Decision): string {
    return this.#count(decision, this.#givenTo(decision)).value;
  }

  #count(decision: Decision, { answer, notAccepted }: Given): AnsweredDecision {
    if (answer === undefined) throw new DecisionNeeded(decision, notAccepted);
    this.answered.push(answer);
    this.#counted.add(decision.id);
    return answer;
  }

  /** The person's yes to the plan; anything else ends the call as declined. What this call answers goes before what was kept. */
  approve(id: string, question: string, plan: Plan): Consent {
    const decision: Decision = { id, question, options: this.#goOrStop(), plan };
    this.#refuseWithdrawn(decision);
    const approval = this.#yes(decision, plan);
    this.#approved.set(id, approval);
    const { recoveryId } = this.#binding;
    const isWithdrawn = () => approval.state === 'withdrawn';
    return new Consent(recoveryId, approval.way, id, plan.requests, approval.askedAt, isWithdrawn);
  }

  /** Who said stop is done; who said what is no option may have meant yes, and is asked anew. */
  #refuseWithdrawn(decision: Decision): void {
    const { id, options } = decision;
    const value = this.#withdrawn.get(id);
    if (value === undefined || this.#dialog.has(id)) return;
    if (answerOf({ options }, value) === STOP) throw new Declined(id);
    const offered = options.map((o) => o.value).join(', ');
    const say = this.#say;
    throw new DecisionNeeded(
      decision,
      say`Not accepted: "${plain(value, 80)}" is not one of ${offered}. The approval that was open is taken back.`,
    );
  }

  #yes(decision: Decision, plan: Plan): Approval {
    const subject = this.#subject(decision.id);
    const kept = this.#approvals.take(subject, decision);
    const given = this.#givenTo(decision);
    if (!given.answer && kept) return kept;
    const { value, price, askedAt } = this.#count(decision, given);
    if (value === GO_AHEAD) {
      return this.#approvals.given(subject, { ...shownOf(decision), price }, plan, this.#way, askedAt);
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

  /** Whether this call may have changed something: nothing changes without a consent. */
  get hasConsented(): boolean {
    return this.#approved.size > 0;
  }

  #subject(decisionId: string): Subject {
    const { tool, recoveryId } = this.#binding;
    return { tool, recoveryId, decisionId };
  }

  #goOrStop(): Option[] {
    const say = this.#say;
    return [
      { value: GO_AHEAD, title: say`Go ahead`, description: say`Send exactly what is shown` },
      { value: STOP, title: say`Stop here`, description: say`Create nothing; keep what exists` },
    ];
  }

  #givenTo(decision: Decision): Given {
    const said = this.#dialog.get(decision.id);
    if (said) {
      const { shown, value, askedAt } = said;
      if (holds(shown, decision)) return { answer: { decision, value, price: shown.price, askedAt } };
      const say = this.#say;
      const onlyPrice = shown.digest === shownOf(decision).digest;
      return { notAccepted: onlyPrice ? say`Asked anew: the price changed.` : say`Asked anew: the plan changed.` };
    }
    return this.#way === 'token' ? this.#sentTo(decision) : {};
  }

  #sentTo(decision: Decision): Given {
    const say = this.#say;
    const value = Object.hasOwn(this.#answers, decision.id) ? this.#answers[decision.id] : undefined;
    if (!this.#planToken) {
      if (Object.keys(this.#answers).length === 0) return {};
      return { notAccepted: say`Not accepted: an answer needs the planToken of its question. Ask your user.` };
    }
    const { put, refusal } = this.#tokens.check(this.#planToken, this.#binding, this.answered, decision);
    // The next question, as it comes up: after the last one, or in its place where all that was answered has counted.
    if (value === undefined && (refusal === 'early' || (refusal === 'changed' && this.#allCounted()))) return {};
    if (refusal || !put) return { notAccepted: this.#whyNot(refusal ?? 'changed') };
    if (value === undefined) return { notAccepted: say`Not accepted: answers has no "${decision.id}".` };
    const meant = answerOf(decision, value);
    if (meant !== undefined) return { answer: { decision, value: meant, ...put } };
    const offered = decision.options.map((o) => o.value).join(', ');
    return { notAccepted: say`Not accepted: "${plain(value, 80)}" is not one of ${offered}.` };
  }

  #allCounted(): boolean {
    const ids = Object.keys(this.#answers);
    return ids.length > 0 && ids.every((id) => this.#counted.has(id));
  }

  #whyNot(refusal: Refusal): string {
    const say = this.#say;
    switch (refusal) {
      case 'process':
        return say`Not accepted: the planToken is not of this server process, or was altered. Ask your user again.`;
      case 'call':
        return say`Not accepted: the tool, its arguments or recoveryId are not those it was shown with. Ask your user again.`;
      case 'early':
        return say`Not accepted: this was not shown yet. Ask your user.`;
      case 'expired':
        return say`Not accepted: the planToken has expired. Ask your user again.`;
      case 'changed':
        return say`Not accepted: the plan or an earlier answer changed since. Ask your user again.`;
      case 'price':
        return say`Not accepted: the price changed since. Ask your user again.`;
    }
  }

  /**
   * The sealed form of a question, for a client without a dialog. Where the call's own token shows it already, the next
   * answer may be the one given then: the question is as old as it was.
   */
  issue(decision: Decision): { token: string; expiresAt: number } {
    const shown = this.#planToken && this.#tokens.check(this.#planToken, this.#binding, this.answered, decision).put;
    return this.#tokens.issue(this.#binding, this.answered, decision, shown ? shown.askedAt : undefined);
  }
}
