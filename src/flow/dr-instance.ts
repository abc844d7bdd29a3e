import type { ReadOptions } from '../cloud/cloud.ts';
import { DrError } from '../errors.ts';
import { type ComparisonRow, compareInstances, type Difference } from '../recovery/compare.ts';
import type { Image, Instance, InstanceExtras, Parameters } from '../recovery/estate.ts';
import { RECOVERY_TAG, SOURCE_TAG, tagValue } from '../recovery/tags.ts';
import { table } from '../text/safe.ts';
import type { Outcome, ToolContext } from '../tool.ts';
import { copyOrigin } from './dr-image.ts';
import { isDeleted, madeBefore, rememberSeen } from './made.ts';
import { ofSource, oldestFirst } from './recovery.ts';
import type { Source } from './source.ts';
import { JUST_LOOKED, NEVER_QUICK, stillRunning, watchUntil } from './waiting.ts';

/** A new instance may be invisible this long (ms) without being lost [trap 1]. */
const VISIBLE_WITHIN_MS = 60_000;

/** The step that makes it. */
export const DR_INSTANCE = 'instance';

/** As much of the source as looking for its copy takes. */
interface SourceId {
  regionId: string;
  instance: Pick<Instance, 'id'>;
}

/** What this recovery has made of the source. Oldest first: where two servers raced, everybody takes the same one. */
export async function findDrInstances(
  context: ToolContext,
  { regionId, instance }: SourceId,
  options?: ReadOptions,
): Promise<Instance[]> {
  const tags = [{ key: RECOVERY_TAG, value: context.recoveryId }];
  const found = await context.cloud.instances(regionId, { tags }, options);
  return oldestFirst(ofSource(context, found, instance.id)).filter((one) => one.id !== instance.id);
}

/** What is known of a DR instance before it can be seen. */
export type ExistingInstance = Pick<Instance, 'id' | 'zoneId' | 'imageId'>;

/** The DR instance there is: by its tags, or what this process has made and the cloud does not show yet. */
export async function existingDrInstance(
  context: ToolContext,
  source: SourceId,
): Promise<ExistingInstance | undefined> {
  const [found] = await findDrInstances(context, source, context.recent);
  if (found) return found;
  const made = madeBefore(context, DR_INSTANCE);
  if (!made || (await isLost(context, source.regionId, made.id, made.at))) return undefined;
  const { ZoneId, ImageId } = made.request.parameters;
  return { id: made.id, zoneId: String(ZoneId), imageId: String(ImageId) };
}

/**
 * The creation was accepted and then given up by the cloud: its event tells [trap 2], or that it stays unseen.
 *
 * @param since when it was made, ms of the clock
 */
export async function isLost(context: ToolContext, regionId: string, id: string, since: number): Promise<boolean> {
  const isThere = async () => (await context.cloud.instances(regionId, { ids: [id] })).length > 0;
  if (await isThere()) return false;
  if (context.clock.now() - since > VISIBLE_WITHIN_MS || (await isDeleted(context, id, isThere))) return true;
  const events = await context.cloud.trySystemEvents(regionId, id);
  return 'value' in events && events.value.some((e) => e.type === 'SystemFailure.Delete');
}

/** Waits until the DR instance runs, then compares it with the source. */
export async function followInstance(
  context: ToolContext,
  source: Source & { extras: InstanceExtras },
  id: string,
  image: Image | undefined,
  promised: Parameters | undefined,
): Promise<Outcome> {
  const { cloud, clock, say } = context;
  const { regionId } = source;
  const made = madeBefore(context, DR_INSTANCE);
  const since = made?.id === id ? made.at : clock.now();
  let seen = false;
  const look = async (of: ToolContext): Promise<Instance | 'vanished' | undefined> => {
    const [found] = await of.cloud.instances(regionId, { ids: [id] }, JUST_LOOKED);
    rememberSeen(context, [found]);
    if (found) seen = true;
    else if (seen || clock.now() - since > VISIBLE_WITHIN_MS / 4) {
      return (await isLost(of, regionId, id, since)) ? 'vanished' : undefined;
    }
    return found;
  };
  const { finished, value } = await watchUntil(
    context,
    look,
    (found) => found === 'vanished' || found?.status === 'Running' || found?.status === 'Stopping',
    (found) => ({ message: say`DR instance ${id}: ${typeof found === 'object' ? found.status : 'Pending'}` }),
    NEVER_QUICK,
  );
  if (value === 'vanished') throw vanished(id);
  if (!finished || !value || value.status !== 'Running') {
    const what = say`DR instance ${id} is ${value?.status ?? 'Pending'}.`;
    const url = cloud.consoleUrl(regionId, 'instance', id);
    return stillRunning(
      context,
      what,
      { drInstanceId: id, instanceStatus: value?.status ?? 'Pending' },
      value?.createdAt,
      url,
    );
  }
  return { ...(await verified(context, source, value, image, promised)), recoveryId: context.recoveryId };
}

