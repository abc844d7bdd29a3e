import { choiceOf } from './choice-tag.ts';
import { categoryIn } from './disk-settings.ts';
import { deviceOf } from './disks.ts';
import type { Disk, Instance } from './estate.ts';

/** What a caller may name of a copy; what is left out is as it is. */
export interface WantedCopy {
  zoneId?: string | undefined;
  imageId?: string | undefined;
  vSwitchId?: string | undefined;
  instanceType?: string | undefined;
  instanceName?: string | undefined;
  /** Source device → category. */
  diskCategories?: Readonly<Record<string, string>> | undefined;
}

type Copy = Pick<Instance, 'zoneId' | 'imageId' | 'vSwitchId' | 'type' | 'name' | 'tags'>;

/** What the copy is, and what was asked for instead. */
interface Apart {
  is: string;
  wanted: string;
}

/**
 * In what a copy is another than the one that is asked for; its disks apart. Of a type it is the one it has, the one it
 * was made with (a person may have changed it since), and the one that it was asked for with and that could not be had:
 * the same call may come again after each of these.
 */
export function otherCopy(copy: Copy, wanted: WantedCopy, sourceType?: string): Apart | undefined {
  const { zoneId, imageId, vSwitchId, type, name, tags } = copy;
  const choice = choiceOf(tags);
  const types = [type, choice.instanceType ?? sourceType, ...(choice.insteadOf ?? [])];
  const isOther = (has: readonly unknown[], value: string | undefined) => value !== undefined && !has.includes(value);
  if (isOther([zoneId], wanted.zoneId)) return { is: `is in ${zoneId}`, wanted: `in ${wanted.zoneId}` };
  if (isOther([imageId], wanted.imageId)) return { is: `was made from ${imageId}`, wanted: `from ${wanted.imageId}` };
  if (isOther([vSwitchId], wanted.vSwitchId))
    return { is: `has vSwitch ${vSwitchId}`, wanted: `in ${wanted.vSwitchId}` };
  if (isOther(types, wanted.instanceType))
    return { is: `is of type ${type}`, wanted: `of type ${wanted.instanceType}` };
  if (isOther([name], wanted.instanceName)) return { is: `is named ${name}`, wanted: `named ${wanted.instanceName}` };
  return undefined;
}

/**
 * The devices for which another category is asked for than the copy was made with: by its tags, so a disk that a person
 * has changed since is not known to be so.
 */
export function otherCategories(
  { tags }: Pick<Copy, 'tags'>,
  { diskCategories = {} }: WantedCopy,
  source: { id: string; disks: readonly Disk[] },
): string[] {
  const choice = choiceOf(tags);
  return Object.entries(diskCategories).flatMap(([device, category]) => {
    const own = source.disks.find((disk) => deviceOf(disk, source.id) === device)?.category;
    const made = choice.diskCategories?.[device] ?? own;
    const could = made !== undefined && categoryIn(made) === category;
    const couldNot = own === category && choice.insteadOf?.includes(device) === true;
    return could || couldNot ? [] : [device];
  });
}
