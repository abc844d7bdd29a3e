/**
 * The official SDK's request models: which parameters an action has on the wire, and of which type. [sdk: request models]
 * Imported file by file, never through the package's barrel, which loads over a thousand models.
 */
import { AttachDiskRequest as EcsAttachDisk } from '@alicloud/ecs20140526/dist/models/AttachDiskRequest.js';
import { CancelCopyImageRequest as EcsCancelCopyImage } from '@alicloud/ecs20140526/dist/models/CancelCopyImageRequest.js';
import { CopyImageRequest as EcsCopyImage } from '@alicloud/ecs20140526/dist/models/CopyImageRequest.js';
import { CreateDiskRequest as EcsCreateDisk } from '@alicloud/ecs20140526/dist/models/CreateDiskRequest.js';
import { CreateImageRequest as EcsCreateImage } from '@alicloud/ecs20140526/dist/models/CreateImageRequest.js';
import { CreateSnapshotGroupRequest as EcsCreateSnapshotGroup } from '@alicloud/ecs20140526/dist/models/CreateSnapshotGroupRequest.js';
import { CreateSnapshotRequest as EcsCreateSnapshot } from '@alicloud/ecs20140526/dist/models/CreateSnapshotRequest.js';
import { CreateVSwitchRequest as EcsCreateVSwitch } from '@alicloud/ecs20140526/dist/models/CreateVswitchRequest.js';
import { DeleteDiskRequest as EcsDeleteDisk } from '@alicloud/ecs20140526/dist/models/DeleteDiskRequest.js';
import { DeleteImageRequest as EcsDeleteImage } from '@alicloud/ecs20140526/dist/models/DeleteImageRequest.js';
import { DeleteInstanceRequest as EcsDeleteInstance } from '@alicloud/ecs20140526/dist/models/DeleteInstanceRequest.js';
import { DeleteInstancesRequest as EcsDeleteInstances } from '@alicloud/ecs20140526/dist/models/DeleteInstancesRequest.js';
import { DeleteSnapshotGroupRequest as EcsDeleteSnapshotGroup } from '@alicloud/ecs20140526/dist/models/DeleteSnapshotGroupRequest.js';
import { DeleteSnapshotRequest as EcsDeleteSnapshot } from '@alicloud/ecs20140526/dist/models/DeleteSnapshotRequest.js';
import { DeleteVSwitchRequest as EcsDeleteVSwitch } from '@alicloud/ecs20140526/dist/models/DeleteVswitchRequest.js';
import { DescribeAccountAttributesRequest as EcsDescribeAccountAttributes } from '@alicloud/ecs20140526/dist/models/DescribeAccountAttributesRequest.js';
import { DescribeAutoSnapshotPolicyAssociationsRequest as EcsDescribeAutoSnapshotPolicyAssociations } from '@alicloud/ecs20140526/dist/models/DescribeAutoSnapshotPolicyAssociationsRequest.js';
import { DescribeAutoSnapshotPolicyExRequest as EcsDescribeAutoSnapshotPolicyEx } from '@alicloud/ecs20140526/dist/models/DescribeAutoSnapshotPolicyExRequest.js';
import { DescribeAvailableResourceRequest as EcsDescribeAvailableResource } from '@alicloud/ecs20140526/dist/models/DescribeAvailableResourceRequest.js';
import { DescribeCloudAssistantStatusRequest as EcsDescribeCloudAssistantStatus } from '@alicloud/ecs20140526/dist/models/DescribeCloudAssistantStatusRequest.js';
import { DescribeDiskEncryptionByDefaultStatusRequest as EcsDescribeDiskEncryptionByDefaultStatus } from '@alicloud/ecs20140526/dist/models/DescribeDiskEncryptionByDefaultStatusRequest.js';
import { DescribeDisksRequest as EcsDescribeDisks } from '@alicloud/ecs20140526/dist/models/DescribeDisksRequest.js';
import { DescribeImageSupportInstanceTypesRequest as EcsDescribeImageSupportInstanceTypes } from '@alicloud/ecs20140526/dist/models/DescribeImageSupportInstanceTypesRequest.js';
import { DescribeImagesRequest as EcsDescribeImages } from '@alicloud/ecs20140526/dist/models/DescribeImagesRequest.js';
import { DescribeInstanceAttributeRequest as EcsDescribeInstanceAttribute } from '@alicloud/ecs20140526/dist/models/DescribeInstanceAttributeRequest.js';
import { DescribeInstanceAutoRenewAttributeRequest as EcsDescribeInstanceAutoRenewAttribute } from '@alicloud/ecs20140526/dist/models/DescribeInstanceAutoRenewAttributeRequest.js';
import { DescribeInstanceHistoryEventsRequest as EcsDescribeInstanceHistoryEvents } from '@alicloud/ecs20140526/dist/models/DescribeInstanceHistoryEventsRequest.js';
import { DescribeInstanceMaintenanceAttributesRequest as EcsDescribeInstanceMaintenanceAttributes } from '@alicloud/ecs20140526/dist/models/DescribeInstanceMaintenanceAttributesRequest.js';
import { DescribeInstanceRamRoleRequest as EcsDescribeInstanceRamRole } from '@alicloud/ecs20140526/dist/models/DescribeInstanceRamRoleRequest.js';
import { DescribeInstanceStatusRequest as EcsDescribeInstanceStatus } from '@alicloud/ecs20140526/dist/models/DescribeInstanceStatusRequest.js';
import { DescribeInstancesRequest as EcsDescribeInstances } from '@alicloud/ecs20140526/dist/models/DescribeInstancesRequest.js';
import { DescribeInstanceTypeFamiliesRequest as EcsDescribeInstanceTypeFamilies } from '@alicloud/ecs20140526/dist/models/DescribeInstanceTypeFamiliesRequest.js';
import { DescribeInstanceTypesRequest as EcsDescribeInstanceTypes } from '@alicloud/ecs20140526/dist/models/DescribeInstanceTypesRequest.js';
import { DescribeInvocationResultsRequest as EcsDescribeInvocationResults } from '@alicloud/ecs20140526/dist/models/DescribeInvocationResultsRequest.js';
import { DescribeInvocationsRequest as EcsDescribeInvocations } from '@alicloud/ecs20140526/dist/models/DescribeInvocationsRequest.js';
import { DescribeNetworkInterfacesRequest as EcsDescribeNetworkInterfaces } from '@alicloud/ecs20140526/dist/models/DescribeNetworkInterfacesRequest.js';
import { DescribePriceRequest as EcsDescribePrice } from '@alicloud/ecs20140526/dist/models/DescribePriceRequest.js';
import { DescribeRecommendInstanceTypeRequest as EcsDescribeRecommendInstanceType } from '@alicloud/ecs20140526/dist/models/DescribeRecommendInstanceTypeRequest.js';
import { DescribeRegionsRequest as EcsDescribeRegions } from '@alicloud/ecs20140526/dist/models/DescribeRegionsRequest.js';
import { DescribeSecurityGroupAttributeRequest as EcsDescribeSecurityGroupAttribute } from '@alicloud/ecs20140526/dist/models/DescribeSecurityGroupAttributeRequest.js';
import { DescribeSecurityGroupsRequest as EcsDescribeSecurityGroups } from '@alicloud/ecs20140526/dist/models/DescribeSecurityGroupsRequest.js';
import { DescribeSnapshotGroupsRequest as EcsDescribeSnapshotGroups } from '@alicloud/ecs20140526/dist/models/DescribeSnapshotGroupsRequest.js';
import { DescribeSnapshotsRequest as EcsDescribeSnapshots } from '@alicloud/ecs20140526/dist/models/DescribeSnapshotsRequest.js';
import { DescribeUserDataRequest as EcsDescribeUserData } from '@alicloud/ecs20140526/dist/models/DescribeUserDataRequest.js';
import { DescribeVpcsRequest as EcsDescribeVpcs } from '@alicloud/ecs20140526/dist/models/DescribeVpcsRequest.js';
import { DescribeVSwitchesRequest as EcsDescribeVSwitches } from '@alicloud/ecs20140526/dist/models/DescribeVswitchesRequest.js';
import { DescribeZonesRequest as EcsDescribeZones } from '@alicloud/ecs20140526/dist/models/DescribeZonesRequest.js';
import { DetachDiskRequest as EcsDetachDisk } from '@alicloud/ecs20140526/dist/models/DetachDiskRequest.js';
import { ListTagResourcesRequest as EcsListTagResources } from '@alicloud/ecs20140526/dist/models/ListTagResourcesRequest.js';
import { ModifyInstanceAttributeRequest as EcsModifyInstanceAttribute } from '@alicloud/ecs20140526/dist/models/ModifyInstanceAttributeRequest.js';
import { RebootInstanceRequest as EcsRebootInstance } from '@alicloud/ecs20140526/dist/models/RebootInstanceRequest.js';
import { RunCommandRequest as EcsRunCommand } from '@alicloud/ecs20140526/dist/models/RunCommandRequest.js';
import { RunInstancesRequest as EcsRunInstances } from '@alicloud/ecs20140526/dist/models/RunInstancesRequest.js';
import { StartInstanceRequest as EcsStartInstance } from '@alicloud/ecs20140526/dist/models/StartInstanceRequest.js';
import { StopInstanceRequest as EcsStopInstance } from '@alicloud/ecs20140526/dist/models/StopInstanceRequest.js';
import { TagResourcesRequest as EcsTagResources } from '@alicloud/ecs20140526/dist/models/TagResourcesRequest.js';
import { UntagResourcesRequest as EcsUntagResources } from '@alicloud/ecs20140526/dist/models/UntagResourcesRequest.js';
import { CreateVSwitchRequest as VpcCreateVSwitch } from '@alicloud/vpc20160428/dist/models/CreateVswitchRequest.js';
import { DeleteVSwitchRequest as VpcDeleteVSwitch } from '@alicloud/vpc20160428/dist/models/DeleteVswitchRequest.js';
import { DescribeVpcAttributeRequest as VpcDescribeVpcAttribute } from '@alicloud/vpc20160428/dist/models/DescribeVpcAttributeRequest.js';
import { DescribeVpcsRequest as VpcDescribeVpcs } from '@alicloud/vpc20160428/dist/models/DescribeVpcsRequest.js';
import { DescribeVSwitchAttributesRequest as VpcDescribeVSwitchAttributes } from '@alicloud/vpc20160428/dist/models/DescribeVswitchAttributesRequest.js';
import { DescribeVSwitchesRequest as VpcDescribeVSwitches } from '@alicloud/vpc20160428/dist/models/DescribeVswitchesRequest.js';
import { DescribeZonesRequest as VpcDescribeZones } from '@alicloud/vpc20160428/dist/models/DescribeZonesRequest.js';
import { ListTagResourcesRequest as VpcListTagResources } from '@alicloud/vpc20160428/dist/models/ListTagResourcesRequest.js';
import { TagResourcesRequest as VpcTagResources } from '@alicloud/vpc20160428/dist/models/TagResourcesRequest.js';
import type { Product } from './request.ts';

