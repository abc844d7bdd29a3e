import { invalidInput } from '../src/errors.ts';
import { refuseOtherInstance } from '../src/flow/adopt.ts';
import { type ExistingInstance, existingDrInstance, followCopy } from '../src/flow/dr-existing.ts';
import { checkNamedImage, readImage, usableImage } from '../src/flow/dr-image.ts';
import { untilImage } from '../src/flow/first-step.ts';
import { choosePlace, type Place } from '../src/flow/place.ts';
import { chooseCategoriesThere } from '../src/flow/place-categories.ts';
import { chooseVSwitch, OTHER_ZONE, onlyVSwitch } from '../src/flow/place-vswitch.ts';
import { readSource, type Source } from '../src/flow/source.ts';
import { describeChoice } from '../src/flow/zone-report.ts';
import { defineTool, field, type Next, type Outcome, type ToolContext } from '../src/tool.ts';

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
    const { instanceId, imageId } = input;
    const { cloud, recent } = context;
    const regionId = await cloud.locate(instanceId, input.regionId);
    const [source, has, image] = await Promise.all([
      readSource(cloud, instanceId, regionId, recent),
      context.resumed ? existingDrInstance(context, { regionId, instance: { id: instanceId } }) : undefined,
      imageId ? readImage(context, regionId, imageId) : undefined,
      // Before anything is asked: the recovery may be of another source.
      imageId ? undefined : usableImage(context, { regionId, instanceId }),
    ]);
    if (input.zoneId === source.instance.zoneId) {
      throw invalidInput('zoneId', input.zoneId, `another zone than the source's own, ${source.instance.zoneId}`);
    }
    if (has) {
      await refuseOtherInstance(context, has, input, { source, image });
      return alreadyThere(context, source, has);
    }
    // Before anything is chosen, or a vSwitch made, for an image that is refused in the end.
    if (imageId) await checkNamedImage(context, { regionId, instanceId, imageId }, image);
    const search = { source, instanceType: input.instanceType ?? source.instance.type, zoneId: input.zoneId };
    const place = await choosePlace(context, search);
    // The vSwitch first: it may lead to another zone, and a question about disks is put for one zone only.
    const vSwitchId = chooseVSwitch(context, place);
    if (vSwitchId !== OTHER_ZONE) return answer(context, source, place, { vSwitchId, imageId });
    const { instanceType, zone } = place;
    const second = await choosePlace(context, { source, instanceType, zoneId: undefined, not: zone.zoneId });
    return answer(context, source, second, { vSwitchId: onlyVSwitch(second), imageId });
  },
});

/** A recovery makes one DR instance: with that there is nothing left to choose. */
function alreadyThere({ say, recoveryId }: ToolContext, { instance }: Source, has: ExistingInstance): Outcome {
  const { id: drInstanceId, zoneId, vSwitchId } = has;
  return {
    status: 'done',
    recoveryId,
    text: say`This recovery has DR instance ${drInstanceId} in ${zoneId} already and makes no other: there is no zone to choose.`,
    fields: { drInstanceId, zones: [], target: { zoneId, vSwitchId } },
    next: followCopy(recoveryId, instance.id, has),
  };
}

/** What run-dr-instance needs besides zone and type. */
interface Chosen {
  /** By device, only where it is not the source disk's. */
  diskCategories: Record<string, string>;
  /** Undefined where one has to be created. */
  vSwitchId: string | undefined;
  imageId: string | undefined;
}

async function answer(
  context: ToolContext,
  source: Source,
  place: Place,
  of: Omit<Chosen, 'diskCategories'>,
): Promise<Outcome> {
  const chosen = { ...of, diskCategories: chooseCategoriesThere(context, source, place) };
  const { fields, text } = describeChoice(context, source, place, chosen);
  const next = await nextStep(context, source, place, chosen);
  return { status: 'done', recoveryId: context.recoveryId, text, fields, next };
}

/** The call that follows; what was chosen here travels along, through create-vswitch too: nobody is asked again. */
async function nextStep(
  context: ToolContext,
  source: Source,
  { zone, instanceType }: Place,
  chosen: Chosen,
): Promise<Next> {
  const { recoveryId } = context;
  const { id: instanceId, vpcId, type } = source.instance;
  const { zoneId, proposedCidr: cidrBlock } = zone;
  const { diskCategories, vSwitchId } = chosen;
  const along = {
    ...(instanceType !== type && { instanceType }),
    ...(Object.keys(diskCategories).length > 0 && { diskCategories }),
  };
  if (!vSwitchId) {
    const image = chosen.imageId ? { imageId: chosen.imageId } : {};
    return {
      tool: 'create-vswitch',
      arguments: { vpcId, zoneId, cidrBlock, instanceId, ...image, ...along, recoveryId },
      why: 'The zone has no vSwitch with free addresses',
    };
  }
  const imageId = chosen.imageId ?? (await usableImage(context, { regionId: source.regionId, instanceId }));
  if (!imageId) return untilImage(context, source);
  return {
    tool: 'run-dr-instance',
    arguments: { instanceId, imageId, zoneId, vSwitchId, ...along, recoveryId },
    why: 'Image and target are ready',
  };
}
