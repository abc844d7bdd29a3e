import { describe, expect, it } from 'vitest';
import { otherCategories, otherCopy } from '../../src/recovery/other-copy.ts';
import { aDataDisk, aDisk, anInstance } from './make.ts';

const choice = (value: string) => [{ key: 'ecs-dr:choice', value }];
const copy = anInstance({ id: 'i-dr', name: 'recovery-web', zoneId: 'z-k', imageId: 'm-1', vSwitchId: 'vsw-k' });
const source = { id: 'i-source', disks: [aDisk(), aDataDisk('b', { category: 'cloud_ssd' })] };

describe('a copy', () => {
  it('is the one asked for where nothing is named, or what it is', () => {
    expect(otherCopy(copy, {})).toBeUndefined();
    const same = { zoneId: 'z-k', imageId: 'm-1', vSwitchId: 'vsw-k', instanceName: 'recovery-web' };
    expect(otherCopy(copy, { ...same, instanceType: copy.type })).toBeUndefined();
  });

  it.each([
    [{ zoneId: 'z-j' }, { is: 'is in z-k', wanted: 'in z-j' }],
    [{ imageId: 'm-2' }, { is: 'was made from m-1', wanted: 'from m-2' }],
    [{ vSwitchId: 'vsw-j' }, { is: 'has vSwitch vsw-k', wanted: 'in vsw-j' }],
    [{ instanceType: 'ecs.g8i.large' }, { is: 'is of type ecs.g7.large', wanted: 'of type ecs.g8i.large' }],
    [{ instanceName: 'web' }, { is: 'is named recovery-web', wanted: 'named web' }],
  ])('is another where %o is named', (wanted, apart) => {
    expect(otherCopy(copy, wanted, 'ecs.g7.large')).toEqual(apart);
  });

  it('is the one asked for by the type that it was made with, whatever a person made of it since', () => {
    const changed = { ...copy, type: 'ecs.c7.large' };
    expect(
      otherCopy({ ...changed, tags: choice('type=ecs.g8i.large') }, { instanceType: 'ecs.g8i.large' }),
    ).toBeUndefined();
    expect(otherCopy(changed, { instanceType: 'ecs.g7.large' }, 'ecs.g7.large')).toBeUndefined();
    expect(
      otherCopy({ ...changed, tags: choice('type=ecs.g8i.large') }, { instanceType: 'ecs.g7.large' }, 'ecs.g7.large'),
    ).toEqual({
      is: 'is of type ecs.c7.large',
      wanted: 'of type ecs.g7.large',
    });
  });

  it('is the one asked for by the type that could not be had', () => {
    const tags = choice('type=ecs.g8i.large instead-of=ecs.g6.large,ecs.r7.large');
    const replaced = { ...copy, type: 'ecs.g8i.large', tags };
    expect(otherCopy(replaced, { instanceType: 'ecs.g6.large' }, 'ecs.g7.large')).toBeUndefined();
    expect(otherCopy(replaced, { instanceType: 'ecs.g7.large' }, 'ecs.g7.large')?.is).toBe('is of type ecs.g8i.large');
  });
});

describe('the disks of a copy', () => {
  const other = (value: string, diskCategories: Record<string, string>) =>
    otherCategories({ tags: value ? choice(value) : [] }, { diskCategories }, source);

  it('are those asked for in the category that was chosen, else in the source’s', () => {
    expect(other('cloud_auto=b', { '/dev/xvdb': 'cloud_auto', '/dev/xvda': 'cloud_essd' })).toEqual([]);
    expect(other('', { '/dev/xvdb': 'cloud_ssd' })).toEqual([]);
    expect(other('cloud_essd:PL1=a', { '/dev/xvda': 'cloud_essd' })).toEqual([]);
    // A former disk of the source, which the image still has.
    expect(other('cloud_auto=c', { '/dev/xvdc': 'cloud_auto' })).toEqual([]);
  });

  it('are others in any other category', () => {
    expect(other('cloud_auto=b', { '/dev/xvdb': 'cloud_ssd' })).toEqual(['/dev/xvdb']);
    expect(other('', { '/dev/xvda': 'cloud_auto', '/dev/xvdf': 'cloud_essd' })).toEqual(['/dev/xvda', '/dev/xvdf']);
  });

  it('are those asked for where the source’s category could not be had', () => {
    expect(other('cloud_auto=b instead-of=b', { '/dev/xvdb': 'cloud_ssd' })).toEqual([]);
    expect(other('cloud_auto=b instead-of=b', { '/dev/xvdb': 'cloud_essd' })).toEqual(['/dev/xvdb']);
  });
});
