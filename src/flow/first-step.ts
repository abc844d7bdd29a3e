import { existingPointFirst } from '../recovery/phase-snapshots.ts';
import { snapshotStrategy } from '../recovery/strategy.ts';
import { RECOVERY_TAG } from '../recovery/tags.ts';
import type { Next, ToolContext } from '../tool.ts';
import type { Source } from './source.ts';

/** The step that takes a recovery point of this source [recovery-rules: which way to take a recovery point]. */
export function takePoint({ instance, disks }: Pick<Source, 'instance' | 'disks'>, recoveryId?: string): Next {
  const { kind } = snapshotStrategy(instance, disks);
  const shared = { instanceId: instance.id, ...(recoveryId && { recoveryId }) };
  if (kind === 'single-snapshot') {
    return { tool: 'create-snapshot', arguments: shared, why: 'The system disk is the only disk with snapshots' };
  }
  const why =
    kind === 'snapshot-group'
      ? 'One consistent point over all disks'
      : 'Some disks cannot be in a group: it asks how to go on';
  return { tool: 'create-snapshot-group', arguments: shared, why };
}

/** What a recovery without a usable image does next: watch what it has begun, or come to its point. */
export async function untilImage(context: ToolContext, source: Source): Promise<Next> {
  const { cloud, recoveryId } = context;
  const filter = { tags: [{ key: RECOVERY_TAG, value: recoveryId }] };
  const begun = context.resumed
    ? await Promise.all([
        cloud.snapshotGroups(source.regionId, filter),
        cloud.snapshots(source.regionId, filter),
        cloud.images(source.regionId, filter),
      ])
    : [];
  if (begun.some((list) => list.length > 0)) {
    return {
      tool: 'check-recovery',
      arguments: { recoveryId },
      why: 'The image must be available first; keep this target for run-dr-instance',
    };
  }
  return existingPointFirst(source.instance, recoveryId) ?? takePoint(source, recoveryId);
}
