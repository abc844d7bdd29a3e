import { afterEach, describe, expect, it } from 'vitest';
import { clockAt } from '../../src/clock.ts';
import { openCloud } from '../../src/cloud/open.ts';
import { type Answers, fakeApi, ok, openOn, type Reply, refusal, SECRET } from './fake-api.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function cloudWith(answers: Answers) {
  const api = await fakeApi(answers);
  close = api.close;
  return { api, ...openOn(api.endpoint) };
}

const ONE = () => ok({ Instances: { Instance: [{ InstanceId: 'i-1' }] } });

describe('a read', () => {
  const HEALS: [string, Answers[string]][] = [
    ['throttling as 400', () => refusal(400, 'Throttling.User')],
    ['throttling as 503', () => refusal(503, 'Throttling')],
    ['an unheard-of throttling code', () => refusal(429, 'Throttling.SomethingNew')],
    ['500', () => refusal(500, 'InternalError')],
    ['503', () => refusal(503, 'ServiceUnavailable')],
    ['a 5xx code nobody knows', () => refusal(500, 'Whatever.Happened')],
    ['a reset connection', () => ({ reset: true })],
    ['an HTML page', () => ({ raw: '<html></html>', status: 502 })],
    ['an empty error', () => ({ raw: '', status: 500 })],
    ['the JSON text null as an error', () => ({ raw: 'null', status: 500 })],
    ['the JSON text null as an answer', () => ({ raw: 'null' })],
    ['cut JSON', () => ({ raw: '{"Instances":' })],
    ['a field of another type', () => ok({ Instances: { Instance: 'none' } })],
    ['a throttling code inside a 200', () => ok({ Code: 'Throttling', Message: 'slow down' })],
  ];
  it.each(HEALS)('gets over %s', async (_, fault) => {
    const { api, cloud } = await cloudWith({ DescribeInstances: (c, n) => (n < 3 ? fault(c, n) : ONE()) });
    expect((await cloud.instances('cn-hangzhou', {})).map((i) => i.id)).toEqual(['i-1']);
    expect(api.calls).toHaveLength(3);
  });

  it('backs off longer each time and gives up within its budget', async () => {
    const waits: number[] = [];
    const api = await fakeApi({ DescribeInstances: () => refusal(503, 'ServiceUnavailable') });
    close = api.close;
    const clock = { now: () => 0, sleep: async (ms: number) => void waits.push(ms) };
    const { cloud } = openOn(api.endpoint, {}, clock);
    await expect(cloud.instances('cn-hangzhou', {})).rejects.toMatchObject({
      details: { code: 'ServiceUnavailable', retryable: true },
    });
    expect(waits).toEqual([300, 600, 1200, 2400, 4800]);
  });

  it('is not tried again after the deadline of the wait it belongs to', async () => {
    const waits: number[] = [];
    const api = await fakeApi({ DescribeInstances: () => refusal(503, 'ServiceUnavailable') });
    close = api.close;
    let now = 0;
    const sleep = async (ms: number) => {
      waits.push(ms);
      now += ms;
    };
    const { cloud } = openOn(api.endpoint, {}, { now: () => now, sleep });
    await expect(cloud.withDeadline(2_000).instances('cn-hangzhou', {})).rejects.toMatchObject({
      details: { code: 'ServiceUnavailable', retryable: true },
    });
    expect(waits).toEqual([300, 600]);
  });

  it('waits as long as the API asks, when that is longer than its own delay', async () => {
    const waits: number[] = [];
    const api = await fakeApi({
      DescribeInstances: (_, n) =>
        n === 1 ? { ...refusal(429, 'Throttling.Api'), headers: { 'x-acs-retry-after': '7000' } } : ONE(),
    });
    close = api.close;
    const clock = { now: () => 0, sleep: async (ms: number) => void waits.push(ms) };
    await openOn(api.endpoint, {}, clock).cloud.instances('cn-hangzhou', {});
    expect(waits).toEqual([7000]);
  });

  it('does not wait at all when the API asks for longer than the budget', async () => {
    const { api, cloud } = await cloudWith({
      DescribeInstances: () => ({ ...refusal(429, 'Throttling.Api'), headers: { 'x-acs-retry-after': '60000' } }),
    });
    await expect(cloud.instances('cn-hangzhou', {})).rejects.toMatchObject({ details: { retryable: true } });
    expect(api.calls).toHaveLength(1);
  });

  it.each([
    [400, 'InvalidParameter'],
    [403, 'Forbidden.RAM'],
    [404, 'InvalidRegionId.NotFound'],
    [400, 'Throttling.DeepPageSkip'],
  ])('is not repeated after %i %s', async (status, code) => {
    const { api, cloud } = await cloudWith({ DescribeInstances: () => refusal(status, code) });
    await expect(cloud.instances('cn-hangzhou', {})).rejects.toMatchObject({ details: { code, retryable: false } });
    expect(api.calls).toHaveLength(1);
  });

  it('asks the credential chain anew and repeats once when the STS token has expired', async () => {
    const { api, cloud } = await cloudWith({ DescribeInstances: () => refusal(400, 'InvalidSecurityToken.Expired') });
    await expect(cloud.instances('cn-hangzhou', {})).rejects.toMatchObject({
      details: { code: 'InvalidSecurityToken.Expired', remedy: expect.stringContaining('Renew') },
    });
    expect(api.calls).toHaveLength(2);
  });

  it.each<[string, Reply, string]>([
    [
      'code',
      { status: 400, body: { Code: { a: 1 }, Message: 'as the API words it', RequestId: 'R' } },
      'MalformedAnswer',
    ],
    ['code beside a 200', { body: { Code: { a: 1 }, Message: 'no', RequestId: 'R' } }, 'MalformedAnswer'],
    ['message', { status: 400, body: { Code: 'SomeCode', Message: ['x'], RequestId: 'R' } }, 'SomeCode'],
    ['message beside a 200', { body: { Code: 'SomeCode', Message: { x: 1 }, RequestId: 'R' } }, 'SomeCode'],
    ['request id', { status: 400, body: { Code: 'SomeCode', Message: 'm', RequestId: { b: 2 } } }, 'SomeCode'],
    ['everything', { status: 403, body: { Code: [], Message: {}, RequestId: {} } }, 'MalformedAnswer'],
  ])('whose refusal has a %s that is no text is told without it', async (_, reply, code) => {
    const { cloud } = await cloudWith({ DescribeInstances: () => reply });
    const error = await cloud.instances('cn-hangzhou', {}).catch((e) => e);
    expect(error.details).toMatchObject({ code });
    expect(JSON.stringify(error.details)).not.toMatch(/\[object|undefined/);
  });

  it('that gets no answer ends as RequestTimeout, without the request in its text', async () => {
    const api = await fakeApi({ DescribeInstances: () => ({ hang: true }) });
    close = api.close;
    const cloud = openCloud({
      config: {
        homeRegion: 'cn-hangzhou',
        endpoints: { ecsEndpoint: api.endpoint },
        staticCredentials: { accessKeyId: 'LTAItestkey0000', accessKeySecret: SECRET },
      },
      clock: clockAt(1_000),
      sessionId: 's',
      audit: () => {},
      silenceMs: { read: 100 },
    });
    const error = await cloud.instances('cn-hangzhou', { ids: ['i-canary'] }).catch((e) => e);
    expect(error.details).toMatchObject({ code: 'RequestTimeout', retryable: true });
    expect(JSON.stringify(error.details)).not.toMatch(/i-canary|LTAItestkey/);
  });

  it('of an endpoint where nothing listens fails after three tries, naming the override', async () => {
    const gone = await fakeApi({});
    await gone.close();
    const { cloud } = openOn(gone.endpoint);
    await expect(cloud.instances('cn-hangzhou', {})).rejects.toMatchObject({
      details: { code: 'EndpointUnreachable', remedy: expect.stringContaining('ECS_ENDPOINT') },
    });
  });

  it('stops retrying when its call is cancelled', async () => {
    const stop = new AbortController();
    const { api, cloud } = await cloudWith({
      DescribeInstances: () => {
        stop.abort();
        return refusal(503, 'ServiceUnavailable');
      },
    });
    await expect(cloud.withSignal(stop.signal).instances('cn-hangzhou', {})).rejects.toMatchObject({
      details: { code: 'Cancelled' },
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(api.calls).toHaveLength(1);
  });
});

it('no error says anything of the keys or the signature', async () => {
  const faults: Answers[string][] = [
    () => ({ reset: true }),
    () => refusal(403, 'SignatureDoesNotMatch', `server string to sign is: AccessKeySecret=${SECRET}`),
    () => refusal(404, 'InvalidAccessKeyId.NotFound', 'LTAItestkey0000 is not found'),
    () => ({ raw: SECRET }),
    () => ({ raw: SECRET, status: 500 }),
    () => ok({ Instances: SECRET }),
  ];
  for (const fault of faults) {
    const { cloud } = await cloudWith({ DescribeInstances: fault });
    const error = await cloud.instances('cn-hangzhou', {}).catch((e) => e);
    const told = `${JSON.stringify(error.details)} ${error.message} ${error.stack}`;
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain('LTAItestkey0000');
    await close?.();
  }
});

it('a read that only informs answers with the reason instead of failing', async () => {
  const { cloud } = await cloudWith({
    DescribePrice: () => refusal(400, 'InvalidParameter', 'no such price'),
    DescribeRecommendInstanceType: () => refusal(403, 'Forbidden.RAM'),
    DescribeAutoSnapshotPolicyEx: () => ({ reset: true }),
    DescribeInstanceHistoryEvents: () => refusal(404, 'InvalidApi.NotFound'),
  });
  const question = { instanceType: 'ecs.g7.large', chargeType: 'PostPaid' } as const;
  expect(await cloud.tryPrice('cn-hangzhou', {}, 'Hour')).toEqual({ unknown: 'InvalidParameter: no such price' });
  expect(await cloud.tryRecommendations('cn-hangzhou', question)).toHaveProperty('unknown');
  expect(await cloud.trySnapshotPolicies('cn-hangzhou', ['sp-1'])).toHaveProperty('unknown');
  expect(await cloud.trySystemEvents('cn-hangzhou', 'i-1')).toHaveProperty('unknown');
});
