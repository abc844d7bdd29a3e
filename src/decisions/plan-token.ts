import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { digestOf } from './consent.ts';
import { type Decision, holds, type Shown, shownOf } from './decision.ts';

/** How long a shown plan can be answered: a person's time, so on the wall clock. */
export const TOKEN_LIFETIME_MS = 15 * 60_000;

/** In characters of six bits each. */
const SIGNATURE_LENGTH = 22;
const SEAL_LENGTH = 13;
/** Only tells why a token is refused: the seals prove the call. */
const CALL_LENGTH = 3;

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
  /** When the question was put (ms, a person's time); never later than that. */
  askedAt: number;
}

/** What a token shows of a decision: that it was put, and whether an answer to it counts. */
export interface Checked {
  /** Exactly this decision was put, with this price (undefined where none was known), at this moment. */
  put?: Pick<AnsweredDecision, 'price' | 'askedAt'>;
  /** Why no answer counts: absent when one does. */
  refusal?: Refusal;
}

/**
 * `process`: the token is not of this process, or altered; `call`: of another tool, recovery or other arguments;
 * `early`: of a question before this one; `changed`: the decision, or an answer before it; `price`: nothing else.
 */
export type Refusal = 'process' | 'call' | 'early' | 'expired' | 'changed' | 'price';

/**
 * Signs what was shown so that the answer can only mean that. A token is
 * `<expiry>.<recovery id>.<mark of the call><one seal per decision shown so far>.<signature of all of this>`; each seal
 * is an HMAC over the call, the decision in full and the answers before it, and is followed by how long before the token
 * the question was put, and by the price. A seal is shorter than the signature, which it stands under: tokens are read
 * and repeated by a model. The key lives and dies with this process: a token from another process is asked anew, which
 * costs a question and never a resource.
 */
export class PlanTokens {
  readonly #key = randomBytes(32);
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /**
   * A token for `pending`, after `answered`; with the moment (ms) it stops being accepted. A question that is put again
   * was put at `askedAt`: the answer to it may be the one that was given then.
   */
  issue(
    binding: Binding,
    answered: readonly AnsweredDecision[],
    pending: Decision,
    askedAt = this.#now(),
  ): { token: string; expiresAt: number } {
    const issuedAt = this.#now();
    const expiresAt = issuedAt + TOKEN_LIFETIME_MS;
    const all = [...answered, { decision: pending, price: shownOf(pending).price, askedAt }];
    const seals = all.map(({ decision, price, askedAt: at }, i) => {
      const seal = this.#seal(binding, expiresAt, answered.slice(0, i), { ...shownOf(decision), price });
      const before = issuedAt > at ? (issuedAt - at).toString(36) : '';
      return `${seal}${before}${price ? `*${Buffer.from(price).toString('base64url')}` : ''}`;
    });
    const content = `${expiresAt.toString(36)}.${binding.recoveryId}.${this.#markOf(binding)}${seals.join('~')}`;
    return { token: `${content}.${this.#hmac(content, SIGNATURE_LENGTH)}`, expiresAt };
  }

  /** The recovery id a token claims to be of; nothing is accepted on its strength alone. */
  static recoveryIdOf(token: string): string | undefined {
    return partsOf(token)?.recoveryId;
  }

  /** Whether `token` shows that exactly this decision was put before the person, after exactly these answers and in time. */
  check(token: string, binding: Binding, answered: readonly AnsweredDecision[], decision: Decision): Checked {
    const parts = partsOf(token);
    if (!parts || !same(parts.signature, this.#hmac(parts.content, SIGNATURE_LENGTH))) return { refusal: 'process' };
    const { expiresAt, recoveryId, mark } = parts;
    if (recoveryId !== binding.recoveryId || mark !== this.#markOf(binding)) return { refusal: 'call' };
    const sealed = parts.seals[answered.length];
    if (!sealed) return { refusal: 'early' };
    const expired = expiresAt < this.#now();
    // What the seal proves to have been shown.
    const shown = { ...shownOf(decision), price: sealed.price };
    if (!same(sealed.seal, this.#seal(binding, expiresAt, answered, shown)))
      return { refusal: expired ? 'expired' : 'changed' };
    const put = { price: sealed.price, askedAt: expiresAt - TOKEN_LIFETIME_MS - sealed.before };
    if (expired) return { put, refusal: 'expired' };
    return holds(shown, decision) ? { put } : { put, refusal: 'price' };
  }

  #markOf({ tool, arguments: given }: Binding): string {
    return this.#hmac(digestOf({ tool, arguments: given }), CALL_LENGTH);
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

/** A token taken apart, believed in nothing; a recovery id may have dots of its own. */
function partsOf(token: string) {
  const [, content, expiry, recoveryId, sealed, signature] = /^(([^.]*)\.(.*)\.([^.]*))\.([^.]*)$/.exec(token) ?? [];
  if (content === undefined || expiry === undefined || recoveryId === undefined) return undefined;
  const seals = sealed
    ?.slice(CALL_LENGTH)
    .split('~')
    .map((one) => {
      const [put = '', price = ''] = one.split('*');
      return {
        seal: put.slice(0, SEAL_LENGTH),
        before: Number.parseInt(put.slice(SEAL_LENGTH) || '0', 36),
        price: Buffer.from(price, 'base64url').toString('utf8') || undefined,
      };
    });
  return {
    content,
    signature: signature ?? '',
    expiresAt: Number.parseInt(expiry, 36),
    recoveryId,
    mark: sealed?.slice(0, CALL_LENGTH) ?? '',
    seals: seals ?? [],
  };
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
