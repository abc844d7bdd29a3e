import type { RecoveryPicture } from '../recovery/phase.ts';
import { requestedTag, SOURCE_TAG } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { DR_INSTANCE, isLost, vanished } from './dr-existing.ts';
import { madeBefore } from './made.ts';
import type { RecoveryReading } from './recovery.ts';

/** What this process has made belongs to the picture before the cloud shows it, and its loss does too [traps 1, 2]. */
export async function withUnseenInstance(
  context: ToolContext,
  regionId: string,
  { instances }: RecoveryReading,
  picture: RecoveryPicture,
): Promise<RecoveryPicture> {
  const made = madeBefore(context, DR_INSTANCE);
  if (!made || instances.some((instance) => instance.id === made.id)) return picture;
  const sourceInstanceId = picture.sourceInstanceId ?? requestedTag(made.request.parameters, SOURCE_TAG);
  const known = { ...picture, ...(sourceInstanceId && { sourceInstanceId }) };
  if (await isLost(context, regionId, made.id, made.at)) {
    const { ImageId: imageId } = made.request.parameters;
    return {
      ...known,
      phase: 'failed',
      failed: vanished(made.id).message,
      next: {
        tool: 'find-target-zone',
        arguments: { instanceId: sourceInstanceId, imageId, recoveryId: context.recoveryId },
        why: 'Choose another zone or type, or the same again',
      },
    };
  }
  const { next: _, ...pending } = known;
  const instance = { kind: 'instance', id: made.id, status: 'Pending', role: 'DR instance' } as const;
  return { ...pending, phase: 'starting-instance', pending: true, resources: [...picture.resources, instance] };
}
