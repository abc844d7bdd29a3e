import { Declined, type Option } from '../decisions/decision.ts';
import { DrError, invalidInput } from '../errors.ts';
import type { ZoneScore } from '../recovery/zones.ts';
import { fitsDisks, hasRoom, hasStock, isPossible } from '../recovery/zones.ts';
import { inline } from '../text/safe.ts';
import type { ToolContext } from '../tool.ts';
import { askOrStop } from './ask.ts';
import { RECOMMENDED } from './billing.ts';
import type { Source } from './source.ts';
import { readTargets, similarTypes, type Target } from './target.ts';

/** What is looked for: a type, in the named zone or in any other than the source's. */
export interface Search {
  source: Source;
  instanceType: string;
  zoneId: string | undefined;
  /** A zone that was just turned down. */
  not?: string;
}

/** A zone, the type that can be had there, and all that was read to find it. */
export interface Place {
  target: Target;
  zone: ZoneScore;
  instanceType: string;
  /** The zone was named by the caller, so what it lacks has not been shown to anybody yet. */
  named: boolean;
}

/**
 * Zone and type of the copy: the wanted type where there is stock, else an alternative, always by decision. How the copy
 * is billed is decided where it is made: stock and prices are those of what is recommended then.
 */
export async function choosePlace(context: ToolContext, search: Search): Promise<Place> {
  const { source, instanceType, zoneId } = search;
  const target = await readTargets(context, source, instanceType, RECOMMENDED);
  const named = zoneId === undefined ? undefined : target.scores.find((z) => z.zoneId === zoneId);
  if (zoneId !== undefined && !named) {
    throw invalidInput(
      'zoneId',
      zoneId,
      `another zone of ${source.regionId}: ${target.scores.map((z) => z.zoneId).join(', ')}`,
    );
  }
  if (!target.scores.some(hasRoom)) throw noRoom(source, target);
  if (named && isPossible(named)) return { target, zone: named, instanceType, named: true };
  const candidates = target.scores.filter((z) => isPossible(z) && z.zoneId !== search.not);
  // Without stock in the wanted zone another type is an answer too; without room or disks there only another zone is.
  if (candidates.length > 0 && (!named || hasStock(named))) {
    const zone = chooseZone(context, candidates, instanceType, named);
    return { target, zone, instanceType, named: false };
  }
  return chooseType(context, search, target, candidates);
}

function chooseZone(
  context: ToolContext,
  candidates: ZoneScore[],
  instanceType: string,
  unfit: ZoneScore | undefined,
): ZoneScore {
  const { say } = context;
  const value = askOrStop(context, {
    id: 'zone',
    question: unfit
      ? say`${unfit.zoneId} cannot take the copy (${unfit.reasons.join(', ')}). In which zone should the DR instance (${instanceType}) come back?`
      : say`In which zone should the DR instance (${instanceType}) come back?`,
    options: candidates
      .slice(0, 3)
      .map((z) => ({ value: z.zoneId, title: z.zoneId, description: describeZone(context, z) })),
  });
  const zone = candidates.find((z) => z.zoneId === value);
  if (!zone) throw new Declined('zone');
  return zone;
}

/** No stock for the wanted type: a similar type, another zone, or nothing – never a substitution. */
async function chooseType(
  context: ToolContext,
  search: Search,
  searched: Target,
  candidates: ZoneScore[],
): Promise<Place> {
  const { say } = context;
  const { source, instanceType, zoneId } = search;
  const withRoom = searched.scores.filter(hasRoom).map((z) => z.zoneId);
  const zoneIds = withRoom.filter((id) => (zoneId ? id === zoneId : id !== search.not));
  const similar =
    zoneIds.length > 0 ? await similarTypes(context, source, instanceType, { zoneIds, billing: RECOMMENDED }) : [];
  const elsewhere = candidates.slice(0, zoneId ? 1 : 0);
  const options: Option[] = [
    ...similar.slice(0, 3 - elsewhere.length).map((s) => ({
      value: s.id,
      title: `${s.id} ${zoneId ? '' : s.zoneId}`.trim(),
      description: inline(say.told(s.difference)),
    })),
    ...elsewhere.map((z) => ({
      value: z.zoneId,
      title: say`Same type in ${z.zoneId}`,
      description: describeZone(context, z),
    })),
  ];
  if (options.length === 0) throw nowhere(source, instanceType, searched.scores);
  const value = askOrStop(context, {
    id: 'instance-type',
    question: zoneId
      ? say`${instanceType} has no stock in ${zoneId}. What should be used instead?`
      : say`${instanceType} has no stock in any other zone of ${source.regionId}. What should be used instead?`,
    options,
  });
  const zone = elsewhere.find((z) => z.zoneId === value);
  if (zone) return { target: searched, zone, instanceType, named: false };
  const type = similar.find((s) => s.id === value);
  if (!type) throw new Declined('instance-type');
  const target = await readTargets(context, source, type.id, RECOMMENDED);
  const there = target.scores.find((z) => z.zoneId === (zoneId ?? type.zoneId));
  if (!there || !hasRoom(there)) throw nowhere(source, type.id, there ? [there] : []);
  return { target, zone: there, instanceType: type.id, named: zoneId !== undefined };
}

function describeZone({ say }: ToolContext, zone: ZoneScore): string {
  const network = zone.vSwitches[0];
  return [
    zone.stock,
    fitsDisks(zone) ? say`all disk categories` : say`needs other disk categories`,
    network ? say`vSwitch ${network.id} (${network.freeIps} free)` : say`needs a new vSwitch (${zone.proposedCidr})`,
    zone.price === undefined
      ? ''
      : 'value' in zone.price
        ? say`about ${zone.price.value.amount} ${zone.price.value.currency}/h`
        : say`price unknown: ${zone.price.unknown}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Nothing is left to choose from; `zones` are those that were in question. */
export function nowhere(source: Source, instanceType: string, zones: ZoneScore[]): DrError {
  const why = zones.map((z) => `${z.zoneId}: ${z.reasons.join(', ')}`).join('; ');
  return new DrError({
    code: 'NoTargetZone',
    message: why
      ? `No other zone of ${source.regionId} can take ${instanceType} (${why}).`
      : `No other zone of ${source.regionId} can take ${instanceType}.`,
    cause: 'No stock, no disk category that fits, or no address space left for a vSwitch.',
    remedy: 'Name another instanceType or zoneId, free address space in the VPC, or try again later.',
    retryable: true,
  });
}

/** Another zone needs another vSwitch, and there is no block left for one. */
function noRoom(source: Source, { vpc, vSwitches }: Target): DrError {
  return new DrError({
    code: 'NoAddressSpace',
    message: `${vpc.id} has no vSwitch with free addresses outside ${source.instance.zoneId}, and no free block for one in ${vpc.cidrBlocks.join(', ')}.`,
    cause: `Its vSwitches fill it: ${vSwitches.map((v) => `${v.cidrBlock} (${v.zoneId})`).join(', ')}.`,
    remedy: 'Have a secondary CIDR block added to the VPC, then call find-target-zone again. Nothing more was created.',
    retryable: false,
  });
}
