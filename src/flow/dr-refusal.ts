import { Declined } from '../decisions/decision.ts';
import type { DrError } from '../errors.ts';
import { deviceOf } from '../recovery/disks.ts';
import type { Disk } from '../recovery/estate.ts';
import type { RunChoices } from '../recovery/run-plan.ts';
import { inline } from '../text/safe.ts';
import type { ToolContext } from '../tool.ts';
import { askOrStop } from './ask.ts';
import { ABOUT_CATEGORY, askForCategory } from './place-categories.ts';
import type { Source } from './source.ts';
import { categoriesFor, readTargets, similarTypes } from './target.ts';

/** The API's ways to say that this type cannot be had in this zone now [recovery-rules: errors]. */
const NO_STOCK =
  /^(OperationDenied\.NoStock|Zone\.NotOnSale|InvalidInstanceType\..*(NotSupported|Unsupported)|Throttling\.Resource|InvalidResourceType\.NotSupported)/;
/** … and that a disk category cannot. */
const NO_CATEGORY =
  /^(InvalidDiskCategory\.|InvalidSystemDiskCategory\.|InvalidDataDiskCategory\.|CategoryNotSupported|InvalidPerformanceLevel\.|OperationDenied\.(CloudSSDNotSupported|ZoneSystemCategoryNotMatch))/;

/** What a person can decide; any other refusal is an error. */
export const isQuestion = ({ details }: DrError): boolean =>
  NO_STOCK.test(details.code) || NO_CATEGORY.test(details.code);

type Answers = Readonly<Record<string, string>> | undefined;

/** Whether these answers hold one to the question about this refusal of these choices. */
export function isAnswered({ details }: DrError, choices: RunChoices, answers: Answers): boolean {
  if (NO_STOCK.test(details.code)) return answersStock(choices, answers);
  return NO_CATEGORY.test(details.code) && answersCategory(choices, answers);
}

/** Whether a person has answered a refusal of these choices: an approval from before it does not hold for them any more. */
export function wereRefused(choices: RunChoices, answers: Answers): boolean {
  return answersStock(choices, answers) || answersCategory(choices, answers);
}

function answersStock({ instanceType }: RunChoices, answers: Answers = {}): boolean {
  return instanceType !== undefined && Object.hasOwn(answers, aboutStock(instanceType));
}

/** A category was answered for a disk that these choices leave as it is. */
function answersCategory({ diskCategories = {} }: RunChoices, answers: Answers = {}): boolean {
  return Object.keys(answers).some(
    (id) => id.startsWith(ABOUT_CATEGORY) && diskCategories[`/dev/${id.slice(ABOUT_CATEGORY.length)}`] === undefined,
  );
}

const aboutStock = (instanceType: string): string => `no-stock-${instanceType}`;

interface Refused {
  imageId: string;
  choices: RunChoices;
  refusal: DrError;
  /** Types that were refused in this call: not offered again, whatever the stock says. */
  outOfStock: Set<string>;
}

/** What the dry run found is a decision: other zone, similar type, other category – or an error that is none of these. */
export async function askAboutRefusal(context: ToolContext, source: Source, of: Refused): Promise<RunChoices> {
  const { choices, refusal } = of;
  if (NO_CATEGORY.test(refusal.details.code)) return askCategory(context, source, choices, refusal);
  if (NO_STOCK.test(refusal.details.code)) return askType(context, source, of);
  throw refusal;
}

async function askType(context: ToolContext, source: Source, of: Refused): Promise<RunChoices> {
  const { say } = context;
  const { imageId, choices, refusal, outOfStock } = of;
  const wanted = choices.instanceType ?? source.instance.type;
  outOfStock.add(wanted);
  const found = await similarTypes(context, source, wanted, [choices.zoneId]);
  const similar = found.filter((s) => !outOfStock.has(s.id));
  const id = aboutStock(wanted);
  const value = askOrStop(
    context,
    {
      id,
      question: say`${wanted} cannot be had in ${choices.zoneId} now (${refusal.details.code}). What should be used instead?`,
      options: [
        ...similar.slice(0, 2).map((s) => ({ value: s.id, title: s.id, description: inline(s.difference) })),
        { value: 'other-zone', title: say`Another zone`, description: say`Choose again with find-target-zone` },
      ],
    },
    say`Try later; keep what exists`,
  );
  if (value === 'other-zone') {
    throw new Declined(id, {
      tool: 'find-target-zone',
      arguments: { instanceId: source.instance.id, imageId, recoveryId: context.recoveryId },
      why: 'Choose another zone',
    });
  }
  return { ...choices, instanceType: value };
}

async function askCategory(
  context: ToolContext,
  source: Source,
  choices: RunChoices,
  refusal: DrError,
): Promise<RunChoices> {
  const { say } = context;
  const { zoneId } = choices;
  const { code, message } = refusal.details;
  const type = choices.instanceType ?? source.instance.type;
  const target = await readTargets(context, source, type);
  const zone = target.scores.find((s) => s.zoneId === zoneId);
  const current = (disk: Disk) => choices.diskCategories?.[deviceOf(disk, source.instance.id) ?? ''] ?? disk.category;
  const lacking = source.disks.find((d) => {
    const device = deviceOf(d, source.instance.id);
    const unfit = code.startsWith('InvalidPerformanceLevel.')
      ? d.performanceLevel !== undefined && message.includes(d.performanceLevel)
      : zone?.categories.some((c) => c.device === device && !c.offered);
    return unfit && current(d) === d.category;
  });
  const device = lacking && deviceOf(lacking, source.instance.id);
  const closest = lacking ? categoriesFor(lacking, target, zoneId, type.split('.').slice(0, 2).join('.')) : [];
  if (!lacking || !device || closest.length === 0) throw refusal;
  const question = say`${zoneId} does not take ${[lacking.category, lacking.performanceLevel].filter(Boolean).join(' ')} for ${device} (${code}). Which category instead?`;
  const category = askForCategory(context, device, question, closest);
  return { ...choices, diskCategories: { ...choices.diskCategories, [device]: category } };
}
