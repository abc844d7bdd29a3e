import * as z from 'zod';
import { DISK_CATEGORIES, PERFORMANCE_LEVELS } from './estate/model.ts';
import { FaultPlanSchema } from './faults.ts';
import { PolicySchema } from './policy.ts';

/** The scenario file: everything the embedded cloud starts with. YAML or JSON. */

const id = (prefix: string): z.ZodString =>
  z
    .string()
    .regex(new RegExp(`^${prefix}-[a-z0-9]{15,24}$`), `an id like ${prefix}-bp1 followed by letters and digits`);
const cidr = z.string().regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, 'a block like 10.0.0.0/16');
const zoneId = z.string().regex(/^[a-z]{2}-[a-z0-9-]+-[a-z]$/, 'a zone like cn-hangzhou-h');
/** How long ago something was made. */
const ago = z.string().regex(/^\d+[dhm]$/, 'an age like 90d, 12h or 30m');
const tags = z.record(z.string(), z.string());
const category = z.enum(DISK_CATEGORIES);
const level = z.enum(PERFORMANCE_LEVELS);
const stock = z.enum(['WithStock', 'ClosedWithStock', 'WithoutStock']);

const ZoneSchema = z.strictObject({
  id: zoneId,
  localName: z.string().optional(),
  diskCategories: z.array(category).min(1).optional(),
  withoutPerformanceLevels: z.array(level).optional(),
  /** Type or `family.*` → stock; the most specific pattern wins, a type that nothing matches is not offered. */
  stock: z.record(z.string(), stock).optional(),
  outage: z.boolean().optional(),
});

const RegionSchema = z.strictObject({
  id: z.string().regex(/^[a-z]{2}-[a-z0-9-]+$/, 'a region like cn-hangzhou'),
  localName: z.string().optional(),
  localNameEn: z.string().optional(),
  zones: z.array(ZoneSchema).min(1),
});

const DiskSchema = z.strictObject({
  id: id('d').optional(),
  name: z.string().optional(),
  type: z.enum(['system', 'data']).optional(),
  zone: zoneId.optional(),
  category: category.optional(),
  level: level.optional(),
  size: z.int().min(1),
  used: z.int().min(0).optional(),
  device: z
    .string()
    .regex(/^\/dev\/xvd[a-z]{1,2}$/, 'a device like /dev/xvdb')
    .optional(),
  encrypted: z.boolean().optional(),
  kmsKeyId: z.string().optional(),
  provisionedIops: z.int().min(0).optional(),
  bursting: z.boolean().optional(),
  multiAttach: z.boolean().optional(),
  /** Instances it is attached to; for disks that stand outside an instance's own list. */
  attachedTo: z.array(id('i')).optional(),
  deleteWithInstance: z.boolean().optional(),
  autoSnapshotPolicy: z.string().optional(),
  neverAttached: z.boolean().optional(),
  tags: tags.optional(),
});

/** What RunInstances takes under these names, beyond what the type gives. */
const OptionsSchema = z
  .strictObject({
    coreCount: z.int().min(1),
    threadsPerCore: z.int().min(1).max(2),
    topologyType: z.enum(['ContinuousCoreToHTMapping', 'DiscreteCoreToHTMapping']),
    nestedVirtualization: z.enum(['enabled', 'disabled']),
    ptpStatus: z.enum(['enabled', 'disabled']),
    hibernation: z.boolean(),
    loginAsNonRoot: z.boolean(),
    secureBoot: z.boolean(),
    jumboFrame: z.boolean(),
    networkEncryption: z.boolean(),
    bandwidthWeighting: z.string(),
    privateDns: z.strictObject({
      hostnameType: z.enum(['Custom', 'IpBased', 'InstanceIdBased']),
      instanceIdDnsA: z.boolean(),
      instanceIdDnsAaaa: z.boolean(),
      ipDnsA: z.boolean(),
      ipDnsPtr: z.boolean(),
    }),
  })
  .partial();

