import { afterEach, describe, expect, it } from 'vitest';
import { Consent } from '../../src/decisions/consent.ts';
import type { ChangeRequest } from '../../src/recovery/estate.ts';
import { type Answers, fakeApi, ok, openOn, refusal } from './fake-api.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

/** Time stands still until it is set. */
function stillClock() {
  const clock = { at: 1_000_000, now: () => clock.at, sleep: async () => {} };
  return clock;
}

async function cloudWith(answers: Answers) {
  const api = await fakeApi(answers);
  close = api.close;
  const clock = stillClock();
  return { api, ...openOn(api.endpoint, {}, clock), clock };
}

const EMPTY = () => ok({});

describe('an answer', () => {
  it('is asked for again unless the caller allows an older one', async () => {
    const { api, cloud, clock } = await cloudWith({ DescribeInstances: EMPTY });
    await cloud.instances('cn-hangzhou', {});
    await cloud.instances('cn-hangzhou', {});
    expect(api.calls).toHaveLength(2);
    clock.at += 4_000;
    await cloud.instances('cn-hangzhou', {}, { maxAgeMs: 5_000 });
    expect(api.calls).toHaveLength(2);
    clock.at += 2_000;
    await cloud.instances('cn-hangzhou', {}, { maxAgeMs: 5_000 });
    expect(api.calls).toHaveLength(3);
  });

  it('is not given for another question', async () => {
    const { api, cloud } = await cloudWith({ DescribeInstances: EMPTY });
    await cloud.instances('cn-hangzhou', { ids: ['i-1'] }, { maxAgeMs: 5_000 });
    await cloud.instances('cn-hangzhou', { ids: ['i-2'] }, { maxAgeMs: 5_000 });
    await cloud.instances('cn-shanghai', { ids: ['i-2'] }, { maxAgeMs: 5_000 });
    expect(api.calls).toHaveLength(3);
  });

  it('of the catalogue of types, zones and regions is kept for long, that of a VPC for a minute', async () => {
    const { api, cloud, clock } = await cloudWith({
      DescribeZones: EMPTY,
      DescribeRegions: EMPTY,
      DescribeInstanceTypes: EMPTY,
      DescribeVpcAttribute: () => ok({ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/8' }),
    });
    const readAll = async () => {
      await cloud.zones('cn-hangzhou');
      await cloud.regions();
      await cloud.instanceTypes('cn-hangzhou', ['ecs.g7.large']);
      await cloud.vpc('cn-hangzhou', 'vpc-1');
    };
    await readAll();
    clock.at += 61_000;
    await readAll();
    expect(api.calls.map((c) => c.action)).toEqual([
      'DescribeZones',
      'DescribeRegions',
      'DescribeInstanceTypes',
      'DescribeVpcAttribute',
      'DescribeVpcAttribute',
    ]);
  });

  it('that failed is not kept', async () => {
    const { api, cloud } = await cloudWith({
      DescribeInstances: (_, n) => (n === 1 ? { body: { Code: 'InvalidParameter' }, status: 400 } : ok({})),
    });
    await expect(cloud.instances('cn-hangzhou', {}, { maxAgeMs: 5_000 })).rejects.toThrow();
    await cloud.instances('cn-hangzhou', {}, { maxAgeMs: 5_000 });
    expect(api.calls).toHaveLength(2);
  });
});

describe('identical reads at the same time', () => {
  it('are one call', async () => {
    const { api, cloud } = await cloudWith({ DescribeInstances: EMPTY });
    await Promise.all([1, 2, 3].map(() => cloud.instances('cn-hangzhou', {})));
    expect(api.calls).toHaveLength(1);
  });

  it('go on for the others when one of them is cancelled', async () => {
    const stop = new AbortController();
    const { cloud } = await cloudWith({
      DescribeInstances: (_, n) => {
        stop.abort();
        return n === 1 ? refusal(503, 'ServiceUnavailable') : ok({});
      },
    });
    const leaving = cloud.withSignal(stop.signal).instances('cn-hangzhou', {});
    const staying = cloud.instances('cn-hangzhou', {});
    await expect(leaving).rejects.toMatchObject({ details: { code: 'Cancelled' } });
    await expect(staying).resolves.toEqual([]);
  });

  it('are not shared across a change: who reads after it sees it', async () => {
    const request: ChangeRequest = { action: 'CreateDisk', regionId: 'cn-hangzhou', parameters: {} };
    const consent = new Consent('r', 'dialog', 'd', [request]);
    const { api, cloud } = await cloudWith({ DescribeDisks: EMPTY, CreateDisk: () => ok({ DiskId: 'd-1' }) });
    const before = cloud.disks('cn-hangzhou', {});
    const change = cloud.change(request, consent, 's');
    const during = cloud.disks('cn-hangzhou', {});
    await change;
    const after = cloud.disks('cn-hangzhou', {});
    await Promise.all([before, during, after]);
    expect(api.of('DescribeDisks')).toHaveLength(3);
  });
});
