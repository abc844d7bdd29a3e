import type { Consent } from '../decisions/consent.ts';
import type { DrError } from '../errors.ts';
import type {
  ChangeRequest,
  ChargeType,
  Disk,
  Image,
  Informed,
  Instance,
  InstanceExtras,
  InstanceTypeInfo,
  Parameters,
  Price,
  Snapshot,
  SnapshotGroup,
  Vpc,
  VSwitch,
  ZoneAvailability,
} from '../recovery/estate.ts';
import type { Access } from './access.ts';
import type { ActionName } from './actions.ts';

export type { Access } from './access.ts';
export type { ActionName, Purpose } from './actions.ts';

/** Which user agent the calls carry: the snapshot path's or the image path's (recovery-rules: observability). */
export type RecoveryPath = 'snapshot' | 'image';

/** How old (ms of the cloud's clock) an answer read earlier in this process may be; default 0 = ask again. */
export interface ReadOptions {
  maxAgeMs?: number;
}

export interface Filter {
  ids?: string[];
  /** All must match, exactly. */
  tags?: { key: string; value?: string }[];
}

export interface StockQuestion {
  destination: 'InstanceType' | 'SystemDisk' | 'DataDisk';
  chargeType: ChargeType;
  instanceType?: string;
  /** Needed for DataDisk. */
  systemDiskCategory?: string;
  /** With InstanceType and no type: all types of this size. */
  cores?: number;
  memoryGiB?: number;
  zoneId?: string;
  spotStrategy?: string;
}

export interface Recommendation {
  zoneId: string;
  instanceType: string;
  cpu?: number;
  memoryMiB?: number;
}

export interface SystemEvent {
  /** e.g. `SystemFailure.Delete`: what became of an accepted creation that found no stock. */
  type: string;
  reason?: string;
  at?: string;
}

export interface SnapshotPolicy {
  id: string;
  name?: string;
  retentionDays?: number;
  timePoints?: string;
  repeatWeekdays?: string;
}

/** Whose credentials these are; never a key. */
export interface Caller {
  accountId: string;
  identityType: string;
  arn: string;
  /** Which link of the credential chain gave them, e.g. `cli_profile`. */
  credentialSource: string;
}

/** The answer to a change: the fields that name what was made, by their API name. */
export interface ChangeAnswer {
  requestId: string;
  /** e.g. { InstanceIdSets: ['i-…'] } or { ImageId: 'm-…' }. */
  ids: Record<string, string[]>;
}

/**
 * The few verbs the tools need of ECS and VPC. All of them throw DrError and nothing else. Reads are retried within a
 * budget; lists are complete (every page). A read named "try…" only informs: it answers `{ unknown }` instead of failing.
 */
export interface Cloud {
  /** The same cloud, its calls marked as the other recovery path's. */
  on(path: RecoveryPath): Cloud;
  /** The same cloud for one call: an abort ends waiting and retries, never a change that is on its way. Costs nothing. */
  withSignal(signal: AbortSignal): Cloud;
  /** The same cloud for one wait: no read that failed is tried again after `until` (ms of the clock). Changes keep their own patience. */
  withDeadline(until: number): Cloud;

  /** The region tried first. */
  readonly homeRegion: string;
  /** Regions the server may touch (ECS_DR_REGIONS), else all that DescribeRegions names; the home region first. */
  regions(): Promise<string[]>;
  /** The region that holds the instance: the given one, else home first, then all others at once. Throws InvalidInstanceId.NotFound naming the regions searched. */
  locate(instanceId: string, regionId?: string): Promise<string>;
  /** The region that holds resources of the recovery (by tag), looked for like `locate`; undefined when none does. */
  locateRecovery(recoveryId: string, regionId?: string): Promise<string | undefined>;
  /** The console page of a resource, for a person to open. */
  consoleUrl(
    regionId: string,
    kind: 'instance' | 'snapshot' | 'snapshot-group' | 'image' | 'disk' | 'vswitch',
    id?: string,
  ): string;

  instances(regionId: string, filter: Filter, options?: ReadOptions): Promise<Instance[]>;
  /** Like `instances` for one id, throwing InvalidInstanceId.NotFound when it is not there. */
  instance(regionId: string, instanceId: string, options?: ReadOptions): Promise<Instance>;
  instanceExtras(regionId: string, instance: Instance, options?: ReadOptions): Promise<InstanceExtras>;
  disks(regionId: string, filter: Filter & { instanceId?: string }, options?: ReadOptions): Promise<Disk[]>;
  snapshots(
    regionId: string,
    filter: Filter & { instanceId?: string; diskId?: string },
    options?: ReadOptions,
  ): Promise<Snapshot[]>;
  snapshotGroups(
    regionId: string,
    filter: Filter & { instanceId?: string },
    options?: ReadOptions,
  ): Promise<SnapshotGroup[]>;
  /** Images in every state (Status is always asked for); own images only unless ids are given. */
  images(
    regionId: string,
    filter: Filter & { name?: string; snapshotId?: string },
    options?: ReadOptions,
  ): Promise<Image[]>;
  vSwitches(
    regionId: string,
    filter: Filter & { vpcId?: string; zoneId?: string },
    options?: ReadOptions,
  ): Promise<VSwitch[]>;
  vpc(regionId: string, vpcId: string, options?: ReadOptions): Promise<Vpc>;
  zones(regionId: string): Promise<string[]>;
  availability(regionId: string, question: StockQuestion, options?: ReadOptions): Promise<ZoneAvailability[]>;
  instanceTypes(regionId: string, ids: string[]): Promise<InstanceTypeInfo[]>;
  tryRecommendations(
    regionId: string,
    question: {
      instanceType: string;
      zoneId?: string;
      chargeType: ChargeType;
      spotStrategy?: string;
      systemDiskCategory?: string;
    },
  ): Promise<Informed<Recommendation[]>>;
  /** DescribePrice with these wire parameters (RegionId is added): of an hour, or of a subscription of so many months in total. */
  tryPrice(
    regionId: string,
    parameters: Parameters,
    unit: 'Hour' | 'Month',
    months?: number,
    options?: ReadOptions,
  ): Promise<Informed<Price>>;
  trySnapshotPolicies(regionId: string, ids: string[]): Promise<Informed<SnapshotPolicy[]>>;
  trySystemEvents(regionId: string, instanceId: string): Promise<Informed<SystemEvent[]>>;
  caller(): Promise<Caller>;
  /** Which of these actions are denied, where that can be told without changing anything. */
  tryAccess(regionId: string, actions: readonly ActionName[]): Promise<Access[]>;

  /** Sends the request with DryRun=true: undefined when the API would accept it, else its refusal (not thrown). Actions: RunInstances, CreateImage. */
  dryRun(request: ChangeRequest): Promise<DryRunRefusal | undefined>;
  /**
   * Sends one approved change, with the client token of (recovery, step, request): a repeat is the same call. Lost answers,
   * throttling and 5xx are retried with the same token within a budget; an outcome that stays unknown is thrown as
   * `OutcomeUnknown` (retryable), for the caller to settle by reading. AttachDisk is sent once and never repeated blindly.
   * Leaves an audit line whatever happens.
   */
  change(request: ChangeRequest, consent: Consent, step: string): Promise<ChangeAnswer>;
  /** Throws `AuditFileUnusable` where `change` would: asked before a person is, who would approve in vain. */
  auditReady(): void;
}

export type DryRunRefusal = DrError;
