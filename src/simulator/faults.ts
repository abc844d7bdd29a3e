import * as z from 'zod';
import type { SeededRandom } from './random.ts';
import { ApiError } from './wire/api-error.ts';

/** What can be made to go wrong, per request. */
export const FAULT_KINDS = [
  'throttle',
  'internal-500',
  'unavailable-503',
  'reset-before',
  'reset-after',
  'slow',
  'malformed',
  'forbidden',
  'vanish',
  'no-stock',
  'quota',
  'expired-token',
  'arrears',
  'error',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const FaultRuleSchema = z.strictObject({
  /** An action's name, `*`, or `mutating`. */
  action: z.string().min(1),
  fault: z.enum(FAULT_KINDS),
  /** Only the nth matching call, counted from 1. */
  nth: z.int().min(1).optional(),
  /** Only calls from…to (inclusive) of the matching ones. */
  from: z.int().min(1).optional(),
  to: z.int().min(1).optional(),
  /** Only dry runs, or only calls that are none. */
  dryRun: z.boolean().optional(),
  /** Chance per matching call, 0–1. */
  probability: z.number().min(0).max(1).optional(),
  /** Strike at most so often. */
  times: z.int().min(1).optional(),
  /** For `slow`: real milliseconds. */
  ms: z.int().min(0).max(600_000).optional(),
  /** The request takes effect before the fault answers (500, 503, malformed, throttle, error). */
  after: z.boolean().optional(),
  /** For `error`. */
  status: z.int().min(400).max(599).optional(),
  code: z.string().min(1).optional(),
  message: z.string().optional(),
});
export const FaultPlanSchema = z.array(FaultRuleSchema);

export type FaultRule = z.infer<typeof FaultRuleSchema>;
/** Rules in order; the first that strikes wins. */
export type FaultPlan = FaultRule[];

export interface Strike {
  kind: FaultKind;
  rule: FaultRule;
}

/** Decides, call by call, whether a rule strikes. Each rule counts the calls that match its action. */
export class FaultInjector {
  readonly #random: SeededRandom;
  #rules: { rule: FaultRule; calls: number; strikes: number }[] = [];

  constructor(plan: FaultPlan, random: SeededRandom) {
    this.#random = random;
    this.setPlan(plan);
  }

  /** Replaces the plan; counting starts anew. */
  setPlan(plan: FaultPlan): void {
    this.#rules = plan.map((rule) => ({ rule, calls: 0, strikes: 0 }));
  }

  next(action: string, mutating: boolean, dryRun = false): Strike | undefined {
    let struck: Strike | undefined;
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (rule.action !== '*' && rule.action !== action && !(rule.action === 'mutating' && mutating)) continue;
      if (rule.dryRun !== undefined && rule.dryRun !== dryRun) continue;
      entry.calls += 1;
      if (struck) continue;
      if (rule.nth !== undefined && entry.calls !== rule.nth) continue;
      if (rule.from !== undefined && entry.calls < rule.from) continue;
      if (rule.to !== undefined && entry.calls > rule.to) continue;
      if (rule.times !== undefined && entry.strikes >= rule.times) continue;
      if (rule.probability !== undefined && this.#random.next() >= rule.probability) continue;
      entry.strikes += 1;
      struck = { kind: rule.fault, rule };
    }
    return struck;
  }
}

/** The API's answer to a fault that is an answer; undefined for those that are not (reset, slow, malformed, vanish). */
export function faultError(strike: Strike, action: string, denied: () => ApiError): ApiError | undefined {
  switch (strike.kind) {
    case 'throttle':
      return new ApiError(400, 'Throttling.User', 'Request was denied due to user flow control.', {
        headers: { 'x-acs-retry-after': '1000' },
      });
    case 'internal-500':
      return new ApiError(
        500,
        'InternalError',
        'The request processing has failed due to some unknown error, exception or failure.',
      );
    case 'unavailable-503':
      return new ApiError(
        503,
        'ServiceUnavailable',
        'The request has failed due to a temporary failure of the server.',
      );
    case 'forbidden':
      return denied();
    case 'no-stock':
      return new ApiError(
        403,
        'OperationDenied.NoStock',
        'The resource is out of stock in the specified zone. Please try other types, or choose other regions and zones.',
      );
    case 'quota':
      return quotaError(action);
    case 'expired-token':
      return new ApiError(400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.');
    case 'arrears':
      return new ApiError(400, 'Account.Arrearage', 'Your account has an outstanding payment.');
    case 'error':
      return new ApiError(
        strike.rule.status ?? 400,
        strike.rule.code ?? 'InvalidParameter',
        strike.rule.message ?? 'Injected by the fault plan.',
      );
    default:
      return undefined;
  }
}

/** The quota that stops each kind of creation. [errors: quotas] */
function quotaError(action: string): ApiError {
  const [code, what]: [string, string] =
    action === 'CreateImage' || action === 'CopyImage'
      ? ['QuotaExceed.Image', 'images']
      : action.startsWith('CreateSnapshot')
        ? ['QuotaExceed.Snapshot', 'snapshots of the disk']
        : action === 'CreateDisk'
          ? ['QuotaExceed.PostPaidDisk', 'pay-as-you-go disks']
          : action === 'CreateVSwitch'
            ? ['QuotaExceeded.VSwitch', 'vSwitches of the VPC']
            : ['QuotaExceed.ElasticQuota', 'vCPUs of the instance type family'];
  return new ApiError(
    403,
    code,
    `The quota of ${what} is used up. Please apply for a higher quota in the quota center.`,
  );
}
