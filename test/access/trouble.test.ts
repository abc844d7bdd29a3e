import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FaultPlan, type Simulator, startSimulator } from '../../src/simulator/index.ts';
import { call, type Result } from '../support/agent.ts';
import { spawnServer } from '../support/house.ts';

/** The built server as a host starts it, on a machine on which something is wrong. */

const WEB = 'i-bp1webprod0100000000';
const SECRET = 'canarySecretOfTheFile0123456789';

let home: string;
const closers: (() => unknown)[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'access-'));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  rmSync(home, { recursive: true, force: true });
});

interface Seen extends Result {
  ms: number;
  stderr: string;
}

async function ask(
  env: Record<string, string>,
  tool = 'describe-source',
  args: Record<string, unknown> = { instanceId: WEB },
) {
  const { client, stderr } = await spawnServer([], { HOME: home, ...env });
  closers.push(() => client.close());
  const started = performance.now();
  const result = await call(client, tool, args);
  return { ...result, ms: performance.now() - started, stderr: stderr() } as Seen;
}

async function cloud(faults: FaultPlan = []): Promise<{ simulator: Simulator; env: Record<string, string> }> {
  const simulator = await startSimulator({ faults, seed: 1 });
  closers.push(() => simulator.close());
  return {
    simulator,
    env: {
      ECS_ENDPOINT: simulator.ecsEndpoint,
      VPC_ENDPOINT: simulator.vpcEndpoint,
      STS_ENDPOINT: simulator.stsEndpoint,
      ALIBABA_CLOUD_ACCESS_KEY_ID: simulator.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: simulator.accessKeySecret,
    },
  };
}

function file(path: string, content: string): void {
  const full = join(home, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, content);
}

/** Accepts connections and never says a word. */
async function silence(): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, connections: () => connections };
}

/** Every trouble has all of it: what, why, and what to do. */
function complete({ error, text, isError }: Seen): void {
  expect(isError).toBe(true);
  for (const part of [error?.message, error?.cause, error?.remedy]) expect(part?.length).toBeGreaterThan(10);
  expect(text).toContain(`**${error?.code}**`);
}

