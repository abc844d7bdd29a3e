import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PricedType, rankTypes, type TypeCandidate } from '../../src/recovery/alternatives.ts';
import { closestCategories, closestLevels } from '../../src/recovery/categories.ts';
import { sizeProblem } from '../../src/recovery/disk-limits.ts';
import { aDataDisk, aDisk } from './make.ts';

function aType(id: string, over: Partial<TypeCandidate> = {}): PricedType {
  return {
    id,
    family: id.split('.').slice(0, 2).join('.'),
    cpu: 2,
    memoryGiB: 8,
    architecture: 'X86',
    diskQuantity: 17,
    eniQuantity: 3,
    ...over,
  };
}

const source = aType('ecs.g7.large', { price: 0.5 });
const needed = { disks: 3, enis: 1 };
const ranked = (...candidates: TypeCandidate[]) => rankTypes(source, candidates, needed);
const told = (id: string, over: Partial<TypeCandidate> = {}) => ranked(aType(id, over))[0]?.difference;

describe('types in place of the source’s', () => {
  it('tell the difference in words', () => {
    expect(told('ecs.g8.large', { price: 0.52 })).toBe('same vCPU and memory, one generation newer, +4 % price');
    expect(told('ecs.g6.large', { price: 0.45 })).toBe('same vCPU and memory, one generation older, −10 % price');
    expect(told('ecs.g9.large', { price: 0.501 })).toBe('same vCPU and memory, 2 generations newer, same price');
    expect(told('ecs.g5.large')).toBe('same vCPU and memory, 2 generations older');
    expect(told('ecs.g7.xlarge', { cpu: 4, memoryGiB: 16 })).toBe('4 vCPU instead of 2, 16 GiB instead of 8');
    expect(told('ecs.c7.large', { memoryGiB: 4 })).toBe('same vCPU, 4 GiB instead of 8, family ecs.c7');
    expect(told('ecs.g7.x', { cpu: 4 })).toBe('4 vCPU instead of 2, same memory');
    expect(told('ecs.g7a.large')).toBe('same vCPU and memory, variant ecs.g7a');
    expect(told('ecs.g8y.large')).toBe('same vCPU and memory, one generation newer, variant ecs.g8y');
    expect(told('ecs.u1-c1m4.large')).toBe('same vCPU and memory, family ecs.u1-c1m4');
    expect(told('ecs.e.large', { family: 'ecs.e' })).toBe('same vCPU and memory, family ecs.e');
  });

  it('tell what the type limits', () => {
    expect(rankTypes(source, [aType('ecs.g8.large', { eniQuantity: 2 })], { disks: 1, enis: 3 })[0]?.difference).toBe(
      'same vCPU and memory, one generation newer, only 2 network interfaces',
    );
    expect(
      rankTypes(source, [aType('ecs.g8.large', { eniQuantity: 3 })], { disks: 1, enis: 3 })[0]?.difference,
    ).not.toMatch(/interfaces/);
    const wide = { ...source, bandwidthTxKbit: 1000, nvmeSupport: 'unsupported' };
    const narrow = rankTypes(
      wide,
      [aType('ecs.g7a.large', { bandwidthTxKbit: 600, nvmeSupport: 'required', localStorageAmount: 1, gpuAmount: 1 })],
      needed,
    );
    expect(narrow[0]?.difference).toBe(
      'same vCPU and memory, variant ecs.g7a, network −40 %, with local disks, 1 GPU instead of 0, needs an NVMe driver in the image',
    );
    const wider = rankTypes(wide, [aType('ecs.g7.x', { bandwidthTxKbit: 1000, nvmeSupport: 'supported' })], needed);
    expect(wider[0]?.difference).toBe('same vCPU and memory');
    const alike = { ...source, nvmeSupport: 'required', localStorageAmount: 1 };
    expect(
      rankTypes(alike, [aType('ecs.g7.x', { nvmeSupport: 'required', localStorageAmount: 2 })], needed)[0]?.difference,
    ).toBe('same vCPU and memory');
  });

  it('leave out the price where one is unknown', () => {
    expect(told('ecs.g7.x')).toBe('same vCPU and memory');
    const { price: _, ...free } = source;
    expect(rankTypes(free, [aType('ecs.g7.x', { price: 1 })], needed)[0]?.difference).toBe('same vCPU and memory');
    expect(rankTypes({ ...source, price: 0 }, [aType('ecs.g7.x', { price: 1 })], needed)[0]?.difference).toBe(
      'same vCPU and memory',
    );
  });

  it('on which the copy could not start are left out', () => {
    expect(
      ranked(
        aType('ecs.g7.large'),
        aType('ecs.g8y.large', { architecture: 'ARM' }),
        aType('ecs.g8.few', { diskQuantity: 2 }),
        aType('ecs.g8.out', { stock: 'WithoutStock' }),
      ),
    ).toEqual([]);
    expect(ranked(aType('ecs.g8.just', { diskQuantity: 3 }))).toHaveLength(1);
    const { architecture: _, diskQuantity: __, ...unknown } = aType('ecs.g8.unknown');
    expect(ranked(unknown)).toHaveLength(1);
    const gpu = aType('ecs.gn7.large', { gpuAmount: 1 });
    expect(
      rankTypes(gpu, [aType('ecs.g8.none'), aType('ecs.gn6.some', { gpuAmount: 2 })], needed).map((t) => t.id),
    ).toEqual(['ecs.gn6.some']);
    const { architecture: ___, ...anyArchitecture } = source;
    expect(rankTypes(anyArchitecture, [aType('ecs.g8y.large', { architecture: 'ARM' })], needed)).toHaveLength(1);
  });

  it('are ordered by likeness: size first, less worse than more, then lineage', () => {
    const order = ranked(
      aType('ecs.g7.small', { cpu: 1 }),
      aType('ecs.g7.big', { cpu: 4 }),
      aType('ecs.c7.large'),
      aType('ecs.g6.large'),
      aType('ecs.g8.large'),
      aType('ecs.g7a.large'),
      aType('ecs.g7.half', { memoryGiB: 4 }),
      aType('ecs.g7.double', { memoryGiB: 16 }),
    );
    expect(order.map((t) => [t.id, t.score])).toEqual([
      ['ecs.g8.large', 98],
      ['ecs.g7a.large', 97],
      ['ecs.g6.large', 96],
      ['ecs.c7.large', 88],
      ['ecs.g7.big', 85],
      ['ecs.g7.double', 85],
      ['ecs.g7.half', 70],
      ['ecs.g7.small', 70],
    ]);
  });

  it('weigh limits, and what the cloud itself recommends', () => {
    const score = (over: Partial<TypeCandidate>, from = source) =>
      rankTypes(from, [aType('ecs.g6.large', over)], needed)[0]?.score;
    expect(score({})).toBe(96);
    expect(score({ recommended: true })).toBe(98);
    expect(score({ eniQuantity: 0 })).toBe(91);
    expect(score({ localStorageAmount: 1 })).toBe(91);
    expect(score({ gpuAmount: 1 })).toBe(81);
    expect(score({ nvmeSupport: 'required' })).toBe(90);
    expect(score({ bandwidthTxKbit: 500 }, { ...source, bandwidthTxKbit: 1000 })).toBe(92);
    expect(score({ bandwidthTxKbit: 2000 }, { ...source, bandwidthTxKbit: 1000 })).toBe(96);
    expect(score({ bandwidthTxKbit: 500 }, { ...source, bandwidthTxKbit: 0 })).toBe(96);
    expect(rankTypes(source, [aType('ecs.g7.x', { recommended: true })], needed)[0]?.score).toBe(100);
    expect(score({ cpu: 256, memoryGiB: 4096 })).toBe(0);
  });

  it('carry zone and stock where they are known', () => {
    expect(ranked(aType('ecs.g8.large', { zoneId: 'z-1', stock: 'WithStock' }))[0]).toMatchObject({
      zoneId: 'z-1',
      stock: 'WithStock',
    });
    expect(Object.keys(ranked(aType('ecs.g8.large'))[0] ?? {})).toEqual(['id', 'difference', 'score']);
  });

  it('score 0 to 100 in falling order, whatever the types', () => {
    const candidate = fc.record({
      cpu: fc.integer({ min: 1, max: 256 }),
      memoryGiB: fc.integer({ min: 1, max: 4096 }),
    });
    fc.assert(
      fc.property(fc.array(candidate), (sizes) => {
        const scores = ranked(...sizes.map((size, i) => aType(`ecs.g${i}.x`, size))).map((t) => t.score);
        expect(scores.every((score) => score >= 0 && score <= 100)).toBe(true);
        expect([...scores].sort((a, b) => b - a)).toEqual(scores);
      }),
    );
  });
});

