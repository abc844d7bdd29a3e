import { ApiError } from '../wire/api-error.ts';

/** Rules for names and descriptions. [limits: names, snapshot.name, image.name] */

const NAME = /^\p{L}[\p{L}\p{N}:_.-]{1,127}$/u;

/** 2–128 characters, a letter first, no URL. */
export function checkName(
  name: string | undefined,
  error: { status: number; code: string },
  forbiddenPrefix = /^https?:\/\//i,
): void {
  if (name === undefined) return;
  if (!NAME.test(name) || forbiddenPrefix.test(name))
    throw new ApiError(error.status, error.code, `The specified name "${name.slice(0, 40)}" is malformed.`);
}

/** Letters and digits of any script, and `: _ . -`; brackets and commas too, for names in sequence. [params: RunInstances.InstanceName] */
export function checkInstanceName(name: string | undefined): void {
  if (name === undefined) return;
  if (!/^\p{L}[\p{L}\p{N}:_.,[\]-]{1,127}$/u.test(name)) {
    throw new ApiError(400, 'InvalidInstanceName.Malformed', 'The specified InstanceName is malformed.');
  }
}

export function checkDescription(description: string | undefined, error: { status: number; code: string }): void {
  if (description === undefined) return;
  if (description.length < 2 || description.length > 256 || /^https?:\/\//i.test(description)) {
    throw new ApiError(error.status, error.code, 'The specified description is malformed.');
  }
}

/** `*` stands for anything. */
export function wildcard(pattern: string | undefined): (text: string) => boolean {
  if (pattern === undefined) return () => true;
  if (!pattern.includes('*')) return (text) => text === pattern;
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const regex = new RegExp(`^${source}$`, 'u');
  return (text) => regex.test(text);
}
