import { describe, expect, it } from 'vitest';
import { choiceOf, choiceTags } from '../../src/recovery/choice-tag.ts';
import { aDisk, anInstance } from './make.ts';

const source = anInstance({ type: 'ecs.g7.large' });
const disk = (device: string, category: string) => aDisk({ id: `d-${device.at(-1)}`, device, category });
const disks = [disk('/dev/xvda', 'cloud_essd'), disk('/dev/xvdb', 'cloud_ssd'), disk('/dev/xvdc', 'cloud_ssd')];

describe('what a person chose in place of what the source has', () => {
  it('is written on the copy and read back from it', () => {
    const choice = {
      instanceType: 'ecs.g8i.large',
      diskCategories: { '/dev/xvda': 'cloud_auto', '/dev/xvdb': 'cloud_essd', '/dev/xvdc': 'cloud_essd' },
    };
    const tags = choiceTags(source, disks, choice);
    expect(tags).toEqual([{ key: 'ecs-dr:choice', value: 'type=ecs.g8i.large cloud_auto=a cloud_essd=b,c' }]);
    expect(choiceOf(tags)).toEqual(choice);
  });

  it('says what the copy was made without', () => {
    const tags = choiceTags(source, disks, { without: ['RamRoleName', 'KeyPairName'] });
    expect(tags).toEqual([{ key: 'ecs-dr:choice', value: 'without=KeyPairName,RamRoleName' }]);
    expect(choiceOf(tags)).toEqual({ without: ['RamRoleName', 'KeyPairName'] });
  });

  it('is not what somebody else wrote into the tag', () => {
    const told = (value: string) => choiceOf([{ key: 'ecs-dr:choice', value }]);
    expect(told('checked by ops: type=t b x=b cloud_auto=/etc')).toEqual({});
    expect(told('type=ecs.g7.large; without=Everything')).toEqual({ without: [] });
    expect(told('cloud_essd:PL1=b instead-of=x1,ecs.g6.large')).toEqual({
      diskCategories: { '/dev/xvdb': 'cloud_essd:PL1' },
      insteadOf: ['ecs.g6.large'],
    });
  });

  it('says what could not be had, as far as there is room', () => {
    const choice = { instanceType: 'ecs.g8i.large', insteadOf: ['/dev/xvdb', 'ecs.g6.large'] };
    const tags = choiceTags(source, disks, choice);
    expect(tags).toEqual([{ key: 'ecs-dr:choice', value: 'type=ecs.g8i.large instead-of=b,ecs.g6.large' }]);
    expect(choiceOf(tags)).toEqual(choice);
    const many = { ...choice, insteadOf: Array.from({ length: 9 }, (_, i) => `ecs.some-family.${i}xlarge`) };
    expect(choiceTags(source, disks, many)).toEqual([{ key: 'ecs-dr:choice', value: 'type=ecs.g8i.large' }]);
    expect(choiceTags(source, disks, { insteadOf: ['ecs.g6.large'] })[0]?.value).toBe('instead-of=ecs.g6.large');
  });

  it('says which disks of the source were not in its image, whatever was chosen besides', () => {
    const notInImage = ['/dev/xvdaa', '/dev/xvdb', '/dev/xvdc'];
    const tags = choiceTags(source, disks, { instanceType: 'ecs.g8i.large', notInImage });
    expect(tags).toEqual([{ key: 'ecs-dr:choice', value: 'type=ecs.g8i.large not-in-image=aa,b,c' }]);
    expect(choiceOf(tags)).toEqual({ instanceType: 'ecs.g8i.large', notInImage });
  });

  it('leaves no tag where the copy is as the source', () => {
    expect(choiceTags(source, disks, {})).toEqual([]);
    expect(
      choiceTags(source, disks, { instanceType: source.type, diskCategories: { '/dev/xvdb': 'cloud_ssd' } }),
    ).toEqual([]);
    expect(choiceOf([])).toEqual({});
  });

  it('is left off where it would not fit a tag', () => {
    const diskCategories = Object.fromEntries(
      [...'abcdefghijklmnop'].map((l) => [`/dev/xvd${l}`, `cloud_regional_disk_${l}`]),
    );
    expect(choiceTags(source, disks, { diskCategories })).toEqual([]);
  });
});
