import { describe, expect, it } from 'vitest';
import {
  deviceOf,
  diskLabel,
  inDeviceOrder,
  isEssd,
  isUnsnapshottable,
  takesEntryDisks,
} from '../../src/recovery/disks.ts';
import { snapshotStrategy } from '../../src/recovery/strategy.ts';
import { aDataDisk, aDisk, anInstance } from './make.ts';

const root = aDisk();

describe('the way to take a recovery point', () => {
  it('system disk and data disks, all ESSD family: one snapshot group', () => {
    const disks = [root, aDataDisk('b', { category: 'cloud_auto' }), aDataDisk('c', { category: 'cloud_essd_entry' })];
    expect(snapshotStrategy(anInstance(), disks)).toEqual({
      kind: 'snapshot-group',
      reason: '3 ESSD-family disks: one snapshot group holds them all at one moment.',
      refused: [],
      unsnapshottable: [],
    });
  });

  it('system disk only: one snapshot, whatever its category', () => {
    for (const category of ['cloud_essd', 'cloud_efficiency', 'cloud_ssd']) {
      expect(snapshotStrategy(anInstance(), [aDisk({ category })])).toEqual({
        kind: 'single-snapshot',
        reason: 'One disk: a snapshot of it is a consistent point.',
        refused: [],
        unsnapshottable: [],
      });
    }
  });

  it.each([
    [{ category: 'cloud_efficiency' }, 'cloud_efficiency is not of the ESSD family'],
    [{ category: 'cloud_ssd' }, 'cloud_ssd is not of the ESSD family'],
    [{ multiAttach: true }, 'multi-attach disk'],
    [{ category: 'cloud_regional_disk_auto' }, 'cloud_regional_disk_auto groups only with its own kind'],
  ])('a disk that a group refuses (%o): ask, the whole-instance image takes all', (over, why) => {
    expect(snapshotStrategy(anInstance(), [root, aDataDisk('b', over), aDataDisk('c')])).toEqual({
      kind: 'whole-instance-image',
      reason:
        'A snapshot group refuses 1 of 3 disks. Separate snapshots or an image of the whole instance take all, but not at one moment: create-snapshot-group asks which.',
      refused: [{ diskId: 'd-b', device: '/dev/xvdb', why }],
      unsnapshottable: [],
    });
  });

  it('a refused disk without a device is told by its id alone', () => {
    const { device: _, ...loose } = aDataDisk('b', { category: 'cloud_ssd' });
    expect(snapshotStrategy(anInstance(), [root, loose]).refused).toEqual([
      { diskId: 'd-b', why: 'cloud_ssd is not of the ESSD family' },
    ]);
  });

  it('regional disks group among themselves', () => {
    const disks = [aDisk({ category: 'cloud_regional_disk_auto' }), aDataDisk('b', { category: 'cloud_essd_zrs' })];
    expect(snapshotStrategy(anInstance(), disks).kind).toBe('snapshot-group');
  });

  it('more disks than some regions allow: still a group, the API will say', () => {
    const disks = [root, ...'bcdefghijklmnopq'.split('').map((c) => aDataDisk(c))];
    expect(snapshotStrategy(anInstance(), disks)).toMatchObject({
      kind: 'snapshot-group',
      reason:
        '17 ESSD-family disks: one snapshot group holds them all at one moment. Some regions allow only 16 disks per group: the API will say.',
    });
    expect(snapshotStrategy(anInstance(), disks.slice(0, 16)).reason).not.toMatch(/regions/);
  });

  it('local and ephemeral disks cannot be snapshotted: told, and no reason against a group', () => {
    const local = aDataDisk('c', { category: 'local_ssd_pro', sizeGiB: 894 });
    const ephemeral = aDataDisk('d', { category: 'elastic_ephemeral_disk_premium', sizeGiB: 64 });
    const why = 'has no snapshots: its data will be missing';
    const both = snapshotStrategy(anInstance({ localStorageAmount: 1 }), [root, aDataDisk('b'), ephemeral, local]);
    expect(both.kind).toBe('snapshot-group');
    expect(both.unsnapshottable).toEqual([
      { what: '/dev/xvdc (local_ssd_pro, 894 GiB)', why },
      { what: '/dev/xvdd (elastic_ephemeral_disk_premium, 64 GiB)', why },
    ]);
    expect(snapshotStrategy(anInstance(), [root, local]).kind).toBe('single-snapshot');
  });

  it('local disks that DescribeDisks does not list are told from the instance', () => {
    const why = 'has no snapshots: its data will be missing';
    const local = aDataDisk('c', { category: 'local_ssd_pro', sizeGiB: 894 });
    const ephemeral = aDataDisk('d', { category: 'elastic_ephemeral_disk_premium', sizeGiB: 64 });
    expect(
      snapshotStrategy(anInstance({ localStorageAmount: 2, localStorageCapacityGiB: 1788 }), [root]).unsnapshottable,
    ).toEqual([{ what: '2 local disk(s), 1788 GiB', why }]);
    expect(snapshotStrategy(anInstance({ localStorageAmount: 2 }), [root, local, ephemeral]).unsnapshottable).toEqual([
      { what: '/dev/xvdc (local_ssd_pro, 894 GiB)', why },
      { what: '/dev/xvdd (elastic_ephemeral_disk_premium, 64 GiB)', why },
      { what: '1 local disk(s)', why },
    ]);
  });
});

