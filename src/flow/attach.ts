import type { Consent } from '../decisions/consent.ts';
import { DrError } from '../errors.ts';
import type { ChangeRequest, Disk } from '../recovery/estate.ts';
import { DISK_TAG, RECOVERY_TAG, tagValue } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { watchUntil } from './waiting.ts';

/** Disks this recovery made from these snapshots, one each (the oldest). Disks of a DR instance carry no source-disk tag. */
export async function findRecoveredDisks(
  context: ToolContext,
  regionId: string,
  snapshotIds: string[],
): Promise<Disk[]> {
  const found = await context.cloud.disks(regionId, { tags: [{ key: RECOVERY_TAG, value: context.recoveryId }] });
  const own = found
    .filter((d) => tagValue(d.tags, DISK_TAG) !== undefined && snapshotIds.includes(d.sourceSnapshotId ?? ''))
    .sort((a, b) => `${a.createdAt} ${a.id}`.localeCompare(`${b.createdAt} ${b.id}`));
  return own.filter((d, i) => own.findIndex((o) => o.sourceSnapshotId === d.sourceSnapshotId) === i);
}

/** The disk once it is as wanted, or nothing when this call's wait is over. */
export async function waitForDisk(
  context: ToolContext,
  regionId: string,
  diskId: string,
  wanted: (disk: Disk) => boolean,
): Promise<Disk | undefined> {
  const { finished, value } = await watchUntil(
    context,
    async () => (await context.cloud.disks(regionId, { ids: [diskId] }))[0],
    (disk) => disk !== undefined && wanted(disk),
    (disk) => ({ message: context.say`Disk ${diskId}: ${disk?.status ?? 'Creating'}` }),
  );
  return finished ? value : undefined;
}

/** The API's answers to an attach that has happened already. */
const ATTACHED_ALREADY = /^(InvalidDisk\.InUse|IncorrectDiskStatus|InvalidOperation\.Conflict|DiskAttached)/;

/**
 * AttachDisk has no client token: look before (the caller has), and look again when the answer is lost or says that
 * the disk is not free any more [trap 38].
 */
export async function attachOnce(
  context: ToolContext,
  request: ChangeRequest,
  consent: Consent,
  of: { regionId: string; diskId: string; targetId: string },
): Promise<void> {
  try {
    await context.cloud.change(request, consent, `attach ${of.diskId}`);
  } catch (error) {
    if (!(error instanceof DrError)) throw error;
    const { code } = error.details;
    if (code !== 'OutcomeUnknown' && !ATTACHED_ALREADY.test(code)) throw error;
    const [disk] = await context.cloud.disks(of.regionId, { ids: [of.diskId] });
    const taken = disk?.instanceId === of.targetId || disk?.status === 'Attaching';
    if (!taken) {
      if (code === 'OutcomeUnknown' && disk?.status === 'Available') {
        // It did not take effect: one more try is not a second attachment.
        await context.cloud.change(request, consent, `attach ${of.diskId}`);
        return;
      }
      throw error;
    }
  }
}
