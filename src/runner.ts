import { randomBytes } from 'node:crypto';
import type * as z from 'zod';
import type { BoundedMap } from './bounded-map.ts';
import type { Clock } from './clock.ts';
import type { Cloud } from './cloud/cloud.ts';
import type { Config } from './config.ts';
import type { Approvals } from './decisions/approvals.ts';
import { type Decision, DecisionNeeded, Declined } from './decisions/decision.ts';
import { DecisionDesk, type Way } from './decisions/desk.ts';
import { PlanTokens } from './decisions/plan-token.ts';
import { decisionRequired, declined, type Envelope, failed, finished } from './envelope.ts';
import { type Created, DrError } from './errors.ts';
import { costOf, leftovers } from './flow/leftovers.ts';
import { rememberGone, withGone } from './flow/told-gone.ts';
import { checkedInput } from './input.ts';
import type { Log } from './log.ts';
import { mintRecoveryId, RECOVERY_ID } from './recovery/ids.ts';
import type { Say } from './text/say.ts';
import { DEFAULT_WAIT_SECONDS, inputSchema, type SharedInput, type ToolContext, type ToolDefinition } from './tool.ts';

/** What the connection lends to one call. */
export interface CallSite {
  signal: AbortSignal;
  progress(percent: number, message: string): void;
  /** Asks by dialog; absent where the client has none. `notAccepted` tells why a decision is put again. */
  ask?: (decision: Decision, notAccepted?: string) => Promise<Asked>;
}

/** The answer of a dialog, or that there was none: refused in any way, or not given in the time it stays open (ms). */
export type Asked = { value: string } | { none: 'refused' } | { none: 'late'; openMs: number };

/** What lives as long as the process. */
export interface Runtime {
  config: Config;
  /** Loaded on first need: the cloud's code is not part of starting. */
  cloud(): Promise<Cloud>;
  clock: Clock;
  log: Log;
  say: Say;
  tokens: PlanTokens;
  approvals: Approvals;
  /** What calls of one server leave to those after them. */
  memory: BoundedMap<unknown>;
}

/** A question may be put anew, because its plan changed meanwhile, only so often before a call is certainly a loop. */
const MOST_REPEATS = 16;

/** Of any kind: a disk per snapshot may need a category each, and each of these may be put anew. */
const MOST_QUESTIONS = 100;

/** Reads of the same call stay good for a plan this long, whatever the person's thinking took. */
const RECENT_MS = 60_000;

export async function runTool(
  tool: ToolDefinition,
  given: Record<string, unknown>,
  site: CallSite,
  runtime: Runtime,
): Promise<Envelope> {
  const created: Created[] = [];
  let begun = false;
  let recoveryId =
    typeof given.recoveryId === 'string' && RECOVERY_ID.test(given.recoveryId) ? given.recoveryId : undefined;
  try {
    const schema = inputSchema(tool, { pinnedRegion: runtime.config.regions.length === 1 });
    const input = checkedInput(tool.name, schema, given) as SharedInput;
    const way = wayToAsk(tool, site, runtime);
    const sealedId = input.planToken ? PlanTokens.recoveryIdOf(input.planToken) : undefined;
    const known = input.recoveryId ?? (sealedId && RECOVERY_ID.test(sealedId) ? sealedId : undefined);
    begun = known !== undefined;
    recoveryId = known ?? mintRecoveryId(runtime.clock.now(), randomBytes(4).toString('hex'));
    const desk = new DecisionDesk({
      way,
      binding: { tool: tool.name, arguments: ownArguments(input), recoveryId },
      tokens: runtime.tokens,
      answers: input.answers ?? {},
      planToken: input.planToken,
      say: runtime.say,
      approvals: runtime.approvals,
    });
    const where = { memory: runtime.memory, tool: tool.name, recoveryId, say: runtime.say };
    const started = runtime.clock.now();
    const cloud = (await runtime.cloud()).withSignal(site.signal);
    const context: Omit<ToolContext, 'recent' | 'memory' | 'waitUntil'> = {
      cloud,
      clock: runtime.clock,
      log: runtime.log,
      say: runtime.say,
      signal: site.signal,
      startedAt: started,
      recoveryId,
      resumed: known !== undefined,
      choose: (decision) => desk.choose(decision),
      approve: (id, question, plan) => {
        cloud.auditReady();
        return desk.approve(id, question, withGone(where, plan));
      },
      keep: (consent) => desk.keep(consent),
      startOver: () => desk.restart(),
      progress: site.progress,
      exists: (thing) => remember(created, thing),
    };
    const timesPut = new Map<string, number>();
    for (let asked = 0; asked < MOST_QUESTIONS; asked++) {
      desk.restart();
      const now = runtime.clock.now();
      try {
        const outcome = await tool.run(input as SharedInput & z.infer<z.ZodObject>, {
          ...context,
          recent: {
            get maxAgeMs() {
              return Math.min(RECENT_MS, runtime.clock.now() - started);
            },
          },
          memory: where.memory,
          waitUntil: now + (input.waitSeconds ?? DEFAULT_WAIT_SECONDS) * 1000,
        });
        return finished(outcome, runtime.say);
      } catch (thrown) {
        const untouched = created.length === 0 || !desk.hasConsented;
        if (thrown instanceof Declined) {
          const { decisionId, next } = thrown;
          return declined({ decisionId, how: 'choice', next }, runtime.say, recoveryId, { created, untouched });
        }
        if (thrown instanceof DrError) rememberGone(where, thrown);
        if (!(thrown instanceof DecisionNeeded)) throw thrown;
        if (!site.ask || way === 'token') {
          return decisionRequired(thrown, desk, { tool: tool.name, recoveryId, say: runtime.say });
        }
        const { decision, notAccepted } = thrown;
        const times = timesPut.get(decision.id) ?? 0;
        if (times >= MOST_REPEATS) break;
        timesPut.set(decision.id, times + 1);
        // A person's time, as that of what was made (`rememberMade`).
        const askedAt = Date.now();
        const asked = await site.ask(decision, notAccepted);
        if ('none' in asked) {
          const refused = { decisionId: decision.id, how: 'dialog', asked } as const;
          return declined(refused, runtime.say, recoveryId, { created, untouched });
        }
        desk.answerByDialog(decision, asked.value, askedAt);
      }
    }
    throw new DrError({
      code: 'PlanKeepsChanging',
      message: 'The plan changed every time it was shown.',
      cause: 'What the plan is computed from (stock, price, resources) changed between showing and approving.',
      remedy: created.length > 0 || begun ? 'Call the tool again.' : 'Call the tool again. Nothing was created.',
      retryable: true,
    });
  } catch (thrown) {
    const error = thrown instanceof DrError ? thrown : unexpected(thrown, runtime.log);
    const left = recoveryId && mayHaveLeft(error, begun) ? await whatIsLeft(recoveryId, given, runtime) : [];
    const all = error.withCreated(created).withCreated(left);
    return failed(
      all.withNotes((kind) => costOf(kind, runtime.say)),
      runtime.say,
      recoveryId,
    );
  }
}

