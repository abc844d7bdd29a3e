import type { Estate } from './estate/estate.ts';
import type { Tags } from './estate/model.ts';
import type { Touched } from './policy.ts';
import type { ApiCall } from './wire/request.ts';

/** Which region a request is for, and which resources it names. */

/** Parameters that name one resource, and where to look it up. */
const RESOURCE_PARAMETERS: {
  name: string;
  kind: string;
  find: (estate: Estate, id: string) => { regionId: string; tags: Tags } | undefined;
}[] = [
  { name: 'InstanceId', kind: 'instance', find: (estate, id) => estate.instances.get(id) },
  { name: 'DiskId', kind: 'disk', find: (estate, id) => estate.disks.get(id) },
  { name: 'SnapshotId', kind: 'snapshot', find: (estate, id) => estate.snapshots.get(id) },
  { name: 'SnapshotGroupId', kind: 'snapshotgroup', find: (estate, id) => estate.snapshotGroups.get(id) },
  { name: 'ImageId', kind: 'image', find: (estate, id) => estate.images.get(id) },
  { name: 'VSwitchId', kind: 'vswitch', find: (estate, id) => estate.vSwitches.get(id) },
  { name: 'VpcId', kind: 'vpc', find: (estate, id) => estate.vpcs.get(id) },
  { name: 'SecurityGroupId', kind: 'securitygroup', find: (estate, id) => estate.securityGroups.get(id) },
];

/**
 * The service takes the region from the host where the action has no RegionId. [trap 43]
 * One endpoint stands for all hosts here: the path may name the region (`/cn-shanghai/`), else the resource's own id decides.
 */
export function resolveRegion(estate: Estate, call: ApiCall, usual: string): string {
  const named = call.params.get('RegionId') || call.pathRegion;
  if (named) return named;
  for (const { name, find } of RESOURCE_PARAMETERS) {
    const id = call.params.get(name);
    const region = id ? find(estate, id)?.regionId : undefined;
    if (region) return region;
  }
  return usual;
}

/** The resources that a request names, for RAM policies; all of the product's in the region where it names none. */
export function touchedBy(estate: Estate, call: ApiCall, regionId: string): Touched[] {
  const arn = (product: string, resource: string): string =>
    `acs:${product}:${regionId}:${estate.account.id}:${resource}`;
  const touched: Touched[] = [];
  for (const { name, kind, find } of RESOURCE_PARAMETERS) {
    const product = kind === 'vswitch' || kind === 'vpc' ? 'vpc' : call.product;
    for (const [parameter, id] of call.params) {
      if (id !== '' && (parameter === name || parameter.startsWith(`${name}.`)))
        touched.push({ arn: arn(product, `${kind}/${id}`), tags: find(estate, id)?.tags ?? [] });
    }
  }
  return touched.length > 0 ? touched : [{ arn: arn(call.product, '*'), tags: [] }];
}
