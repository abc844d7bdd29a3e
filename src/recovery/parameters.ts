import type { Parameters } from './estate.ts';

/** Only the values that are there: an absent one is not sent. */
export function given(values: Record<string, string | number | boolean | undefined>): Parameters {
  const parameters: Parameters = {};
  for (const [key, value] of Object.entries(values)) if (value !== undefined) parameters[key] = value;
  return parameters;
}

/** `SecurityGroupIds.1`, `SecurityGroupIds.2` … */
export function numbered(name: string, values: readonly string[]): Parameters {
  return Object.fromEntries(values.map((value, i) => [`${name}.${i + 1}`, value]));
}
