import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { TestRunner } from 'vitest';
import { type Clock, clockAt } from '../../src/clock.ts';
import type { RequestRecord, Simulator, SimulatorOptions } from '../../src/simulator/index.ts';
import { spawnCloud } from './spawned-cloud.ts';

/** The embedded cloud in another process, as far as a test can have it there. */
export interface OtherProcess {
  simulator: Simulator;
  /** In step with the other process's time. */
  clock: Clock;
  /** The request log is read after each call of a tool. */
  watch(client: Client): void;
}

/** A test that reaches into the cloud's memory cannot do so across a process boundary: it is skipped, and says so. */
function impossible(what: string): never {
  const test = TestRunner.getCurrentTest();
  if (!test) throw new Error(`${what} needs the embedded cloud in this process`);
  return test.context.skip(`${what} needs the embedded cloud in this process`);
}

export async function simulatorInOtherProcess(options: SimulatorOptions, speed: number): Promise<OtherProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'ecs-dr-cloud-'));
  const args = ['--speed', String(speed), '--seed', String(options.seed ?? 1)];
  for (const option of ['scenario', 'faults'] as const) {
    const value = options[option];
    if (value === undefined) continue;
    const file = join(folder, `${option}.json`);
    if (typeof value !== 'string') await writeFile(file, JSON.stringify(value));
    args.push(`--${option}`, typeof value === 'string' ? value : file);
  }
  if (options.lenient) args.push('--lenient');
  const spawned = await spawnCloud(args);
  const { start } = spawned;
  const requests: RequestRecord[] = [];
  const get = async <T>(path: string) => (await (await fetch(`${start.ecsEndpoint}${path}`)).json()) as T;
  const latest = () => requests.at(-1)?.n ?? 0;
  const refresh = async () => {
    const more = await get<RequestRecord[]>(`/requests.json?after=${latest()}`);
    // Two calls that end together ask for the same ones.
    requests.push(...more.filter(({ n }) => n > latest()));
  };
  const { now } = await get<{ now: string }>('/state.json?after=0');
  const clock = clockAt(speed, Date.parse(now));
  const simulator: Simulator = {
    ...start,
    clock,
    requests,
    get state(): Simulator['state'] {
      return impossible('the estate itself');
    },
    setFaults: () => impossible('changing the fault plan'),
    setPolicy: () => impossible('changing the policy'),
    onRequest: () => impossible('listening to requests'),
    close: async () => {
      await spawned.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return {
    simulator,
    clock,
    watch: (client) => {
      const callTool = client.callTool.bind(client);
      client.callTool = async (...args: Parameters<Client['callTool']>) => {
        try {
          return await callTool(...args);
        } finally {
          await refresh();
        }
      };
    },
  };
}
