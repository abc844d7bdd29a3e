import type { Parameters } from '../../recovery/estate.ts';
import type { Filter } from '../cloud.ts';

/** `Tag.N.Key` / `Tag.N.Value` of a list call; all must match. */
export function tagParameters(filter: Filter): Parameters {
  const parameters: Parameters = {};
  (filter.tags ?? []).forEach(({ key, value }, i) => {
    parameters[`Tag.${i + 1}.Key`] = key;
    if (value !== undefined) parameters[`Tag.${i + 1}.Value`] = value;
  });
  return parameters;
}

/** `Name.1`, `Name.2` … */
export function listParameters(name: string, values: readonly string[]): Parameters {
  return Object.fromEntries(values.map((value, i) => [`${name}.${i + 1}`, value]));
}
