import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { FaultRule } from '../../src/simulator/index.ts';
import { type Answer, openCloud, WEB_DISKS } from './support/cloud.ts';

const SNAPSHOT = { DiskId: WEB_DISKS[0] };
const LAUNCH = {
  InstanceType: 'ecs.g7.large',
  ImageId: 'aliyun_3_x64_20G_alibase_20250629.vhd',
  VSwitchId: 'vsw-bp1prodh000000000000',
  SecurityGroupId: 'sg-bp1web00000000000000',
};

test.each<[FaultRule['fault'], number, string]>([
  ['throttle', 400, 'Throttling.User'],
  ['internal-500', 500, 'InternalError'],
  ['unavailable-503', 503, 'ServiceUnavailable'],
  ['forbidden', 403, 'Forbidden.RAM'],
  ['no-stock', 403, 'OperationDenied.NoStock'],
  ['quota', 403, 'QuotaExceed.Snapshot'],
  ['expired-token', 400, 'InvalidSecurityToken.Expired'],
  ['arrears', 400, 'Account.Arrearage'],
])('%s strikes the call it is meant for, without effect', async (fault, status, code) => {
  const cloud = await openCloud({ faults: [{ action: 'CreateSnapshot', fault, nth: 2 }] });
  const before = cloud.simulator.state.snapshots.size;
  await cloud.ecs('CreateSnapshot', SNAPSHOT);
  expect(await cloud.refused('CreateSnapshot', SNAPSHOT)).toMatchObject({ status, code });
  await cloud.ecs('CreateSnapshot', SNAPSHOT);
  expect(cloud.simulator.state.snapshots.size - before).toBe(2);
  expect(cloud.simulator.requests.map((r) => [r.tookEffect, r.outcome])).toEqual([
    [true, { status: 200 }],
    [false, { fault }],
    [true, { status: 200 }],
  ]);
});

test.each<[FaultRule, number]>([
  [{ action: 'CreateSnapshot', fault: 'reset-before' }, 0],
  [{ action: 'CreateSnapshot', fault: 'reset-after' }, 1],
  [{ action: 'CreateSnapshot', fault: 'malformed' }, 0],
  [{ action: 'CreateSnapshot', fault: 'malformed', after: true }, 1],
  [{ action: 'CreateSnapshot', fault: 'internal-500', after: true }, 1],
])('%o loses the answer; snapshots made: %d', async (rule, made) => {
  const cloud = await openCloud({ faults: [{ ...rule, times: 1 }] });
  const before = cloud.simulator.state.snapshots.size;
  const token = { ...SNAPSHOT, ClientToken: 'once' };
  await expect(cloud.ecs('CreateSnapshot', token)).rejects.toThrow();
  expect(cloud.simulator.state.snapshots.size - before).toBe(made);
  await cloud.ecs('CreateSnapshot', token);
  expect(cloud.simulator.state.snapshots.size - before, 'the repeat with the same token').toBe(1);
});

test('an instance can vanish after it was accepted, and only an event tells', async () => {
  const cloud = await openCloud({ faults: [{ action: 'RunInstances', fault: 'vanish' }] });
  const { InstanceIdSets } = await cloud.ecs('RunInstances', LAUNCH);
  const [id] = InstanceIdSets.InstanceIdSet;
  cloud.later(10);
  expect(
    (await cloud.ecs('DescribeInstances', { InstanceIds: JSON.stringify([id]) })).Instances.Instance[0].Status,
  ).toBe('Pending');
  cloud.later(60);
  expect((await cloud.ecs('DescribeInstances', { InstanceIds: JSON.stringify([id]) })).Instances.Instance).toEqual([]);
  expect((await cloud.refused('DescribeInstanceAttribute', { InstanceId: id })).code).toBe(
    'InvalidInstanceId.NotFound',
  );
  const { InstanceSystemEventSet } = await cloud.ecs('DescribeInstanceHistoryEvents', { ResourceId: [id] });
  expect(InstanceSystemEventSet.InstanceSystemEventType[0]).toMatchObject({
    InstanceId: id,
    EventType: { Name: 'SystemFailure.Delete' },
    Reason: 'NoStock',
  });
  expect([...cloud.simulator.state.disks.values()].filter((disk) => disk.instanceIds.includes(id))).toEqual([]);
});

