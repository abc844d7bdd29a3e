import * as z from 'zod';
import { LASTING_MS } from '../src/cloud/cache.ts';
import type { ReadOptions } from '../src/cloud/cloud.ts';
import type { Consent } from '../src/decisions/consent.ts';
import { Declined } from '../src/decisions/decision.ts';
import { STOP } from '../src/decisions/desk.ts';
import { DrError, invalidInput } from '../src/errors.ts';
import { acknowledge, acknowledgeDataLoss } from '../src/flow/acknowledge.ts';
import { attempt, createOnce, idIn } from '../src/flow/create-once.ts';
import { takePoint } from '../src/flow/first-step.ts';
import {
  failedSnapshots,
  isReady,
  notFound,
  pointNotReady,
  progressOf,
  readGroup,
  readMembers,
  readSnapshots,
  refuseFailed,
} from '../src/flow/point.ts';
import { oldestFirst } from '../src/flow/recovery.ts';
import { readSource, readSourceImage, type Source } from '../src/flow/source.ts';
import { JUST_LOOKED, MINUTES, stillRunning, watchUntil } from '../src/flow/waiting.ts';
import { isUnsnapshottable } from '../src/recovery/disks.ts';
import type { ChangeRequest, Image, Snapshot } from '../src/recovery/estate.ts';
import { imageNameCandidates } from '../src/recovery/names.ts';
import { imageMappings, imageRequest, wholeInstanceImageRequest } from '../src/recovery/requests.ts';
import { RECOVERY_TAG } from '../src/recovery/tags.ts';
import { inline } from '../src/text/safe.ts';
import { defineTool, field, type Outcome, type ToolContext } from '../src/tool.ts';

/** CreateImage while a snapshot is still being taken: wait and try again [traps 10, 15]. */
const NOT_READY = /NotReady|TooManySnapshot\.Unfinished|CreatingSnapshot/;

export default defineTool({
  name: 'create-image',
  title: 'Create an image from a recovery point',
  description:
    'Makes a full image (system and data disks) from a snapshot group, from snapshots (new or existing), or from the whole running instance (not consistent across disks).',
  effect: 'create',
  asks: true,
  waits: true,
  input: {
    instanceId: field.instanceId(),
    snapshotGroupId: field.snapshotGroupId().optional(),
    snapshotIds: z.array(field.snapshotId()).min(1).max(17).optional().describe('Instead of a group'),
    wholeInstance: z.boolean().optional().describe('Instead of snapshots: true'),
    imageName: field.name('Image name').optional(),
  },

  async run(input, given) {
    const ways = [input.snapshotGroupId, input.snapshotIds, input.wholeInstance || undefined].filter(
      (w) => w !== undefined,
    );
    if (ways.length !== 1) {
      throw invalidInput('snapshotGroupId, snapshotIds, wholeInstance', ways, 'exactly one of the three');
    }
    const context = input.wholeInstance ? { ...given, cloud: given.cloud.on('image') } : given;
    const source = await readSource(context.cloud, input.instanceId, input.regionId, context.recent);
    const { existing, failed } = context.resumed
      ? await findImage(context, source, context.recent)
      : { existing: undefined, failed: [] };
    if (existing) return follow(context, source, existing.id);

    const point = input.wholeInstance ? undefined : await readPoint(context, source, input);
    const again = pointOf(input);
    // Snapshots that never make an image are said so now, not after the wait for them.
    if (point && input.snapshotIds) refuseUnusable(imageMappings(source.disks, point.snapshots).problems);
    if (point && !point.ready) return notYet(context, source, point.snapshots, again);
    if (!point) acknowledgeDataLoss(context, source);

    const [sourceImage, imageName] = await Promise.all([
      readSourceImage(context.cloud, source),
      input.imageName ?? freeName(context, source, failed.length),
    ]);
    const shared = {
      instance: source.instance,
      recoveryId: context.recoveryId,
      imageName,
      ...(sourceImage && { sourceImage }),
    };
    const request = point
      ? imageRequest({
          ...shared,
          mappings: mappingsOf(context, source, point.snapshots),
          imdsV2: source.instance.metadata.httpTokens === 'required',
        })
      : wholeInstanceImageRequest(shared);
    if (!point) await checkWholeInstance(context, source, request);
    const consent = context.approve('create-image', question(context, source, point?.snapshots), {
      requests: [request],
      price: {
        unknown: context.say`an image is billed by its snapshots' stored size, which the API does not estimate`,
      },
      notes: [
        ...(point ? [] : [context.say`Not consistent across disks: each disk is copied at its own moment, now.`]),
        ...(sourceImage
          ? []
          : [context.say`The source's image cannot be read: architecture and boot mode are the API's defaults.`]),
      ],
    });
    const imageId = await create(context, source, request, consent, { failed, snapshots: point?.snapshots ?? [] });
    if (!imageId) {
      context.keep(consent);
      return notYet(context, source, point?.snapshots ?? [], again);
    }
    context.exists({ kind: 'image', id: imageId });
    return follow(context, source, imageId);
  },
});

