import { isEssdFamily, isLocal } from '../estate/catalogue.ts';
import type { Disk, Snapshot, SnapshotGroup } from '../estate/model.ts';
import { isAvailable, snapshotProgress, takeSnapshot, takeSnapshotGroup } from '../estate/snapshots.ts';
import { seconds } from '../time.ts';
import { ApiError, notFound } from '../wire/api-error.ts';
import {
  type Actions,
  type Context,
  checkKmsKey,
  findDisk,
  findInstance,
  findSnapshot,
  needDisk,
  refuseLocked,
  resourceGroupOf,
  SNAPSHOT_TOKEN,
} from './context.ts';
import { creationFilter } from './instances-read.ts';
import { exactly, pageFields, pageOf } from './paging.ts';
import { ecsTags, plainTags, readTags, tagFilter, VALUES_OF_IMAGES } from './tags.ts';
import { checkDescription, checkName, wildcard } from './texts.ts';

/** Snapshots and consistency groups. */

/** none | disk | image | image_disk */
function usageOf(c: Context, snapshot: Snapshot): string {
  const byImage = [...c.estate.images.values()].some((image) =>
    image.mappings.some((mapping) => mapping.snapshotId === snapshot.id),
  );
  const byDisk = [...c.estate.disks.values()].some((disk) => disk.sourceSnapshotId === snapshot.id);
  return byImage && byDisk ? 'image_disk' : byImage ? 'image' : byDisk ? 'disk' : 'none';
}

function describeSnapshots(c: Context): Record<string, unknown> {
  const { params } = c;
  const status = params.text('Status') ?? 'all';
  if (!['progressing', 'accomplished', 'failed', 'all'].includes(status))
    throw notFound('InvalidStatus.NotFound', 'Status');
  const type = params.text('SnapshotType') ?? 'all';
  if (!['auto', 'user', 'all'].includes(type)) throw notFound('InvalidSnapshotType.NotFound', 'SnapshotType');
  const sourceType = params.text('SourceDiskType')?.toLowerCase();
  if (sourceType && !['system', 'data'].includes(sourceType)) throw notFound('InvalidSourceDiskType', 'SourceDiskType');
  const usage = params.text('Usage');
  if (usage && !['image', 'disk', 'image_disk', 'none'].includes(usage)) throw notFound('InvalidUsage', 'Usage');
  const ids = params.jsonList('SnapshotIds', {
    tooMany: new ApiError(
      403,
      'InvalidSnapshotIds.Malformed',
      'The amount of specified snapshot ids exceeds the limit.',
    ),
  });
  const tagsMatch = tagFilter(params);
  const nameMatches = wildcard(params.text('SnapshotName'));
  const since = creationFilter(c);
  const encrypted = params.boolean('Encrypted');
  const matches = exactly<Snapshot>(params, {
    DiskId: (s) => s.sourceDiskId,
    InstanceId: (s) => s.sourceInstanceId,
    SnapshotLinkId: (s) => s.linkId,
    KMSKeyId: (s) => s.kmsKeyId,
    ResourceGroupId: (s) => s.resourceGroupId,
  });
  const pool = ids ? ids.flatMap((id) => findSnapshot(c, id) ?? []) : [...c.estate.snapshots.values()];
  const found = pool.filter(
    (s) =>
      s.regionId === c.regionId &&
      s.requestedAt >= since &&
      tagsMatch(s.tags) &&
      nameMatches(s.name) &&
      (status === 'all' || s.status === status) &&
      (type === 'all' || s.type === type) &&
      (sourceType === undefined || s.sourceDiskType === sourceType) &&
      (usage === undefined || usageOf(c, s) === usage) &&
      (encrypted === undefined || s.encrypted === encrypted) &&
      matches(s),
  );
  const page = pageOf(found, params, { maximum: 100 });
  return { ...pageFields(page), Snapshots: { Snapshot: page.items.map((snapshot) => snapshotView(c, snapshot)) } };
}

