import type { ZoneScore } from '../recovery/zones.ts';
import { fitsDisks, isPossible } from '../recovery/zones.ts';
import type { ToolContext } from '../tool.ts';
import { askOrStop } from './ask.ts';
import type { Place } from './place.ts';

/** Answers to a zone without a vSwitch. */
const CREATE_VSWITCH = 'create-vswitch';
export const OTHER_ZONE = 'other-zone';

/** The id of the vSwitch there, undefined where a new one is wanted, or `OTHER_ZONE`. */
export function chooseVSwitch(context: ToolContext, place: Place): string | undefined {
  const { zone, named } = place;
  if (zone.vSwitches.length > 1) return chooseExisting(context, zone);
  // Whoever chose the zone from the list has seen that it needs a new vSwitch.
  if (zone.vSwitches.length === 1 || !named) return onlyVSwitch(place);
  return createOrLeave(context, place);
}

/** Without a question: the first there is, undefined where a new one is needed. */
export function onlyVSwitch({ zone }: Place): string | undefined {
  return zone.vSwitches[0]?.id;
}

function chooseExisting(context: ToolContext, zone: ZoneScore): string {
  const { say } = context;
  return askOrStop(context, {
    id: 'vswitch',
    question: say`Which vSwitch of ${zone.zoneId} should the DR instance use?`,
    options: zone.vSwitches.slice(0, 3).map((v) => ({
      value: v.id,
      title: v.id,
      description: say`${v.cidrBlock}, ${v.freeIps} free addresses`,
    })),
  });
}

function createOrLeave(context: ToolContext, { zone, target }: Place): typeof OTHER_ZONE | undefined {
  const { say } = context;
  const others = target.scores.filter((z) => isPossible(z) && z.zoneId !== zone.zoneId);
  const block = say`${zone.proposedCidr} in the same VPC, free of charge; shown in full before it is created`;
  const value = askOrStop(context, {
    id: 'vswitch',
    question: say`No vSwitch with free addresses in ${zone.zoneId}. What should be done?`,
    options: [
      {
        value: CREATE_VSWITCH,
        title: say`Create a vSwitch`,
        description: fitsDisks(zone) ? block : `${block}; ${say`needs other disk categories`}`,
      },
      ...(others.length > 0
        ? [{ value: OTHER_ZONE, title: say`Another zone`, description: others.map((z) => z.zoneId).join(', ') }]
        : []),
    ],
  });
  return value === OTHER_ZONE ? OTHER_ZONE : undefined;
}
