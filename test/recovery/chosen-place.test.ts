import { describe, expect, it } from 'vitest';
import { chosenPlace, takesCopy } from '../../src/recovery/chosen-place.ts';
import { aVSwitch } from './make.ts';

const at = (id: string, zone: string, minute: number, over = {}) =>
  aVSwitch({ id, zoneId: `cn-hangzhou-${zone}`, createdAt: `2026-11-20T03:0${minute}:00Z`, ...over });
const choice = (value: string) => ({ tags: [{ key: 'ecs-dr:choice', value }] });
const full = { availableIps: 0 };

describe('where a copy comes back, by the vSwitches of its recovery', () => {
  it('is not known without one, or with one in another VPC only', () => {
    expect(chosenPlace([])).toBeUndefined();
    expect(chosenPlace([at('vsw-1', 'k', 1, { vpcId: 'vpc-2' })], 'vpc-1')).toBeUndefined();
  });

  it('is the zone of the newest, and in it the oldest that takes the copy, in whatever order they are told', () => {
    const made = [at('vsw-1', 'k', 1), at('vsw-2', 'j', 2), at('vsw-3', 'j', 3), at('vsw-0', 'k', 0)];
    for (const told of [made, [...made].reverse()])
      expect(chosenPlace(told)).toMatchObject({ zoneId: 'cn-hangzhou-j', vSwitch: { id: 'vsw-2' } });
    const begun = at('vsw-9', 'i', 1);
    delete begun.createdAt;
    expect(chosenPlace([...made, begun])).toMatchObject({ zoneId: 'cn-hangzhou-i' });
  });

  it('passes over one without a free address, and stays in its zone where there is no other', () => {
    expect(chosenPlace([at('vsw-1', 'k', 1, full), at('vsw-2', 'k', 2)])?.vSwitch?.id).toBe('vsw-2');
    const left = chosenPlace([at('vsw-1', 'k', 1), at('vsw-2', 'j', 2, full)]);
    expect(left).toEqual({ zoneId: 'cn-hangzhou-j', choice: {} });
    expect(takesCopy({ status: 'Pending', availableIps: 0 })).toBe(true);
  });

  it('comes with the type and categories that were chosen last', () => {
    const made = [
      at('vsw-1', 'k', 1, choice('type=ecs.g6.large')),
      at('vsw-2', 'k', 2, choice('type=ecs.g8i.large cloud_auto=b')),
    ];
    expect(chosenPlace(made)).toMatchObject({
      vSwitch: { id: 'vsw-1' },
      choice: { instanceType: 'ecs.g8i.large', diskCategories: { '/dev/xvdb': 'cloud_auto' } },
    });
    expect(chosenPlace([...made, at('vsw-3', 'k', 3)])?.choice).toEqual({});
  });
});
