import type { ReadOptions } from '../cloud/cloud.ts';
import { DrError } from '../errors.ts';
import type { Instance } from '../recovery/estate.ts';
import { RECOVERY_TAG } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { isDeleted, madeBefore } from './made.ts';
import { ofSource, oldestFirst } from './recovery.ts';

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
export type ExistingInstance = Pick<Instance, 'id' | 'zoneId' | 'imageId' | 'vSwitchId'>;

/** The DR instance there is: by its tags, or what this process has made and the cloud does not show yet. */
export async function existingDrInstance(
  context: ToolContext,
  source: SourceId,
): Promise<ExistingInstance | undefined> {
  const [found] = await findDrInstances(context, source, context.recent);
  if (found) return found;
  const made = madeBefore(context, DR_INSTANCE);
  if (!made || (await isLost(context, source.regionId, made.id, made.at))) return undefined;
  const { ZoneId, ImageId, VSwitchId } = made.request.parameters;
  return { id: made.id, zoneId: String(ZoneId), imageId: String(ImageId), vSwitchId: String(VSwitchId) };
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
