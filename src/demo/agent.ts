import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { type ElicitRequest, ElicitRequestSchema, type ElicitResult } from '@modelcontextprotocol/sdk/types.js';
import { type Answer, type Decision, type Failure, type Next, readAnswer } from './answer.ts';
import { type Block, blocksOfDecision, blocksOfMarkdown } from './blocks.ts';
import type { Choice, Person } from './person.ts';
import type { Stopwatch } from './stopwatch.ts';

/** A person reads a plan in the middle of a call: it lasts as long as their thinking, and progress renews it. */
const CALL_TIMEOUT_MS = 20 * 60_000;

const POLL = 'check-recovery';

export class ToolFailed extends Error {
  readonly failure: Failure;

  constructor(tool: string, failure: Failure) {
    super(`${tool}: ${failure.code}: ${failure.message}`);
    this.failure = failure;
  }
}

/** The person did not approve, or nobody answered. */
export class Stopped extends Error {}

export type OnProgress = (percent: number, message: string) => void;

/** What an agent and its host do: calls tools of the spawned server, and puts its decisions to the person. */
export class Agent {
  readonly #client: Client;
  readonly #person: Person;
  readonly #watch: Stopwatch;
  /** The tools whose calls are open, the newest last. */
  readonly #open: string[] = [];
  #asked: Promise<void> = Promise.resolve();
  /** What the server said on stderr: one audit line per change, and whatever went wrong. */
  readonly #stderr: string[] = [];

  private constructor(client: Client, person: Person, watch: Stopwatch) {
    this.#client = client;
    this.#person = person;
    this.#watch = watch;
  }

  /** Starts this very program as an MCP server over stdio and connects to it. */
  static async connect(options: {
    serverArguments: string[];
    dialogs: boolean;
    person: Person;
    watch: Stopwatch;
    version: string;
  }): Promise<Agent> {
    const { serverArguments, dialogs, person, watch, version } = options;
    const client = new Client(
      { name: 'ecs-dr-demo', version },
      { capabilities: dialogs ? { elicitation: { form: {} } } : {} },
    );
    const agent = new Agent(client, person, watch);
    if (dialogs) client.setRequestHandler(ElicitRequestSchema, ({ params }) => agent.#dialog(params));
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [process.argv[1] ?? '', ...serverArguments],
      // Not the region of whoever's profile lies on this machine: the embedded estate is here.
      env: { ALIBABA_CLOUD_REGION_ID: 'cn-hangzhou' },
      stderr: 'pipe',
    });
    if (transport.stderr) {
      createInterface({ input: transport.stderr as Readable }).on('line', (line) => agent.#stderr.push(line));
    }
    await client.connect(transport);
    return agent;
  }

  get serverName(): string {
    const { name, version } = this.#client.getServerVersion() ?? { name: '?', version: '?' };
    return `${name} ${version}`;
  }

