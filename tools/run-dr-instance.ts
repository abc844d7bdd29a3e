import * as z from 'zod';
import { LASTING_MS } from '../src/cloud/cache.ts';
import type { Consent } from '../src/decisions/consent.ts';
import { Declined } from '../src/decisions/decision.ts';
import { STOP } from '../src/decisions/desk.ts';
import { DrError, invalidInput } from '../src/errors.ts';
import { chooseBilling } from '../src/flow/billing.ts';
import { attempt, createOnce, idIn } from '../src/flow/create-once.ts';
import { findDrInstances, followInstance, hasVanished } from '../src/flow/dr-instance.ts';
import { notFound } from '../src/flow/point.ts';
import { readWholeSource, type Source } from '../src/flow/source.ts';
import { categoriesFor, readTargets, similarTypes } from '../src/flow/target.ts';
import { checkRecovery, stillRunning } from '../src/flow/waiting.ts';
import { deviceOf } from '../src/recovery/disks.ts';
import type { Disk, Image, Informed, Price, Snapshot } from '../src/recovery/estate.ts';
import { instanceNameProblem } from '../src/recovery/names.ts';
import { formatPrice, monthlyFromHourly } from '../src/recovery/prices.ts';
import { type RunChoices, type RunPlan, runPlan } from '../src/recovery/run-plan.ts';
import { RECOVERY_TAG, tagValue } from '../src/recovery/tags.ts';
import { inline } from '../src/text/safe.ts';
import { defineTool, field, type Outcome, type ToolContext } from '../src/tool.ts';

/** The API's ways to say that this type cannot be had in this zone now [recovery-rules: errors]. */
const NO_STOCK =
  /^(OperationDenied\.NoStock|Zone\.NotOnSale|InvalidInstanceType\..*(NotSupported|Unsupported)|Throttling\.Resource|InvalidResourceType\.NotSupported)/;
/** … and that a disk category cannot. */
const NO_CATEGORY =
  /^(InvalidDiskCategory\.|InvalidSystemDiskCategory\.|InvalidDataDiskCategory\.|CategoryNotSupported|InvalidPerformanceLevel\.|OperationDenied\.(CloudSSDNotSupported|ZoneSystemCategoryNotMatch))/;

/** Creations that died before are looked past so often; then the stock is certainly gone. */
const MOST_ATTEMPTS = 3;

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
      .min(2)
      .max(128)
      .refine(
        (n) => instanceNameProblem(n) === undefined,
        'must be 2-128 characters, start with a letter and hold no control characters',
      )
      .optional()
      .describe('Default: recovery-<source name>'),
    diskCategories: field.diskCategories(),
  },

  async run(input, given) {
    const { instanceId } = input;
    const source = await readWholeSource(given.cloud, instanceId, input.regionId, given.recent);
    const { regionId, instance, disks, extras } = source;
    const [existing] = given.resumed ? await findDrInstances(given, regionId, given.recent) : [];
    const image = await readImage(given, regionId, input.imageId);
    // Snapshots of a whole-instance image are the image path's: its calls carry that path's user agent.
    const context = image.description?.includes('whole-instance')
      ? { ...given, cloud: given.cloud.on('image') }
      : given;
    if (existing) return followInstance(context, source, existing.id, image, undefined);
    if (input.zoneId === instance.zoneId)
      throw invalidInput('zoneId', input.zoneId, `another zone than the source's own, ${instance.zoneId}`);
    if (image.status !== 'Available' || !image.usable)
      return imageNotReady(context, regionId, image, ownArguments(input));
    await checkVSwitch(context, regionId, input.vSwitchId, input.zoneId, instance.vpcId);
    const snapshots = await snapshotsBehind(context, regionId, image);

    const wish = {
      zoneId: input.zoneId,
      vSwitchId: input.vSwitchId,
      instanceType: input.instanceType ?? instance.type,
    };
    const base = { source: instance, extras, disks, image, snapshots, recoveryId: context.recoveryId };
    const planFor = (choices: RunChoices): RunPlan => {
      const plan = runPlan({ ...base, choices });
      if (plan.problems.length > 0) throw impossible(plan.problems);
      return plan;
    };
    const billing = await chooseBilling(context, source, (charge) => planFor({ ...wish, ...charge }));
    let choices: RunChoices = {
      ...wish,
      ...billing,
      ...(input.instanceName && { instanceName: input.instanceName }),
      ...(input.diskCategories && { diskCategories: input.diskCategories }),
    };
    let lost = 0;
    for (let again = 0; ; again++) {
      const plan = planFor(choices);
      const refusal = await context.cloud.dryRun(plan.request, context.recent);
      if (refusal) {
        if (again > disks.length) throw refusal;
        choices = await askAboutRefusal(context, source, image.id, choices, refusal);
        continue;
      }
      const price = await context.cloud.tryPrice(
        regionId,
        plan.priceParameters,
        billing.chargeType === 'PrePaid' ? 'Month' : 'Hour',
        billing.periodMonths,
        context.recent,
      );
      // Another plan in the same call is another decision.
      const decisionId = lost === 0 ? 'run-dr-instance' : `run-dr-instance-${lost + 1}`;
      const id = await approveAndCreate(context, source, plan, price, decisionId);
      if (typeof id === 'string') return followInstance(context, source, id, image, plan.request.parameters);
      // Gone between the dry run and the creation: the same decision as a refused dry run.
      if (again > disks.length) throw id;
      lost++;
      choices = await askAboutRefusal(context, source, image.id, choices, id);
    }
  },
});

