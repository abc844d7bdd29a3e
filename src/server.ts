import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  type ElicitRequestFormParams,
  ElicitResultSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { prompts } from '../prompts/index.ts';
import { tools as allTools } from '../tools/index.ts';
import { answerOf, type Decision, folded, labelOf, shownOption } from './decisions/decision.ts';
import { TOKEN_LIFETIME_MS } from './decisions/plan-token.ts';
import { questionText } from './envelope.ts';
import { promptArguments } from './prompt.ts';
import { type Asked, type CallSite, type Runtime, runTool } from './runner.ts';
import { plain } from './text/safe.ts';
import { inputSchema, MAX_ANSWER, type ToolDefinition } from './tool.ts';

/** A person reads a plan: the dialog stays open for as long as a shown plan stays valid. */
const DIALOG_TIMEOUT_MS = TOKEN_LIFETIME_MS;

/** The choice that means the text typed beside it. */
const CUSTOM = 'custom';

export const INSTRUCTIONS =
  'Recovers an Alibaba Cloud ECS instance (or single disks) in another zone of its region. Start with describe-source and follow each result’s `next`. ' +
  'decision_required: show the question and the whole plan to your user, never answer for them. in_progress: call check-recovery. The source is never changed.';

/** Tools, prompts and completion as an MCP server. */
export function createServer(version: string, runtime: Runtime, tools: readonly ToolDefinition[] = allTools): Server {
  const server = new Server(
    { name: 'ecs-dr', version },
    { capabilities: { tools: {}, prompts: {}, completions: {} }, instructions: INSTRUCTIONS },
  );
  const offered = tools.filter((t) => t.effect === 'read' || !runtime.config.readOnly);
  const pinnedRegion = runtime.config.regions.length === 1;

  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: offered.map((t) => describeTool(t, pinnedRegion)),
  }));

  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const tool = offered.find((t) => t.name === params.name);
    if (!tool) {
      const off = tools.some((t) => t.name === params.name);
      throw new McpError(
        ErrorCode.InvalidParams,
        off
          ? `${params.name} is off: ECS_DR_READ_ONLY=1`
          : `Unknown tool ${JSON.stringify(plain(params.name, 80))}; there are ${offered.map((t) => t.name).join(', ')}`,
      );
    }
    const site: CallSite = { signal: extra.signal, progress: progressTo(params._meta?.progressToken, extra) };
    if (hasFormDialog(server)) site.ask = (...put) => elicit(server, put, extra.signal, runtime);
    return runTool(tool, params.arguments ?? {}, site, runtime);
  });

  server.setRequestHandler(ListPromptsRequestSchema, () => ({
    prompts: prompts.map((p) => ({
      name: p.name,
      title: p.title,
      description: p.description,
      arguments: p.arguments.map(({ name, description, required }) => ({ name, description, required })),
    })),
  }));
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => {
    const prompt = prompts.find((p) => p.name === params.name);
    if (!prompt)
      throw new McpError(ErrorCode.InvalidParams, `Unknown prompt; there are ${prompts.map((p) => p.name).join(', ')}`);
    const missing = prompt.arguments.filter((a) => a.required && !params.arguments?.[a.name]?.trim());
    if (missing.length > 0)
      throw new McpError(
        ErrorCode.InvalidParams,
        `${prompt.name}: ${missing.map((a) => a.name).join(', ')} is required`,
      );
    return {
      description: prompt.description,
      messages: [
        { role: 'user', content: { type: 'text', text: prompt.text(promptArguments(prompt, params.arguments ?? {})) } },
      ],
    };
  });
  server.setRequestHandler(CompleteRequestSchema, async ({ params }) => {
    const prompt =
      params.ref.type === 'ref/prompt' &&
      prompts.find((p) => params.ref.type === 'ref/prompt' && p.name === params.ref.name);
    const argument = prompt ? prompt.arguments.find((a) => a.name === params.argument.name) : undefined;
    if (!argument?.complete) return { completion: { values: [] } };
    try {
      const cloud = await runtime.cloud();
      const found = await argument.complete(params.argument.value, cloud, params.context?.arguments ?? {});
      const all = found.map((value) => plain(value));
      return { completion: { values: all.slice(0, 100), total: all.length, hasMore: all.length > 100 } };
    } catch {
      // Completion only helps typing: without an answer from the cloud there is simply nothing to suggest.
      return { completion: { values: [] } };
    }
  });
  return server;
}

