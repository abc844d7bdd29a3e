import { describe, expect, it } from 'vitest';
import { performanceOf, sizeProblem, usualLevel } from '../../src/recovery/disk-limits.ts';
import { diskSettings, settingParameters } from '../../src/recovery/disk-settings.ts';

describe('sizes', () => {
  it.each([
    ['cloud_essd', 'PL0', 'data', 1, 65536],
    ['cloud_essd', 'PL1', 'data', 20, 65536],
    ['cloud_essd', undefined, 'data', 20, 65536],
    ['cloud_essd', 'PL2', 'data', 461, 65536],
    ['cloud_essd', 'PL3', 'data', 1261, 65536],
    ['cloud_essd', 'PL0', 'system', 1, 2048],
    ['cloud_essd', 'PL3', 'system', 1261, 2048],
    ['cloud_auto', undefined, 'data', 1, 65536],
    ['cloud_auto', undefined, 'system', 1, 2048],
    ['cloud_essd_entry', undefined, 'data', 10, 32768],
    ['cloud_essd_entry', undefined, 'system', 20, 2048],
    ['cloud_regional_disk_auto', undefined, 'data', 10, 65536],
    ['cloud_efficiency', undefined, 'data', 20, 32768],
    ['cloud_efficiency', undefined, 'system', 20, 2048],
    ['cloud_ssd', undefined, 'data', 20, 32768],
    ['cloud', undefined, 'data', 5, 2000],
    ['cloud', undefined, 'system', 20, 500],
    ['elastic_ephemeral_disk_standard', undefined, 'data', 64, 8192],
    ['elastic_ephemeral_disk_premium', undefined, 'data', 64, 8192],
  ] as const)('%s %s %s: %s to %s GiB', (category, level, type, min, max) => {
    expect(sizeProblem(category, level, min, type)).toBeUndefined();
    expect(sizeProblem(category, level, max, type)).toBeUndefined();
    const named = category === 'cloud_essd' ? `${category} ${level ?? 'PL1'}` : category;
    const told = (size: number) => `${size} GiB: ${named} ${type} disks are ${min} to ${max} GiB`;
    expect(sizeProblem(category, level, min - 1, type)).toBe(told(min - 1));
    expect(sizeProblem(category, level, max + 1, type)).toBe(told(max + 1));
  });

  it('of categories and levels nobody knows are left to the API', () => {
    expect(sizeProblem('cloud_new', undefined, 1, 'data')).toBeUndefined();
    expect(sizeProblem('cloud_essd', 'PL9', 1, 'data')).toBeUndefined();
  });

  it('below 20 GiB have no PL1', () => {
    expect([usualLevel(19), usualLevel(20)]).toEqual(['PL0', 'PL1']);
  });
});

describe('performance', () => {
  it.each([
    ['cloud', undefined, 100, 300, 40],
    ['cloud_efficiency', undefined, 100, 2600, 115],
    ['cloud_efficiency', undefined, 9999, 5000, 140],
    ['cloud_ssd', undefined, 100, 4800, 170],
    ['cloud_ssd', undefined, 9999, 25_000, 300],
    ['cloud_essd_entry', undefined, 100, 2600, 115],
    ['cloud_essd_entry', undefined, 9999, 6000, 150],
    ['cloud_auto', undefined, 10, 3000, 125],
    ['cloud_auto', undefined, 100, 6800, 170],
    ['cloud_auto', undefined, 9999, 50_000, 350],
    ['cloud_regional_disk_auto', undefined, 100, 6800, 170],
    ['cloud_essd', 'PL0', 100, 3000, 125],
    ['cloud_essd', 'PL0', 9999, 10_000, 180],
    ['cloud_essd', 'PL1', 100, 6800, 170],
    ['cloud_essd', undefined, 9999, 50_000, 350],
    ['cloud_essd', 'PL2', 1000, 51_800, 620],
    ['cloud_essd', 'PL2', 9999, 100_000, 750],
    ['cloud_essd', 'PL3', 2000, 101_800, 1120],
    ['cloud_essd', 'PL3', 65_536, 1_000_000, 4000],
  ])('%s %s of %s GiB: %s IOPS, %s MB/s', (category, level, size, iops, throughput) => {
    expect(performanceOf(category, level, size)).toEqual({ iops, throughput });
  });

  it('counts provisioned IOPS of cloud_auto, and only there', () => {
    expect(performanceOf('cloud_auto', undefined, 100, 500)?.iops).toBe(7300);
    expect(performanceOf('cloud_essd', 'PL1', 100, 500)?.iops).toBe(6800);
  });

  it('of the unknown is unknown', () => {
    expect(performanceOf('cloud_new', undefined, 100)).toBeUndefined();
    expect(performanceOf('cloud_essd', 'PL9', 100)).toBeUndefined();
  });
});

