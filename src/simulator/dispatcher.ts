import { setTimeout as wait } from 'node:timers/promises';
import type { ActionSpec, Context } from './actions/context.ts';
import { findAction } from './actions/registry.ts';
import type { Estate } from './estate/estate.ts';
import { type FaultInjector, faultError, type Strike } from './faults.ts';
import { checkToken, Idempotency } from './idempotency.ts';
import { authorise, authorisePassRole, forbidden, type Policy, ramAction } from './policy.ts';
import { resolveRegion, touchedBy } from './region.ts';
import type { RequestLog, RequestRecord } from './request-log.ts';
import { MINUTE } from './time.ts';
import { ApiError, dryRunPassed, missing } from './wire/api-error.ts';
import { Params } from './wire/params.ts';
import { type ApiCall, identifyCall, type WireRequest } from './wire/request.ts';
import { requestModel } from './wire/request-models.ts';
import type { SignatureVerifier } from './wire/signature.ts';
import { illTypedError, unknownParameterError, validateParameters } from './wire/validate.ts';

/** What goes back over the wire. */
export type Reply =
  | {
      kind: 'answer';
      status: number;
      body: Record<string, unknown>;
      headers: Record<string, string>;
      requestId: string;
    }
  /** Not JSON, as a proxy in between would say it. [trap 54] */
  | { kind: 'malformed' }
  /** The connection breaks. */
  | { kind: 'reset' };

export interface DispatcherParts {
  estate: Estate;
  log: RequestLog;
  faults: FaultInjector;
  verifier: SignatureVerifier;
  policy: Policy | undefined;
  lenient: boolean;
  defaultRegion: string;
}

