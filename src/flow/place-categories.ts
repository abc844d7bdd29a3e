import type { RankedCategory } from '../recovery/categories.ts';
import { deviceOf } from '../recovery/disks.ts';
import { typeFamilyOf } from '../recovery/offers.ts';
import { inline } from '../text/safe.ts';
import type { ToolContext } from '../tool.ts';
import { askOrStop } from './ask.ts';
import { nowhere, type Place } from './place.ts';
import type { Source } from './source.ts';
import { categoriesFor } from './target.ts';

/** For each disk whose category the zone does not offer with this type, the one chosen instead: device → category. */
export function chooseCategoriesThere(context: ToolContext, source: Source, place: Place): Record<string, string> {
  const { say } = context;
  const { zone, instanceType, target } = place;
  const family = typeFamilyOf(instanceType);
  const chosen: Record<string, string> = {};
  for (const { device, category } of zone.categories.filter((c) => !c.offered)) {
    const disk = source.disks.find((d) => deviceOf(d, source.instance.id) === device);
    const closest = disk ? categoriesFor(disk, target, zone.zoneId, family) : [];
    if (closest.length === 0) throw nowhere(source, instanceType, [zone]);
    const question = say`${zone.zoneId} does not offer ${category} for ${device} with ${instanceType}. Which category instead?`;
    chosen[device] = askForCategory(context, device, question, closest);
  }
  return chosen;
}

/** What the questions' ids begin with; the device without `/dev/` follows. */
export const ABOUT_CATEGORY = 'disk-category-';

/** One question per device: the closest categories, best first, or to stop. */
export function askForCategory(
  context: ToolContext,
  device: string,
  question: string,
  closest: readonly RankedCategory[],
): string {
  return askOrStop(context, {
    id: `${ABOUT_CATEGORY}${device.replace(/^\/dev\//, '')}`,
    question,
    options: closest
      .slice(0, 3)
      .map((c) => ({ value: c.category, title: c.category, description: inline(context.say.told(c.difference)) })),
  });
}
