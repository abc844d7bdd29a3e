import { afterEach, expect, it } from 'vitest';
import { type Answers, fakeApi, ok, openOn, refusal } from './fake-api.ts';
import * as wire from './wire-samples.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function cloudWith(answers: Answers) {
  const api = await fakeApi(answers);
  close = api.close;
  return { api, ...openOn(api.endpoint) };
}

const denied = () => ({ status: 403, body: { RequestId: 'R', ...wire.forbidden } });

it('a read is tried: an answer or a judgement of its parameters means allowed, Forbidden means denied', async () => {
  const { cloud } = await cloudWith({
    DescribeInstances: () => ok({}),
    DescribeUserData: () => refusal(404, 'InvalidInstanceId.NotFound'),
    DescribeDisks: denied,
    DescribeImages: () => refusal(503, 'ServiceUnavailable'),
  });
  const verdicts = await cloud.tryAccess('cn-hangzhou', [
    'DescribeInstances',
    'DescribeUserData',
    'DescribeDisks',
    'DescribeImages',
  ]);
  expect(verdicts.map((v) => v.verdict)).toEqual(['allowed', 'allowed', 'denied', 'unknown']);
  expect(verdicts[2]).toMatchObject({ ram: ['ecs:DescribeDisks'], reason: expect.stringContaining('denied') });
});

it('nothing is changed to find out: creations go as dry runs or not at all', async () => {
  const { api, cloud } = await cloudWith({ RunInstances: denied, CreateImage: () => refusal(400, 'DryRunOperation') });
  const verdicts = await cloud.tryAccess('cn-hangzhou', [
    'RunInstances',
    'CreateImage',
    'CreateDisk',
    'AttachDisk',
    'CreateVSwitch',
  ]);
  expect(verdicts.map((v) => v.verdict)).toEqual(['denied', 'allowed', 'unknown', 'unknown', 'unknown']);
  expect(api.calls.map((c) => [c.action, c.query.DryRun])).toEqual([
    ['RunInstances', 'true'],
    ['CreateImage', 'true'],
  ]);
});

it('a refused key is an error, not a verdict', async () => {
  const { cloud } = await cloudWith({ DescribeInstances: () => refusal(404, 'InvalidAccessKeyId.NotFound') });
  await expect(cloud.tryAccess('cn-hangzhou', ['DescribeInstances'])).rejects.toMatchObject({
    details: { code: 'InvalidAccessKeyId.NotFound' },
  });
});