describe('settings of a copy', () => {
  it('of cloud_essd keep the level; a level that is not told is the usual one', () => {
    expect(diskSettings({ category: 'cloud_essd', performanceLevel: 'PL3' }, 2000, 'cloud_essd')).toEqual({
      category: 'cloud_essd',
      sizeGiB: 2000,
      performanceLevel: 'PL3',
      notes: [],
    });
    expect(diskSettings({ category: 'cloud_essd' }, 10, 'cloud_essd').performanceLevel).toBe('PL0');
    expect(diskSettings({ category: 'cloud_essd', performanceLevel: 'PL0' }, 40, 'cloud_essd:PL1')).toEqual({
      category: 'cloud_essd',
      sizeGiB: 40,
      performanceLevel: 'PL1',
      notes: ['performance level PL0 becomes PL1'],
    });
  });

  it('never take a level from another category', () => {
    expect(diskSettings({ category: 'cloud_ssd', performanceLevel: 'PL3' }, 100, 'cloud_essd')).toEqual({
      category: 'cloud_essd',
      sizeGiB: 100,
      performanceLevel: 'PL1',
      notes: ['cloud_ssd becomes cloud_essd', 'performance level PL1'],
    });
  });

  it('of cloud_auto are tunable from 4 GiB', () => {
    const original = { category: 'cloud_auto', provisionedIops: 10, burstingEnabled: true };
    expect(diskSettings(original, 4, 'cloud_auto')).toMatchObject({ provisionedIops: 10, burstingEnabled: true });
    expect(diskSettings(original, 3, 'cloud_auto')).toEqual({ category: 'cloud_auto', sizeGiB: 3, notes: [] });
  });

  it('never take tuning from another category', () => {
    const original = { category: 'cloud_regional_disk_auto', provisionedIops: 10, burstingEnabled: true };
    expect(diskSettings(original, 100, 'cloud_auto')).toMatchObject({
      provisionedIops: 0,
      burstingEnabled: false,
      notes: ['cloud_regional_disk_auto becomes cloud_auto', '10 provisioned IOPS dropped', 'bursting dropped'],
    });
  });

  it('tell nothing lost that was not there', () => {
    expect(
      diskSettings({ category: 'cloud_auto', provisionedIops: 0, burstingEnabled: false }, 100, 'cloud_ssd').notes,
    ).toEqual(['cloud_auto becomes cloud_ssd']);
    expect(diskSettings({ category: 'cloud_essd' }, 100, 'cloud_ssd').notes).toEqual(['cloud_essd becomes cloud_ssd']);
    expect(diskSettings(undefined, 100, 'cloud_ssd')).toEqual({ category: 'cloud_ssd', sizeGiB: 100, notes: [] });
  });

  it('become parameters, only those that apply', () => {
    const settings = diskSettings({ category: 'cloud_auto' }, 100, 'cloud_auto');
    expect(settingParameters(settings, 'X.')).toEqual({
      'X.Category': 'cloud_auto',
      'X.Size': 100,
      'X.ProvisionedIops': 0,
      'X.BurstingEnabled': false,
    });
    expect(
      settingParameters(
        diskSettings({ category: 'cloud_essd', performanceLevel: 'PL0' }, 5, 'cloud_essd'),
        '',
        'DiskCategory',
      ),
    ).toEqual({
      DiskCategory: 'cloud_essd',
      Size: 5,
      PerformanceLevel: 'PL0',
    });
  });
});
