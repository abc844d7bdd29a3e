import { deviceOf } from './disks.ts';
import type { Disk, Instance, Tag } from './estate.ts';
import { CAN_BE_LEFT_OUT, type LeftOut } from './left-out.ts';
import { tagValue } from './tags.ts';

/*
 * What a person chose in place of what the source has, kept where any later process can read it: on the copy, and before
 * that on the vSwitch that is made for it. Without it a later comparison could not tell a choice from a mistake, and what
 * was chosen while the image was being made would be lost.
 */

export const CHOICE_TAG = 'ecs-dr:choice';
/** The API's limit for the value of a tag. */
const LONGEST = 128;

export interface Choice {
  instanceType?: string | undefined;
  /** Source device → category. */
  diskCategories?: Readonly<Record<string, string>> | undefined;
  without?: readonly LeftOut[] | undefined;
  /** What could not be had, so that something else was chosen: types, and devices whose own category could not. */
  insteadOf?: readonly string[] | undefined;
}

/**
 * `type=ecs.g8i.xlarge without=RamRoleName cloud_auto=b,c instead-of=ecs.g7.xlarge,b`: devices by their letters; nothing
 * where the copy is as the source.
 */
export function choiceTags(source: Pick<Instance, 'id' | 'type'>, disks: readonly Disk[], choice: Choice): Tag[] {
  const { instanceType, diskCategories, without = [], insteadOf = [] } = choice;
  const parts = [
    ...(instanceType === undefined || instanceType === source.type ? [] : [`type=${instanceType}`]),
    ...(without.length === 0 ? [] : [`without=${[...without].sort().join(',')}`]),
  ];
  const letters = new Map<string, string[]>();
  for (const [device, category] of Object.entries(diskCategories ?? {}).sort()) {
    const disk = disks.find((one) => deviceOf(one, source.id) === device);
    if (disk?.category === category) continue;
    letters.set(category, [...(letters.get(category) ?? []), letterOf(device)]);
  }
  const chosen = [...parts, ...[...letters].map(([category, of]) => `${category}=${of.join(',')}`)];
  const before = insteadOf.length === 0 ? [] : [`instead-of=${insteadOf.map(letterOf).sort().join(',')}`];
  // What a later comparison needs comes before what only a repeated call does.
  const value = [[...chosen, ...before], chosen].map((all) => all.join(' ')).find((one) => one.length <= LONGEST);
  return value ? [{ key: CHOICE_TAG, value }] : [];
}

const letterOf = (device: string): string => device.replace('/dev/xvd', '');
const deviceOfLetter = (letter: string): string => `/dev/xvd${letter}`;

/** What the tags of a copy tell of the choices it was made by. */
export function choiceOf(tags: readonly Tag[]): Choice {
  const choice: Choice = {};
  const diskCategories: Record<string, string> = {};
  for (const part of (tagValue(tags, CHOICE_TAG) ?? '').split(' ')) {
    const [name = '', value = ''] = part.split('=');
    if (name === 'type') choice.instanceType = value;
    else if (name === 'without') choice.without = CAN_BE_LEFT_OUT.filter((thing) => value.split(',').includes(thing));
    else if (name === 'instead-of')
      choice.insteadOf = value.split(',').map((one) => (one.startsWith('ecs.') ? one : deviceOfLetter(one)));
    else if (name !== '') for (const letter of value.split(',')) diskCategories[deviceOfLetter(letter)] = name;
  }
  return Object.keys(diskCategories).length === 0 ? choice : { ...choice, diskCategories };
}

/** For what is made before the copy (its vSwitch): all that was chosen, since nothing of the source is at hand there. */
export function chosenSoFar(choice: Pick<Choice, 'instanceType' | 'diskCategories'>): Tag[] {
  return choiceTags({ id: '', type: '' }, [], choice);
}