describe('disks', () => {
  it('are in one order whatever the order of reading: system, then by device, then by id', () => {
    const { device: _, ...loose } = aDataDisk('z', { id: 'd-loose' });
    const order = [root, aDataDisk('b'), aDataDisk('z'), aDataDisk('x', { device: '/dev/xvdaa' }), loose];
    expect(inDeviceOrder([...order].reverse()).map(({ id }) => id)).toEqual(['d-sys', 'd-b', 'd-z', 'd-x', 'd-loose']);
    const twins = [aDataDisk('b', { id: 'd-2' }), aDataDisk('b', { id: 'd-1' })];
    expect(inDeviceOrder(twins).map(({ id }) => id)).toEqual(['d-1', 'd-2']);
    expect(inDeviceOrder([...twins].reverse()).map(({ id }) => id)).toEqual(['d-1', 'd-2']);
  });

  it('have the device of the instance asked about', () => {
    const { device: _, ...shared } = aDataDisk('b', {
      attachments: [
        { instanceId: 'i-other', device: '/dev/xvdx' },
        { instanceId: 'i-source', device: '/dev/xvde' },
      ],
    });
    expect(deviceOf(shared, 'i-source')).toBe('/dev/xvde');
    expect(deviceOf(shared)).toBe('/dev/xvdx');
    expect(deviceOf(aDataDisk('b'))).toBe('/dev/xvdb');
    const { device: __, ...system } = root;
    expect(deviceOf(system)).toBe('/dev/xvda');
    const { device: ___, ...loose } = aDataDisk('b');
    expect(deviceOf(loose)).toBeUndefined();
    expect(diskLabel(loose)).toBe('d-b');
    expect(diskLabel(root)).toBe('/dev/xvda');
  });

  it('know their families', () => {
    expect(
      ['cloud_essd', 'cloud_auto', 'cloud_essd_entry', 'cloud_essd_zrs', 'cloud_regional_disk_auto'].every(isEssd),
    ).toBe(true);
    expect(['cloud', 'cloud_ssd', 'cloud_efficiency', 'local_ssd_pro'].some(isEssd)).toBe(false);
    expect(['local_hdd_pro', 'ephemeral_ssd', 'elastic_ephemeral_disk_standard'].every(isUnsnapshottable)).toBe(true);
    expect(['cloud_essd', 'cloud_local'].some(isUnsnapshottable)).toBe(false);
    expect(['ecs.u1', 'u1', 'ecs.e'].every(takesEntryDisks)).toBe(true);
    expect(['ecs.g7', 'ecs.u1x', 'xecs.e', 'ecs.ebmg7'].some(takesEntryDisks)).toBe(false);
  });
});
