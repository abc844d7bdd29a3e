/**
 * What the recovery rules know of the cloud: plain values, in the field's own words.
 * The cloud layer fills them from the API's answers; nothing here does I/O.
 * Times are ISO 8601 UTC strings exactly as the API gave them, sizes GiB, memory MiB, bandwidth Mbit/s.
 * An empty string from the API arrives here as an absent field.
 */

export interface Tag {
  key: string;
  value: string;
}

export type ChargeType = 'PostPaid' | 'PrePaid';

export interface NetworkInterface {
  id: string;
  type: 'Primary' | 'Secondary';
  privateIps: string[];
  ipv6: string[];
  ipv4Prefixes: number;
}

/** DescribeInstances (with META_OPTIONS). */
export interface Instance {
  id: string;
  name: string;
  hostName?: string;
  description?: string;
  status: string;
  stoppedMode?: string;
  regionId: string;
  zoneId: string;
  type: string;
  typeFamily?: string;
  cpu: number;
  memoryMiB: number;
  osType: string;
  osName?: string;
  imageId: string;
  ioOptimized: boolean;
  createdAt?: string;
  startedAt?: string;
  expiresAt?: string;
  autoReleaseTime?: string;
  chargeType: ChargeType;
  spotStrategy: string;
  spotPriceLimit?: number;
  spotDuration?: number;
  spotInterruptionBehavior?: string;
  creditSpecification?: string;
  deletionProtection: boolean;
  keyPairName?: string;
  resourceGroupId?: string;
  internetChargeType?: string;
  internetMaxBandwidthIn?: number;
  internetMaxBandwidthOut?: number;
  /** The instance's own public addresses; an EIP is not one of them. */
  publicIps: string[];
  eip?: { allocationId: string; ip: string; bandwidth?: number };
  vpcId?: string;
  vSwitchId?: string;
  privateIps: string[];
  networkInterfaces: NetworkInterface[];
  securityGroupIds: string[];
  metadata: { httpEndpoint?: string; httpTokens?: string; hopLimit?: number; instanceMetadataTags?: string };
  cpuOptions: {
    coreCount?: number;
    threadsPerCore?: number;
    topologyType?: string;
    nestedVirtualization?: string;
  };
  clockOptions: { ptpStatus?: string };
  imageOptions: { loginAsNonRoot?: boolean };
  hibernationConfigured: boolean;
  securityOptions: { enableSecureBoot?: boolean };
  privateDnsNameOptions?: {
    hostnameType?: string;
    enableInstanceIdDnsARecord?: boolean;
    enableInstanceIdDnsAAAARecord?: boolean;
    enableIpDnsARecord?: boolean;
    enableIpDnsPtrRecord?: boolean;
  };
  deploymentSetId?: string;
  dedicatedHostId?: string;
  dedicatedHostClusterId?: string;
  tenancy?: string;
  hpcClusterId?: string;
  capacityReservationId?: string;
  capacityReservationPreference?: string;
  gpuAmount?: number;
  localStorageAmount?: number;
  localStorageCapacityGiB?: number;
  isp?: string;
  operationLocks: string[];
  tags: Tag[];
}

/** What other reads add to DescribeInstances. An absent field was not read or could not be: see `unread`. */
export interface InstanceExtras {
  ramRoleName?: string;
  /** Whether the instance has user data; its content is never kept. */
  hasUserData?: boolean;
  autoRenew?: { enabled: boolean; duration?: number; periodUnit?: string };
  enableJumboFrame?: boolean;
  enableNetworkEncryption?: boolean;
  bandwidthWeighting?: string;
  enableSecureBoot?: boolean;
  /** Reads that failed, with the reason: what they would have told is reported as unknown. */
  unread: { read: string; reason: string }[];
}

