import { type InstanceType, instanceType, isEssdFamily, isLocal } from './estate/catalogue.ts';
import { addDisk, freeDevice } from './estate/disks.ts';
import type { Estate } from './estate/estate.ts';
import { usualOptions } from './estate/launch-options.ts';
import type { Disk, Image, Instance, LaunchOptions, Snapshot, Tags, VSwitch } from './estate/model.ts';
import { addressesIn, availableAddresses, prefixOf, takeAddress } from './estate/network.ts';
import { SYSTEM_IMAGES, systemImage, unknownSystem } from './estate/system-images.ts';
import { ScenarioError } from './scenario-load.ts';
import type { Scenario, ScenarioDisk, ScenarioInstance } from './scenario-schema.ts';
import { DAY, MINUTE, SECOND } from './time.ts';

/** Fills an estate from a scenario. Everything it makes is old and at rest: no transition is under way. */
export function buildEstate(estate: Estate, scenario: Scenario): void {
  new EstateBuilder(estate, scenario).build();
}

const AGE_UNITS: Record<string, number> = { d: DAY, h: 60 * MINUTE, m: MINUTE };

function ageMs(text: string): number {
  return Number(text.slice(0, -1)) * (AGE_UNITS[text.slice(-1)] ?? DAY);
}

function toTags(record: Record<string, string> | undefined): Tags {
  return Object.entries(record ?? {}).map(([key, value]) => ({ key, value }));
}

/** What the scenario says of the options, over what the type gives. */
function withOptions(type: InstanceType, { options }: ScenarioInstance): LaunchOptions {
  const said = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return { ...usualOptions(type), ...(Object.fromEntries(said) as Partial<LaunchOptions>) };
}

class EstateBuilder {
  readonly #estate: Estate;
  readonly #scenario: Scenario;
  readonly #now: number;
  readonly #problems: string[] = [];

  constructor(estate: Estate, scenario: Scenario) {
    this.#estate = estate;
    this.#scenario = scenario;
    this.#now = estate.now;
  }

