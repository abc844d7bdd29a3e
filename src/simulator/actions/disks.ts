import { baselineIops, instanceType, isLocal, maxProvisionedIops, sizeRange } from '../estate/catalogue.ts';
import { addDisk, completeAttach, completeDetach, devicesOf, freeDevice } from '../estate/disks.ts';
import type { Disk, DiskCategory, PerformanceLevel, Snapshot, Zone } from '../estate/model.ts';
import { DISK_NEVER_EXPIRES, seconds } from '../time.ts';
import { ApiError, missing, notFound } from '../wire/api-error.ts';
import type { Params } from '../wire/params.ts';
import {
  type Actions,
  COMMON_TOKEN,
  type Context,
  checkKmsKey,
  findDisk,
  findSnapshot,
  needDisk,
  needInstance,
  refuseLocked,
  resourceGroupOf,
} from './context.ts';
import { creationFilter } from './instances-read.ts';
import { isDiskCategory, isPerformanceLevel } from './offers.ts';
import { exactly, pageFields, pageOf } from './paging.ts';
import { ecsTags, readTags, tagFilter } from './tags.ts';
import { checkDescription, checkName, wildcard } from './texts.ts';

/** Disks: reading, creating, attaching, detaching, deleting. */

const STATUSES = ['In_use', 'Available', 'Attaching', 'Detaching', 'Creating', 'ReIniting', 'All', 'all'];

function describeDisks(c: Context): Record<string, unknown> {
  const { params } = c;
  const status = params.text('Status') ?? 'All';
  if (!STATUSES.includes(status))
    throw new ApiError(400, 'InvalidStatus.ValueNotSupported', 'The specified Status is not supported.');
  const diskType = (params.text('DiskType') ?? 'all').toLowerCase();
  if (!['all', 'system', 'data'].includes(diskType))
    throw new ApiError(400, 'InvalidDiskType.ValueNotSupported', 'The specified DiskType is not supported.');
  const category = params.text('Category') ?? 'all';
  if (category !== 'all' && !isDiskCategory(category))
    throw new ApiError(400, 'InvalidCategory.ValueNotSupported', 'The specified Category is not supported.');
  const ids = params.jsonList('DiskIds', {
    malformed: new ApiError(400, 'InvalidParameter.DiskIds', 'The specified parameter "DiskIds" is not valid.'),
    tooMany: new ApiError(403, 'InvalidDiskIds.Malformed', 'The amount of specified disk ids exceeds the limit.'),
  });
  const instanceId = params.text('InstanceId');
  const tagsMatch = tagFilter(params);
  const nameMatches = wildcard(params.text('DiskName'));
  const since = creationFilter(c);
  const isTrue = (name: string, value: boolean): boolean => {
    const wanted = params.boolean(name);
    return wanted === undefined || wanted === value;
  };
  const matches = exactly<Disk>(params, {
    ZoneId: (d) => d.zoneId,
    SnapshotId: (d) => d.sourceSnapshotId,
    AutoSnapshotPolicyId: (d) => d.autoSnapshotPolicyId,
    KMSKeyId: (d) => d.kmsKeyId,
    ResourceGroupId: (d) => d.resourceGroupId,
    DiskChargeType: (d) => d.chargeType,
    MultiAttach: (d) => (d.multiAttach ? 'Enabled' : 'Disabled'),
  });
  const pool = ids
    ? ids.flatMap((id) => findDisk(c, id) ?? [])
    : instanceId
      ? c.estate.disksOf(instanceId)
      : [...c.estate.disks.values()];
  const found = pool.filter(
    (d) =>
      d.regionId === c.regionId &&
      d.visibleAt <= c.now &&
      d.createdAt >= since &&
      tagsMatch(d.tags) &&
      nameMatches(d.name) &&
      (status.toLowerCase() === 'all' || d.status === status) &&
      (diskType === 'all' || d.type === diskType) &&
      (category === 'all' || d.category === category) &&
      (!instanceId || d.instanceIds.includes(instanceId)) &&
      matches(d) &&
      isTrue('Portable', d.portable) &&
      isTrue('Encrypted', d.encrypted) &&
      isTrue('DeleteWithInstance', d.deleteWithInstance) &&
      isTrue('DeleteAutoSnapshot', d.deleteAutoSnapshot) &&
      isTrue('EnableAutoSnapshot', d.enableAutoSnapshot) &&
      isTrue('EnableAutomatedSnapshotPolicy', d.autoSnapshotPolicyId !== ''),
  );
  const page = pageOf(found, params, { minimum: 10, maximum: params.has('MaxResults') ? 500 : 100 });
  return {
    ...pageFields(page),
    Disks: { Disk: page.items.map((disk) => diskView(disk, params.list('AdditionalAttributes').includes('IOPS'))) },
  };
}

