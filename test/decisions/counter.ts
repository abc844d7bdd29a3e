import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import {
  type ClientCapabilities,
  type ElicitRequestFormParams,
  ElicitRequestSchema,
  type ElicitResult,
} from '@modelcontextprotocol/sdk/types.js';
import type { Clock } from '../../src/clock.ts';
import type { Cloud } from '../../src/cloud/cloud.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { Approvals } from '../../src/decisions/approvals.ts';
import type { Consent } from '../../src/decisions/consent.ts';
import type { Option } from '../../src/decisions/decision.ts';
import type { PlanTokens } from '../../src/decisions/plan-token.ts';
import { DrError } from '../../src/errors.ts';
import type { ChangeRequest, Informed, Price } from '../../src/recovery/estate.ts';
import { createServer } from '../../src/server.ts';
import { chinese } from '../../src/text/chinese.ts';
import { type Language, sayIn } from '../../src/text/say.ts';
import { defineTool, field, type ToolContext, type ToolDefinition } from '../../src/tool.ts';
import { newRuntime } from '../support/servers.ts';

/** One change that reached the cloud. */
export interface Sent {
  request: ChangeRequest;
  step: string;
  consent: Consent;
}

/** What the tools under test see of the world; a test changes it between two calls. */
export interface World {
  /** Ends up in the request: another value is another plan. */
  snapshotName: string;
  /** A further parameter of the request. */
  extra: Record<string, string | number | boolean>;
  price: Informed<Price> | undefined;
  /** What the plan says of the thing, and of its price. */
  notes: string[];
  estimate: string | undefined;
  /** Questions put before the approval: id, and whether free text is an answer. */
  questions: { id: string; options: Option[]; allowCustom?: boolean; question?: string }[];
  approval: string;
  sent: Sent[];
  /** The cloud cannot take the creation yet: the approval is kept for a later call. */
  notReady: boolean;
  /** The tool ends before it comes to its approval. */
  early: boolean;
  /** What the tool waits for between its approval and its creation. */
  hold: Promise<unknown> | undefined;
  /** The answers the tool was given, by decision id, in its last complete run. */
  chosen: Record<string, string>;
}

export function newWorld(): World {
  return {
    snapshotName: 'before-recovery',
    extra: {},
    price: { value: { amount: 1.5, unit: 'Hour', currency: 'CNY' } },
    notes: [],
    estimate: undefined,
    questions: [],
    approval: 'Take the snapshot?',
    sent: [],
    notReady: false,
    early: false,
    hold: undefined,
    chosen: {},
  };
}

export const OPTIONS: Option[] = [
  { value: 'cn-hangzhou-k', title: 'Zone k', description: 'has stock' },
  { value: 'cn-hangzhou-j', title: 'Zone j', description: 'has little stock' },
];

/** As strict as the real one where it matters: nothing goes out that was not approved. */
export function fakeCloud(world: World): Cloud {
  const cloud: Partial<Cloud> & { change: Cloud['change'] } = {
    homeRegion: 'cn-hangzhou',
    on: () => cloud as Cloud,
    withSignal: () => cloud as Cloud,
    auditReady: () => {},
    async change(request, consent, step) {
      if (!consent.covers(request)) {
        throw new DrError({
          code: 'NotApproved',
          message: 'not approved',
          cause: 'c',
          remedy: 'r',
          retryable: false,
        });
      }
      world.sent.push({ request, step, consent });
      return { requestId: 'REQ-1', ids: { SnapshotId: [`s-made${world.sent.length}`] } };
    },
  };
  return cloud as Cloud;
}

/** What the cloud answered, or what is told of an approval that waits for it. */
async function ask(world: World, context: ToolContext, diskId: string) {
  world.chosen = {};
  if (world.early) return '';
  for (const { id, options, allowCustom, question } of world.questions) {
    const decision = { id, question: question ?? `Which ${id}?`, options, ...(allowCustom && { allowCustom }) };
    world.chosen[id] = context.choose(decision);
  }
  const request: ChangeRequest = {
    action: 'CreateSnapshot',
    regionId: 'cn-hangzhou',
    parameters: { DiskId: diskId, SnapshotName: world.snapshotName, ...world.extra, ...world.chosen },
  };
  const consent = context.approve('create', world.approval, {
    requests: [request],
    ...(world.price && { price: world.price }),
    notes: world.notes,
    ...(world.estimate && { estimate: world.estimate }),
  });
  await world.hold;
  return world.notReady ? context.keep(consent) : context.cloud.change(request, consent, 'snapshot');
}

