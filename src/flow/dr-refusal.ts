import { familyOf } from '../cloud/families.ts';
import { Declined } from '../decisions/decision.ts';
import type { DrError } from '../errors.ts';
import { closestLevels } from '../recovery/categories.ts';
import { deviceOf } from '../recovery/disks.ts';
import type { ChangeRequest, Disk } from '../recovery/estate.ts';
import { CAN_BE_LEFT_OUT, type LeftOut, refusedThing, tellThing } from '../recovery/left-out.ts';
import { typeFamilyOf } from '../recovery/offers.ts';
import type { RunChoices } from '../recovery/run-plan.ts';
import { inline } from '../text/safe.ts';
import type { ToolContext } from '../tool.ts';
import { askOrStop } from './ask.ts';
import { ABOUT_CATEGORY, askForCategory } from './place-categories.ts';
import { isAboutLevel } from './refused-categories.ts';
import type { Source } from './source.ts';
import { categoriesFor, readTargets, similarTypes } from './target.ts';

/** That this type cannot be had in this zone now, or that a disk category cannot, is for a person to decide [recovery-rules: errors]. */
const lacksType = ({ details }: DrError): boolean => familyOf(details.code) === 'no-stock';
const lacksCategory = ({ details }: DrError): boolean => familyOf(details.code) === 'category';

/** That something the source has cannot be had any more: whether the copy is made without it. */
const lacksThing = ({ details }: DrError): LeftOut | undefined => refusedThing(details.code);

/** What a person can decide; any other refusal is an error. */
export const isQuestion = (refusal: DrError): boolean =>
  lacksType(refusal) || lacksCategory(refusal) || lacksThing(refusal) !== undefined;

/** How often one launch can be refused for another reason each time. */
export const mostRefusals = (disks: readonly Disk[]): number => 1 + disks.length + CAN_BE_LEFT_OUT.length;

type Answers = Readonly<Record<string, string>> | undefined;

/** Whether these answers hold one to the question about this refusal of these choices. */
export function isAnswered(refusal: DrError, choices: RunChoices, answers: Answers): boolean {
  if (lacksType(refusal)) return answersStock(choices, answers);
  const thing = lacksThing(refusal);
  if (thing) return answersThing(thing, choices, answers);
  return lacksCategory(refusal) && answersCategory(choices, answers);
}

