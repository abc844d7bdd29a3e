import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keySource } from '../../src/cloud/credentials.ts';
import { isPlainElsewhere } from '../../src/cloud/endpoints.ts';
import { openCloud } from '../../src/cloud/open.ts';
import { cliProfile } from '../../src/cloud/profiles.ts';
import { fakeApi, SECRET } from './fake-api.ts';

const LOCAL = { ecsEndpoint: '127.0.0.1:1' };
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ecs-dr-home-'));
  vi.stubEnv('HOME', home);
  vi.stubEnv('USERPROFILE', home);
  vi.stubEnv('ALIBABA_CLOUD_ECS_METADATA_DISABLED', 'true');
  for (const name of [
    'ACCESS_KEY_ID',
    'ACCESS_KEY_SECRET',
    'SECURITY_TOKEN',
    'PROFILE',
    'CREDENTIALS_URI',
    'ROLE_ARN',
  ]) {
    vi.stubEnv(`ALIBABA_CLOUD_${name}`, undefined);
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

function cliConfig(content: unknown): void {
  mkdirSync(join(home, '.aliyun'), { recursive: true });
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(home, '.aliyun', 'config.json'), text);
}

const profile = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  mode: 'AK',
  access_key_id: `key-of-${name}`,
  access_key_secret: SECRET,
  region_id: 'cn-beijing',
  ...more,
});

async function failure(endpoints = {}): Promise<{ code: string; cause: string; remedy: string }> {
  const error = await keySource(undefined, endpoints)
    .getCredential()
    .catch((e) => e);
  expect(`${JSON.stringify(error.details)} ${error.stack}`).not.toContain(SECRET);
  return error.details;
}

describe('keys come', () => {
  it('from the environment first', async () => {
    cliConfig({ current: 'a', profiles: [profile('a')] });
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', 'env-key');
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_SECRET', SECRET);
    const keys = keySource(undefined, {});
    expect(await keys.getCredential()).toMatchObject({ accessKeyId: 'env-key', accessKeySecret: SECRET });
    expect(keys.source()).toBe('env');
  });

  it("from the CLI's current profile, or the one that is named", async () => {
    cliConfig({ current: 'a', profiles: [profile('a'), profile('b')] });
    const keys = keySource(undefined, LOCAL);
    expect(await keys.getCredential()).toMatchObject({ accessKeyId: 'key-of-a' });
    expect(keys.source()).toBe('cli_profile/static_ak');
    vi.stubEnv('ALIBABA_CLOUD_PROFILE', 'b');
    expect(await keySource(undefined, LOCAL).getCredential()).toMatchObject({ accessKeyId: 'key-of-b' });
  });

  it('with their session token where there is one', async () => {
    cliConfig({ current: 'a', profiles: [profile('a', { mode: 'StsToken', sts_token: 'the-token' })] });
    expect(await keySource(undefined, {}).getCredential()).toMatchObject({ securityToken: 'the-token' });
  });

  it('from nowhere when they were given, whatever else there is', async () => {
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', 'env-key');
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_SECRET', SECRET);
    const keys = keySource({ accessKeyId: 'given', accessKeySecret: 'x' }, {});
    expect(await keys.getCredential()).toMatchObject({ accessKeyId: 'given' });
  });
});

