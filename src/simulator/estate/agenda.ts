/** What will happen and when. Nothing runs by itself: `settle(now)` lets everything due happen, in order, as of its own time. */
export class Agenda {
  #entries: { at: number; order: number; effect: (at: number) => void }[] = [];
  #order = 0;

  /** Plans an effect for a virtual moment. */
  plan(at: number, effect: (at: number) => void): void {
    const entry = { at, order: this.#order++, effect };
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, entry);
  }

  settle(now: number): void {
    for (let next = this.#entries[0]; next && next.at <= now; next = this.#entries[0]) {
      this.#entries.shift();
      next.effect(next.at);
    }
  }
}
