import { invalidInput } from '../errors.ts';
import { isUnsnapshottable } from '../recovery/disks.ts';
import type { Disk } from '../recovery/estate.ts';
import { snapshotStrategy } from '../recovery/strategy.ts';
import type { ToolContext } from '../tool.ts';
import { acknowledgeDataLoss } from './acknowledge.ts';
import { askAboutRefused } from './refused-disks.ts';
import type { Source } from './source.ts';

/** Which disks of a source are in its group. */
export interface GroupMembers {
  /** Those that can have snapshots, with the ones that a group refuses: other ways keep them. */
  able: Disk[];
  /** Ids to leave out: the caller's, those without snapshots, and those a group refuses. */
  excludeDiskIds: string[];
  /** How many disks the group has. */
  count: number;
}

/** The members of a group over the source without `excluded`; what it cannot take is accepted by a person first. */
export function chooseMembers(context: ToolContext, source: Source, excluded: string[]): GroupMembers {
  refuseStrangers(source, excluded);
  const { instance } = source;
  const disks = source.disks.filter((d) => !excluded.includes(d.id));
  const { refused } = snapshotStrategy(instance, disks);
  const able = disks.filter((d) => !isUnsnapshottable(d.category));
  const local = disks.filter((d) => isUnsnapshottable(d.category));
  if (able.length <= 1) {
    throw invalidInput(
      'instanceId',
      instance.id,
      'a source with several disks that can have snapshots (for a single disk use create-snapshot)',
    );
  }
  acknowledgeDataLoss(context, { instance, disks });
  if (refused.length > 0) {
    askAboutRefused(context, {
      id: 'refused-disks',
      instanceId: instance.id,
      disks: able,
      refused: [...refused],
      // Without its system disk there is no instance to bring back.
      canExclude: !able.some((d) => d.type === 'system' && refused.some((r) => r.diskId === d.id)),
    });
  }
  return {
    able,
    excludeDiskIds: [...excluded, ...local.map((d) => d.id), ...refused.map((r) => r.diskId)],
    count: able.length - refused.length,
  };
}

/** An id that is not the source's is a mistake, not a wish. */
function refuseStrangers(source: Source, ids: string[]): void {
  const stranger = ids.find((id) => !source.disks.some((d) => d.id === id));
  if (stranger)
    throw invalidInput(
      'excludeDiskIds',
      stranger,
      `a disk of ${source.instance.id}: ${source.disks.map((d) => d.id).join(', ')}`,
    );
}