/** The caller's own arguments, for calling again. */
function pointOf(input: {
  snapshotGroupId?: string | undefined;
  snapshotIds?: string[] | undefined;
  imageName?: string | undefined;
}): Record<string, unknown> {
  const { snapshotGroupId, snapshotIds, imageName } = input;
  return {
    ...(snapshotGroupId && { snapshotGroupId }),
    ...(snapshotIds && { snapshotIds }),
    ...(imageName && { imageName }),
  };
}

async function readPoint(
  context: ToolContext,
  source: Source,
  input: { snapshotGroupId?: string | undefined; snapshotIds?: string[] | undefined },
): Promise<{ snapshots: Snapshot[]; ready: boolean }> {
  const { regionId } = source;
  if (input.snapshotIds) {
    const ids = input.snapshotIds;
    const { finished, value } = await watchUntil(
      context,
      () => readSnapshots(context, regionId, ids),
      (snapshots) => snapshots.every(isReady) || failedSnapshots(snapshots).length > 0,
      (snapshots) => ({ ...progressOf(snapshots), message: context.say`Waiting for the snapshots` }),
    );
    refuseFailed(value);
    return { snapshots: value, ready: finished };
  }
  const groupId = input.snapshotGroupId ?? '';
  // An accomplished group keeps its members: seen so by an earlier step, only that they still exist is asked again.
  const known = await readGroup(context, regionId, groupId, { maxAgeMs: LASTING_MS });
  const members = known?.status === 'accomplished' ? await readMembers(context, regionId, known) : [];
  if (members.length > 0) return { snapshots: members, ready: true };
  const { finished, value } = await watchUntil(
    context,
    async () => {
      const group = await readGroup(context, regionId, groupId);
      if (!group) throw notFound('InvalidSnapshotGroupId.NotFound', 'snapshot group', [groupId], regionId);
      return group;
    },
    (group) => group.status !== 'progressing',
    (group) => ({ message: context.say`Waiting for group ${groupId}: ${group.status}` }),
  );
  if (value.status === 'failed') {
    throw new DrError({
      code: 'SnapshotGroupFailed',
      message: `Snapshot group ${groupId} failed.`,
      cause: 'A failed group is no recovery point.',
      remedy: 'Choose another point: describe-source lists them.',
      retryable: false,
    });
  }
  return { snapshots: await readMembers(context, regionId, value), ready: finished };
}

/**
 * A source with disks that have no snapshots is refused as a whole by some regions and types. The dry run tells before
 * anything is made; the disks that can have snapshots are the way on, if the person wants it.
 */
