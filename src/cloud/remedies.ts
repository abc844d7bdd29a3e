import type { ActionName } from './actions.ts';
import type { Family } from './families.ts';
import { statementsFor } from './policy.ts';

/** What the API says about a refusal, decoded from AccessDeniedDetail. */
export interface Denial {
  ramAction: string;
  identity: string | undefined;
  identityType: string | undefined;
  why: string | undefined;
  policyType: string | undefined;
  diagnostic: boolean;
}

export interface Trouble {
  code: string;
  action: ActionName;
  regionId: string;
  message: string;
  denial: Denial;
  requestId: string | undefined;
  /** How long the API asks to wait. */
  retryAfterMs?: number | undefined;
}

const QUOTA_CENTER = 'https://quotas.console.aliyun.com';

/** Where the API does not say whose right is missing; whoever may ask STS puts the name in. */
export const UNNAMED = 'this identity';

interface Advice {
  cause: string;
  remedy: string;
}

const AGAIN = 'call the same tool again with the same arguments: what already exists is found and used';

const ADVICE: Record<Family, (t: Trouble) => Advice> = {
  throttling: (t) => ({
    cause: `Too many ${t.action} calls from this account in ${t.regionId} at the moment (other programs count too).`,
    remedy: `Wait ${t.retryAfterMs ? `${Math.ceil(t.retryAfterMs / 1_000)} s` : 'a minute'}, then ${AGAIN}.`,
  }),
  busy: (t) => ({
    cause: `Something that ${t.action} needs is still being changed or made ready (${t.code}).`,
    remedy: `Wait a minute or two, then ${AGAIN}.`,
  }),
  'needs-restart': (t) => ({
    cause: `${t.action} is refused until the instance has been restarted (${t.code}): a disk was attached while it was stopped, or the state of one is inconsistent.`,
    remedy: `${t.action === 'CreateImage' ? 'Make the image of snapshots instead: of a snapshot group (create-snapshot-group), of the only disk (create-snapshot), or of existing ones (describe-source lists them)' : 'Use an existing recovery point: describe-source lists them'}. This server never restarts a source; once its owner has, ${AGAIN}.`,
  }),
  'never-attached': (t) => ({
    cause: `The disk has never been attached to an instance or never been used (${t.code}): it holds nothing to recover.`,
    remedy: `Leave it out. Should it have snapshots all the same, let its owner attach it once, then ${AGAIN}.`,
  }),
  'no-stock': (t) => ({
    cause: `The cloud has no capacity for what was asked in that zone now (${t.code}).`,
    remedy:
      'Call find-target-zone for another zone or a similar instance type, or try again later. Nothing is substituted without a decision.',
  }),
  category: (t) => ({
    cause: `That zone, instance type or disk size does not take the disk category or performance level (${t.code}).`,
    remedy: 'Call find-target-zone to see which categories the zone offers and decide on one, or choose another zone.',
  }),
  'disk-feature': (t) => ({
    cause: `${t.action} is not possible for a disk of this category (${t.code}).`,
    remedy:
      'describe-source tells which disks can be snapshotted and how. A disk that cannot is left out by decision: its data will be missing.',
  }),
  addresses: () => ({
    cause: 'The vSwitch has no free private address left.',
    remedy: 'Use another vSwitch of the VPC in that zone, or create one with create-vswitch.',
  }),
  quota: (t) => ({
    cause: `A quota of the account is used up: ${t.code} (${t.message}).`,
    remedy: `Ask for a higher quota at ${QUOTA_CENTER} (region ${t.regionId}) or release what is no longer needed, then ${AGAIN}.`,
  }),
  'pass-role': (t) => ({
    cause: `The source instance has a RAM role, and ${t.denial.identity ?? UNNAMED} may not hand a role to an instance.`,
    remedy: `Pause, have a RAM administrator add this to ${t.denial.identity ?? UNNAMED}: ${statement('ram:PassRole', t.regionId)} (check-access with the source's instanceId limits it to that one role), then ${AGAIN}.`,
  }),
  forbidden: (t) => ({
    cause: denied(t),
    remedy: `Pause, have a RAM administrator add this to ${t.denial.identity ?? UNNAMED}: ${granting(t)}, then ${AGAIN}.`,
  }),
  payment: (t) => ({
    cause: `This is about the account's payment or verification, not about the request (${t.code}).`,
    remedy: `Settle the balance, the payment method or the real-name verification at https://usercenter2.aliyun.com, then ${AGAIN}.`,
  }),
  'token-mismatch': (t) => ({
    cause: `${t.action} was sent before for this step of the recovery with other parameters, under the same client token.`,
    remedy: 'Call check-recovery to see what that earlier request made and go on with it.',
  }),
  'token-burnt': (t) => ({
    cause: `An earlier ${t.action} of this step failed on the cloud's side and its client token cannot be used again.`,
    remedy: 'Call check-recovery to see what exists, then repeat the step.',
  }),
  'expired-token': () => ({
    cause: 'The temporary credentials (STS token) have expired.',
    remedy:
      'Renew them (log in again, or refresh the profile or variables they come from), then call again with the same arguments.',
  }),
  'bad-key': (t) => ({
    cause: `The API does not accept the access key (${t.code}): it is unknown, disabled, of another site, or its secret is wrong.`,
    remedy:
      'Check which credentials are in use with check-access, correct the profile (`aliyun configure`) or the environment variables, then call again. Do not paste keys into the conversation.',
  }),
  clock: () => ({
    cause: "This machine's clock is more than 15 minutes off, so the request's signature is refused.",
    remedy: 'Set the clock (switch on time synchronisation), then call again with the same arguments.',
  }),
  region: (t) => ({
    cause: `The API does not know the region ${t.regionId}, or this account may not use it.`,
    remedy:
      'Correct regionId (or ALIBABA_CLOUD_REGION_ID), e.g. cn-hangzhou, or leave it out: the region is then found from the instance.',
  }),
  'not-found': (t) => ({
    cause: `${t.code}: the resource is not in ${t.regionId} (looked for there only), or it was released meanwhile, or it belongs to another account.`,
    remedy: 'Check the id, the region and the account (check-access), then call again.',
  }),
  'duplicate-name': () => ({
    cause: 'An image of that name exists already.',
    remedy: 'Choose another imageName, or use the image that exists.',
  }),
  server: (t) => ({
    cause: `A fault on the cloud's side (${t.code}).`,
    remedy: `Wait a moment, then ${AGAIN}. Lasting trouble is announced at https://status.aliyun.com.`,
  }),
  unknown: (t) => ({
    cause: `The API refused ${t.action} with ${t.code}: ${t.message}`,
    remedy: `Look the code up: ${lookUp(t)}. Nothing more was changed by this call.`,
  }),
};

