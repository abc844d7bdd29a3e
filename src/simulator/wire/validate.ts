import { ApiError } from './api-error.ts';
import type { ModelClass } from './request-models.ts';

/** Accepted nearly everywhere and ignored. [params: common] */
const COMMON = new Set([
  'OwnerAccount',
  'OwnerId',
  'ResourceOwnerAccount',
  'ResourceOwnerId',
  'RegionId',
  'AcceptLanguage',
]);

export interface UnknownParameter {
  name: string;
  /** Names the action does have and that look alike. */
  suggestions: string[];
}

export interface Validation {
  unknown: UnknownParameter[];
  illTyped: { name: string; expected: string; value: string } | undefined;
}

/** Checks every parameter against the SDK's request model: is there such a name, and does the text fit its type? */
export function validateParameters(model: ModelClass, params: Map<string, string>): Validation {
  const result: Validation = { unknown: [], illTyped: undefined };
  for (const [name, value] of params) {
    const type = typeOfParameter(model, name.split('.'));
    if (type === undefined) {
      if (!COMMON.has(name)) result.unknown.push({ name, suggestions: suggestionsFor(model, name) });
    } else if (!fits(type, value)) {
      result.illTyped ??= { name, expected: type, value };
    }
  }
  return result;
}

export function unknownParameterError(action: string, unknown: UnknownParameter): ApiError {
  const hint = unknown.suggestions.length > 0 ? ` Did you mean ${unknown.suggestions.join(' or ')}?` : '';
  return new ApiError(
    400,
    'InvalidParameter.Unknown',
    `${action} has no parameter "${unknown.name}".${hint} The real service ignores it silently; start the embedded cloud with --lenient to do the same.`,
  );
}

export function illTypedError(illTyped: { name: string; expected: string; value: string }): ApiError {
  return new ApiError(
    400,
    `InvalidParameter.${illTyped.name.split('.')[0]}`,
    `The specified parameter "${illTyped.name}" is not valid: a ${illTyped.expected} is expected.`,
  );
}

/** Wire names of a model, nested ones as `DataDisk.N.Category`: what the coverage table and the hints are made of. */
export function wireNames(model: ModelClass): string[] {
  const names: string[] = [];
  const types = model.types();
  for (const [property, wire] of Object.entries(model.names())) {
    const type = types[property];
    const item = itemTypeOf(type);
    const prefix = item === undefined ? wire : `${wire}.N`;
    const nested = asModel(item ?? type);
    if (nested) for (const child of wireNames(nested)) names.push(`${prefix}.${child}`);
    else names.push(prefix);
  }
  return names;
}

/** The scalar type behind a dotted name, or undefined when there is no such parameter. */
function typeOfParameter(model: ModelClass, path: string[]): string | undefined {
  const [head, ...rest] = path;
  const property = Object.entries(model.names()).find(([, wire]) => wire === head)?.[0];
  if (property === undefined) return undefined;
  return descend(model.types()[property], rest);
}

function descend(type: unknown, path: string[]): string | undefined {
  const item = itemTypeOf(type);
  if (item !== undefined) {
    const [index, ...rest] = path;
    if (index === undefined || !/^[1-9]\d{0,3}$/.test(index)) return undefined;
    return descend(item, rest);
  }
  const nested = asModel(type);
  if (nested) return path.length === 0 ? undefined : typeOfParameter(nested, path);
  if (path.length > 0) return undefined;
  return typeof type === 'string' ? type : 'string';
}

function itemTypeOf(type: unknown): unknown {
  if (typeof type === 'object' && type !== null && 'type' in type && type.type === 'array' && 'itemType' in type)
    return type.itemType;
  return undefined;
}

function asModel(type: unknown): ModelClass | undefined {
  return typeof type === 'function' && 'names' in type && 'types' in type ? (type as unknown as ModelClass) : undefined;
}

function fits(type: string, value: string): boolean {
  if (type === 'number') return /^-?\d+(\.\d+)?$/.test(value);
  if (type === 'boolean') return /^(true|false)$/i.test(value);
  return true;
}

function suggestionsFor(model: ModelClass, name: string): string[] {
  const plain = (text: string): string => text.toLowerCase().replace(/\.(n|\d+)(?=\.|$)/g, '');
  const wanted = plain(name);
  return wireNames(model)
    .filter((candidate) => {
      const have = plain(candidate);
      return (
        have === wanted ||
        have === `${wanted}s` ||
        `${have}s` === wanted ||
        wanted.endsWith(have) ||
        have.endsWith(wanted)
      );
    })
    .slice(0, 3);
}
