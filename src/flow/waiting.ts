import type { ReadOptions } from '../cloud/cloud.ts';
import { type Pace, type Watched, watch } from '../cloud/watch.ts';
import { inline } from '../text/safe.ts';
import type { Next, Outcome, ToolContext } from '../tool.ts';

/** After this long without completion a person is offered what else they can do [recovery-rules: waiting]. */
export const OFFER_AFTER_MS = 5 * 60_000;

/** For looks: whoever has just looked for this very thing, because it was made, has made the first look. */
export const JUST_LOOKED: ReadOptions = { maxAgeMs: 400 };

/** Work that is never quick. */
export const NEVER_QUICK: Pace = { firstIntervalMs: 2_500 };

interface Progress {
  /** 0 to 100, where the cloud tells. */
  percent?: number | undefined;
  remainSeconds?: number | undefined;
  message: string;
}

/** A wait shorter than this (ms) still gives its first look this long, where the API fails for a moment. */
const FIRST_LOOK_PATIENCE_MS = 20_000;

/**
 * Watches until done or until this call's wait is over; tells the client how far it is at every look. A look is given
 * its own context: its reads are not tried again when the wait is over.
 */
export function watchUntil<T>(
  context: ToolContext,
  look: (context: ToolContext, seen: T | undefined) => Promise<T>,
  done: (value: T) => boolean,
  progress: (value: T) => Progress,
  pace: Pace & { before?: Watched<T> | undefined } = {},
): Promise<Watched<T>> {
  const patience = Math.max(context.waitUntil, context.clock.now() + FIRST_LOOK_PATIENCE_MS);
  const of = { ...context, cloud: context.cloud.withDeadline(patience) };
  return watch({
    ...pace,
    clock: context.clock,
    signal: context.signal,
    until: context.waitUntil,
    look: async (seen) => {
      const value = await look(of, seen);
      const { percent, message } = progress(value);
      context.progress(percent ?? 0, message);
      return value;
    },
    done,
    estimate: (value) => {
      const { percent, remainSeconds } = progress(value);
      return { ...(percent !== undefined && { percent }), ...(remainSeconds !== undefined && { remainSeconds }) };
    },
  });
}

/** Work that goes on in the cloud: what is known of it, and check-recovery as the next call. */
export function stillRunning(
  context: ToolContext,
  what: string,
  fields: Record<string, unknown>,
  since: string | undefined,
  consoleUrl: string,
): Outcome {
  const { say } = context;
  const waited = since ? context.clock.now() - Date.parse(since) : 0;
  const offer =
    waited >= OFFER_AFTER_MS
      ? [
          { value: 'keep-waiting', title: say`Keep waiting`, recommended: true },
          { value: 'open-console', title: say`Open the console`, url: consoleUrl },
          { value: 'stop', title: say`Stop here and keep what exists` },
        ]
      : undefined;
  const minutes = Math.floor(waited / 60_000);
  const text = offer
    ? `${what} ${say`Waited ${minutes} min. Offer your user: keep waiting (recommended), open the console (${consoleUrl}), or stop here and keep what exists. Nothing is rolled back.`}`
    : what;
  return {
    status: 'in_progress',
    recoveryId: context.recoveryId,
    text,
    fields: { ...fields, ...(offer && { offer }) },
    next: checkRecovery(context, say`Not done yet`),
  };
}

export function checkRecovery(context: Pick<ToolContext, 'recoveryId'>, why: string): Next {
  return { tool: 'check-recovery', arguments: { recoveryId: context.recoveryId }, why: inline(why) };
}
