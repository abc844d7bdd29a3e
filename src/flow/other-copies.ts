import type { ReadOptions } from '../cloud/cloud.ts';
import { DrError } from '../errors.ts';
import type { Informed, Instance } from '../recovery/estate.ts';
import { RECOVERY_TAG, SOURCE_TAG, tagValue } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { oldestFirst } from './recovery.ts';

/*
 * Copies of the source that other recoveries have made: who starts afresh, after a colleague or in a new conversation,
 * would pay for a second one without knowing.
 */

/** Those that are there, whatever their status: a stopped one has its disks too. */
export async function tryOtherCopies(
  context: ToolContext,
  regionId: string,
  sourceId: string,
  options?: ReadOptions,
): Promise<Informed<Instance[]>> {
  const { cloud, memory, recoveryId } = context;
  const key = `other copies ${recoveryId} ${sourceId}`;
  try {
    const found = await cloud.instances(regionId, { tags: [{ key: SOURCE_TAG, value: sourceId }] }, options);
    // A source that is a copy itself has a tag too, with its own source's id.
    const others = oldestFirst(found.filter((one) => one.id !== sourceId && isOf(one, recoveryId)));
    memory.set(key, others);
    return { value: others };
  } catch (error) {
    if (!(error instanceof DrError)) throw error;
    // As for a price: that it cannot be read any more undoes no approval.
    const known = memory.get(key) as Instance[] | undefined;
    return known ? { value: known } : { unknown: error.details.code };
  }
}

/** Without a recovery's tag it is none of ours, whoever put the source's on it. */
function isOf({ tags }: Instance, recoveryId: string): boolean {
  const value = tagValue(tags, RECOVERY_TAG);
  return value !== undefined && value !== recoveryId;
}

/** For who looks at the source: one warning each. */
export function otherCopiesWarnings(copies: Informed<Instance[]>): string[] {
  if ('unknown' in copies) return [notKnown(copies.unknown)];
  return copies.value.map(
    ({ id, zoneId, status, tags }) =>
      `${id} in ${zoneId} (${status}) is a copy of this source already, of recovery ${tagValue(tags, RECOVERY_TAG)}: check-recovery with that recoveryId, or verify-recovery, goes on with it. A new recovery makes a second one, billed too.`,
  );
}

/** For who approves another copy. The status is left out: it moves by itself, and the approval is bound to the notes. */
export function otherCopiesNotes(copies: Informed<Instance[]>): string[] {
  if ('unknown' in copies) return [notKnown(copies.unknown)];
  return copies.value.map(
    ({ id, zoneId, tags }) =>
      `This will be a further copy, billed too: ${id} in ${zoneId}, of recovery ${tagValue(tags, RECOVERY_TAG)}, is one already. check-recovery with that recoveryId, or verify-recovery, goes on with it.`,
  );
}

function notKnown(code: string): string {
  return `Not known whether another recovery has made a copy of this source already: the look failed (${code}).`;
}
