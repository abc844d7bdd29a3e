import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { digestOf } from './consent.ts';
import { type Decision, holds, type Shown, shownOf } from './decision.ts';

/** How long a shown plan can be answered: a person's time, so on the wall clock. */
export const TOKEN_LIFETIME_MS = 15 * 60_000;

/** In characters of six bits each. */
const SIGNATURE_LENGTH = 22;
const SEAL_LENGTH = 13;

/** What every token of one call is bound to. */
export interface Binding {
  tool: string;
  /** The tool's own arguments, without answers, token, recovery id and waiting time. */
  arguments: unknown;
  recoveryId: string;
}

export interface AnsweredDecision {
  decision: Decision;
  value: string;
  /** The price that was shown when it was answered; undefined where none was known. */
  price: string | undefined;
}

/**
 * Signs what was shown so that the answer can only mean that. A token is
 * `<expiry>.<recovery id>.<one seal per decision shown so far>.<signature of all of this>`; each seal is an HMAC over
 * the call, the decision in full and the answers before it. A seal is shorter than the signature, which it stands
 * under: tokens are read and repeated by a model. The key lives and dies with this process: a token from another
 * process is asked anew, which costs a question and never a resource.
 */
export class PlanTokens {
  readonly #key = randomBytes(32);
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A token for `pending`, after `answered`; with the moment (ms) it stops being accepted. */
  issue(
    binding: Binding,
    answered: readonly AnsweredDecision[],
    pending: Decision,
  ): { token: string; expiresAt: number } {
    const expiresAt = this.#now() + TOKEN_LIFETIME_MS;
    const all = [...answered, { decision: pending, price: shownOf(pending).price }];
    const seals = all.map(({ decision, price }, i) => {
      const seal = this.#seal(binding, expiresAt, answered.slice(0, i), { ...shownOf(decision), price });
      return price ? `${seal}*${Buffer.from(price).toString('base64url')}` : seal;
    });
    const content = `${expiresAt.toString(36)}.${binding.recoveryId}.${seals.join('~')}`;
    return { token: `${content}.${this.#hmac(content, SIGNATURE_LENGTH)}`, expiresAt };
  }

  /** The recovery id a token claims to be of; nothing is accepted on its strength alone. */
  static recoveryIdOf(token: string): string | undefined {
    return token.split('.')[1];
  }

  /** When a token says it was issued (ms, a person's time); told of an accepted one only. */
  static issuedAt(token: string): number {
    return Number.parseInt(token, 36) - TOKEN_LIFETIME_MS;
  }

  /**
   * The price that `token` shows was put before the person (undefined within, where none was known) together with
   * exactly this decision, after exactly these answers and in time; nothing when the token does not show that.
   */
  accepts(
    token: string,
    binding: Binding,
    answered: readonly AnsweredDecision[],
    decision: Decision,
  ): { price: string | undefined } | undefined {
    const content = token.slice(0, token.lastIndexOf('.'));
    if (!same(token, `${content}.${this.#hmac(content, SIGNATURE_LENGTH)}`)) return undefined;
    const [expiry = '', , seals] = content.split('.');
    const expiresAt = Number.parseInt(expiry, 36);
    const [seal, sealed = ''] = (seals?.split('~')[answered.length] ?? '').split('*');
    if (!seal || !(expiresAt >= this.#now())) return undefined;
    const price = Buffer.from(sealed, 'base64url').toString('utf8') || undefined;
    // What the seal proves to have been shown.
    const shown = { ...shownOf(decision), price };
    if (!same(seal, this.#seal(binding, expiresAt, answered, shown)) || !holds(shown, decision)) return undefined;
    return { price };
  }

  #seal(
    binding: Binding,
    expiresAt: number,
    before: readonly AnsweredDecision[],
    { digest, price = '' }: Shown,
  ): string {
    const answers = before.map((a) => [a.decision.id, a.value]);
    const content = digestOf({ binding, expiresAt, before: answers, decision: digest, price });
    return this.#hmac(content, SEAL_LENGTH);
  }

  #hmac(content: string, length: number): string {
    return createHmac('sha256', this.#key).update(content).digest('base64url').slice(0, length);
  }
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
