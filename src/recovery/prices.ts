import { diskSettings, settingParameters } from './disk-settings.ts';
import { inDeviceOrder, isUnsnapshottable } from './disks.ts';
import type { Disk, Informed, Parameters, Price } from './estate.ts';

/** How the console turns an hourly price into a month: 30 days. */
const HOURS_PER_MONTH = 720;

export function monthlyFromHourly(price: Price): Price {
  return price.unit === 'Hour' ? { ...price, amount: price.amount * HOURS_PER_MONTH, unit: 'Month' } : price;
}

/** What a subscription of so many months costs, by the total that is paid. */
export function termPrice(amount: number, currency: string, months: number): Price {
  return { amount, unit: months === 1 ? 'Month' : `${months} Months`, currency };
}

const monthsOf = (unit: Price['unit']): number => Number.parseInt(unit, 10) || 1;

/** `0.613 CNY/h`, `441.00 CNY/month`, `4410.00 CNY for 12 months`. Hourly amounts are small: they keep three decimals. */
export function formatPrice({ amount, unit, currency }: Price): string {
  if (unit === 'Hour') return `${amount.toFixed(3)} ${currency}/h`;
  const total = `${amount.toFixed(2)} ${currency}`;
  return unit === 'Month' ? `${total}/month` : `${total} for ${monthsOf(unit)} months`;
}

/** What a creating decision shows: the price of the unit and of a month, or why there is none. */
export function formatEstimate(price: Informed<Price>): string {
  if ('unknown' in price) return `price unknown: ${price.unknown}`;
  const { value } = price;
  const perMonth =
    value.unit === 'Hour'
      ? monthlyFromHourly(value)
      : termPrice(value.amount / monthsOf(value.unit), value.currency, 1);
  const shown = value.unit === 'Month' ? [value] : [value, perMonth];
  return `${shown.map(formatPrice).join(', ')} (estimate)`;
}

/** The sum of prices of one unit and currency; unknown as soon as one part is, or when they cannot be added. */
export function sumPrices(prices: readonly Informed<Price>[]): Informed<Price> {
  const [first, ...rest] = prices;
  if (first === undefined) return { unknown: 'nothing to price' };
  return rest.reduce(add, first);
}

function add(a: Informed<Price>, b: Informed<Price>): Informed<Price> {
  if ('unknown' in a) return a;
  if ('unknown' in b) return b;
  if (a.value.unit !== b.value.unit || a.value.currency !== b.value.currency) {
    return { unknown: 'prices of different units or currencies' };
  }
  return { value: { ...a.value, amount: a.value.amount + b.value.amount } };
}

/** What DescribePrice takes of a request that creates instances or disks; the rest has no price. */
const PRICED =
  /^(ImageId|InstanceType|ZoneId|InternetChargeType|InternetMaxBandwidthOut|IoOptimized|SpotStrategy|SpotDuration|SystemDisk\.(Category|Size|PerformanceLevel)|DataDisk\.\d+\.(Category|Size|PerformanceLevel|ProvisionedIops))$/;

/** The parameters that DescribePrice needs to price a RunInstances request. */
export function priceParameters(run: Parameters): Parameters {
  return Object.fromEntries(Object.entries(run).filter(([name]) => PRICED.test(name)));
}

/** The source's disks as DescribePrice takes them: to compare zones and types before anything is chosen. */
export function diskPriceParameters(disks: readonly Disk[]): Parameters {
  const ordered = inDeviceOrder(disks).filter((disk) => !isUnsnapshottable(disk.category));
  const system = ordered.filter((disk) => disk.type === 'system').map((disk) => priced(disk, 'SystemDisk.'));
  const data = ordered.filter((disk) => disk.type === 'data').map((disk, i) => priced(disk, `DataDisk.${i + 1}.`));
  return priceParameters(Object.assign({}, ...system, ...data));
}

function priced(disk: Disk, prefix: string): Parameters {
  return settingParameters(diskSettings(disk, disk.sizeGiB, disk.category), prefix);
}
