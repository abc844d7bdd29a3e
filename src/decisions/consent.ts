import { createHash } from 'node:crypto';
import type { ChangeRequest, Parameters } from '../recovery/estate.ts';

/**
 * The one value that is known only once an earlier request of the same plan has been answered. Any other text, also one
 * that looks alike (a name, a tag, a description), means itself alone.
 */
const LATER: Readonly<Record<string, { shown: RegExp; sent: RegExp }>> = {
  DiskId: { shown: /^<DiskId of CreateDisk \d{1,2}>$/, sent: /^d-[a-zA-Z0-9]{3,40}$/ },
};

/** SHA-256 (hex) of any JSON value, whatever the order of its keys. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** True when the request is, value for value, the approved one. */
export function isAsApproved(approved: ChangeRequest, request: ChangeRequest): boolean {
  return (
    approved.action === request.action &&
    approved.regionId === request.regionId &&
    covers(approved.parameters, request.parameters)
  );
}

function covers(approved: Parameters, sent: Parameters): boolean {
  const keys = Object.keys(approved);
  if (keys.length !== Object.keys(sent).length) return false;
  return keys.every((key) => {
    if (!Object.hasOwn(sent, key)) return false;
    return approved[key] === sent[key] || isLater(key, approved[key], sent[key]);
  });
}

function isLater(key: string, approved: unknown, sent: unknown): boolean {
  const later = Object.hasOwn(LATER, key) ? LATER[key] : undefined;
  return later ? later.shown.test(String(approved)) && later.sent.test(String(sent)) : false;
}

/**
 * A person's yes to exactly these requests. Every verb of the cloud layer that changes something takes one and refuses
 * a request it does not cover: code that asked nobody has nothing to pass.
 * Made only by the decisions module.
 */
export class Consent {
  readonly recoveryId: string;
  readonly how: 'dialog' | 'token';
  readonly decisionId: string;
  /** When the question was put (ms, a person's time): what was made since was made under this approval, or another's. */
  readonly askedAt: number;
  /** Digest of all approved requests, for the audit trail. */
  readonly digest: string;
  readonly #requests: readonly ChangeRequest[];
  readonly #isWithdrawn: () => boolean;

  constructor(
    recoveryId: string,
    how: 'dialog' | 'token',
    decisionId: string,
    requests: readonly ChangeRequest[],
    askedAt: number = Date.now(),
    isWithdrawn: () => boolean = () => false,
  ) {
    this.recoveryId = recoveryId;
    this.how = how;
    this.decisionId = decisionId;
    this.askedAt = askedAt;
    this.digest = digestOf(requests);
    this.#requests = requests;
    this.#isWithdrawn = isWithdrawn;
  }

  /** True when the request is, value for value, one that was shown and approved, and the yes has not been taken back. */
  covers(request: ChangeRequest): boolean {
    if (this.#isWithdrawn()) return false;
    return this.#requests.some((approved) => isAsApproved(approved, request));
  }
}
