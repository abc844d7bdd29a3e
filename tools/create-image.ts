import * as z from 'zod';
import { DrError, invalidInput } from '../src/errors.ts';
import { acknowledgeDataLoss } from '../src/flow/acknowledge.ts';
import { refuseOtherImage } from '../src/flow/adopt.ts';
import { trySnapshotsBehind } from '../src/flow/dr-image.ts';
import { createImage, findImage, waitForImage } from '../src/flow/image-create.ts';
import { planImage } from '../src/flow/image-plan.ts';
import { readPoint } from '../src/flow/image-point.ts';
import { hasInstantAccess, pointNotReady } from '../src/flow/point.ts';
import { readSource, type Source } from '../src/flow/source.ts';
import { checkRecovery, stillRunning } from '../src/flow/waiting.ts';
import { MOST_DATA_DISKS } from '../src/recovery/disks.ts';
import type { Snapshot } from '../src/recovery/estate.ts';
import { readyImage } from '../src/recovery/phase-instance.ts';
import { joinImage } from '../src/recovery/run-disks.ts';
import { RECOVERY_TAG } from '../src/recovery/tags.ts';
import { inline } from '../src/text/safe.ts';
import { defineTool, field, type Next, type Outcome, type ToolContext } from '../src/tool.ts';

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
    snapshotIds: z
      .array(field.snapshotId())
      .min(1)
      .max(MOST_DATA_DISKS + 1)
      .optional()
      .describe('Instead of a group'),
    wholeInstance: z.boolean().optional().describe('Instead of snapshots: true'),
    imageName: field.name('Image name').optional(),
  },

  async run(input, given) {
    refuseSeveralWays(input);
    const context = input.wholeInstance ? { ...given, cloud: given.cloud.on('image') } : given;
    const source = await readSource(context.cloud, input.instanceId, input.regionId, context.recent);
    const { existing, failed } = context.resumed
      ? await findImage(context, source, context.recent)
      : { existing: undefined, failed: [] };
    if (existing) {
      await refuseOtherImage(context, source.regionId, existing, input);
      return follow(context, source, existing.id, { wanted: input });
    }
    const point = input.wholeInstance ? undefined : await readPoint(context, source, input);
    if (point && !point.ready) return notYet(context, source, point.snapshots, input);
    if (!point) acknowledgeDataLoss(context, source);

    const snapshots = point?.snapshots;
    const planned = () => planImage(context, source, snapshots, { name: input.imageName, failed });
    const make = async ({ request, plan }: Awaited<ReturnType<typeof planned>>) => {
      const consent = context.approve('create-image', question(context, source, snapshots), plan);
      const made = await createImage(context, source, { request, consent, failed, snapshots: snapshots ?? [] });
      return { ...made, consent };
    };
    const plan = await planned();
    const { consent, ...made } = await make(plan).catch(async (error: unknown) => {
      // Somebody took the name since the plan was made: the next one is another plan, and asked about.
      const next = isNameTaken(error) && !input.imageName ? await planned() : plan;
      if (next.request.parameters.ImageName === plan.request.parameters.ImageName) throw error;
      return make(next);
    });
    const { imageId } = made;
    if (!imageId) return notYet(context, source, made.snapshots, input, context.keep(consent));
    context.exists({ kind: 'image', id: imageId });
    return follow(context, source, imageId, { members: made.snapshots });
  },
});

const isNameTaken = (error: unknown): boolean =>
  error instanceof DrError && error.details.code === 'InvalidImageName.Duplicated';

/** Where the image comes from, as the caller said it. */
interface Way {
  snapshotGroupId?: string | undefined;
  snapshotIds?: string[] | undefined;
  wholeInstance?: boolean | undefined;
}

function refuseSeveralWays({ snapshotGroupId, snapshotIds, wholeInstance }: Way): void {
  const ways = [snapshotGroupId, snapshotIds, wholeInstance || undefined].filter((w) => w !== undefined);
  if (ways.length !== 1) {
    throw invalidInput('snapshotGroupId, snapshotIds, wholeInstance', ways, 'exactly one of the three');
  }
}