/** What a schema says beyond types: checked in every call and told by the error, but not paid for in every conversation. */
const UNSAID = ['pattern', 'propertyNames', 'minLength', 'maxLength'] as const;

/** A tool as tools/list shows it; hints follow from the declared effect. */
export function describeTool(tool: ToolDefinition, pinnedRegion: boolean) {
  const { $schema: _, ...schema } = z.toJSONSchema(inputSchema(tool, { pinnedRegion }), {
    io: 'input',
    override: ({ jsonSchema }) => {
      for (const word of UNSAID) delete jsonSchema[word];
    },
  });
  const reads = tool.effect === 'read';
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: { ...schema, type: 'object' as const },
    annotations: {
      readOnlyHint: reads,
      ...(!reads && { destructiveHint: false, idempotentHint: true }),
      openWorldHint: true,
    },
  };
}

/** `elicitation: {}` means form (the SDK reads it so); a client that declares only `url`, or only something newer, has no form. */
function hasFormDialog(server: Server): boolean {
  return server.getClientCapabilities()?.elicitation?.form !== undefined;
}

async function elicit(
  server: Server,
  [decision, notAccepted]: Parameters<NonNullable<CallSite['ask']>>,
  signal: AbortSignal,
  runtime: Runtime,
): Promise<Asked> {
  try {
    const params: ElicitRequestFormParams = {
      mode: 'form',
      message: questionText(decision, runtime.say, notAccepted),
      requestedSchema: {
        type: 'object',
        properties: {
          choice: {
            type: 'string',
            title: runtime.say`Your decision`,
            oneOf: [
              ...decision.options.map((o) => ({ const: shownOption(o).value, title: labelOf(o) })),
              ...(decision.allowCustom ? [{ const: CUSTOM, title: runtime.say`Other: as typed below` }] : []),
            ],
          },
          ...(decision.allowCustom && {
            custom: { type: 'string' as const, title: runtime.say`Other, in your own words`, maxLength: MAX_ANSWER },
          }),
        },
        required: ['choice'],
      },
    };
    // Not `elicitInput`: it throws an accepted title away, which is a person's yes. What counts is for `chosen` to say.
    const request = { method: 'elicitation/create' as const, params };
    const result = await server.request(request, ElicitResultSchema, { signal, timeout: DIALOG_TIMEOUT_MS });
    const value = result.action === 'accept' ? chosen(decision, result.content ?? {}, runtime) : undefined;
    return value === undefined ? { none: 'refused' } : { value };
  } catch (error) {
    runtime.log.warn({ name: error instanceof Error ? error.name : typeof error }, 'the dialog gave no answer');
    return isLate(error) ? { none: 'late', openMs: DIALOG_TIMEOUT_MS } : { none: 'refused' };
  }
}

/** Our own time limit, and not one that a client tells of. */
function isLate(error: unknown): boolean {
  if (!(error instanceof McpError) || error.code !== ErrorCode.RequestTimeout) return false;
  return (error.data as { timeout?: unknown } | undefined)?.timeout === DIALOG_TIMEOUT_MS;
}

/** The valid choice of an accepted form; its text counts only with the option that says so, and is never cut. */
function chosen(decision: Decision, { choice, custom }: Record<string, unknown>, { say }: Runtime): string | undefined {
  const { options, allowCustom } = decision;
  if (typeof choice !== 'string') return undefined;
  const isTyped = [CUSTOM, say`Other: as typed below`].some((text) => folded(text) === folded(choice));
  if (!allowCustom || !isTyped) return answerOf({ options }, choice);
  if (typeof custom !== 'string' || custom.trim().length > MAX_ANSWER) return undefined;
  return answerOf(decision, custom.trim());
}

type Extra = {
  sendNotification(notification: {
    method: 'notifications/progress';
    params: Record<string, unknown> & { progressToken: string | number; progress: number };
  }): Promise<void>;
};

function progressTo(token: string | number | undefined, extra: Extra): CallSite['progress'] {
  if (token === undefined) return () => {};
  let last = -1;
  return (percent, message) => {
    // The protocol wants it to grow with every notification; it comes closer to 100 and never goes beyond.
    const progress = percent > last ? Math.min(percent, 100) : last + (100 - last) / 1000;
    if (progress <= last) return;
    last = progress;
    extra
      .sendNotification({
        method: 'notifications/progress',
        params: { progressToken: token, progress, total: 100, message: plain(message) },
      })
      .catch(() => {});
  };
}
