import type { ReadOptions } from '../cloud/cloud.ts';
import { DrError } from '../errors.ts';
import type { Disk, Snapshot, SnapshotGroup } from '../recovery/estate.ts';
import type { ToolContext } from '../tool.ts';

/** A group as it stands; its members tell their progress, but not their sizes. */
export async function readGroup(
  context: ToolContext,
  regionId: string,
  groupId: string,
  options?: ReadOptions,
): Promise<SnapshotGroup | undefined> {
  const [group] = await context.cloud.snapshotGroups(regionId, { ids: [groupId] }, options);
  return group;
}

/** The members with what DescribeSnapshotGroups leaves out of them: sizes, times, encryption. */
export async function readMembers(context: ToolContext, regionId: string, group: SnapshotGroup): Promise<Snapshot[]> {
  const ids = group.snapshots.map((s) => s.id);
  if (ids.length === 0) return [];
  const details = new Map((await context.cloud.snapshots(regionId, { ids }, context.recent)).map((s) => [s.id, s]));
  return group.snapshots.map((s) => ({ ...s, ...details.get(s.id), groupId: group.id }));
}

/** Every snapshot asked for, or an error that names those that are not there. */
export async function readSnapshots(context: ToolContext, regionId: string, ids: string[]): Promise<Snapshot[]> {
  const found = await context.cloud.snapshots(regionId, { ids });
  const missing = ids.filter((id) => !found.some((s) => s.id === id));
  if (missing.length > 0) throw notFound('InvalidSnapshotId.NotFound', 'snapshot', missing, regionId);
  return ids.flatMap((id) => found.filter((s) => s.id === id));
}

export function notFound(code: string, what: string, ids: string[], regionId: string): DrError {
  return new DrError({
    code,
    message: `No ${what} ${ids.join(', ')} in ${regionId}.`,
    cause: `Looked for in ${regionId} only. It may be deleted, in another region, or not visible to these credentials.`,
    remedy: `Check the id, or name its regionId.`,
    retryable: false,
  });
}

/** Usable for CreateImage and CreateDisk on its own [recovery-rules: the way to take a recovery point]. */
export function isReady(snapshot: Snapshot): boolean {
  return snapshot.status === 'accomplished' && snapshot.available && snapshot.progress >= 100;
}

export function failedSnapshots(snapshots: readonly Snapshot[]): Snapshot[] {
  return snapshots.filter((s) => s.status === 'failed');
}

/** The slowest member decides. */
export function progressOf(snapshots: readonly Snapshot[]): { percent: number; remainSeconds?: number } {
  const percent = snapshots.length === 0 ? 0 : Math.min(...snapshots.map((s) => s.progress));
  const remain = snapshots.map((s) => s.remainSeconds ?? 0);
  const remainSeconds = Math.max(0, ...remain);
  return { percent, ...(remainSeconds > 0 && { remainSeconds }) };
}

/** The contract's row for a snapshot. */
export function snapshotRow(snapshot: Snapshot, disk: Disk | undefined) {
  return {
    snapshotId: snapshot.id,
    diskId: snapshot.sourceDiskId,
    device: disk?.device,
    diskType: snapshot.sourceDiskType,
    sizeGiB: snapshot.sourceDiskSizeGiB ?? disk?.sizeGiB,
    progress: snapshot.progress,
    zoneSafe: snapshot.progress >= 100,
  };
}
