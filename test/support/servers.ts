import { randomBytes } from 'node:crypto';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { pino } from 'pino';
import { BoundedMap } from '../../src/bounded-map.ts';
import type { Clock } from '../../src/clock.ts';
import type { AuditRecord } from '../../src/cloud/audit.ts';
import type { Endpoints } from '../../src/cloud/endpoints.ts';
import { type OpenOptions, openCloud } from '../../src/cloud/open.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { Approvals } from '../../src/decisions/approvals.ts';
import { PlanTokens } from '../../src/decisions/plan-token.ts';
import type { Runtime } from '../../src/runner.ts';
import { createServer } from '../../src/server.ts';
import type { Simulator } from '../../src/simulator/index.ts';
import { chinese } from '../../src/text/chinese.ts';
import { sayIn } from '../../src/text/say.ts';
import { newClient, type Person } from './person.ts';

/** Servers in this process, on one embedded cloud and one clock. */
export interface Servers {
  /** Of all of them, in order. */
  audit: AuditRecord[];
  /** A server with nothing but the cloud's address and a key, as a new process has it; and a client of it. */
  join(person: Person | undefined): Promise<Client>;
  /** The clients with their servers; the embedded cloud stays. */
  close(): Promise<void>;
}

export interface ServersOptions {
  config?: Partial<Config>;
  /** Where the cloud is reached, when something stands before it. */
  endpoints?: Endpoints;
  silenceMs?: OpenOptions['silenceMs'];
}

export function serversOn(simulator: Simulator, clock: Clock, options: ServersOptions = {}): Servers {
  const audit: AuditRecord[] = [];
  const clients: Client[] = [];
  const { ecsEndpoint, vpcEndpoint, stsEndpoint, accessKeyId, accessKeySecret } = simulator;
  return {
    audit,
    join: async (person) => {
      const config: Config = { ...readConfig({}), ...options.config };
      const cloud = openCloud({
        config: {
          homeRegion: 'cn-hangzhou',
          ...(config.regions.length > 0 && { regions: config.regions }),
          endpoints: options.endpoints ?? { ecsEndpoint, vpcEndpoint, stsEndpoint },
          staticCredentials: { accessKeyId, accessKeySecret },
        },
        clock,
        sessionId: randomBytes(16).toString('hex'),
        audit: (record) => audit.push(record),
        ...(options.silenceMs && { silenceMs: options.silenceMs }),
      });
      const server = createServer('0.0.0', newRuntime({ config, cloud: async () => cloud, clock }));
      const client = newClient(person);
      const [near, far] = InMemoryTransport.createLinkedPair();
      await Promise.all([server.connect(far), client.connect(near)]);
      clients.push(client);
      return client;
    },
    close: async () => {
      for (const client of clients) await client.close();
    },
  };
}

/** All that a server runs on: what is given, and for the rest what a new process has. */
export function newRuntime(given: Pick<Runtime, 'config' | 'cloud' | 'clock'> & Partial<Runtime>): Runtime {
  return {
    log: pino({ level: 'silent' }),
    say: sayIn(given.config.language === 'zh' ? chinese : 'en'),
    tokens: new PlanTokens(),
    approvals: new Approvals(),
    memory: new BoundedMap(1_000),
    ...given,
  };
}
