import * as ecs from '@alicloud/ecs20140526';
import * as vpc from '@alicloud/vpc20160428';
import { bodyOf } from './asking.ts';
import type { Target } from './target.ts';

type Kind = 'instance' | 'image' | 'group' | 'snapshot' | 'disk' | 'vswitch';

/** What needs others goes first. */
const ORDER: Kind[] = ['instance', 'image', 'group', 'snapshot', 'disk', 'vswitch'];

/** What a run has made, and its way out again. */
export class Ledger {
  readonly #target: Target;
  readonly #made = new Map<string, Kind>();

  constructor(target: Target) {
    this.#target = target;
  }

  add(kind: Kind, id: string): void {
    if (id !== '') this.#made.set(id, kind);
  }

  /** Deletes everything, patiently: what is fresh or still in use is tried again. */
  async clean(): Promise<void> {
    for (const kind of ORDER) {
      for (const [id, of] of [...this.#made]) {
        if (of !== kind) continue;
        await this.#target.eventually(`${id} is deleted`, 600, () => this.#delete(kind, id));
        this.#made.delete(id);
      }
    }
  }

  async #delete(kind: Kind, id: string): Promise<true | undefined> {
    const { ecs: client, vpc: network, regionId } = this.#target;
    try {
      if (kind === 'instance')
        await client.deleteInstance(new ecs.DeleteInstanceRequest({ instanceId: id, force: true }));
      if (kind === 'image')
        await client.deleteImage(new ecs.DeleteImageRequest({ regionId, imageId: id, force: true }));
      if (kind === 'group')
        await client.deleteSnapshotGroup(new ecs.DeleteSnapshotGroupRequest({ regionId, snapshotGroupId: id }));
      if (kind === 'snapshot')
        await client.deleteSnapshot(new ecs.DeleteSnapshotRequest({ snapshotId: id, force: true }));
      if (kind === 'disk') await client.deleteDisk(new ecs.DeleteDiskRequest({ diskId: id }));
      if (kind === 'vswitch') await network.deleteVSwitch(new vpc.DeleteVSwitchRequest({ regionId, vSwitchId: id }));
    } catch (error) {
      const { code = '', statusCode } = error as { code?: string; statusCode?: number };
      if (statusCode === undefined) throw error;
      if (statusCode === 404 || /NotFound/.test(code)) return true;
      // Fresh, busy, still needed for a moment: these pass.
      if (/Incorrect|Initializing|Conflict|Dependency|Creating|Created|Throttling|InUse|Unavailable/.test(code))
        return undefined;
      throw error;
    }
    return true;
  }

  /** Everything in the region that still carries the run's tag. */
  async left(): Promise<string[]> {
    const { ecs: client, vpc: network, regionId, tag } = this.#target;
    const filter = { regionId, maxResults: 100 };
    const [instances, disks, snapshots, images, vSwitches] = await Promise.all([
      client.describeInstances(
        new ecs.DescribeInstancesRequest({ ...filter, tag: [new ecs.DescribeInstancesRequestTag(tag)] }),
      ),
      client.describeDisks(new ecs.DescribeDisksRequest({ ...filter, tag: [new ecs.DescribeDisksRequestTag(tag)] })),
      client.describeSnapshots(
        new ecs.DescribeSnapshotsRequest({ ...filter, tag: [new ecs.DescribeSnapshotsRequestTag(tag)] }),
      ),
      client.describeImages(
        new ecs.DescribeImagesRequest({
          regionId,
          status: 'Creating,Waiting,Available,UnAvailable,CreateFailed',
          tag: [new ecs.DescribeImagesRequestTag(tag)],
        }),
      ),
      network.describeVSwitches(
        new vpc.DescribeVSwitchesRequest({ regionId, tag: [new vpc.DescribeVSwitchesRequestTag(tag)] }),
      ),
    ]);
    return [
      ...(bodyOf(instances).instances?.instance ?? []).map((x) => x.instanceId ?? ''),
      ...(bodyOf(disks).disks?.disk ?? []).map((x) => x.diskId ?? ''),
      ...(bodyOf(snapshots).snapshots?.snapshot ?? []).map((x) => x.snapshotId ?? ''),
      ...(bodyOf(images).images?.image ?? []).map((x) => x.imageId ?? ''),
      ...(bodyOf(vSwitches).vSwitches?.vSwitch ?? []).map((x) => x.vSwitchId ?? ''),
    ];
  }

  /** The last block of that size in the VPC that no vSwitch touches. */
  async freeBlock(vpcId: string, mask: number): Promise<string> {
    const { vpc: network, regionId } = this.#target;
    const [vpcs, vSwitches] = await Promise.all([
      network.describeVpcs(new vpc.DescribeVpcsRequest({ regionId, vpcId })),
      network.describeVSwitches(new vpc.DescribeVSwitchesRequest({ regionId, vpcId, pageSize: 50 })),
    ]);
    const whole = range(bodyOf(vpcs).vpcs?.vpc?.[0]?.cidrBlock ?? '');
    const taken = (bodyOf(vSwitches).vSwitches?.vSwitch ?? []).map((v) => range(v.cidrBlock ?? ''));
    const size = 2 ** (32 - mask);
    for (let start = whole.end - size; start >= whole.start; start -= size) {
      if (taken.some((block) => block.start < start + size && start < block.end)) continue;
      return `${[24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join('.')}/${mask}`;
    }
    throw new Error(`${vpcId} has no room for a /${mask}`);
  }
}

function range(cidr: string): { start: number; end: number } {
  const [address = '', mask = '32'] = cidr.split('/');
  const start = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { start, end: start + 2 ** (32 - Number(mask)) };
}