/** The group's id is not among the fields. [trap 14] */
function snapshotView(c: Context, s: Snapshot): Record<string, unknown> {
  const taken = c.now >= s.takenAt;
  return {
    SnapshotId: s.id,
    ...(s.name === '' ? {} : { SnapshotName: s.name }),
    Description: s.description,
    RegionId: s.regionId,
    Status: s.status,
    Progress: `${snapshotProgress(s, c.now)}%`,
    RemainTime: s.status === 'progressing' ? Math.max(0, Math.ceil((s.doneAt - c.now) / 1000)) : 0,
    Available: isAvailable(s, c.now),
    // Empty until the point in time has been taken. [trap 9]
    CreationTime: taken ? seconds(s.takenAt) : '',
    LastModifiedTime: seconds(Math.min(c.now, Math.max(s.doneAt, s.requestedAt))),
    SnapshotType: s.type,
    Category: 'standard',
    InstantAccess: s.instantAccess,
    ...(s.retentionDays > 0 ? { RetentionDays: s.retentionDays } : {}),
    SourceDiskId: s.sourceDiskId,
    SourceDiskType: s.sourceDiskType,
    SourceDiskSize: String(s.sourceDiskSizeGiB),
    SourceStorageType: 'disk',
    Usage: usageOf(c, s),
    Encrypted: s.encrypted,
    KMSKeyId: s.kmsKeyId,
    ProductCode: '',
    ResourceGroupId: s.resourceGroupId,
    SnapshotLinkId: s.linkId,
    SnapshotSN: s.serialNumber,
    Tags: ecsTags(s.tags),
  };
}

/** What has to be true of a disk before a snapshot of it starts. [states: disk preconditions, trap 15, trap 17] */
export function checkSnapshotable(c: Context, disk: Disk, options: { group: boolean }): void {
  const { estate } = c;
  if (isLocal(disk.category)) {
    throw new ApiError(
      400,
      'DiskCategory.OperationNotSupported',
      'The operation is not supported for the category of the specified disk.',
    );
  }
  if (!disk.everAttached)
    throw new ApiError(
      403,
      'IncorrectDiskStatus.NeverAttached',
      'The specified disk has never been attached to an instance.',
    );
  if (disk.status !== 'In_use' && disk.status !== 'Available') {
    throw new ApiError(403, 'IncorrectDiskStatus', 'The current disk status does not support this operation.');
  }
  for (const instanceId of disk.instanceIds) {
    const instance = estate.instances.get(instanceId);
    if (!instance) continue;
    refuseLocked(instance);
    if (instance.status !== 'Running' && instance.status !== 'Stopped') {
      throw new ApiError(
        400,
        'IncorrectInstanceStatus',
        'The current status of the resource does not support this operation.',
      );
    }
  }
  const snapshots = estate.snapshotsOf(disk.id);
  const running = snapshots.filter((snapshot) => snapshot.status === 'progressing').length;
  if (isEssdFamily(disk.category)) {
    if (running >= estate.quotas.concurrentSnapshotsPerEssd) {
      throw options.group
        ? new ApiError(
            403,
            'IncorrectDiskStatus.TooManyCreatingSnapshots',
            'The disk has too many snapshots being created.',
          )
        : new ApiError(
            403,
            'QuotaExceed.ConcurrentSnapshotQuota',
            'The concurrent snapshot quota of the disk is exceeded.',
          );
    }
  } else if (running > 0) {
    throw new ApiError(403, 'IncorrectDiskStatus.CreatingSnapshot', 'A previous snapshot creation is in process.');
  }
  if (snapshots.filter((snapshot) => snapshot.type === 'user').length >= estate.quotas.snapshotsPerDisk) {
    throw new ApiError(403, 'QuotaExceed.Snapshot', 'The snapshot quota of the disk is exceeded.');
  }
  if (disk.encrypted) checkKmsKey(c, disk.kmsKeyId || undefined);
}

const SNAPSHOT_NAME = { status: 400, code: 'InvalidSnapshotName.Malformed' };
const DESCRIPTION = { status: 404, code: 'InvalidDescription.Malformed' };

function createSnapshot(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  checkName(params.text('SnapshotName'), SNAPSHOT_NAME, /^(https?:\/\/|auto)/i);
  checkDescription(params.text('Description'), DESCRIPTION);
  const retentionDays = params.number('RetentionDays');
  if (retentionDays !== undefined && (!Number.isInteger(retentionDays) || retentionDays < 1 || retentionDays > 65536)) {
    throw new ApiError(400, 'InvalidRetentionDays.Malformed', 'The specified RetentionDays is not valid.');
  }
  const tags = readTags(params);
  const disk = needDisk(c, params.need('DiskId'));
  checkSnapshotable(c, disk, { group: false });
  const snapshot = takeSnapshot(estate, disk, {
    name: params.text('SnapshotName'),
    description: params.text('Description'),
    retentionDays,
    tags,
    resourceGroupId: params.text('ResourceGroupId'),
    doomed: c.doomed,
  });
  return { SnapshotId: snapshot.id };
}

