import Table from 'cli-table3';
import pc from 'picocolors';
import type { Block } from './blocks.ts';
import { Live } from './live.ts';
import type { Question } from './person.ts';

const MARGIN = '    ';
/** Tables and texts stay readable on a very wide screen. */
const WIDEST = 120;
const WIDTH_WITHOUT_TERMINAL = 110;
const NARROWEST = 60;

/** Everything the demo prints. Colours, bars and spinners on a terminal only; otherwise plain lines. */
export class View {
  /** A terminal that can redraw: bars, spinners, time to read. */
  readonly live: boolean;
  readonly #out: NodeJS.WriteStream;
  readonly #colors: ReturnType<typeof pc.createColors>;
  readonly #width: number;
  readonly #work: Live;
  #acts = 0;
  /** What is said while a question is open: it would end up in the person's typing. */
  #waiting: string[] | undefined;

  constructor(out: NodeJS.WriteStream, env: Readonly<Record<string, string | undefined>>) {
    this.#out = out;
    // A terminal may tell no size (0 columns): what is drawn over itself needs one.
    const columns = (out.isTTY && out.columns) || 0;
    this.live = columns > 0 && env.TERM !== 'dumb' && !env.CI;
    this.#colors = pc.createColors(out.isTTY === true && env.TERM !== 'dumb' && !env.NO_COLOR);
    this.#width = Math.max(NARROWEST, Math.min(columns || WIDTH_WITHOUT_TERMINAL, WIDEST));
    this.#work = new Live(out, { live: this.live, colors: this.#colors, margin: MARGIN, width: this.#width });
  }

