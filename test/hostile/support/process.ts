import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Simulator } from '../../../src/simulator/index.ts';
import { type Person, spawnServer } from '../../support/house.ts';

export interface Process {
  client: Client;
  pid: number;
  stderr(): string;
}

/** The built server as a process of its own, with an empty home and nothing but the cloud's address and a key. */
export async function startProcess(
  simulator: Pick<Simulator, 'ecsEndpoint' | 'accessKeyId' | 'accessKeySecret'>,
  person: Person | undefined,
  env: Record<string, string> = {},
): Promise<Process> {
  const { client, transport, stderr } = await spawnServer(
    [],
    {
      HOME: mkdtempSync(join(tmpdir(), 'ecs-dr-home-')),
      ECS_ENDPOINT: simulator.ecsEndpoint,
      VPC_ENDPOINT: simulator.ecsEndpoint,
      STS_ENDPOINT: simulator.ecsEndpoint,
      ALIBABA_CLOUD_ACCESS_KEY_ID: simulator.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: simulator.accessKeySecret,
      ALIBABA_CLOUD_REGION_ID: 'cn-hangzhou',
      ...env,
    },
    person,
  );
  return { client, pid: transport.pid ?? 0, stderr };
}
