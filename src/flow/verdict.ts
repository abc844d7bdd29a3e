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

/** As long as a plan token holds: an answer that comes later is not accepted anyway. */
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
  const { clock, cloud, memory, startedAt } = context;
  const kept = memory.get(keyOf(context, request)) as Verdict | undefined;
  const holds = kept?.refusal !== undefined && isAnswered(kept.refusal) && clock.now() - kept.at <= ANSWERABLE_MS;
  if (kept && (kept.at >= startedAt || holds)) return kept;
  return keep(context, request, { refusal: await cloud.dryRun(request), sent: false, at: clock.now() });
}

/** The approved request was sent and refused: whoever answers the question about that does not send it again. */
export function refusedWhenSent(context: ToolContext, request: ChangeRequest, refusal: DrError): void {
  keep(context, request, { refusal, sent: true, at: context.clock.now() });
}

function keep(context: ToolContext, request: ChangeRequest, verdict: Verdict): Verdict {
  context.memory.set(keyOf(context, request), verdict);
  return verdict;
}

const keyOf = ({ recoveryId }: ToolContext, request: ChangeRequest): string =>
  `verdict ${recoveryId} ${digestOf(request)}`;
