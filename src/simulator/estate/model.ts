import type { SystemImage } from './system-images.ts';

/** The resources of the embedded cloud as it keeps them. Times are virtual milliseconds; answers spell them as the API does. */

export type Tags = { key: string; value: string }[];

export interface Region {
  id: string;
  localName: string;
  localNameEn: string;
  zones: Zone[];
}

export type Stock = 'WithStock' | 'ClosedWithStock' | 'WithoutStock';

export interface Zone {
  id: string;
  localName: string;
  regionId: string;
  diskCategories: DiskCategory[];
  /** Performance levels that this zone does not offer. [trap 25] */
  withoutPerformanceLevels: PerformanceLevel[];
  /** Type or `family.*` → stock; the most specific pattern wins, no match means not offered. [trap 27] */
  stock: { pattern: string; stock: Stock }[];
  /** The zone is down: instances there do not run, nothing can be made there, new snapshots of its disks fail. */
  outage: boolean;
}

export const DISK_CATEGORIES = [
  'cloud',
  'cloud_efficiency',
  'cloud_ssd',
  'cloud_essd',
  'cloud_auto',
  'cloud_essd_entry',
  'cloud_regional_disk_auto',
  'elastic_ephemeral_disk_standard',
  'elastic_ephemeral_disk_premium',
  'local_ssd_pro',
  'local_hdd_pro',
] as const;
export type DiskCategory = (typeof DISK_CATEGORIES)[number];
export const PERFORMANCE_LEVELS = ['PL0', 'PL1', 'PL2', 'PL3'] as const;
export type PerformanceLevel = (typeof PERFORMANCE_LEVELS)[number];

export type InstanceStatus = 'Pending' | 'Starting' | 'Running' | 'Stopping' | 'Stopped';
export type DiskStatus = 'Creating' | 'Available' | 'Attaching' | 'In_use' | 'Detaching' | 'ReIniting';
export type SnapshotStatus = 'progressing' | 'accomplished' | 'failed';
export type ImageStatus = 'Waiting' | 'Creating' | 'Available' | 'UnAvailable' | 'CreateFailed' | 'Deprecated';

export interface Eip {
  allocationId: string;
  address: string;
  bandwidth: number;
  internetChargeType: string;
}

export interface SecondaryInterface {
  id: string;
  macAddress: string;
  privateIp: string;
  vSwitchId: string;
}

/** What RunInstances takes as CpuOptions, SecurityOptions and the like, as the instance has it. */
export interface LaunchOptions {
  coreCount: number;
  threadsPerCore: number;
  topologyType: string;
  nestedVirtualization: string;
  ptpStatus: string;
  hibernation: boolean;
  loginAsNonRoot: boolean;
  secureBoot: boolean;
  trustedSystemMode: string;
  confidentialComputingMode: string;
  jumboFrame: boolean;
  networkEncryption: boolean;
  bandwidthWeighting: string;
  /** Absent where nobody asked for it. */
  privateDns: PrivateDns | undefined;
}

export interface PrivateDns {
  hostnameType: 'Custom' | 'IpBased' | 'InstanceIdBased';
  instanceIdDnsA: boolean;
  instanceIdDnsAaaa: boolean;
  ipDnsA: boolean;
  ipDnsPtr: boolean;
}

