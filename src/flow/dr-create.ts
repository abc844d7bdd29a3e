import type { Consent } from '../decisions/consent.ts';
import type { ChangeRequest } from '../recovery/estate.ts';
import type { ToolContext } from '../tool.ts';
import { createOnce, idIn } from './create-once.ts';
import { DR_INSTANCE, findDrInstances, lossOf } from './dr-existing.ts';
import type { Source } from './source.ts';

/**
 * The id of the recovery's one DR instance. An accepted creation can still die for lack of stock, and its client token
 * then answers with the dead id for ever [trap 2]: the same approved request goes out again as the next try.
 */
export function createInstance(
  context: ToolContext,
  source: Source,
  request: ChangeRequest,
  consent: Consent,
): Promise<string> {
  return createOnce(context, {
    step: DR_INSTANCE,
    request,
    consent,
    find: async () => (await findDrInstances(context, source))[0]?.id,
    read: (answer) => idIn(answer, 'InstanceIdSets'),
    isGone: async (id, since) => (await lossOf(context, source.regionId, id, since)) !== undefined,
  });
}
