import { LASTING_MS } from '../cloud/cache.ts';
import type { ReadOptions } from '../cloud/cloud.ts';
import { DrError } from '../errors.ts';
import type { Image, Snapshot } from '../recovery/estate.ts';
import { isImageFailed, isImageReady } from '../recovery/phase-instance.ts';
import { RECOVERY_TAG, tagValue } from '../recovery/tags.ts';
import type { Outcome, ToolContext } from '../tool.ts';
import { notFound } from './point.ts';
import { checkRecovery, stillRunning } from './waiting.ts';

/** The image that a DR instance is made from. */
export async function readImage(context: ToolContext, regionId: string, imageId: string): Promise<Image> {
  const [image] = await context.cloud.images(regionId, { ids: [imageId] }, context.recent);
  if (!image) throw notFound('InvalidImageId.NotFound', 'image', [imageId], regionId);
  return image;
}

/** They tell which disk each mapping came from, which never changes; a snapshot may be gone, then its device tells. */
export async function snapshotsBehind(context: ToolContext, regionId: string, image: Image): Promise<Snapshot[]> {
  const ids = image.mappings.flatMap((m) => m.snapshotId ?? []);
  return ids.length > 0 ? context.cloud.snapshots(regionId, { ids }, { maxAgeMs: LASTING_MS }) : [];
}

/**
 * An image that is not usable yet: how far it is, and the call that watches it – its recovery's, or run-dr-instance
 * with these arguments again. One that never becomes usable is an error.
 */
export function imageNotReady(
  context: ToolContext,
  regionId: string,
  image: Image,
  again: Record<string, unknown>,
): Outcome {
  if (isImageFailed(image)) {
    throw new DrError({
      code: `Image${image.status}`,
      message: `Image ${image.id} is ${image.status}.`,
      cause: 'No instance can be made from it.',
      remedy: 'Call create-image again from the same point.',
      retryable: false,
    });
  }
  const what = context.say`Image ${image.id} is ${image.status}, ${image.progress} %: not usable yet. No instance was created.`;
  const fields = { imageId: image.id, percent: image.progress };
  const url = context.cloud.consoleUrl(regionId, 'image', image.id);
  const outcome = stillRunning(context, what, fields, image.createdAt, url);
  const owner = tagValue(image.tags, RECOVERY_TAG);
  return {
    ...outcome,
    next: owner
      ? checkRecovery({ recoveryId: owner }, 'Wait for the image, then call run-dr-instance again')
      : {
          tool: 'run-dr-instance',
          arguments: { ...again, recoveryId: context.recoveryId },
          why: 'The image belongs to no recovery: call again until it is available',
        },
  };
}

/** The image that this recovery has made already, if an instance can be made from it. */
export async function usableImage(
  { cloud, recoveryId, resumed }: ToolContext,
  regionId: string,
  options?: ReadOptions,
): Promise<string | undefined> {
  if (!resumed) return undefined;
  const images = await cloud.images(regionId, { tags: [{ key: RECOVERY_TAG, value: recoveryId }] }, options);
  return images.find(isImageReady)?.id;
}