/** What a field of a model is: a scalar's name, a nested model, or a list of either. */
export type FieldType =
  | 'string'
  | 'number'
  | 'boolean'
  | 'any'
  | 'map'
  | ModelClass
  | { type: string; itemType?: FieldType };

/** The part of an SDK model that this code relies on. */
export interface ModelClass {
  /** Property name → wire name. */
  names(): Record<string, string>;
  /** Property name → type. */
  types(): Record<string, unknown>;
}

const ECS: Record<string, ModelClass> = {
  AttachDisk: EcsAttachDisk,
  CancelCopyImage: EcsCancelCopyImage,
  CopyImage: EcsCopyImage,
  CreateDisk: EcsCreateDisk,
  CreateImage: EcsCreateImage,
  CreateSnapshot: EcsCreateSnapshot,
  CreateSnapshotGroup: EcsCreateSnapshotGroup,
  CreateVSwitch: EcsCreateVSwitch,
  DeleteDisk: EcsDeleteDisk,
  DeleteImage: EcsDeleteImage,
  DeleteInstance: EcsDeleteInstance,
  DeleteInstances: EcsDeleteInstances,
  DeleteSnapshot: EcsDeleteSnapshot,
  DeleteSnapshotGroup: EcsDeleteSnapshotGroup,
  DeleteVSwitch: EcsDeleteVSwitch,
  DescribeAccountAttributes: EcsDescribeAccountAttributes,
  DescribeAutoSnapshotPolicyAssociations: EcsDescribeAutoSnapshotPolicyAssociations,
  DescribeAutoSnapshotPolicyEx: EcsDescribeAutoSnapshotPolicyEx,
  DescribeAvailableResource: EcsDescribeAvailableResource,
  DescribeCloudAssistantStatus: EcsDescribeCloudAssistantStatus,
  DescribeDiskEncryptionByDefaultStatus: EcsDescribeDiskEncryptionByDefaultStatus,
  DescribeDisks: EcsDescribeDisks,
  DescribeImageSupportInstanceTypes: EcsDescribeImageSupportInstanceTypes,
  DescribeImages: EcsDescribeImages,
  DescribeInstanceAttribute: EcsDescribeInstanceAttribute,
  DescribeInstanceAutoRenewAttribute: EcsDescribeInstanceAutoRenewAttribute,
  DescribeInstanceHistoryEvents: EcsDescribeInstanceHistoryEvents,
  DescribeInstanceMaintenanceAttributes: EcsDescribeInstanceMaintenanceAttributes,
  DescribeInstanceRamRole: EcsDescribeInstanceRamRole,
  DescribeInstanceStatus: EcsDescribeInstanceStatus,
  DescribeInstanceTypeFamilies: EcsDescribeInstanceTypeFamilies,
  DescribeInstanceTypes: EcsDescribeInstanceTypes,
  DescribeInstances: EcsDescribeInstances,
  DescribeInvocationResults: EcsDescribeInvocationResults,
  DescribeInvocations: EcsDescribeInvocations,
  DescribeNetworkInterfaces: EcsDescribeNetworkInterfaces,
  DescribePrice: EcsDescribePrice,
  DescribeRecommendInstanceType: EcsDescribeRecommendInstanceType,
  DescribeRegions: EcsDescribeRegions,
  DescribeSecurityGroupAttribute: EcsDescribeSecurityGroupAttribute,
  DescribeSecurityGroups: EcsDescribeSecurityGroups,
  DescribeSnapshotGroups: EcsDescribeSnapshotGroups,
  DescribeSnapshots: EcsDescribeSnapshots,
  DescribeUserData: EcsDescribeUserData,
  DescribeVSwitches: EcsDescribeVSwitches,
  DescribeVpcs: EcsDescribeVpcs,
  DescribeZones: EcsDescribeZones,
  DetachDisk: EcsDetachDisk,
  ListTagResources: EcsListTagResources,
  ModifyInstanceAttribute: EcsModifyInstanceAttribute,
  RebootInstance: EcsRebootInstance,
  RunCommand: EcsRunCommand,
  RunInstances: EcsRunInstances,
  StartInstance: EcsStartInstance,
  StopInstance: EcsStopInstance,
  TagResources: EcsTagResources,
  UntagResources: EcsUntagResources,
};

const VPC: Record<string, ModelClass> = {
  CreateVSwitch: VpcCreateVSwitch,
  DeleteVSwitch: VpcDeleteVSwitch,
  DescribeVSwitchAttributes: VpcDescribeVSwitchAttributes,
  DescribeVSwitches: VpcDescribeVSwitches,
  DescribeVpcAttribute: VpcDescribeVpcAttribute,
  DescribeVpcs: VpcDescribeVpcs,
  DescribeZones: VpcDescribeZones,
  ListTagResources: VpcListTagResources,
  TagResources: VpcTagResources,
};

/** GetCallerIdentity takes no parameter and therefore has no request model. */
const NO_PARAMETERS: ModelClass = { names: () => ({}), types: () => ({}) };
const STS: Record<string, ModelClass> = { GetCallerIdentity: NO_PARAMETERS };

const BY_PRODUCT: Record<Product, Record<string, ModelClass>> = { ecs: ECS, vpc: VPC, sts: STS };

/** The request model of an action; undefined for an action that the embedded cloud does not have. */
export function requestModel(product: Product, action: string): ModelClass | undefined {
  return BY_PRODUCT[product][action];
}