/** Whether a person has answered a refusal of these choices: an approval from before it does not hold for them any more. */
export function wereRefused(choices: RunChoices, answers: Answers): boolean {
  return (
    answersStock(choices, answers) ||
    answersCategory(choices, answers) ||
    CAN_BE_LEFT_OUT.some((thing) => answersThing(thing, choices, answers))
  );
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

/** That the copy goes without a thing was answered, and these choices name it. */
function answersThing(thing: LeftOut, { without = [] }: RunChoices, answers: Answers = {}): boolean {
  return Object.hasOwn(answers, aboutThing(thing)) && !without.includes(thing);
}

const aboutThing = (thing: LeftOut): string => `without-${thing}`;
const aboutStock = (instanceType: string): string => `no-stock-${instanceType}`;

interface Refused {
  imageId: string;
  choices: RunChoices;
  request: ChangeRequest;
  refusal: DrError;
}

/** What the API refused is a decision: other zone, similar type, other category, without it – or an error that is none of these. */
export async function askAboutRefusal(context: ToolContext, source: Source, of: Refused): Promise<RunChoices> {
  const { choices, refusal } = of;
  if (lacksCategory(refusal)) return askCategory(context, source, choices, refusal);
  if (lacksType(refusal)) return askType(context, source, of);
  const thing = lacksThing(refusal);
  if (thing) return askWithout(context, thing, of);
  throw refusal;
}

function askWithout(context: ToolContext, thing: LeftOut, { choices, request, refusal }: Refused): RunChoices {
  const { say } = context;
  const { what, ids, loss } = tellThing(thing, request.parameters);
  askOrStop(
    context,
    {
      id: aboutThing(thing),
      question: say`The copy cannot have the source’s ${what} ${ids} (${refusal.details.code}). Create it without?`,
      options: [{ value: 'leave-out', title: say`Without it`, description: inline(say.told(loss)) }],
    },
    say`Put it right first; keep what exists`,
  );
  return { ...choices, without: [...(choices.without ?? []), thing] };
}

async function askType(context: ToolContext, source: Source, of: Refused): Promise<RunChoices> {
  const { say } = context;
  const { imageId, choices, refusal } = of;
  const wanted = choices.instanceType ?? source.instance.type;
  // Not offered again, whatever the stock says.
  const insteadOf = [...(choices.insteadOf ?? []), wanted];
  const found = await similarTypes(context, source, wanted, { zoneIds: [choices.zoneId], billing: choices });
  const similar = found.filter((s) => !insteadOf.includes(s.id));
  const id = aboutStock(wanted);
  const value = askOrStop(
    context,
    {
      id,
      question: say`${wanted} cannot be had in ${choices.zoneId} now (${refusal.details.code}). What should be used instead?`,
      options: [
        ...similar.slice(0, 2).map((s) => ({ value: s.id, title: s.id, description: inline(say.told(s.difference)) })),
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
  return { ...choices, instanceType: value, insteadOf };
}

async function askCategory(
  context: ToolContext,
  source: Source,
  choices: RunChoices,
  refusal: DrError,
): Promise<RunChoices> {
  const { say } = context;
  const { zoneId } = choices;
  const { code } = refusal.details;
  const type = choices.instanceType ?? source.instance.type;
  const target = await readTargets(context, source, type, choices);
  const zone = target.scores.find((s) => s.zoneId === zoneId);
  const notOffered = (zone?.categories ?? []).filter((c) => !c.offered).map((c) => c.device);
  const lacking = refusedDisk(source, choices, refusal, notOffered);
  const device = lacking && deviceOf(lacking, source.instance.id);
  const closest = lacking
    ? [
        ...(isAboutLevel(refusal) ? closestLevels(lacking).slice(0, 2) : []),
        ...categoriesFor(lacking, target, zoneId, typeFamilyOf(type)),
      ]
    : [];
  if (!lacking || !device || closest.length === 0) throw refusal;
  const question = say`${zoneId} does not take ${[lacking.category, lacking.performanceLevel].filter(Boolean).join(' ')} for ${device} (${code}). Which category instead?`;
  const category = askForCategory(context, device, question, closest);
  return {
    ...choices,
    diskCategories: { ...choices.diskCategories, [device]: category },
    insteadOf: [...(choices.insteadOf ?? []), device],
  };
}

/**
 * The disk a refusal is about, of those that still have the source's category: the one whose level it names, else one
 * whose category the zone does not offer; where the zone claims to offer them all, the first of its kind: the API has
 * the last word.
 */
function refusedDisk(
  { instance, disks }: Source,
  { diskCategories = {} }: RunChoices,
  refusal: DrError,
  notOffered: readonly string[],
): Disk | undefined {
  const { code, message } = refusal.details;
  const kind = /^Invalid(System|Data)Disk/.exec(code)?.[1]?.toLowerCase();
  const open = disks.filter((disk) => {
    const device = deviceOf(disk, instance.id);
    const chosen = device === undefined ? undefined : diskCategories[device];
    return device !== undefined && (chosen ?? disk.category) === disk.category && (!kind || disk.type === kind);
  });
  const levelNamed = ({ performanceLevel: level }: Disk) =>
    isAboutLevel(refusal) && level !== undefined && `${code} ${message}`.includes(level);
  return (
    open.find(levelNamed) ?? open.find((disk) => notOffered.includes(deviceOf(disk, instance.id) ?? '')) ?? open[0]
  );
}
