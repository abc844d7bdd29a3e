import type { InstanceType } from '../estate/catalogue.ts';
import { freeDevice } from '../estate/disks.ts';
import type { Disk, DiskCategory, Image, ImageMapping, Snapshot, Zone } from '../estate/model.ts';
import { ApiError, notFound } from '../wire/api-error.ts';
import type { Params } from '../wire/params.ts';
import { type Context, findSnapshot } from './context.ts';
import { checkDiskShape, encryptionOf } from './disks.ts';
import { systemSize } from './images.ts';
import { categoriesFor, isDiskCategory } from './offers.ts';
import { checkDescription, checkName } from './texts.ts';

/** Which disks a RunInstances call really makes: the image's, the overridden ones, the additional ones, the defaults. [traps 23–26] */

export interface PlannedDisk {
  type: 'system' | 'data';
  device: string;
  fields: Pick<
    Disk,
    | 'category'
    | 'performanceLevel'
    | 'sizeGiB'
    | 'usedGiB'
    | 'provisionedIops'
    | 'burstingEnabled'
    | 'encrypted'
    | 'kmsKeyId'
    | 'name'
    | 'description'
    | 'deleteWithInstance'
    | 'sourceSnapshotId'
    | 'autoSnapshotPolicyId'
  >;
}

export function planDisks(
  c: Context,
  image: Image,
  zone: Zone,
  type: InstanceType,
  emptyParams: Params,
): PlannedDisk[] {
  const plan = [systemDisk(c, image, zone, type)];
  const entries = c.params.objects('DataDisk');
  if (entries.length > 16)
    throw new ApiError(400, 'InstanceDiskNumber.LimitExceed', 'The number of data disks exceeds the limit.');
  const imageDisks = image.mappings.filter((mapping) => mapping.type === 'data');
  const overrides = new Map<string, Params>();
  const additional: Params[] = [];
  for (const entry of entries) {
    const device = entry.text('Device');
    if (device !== undefined && !/^\/dev\/xvd([b-z]|[a-z]{2})$/.test(device))
      throw new ApiError(400, 'InvalidDataDevice.Malformed', 'The specified device is not valid.');
    const inImage = device !== undefined && imageDisks.some((mapping) => mapping.device === device);
    // A device of the image overrides that disk, unless a snapshot is named: that is always one disk more. [trap 23]
    if (inImage && !entry.text('SnapshotId')) {
      if (overrides.has(device))
        throw new ApiError(403, 'InvalidDevice.InUse', 'The specified device has been occupied.');
      overrides.set(device, entry);
    } else {
      additional.push(entry);
    }
  }
  for (const mapping of imageDisks)
    plan.push(dataDisk(c, zone, type, overrides.get(mapping.device) ?? emptyParams, mapping, mapping.device));
  const taken = new Set(plan.map((disk) => disk.device));
  for (const entry of additional) {
    const wanted = entry.text('Device');
    const free = wanted !== undefined && !taken.has(wanted);
    if (wanted !== undefined && !free && !imageDisks.some((mapping) => mapping.device === wanted)) {
      throw new ApiError(403, 'InvalidDevice.InUse', 'The specified device has been occupied.');
    }
    const device = free ? wanted : freeDevice(taken);
    taken.add(device);
    plan.push(dataDisk(c, zone, type, entry, undefined, device));
  }
  if (plan.length > type.diskQuantity)
    throw new ApiError(403, 'InstanceDiskLimitExceeded', 'The number of disks exceeds the limit of the instance type.');
  return plan;
}

function systemDisk(c: Context, image: Image, zone: Zone, type: InstanceType): PlannedDisk {
  const params = c.params.object('SystemDisk');
  checkTexts(params);
  const essdOnly = !type.diskCategories.includes('cloud_efficiency');
  // cloud_efficiency, or cloud_essd at PL0 for types that take nothing else. [trap 26]
  const category = params.text('Category') ?? (essdOnly ? 'cloud_essd' : 'cloud_efficiency');
  if (!isDiskCategory(category))
    throw new ApiError(
      400,
      'InvalidSystemDiskCategory.ValueNotSupported',
      'The specified parameter SystemDisk.Category is not valid.',
    );
  refuseCategory(zone, type, category, 'system');
  const imageSize = systemSize(image);
  const sizeGiB = params.number('Size') ?? Math.max(40, imageSize);
  const usualLevel = params.text('Category') === undefined && essdOnly ? 'PL0' : 'PL1';
  if (sizeGiB < imageSize)
    throw new ApiError(
      404,
      'InvalidSystemDiskSize.LessThanImageSize',
      'The specified parameter SystemDisk.Size is less than the image size.',
    );
  const shape = checkDiskShape(
    params,
    zone,
    'system',
    category,
    sizeGiB,
    { size: { status: 400, code: 'InvalidSystemDiskSize.ValueNotSupported' } },
    usualLevel,
  );
  const mapping = image.mappings.find((candidate) => candidate.type === 'system');
  const source = sourceOf(c, mapping);
  return {
    type: 'system',
    device: '/dev/xvda',
    fields: {
      category,
      sizeGiB,
      ...shape,
      ...encryptionOf(c, params, source),
      usedGiB: Math.round(sizeGiB * 0.3),
      name: params.text('DiskName') ?? '',
      description: params.text('Description') ?? '',
      deleteWithInstance: true,
      sourceSnapshotId: mapping?.snapshotId ?? '',
      autoSnapshotPolicyId: snapshotPolicy(c, params),
    },
  };
}

