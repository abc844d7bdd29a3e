/**
 * Every API action this server can send, as data: where it goes, what RAM calls it, how it may be repeated.
 * Calls, retries, the RAM policy and the access check are all derived from this table; it imports nothing.
 */

export type Product = 'ecs' | 'vpc' | 'sts';

/** What a person wants to be able to do; the smallest policy is made for these. */
export type Purpose = 'instance' | 'image' | 'disks' | 'read-only';

export interface RetryRule {
  /** The API's code, exactly: its typos are part of the protocol. */
  code: string;
  /**
   * `repeat`: the same request again, with back-off. `later`: it heals, but in minutes: reported as retryable and not
   * repeated here.
   */
  how: 'repeat' | 'later';
  source: string;
}

export interface Action {
  product: Product;
  kind: 'read' | 'change';
  /** RAM actions the caller needs; empty where RAM cannot refuse it. */
  ram: readonly string[];
  /** Has ClientToken: a repeat with the same token is the same call. */
  clientToken: boolean;
  dryRun: boolean;
  /** RegionId goes on the wire; elsewhere the endpoint's host decides the region. */
  regionId: boolean;
  /** The field of the answer that must be there, by its API name. */
  gives?: string;
  /** Always carries our tags, so that the permission can be tied to them. */
  tagged?: boolean;
  /** What it is needed for; reads serve every purpose unless they say otherwise. */
  purposes: readonly Purpose[];
  /** RAM knows no region for it (a catalogue, a price): the policy cannot narrow it. */
  global?: boolean;
  /** Codes of this action that heal by themselves, beside those of every action. */
  retry: readonly RetryRule[];
}

/** Codes that any action may answer and that heal by waiting. */
export const RETRY_ANY: readonly RetryRule[] = [
  { code: 'Throttling', how: 'repeat', source: 'ECS common error codes' },
  { code: 'Throttling.User', how: 'repeat', source: 'ECS common error codes' },
  { code: 'Throttling.Api', how: 'repeat', source: 'ECS common error codes' },
  { code: 'Throttling.ConcurrentLimitExceeded', how: 'repeat', source: 'terraform-provider-alicloud' },
  { code: 'Rejected.Throttling', how: 'repeat', source: 'terraform-provider-alicloud NeedRetry' },
  { code: 'ServiceUnavailable', how: 'repeat', source: 'ECS common error codes' },
  { code: 'ServiceUnavailable.RegionMaintaining', how: 'later', source: 'ECS common error codes' },
  { code: 'InternalError', how: 'repeat', source: 'ECS common error codes' },
  { code: 'InternalError.Dispatch', how: 'repeat', source: 'ECS documentation 2021' },
  { code: 'UnknownError', how: 'repeat', source: 'terraform-provider-alicloud' },
  { code: 'SystemBusy', how: 'repeat', source: 'terraform-provider-alicloud' },
  { code: 'OperationConflict', how: 'repeat', source: 'ECS common error codes' },
  { code: 'Operation.Conflict', how: 'repeat', source: 'DeleteSnapshot help page 2025-12' },
  { code: 'InvalidOperation.Conflict', how: 'repeat', source: 'terraform-provider-alicloud, bosh-alicloud-cpi' },
  { code: 'IdempotentProcessing', how: 'repeat', source: 'CreateSnapshot help page; packer, bosh' },
  { code: 'LastTokenProcessing', how: 'repeat', source: 'CreateDisk help page 2026-01-13; bosh' },
  { code: 'LastOrderProcessing', how: 'repeat', source: 'terraform-provider-alicloud' },
  { code: 'OperationFailed.IdempotentTokenProcessing', how: 'repeat', source: 'CreateVSwitch documentation' },
  { code: 'TOKEN_PROCESSING', how: 'repeat', source: 'packer-plugin-alicloud' },
];

/** Snapshots take minutes: what waits for them looks at them, instead of sending the creation again and again. */
const NOT_READY = [
  { code: 'InvalidSnapshot.NotReady', how: 'later', source: 'CreateDisk help page 2026-01-13' },
  { code: 'InvalidSnapshotId.NotReady', how: 'later', source: 'CreateImage help page 2026-01-07' },
  { code: 'SnapshotNotReady', how: 'later', source: 'seen by clients' },
] as const satisfies RetryRule[];

