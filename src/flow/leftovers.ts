import type { Created } from '../errors.ts';
import { recoveryPicture } from '../recovery/phase.ts';
import { RECOVERY_TAG } from '../recovery/tags.ts';
import type { Say } from '../text/say.ts';
import type { ToolContext } from '../tool.ts';
import { readVisible } from './recovery.ts';

/** Listing must not turn an error into a call that does not come back. */
const LISTED_WITHIN_MS = 5_000;

/**
 * What a recovery has left in the cloud when a step of it stops, with what it costs while it stays. As much of it as
 * can be read within seconds: the error that is being told matters more.
 */
export async function leftovers(
  context: Pick<ToolContext, 'cloud' | 'say'>,
  recoveryId: string,
  where: { regionId?: unknown; instanceId?: unknown; targetInstanceId?: unknown },
): Promise<Created[]> {
  const { say } = context;
  // Real time, whatever clock the waiting is on: somebody is waiting for the error.
  const cloud = context.cloud.withSignal(AbortSignal.timeout(LISTED_WITHIN_MS));
  try {
    const regionId = await regionOf(cloud, recoveryId, where);
    if (!regionId) return [];
    const reading = await readVisible(cloud, regionId, { key: RECOVERY_TAG, value: recoveryId });
    const { resources } = recoveryPicture({ recoveryId, ...reading });
    return resources.map((r) => ({ kind: r.kind, id: r.id, note: say`${r.status}; ${costOf(r.kind, say)}` }));
  } catch {
    return [];
  }
}

function regionOf(
  cloud: ToolContext['cloud'],
  recoveryId: string,
  where: { regionId?: unknown; instanceId?: unknown; targetInstanceId?: unknown },
): Promise<string | undefined> {
  const { regionId, instanceId, targetInstanceId } = where;
  const id = typeof instanceId === 'string' ? instanceId : targetInstanceId;
  if (typeof regionId === 'string') return Promise.resolve(regionId);
  if (typeof id !== 'string') return cloud.locateRecovery(recoveryId);
  // The instance may be what is missing.
  return cloud.locate(id).catch(() => cloud.locateRecovery(recoveryId));
}

/** What a thing costs while it stays. */
export function costOf(kind: Created['kind'], say: Say): string {
  switch (kind) {
    case 'snapshot-group':
    case 'snapshot':
      return say`billed by stored size while it stays`;
    case 'image':
      return say`billed by its snapshots’ stored size while it stays`;
    case 'vswitch':
      return say`free of charge`;
    default:
      return say`billed while it stays`;
  }
}