  async toolCount(): Promise<number> {
    return (await this.#client.listTools()).tools.length;
  }

  /** Instance ids by what a person would type, from the completion of the server's own prompt. */
  async complete(typed: string): Promise<string[]> {
    const { completion } = await this.#client.complete({
      ref: { type: 'ref/prompt', name: 'recover-instance' },
      argument: { name: 'instanceId', value: typed },
    });
    return completion.values;
  }

  /** One call; decisions on the way are the person's. */
  async call(tool: string, given: Record<string, unknown>, onProgress?: OnProgress): Promise<Answer> {
    let args = given;
    let answers: Record<string, string> = {};
    for (;;) {
      const { answer, text } = await this.#send(tool, args, onProgress);
      if (answer.error) throw new ToolFailed(tool, answer.error);
      if (answer.status === 'declined') throw new Stopped(`${tool} was not approved: nothing was created there.`);
      const { decision } = answer;
      if (answer.status !== 'decision_required' || !decision) return answer;
      // A host without dialogs: the agent shows the decision in the conversation and repeats the call with the answer.
      const blocks = blocksOfDecision({ ...decision, question: withItsBreaks(decision, text) });
      const value = await this.#ask(tool, blocks, decision.options, decision.allowCustom);
      if (value === undefined) throw new Stopped(`${tool} was not approved: nothing was created there.`);
      answers = { ...answers, [decision.id]: value };
      args = { ...given, recoveryId: answer.recoveryId, answers, planToken: decision.planToken };
    }
  }

  /** Follows a result's `next`. */
  follow(next: Next | undefined, more: Record<string, unknown> = {}, onProgress?: OnProgress): Promise<Answer> {
    if (!next) throw new Error('The last result named no next call.');
    return this.call(next.tool, { ...next.arguments, ...more }, onProgress);
  }

  /** The actions that changed something, from the server's audit lines. */
  changes(): string[] {
    return this.#stderr.flatMap((line) => {
      try {
        const { audit } = JSON.parse(line) as { audit?: { action: string; result: string } };
        return audit?.result === 'ok' ? [audit.action] : [];
      } catch {
        return [];
      }
    });
  }

  lastWords(): string[] {
    return this.#stderr.slice(-5);
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #send(
    tool: string,
    args: Record<string, unknown>,
    onProgress?: OnProgress,
  ): Promise<{ answer: Answer; text: string }> {
    this.#open.push(tool);
    try {
      const result = await this.#client.callTool({ name: tool, arguments: args }, undefined, {
        timeout: CALL_TIMEOUT_MS,
        resetTimeoutOnProgress: true,
        ...(onProgress && { onprogress: ({ progress, message = '' }) => onProgress(progress, message) }),
      });
      const [content] = result.content as { type: string; text?: string }[];
      return { answer: readAnswer(result.structuredContent), text: content?.text ?? '' };
    } finally {
      this.#open.splice(this.#open.indexOf(tool), 1);
    }
  }

  async #dialog(params: ElicitRequest['params']): Promise<ElicitResult> {
    if (!('requestedSchema' in params)) return { action: 'decline' };
    const { choice, custom } = params.requestedSchema.properties;
    const offered = choice && 'oneOf' in choice ? choice.oneOf.map((o) => ({ value: o.const, title: o.title })) : [];
    // "Other" needs no number: whoever types anything else means it.
    const choices = offered.filter((c) => !custom || c.value !== 'custom');
    // Only what is polled runs beside another call, and it never asks.
    const tool = this.#open.findLast((name) => name !== POLL) ?? '';
    const value = await this.#ask(tool, blocksOfMarkdown(params.message), choices, Boolean(custom));
    if (value === undefined) return { action: 'cancel' };
    const known = choices.some((c) => c.value === value);
    return {
      action: 'accept',
      content: known ? { choice: value } : { choice: 'custom', custom: value },
    };
  }

  #ask(
    tool: string,
    blocks: Block[],
    options: readonly (Choice & { description?: string })[],
    allowCustom = false,
  ): Promise<string | undefined> {
    const choices = options.map(({ value, title, description }) => ({
      value,
      title: description ? `${title}: ${description}` : title,
    }));
    const decide = () => this.#person.decide({ tool, blocks, choices, allowCustom });
    // One question at a time, whatever goes on side by side.
    const answer = this.#asked.then(() => (this.#open.includes(POLL) ? decide() : this.#watch.pausedFor(decide)));
    this.#asked = answer.then(
      () => {},
      () => {},
    );
    return answer;
  }
}

/**
 * A decision's question is one line; the result's text begins with the same one as it was written, lists and all, after
 * the reason why it is asked anew, if it is.
 */
function withItsBreaks({ question, notAccepted }: Decision, text: string): string {
  const reason = notAccepted ? `${notAccepted}\n\n` : '';
  const written = text.slice(0, reason.length + question.length);
  return written.replaceAll('\n', ' ') === `${reason}${question}`.replaceAll('\n', ' ') ? written : reason + question;
}
