import { randomBytes } from 'node:crypto';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { type ClientCapabilities, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { pino } from 'pino';
import { clockAt } from '../../src/clock.ts';
import type { AuditRecord } from '../../src/cloud/audit.ts';
import { openCloud } from '../../src/cloud/open.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { Approvals } from '../../src/decisions/approvals.ts';
import { PlanTokens } from '../../src/decisions/plan-token.ts';
import { createServer } from '../../src/server.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts';
import { sayIn } from '../../src/text/say.ts';
import { simulatorInOtherProcess } from './other-process.ts';

/** What a person answers to a dialog: the value of an option, free text, or nothing (`decline`, `cancel`). */
export type Person = (question: { message: string; options: { const: string; title: string }[] }) => Answer;
export type Answer = { choice: string; custom?: string } | 'decline' | 'cancel' | 'accept-empty';

/** Goes along with what is recommended. */
export const agreeable: Person = ({ options }) => ({ choice: options[0]?.const ?? '' });

export function newClient(person: Person | undefined, capabilities?: ClientCapabilities): Client {
  const client = new Client(
    { name: 'test-client', version: '1' },
    { capabilities: capabilities ?? (person ? { elicitation: { form: {} } } : {}) },
  );
  if (person) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      const schema = 'requestedSchema' in params ? params.requestedSchema : undefined;
      const choice = schema?.properties.choice as { oneOf?: { const: string; title: string }[] } | undefined;
      const answer = person({ message: params.message, options: choice?.oneOf ?? [] });
      if (answer === 'decline' || answer === 'cancel') return { action: answer };
      if (answer === 'accept-empty') return { action: 'accept', content: {} };
      return { action: 'accept', content: answer };
    });
  }
  return client;
}

export interface House {
  client: Client;
  simulator: Simulator;
  audit: AuditRecord[];
  /** Another server process's worth of state on the same cloud: nothing shared but the cloud. */
  another(person?: Person): Promise<Client>;
  close(): Promise<void>;
}

export interface HouseOptions {
  person?: Person;
  simulator?: SimulatorOptions;
  config?: Partial<Config>;
  /** How fast time runs in the embedded cloud and in the server's waiting. */
  speed?: number;
}

/**
 * The server, a real client and the embedded cloud (over real HTTP) in one process, at any speed.
 * With ECS_DR_TEST_CLOUD=process the embedded cloud is the built program in a process of its own; build it first.
 */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const speed = options.speed ?? 1000;
  const other =
    process.env.ECS_DR_TEST_CLOUD === 'process'
      ? await simulatorInOtherProcess({ ...options.simulator }, speed)
      : undefined;
  const clock = other?.clock ?? clockAt(speed);
  const simulator = other?.simulator ?? (await startSimulator({ clock, seed: 1, ...options.simulator }));
  const audit: AuditRecord[] = [];
  const closers: (() => Promise<void>)[] = [() => simulator.close()];
  const join = async (person: Person | undefined): Promise<Client> => {
    const config: Config = { ...readConfig({}), ...options.config };
    const cloud = openCloud({
      config: {
        homeRegion: 'cn-hangzhou',
        ...(config.regions.length > 0 && { regions: config.regions }),
        endpoints: {
          ecsEndpoint: simulator.ecsEndpoint,
          vpcEndpoint: simulator.vpcEndpoint,
          stsEndpoint: simulator.stsEndpoint,
        },
        staticCredentials: { accessKeyId: simulator.accessKeyId, accessKeySecret: simulator.accessKeySecret },
      },
      clock,
      sessionId: randomBytes(16).toString('hex'),
      audit: (record) => audit.push(record),
    });
    const server = createServer('0.0.0', {
      config,
      cloud: async () => cloud,
      clock,
      log: pino({ level: 'silent' }),
      say: sayIn('en'),
      tokens: new PlanTokens(),
      approvals: new Approvals(),
    });
    const [near, far] = InMemoryTransport.createLinkedPair();
    const client = newClient(person);
    other?.watch(client);
    await Promise.all([server.connect(far), client.connect(near)]);
    closers.unshift(() => client.close());
    return client;
  };
  const client = await join(options.person);
  return {
    client,
    simulator,
    audit,
    another: (person) => join(person),
    close: async () => {
      for (const close of closers) await close();
    },
  };
}

/** The built binary as a host starts it. */
export async function spawnServer(
  args: string[],
  env: Record<string, string> = {},
  person?: Person,
): Promise<{ client: Client; transport: StdioClientTransport; stderr(): string }> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ['dist/main.js', ...args],
    env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent', ...env },
    stderr: 'pipe',
  });
  const client = newClient(person);
  let errors = '';
  transport.stderr?.on('data', (chunk) => {
    errors += String(chunk);
  });
  await client.connect(transport);
  return { client, transport, stderr: () => errors };
}
