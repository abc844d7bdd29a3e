import { DrError } from '../errors.ts';
import { familyOf } from './families.ts';
import { isNoKeys } from './no-credentials.ts';
import { each } from './paging.ts';

/** Regions asked side by side. */
export const AT_ONCE = 8;

/** What a region answered. */
export interface Answered<T> {
  regionId: string;
  value: T;
}

/** A region that did not answer, and why. */
export interface Unanswered {
  regionId: string;
  error: DrError;
}

/**
 * The same question to several regions at once: one that fails hides nothing that another one answers, and is told.
 * Trouble that would be the same in all of them is thrown.
 */
export async function askRegions<T>(
  regionIds: readonly string[],
  ask: (regionId: string) => Promise<T>,
): Promise<{ answers: Answered<T>[]; failed: Unanswered[] }> {
  const outcomes = await each(regionIds, AT_ONCE, async (regionId): Promise<Answered<T> | Unanswered> => {
    try {
      return { regionId, value: await ask(regionId) };
    } catch (error) {
      if (!(error instanceof DrError) || isGlobal(error)) throw error;
      return { regionId, error };
    }
  });
  return {
    answers: outcomes.flatMap((o) => ('value' in o ? [o] : [])),
    failed: outcomes.flatMap((o) => ('error' in o ? [o] : [])),
  };
}

/** Trouble that would be the same in every region. */
export function isGlobal({ details: { code } }: DrError): boolean {
  return code === 'Cancelled' || isNoKeys(code) || ['bad-key', 'expired-token', 'clock'].includes(familyOf(code));
}

/** What was found nowhere may be in a region that did not answer; undefined when all did, and "nowhere" may be said. */
export function mayBeElsewhere(
  what: string,
  asked: readonly string[],
  failed: readonly Unanswered[],
): DrError | undefined {
  const [first] = failed;
  if (!first) return undefined;
  const { details } = first.error;
  const answered = asked.filter((r) => !failed.some((f) => f.regionId === r));
  const missing = answered.length > 0 ? `${what} was not found in ${answered.join(', ')}` : `${what} was not found`;
  return new DrError({
    ...details,
    message: `${missing}; could not be looked for in ${unansweredText(failed)}.`,
    cause: `${details.cause} It may be in a region that could not be asked.`,
    remedy: `Pass regionId when the region is known. Otherwise: ${details.remedy}`,
  });
}

/** `cn-beijing (Throttling), cn-shanghai (ServiceUnavailable)` */
export function unansweredText(failed: readonly Unanswered[]): string {
  return failed.map((f) => `${f.regionId} (${f.error.details.code})`).join(', ');
}
