import { afterEach, describe, expect, it } from 'vitest';
import { type Answers, fakeApi, ok, openOn } from './fake-api.ts';
import * as wire from './wire-samples.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function cloudWith(answers: Answers) {
  const api = await fakeApi(answers);
  close = api.close;
  return { api, ...openOn(api.endpoint) };
}

const EMPTY = () => ok({});

describe('every call', () => {
  it("carries the recovery path's user agent and the session id after the SDK's own", async () => {
    const { api, cloud } = await cloudWith({ DescribeInstances: EMPTY });
    await cloud.instances('cn-hangzhou', {});
    await cloud.on('image').instances('cn-hangzhou', {});
    const [first, second] = api.calls.map((c) => c.headers['user-agent']);
    const session = '0123456789abcdef0123456789abcdef';
    expect(first).toMatch(
      new RegExp(`^AlibabaCloud .* AlibabaCloud-Agent-Skills/alibabacloud-ecs-disaster-recovery-snapshot/${session}$`),
    );
    expect(second).toMatch(new RegExp(`-disaster-recovery-image/${session}$`));
  });

  it('is signed, with everything in the query of POST / and the version of its product', async () => {
    const { api, cloud } = await cloudWith({ DescribeInstances: EMPTY, DescribeVSwitches: EMPTY });
    await cloud.instances('cn-hangzhou', {});
    await cloud.vSwitches('cn-hangzhou', {});
    expect(api.calls.map((c) => c.version)).toEqual(['2014-05-26', '2016-04-28']);
    expect(api.calls[0]?.headers.authorization).toMatch(/^ACS3-HMAC-SHA256 Credential=LTAItestkey0000,/);
    expect(api.calls[0]?.url).toMatch(/^\/\?/);
  });

  it('goes below the path of an endpoint that has one', async () => {
    const api = await fakeApi({ DescribeInstances: EMPTY });
    close = api.close;
    const { cloud } = openOn(api.endpoint, { endpoints: { ecsEndpoint: `http://${api.endpoint}/cn-hangzhou` } });
    await cloud.instances('cn-hangzhou', {});
    expect(api.calls[0]?.url).toMatch(/^\/cn-hangzhou\/\?/);
  });

  it('uses one connection again', async () => {
    const { api, cloud } = await cloudWith({ DescribeInstances: EMPTY });
    for (let i = 0; i < 3; i += 1) await cloud.instances('cn-hangzhou', {});
    expect(new Set(api.calls.map((c) => c.port)).size).toBe(1);
  });
});

it('a redirect is not followed: no signed request goes to another host', async () => {
  const other = await fakeApi({ DescribeInstances: EMPTY });
  const { api, cloud } = await cloudWith({
    DescribeInstances: () => ({ body: {}, status: 302, headers: { location: `http://${other.endpoint}/` } }),
  });
  await expect(cloud.instances('cn-hangzhou', {})).rejects.toMatchObject({ details: { code: 'MalformedAnswer' } });
  expect(api.calls.length).toBeGreaterThan(0);
  expect(other.calls).toEqual([]);
  await other.close();
});

it('opening a cloud calls nothing, and reads no credentials', async () => {
  const { api, cloud } = await cloudWith({});
  expect(cloud.homeRegion).toBe('cn-hangzhou');
  expect(api.calls).toEqual([]);
});

it('STS is not called when it has no endpoint beside a loopback ECS; the source of the credentials is told', async () => {
  const { api, cloud } = await cloudWith({ GetCallerIdentity: () => ok(wire.caller) });
  expect(await cloud.caller()).toEqual({
    accountId: 'unknown',
    identityType: 'unknown',
    arn: 'unknown',
    credentialSource: 'static',
  });
  expect(api.calls).toEqual([]);
});

it('with an STS endpoint the caller is told by STS', async () => {
  const api = await fakeApi({ GetCallerIdentity: () => ok(wire.caller) });
  close = api.close;
  const { cloud } = openOn(api.endpoint, { endpoints: { ecsEndpoint: api.endpoint, stsEndpoint: api.endpoint } });
  expect(await cloud.caller()).toEqual({
    accountId: '1234567890123456',
    identityType: 'RAMUser',
    arn: 'acs:ram::1234567890123456:user/dr-operator',
    credentialSource: 'static',
  });
  expect(api.calls[0]?.version).toBe('2015-04-01');
});

it('a region outside ECS_DR_REGIONS is refused before anything is sent', async () => {
  const api = await fakeApi({ DescribeInstances: EMPTY });
  close = api.close;
  const { cloud } = openOn(api.endpoint, { regions: ['cn-shanghai'] });
  expect(cloud.homeRegion).toBe('cn-shanghai');
  await expect(cloud.instances('cn-hangzhou', {})).rejects.toMatchObject({
    details: { code: 'RegionNotAllowed', cause: expect.stringContaining('cn-shanghai') },
  });
  await expect(cloud.locate('i-1', 'cn-hangzhou')).rejects.toMatchObject({ details: { code: 'RegionNotAllowed' } });
  expect(api.calls).toEqual([]);
});

it('many reads waiting on one signal raise no warning', async () => {
  const { cloud } = await cloudWith({ DescribeInstances: EMPTY });
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const waiting = cloud.withSignal(new AbortController().signal);
  await Promise.all(Array.from({ length: 30 }, (_, i) => waiting.instances('cn-hangzhou', { ids: [`i-${i}`] })));
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  expect(warnings).toEqual([]);
});
