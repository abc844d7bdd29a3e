import { Declined, type Option } from '../src/decisions/decision.ts';
import { STOP } from '../src/decisions/desk.ts';
import { DrError, invalidInput } from '../src/errors.ts';
import { untilImage } from '../src/flow/first-step.ts';
import { readSource, type Source } from '../src/flow/source.ts';
import {
  categoriesFor,
  fitsDisks,
  hasRoom,
  hasStock,
  isPossible,
  readTargets,
  similarTypes,
  type Target,
} from '../src/flow/target.ts';
import { deviceOf } from '../src/recovery/disks.ts';
import { RECOVERY_TAG } from '../src/recovery/tags.ts';
import type { ZoneScore } from '../src/recovery/zones.ts';
import { inline, table } from '../src/text/safe.ts';
import { defineTool, field, type Next, type ToolContext } from '../src/tool.ts';

const OTHER_ZONE = 'other-zone';
const CREATE_VSWITCH = 'create-vswitch';

export default defineTool({
  name: 'find-target-zone',
  title: 'Find a target zone',
  description:
    'Scores every other zone (stock, disk categories, vSwitches, price) and lets the user choose zone, type, categories and vSwitch. Changes nothing.',
  effect: 'read',
  asks: true,
  waits: false,
  input: {
    instanceId: field.instanceId(),
    zoneId: field.zoneId('Wanted zone').optional(),
    instanceType: field.instanceType('Wanted type; default: the source’s').optional(),
    imageId: field.imageId('For run-dr-instance').optional(),
  },

  async run(input, context) {
    const { imageId } = input;
    const source = await readSource(context.cloud, input.instanceId, input.regionId, context.recent);
    if (input.zoneId === source.instance.zoneId) {
      throw invalidInput('zoneId', input.zoneId, `another zone than the source's own, ${source.instance.zoneId}`);
    }
    const wanted: Search = { source, instanceType: input.instanceType ?? source.instance.type, zoneId: input.zoneId };
    const place = await choosePlace(context, wanted);
    const diskCategories = chooseCategories(context, source, place);
    const vSwitch = chooseVSwitch(context, place);
    if (vSwitch === OTHER_ZONE) {
      const elsewhere = { ...wanted, instanceType: place.instanceType, zoneId: undefined, not: place.zone.zoneId };
      const second = await choosePlace(context, elsewhere);
      const categories = chooseCategories(context, source, second);
      return answer(context, source, second, { diskCategories: categories, vSwitchId: onlyVSwitch(second), imageId });
    }
    return answer(context, source, place, { diskCategories, vSwitchId: vSwitch, imageId });
  },
});

interface Search {
  source: Source;
  instanceType: string;
  zoneId: string | undefined;
  /** A zone that was just turned down. */
  not?: string;
}

interface Place {
  target: Target;
  zone: ZoneScore;
  instanceType: string;
  /** The zone was named by the caller, so what it lacks has not been shown to anybody yet. */
  named: boolean;
}

