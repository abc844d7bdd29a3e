import type {
  Disk,
  Image,
  Instance,
  InstanceExtras,
  Snapshot,
  SnapshotGroup,
  Tag,
  VSwitch,
} from '../../src/recovery/estate.ts';
import type { RunInput } from '../../src/recovery/run-plan.ts';

/** Values a test does not care about; it names only those it does. */

export const RECOVERY = 'dr-20261120-031542-8f3a2c1d';
export const NOW = Date.parse('2026-11-20T03:15:42Z');

/** What a recovery has made before it has made anything. */
export const nothing = () => ({ groups: [], snapshots: [], images: [], instances: [], disks: [], vSwitches: [] });

export function anInstance(over: Partial<Instance> = {}): Instance {
  return {
    id: 'i-source',
    name: 'web-01',
    status: 'Running',
    regionId: 'cn-hangzhou',
    zoneId: 'cn-hangzhou-h',
    type: 'ecs.g7.large',
    typeFamily: 'ecs.g7',
    cpu: 2,
    memoryMiB: 8192,
    osType: 'linux',
    imageId: 'm-base',
    ioOptimized: true,
    chargeType: 'PostPaid',
    spotStrategy: 'NoSpot',
    deletionProtection: false,
    publicIps: [],
    vpcId: 'vpc-1',
    vSwitchId: 'vsw-h',
    privateIps: ['10.0.1.5'],
    networkInterfaces: [{ id: 'eni-1', type: 'Primary', privateIps: ['10.0.1.5'], ipv6: [], ipv4Prefixes: 0 }],
    securityGroupIds: ['sg-2', 'sg-1'],
    metadata: { httpEndpoint: 'enabled', httpTokens: 'optional' },
    cpuOptions: { coreCount: 1, threadsPerCore: 2 },
    clockOptions: {},
    imageOptions: {},
    hibernationConfigured: false,
    securityOptions: {},
    operationLocks: [],
    tags: [],
    ...over,
  };
}

export function extras(over: Partial<InstanceExtras> = {}): InstanceExtras {
  return { unread: [], ...over };
}

export function aDisk(over: Partial<Disk> = {}): Disk {
  return {
    id: 'd-sys',
    name: 'root',
    regionId: 'cn-hangzhou',
    zoneId: 'cn-hangzhou-h',
    type: 'system',
    category: 'cloud_essd',
    performanceLevel: 'PL1',
    sizeGiB: 40,
    status: 'In_use',
    device: '/dev/xvda',
    instanceId: 'i-source',
    attachedAt: '2026-01-01T00:00:00Z',
    deleteWithInstance: true,
    encrypted: false,
    multiAttach: false,
    attachments: [],
    operationLocks: [],
    tags: [],
    ...over,
  };
}

/** A data disk `d-b` at /dev/xvdb, and so on for other letters. */
export function aDataDisk(letter: string, over: Partial<Disk> = {}): Disk {
  return aDisk({
    id: `d-${letter}`,
    name: `data ${letter}`,
    type: 'data',
    device: `/dev/xvd${letter}`,
    sizeGiB: 100,
    deleteWithInstance: false,
    ...over,
  });
}

export function aSnapshot(disk: Disk, over: Partial<Snapshot> = {}): Snapshot {
  return {
    id: `s-${disk.id}`,
    status: 'accomplished',
    progress: 100,
    available: true,
    createdAt: '2026-11-20T03:00:00Z',
    type: 'user',
    sourceDiskId: disk.id,
    sourceDiskType: disk.type,
    sourceDiskSizeGiB: disk.sizeGiB,
    encrypted: disk.encrypted,
    ...(disk.kmsKeyId === undefined ? {} : { kmsKeyId: disk.kmsKeyId }),
    tags: [],
    ...over,
  };
}

export function aGroup(snapshots: Snapshot[], over: Partial<SnapshotGroup> = {}): SnapshotGroup {
  return {
    id: 'ssg-1',
    instanceId: 'i-source',
    status: 'accomplished',
    createdAt: '2026-11-20T03:00:00Z',
    snapshots,
    tags: [],
    ...over,
  };
}

/** The image that snapshots of these disks make. */
export function anImage(disks: Disk[], over: Partial<Image> = {}): Image {
  return {
    id: 'm-dr',
    name: 'Create_from_i-source',
    status: 'Available',
    usable: true,
    progress: 100,
    architecture: 'x86_64',
    bootMode: 'UEFI-Preferred',
    createdAt: '2026-11-20T03:10:00Z',
    mappings: disks.map((disk) => ({
      device: disk.device ?? '',
      type: disk.type,
      sizeGiB: disk.sizeGiB,
      snapshotId: `s-${disk.id}`,
    })),
    tags: [],
    ...over,
  };
}

export function aVSwitch(over: Partial<VSwitch> = {}): VSwitch {
  return {
    id: 'vsw-k',
    vpcId: 'vpc-1',
    zoneId: 'cn-hangzhou-k',
    cidrBlock: '10.0.2.0/24',
    status: 'Available',
    availableIps: 200,
    tags: [],
    ...over,
  };
}

export function ourTag(key: 'recovery' | 'source' | 'disk', value: string): Tag {
  return { key: `ecs-dr:${key}`, value };
}

/** A plan's input for this source, its image and snapshots made of all its disks. */
export function runInput(over: Partial<RunInput> = {}): RunInput {
  const disks = over.disks ?? [aDisk(), aDataDisk('b'), aDataDisk('c')];
  return {
    source: anInstance(),
    extras: extras(),
    disks,
    image: anImage([...disks]),
    snapshots: disks.map((disk) => aSnapshot(disk)),
    recoveryId: RECOVERY,
    ...over,
    choices: { zoneId: 'cn-hangzhou-k', vSwitchId: 'vsw-k', chargeType: 'PostPaid', ...over.choices },
  };
}