const SNAPSHOT_RUNNING = [
  { code: 'IncorrectDiskStatus.CreatingSnapshot', how: 'later', source: 'CreateSnapshot help page 2025-01' },
  { code: 'DISK_HAS_CREATING_SNAPSHOT', how: 'later', source: 'CreateSnapshot help page 2025-01' },
  { code: 'QuotaExceed.ConcurrentSnapshotQuota', how: 'later', source: 'CreateSnapshot help page 2025-01' },
  {
    code: 'IncorrectDiskStatus.TooManyCreatingSnapshots',
    how: 'later',
    source: 'CreateSnapshotGroup help page 2026-01-07',
  },
  { code: 'TooManySnapshot.Unfinished', how: 'later', source: 'CreateImage help page 2026-01-07' },
  { code: 'IncorrectDiskStatus.Transferring', how: 'later', source: 'CreateSnapshot help page 2025-01' },
] as const satisfies RetryRule[];

const EVERY_PURPOSE: readonly Purpose[] = ['instance', 'image', 'disks', 'read-only'];
const NEW_INSTANCE: readonly Purpose[] = ['instance', 'image'];
const SNAPSHOTS: readonly Purpose[] = ['instance', 'disks'];

function read(product: Product, name: string, more: Partial<Action> = {}): Action {
  return {
    product,
    kind: 'read',
    ram: [`${product}:${name}`],
    clientToken: false,
    dryRun: false,
    regionId: true,
    purposes: EVERY_PURPOSE,
    retry: [],
    ...more,
  };
}

function create(product: Product, name: string, gives: string, more: Partial<Action> = {}): Action {
  return { ...read(product, name), kind: 'change', clientToken: true, gives, tagged: true, ...more };
}

