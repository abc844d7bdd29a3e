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
 * the API again, which may have been cured meanwhile. That the approved request was sent and refused is never
 * forgotten over a dry run that passed since: whoever has answered the question about that did not answer by sending
 * the same again.
 */
export async function verdictOn(
  context: ToolContext,
  request: ChangeRequest,
  isAnswered: (refusal: DrError) => boolean,
): Promise<Verdict> {
  const { clock, cloud, memory, startedAt } = context;
  const { dry, sent } = keysOf(context, request);
  const holds = (kept: Verdict | undefined) =>
    kept !== undefined && (kept.at >= startedAt || (kept.refusal !== undefined && isAnswered(kept.refusal)));
  const refusedThen = memory.get(sent) as Verdict | undefined;
  if (refusedThen && holds(refusedThen)) return refusedThen;
  const kept = memory.get(dry) as Verdict | undefined;
  if (kept && holds(kept) && clock.now() - kept.at <= ANSWERABLE_MS) return kept;
  const verdict: Verdict = { refusal: await cloud.dryRun(request), sent: false, at: clock.now() };
  memory.set(dry, verdict);
  return verdict;
}

/** The approved request was sent and refused: whoever answers the question about that does not send it again. */
export function refusedWhenSent(context: ToolContext, request: ChangeRequest, refusal: DrError): void {
  const verdict: Verdict = { refusal, sent: true, at: context.clock.now() };
  context.memory.set(keysOf(context, request).sent, verdict);
}

function keysOf({ recoveryId }: ToolContext, request: ChangeRequest): { dry: string; sent: string } {
  const of = `${recoveryId} ${digestOf(request)}`;
  return { dry: `dry run ${of}`, sent: `sent ${of}` };
}