function diskView(d: Disk, iops: boolean): Record<string, unknown> {
  // Device and InstanceId only while attached. [trap 35]
  const attached = d.status === 'In_use' || d.status === 'Detaching';
  const attachedTime = d.attachedAt === undefined ? '' : seconds(d.attachedAt);
  const baseline = baselineIops(d.category, d.performanceLevel, d.sizeGiB) + d.provisionedIops;
  const throughput = Math.min(120 + Math.floor(d.sizeGiB / 2), 4000);
  return {
    DiskId: d.id,
    DiskName: d.name,
    Description: d.description,
    RegionId: d.regionId,
    ZoneId: d.zoneId,
    Type: d.type,
    Category: d.category,
    ...(d.performanceLevel ? { PerformanceLevel: d.performanceLevel } : {}),
    Size: d.sizeGiB,
    Status: d.status,
    Device: attached ? d.device : '',
    InstanceId: attached && !d.multiAttach ? (d.instanceIds[0] ?? '') : '',
    Portable: d.portable,
    DeleteWithInstance: d.deleteWithInstance,
    DeleteAutoSnapshot: d.deleteAutoSnapshot,
    EnableAutoSnapshot: d.enableAutoSnapshot,
    EnableAutomatedSnapshotPolicy: d.autoSnapshotPolicyId !== '',
    AutoSnapshotPolicyId: d.autoSnapshotPolicyId,
    Encrypted: d.encrypted,
    KMSKeyId: d.kmsKeyId,
    DiskChargeType: d.chargeType,
    ExpiredTime: d.expiresAt === undefined ? DISK_NEVER_EXPIRES : seconds(d.expiresAt),
    CreationTime: seconds(d.createdAt),
    AttachedTime: attachedTime,
    DetachedTime: d.detachedAt === undefined ? '' : seconds(d.detachedAt),
    ImageId: d.imageId,
    SourceSnapshotId: d.sourceSnapshotId,
    MultiAttach: d.multiAttach ? 'Enabled' : 'Disabled',
    MountInstanceNum: d.instanceIds.length,
    ...(iops
      ? {
          IOPS: baseline,
          IOPSRead: baseline,
          IOPSWrite: baseline,
          Throughput: throughput,
          ThroughputRead: throughput,
          ThroughputWrite: throughput,
        }
      : {}),
    ...(d.category === 'cloud_auto' ? { ProvisionedIops: d.provisionedIops, BurstingEnabled: d.burstingEnabled } : {}),
    StorageSetId: '',
    StorageClusterId: '',
    ProductCode: '',
    ResourceGroupId: d.resourceGroupId,
    SerialNumber: d.id.slice(2),
    BdfId: '',
    OperationLocks: { OperationLock: [] },
    MountInstances: {
      MountInstance:
        d.multiAttach && attached
          ? d.instanceIds.map((instanceId) => ({
              InstanceId: instanceId,
              Device: d.device,
              AttachedTime: attachedTime,
            }))
          : [],
    },
    Attachments: {
      Attachment: attached
        ? d.instanceIds.map((instanceId) => ({ InstanceId: instanceId, Device: d.device, AttachedTime: attachedTime }))
        : [],
    },
    Tags: ecsTags(d.tags),
  };
}

/** Codes that differ between the actions that make disks. */
export interface DiskRuleCodes {
  size: { status: number; code: string };
}

