import type { RecoveryPicture } from '../recovery/phase.ts';
import { existingPointFirst } from '../recovery/phase-snapshots.ts';
import { requestedTag, SOURCE_TAG } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { DR_INSTANCE, lossOf, vanished } from './dr-existing.ts';
import { readImage } from './dr-image.ts';
import { takePoint } from './first-step.ts';
import { madeBefore } from './made.ts';
import type { RecoveryReading } from './recovery.ts';
import type { Source } from './source.ts';

/**
 * What this process has made belongs to the picture before the cloud shows it, and its loss does too [traps 1, 2].
 * `unseen`: it is waited for.
 */
export async function withUnseenInstance(
  context: ToolContext,
  regionId: string,
  { instances, images, source }: RecoveryReading,
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
    const failed = vanished(made.id, loss).message;
    const imageId = String(made.request.parameters.ImageId);
    const hasImage = images.some(({ id }) => id === imageId) || (await readImage(context, regionId, imageId));
    if (!hasImage) return { picture: withoutImage(known, failed, source, context.recoveryId), unseen: false };
    const next = {
      tool: 'find-target-zone',
      arguments: { instanceId: sourceInstanceId, imageId, recoveryId: context.recoveryId },
      why: 'Choose another zone or type, or the same again',
    };
    return { picture: { ...known, phase: 'failed', failed, next }, unseen: false };
  }
  const { next: _, ...pending } = known;
  const instance = { kind: 'instance', id: made.id, status: 'Pending', role: 'DR instance' } as const;
  const resources = [...picture.resources, instance];
  return { picture: { ...pending, phase: 'starting-instance', pending: true, resources }, unseen: true };
}

/** Its image is gone with it: what else there is of the recovery leads on, as if no copy had been made. */
function withoutImage(
  picture: RecoveryPicture,
  failed: string,
  source: Source | undefined,
  recoveryId: string,
): RecoveryPicture {
  if (picture.pending) return picture;
  const next =
    picture.next ?? (source && (existingPointFirst(source.instance, recoveryId) ?? takePoint(source, recoveryId)));
  return { ...picture, phase: 'failed', failed, ...(next && { next }) };
}
