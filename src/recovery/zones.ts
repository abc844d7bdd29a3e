import { closestCategories } from './categories.ts';
import { deviceOf, inDeviceOrder, isUnsnapshottable } from './disks.ts';
import type { Disk, Informed, Instance, Price, Vpc, VSwitch, ZoneAvailability } from './estate.ts';
import { offeredIn, toldOf, typeFamilyOf } from './offers.ts';
import { proposeCidr } from './subnets.ts';

export interface ZonesInput {
  source: Instance;
  disks: readonly Disk[];
  zones: readonly string[];
  typeStock: readonly ZoneAvailability[];
  systemStock: readonly ZoneAvailability[];
  dataStock: readonly ZoneAvailability[];
  /** Of the source's VPC, in all zones. */
  vSwitches: readonly VSwitch[];
  vpc: Vpc;
  instanceType: string;
  prices?: Readonly<Record<string, Informed<Price>>> | undefined;
}

export interface ZoneScore {
  zoneId: string;
  score: number;
  /** The type has stock, every disk's category is offered, and there is a vSwitch or room for one. */
  usable: boolean;
  /** As the API says: WithStock, ClosedWithStock (little, still to be had), WithoutStock … or NotOffered. */
  stock: string;
  categories: { device: string; category: string; offered: boolean; closest?: string }[];
  vSwitches: { id: string; cidrBlock: string; freeIps: number }[];
  proposedCidr?: string | undefined;
  price?: Informed<Price>;
  /** What speaks for or against it, and why it is out. */
  reasons: string[];
}

export const hasStock = ({ stock }: Pick<ZoneScore, 'stock'>): boolean =>
  stock === 'WithStock' || stock === 'ClosedWithStock';
export const hasRoom = ({ vSwitches, proposedCidr }: Pick<ZoneScore, 'vSwitches' | 'proposedCidr'>): boolean =>
  vSwitches.length > 0 || proposedCidr !== undefined;
export const fitsDisks = ({ categories }: Pick<ZoneScore, 'categories'>): boolean => categories.every((c) => c.offered);
/** The copy could run there: every disk in some category, which one is a decision, as is what else remains. */
export const isPossible = (zone: ZoneScore): boolean =>
  hasStock(zone) && hasRoom(zone) && zone.categories.every((c) => c.offered || c.closest !== undefined);

/** Every zone but the source's own, best first. */
export function scoreZones(input: ZonesInput): ZoneScore[] {
  const zones = [...new Set(input.zones)].filter((zoneId) => zoneId !== input.source.zoneId);
  const cheapest = lowest(zones.map((zoneId) => input.prices?.[zoneId]));
  return zones
    .map((zoneId) => scoreZone(input, zoneId, cheapest))
    .sort((a, b) => Number(b.usable) - Number(a.usable) || b.score - a.score || (a.zoneId < b.zoneId ? -1 : 1));
}

function scoreZone(input: ZonesInput, zoneId: string, cheapest: number | undefined): ZoneScore {
  const stock = stockOf(input.typeStock, zoneId, input.instanceType);
  const categories = offers(input, zoneId);
  const vSwitches = inZone(input, zoneId);
  const like = input.vSwitches.find((vSwitch) => vSwitch.id === input.source.vSwitchId)?.cidrBlock;
  const taken = input.vSwitches.map((vSwitch) => vSwitch.cidrBlock);
  const proposedCidr = vSwitches.length > 0 ? undefined : proposeCidr(input.vpc.cidrBlocks, taken, like);
  const price = input.prices?.[zoneId];
  const inStock = hasStock({ stock });
  const missing = categories.filter((category) => !category.offered);
  const room = hasRoom({ vSwitches, proposedCidr });

  const reasons: string[] = [];
  if (!inStock) reasons.push(`${input.instanceType}: ${stock}`);
  if (stock === 'ClosedWithStock') reasons.push('little stock');
  for (const { category, device, closest } of missing) {
    const lacking = `no ${category} for ${device}`;
    reasons.push(closest === undefined ? lacking : `${lacking}; closest ${closest}`);
  }
  if (vSwitches.length === 0)
    reasons.push(room ? 'no vSwitch with free addresses: create one' : 'no vSwitch and no room in the VPC');
  const extra = dearer(price, cheapest);
  if (extra > 0) reasons.push(`+${Math.round(extra * 100)} % price`);

  let score = inStock ? 50 : 0;
  if (stock === 'WithStock') score += 15;
  score += 20 * (categories.length === 0 ? 1 : 1 - missing.length / categories.length);
  if (room) score += vSwitches.length > 0 ? 15 : 8;
  score -= Math.min(10, extra * 50);
  return {
    zoneId,
    score: Math.round(score),
    usable: inStock && missing.length === 0 && room,
    stock,
    categories,
    vSwitches,
    ...(proposedCidr === undefined ? {} : { proposedCidr }),
    ...(price === undefined ? {} : { price }),
    reasons,
  };
}

function stockOf(answers: readonly ZoneAvailability[], zoneId: string, value: string): string {
  const found = toldOf(answers, zoneId).find((offer) => offer.value === value);
  if (found === undefined) return 'NotOffered';
  return found.status === 'SoldOut' ? 'WithoutStock' : found.stock;
}

/** Whether each disk of the source has its category there, and the closest one where not. */
function offers(input: ZonesInput, zoneId: string): ZoneScore['categories'] {
  const family = typeFamilyOf(input.instanceType);
  // Local disks come with a type and are lost anyway: no zone is out for them.
  const disks = input.disks.filter((disk) => !isUnsnapshottable(disk.category));
  return inDeviceOrder(disks).map((disk) => {
    const values = offeredIn(disk.type === 'system' ? input.systemStock : input.dataStock, zoneId);
    const offered = values.some((offer) => offer.value === disk.category);
    const [closest] = offered ? [] : closestCategories(disk, values, family);
    return {
      device: deviceOf(disk, input.source.id) ?? disk.id,
      category: disk.category,
      offered,
      ...(closest === undefined ? {} : { closest: closest.category }),
    };
  });
}

/** vSwitches of the VPC that can take the instance, the roomiest first. */
function inZone(input: ZonesInput, zoneId: string): ZoneScore['vSwitches'] {
  return input.vSwitches
    .filter((vSwitch) => vSwitch.zoneId === zoneId && vSwitch.vpcId === input.vpc.id && vSwitch.availableIps > 0)
    .map(({ id, cidrBlock, availableIps }) => ({ id, cidrBlock, freeIps: availableIps }))
    .sort((a, b) => b.freeIps - a.freeIps || (a.id < b.id ? -1 : 1));
}

function lowest(prices: readonly (Informed<Price> | undefined)[]): number | undefined {
  const amounts = prices.flatMap((price) => (price !== undefined && 'value' in price ? [price.value.amount] : []));
  return amounts.length === 0 ? undefined : Math.min(...amounts);
}

/** How much more than the cheapest zone, as a fraction. */
function dearer(price: Informed<Price> | undefined, cheapest: number | undefined): number {
  if (price === undefined || !('value' in price) || cheapest === undefined || cheapest <= 0) return 0;
  return price.value.amount / cheapest - 1;
}