/**
 * Takes a request through the gates in the service's order: signature, clock, nonce → action → throttle (and the fault plan) →
 * permission → parameters → idempotence → state, stock, quota. [api: order of checks]
 */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #idempotency = new Idempotency();
  readonly #calls = new Map<string, { minute: number; count: number }>();

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  /** From the next request on. */
  setPolicy(policy: Policy | undefined): void {
    this.#parts.policy = policy;
  }

  async dispatch(request: WireRequest): Promise<Reply> {
    const { estate, log } = this.#parts;
    const requestId = estate.ids.requestId();
    const record: RequestRecord = {
      n: log.nextNumber(),
      at: estate.now,
      product: 'ecs',
      action: '',
      region: '',
      params: {},
      userAgent: request.headers.get('user-agent') ?? '',
      requestId,
      outcome: { status: 200 },
      mutating: false,
      tookEffect: false,
    };
    let reply: Reply;
    try {
      reply = await this.#run(request, requestId, record);
    } catch (error) {
      const known =
        error instanceof ApiError
          ? error
          : new ApiError(
              500,
              'InternalError',
              `The embedded cloud stumbled: ${error instanceof Error ? error.message : String(error)}`,
            );
      record.outcome = { status: known.status, code: known.code };
      reply = errorReply(known, requestId, record);
    }
    log.add(record);
    return reply;
  }

  async #run(request: WireRequest, requestId: string, record: RequestRecord): Promise<Reply> {
    const { estate, faults, verifier } = this.#parts;
    const call = identifyCall(request);
    record.product = call.product;
    record.action = call.action;
    record.params = Object.fromEntries(call.params);
    verifier.verify(request);
    const spec = findAction(call.product, call.action);
    if (!spec)
      throw new ApiError(
        404,
        'InvalidAction.NotFound',
        `Specified api is not found, please check your url and method: the embedded cloud has no ${call.product}:${call.action}.`,
      );
    record.mutating = spec.mutating ?? false;
    record.region = resolveRegion(estate, call, this.#parts.defaultRegion);
    this.#throttle(`${record.region} ${call.product}:${call.action}`);
    const strike = faults.next(call.action, record.mutating, call.params.get('DryRun') === 'true');
    if (!strike) return this.#perform(call, spec, requestId, record, false);
    return this.#performUnder(strike, call, spec, requestId, record, () =>
      forbidden(ramAction(call.product, call.action), estate.account),
    );
  }

  /** Counted per account, region and action in whole minutes: throttled in one, free again in the next. [limits: rate] */
  #throttle(scope: string): void {
    const { estate } = this.#parts;
    const minute = Math.floor(estate.now / MINUTE);
    const counted = this.#calls.get(scope);
    const count = counted?.minute === minute ? counted.count + 1 : 1;
    this.#calls.set(scope, { minute, count });
    if (count > estate.quotas.callsPerMinute)
      throw new ApiError(400, 'Throttling.User', 'Request was denied due to user flow control.');
  }

  async #performUnder(
    strike: Strike,
    call: ApiCall,
    spec: ActionSpec,
    requestId: string,
    record: RequestRecord,
    denied: () => ApiError,
  ): Promise<Reply> {
    const { kind, rule } = strike;
    record.struckBy = kind;
    if (kind === 'vanish') return this.#perform(call, spec, requestId, record, true);
    if (kind === 'slow') return this.#slowly(rule.ms ?? 1000, call, spec, requestId, record);
    const takesEffect = kind === 'reset-after' || rule.after === true;
    if (takesEffect) this.#perform(call, spec, requestId, record, false);
    record.outcome = { fault: kind };
    if (kind === 'reset-before' || kind === 'reset-after') return { kind: 'reset' };
    if (kind === 'malformed') return { kind: 'malformed' };
    const error = faultError(strike, call.action, denied);
    return error ? errorReply(error, requestId, record) : { kind: 'reset' };
  }

  /** The caller may have gone when it takes effect; a repeat with its token meanwhile is told to wait. */
  async #slowly(ms: number, call: ApiCall, spec: ActionSpec, requestId: string, record: RequestRecord): Promise<Reply> {
    const token = call.params.get('ClientToken');
    const scope = tokenScope(call, record.region);
    if (token && spec.tokenMismatch) this.#idempotency.begin(scope, token);
    await wait(ms);
    if (token) this.#idempotency.end(scope, token);
    return this.#perform(call, spec, requestId, record, false);
  }

  #perform(call: ApiCall, spec: ActionSpec, requestId: string, record: RequestRecord, doomed: boolean): Reply {
    const { estate, policy, lenient, defaultRegion } = this.#parts;
    estate.settle();
    const params = new Params(call.params);
    const regionId = resolveRegion(estate, call, defaultRegion);
    record.region = regionId;
    const requestTags = params
      .objects('Tag')
      .map((tag) => ({ key: tag.text('Key') ?? '', value: tag.text('Value') ?? '' }));
    const touched = touchedBy(estate, call, regionId);
    authorise(policy, ramAction(call.product, call.action), { touched, requestTags }, estate.account);
    const role = params.text('RamRoleName');
    if (role && record.mutating) authorisePassRole(policy, role, estate.account);
    this.#checkParameters(call, record, lenient);
    if (needsRegion(call, spec)) throw missing('RegionId');
    if (!estate.regions.has(regionId)) {
      const { status, code } = spec.regionError ?? { status: 404, code: 'InvalidRegionId.NotFound' };
      throw new ApiError(status, code, 'The specified RegionId does not exist.');
    }
    const token = spec.tokenMismatch ? params.text('ClientToken') : undefined;
    const scope = tokenScope(call, regionId);
    if (token !== undefined && spec.tokenMismatch) {
      checkToken(call.action, token);
      const earlier = this.#idempotency.find(scope, token, call.params, estate.now, spec);
      if (earlier) return answer(earlier, requestId);
    }
    const context: Context = { estate, params, regionId, now: estate.now, doomed };
    const body = spec.handler(context);
    if (!spec.mutating && params.boolean('DryRun')) throw dryRunPassed();
    record.tookEffect = record.mutating;
    if (token !== undefined) this.#idempotency.remember(scope, token, call.params, estate.now, body);
    return answer(body, requestId);
  }

  #checkParameters(call: ApiCall, record: RequestRecord, lenient: boolean): void {
    const model = requestModel(call.product, call.action);
    if (!model) return;
    const { unknown, illTyped } = validateParameters(model, call.params);
    const [first] = unknown;
    if (first) {
      record.unknownParameters = unknown.map(({ name }) => name);
      if (!lenient) throw unknownParameterError(call.action, first);
    }
    if (illTyped) throw illTypedError(illTyped);
  }
}

/** Tokens of other actions and of other regions do not meet. */
function tokenScope(call: ApiCall, regionId: string): string {
  return `${regionId} ${call.product}:${call.action}`;
}

/** Every action that has a RegionId needs it, but those of vSwitches; the host of a region can stand for it. [params: RegionId] */
function needsRegion(call: ApiCall, spec: ActionSpec): boolean {
  if (call.params.get('RegionId') || call.pathRegion || spec.regionOptional) return false;
  const model = requestModel(call.product, call.action);
  return model !== undefined && Object.values(model.names()).includes('RegionId');
}

function answer(body: Record<string, unknown>, requestId: string): Reply {
  return { kind: 'answer', status: 200, body: { RequestId: requestId, ...body }, headers: {}, requestId };
}

/** [errors: body] */
function errorReply(error: ApiError, requestId: string, record: RequestRecord): Reply {
  const product = record.product === 'ecs' ? 'Ecs' : record.product === 'vpc' ? 'Vpc' : 'Sts';
  return {
    kind: 'answer',
    status: error.status,
    headers: error.headers,
    requestId,
    body: {
      RequestId: requestId,
      HostId: `${record.product}.${record.region || 'cn-hangzhou'}.aliyuncs.com`,
      Code: error.code,
      Message: error.message,
      Recommend: `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(error.code)}&product=${product}&requestId=${requestId}`,
      ...error.detail,
    },
  };
}
