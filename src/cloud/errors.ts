import { DrError } from '../errors.ts';
import { type ActionName, actionOf, retryRule } from './actions.ts';
import { AnswerTooLong } from './answer-limit.ts';
import { CodeInAnswer, MalformedAnswer } from './client.ts';
import { familyOf } from './families.ts';
import { breakOf } from './network.ts';
import { redact } from './redact.ts';
import { type Denial, describe } from './remedies.ts';

/** One failed attempt, as the retry loop judges it. */
export interface Failure {
  error: DrError;
  /** The request may have taken effect although no proper answer came. */
  lost: boolean;
  /** The same request may be sent again at once (with back-off); for a lost one only when it is safe to repeat. */
  repeat: boolean;
  /** The API's own wish, in ms. */
  retryAfterMs?: number;
  attemptsAtMost?: number;
  expiredKeys?: boolean;
  burntToken?: boolean;
}

interface SdkError {
  name?: string;
  code?: unknown;
  message?: string;
  statusCode?: number;
  requestId?: string;
  retryAfter?: number;
  data?: Record<string, unknown>;
}

/** What a failed attempt means. Every text in it is redacted and bounded. */
export function failureOf(thrown: unknown, action: ActionName, regionId: string): Failure {
  if (thrown instanceof DrError) return { error: thrown, lost: false, repeat: false };
  const sdk = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as SdkError;
  const code = apiCode(thrown, sdk);
  if (code === undefined && !isAnswerTrouble(thrown, sdk)) throw thrown;
  if (code !== undefined) return apiFailure(code, sdk, action, regionId);
  return lostAnswer(thrown, sdk, action, regionId);
}

/**
 * Network trouble and unreadable answers. Anything else is a fault of this program, and is not to be taken for the
 * cloud's: it is thrown on as it is.
 */
function isAnswerTrouble(thrown: unknown, sdk: SdkError): boolean {
  return (
    thrown instanceof MalformedAnswer ||
    thrown instanceof AnswerTooLong ||
    // An error body that is not JSON, or the JSON text `null`: thrown by the official client.
    thrown instanceof SyntaxError ||
    (thrown instanceof TypeError && /(null|undefined) \(reading 'RequestId'\)/.test(thrown.message)) ||
    sdk.statusCode !== undefined ||
    typeof sdk.code === 'string' ||
    /Timeout/.test(sdk.name ?? '')
  );
}

/** The API's own code; undefined for everything that is not an answer of the API. */
function apiCode(thrown: unknown, sdk: SdkError): string | undefined {
  if (thrown instanceof CodeInAnswer) return thrown.code;
  const answered = sdk.statusCode !== undefined || sdk.name === 'ClientError' || sdk.name === 'ThrottlingError';
  return answered ? told(sdk, 'Code', sdk.code) : undefined;
}

/**
 * A field of the API's error, where it is a text. The official client makes a text of anything ("undefined",
 * "[object Object]"), so its own field counts only where it keeps no answer.
 */
function told({ data }: SdkError, field: 'Code' | 'Message' | 'RequestId', kept: unknown): string | undefined {
  const lower = field.charAt(0).toLowerCase() + field.slice(1);
  const value = typeof data === 'object' && data !== null ? (data[field] ?? data[lower]) : kept;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' && value !== 'undefined' ? value : undefined;
}

function apiFailure(code: string, sdk: SdkError, action: ActionName, regionId: string): Failure {
  const said = told(sdk, 'Message', sdk.message) ?? code;
  const family = familyOf(code);
  const rule = retryRule(action, code);
  const server = (sdk.statusCode ?? 0) >= 500 && family !== 'no-stock' && !/Throttling/.test(code);
  const denial = denialOf(sdk.data, action);
  const requestId = told(sdk, 'RequestId', sdk.requestId);
  const safeCode = redact(code).slice(0, 120);
  const { cause, remedy } = describe(family, {
    code: safeCode,
    action,
    regionId,
    message: redact(said),
    denial,
    requestId,
    retryAfterMs: sdk.retryAfter,
  });
  const error = new DrError({
    code: safeCode,
    message: redact(said),
    cause,
    remedy,
    // Busy is what passes, also where nothing is sent again at once.
    retryable: rule !== undefined || server || family === 'busy',
    ...(requestId ? { requestId: redact(requestId) } : {}),
    ...(family === 'forbidden' ? { ramAction: denial.ramAction } : {}),
    ...(family === 'pass-role' ? { ramAction: 'ram:PassRole' } : {}),
  });
  return {
    error,
    lost: server,
    repeat: rule ? rule.how === 'repeat' : server,
    ...(sdk.retryAfter !== undefined ? { retryAfterMs: sdk.retryAfter } : {}),
    expiredKeys: family === 'expired-token',
    burntToken: family === 'token-burnt',
  };
}

function denialOf(data: Record<string, unknown> | undefined, action: ActionName): Denial {
  const detail = (data?.AccessDeniedDetail ?? {}) as Record<string, unknown>;
  const field = (name: string) => (typeof detail[name] === 'string' ? redact(detail[name]).slice(0, 256) : undefined);
  const told = field('AuthAction');
  return {
    ramAction: told && /^[a-z0-9-]+:[A-Za-z0-9]+$/.test(told) ? told : (actionOf(action).ram[0] ?? `sts:${action}`),
    identity: field('AuthPrincipalDisplayName'),
    identityType: field('AuthPrincipalType'),
    why: field('NoPermissionType'),
    policyType: field('PolicyType'),
    diagnostic: typeof detail.EncodedDiagnosticMessage === 'string',
  };
}

function endless(thrown: unknown): string | undefined {
  // Not its own words: the official client adds the request to them.
  return thrown instanceof AnswerTooLong ? 'the answer does not end' : undefined;
}

function lostAnswer(thrown: unknown, sdk: SdkError, action: ActionName, regionId: string): Failure {
  const malformed = thrown instanceof MalformedAnswer ? redact(thrown.message) : endless(thrown);
  const { code, what: broke, reached, heals } = breakOf(sdk.name, sdk.code, malformed);
  const what = sdk.statusCode === undefined ? broke : `${broke} (HTTP ${sdk.statusCode})`;
  const check =
    'Check the network, the proxy (HTTPS_PROXY, NO_PROXY) and the endpoint override (ECS_ENDPOINT, VPC_ENDPOINT, STS_ENDPOINT)';
  return {
    error: new DrError({
      code,
      message: `${action} in ${regionId}: ${what}.`,
      cause: `${what.charAt(0).toUpperCase()}${what.slice(1)}.`,
      remedy: heals
        ? `${check}, then call again with the same arguments: what already exists is found and used.`
        : `${check}, then restart the server and call again.`,
      retryable: heals,
    }),
    lost: reached,
    repeat: heals,
    // Nothing was reached at all: more tries only keep the person waiting.
    ...(reached ? {} : { attemptsAtMost: 3 }),
  };
}