/** Level, size, provisioned IOPS and burst of one new disk, checked against category and zone. [limits: disk_size_GiB, cloud_auto] */
export function checkDiskShape(
  params: Params,
  zone: Zone,
  kind: 'system' | 'data',
  category: DiskCategory,
  sizeGiB: number,
  codes: DiskRuleCodes,
  usualLevel: PerformanceLevel = 'PL1',
): { performanceLevel: PerformanceLevel | undefined; provisionedIops: number; burstingEnabled: boolean } {
  const levelText = params.text('PerformanceLevel');
  if (levelText !== undefined && !isPerformanceLevel(levelText)) {
    throw new ApiError(
      400,
      'InvalidPerformanceLevel.Malformed',
      'The specified parameter PerformanceLevel is not valid.',
    );
  }
  // Omitted means PL1, whatever the source was. [trap 25]
  const performanceLevel = category === 'cloud_essd' ? (levelText ?? usualLevel) : undefined;
  if (performanceLevel && zone.withoutPerformanceLevels.includes(performanceLevel)) {
    throw new ApiError(
      400,
      'InvalidPerformanceLevel.ValueNotSupported',
      `The zone does not support the performance level ${performanceLevel}.`,
    );
  }
  const [minimum, maximum] = sizeRange(kind, category, performanceLevel);
  if (performanceLevel && sizeGiB < minimum && sizeGiB >= 1 && sizeGiB <= maximum) {
    throw new ApiError(
      403,
      'OperationDenied.PerformanceLevelNotMatch',
      'The specified performance level and disk size do not match.',
    );
  }
  if (!Number.isInteger(sizeGiB) || sizeGiB < minimum || sizeGiB > maximum) {
    throw new ApiError(
      codes.size.status,
      codes.size.code,
      `The specified disk size ${sizeGiB} is not in the range ${minimum}-${maximum} GiB of ${category}.`,
    );
  }
  const provisionedIops = params.number('ProvisionedIops') ?? 0;
  if (provisionedIops > 0 && category !== 'cloud_auto') {
    throw new ApiError(
      400,
      'ProvisionedIopsForDiskCategoryUnsupported',
      'The disk category does not support provisioned IOPS.',
    );
  }
  if (provisionedIops < 0 || provisionedIops > maxProvisionedIops(sizeGiB)) {
    throw new ApiError(
      400,
      'InvalidProvisionedIops.LimitExceed',
      'The provisioned IOPS exceed the limit of the disk size.',
    );
  }
  const burstingEnabled = params.boolean('BurstingEnabled') ?? false;
  if (burstingEnabled && category !== 'cloud_auto') {
    throw new ApiError(
      400,
      'BurstingEnabledForDiskCategoryUnsupported',
      'The disk category does not support bursting.',
    );
  }
  if (burstingEnabled && sizeGiB <= 3)
    throw new ApiError(400, 'InvalidBurstingEnabled.DiskSizeTooSmall', 'The disk is too small for bursting.');
  return { performanceLevel, provisionedIops, burstingEnabled };
}

/**
 * Encryption of a new disk: a snapshot's is inherited with its key unless overridden; plain copies of encrypted data are refused. [trap 49]
 * `Encrypted` is a string in RunInstances and a boolean in CreateDisk; the wire is the same.
 */
export function encryptionOf(
  c: Context,
  params: Params,
  source: { encrypted: boolean; kmsKeyId: string } | undefined,
): { encrypted: boolean; kmsKeyId: string } {
  const text = params.text('Encrypted');
  // A string in RunInstances, so that the type does not keep nonsense out.
  if (text !== undefined && !/^(true|false)$/i.test(text))
    throw new ApiError(400, 'InvalidParameter.Encrypted', 'The specified parameter Encrypted is not valid.');
  const asked = params.boolean('Encrypted');
  const keyId = params.text('KMSKeyId');
  if (keyId && asked !== true)
    throw new ApiError(400, 'InvalidParameter.EncryptedIllegal', 'KMSKeyId needs Encrypted=true.');
  if (source?.encrypted && asked === false) {
    throw new ApiError(
      403,
      'InvalidEncrypted.NotMatchSnapshot',
      'The disk of an encrypted snapshot must be encrypted.',
    );
  }
  if (c.estate.diskEncryptionByDefault && asked === false) {
    throw new ApiError(
      403,
      'InvalidEncrypted.NotMatchDiskDefaultEncryption',
      'Disk encryption by default is enabled: the disk must be encrypted.',
    );
  }
  const encrypted = asked ?? (source?.encrypted || c.estate.diskEncryptionByDefault);
  if (!encrypted) return { encrypted: false, kmsKeyId: '' };
  // The snapshot's key, else the service key: each is told as the disk's key. [params: CreateDisk.KMSKeyId]
  const effective =
    keyId ?? (source?.encrypted && source.kmsKeyId ? source.kmsKeyId : c.estate.serviceKeyId(c.regionId));
  checkKmsKey(c, effective);
  return { encrypted: true, kmsKeyId: effective };
}

