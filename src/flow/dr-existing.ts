import type { ReadOptions } from '../cloud/cloud.ts';
import { DrError } from '../errors.ts';
import type { Instance } from '../recovery/estate.ts';
import { RECOVERY_TAG, requestedTags, SOURCE_TAG, tagValue } from '../recovery/tags.ts';
import type { Next, ToolContext } from '../tool.ts';
import { deadOf, isStillAway, madeBefore, wasSeen } from './made.ts';
import { ofSource, oldestFirst, otherRecovery } from './recovery.ts';

/** A new instance may be invisible this long (ms) without being lost [trap 1]. */
export const VISIBLE_WITHIN_MS = 60_000;

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
export type ExistingInstance = Pick<Instance, 'id' | 'zoneId' | 'imageId' | 'vSwitchId' | 'type' | 'name' | 'tags'>;

/** The DR instance there is: by its tags, or what this process has made and the cloud does not show yet. */
export async function existingDrInstance(
  context: ToolContext,
  source: SourceId,
): Promise<ExistingInstance | undefined> {
  const [found] = await findDrInstances(context, source, context.recent);
  if (found) return found;
  const made = madeBefore(context, DR_INSTANCE);
  if (!made) return undefined;
  const { regionId, parameters } = made.request;
  const tags = requestedTags(parameters);
  const ownerId = tagValue(tags, SOURCE_TAG);
  if (ownerId !== source.instance.id) throw otherRecovery(context, ownerId, source.instance.id, [made.id]);
  if (await lossOf(context, regionId, made.id, made.at)) return undefined;
  return {
    id: made.id,
    zoneId: String(parameters.ZoneId),
    imageId: String(parameters.ImageId),
    vSwitchId: String(parameters.VSwitchId),
    type: String(parameters.InstanceType),
    name: String(parameters.InstanceName),
    tags,
  };
}

/** The step that waits for it and compares it. */
export function followCopy(recoveryId: string, sourceId: string, has: ExistingInstance): Next {
  const { imageId, zoneId, vSwitchId } = has;
  return {
    tool: 'run-dr-instance',
    arguments: { instanceId: sourceId, imageId, zoneId, vSwitchId, recoveryId },
    why: 'The DR instance exists: this waits for it and compares it, and makes no other',
  };
}

/** Copies this process has made in this recovery that are not there any more: told before another one is approved. */
export function formerCopies(context: ToolContext): string[] {
  const made = madeBefore(context, DR_INSTANCE);
  return [...deadOf(context, DR_INSTANCE), ...(made ? [made.id] : [])];
}

/** Why an accepted instance is not there: the cloud gave it up (its event tells [trap 2]), or it is gone. */
export type Loss = 'given up' | 'gone';

/**
 * Whether an accepted instance is certainly not there. A wrong yes could make a second copy: without the event it takes
 * two looks some seconds apart, and that it was seen before or has had the time to show.
 *
 * @param since when it was made, ms of the clock
 */
export async function lossOf(
  context: ToolContext,
  regionId: string,
  id: string,
  since: number,
): Promise<Loss | undefined> {
  const isThere = async () => (await context.cloud.instances(regionId, { ids: [id] })).length > 0;
  if (await isThere()) return undefined;
  const events = await context.cloud.trySystemEvents(regionId, id);
  if ('value' in events && events.value.some((e) => e.type === 'SystemFailure.Delete')) return 'given up';
  const hadTime = wasSeen(context, id) || context.clock.now() - since > VISIBLE_WITHIN_MS;
  return hadTime && (await isStillAway(context, isThere)) ? 'gone' : undefined;
}

/** It was accepted, and is not there. */
export function vanished(id: string, loss: Loss): DrError {
  const givenUp = loss === 'given up';
  return new DrError({
    code: givenUp ? 'OperationDenied.NoStock' : 'CreationVanished',
    message: givenUp
      ? `The API accepted ${id} and then gave it up: no stock.`
      : `DR instance ${id} was made and is not there any more.`,
    cause: givenUp
      ? 'The capacity went away between acceptance and start (system event SystemFailure.Delete).'
      : 'Somebody released it, or the cloud gave it up for lack of stock.',
    remedy:
      'Call find-target-zone and choose another zone or type, or run-dr-instance again for another try. Image and snapshots stay usable.',
    retryable: true,
    gone: [id],
  });
}