function createSnapshotGroup(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  checkName(params.text('Name'), { status: 400, code: 'InvalidParameter.Name' });
  checkDescription(params.text('Description'), { status: 400, code: 'InvalidParameter.Description' });
  const tags = readTags(params, VALUES_OF_IMAGES);
  const chosen = params.list('DiskId');
  const excluded = params.list('ExcludeDiskId');
  if (chosen.length > 0 && excluded.length > 0) {
    throw new ApiError(
      400,
      'InvalidParam.ExcludeDiskIdsAndDiskIds.Conflict',
      'DiskId and ExcludeDiskId cannot be used together.',
    );
  }
  const instanceId = params.text('InstanceId');
  if (!instanceId && chosen.length === 0)
    throw new ApiError(400, 'MissingParamter.InstanceId', 'The parameter InstanceId or DiskId is needed.');
  const instance = instanceId ? findInstance(c, instanceId) : undefined;
  if (instanceId && !instance) throw notFound('InvalidInstanceId.NotFound', 'InstanceId');
  const disks =
    chosen.length > 0
      ? chosen.map((id) => needDisk(c, id))
      : estate.disksOf(instance?.id ?? '').filter((disk) => !excluded.includes(disk.id));
  for (const id of excluded) if (!findDisk(c, id)) throw notFound('InvalidDiskId.NotFound', 'DiskId');
  if (disks.length === 0) throw new ApiError(403, 'InvalidInstance.NoDisk', 'The specified instance has no disk.');
  if (instance && disks.some((disk) => !disk.instanceIds.includes(instance.id))) {
    throw new ApiError(403, 'IncorrectDiskStatus', 'The specified disk is not attached to the specified instance.');
  }
  checkMembers(c, disks);
  const resourceGroupId = resourceGroupOf(c);
  const group: SnapshotGroup = {
    id: estate.ids.resource('ssg', c.regionId),
    name: params.text('Name') ?? '',
    description: params.text('Description') ?? '',
    regionId: c.regionId,
    instanceId: commonInstance(disks),
    status: 'progressing',
    createdAt: c.now,
    doneAt: c.now,
    snapshotIds: [],
    resourceGroupId,
    tags,
  };
  takeSnapshotGroup(estate, disks, group, c.doomed);
  return { SnapshotGroupId: group.id };
}

/** One member that does not fit spoils the whole call. [trap 13, limits: snapshot_group] */
function checkMembers(c: Context, disks: Disk[]): void {
  const { quotas } = c.estate;
  if (disks.length > quotas.snapshotGroupDisks)
    throw new ApiError(
      403,
      'NumberExceed.TooManyDisks',
      'The number of disks exceeds the limit of a snapshot-consistent group.',
    );
  const capacity = disks.reduce((sum, disk) => sum + disk.sizeGiB, 0);
  if (capacity > quotas.snapshotGroupTiB * 1024)
    throw new ApiError(403, 'CapacityExceed.TooManyDisks', 'The total capacity of the disks exceeds the limit.');
  if (new Set(disks.map((disk) => disk.zoneId)).size > 1)
    throw new ApiError(400, 'InvalidDiskIds.NotInSameZone', 'The specified disks are not in the same zone.');
  for (const disk of disks) {
    if (!isEssdFamily(disk.category)) {
      throw new ApiError(
        400,
        'DiskCategory.OperationNotSupported',
        'The operation is not supported for the category of the specified disk.',
      );
    }
  }
  const regional = disks.filter((disk) => disk.category === 'cloud_regional_disk_auto').length;
  if (regional > 0 && regional < disks.length)
    throw new ApiError(
      403,
      'InvalidDisk.DiskCategoryInconsistent',
      'Regional disks can only be grouped among themselves.',
    );
  if (disks.some((disk) => disk.multiAttach))
    throw new ApiError(
      403,
      'InvalidOperation.MultiAttachDisk',
      'Multi-attach disks cannot be in a snapshot-consistent group.',
    );
  for (const disk of disks) checkSnapshotable(c, disk, { group: true });
}

/** InstanceId is filled only when all members are of one instance. [states: snapshot_group.fields] */
function commonInstance(disks: Disk[]): string {
  const owners = new Set(disks.map((disk) => disk.instanceIds[0] ?? ''));
  return owners.size === 1 ? ([...owners][0] ?? '') : '';
}

function describeSnapshotGroups(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  const ids = params.list('SnapshotGroupId');
  if (ids.length > 10) throw new ApiError(400, 'InvalidParameter', 'At most 10 SnapshotGroupId can be given.');
  const statuses = params.list('Status');
  const tagsMatch = tagFilter(params);
  const nameMatches = wildcard(params.text('Name'));
  const instanceId = params.text('InstanceId');
  const matches = exactly<SnapshotGroup>(params, { ResourceGroupId: (group) => group.resourceGroupId });
  const found = [...estate.snapshotGroups.values()].filter(
    (group) =>
      group.regionId === c.regionId &&
      matches(group) &&
      (ids.length === 0 || ids.includes(group.id)) &&
      (statuses.length === 0 || statuses.includes(group.status)) &&
      (instanceId === undefined || group.instanceId === instanceId) &&
      nameMatches(group.name) &&
      tagsMatch(group.tags),
  );
  // Token paging only. [trap 8]
  const page = pageOf(found, params, { minimum: 1, maximum: 100 });
  return {
    NextToken: page.nextToken,
    SnapshotGroups: { SnapshotGroup: page.items.map((group) => groupView(c, group)) },
  };
}

