import type { Consent } from './consent.ts';
import { type Decision, decisionDigest, shownPrice } from './decision.ts';

/** How long (ms, a person's time) an approval waits for the cloud to be ready for what was approved. */
const LIFETIME_MS = 60 * 60_000;

interface Kept {
  digest: string;
  price: string | undefined;
  way: Consent['how'];
  until: number;
}

/**
 * Approvals whose creation the cloud could not take yet (a snapshot not ready): the person is not asked a second time
 * for exactly the same plan of the same recovery. In memory only; the creation stays one by its client token.
 */
export class Approvals {
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  keep(recoveryId: string, decision: Decision, way: Consent['how']): void {
    const until = this.#now() + LIFETIME_MS;
    this.#kept.set(key(recoveryId, decision), {
      digest: decisionDigest(decision),
      price: shownPrice(decision),
      way,
      until,
    });
  }

  /** How the same plan at the same price was approved before; undefined when it was not. */
  find(recoveryId: string, decision: Decision): Consent['how'] | undefined {
    const kept = this.#kept.get(key(recoveryId, decision));
    if (!kept || kept.until < this.#now() || kept.digest !== decisionDigest(decision)) return undefined;
    const price = shownPrice(decision);
    return kept.price && price && kept.price !== price ? undefined : kept.way;
  }
}

function key(recoveryId: string, decision: Decision): string {
  return `${recoveryId} ${decision.id}`;
}