const InstanceSchema = z.strictObject({
  id: id('i'),
  name: z.string(),
  hostName: z.string().optional(),
  description: z.string().optional(),
  vSwitch: id('vsw'),
  type: z.string(),
  image: z.string().optional(),
  securityGroups: z.array(id('sg')).min(1),
  status: z.enum(['Running', 'Stopped']).optional(),
  stoppedMode: z.enum(['KeepCharging', 'StopCharging']).optional(),
  privateIp: z.string().optional(),
  publicIp: z
    .strictObject({
      bandwidth: z.int().min(1).max(100),
      chargeType: z.enum(['PayByTraffic', 'PayByBandwidth']).optional(),
    })
    .optional(),
  eip: z.strictObject({ bandwidth: z.int().min(1), id: id('eip').optional() }).optional(),
  /** What the bandwidth field says although there is no public IP. */
  bandwidthOut: z.int().min(0).optional(),
  keyPair: z.string().optional(),
  ramRole: z.string().optional(),
  httpTokens: z.enum(['optional', 'required']).optional(),
  chargeType: z.enum(['PostPaid', 'PrePaid']).optional(),
  /** PrePaid: days until it expires. */
  expiresInDays: z.int().min(0).optional(),
  autoRenew: z.boolean().optional(),
  spot: z.enum(['SpotAsPriceGo', 'SpotWithPriceLimit']).optional(),
  spotPriceLimit: z.number().optional(),
  /** Hours; instances of long ago have up to six. */
  spotDuration: z.int().min(0).max(6).optional(),
  options: OptionsSchema.optional(),
  creditSpecification: z.enum(['Standard', 'Unlimited']).optional(),
  deletionProtection: z.boolean().optional(),
  deploymentSet: z.string().optional(),
  dedicatedHost: z.string().optional(),
  secondaryInterfaces: z.int().min(0).max(8).optional(),
  maintenanceAction: z.enum(['AutoRecover', 'AutoRedeploy', 'Stop']).optional(),
  userData: z.string().optional(),
  resourceGroup: z.string().optional(),
  locked: z.enum(['financial', 'security']).optional(),
  created: ago.optional(),
  autoSnapshotPolicy: z.string().optional(),
  tags: tags.optional(),
  disks: z.array(DiskSchema).min(1),
});

const SnapshotSchema = z.strictObject({
  id: id('s').optional(),
  name: z.string().optional(),
  disk: id('d'),
  age: ago,
  type: z.enum(['user', 'auto']).optional(),
  retentionDays: z.int().min(1).optional(),
  tags: tags.optional(),
});

const SnapshotGroupSchema = z.strictObject({
  id: id('ssg').optional(),
  name: z.string().optional(),
  instance: id('i'),
  age: ago,
  /** Members; all disks of the instance when absent. */
  disks: z.array(id('d')).optional(),
  tags: tags.optional(),
});

const ImageSchema = z.strictObject({
  id: id('m').optional(),
  name: z.string(),
  region: z.string().optional(),
  /** Full image of this group's members. */
  fromGroup: id('ssg').optional(),
  fromSnapshots: z.array(id('s')).optional(),
  age: ago,
  tags: tags.optional(),
});

/** Many like instances, for size: each in turn gets the next vSwitch and the next disk layout. */
const GenerateSchema = z.strictObject({
  count: z.int().min(1).max(5000),
  namePrefix: z.string(),
  vSwitches: z.array(id('vsw')).min(1),
  securityGroups: z.array(id('sg')).min(1),
  types: z.array(z.string()).min(1),
  layouts: z.array(z.array(DiskSchema).min(1)).min(1),
  tags: tags.optional(),
});

