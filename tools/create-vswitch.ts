import * as z from 'zod';
import { digestOf } from '../src/decisions/consent.ts';
import { DrError, invalidInput } from '../src/errors.ts';
import { refuseOtherInstance, refuseOtherVSwitch, refuseUnneededVSwitch } from '../src/flow/adopt.ts';
import { createOnce, idIn, unseen, vanishedThing } from '../src/flow/create-once.ts';
import { type ExistingInstance, existingDrInstance, followCopy } from '../src/flow/dr-existing.ts';
import { checkNamedImage, readImage, usableImage } from '../src/flow/dr-image.ts';
import { findVSwitches, regionOf, sourceCidr } from '../src/flow/new-vswitch.ts';
import { checkRecovery, stillRunning, watchUntil } from '../src/flow/waiting.ts';
import { choiceOf } from '../src/recovery/choice-tag.ts';
import { takesCopy } from '../src/recovery/chosen-place.ts';
import type { VSwitch } from '../src/recovery/estate.ts';
import { vSwitchName } from '../src/recovery/names.ts';
import { vSwitchRequest } from '../src/recovery/requests.ts';
import { cidrProblem, proposeCidr } from '../src/recovery/subnets.ts';
import { defineTool, field, type Next, type Outcome, type ToolContext } from '../src/tool.ts';

export default defineTool({
  name: 'create-vswitch',
  title: 'Create a vSwitch',
  description: 'Creates a vSwitch for the DR instance in the target zone; proposes a free CIDR block if none is given.',
  effect: 'create',
  asks: true,
  waits: true,
  input: {
    vpcId: field.vpcId(),
    zoneId: field.zoneId('Target zone'),
    cidrBlock: z
      .string()
      .regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, 'must look like 10.0.8.0/24')
      .optional()
      .describe('IPv4, /16–/29; default: proposed'),
    name: field.name('vSwitch name').optional(),
    instanceId: field.instanceId('Source, for its tag').optional(),
    imageId: field.imageId('For run-dr-instance').optional(),
    instanceType: field.instanceType('For run-dr-instance').optional(),
    diskCategories: field.diskCategories(),
  },

  async run(input, context) {
    const { cloud, say } = context;
    const regionId = await regionOf(context, input);
    const { instanceId, imageId, zoneId } = input;
    const { resumed } = context;
    const [made, has, image] = await Promise.all([
      resumed ? findVSwitches(context, regionId, input) : [],
      resumed && instanceId ? existingDrInstance(context, { regionId, instance: { id: instanceId } }) : undefined,
      instanceId && imageId ? readImage(context, regionId, imageId) : undefined,
      // Before anything is made: the recovery may be of another source.
      instanceId && !imageId ? usableImage(context, { regionId, instanceId }) : undefined,
    ]);
    const existing = made.find(({ id }) => id === has?.vSwitchId) ?? made.find(takesCopy);
    if (has) {
      await refuseOtherInstance(context, has, { zoneId, imageId });
      if (!existing) refuseUnneededVSwitch(context, has);
    } else if (instanceId && imageId) await checkNamedImage(context, { regionId, instanceId, imageId }, image);
    if (existing) {
      refuseOtherVSwitch(context, existing, input);
      return follow(context, regionId, existing.id, { ...input, has });
    }
    // None of them takes the copy: their tries are used up.
    const full = made;
    refuseFullBlock(full, input.cidrBlock);

    const [vpc, siblings] = await Promise.all([
      cloud.vpc(regionId, input.vpcId, context.recent),
      cloud.vSwitches(regionId, { vpcId: input.vpcId }, context.recent),
    ]);
    const taken = siblings.map((v) => v.cidrBlock);
    const cidrBlock =
      input.cidrBlock ??
      proposeCidr(vpc.cidrBlocks, taken, await sourceCidr(context, regionId, siblings, input.instanceId));
    if (!cidrBlock) {
      throw new DrError({
        code: 'NoAddressSpace',
        message: `${input.vpcId} has no free block of /29 or larger in ${vpc.cidrBlocks.join(', ')}.`,
        cause: `Its ${siblings.length} vSwitches fill it.`,
        remedy: 'Add a secondary CIDR block to the VPC, or choose a zone that has a vSwitch.',
        retryable: false,
      });
    }
    const problem = cidrProblem(cidrBlock, vpc.cidrBlocks, taken);
    if (problem) throw invalidInput('cidrBlock', cidrBlock, problem);
    const request = vSwitchRequest({
      regionId,
      vpcId: input.vpcId,
      zoneId: input.zoneId,
      cidrBlock,
      name: input.name ?? vSwitchName(context.recoveryId, input.zoneId),
      recoveryId: context.recoveryId,
      ...(input.instanceId && { sourceInstanceId: input.instanceId }),
      choice: input,
    });
    const consent = context.approve(
      'create-vswitch',
      say`Create vSwitch ${cidrBlock} in ${input.zoneId} of ${vpc.name ?? input.vpcId} (${input.vpcId})?`,
      {
        requests: [request],
        price: { value: { amount: 0, unit: 'Hour', currency: 'CNY' } },
        notes: [
          say`A vSwitch is free of charge.`,
          ...full.map((v) => say`vSwitch ${v.id} (${v.cidrBlock}) of this recovery has no free address.`),
        ],
      },
    );
    const id = await createOnce(context, {
      step: `vswitch ${input.vpcId} ${input.zoneId}`,
      failed: full,
      request,
      consent,
      find: async () => (await findVSwitches(context, regionId, input)).find(takesCopy)?.id,
      read: (answer) => idIn(answer, 'VSwitchId'),
      isGone: unseen(context, async (made) => (await cloud.vSwitches(regionId, { ids: [made] })).length > 0),
    });
    context.exists({ kind: 'vswitch', id, note: 'free of charge' });
    return follow(context, regionId, id, input);
  },
});

