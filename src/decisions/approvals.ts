import type { Consent } from './consent.ts';
import { type Decision, decisionDigest, shownPrice } from './decision.ts';

/** How long (ms, a person's time) an approval waits for the cloud to be ready for what was approved. */
const LIFETIME_MS = 60 * 60_000;

export interface Approval {
  digest: string;
  price: string | undefined;
  way: Consent['how'];
  /** When the question was put, and when the answer to it ends to count (ms, a person's time). */
  askedAt: number;
  until: number;
}

/**
 * Approvals whose creation the cloud could not take yet (a snapshot not ready): the person is not asked a second time
 * for exactly the same plan of the same recovery. Each is taken once; in memory only.
 */
export class Approvals {
  readonly #kept = new Map<string, Approval>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @param askedAt when the question was put; default: now, in a dialog of this call. */
  given(decision: Decision, way: Consent['how'], askedAt: number = this.#now()): Approval {
    const until = this.#now() + LIFETIME_MS;
    return { digest: decisionDigest(decision), price: shownPrice(decision), way, askedAt, until };
  }

  keep(recoveryId: string, decisionId: string, approval: Approval): void {
    this.#kept.set(`${recoveryId} ${decisionId}`, approval);
  }

  /** The approval of the same plan at the same price, which is then no longer kept; undefined when there is none. */
  take(recoveryId: string, decision: Decision): Approval | undefined {
    const key = `${recoveryId} ${decision.id}`;
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    if (!kept || kept.until < this.#now() || kept.digest !== decisionDigest(decision)) return undefined;
    const price = shownPrice(decision);
    return kept.price && price && kept.price !== price ? undefined : kept;
  }
}
