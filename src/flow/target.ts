import { type RankedType, rankTypes, type TypeCandidate } from '../recovery/alternatives.ts';
import { closestCategories, type RankedCategory } from '../recovery/categories.ts';
import type {
  ChargeType,
  Disk,
  Informed,
  InstanceTypeInfo,
  Price,
  Vpc,
  VSwitch,
  ZoneAvailability,
} from '../recovery/estate.ts';
import { offeredIn, typeFamilyOf } from '../recovery/offers.ts';
import { diskPriceParameters } from '../recovery/prices.ts';
import { scoreZones, type ZoneScore } from '../recovery/zones.ts';
import type { ToolContext } from '../tool.ts';
import type { Billing } from './billing.ts';
import type { Source } from './source.ts';

/** Types asked for in one zone when the wanted one has no stock; enough to choose from, few enough to price. */
const MOST_CANDIDATES = 6;

export interface Target {
  scores: ZoneScore[];
  vpc: Vpc;
  vSwitches: VSwitch[];
  systemStock: ZoneAvailability[];
  dataStock: ZoneAvailability[];
}

/** As what stock and recommendations are asked for [recovery-rules: billing]. */
function offerOf(
  { instance }: Source,
  { chargeType, spot }: Billing,
): { chargeType: ChargeType; spotStrategy?: string } {
  if (!spot) return { chargeType };
  return { chargeType, spotStrategy: instance.spotStrategy === 'NoSpot' ? 'SpotAsPriceGo' : instance.spotStrategy };
}

/** Every other zone of the region, scored in one go: stock, disk categories, vSwitches, price; all as it will be billed. */
export async function readTargets(
  context: ToolContext,
  source: Source,
  instanceType: string,
  billing: Billing,
): Promise<Target> {
  const { cloud, recent } = context;
  const { regionId, instance, disks } = source;
  const vpcId = instance.vpcId ?? '';
  const system = disks.find((d) => d.type === 'system');
  const stock = { ...offerOf(source, billing), instanceType };
  const hasData = disks.some((d) => d.type === 'data');
  const besides = system ? { systemDiskCategory: system.category } : {};
  const [zones, vpc, vSwitches, typeStock, systemStock, dataAsIs] = await Promise.all([
    cloud.zones(regionId),
    cloud.vpc(regionId, vpcId, recent),
    cloud.vSwitches(regionId, { vpcId }, recent),
    cloud.availability(regionId, { ...stock, destination: 'InstanceType' }, recent),
    cloud.availability(regionId, { ...stock, destination: 'SystemDisk' }, recent),
    hasData ? cloud.availability(regionId, { ...stock, destination: 'DataDisk', ...besides }, recent) : [],
  ]);
  const others = zones.filter((zoneId) => zoneId !== instance.zoneId);
  const dataElsewhere =
    hasData && system
      ? await Promise.all(
          others.map(async (zoneId) => {
            const instead = systemCategoryInstead(system, systemStock, zoneId, instanceType);
            if (instead === undefined) return [];
            const question = { ...stock, destination: 'DataDisk', systemDiskCategory: instead, zoneId } as const;
            return cloud.availability(regionId, question, recent);
          }),
        )
      : [];
  const dataStock = [...dataAsIs, ...dataElsewhere.flat()];
  const input = { source: instance, disks, zones, typeStock, systemStock, dataStock, vSwitches, vpc, instanceType };
  const first = scoreZones(input);
  // Prices mostly agree between zones: only those worth choosing are asked for.
  const candidates = first.filter((z) => z.usable).slice(0, 3);
  const priced = await Promise.all(
    candidates.map(
      async (z): Promise<[string, Informed<Price>]> => [
        z.zoneId,
        await priceIn(context, source, { instanceType, zoneId: z.zoneId, billing }),
      ],
    ),
  );
  const scores = priced.length > 0 ? scoreZones({ ...input, prices: Object.fromEntries(priced) }) : first;
  return { scores, vpc, vSwitches, systemStock, dataStock };
}

/**
 * What data disks a zone offers is told beside a system disk that it offers: where it lacks the source's, what stands in
 * for that is asked about.
 */
function systemCategoryInstead(
  system: Disk,
  systemStock: readonly ZoneAvailability[],
  zoneId: string,
  instanceType: string,
): string | undefined {
  const offered = offeredIn(systemStock, zoneId);
  if (offered.some((value) => value.value === system.category)) return undefined;
  return closestCategories(system, offered, typeFamilyOf(instanceType))[0]?.category;
}