/** Snapshots have to be finished before a disk is made of them. [trap 10] */
export function refuseUnfinished(snapshot: Snapshot): void {
  if (snapshot.status !== 'accomplished') {
    throw new ApiError(403, 'InvalidSnapshotId.NotReady', 'The specified snapshot creation is not completed yet.');
  }
}

function createDisk(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  checkName(params.text('DiskName'), { status: 400, code: 'InvalidDiskName.Malformed' });
  checkDescription(params.text('Description'), { status: 403, code: 'InvalidDescription.Malformed' });
  const zoneId = params.text('ZoneId');
  const instanceId = params.text('InstanceId');
  if (zoneId && instanceId)
    throw new ApiError(
      403,
      'InvalidParam.ZoneIdAndInstanceId.Conflict',
      'ZoneId and InstanceId cannot be used together.',
    );
  if (!zoneId && !instanceId) throw missing('ZoneId');
  if (instanceId) {
    needInstance(c);
    throw new ApiError(
      403,
      'InvalidPayMethod',
      'The specified pay method is not valid: disks bought for a subscription instance are not part of the embedded cloud.',
    );
  }
  const zone = estate.zone(zoneId ?? '');
  if (!zone || zone.regionId !== c.regionId) throw notFound('InvalidZoneId.NotFound', 'ZoneId');
  const tags = readTags(params);
  const resourceGroupId = resourceGroupOf(c);
  // The default is the retired basic disk. [trap 26]
  const category = params.text('DiskCategory') ?? 'cloud';
  if (!isDiskCategory(category))
    throw new ApiError(400, 'InvalidDiskCategory.ValueNotSupported', 'The specified disk category is not valid.');
  const snapshotId = params.text('SnapshotId');
  const size = params.number('Size');
  if (!snapshotId && size === undefined) throw missing('Size');
  const snapshot = snapshotId ? findSnapshot(c, snapshotId) : undefined;
  if (snapshotId && !snapshot) throw notFound('InvalidSnapshotId.NotFound', 'SnapshotId');
  if (zone.outage) throw new ApiError(403, 'Zone.NotOnSale', 'The specified zone is not available for purchase.');
  if (!zone.diskCategories.includes(category)) {
    throw new ApiError(
      403,
      'InvalidDiskCategory.NotSupported',
      'The specified disk category is not supported in the zone.',
    );
  }
  if (snapshot) refuseUnfinished(snapshot);
  // The larger of both. [trap 24]
  const sizeGiB = Math.max(size ?? 0, snapshot?.sourceDiskSizeGiB ?? 0);
  const shape = checkDiskShape(params, zone, 'data', category, sizeGiB, {
    size: { status: 400, code: 'InvalidDiskSize.NotSupported' },
  });
  const multiAttach = params.text('MultiAttach') === 'Enabled';
  if (multiAttach && category !== 'cloud_essd') {
    throw new ApiError(
      403,
      'InvalidParameter.DiskCategoryAndMultiAttachConflict',
      'The disk category does not support multi-attach.',
    );
  }
  const encryption = encryptionOf(c, params, snapshot);
  const disk = addDisk(estate, {
    regionId: c.regionId,
    zoneId: zone.id,
    type: 'data',
    category,
    sizeGiB,
    ...shape,
    ...encryption,
    name: params.text('DiskName') ?? '',
    description: params.text('Description') ?? '',
    sourceSnapshotId: snapshot?.id ?? '',
    usedGiB: snapshot ? (estate.disks.get(snapshot.sourceDiskId)?.usedGiB ?? Math.round(sizeGiB * 0.4)) : 0,
    multiAttach,
    initializingUntil: c.now + estate.durations.initializing(),
    resourceGroupId,
    tags,
  });
  estate.agenda.plan(c.now + estate.durations.diskCreating(), () => {
    if (c.doomed) estate.disks.delete(disk.id);
    else if (disk.status === 'Creating') disk.status = 'Available';
  });
  return { DiskId: disk.id, OrderId: '' };
}

