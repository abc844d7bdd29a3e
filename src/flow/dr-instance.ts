import type { Image, Instance, InstanceExtras, Parameters } from '../recovery/estate.ts';
import type { Outcome, ToolContext } from '../tool.ts';
import { DR_INSTANCE, type Loss, lossOf, VISIBLE_WITHIN_MS, vanished } from './dr-existing.ts';
import { verified } from './dr-verified.ts';
import { madeBefore, rememberSeen } from './made.ts';
import type { Source } from './source.ts';
import { JUST_LOOKED, NEVER_QUICK, stillRunning, watchUntil } from './waiting.ts';

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
  const look = async (of: ToolContext): Promise<Instance | Loss | undefined> => {
    const [found] = await of.cloud.instances(regionId, { ids: [id] }, JUST_LOOKED);
    rememberSeen(context, [found]);
    if (found) seen = true;
    else if (seen || clock.now() - since > VISIBLE_WITHIN_MS / 4) {
      return lossOf(of, regionId, id, since);
    }
    return found;
  };
  const { finished, value } = await watchUntil(
    context,
    look,
    (found) => typeof found === 'string' || found?.status === 'Running' || found?.status === 'Stopping',
    (found) => ({ message: say`DR instance ${id}: ${typeof found === 'object' ? found.status : 'Pending'}` }),
    NEVER_QUICK,
  );
  if (typeof value === 'string') throw vanished(id, value);
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
