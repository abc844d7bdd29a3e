import type { SnapshotGroup } from './estate.ts';
import type { RecoveryResource, Scene } from './phase.ts';
import { isRecoveredDisk, isSuperseded } from './phase-disks.ts';
import { isImageFailed } from './phase-instance.ts';
import { singleSnapshots } from './phase-snapshots.ts';

/** What the recovery has made, in the order of its steps, and what of it serves nothing any more. */
export function listResources(scene: Scene): { resources: RecoveryResource[]; orphans: string[] } {
  // The DR instance's own disks go with it and are not told one by one; those it left behind are.
  const disks = scene.disks.filter((disk) => isRecoveredDisk(disk) || disk.status === 'Available');
  const resources: RecoveryResource[] = [
    ...scene.groups.map((group) => resource('snapshot-group', group, { percent: percentOf(group) })),
    ...singleSnapshots(scene).map((one) =>
      resource(
        'snapshot',
        { ...one, status: one.status ?? 'unknown' },
        { percent: one.progress, role: one.sourceDiskType },
      ),
    ),
    ...scene.images.map((image) => resource('image', image, { percent: image.progress })),
    ...scene.vSwitches.map((vSwitch) => resource('vswitch', vSwitch, {})),
    ...scene.instances.map((instance) => resource('instance', instance, { role: 'DR instance' })),
    ...disks.map((disk) =>
      resource('disk', disk, {
        role: isRecoveredDisk(disk) && !isSuperseded(disk, disks) ? 'recovered disk' : 'left over',
      }),
    ),
  ];
  return { resources, orphans: orphansOf(scene, resources) };
}

/** What does not move any more, for good or ill. */
const AT_REST = /^(Available|Running|In_use|accomplished)$/;
const DEAD = /^(failed|CreateFailed|UnAvailable)$/;

/** Whether something is still to be waited for: a group is at rest only at 100 %. */
export function isMoving({ percent, status }: RecoveryResource): boolean {
  return !DEAD.test(status) && ((percent !== undefined && percent < 100) || !AT_REST.test(status));
}

function resource(
  kind: RecoveryResource['kind'],
  of: { id: string; status: string; createdAt?: string },
  more: { percent?: number; role?: string },
): RecoveryResource {
  return {
    kind,
    id: of.id,
    status: of.status,
    ...more,
    ...(of.createdAt === undefined ? {} : { createdAt: of.createdAt }),
  };
}

/** The slowest member: at 100 the group is zone-safe. */
function percentOf(group: SnapshotGroup): number {
  return group.snapshots.length === 0 ? 0 : Math.min(...group.snapshots.map((member) => member.progress));
}

function orphansOf(scene: Scene, resources: readonly RecoveryResource[]): string[] {
  const failed = scene.images.filter(isImageFailed).map((image) => image.id);
  const used = scene.instances.map((instance) => instance.vSwitchId);
  return resources.flatMap((one) => {
    if (one.status === 'failed') return [`${one.kind} ${one.id} failed`];
    if (failed.includes(one.id)) return [`image ${one.id} is ${one.status}`];
    if (one.role === 'left over') return [`disk ${one.id} belongs to no instance of this recovery`];
    if (one.kind === 'vswitch' && used.length > 0 && !used.includes(one.id)) return [`vSwitch ${one.id} is not used`];
    if (one.kind === 'instance' && one.id !== scene.instances[0]?.id) return [`instance ${one.id} is a second copy`];
    return [];
  });
}
