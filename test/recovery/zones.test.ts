import { describe, expect, it } from 'vitest';
import type { Informed, Price, ZoneAvailability } from '../../src/recovery/estate.ts';
import { scoreZones, type ZonesInput } from '../../src/recovery/zones.ts';
import { aDataDisk, aDisk, anInstance, aVSwitch } from './make.ts';

const zones = ['cn-hangzhou-h', 'cn-hangzhou-j', 'cn-hangzhou-k'];
const [, j, k] = zones as [string, string, string];

function offers(zoneId: string, values: string[], stock = 'WithStock', status = 'Available'): ZoneAvailability {
  return { zoneId, values: values.map((value) => ({ value, status, stock })) };
}

function input(over: Partial<ZonesInput> = {}): ZonesInput {
  return {
    source: anInstance(),
    disks: [aDataDisk('b', { category: 'cloud_auto' }), aDisk()],
    zones,
    typeStock: zones.map((zone) => offers(zone, ['ecs.g7.large'])),
    systemStock: zones.map((zone) => offers(zone, ['cloud_essd'])),
    dataStock: zones.map((zone) => offers(zone, ['cloud_essd', 'cloud_auto'])),
    vSwitches: [aVSwitch({ id: 'vsw-h', zoneId: 'cn-hangzhou-h', cidrBlock: '10.0.1.0/25' }), aVSwitch()],
    vpc: { id: 'vpc-1', cidrBlocks: ['10.0.0.0/16'] },
    instanceType: 'ecs.g7.large',
    ...over,
  };
}

