import { readFile } from 'node:fs/promises';
import { parse, YAMLParseError } from 'yaml';
import type * as z from 'zod';
import { type FaultPlan, FaultPlanSchema } from './faults.ts';
import { type Scenario, type ScenarioObject, ScenarioSchema } from './scenario-schema.ts';
import { BUILT_IN_SCENARIOS } from './scenarios/built-in.ts';

/** A scenario or fault plan that cannot be used, with every reason: field, value, and what would be right. */
export class ScenarioError extends Error {
  constructor(where: string, problems: string[]) {
    super(`${where} cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ScenarioError';
  }
}

export function builtInScenarioNames(): string[] {
  return Object.keys(BUILT_IN_SCENARIOS);
}

/** Reads a scenario by built-in name, file path or as an object; follows `extends`. */
export async function loadScenario(source: string | ScenarioObject): Promise<Scenario> {
  const { value, where } = await rawScenario(source, 0);
  return validated(ScenarioSchema, value, where);
}

/** Reads a fault plan from a file (a list of rules, or `faults:` with one) or takes it as given. */
export async function loadFaults(source: string | FaultPlan): Promise<FaultPlan> {
  if (typeof source !== 'string') return validated(FaultPlanSchema, source, 'The fault plan');
  const value = await readYaml(source);
  return validated(
    FaultPlanSchema,
    isRecord(value) && 'faults' in value ? value.faults : value,
    `The fault plan ${source}`,
  );
}

async function rawScenario(source: string | ScenarioObject, depth: number): Promise<{ value: unknown; where: string }> {
  const where = typeof source === 'string' ? `The scenario ${source}` : 'The scenario';
  if (depth > 5) throw new ScenarioError(where, ['extends: goes round in a circle']);
  const value = typeof source === 'string' ? await readByName(source) : source;
  const parent = isRecord(value) ? value.extends : undefined;
  if (typeof parent !== 'string') return { value, where };
  const base = await rawScenario(parent, depth + 1);
  return { value: merge(base.value, value), where };
}

async function readByName(name: string): Promise<unknown> {
  const builtIn = Object.hasOwn(BUILT_IN_SCENARIOS, name) ? BUILT_IN_SCENARIOS[name] : undefined;
  if (builtIn !== undefined) return parse(builtIn);
  if (!/[./\\]/.test(name)) {
    throw new ScenarioError(`The scenario ${name}`, [
      `there is no built-in scenario "${name}": use one of ${builtInScenarioNames().join(', ')}, or the path of a file`,
    ]);
  }
  return readYaml(name);
}

async function readYaml(path: string): Promise<unknown> {
  try {
    return parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof YAMLParseError) throw new ScenarioError(path, [error.message]);
    throw new ScenarioError(path, [error instanceof Error ? error.message : String(error)]);
  }
}

/** Objects merge key by key, lists by id where everything in both has one, everything else replaces. */
function merge(base: unknown, patch: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(patch)) {
    if (![...base, ...patch].every((item) => isRecord(item) && typeof item.id === 'string')) return patch;
    const merged = new Map(base.map((item) => [idOf(item), item]));
    for (const item of patch) merged.set(idOf(item), merge(merged.get(idOf(item)), item));
    return [...merged.values()];
  }
  if (isRecord(base) && isRecord(patch)) {
    const merged: Record<string, unknown> = { ...base };
    for (const [key, value] of Object.entries(patch))
      merged[key] = Object.hasOwn(base, key) ? merge(base[key], value) : value;
    return merged;
  }
  return patch;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function idOf(item: unknown): string {
  return isRecord(item) && typeof item.id === 'string' ? item.id : '';
}

function validated<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ScenarioError(
    where,
    result.error.issues.map((issue) => describeIssue(issue, value)),
  );
}

function describeIssue(issue: z.core.$ZodIssue, root: unknown): string {
  let path = '';
  let value: unknown = root;
  for (const part of issue.path) {
    value = isRecord(value) || Array.isArray(value) ? (value as Record<PropertyKey, unknown>)[part] : undefined;
    // After `extends` a position in the merged list says nothing to whoever wrote the file; an id does.
    path += typeof part === 'number' ? `[${idOf(value) || part}]` : `.${String(part)}`;
  }
  path = path.replace(/^\./, '');
  const shown = value === undefined ? 'is missing' : `is ${JSON.stringify(value)?.slice(0, 80)}`;
  const right =
    issue.code === 'unrecognized_keys'
      ? `has no field ${issue.keys.map((key) => `"${key}"`).join(', ')}`
      : `${shown}: ${issue.message}`;
  return `${path === '' ? 'the file' : path} ${right}`;
}