export const ACTIONS = {
  DescribeRegions: read('ecs', 'DescribeRegions', { regionId: false, global: true }),
  DescribeZones: read('ecs', 'DescribeZones', { global: true }),
  DescribeInstances: read('ecs', 'DescribeInstances'),
  DescribeInstanceAttribute: read('ecs', 'DescribeInstanceAttribute', { regionId: false }),
  DescribeInstanceRamRole: read('ecs', 'DescribeInstanceRamRole'),
  DescribeInstanceAutoRenewAttribute: read('ecs', 'DescribeInstanceAutoRenewAttribute'),
  DescribeUserData: read('ecs', 'DescribeUserData'),
  DescribeInstanceHistoryEvents: read('ecs', 'DescribeInstanceHistoryEvents'),
  DescribeDisks: read('ecs', 'DescribeDisks'),
  DescribeSnapshots: read('ecs', 'DescribeSnapshots'),
  DescribeSnapshotGroups: read('ecs', 'DescribeSnapshotGroups'),
  DescribeAutoSnapshotPolicyEx: read('ecs', 'DescribeAutoSnapshotPolicyEx'),
  DescribeImages: read('ecs', 'DescribeImages'),
  DescribeAvailableResource: read('ecs', 'DescribeAvailableResource', { global: true }),
  DescribeInstanceTypes: read('ecs', 'DescribeInstanceTypes', { regionId: false, global: true }),
  DescribeRecommendInstanceType: read('ecs', 'DescribeRecommendInstanceType', { global: true }),
  DescribePrice: read('ecs', 'DescribePrice', { global: true }),
  DescribeVSwitches: read('vpc', 'DescribeVSwitches'),
  DescribeVpcAttribute: read('vpc', 'DescribeVpcAttribute'),
  GetCallerIdentity: read('sts', 'GetCallerIdentity', { ram: [], regionId: false }),

  CreateSnapshotGroup: create('ecs', 'CreateSnapshotGroup', 'SnapshotGroupId', {
    purposes: SNAPSHOTS,
    retry: SNAPSHOT_RUNNING,
  }),
  CreateSnapshot: create('ecs', 'CreateSnapshot', 'SnapshotId', {
    regionId: false,
    purposes: SNAPSHOTS,
    retry: SNAPSHOT_RUNNING,
  }),
  CreateImage: create('ecs', 'CreateImage', 'ImageId', {
    dryRun: true,
    purposes: NEW_INSTANCE,
    retry: [...NOT_READY, ...SNAPSHOT_RUNNING],
  }),
  RunInstances: create('ecs', 'RunInstances', 'InstanceIdSets', {
    dryRun: true,
    purposes: NEW_INSTANCE,
    retry: [
      ...NOT_READY,
      { code: 'IncorrectVSwitchStatus', how: 'repeat', source: 'RunInstances help page 2026-01-08' },
      { code: 'IncorrectVpcStatus', how: 'repeat', source: 'RunInstances help page 2026-01-08' },
      { code: 'IncorrectImageStatus', how: 'repeat', source: 'RunInstances help page 2026-01-08' },
      { code: 'TaskConflict', how: 'repeat', source: 'recovery rules: a vSwitch still Pending' },
      { code: 'OperationDenied.CreatingConflict', how: 'repeat', source: 'RunInstances help page 2026-01-08' },
      { code: 'OperationDenied.ResourceControl', how: 'later', source: 'RunInstances help page 2026-01-08' },
    ],
  }),
  CreateDisk: create('ecs', 'CreateDisk', 'DiskId', {
    purposes: ['disks'],
    retry: [...NOT_READY, { code: 'InvalidStatus.Upgrading', how: 'later', source: 'CreateDisk help page 2026-01-13' }],
  }),
  AttachDisk: {
    ...read('ecs', 'AttachDisk', { regionId: false }),
    kind: 'change',
    purposes: ['disks'],
    retry: [
      { code: 'IncorrectInstanceStatus', how: 'repeat', source: 'terraform-provider-alicloud: still starting' },
      { code: 'IncorrectDiskStatus.Initializing', how: 'repeat', source: 'terraform-provider-alicloud' },
      {
        code: 'OperationConflict.DisksAttachingParallellyExceed',
        how: 'repeat',
        source: 'AttachDisk help page 2026-01-28',
      },
    ],
  },
  CreateVSwitch: create('vpc', 'CreateVSwitch', 'VSwitchId', {
    purposes: NEW_INSTANCE,
    retry: [
      { code: 'TaskConflict', how: 'repeat', source: 'terraform-provider-alicloud' },
      { code: 'IncorrectVpcStatus', how: 'repeat', source: 'VPC error codes' },
      { code: 'IncorrectStatus', how: 'repeat', source: 'terraform-provider-alicloud' },
      { code: 'IncorrectStatus.cbnStatus', how: 'repeat', source: 'terraform-provider-alicloud' },
      { code: 'CreateVSwitch.IncorrectStatus.cbnStatus', how: 'repeat', source: 'terraform-provider-alicloud' },
      { code: 'InvalidStatus.RouteEntry', how: 'repeat', source: 'terraform-provider-alicloud' },
      { code: 'IncorrectRouteEntryStatus', how: 'repeat', source: 'CreateVSwitch documentation 2021' },
      { code: 'IncorrectVSwitchStatus', how: 'repeat', source: 'terraform-provider-alicloud' },
      { code: 'OperationFailed.DistibuteLock', how: 'repeat', source: 'terraform-provider-alicloud' },
      { code: 'OperationFailed.NotifyCenCreate', how: 'repeat', source: 'terraform-provider-alicloud' },
      { code: 'OperationDenied.OtherSubnetProcessing', how: 'repeat', source: 'terraform-provider-alicloud' },
    ],
  }),
} as const satisfies Record<string, Action>;

export type ActionName = keyof typeof ACTIONS;

/** API versions, as the official clients of these products send them. */
export const VERSIONS: Record<Product, string> = { ecs: '2014-05-26', vpc: '2016-04-28', sts: '2015-04-01' };

export function actionOf(name: ActionName): Action {
  return ACTIONS[name];
}

/** The rule for a code of an action, or undefined when waiting does not heal it. */
export function retryRule(name: ActionName, code: string): RetryRule | undefined {
  const rule = [...ACTIONS[name].retry, ...RETRY_ANY].find((r) => r.code === code);
  if (rule) return rule;
  // New throttling codes keep appearing; these two are not about the rate of calls.
  if (/Throttling/.test(code) && code !== 'Throttling.Resource' && code !== 'Throttling.DeepPageSkip') {
    return { code, how: 'repeat', source: 'every code that contains Throttling' };
  }
  return undefined;
}
