import { Declined, type Plan } from '../decisions/decision.ts';
import { DrError } from '../errors.ts';
import { isUnsnapshottable } from '../recovery/disks.ts';
import type { ChangeRequest, Image, Snapshot } from '../recovery/estate.ts';
import { imageMappings } from '../recovery/image-mappings.ts';
import { imageNameCandidates } from '../recovery/names.ts';
import { takenBeside } from '../recovery/point-sets.ts';
import { imageRequest, wholeInstanceImageRequest } from '../recovery/requests.ts';
import type { ToolContext } from '../tool.ts';
import { acknowledge } from './acknowledge.ts';
import { askOrStop } from './ask.ts';
import { readEvidence } from './evidence.ts';
import { takePoint } from './first-step.ts';
import { refuseUnusable } from './image-point.ts';
import { readSourceImage, type Source } from './source.ts';
import { tryRead } from './try-read.ts';

/** CreateImage from these snapshots, or of the whole instance without any: the request and what to know before a yes. */
export async function planImage(
  context: ToolContext,
  source: Source,
  snapshots: Snapshot[] | undefined,
  of: { name: string | undefined; failed: Image[] },
): Promise<{ request: ChangeRequest; plan: Plan }> {
  const { say } = context;
  const { instance } = source;
  const [sourceImage, imageName] = await Promise.all([
    readSourceImage(context.cloud, source),
    of.name ?? freeName(context, source, of.failed.length),
  ]);
  const shared = { instance, recoveryId: context.recoveryId, imageName, ...(sourceImage && { sourceImage }) };
  const { mappings, notes } = snapshots ? await mappingsOf(context, source, snapshots) : { mappings: [], notes: [] };
  const request = snapshots
    ? imageRequest({ ...shared, mappings, imdsV2: instance.metadata.httpTokens === 'required' })
    : wholeInstanceImageRequest(shared);
  if (!snapshots) await checkWholeInstance(context, source, request);
  const plan = {
    requests: [request],
    price: { unknown: say`an image is billed by its snapshots' stored size, which the API does not estimate` },
    notes: [
      ...notes,
      ...(snapshots ? [] : [say`Not consistent across disks: each disk is copied at its own moment, now.`]),
      ...(sourceImage
        ? []
        : [say`The source's image cannot be read: architecture and boot mode are the API's defaults.`]),
    ],
  };
  return { request, plan };
}

/** The first of the recovery's names that no image of the account has [recovery-rules: the default name]. */
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

/**
 * One mapping per disk, and what is unusual about them; a point that lacks disks is used only when a person has accepted
 * what will be missing, one with another instance's disks not at all.
 */
async function mappingsOf(context: ToolContext, source: Source, snapshots: Snapshot[]) {
  const { say } = context;
  const evidence = await readEvidence(context, source, snapshots);
  const { mappings, missing, problems, notes } = imageMappings(evidence, snapshots);
  refuseUnusable(problems);
  if (missing.length > 0) {
    const taken = await tryTakenBeside(context, source, snapshots);
    const beside = missing.flatMap((d) => {
      const found = taken.find((s) => s.sourceDiskId === d.id);
      return found ? [`${found.id} (${d.device ?? d.id})`] : [];
    });
    const lost = missing.map((d) => `${d.device ?? '?'} (${d.id}, ${d.sizeGiB} GiB)`);
    acknowledge(
      context,
      'missing-disks',
      [
        say`This point has no snapshot of ${lost}: the recovered instance will be without that data. Go on?`,
        beside.length > 0
          ? say`Taken at about the same time, to be given with it in snapshotIds instead: ${beside}.`
          : '',
      ]
        .join(' ')
        .trim(),
      say`Go on without them`,
    );
  }
  return { mappings: mappings.map(({ diskId: _, ...mapping }) => mapping), notes };
}

/** Other snapshots of the source that an image could be made of with these, newest first. They only inform. */
async function tryTakenBeside(
  { cloud, recent }: ToolContext,
  { regionId, instance }: Source,
  snapshots: readonly Snapshot[],
): Promise<Snapshot[]> {
  const all = await tryRead(cloud.snapshots(regionId, { instanceId: instance.id }, recent));
  return takenBeside(all ?? [], snapshots);
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
  askOrStop(context, {
    id: 'image-refused',
    question: say`The API makes no image of all disks of ${source.instance.id} (${refusal.details.code}): some of them cannot be copied. How should the recovery point be taken?`,
    options: [
      {
        value: 'snapshots',
        title: say`Snapshots of the other disks`,
        description: say`Every disk that can have a snapshot; asked about again before it is taken`,
      },
    ],
  });
  throw new Declined('image-refused', takePoint(source, context.recoveryId));
}
