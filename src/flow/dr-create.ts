import type { Consent } from '../decisions/consent.ts';
import type { ChangeRequest } from '../recovery/estate.ts';
import type { ToolContext } from '../tool.ts';
import { attempt, createOnce, idIn } from './create-once.ts';
import { findDrInstances, hasVanished } from './dr-instance.ts';

/** Creations that died before are looked past so often; then the stock is certainly gone. */
const MOST_ATTEMPTS = 3;

/**
 * The id of the recovery's one DR instance. An accepted creation can still die for lack of stock, and its client token
 * then answers with the dead id for ever [trap 2]: such an id is an attempt used up, and the same approved request goes
 * out under the next one.
 */
export async function createInstance(
  context: ToolContext,
  regionId: string,
  request: ChangeRequest,
  consent: Consent,
): Promise<string> {
  const gone: { id: string }[] = [];
  for (;;) {
    const id = await createOnce(
      context,
      attempt('instance', gone),
      request,
      consent,
      async () => (await findDrInstances(context, regionId))[0]?.id,
      (answer) => idIn(answer, 'InstanceIdSets'),
    );
    if (gone.length >= MOST_ATTEMPTS || !(await hasVanished(context, regionId, id))) return id;
    gone.push({ id });
  }
}
