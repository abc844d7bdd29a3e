import { describe, expect, it } from 'vitest';
import type { Price } from '../../src/recovery/estate.ts';
import {
  diskPriceParameters,
  formatEstimate,
  formatPrice,
  monthlyFromHourly,
  priceParameters,
  sumPrices,
  termPrice,
} from '../../src/recovery/prices.ts';
import { aDataDisk, aDisk } from './make.ts';

describe('prices', () => {
  const hour = (amount: number, currency = 'CNY'): Price => ({ amount, unit: 'Hour', currency });

  it('are shown per hour and per month of 720 hours', () => {
    expect(formatPrice(hour(0.6125))).toBe('0.613 CNY/h');
    expect(monthlyFromHourly(hour(0.5))).toEqual({ amount: 360, unit: 'Month', currency: 'CNY' });
    const month: Price = { amount: 12.345, unit: 'Month', currency: 'USD' };
    expect(monthlyFromHourly(month)).toBe(month);
    expect(formatPrice(month)).toBe('12.35 USD/month');
  });

  it('of a subscription are the total of its term, and per month beside it', () => {
    const year = termPrice(16_569.6, 'CNY', 12);
    expect(year).toEqual({ amount: 16_569.6, unit: '12 Months', currency: 'CNY' });
    expect(termPrice(1, 'CNY', 1).unit).toBe('Month');
    expect(formatPrice(year)).toBe('16569.60 CNY for 12 months');
    expect(formatEstimate({ value: year })).toBe('16569.60 CNY for 12 months, 1380.80 CNY/month (estimate)');
    expect(monthlyFromHourly(year)).toBe(year);
  });

  it('are an estimate, or unknown with the reason', () => {
    expect(formatEstimate({ value: hour(0.5) })).toBe('0.500 CNY/h, 360.00 CNY/month (estimate)');
    expect(formatEstimate({ value: { amount: 100, unit: 'Month', currency: 'CNY' } })).toBe(
      '100.00 CNY/month (estimate)',
    );
    expect(formatEstimate({ unknown: 'no permission' })).toBe('price unknown: no permission');
  });

  it('add up only when all are known and alike', () => {
    expect(sumPrices([{ value: hour(1) }, { value: hour(2) }, { value: hour(0.5) }])).toEqual({ value: hour(3.5) });
    expect(sumPrices([{ value: hour(1) }, { unknown: 'x' }, { value: hour(1) }])).toEqual({ unknown: 'x' });
    expect(sumPrices([{ unknown: 'y' }, { value: hour(1) }])).toEqual({ unknown: 'y' });
    const unlike = { unknown: 'prices of different units or currencies' };
    expect(sumPrices([{ value: hour(1) }, { value: hour(1, 'USD') }])).toEqual(unlike);
    expect(sumPrices([{ value: hour(1) }, { value: { amount: 1, unit: 'Month', currency: 'CNY' } }])).toEqual(unlike);
    expect(sumPrices([{ value: termPrice(1, 'CNY', 2) }, { value: termPrice(1, 'CNY', 3) }])).toEqual(unlike);
    expect(sumPrices([])).toEqual({ unknown: 'nothing to price' });
  });

  it('are asked for with what has a price and nothing else', () => {
    const priced = {
      ImageId: 'm',
      InstanceType: 't',
      ZoneId: 'z',
      InternetChargeType: 'PayByTraffic',
      InternetMaxBandwidthOut: 5,
      IoOptimized: 'none',
      SpotStrategy: 'NoSpot',
      SpotDuration: 1,
      'SystemDisk.Category': 'cloud_essd',
      'SystemDisk.Size': 40,
      'SystemDisk.PerformanceLevel': 'PL1',
      'DataDisk.12.Category': 'cloud_auto',
      'DataDisk.12.Size': 40,
      'DataDisk.12.PerformanceLevel': 'PL1',
      'DataDisk.12.ProvisionedIops': 100,
    };
    const others = {
      RegionId: 'r',
      'Tag.1.Key': 'k',
      InstanceName: 'n',
      'SystemDisk.DiskName': 'x',
      'DataDisk.1.Device': '/dev/xvdb',
      'DataDisk.x.Size': 1,
      'SystemDisk.ProvisionedIops': 1,
      XImageId: 'm',
      ImageIdX: 'm',
    };
    expect(priceParameters({ ...others, ...priced })).toEqual(priced);
  });

  it('of the source disks leave out what no copy has', () => {
    const disks = [
      aDataDisk('c', { category: 'local_ssd_pro' }),
      aDataDisk('b', { category: 'cloud_auto', provisionedIops: 500, burstingEnabled: true }),
      aDisk(),
    ];
    expect(diskPriceParameters(disks)).toEqual({
      'SystemDisk.Category': 'cloud_essd',
      'SystemDisk.Size': 40,
      'SystemDisk.PerformanceLevel': 'PL1',
      'DataDisk.1.Category': 'cloud_auto',
      'DataDisk.1.Size': 100,
      'DataDisk.1.ProvisionedIops': 500,
    });
  });
});