async function checkWholeInstance(context: ToolContext, source: Source, request: ChangeRequest): Promise<void> {
  if (!source.disks.some((d) => isUnsnapshottable(d.category))) return;
  const refusal = await context.cloud.dryRun(request);
  if (refusal?.details.code !== 'InvalidOperation.DiskCategoryUnsupported') return;
  const { say } = context;
  const value = context.choose({
    id: 'image-refused',
    question: say`The API makes no image of all disks of ${source.instance.id} (${refusal.details.code}): some of them cannot be copied. How should the recovery point be taken?`,
    options: [
      {
        value: 'snapshots',
        title: say`Snapshots of the other disks`,
        description: say`Every disk that can have a snapshot; asked about again before it is taken`,
      },
      { value: STOP, title: say`Stop here`, description: say`Create nothing; keep what exists` },
    ],
  });
  throw new Declined('image-refused', value === STOP ? undefined : takePoint(source, context.recoveryId));
}

function refuseUnusable(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new DrError({
    code: 'UnusableRecoveryPoint',
    message: problems.join(' '),
    cause: 'These snapshots do not make a bootable image of this instance.',
    remedy: 'Choose another point (describe-source lists them), or recover single disks with attach-recovered-disk.',
    retryable: false,
  });
}

/** One mapping per disk; a point that lacks disks is used only when a person has accepted what will be missing. */
function mappingsOf(context: ToolContext, source: Source, snapshots: Snapshot[]) {
  const { say } = context;
  const { mappings, missing, problems } = imageMappings(source.disks, snapshots);
  refuseUnusable(problems);
  if (missing.length > 0) {
    const lost = missing.map((d) => `${d.device ?? '?'} (${d.id}, ${d.sizeGiB} GiB)`).join(', ');
    acknowledge(
      context,
      'missing-disks',
      say`This point has no snapshot of ${lost}: the recovered instance will be without that data. Go on?`,
      say`Go on without them`,
    );
  }
  return mappings.map(({ diskId: _, ...mapping }) => mapping);
}

function question(context: ToolContext, { instance }: Source, snapshots: Snapshot[] | undefined): string {
  return snapshots
    ? context.say`Create an image of ${instance.name} (${instance.id}) from ${snapshots.length} snapshot(s)?`
    : context.say`Create an image of all disks of ${instance.name} (${instance.id}) as they are now? Works while it runs; not consistent across disks.`;
}

/** The first of the recovery's names that no image of the account has [recovery-rules: default name]. */
async function freeName(context: ToolContext, source: Source, failed: number): Promise<string> {
  const rules = imageNameCandidates(source.instance.id, context.recoveryId);
  // Failed images of this recovery keep their names: each try after them has one more.
  const candidates = [...rules, ...Array.from({ length: failed }, (_, i) => `${rules[2]}_${i + 2}`)];
  for (const name of candidates) {
    const taken = await context.cloud.images(source.regionId, { name }, context.recent);
    if (!taken.some((image) => image.name === name)) return name;
  }
  throw new DrError({
    code: 'InvalidImageName.Duplicated',
    message: `Images named ${candidates.join(', ')} exist already.`,
    cause: 'Image names are unique per account and region.',
    remedy: 'Give imageName.',
    retryable: false,
  });
}

async function findImage(context: ToolContext, source: Source, options?: ReadOptions) {
  const tags = [{ key: RECOVERY_TAG, value: context.recoveryId }];
  const images = oldestFirst(await context.cloud.images(source.regionId, { tags }, options));
  const isFailed = (image: Image) => image.status === 'CreateFailed' || image.status === 'UnAvailable';
  return { existing: images.find((i) => !isFailed(i)), failed: images.filter(isFailed) };
}

/**
 * The image's id, or nothing when the API still finds a snapshot not ready at the end of this call's wait. It is asked
 * as soon as the rules call the point ready; where it disagrees, the snapshots are watched to 100 % and it is asked again.
 */
