import type { Snapshot } from '../recovery/estate.ts';
import { type Evidence, undecided } from '../recovery/image-origin.ts';
import type { ToolContext } from '../tool.ts';
import type { Source } from './source.ts';

/**
 * What tells whose these snapshots are. Those of the source's disks and those with tags tell by themselves; only for
 * others the cloud is asked: what it lists as the source's, as describe-source does, and where their disks are now.
 */
export async function readEvidence(
  { cloud, recent }: ToolContext,
  { regionId, instance, disks }: Source,
  snapshots: readonly Snapshot[],
): Promise<Evidence> {
  const evidence = { sourceId: instance.id, disks };
  const open = undecided(snapshots, evidence);
  if (open.length === 0) return evidence;
  const of = { instanceId: instance.id };
  const ids = [...new Set(open.map((s) => s.sourceDiskId))].filter((id) => id !== '');
  const [single, groups, others] = await Promise.all([
    cloud.snapshots(regionId, of, recent),
    cloud.snapshotGroups(regionId, of, recent),
    cloud.disks(regionId, { ids }, recent),
  ]);
  const listed = new Set([...single, ...groups.flatMap((group) => group.snapshots)].map((s) => s.id));
  return { ...evidence, listed, others };
}
