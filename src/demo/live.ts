import cliProgress from 'cli-progress';
import ora, { type Ora } from 'ora';
import type { Colors } from 'picocolors/types.js';

interface Bar {
  percent: number;
  status: string;
  shown?: cliProgress.SingleBar;
}

const LONGEST_BAR = 28;
const SHORTEST_BAR = 8;
/** What stands around a bar: the kind and id of a resource, percent and status. */
const BESIDE_A_BAR = 62;

/**
 * Work that goes on: a spinner where only a state is known, bars where the cloud tells percent. While something else is
 * written it is off the screen. Nothing at all without a terminal.
 */
export class Live {
  readonly #out: NodeJS.WriteStream;
  readonly #live: boolean;
  readonly #colors: Colors;
  readonly #margin: string;
  readonly #width: number;
  #spinner: Ora | undefined;
  #multi: cliProgress.MultiBar | undefined;
  readonly #bars = new Map<string, Bar>();
  #hidden = 0;

  constructor(
    out: NodeJS.WriteStream,
    { live, colors, margin, width }: { live: boolean; colors: Colors; margin: string; width: number },
  ) {
    this.#out = out;
    this.#live = live;
    this.#colors = colors;
    this.#margin = margin;
    this.#width = width;
  }

  spin(text: string): void {
    if (!this.#live || this.#bars.size > 0) return;
    this.#spinner ??= ora({
      // Not `indent`: clearing would leave the cursor there. A space follows the prefix.
      prefixText: this.#margin.slice(1),
      stream: this.#out,
      // It knows nothing of NO_COLOR.
      color: this.#colors.isColorSupported && 'cyan',
      discardStdin: false,
      isEnabled: true,
    });
    this.#spinner.text = text.slice(0, this.#width - this.#margin.length - 4);
    if (this.#hidden === 0 && !this.#spinner.isSpinning) this.#spinner.start();
  }

  /** One bar per key, made when first heard of. */
  bar(key: string, percent: number, status: string): void {
    if (!this.#live) return;
    this.#spinner?.stop();
    this.#spinner = undefined;
    const bar: Bar = { ...this.#bars.get(key), percent, status };
    this.#bars.set(key, bar);
    if (bar.shown) bar.shown.update(percent, { key, status });
    else if (this.#hidden === 0) this.#draw(key, bar);
  }

  /** Off the screen until shown again; what is heard meanwhile is kept. */
  hide(): void {
    if (this.#hidden++ > 0) return;
    this.#spinner?.stop();
    this.#erase();
  }

  show(): void {
    if (--this.#hidden > 0) return;
    this.#spinner?.start();
    for (const [key, bar] of this.#bars) this.#draw(key, bar);
  }

  /** Nothing is going on any more. */
  end(): void {
    this.#spinner?.stop();
    this.#spinner = undefined;
    this.#erase();
    this.#bars.clear();
  }

  #draw(key: string, bar: Bar): void {
    this.#multi ??= new cliProgress.MultiBar({
      stream: this.#out,
      format: `${this.#margin}{key}  ${this.#colors.cyan('{bar}')} {percentage} %  ${this.#colors.dim('{status}')}`,
      barCompleteChar: '━',
      barIncompleteChar: ' ',
      barsize: Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, this.#width - BESIDE_A_BAR)),
      autopadding: true,
      hideCursor: true,
      clearOnComplete: true,
      fps: 15,
    });
    bar.shown = this.#multi.create(100, bar.percent, { key, status: bar.status });
  }

  #erase(): void {
    this.#multi?.stop();
    this.#multi = undefined;
    for (const bar of this.#bars.values()) delete bar.shown;
  }
}