  build(): void {
    const { account, quotas } = this.#scenario;
    if (account) this.#account(account);
    for (const [name, value] of Object.entries(quotas ?? {}))
      if (value !== undefined) Object.assign(this.#estate.quotas, { [name]: value });
    this.#estate.diskEncryptionByDefault = this.#scenario.diskEncryptionByDefault ?? false;
    this.#estate.imagesNeedCompleteSnapshots = this.#scenario.imagesNeedCompleteSnapshots ?? false;
    for (const name of this.#scenario.keyPairs) this.#estate.keyPairs.add(name);
    for (const name of this.#scenario.ramRoles) this.#estate.ramRoles.add(name);
    for (const id of this.#scenario.resourceGroups) this.#estate.resourceGroups.add(id);
    for (const key of this.#scenario.kmsKeys)
      this.#estate.kmsKeys.set(key.id, { id: key.id, enabled: key.enabled ?? true });
    this.#regions();
    this.#networks();
    this.#publicImages();
    for (const policy of this.#scenario.autoSnapshotPolicies) {
      this.#estate.autoSnapshotPolicies.set(policy.id, {
        id: policy.id,
        name: policy.name,
        regionId: policy.region,
        timePoints: policy.timePoints,
        repeatWeekdays: policy.repeatWeekdays,
        retentionDays: policy.retentionDays,
        createdAt: this.#now - 200 * DAY,
        resourceGroupId: this.#estate.defaultResourceGroupId,
        tags: [],
      });
    }
    for (const [index, instance] of this.#scenario.instances.entries()) this.#instance(instance, `instances[${index}]`);
    this.#generated();
    for (const [index, disk] of this.#scenario.disks.entries()) this.#looseDisk(disk, `disks[${index}]`);
    this.#snapshots();
    for (const [index, image] of this.#scenario.images.entries()) this.#image(image, `images[${index}]`);
    if (this.#problems.length > 0) throw new ScenarioError(`The scenario ${this.#scenario.name}`, this.#problems);
  }

  #account(account: NonNullable<Scenario['account']>): void {
    const type = account.identityType ?? 'RAMUser';
    const name = account.name ?? 'dr-operator';
    const roleId = type === 'AssumedRoleUser' ? '345678901234567890' : '';
    this.#estate.account = {
      id: account.id,
      identityType: type,
      userId: type === 'RAMUser' ? '298765432109876543' : type === 'Account' ? account.id : '',
      roleId,
      principalId:
        type === 'AssumedRoleUser' ? `${roleId}:session` : type === 'Account' ? account.id : '298765432109876543',
      arn: `acs:ram::${account.id}:${type === 'Account' ? 'root' : type === 'RAMUser' ? `user/${name}` : `assumed-role/${name}/session`}`,
    };
  }

  #regions(): void {
    for (const region of this.#scenario.regions) {
      const place = (region.localName ?? region.id).replace(/^.*（|）$/g, '');
      this.#estate.regions.set(region.id, {
        id: region.id,
        localName: region.localName ?? region.id,
        localNameEn: region.localNameEn ?? region.id,
        zones: region.zones.map((zone) => ({
          id: zone.id,
          regionId: region.id,
          localName: zone.localName ?? `${place} 可用区${zone.id.slice(-1).toUpperCase()}`,
          diskCategories: zone.diskCategories ?? ['cloud_efficiency', 'cloud_essd', 'cloud_auto'],
          withoutPerformanceLevels: zone.withoutPerformanceLevels ?? [],
          stock: Object.entries(zone.stock ?? { '*': 'WithStock' as const }).map(([pattern, stock]) => ({
            pattern,
            stock,
          })),
          outage: zone.outage ?? false,
        })),
      });
    }
  }

  #networks(): void {
    const estate = this.#estate;
    const createdAt = this.#now - 500 * DAY;
    const resourceGroupId = estate.defaultResourceGroupId;
    for (const vpc of this.#scenario.vpcs) {
      if (!estate.regions.has(vpc.region))
        this.#problems.push(`vpcs ${vpc.id}: region ${vpc.region} is not among the scenario's regions`);
      estate.vpcs.set(vpc.id, {
        id: vpc.id,
        name: vpc.name,
        description: '',
        regionId: vpc.region,
        cidrBlock: vpc.cidr,
        secondaryCidrBlocks: vpc.secondaryCidrs ?? [],
        isDefault: false,
        createdAt,
        vRouterId: estate.ids.resource('vrt', vpc.region),
        routeTableId: estate.ids.resource('vtb', vpc.region),
        resourceGroupId,
        tags: toTags(vpc.tags),
      });
    }
    for (const spec of this.#scenario.vSwitches) {
      const vpc = estate.vpcs.get(spec.vpc);
      const zone = estate.zone(spec.zone);
      if (!vpc || !zone) {
        this.#problems.push(
          `vSwitches ${spec.id}: ${vpc ? `zone ${spec.zone}` : `VPC ${spec.vpc}`} is not in the scenario`,
        );
        continue;
      }
      if (prefixOf(spec.cidr) === undefined) {
        this.#problems.push(`vSwitches ${spec.id}: ${spec.cidr} is not a network address`);
        continue;
      }
      estate.vSwitches.set(spec.id, {
        id: spec.id,
        name: spec.name,
        description: '',
        regionId: vpc.regionId,
        zoneId: spec.zone,
        vpcId: spec.vpc,
        cidrBlock: spec.cidr,
        status: 'Available',
        isDefault: false,
        createdAt,
        otherAddresses: spec.otherAddresses === 'all' ? addressesIn(spec.cidr) : (spec.otherAddresses ?? 0),
        lingering: new Map(),
        used: new Set(),
        searchFrom: 0,
        resourceGroupId,
        tags: toTags(spec.tags),
      });
    }
    for (const group of this.#scenario.securityGroups) {
      const vpc = estate.vpcs.get(group.vpc);
      if (!vpc) {
        this.#problems.push(`securityGroups ${group.id}: VPC ${group.vpc} is not in the scenario`);
        continue;
      }
      estate.securityGroups.set(group.id, {
        id: group.id,
        name: group.name,
        description: '',
        regionId: vpc.regionId,
        vpcId: group.vpc,
        type: group.type ?? 'normal',
        createdAt,
        resourceGroupId,
        rules: (group.rules ?? []).map((rule) => {
          const [protocol = 'all', portRange = '-1/-1', cidr = '0.0.0.0/0'] = rule.split(' ');
          return { direction: 'ingress' as const, protocol: protocol.toUpperCase(), portRange, cidr, description: '' };
        }),
        tags: toTags(group.tags),
      });
    }
  }

