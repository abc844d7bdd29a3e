import type { Consent } from '../decisions/consent.ts';
import { DrError } from '../errors.ts';
import { isRegional } from '../recovery/disks.ts';
import type { ChangeRequest, Disk, Instance } from '../recovery/estate.ts';
import { attachDiskRequest } from '../recovery/requests.ts';
import { DISK_TAG, RECOVERY_TAG, tagValue } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { attempt, createOnce, idIn, unseen, vanishedThing } from './create-once.ts';
import type { DiskWork } from './disk-plan.ts';
import { refuseElsewhere } from './disk-target.ts';
import { oldestFirst } from './recovery.ts';
import { isCategoryRefused, refusedFor } from './refused-categories.ts';
import { watchUntil } from './waiting.ts';

/**
 * Disks this recovery made from these snapshots for the target, one each: that which is attached, else the oldest in its
 * zone that it did not refuse; and what of them is left over. Disks of a DR instance carry no source-disk tag.
 */
export async function findRecoveredDisks(
  context: ToolContext,
  regionId: string,
  target: Instance,
  snapshotIds: string[],
): Promise<{ made: Disk[]; left: Disk[] }> {
  const found = await context.cloud.disks(regionId, { tags: [{ key: RECOVERY_TAG, value: context.recoveryId }] });
  const ours = oldestFirst(found.filter((d) => tagValue(d.tags, DISK_TAG) !== undefined));
  const all = snapshotIds.map((id) => {
    const { diskIds: unfit, everUnfit } = refusedFor(context, id, target);
    const copies = ours.filter((d) => d.sourceSnapshotId === id);
    const free = copies.filter((d) => !d.instanceId && fitsZone(d, target) && !unfit.includes(d.id));
    const made = [
      ...copies.filter((d) => d.instanceId === target.id),
      ...copies.filter((d) => d.instanceId),
      ...free.filter((d) => !everUnfit.includes(d.id)),
      ...free,
    ][0];
    const left = copies.filter((d) => d !== made && !d.instanceId && d.status !== 'Attaching');
    return { made: made ?? [], left };
  });
  return { made: all.flatMap(({ made }) => made), left: all.flatMap(({ left }) => left) };
}

/** A disk goes to an instance of its own zone only; a zone-redundant one to any. */
const fitsZone = (disk: Disk, target: Instance) => disk.zoneId === target.zoneId || isRegional(disk.category);

interface Recovering {
  regionId: string;
  target: Instance;
  consent: Consent;
  work: DiskWork;
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
export async function recoverDisk(context: ToolContext, of: Recovering): Promise<'category refused' | 'under way'> {
  const { regionId, target, consent, work } = of;
  const { snapshotId } = work;
  const diskId = 'made' in work ? work.made.id : await createDisk(context, of, work.create);
  if (diskId === undefined) return 'category refused';
  context.exists({ kind: 'disk', id: diskId, note: 'billed while it stays' });
  const disk = await waitForDisk(
    context,
    regionId,
    diskId,
    (d) => d.status === 'Available' || d.instanceId !== undefined,
  );
  if (disk) refuseElsewhere([disk], target);
  if (!disk || disk.instanceId === target.id) return 'under way';
  try {
    await attachOnce(context, attachDiskRequest({ regionId, instanceId: target.id, diskId }), consent, {
      regionId,
      diskId,
      target,
    });
  } catch (error) {
    const { category, performanceLevel: level } = disk;
    if (!isCategoryRefused(context, error, { snapshotId, target, category, level, diskId })) throw error;
    return 'category refused';
  }
  return followDisk(context, regionId, target, diskId);
}

/** A disk that is being attached, until it is. */
export async function followDisk(
  context: ToolContext,
  regionId: string,
  target: Instance,
  diskId: string,
): Promise<'under way'> {
  const attached = await waitForDisk(context, regionId, diskId, (d) => d.status === 'In_use');
  if (attached) refuseElsewhere([attached], target);
  return 'under way';
}

/** The id of the one disk of this snapshot for the target; undefined where the API does not make it of its category. */
async function createDisk(
  context: ToolContext,
  { regionId, target, consent, work: { snapshotId } }: Recovering,
  request: ChangeRequest,
): Promise<string | undefined> {
  const { DiskCategory, PerformanceLevel } = request.parameters;
  const ordered = { category: String(DiskCategory), level: PerformanceLevel?.toString() };
  try {
    return await createOnce(context, {
      step: attempt(
        `disk ${snapshotId} ${target.zoneId}`,
        refusedFor(context, snapshotId, target).everUnfit.map((id) => ({ id })),
      ),
      request,
      consent,
      find: async () => (await findRecoveredDisks(context, regionId, target, [snapshotId])).made[0]?.id,
      read: (answer) => idIn(answer, 'DiskId'),
      isGone: unseen(context, async (id) => (await context.cloud.disks(regionId, { ids: [id] })).length > 0),
    });
  } catch (error) {
    if (!isCategoryRefused(context, error, { snapshotId, target, ...ordered })) throw error;
    return undefined;
  }
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
  of: { regionId: string; diskId: string; target: Instance },
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
      // Another call of this recovery, with another target, came first.
      if (disk) refuseElsewhere([disk], of.target);
      if (disk?.instanceId === of.target.id || disk?.status === 'Attaching') return;
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
