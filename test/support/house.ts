import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { clockAt } from '../../src/clock.ts';
import type { AuditRecord } from '../../src/cloud/audit.ts';
import type { Config } from '../../src/config.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts';
import { environment } from './environment.ts';
import { simulatorInOtherProcess } from './other-process.ts';
import { newClient, type Person } from './person.ts';
import { serversOn } from './servers.ts';

export { type Answer, agreeable, newClient, type Person } from './person.ts';

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
  const servers = serversOn(simulator, clock, { ...(options.config && { config: options.config }) });
  const join = async (person: Person | undefined): Promise<Client> => {
    const client = await servers.join(person);
    other?.watch(client);
    return client;
  };
  return {
    client: await join(options.person),
    simulator,
    audit: servers.audit,
    another: join,
    close: async () => {
      await servers.close();
      await simulator.close();
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
    env: { ...environment(env.HOME), ...env },
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
