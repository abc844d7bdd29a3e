import type { ReadOptions } from '../cloud/cloud.ts';
import type { Consent } from '../decisions/consent.ts';
import { DrError } from '../errors.ts';
import type { ChangeRequest, Disk, SnapshotGroup } from '../recovery/estate.ts';
import { RECOVERY_TAG } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { createOnce, idIn, unseen } from './create-once.ts';
import { failedSnapshots, progressOf, readGroup } from './point.ts';
import { ofSource, oldestFirst } from './recovery.ts';
import { askAboutRefused } from './refused-disks.ts';
import { refusalWhenSent, refusedWhenSent } from './verdict.ts';
import { JUST_LOOKED, NEVER_QUICK, watchUntil } from './waiting.ts';

/** What this recovery has made of the source: the group that counts, and those that failed. */
export async function findGroup(
  context: ToolContext,
  regionId: string,
  instanceId: string,
  options?: ReadOptions,
): Promise<{ existing: SnapshotGroup | undefined; failed: SnapshotGroup[] }> {
  const tags = [{ key: RECOVERY_TAG, value: context.recoveryId }];
  const found = await context.cloud.snapshotGroups(regionId, { tags }, options);
  const groups = oldestFirst(ofSource(context, found, instanceId));
  return { existing: groups.find((g) => g.status !== 'failed'), failed: groups.filter((g) => g.status === 'failed') };
}

/** The API's refusals of a group because of its disks [trap 13; states: snapshot_group]. */
const GROUP_REFUSED =
  /^(DiskCategory\.OperationNotSupported|InvalidOperation\.MultiAttachDisk|NumberExceed\.TooManyDisks|CapacityExceed\.TooManyDisks|InvalidDisk\.DiskCategoryInconsistent|InvalidDiskIds\.NotInSameZone)/;

/** What is asked when the API refuses the group; its answer, whichever, does not send the same request again. */
const GROUP_QUESTION = 'group-refused';

/** The group's id. Where the API refuses these disks, how to go on without a group is asked. */
export async function takeGroup(
  context: ToolContext,
  regionId: string,
  of: {
    instanceId: string;
    able: Disk[];
    request: ChangeRequest;
    consent: Consent;
    failed: SnapshotGroup[];
    answers: Readonly<Record<string, string>> | undefined;
  },
): Promise<string> {
  const { instanceId, able, request, answers = {} } = of;
  const refused = refusalWhenSent(context, request, () => Object.hasOwn(answers, GROUP_QUESTION));
  const made = refused?.refusal ?? (await sendGroup(context, regionId, of));
  if (typeof made === 'string') return made;
  const { code, message } = made.details;
  // The limits differ by region and over time: the API has the last word, and it is explained, not repeated.
  askAboutRefused(context, {
    id: GROUP_QUESTION,
    instanceId,
    disks: able,
    refused: [],
    canExclude: false,
    explanation: context.say`The API refused the group: ${code}, ${message} Disks can also be left out: call again with excludeDiskIds.`,
  });
  throw made;
}

/** The new group's id, or the API's refusal of its disks. */
async function sendGroup(
  context: ToolContext,
  regionId: string,
  of: { instanceId: string; request: ChangeRequest; consent: Consent; failed: SnapshotGroup[] },
): Promise<string | DrError> {
  try {
    const id = await createOnce(context, {
      step: 'snapshot-group',
      failed: of.failed,
      request: of.request,
      consent: of.consent,
      find: async () => (await findGroup(context, regionId, of.instanceId)).existing?.id,
      read: (answer) => idIn(answer, 'SnapshotGroupId'),
      isGone: unseen(context, async (made) => (await readGroup(context, regionId, made)) !== undefined),
    });
    context.exists({ kind: 'snapshot-group', id });
    return id;
  } catch (error) {
    if (!(error instanceof DrError) || !GROUP_REFUSED.test(error.details.code)) throw error;
    refusedWhenSent(context, of.request, error);
    return error;
  }
}

/** Waits until CreateImage can use the group, or for the end of this call; a group that fails is an error. */
export async function waitForGroup(
  context: ToolContext,
  regionId: string,
  started: SnapshotGroup,
): Promise<{ finished: boolean; group: SnapshotGroup }> {
  const { finished, value: group } = await watchUntil(
    context,
    async (look) => (await readGroup(look, regionId, started.id, JUST_LOOKED)) ?? started,
    (now) => now.status !== 'progressing' || failedSnapshots(now.snapshots).length > 0,
    // The group is usable long before its members are stored: its own status is what is waited for.
    (now) => ({
      message: context.say`Group ${now.id}: ${now.status}, slowest member ${progressOf(now.snapshots).percent} %`,
    }),
    NEVER_QUICK,
  );
  if (group.status !== 'failed' && failedSnapshots(group.snapshots).length === 0) return { finished, group };
  throw new DrError({
    code: 'SnapshotGroupFailed',
    message: `Snapshot group ${group.id} failed.`,
    cause:
      'A member snapshot failed: the instance was stopped or restarted meanwhile, its zone is impaired, or a server fault.',
    remedy: 'Use an existing recovery point if describe-source lists one, or call again to take a new group.',
    retryable: true,
    created: [{ kind: 'snapshot-group', id: group.id, note: 'failed' }],
  });
}
