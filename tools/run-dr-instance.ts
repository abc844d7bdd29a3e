import * as z from 'zod';
import { DrError, invalidInput } from '../src/errors.ts';
import { refuseOtherInstance } from '../src/flow/adopt.ts';
import { type Billing, chooseBilling } from '../src/flow/billing.ts';
import { createInstance } from '../src/flow/dr-create.ts';
import { existingDrInstance, formerCopies } from '../src/flow/dr-existing.ts';
import {
  acceptOrigin,
  imageNotFound,
  imageNotReady,
  readImage,
  refuseAnothers,
  refuseUnfit,
} from '../src/flow/dr-image.ts';
import { followInstance } from '../src/flow/dr-instance.ts';
import { readPlanner } from '../src/flow/dr-plan.ts';
import { askAboutRefusal, isAnswered, isQuestion, mostRefusals, wereRefused } from '../src/flow/dr-refusal.ts';
import { checkVSwitch } from '../src/flow/dr-vswitch.ts';
import { chooseFormerCategories, refuseUnknownDevices } from '../src/flow/former-disks.ts';
import { otherCopiesNotes, tryOtherCopies } from '../src/flow/other-copies.ts';
import { readWholeSource, type Source } from '../src/flow/source.ts';
import { refusedWhenSent, verdictOn } from '../src/flow/verdict.ts';
import type { Informed, Instance, Price } from '../src/recovery/estate.ts';
import { isWholeInstance } from '../src/recovery/image-origin.ts';
import { instanceNameProblem } from '../src/recovery/names.ts';
import { isImageReady } from '../src/recovery/phase-instance.ts';
import { formatPrice, monthlyFromHourly } from '../src/recovery/prices.ts';
import type { RunChoices, RunPlan } from '../src/recovery/run-plan.ts';
import { defineTool, field, type ToolContext } from '../src/tool.ts';

export default defineTool({
  name: 'run-dr-instance',
  title: 'Run the DR instance',
  description:
    'Creates the DR instance from the image in the target zone: exactly one, after a dry run and approval of every parameter and the price, then verifies it against the source.',
  effect: 'create',
  asks: true,
  waits: true,
  input: {
    instanceId: field.instanceId(),
    imageId: field.imageId('Full image of the source'),
    zoneId: field.zoneId('Target zone'),
    vSwitchId: field.vSwitchId('vSwitch there'),
    instanceType: field.instanceType('Default: the source’s').optional(),
    instanceName: z
      .string()
      .min(2, { abort: true })
      .max(128, { abort: true })
      .superRefine((name, { addIssue }) => {
        const problem = instanceNameProblem(name);
        if (problem !== undefined) addIssue(problem);
      })
      .optional()
      .describe('Default: recovery-<source name>'),
    diskCategories: field.diskCategories(),
  },

  async run(input, given) {
    const { instanceId, zoneId, vSwitchId } = input;
    const { cloud, recent } = given;
    const regionId = await cloud.locate(instanceId, input.regionId);
    // Side by side: each answer can take seconds on a bad day, and the person is waiting for the question.
    const [source, existing, image, [vSwitch]] = await Promise.all([
      readWholeSource(cloud, instanceId, regionId, recent),
      given.resumed ? existingDrInstance(given, { regionId, instance: { id: instanceId } }) : undefined,
      readImage(given, regionId, input.imageId),
      cloud.vSwitches(regionId, { ids: [vSwitchId] }, recent),
    ]);
    const { instance, disks } = source;
    // Snapshots of a whole-instance image are the image path's: its calls carry that path's user agent.
    const context = image && isWholeInstance(image) ? { ...given, cloud: cloud.on('image') } : given;
    if (existing) {
      await refuseOtherInstance(context, existing, input, { source, image });
      return followInstance(context, source, existing.id, image, undefined);
    }
    if (!image) throw imageNotFound(regionId, input.imageId);
    if (zoneId === instance.zoneId)
      throw invalidInput('zoneId', zoneId, `another zone than the source's own, ${instance.zoneId}`);
    refuseAnothers(source, image);
    refuseUnfit(instance, image);
    if (!isImageReady(image)) return imageNotReady(context, regionId, image, ownArguments(input));
    checkVSwitch(source, vSwitch, { vSwitchId, zoneId });

    const unproven = await acceptOrigin(context, source, image);
    const [{ planFor, former }, copies] = await Promise.all([
      readPlanner(context, source, image, unproven),
      tryOtherCopies(context, regionId, instanceId, recent),
    ]);
    refuseUnknownDevices(source, former, input.diskCategories);
    const type = input.instanceType ?? instance.type;
    const categories = await chooseFormerCategories(context, source, former, {
      zoneId,
      instanceType: type,
      diskCategories: input.diskCategories,
    });
    const wish = { zoneId, vSwitchId, instanceType: type, ...(categories && { diskCategories: categories }) };
    const billing = await chooseBilling(context, source, (charge) => planFor({ ...wish, ...charge }));
    let choices: RunChoices = {
      ...wish,
      ...billing,
      ...(input.instanceName && { instanceName: input.instanceName }),
    };
    let lost = 0;
    for (let again = 0; ; again++) {
      const plan = planFor(choices);
      // Needed only where the dry run passes, and then at once.
      void priceOf(context, regionId, plan, billing);
      const verdict = await verdictOn(context, plan.request, (r) => isAnswered(r, choices, input.answers));
      let { refusal } = verdict;
      if (!refusal || verdict.sent) {
        // Another plan in the same call is another decision, and so is one that was refused and can be had again.
        const anew = !refusal && wereRefused(choices, input.answers) ? '-anew' : '';
        const decisionId = `run-dr-instance${lost === 0 ? '' : `-${lost + 1}`}${anew}`;
        const made = await approveAndCreate(context, source, plan, { billing, decisionId, refusal, copies });
        if (typeof made === 'string') return followInstance(context, source, made, image, plan.request.parameters);
        // Gone between the dry run and the creation: the same decision as a refused dry run.
        refusal = made;
        lost++;
      }
      if (again >= mostRefusals(disks)) throw refusal;
      const { request } = plan;
      choices = await askAboutRefusal(context, source, { imageId: image.id, choices, request, refusal });
    }
  },
});

