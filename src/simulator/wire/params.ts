import { ApiError, missing } from './api-error.ts';

/** Reads the flat wire parameters of one request as values. Types were checked before; formats are checked here. */
export class Params {
  readonly #flat: ReadonlyMap<string, string>;
  readonly #prefix: string;

  constructor(flat: ReadonlyMap<string, string>, prefix = '') {
    this.#flat = flat;
    this.#prefix = prefix;
  }

  /** The text of a parameter; an empty string counts as absent, as it does for nearly every parameter of the API. */
  text(name: string): string | undefined {
    const value = this.#flat.get(this.#prefix + name);
    return value === undefined || value === '' ? undefined : value;
  }

  /** @throws MissingParameter 400 */
  need(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw missing(this.#prefix + name);
    return value;
  }

  /** The name as it was sent, behind the objects it lies in. */
  named(name: string): string {
    return this.#prefix + name;
  }

  has(name: string): boolean {
    return this.#flat.has(this.#prefix + name);
  }

  number(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!Number.isFinite(number))
      throw new ApiError(400, `InvalidParameter.${name}`, `The specified parameter "${name}" is not valid.`);
    return number;
  }

  boolean(name: string): boolean | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : value.toLowerCase() === 'true';
  }

  /** `Name.1`, `Name.2`, … in order. */
  list(name: string): string[] {
    const values: string[] = [];
    for (const index of this.#indices(name)) {
      const value = this.#flat.get(`${this.#prefix}${name}.${index}`);
      if (value !== undefined) values.push(value);
    }
    return values;
  }

  /** `Name.1.X`, `Name.2.X`, … each as its own reader. */
  objects(name: string): Params[] {
    return this.#indices(name).map((index) => new Params(this.#flat, `${this.#prefix}${name}.${index}.`));
  }

  /** `Name.X` as its own reader. */
  object(name: string): Params {
    return new Params(this.#flat, `${this.#prefix}${name}.`);
  }

  /**
   * One string that holds a JSON array, the way of InstanceIds, DiskIds, SnapshotIds. [trap 6]
   * A bare id is refused; `[]` stays an empty list, which is not the same as absent. [trap 7]
   */
  jsonList(
    name: string,
    options: { malformed?: ApiError; tooMany?: ApiError; max?: number } = {},
  ): string[] | undefined {
    const text = this.#flat.get(this.#prefix + name);
    if (text === undefined || text === '') return undefined;
    const bad =
      options.malformed ??
      new ApiError(
        400,
        'InvalidParameter',
        `The specified parameter "${name}" is not valid: a JSON array of strings is expected.`,
      );
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw bad;
    }
    if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) throw bad;
    if (value.length > (options.max ?? 100)) throw options.tooMany ?? bad;
    return value as string[];
  }

  #indices(name: string): number[] {
    const prefix = `${this.#prefix}${name}.`;
    const found = new Set<number>();
    for (const key of this.#flat.keys()) {
      if (!key.startsWith(prefix)) continue;
      const index = Number.parseInt(key.slice(prefix.length), 10);
      if (index > 0) found.add(index);
    }
    return [...found].sort((a, b) => a - b);
  }
}
