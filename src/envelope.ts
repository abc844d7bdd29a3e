import { type Decision, type DecisionNeeded, shownOption, showPlan } from './decisions/decision.ts';
import type { DecisionDesk } from './decisions/desk.ts';
import type { Created, DrError } from './errors.ts';
import type { Parameters } from './recovery/estate.ts';
import type { Asked } from './runner.ts';
import { code, inline, lines, plain, plainDeep, table, WHOLE } from './text/safe.ts';
import type { Say } from './text/say.ts';
import type { Next, Outcome } from './tool.ts';

/** The result every tool gives: Markdown for people, the same facts for programs. */
export interface Envelope {
  [key: string]: unknown;
  content: { type: 'text'; text: string }[];
  structuredContent: Record<string, unknown>;
  isError?: boolean;
}

function envelope(text: string, structured: Record<string, unknown>, max?: number): Envelope {
  return { content: [{ type: 'text', text: lines(text) }], structuredContent: plainDeep(structured, max) };
}

export function finished(outcome: Outcome, say: Say): Envelope {
  const { status, recoveryId, next, fields, text } = outcome;
  return envelope([text, nextText(next, say, text)].filter((part) => part !== '').join('\n\n'), {
    status,
    recoveryId,
    ...fields,
    next,
  });
}

type Layout = (parameters: Parameters, say: Say) => string;

/** For a dialog: a person reads it as it is. */
const asTable: Layout = (parameters, say) => table([say`parameter`, say`value`], Object.entries(parameters), WHOLE);

/**
 * For a model that has the parameters in decision.plan as well, unless its host gives it the text alone: what stands
 * before the last dot of several names in a row is said once. A value that could pass for two parameters is quoted.
 */
const asLine: Layout = (parameters) => {
  const groups: { prefix: string; members: string[] }[] = [];
  for (const [name, value] of Object.entries(parameters)) {
    const dot = name.lastIndexOf('.') + 1;
    const prefix = name.slice(0, dot);
    const last = groups.at(-1);
    const member = `${inline(name.slice(dot), WHOLE)}=${quoted(inline(value, WHOLE))}`;
    if (last && prefix !== '' && last.prefix === prefix) last.members.push(member);
    else groups.push({ prefix, members: [member] });
  }
  return groups
    .map(({ prefix, members }) =>
      members.length > 1
        ? `${inline(prefix.slice(0, -1), WHOLE)}: ${members.join(', ')}`
        : `${inline(prefix, WHOLE)}${members[0]}`,
    )
    .join('; ');
};