const zone = (id: string, over: Partial<ZonesInput> = {}) => {
  const found = scoreZones(input(over)).find((z) => z.zoneId === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};

describe('zones', () => {
  it('never name the source’s own, and come best first', () => {
    expect(scoreZones(input())).toEqual([
      {
        zoneId: k,
        score: 100,
        usable: true,
        stock: 'WithStock',
        categories: [
          { device: '/dev/xvda', category: 'cloud_essd', offered: true },
          { device: '/dev/xvdb', category: 'cloud_auto', offered: true },
        ],
        vSwitches: [{ id: 'vsw-k', cidrBlock: '10.0.2.0/24', freeIps: 200 }],
        reasons: [],
      },
      {
        zoneId: j,
        score: 93,
        usable: true,
        stock: 'WithStock',
        categories: [
          { device: '/dev/xvda', category: 'cloud_essd', offered: true },
          { device: '/dev/xvdb', category: 'cloud_auto', offered: true },
        ],
        vSwitches: [],
        proposedCidr: '10.0.0.0/25',
        reasons: ['no vSwitch with free addresses: create one'],
      },
    ]);
    expect(scoreZones(input({ zones: [...zones, ...zones].reverse() })).map((z) => z.zoneId)).toEqual([k, j]);
  });

  it('without stock are out, and say why', () => {
    expect(zone(k, { typeStock: [] })).toMatchObject({
      usable: false,
      stock: 'NotOffered',
      score: 35,
      reasons: ['ecs.g7.large: NotOffered'],
    });
    expect(zone(k, { typeStock: [offers(k, ['ecs.g7.large'], 'WithoutStock')] })).toMatchObject({
      usable: false,
      stock: 'WithoutStock',
      reasons: ['ecs.g7.large: WithoutStock'],
    });
    expect(zone(k, { typeStock: [offers(k, ['ecs.g7.large'], 'WithStock', 'SoldOut')] }).stock).toBe('WithoutStock');
    expect(zone(k, { typeStock: [offers(k, ['ecs.g6.large'])] }).stock).toBe('NotOffered');
  });

  it('with little stock can be had, and are told so', () => {
    expect(zone(k, { typeStock: [offers(k, ['ecs.g7.large'], 'ClosedWithStock')] })).toMatchObject({
      usable: true,
      score: 85,
      reasons: ['little stock'],
    });
  });

  it('usable come first, whatever their score', () => {
    // No data category at all in k, but stock and a vSwitch; in j everything, but little stock and no vSwitch.
    const order = scoreZones(
      input({
        typeStock: [offers(j, ['ecs.g7.large'], 'ClosedWithStock'), offers(k, ['ecs.g7.large'])],
        dataStock: [offers(j, ['cloud_auto'])],
      }),
    );
    expect(order.map((z) => [z.zoneId, z.usable])).toEqual([
      [j, true],
      [k, false],
    ]);
    expect(order[0]?.score).toBeLessThan(order[1]?.score ?? 0);
  });

  it('of equal worth come in the order of their names', () => {
    const vSwitches = [aVSwitch({ id: 'vsw-j', zoneId: j })];
    vSwitches.push(aVSwitch());
    expect(scoreZones(input({ vSwitches, zones: [k, j] })).map((z) => z.zoneId)).toEqual([j, k]);
    expect(scoreZones(input({ vSwitches, zones: [j, k] })).map((z) => z.zoneId)).toEqual([j, k]);
  });

  it('that lack a category are out, and name the closest', () => {
    const out = zone(k, { dataStock: [offers(k, ['cloud_ssd', 'cloud_essd'])] });
    expect(out).toMatchObject({
      usable: false,
      score: 90,
      reasons: ['no cloud_auto for /dev/xvdb; closest cloud_essd'],
    });
    expect(out.categories[1]).toEqual({
      device: '/dev/xvdb',
      category: 'cloud_auto',
      offered: false,
      closest: 'cloud_essd',
    });
    expect(zone(k, { dataStock: [] }).reasons).toEqual(['no cloud_auto for /dev/xvdb']);
    expect(zone(k, { dataStock: [offers(k, ['cloud_auto'], 'WithoutStock')] }).usable).toBe(false);
    expect(zone(k, { dataStock: [offers(k, ['cloud_auto'], 'WithStock', 'SoldOut')] }).usable).toBe(false);
    expect(zone(k, { systemStock: [offers(k, ['cloud_auto'])] }).reasons).toEqual([
      'no cloud_essd for /dev/xvda; closest cloud_auto',
    ]);
  });

  it('offer entry disks only to their families', () => {
    const dataStock = [offers(k, ['cloud_essd_entry'])];
    expect(zone(k, { dataStock }).categories[1]).not.toHaveProperty('closest');
    const small = { dataStock, instanceType: 'ecs.u1.large', typeStock: [offers(k, ['ecs.u1.large'])] };
    expect(zone(k, small).categories[1]?.closest).toBe('cloud_essd_entry');
  });

  it('are not out for disks that no copy can have', () => {
    const disks = [aDisk(), aDataDisk('b', { category: 'local_ssd_pro' })];
    expect(zone(k, { disks }).categories).toEqual([{ device: '/dev/xvda', category: 'cloud_essd', offered: true }]);
    expect(zone(k, { disks: [] })).toMatchObject({ usable: true, score: 100 });
  });

  it('list the vSwitches of the VPC that have addresses, the roomiest first', () => {
    const vSwitches = [
      aVSwitch({ id: 'vsw-small', availableIps: 1 }),
      aVSwitch({ id: 'vsw-full', availableIps: 0 }),
      aVSwitch({ id: 'vsw-foreign', vpcId: 'vpc-2' }),
      aVSwitch({ id: 'vsw-elsewhere', zoneId: j }),
      aVSwitch({ id: 'vsw-2', availableIps: 9 }),
      aVSwitch({ id: 'vsw-1', availableIps: 9 }),
    ];
    expect(zone(k, { vSwitches }).vSwitches.map((v) => v.id)).toEqual(['vsw-1', 'vsw-2', 'vsw-small']);
    expect(zone(k, { vSwitches })).not.toHaveProperty('proposedCidr');
  });

  it('propose a block like the source’s, clear of every vSwitch', () => {
    expect(zone(j).proposedCidr).toBe('10.0.0.0/25');
    expect(zone(j, { source: anInstance({ vSwitchId: 'vsw-gone' }) }).proposedCidr).toBe('10.0.0.0/24');
  });

  it('without a vSwitch and without room are out', () => {
    const full = { vpc: { id: 'vpc-1', cidrBlocks: ['10.0.2.0/24'] } };
    expect(zone(j, full)).toMatchObject({ usable: false, score: 85, reasons: ['no vSwitch and no room in the VPC'] });
    expect(zone(k, full).usable).toBe(true);
  });

  it('tell the price where it differs, and lose a little for it', () => {
    const hour = (amount: number): Informed<Price> => ({ value: { amount, unit: 'Hour', currency: 'CNY' } });
    const prices = { [j]: hour(1), [k]: hour(1.1) };
    expect(zone(k, { prices })).toMatchObject({ price: hour(1.1), score: 95, reasons: ['+10 % price'] });
    expect(zone(j, { prices }).reasons).toEqual(['no vSwitch with free addresses: create one']);
    expect(zone(k, { prices: { [j]: hour(1), [k]: hour(9) } }).score).toBe(90);
    expect(zone(k, { prices: { [k]: { unknown: 'x' } } })).toMatchObject({
      price: { unknown: 'x' },
      score: 100,
      reasons: [],
    });
    expect(zone(k, { prices: { [j]: hour(0), [k]: hour(2) } }).reasons).toEqual([]);
    expect(zone(k, { prices: { [j]: hour(1) } })).not.toHaveProperty('price');
  });
});
