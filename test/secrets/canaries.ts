import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { type FaultPlan, type Simulator, startSimulator } from '../../src/simulator/index.ts';
import { decided } from '../support/agent.ts';
import { spawnServer } from '../support/house.ts';

/** The embedded cloud's own key is the canary: it works, so every path of the code that holds a key is really taken. */

const WEB = 'i-bp1webprod0100000000';
const USER_DATA = 'canary-user-data-password';

export let home: string;
export let simulator: Simulator;
export const closers: (() => unknown)[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'secrets-'));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  rmSync(home, { recursive: true, force: true });
});

export function file(path: string, content: string): void {
  const full = join(home, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, content);
}

const CALLS: [string, Record<string, unknown>][] = [
  ['describe-source', { instanceId: WEB }],
  ['find-target-zone', { instanceId: WEB }],
  ['create-snapshot-group', { instanceId: WEB, waitSeconds: 0 }],
  ['create-snapshot', { diskIds: ['d-bp1batch01sys0000000'], waitSeconds: 0 }],
  ['create-image', { instanceId: 'i-bp1filesgap010000000', wholeInstance: true, waitSeconds: 0 }],
  ['create-vswitch', { vpcId: 'vpc-bp1prod0000000000000', zoneId: 'cn-hangzhou-k', instanceId: WEB }],
  [
    'run-dr-instance',
    {
      instanceId: WEB,
      imageId: 'm-bp1aaaaaaaaaaaaaaaaa',
      zoneId: 'cn-hangzhou-i',
      vSwitchId: 'vsw-bp1prodi000000000000',
    },
  ],
  ['attach-recovered-disk', { snapshotIds: ['s-bp1aaaaaaaaaaaaaaaaa'], targetInstanceId: WEB, waitSeconds: 0 }],
  ['check-recovery', { waitSeconds: 0 }],
  ['verify-recovery', { instanceId: WEB, drInstanceId: 'i-bp1batch010000000000' }],
  ['check-access', { instanceId: WEB }],
];

interface Scene {
  endpoint?: string;
  /** The keys are temporary ones with this token. */
  securityToken?: string;
  atTheEnd?: (server: Awaited<ReturnType<typeof spawnServer>>) => Promise<void>;
}

/** Everything that leaves the process, over every tool: results, stderr, log and audit file. */
export async function everythingSaid(
  keys: (key: Simulator) => Record<string, string>,
  faults: FaultPlan = [],
  { endpoint, securityToken, atTheEnd }: Scene = {},
) {
  simulator = await startSimulator({
    seed: 1,
    speed: 10_000,
    ...(securityToken && { securityToken }),
    scenario: {
      name: 'secrets',
      extends: 'default',
      instances: [{ id: WEB, userData: USER_DATA }],
    } as never,
  });
  const running = simulator;
  closers.push(() => running.close());
  simulator.setFaults(faults);
  const at = endpoint ?? simulator.ecsEndpoint;
  const server = await spawnServer([], {
    HOME: home,
    ECS_ENDPOINT: at,
    VPC_ENDPOINT: at,
    STS_ENDPOINT: at,
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
    ECS_DR_LOG_LEVEL: 'trace',
    ECS_DR_LOG_FILE: join(home, 'log', 'server.log'),
    ECS_DR_AUDIT_FILE: join(home, 'audit.log'),
    ...keys(simulator),
  });
  const { client, stderr } = server;
  closers.push(() => client.close());
  const said: string[] = [];
  for (const [tool, args] of CALLS) said.push(JSON.stringify(await decided(client, tool, args)));
  said.push(JSON.stringify(await client.listTools()), stderr());
  await atTheEnd?.(server);
  for (const path of ['log/server.log', 'audit.log']) {
    try {
      said.push(readFileSync(join(home, path), 'utf8'));
    } catch {
      // Nothing was logged.
    }
  }
  return said.join('\n');
}

export const inEnvironment = (s: Simulator) => ({
  ALIBABA_CLOUD_ACCESS_KEY_ID: s.accessKeyId,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: s.accessKeySecret,
});

export function expectSilent(said: string, ...more: string[]): void {
  expect(said.length).toBeGreaterThan(2_000);
  for (const canary of [simulator.accessKeyId, simulator.accessKeySecret, USER_DATA, ...more]) {
    for (const form of [
      canary,
      encodeURIComponent(canary),
      Buffer.from(canary).toString('base64').replace(/=+$/, ''),
    ]) {
      expect(said.includes(form), `${form.slice(0, 24)}… was said`).toBe(false);
    }
  }
  expect(said).not.toMatch(/Signature=|x-acs-security-token/i);
}
