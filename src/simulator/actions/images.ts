import { imageProgress, isUsable, startImage } from '../estate/images.ts';
import type { Image, ImageMapping, Snapshot } from '../estate/model.ts';
import { takeSnapshot } from '../estate/snapshots.ts';
import { type SystemImage, systemImage, unknownSystem } from '../estate/system-images.ts';
import { seconds } from '../time.ts';
import { ApiError, dryRunPassed, missing, notFound } from '../wire/api-error.ts';
import type { Params } from '../wire/params.ts';
import {
  type Actions,
  COMMON_TOKEN,
  type Context,
  findImage,
  findInstance,
  findSnapshot,
  refuseLocked,
  resourceGroupOf,
} from './context.ts';
import { exactly, pageOf } from './paging.ts';
import { checkSnapshotable } from './snapshots.ts';
import { ecsTags, readTags, tagFilter, VALUES_OF_IMAGES } from './tags.ts';
import { checkDescription, checkName, wildcard } from './texts.ts';

/** Images: reading, creating from snapshots or from an instance, copying, deleting. */

const STATUSES = ['Creating', 'Waiting', 'Available', 'UnAvailable', 'CreateFailed', 'Deprecated'];

function describeImages(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  const usable = params.boolean('Usable');
  const statusText = params.text('Status');
  // Status becomes mandatory together with Usable. [trap 4]
  if (usable !== undefined && !statusText) throw missing('Status');
  const statuses = statusText?.split(',').map((status) => status.trim()) ?? ['Available'];
  if (statuses.includes('ALL') && statuses.length > 1)
    throw new ApiError(400, 'InvalidParamter', 'The status ALL cannot be combined with others.');
  if (!statuses.every((status) => status === 'ALL' || STATUSES.includes(status)))
    throw new ApiError(400, 'InvalidParamter', 'The specified Status is not valid.');
  const owner = params.text('ImageOwnerAlias');
  if (owner && !['system', 'self', 'others', 'marketplace'].includes(owner))
    throw new ApiError(
      400,
      'InvalidImageOwnerAlias.ValueNotSupported',
      'The specified ImageOwnerAlias is not supported.',
    );
  const ids = params.text('ImageId')?.split(',');
  const nameMatches = wildcard(params.text('ImageName'));
  const tagsMatch = tagFilter(params);
  const snapshotId = params.text('SnapshotId');
  const usage = params.text('Usage');
  const matches = exactly<Image>(params, {
    ImageFamily: (image) => image.family,
    Architecture: (image) => image.architecture,
    OSType: (image) => image.osName.osType,
    ResourceGroupId: (image) => image.resourceGroupId,
  });
  const found = [...estate.images.values()].filter(
    (image) =>
      image.regionId === c.regionId &&
      (statuses[0] === 'ALL' || statuses.includes(image.status)) &&
      (owner === undefined || image.ownerAlias === owner) &&
      (ids === undefined || ids.includes(image.id)) &&
      (usable === undefined || isUsable(image, c.now) === usable) &&
      (snapshotId === undefined || image.mappings.some((mapping) => mapping.snapshotId === snapshotId)) &&
      (usage === undefined || usageOf(c, image) === usage) &&
      nameMatches(image.name) &&
      tagsMatch(image.tags) &&
      matches(image),
  );
  const page = pageOf(found, params, { maximum: 100 });
  return {
    RegionId: c.regionId,
    TotalCount: page.total,
    PageNumber: page.pageNumber,
    PageSize: page.pageSize,
    Images: { Image: page.items.map((image) => imageView(c, image)) },
  };
}

function usageOf(c: Context, image: Image): string {
  return [...c.estate.instances.values()].some((instance) => instance.imageId === image.id) ? 'instance' : 'none';
}