function groupView(c: Context, group: SnapshotGroup): Record<string, unknown> {
  const members = group.snapshotIds.flatMap((id) => c.estate.snapshots.get(id) ?? []);
  // Members may not all be listed while progressing. [trap 11]
  const listed = group.status === 'progressing' ? members.filter((member) => c.now >= member.takenAt) : members;
  return {
    SnapshotGroupId: group.id,
    InstanceId: group.instanceId,
    Name: group.name,
    Description: group.description,
    Status: group.status,
    CreationTime: seconds(group.createdAt),
    ProgressStatus: '',
    ResourceGroupId: group.resourceGroupId,
    Tags: plainTags(group.tags),
    Snapshots: {
      Snapshot: listed.map((member) => ({
        SnapshotId: member.id,
        SourceDiskId: member.sourceDiskId,
        SourceDiskType: member.sourceDiskType,
        Progress: `${snapshotProgress(member, c.now)}%`,
        Available: isAvailable(member, c.now),
        InstantAccess: member.instantAccess,
        InstantAccessRetentionDays: 0,
        Tags: plainTags(member.tags),
      })),
    },
  };
}

function deleteSnapshot(c: Context): Record<string, unknown> {
  const snapshot = findSnapshot(c, c.params.need('SnapshotId'));
  if (!snapshot) return {};
  refuseNeeded(c, snapshot, c.params.boolean('Force') ?? false);
  // Deleting a running one cancels it. [trap 40]
  c.estate.snapshots.delete(snapshot.id);
  return {};
}

/** [states: snapshot preconditions] */
function refuseNeeded(c: Context, snapshot: Snapshot, force: boolean): void {
  const usage = usageOf(c, snapshot);
  if (usage.startsWith('image'))
    throw new ApiError(403, 'SnapshotCreatedImage', 'The snapshot has been used to create an image.');
  if (usage === 'disk' && !force)
    throw new ApiError(403, 'SnapshotCreatedDisk', 'The snapshot has been used to create a disk.');
}

function deleteSnapshotGroup(c: Context): Record<string, unknown> {
  const group = c.estate.snapshotGroups.get(c.params.need('SnapshotGroupId'));
  if (!group || group.regionId !== c.regionId) throw notFound('InvalidSnapshotGroupId.NotFound', 'SnapshotGroupId');
  const progress = group.snapshotIds.flatMap((id) => {
    const snapshot = c.estate.snapshots.get(id);
    if (!snapshot) return [];
    const kept = usageOf(c, snapshot).startsWith('image');
    if (!kept) c.estate.snapshots.delete(id);
    return [
      {
        OperationStatus: kept ? 'Failed' : 'Success',
        ErrorCode: kept ? 'SnapshotCreatedImage' : '',
        ErrorMsg: kept ? 'The snapshot has been used to create an image.' : '',
        RelatedItemSet: { RelatedItem: [{ Name: 'SnapshotId', Value: id }] },
      },
    ];
  });
  c.estate.snapshotGroups.delete(group.id);
  return { OperationProgressSet: { OperationProgress: progress } };
}

const INSTANT_ACCESS = ['InstantAccess', 'InstantAccessRetentionDays', 'StorageLocationArn'];

export const SNAPSHOT_ACTIONS: Actions = {
  DescribeSnapshots: { handler: describeSnapshots, ignores: ['Category'] },
  CreateSnapshot: {
    handler: createSnapshot,
    mutating: true,
    tokenMismatch: SNAPSHOT_TOKEN,
    ignores: ['Category', ...INSTANT_ACCESS],
  },
  DeleteSnapshot: { handler: deleteSnapshot, mutating: true },
  DescribeSnapshotGroups: { handler: describeSnapshotGroups, ignores: ['AdditionalAttributes.N'] },
  CreateSnapshotGroup: {
    handler: createSnapshotGroup,
    mutating: true,
    tokenMismatch: SNAPSHOT_TOKEN,
    ignores: INSTANT_ACCESS,
  },
  DeleteSnapshotGroup: { handler: deleteSnapshotGroup, mutating: true },
};