/** The handler runs again after every dialog; what is told of a thing last is what is known of it, and each is told once. */
function remember(created: Created[], thing: Created): void {
  const at = created.findIndex(({ kind, id }) => kind === thing.kind && id === thing.id);
  if (at < 0) created.push(thing);
  else created[at] = { ...created[at], ...thing };
}

/** Something may exist of the recovery that this error stopped: an earlier call's, or this one's with its answer lost. */
function mayHaveLeft({ details }: DrError, begun: boolean): boolean {
  if (details.code === 'OutcomeUnknown' || details.code === 'InternalServerDefect') return true;
  return begun && !['InvalidInput', 'RecoveryNotFound', 'Cancelled'].includes(details.code);
}

async function whatIsLeft(
  recoveryId: string,
  given: Record<string, unknown>,
  { cloud, say }: Runtime,
): Promise<Created[]> {
  try {
    return await leftovers({ cloud: await cloud(), say }, recoveryId, given);
  } catch {
    return [];
  }
}

/** Fails closed: without a way to ask, a tool that changes something refuses before it does anything. */
function wayToAsk(tool: ToolDefinition, site: CallSite, runtime: Runtime): Way {
  const { confirm } = runtime.config;
  if (confirm !== 'token' && site.ask) return 'dialog';
  if (confirm === 'elicitation' && tool.effect === 'create') {
    throw new DrError({
      code: 'NoDialog',
      message: `${tool.name} needs a person's approval, and this client has no dialog.`,
      cause:
        'ECS_DR_CONFIRM=elicitation allows changes only through a dialog; the client declares no form elicitation.',
      remedy: 'Use a client with elicitation, or set ECS_DR_CONFIRM=auto so that the decision comes back as a result.',
      retryable: false,
    });
  }
  return 'token';
}

/** What a plan token is bound to: how long a caller waits and how it answers is not part of what was shown. */
function ownArguments(input: SharedInput): Record<string, unknown> {
  const { answers: _a, planToken: _p, recoveryId: _r, waitSeconds: _w, ...own } = input;
  return own;
}

/** A defect of ours: its text may hold anything, so only the log's redacted form keeps it. */
function unexpected(thrown: unknown, log: Log): DrError {
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  log.error(
    // Its frames alone: a message may have several lines.
    { name, stack: thrown instanceof Error ? thrown.stack?.split('\n').filter((l) => /^\s+at /.test(l)) : undefined },
    'unexpected error',
  );
  return new DrError({
    code: 'InternalServerDefect',
    message: `Unexpected ${name} in this server.`,
    cause: 'A defect of ecs-dr-mcp, not of your request.',
    remedy: 'Call check-recovery to see what exists; report the log line of this moment.',
    retryable: true,
  });
}