/** The new instance's id, or the refusal that the dry run did not foresee: one of this call's, or one answered already. */
async function approveAndCreate(
  context: ToolContext,
  source: Source,
  plan: RunPlan,
  of: { billing: Billing; decisionId: string; refusal: DrError | undefined; copies: Informed<Instance[]> },
): Promise<string | DrError> {
  const { say } = context;
  const { instance, regionId } = source;
  const { request } = plan;
  const { billing, decisionId, refusal, copies } = of;
  const price = await priceOf(context, regionId, plan, billing);
  const consent = context.approve(
    decisionId,
    say`Create the DR instance of ${instance.name} (${instance.id}) in ${request.parameters.ZoneId}? The dry run passed. The source is not touched.`,
    {
      requests: [request],
      price,
      notes: [...plan.notes, ...formerCopiesNote(context), ...otherCopiesNotes(copies)],
      ...('value' in price &&
        price.value.unit === 'Hour' && {
          estimate: say`Estimate: ${formatPrice(monthlyFromHourly(price.value))} when it runs all month.`,
        }),
    },
  );
  if (refusal) return refusal;
  try {
    const id = await createInstance(context, source, request, consent);
    context.exists({
      kind: 'instance',
      id,
      note: costNote(price),
    });
    return id;
  } catch (error) {
    if (!(error instanceof DrError) || !isQuestion(error)) throw error;
    refusedWhenSent(context, request, error);
    return error;
  }
}

function priceOf({ cloud, recent }: ToolContext, regionId: string, plan: RunPlan, billing: Billing) {
  const { chargeType, periodMonths } = billing;
  return cloud.tryPrice(
    regionId,
    plan.priceParameters,
    chargeType === 'PrePaid' ? 'Month' : 'Hour',
    periodMonths,
    recent,
  );
}

/** Where one is only hidden for a moment, another is a second copy: whoever approves it must know. */
function formerCopiesNote(context: ToolContext): string[] {
  const ids = formerCopies(context);
  return ids.length > 0 ? [context.say`Made in this recovery before, and not there any more: ${ids}.`] : [];
}

/** A subscription is paid at once, whatever becomes of the instance. */
function costNote(price: Informed<Price>): string {
  if ('unknown' in price) return 'billed while it stays';
  const amount = formatPrice(price.value);
  return price.value.unit === 'Hour' ? `about ${amount} while it stays` : `about ${amount}, paid at once`;
}

/** The caller's arguments, for calling again. */
function ownArguments(input: object): Record<string, unknown> {
  const names = ['instanceId', 'imageId', 'zoneId', 'vSwitchId', 'instanceType', 'instanceName', 'diskCategories'];
  return Object.fromEntries(
    Object.entries(input).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}
