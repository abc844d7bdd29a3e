import type { ReadOptions } from '../cloud/cloud.ts';
import type { Consent } from '../decisions/consent.ts';
import { DrError } from '../errors.ts';
import type { ChangeRequest, Image, Snapshot } from '../recovery/estate.ts';
import { isWholeInstance } from '../recovery/image-origin.ts';
import { isImageFailed, isImageReady } from '../recovery/phase-instance.ts';
import { isSnapshotReady } from '../recovery/phase-snapshots.ts';
import { RECOVERY_TAG } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { createOnce, idIn, unseen } from './create-once.ts';
import { rememberSeen } from './made.ts';
import { hasInstantAccess, progressOf, readSnapshots } from './point.ts';
import { ofSource, oldestFirst } from './recovery.ts';
import type { Source } from './source.ts';
import { JUST_LOOKED, NEVER_QUICK, watchUntil } from './waiting.ts';

/** What this recovery has made of the source: the image that counts, and those that failed. */
export async function findImage(
  context: ToolContext,
  { regionId, instance }: Source,
  options?: ReadOptions,
): Promise<{ existing: Image | undefined; failed: Image[] }> {
  const tags = [{ key: RECOVERY_TAG, value: context.recoveryId }];
  const found = await context.cloud.images(regionId, { tags }, options);
  const images = oldestFirst(ofSource(context, found, instance.id));
  return { existing: images.find((i) => !isImageFailed(i)), failed: images.filter(isImageFailed) };
}

/** CreateImage while a snapshot is still being taken: wait and try again [traps 10, 15]. */
const NOT_READY = /NotReady|TooManySnapshot\.Unfinished|CreatingSnapshot/;

/**
 * The image's id, or nothing when the API still finds a snapshot not ready at the end of this call's wait; with the
 * snapshots as last seen. It is asked as soon as the rules call the point ready; where it disagrees, again when every
 * snapshot has instant access (seconds to a minute), and where that is not enough for it, again at 100 %, which can
 * take hours [states: snapshot].
 */
export async function createImage(
  context: ToolContext,
  source: Source,
  of: { request: ChangeRequest; consent: Consent; failed: Image[]; snapshots: Snapshot[] },
): Promise<{ imageId: string | undefined; snapshots: Snapshot[] }> {
  const { clock, cloud, say, waitUntil } = context;
  const { regionId } = source;
  const message = say`The snapshots are not ready for an image yet`;
  let { snapshots } = of;
  const send = async (): Promise<string | undefined> => {
    try {
      return await createOnce(context, {
        step: 'image',
        failed: of.failed,
        request: of.request,
        consent: of.consent,
        find: async () => (await findImage(context, source)).existing?.id,
        read: (answer) => idIn(answer, 'ImageId'),
        isGone: unseen(context, async (id) => (await cloud.images(regionId, { ids: [id] })).length > 0),
      });
    } catch (error) {
      if (error instanceof DrError && NOT_READY.test(error.details.code)) return undefined;
      throw error;
    }
  };
  const ids = snapshots.map((s) => s.id);
  const waitFor = async (ready: (snapshot: Snapshot) => boolean): Promise<boolean> => {
    const { finished, value } = await watchUntil(
      context,
      (look) => readSnapshots(look, regionId, ids),
      (all) => all.every(ready),
      (all) => ({ ...(ready === isSnapshotReady && progressOf(all)), message }),
      NEVER_QUICK,
    );
    snapshots = value;
    return finished;
  };
  let imageId = await send();
  for (const ready of snapshots.every(hasInstantAccess) ? [isSnapshotReady] : [hasInstantAccess, isSnapshotReady]) {
    if (imageId || clock.now() >= waitUntil || !(await waitFor(ready))) return { imageId, snapshots };
    imageId = await send();
  }
  if (imageId) return { imageId, snapshots };
  const last = await watchUntil(
    context,
    send,
    (id) => id !== undefined,
    () => ({ message }),
  );
  return { imageId: last.value, snapshots };
}

/** Waits until RunInstances can use the image, or for the end of this call; one that fails is an error. */
export async function waitForImage(
  context: ToolContext,
  regionId: string,
  imageId: string,
): Promise<{ finished: boolean; image: Image | undefined }> {
  const { finished, value: image } = await watchUntil(
    context,
    async ({ cloud }) => {
      const [found] = await cloud.images(regionId, { ids: [imageId] }, JUST_LOOKED);
      rememberSeen(context, [found]);
      return found;
    },
    (found) => found !== undefined && (isImageReady(found) || isImageFailed(found)),
    (found) => ({
      percent: found?.progress,
      message: context.say`Image ${imageId}: ${found?.status ?? 'Creating'} ${found?.progress ?? 0} %`,
    }),
    NEVER_QUICK,
  );
  if (!image || !isImageFailed(image)) return { finished, image };
  throw new DrError({
    code: `Image${image.status}`,
    message: `Image ${imageId} is ${image.status}.`,
    // The API puts its reason where the description is; one that is still ours tells none.
    cause: isWholeInstance(image) || !image.description ? 'The API gives no reason.' : image.description,
    remedy: isWholeInstance(image)
      ? 'Use an existing recovery point if describe-source lists one, or call create-image again: it copies all disks anew.'
      : 'Call create-image again: it makes a new one from the same point.',
    retryable: true,
    created: [{ kind: 'image', id: imageId, note: image.status }],
  });
}
