import { LASTING_MS } from '../cloud/cache.ts';
import type { ReadOptions } from '../cloud/cloud.ts';
import { DrError } from '../errors.ts';
import type { Image, Instance, Snapshot } from '../recovery/estate.ts';
import { metadataProblem } from '../recovery/image-fit.ts';
import { type ImageOrigin, imageOrigin, originOfCopy, originTold } from '../recovery/image-origin.ts';
import { isImageFailed, isImageReady } from '../recovery/phase-instance.ts';
import { RECOVERY_TAG, SOURCE_TAG, tagValue } from '../recovery/tags.ts';
import type { Outcome, ToolContext } from '../tool.ts';
import { askOrStop } from './ask.ts';
import { readEvidence } from './evidence.ts';
import { notFound } from './point.ts';
import { ofSource } from './recovery.ts';
import type { Source } from './source.ts';
import { tryRead } from './try-read.ts';
import { checkRecovery, stillRunning } from './waiting.ts';

/** The image that a DR instance is made from; what was made from it may have outlived it. */
export async function readImage(context: ToolContext, regionId: string, imageId: string): Promise<Image | undefined> {
  const [image] = await context.cloud.images(regionId, { ids: [imageId] }, context.recent);
  return image;
}

export const imageNotFound = (regionId: string, imageId: string): DrError =>
  notFound('InvalidImageId.NotFound', 'image', [imageId], regionId);

/** They tell which disk each mapping came from, which never changes; a snapshot may be gone, then its device tells. */
export async function snapshotsBehind(context: ToolContext, regionId: string, image: Image): Promise<Snapshot[]> {
  const ids = image.mappings.flatMap((m) => m.snapshotId ?? []);
  return ids.length > 0 ? context.cloud.snapshots(regionId, { ids }, { maxAgeMs: LASTING_MS }) : [];
}

/** Where they only inform. */
export async function trySnapshotsBehind(context: ToolContext, regionId: string, image: Image): Promise<Snapshot[]> {
  return (await tryRead(snapshotsBehind(context, regionId, image))) ?? [];
}

/** Whose data the image holds. One that a recovery of ours has made tells by its tag: nothing is read for it. */
async function readOrigin(context: ToolContext, source: Source, image: Image): Promise<ImageOrigin> {
  const told = originTold(image, source.instance.id);
  if (told.of !== 'unknown') return told;
  const snapshots = await snapshotsBehind(context, source.regionId, image);
  return imageOrigin(image, snapshots, await readEvidence(context, source, snapshots));
}

/** As much of the source as an image tells of it. */
type SourceId = { instance: Pick<Instance, 'id'> };

/** An image that shows by itself that it is another's: before anybody waits for it. */
export function refuseAnothers({ instance }: SourceId, image: Image): void {
  refuseOrigin(instance, image, originTold(image, instance.id));
}

/**
 * One that was named before it is used, as it was read: it has to be there, not another's by what it tells, and one that
 * the source could start from. Nothing is chosen or made for one that is refused in the end.
 */
export async function checkNamedImage(
  { cloud }: ToolContext,
  of: { regionId: string; instanceId: string; imageId: string },
  image: Image | undefined,
): Promise<void> {
  const { regionId, instanceId, imageId } = of;
  if (!image) throw imageNotFound(regionId, imageId);
  refuseAnothers({ instance: { id: instanceId } }, image);
  // Of all others nothing is known against them: the source need not be asked about.
  if (image.imdsSupport === 'v1') {
    refuseUnfit(await cloud.instance(regionId, instanceId, { maxAgeMs: LASTING_MS }), image);
  }
}

/** The cloud would not start the source from it, whatever it holds. */
export function refuseUnfit(instance: Instance, image: Image): void {
  const problem = metadataProblem(instance, image);
  if (problem === undefined) return;
  const snapshotIds = image.mappings.flatMap((mapping) => mapping.snapshotId ?? []);
  const again =
    snapshotIds.length > 0
      ? `create-image with snapshotIds ${snapshotIds.join(', ')} makes one of the same data that can`
      : 'create-image makes one that can, of a snapshot group or of snapshots';
  throw new DrError({
    code: 'UnusableImage',
    message: `imageId: ${image.id} cannot start a copy of ${instance.id}: ${problem}.`,
    cause: `${instance.id} requires metadata tokens (HttpTokens required), and no instance starts in that mode from an image that supports v1 only.`,
    remedy: `${again}; or choose another point (describe-source lists them). Nothing more was created.`,
    retryable: false,
  });
}

/**
 * Whether nothing shows that the image is of the source: a person has accepted that then. One that is another's is
 * refused: its copy would run with what the source may do.
 */
export async function acceptOrigin(context: ToolContext, source: Source, image: Image): Promise<boolean> {
  const { say } = context;
  const { instance } = source;
  const origin = await readOrigin(context, source, image);
  refuseOrigin(instance, image, origin);
  if (origin.of === 'source') return false;
  askOrStop(context, {
    id: 'image-origin',
    question: say`Nothing shows that image ${image.id} (${image.name}) is of ${instance.name} (${instance.id}), whose role, key pair and security groups the copy would have. Go on with it?`,
    options: [{ value: 'accept', title: say`Go on with this image`, description: say`I know where it comes from` }],
  });
  return true;
}

function refuseOrigin({ id }: Pick<Instance, 'id'>, image: Image, origin: ImageOrigin): void {
  if (origin.of !== 'another') return;
  const moved = originTold(image, id).of === 'unknown';
  throw new DrError({
    code: 'UnusableImage',
    message: `imageId: ${image.id} is not an image of ${id}: ${origin.why}.`,
    cause: `imageId must be an image of this account, of the disks of ${id}: the copy gets the role, key pair and security groups of ${id}.`,
    remedy: `Call again with an imageId that is: describe-source lists them, create-image makes one.${moved ? ` If the disk was of ${id} and has been moved since, tag the image ${SOURCE_TAG}=${id}.` : ''} Nothing more was created.`,
    retryable: false,
  });
}

/** Whose data a running copy holds. This only informs: what cannot be read any more is known from when it was made. */
export async function copyOrigin(
  context: ToolContext,
  source: Source,
  dr: Instance,
  image: Image | undefined,
): Promise<ImageOrigin> {
  const seen = image?.id === dr.imageId ? await tryRead(readOrigin(context, source, image)) : undefined;
  return originOfCopy(dr.tags, source.instance.id, seen);
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
  context: ToolContext,
  { regionId, instanceId }: { regionId: string; instanceId: string },
): Promise<string | undefined> {
  const { cloud, recoveryId, resumed } = context;
  if (!resumed) return undefined;
  const images = await cloud.images(regionId, { tags: [{ key: RECOVERY_TAG, value: recoveryId }] }, USABLE);
  return ofSource(context, images, instanceId).find(isImageReady)?.id;
}

/** It is looked for twice in a call: before anything is asked, and when the next call is named. */
const USABLE: ReadOptions = { maxAgeMs: 30_000 };