function imageView(c: Context, image: Image): Record<string, unknown> {
  const own = image.ownerAlias === 'self';
  return {
    ImageId: image.id,
    ImageName: image.name,
    ImageFamily: image.family,
    ImageVersion: image.version,
    Description: image.description,
    Status: image.status,
    Usable: isUsable(image, c.now),
    Progress: `${imageProgress(image, c.now)}%`,
    Architecture: image.architecture,
    BootMode: image.bootMode,
    Platform: image.platform,
    OSName: image.osName.osName,
    OSNameEn: image.osName.osNameEn,
    OSType: image.osName.osType,
    // The system disk only; the mapping's Size is a string. [trap 34]
    Size: systemSize(image),
    CreationTime: seconds(image.createdAt),
    ImageOwnerAlias: image.ownerAlias,
    ...(own ? { ImageOwnerId: Number(c.estate.account.id) } : {}),
    IsCopied: image.isCopied,
    IsPublic: !own,
    IsSelfShared: '',
    IsSubscribed: false,
    IsSupportCloudinit: image.osName.cloudInit,
    IsSupportIoOptimized: true,
    ProductCode: '',
    ResourceGroupId: image.resourceGroupId,
    Usage: usageOf(c, image),
    DiskDeviceMappings: {
      DiskDeviceMapping: image.mappings.map((mapping) => ({
        Device: mapping.device,
        Type: mapping.type,
        Size: String(mapping.sizeGiB),
        SnapshotId: mapping.snapshotId,
        Progress: `${imageProgress(image, c.now)}%`,
        Format: '',
        ImportOSSBucket: '',
        ImportOSSObject: '',
        Encrypted: mapping.encrypted,
      })),
    },
    Features: { NvmeSupport: 'supported', ImdsSupport: image.imdsSupport },
    Tags: ecsTags(image.tags),
  };
}

export function systemSize(image: Image): number {
  return image.mappings.find((mapping) => mapping.type === 'system')?.sizeGiB ?? image.osName.sizeGiB;
}

const IMAGE_NAME = { status: 400, code: 'InvalidImageName.Malformed' };
const DESCRIPTION = { status: 400, code: 'InvalidDescription.Malformed' };

/** Unique per account and region: a repeat without token fails although the first try succeeded. [trap 22] */
function refuseDuplicateName(c: Context, regionId: string, name: string | undefined): void {
  if (name === undefined) return;
  for (const image of c.estate.images.values()) {
    if (image.regionId === regionId && image.ownerAlias === 'self' && image.name === name) {
      throw new ApiError(400, 'InvalidImageName.Duplicated', 'The specified ImageName is already used.');
    }
  }
}

interface ImageSource {
  mappings: ImageMapping[];
  system: SystemImage;
  imdsSupport: 'v1' | 'v2';
  /** Work to do once everything is accepted; gives the moment at which the parts are there, or it shows that one never is. */
  begin: () => Parts;
}

interface Parts {
  at: number;
  fail: boolean;
}

/** [params: CreateImage.Platform] */
const PLATFORMS: readonly string[] = [
  'Aliyun',
  'Anolis',
  'CentOS',
  'Ubuntu',
  'CoreOS',
  'SUSE',
  'Debian',
  'OpenSUSE',
  'FreeBSD',
  'RedHat',
  'Kylin',
  'UOS',
  'Fedora',
  'Fedora CoreOS',
  'CentOS Stream',
  'AlmaLinux',
  'Rocky Linux',
  'Gentoo',
  'Customized Linux',
  'Others Linux',
  'Windows Server 2022',
  'Windows Server 2019',
  'Windows Server 2016',
  'Windows Server 2012',
  'Windows Server 2008',
  'Windows Server 2003',
];

