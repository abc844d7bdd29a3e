import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Clock } from '../../../src/clock.ts';
import type { AuditRecord } from '../../../src/cloud/audit.ts';
import { type FaultPlan, type Simulator, type SimulatorOptions, startSimulator } from '../../../src/simulator/index.ts';
import type { Person } from '../../support/person.ts';
import { serversOn } from '../../support/servers.ts';
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
  const silence = options.silenceMs ?? 2_000;
  const servers = serversOn(simulator, clock, { silenceMs: { read: silence, change: silence } });
  return {
    simulator,
    clock,
    audit: servers.audit,
    before: new Set(existing(simulator).map((r) => r.id)),
    server: servers.join,
    close: async () => {
      await servers.close();
      await simulator.close();
    },
  };
}