/** What the copy would cost there, disks included: per hour, or for the term of a subscription. */
function priceIn(
  context: ToolContext,
  source: Source,
  of: { instanceType: string; zoneId: string; billing: Billing },
): Promise<Informed<Price>> {
  const { spotStrategy } = offerOf(source, of.billing);
  const parameters = {
    InstanceType: of.instanceType,
    ZoneId: of.zoneId,
    ...(spotStrategy && { SpotStrategy: spotStrategy }),
    ...diskPriceParameters(source.disks),
  };
  const unit = of.billing.chargeType === 'PrePaid' ? 'Month' : 'Hour';
  return context.cloud.tryPrice(source.regionId, parameters, unit, of.billing.periodMonths, context.recent);
}

/** What the zone offers instead for a disk whose category it lacks, the closest first. */
export function categoriesFor(disk: Disk, target: Target, zoneId: string, typeFamily: string): RankedCategory[] {
  const stock = disk.type === 'system' ? target.systemStock : target.dataStock;
  return closestCategories(disk, offeredIn(stock, zoneId), typeFamily);
}

/**
 * The API recommends types for a system disk, a cloud_efficiency unless another is named, which newer types do not take.
 * It knows no cloud_auto and no cloud_essd_entry: what takes those takes cloud_essd.
 */
function recommendedFor(disks: readonly Disk[]): { systemDiskCategory?: string } {
  const category = disks.find((disk) => disk.type === 'system')?.category;
  if (category === undefined) return {};
  const known = ['cloud', 'cloud_efficiency', 'cloud_ssd', 'cloud_essd'].includes(category);
  return { systemDiskCategory: known ? category : 'cloud_essd' };
}

/** Types like the wanted one that one of these zones has in stock (the first of them that does), the likest first. */
export async function similarTypes(
  context: ToolContext,
  source: Source,
  wanted: string,
  { zoneIds, billing }: { zoneIds: readonly string[]; billing: Billing },
): Promise<(RankedType & { zoneId: string })[]> {
  const { cloud, recent } = context;
  const { regionId, instance, disks } = source;
  const offer = offerOf(source, billing);
  const [known] = await cloud.instanceTypes(regionId, [wanted]);
  const original: InstanceTypeInfo = known ?? {
    id: wanted,
    family: instance.typeFamily ?? '',
    cpu: instance.cpu,
    memoryGiB: instance.memoryMiB / 1024,
  };
  const [only, second] = zoneIds;
  const zone = only && !second ? { zoneId: only } : {};
  const [recommended, stocked] = await Promise.all([
    cloud.tryRecommendations(regionId, { instanceType: wanted, ...offer, ...recommendedFor(disks), ...zone }),
    cloud.availability(
      regionId,
      { destination: 'InstanceType', ...offer, cores: original.cpu, memoryGiB: original.memoryGiB, ...zone },
      recent,
    ),
  ]);
  const places = new Map<string, { zoneId: string; stock: string; recommended: boolean }>();
  const suggestions = 'value' in recommended ? recommended.value : [];
  for (const at of zoneIds) {
    for (const v of offeredIn(stocked, at)) {
      if (v.value === wanted || places.has(v.value)) continue;
      const isRecommended = suggestions.some((s) => s.instanceType === v.value && s.zoneId === at);
      places.set(v.value, { zoneId: at, stock: v.stock, recommended: isRecommended });
    }
  }
  for (const s of suggestions) {
    if (s.instanceType === wanted || places.has(s.instanceType) || !zoneIds.includes(s.zoneId)) continue;
    places.set(s.instanceType, { zoneId: s.zoneId, stock: 'recommended', recommended: true });
  }
  if (places.size === 0) return [];
  const infos = await cloud.instanceTypes(regionId, [...places.keys()]);
  const needed = { disks: disks.length, enis: Math.max(1, instance.networkInterfaces.length) };
  const rank = (candidates: readonly TypeCandidate[]) => rankTypes(original, candidates, needed);
  const likest = rank(infos.map((i) => ({ ...i, ...places.get(i.id) }))).slice(0, MOST_CANDIDATES);
  const prices = new Map(
    await Promise.all(
      [wanted, ...likest.slice(0, 3).map((l) => l.id)].map(async (id): Promise<[string, number | undefined]> => {
        const zoneId = places.get(id)?.zoneId ?? only ?? instance.zoneId;
        const price = await priceIn(context, source, { instanceType: id, zoneId, billing });
        return [id, 'value' in price ? price.value.amount : undefined];
      }),
    ),
  );
  const wantedPrice = prices.get(wanted);
  const withPrices = infos
    .filter((i) => likest.some((l) => l.id === i.id))
    .map((i) => {
      const price = prices.get(i.id);
      return { ...i, ...places.get(i.id), ...(price !== undefined && { price }) };
    });
  return rankTypes({ ...original, ...(wantedPrice !== undefined && { price: wantedPrice }) }, withPrices, needed).map(
    (r) => ({
      ...r,
      zoneId: places.get(r.id)?.zoneId ?? '',
    }),
  );
}
