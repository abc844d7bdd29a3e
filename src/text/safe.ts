/**
 * Strings that come from the cloud (names, tags, descriptions, messages) are data: bounded, without control or
 * bidirectional characters, and unable to end a line, a table cell or a code span they are put into.
 */

/** C0/C1 controls, line and paragraph separators, bidi controls, zero-width and other format characters, lone surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Markdown that could open a structure inside a line. */
const STRUCTURAL = /[\\`*_[\]<>|#~!]/g;

/** One line of plain text: invisible characters shown escaped, at most `max` characters. */
export function plain(value: string, max = 256): string {
  const shown = value.replace(INVISIBLE, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
  return shown.length > max ? `${[...shown].slice(0, max - 1).join('')}…` : shown;
}

/** One line of text that Markdown shows as it is. */
export function inline(value: unknown, max = 256): string {
  return plain(String(value ?? ''), max).replace(STRUCTURAL, (c) => `\\${c}`);
}

/** Every string of a JSON value made `plain`: for structuredContent, whose strings a model reads too. */
export function plainDeep<T>(value: T): T {
  if (typeof value === 'string') return plain(value, 4096) as T;
  if (Array.isArray(value)) return value.map(plainDeep) as T;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, v]) => v !== undefined)
        .map(([k, v]) => [plain(k, 128), plainDeep(v)]),
    ) as T;
  }
  return value;
}

/** A Markdown table; every cell is data. */
export function table(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const line = (cells: readonly unknown[]) => `| ${cells.map((c) => inline(c ?? '–')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