function createImage(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  const name = params.text('ImageName');
  checkName(name, IMAGE_NAME, /^(https?:\/\/|aliyun|acs:)/i);
  checkDescription(params.text('Description'), DESCRIPTION);
  const architecture = params.text('Architecture');
  if (architecture && !['i386', 'x86_64', 'arm64'].includes(architecture))
    throw new ApiError(400, 'InvalidArchitecture.Malformed', 'The specified Architecture is not valid.');
  const bootMode = params.text('BootMode');
  if (bootMode && !['BIOS', 'UEFI', 'UEFI-Preferred'].includes(bootMode))
    throw new ApiError(400, 'InvalidBootMode.NotSupport', 'The specified BootMode is not supported.');
  const platform = params.text('Platform');
  if (platform && !PLATFORMS.includes(platform))
    throw new ApiError(400, 'InvalidPlatform.Malformed', 'The specified Platform is not valid.');
  const family = params.text('ImageFamily');
  if (family && (!/^\p{L}[\p{L}\p{N}:_-]{1,127}$/u.test(family) || /^(aliyun|acs:)/i.test(family)))
    throw new ApiError(400, 'InvalidImageFamily.Malformed', 'The specified ImageFamily is malformed.');
  const imds = params.object('Features').text('ImdsSupport');
  if (imds && imds !== 'v1' && imds !== 'v2')
    throw new ApiError(400, 'InvalidParameter.FeaturesImdsSupport', 'The specified Features.ImdsSupport is not valid.');
  const tags = readTags(params, VALUES_OF_IMAGES);
  resourceGroupOf(c);
  refuseDuplicateName(c, c.regionId, name);
  const source = imageSource(c, architecture ?? 'x86_64');
  const own = [...estate.images.values()].filter(
    (image) => image.ownerAlias === 'self' && image.regionId === c.regionId,
  ).length;
  if (own >= estate.quotas.images)
    throw new ApiError(403, 'QuotaExceed.Image', 'The maximum number of images is exceeded.');
  if (params.boolean('DryRun')) throw dryRunPassed();
  const id = estate.ids.resource('m', c.regionId);
  const parts = source.begin();
  const size = source.mappings.reduce((sum, mapping) => sum + mapping.sizeGiB, 0);
  const image: Image = {
    id,
    name: name ?? id,
    family: family ?? '',
    version: params.text('ImageVersion') ?? '',
    description: params.text('Description') ?? '',
    regionId: c.regionId,
    ownerAlias: 'self',
    status: 'Creating',
    createdAt: c.now,
    availableAt: c.now,
    usableAt: c.now,
    willFail: c.doomed || parts.fail,
    architecture: architecture ?? source.system.architecture,
    // [params: CreateImage.BootMode]
    bootMode: bootMode ?? (params.text('InstanceId') ? source.system.bootMode : 'UEFI-Preferred'),
    platform: platform ?? source.system.platform,
    osName: source.system,
    imdsSupport: imds === 'v1' || imds === 'v2' ? imds : source.imdsSupport,
    isCopied: false,
    presetPassword: true,
    resourceGroupId: resourceGroupOf(c),
    mappings: source.mappings,
    tags,
  };
  startImage(estate, image, parts.fail ? parts.at : parts.at + estate.durations.imageFromSnapshots(size));
  return { ImageId: id };
}

/** InstanceId wins over DiskDeviceMapping, that one over SnapshotId. [trap 18] */
function imageSource(c: Context, architecture: string): ImageSource {
  const instanceId = c.params.text('InstanceId');
  if (instanceId) return fromInstance(c, instanceId);
  const mappings = c.params.objects('DiskDeviceMapping');
  if (mappings.length > 0) return fromMappings(c, mappings, architecture);
  const snapshotId = c.params.text('SnapshotId');
  if (snapshotId) {
    const snapshot = usableSnapshot(c, snapshotId);
    if (snapshot.sourceDiskType !== 'system')
      throw new ApiError(403, 'InvalidSystemSnapshot.Missing', 'The specified snapshot is not of a system disk.');
    return fromParts(
      c,
      [
        {
          device: '/dev/xvda',
          type: 'system',
          sizeGiB: snapshot.sourceDiskSizeGiB,
          snapshotId,
          encrypted: snapshot.encrypted,
        },
      ],
      snapshot,
      architecture,
    );
  }
  throw missing('InstanceId');
}