/** It was accepted, and is not there. */
export function vanished(id: string): DrError {
  return new DrError({
    code: 'OperationDenied.NoStock',
    message: `The API accepted ${id} and then gave it up: no stock.`,
    cause: 'The capacity went away between acceptance and start (system event SystemFailure.Delete).',
    remedy:
      'Call find-target-zone and choose another zone or type, or run-dr-instance again for another try. Image and snapshots stay usable.',
    retryable: true,
    gone: [id],
  });
}

/** Two servers that approved different plans at the same moment can each make one: nobody may pay for two unaware. */
async function secondCopies(context: ToolContext, source: Source, dr: Instance): Promise<Difference[]> {
  const value = tagValue(dr.tags, RECOVERY_TAG);
  if (value === undefined) return [];
  const found = await context.cloud.instances(source.regionId, { tags: [{ key: RECOVERY_TAG, value }] });
  const others = found
    .filter((one) => one.id !== dr.id && tagValue(one.tags, SOURCE_TAG) === source.instance.id)
    .map((one) => `${one.id} in ${one.zoneId}`);
  if (others.length === 0) return [];
  return [
    {
      attribute: 'number of copies',
      expected: '1',
      actual: `${others.length + 1}: also ${others.join(', ')}`,
      cause: 'Two plans of this recovery were approved at the same moment, from two servers.',
      remedy: 'Decide which one is needed and have the other one released: both are billed.',
    },
  ];
}

/** Told with their value where they are as on the source; of the rest of what is so, the name is enough. */
const WITH_VALUE = /^(instance type|billing|public IP|disk )/;

/** The comparison of source and DR instance, both read now. */
export async function verified(
  context: ToolContext,
  source: Source & { extras: InstanceExtras },
  dr: Instance,
  image: Image | undefined,
  promised: Parameters | undefined,
): Promise<Outcome> {
  const { cloud, say } = context;
  const [drDisks, drExtras, origin, twice] = await Promise.all([
    cloud.disks(source.regionId, { instanceId: dr.id }),
    cloud.instanceExtras(source.regionId, dr),
    copyOrigin(context, source, dr, image),
    secondCopies(context, source, dr),
  ]);
  const compared = compareInstances({
    source: source.instance,
    extras: source.extras,
    sourceDisks: source.disks,
    dr,
    drExtras,
    drDisks,
    image,
    origin,
    promised,
  });
  const differences = [...compared.differences, ...twice];
  const result = { ...compared, differences, verified: compared.verified && twice.length === 0 };
  const isOther = (r: ComparisonRow) => r.dr !== r.source || r.expected === 'dropped';
  const other = result.comparison.filter(isOther);
  const same = result.comparison
    .filter((r) => !isOther(r))
    .map((r) => (WITH_VALUE.test(r.attribute) ? `${r.attribute} ${r.source}` : r.attribute));
  return {
    status: 'done',
    text: [
      result.verified
        ? say`DR instance ${dr.id} runs in ${dr.zoneId} and is as promised.`
        : say`DR instance ${dr.id} runs in ${dr.zoneId} with ${result.differences.length} difference(s).`,
      ...(origin.of === 'another' ? [say`Image ${dr.imageId} is not of ${source.instance.id}: ${origin.why}.`] : []),
      ...(origin.of === 'unknown'
        ? [say`Not verified: nothing shows that image ${dr.imageId} is of ${source.instance.id}.`]
        : []),
      table(
        [say`attribute`, say`source`, 'DR'],
        other.map((r) => [r.attribute, r.source, r.expected === 'dropped' ? r.expected : r.dr]),
      ),
      ...(same.length > 0 ? [say`As the source: ${same.join(', ')}.`] : []),
      ...(result.differences.length > 0
        ? [
            table(
              [say`difference`, say`expected`, say`actual`, say`what to do`],
              result.differences.map((d) => [d.attribute, d.expected, d.actual, d.remedy]),
            ),
          ]
        : []),
    ].join('\n\n'),
    fields: { drInstanceId: dr.id, ...result },
  };
}
