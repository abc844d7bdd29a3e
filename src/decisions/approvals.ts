import type { ChangeRequest } from '../recovery/estate.ts';
import { type Consent, isAsApproved } from './consent.ts';
import { type Decision, holds, type Plan, type Shown } from './decision.ts';

/** How long (ms, a person's time) an approval waits for the cloud to be ready for what was approved. */
const LIFETIME_MS = 60 * 60_000;

/** Which decision of which tool in which recovery. */
export interface Subject {
  tool: string;
  recoveryId: string;
  decisionId: string;
}

export interface Approval {
  shown: Shown;
  plan: Plan;
  way: Consent['how'];
  /** When the question was put, and when the answer to it ends to count (ms, a person's time). */
  askedAt: number;
  until: number;
  /** In the hands of a call, waiting for a later one, or taken back: then it covers nothing any more, wherever it is. */
  state: 'used' | 'kept' | 'withdrawn';
}

/**
 * The approvals of the last hour. One whose creation the cloud could not take yet (a snapshot not ready), or not to its
 * end, is kept: the person is not asked a second time for exactly the same plan of the same recovery, nor for the rest of
 * it. Each is taken once; in memory only.
 */
export class Approvals {
  readonly #given = new Map<string, Approval[]>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** The yes to a question that was put at `askedAt`. */
  given(subject: Subject, shown: Shown, plan: Plan, way: Consent['how'], askedAt: number): Approval {
    for (const [key, all] of this.#given) if (all.every((a) => this.#isOver(a))) this.#given.delete(key);
    const approval: Approval = { shown, plan, way, askedAt, until: this.#now() + LIFETIME_MS, state: 'used' };
    this.#given.set(keyOf(subject), [...this.#of(subject), approval]);
    return approval;
  }

  /** For a later call; false when the person has taken it back meanwhile. */
  keep(approval: Approval): boolean {
    if (approval.state === 'withdrawn') return false;
    approval.state = 'kept';
    return true;
  }

  /** The approval of the same plan at the same price, or of all that is left of it; then no longer kept. Undefined when there is none. */
  take(subject: Subject, decision: Decision): Approval | undefined {
    const kept = this.#kept(subject);
    for (const approval of kept) approval.state = 'used';
    return kept.findLast(({ shown, plan }) => holds(shown, decision) || isRest(plan, decision.plan));
  }

  /** Takes back every approval of this decision; true when one was kept. */
  withdraw(subject: Subject): boolean {
    const kept = this.#kept(subject);
    for (const approval of this.#of(subject)) approval.state = 'withdrawn';
    this.#given.delete(keyOf(subject));
    return kept.length > 0;
  }

  #of(subject: Subject): Approval[] {
    return this.#given.get(keyOf(subject)) ?? [];
  }

  #kept(subject: Subject): Approval[] {
    return this.#of(subject).filter((approval) => approval.state === 'kept' && !this.#isOver(approval));
  }

  #isOver({ until }: Approval): boolean {
    return until < this.#now();
  }
}

/**
 * What is left of an approved plan once a part of it is done: fewer requests and each of them approved, no note that was
 * not shown, and nothing any more that costs. Another price cannot be told from that of a part.
 */
function isRest(approved: Plan, now: Plan | undefined): boolean {
  if (!now || now.price || now.estimate || now.requests.length >= approved.requests.length) return false;
  const left = [...approved.requests];
  const isLeft = (request: ChangeRequest) => {
    const at = left.findIndex((one) => isAsApproved(one, request));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  const { notes: shown = [] } = approved;
  return now.requests.every(isLeft) && (now.notes ?? []).every((note) => shown.includes(note));
}

function keyOf({ tool, recoveryId, decisionId }: Subject): string {
  return `${tool} ${recoveryId} ${decisionId}`;
}