function quoted(value: string): string {
  return /[,;"]/.test(value) ? `"${value.replaceAll('"', '\\"')}"` : value;
}

/** The plan in full: every parameter of every request, the price, the notes. */
function planText(decision: Decision, say: Say, layout: Layout = asTable): string {
  const plan = decision.plan && showPlan(decision.plan);
  if (!plan) return '';
  const requests = [{ action: plan.action, parameters: plan.parameters }, ...(plan.more ?? [])];
  const price =
    plan.price &&
    ('unknown' in plan.price
      ? say`Price: not known (${plan.price.unknown})`
      : say`Price: about ${plan.price.amount} ${plan.price.currency} per ${plan.price.unit} (estimate)`);
  return [
    ...requests.map((r) => `**${r.action}**\n${layout(r.parameters, say)}`),
    ...(price ? [price] : []),
    ...(plan.notes ?? []).map((n) => `- ${inline(say.told(n), WHOLE)}`),
  ].join('\n\n');
}

/** The question with its plan, as one text: what a dialog shows. Put again, it begins with the reason. */
export function questionText(decision: Decision, say: Say, notAccepted = ''): string {
  return lines([notAccepted, decision.question, planText(decision, say)].filter((part) => part !== '').join('\n\n'));
}

export function decisionRequired(
  { decision, notAccepted }: Pick<DecisionNeeded, 'decision' | 'notAccepted'>,
  desk: DecisionDesk,
  { tool, recoveryId, say }: { tool: string; recoveryId: string; say: Say },
): Envelope {
  const { token, expiresAt } = desk.issue(decision);
  const options = decision.options.map((o, i) => ({ ...shownOption(o), ...(i === 0 && { recommended: true }) }));
  const plan = decision.plan && showPlan(decision.plan);
  // What is approved is given whole; only the reason for a missing price can be anything.
  if (plan?.price && 'unknown' in plan.price) plan.price = { unknown: plain(plan.price.unknown, 600) };
  const choices = options
    .map((o, i) => `${i + 1}. ${code(o.value)} **${inline(o.title)}**: ${inline(o.description, 600)}`)
    .concat(decision.allowCustom ? [say`Or as the value: what your user says in their own words.`] : [])
    .join('\n');
  const how = say`Show this to your user. Then call ${tool} again with the same arguments, recoveryId, answers {"${decision.id}": value} (earlier answers stay in) and this planToken:`;
  // A host that hands its model the text alone must be able to answer too.
  const sealed = [`recoveryId ${code(recoveryId)}`, `planToken ${code(token, 2048)}`].join('\n');
  const text = [notAccepted ?? '', decision.question, planText(decision, say, asLine), choices, `${how}\n${sealed}`]
    .filter((part) => part !== '')
    .join('\n\n');
  const structured = {
    status: 'decision_required',
    recoveryId,
    decision: {
      id: decision.id,
      ...(notAccepted !== undefined && { notAccepted }),
      // One line: the breaks between the parts of a question are for the text alone.
      question: decision.question.replaceAll('\n', ' '),
      options,
      ...(decision.allowCustom && { allowCustom: true }),
      ...(plan && { plan }),
      planToken: token,
      expiresAt: new Date(expiresAt).toISOString(),
    },
  };
  return envelope(text, structured, WHOLE);
}

type Refused =
  | { decisionId: string; how: 'choice'; next: Next | undefined }
  | { decisionId: string; how: 'dialog'; asked: Exclude<Asked, { value: string }> };

/** The call went no further than `created`, mostly nothing: by the person's choice, or because no answer came. */
export function declined(
  refused: Refused,
  say: Say,
  recoveryId: string | undefined,
  { created, untouched }: { created: readonly Created[]; untouched: boolean },
): Envelope {
  const next = refused.how === 'choice' ? refused.next : undefined;
  const text = whyDeclined(refused, say);
  const first = [untouched ? say`Nothing was changed.` : '', text].filter((p) => p !== '').join(' ');
  return envelope([first, createdText(created, say), nextText(next, say)].filter((p) => p !== '').join('\n\n'), {
    status: 'declined',
    recoveryId,
    ...(created.length > 0 && { created }),
    next,
  });
}

function whyDeclined(refused: Refused, say: Say): string {
  const { decisionId } = refused;
  if (refused.how === 'choice') {
    const { next } = refused;
    return next
      ? say`The answer to "${decisionId}" leads on with ${next.tool}:`
      : say`Not approved at "${decisionId}".`;
  }
  const { asked } = refused;
  return asked.none === 'late'
    ? say`No approval for "${decisionId}": the dialog got no answer within ${asked.openMs / 60_000} minutes, the longest it stays open. Call again to be asked anew.`
    : say`No approval for "${decisionId}": declined, cancelled or answered without a valid choice. Your user may not have seen a dialog: some hosts decline by themselves. To be asked in the conversation instead, set ECS_DR_CONFIRM=token.`;
}

/**
 * The arguments are in structuredContent; for hosts that show only this, what no text tells is here too: the recovery's
 * id, and what is switched on.
 */
function nextText(next: Next | undefined, say: Say, text = ''): string {
  if (!next) return '';
  const { recoveryId } = next.arguments;
  const switches = Object.entries(next.arguments).flatMap(([name, value]) => (value === true ? [`${name} true`] : []));
  const untold = typeof recoveryId === 'string' && !text.includes(recoveryId) ? [`recoveryId ${code(recoveryId)}`] : [];
  const told = [...untold, ...switches].join(', ');
  return `→ ${code(next.tool)}${told && ` (${told})`}: ${inline(say.told(next.why))}`;
}

function createdText(created: readonly Created[], say: Say): string {
  if (created.length === 0) return '';
  const list = created.map(({ kind, id, note }) => {
    const what = `- ${inline(say.told(kind))} ${code(id)}`;
    return note ? `${what}: ${inline(say.told(note))}` : what;
  });
  return `${say`What exists because of this recovery, and stays:`}\n${list.join('\n')}`;
}

export function failed(error: DrError, say: Say, recoveryId: string | undefined): Envelope {
  const d = error.details;
  const text = [
    `**${inline(d.code)}**: ${inline(say.told(d.message), 1200)}`,
    say`Cause: ${d.cause}`,
    say`Do: ${d.remedy}`,
    createdText(d.created ?? [], say),
    d.requestId ? say`Request id: ${d.requestId}` : '',
  ];
  return {
    ...envelope(text.filter((part) => part !== '').join('\n\n'), { recoveryId, error: { ...d } }),
    isError: true,
  };
}
