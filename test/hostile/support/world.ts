import { randomBytes } from 'node:crypto';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { pino } from 'pino';
import type { Clock } from '../../../src/clock.ts';
import type { AuditRecord } from '../../../src/cloud/audit.ts';
import { openCloud } from '../../../src/cloud/open.ts';
import { readConfig } from '../../../src/config.ts';
import { Approvals } from '../../../src/decisions/approvals.ts';
import { PlanTokens } from '../../../src/decisions/plan-token.ts';
import { createServer } from '../../../src/server.ts';
import { type FaultPlan, type Simulator, type SimulatorOptions, startSimulator } from '../../../src/simulator/index.ts';
import { sayIn } from '../../../src/text/say.ts';
import { newClient, type Person } from '../../support/house.ts';
import { existing } from './ledger.ts';
import { skippingClock } from './skipping-clock.ts';

export interface World {
  simulator: Simulator;
  clock: Clock;
  audit: AuditRecord[];
  /** Ids of everything that was there before any recovery. */
  before: ReadonlySet<string>;
  /** A server with nothing but the cloud's address and a key, as a new process has it; and a client of it. */
  server(person: Person | undefined): Promise<Client>;
  close(): Promise<void>;
}

export interface WorldOptions {
  seed?: number;
  faults?: FaultPlan;
  scenario?: SimulatorOptions['scenario'];
  clock?: Clock & NonNullable<SimulatorOptions['clock']>;
  /** How long an answer is waited for, in real ms. */
  silenceMs?: number;
}

/** The embedded cloud over real HTTP and as many servers as wanted, in one process. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const clock = options.clock ?? skippingClock();
  const simulator = await startSimulator({
    clock,
    seed: options.seed ?? 1,
    ...(options.faults && { faults: options.faults }),
    ...(options.scenario && { scenario: options.scenario }),
  });
  const audit: AuditRecord[] = [];
  const closers: (() => Promise<void>)[] = [];
  const silence = options.silenceMs ?? 2_000;
  return {
    simulator,
    clock,
    audit,
    before: new Set(existing(simulator).map((r) => r.id)),
    server: async (person) => {
      const cloud = openCloud({
        config: {
          homeRegion: 'cn-hangzhou',
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
        silenceMs: { read: silence, change: silence },
      });
      const server = createServer('0.0.0', {
        config: readConfig({}),
        cloud: async () => cloud,
        clock,
        log: pino({ level: 'silent' }),
        say: sayIn('en'),
        tokens: new PlanTokens(),
        approvals: new Approvals(),
      });
      const [near, far] = InMemoryTransport.createLinkedPair();
      const client = newClient(person);
      await Promise.all([server.connect(far), client.connect(near)]);
      closers.push(() => client.close());
      return client;
    },
    close: async () => {
      for (const close of closers) await close();
      await simulator.close();
    },
  };
}
