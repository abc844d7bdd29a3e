import type { Instance } from '../recovery/estate.ts';
import type { ZoneScore } from '../recovery/zones.ts';
import { hasStock } from '../recovery/zones.ts';
import { inline } from '../text/safe.ts';
import type { ToolContext } from '../tool.ts';
import type { Place } from './place.ts';
import type { Source } from './source.ts';

/** The chosen target with every disk's category, and all zones with their scores: fields and text. */
export function describeChoice(
  context: ToolContext,
  source: Source,
  { zone, instanceType, target }: Place,
  { diskCategories, vSwitchId }: { diskCategories: Record<string, string>; vSwitchId: string | undefined },
) {
  const { say } = context;
  const categoryOf = (device: string | undefined, category: string) => (device && diskCategories[device]) || category;
  const data = source.disks.filter((d) => d.type === 'data');
  const system = source.disks.find((d) => d.type === 'system');
  const chosen = {
    zoneId: zone.zoneId,
    instanceType,
    systemDiskCategory: system && categoryOf(system.device, system.category),
    dataDiskCategories: Object.fromEntries(data.map((d) => [d.device ?? d.id, categoryOf(d.device, d.category)])),
    ...(vSwitchId ? { vSwitchId } : { cidrBlock: zone.proposedCidr }),
  };
  const network = vSwitchId ?? say`a new vSwitch ${zone.proposedCidr} in ${source.instance.vpcId}`;
  return {
    fields: { zones: target.scores.map(brief), target: chosen },
    text: [
      say`Target: ${zone.zoneId}, ${instanceType}, ${network}.`,
      target.scores
        .filter((z) => z.zoneId !== zone.zoneId)
        .map((z) => {
          const told = [...(hasStock(z) ? [z.stock] : []), ...remarks(z).map(say.told)];
          return `- ${inline(z.zoneId)}: ${inline(told.join(', '))}`;
        })
        .join('\n'),
      ...(isPayAsYouGo(source.instance)
        ? []
        : [say`Stock and prices are those of pay as you go; run-dr-instance asks how to bill.`]),
    ].join('\n\n'),
  };
}

const isPayAsYouGo = ({ chargeType, spotStrategy }: Instance) => chargeType === 'PostPaid' && spotStrategy === 'NoSpot';

/** Where the type has no stock the rest of what speaks against the zone is no news. */
const remarks = (zone: ZoneScore) => (hasStock(zone) ? zone.reasons : zone.reasons.slice(0, 1));

/** A zone's row in the fields; its price and what it lacks only where known. */
function brief(zone: ZoneScore) {
  const { zoneId, score, usable, stock, vSwitches, proposedCidr, price } = zone;
  const lacking = hasStock(zone)
    ? zone.categories.filter((c) => !c.offered).map((c) => `${c.device} ${c.category}`)
    : [];
  return {
    zoneId,
    score,
    usable,
    stock,
    ...(lacking.length > 0 && { categoriesNotOffered: lacking }),
    vSwitches,
    ...(usable && vSwitches.length === 0 && { proposedCidr }),
    ...(price && { price: 'value' in price ? price.value : price }),
    reasons: remarks(zone),
  };
}
