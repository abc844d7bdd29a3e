import { digestOf } from '../decisions/consent.ts';
import type { DrError } from '../errors.ts';
import type { ChangeRequest } from '../recovery/estate.ts';
import type { ToolContext } from '../tool.ts';

/** What the API said of a request. */
export interface Verdict {
  /** Nothing: the dry run passed. */
  refusal: DrError | undefined;
  /** It was not a dry run that was refused, but the approved request itself. */
  sent: boolean;
  /** When (ms of the clock). */
  at: number;
}

/** A dry run's refusal that is older than this (ms) is asked for again, answer or not. */
const ANSWERABLE_MS = 15 * 60_000;

/**
 * The dry run's verdict, asked for once per call: what a person's answer in a dialog was given to stays what it was
 * while they think. A refusal of an earlier call holds only for those who bring their answer to it; anybody else asks
 * the API again, which may have been cured meanwhile.
 */
export async function verdictOn(
  context: ToolContext,
  request: ChangeRequest,
  isAnswered: (refusal: DrError) => boolean,
): Promise<Verdict> {
  const { clock, cloud, memory } = context;
  const refusedThen = refusalWhenSent(context, request, isAnswered);
  if (refusedThen) return refusedThen;
  const key = keyOf(context, 'dry run', request);
  const kept = memory.get(key) as Verdict | undefined;
  if (kept && holds(context, kept, isAnswered) && clock.now() - kept.at <= ANSWERABLE_MS) return kept;
  const verdict: Verdict = { refusal: await cloud.dryRun(request), sent: false, at: clock.now() };
  memory.set(key, verdict);
  return verdict;
}

/** The approved request was sent and refused: whoever answers the question about that does not send it again. */
export function refusedWhenSent(context: ToolContext, request: ChangeRequest, refusal: DrError): void {
  const verdict: Verdict = { refusal, sent: true, at: context.clock.now() };
  context.memory.set(keyOf(context, 'sent', request), verdict);
}

/**
 * That this very request was sent and refused: by this call, or by an earlier one whose question about it the caller
 * answers. It is never forgotten over a dry run that passed since: an answer to that question is no wish to send the
 * same again.
 */
export function refusalWhenSent(
  context: ToolContext,
  request: ChangeRequest,
  isAnswered: (refusal: DrError) => boolean,
): (Verdict & { refusal: DrError }) | undefined {
  const kept = context.memory.get(keyOf(context, 'sent', request)) as (Verdict & { refusal: DrError }) | undefined;
  return kept && holds(context, kept, isAnswered) ? kept : undefined;
}

function holds(
  { startedAt }: ToolContext,
  { at, refusal }: Verdict,
  isAnswered: (refusal: DrError) => boolean,
): boolean {
  return at >= startedAt || (refusal !== undefined && isAnswered(refusal));
}

function keyOf({ recoveryId }: ToolContext, what: 'dry run' | 'sent', request: ChangeRequest): string {
  return `${what} ${recoveryId} ${digestOf(request)}`;
}
