import type { ChangeAnswer } from '../cloud/cloud.ts';
import { watch } from '../cloud/watch.ts';
import type { Consent } from '../decisions/consent.ts';
import { DrError } from '../errors.ts';
import type { ChangeRequest } from '../recovery/estate.ts';
import type { ToolContext } from '../tool.ts';
import { deadOf, isStillAway, type Made, madeBefore, rememberDead, rememberMade, wasSeen } from './made.ts';

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

/** In one call so many things that died are looked past; the next call goes on behind them. */
const MOST_DEAD = 3;

/** One thing of a recovery, to be made exactly once. */
export interface Creation {
  step: string;
  /** What earlier tries of the step have made, and was no use: their client tokens are used up, and so is their approval. */
  failed?: readonly { id: string }[];
  request: ChangeRequest;
  consent: Consent;
  /** Looks for it by tag. */
  find: () => Promise<string | undefined>;
  /** Its id in the API's answer. */
  read: (answer: ChangeAnswer) => string;
  /**
   * Whether what was accepted `since` (ms of the clock) is certainly not there any more, or never came to be; a wrong
   * yes would make a second thing.
   */
  isGone: (id: string, since: number) => Promise<boolean>;
}

/**
 * Makes one thing of a recovery exactly once: looks for it by tag, and at what this process has made in the same step
 * though the cloud does not show it yet, else sends the approved request under the token of (recovery, step, request),
 * and when the outcome stays unknown settles it by looking again.
 *
 * What was accepted and is gone is a try used up, since its client token answers with it for ever: where it died at
 * once, the same approval makes the next one; where it had been made before this call, somebody may have deleted it, and
 * only a new approval makes another.
 */
export function createOnce(context: ToolContext, creation: Creation): Promise<string> {
  const { step, failed = [], request, consent, find, isGone } = creation;
  return inTurn(`${context.recoveryId} ${step}`, async () => {
    const found = await find();
    if (found !== undefined) return found;
    const before = madeBefore(context, step);
    if (before) {
      const isFailed = failed.some(({ id }) => id === before.id);
      if (!isFailed && !(await isGone(before.id, before.at))) return before.id;
      if (consent.askedAt <= before.madeAt) throw approvalUsed(before);
      if (!isFailed) rememberDead(context, step, before.id);
    }
    for (let died = 0; ; died++) {
      const dead = deadOf(context, step).map((id) => ({ id }));
      const id = await send(context, { ...creation, step: attempt(step, [...failed, ...dead]) });
      const made = rememberMade(context, step, id, request);
      if (died >= MOST_DEAD || !(await isGone(id, made.at))) return id;
      rememberDead(context, step, id);
      const other = await find();
      if (other !== undefined) return other;
    }
  });
}

async function send(context: ToolContext, { step, request, consent, find, read }: Creation): Promise<string> {
  try {
    return read(await context.cloud.change(request, consent, step));
  } catch (error) {
    if (!(error instanceof DrError) || error.details.code !== 'OutcomeUnknown') throw error;
    const made = await settle(find);
    if (made !== undefined) return made;
    throw error;
  }
}

function approvalUsed({ id, request }: Made): DrError {
  return new DrError({
    code: 'ApprovalUsed',
    message: `${request.action} was approved and made ${id}, which failed or is gone.`,
    cause: 'An approval makes one thing, not another after it.',
    remedy: 'Call the same tool again without answers and planToken: the decision is asked anew.',
    retryable: true,
    used: [id],
  });
}

/** For what can be seen by its id as soon as it was accepted: unseen for long enough, it is gone. */
export function unseen(context: ToolContext, isThere: (id: string) => Promise<boolean>): Creation['isGone'] {
  return async (id, since) => {
    const { clock, signal, waitUntil } = context;
    const look = () => isThere(id);
    const until = since + UNSEEN_MS;
    try {
      if (await look()) return false;
      if (clock.now() >= until || wasSeen(context, id)) return await isStillAway(context, look);
      // Only where this call has the time to be sure.
      if (waitUntil < until) return false;
      const { finished, trouble } = await watch({ clock, signal, until, look, done: (there) => there });
      // With looks that failed at the end nobody knows: it may show meanwhile.
      return !finished && !trouble && !signal.aborted;
    } catch {
      return false;
    }
  };
}

/** A thing that was accepted and is not there at the end of a wait that began at `since`; undefined while it may yet show. */
export function vanishedThing(context: ToolContext, kind: string, id: string, since: number): DrError | undefined {
  if (context.clock.now() - since < UNSEEN_MS) return undefined;
  return new DrError({
    code: 'CreationVanished',
    message: `The API accepted ${kind} ${id}, and now it is gone.`,
    cause: 'The cloud gave it up, or somebody deleted it.',
    remedy:
      'Call the same tool again without answers and planToken: the decision is asked anew, and it makes another one.',
    retryable: true,
    gone: [id],
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