  #publicImages(): void {
    for (const regionId of this.#estate.regions.keys()) {
      for (const system of SYSTEM_IMAGES) {
        const image: Image = {
          id: system.imageId,
          name: system.imageId,
          family: '',
          version: '',
          description: '',
          regionId,
          ownerAlias: 'system',
          status: 'Available',
          createdAt: this.#now - 150 * DAY,
          availableAt: 0,
          usableAt: 0,
          willFail: false,
          architecture: system.architecture,
          bootMode: system.bootMode,
          platform: system.platform,
          osName: system,
          imdsSupport: system.imdsSupport,
          isCopied: false,
          presetPassword: false,
          resourceGroupId: '',
          mappings: [],
          tags: [],
        };
        // The same public id exists in every region.
        this.#estate.images.set(`${regionId}/${system.imageId}`, image);
      }
    }
  }

  #instance(spec: ScenarioInstance, where: string): void {
    const estate = this.#estate;
    const vSwitch = estate.vSwitches.get(spec.vSwitch);
    const type = instanceType(spec.type);
    if (!vSwitch)
      this.#problems.push(`${where}.vSwitch is ${JSON.stringify(spec.vSwitch)}: not among the scenario's vSwitches`);
    if (!type)
      this.#problems.push(
        `${where}.type is ${JSON.stringify(spec.type)}: not an instance type that the embedded cloud sells`,
      );
    for (const group of spec.securityGroups)
      if (!estate.securityGroups.has(group))
        this.#problems.push(`${where}.securityGroups names ${group}: not among the scenario's security groups`);
    if (!vSwitch || !type) return;
    const address = this.#address(vSwitch, spec.privateIp);
    if (address === undefined) {
      this.#problems.push(
        `${where}: vSwitch ${vSwitch.id} has no free address${spec.privateIp ? ` ${spec.privateIp}` : ''}`,
      );
      return;
    }
    const system =
      systemImage(spec.image ?? '') ??
      SYSTEM_IMAGES[type.architecture === 'arm64' ? 1 : 0] ??
      unknownSystem(type.architecture);
    const createdAt = this.#now - ageMs(spec.created ?? '100d');
    const outage = estate.zone(vSwitch.zoneId)?.outage === true;
    const status = outage ? 'Stopped' : (spec.status ?? 'Running');
    const prePaid = spec.chargeType === 'PrePaid';
    const expiresAt = prePaid ? this.#now + (spec.expiresInDays ?? 100) * DAY : undefined;
    const instance: Instance = {
      id: spec.id,
      name: spec.name,
      hostName: spec.hostName ?? (/^[a-z0-9-]+$/i.test(spec.name) ? spec.name : 'host'),
      description: spec.description ?? '',
      regionId: vSwitch.regionId,
      zoneId: vSwitch.zoneId,
      instanceType: type.id,
      status,
      imageId: system.imageId,
      chargeType: prePaid ? 'PrePaid' : 'PostPaid',
      expiresAt,
      autoRenew: spec.autoRenew ?? false,
      renewPeriod: { duration: 1, unit: 'Month' },
      spotStrategy: spec.spot ?? 'NoSpot',
      spotPriceLimit: spec.spotPriceLimit ?? 0,
      spotDuration: spec.spot ? (spec.spotDuration ?? 1) : 0,
      spotInterruptionBehavior: 'Terminate',
      createdAt,
      startedAt: createdAt + 40 * SECOND,
      visibleAt: createdAt,
      initializingUntil: createdAt,
      assistantReadyAt: createdAt + 2 * MINUTE,
      autoReleaseAt: undefined,
      vpcId: vSwitch.vpcId,
      vSwitchId: vSwitch.id,
      securityGroupIds: [...spec.securityGroups],
      privateIp: address,
      publicIp: spec.publicIp ? estate.newPublicAddress() : undefined,
      eip: spec.eip
        ? {
            allocationId: spec.eip.id ?? estate.ids.resource('eip', vSwitch.regionId),
            address: estate.newPublicAddress(),
            bandwidth: spec.eip.bandwidth,
            internetChargeType: 'PayByTraffic',
          }
        : undefined,
      internetChargeType: spec.publicIp?.chargeType ?? (spec.eip ? 'PayByTraffic' : ''),
      bandwidthIn: spec.publicIp || spec.eip ? 100 : 0,
      // The field reflects an EIP as well. [trap 33]
      bandwidthOut: spec.publicIp?.bandwidth ?? spec.eip?.bandwidth ?? spec.bandwidthOut ?? 0,
      primaryEniId: estate.ids.resource('eni', vSwitch.regionId),
      macAddress: estate.ids.macAddress(),
      secondaryInterfaces: [],
      keyPairName: spec.keyPair ?? '',
      ramRoleName: spec.ramRole ?? '',
      userData: spec.userData ? Buffer.from(spec.userData).toString('base64') : '',
      httpEndpoint: spec.httpTokens ? 'enabled' : '',
      httpTokens: spec.httpTokens ?? '',
      httpPutResponseHopLimit: spec.httpTokens ? 1 : 0,
      creditSpecification: spec.creditSpecification ?? '',
      deletionProtection: spec.deletionProtection ?? false,
      resourceGroupId: spec.resourceGroup ?? estate.defaultResourceGroupId,
      deploymentSetId: spec.deploymentSet ?? '',
      dedicatedHostId: spec.dedicatedHost ?? '',
      hpcClusterId: '',
      stoppedMode: status === 'Stopped' ? (spec.stoppedMode ?? 'KeepCharging') : 'Not-applicable',
      operationLocks: spec.locked ? [spec.locked] : [],
      needsRestart: false,
      maintenanceAction: spec.maintenanceAction ?? 'AutoRecover',
      serialNumber: estate.ids.uuid(),
      osName: system,
      options: withOptions(type, spec),
      tags: toTags(spec.tags),
    };
    if (spec.deploymentSet) estate.deploymentSets.add(spec.deploymentSet);
    if (spec.dedicatedHost) estate.dedicatedHosts.add(spec.dedicatedHost);
    estate.instances.set(instance.id, instance);
    for (let n = 0; n < (spec.secondaryInterfaces ?? 0); n++) {
      const privateIp = this.#address(vSwitch);
      if (privateIp)
        instance.secondaryInterfaces.push({
          id: estate.ids.resource('eni', vSwitch.regionId),
          macAddress: estate.ids.macAddress(),
          privateIp,
          vSwitchId: vSwitch.id,
        });
    }
    this.#disks(instance, spec, createdAt);
  }

  #address(vSwitch: VSwitch, wanted?: string): string | undefined {
    if (availableAddresses(vSwitch, this.#now) <= 0) return undefined;
    const taken = takeAddress(vSwitch, this.#now, wanted);
    return 'address' in taken ? taken.address : undefined;
  }

  #disks(instance: Instance, spec: ScenarioInstance, createdAt: number): void {
    const devices = new Set(['/dev/xvda', ...spec.disks.flatMap((disk) => disk.device ?? [])]);
    spec.disks.forEach((disk, index) => {
      const type = disk.type ?? (index === 0 ? 'system' : 'data');
      const device = type === 'system' ? '/dev/xvda' : (disk.device ?? freeDevice(devices));
      devices.add(device);
      const made = this.#disk(disk, { regionId: instance.regionId, zoneId: instance.zoneId, type, createdAt });
      made.imageId = type === 'system' ? instance.imageId : '';
      made.originInstanceId = type === 'system' ? instance.id : '';
      made.chargeType = instance.chargeType;
      made.expiresAt = instance.expiresAt;
      made.portable = instance.chargeType === 'PostPaid' && !isLocal(made.category);
      made.deleteWithInstance = disk.deleteWithInstance ?? true;
      made.autoSnapshotPolicyId = disk.autoSnapshotPolicy ?? spec.autoSnapshotPolicy ?? '';
      this.#attach(made, instance.id, device, createdAt);
    });
  }

  #disk(spec: ScenarioDisk, place: Pick<Disk, 'regionId' | 'zoneId' | 'type' | 'createdAt'>): Disk {
    const category = spec.category ?? 'cloud_essd';
    return addDisk(this.#estate, {
      ...place,
      ...(spec.id ? { id: spec.id } : {}),
      name: spec.name ?? '',
      category,
      performanceLevel: category === 'cloud_essd' ? (spec.level ?? 'PL1') : undefined,
      sizeGiB: spec.size,
      usedGiB: spec.used ?? Math.round(spec.size * 0.4),
      encrypted: spec.encrypted ?? false,
      kmsKeyId: spec.kmsKeyId ?? (spec.encrypted ? this.#estate.serviceKeyId(place.regionId) : ''),
      provisionedIops: spec.provisionedIops ?? 0,
      burstingEnabled: spec.bursting ?? false,
      multiAttach: spec.multiAttach ?? false,
      visibleAt: place.createdAt,
      initializingUntil: place.createdAt,
      status: 'Available',
      everAttached: spec.neverAttached !== true,
      tags: toTags(spec.tags),
    });
  }

  #attach(disk: Disk, instanceId: string, device: string, at: number): void {
    disk.status = 'In_use';
    disk.device = device;
    disk.attachedAt = at;
    disk.everAttached = true;
    this.#estate.link(disk, instanceId);
  }

  #looseDisk(spec: ScenarioDisk, where: string): void {
    const owners = (spec.attachedTo ?? []).flatMap((id) => this.#estate.instances.get(id) ?? []);
    if (owners.length < (spec.attachedTo ?? []).length)
      this.#problems.push(`${where}.attachedTo names an instance that is not in the scenario`);
    const zoneId = spec.zone ?? owners[0]?.zoneId;
    const zone = zoneId ? this.#estate.zone(zoneId) : undefined;
    if (!zone) {
      this.#problems.push(
        `${where}.zone is ${JSON.stringify(spec.zone)}: a disk that is attached to nothing needs one of the scenario's zones`,
      );
      return;
    }
    const disk = this.#disk(spec, {
      regionId: zone.regionId,
      zoneId: zone.id,
      type: 'data',
      createdAt: this.#now - 60 * DAY,
    });
    for (const owner of owners) {
      const devices = new Set(this.#estate.disksOf(owner.id).map((other) => other.device));
      this.#attach(disk, owner.id, spec.device ?? freeDevice(devices), owner.createdAt);
    }
  }

  #generated(): void {
    for (const spec of this.#scenario.generate) {
      for (let n = 0; n < spec.count; n++) {
        const pick = <T>(items: T[]): T => items[n % items.length] as T;
        const vSwitch = pick(spec.vSwitches);
        const regionId = this.#estate.vSwitches.get(vSwitch)?.regionId ?? 'cn-hangzhou';
        this.#instance(
          {
            id: this.#estate.ids.resource('i', regionId),
            name: `${spec.namePrefix}-${String(n + 1).padStart(4, '0')}`,
            vSwitch,
            securityGroups: spec.securityGroups,
            type: pick(spec.types),
            disks: pick(spec.layouts),
            tags: spec.tags,
          },
          `generate ${spec.namePrefix}[${n}]`,
        );
      }
    }
  }

  #snapshots(): void {
    for (const [index, spec] of this.#scenario.snapshots.entries()) {
      const disk = this.#estate.disks.get(spec.disk);
      if (!disk) this.#problems.push(`snapshots[${index}].disk is ${spec.disk}: not among the scenario's disks`);
      else
        this.#snapshot(disk, this.#now - ageMs(spec.age), {
          id: spec.id,
          name: spec.name,
          type: spec.type,
          retentionDays: spec.retentionDays,
          tags: toTags(spec.tags),
        });
    }
    for (const [index, spec] of this.#scenario.snapshotGroups.entries()) {
      const instance = this.#estate.instances.get(spec.instance);
      if (!instance) {
        this.#problems.push(
          `snapshotGroups[${index}].instance is ${spec.instance}: not among the scenario's instances`,
        );
        continue;
      }
      const takenAt = this.#now - ageMs(spec.age);
      const groupId = spec.id ?? this.#estate.ids.resource('ssg', instance.regionId);
      const disks = this.#estate.disksOf(instance.id).filter((disk) => !spec.disks || spec.disks.includes(disk.id));
      const members = disks.map((disk) =>
        this.#snapshot(disk, takenAt, {
          name: `Created_from_${groupId}`,
          groupId,
          tags: [{ key: 'acs:ecs:createFrom', value: instance.id }],
        }),
      );
      this.#estate.snapshotGroups.set(groupId, {
        id: groupId,
        name: spec.name ?? '',
        description: '',
        regionId: instance.regionId,
        instanceId: instance.id,
        status: 'accomplished',
        createdAt: takenAt,
        doneAt: takenAt + 30 * SECOND,
        snapshotIds: members.map((member) => member.id),
        resourceGroupId: this.#estate.defaultResourceGroupId,
        tags: toTags(spec.tags),
      });
    }
  }

  #snapshot(
    disk: Disk,
    takenAt: number,
    wish: {
      id?: string | undefined;
      name?: string | undefined;
      type?: 'user' | 'auto' | undefined;
      retentionDays?: number | undefined;
      groupId?: string;
      tags: Tags;
    },
  ): Snapshot {
    const doneAt = takenAt + 4 * MINUTE;
    const snapshot: Snapshot = {
      id: wish.id ?? this.#estate.ids.resource('s', disk.regionId),
      name: wish.name ?? '',
      description: wish.groupId ? `Created_from_${wish.groupId}` : '',
      regionId: disk.regionId,
      status: 'accomplished',
      sourceDiskId: disk.id,
      sourceDiskType: disk.type,
      sourceDiskSizeGiB: disk.sizeGiB,
      sourceInstanceId: disk.instanceIds[0] ?? '',
      sourceDevice: disk.device,
      sourceImageId: disk.imageId,
      category: disk.category,
      type: wish.type ?? 'user',
      requestedAt: takenAt,
      takenAt,
      availableAt: doneAt,
      doneAt,
      willFail: false,
      retentionDays: wish.retentionDays ?? 0,
      encrypted: disk.encrypted,
      kmsKeyId: disk.kmsKeyId,
      groupId: wish.groupId ?? '',
      instantAccess: isEssdFamily(disk.category),
      linkId: `sl-${disk.id.slice(2)}`,
      serialNumber: '64472-116742336-61976111',
      resourceGroupId: this.#estate.defaultResourceGroupId,
      tags: wish.tags,
    };
    this.#estate.snapshots.set(snapshot.id, snapshot);
    return snapshot;
  }

  #image(spec: Scenario['images'][number], where: string): void {
    const estate = this.#estate;
    const ids = spec.fromSnapshots ?? estate.snapshotGroups.get(spec.fromGroup ?? '')?.snapshotIds ?? [];
    const snapshots = ids.flatMap((id) => estate.snapshots.get(id) ?? []);
    const [first] = snapshots;
    if (!first || snapshots.length < ids.length) {
      this.#problems.push(`${where} needs fromGroup or fromSnapshots with snapshots of the scenario`);
      return;
    }
    const system =
      systemImage(snapshots.find((s) => s.sourceDiskType === 'system')?.sourceImageId ?? '') ?? unknownSystem('x86_64');
    const createdAt = this.#now - ageMs(spec.age) + 10 * MINUTE;
    const id = spec.id ?? estate.ids.resource('m', first.regionId);
    estate.images.set(id, {
      id,
      name: spec.name,
      family: '',
      version: '',
      description: '',
      regionId: spec.region ?? first.regionId,
      ownerAlias: 'self',
      status: 'Available',
      createdAt,
      availableAt: createdAt,
      usableAt: createdAt,
      willFail: false,
      architecture: system.architecture,
      bootMode: system.bootMode,
      platform: system.platform,
      osName: system,
      imdsSupport: 'v2',
      isCopied: false,
      presetPassword: true,
      resourceGroupId: estate.defaultResourceGroupId,
      mappings: snapshots.map((snapshot) => ({
        device: snapshot.sourceDevice,
        type: snapshot.sourceDiskType,
        sizeGiB: snapshot.sourceDiskSizeGiB,
        snapshotId: snapshot.id,
        encrypted: snapshot.encrypted,
      })),
      tags: toTags(spec.tags),
    });
  }
}