  title(text: string, ...details: string[]): void {
    const c = this.#colors;
    const name = 'ecs-dr-mcp';
    const [first = '', ...rest] = wrap(text, this.#width - name.length - 4);
    const indent = ' '.repeat(name.length + 4);
    this.#print('', `  ${c.bold(c.cyan(name))}  ${c.bold(first)}`, ...rest.map((l) => indent + c.bold(l)));
    for (const detail of details) this.#print(...this.#wrap(detail, '  ').map((l) => c.dim(l)));
  }

  /** One act of the story, and the tool that plays in it. */
  act(text: string, tool = ''): void {
    const c = this.#colors;
    const number = String(++this.#acts);
    const room = this.#width - number.length - 3;
    const [first = '', ...rest] = wrap(text, tool ? room - tool.length - 2 : room);
    const gap = ' '.repeat(Math.max(2, room - first.length - tool.length));
    const indent = ' '.repeat(number.length + 3);
    this.#print(
      '',
      ` ${c.bold(c.cyan(number))}  ${c.bold(first)}${tool && gap + c.dim(tool)}`,
      ...rest.map((l) => indent + c.bold(l)),
    );
  }

  say(text: string): void {
    this.#print(...this.#wrap(text, MARGIN));
  }

  done(text: string): void {
    this.#marked(this.#colors.green('✓'), text);
  }

  warn(text: string): void {
    this.#marked(this.#colors.yellow('!'), text);
  }

  fail(text: string): void {
    this.#marked(this.#colors.red('✗'), text);
  }

  note(text: string): void {
    this.#print(...this.#wrap(text, MARGIN).map((l) => this.#colors.dim(l)));
  }

  table(head: string[], rows: string[][]): void {
    const widths = columnWidths([head, ...rows], this.#width - MARGIN.length);
    const table = new Table({
      head: head.map((cell) => this.#colors.bold(cell)),
      style: { head: [], border: this.#colors.isColorSupported ? ['dim'] : [], compact: true },
      colWidths: widths,
    });
    table.push(...rows.map((row) => row.map((cell, i) => wrap(cell, (widths[i] ?? 0) - 2).join('\n'))));
    this.#print(
      ...table
        .toString()
        .split('\n')
        .map((l) => `${MARGIN}${l}`),
    );
  }

  /** Names and what they are, one under the other. */
  facts(rows: [string, string][]): void {
    this.#print(...this.#pairs(rows, this.#width - MARGIN.length, this.#colors.bold).map((l) => MARGIN + l));
  }

  /** Work in the cloud, live until it is ended. */
  get work(): Live {
    return this.#work;
  }

  question({ blocks, choices, tool }: Question): void {
    const c = this.#colors;
    const bar = `${MARGIN}${c.yellow('│')} `;
    const width = this.#width - MARGIN.length - 2;
    this.#print(`${MARGIN}${c.yellow('┌')} ${c.bold(c.yellow('Decision'))} ${c.dim(tool)}`);
    for (const block of blocks) this.#print(...this.#block(block, width).map((l) => bar + l));
    this.#print(bar);
    choices.forEach(({ title }, i) => {
      const [first = '', ...rest] = wrap(`${i + 1}  ${title}`, width - 16);
      const recommended = i === 0 ? c.green('  recommended') : '';
      this.#print(`${bar}${i === 0 ? c.bold(first) : first}${recommended}`, ...rest.map((l) => `${bar}   ${l}`));
    });
    this.#work.hide();
    this.#waiting = [];
  }

  /** What stands before the person's typing. */
  prompt({ choices, allowCustom }: Question): string {
    const how = `1–${choices.length}, Enter = 1${allowCustom ? ', or your own words' : ''}`;
    return `${MARGIN}${this.#colors.yellow('│')} Your decision (${how}): `;
  }

  /** The person typed something that is no answer. */
  again(text: string): void {
    this.#out.write(`${MARGIN}${this.#colors.yellow('│')} ${text}\n`);
  }

  answered(text: string): void {
    const c = this.#colors;
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    this.#print(`${MARGIN}${c.yellow('└')} ${c.green('→')} ${text}`, ...waiting);
    this.#work.show();
  }

  /** Nobody typed anything: the line with the prompt is still open. */
  unanswered(): void {
    this.#out.write('\n');
    this.answered('no answer');
  }

  #block(block: Block, width: number): string[] {
    const c = this.#colors;
    if (block.kind === 'heading') return ['', ...wrap(block.text, width).map((l) => c.cyan(l))];
    if (block.kind === 'note') return wrap(`· ${block.text}`, width).map((l) => c.dim(l));
    if (block.kind === 'text') return wrap(block.text, width);
    const rows = block.rows.map(([name = '', value = '']): [string, string] => [`  ${name}`, value]);
    return this.#pairs(rows, width, c.dim);
  }

  #pairs(rows: [string, string][], width: number, style: (name: string) => string): string[] {
    const names = Math.max(...rows.map(([name]) => name.length));
    return rows.flatMap(([name, value]) => {
      const [first = '', ...rest] = wrap(value, width - names - 2);
      return [`${style(name.padEnd(names))}  ${first}`, ...rest.map((l) => ' '.repeat(names + 2) + l)];
    });
  }

  #marked(mark: string, text: string): void {
    const [first = '', ...rest] = wrap(text, this.#width - MARGIN.length - 2);
    this.#print(`${MARGIN}${mark} ${first}`, ...rest.map((l) => `${MARGIN}  ${l}`));
  }

  #wrap(text: string, indent: string): string[] {
    return wrap(text, this.#width - indent.length).map((l) => indent + l);
  }

  #print(...lines: string[]): void {
    if (this.#waiting) {
      this.#waiting.push(...lines);
      return;
    }
    this.#work.hide();
    this.#out.write(`${lines.join('\n')}\n`);
    this.#work.show();
  }
}

/** Breaks at spaces; a word longer than a line (an id, a list) is cut. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}

/** As wide as their contents, the widest made narrower until the table fits. */
function columnWidths(rows: string[][], width: number): number[] {
  const [head = []] = rows;
  const wanted = head.map((_, i) => 2 + Math.max(...rows.map((row) => (row[i] ?? '').length)));
  const room = width - head.length - 1;
  while (wanted.reduce((a, b) => a + b, 0) > room) {
    const widest = wanted.indexOf(Math.max(...wanted));
    wanted[widest] = (wanted[widest] ?? 0) - 1;
  }
  return wanted;
}