/** The block of a vSwitch of this recovery that has no address left. */
function refuseFullBlock(full: readonly VSwitch[], cidrBlock: string | undefined): void {
  const same = full.find((vSwitch) => vSwitch.cidrBlock === cidrBlock);
  if (same) throw invalidInput('cidrBlock', cidrBlock, `another block or left out (${same.id} has it, and is full)`);
}

/** What run-dr-instance needs of the choices made before: passed on, so that nobody is asked again. */
interface Chosen {
  instanceId?: string | undefined;
  imageId?: string | undefined;
  instanceType?: string | undefined;
  diskCategories?: Record<string, string> | undefined;
  /** The DR instance there is. */
  has?: ExistingInstance | undefined;
}

async function follow(context: ToolContext, regionId: string, id: string, chosen: Chosen): Promise<Outcome> {
  const { cloud, say } = context;
  const started = context.clock.now();
  const { finished, value } = await watchUntil(
    context,
    async (look) => (await look.cloud.vSwitches(regionId, { ids: [id] }))[0],
    (vSwitch) => vSwitch?.status === 'Available',
    (vSwitch) => ({ message: say`vSwitch ${id}: ${vSwitch?.status ?? 'Pending'}` }),
  );
  const vanished = value ? undefined : vanishedThing(context, 'vSwitch', id, started);
  if (vanished) throw vanished;
  const fields = { vSwitchId: id, cidrBlock: value?.cidrBlock, zoneId: value?.zoneId };
  if (!finished || !value) {
    const url = cloud.consoleUrl(regionId, 'vswitch', id);
    return stillRunning(context, say`vSwitch ${id} is being created.`, fields, value?.createdAt, url);
  }
  return {
    status: 'done',
    recoveryId: context.recoveryId,
    text: say`vSwitch ${id} (${value.cidrBlock}) is available with ${value.availableIps} free addresses.`,
    fields,
    next: await nextStep(context, regionId, value, chosen),
  };
}

async function nextStep(context: ToolContext, regionId: string, vSwitch: VSwitch, chosen: Chosen): Promise<Next> {
  const { recoveryId } = context;
  const { instanceId, has, instanceType, diskCategories } = chosen;
  const named = { ...(instanceType && { instanceType }), ...(diskCategories && { diskCategories }) };
  const { instanceType: type, diskCategories: categories } = choiceOf(vSwitch.tags);
  const before = { ...(type && { instanceType: type }), ...(categories && { diskCategories: categories }) };
  // A category is one for its type: what was chosen for another type is no choice for this one.
  const kept = instanceType === undefined || instanceType === type ? { ...before, ...named } : named;
  const isOther = digestOf(kept) !== digestOf(before);
  if (has && instanceId) {
    const next = followCopy(recoveryId, instanceId, has);
    // What the copy was not made with is refused there.
    return isOther ? { ...next, arguments: { ...next.arguments, ...kept } } : next;
  }
  const imageId = chosen.imageId ?? (instanceId && (await usableImage(context, { regionId, instanceId })));
  if (!imageId || !instanceId) {
    const why = isOther
      ? 'The image must be available first; keep type and categories for run-dr-instance'
      : 'The image must be available first';
    return checkRecovery({ recoveryId }, why);
  }
  return {
    tool: 'run-dr-instance',
    arguments: {
      instanceId,
      imageId,
      zoneId: vSwitch.zoneId,
      vSwitchId: vSwitch.id,
      ...kept,
      recoveryId,
    },
    why: 'Image and vSwitch are ready',
  };
}
