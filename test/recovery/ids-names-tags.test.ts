import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mintRecoveryId, RECOVERY_ID, recoveryTime } from '../../src/recovery/ids.ts';
import {
  diskName,
  drInstanceName,
  imageNameCandidates,
  instanceNameProblem,
  numberedName,
  snapshotGroupName,
  snapshotName,
  vSwitchName,
} from '../../src/recovery/names.ts';
import {
  copyTags,
  DISK_TAG,
  ourTags,
  RECOVERY_TAG,
  SOURCE_TAG,
  tagParameters,
  tagValue,
} from '../../src/recovery/tags.ts';
import { NOW, RECOVERY } from './make.ts';

const isWellFormed = (text: string) => !/\p{Cs}/u.test(text);
const anyName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 128 });

describe('recovery ids', () => {
  it('carry the UTC moment and the random part', () => {
    expect(mintRecoveryId(NOW, '8f3a2c1d')).toBe(RECOVERY);
    expect(recoveryTime(RECOVERY)).toEqual({ date: '20261120', time: '031542' });
  });

  it('are accepted when minted, and when they are safe in tags and names', () => {
    for (const id of [RECOVERY, 'abc', 'DR:drill_2.a-1', 'x'.repeat(64)]) expect(RECOVERY_ID.test(id)).toBe(true);
    for (const id of ['ab', '-abc', 'a b c', 'x'.repeat(65), 'abc\n', 'ünü']) expect(RECOVERY_ID.test(id)).toBe(false);
  });

  it('give no moment when they hold none', () => {
    for (const id of ['drill-1', 'dr-2026112-031542-x', 'dr-120261120-031542', 'dr-20261120-0315429']) {
      expect(recoveryTime(id)).toBeUndefined();
    }
    expect(recoveryTime('20261120-031542')).toEqual({ date: '20261120', time: '031542' });
  });
});

describe('names', () => {
  it('of the image append the date, then date and time, of the recovery and not of the call', () => {
    expect(imageNameCandidates('i-1', RECOVERY)).toEqual([
      'Create_from_i-1',
      'Create_from_i-1_20261120',
      'Create_from_i-1_20261120_031542',
    ]);
  });

  it('of the image use a hash for a recovery without a moment: stable, and different per recovery', () => {
    const names = imageNameCandidates('i-1', 'drill-a');
    expect(names).toEqual(imageNameCandidates('i-1', 'drill-a'));
    expect(names[1]).toMatch(/^Create_from_i-1_[0-9a-f]{8}$/);
    expect(names[2]).toMatch(new RegExp(`^${names[1]}_[0-9a-f]{6}$`));
    expect(names[1]?.slice(-8)).not.toBe(names[2]?.slice(-6));
    expect(imageNameCandidates('i-1', 'drill-b')[1]).not.toBe(names[1]);
  });

  it('of snapshots, groups and vSwitches are legal and follow from the recovery', () => {
    expect(snapshotGroupName(RECOVERY)).toBe(`ecs-${RECOVERY}`);
    expect(snapshotName(RECOVERY, 'd-1')).toBe(`ecs-${RECOVERY}-d-1`);
    expect(vSwitchName(RECOVERY, 'cn-hangzhou-k')).toBe(`ecs-${RECOVERY}-cn-hangzhou-k`);
    expect(snapshotName('9'.repeat(64), 'd'.repeat(99))).toHaveLength(128);
  });

  it('the DR instance is recovery-<source name>, cut by code points with a note', () => {
    expect(drInstanceName('web-01')).toEqual({ name: 'recovery-web-01' });
    expect(drInstanceName('x'.repeat(119))).toEqual({ name: `recovery-${'x'.repeat(119)}` });
    expect(drInstanceName('x'.repeat(120))).toEqual({
      name: `recovery-${'x'.repeat(119)}`,
      note: 'name cut to 128 characters',
    });
    fc.assert(
      fc.property(anyName, (source) => {
        const { name, note } = drInstanceName(source);
        expect([...name].length).toBeLessThanOrEqual(128);
        expect(
          [...`recovery-${source}`]
            .slice(0, 128)
            .join('')
            .replace(/[^\p{L}\p{N}:_.-]/gu, '-'),
        ).toBe(name);
        expect(note === undefined).toBe(name === `recovery-${source}`);
        // No character is torn: a lone surrogate would not survive the wire.
        if (isWellFormed(source)) expect(isWellFormed(name)).toBe(true);
        expect(instanceNameProblem(name)).toBeUndefined();
      }),
    );
  });

  it('of recovered disks are cut likewise', () => {
    expect(diskName('db')).toBe('recovery-db');
    expect([...diskName('𠀀'.repeat(128))]).toHaveLength(128);
  });

  it('given to several things are numbered, and cut where the number would not fit', () => {
    expect(numberedName('nightly', 2)).toBe('nightly-2');
    const longest = 'n'.repeat(128);
    expect(numberedName(longest, 1)).toBe(`${'n'.repeat(126)}-1`);
    expect(numberedName(longest, 16)).toBe(`${'n'.repeat(125)}-16`);
    expect(isWellFormed(numberedName('𠮷'.repeat(128), 1))).toBe(true);
  });

  it('chosen by a person are checked', () => {
    expect(instanceNameProblem('ab')).toBeUndefined();
    expect(instanceNameProblem('数据库-1')).toBeUndefined();
    expect(instanceNameProblem('𠀀'.repeat(128))).toBeUndefined();
    expect(instanceNameProblem('a')).toBe('must have 2 to 128 characters, not 1');
    expect(instanceNameProblem('x'.repeat(129))).toBe('must have 2 to 128 characters, not 129');
    expect(instanceNameProblem('9lives')).toBe('must start with a letter');
    for (const bad of ['a\nb', 'web prod', 'web[1,4]', 'my-http://x'])
      expect(instanceNameProblem(bad)).toBe('must hold letters, digits and : _ . - only');
    expect(instanceNameProblem('HTTPS://x')).toBe('must not start with http:// or https://');
  });
});