/** Takes fresh snapshots of every disk: another point in time than any snapshot that exists. [trap 18] */
function fromInstance(c: Context, instanceId: string): ImageSource {
  const { estate } = c;
  const instance = findInstance(c, instanceId);
  if (!instance) throw notFound('InvalidInstanceId.NotFound', 'InstanceId');
  refuseLocked(instance, 400);
  if (instance.status !== 'Running' && instance.status !== 'Stopped') {
    throw new ApiError(
      400,
      'IncorrectInstanceStatus',
      'The current status of the resource does not support this operation.',
    );
  }
  // Disks were attached while Stopped and it has not started since. [trap 19]
  if (instance.needsRestart)
    throw new ApiError(
      403,
      'IncorrectInstanceStatus.NeedRestart',
      'The instance needs to be started before an image can be created.',
    );
  const disks = estate.disksOf(instance.id).filter((disk) => disk.status === 'In_use');
  if (!disks.some((disk) => disk.type === 'system'))
    throw new ApiError(400, 'InvalidInstance.NotFoundSystemDisk', 'The instance has no system disk.');
  for (const disk of disks) {
    if (disk.category.startsWith('local_') || disk.category.startsWith('elastic_ephemeral')) {
      throw new ApiError(
        400,
        'InvalidOperation.DiskCategoryUnsupported',
        'The disk category does not support the operation.',
      );
    }
    checkSnapshotable(c, disk, { group: false });
  }
  const mappings: ImageMapping[] = disks.map((disk) => ({
    device: disk.device,
    type: disk.type,
    sizeGiB: disk.sizeGiB,
    snapshotId: '',
    encrypted: disk.encrypted,
  }));
  return {
    mappings,
    system: instance.osName,
    imdsSupport: findImage(c, instance.imageId)?.imdsSupport ?? instance.osName.imdsSupport,
    begin: () => {
      const members = disks.map((disk, index) => {
        const snapshot = takeSnapshot(estate, disk, { name: `Created_from_${instance.id}`, doomed: c.doomed });
        const mapping = mappings[index];
        if (mapping) mapping.snapshotId = snapshot.id;
        return snapshot;
      });
      const failed = members.filter((member) => member.willFail);
      return failed.length > 0
        ? { at: Math.min(...failed.map((member) => member.takenAt)), fail: true }
        : { at: Math.max(...members.map((member) => member.doneAt)), fail: false };
    },
  };
}

function fromMappings(c: Context, entries: Params[], architecture: string): ImageSource {
  const parts: ImageMapping[] = [];
  const devices = new Set<string>();
  let system: Snapshot | undefined;
  for (const entry of entries) {
    const snapshotId = entry.text('SnapshotId');
    const snapshot = snapshotId ? usableSnapshot(c, snapshotId) : undefined;
    const type = entry.text('DiskType') ?? snapshot?.sourceDiskType ?? 'data';
    if (type !== 'system' && type !== 'data')
      throw new ApiError(400, 'InvalidDiskType.ValueNotSupported', 'The specified DiskType is not supported.');
    const size = entry.number('Size') ?? snapshot?.sourceDiskSizeGiB ?? 20;
    const [minimum, maximum] = snapshot ? [snapshot.sourceDiskSizeGiB, 65536] : [5, 32768];
    if (size < minimum || size > maximum)
      throw new ApiError(
        400,
        'InvalidSize.ValueNotSupported',
        `The specified Size ${size} is not valid: at least ${minimum} GiB are needed.`,
      );
    const device = entry.text('Device') ?? nextDevice(devices, type);
    const wellFormed = type === 'system' ? device === '/dev/xvda' : /^\/dev\/xvd[b-z]$/.test(device);
    if (!wellFormed)
      throw new ApiError(
        400,
        'InvalidDevice.Malformed',
        `The specified device ${device.slice(0, 20)} is not valid for a ${type} disk.`,
      );
    if (devices.has(device)) throw new ApiError(400, 'InvalidDevice.InUse', 'The specified device has been occupied.');
    devices.add(device);
    if (type === 'system') {
      if (system) throw new ApiError(400, 'InvalidParameter.DiskType', 'Only one system disk is allowed.');
      if (!snapshot)
        throw new ApiError(403, 'InvalidSystemSnapshot.Missing', 'The snapshot of the system disk is missing.');
      system = snapshot;
    }
    // Without a snapshot the image brings an empty data disk. [trap 20]
    parts.push({
      device,
      type,
      sizeGiB: size,
      snapshotId: snapshot?.id ?? '',
      encrypted: snapshot?.encrypted ?? false,
    });
  }
  if (!system) throw new ApiError(403, 'InvalidSystemSnapshot.Missing', 'The snapshot of the system disk is missing.');
  if (parts.length > 17)
    throw new ApiError(400, 'InvalidParameter', 'The number of DiskDeviceMapping exceeds the limit.');
  return fromParts(c, parts, system, architecture);
}