/** The new instance's id, or the refusal for want of stock that the dry run did not foresee. */
async function approveAndCreate(
  context: ToolContext,
  source: Source,
  plan: RunPlan,
  price: Informed<Price>,
  decisionId: string,
): Promise<string | DrError> {
  const { instance, regionId } = source;
  const { parameters } = plan.request;
  const monthly =
    'value' in price && price.value.unit === 'Hour'
      ? [context.say`Estimate: ${formatPrice(monthlyFromHourly(price.value))} when it runs all month.`]
      : [];
  const consent = context.approve(
    decisionId,
    context.say`Create the DR instance of ${instance.name} (${instance.id}) in ${parameters.ZoneId}? The dry run passed. The source is not touched.`,
    { requests: [plan.request], price, notes: [...plan.notes, ...monthly] },
  );
  try {
    const id = await create(context, regionId, plan, consent);
    context.exists({
      kind: 'instance',
      id,
      note: 'value' in price ? `about ${formatPrice(price.value)} while it stays` : 'billed while it stays',
    });
    return id;
  } catch (error) {
    if (error instanceof DrError && NO_STOCK.test(error.details.code)) return error;
    throw error;
  }
}

/** The caller's arguments, for calling again. */
function ownArguments(input: object): Record<string, unknown> {
  const names = ['instanceId', 'imageId', 'zoneId', 'vSwitchId', 'instanceType', 'instanceName', 'diskCategories'];
  return Object.fromEntries(
    Object.entries(input).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}

/**
 * An accepted creation can still die for lack of stock, and its client token then answers with the dead id for ever
 * [trap 2]: such an id is an attempt used up, and the same approved request goes out under the next one.
 */
async function create(context: ToolContext, regionId: string, plan: RunPlan, consent: Consent): Promise<string> {
  const gone: { id: string }[] = [];
  for (;;) {
    const id = await createOnce(
      context,
      attempt('instance', gone),
      plan.request,
      consent,
      async () => (await findDrInstances(context, regionId))[0]?.id,
      (answer) => idIn(answer, 'InstanceIdSets'),
    );
    if (gone.length >= MOST_ATTEMPTS || !(await hasVanished(context, regionId, id))) return id;
    gone.push({ id });
  }
}

async function readImage(context: ToolContext, regionId: string, imageId: string): Promise<Image> {
  const [image] = await context.cloud.images(regionId, { ids: [imageId] }, context.recent);
  if (!image) throw notFound('InvalidImageId.NotFound', 'image', [imageId], regionId);
  return image;
}

function imageNotReady(context: ToolContext, regionId: string, image: Image, again: Record<string, unknown>): Outcome {
  if (image.status === 'CreateFailed' || image.status === 'UnAvailable') {
    throw new DrError({
      code: `Image${image.status}`,
      message: `Image ${image.id} is ${image.status}.`,
      cause: 'No instance can be made from it.',
      remedy: 'Call create-image again from the same point.',
      retryable: false,
    });
  }
  const what = context.say`Image ${image.id} is ${image.status}, ${image.progress} %: not usable yet. No instance was created.`;
  const fields = { imageId: image.id, percent: image.progress };
  const url = context.cloud.consoleUrl(regionId, 'image', image.id);
  const outcome = stillRunning(context, what, fields, image.createdAt, url);
  const owner = tagValue(image.tags, RECOVERY_TAG);
  return {
    ...outcome,
    next: owner
      ? checkRecovery({ recoveryId: owner }, 'Wait for the image, then call run-dr-instance again')
      : {
          tool: 'run-dr-instance',
          arguments: { ...again, recoveryId: context.recoveryId },
          why: 'The image belongs to no recovery: call again until it is available',
        },
  };
}

async function checkVSwitch(
  context: ToolContext,
  regionId: string,
  id: string,
  zoneId: string,
  vpcId: string | undefined,
) {
  const [vSwitch] = await context.cloud.vSwitches(regionId, { ids: [id] }, context.recent);
  if (!vSwitch) throw notFound('InvalidVSwitchId.NotFound', 'vSwitch', [id], regionId);
  if (vSwitch.zoneId !== zoneId)
    throw invalidInput('vSwitchId', id, `a vSwitch of ${zoneId} (this one is in ${vSwitch.zoneId})`);
  if (vSwitch.vpcId !== vpcId)
    throw invalidInput('vSwitchId', id, `a vSwitch of the source's VPC ${vpcId} (this one is of ${vSwitch.vpcId})`);
  if (vSwitch.availableIps <= 0)
    throw invalidInput('vSwitchId', id, 'a vSwitch with free addresses (this one has none): call find-target-zone');
}

/** They tell which disk each mapping came from, which never changes; a snapshot may be gone, then its device tells. */
async function snapshotsBehind(context: ToolContext, regionId: string, image: Image): Promise<Snapshot[]> {
  const ids = image.mappings.flatMap((m) => m.snapshotId ?? []);
  return ids.length > 0 ? context.cloud.snapshots(regionId, { ids }, { maxAgeMs: LASTING_MS }) : [];
}

function impossible(problems: string[]): DrError {
  return new DrError({
    code: 'ImpossiblePlan',
    message: problems.join(' '),
    cause: 'The request would not give a faithful copy, or the API would refuse it.',
    remedy: 'Choose another type, category or image (find-target-zone, describe-source). Nothing was created.',
    retryable: false,
  });
}

/** What the dry run found is a decision: other zone, similar type, other category – or an error that is none of these. */
async function askAboutRefusal(
  context: ToolContext,
  source: Source,
  imageId: string,
  choices: RunChoices,
  refusal: DrError,
): Promise<RunChoices> {
  const { code } = refusal.details;
  if (NO_CATEGORY.test(code)) return askCategory(context, source, choices, refusal);
  if (NO_STOCK.test(code)) return askType(context, source, imageId, choices, refusal);
  throw refusal;
}

async function askType(
  context: ToolContext,
  source: Source,
  imageId: string,
  choices: RunChoices,
  refusal: DrError,
): Promise<RunChoices> {
  const { say } = context;
  const wanted = choices.instanceType ?? source.instance.type;
  const similar = await similarTypes(context, source, wanted, [choices.zoneId]);
  const value = context.choose({
    id: `no-stock-${wanted}`,
    question: say`${wanted} cannot be had in ${choices.zoneId} now (${refusal.details.code}). What should be used instead?`,
    options: [
      ...similar.slice(0, 2).map((s) => ({ value: s.id, title: s.id, description: inline(s.difference) })),
      { value: 'other-zone', title: say`Another zone`, description: say`Choose again with find-target-zone` },
      { value: STOP, title: say`Stop here`, description: say`Try later; keep what exists` },
    ],
  });
  if (value === 'other-zone') {
    throw new Declined(`no-stock-${wanted}`, {
      tool: 'find-target-zone',
      arguments: { instanceId: source.instance.id, imageId, recoveryId: context.recoveryId },
      why: 'Choose another zone',
    });
  }
  if (value === STOP) throw new Declined(`no-stock-${wanted}`);
  return { ...choices, instanceType: value };
}

async function askCategory(
  context: ToolContext,
  source: Source,
  choices: RunChoices,
  refusal: DrError,
): Promise<RunChoices> {
  const { say } = context;
  const type = choices.instanceType ?? source.instance.type;
  const target = await readTargets(context, source, type);
  const zone = target.scores.find((s) => s.zoneId === choices.zoneId);
  const current = (disk: Disk) => choices.diskCategories?.[deviceOf(disk, source.instance.id) ?? ''] ?? disk.category;
  const lacking = source.disks.find((d) => {
    const device = deviceOf(d, source.instance.id);
    const unfit = refusal.details.code.startsWith('InvalidPerformanceLevel.')
      ? d.performanceLevel !== undefined && refusal.details.message.includes(d.performanceLevel)
      : zone?.categories.some((c) => c.device === device && !c.offered);
    return unfit && current(d) === d.category;
  });
  const device = lacking && deviceOf(lacking, source.instance.id);
  const closest = lacking ? categoriesFor(lacking, target, choices.zoneId, type.split('.').slice(0, 2).join('.')) : [];
  if (!lacking || !device || closest.length === 0) throw refusal;
  const id = `disk-category-${device.replace(/^\/dev\//, '')}`;
  const value = context.choose({
    id,
    question: say`${choices.zoneId} does not take ${[lacking.category, lacking.performanceLevel].filter(Boolean).join(' ')} for ${device} (${refusal.details.code}). Which category instead?`,
    options: [
      ...closest.slice(0, 3).map((c) => ({ value: c.category, title: c.category, description: inline(c.difference) })),
      { value: STOP, title: say`Stop here`, description: say`Create nothing; keep what exists` },
    ],
  });
  if (value === STOP) throw new Declined(id);
  return { ...choices, diskCategories: { ...choices.diskCategories, [device]: value } };
}
