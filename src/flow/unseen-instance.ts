import type { RecoveryPicture } from '../recovery/phase.ts';
import { requestedTag, SOURCE_TAG } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { DR_INSTANCE, lossOf, vanished } from './dr-existing.ts';
import { madeBefore } from './made.ts';
import type { RecoveryReading } from './recovery.ts';

/**
 * What this process has made belongs to the picture before the cloud shows it, and its loss does too [traps 1, 2].
 * `unseen`: it is waited for.
 */
export async function withUnseenInstance(
  context: ToolContext,
  regionId: string,
  { instances }: RecoveryReading,
  picture: RecoveryPicture,
): Promise<{ picture: RecoveryPicture; unseen: boolean }> {
  const made = madeBefore(context, DR_INSTANCE);
  // Another server may have made one since.
  const isThere = instances.some((instance) => instance.id !== picture.sourceInstanceId);
  if (!made || made.request.regionId !== regionId || isThere) return { picture, unseen: false };
  const sourceInstanceId = picture.sourceInstanceId ?? requestedTag(made.request.parameters, SOURCE_TAG);
  const known = { ...picture, ...(sourceInstanceId && { sourceInstanceId }) };
  const loss = await lossOf(context, regionId, made.id, made.at);
  if (loss) {
    const { ImageId: imageId } = made.request.parameters;
    const next = {
      tool: 'find-target-zone',
      arguments: { instanceId: sourceInstanceId, imageId, recoveryId: context.recoveryId },
      why: 'Choose another zone or type, or the same again',
    };
    return { picture: { ...known, phase: 'failed', failed: vanished(made.id, loss).message, next }, unseen: false };
  }
  const { next: _, ...pending } = known;
  const instance = { kind: 'instance', id: made.id, status: 'Pending', role: 'DR instance' } as const;
  const resources = [...picture.resources, instance];
  return { picture: { ...pending, phase: 'starting-instance', pending: true, resources }, unseen: true };
}