export function describe(family: Family, trouble: Trouble): Advice {
  return ADVICE[family](trouble);
}

/** What allows the action and no more; check-access gives the whole, smallest policy. */
export function statement(ramAction: string, regionId: string): string {
  return statementsFor(ramAction, regionId)
    .map((s) => JSON.stringify(s))
    .join(' ');
}

function denied({ denial, action }: Trouble): string {
  const who = denial.identity ? `${denial.identityType ?? 'identity'} ${denial.identity}` : UNNAMED;
  const how =
    denial.why === 'ExplicitDeny'
      ? `${who} by an explicit Deny, which an Allow elsewhere does not lift`
      : denial.why === 'ImplicitDeny'
        ? `${who}: no policy allows it`
        : who;
  const denied = denial.policyType ? `${how} (${denial.policyType})` : how;
  return `${action} needs the RAM action ${denial.ramAction}, which is denied to ${denied}.`;
}

/** What has to be added, and what more there is to do or to know. */
function granting({ denial, regionId }: Trouble): string {
  const added = statement(denial.ramAction, regionId);
  if (denial.why === 'ExplicitDeny') return `${added} and take away the Deny that forbids it`;
  return denial.diagnostic ? `${added} (RAM DecodeDiagnosticMessage explains the details)` : added;
}

function lookUp({ code, requestId }: Trouble): string {
  const q = new URLSearchParams({ q: code, product: 'Ecs', ...(requestId ? { requestId } : {}) });
  return `https://api.aliyun.com/troubleshoot?${q}`;
}