export interface Instance {
  id: string;
  name: string;
  hostName: string;
  description: string;
  regionId: string;
  zoneId: string;
  instanceType: string;
  status: InstanceStatus;
  imageId: string;
  chargeType: 'PostPaid' | 'PrePaid';
  expiresAt: number | undefined;
  autoRenew: boolean;
  /** Renewal duration, with its unit; only for PrePaid. */
  renewPeriod: { duration: number; unit: 'Month' | 'Week' };
  spotStrategy: 'NoSpot' | 'SpotWithPriceLimit' | 'SpotAsPriceGo';
  spotPriceLimit: number;
  spotDuration: number;
  spotInterruptionBehavior: string;
  createdAt: number;
  startedAt: number | undefined;
  /** Before this moment DescribeInstances leaves it out. [trap 1] */
  visibleAt: number;
  /** Before this moment it cannot be deleted. [trap 39] */
  initializingUntil: number;
  /** When the Cloud Assistant agent answers after the last start. [trap 53] */
  assistantReadyAt: number;
  autoReleaseAt: number | undefined;
  vpcId: string;
  vSwitchId: string;
  securityGroupIds: string[];
  privateIp: string;
  publicIp: string | undefined;
  eip: Eip | undefined;
  internetChargeType: string;
  bandwidthIn: number;
  bandwidthOut: number;
  primaryEniId: string;
  macAddress: string;
  secondaryInterfaces: SecondaryInterface[];
  keyPairName: string;
  ramRoleName: string;
  userData: string;
  httpEndpoint: string;
  httpTokens: string;
  httpPutResponseHopLimit: number;
  creditSpecification: string;
  deletionProtection: boolean;
  resourceGroupId: string;
  deploymentSetId: string;
  dedicatedHostId: string;
  hpcClusterId: string;
  stoppedMode: string;
  operationLocks: string[];
  /** A disk was attached while it was Stopped and it has not started since. [trap 19] */
  needsRestart: boolean;
  maintenanceAction: string;
  serialNumber: string;
  osName: SystemImage;
  options: LaunchOptions;
  tags: Tags;
}

export interface Disk {
  id: string;
  name: string;
  description: string;
  regionId: string;
  zoneId: string;
  type: 'system' | 'data';
  category: DiskCategory;
  performanceLevel: PerformanceLevel | undefined;
  sizeGiB: number;
  /** How much of it holds data: what a first full snapshot has to upload. */
  usedGiB: number;
  status: DiskStatus;
  device: string;
  /** Instances it is attached to: one, or several for a multi-attach disk. */
  instanceIds: string[];
  multiAttach: boolean;
  everAttached: boolean;
  portable: boolean;
  deleteWithInstance: boolean;
  deleteAutoSnapshot: boolean;
  enableAutoSnapshot: boolean;
  autoSnapshotPolicyId: string;
  encrypted: boolean;
  kmsKeyId: string;
  chargeType: 'PostPaid' | 'PrePaid';
  expiresAt: number | undefined;
  createdAt: number;
  visibleAt: number;
  initializingUntil: number;
  attachedAt: number | undefined;
  detachedAt: number | undefined;
  imageId: string;
  sourceSnapshotId: string;
  /** The instance it was the system disk of; only that one takes it back as such. [trap 36] */
  originInstanceId: string;
  provisionedIops: number;
  burstingEnabled: boolean;
  resourceGroupId: string;
  tags: Tags;
}

export interface Snapshot {
  id: string;
  name: string;
  description: string;
  regionId: string;
  status: SnapshotStatus;
  sourceDiskId: string;
  sourceDiskType: 'system' | 'data';
  sourceDiskSizeGiB: number;
  /** Once it is released, its system disk's snapshots can no longer become an image. [trap 21] */
  sourceInstanceId: string;
  sourceDevice: string;
  sourceImageId: string;
  category: DiskCategory;
  type: 'user' | 'auto';
  requestedAt: number;
  /** The recovery point; until then CreationTime is empty. [trap 9] */
  takenAt: number;
  /** A disk can be made from it: early for the ESSD family. [trap 10] */
  availableAt: number;
  /** 100 %, accomplished. */
  doneAt: number;
  /** A fault decided that it will end as failed. */
  willFail: boolean;
  retentionDays: number;
  encrypted: boolean;
  kmsKeyId: string;
  groupId: string;
  instantAccess: boolean;
  linkId: string;
  serialNumber: string;
  resourceGroupId: string;
  tags: Tags;
}