/** Zone and type: the wanted type where there is stock, else an alternative, always by decision. */
async function choosePlace(context: ToolContext, search: Search): Promise<Place> {
  const { source, instanceType, zoneId } = search;
  const target = await readTargets(context, source, instanceType);
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
  const value = context.choose({
    id: 'zone',
    question: unfit
      ? say`${unfit.zoneId} cannot take the copy (${unfit.reasons.join(', ')}). In which zone should the DR instance (${instanceType}) come back?`
      : say`In which zone should the DR instance (${instanceType}) come back?`,
    options: [
      ...candidates
        .slice(0, 3)
        .map((z) => ({ value: z.zoneId, title: z.zoneId, description: describeZone(context, z) })),
      stop(context),
    ],
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
  const similar = zoneIds.length > 0 ? await similarTypes(context, source, instanceType, zoneIds) : [];
  const elsewhere = candidates.slice(0, zoneId ? 1 : 0);
  const options: Option[] = [
    ...similar.slice(0, 3 - elsewhere.length).map((s) => ({
      value: s.id,
      title: `${s.id} ${zoneId ? '' : s.zoneId}`.trim(),
      description: inline(s.difference),
    })),
    ...elsewhere.map((z) => ({
      value: z.zoneId,
      title: say`Same type in ${z.zoneId}`,
      description: describeZone(context, z),
    })),
  ];
  if (options.length === 0) throw nowhere(source, instanceType, searched.scores);
  const value = context.choose({
    id: 'instance-type',
    question: zoneId
      ? say`${instanceType} has no stock in ${zoneId}. What should be used instead?`
      : say`${instanceType} has no stock in any other zone of ${source.regionId}. What should be used instead?`,
    options: [...options, stop(context)],
  });
  const zone = elsewhere.find((z) => z.zoneId === value);
  if (zone) return { target: searched, zone, instanceType, named: false };
  const type = similar.find((s) => s.id === value);
  if (!type) throw new Declined('instance-type');
  const target = await readTargets(context, source, type.id);
  const there = target.scores.find((z) => z.zoneId === (zoneId ?? type.zoneId));
  if (!there || !hasRoom(there)) throw nowhere(source, type.id, there ? [there] : []);
  return { target, zone: there, instanceType: type.id, named: zoneId !== undefined };
}

/** A category the zone does not offer for this type: the closest ones, one question per category. */
function chooseCategories(context: ToolContext, source: Source, place: Place): Record<string, string> {
  const { say } = context;
  const { zone, instanceType, target } = place;
  const family = instanceType.split('.').slice(0, 2).join('.');
  const chosen: Record<string, string> = {};
  for (const { device, category } of zone.categories.filter((c) => !c.offered)) {
    const disk = source.disks.find((d) => deviceOf(d, source.instance.id) === device);
    const closest = disk ? categoriesFor(disk, target, zone.zoneId, family) : [];
    if (closest.length === 0) throw nowhere(source, instanceType, [zone]);
    const id = `disk-category-${device.replace(/^\/dev\//, '')}`;
    const value = context.choose({
      id,
      question: say`${zone.zoneId} does not offer ${category} for ${device} with ${instanceType}. Which category instead?`,
      options: [
        ...closest
          .slice(0, 3)
          .map((c) => ({ value: c.category, title: c.category, description: inline(c.difference) })),
        stop(context),
      ],
    });
    if (value === STOP) throw new Declined(id);
    chosen[device] = value;
  }
  return chosen;
}

/** A vSwitch id, or what to do where there is none. */
function chooseVSwitch(context: ToolContext, place: Place): string | undefined {
  const { say } = context;
  const { zone, named } = place;
  if (zone.vSwitches.length > 1) {
    const value = context.choose({
      id: 'vswitch',
      question: say`Which vSwitch of ${zone.zoneId} should the DR instance use?`,
      options: [
        ...zone.vSwitches.slice(0, 3).map((v) => ({
          value: v.id,
          title: v.id,
          description: say`${v.cidrBlock}, ${v.freeIps} free addresses`,
        })),
        stop(context),
      ],
    });
    if (value === STOP) throw new Declined('vswitch');
    return value;
  }
  // Whoever chose the zone from the list has seen that it needs a new vSwitch.
  if (zone.vSwitches.length === 1 || !named) return onlyVSwitch(place);
  const others = place.target.scores.filter((z) => isPossible(z) && z.zoneId !== zone.zoneId);
  const value = context.choose({
    id: 'vswitch',
    question: say`No vSwitch with free addresses in ${zone.zoneId}. What should be done?`,
    options: [
      {
        value: CREATE_VSWITCH,
        title: say`Create a vSwitch`,
        description: say`${zone.proposedCidr} in the same VPC, free of charge; shown in full before it is created`,
      },
      ...(others.length > 0
        ? [{ value: OTHER_ZONE, title: say`Another zone`, description: others.map((z) => z.zoneId).join(', ') }]
        : []),
      stop(context),
    ],
  });
  if (value === STOP) throw new Declined('vswitch');
  return value === OTHER_ZONE ? OTHER_ZONE : undefined;
}

function onlyVSwitch({ zone }: Place): string | undefined {
  return zone.vSwitches[0]?.id;
}

function stop({ say }: ToolContext): Option {
  return { value: STOP, title: say`Stop here`, description: say`Create nothing; keep what exists` };
}

function describeZone({ say }: ToolContext, zone: ZoneScore): string {
  const network = zone.vSwitches[0];
  return [
    zone.stock,
    fitsDisks(zone) ? say`all disk categories` : say`needs other disk categories`,
    network ? say`vSwitch ${network.id} (${network.freeIps} free)` : say`needs a new vSwitch (${zone.proposedCidr})`,
    zone.price && 'value' in zone.price ? say`about ${zone.price.value.amount} ${zone.price.value.currency}/h` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function nowhere(source: Source, instanceType: string, zones: ZoneScore[]): DrError {
  const why = zones.map((z) => `${z.zoneId}: ${z.reasons.join(', ')}`).join('; ');
  return new DrError({
    code: 'NoTargetZone',
    message: `No other zone of ${source.regionId} can take ${instanceType}${why ? ` (${why})` : ''}.`,
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
    remedy: 'Have a secondary CIDR block added to the VPC, then call find-target-zone again. Nothing was created.',
    retryable: false,
  });
}

async function answer(
  context: ToolContext,
  source: Source,
  { zone, instanceType, target }: Place,
  of: { diskCategories: Record<string, string>; vSwitchId: string | undefined; imageId: string | undefined },
) {
  const { say } = context;
  const { diskCategories, vSwitchId } = of;
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
  const network = vSwitchId ?? say`a new vSwitch ${zone.proposedCidr}`;
  return {
    status: 'done' as const,
    recoveryId: context.recoveryId,
    text: [
      say`Target: ${zone.zoneId}, ${instanceType}, ${network}.`,
      table(
        [say`zone`, say`stock`, say`vSwitches`, say`remarks`],
        target.scores.map((z) => [
          z.zoneId,
          z.stock,
          z.vSwitches.length,
          (hasStock(z) ? z.reasons : z.reasons.slice(0, 1)).join(', '),
        ]),
      ),
    ].join('\n\n'),
    fields: { zones: target.scores.map(brief), target: chosen },
    next: await nextStep(context, source, chosen, of),
  };
}

function brief(zone: ZoneScore) {
  const { zoneId, score, usable, stock, vSwitches, proposedCidr, price, reasons } = zone;
  const lacking = zone.categories.filter((c) => !c.offered).map((c) => `${c.device} ${c.category}`);
  return {
    zoneId,
    score,
    usable,
    stock,
    ...(lacking.length > 0 && { categoriesNotOffered: lacking }),
    vSwitches,
    ...(usable && vSwitches.length === 0 && { proposedCidr }),
    ...(price && { price: 'value' in price ? price.value : price }),
    reasons,
  };
}

async function nextStep(
  context: ToolContext,
  source: Source,
  chosen: { zoneId: string; instanceType: string; vSwitchId?: string; cidrBlock?: string | undefined },
  of: { diskCategories: Record<string, string>; imageId: string | undefined },
): Promise<Next> {
  const { recoveryId } = context;
  const instanceId = source.instance.id;
  const { zoneId, vSwitchId, cidrBlock } = chosen;
  // What was chosen here travels along, through create-vswitch too: nobody is asked again.
  const along = {
    ...(chosen.instanceType !== source.instance.type && { instanceType: chosen.instanceType }),
    ...(Object.keys(of.diskCategories).length > 0 && { diskCategories: of.diskCategories }),
  };
  if (!vSwitchId) {
    const image = of.imageId ? { imageId: of.imageId } : {};
    return {
      tool: 'create-vswitch',
      arguments: { vpcId: source.instance.vpcId, zoneId, cidrBlock, instanceId, ...image, ...along, recoveryId },
      why: 'The zone has no vSwitch with free addresses',
    };
  }
  const images =
    context.resumed && !of.imageId
      ? await context.cloud.images(
          source.regionId,
          { tags: [{ key: RECOVERY_TAG, value: recoveryId }] },
          { maxAgeMs: 30_000 },
        )
      : [];
  const imageId = of.imageId ?? images.find((i) => i.status === 'Available' && i.usable)?.id;
  if (!imageId) return untilImage(context, source);
  return {
    tool: 'run-dr-instance',
    arguments: { instanceId, imageId, zoneId, vSwitchId, ...along, recoveryId },
    why: 'Image and target are ready',
  };
}
