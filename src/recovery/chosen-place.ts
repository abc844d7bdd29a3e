import { type Choice, choiceOf } from './choice-tag.ts';
import { compareText } from './disks.ts';
import type { VSwitch } from './estate.ts';

/** What the vSwitches of a recovery tell of where its copy is to come back: each was made for a zone that a person chose. */
export interface ChosenPlace {
  zoneId: string;
  /** Absent where none of them there has an address left. */
  vSwitch?: VSwitch;
  /** Type and categories that were chosen in place of the source's. */
  choice: Pick<Choice, 'instanceType' | 'diskCategories'>;
}

/** Whether a vSwitch can take the copy, now or as soon as it has come to be. */
export function takesCopy({ status, availableIps }: Pick<VSwitch, 'status' | 'availableIps'>): boolean {
  return status === 'Pending' || availableIps > 0;
}

/**
 * The last decision: the zone of the newest one, and what was chosen with it. Of those there the oldest that takes the
 * copy: where two servers raced, everybody takes the same one.
 */
export function chosenPlace(vSwitches: readonly VSwitch[], vpcId?: string): ChosenPlace | undefined {
  const all = vSwitches.filter((vSwitch) => vpcId === undefined || vSwitch.vpcId === vpcId).sort(byAge);
  const newest = all.at(-1);
  if (newest === undefined) return undefined;
  const { zoneId } = newest;
  const vSwitch = all.find((one) => one.zoneId === zoneId && takesCopy(one));
  const { instanceType, diskCategories } = choiceOf(newest.tags);
  return {
    zoneId,
    ...(vSwitch && { vSwitch }),
    choice: { ...(instanceType && { instanceType }), ...(diskCategories && { diskCategories }) },
  };
}

/** What was begun this moment has no time yet. */
function byAge(a: VSwitch, b: VSwitch): number {
  return compareText(`${a.createdAt ?? 'now'} ${a.id}`, `${b.createdAt ?? 'now'} ${b.id}`);
}
