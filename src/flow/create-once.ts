import type { ChangeAnswer } from '../cloud/cloud.ts';
import type { Consent } from '../decisions/consent.ts';
import { DrError } from '../errors.ts';
import type { ChangeRequest } from '../recovery/estate.ts';
import type { ToolContext } from '../tool.ts';

const queues = new Map<string, Promise<unknown>>();

/** Runs `work` after everything of the same key in this process: parallel calls see what the earlier one made. */
async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(key) ?? Promise.resolve();
  const turn = before.then(work, work);
  queues.set(key, turn);
  try {
    return await turn;
  } finally {
    if (queues.get(key) === turn) queues.delete(key);
  }
}

/**
 * Makes one thing of a recovery exactly once: looks for it by tag, else sends the approved request under the token of
 * (recovery, step, request), and when the outcome stays unknown settles it by looking again.
 * `read` picks the thing's id from the API's answer.
 */
export function createOnce<T>(
  context: ToolContext,
  step: string,
  request: ChangeRequest,
  consent: Consent,
  find: () => Promise<T | undefined>,
  read: (answer: ChangeAnswer) => T,
): Promise<T> {
  return inTurn(`${context.recoveryId} ${step}`, async () => {
    const found = await find();
    if (found !== undefined) return found;
    try {
      return read(await context.cloud.change(request, consent, step));
    } catch (error) {
      if (!(error instanceof DrError) || error.details.code !== 'OutcomeUnknown') throw error;
      const made = await find();
      if (made !== undefined) return made;
      throw error;
    }
  });
}

/** The step's name after these failed attempts: their client token is used up, and the next try is another call. */
export function attempt(step: string, failed: readonly { id: string }[]): string {
  return failed.length === 0
    ? step
    : `${step} after ${failed
        .map((f) => f.id)
        .sort()
        .join(' ')}`;
}

/** The first id of that name in an answer; its absence is an answer that cannot be trusted. */
export function idIn(answer: ChangeAnswer, name: string): string {
  const id = answer.ids[name]?.[0];
  if (id) return id;
  throw new DrError({
    code: 'MalformedAnswer',
    message: `The API accepted the request but named no ${name}.`,
    cause: 'The answer is incomplete.',
    remedy: 'Call check-recovery: it finds what was created by its tags.',
    retryable: true,
    requestId: answer.requestId,
  });
}