describe('tags', () => {
  const ours = ourTags(RECOVERY, 'i-1', 'd-1');

  it('of ours name the recovery, the source and, for a disk, its source disk', () => {
    expect(ours).toEqual([
      { key: 'ecs-dr:recovery', value: RECOVERY },
      { key: 'ecs-dr:source', value: 'i-1' },
      { key: 'ecs-dr:disk', value: 'd-1' },
    ]);
    expect(ourTags(RECOVERY)).toEqual([{ key: RECOVERY_TAG, value: RECOVERY }]);
    expect(tagValue(ours, SOURCE_TAG)).toBe('i-1');
    expect(tagValue(ours, DISK_TAG)).toBe('d-1');
    expect(tagValue([], SOURCE_TAG)).toBeUndefined();
  });

  it('of the source are copied after ours, sorted by key', () => {
    const { tags, leftOut } = copyTags(
      [
        { key: 'b', value: '2' },
        { key: 'a', value: '1' },
      ],
      ours,
    );
    expect(tags).toEqual([...ours, { key: 'a', value: '1' }, { key: 'b', value: '2' }]);
    expect(leftOut).toEqual([]);
  });

  it.each([
    ['acs:ecs:x', 'v', 'system tag'],
    ['ACS:x', 'v', 'system tag'],
    ['aliyun.x', 'v', 'system tag'],
    ['ecs-dr:source', 'i-0', 'tag of an earlier recovery'],
    ['ECS-DR:disk', 'd-0', 'tag of an earlier recovery'],
    ['url', 'see https://x', 'the API refuses http(s):// in tags'],
    ['http://k', 'v', 'the API refuses http(s):// in tags'],
  ])('%s=%s is left out', (key, value, reason) => {
    expect(copyTags([{ key, value }], ours)).toEqual({ tags: ours, leftOut: [{ key, reason }] });
  });

  it('that only look like system tags are copied', () => {
    for (const key of ['my-acs:x', 'not-aliyun', 'x-ecs-dr:y', 'acs', 'https']) {
      expect(copyTags([{ key, value: '' }], ours).tags).toHaveLength(4);
    }
  });

  it('rule: ours always fit, at most 20 tags, what is left out is reported, one order', () => {
    const sources = fc.uniqueArray(
      fc.record({ key: fc.string({ minLength: 1, maxLength: 8 }), value: fc.string({ maxLength: 8 }) }),
      {
        selector: (tag) => tag.key,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(sources, (source) => {
        const { tags, leftOut } = copyTags(source, ours);
        expect(tags.slice(0, 3)).toEqual(ours);
        expect(tags.length).toBeLessThanOrEqual(20);
        expect(tags.length - 3 + leftOut.length).toBe(source.length);
        expect(copyTags([...source].reverse(), ours)).toEqual({ tags, leftOut });
      }),
    );
    const full = Array.from({ length: 20 }, (_, i) => ({ key: `k${String(i).padStart(2, '0')}`, value: 'v' }));
    expect(copyTags(full, ours).leftOut).toEqual(
      ['k17', 'k18', 'k19'].map((key) => ({ key, reason: 'at most 20 tags per resource' })),
    );
  });

  it('become numbered parameters', () => {
    expect(tagParameters(ourTags('r', 'i'))).toEqual({
      'Tag.1.Key': 'ecs-dr:recovery',
      'Tag.1.Value': 'r',
      'Tag.2.Key': 'ecs-dr:source',
      'Tag.2.Value': 'i',
    });
  });
});
