import { LASTING_MS } from '../cloud/cache.ts';
import { DrError } from '../errors.ts';
import type { Snapshot } from '../recovery/estate.ts';
import { imageMappings } from '../recovery/image-mappings.ts';
import { isSnapshotReady } from '../recovery/phase-snapshots.ts';
import type { ToolContext } from '../tool.ts';
import { readEvidence } from './evidence.ts';
import { failedSnapshots, notFound, progressOf, readGroup, readMembers, readSnapshots, refuseFailed } from './point.ts';
import type { Source } from './source.ts';
import { watchUntil } from './waiting.ts';

/** The snapshots an image is made from. */
export interface ImagePoint {
  snapshots: Snapshot[];
  /** By the rules; whether CreateImage agrees is known when it is asked. */
  ready: boolean;
}

/** The point that the caller named, waited for as long as this call may. */
export function readPoint(
  context: ToolContext,
  source: Source,
  input: { snapshotGroupId?: string | undefined; snapshotIds?: string[] | undefined },
): Promise<ImagePoint> {
  const { snapshotIds, snapshotGroupId } = input;
  return snapshotIds
    ? pointOfSnapshots(context, source, snapshotIds)
    : pointOfGroup(context, source, snapshotGroupId ?? '');
}

/** Snapshots that never make an image of this instance. */
export function refuseUnusable(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new DrError({
    code: 'UnusableRecoveryPoint',
    message: problems.join('; '),
    cause: 'These snapshots do not make a bootable image of this instance.',
    remedy: 'Choose another point (describe-source lists them), or recover single disks with attach-recovered-disk.',
    retryable: false,
  });
}

async function pointOfSnapshots(context: ToolContext, source: Source, ids: string[]): Promise<ImagePoint> {
  const { finished, value } = await watchUntil(
    context,
    (look) => readSnapshots(look, source.regionId, ids),
    (snapshots) => snapshots.every(isSnapshotReady) || failedSnapshots(snapshots).length > 0,
    (snapshots) => ({ ...progressOf(snapshots), message: context.say`Waiting for the snapshots` }),
  );
  refuseFailed(value);
  // What never makes an image is said so now, not after calling again until it is ready.
  refuseUnusable(imageMappings(await readEvidence(context, source, value), value).problems);
  return { snapshots: value, ready: finished };
}

async function pointOfGroup(context: ToolContext, { regionId }: Source, groupId: string): Promise<ImagePoint> {
  // An accomplished group keeps its members: seen so by an earlier step, only that they still exist is asked again.
  const known = await readGroup(context, regionId, groupId, { maxAgeMs: LASTING_MS });
  const members = known?.status === 'accomplished' ? await readMembers(context, regionId, known) : [];
  if (members.length > 0) return { snapshots: members, ready: true };
  const { finished, value } = await watchUntil(
    context,
    async (look) => {
      const group = await readGroup(look, regionId, groupId);
      if (!group) throw notFound('InvalidSnapshotGroupId.NotFound', 'snapshot group', [groupId], regionId);
      return group;
    },
    (group) => group.status !== 'progressing',
    (group) => ({ message: context.say`Waiting for group ${groupId}: ${group.status}` }),
  );
  if (value.status === 'failed') {
    throw new DrError({
      code: 'SnapshotGroupFailed',
      message: `Snapshot group ${groupId} failed.`,
      cause: 'A failed group is no recovery point.',
      remedy: 'Choose another point: describe-source lists them.',
      retryable: false,
    });
  }
  return { snapshots: await readMembers(context, regionId, value), ready: finished };
}