function nextDevice(taken: Set<string>, type: 'system' | 'data'): string {
  if (type === 'system') return '/dev/xvda';
  for (const letter of 'bcdefghijklmnopqrstuvwxyz') if (!taken.has(`/dev/xvd${letter}`)) return `/dev/xvd${letter}`;
  return '';
}

/** From snapshots the metadata service defaults to v1, whatever the source was. [params: CreateImage.Features] */
function fromParts(c: Context, mappings: ImageMapping[], system: Snapshot, architecture: string): ImageSource {
  const known = systemImage(system.sourceImageId) ?? findImage(c, system.sourceImageId)?.osName;
  return {
    mappings,
    system: known ?? unknownSystem(architecture),
    imdsSupport: 'v1',
    begin: () => ({ at: c.now, fail: false }),
  };
}

/**
 * CreateImage refuses a snapshot that has not finished [trap 10]. Assumption: a member of an accomplished consistency
 * group is usable once it is available (instant access), as those who drive it in production do; a scenario can have it
 * the strict way with `imagesNeedCompleteSnapshots`.
 */
function usableSnapshot(c: Context, id: string): Snapshot {
  const snapshot = findSnapshot(c, id);
  if (!snapshot) throw notFound('InvalidSnapshotId.NotFound', 'SnapshotId');
  const group = c.estate.snapshotGroups.get(snapshot.groupId);
  const instant =
    !c.estate.imagesNeedCompleteSnapshots && group?.status === 'accomplished' && snapshot.availableAt <= c.now;
  if (snapshot.status === 'progressing' && !instant)
    throw new ApiError(403, 'InvalidSnapshotId.NotReady', 'The specified snapshot has not completed yet.');
  if (snapshot.status === 'failed')
    throw new ApiError(403, 'OperationDenied', 'The specified snapshot has failed and cannot be used.');
  // A released instance's system-disk snapshots cannot become an image. [trap 21]
  if (snapshot.sourceDiskType === 'system' && !c.estate.instances.has(snapshot.sourceInstanceId)) {
    throw new ApiError(400, 'OperationDenied', 'The instance of the system disk snapshot has been released.');
  }
  return snapshot;
}

function copyImage(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  const image = findImage(c, params.need('ImageId'));
  if (!image) throw notFound('InvalidImageId.NotFound', 'ImageId');
  const destination = params.text('DestinationRegionId') ?? c.regionId;
  if (!estate.regions.has(destination))
    throw new ApiError(400, 'DestinationRegion.NotFound', 'The specified destination region does not exist.');
  const encrypted = params.boolean('Encrypted');
  if (destination === c.regionId && encrypted !== true)
    throw new ApiError(403, 'IncorrectDestinationRegion', 'The destination region must differ from the source region.');
  const name = params.text('DestinationImageName');
  checkName(name, IMAGE_NAME);
  checkDescription(params.text('DestinationDescription'), DESCRIPTION);
  const tags = readTags(params, VALUES_OF_IMAGES);
  resourceGroupOf(c);
  refuseDuplicateName(c, destination, name);
  if (image.status !== 'Available')
    throw new ApiError(400, 'IncorrectImageStatus', 'The current status of the image does not support this operation.');
  if (image.mappings.some((mapping) => mapping.encrypted) && encrypted === false) {
    throw new ApiError(403, 'OperationDeined.EncryptedSnapshot', 'The image contains encrypted snapshots.');
  }
  if (params.boolean('DryRun')) throw dryRunPassed();
  const id = estate.ids.resource('m', destination);
  const size = image.mappings.reduce((sum, mapping) => sum + mapping.sizeGiB, 0) || systemSize(image);
  const copy: Image = {
    ...image,
    id,
    name: name ?? id,
    description: params.text('DestinationDescription') ?? image.description,
    regionId: destination,
    ownerAlias: 'self',
    status: 'Creating',
    createdAt: c.now,
    willFail: c.doomed,
    isCopied: true,
    resourceGroupId: resourceGroupOf(c),
    mappings: image.mappings.map((mapping) => ({
      ...mapping,
      snapshotId: copiedSnapshot(c, mapping, destination, encrypted),
      encrypted: encrypted ?? mapping.encrypted,
    })),
    tags,
  };
  startImage(estate, copy, c.now + estate.durations.imageCopy(size));
  return { ImageId: id };
}