describe('without usable keys the error', () => {
  it('says within seconds what was tried and what to do', async () => {
    const started = Date.now();
    expect(await failure()).toMatchObject({
      code: 'CredentialsNotFound',
      cause: expect.stringMatching(/environment variables.*CLI profile.*credentials file/),
      remedy: expect.stringContaining('aliyun configure'),
    });
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('comes within seconds although the machine is no ECS instance', async () => {
    vi.stubEnv('ALIBABA_CLOUD_ECS_METADATA_DISABLED', undefined);
    const started = Date.now();
    expect((await failure()).cause).toContain('ECS RAM role');
    expect(Date.now() - started).toBeLessThan(12_000);
  });

  it('never quotes a configuration file that it cannot read', async () => {
    cliConfig(`{"profiles":[{"access_key_secret":"${SECRET}"`);
    expect((await failure()).cause).toContain('config.json is not valid JSON');
  });

  it('names a profile that does not exist', async () => {
    cliConfig({ current: 'a', profiles: [profile('a')] });
    vi.stubEnv('ALIBABA_CLOUD_PROFILE', 'missing');
    expect((await failure()).cause).toContain('no profile missing');
  });

  it('tells that half of a key pair is set', async () => {
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', 'only-this');
    expect((await failure()).cause).toContain('ALIBABA_CLOUD_ACCESS_KEY_SECRET is not');
  });

  it('never quotes what a credentials URI answered', async () => {
    const api = await fakeApi({ undefined: () => ({ body: { AccessKeyId: 'a', AccessKeySecret: SECRET } }) });
    vi.stubEnv('ALIBABA_CLOUD_CREDENTIALS_URI', `http://${api.endpoint}/`);
    expect((await failure()).cause).toContain('CREDENTIALS_URI');
    await api.close();
  });

  it.each([
    'http://10.20.30.40:7002/credentials',
    'http://broker.example/credentials',
    'http://localhost.example:7002/',
    'http://127.0.0.1.example/',
    'http://127.0.0.1@broker.example/',
    'http:\\\\broker.example/',
    'http://169.255.0.1/',
    'http://100.100.100.201/',
    'http://[fe00::1]/',
    'http://[2001:db8::1]:7002/',
    'ftp://broker.example/',
  ])('says that a credentials URI over plain http is asked on this machine alone, not %s', async (uri) => {
    vi.stubEnv('ALIBABA_CLOUD_CREDENTIALS_URI', uri);
    const started = performance.now();
    expect((await failure()).cause).toContain('was not asked: over plain http');
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  it('is gone as soon as keys are there: nothing is remembered of the failure', async () => {
    const keys = keySource(undefined, {});
    await expect(keys.getCredential()).rejects.toMatchObject({ details: { code: 'CredentialsNotFound' } });
    cliConfig({ current: 'a', profiles: [profile('a')] });
    expect(await keys.getCredential()).toMatchObject({ accessKeyId: 'key-of-a' });
  });
});

it('no role is taken (which means calling STS) when ECS is on loopback and no STS endpoint is named', async () => {
  cliConfig({ current: 'a', profiles: [profile('a', { mode: 'RamRoleArn', ram_role_arn: 'acs:ram::1:role/r' })] });
  vi.stubEnv('ALIBABA_CLOUD_ROLE_ARN', 'acs:ram::1:role/r');
  const details = await failure(LOCAL);
  expect(details.cause).toContain('STS_ENDPOINT is not set');
  expect(details.cause).not.toMatch(/OIDC|CLI profile/);
});

it('the home region is the profile’s when none is configured, else cn-hangzhou', () => {
  const open = (homeRegion?: string) =>
    openCloud({
      config: { endpoints: LOCAL, ...(homeRegion ? { homeRegion } : {}) },
      clock: { now: Date.now, sleep: async () => {} },
      sessionId: 's',
      audit: () => {},
    }).homeRegion;
  expect(open()).toBe('cn-hangzhou');
  cliConfig({ current: 'a', profiles: [profile('a')] });
  expect(open()).toBe('cn-beijing');
  expect(open('cn-shanghai')).toBe('cn-shanghai');
  cliConfig('not json');
  expect(cliProfile()).toBeUndefined();
});

it('a credentials URI is asked over https anywhere, and over plain http on this machine and its own link', () => {
  const plain = (uri: string) => isPlainElsewhere(new URL(uri));
  const near = ['127.0.0.1', '127.1.2.3:7002', 'localhost:6666', '[::1]:80', '169.254.169.254', '100.100.100.200'];
  for (const host of [...near, '[fe80::1]']) expect([host, plain(`http://${host}/x?y=z`)]).toEqual([host, false]);
  expect(plain('https://broker.example/credentials')).toBe(false);
  expect(plain('http://broker.example/credentials')).toBe(true);
});

it('the chain is asked once by many calls at the same time', async () => {
  const answer = { AccessKeyId: 'a', AccessKeySecret: 'b', SecurityToken: 'c', Expiration: '2099-01-01T00:00:00Z' };
  const api = await fakeApi({ undefined: () => ({ body: answer }) });
  vi.stubEnv('ALIBABA_CLOUD_CREDENTIALS_URI', `http://${api.endpoint}/`);
  const keys = keySource(undefined, {});
  await Promise.all([keys.getCredential(), keys.getCredential(), keys.getCredential()]);
  expect(await keys.getCredential()).toMatchObject({ accessKeyId: 'a', securityToken: 'c' });
  expect(api.calls).toHaveLength(1);
  keys.forget();
  await keys.getCredential();
  expect(api.calls).toHaveLength(2);
  await api.close();
});

it('a user without a home has no profile, and that is no defect', () => {
  const nowhere = () => {
    throw new Error('A system error occurred: uv_os_homedir returned ENOENT');
  };
  expect(cliProfile({}, nowhere)).toBeUndefined();
});
