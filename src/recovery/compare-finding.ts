import type { Finding } from './compare.ts';

export type Value = string | number | boolean | undefined;

/** What is only told. */
export function fact(attribute: string, source: Value, dr: Value, expected: string): Finding {
  return { attribute, source: shown(source), dr: shown(dr), expected };
}

/** What was promised, and whether it is so. */
export function checked(attribute: string, source: Value, dr: Value, expected: Value, ok: boolean): Finding {
  return { attribute, source: shown(source), dr: shown(dr), expected: shown(expected), ok };
}

function shown(value: Value): string {
  return value === undefined || value === '' ? 'none' : String(value);
}
