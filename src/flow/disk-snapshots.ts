import type { Consent } from '../decisions/consent.ts';
import { DrError } from '../errors.ts';
import type { ChangeRequest, Disk, Snapshot } from '../recovery/estate.ts';
import { isSnapshotReady } from '../recovery/phase-snapshots.ts';
import { RECOVERY_TAG } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { createOnce, idIn, unseen } from './create-once.ts';
import { failedSnapshots, progressOf } from './point.ts';
import { oldestFirst, refuseOthers } from './recovery.ts';
import { watchUntil } from './waiting.ts';

/** What this recovery has taken of these disks: the snapshot that counts of each, and those that failed. */
export async function findSnapshots(
  context: ToolContext,
  regionId: string,
  disks: Disk[],
): Promise<{ existing: Snapshot[]; failed: Snapshot[] }> {
  const found = await context.cloud.snapshots(regionId, { tags: [{ key: RECOVERY_TAG, value: context.recoveryId }] });
  const own = oldestFirst(found).filter((s) => disks.some((d) => d.id === s.sourceDiskId));
  const good = own.filter((s) => s.status !== 'failed');
  return {
    // One of each disk: the first taken is the one that later steps use.
    existing: good.filter((s, i) => good.findIndex((o) => o.sourceDiskId === s.sourceDiskId) === i),
    failed: failedSnapshots(own),
  };
}

/** A recovery may hold disks of several instances, but not be one of another instance: its image and group tell. */
export async function refuseOtherSources(
  context: ToolContext,
  regionId: string,
  disks: readonly Disk[],
): Promise<void> {
  const { cloud, recoveryId } = context;
  const filter = { tags: [{ key: RECOVERY_TAG, value: recoveryId }] };
  const [groups, images] = await Promise.all([cloud.snapshotGroups(regionId, filter), cloud.images(regionId, filter)]);
  refuseOthers(
    context,
    [...groups, ...images],
    disks.flatMap((disk) => disk.instanceId ?? []),
  );
}

/** The id of the disk's one snapshot of this recovery. Several disks are taken side by side. */
export async function takeSnapshot(
  context: ToolContext,
  regionId: string,
  of: { disk: Disk; request: ChangeRequest; consent: Consent; failed: Snapshot[] },
): Promise<string> {
  const { disk, request, consent, failed } = of;
  const id = await createOnce(context, {
    step: `snapshot ${disk.id}`,
    failed: failed.filter((s) => s.sourceDiskId === disk.id),
    request,
    consent,
    find: async () => (await findSnapshots(context, regionId, [disk])).existing[0]?.id,
    read: (answer) => idIn(answer, 'SnapshotId'),
    isGone: unseen(context, async (made) => (await context.cloud.snapshots(regionId, { ids: [made] })).length > 0),
  });
  context.exists({ kind: 'snapshot', id });
  return id;
}

/** Waits for 100 % of all of them, or for the end of this call; one that fails is an error. */
export async function waitForSnapshots(
  context: ToolContext,
  regionId: string,
  ids: string[],
): Promise<{ finished: boolean; snapshots: Snapshot[] }> {
  const { finished, value: snapshots } = await watchUntil(
    context,
    ({ cloud }) => cloud.snapshots(regionId, { ids }),
    (all) => all.length === ids.length && (all.every(isSnapshotReady) || failedSnapshots(all).length > 0),
    (all) => {
      const progress = progressOf(all);
      return { ...progress, message: context.say`Snapshots: slowest ${progress.percent} %` };
    },
  );
  const failed = failedSnapshots(snapshots);
  if (failed.length === 0) return { finished, snapshots };
  throw new DrError({
    code: 'SnapshotFailed',
    message: `Snapshot ${failed.map((s) => s.id).join(', ')} failed.`,
    cause: 'The instance was stopped or restarted meanwhile, its zone is impaired, or a server fault.',
    remedy:
      'Use an existing recovery point if describe-source lists one, or call create-snapshot again: it takes the failed ones anew.',
    retryable: true,
    created: ids.map((id) => ({ kind: 'snapshot', id })),
  });
}