function attachDisk(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  const instance = needInstance(c);
  const disk = needDisk(c, params.need('DiskId'));
  const bootable = params.boolean('Bootable') ?? false;
  refuseLocked(instance);
  if (instance.zoneId !== disk.zoneId)
    throw new ApiError(403, 'ResourcesNotInSameZone', 'The specified instance and disk are not in the same zone.');
  if (!disk.portable) throw new ApiError(403, 'DiskNotPortable', 'The specified disk is not a portable disk.');
  if (estate.zone(instance.zoneId)?.outage)
    throw new ApiError(
      400,
      'IncorrectInstanceStatus',
      'The current status of the resource does not support this operation.',
    );
  if (
    disk.instanceIds.includes(instance.id) ||
    (disk.instanceIds.length > 0 && !disk.multiAttach && disk.status === 'In_use')
  ) {
    throw new ApiError(404, 'InvalidDisk.InUse', 'The specified disk is already in use.');
  }
  if (disk.status !== 'Available' && !(disk.multiAttach && disk.status === 'In_use')) {
    throw new ApiError(403, 'IncorrectDiskStatus', 'The current disk status does not support this operation.');
  }
  const type = instanceType(instance.instanceType);
  if (bootable) {
    // A system disk only goes back to its own instance. [trap 36]
    if (disk.originInstanceId !== instance.id)
      throw new ApiError(
        400,
        'InvalidInstance.NotOriginInstance',
        'The specified disk is not the system disk of the instance.',
      );
    if (instance.status !== 'Stopped')
      throw new ApiError(
        400,
        'IncorrectInstanceStatus',
        'The current status of the resource does not support this operation.',
      );
    if (!params.text('Password') && !params.text('KeyPairName')) throw missing('Password');
  } else if (instance.status !== 'Running' && instance.status !== 'Stopped') {
    throw new ApiError(
      400,
      'IncorrectInstanceStatus',
      'The current status of the resource does not support this operation.',
    );
  }
  if (type && !type.diskCategories.includes(disk.category)) {
    throw new ApiError(
      403,
      'InvalidInstanceType.NotSupportDiskCategory',
      'The instance type does not support the disk category.',
    );
  }
  const attached = estate.disksOf(instance.id);
  if (attached.length >= (type?.diskQuantity ?? 17))
    throw new ApiError(
      403,
      'InstanceDiskLimitExceeded',
      'The amount of disks attached to the instance exceeds the limit.',
    );
  const attaching = attached.filter((other) => other.status === 'Attaching').length;
  if (attaching >= estate.quotas.parallelAttaches) {
    throw new ApiError(
      400,
      'OperationConflict.DisksAttachingParallellyExceed',
      'Too many disks are being attached to the instance.',
    );
  }
  const wanted = params.text('Device');
  const taken = devicesOf(estate, instance.id);
  if (wanted !== undefined && !/^\/dev\/xvd[a-z]{1,2}$/.test(wanted))
    throw new ApiError(400, 'InvalidDevice.Malformed', 'The specified device is not valid.');
  if (wanted !== undefined && taken.has(wanted))
    throw new ApiError(403, 'InvalidDevice.InUse', 'The specified device has been occupied.');
  const device = bootable ? '/dev/xvda' : (wanted ?? freeDevice(taken));
  // The default is the opposite of RunInstances'. [trap 37]
  disk.deleteWithInstance = params.boolean('DeleteWithInstance') ?? false;
  if (!disk.multiAttach || disk.instanceIds.length === 0) {
    disk.status = 'Attaching';
    disk.device = device;
  }
  if (bootable) disk.type = 'system';
  if (instance.status === 'Stopped') instance.needsRestart = true;
  estate.link(disk, instance.id);
  estate.agenda.plan(c.now + estate.durations.diskAttaching(), (at) =>
    completeAttach(estate, disk, instance.id, device, at),
  );
  return {};
}

