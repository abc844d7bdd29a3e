import { deviceOf } from './disks.ts';
import type { Disk, Instance, Tag } from './estate.ts';
import { CAN_BE_LEFT_OUT, type LeftOut } from './left-out.ts';
import { tagValue } from './tags.ts';

/*
 * What a person chose in place of what the source has, kept where any later process can read it: on the copy. Without
 * it a later comparison could not tell a choice from a mistake.
 */

const CHOICE_TAG = 'ecs-dr:choice';
/** The API's limit for the value of a tag. */
const LONGEST = 128;

export interface Choice {
  instanceType?: string | undefined;
  /** Source device → category. */
  diskCategories?: Readonly<Record<string, string>> | undefined;
  without?: readonly LeftOut[] | undefined;
}

/**
 * `type=ecs.g8i.xlarge without=RamRoleName cloud_auto=b,c`: devices by their letters; nothing where the copy is as the
 * source.
 */
export function choiceTags(source: Instance, disks: readonly Disk[], choice: Choice): Tag[] {
  const { instanceType, diskCategories, without = [] } = choice;
  const parts = [
    ...(instanceType === undefined || instanceType === source.type ? [] : [`type=${instanceType}`]),
    ...(without.length === 0 ? [] : [`without=${[...without].sort().join(',')}`]),
  ];
  const letters = new Map<string, string[]>();
  for (const [device, category] of Object.entries(diskCategories ?? {}).sort()) {
    const disk = disks.find((one) => deviceOf(one, source.id) === device);
    if (disk?.category === category) continue;
    letters.set(category, [...(letters.get(category) ?? []), device.replace('/dev/xvd', '')]);
  }
  const value = [...parts, ...[...letters].map(([category, of]) => `${category}=${of.join(',')}`)].join(' ');
  return value === '' || value.length > LONGEST ? [] : [{ key: CHOICE_TAG, value }];
}

/** What the tags of a copy tell of the choices it was made by. */
export function choiceOf(tags: readonly Tag[]): Choice {
  const choice: Choice = {};
  const diskCategories: Record<string, string> = {};
  for (const part of (tagValue(tags, CHOICE_TAG) ?? '').split(' ')) {
    const [name = '', value = ''] = part.split('=');
    if (name === 'type') choice.instanceType = value;
    else if (name === 'without') choice.without = CAN_BE_LEFT_OUT.filter((thing) => value.split(',').includes(thing));
    else if (name !== '') for (const letter of value.split(',')) diskCategories[`/dev/xvd${letter}`] = name;
  }
  return Object.keys(diskCategories).length === 0 ? choice : { ...choice, diskCategories };
}
