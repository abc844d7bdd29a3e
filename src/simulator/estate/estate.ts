import type { SimulatorClock } from '../clock.ts';
import { IdSource, SeededRandom } from '../random.ts';
import { Agenda } from './agenda.ts';
import { Durations } from './durations.ts';
import type {
  Account,
  AutoSnapshotPolicy,
  Disk,
  Image,
  Instance,
  Invocation,
  KmsKey,
  Region,
  SecurityGroup,
  Snapshot,
  SnapshotGroup,
  SystemEvent,
  Vpc,
  VSwitch,
  Zone,
} from './model.ts';

/** Limits that a scenario may change. */
export interface Quotas {
  /** [limits: snapshot_group] 16 documented in 2026, 128 in the newest SDK text. */
  snapshotGroupDisks: number;
  snapshotGroupTiB: number;
  /** [limits: snapshot.concurrent_per_disk] not published; 1 outside the ESSD family. */
  concurrentSnapshotsPerEssd: number;
  snapshotsPerDisk: number;
  images: number;
  /** Pay-as-you-go vCPUs of the region; QuotaExceed.ElasticQuota beyond. */
  vCpus: number;
  vSwitchesPerVpc: number;
  /** How many disks of an instance may be attached (or detached) at once. */
  parallelAttaches: number;
  /** [limits: rate] Calls per action and region in a minute of the cloud's own time; the numbers are not published. */
  callsPerMinute: number;
}

export const DEFAULT_QUOTAS: Quotas = {
  snapshotGroupDisks: 16,
  snapshotGroupTiB: 32,
  concurrentSnapshotsPerEssd: 5,
  snapshotsPerDisk: 256,
  images: 100,
  vCpus: 100_000,
  vSwitchesPerVpc: 150,
  parallelAttaches: 5,
  callsPerMinute: Number.POSITIVE_INFINITY,
};

/** Everything that exists. Reading it through `settle()` brings it up to the clock first. */
export class Estate {
  readonly clock: SimulatorClock;
  readonly random: SeededRandom;
  readonly ids: IdSource;
  readonly durations: Durations;
  readonly agenda = new Agenda();
  readonly quotas: Quotas = { ...DEFAULT_QUOTAS };

  account: Account = {
    id: '1234567890123456',
    userId: '298765432109876543',
    arn: 'acs:ram::1234567890123456:user/dr-operator',
    principalId: '298765432109876543',
    identityType: 'RAMUser',
    roleId: '',
  };
  diskEncryptionByDefault = false;
  imagesNeedCompleteSnapshots = false;
  defaultResourceGroupId = 'rg-acfmxazb4ph6aiy';

  readonly regions = new Map<string, Region>();
  readonly vpcs = new Map<string, Vpc>();
  readonly vSwitches = new Map<string, VSwitch>();
  readonly securityGroups = new Map<string, SecurityGroup>();
  readonly instances = new Map<string, Instance>();
  readonly disks = new Map<string, Disk>();
  readonly snapshots = new Map<string, Snapshot>();
  readonly snapshotGroups = new Map<string, SnapshotGroup>();
  readonly images = new Map<string, Image>();
  readonly autoSnapshotPolicies = new Map<string, AutoSnapshotPolicy>();
  readonly kmsKeys = new Map<string, KmsKey>();
  readonly keyPairs = new Set<string>();
  readonly ramRoles = new Set<string>();
  readonly resourceGroups = new Set<string>([this.defaultResourceGroupId]);
  readonly deploymentSets = new Set<string>();
  readonly dedicatedHosts = new Set<string>();
  readonly events: SystemEvent[] = [];
  readonly invocations = new Map<string, Invocation>();

  /** instance → its disks, in the order of attachment: keeps pages quick on large estates. */
  readonly #disksOf = new Map<string, Set<string>>();
  #addresses = 0;

  constructor(clock: SimulatorClock, seed: number) {
    this.clock = clock;
    this.random = new SeededRandom(seed);
    this.ids = new IdSource(this.random);
    this.durations = new Durations(this.random);
  }

  get now(): number {
    return this.clock.now();
  }

  /** Lets everything happen that was due by now. */
  settle(): this {
    this.agenda.settle(this.clock.now());
    return this;
  }

  /** The key that ECS keeps in a region for disks that name none. */
  serviceKeyId(regionId: string): string {
    return `key-service-${regionId}`;
  }

  zone(zoneId: string): Zone | undefined {
    for (const region of this.regions.values()) for (const zone of region.zones) if (zone.id === zoneId) return zone;
    return undefined;
  }

  disksOf(instanceId: string): Disk[] {
    const disks: Disk[] = [];
    for (const id of this.#disksOf.get(instanceId) ?? []) {
      const disk = this.disks.get(id);
      if (disk) disks.push(disk);
    }
    return disks;
  }

  link(disk: Disk, instanceId: string): void {
    if (!disk.instanceIds.includes(instanceId)) disk.instanceIds.push(instanceId);
    const set = this.#disksOf.get(instanceId) ?? new Set<string>();
    set.add(disk.id);
    this.#disksOf.set(instanceId, set);
  }

  unlink(disk: Disk, instanceId: string): void {
    disk.instanceIds = disk.instanceIds.filter((id) => id !== instanceId);
    this.#disksOf.get(instanceId)?.delete(disk.id);
  }

  snapshotsOf(diskId: string): Snapshot[] {
    return [...this.snapshots.values()].filter((snapshot) => snapshot.sourceDiskId === diskId);
  }

  /** A public address out of the range that is set aside for benchmarks (198.18.0.0/15): never somebody's. */
  newPublicAddress(): string {
    this.#addresses += 1;
    return `198.${18 + ((this.#addresses >> 16) & 1)}.${(this.#addresses >> 8) & 255}.${this.#addresses & 255}`;
  }
}