function detachDisk(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  const instance = needInstance(c);
  const disk = needDisk(c, params.need('DiskId'));
  refuseLocked(instance);
  if (disk.status === 'Available')
    throw new ApiError(404, 'InvalidDisk.AlreadyDetached', 'The specified disk has been detached.');
  if (!disk.instanceIds.includes(instance.id))
    throw new ApiError(403, 'DependencyViolation', 'The specified disk is not attached to the specified instance.');
  if (disk.status === 'Detaching')
    throw new ApiError(
      403,
      'InvalidOperation.DiskDetachingFromThisEcs',
      'The disk is being detached from the instance.',
    );
  if (disk.status !== 'In_use')
    throw new ApiError(403, 'IncorrectDiskStatus', 'The current disk status does not support this operation.');
  if (!disk.portable) throw new ApiError(403, 'DiskNotPortable', 'The specified disk is not a portable disk.');
  const system = disk.type === 'system';
  if (system ? instance.status !== 'Stopped' : instance.status !== 'Running' && instance.status !== 'Stopped') {
    throw new ApiError(
      403,
      'IncorrectInstanceStatus',
      'The current status of the resource does not support this operation.',
    );
  }
  if (
    estate.disksOf(instance.id).filter((other) => other.status === 'Detaching').length >= estate.quotas.parallelAttaches
  ) {
    throw new ApiError(400, 'DisksDetachingOnEcsExceeded', 'Too many disks are being detached from the instance.');
  }
  disk.deleteWithInstance = params.boolean('DeleteWithInstance') ?? (system ? true : disk.deleteWithInstance);
  disk.status = 'Detaching';
  estate.agenda.plan(c.now + estate.durations.diskDetaching(), (at) => {
    disk.status = 'In_use';
    completeDetach(estate, disk, instance.id, at);
  });
  return {};
}

function deleteDisk(c: Context): Record<string, unknown> {
  const { estate, params } = c;
  const disk = findDisk(c, params.need('DiskId'));
  // Unknown ids are ignored, says the page; the table lists a 404: both have to be accepted by clients. [trap 40]
  if (!disk) return {};
  if (isLocal(disk.category)) throw new ApiError(403, 'DiskNotPortable', 'The specified disk is not a portable disk.');
  if (disk.instanceIds.length > 0)
    throw new ApiError(403, 'IncorrectDiskStatus', 'The current disk status does not support this operation.');
  if (disk.status !== 'Available')
    throw new ApiError(
      403,
      disk.status === 'Creating' ? 'IncorrectDiskStatus.Initializing' : 'IncorrectDiskStatus',
      'The current disk status does not support this operation.',
    );
  if (disk.initializingUntil > c.now)
    throw new ApiError(403, 'IncorrectDiskStatus.Initializing', 'The specified disk is being initialized.');
  if (estate.snapshotsOf(disk.id).some((snapshot) => snapshot.status === 'progressing')) {
    throw new ApiError(403, 'DiskCreatingSnapshot', 'A snapshot of the disk is being created.');
  }
  if (disk.originInstanceId && estate.instances.has(disk.originInstanceId) && disk.type === 'system') {
    throw new ApiError(
      403,
      'InvalidDiskStatus.DeleteProtection',
      'The system disk of an existing instance cannot be deleted.',
    );
  }
  estate.disks.delete(disk.id);
  return {};
}

export const DISK_ACTIONS: Actions = {
  DescribeDisks: {
    handler: describeDisks,
    ignores: ['EnableShared', 'LockReason'],
    gaps: ['no disk is ever locked'],
    regionError: { status: 400, code: 'InvalidRegion.NotFound' },
  },
  CreateDisk: {
    handler: createDisk,
    ignores: [
      'AdvancedFeatures',
      'Arn.N.AssumeRoleFor',
      'Arn.N.RoleType',
      'Arn.N.Rolearn',
      'EncryptAlgorithm',
      'StorageClusterId',
      'StorageSetId',
      'StorageSetPartitionNumber',
    ],
    mutating: true,
    tokenMismatch: COMMON_TOKEN,
    tokenRunning: { status: 403, code: 'LastTokenProcessing' },
    gaps: [
      'disks for a subscription instance (InstanceId) cannot be bought',
      'no storage sets, dedicated clusters or role ARNs',
    ],
  },
  AttachDisk: { handler: attachDisk, ignores: ['Force'], mutating: true },
  DetachDisk: { handler: detachDisk, mutating: true },
  DeleteDisk: { handler: deleteDisk, mutating: true },
};