export interface SnapshotGroup {
  id: string;
  name: string;
  description: string;
  regionId: string;
  instanceId: string;
  status: SnapshotStatus;
  createdAt: number;
  doneAt: number;
  snapshotIds: string[];
  resourceGroupId: string;
  tags: Tags;
}

export interface ImageMapping {
  device: string;
  type: 'system' | 'data';
  sizeGiB: number;
  /** Empty for a disk that the image brings empty. [trap 20] */
  snapshotId: string;
  encrypted: boolean;
}

export interface Image {
  id: string;
  name: string;
  family: string;
  version: string;
  description: string;
  regionId: string;
  ownerAlias: 'system' | 'self';
  status: ImageStatus;
  createdAt: number;
  availableAt: number;
  /** Usable can come after Available. [trap 5] */
  usableAt: number;
  willFail: boolean;
  architecture: string;
  bootMode: string;
  platform: string;
  osName: SystemImage;
  imdsSupport: 'v1' | 'v2';
  isCopied: boolean;
  /** A password lies in it: PasswordInherit needs one. */
  presetPassword: boolean;
  resourceGroupId: string;
  mappings: ImageMapping[];
  tags: Tags;
}

export interface Vpc {
  id: string;
  name: string;
  description: string;
  regionId: string;
  cidrBlock: string;
  secondaryCidrBlocks: string[];
  isDefault: boolean;
  createdAt: number;
  vRouterId: string;
  routeTableId: string;
  resourceGroupId: string;
  tags: Tags;
}

export interface VSwitch {
  id: string;
  name: string;
  description: string;
  regionId: string;
  zoneId: string;
  vpcId: string;
  cidrBlock: string;
  status: 'Pending' | 'Available';
  isDefault: boolean;
  createdAt: number;
  /** Addresses taken by things this cloud does not model (load balancers, pods …). */
  otherAddresses: number;
  /** Addresses of released instances stay taken for a while: address → virtual ms. [trap 32] */
  lingering: Map<string, number>;
  /** Addresses in use now. */
  used: Set<string>;
  /** How many of the lowest addresses are known to be taken: spares a search from the start. */
  searchFrom: number;
  resourceGroupId: string;
  tags: Tags;
}

export interface SecurityGroupRule {
  direction: 'ingress' | 'egress';
  protocol: string;
  portRange: string;
  cidr: string;
  description: string;
}

export interface SecurityGroup {
  id: string;
  name: string;
  description: string;
  regionId: string;
  vpcId: string;
  type: 'normal' | 'enterprise';
  createdAt: number;
  resourceGroupId: string;
  rules: SecurityGroupRule[];
  tags: Tags;
}

export interface AutoSnapshotPolicy {
  id: string;
  name: string;
  regionId: string;
  timePoints: number[];
  repeatWeekdays: number[];
  retentionDays: number;
  createdAt: number;
  resourceGroupId: string;
  tags: Tags;
}

export interface KmsKey {
  id: string;
  enabled: boolean;
}

export interface SystemEvent {
  id: string;
  regionId: string;
  instanceId: string;
  code: number;
  name: string;
  cycleStatus: 'Scheduled' | 'Executing' | 'Executed' | 'Avoided' | 'Canceled' | 'Failed' | 'Inquiring';
  publishedAt: number;
  finishedAt: number | undefined;
  reason: string;
}

export interface Invocation {
  id: string;
  commandId: string;
  regionId: string;
  name: string;
  type: string;
  /** base64 */
  content: string;
  timeoutSeconds: number;
  repeatMode: string;
  username: string;
  workingDir: string;
  instanceIds: string[];
  createdAt: number;
  finishedAt: number;
  tags: Tags;
}

export interface Account {
  id: string;
  userId: string;
  arn: string;
  principalId: string;
  identityType: 'Account' | 'RAMUser' | 'AssumedRoleUser';
  roleId: string;
}