async function create(
  context: ToolContext,
  source: Source,
  request: ChangeRequest,
  consent: Consent,
  of: { failed: Image[]; snapshots: Snapshot[] },
): Promise<string | undefined> {
  const send = async (): Promise<string | undefined> => {
    try {
      return await createOnce(
        context,
        attempt('image', of.failed),
        request,
        consent,
        async () => (await findImage(context, source)).existing?.id,
        (answer) => idIn(answer, 'ImageId'),
        async (id) => (await context.cloud.images(source.regionId, { ids: [id] })).length > 0,
      );
    } catch (error) {
      if (error instanceof DrError && NOT_READY.test(error.details.code)) return undefined;
      throw error;
    }
  };
  const early = await send();
  if (early || context.clock.now() >= context.waitUntil) return early;
  const ids = of.snapshots.map((s) => s.id);
  const complete = await watchUntil(
    context,
    () => readSnapshots(context, source.regionId, ids),
    (snapshots) => snapshots.every(isReady),
    (snapshots) => ({ ...progressOf(snapshots), message: context.say`The snapshots are not ready for an image yet` }),
  );
  if (!complete.finished) return undefined;
  const { value } = await watchUntil(
    context,
    send,
    (id) => id !== undefined,
    () => ({ message: context.say`The snapshots are not ready for an image yet` }),
  );
  return value;
}

function notYet(context: ToolContext, source: Source, snapshots: Snapshot[], input: Record<string, unknown>): Outcome {
  return pointNotReady(context, snapshots, {
    regionId: source.regionId,
    what: context.say`The recovery point is not ready for an image yet. No image was created.`,
    again: { tool: 'create-image', arguments: { instanceId: source.instance.id, ...input } },
  });
}

async function follow(context: ToolContext, source: Source, imageId: string): Promise<Outcome> {
  const { cloud, say } = context;
  const { finished, value: image } = await watchUntil(
    context,
    async () => (await cloud.images(source.regionId, { ids: [imageId] }, JUST_LOOKED))[0],
    (found) => found !== undefined && ((found.status === 'Available' && found.usable) || isBroken(found)),
    (found) => ({
      percent: found?.progress,
      message: say`Image ${imageId}: ${found?.status ?? 'Creating'} ${found?.progress ?? 0} %`,
    }),
    MINUTES,
  );
  if (image && isBroken(image)) {
    throw new DrError({
      code: `Image${image.status}`,
      message: `Image ${imageId} is ${image.status}.`,
      cause: image.description?.startsWith('Create_from')
        ? 'The API gives no reason.'
        : (image.description ?? 'The API gives no reason.'),
      remedy: 'Call create-image again: it makes a new one from the same point.',
      retryable: true,
      created: [{ kind: 'image', id: imageId, note: image.status }],
    });
  }
  const mappings = (image?.mappings ?? []).map((m) => ({
    device: m.device,
    snapshotId: m.snapshotId,
    diskId: source.disks.find((d) => d.device === m.device)?.id,
    sizeGiB: m.sizeGiB,
  }));
  const fields = { imageId, imageName: image?.name, mappings };
  if (!finished) {
    const what = say`Image ${imageId} is being created: ${image?.progress ?? 0} %.`;
    return stillRunning(
      context,
      what,
      { ...fields, percent: image?.progress ?? 0 },
      image?.createdAt,
      cloud.consoleUrl(source.regionId, 'image', imageId),
    );
  }
  return {
    status: 'done',
    recoveryId: context.recoveryId,
    text: [
      say`Image ${imageId} (${image?.name}) is available.`,
      mappings.map((m) => `${inline(m.device)} ${m.sizeGiB} GiB`).join(', '),
    ].join('\n\n'),
    fields,
    next: {
      tool: 'find-target-zone',
      arguments: { instanceId: source.instance.id, recoveryId: context.recoveryId },
      why: 'Choose where it comes back, unless that is decided already',
    },
  };
}

function isBroken(image: Image): boolean {
  return image.status === 'CreateFailed' || image.status === 'UnAvailable';
}
