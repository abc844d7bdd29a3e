import type { Consent } from '../decisions/consent.ts';
import { DrError } from '../errors.ts';
import type { ChangeRequest, Disk, Instance } from '../recovery/estate.ts';
import { attachDiskRequest } from '../recovery/requests.ts';
import { DISK_TAG, RECOVERY_TAG, tagValue } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { attempt, createOnce, idIn, unseen, vanishedThing } from './create-once.ts';
import { isCategoryRefused, refusedFor } from './disk-category.ts';
import { oldestFirst } from './recovery.ts';
import { watchUntil } from './waiting.ts';

/**
 * Disks this recovery made from these snapshots, one each: that which is attached, else the oldest that the target did
 * not refuse. Disks of a DR instance carry no source-disk tag.
 */
export async function findRecoveredDisks(
  context: ToolContext,
  regionId: string,
  snapshotIds: string[],
): Promise<Disk[]> {
  const found = await context.cloud.disks(regionId, { tags: [{ key: RECOVERY_TAG, value: context.recoveryId }] });
  const ours = oldestFirst(found.filter((d) => tagValue(d.tags, DISK_TAG) !== undefined));
  const inOrder = [...ours.filter((d) => d.instanceId), ...ours.filter((d) => !d.instanceId)];
  return snapshotIds.flatMap((id) => {
    const { diskIds: unfit } = refusedFor(context, id);
    return inOrder.find((d) => d.sourceSnapshotId === id && !unfit.includes(d.id)) ?? [];
  });
}

/** The disk once it is as wanted, or nothing when this call's wait is over. */
async function waitForDisk(
  context: ToolContext,
  regionId: string,
  diskId: string,
  wanted: (disk: Disk) => boolean,
): Promise<Disk | undefined> {
  const started = context.clock.now();
  const { finished, value } = await watchUntil(
    context,
    async ({ cloud }) => (await cloud.disks(regionId, { ids: [diskId] }))[0],
    (disk) => disk !== undefined && wanted(disk),
    (disk) => ({ message: context.say`Disk ${diskId}: ${disk?.status ?? 'Creating'}` }),
  );
  const vanished = value ? undefined : vanishedThing(context, 'disk', diskId, started);
  if (vanished) throw vanished;
  return finished ? value : undefined;
}

/**
 * One disk from its snapshot onto the target, both only once; returns early when the wait is over, or where the API
 * refuses the category: nothing was made then, or a disk that this target does not take. Several run side by side.
 */
export async function recoverDisk(
  context: ToolContext,
  of: {
    regionId: string;
    target: Instance;
    request: ChangeRequest;
    consent: Consent;
    snapshotId: string;
  },
): Promise<'category refused' | 'under way'> {
  const { regionId, target, request, consent, snapshotId } = of;
  const category = String(request.parameters.DiskCategory);
  let diskId: string;
  try {
    diskId = await createOnce(context, {
      step: attempt(
        `disk ${snapshotId}`,
        refusedFor(context, snapshotId).diskIds.map((id) => ({ id })),
      ),
      request,
      consent,
      find: async () => (await findRecoveredDisks(context, regionId, [snapshotId]))[0]?.id,
      read: (answer) => idIn(answer, 'DiskId'),
      isGone: unseen(context, async (id) => (await context.cloud.disks(regionId, { ids: [id] })).length > 0),
    });
  } catch (error) {
    if (!isCategoryRefused(context, error, { snapshotId, category })) throw error;
    return 'category refused';
  }
  context.exists({ kind: 'disk', id: diskId, note: 'billed while it stays' });
  const disk = await waitForDisk(
    context,
    regionId,
    diskId,
    (d) => d.status === 'Available' || d.instanceId === target.id,
  );
  if (!disk || disk.instanceId === target.id) return 'under way';
  try {
    await attachOnce(context, attachDiskRequest({ regionId, instanceId: target.id, diskId }), consent, {
      regionId,
      diskId,
      targetId: target.id,
    });
  } catch (error) {
    if (!isCategoryRefused(context, error, { snapshotId, category: disk.category, diskId })) throw error;
    return 'category refused';
  }
  await waitForDisk(context, regionId, diskId, (d) => d.status === 'In_use');
  return 'under way';
}

/** The API's answers to an attach that has happened already. */
const ATTACHED_ALREADY = /^(InvalidDisk\.InUse|IncorrectDiskStatus|InvalidOperation\.Conflict|DiskAttached)/;

/** AttachDisk is not repeated by the cloud layer: this many lost answers in a row, each settled by reading. */
const MOST_TRIES = 4;

/**
 * AttachDisk has no client token: look before (the caller has), and look again when the answer is lost or says that
 * the disk is not free any more [trap 38].
 */
async function attachOnce(
  context: ToolContext,
  request: ChangeRequest,
  consent: Consent,
  of: { regionId: string; diskId: string; targetId: string },
): Promise<void> {
  const step = `attach ${of.diskId}`;
  for (let tries = 1; ; tries++) {
    try {
      await context.cloud.change(request, consent, step);
      return;
    } catch (error) {
      if (!(error instanceof DrError)) throw error;
      const { code } = error.details;
      if (code !== 'OutcomeUnknown' && !ATTACHED_ALREADY.test(code)) throw error;
      const disk = await diskNow(context, of);
      if (disk?.instanceId === of.targetId || disk?.status === 'Attaching') return;
      // It did not take effect: one more try is not a second attachment.
      const again = code === 'OutcomeUnknown' && disk?.status === 'Available';
      // An answer that never comes takes long: after the first, another try only as long as this call waits.
      const inTime = tries < 2 || context.clock.now() < context.waitUntil;
      if (!again || tries >= MOST_TRIES || !inTime) throw error;
    }
  }
}

/** Undefined where even that cannot be read: then the lost answer stays what is told. */
async function diskNow(
  context: ToolContext,
  { regionId, diskId }: { regionId: string; diskId: string },
): Promise<Disk | undefined> {
  try {
    const [disk] = await context.cloud.disks(regionId, { ids: [diskId] });
    return disk;
  } catch {
    return undefined;
  }
}