/** DescribeDisks. */
export interface Disk {
  id: string;
  name?: string;
  description?: string;
  regionId: string;
  zoneId: string;
  type: 'system' | 'data';
  category: string;
  performanceLevel?: string;
  sizeGiB: number;
  status: string;
  device?: string;
  instanceId?: string;
  deleteWithInstance: boolean;
  deleteAutoSnapshot?: boolean;
  autoSnapshotPolicyId?: string;
  encrypted: boolean;
  kmsKeyId?: string;
  chargeType?: string;
  createdAt?: string;
  attachedAt?: string;
  sourceSnapshotId?: string;
  multiAttach: boolean;
  provisionedIops?: number;
  burstingEnabled?: boolean;
  storageSetId?: string;
  storageClusterId?: string;
  resourceGroupId?: string;
  serialNumber?: string;
  attachments: { instanceId: string; device: string }[];
  operationLocks: string[];
  tags: Tag[];
}

/** DescribeSnapshots, or a member of DescribeSnapshotGroups (then `groupId` is set and some fields may be absent). */
export interface Snapshot {
  id: string;
  name?: string;
  status?: string;
  /** 0 to 100. */
  progress: number;
  remainSeconds?: number;
  available: boolean;
  /** The recovery point itself; absent until the point in time has been taken. */
  createdAt?: string;
  type?: string;
  sourceDiskId: string;
  sourceDiskType: 'system' | 'data';
  sourceDiskSizeGiB?: number;
  encrypted: boolean;
  kmsKeyId?: string;
  groupId?: string;
  tags: Tag[];
}

export interface SnapshotGroup {
  id: string;
  name?: string;
  instanceId?: string;
  status: string;
  createdAt?: string;
  snapshots: Snapshot[];
  tags: Tag[];
}

export interface ImageMapping {
  device: string;
  type: 'system' | 'data';
  sizeGiB: number;
  snapshotId?: string;
}

/** DescribeImages. */
export interface Image {
  id: string;
  name: string;
  description?: string;
  status: string;
  usable: boolean;
  progress: number;
  architecture?: string;
  bootMode?: string;
  osType?: string;
  sizeGiB?: number;
  createdAt?: string;
  ownerAlias?: string;
  nvmeSupport?: string;
  imdsSupport?: string;
  mappings: ImageMapping[];
  tags: Tag[];
}

export interface VSwitch {
  id: string;
  name?: string;
  vpcId: string;
  zoneId: string;
  cidrBlock: string;
  status: string;
  availableIps: number;
  createdAt?: string;
  tags: Tag[];
}

export interface Vpc {
  id: string;
  name?: string;
  /** Primary and secondary IPv4 blocks: all of them are VPC space. */
  cidrBlocks: string[];
}

/** One zone's answer of DescribeAvailableResource for one question. */
export interface ZoneAvailability {
  zoneId: string;
  /** The supported values; a value absent here is not offered. */
  values: { value: string; status: string; stock: string; min?: number; max?: number }[];
}

export interface InstanceTypeInfo {
  id: string;
  family: string;
  cpu: number;
  memoryGiB: number;
  architecture?: string;
  diskQuantity?: number;
  eniQuantity?: number;
  bandwidthTxKbit?: number;
  localStorageAmount?: number;
  gpuAmount?: number;
  nvmeSupport?: string;
}

export interface Price {
  /** Of the whole unit: a subscription's is paid at once. */
  amount: number;
  unit: 'Hour' | 'Month' | `${number} Months`;
  currency: string;
}

/** A read that only informs: its value, or why it could not be had. */
export type Informed<T> = { value: T } | { unknown: string };

/** The values of a request as the API names them on the wire: `DataDisk.1.Category`, `Tag.2.Key` … */
export type Parameters = Record<string, string | number | boolean>;

/** One request that creates or changes something, exactly as it will be sent (without the client token, which follows from it). */
export interface ChangeRequest {
  action:
    | 'CreateSnapshotGroup'
    | 'CreateSnapshot'
    | 'CreateImage'
    | 'CreateVSwitch'
    | 'RunInstances'
    | 'CreateDisk'
    | 'AttachDisk';
  /** The region whose endpoint it goes to, also where the action has no RegionId. */
  regionId: string;
  parameters: Parameters;
}
