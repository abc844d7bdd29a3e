import { invalidInput } from '../errors.ts';
import { type Choice, chosenSoFar } from './choice-tag.ts';
import { copySizeGiB } from './copied-disk.ts';
import { diskSettings, settingParameters } from './disk-settings.ts';
import { type DiskOrigin, diskTags } from './disk-tags.ts';
import type { ChangeRequest, Disk, Image, ImageMapping, Instance, Snapshot } from './estate.ts';
import { diskName, snapshotGroupName, snapshotName } from './names.ts';
import { given, numbered } from './parameters.ts';
import { ourTags, tagParameters } from './tags.ts';

/*
 * The exact requests, without the client token, which follows from them. What the API calls optional is passed all the
 * same where its default is not what the source has.
 */

/** All disks of the instance at one moment; the excluded ones are the person's decision. */
export function snapshotGroupRequest(of: {
  instance: Instance;
  recoveryId: string;
  excludeDiskIds?: readonly string[];
  name?: string;
}): ChangeRequest {
  const { instance, recoveryId } = of;
  return {
    action: 'CreateSnapshotGroup',
    regionId: instance.regionId,
    parameters: {
      ...given({
        RegionId: instance.regionId,
        InstanceId: instance.id,
        // The API knows it as Name; SnapshotGroupName would be ignored without a word.
        Name: of.name ?? snapshotGroupName(recoveryId),
        ResourceGroupId: instance.resourceGroupId,
      }),
      ...numbered('ExcludeDiskId', [...(of.excludeDiskIds ?? [])].sort()),
      ...tagParameters(ourTags(recoveryId, instance.id)),
    },
  };
}

/** CreateSnapshot has no RegionId: the endpoint decides. */
export function snapshotRequest(of: {
  disk: Disk;
  instanceId: string;
  recoveryId: string;
  name?: string;
  regionId: string;
}): ChangeRequest {
  const { disk, recoveryId } = of;
  return {
    action: 'CreateSnapshot',
    regionId: of.regionId,
    parameters: {
      ...given({
        DiskId: disk.id,
        SnapshotName: of.name ?? snapshotName(recoveryId, disk.id),
        ResourceGroupId: disk.resourceGroupId,
      }),
      ...tagParameters(ourTags(recoveryId, of.instanceId, disk.id)),
    },
  };
}

interface ImageInput {
  instance: Instance;
  /** The image the source runs on; unknown when it has been deleted. */
  sourceImage?: Image | undefined;
  recoveryId: string;
  imageName: string;
  /** Default: what the source needs. */
  imdsV2?: boolean | undefined;
}

export function imageRequest(of: ImageInput & { mappings: readonly ImageMapping[] }): ChangeRequest {
  const mappings = of.mappings.map((mapping, i) =>
    given({
      [`DiskDeviceMapping.${i + 1}.Device`]: mapping.device,
      [`DiskDeviceMapping.${i + 1}.DiskType`]: mapping.type,
      [`DiskDeviceMapping.${i + 1}.Size`]: mapping.sizeGiB,
      [`DiskDeviceMapping.${i + 1}.SnapshotId`]: mapping.snapshotId,
    }),
  );
  return createImage(of, Object.assign({}, ...mappings));
}

/** Takes new snapshots of every disk, one after the other: it works on a running instance, but not at one moment. */
export function wholeInstanceImageRequest(of: ImageInput): ChangeRequest {
  // The description lets a later step tell this kind of image from one made of snapshots.
  const Description = `whole-instance image of ${of.instance.id}, not consistent across disks`;
  return createImage(of, { InstanceId: of.instance.id, Description });
}

function createImage(of: ImageInput, from: ChangeRequest['parameters']): ChangeRequest {
  const { instance, sourceImage } = of;
  return {
    action: 'CreateImage',
    regionId: instance.regionId,
    parameters: {
      RegionId: instance.regionId,
      ImageName: of.imageName,
      ...from,
      ...given({
        Architecture: sourceImage?.architecture,
        BootMode: sourceImage?.bootMode,
        'Features.ImdsSupport': (of.imdsV2 ?? needsImdsV2(instance)) ? 'v2' : undefined,
        ResourceGroupId: instance.resourceGroupId,
      }),
      ...tagParameters(ourTags(of.recoveryId, instance.id)),
    },
  };
}

/** The source requires metadata tokens; an image made from snapshots defaults to v1 and could not start that way. */
export function needsImdsV2(instance: Instance): boolean {
  return instance.metadata.httpTokens === 'required';
}

export function vSwitchRequest(of: {
  regionId: string;
  vpcId: string;
  zoneId: string;
  cidrBlock: string;
  name: string;
  recoveryId: string;
  sourceInstanceId?: string | undefined;
  /** What the copy in it is to have in place of what the source has. */
  choice?: Pick<Choice, 'instanceType' | 'diskCategories'> | undefined;
}): ChangeRequest {
  return {
    action: 'CreateVSwitch',
    regionId: of.regionId,
    parameters: {
      RegionId: of.regionId,
      VpcId: of.vpcId,
      ZoneId: of.zoneId,
      CidrBlock: of.cidrBlock,
      VSwitchName: of.name,
      ...tagParameters([...ourTags(of.recoveryId, of.sourceInstanceId), ...chosenSoFar(of.choice ?? {})]),
    },
  };
}

/**
 * A disk in the target instance's zone, as the source disk was. Throws InvalidInput when the source disk is gone and
 * nobody chose a category: the API's default would be a retired one.
 */
export function createDiskRequest(
  of: DiskOrigin & {
    snapshot: Snapshot;
    sourceDisk?: Disk | undefined;
    category?: string | undefined;
    zoneId: string;
    regionId: string;
    resourceGroupId?: string | undefined;
  },
): ChangeRequest {
  const { snapshot, sourceDisk } = of;
  const category = of.category ?? sourceDisk?.category;
  if (category === undefined) {
    throw invalidInput('diskCategory', category, `given, because disk ${snapshot.sourceDiskId} no longer exists`);
  }
  const size = copySizeGiB(sourceDisk, snapshot);
  const encrypted = snapshot.encrypted || sourceDisk?.encrypted === true;
  return {
    action: 'CreateDisk',
    regionId: of.regionId,
    parameters: {
      RegionId: of.regionId,
      ZoneId: of.zoneId,
      SnapshotId: snapshot.id,
      ...settingParameters(diskSettings(sourceDisk, size, category), '', 'DiskCategory'),
      ...given({
        Encrypted: encrypted ? true : undefined,
        KMSKeyId: encrypted ? (sourceDisk?.kmsKeyId ?? snapshot.kmsKeyId) : undefined,
        DiskName: diskName(sourceDisk?.name ?? snapshot.sourceDiskId),
        Description: sourceDisk?.description,
        ResourceGroupId: of.resourceGroupId ?? sourceDisk?.resourceGroupId,
      }),
      ...tagParameters(diskTags(of).tags),
    },
  };
}

/** AttachDisk knows neither RegionId nor client token. The disk outlives its instance: said, not left to a default. */
export function attachDiskRequest(of: { regionId: string; instanceId: string; diskId: string }): ChangeRequest {
  return {
    action: 'AttachDisk',
    regionId: of.regionId,
    parameters: { InstanceId: of.instanceId, DiskId: of.diskId, DeleteWithInstance: false },
  };
}