export const ScenarioSchema = z.strictObject({
  name: z.string(),
  description: z.string().optional(),
  /** Start from another scenario: objects are merged, lists whose members have ids (regions and zones too) by id; the rest replaces. */
  extends: z.string().optional(),
  account: z
    .strictObject({
      id: z.string().regex(/^\d{10,20}$/),
      identityType: z.enum(['Account', 'RAMUser', 'AssumedRoleUser']).optional(),
      name: z.string().optional(),
    })
    .optional(),
  /** RAM policy of the caller; default-deny once given. */
  policy: PolicySchema.optional(),
  diskEncryptionByDefault: z.boolean().optional(),
  /** CreateImage waits for 100 % of a group's members instead of the group's own status. */
  imagesNeedCompleteSnapshots: z.boolean().optional(),
  quotas: z
    .strictObject({
      snapshotGroupDisks: z.int().min(1),
      snapshotGroupTiB: z.number().positive(),
      concurrentSnapshotsPerEssd: z.int().min(1),
      snapshotsPerDisk: z.int().min(0),
      images: z.int().min(0),
      vCpus: z.int().min(0),
      vSwitchesPerVpc: z.int().min(0),
      parallelAttaches: z.int().min(1),
      /** Per action and region, in a minute of the cloud's own time; no limit when absent. */
      callsPerMinute: z.int().min(1),
    })
    .partial()
    .optional(),
  regions: z.array(RegionSchema).default([]),
  keyPairs: z.array(z.string()).default([]),
  ramRoles: z.array(z.string()).default([]),
  /** Besides the default group of the account. */
  resourceGroups: z.array(z.string()).default([]),
  kmsKeys: z.array(z.strictObject({ id: z.string(), enabled: z.boolean().optional() })).default([]),
  vpcs: z
    .array(
      z.strictObject({
        id: id('vpc'),
        name: z.string(),
        region: z.string(),
        cidr,
        secondaryCidrs: z.array(cidr).optional(),
        tags: tags.optional(),
      }),
    )
    .default([]),
  vSwitches: z
    .array(
      z.strictObject({
        id: id('vsw'),
        name: z.string(),
        vpc: id('vpc'),
        zone: zoneId,
        cidr,
        /** Addresses taken by things that are not modelled; `all` leaves none. */
        otherAddresses: z.union([z.int().min(0), z.literal('all')]).optional(),
        tags: tags.optional(),
      }),
    )
    .default([]),
  securityGroups: z
    .array(
      z.strictObject({
        id: id('sg'),
        name: z.string(),
        vpc: id('vpc'),
        type: z.enum(['normal', 'enterprise']).optional(),
        /** `tcp 443 0.0.0.0/0` */
        rules: z
          .array(z.string().regex(/^(tcp|udp|icmp|all) \S+ \S+$/, 'protocol, port and source, like: tcp 443 0.0.0.0/0'))
          .optional(),
        tags: tags.optional(),
      }),
    )
    .default([]),
  autoSnapshotPolicies: z
    .array(
      z.strictObject({
        id: id('sp'),
        name: z.string(),
        region: z.string(),
        timePoints: z.array(z.int().min(0).max(23)).min(1),
        repeatWeekdays: z.array(z.int().min(1).max(7)).min(1),
        retentionDays: z.int(),
      }),
    )
    .default([]),
  instances: z.array(InstanceSchema).default([]),
  /** Disks that belong to no instance's own list: unattached ones, shared ones. */
  disks: z.array(DiskSchema).default([]),
  snapshots: z.array(SnapshotSchema).default([]),
  snapshotGroups: z.array(SnapshotGroupSchema).default([]),
  images: z.array(ImageSchema).default([]),
  generate: z.array(GenerateSchema).default([]),
  faults: FaultPlanSchema.default([]),
});

/** A scenario as written, before defaults. */
export type ScenarioObject = z.input<typeof ScenarioSchema>;
/** A scenario with its defaults filled in. */
export type Scenario = z.output<typeof ScenarioSchema>;
export type ScenarioInstance = z.output<typeof InstanceSchema>;
export type ScenarioDisk = z.output<typeof DiskSchema>;
