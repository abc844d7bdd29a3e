import { describe, expect, it } from 'vitest';
import { differencesOf, lossesOf, originOf, severalCopies } from '../../src/recovery/copied-disk.ts';
import { DISK_TAG } from '../../src/recovery/tags.ts';
import { aDataDisk, aSnapshot } from './make.ts';

const source = aDataDisk('b', { chargeType: 'PostPaid' });
const copy = { ...source, id: 'd-copy', tags: [] };

describe('what CreateDisk does not carry over', () => {
  const losses = (over: Parameters<typeof aDataDisk>[1]) => {
    const disk = aDataDisk('b', over);
    return lossesOf(disk, aSnapshot(disk), 'cloud_essd').join('; ');
  };

  it('is nothing of an ordinary disk', () => {
    expect(losses({})).toBe('');
  });

  it('is its automatic snapshot policy, its subscription, that it is shared, and tags of the system', () => {
    expect(losses({ autoSnapshotPolicyId: 'sp-nightly' })).toMatch(/snapshot policy sp-nightly not applied/);
    expect(losses({ chargeType: 'PrePaid' })).toMatch(/subscription \(PrePaid\); its copy is PostPaid/);
    expect(losses({ multiAttach: true })).toMatch(/shared by several instances/);
    expect(losses({ tags: [{ key: 'acs:rm', value: '1' }] })).toMatch(/tag acs:rm not copied: system tag/);
    expect(losses({ category: 'cloud_ssd' })).toMatch(/cloud_ssd becomes cloud_essd/);
  });

  it('is a tag for which ours leave no room', () => {
    const tags = Array.from({ length: 16 }, (_, i) => ({ key: `k${i + 10}`, value: 'v' }));
    const disk = aDataDisk('b', { tags });
    const approved = (snapshotIds: string[]) => ({ targetInstanceId: 'i-target', snapshotIds });
    const alone = lossesOf(disk, aSnapshot(disk), 'cloud_essd', approved(['s-d-b']));
    expect(alone).toEqual([]);
    const together = lossesOf(disk, aSnapshot(disk), 'cloud_essd', approved(['s-d-b', 's-other']));
    expect(together).toEqual(['tag k25 not copied: at most 20 tags per resource']);
  });
});

describe('what is otherwise on a new disk', () => {
  it('is nothing where it is as its source disk', () => {
    expect(differencesOf(source, copy)).toEqual([]);
  });

  it.each([
    [{ category: 'cloud_auto' }, 'category cloud_essd PL1 → cloud_auto PL1'],
    [{ performanceLevel: 'PL2' }, 'category cloud_essd PL1 → cloud_essd PL2'],
    [{ sizeGiB: 500 }, `size (GiB) ${source.sizeGiB} → 500`],
    [{ provisionedIops: 100 }, 'provisioned IOPS 0 → 100'],
    [{ burstingEnabled: true }, 'bursting on'],
    [{ encrypted: true }, 'encrypted, which the source disk is not'],
    [{ chargeType: 'PrePaid' }, 'billing PostPaid → PrePaid'],
    [{ autoSnapshotPolicyId: 'sp-1' }, 'automatic snapshot policy none → sp-1'],
  ])('is told: %j', (over, told) => {
    expect(differencesOf(source, { ...copy, ...over })).toEqual([told]);
  });

  it('is that it is no longer shared, encrypted or bursting', () => {
    const all = { ...source, multiAttach: true, encrypted: true, burstingEnabled: true };
    expect(differencesOf(all, copy)).toEqual([
      'bursting dropped',
      'not encrypted, as the source disk is',
      'shared by several instances; its copy is not',
    ]);
  });

  it('is the key of an encrypted disk, where both are known', () => {
    const encrypted = { ...source, encrypted: true, kmsKeyId: 'key-a' };
    expect(differencesOf(encrypted, { ...encrypted, kmsKeyId: 'key-b' })).toEqual(['KMS key key-a → key-b']);
  });
});

describe('copies of one disk', () => {
  it('are told by our tag, else by their snapshot', () => {
    const snapshot = aSnapshot(source, { id: 's-1', sourceDiskId: 'd-origin' });
    expect(originOf({ ...copy, tags: [{ key: DISK_TAG, value: 'd-tagged' }] }, [snapshot])).toBe('d-tagged');
    expect(originOf({ ...copy, sourceSnapshotId: 's-1' }, [snapshot])).toBe('d-origin');
    expect(originOf({ ...copy, sourceSnapshotId: 's-2' }, [snapshot])).toBeUndefined();
  });

  it('are several where one arrives beside another, or two arrive', () => {
    expect(severalCopies(['d-a', 'd-b'], ['d-b', undefined, 'd-c', 'd-c'])).toEqual(['d-b']);
    expect(severalCopies(['d-a', 'd-a'], [])).toEqual(['d-a']);
    expect(severalCopies(['d-a'], [undefined])).toEqual([]);
  });
});