/** A copy has snapshots of its own in the destination. */
function copiedSnapshot(c: Context, mapping: ImageMapping, regionId: string, encrypted: boolean | undefined): string {
  const source = c.estate.snapshots.get(mapping.snapshotId);
  if (!source) return '';
  const id = c.estate.ids.resource('s', regionId);
  c.estate.snapshots.set(id, {
    ...source,
    id,
    regionId,
    groupId: '',
    encrypted: encrypted ?? source.encrypted,
    kmsKeyId: copiedKey(c, source, regionId, encrypted ?? source.encrypted),
    tags: [],
  });
  return id;
}

/** Keys belong to their region: a copy has the key that it was given, else the service key of where it goes. */
function copiedKey(c: Context, source: Snapshot, regionId: string, encrypted: boolean): string {
  if (!encrypted) return '';
  const here = regionId === c.regionId ? source.kmsKeyId : '';
  return c.params.text('KMSKeyId') ?? (here || c.estate.serviceKeyId(regionId));
}

function cancelCopyImage(c: Context): Record<string, unknown> {
  const image = findImage(c, c.params.need('ImageId'));
  if (!image) throw notFound('InvalidImageId.NotFound', 'ImageId');
  if (!image.isCopied || image.status !== 'Creating')
    throw new ApiError(400, 'IncorrectImageStatus', 'The current status of the image does not support this operation.');
  c.estate.images.delete(image.id);
  return {};
}

function deleteImage(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  const image = findImage(c, params.need('ImageId'));
  if (image?.ownerAlias === 'system') throw new ApiError(403, 'Forbidden', 'Public images cannot be deleted.');
  if (image && !(params.boolean('Force') ?? false) && usageOf(c, image) === 'instance') {
    throw new ApiError(403, 'ImageUsingByInstance', 'The image is being used by instances.');
  }
  if (params.boolean('DryRun')) throw dryRunPassed();
  // Unknown ids are ignored. [trap 40]
  if (image) estate.images.delete(image.id);
  return {};
}

export const IMAGE_ACTIONS: Actions = {
  DescribeImages: {
    handler: describeImages,
    ignores: [
      'ActionType',
      'ImageOwnerId',
      'InstanceType',
      'IsPublic',
      'IsSupportCloudinit',
      'IsSupportIoOptimized',
      'ShowExpired',
      'Filter.N.Key',
      'Filter.N.Value',
    ],
  },
  CreateImage: {
    handler: createImage,
    mutating: true,
    tokenMismatch: { status: 400, code: 'IdempotenceParamNotMatch' },
    ignores: ['DetectionStrategy', 'SecureBootOptions.SecureBootSupport'],
  },
  CopyImage: {
    handler: copyImage,
    mutating: true,
    tokenMismatch: COMMON_TOKEN,
    ignores: ['EncryptAlgorithm'],
  },
  CancelCopyImage: { handler: cancelCopyImage, mutating: true },
  DeleteImage: { handler: deleteImage, mutating: true },
};