function dataDisk(
  c: Context,
  zone: Zone,
  type: InstanceType,
  params: Params,
  mapping: ImageMapping | undefined,
  device: string,
): PlannedDisk {
  checkTexts(params);
  const offered = categoriesFor(zone, type);
  // cloud_auto with bursting on, a fee nobody asked for, wherever the type takes it. [trap 26]
  const usual: DiskCategory = offered.includes('cloud_auto') ? 'cloud_auto' : 'cloud_efficiency';
  const asked = params.text('Category');
  const category = asked ?? usual;
  if (!isDiskCategory(category))
    throw new ApiError(
      400,
      'InvalidDataDiskCategory.ValueNotSupported',
      'The specified data disk category is not valid.',
    );
  refuseCategory(zone, type, category, 'data');
  const snapshotId = params.text('SnapshotId');
  const snapshot = snapshotId ? additionalSnapshot(c, snapshotId) : undefined;
  const size = params.number('Size');
  // The snapshot's size, whatever Size says. [trap 24]
  const sizeGiB = snapshot?.sourceDiskSizeGiB ?? size ?? mapping?.sizeGiB ?? 0;
  if (mapping && sizeGiB < mapping.sizeGiB)
    throw new ApiError(
      403,
      'InvalidDiskSize.TooSmall',
      'The specified disk size is smaller than the size of the snapshot.',
    );
  const shape = checkDiskShape(params, zone, 'data', category, sizeGiB, {
    size: { status: 400, code: 'InvalidDataDiskSize.ValueNotSupported' },
  });
  const source = snapshot ?? sourceOf(c, mapping);
  return {
    type: 'data',
    device,
    fields: {
      category,
      sizeGiB,
      ...shape,
      burstingEnabled: asked === undefined && category === 'cloud_auto' ? sizeGiB > 3 : shape.burstingEnabled,
      ...encryptionOf(c, params, source),
      usedGiB: source ? Math.round(sizeGiB * 0.4) : 0,
      name: params.text('DiskName') ?? '',
      description: params.text('Description') ?? '',
      deleteWithInstance: params.boolean('DeleteWithInstance') ?? true,
      sourceSnapshotId: snapshot?.id ?? mapping?.snapshotId ?? '',
      autoSnapshotPolicyId: snapshotPolicy(c, params),
    },
  };
}

function snapshotPolicy(c: Context, params: Params): string {
  const id = params.text('AutoSnapshotPolicyId');
  if (id !== undefined && c.estate.autoSnapshotPolicies.get(id)?.regionId !== c.regionId)
    throw notFound('InvalidAutoSnapshotPolicyId.NotFound', 'AutoSnapshotPolicyId');
  return id ?? '';
}

function checkTexts(params: Params): void {
  checkName(params.text('DiskName'), { status: 400, code: 'InvalidDiskName.Malformed' });
  checkDescription(params.text('Description'), { status: 400, code: 'InvalidDiskDescription.Malformed' });
}

function sourceOf(c: Context, mapping: ImageMapping | undefined): { encrypted: boolean; kmsKeyId: string } | undefined {
  if (!mapping) return undefined;
  return { encrypted: mapping.encrypted, kmsKeyId: c.estate.snapshots.get(mapping.snapshotId)?.kmsKeyId ?? '' };
}

/** 400 here, 404 elsewhere. [trap 46] */
function additionalSnapshot(c: Context, id: string): Snapshot {
  const snapshot = findSnapshot(c, id);
  if (!snapshot) throw new ApiError(400, 'InvalidSnapshotId.NotFound', 'The specified SnapshotId does not exist.');
  if (snapshot.status !== 'accomplished')
    throw new ApiError(403, 'InvalidSnapshotId.NotReady', 'The specified snapshot has not completed yet.');
  return snapshot;
}

/** Zones lack categories, types lack categories. [trap 27] */
function refuseCategory(zone: Zone, type: InstanceType, category: DiskCategory, kind: 'system' | 'data'): void {
  if (!zone.diskCategories.includes(category)) {
    if (category === 'cloud_ssd')
      throw new ApiError(
        403,
        'OperationDenied.CloudSSDNotSupported',
        'The zone does not support cloud_ssd. Use cloud_essd.',
      );
    if (kind === 'system')
      throw new ApiError(
        400,
        'InvalidSystemDiskCategory.ValueNotSupported',
        'The specified parameter SystemDisk.Category is not supported in the zone.',
      );
    throw new ApiError(
      403,
      'InvalidDiskCategory.NotSupported',
      'The specified disk category is not supported in the zone.',
    );
  }
  if (!type.diskCategories.includes(category)) {
    throw new ApiError(
      403,
      'InvalidInstanceType.NotSupportDiskCategory',
      'The instance type does not support the disk category.',
    );
  }
}