describe('without usable credentials', () => {
  test('the first call says so within seconds, although the metadata service was asked, and how to get some', async () => {
    const seen = await ask({});
    complete(seen);
    expect(seen.error).toMatchObject({ code: 'CredentialsNotFound', retryable: false });
    expect(seen.error?.cause).toMatch(/environment variables.*CLI profile.*credentials file.*ECS RAM role/);
    expect(seen.error?.remedy).toContain('aliyun configure');
    expect(seen.error?.remedy).toContain('most hosts do not pass on the variables of your shell');
    expect(seen.ms).toBeLessThan(15_000);
  });

  test('a profile file that is not JSON is named as broken, and nothing of it is shown', async () => {
    file('.aliyun/config.json', `{"current":"default","profiles":[{"access_key_secret":"${SECRET}"`);
    const seen = await ask({ ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' });
    complete(seen);
    expect(seen.error).toMatchObject({ code: 'CredentialsFileInvalid' });
    expect(seen.error?.cause).toContain('~/.aliyun/config.json is not valid JSON');
    expect(seen.error?.remedy).toContain('Mend or remove ~/.aliyun/config.json');
    expect(JSON.stringify(seen)).not.toContain(SECRET);
  });

  test('a credentials file without a type is named as broken', async () => {
    file('.alibabacloud/credentials', `[default]\naccess_key_secret = ${SECRET}\n`);
    const seen = await ask({ ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' });
    complete(seen);
    expect(seen.error).toMatchObject({ code: 'CredentialsFileInvalid' });
    expect(seen.error?.cause).toContain('~/.alibabacloud/credentials');
    expect(JSON.stringify(seen)).not.toContain(SECRET);
  });

  test('a profile that does not exist is named', async () => {
    file('.aliyun/config.json', JSON.stringify({ current: 'a', profiles: [{ name: 'a', mode: 'AK' }] }));
    const seen = await ask({ ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true', ALIBABA_CLOUD_PROFILE: 'ops' });
    expect(seen.error?.cause).toContain('no profile ops');
  });

  test('a credentials service that never answers keeps nobody waiting', async () => {
    const { port, connections } = await silence();
    const seen = await ask({
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
      ALIBABA_CLOUD_CREDENTIALS_URI: `http://127.0.0.1:${port}/`,
    });
    complete(seen);
    expect(seen.error).toMatchObject({ code: 'CredentialsNotFound' });
    expect(connections()).toBe(1);
    expect(seen.ms).toBeLessThan(12_000);
  });
});

describe('with credentials that the cloud does not accept', () => {
  test('expired STS credentials are told as that, and to be renewed', async () => {
    const { env } = await cloud([{ action: '*', fault: 'expired-token' }]);
    const seen = await ask(env);
    expect(seen.error).toMatchObject({ code: 'InvalidSecurityToken.Expired', retryable: false });
    expect(seen.error?.cause).toContain('expired');
    expect(seen.error?.remedy).toContain('Renew');
  });

  test('a wrong secret is told as that', async () => {
    const { env } = await cloud();
    const seen = await ask({ ...env, ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET });
    complete(seen);
    expect(seen.error?.code).toBe('SignatureDoesNotMatch');
    expect(seen.error?.remedy).toContain('Do not paste keys');
    expect(JSON.stringify(seen)).not.toContain(SECRET);
  });
});

test('a clock that is an hour off is told as that', async () => {
  const { env } = await cloud();
  const late =
    'const D=Date,off=36e5;globalThis.Date=class extends D{constructor(...a){a.length?super(...a):super(D.now()+off)}static now(){return D.now()+off}}';
  const seen = await ask({ ...env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(late)}` });
  complete(seen);
  expect(seen.error?.code).toMatch(/^InvalidTimeStamp|^IllegalTimestamp/);
  expect(seen.error?.cause).toContain('clock');
  expect(seen.error?.remedy).toContain('Set the clock');
});

test('a region that does not exist is told as that', async () => {
  const { env } = await cloud();
  const seen = await ask(env, 'describe-source', { instanceId: WEB, regionId: 'cn-nowhere' });
  complete(seen);
  expect(seen.error?.code).toMatch(/Region/);
  expect(seen.error?.cause).toContain('cn-nowhere');
  expect(seen.error?.remedy).toContain('Correct regionId');
});

describe('where the endpoint cannot be reached', () => {
  const keys = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'k', ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET };
  const refused = 'http://127.0.0.1:1';

  test.each([
    ['nothing listens there', { ECS_ENDPOINT: refused, VPC_ENDPOINT: refused }, 'othing listens'],
    ['its name does not resolve', { ECS_ENDPOINT: 'nohost.invalid', VPC_ENDPOINT: 'nohost.invalid' }, 'name'],
  ])('%s: told within seconds, naming what to check', async (_, env, what) => {
    const seen = await ask({ ...keys, ...env });
    complete(seen);
    expect(seen.error).toMatchObject({ code: 'EndpointUnreachable', retryable: true });
    expect(seen.error?.cause).toContain(what);
    expect(seen.error?.remedy).toContain('ECS_ENDPOINT');
    expect(seen.ms).toBeLessThan(20_000);
    expect(JSON.stringify(seen)).not.toContain(SECRET);
  });
});

test('a wrong variable is told by the first call, not by a server that does not start', async () => {
  const seen = await ask({ ECS_DR_CONFIRM: 'never' });
  complete(seen);
  expect(seen.error).toMatchObject({ code: 'InvalidConfiguration' });
  expect(seen.error?.message).toContain('ECS_DR_CONFIRM');
  expect(seen.error?.remedy).toContain('auto, elicitation, token');
});
