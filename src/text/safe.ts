/**
 * Strings that come from the cloud (names, tags, descriptions, messages) are data: bounded, without control or
 * bidirectional characters, and unable to end a line, a table cell or a code span they are put into.
 */

/**
 * What nobody sees but a terminal, a renderer or a model acts on: C0/C1 controls, line and paragraph separators, bidi
 * controls, zero-width, format and other ignorable characters (hidden text can be spelt with them), lone surrogates.
 * The two variation selectors that belong to an emoji stay.
 */
const INVISIBLE =
  /(?!(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** Markdown that could open a structure inside a line. An underscore within a word opens nothing. */
const STRUCTURAL = /[\\`*[\]<>|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** Markdown that opens a structure (heading, list, rule, underlined heading) only where a line begins. */
const LEADING = /^(\s*)(?:(#|[-+=]+(?=\s|$))|(\d{1,9})([.)])(?=\s|$))/;

function escaped(c: string): string {
  return `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`;
}

/** For what a person approves: escaped, and not one character less of it, however long it is. */
export const WHOLE = Number.POSITIVE_INFINITY;

/** One line of plain text: invisible characters shown escaped, at most `max` characters. */
export function plain(value: string, max = 256): string {
  const shown = value.replace(INVISIBLE, escaped);
  if (shown.length <= max) return shown;
  const characters = [...shown];
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : shown;
}

/** Text of ours, of several lines: nothing invisible in it but its line breaks. The last net under every text that leaves. */
export function lines(text: string): string {
  return text.replace(INVISIBLE, (c) => (c === '\n' ? c : escaped(c)));
}

/** One line of text that Markdown shows as it is. */
export function inline(value: unknown, max = 256): string {
  return plain(String(value ?? ''), max)
    .replace(STRUCTURAL, (c) => `\\${c}`)
    .replace(/^ {2,}/, ' ')
    .replace(LEADING, (_, space, mark, number, end) => `${space}${mark ? `\\${mark}` : `${number}\\${end}`}`);
}

/** A code span that shows the value as it must be written: no escapes inside, and nothing that could end it. */
export function code(value: unknown, max = 256): string {
  return `\`${plain(String(value ?? ''), max).replaceAll('`', "'")}\``;
}

/** Every string of a JSON value made `plain`: for structuredContent, whose strings a model reads too. */
export function plainDeep<T>(value: T, max = 4096): T {
  if (typeof value === 'string') return plain(value, max) as T;
  if (Array.isArray(value)) return value.map((v) => plainDeep(v, max)) as T;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, v]) => v !== undefined)
        .map(([k, v]) => [plain(k, max), plainDeep(v, max)]),
    ) as T;
  }
  return value;
}

/** A Markdown table; every cell is data, of at most `max` characters. */
export function table(head: readonly string[], rows: readonly (readonly unknown[])[], max = 256): string {
  const line = (cells: readonly unknown[]) => `| ${cells.map((c) => inline(c ?? '–', max)).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
