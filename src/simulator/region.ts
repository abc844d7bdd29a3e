import type { Estate } from './estate/estate.ts';
import type { ApiCall } from './wire/request.ts';

/** Which region a request is for, and which resources it names. */

/** Parameters that name one resource, and where to look it up. */
const RESOURCE_PARAMETERS: {
  name: string;
  kind: string;
  regionOf: (estate: Estate, id: string) => string | undefined;
}[] = [
  { name: 'InstanceId', kind: 'instance', regionOf: (estate, id) => estate.instances.get(id)?.regionId },
  { name: 'DiskId', kind: 'disk', regionOf: (estate, id) => estate.disks.get(id)?.regionId },
  { name: 'SnapshotId', kind: 'snapshot', regionOf: (estate, id) => estate.snapshots.get(id)?.regionId },
  { name: 'SnapshotGroupId', kind: 'snapshotgroup', regionOf: (estate, id) => estate.snapshotGroups.get(id)?.regionId },
  { name: 'ImageId', kind: 'image', regionOf: (estate, id) => estate.images.get(id)?.regionId },
  { name: 'VSwitchId', kind: 'vswitch', regionOf: (estate, id) => estate.vSwitches.get(id)?.regionId },
  { name: 'VpcId', kind: 'vpc', regionOf: (estate, id) => estate.vpcs.get(id)?.regionId },
  { name: 'SecurityGroupId', kind: 'securitygroup', regionOf: (estate, id) => estate.securityGroups.get(id)?.regionId },
];

/**
 * The service takes the region from the host where the action has no RegionId. [trap 43]
 * One endpoint stands for all hosts here: the path may name the region (`/cn-shanghai/`), else the resource's own id decides.
 */
export function resolveRegion(estate: Estate, call: ApiCall, usual: string): string {
  const named = call.params.get('RegionId') || call.pathRegion;
  if (named) return named;
  for (const { name, regionOf } of RESOURCE_PARAMETERS) {
    const id = call.params.get(name);
    const region = id ? regionOf(estate, id) : undefined;
    if (region) return region;
  }
  return usual;
}

/** ARNs of the resources that a request names, for RAM policies. */
export function resourceArns(estate: Estate, call: ApiCall, regionId: string): string[] {
  const arn = (kind: string, id: string): string =>
    `acs:${call.product}:${regionId}:${estate.account.id}:${kind}/${id}`;
  const arns: string[] = [];
  for (const { name, kind } of RESOURCE_PARAMETERS) {
    for (const [parameter, value] of call.params) {
      if (parameter === name || parameter.startsWith(`${name}.`)) arns.push(arn(kind, value));
    }
  }
  return arns;
}
