import { createServer } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { startSimulator } from '../../src/simulator/index.ts';
import { tools } from '../../tools/index.ts';
import { call } from '../support/agent.ts';
import { type House, openHouse, spawnServer } from '../support/house.ts';

const WEB = 'i-bp1webprod0100000000';
const BRANCH = 'i-uf6branchweb01000000';
const CHANGING = tools.filter((t) => t.effect === 'create').map((t) => t.name);

let house: House | undefined;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  await house?.close();
  house = undefined;
  for (const close of closers.splice(0)) await close();
});

const portOf = (address: unknown): number => (address as { port: number }).port;

/** Counts whoever comes, and says nothing. */
async function listener(): Promise<{ port: number; arrived: () => number }> {
  let arrived = 0;
  const server = createSocketServer((socket) => {
    arrived += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  closers.push(() => server.close());
  return { port: portOf(server.address()), arrived: () => arrived };
}

describe('ECS_DR_READ_ONLY=1', () => {
  test('offers no tool that changes anything, and refuses one that is called all the same', async () => {
    const { client } = await spawnServer(['--simulate'], { ECS_DR_READ_ONLY: '1' });
    closers.push(() => client.close());
    const offered = (await client.listTools()).tools;
    expect(CHANGING.length).toBeGreaterThan(4);
    expect(offered.map((t) => t.name).filter((name) => CHANGING.includes(name))).toEqual([]);
    expect(offered.every((t) => t.annotations?.readOnlyHint)).toBe(true);
    for (const name of CHANGING)
      await expect(client.callTool({ name, arguments: { instanceId: WEB } })).rejects.toThrow(/ECS_DR_READ_ONLY/);
    expect((await call(client, 'describe-source', { instanceId: WEB })).status).toBe('done');
  });

  test('stays on when another variable is wrong', async () => {
    const { client } = await spawnServer([], { ECS_DR_READ_ONLY: '1', ECS_DR_CONFIRM: 'never' });
    closers.push(() => client.close());
    const offered = (await client.listTools()).tools.map((t) => t.name);
    expect(offered.filter((name) => CHANGING.includes(name))).toEqual([]);
  });

  test('"true" is on as well, also when another variable is wrong', async () => {
    const { client } = await spawnServer([], { ECS_DR_READ_ONLY: 'true', ECS_DR_CONFIRM: 'never' });
    closers.push(() => client.close());
    const offered = (await client.listTools()).tools.map((t) => t.name);
    expect(offered.filter((name) => CHANGING.includes(name))).toEqual([]);
  });

  test('a value that is neither on nor off is taken for on until it is mended', async () => {
    const { client } = await spawnServer([], { ECS_DR_READ_ONLY: 'yes' });
    closers.push(() => client.close());
    const offered = (await client.listTools()).tools.map((t) => t.name);
    expect(offered.filter((name) => CHANGING.includes(name))).toEqual([]);
  });
});

describe('ECS_DR_REGIONS', () => {
  test('with one region takes regionId out of every schema, and refuses another one by name, asking nobody', async () => {
    house = await openHouse({ config: readConfig({ ECS_DR_REGIONS: 'cn-hangzhou' }) });
    for (const tool of (await house.client.listTools()).tools)
      expect(Object.keys(tool.inputSchema.properties ?? {}), tool.name).not.toContain('regionId');
    const { error } = await call(house.client, 'describe-source', { instanceId: WEB, regionId: 'cn-shanghai' });
    expect(error?.code).toBe('RegionNotAllowed');
    expect(JSON.stringify(error)).toContain('cn-shanghai');
    expect(house.simulator.requests).toEqual([]);
  });

  test('with one region takes its own name, which remedies ask for', async () => {
    house = await openHouse({ config: readConfig({ ECS_DR_REGIONS: 'cn-hangzhou' }) });
    const described = await call(house.client, 'describe-source', { instanceId: WEB, regionId: 'cn-hangzhou' });
    expect(described.source.instanceId).toBe(WEB);
  });

  test('with one region finds nothing of another, and asks nobody there', async () => {
    house = await openHouse({ config: readConfig({ ECS_DR_REGIONS: 'cn-hangzhou' }) });
    const { error } = await call(house.client, 'describe-source', { instanceId: BRANCH });
    expect(error?.code).toBe('InvalidInstanceId.NotFound');
    expect(error?.remedy).toContain('ECS_DR_REGIONS');
    expect(house.simulator.requests.map((r) => r.params.RegionId)).not.toContain('cn-shanghai');
  });

  test('with several keeps the parameter, refuses every other region before anything is sent', async () => {
    house = await openHouse({ config: readConfig({ ECS_DR_REGIONS: 'cn-hangzhou,cn-beijing' }) });
    for (const tool of tools) {
      const args = argumentsFor(tool.name);
      const { error } = await call(house.client, tool.name, { ...args, regionId: 'cn-shanghai' });
      if (error?.code === 'InvalidInput') throw new Error(`${tool.name}: ${error.message}`);
      // Whose credentials these are is asked of STS, not of the region.
      const sent = house.simulator.requests.filter((r) => r.product !== 'sts');
      expect(error?.code, tool.name).toBe('RegionNotAllowed');
      expect(sent, tool.name).toEqual([]);
    }
  });
});

function argumentsFor(tool: string): Record<string, unknown> {
  const s = 's-bp1aaaaaaaaaaaaaaaaa';
  const all: Record<string, Record<string, unknown>> = {
    'describe-source': { instanceId: WEB },
    'create-snapshot-group': { instanceId: WEB },
    'create-snapshot': { diskIds: ['d-bp1batch01sys0000000'] },
    'create-image': { instanceId: WEB, wholeInstance: true },
    'find-target-zone': { instanceId: WEB },
    'create-vswitch': { vpcId: 'vpc-bp1prod0000000000000', zoneId: 'cn-hangzhou-k' },
    'run-dr-instance': {
      instanceId: WEB,
      imageId: 'm-bp1aaaaaaaaaaaaaaaaa',
      zoneId: 'cn-hangzhou-k',
      vSwitchId: 'vsw-bp1prodi000000000000',
    },
    'attach-recovered-disk': { snapshotIds: [s], targetInstanceId: WEB },
    'check-recovery': {},
    'verify-recovery': { instanceId: WEB, drInstanceId: 'i-bp1batch010000000000' },
    'check-access': {},
  };
  return all[tool] ?? {};
}

describe('an endpoint that is not allowed is never dialled', () => {
  test.each([
    ['plain http to another host', (port: number, host: string) => `http://${host}:${port}`],
    ['another scheme', (port: number) => `ftp://127.0.0.1:${port}`],
    ['user info', (port: number) => `http://key:canary-in-url@127.0.0.1:${port}`],
    ['user info that looks like a host', (port: number) => `http://127.0.0.1@localhost:${port}`],
    ['a query', (port: number) => `http://127.0.0.1:${port}/?x=canary-in-url`],
    ['a line break', (port: number) => `http://127.0.0.1:${port}\n.evil.example`],
    ['a host that only begins like loopback', (port: number) => `http://127.0.0.1.evil.example:${port}`],
    ['a number for an address', (port: number) => `http://0.0.0.0:${port}`],
  ])('%s', async (_, url) => {
    const { port, arrived } = await listener();
    for (const name of ['ECS_ENDPOINT', 'VPC_ENDPOINT', 'STS_ENDPOINT']) {
      const value = url(port, 'host.docker.internal');
      const { client, stderr } = await spawnServer([], {
        [name]: value,
        ALIBABA_CLOUD_ACCESS_KEY_ID: 'k',
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'canary-secret',
      });
      const results = await Promise.all([
        call(client, 'describe-source', { instanceId: WEB }),
        call(client, 'check-access', {}),
      ]);
      for (const { error } of results) expect(error).toMatchObject({ code: 'InvalidConfiguration' });
      expect(results[0]?.error?.message).toContain(name);
      expect(JSON.stringify(results) + stderr()).not.toContain('canary');
      await client.close();
    }
    expect(arrived()).toBe(0);
  });
});

test('loopback with STS left out calls no STS', async () => {
  const simulator = await startSimulator({ seed: 1 });
  closers.push(() => simulator.close());
  const { client } = await spawnServer([], {
    ECS_ENDPOINT: simulator.ecsEndpoint,
    VPC_ENDPOINT: simulator.vpcEndpoint,
    ALIBABA_CLOUD_ACCESS_KEY_ID: simulator.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: simulator.accessKeySecret,
  });
  closers.push(() => client.close());
  const { caller, error } = await call(client, 'check-access', { purpose: 'read-only' });
  expect(error).toBeUndefined();
  expect(caller).toMatchObject({ accountId: 'unknown', credentialSource: 'env' });
  simulator.setPolicy({ Statement: [] });
  // A refusal without a name is not looked up either.
  expect((await call(client, 'describe-source', { instanceId: WEB })).error?.code).toBe('Forbidden.RAM');
  expect(simulator.requests.filter((r) => r.product === 'sts')).toEqual([]);
});

test.each([
  301, 302, 307, 308,
])('a redirect (%s) is not followed: no credentials go to another place', async (status) => {
  const elsewhere: string[] = [];
  const other = createServer((request, response) => {
    elsewhere.push(JSON.stringify(request.headers));
    response.end('{}');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  closers.push(() => other.close());
  let asked = 0;
  const redirecting = createServer((_, response) => {
    asked += 1;
    response.writeHead(status, { location: `http://127.0.0.1:${portOf(other.address())}/` }).end();
  });
  await new Promise<void>((resolve) => redirecting.listen(0, '127.0.0.1', resolve));
  closers.push(() => redirecting.close());
  const at = `http://127.0.0.1:${portOf(redirecting.address())}`;
  const { client } = await spawnServer([], {
    ECS_ENDPOINT: at,
    VPC_ENDPOINT: at,
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'k',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 's',
  });
  closers.push(() => client.close());
  const result = await call(client, 'describe-source', { instanceId: WEB, regionId: 'cn-hangzhou' });
  expect(result.isError).toBe(true);
  expect(result.error?.cause).toContain('redirects elsewhere, which is not followed');
  expect(asked).toBeLessThan(4);
  expect(elsewhere).toEqual([]);
});
