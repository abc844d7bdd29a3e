import { createHash } from 'node:crypto';
import { type Consent, digestOf } from '../decisions/consent.ts';
import { DrError } from '../errors.ts';
import type { ChangeRequest, Parameters } from '../recovery/estate.ts';
import { actionOf } from './actions.ts';
import type { Api } from './api.ts';
import type { AuditRecord, AuditTrail } from './audit.ts';
import { MalformedAnswer } from './client.ts';
import type { ChangeAnswer } from './cloud.ts';
import { type Failure, failureOf } from './errors.ts';
import type { Answer } from './models.ts';
import { BUDGETS, withRetry } from './retry.ts';

/** How often a token that the cloud declared burnt is replaced by the next one. */
const MOST_GENERATIONS = 3;

/**
 * The same for the same step of the same recovery and the same request, from any process: a repeat is the same call.
 * A generation is counted only when the cloud says that the token before it is burnt (IdempotentFailed).
 */
export function clientToken(recoveryId: string, step: string, request: ChangeRequest, generation = 0): string {
  const parts = [recoveryId, step, digestOf(request), ...(generation > 0 ? [String(generation)] : [])];
  return `ecsdr-${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 48)}`;
}

/** Parameters as they go on the wire; always a copy: what is added to it must not get into the request's digest. */
export function wireParameters(request: ChangeRequest): Parameters {
  return { ...(actionOf(request.action).regionId && { RegionId: request.regionId }), ...request.parameters };
}

export async function sendChange(
  api: Api,
  request: ChangeRequest,
  consent: Consent,
  step: string,
  trail: AuditTrail,
): Promise<ChangeAnswer> {
  const { clock } = api.shared;
  const record: AuditRecord = {
    time: new Date(clock.now()).toISOString(),
    recoveryId: consent.recoveryId,
    step,
    action: request.action,
    regionId: request.regionId,
    requestDigest: digestOf(request),
    planDigest: consent.digest,
    decisionId: consent.decisionId,
    decidedBy: consent.how,
    attempts: 0,
    result: 'ok',
  };
  try {
    if (!consent.covers(request)) throw notApproved(request);
    api.checkRegion(request.regionId);
    trail.auditReady?.();
    const answer = await perform(api, request, consent.recoveryId, step, record);
    record.requestId = answer.requestId;
    record.ids = answer.ids;
    return answer;
  } catch (thrown) {
    const error = await api.shared.named(thrown);
    const details = error instanceof DrError ? error.details : undefined;
    record.result = details?.code ?? 'InternalFault';
    if (details?.requestId) record.requestId = details.requestId;
    throw error;
  } finally {
    try {
      trail.audit(record);
    } catch {
      // What was made must be told, even where its line cannot be written.
    }
  }
}

async function perform(
  api: Api,
  request: ChangeRequest,
  recoveryId: string,
  step: string,
  record: AuditRecord,
): Promise<ChangeAnswer> {
  const { sender, keys, cache, clock, random } = api.shared;
  const action = actionOf(request.action);
  let generation = 0;
  let lost = false;
  let renewed = false;
  const attempt = async (attempts: number) => {
    record.attempts = attempts;
    const parameters = wireParameters(request);
    if (action.clientToken) {
      record.clientToken = clientToken(recoveryId, step, request, generation);
      parameters.ClientToken = record.clientToken;
    }
    return idsOf(request, await sender.send(request.action, request.regionId, parameters, api.view.path));
  };
  const again = (failure: Failure): boolean => {
    if (failure.expiredKeys && !renewed) {
      renewed = true;
      keys.forget();
      return true;
    }
    if (failure.burntToken && action.clientToken && generation + 1 < MOST_GENERATIONS) {
      generation += 1;
      return true;
    }
    if (failure.lost) {
      lost = true;
      // Without a token a second request would be a second effect: only reading can tell.
      return action.clientToken && failure.repeat;
    }
    return failure.repeat;
  };
  // The end of a lost answer is not the end of the request: whatever was said last, it may have taken effect.
  const giveUp = (failure: Failure): DrError =>
    lost && (failure.lost || failure.error.details.retryable) ? outcomeUnknown(request, failure.error) : failure.error;
  cache.changed();
  try {
    // An abort ends waiting between attempts only as long as nothing is in doubt.
    return await withRetry(
      attempt,
      (thrown) => failureOf(thrown, request.action, request.regionId),
      again,
      giveUp,
      BUDGETS.change,
      { clock, random, signal: api.view.signal },
    );
  } finally {
    cache.changed();
  }
}

/** The answer's ids by their API name; an answer without them is malformed. */
function idsOf(request: ChangeRequest, answer: Answer<ChangeRequest['action']>): ChangeAnswer {
  const { gives } = actionOf(request.action);
  const all = answer as {
    requestId?: string;
    instanceIdSets?: { instanceIdSet?: string[] };
    [field: string]: unknown;
  };
  const requestId = all.requestId ?? '';
  if (!gives) return { requestId, ids: {} };
  const property = gives.charAt(0).toLowerCase() + gives.slice(1);
  const value = gives === 'InstanceIdSets' ? all.instanceIdSets?.instanceIdSet : [all[property]];
  const ids = (value ?? []).filter((id): id is string => typeof id === 'string' && id !== '');
  if (ids.length === 0) throw new MalformedAnswer(`the answer to ${request.action} has no ${gives}`);
  return { requestId, ids: { [gives]: ids } };
}

function notApproved(request: ChangeRequest): DrError {
  return new DrError({
    code: 'NotApproved',
    message: `${request.action} in ${request.regionId} was not sent: it is not what was approved.`,
    cause: 'The request differs from the one that was shown and approved, or the approval was withdrawn meanwhile.',
    remedy: 'Call the tool again without a plan token: the decision is asked anew with the present request.',
    retryable: false,
  });
}

function outcomeUnknown(request: ChangeRequest, last: DrError): DrError {
  return new DrError({
    code: 'OutcomeUnknown',
    message: `${request.action} was sent, but no answer arrived that tells whether it took effect (last: ${last.details.code}).`,
    cause: `${last.details.cause} The request may have taken effect all the same.`,
    remedy:
      'Call check-recovery, or the same tool again with the same arguments: it looks at what exists before anything is sent again.',
    retryable: true,
    ...(last.details.requestId ? { requestId: last.details.requestId } : {}),
  });
}
