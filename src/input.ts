import type * as z from 'zod';
import { DrError, shownValue } from './errors.ts';
import { field } from './tool.ts';

/** How many characters of a value an error shows. */
const SHOWN = 80;

/**
 * The arguments as the schema has them; else an error that names the field, the value and what would be right. A regionId
 * that a pinned region has taken out of the schema is taken all the same: the cloud refuses it where it is another one.
 */
export function checkedInput(
  tool: string,
  schema: z.ZodObject,
  given: Record<string, unknown>,
): Record<string, unknown> {
  const parsed = schema.extend({ regionId: field.regionId().optional() }).safeParse(given);
  if (parsed.success) return parsed.data;
  const allowed = Object.keys(schema.shape);
  const problems = parsed.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return `unknown field ${issue.keys.map((k) => shownValue(k, SHOWN)).join(', ')} (allowed: ${allowed.join(', ')})`;
    }
    const path = issue.path.map(String).join('.');
    const value = issue.path.reduce<unknown>(
      (v, k) => (v !== null && typeof v === 'object' ? (v as Record<PropertyKey, unknown>)[k] : undefined),
      given,
    );
    return value === undefined ? `${path} is required` : `${path}: ${shownValue(value, SHOWN)} – ${issue.message}`;
  });
  throw new DrError({
    code: 'InvalidInput',
    message: `${tool}: ${problems.join('; ')}.`,
    cause: 'The arguments do not fit the tool’s input schema.',
    remedy: 'Correct the named fields and call again. Nothing was created.',
    retryable: false,
  });
}
