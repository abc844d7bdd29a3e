/** A map that forgets: what was set longest ago goes when it would hold more than `most`. */
export class BoundedMap<V> extends Map<string, V> {
  readonly #most: number;

  constructor(most: number) {
    super();
    this.#most = most;
  }

  override set(key: string, value: V): this {
    this.delete(key);
    super.set(key, value);
    const oldest = this.keys().next().value;
    if (this.size > this.#most && oldest !== undefined) this.delete(oldest);
    return this;
  }
}
