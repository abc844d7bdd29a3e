import type { ChangeAnswer } from '../cloud/cloud.ts';
import { watch } from '../cloud/watch.ts';
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

/** An accepted thing that stays unseen this long (ms), look after look, is gone: nothing but instances needs seconds to show. */
const UNSEEN_MS = 30_000;

/** Things that died are looked past so often. */
const MOST_DEAD = 3;

/**
 * Makes one thing of a recovery exactly once: looks for it by tag, else sends the approved request under the token of
 * (recovery, step, request), and when the outcome stays unknown settles it by looking again.
 * `read` picks the thing's id from the API's answer; `isThere` looks for it by that id. A thing that somebody deleted is
 * still what its client token answers with: seen to be gone for long enough, it is a try used up.
 */
export function createOnce(
  context: ToolContext,
  step: string,
  request: ChangeRequest,
  consent: Consent,
  find: () => Promise<string | undefined>,
  read: (answer: ChangeAnswer) => string,
  isThere?: (id: string) => Promise<boolean>,
): Promise<string> {
  return inTurn(`${context.recoveryId} ${step}`, async () => {
    const dead: { id: string }[] = [];
    for (;;) {
      const found = await find();
      if (found !== undefined) return found;
      const id = await send(context, attempt(step, dead), request, consent, find, read);
      if (!isThere || dead.length >= MOST_DEAD || !(await isGone(context, () => isThere(id)))) return id;
      dead.push({ id });
    }
  });
}

async function send(
  context: ToolContext,
  step: string,
  request: ChangeRequest,
  consent: Consent,
  find: () => Promise<string | undefined>,
  read: (answer: ChangeAnswer) => string,
): Promise<string> {
  try {
    return read(await context.cloud.change(request, consent, step));
  } catch (error) {
    if (!(error instanceof DrError) || error.details.code !== 'OutcomeUnknown') throw error;
    const made = await settle(find);
    if (made !== undefined) return made;
    throw error;
  }
}

/** True only when this call had the time to be sure: a wrong yes would make a second thing. */
async function isGone(context: ToolContext, look: () => Promise<boolean>): Promise<boolean> {
  const { clock, signal, waitUntil } = context;
  const until = clock.now() + UNSEEN_MS;
  try {
    if ((await look()) || waitUntil < until) return false;
    const { finished } = await watch({ clock, signal, until, look, done: (there) => there });
    return !finished && !signal.aborted;
  } catch {
    return false;
  }
}

/** A thing that was accepted and is not there at the end of a wait that began at `since`; undefined while it may yet show. */
export function vanishedThing(context: ToolContext, kind: string, id: string, since: number): DrError | undefined {
  if (context.clock.now() - since < UNSEEN_MS) return undefined;
  return new DrError({
    code: 'CreationVanished',
    message: `The API accepted ${kind} ${id}, and now it is gone.`,
    cause: 'The cloud gave it up, or somebody deleted it.',
    remedy: 'Call the same tool again with the same arguments: it makes another one.',
    retryable: true,
  });
}

/** Reading may fail as the creation did: then it stays unknown, and that is what must be told. */
async function settle<T>(find: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await find();
  } catch {
    return undefined;
  }
}

/** Several creations side by side: one that fails is told only when the others have come to their end, so that none is missing. */
export async function allOf<T>(works: readonly Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(works);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
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
