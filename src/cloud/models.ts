/**
 * The official answer models, one file each: the products' own entry points load over a thousand (0.35 s apiece).
 * An answer that cannot be cast into its model is a malformed answer.
 */

import { AttachDiskResponseBody } from '@alicloud/ecs20140526/dist/models/AttachDiskResponseBody.js';
import { CreateDiskResponseBody } from '@alicloud/ecs20140526/dist/models/CreateDiskResponseBody.js';
import { CreateImageResponseBody } from '@alicloud/ecs20140526/dist/models/CreateImageResponseBody.js';
import { CreateSnapshotGroupResponseBody } from '@alicloud/ecs20140526/dist/models/CreateSnapshotGroupResponseBody.js';
import { CreateSnapshotResponseBody } from '@alicloud/ecs20140526/dist/models/CreateSnapshotResponseBody.js';
import { DescribeAutoSnapshotPolicyExResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeAutoSnapshotPolicyExResponseBody.js';
import { DescribeAvailableResourceResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeAvailableResourceResponseBody.js';
import { DescribeDisksResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeDisksResponseBody.js';
import { DescribeImagesResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeImagesResponseBody.js';
import { DescribeInstanceAttributeResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeInstanceAttributeResponseBody.js';
import { DescribeInstanceAutoRenewAttributeResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeInstanceAutoRenewAttributeResponseBody.js';
import { DescribeInstanceHistoryEventsResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeInstanceHistoryEventsResponseBody.js';
import { DescribeInstanceRamRoleResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeInstanceRamRoleResponseBody.js';
import { DescribeInstancesResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeInstancesResponseBody.js';
import { DescribeInstanceTypesResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeInstanceTypesResponseBody.js';
import { DescribePriceResponseBody } from '@alicloud/ecs20140526/dist/models/DescribePriceResponseBody.js';
import { DescribeRecommendInstanceTypeResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeRecommendInstanceTypeResponseBody.js';
import { DescribeRegionsResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeRegionsResponseBody.js';
import { DescribeSnapshotGroupsResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeSnapshotGroupsResponseBody.js';
import { DescribeSnapshotsResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeSnapshotsResponseBody.js';
import { DescribeUserDataResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeUserDataResponseBody.js';
import { DescribeZonesResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeZonesResponseBody.js';
import { RunInstancesResponseBody } from '@alicloud/ecs20140526/dist/models/RunInstancesResponseBody.js';
import { GetCallerIdentityResponseBody } from '@alicloud/sts20150401/dist/models/GetCallerIdentityResponseBody.js';
import { CreateVSwitchResponseBody } from '@alicloud/vpc20160428/dist/models/CreateVswitchResponseBody.js';
import { DescribeVpcAttributeResponseBody } from '@alicloud/vpc20160428/dist/models/DescribeVpcAttributeResponseBody.js';
import { DescribeVSwitchesResponseBody } from '@alicloud/vpc20160428/dist/models/DescribeVswitchesResponseBody.js';
import { cast } from '@darabonba/typescript';
import type { ActionName } from './actions.ts';

const ANSWERS = {
  AttachDisk: AttachDiskResponseBody,
  CreateDisk: CreateDiskResponseBody,
  CreateImage: CreateImageResponseBody,
  CreateSnapshot: CreateSnapshotResponseBody,
  CreateSnapshotGroup: CreateSnapshotGroupResponseBody,
  CreateVSwitch: CreateVSwitchResponseBody,
  DescribeAutoSnapshotPolicyEx: DescribeAutoSnapshotPolicyExResponseBody,
  DescribeAvailableResource: DescribeAvailableResourceResponseBody,
  DescribeDisks: DescribeDisksResponseBody,
  DescribeImages: DescribeImagesResponseBody,
  DescribeInstanceAttribute: DescribeInstanceAttributeResponseBody,
  DescribeInstanceAutoRenewAttribute: DescribeInstanceAutoRenewAttributeResponseBody,
  DescribeInstanceHistoryEvents: DescribeInstanceHistoryEventsResponseBody,
  DescribeInstanceRamRole: DescribeInstanceRamRoleResponseBody,
  DescribeInstances: DescribeInstancesResponseBody,
  DescribeInstanceTypes: DescribeInstanceTypesResponseBody,
  DescribePrice: DescribePriceResponseBody,
  DescribeRecommendInstanceType: DescribeRecommendInstanceTypeResponseBody,
  DescribeRegions: DescribeRegionsResponseBody,
  DescribeSnapshotGroups: DescribeSnapshotGroupsResponseBody,
  DescribeSnapshots: DescribeSnapshotsResponseBody,
  DescribeUserData: DescribeUserDataResponseBody,
  DescribeVpcAttribute: DescribeVpcAttributeResponseBody,
  DescribeVSwitches: DescribeVSwitchesResponseBody,
  DescribeZones: DescribeZonesResponseBody,
  GetCallerIdentity: GetCallerIdentityResponseBody,
  RunInstances: RunInstancesResponseBody,
} as const satisfies Record<ActionName, new () => object>;

export type Answer<A extends ActionName> = InstanceType<(typeof ANSWERS)[A]>;

/** The body as its official model; throws a plain Error when a field has another type than the API promises. */
export function asAnswer<A extends ActionName>(action: A, body: unknown): Answer<A> {
  return cast(body, new ANSWERS[action]() as never) as Answer<A>;
}
