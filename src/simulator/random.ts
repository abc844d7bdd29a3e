/** Seeded randomness: the same seed gives the same ids, durations and faults, so a failure can be repeated. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Uniform in [0, 1) (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** Uniform in [from, to). */
  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  chars(alphabet: string, length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[Math.floor(this.next() * alphabet.length)];
    return text;
  }
}

const LOWER_ALNUM = 'abcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';

/** What real ids carry after the prefix: a region code, then 17 characters (`bp1` in Hangzhou, `uf6` in Shanghai). */
const REGION_CODES: Record<string, string> = { 'cn-hangzhou': 'bp1', 'cn-shanghai': 'uf6', 'cn-beijing': '2ze' };

/** Makes identifiers that look like the service's own. */
export class IdSource {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  /** `i-bp1…`, `d-bp1…`, … */
  resource(prefix: string, regionId: string): string {
    return `${prefix}-${REGION_CODES[regionId] ?? 'xx1'}${this.#random.chars(LOWER_ALNUM, 17)}`;
  }

  /** Upper-case UUID, as RequestId is. */
  requestId(): string {
    return this.uuid().toUpperCase();
  }

  uuid(): string {
    const r = this.#random;
    return [8, 4, 4, 4, 12].map((n) => r.chars(HEX, n)).join('-');
  }

  macAddress(): string {
    const r = this.#random;
    return `00:16:3e:${r.chars(HEX, 2)}:${r.chars(HEX, 2)}:${r.chars(HEX, 2)}`;
  }

  token(prefix: string, length: number): string {
    return prefix + this.#random.chars(LOWER_ALNUM, length);
  }
}
