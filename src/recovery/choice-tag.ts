import { deviceOf } from './disks.ts';
import type { Disk, Instance, Tag } from './estate.ts';
import { CAN_BE_LEFT_OUT, type LeftOut } from './left-out.ts';
import { LONGEST_TAG_VALUE, tagValue } from './tags.ts';

/*
 * What a person chose in place of what the source has, kept where any later process can read it: on the copy, and before
 * that on the vSwitch that is made for it. Without it a later comparison could not tell a choice from a mistake, and what
 * was chosen while the image was being made would be lost.
 */

const CHOICE_TAG = 'ecs-dr:choice';

export interface Choice {
  instanceType?: string | undefined;
  /** Source device → category. */
  diskCategories?: Readonly<Record<string, string>> | undefined;
  without?: readonly LeftOut[] | undefined;
  /** Devices of the source whose disks the recovery point did not hold, as a person accepted. */
  notInImage?: readonly string[] | undefined;
  /** What could not be had, so that something else was chosen: types, and devices whose own category could not. */
  insteadOf?: readonly string[] | undefined;
}

/**
 * `type=ecs.g8i.xlarge without=RamRoleName not-in-image=d cloud_auto=b,c instead-of=ecs.g7.xlarge,b`: devices by their
 * letters; nothing where the copy is as the source. What does not fit is left off from the end, a whole part at a time, as
 * half a list would tell a wrong thing: what a later comparison needs comes before what only a repeated call does.
 */
export function choiceTags(source: Pick<Instance, 'id' | 'type'>, disks: readonly Disk[], choice: Choice): Tag[] {
  const { instanceType, diskCategories, without = [], notInImage = [], insteadOf = [] } = choice;
  const letters = new Map<string, string[]>();
  for (const [device, category] of Object.entries(diskCategories ?? {}).sort()) {
    const disk = disks.find((one) => deviceOf(one, source.id) === device);
    if (disk?.category === category || !device.startsWith(XVD)) continue;
    letters.set(category, [...(letters.get(category) ?? []), letterOf(device)]);
  }
  const missing = notInImage.filter((device) => device.startsWith(XVD)).map(letterOf);
  const parts = [
    instanceType === undefined || instanceType === source.type ? '' : `type=${instanceType}`,
    without.length === 0 ? '' : `without=${[...without].sort().join(',')}`,
    missing.length === 0 ? '' : `not-in-image=${missing.sort().join(',')}`,
    [...letters].map(([category, of]) => `${category}=${of.join(',')}`).join(' '),
    insteadOf.length === 0 ? '' : `instead-of=${insteadOf.map(letterOf).sort().join(',')}`,
  ].filter((part) => part !== '');
  while (parts.join(' ').length > LONGEST_TAG_VALUE) parts.pop();
  return parts.length === 0 ? [] : [{ key: CHOICE_TAG, value: parts.join(' ') }];
}

const XVD = '/dev/xvd';
const letterOf = (device: string): string => device.replace(XVD, '');
const deviceOfLetter = (letter: string): string => `${XVD}${letter}`;

/** Anybody can write a tag, and what it tells goes into the next call: what does not look like it is nothing. */
const TYPE = /^ecs\.[a-z0-9.-]{2,60}$/;
const LETTER = /^[a-z]{1,2}$/;
const CATEGORY = /^[a-z][a-z0-9_]{2,40}(:PL\d)?$/;

/** What the tags of a copy tell of the choices it was made by. */
export function choiceOf(tags: readonly Tag[]): Choice {
  const choice: Choice = {};
  const diskCategories: Record<string, string> = {};
  for (const part of (tagValue(tags, CHOICE_TAG) ?? '').split(' ')) {
    const [name = '', value = ''] = part.split('=');
    const all = value.split(',');
    const devices = all.filter((one) => LETTER.test(one)).map(deviceOfLetter);
    if (name === 'type') {
      if (TYPE.test(value)) choice.instanceType = value;
    } else if (name === 'without') choice.without = CAN_BE_LEFT_OUT.filter((thing) => all.includes(thing));
    else if (name === 'not-in-image') choice.notInImage = devices;
    else if (name === 'instead-of') {
      choice.insteadOf = all.flatMap((one) => (TYPE.test(one) ? one : LETTER.test(one) ? deviceOfLetter(one) : []));
    } else if (CATEGORY.test(name)) for (const device of devices) diskCategories[device] = name;
  }
  return Object.keys(diskCategories).length === 0 ? choice : { ...choice, diskCategories };
}

/** For what is made before the copy (its vSwitch): all that was chosen, since nothing of the source is at hand there. */
export function chosenSoFar(choice: Pick<Choice, 'instanceType' | 'diskCategories'>): Tag[] {
  return choiceTags({ id: '', type: '' }, [], choice);
}
