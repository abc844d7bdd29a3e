import type { Product } from './wire/request.ts';

/** One request as it was answered, in order of arrival. */
export interface RequestRecord {
  n: number;
  /** Virtual ms. */
  at: number;
  product: Product;
  action: string;
  region: string;
  params: Record<string, string>;
  userAgent: string;
  requestId: string;
  outcome: { status: number; code?: string } | { fault: string };
  /** The fault that struck it, whatever the answer looked like. */
  struckBy?: string;
  mutating: boolean;
  tookEffect: boolean;
  /** Parameters that the action does not have: refused, or ignored in lenient mode. */
  unknownParameters?: string[];
}

/** So that a standalone cloud can run for weeks. */
const KEPT = 50_000;

export class RequestLog {
  readonly records: RequestRecord[] = [];
  readonly #listeners = new Set<(record: RequestRecord) => void>();
  #count = 0;

  nextNumber(): number {
    this.#count += 1;
    return this.#count;
  }

  add(record: RequestRecord): void {
    this.records.push(record);
    if (this.records.length > KEPT) this.records.shift();
    for (const listener of this.#listeners) listener(record);
  }

  onRequest(listener: (record: RequestRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