test('snapshots and images that are doomed end as failed', async () => {
  const cloud = await openCloud({ faults: [{ action: 'mutating', fault: 'vanish' }] });
  const { SnapshotId } = await cloud.ecs('CreateSnapshot', SNAPSHOT);
  const { ImageId } = await cloud.ecs('CreateImage', { SnapshotId: 's-bp1dbauto2sys0000000' });
  cloud.later(3600);
  expect(cloud.simulator.state.snapshots.get(SnapshotId)?.status).toBe('failed');
  expect(cloud.simulator.state.images.get(ImageId)?.status).toBe('CreateFailed');
});

test('a slow request with a token makes its repeat wait', async () => {
  const cloud = await openCloud({ faults: [{ action: 'CreateSnapshot', fault: 'slow', ms: 300, nth: 1 }] });
  const token = { ...SNAPSHOT, ClientToken: 'slow' };
  const first = cloud.ecs('CreateSnapshot', token);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await cloud.refused('CreateSnapshot', token)).code).toBe('IdempotentProcessing');
  expect((await cloud.ecs('CreateSnapshot', { ...SNAPSHOT, ClientToken: 'other' })).SnapshotId).not.toBe(
    (await first).SnapshotId,
  );
});

test.each([
  ['ecs', 'CreateDisk', { ZoneId: 'cn-hangzhou-i', DiskCategory: 'cloud_essd', Size: 40 }, 403, 'LastTokenProcessing'],
  [
    'vpc',
    'CreateVSwitch',
    { ZoneId: 'cn-hangzhou-k', VpcId: 'vpc-bp1prod0000000000000', CidrBlock: '10.20.60.0/24' },
    400,
    'OperationFailed.IdempotentTokenProcessing',
  ],
] as const)('%s %s has its own code while the first request runs', async (product, action, params, status, code) => {
  const cloud = await openCloud({ faults: [{ action, fault: 'slow', ms: 300, nth: 1 }] });
  const token = { ...params, ClientToken: 'slow' };
  const first = cloud[product](action, token);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await cloud.refused(action, token, product)).toMatchObject({ status, code });
  await first;
});

test('the same seed strikes the same calls', async () => {
  const outcomes = async (seed: number): Promise<string> => {
    const cloud = await openCloud({ seed, faults: [{ action: '*', fault: 'throttle', probability: 0.5 }] });
    for (let n = 0; n < 24; n++) await cloud.ecs('DescribeRegions').catch(() => undefined);
    return cloud.simulator.requests.map((r) => ('fault' in r.outcome ? 'x' : '.')).join('');
  };
  expect(await outcomes(7)).toBe(await outcomes(7));
  expect(await outcomes(7)).not.toBe(await outcomes(8));
});

test('a plan comes from a file, can be replaced, and says what is wrong with it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'faults-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'plan.yaml');
  await writeFile(
    file,
    'faults:\n  - { action: DescribeRegions, fault: error, status: 418, code: Teapot, message: short and stout }\n',
  );
  const cloud = await openCloud({ faults: file });
  expect(await cloud.refused('DescribeRegions')).toMatchObject({ status: 418, code: 'Teapot' });
  cloud.simulator.setFaults([]);
  await cloud.ecs('DescribeRegions');
  await writeFile(file, '- { action: DescribeRegions, fault: explode }\n');
  const problem: Answer = await openCloud({ faults: file }).catch((error) => error);
  expect(problem.message).toContain('throttle');
  expect(problem.message).toContain('plan.yaml');
});
