import type { ReadOptions } from '../cloud/cloud.ts';
import { DrError } from '../errors.ts';
import type { Disk, Snapshot, SnapshotGroup } from '../recovery/estate.ts';
import { isSnapshotReady } from '../recovery/phase-snapshots.ts';
import { RECOVERY_TAG, tagValue } from '../recovery/tags.ts';
import type { Outcome, ToolContext } from '../tool.ts';
import { stillRunning } from './waiting.ts';

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

/** The members that exist, with what DescribeSnapshotGroups leaves out of them: sizes, times, encryption. */
export async function readMembers(context: ToolContext, regionId: string, group: SnapshotGroup): Promise<Snapshot[]> {
  const ids = group.snapshots.map((s) => s.id);
  if (ids.length === 0) return [];
  const details = new Map((await context.cloud.snapshots(regionId, { ids }, context.recent)).map((s) => [s.id, s]));
  return group.snapshots.flatMap((s) => {
    const found = details.get(s.id);
    return found ? { ...s, ...found, groupId: group.id } : [];
  });
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
    remedy: 'Check the id, or name its regionId (ECS_DR_REGIONS may limit which).',
    retryable: false,
  });
}

/** A disk can be made of it, on most clouds an image too, though it is still being stored [states: snapshot]. */
export function hasInstantAccess(snapshot: Snapshot): boolean {
  return snapshot.available;
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

/**
 * A point that is not ready yet: what moves is told, and the call that watches it. Snapshots of another recovery are
 * watched there; those of none only by calling again.
 */
export function pointNotReady(
  context: ToolContext,
  snapshots: readonly Snapshot[],
  of: {
    regionId: string;
    what: string;
    again: { tool: string; arguments: Record<string, unknown> };
    /** Instant access will do, and the tool waits for that itself; default: 100 %. */
    instantAccess?: boolean;
  },
): Outcome {
  const { say } = context;
  const slow = snapshots.filter((s) => !isSnapshotReady(s));
  const { percent } = progressOf(slow);
  const owners = new Set(slow.map((s) => tagValue(s.tags, RECOVERY_TAG)));
  const [owner] = owners;
  const since = slow.flatMap((s) => s.createdAt ?? []).sort()[0];
  const url = context.cloud.consoleUrl(of.regionId, 'snapshot', slow[0]?.id);
  const what = slow.length > 0 ? `${of.what} ${say`Slowest snapshot: ${percent} %.`}` : of.what;
  const outcome = stillRunning(context, what, slow.length > 0 ? { percent } : {}, since, url);
  const watched = owners.size === 1 && owner !== undefined;
  return {
    ...outcome,
    next: watched
      ? {
          tool: 'check-recovery',
          arguments: { recoveryId: owner, ...(!of.instantAccess && { zoneSafe: true }) },
          why: `${of.instantAccess ? 'Usable within a minute: then' : 'When the snapshots are at 100 %'} call ${of.again.tool} again`,
        }
      : {
          tool: of.again.tool,
          arguments: { ...of.again.arguments, recoveryId: context.recoveryId },
          why:
            slow.length > 0
              ? 'These snapshots belong to no recovery: call again until they are at 100 %'
              : 'The cloud is not ready for it yet: call again',
        },
  };
}

/** A snapshot that failed never becomes ready: waiting for it would never end. */
export function refuseFailed(snapshots: readonly Snapshot[]): void {
  const failed = failedSnapshots(snapshots);
  if (failed.length === 0) return;
  throw new DrError({
    code: 'SnapshotFailed',
    message: `Snapshot ${failed.map((s) => s.id).join(', ')} failed.`,
    cause: 'A failed snapshot holds no data to recover from.',
    remedy: 'Use another recovery point: describe-source lists them. Nothing more was created.',
    retryable: false,
  });
}
