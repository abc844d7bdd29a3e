import { Declined } from '../decisions/decision.ts';
import { STOP } from '../decisions/desk.ts';
import type { Disk } from '../recovery/estate.ts';
import { inline } from '../text/safe.ts';
import type { ToolContext } from '../tool.ts';

/**
 * A consistency group does not take every disk: how to go on is the person's decision
 * [recovery-rules: disks that a group refuses]. Returns when the disks are to be left out; any other way is
 * another tool's, and ends this call as declined with that tool as the next.
 */
export function askAboutRefused(
  context: ToolContext,
  input: {
    id: string;
    instanceId: string;
    disks: readonly Disk[];
    refused: { diskId: string; why: string }[];
    canExclude: boolean;
    explanation?: string;
  },
): void {
  const { say } = context;
  const { instanceId, disks, refused, canExclude } = input;
  const names = refused.map((r) => {
    const disk = disks.find((d) => d.id === r.diskId);
    return `${disk?.device ?? '?'} (${r.diskId}): ${say.told(r.why)}`;
  });
  const value = context.choose({
    id: input.id,
    question: [
      input.explanation ?? say`A snapshot consistency group cannot take every disk of ${instanceId}.`,
      ...names.map((n) => `- ${inline(n, 400)}`),
      say`How should the recovery point be taken?`,
    ].join('\n'),
    options: [
      {
        value: 'separate-snapshots',
        title: say`Separate snapshots`,
        description: say`One snapshot per disk, all disks kept; not consistent across disks`,
      },
      ...(canExclude
        ? [
            {
              value: 'exclude',
              title: say`Leave these disks out`,
              description: say`The others in one consistent group; the data of these is missing from the recovery`,
            },
          ]
        : []),
      {
        value: 'whole-instance-image',
        title: say`Whole-instance image`,
        description: say`One image of all disks in one step; not consistent across disks`,
      },
      { value: STOP, title: say`Stop here`, description: say`Create nothing; keep what exists` },
    ],
  });
  const { recoveryId } = context;
  if (value === 'exclude') {
    const kept = disks.filter((d) => !refused.some((r) => r.diskId === d.id));
    if (kept.length > 1) return;
    throw new Declined(input.id, {
      tool: 'create-snapshot',
      arguments: { instanceId, diskIds: kept.map((d) => d.id), recoveryId },
      why: 'Only one disk stays: a snapshot of it is a consistent point',
    });
  }
  if (value === 'separate-snapshots') {
    throw new Declined(input.id, {
      tool: 'create-snapshot',
      arguments: { instanceId, diskIds: disks.map((d) => d.id), recoveryId },
      why: 'Separate snapshots, not consistent across disks',
    });
  }
  if (value === 'whole-instance-image') {
    throw new Declined(input.id, {
      tool: 'create-image',
      arguments: { instanceId, wholeInstance: true, recoveryId },
      why: 'Whole-instance image, not consistent across disks',
    });
  }
  throw new Declined(input.id);
}