describe('categories in place of the disk’s', () => {
  const offer = (...names: string[]) => names.map((value) => ({ value }));
  const closest = (disk = aDataDisk('b'), ...names: string[]) =>
    closestCategories(disk, offer(...names), 'ecs.g7').map((c) => c.category);

  it('come closest first, at least as fast before slower', () => {
    expect(closest(aDataDisk('b'), 'cloud', 'cloud_efficiency', 'cloud_ssd', 'cloud_essd', 'cloud_auto')).toEqual([
      'cloud_auto',
      'cloud_ssd',
      'cloud_efficiency',
      'cloud',
    ]);
    expect(closest(aDataDisk('b', { category: 'cloud_efficiency' }), 'cloud_auto', 'cloud_ssd', 'cloud')).toEqual([
      'cloud_ssd',
      'cloud_auto',
      'cloud',
    ]);
  });

  it('of equal distance in the order of their names, the unknown last', () => {
    expect(closest(aDataDisk('b'), 'cloud_new', 'cloud_regional_disk_auto', 'cloud_auto', 'cloud')).toEqual([
      'cloud_auto',
      'cloud_regional_disk_auto',
      'cloud',
      'cloud_new',
    ]);
  });

  it('leave out what cannot take the disk', () => {
    expect(
      closest(aDataDisk('b'), 'cloud_essd', 'elastic_ephemeral_disk_premium', 'local_ssd', 'cloud_essd_entry'),
    ).toEqual([]);
    expect(closestCategories(aDataDisk('b'), offer('cloud_essd_entry'), 'ecs.u1')).toHaveLength(1);
    expect(closest(aDataDisk('b', { sizeGiB: 40_000 }), 'cloud_ssd', 'cloud_auto')).toEqual(['cloud_auto']);
    expect(closest(aDisk({ sizeGiB: 600 }), 'cloud', 'cloud_auto')).toEqual(['cloud_auto']);
    const limited = (min: number, max: number) =>
      closestCategories(aDataDisk('b'), [{ value: 'cloud_auto', min, max }], 'ecs.g7').length;
    expect([limited(100, 100), limited(101, 200), limited(1, 99)]).toEqual([1, 0, 0]);
  });

  it('tell what changes', () => {
    const difference = (disk = aDataDisk('b'), category = 'cloud_auto') =>
      closestCategories(disk, offer(category), 'ecs.g7')[0];
    expect(difference()).toEqual({
      category: 'cloud_auto',
      difference: 'same 6800 IOPS, same 170 MB/s, bursting (billed) off',
    });
    expect(difference(aDataDisk('b', { sizeGiB: 3, performanceLevel: 'PL0' }))?.difference).toBe(
      '1836 → 3000 IOPS, 101 → 125 MB/s',
    );
    expect(
      difference(
        aDataDisk('b', { category: 'cloud_auto', provisionedIops: 1000, burstingEnabled: true }),
        'cloud_essd',
      ),
    ).toEqual({
      category: 'cloud_essd',
      performanceLevel: 'PL1',
      difference: 'PL1, 7800 → 6800 IOPS, same 170 MB/s, provisioned IOPS dropped, bursting dropped',
    });
    expect(difference(aDataDisk('b'), 'cloud_new')?.difference).toBe('performance unknown');
    expect(difference(aDataDisk('b', { category: 'cloud_odd' }), 'cloud_ssd')?.difference).toBe('performance unknown');
    expect(difference(aDataDisk('b', { category: 'cloud_auto', sizeGiB: 10 }), 'cloud_essd')?.performanceLevel).toBe(
      'PL0',
    );
  });

  it('or its own category at another level, where the size takes it, the closest first', () => {
    const levels = (disk: ReturnType<typeof aDataDisk>) => closestLevels(disk).map((c) => c.category);
    expect(levels(aDataDisk('b', { sizeGiB: 40, performanceLevel: 'PL0' }))).toEqual(['cloud_essd:PL1']);
    expect(levels(aDataDisk('b', { sizeGiB: 10, performanceLevel: 'PL0' }))).toEqual([]);
    expect(levels(aDataDisk('b', { sizeGiB: 2000, performanceLevel: 'PL2' }))).toEqual([
      'cloud_essd:PL3',
      'cloud_essd:PL1',
      'cloud_essd:PL0',
    ]);
    expect(levels(aDataDisk('b', { category: 'cloud_auto' }))).toEqual([]);
    expect(closestLevels(aDataDisk('b', { sizeGiB: 40, performanceLevel: 'PL0' }))[0]?.difference).toMatch(
      /^PL1, 2280 → 3800 IOPS/,
    );
  });

  it('PL2 and PL3 have their least sizes', () => {
    expect(sizeProblem('cloud_essd', 'PL2', 460, 'data')).toBe(
      '460 GiB: cloud_essd PL2 data disks are 461 to 65536 GiB',
    );
  });
});