function creator(name: string, world: World): ToolDefinition {
  return defineTool({
    name,
    title: name,
    description: 'Takes a snapshot.',
    effect: 'create',
    asks: true,
    waits: true,
    input: { diskId: field.diskId(), otherDiskId: field.diskId().optional() },
    async run({ diskId }, context) {
      const answer = await ask(world, context, diskId);
      if (typeof answer === 'string')
        return { status: 'in_progress', recoveryId: context.recoveryId, text: `Not ready yet. ${answer}` };
      return {
        status: 'done',
        recoveryId: context.recoveryId,
        text: 'Taken.',
        fields: { snapshotIds: answer.ids.SnapshotId },
      };
    },
  }) as unknown as ToolDefinition;
}

/** Two tools that change something, one that only reads, and one that reads and asks. */
export function fakeTools(world: World): ToolDefinition[] {
  return [
    creator('create-thing', world),
    creator('create-other', world),
    defineTool({
      name: 'look',
      title: 'Look',
      description: 'Looks.',
      effect: 'read',
      asks: false,
      waits: false,
      input: {},
      run: async () => ({ status: 'done', text: 'Seen.' }),
    }) as unknown as ToolDefinition,
    defineTool({
      name: 'choose-zone',
      title: 'Choose',
      description: 'Chooses.',
      effect: 'read',
      asks: true,
      waits: false,
      input: {},
      run: async (_, context) => ({
        status: 'done',
        text: 'Chosen.',
        fields: { zone: context.choose({ id: 'zone', question: 'Which zone?', options: OPTIONS }) },
      }),
    }) as unknown as ToolDefinition,
  ];
}

export const stillClock: Clock = { now: () => Date.UTC(2026, 10, 20), sleep: async () => {} };

/** What a person (or a host that answers by itself) does with a dialog. */
export type Dialog = (params: ElicitRequestFormParams) => ElicitResult | Promise<ElicitResult>;

export interface CounterOptions {
  dialog?: Dialog;
  capabilities?: ClientCapabilities;
  config?: Partial<Config>;
  world?: World;
  tokens?: PlanTokens;
  approvals?: Approvals;
  tools?: readonly ToolDefinition[];
  cloud?: Cloud;
  language?: Language;
}

/** A tool's result as a client reads it. */
export interface Result {
  isError: boolean;
  text: string;
  structured: Record<string, unknown>;
  status: unknown;
  recoveryId: string;
  decision: ShownDecision;
  error: { code: string; message: string; cause: string; remedy: string; retryable: boolean };
}

export interface ShownDecision {
  id: string;
  question: string;
  notAccepted?: string;
  options: (Option & { recommended?: boolean })[];
  allowCustom?: boolean;
  plan?: {
    action: string;
    parameters: Record<string, unknown>;
    more?: unknown[];
    price?: unknown;
    notes?: string[];
  };
  planToken: string;
  expiresAt: string;
}

/** The server with fake tools over a fake cloud, and a real client, in one process. */
export async function openCounter(options: CounterOptions = {}) {
  const world = options.world ?? newWorld();
  const runtime = newRuntime({
    config: { ...readConfig({}), ...options.config },
    cloud: async () => options.cloud ?? fakeCloud(world),
    clock: stillClock,
    ...(options.language && { say: sayIn(options.language === 'zh' ? chinese : 'en') }),
    ...(options.tokens && { tokens: options.tokens }),
    ...(options.approvals && { approvals: options.approvals }),
  });
  const server = createServer('0.0.0', runtime, options.tools ?? fakeTools(world));
  const capabilities = options.capabilities ?? (options.dialog ? { elicitation: { form: {} } } : {});
  const client = new Client({ name: 'test', version: '1' }, { capabilities });
  const dialogs: ElicitRequestFormParams[] = [];
  if (options.dialog) {
    const { dialog } = options;
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      const form = params as ElicitRequestFormParams;
      dialogs.push(form);
      return dialog(form);
    });
  }
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
  const call = async (name: string, args: Record<string, unknown> = {}): Promise<Result> => {
    const result = await client.callTool({ name, arguments: args }, undefined, { timeout: 20 * 60_000 });
    const structured = result.structuredContent as Record<string, unknown>;
    const [content] = result.content as { text: string }[];
    return {
      isError: result.isError === true,
      text: content?.text ?? '',
      structured,
      status: structured.status,
      recoveryId: String(structured.recoveryId),
      decision: structured.decision as ShownDecision,
      error: structured.error as Result['error'],
    };
  };
  return { client, server, world, dialogs, call };
}

export const DISK = 'd-bp1source01';
export const OTHER_DISK = 'd-bp1source02';

export const accept = (content: Record<string, string>): ElicitResult => ({ action: 'accept', content });

/** Takes whatever is recommended. */
export const agreeable: Dialog = ({ requestedSchema }) => {
  const { choice } = requestedSchema.properties as { choice?: { oneOf?: { const: string }[] } };
  return accept({ choice: choice?.oneOf?.[0]?.const ?? '' });
};