function question(context: ToolContext, { instance }: Source, snapshots: Snapshot[] | undefined): string {
  return snapshots
    ? context.say`Create an image of ${instance.name} (${instance.id}) from ${snapshots.length} snapshot(s)?`
    : context.say`Create an image of all disks of ${instance.name} (${instance.id}) as they are now? Works while it runs; not consistent across disks.`;
}

/** The call to repeat has the caller's own arguments. */
function notYet(
  context: ToolContext,
  { regionId, instance }: Source,
  snapshots: Snapshot[],
  { snapshotGroupId, snapshotIds, wholeInstance, imageName }: Way & { imageName?: string | undefined },
  open = '',
): Outcome {
  const point = {
    ...(snapshotGroupId && { snapshotGroupId }),
    ...(snapshotIds && { snapshotIds }),
    ...(wholeInstance && { wholeInstance }),
  };
  return pointNotReady(context, snapshots, {
    regionId,
    what: `${context.say`The recovery point is not ready for an image yet. No image was created.`} ${open}`.trim(),
    instantAccess: snapshotGroupId !== undefined && !snapshots.every(hasInstantAccess),
    again: {
      tool: 'create-image',
      arguments: { instanceId: instance.id, ...point, ...(imageName && { imageName }) },
    },
  });
}

/**
 * @param members what it was just made of; nothing of the whole instance, whose disks are those read in this call. Absent
 * for an image of an earlier call: disks may have come and gone since.
 * @param wanted what an image of an earlier call is wanted for
 */
async function follow(
  context: ToolContext,
  source: Source,
  imageId: string,
  { members, wanted }: { members?: readonly Snapshot[]; wanted?: Way },
): Promise<Outcome> {
  const { cloud, say } = context;
  const { regionId, disks } = source;
  const { finished, image } = await waitForImage(context, regionId, imageId);
  // By now all that it is made of shows.
  if (finished && image && wanted) await refuseOtherImage(context, regionId, image, wanted);
  const snapshots = members ?? (image ? await trySnapshotsBehind(context, regionId, image) : []);
  const mappings = joinImage(image?.mappings ?? [], disks, snapshots).map(({ mapping, disk, snapshot }) => ({
    device: mapping.device,
    snapshotId: mapping.snapshotId,
    diskId: snapshot?.sourceDiskId ?? disk?.id,
    sizeGiB: mapping.sizeGiB,
  }));
  const fields = { imageId, imageName: image?.name, mappings };
  if (!finished) {
    const percent = image?.progress ?? 0;
    const what = say`Image ${imageId} is being created: ${percent} %.`;
    const url = cloud.consoleUrl(regionId, 'image', imageId);
    return stillRunning(context, what, { ...fields, percent }, image?.createdAt, url);
  }
  return {
    status: 'done',
    recoveryId: context.recoveryId,
    text: [
      say`Image ${imageId} (${image?.name}) is available.`,
      mappings.map((m) => `${inline(m.device)} ${m.sizeGiB} GiB`).join(', '),
    ].join('\n\n'),
    fields,
    next: await nextStep(context, source, imageId),
  };
}

/** Where a vSwitch was made for it already, zone and network are decided. */
async function nextStep({ cloud, recoveryId }: ToolContext, source: Source, imageId: string): Promise<Next> {
  const { regionId, instance } = source;
  const vSwitches = await cloud.vSwitches(regionId, { tags: [{ key: RECOVERY_TAG, value: recoveryId }] });
  const { next } = readyImage({ vSwitches, source }, imageId);
  if (!next) return checkRecovery({ recoveryId }, 'The vSwitch is being created');
  const why = vSwitches.length > 0 ? next.why : 'Choose where it comes back, unless that is decided already';
  return { ...next, arguments: { instanceId: instance.id, ...next.arguments, recoveryId }, why };
}
