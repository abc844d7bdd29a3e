import type { FidelityRow } from './fidelity.ts';

type Value = string | number | boolean | undefined;

/** A row where the source has a value; nothing otherwise. */
export function row(
  attribute: string,
  source: Value,
  verdict: FidelityRow['verdict'],
  reason: string,
  target?: string,
): FidelityRow[] {
  if (source === undefined || source === '') return [];
  return [{ attribute, source: String(source), verdict, ...(target === undefined ? {} : { target }), reason }];
}

/** Passed in the request as it is. */
export function same(attribute: string, source: Value, reason = 'as is'): FidelityRow[] {
  return row(attribute, source, 'inherited', reason);
}

/** A switch that is worth a word only when it is on. */
export function on(value: boolean | undefined): string | undefined {
  return value === true ? 'on' : undefined;
}
