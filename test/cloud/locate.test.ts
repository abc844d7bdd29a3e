import { afterEach, describe, expect, it } from 'vitest';
import { type Answers, fakeApi, ok, openOn, refusal } from './fake-api.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function cloudWith(answers: Answers, regions?: string[]) {
  const api = await fakeApi(answers);
  close = api.close;
  return { api, ...openOn(api.endpoint, regions ? { regions } : {}) };
}

const NONE = ok({});
const REGIONS = () =>
  ok({ Regions: { Region: ['cn-hangzhou', 'cn-shanghai', 'cn-beijing'].map((RegionId) => ({ RegionId })) } });
const onlyIn =
  (region: string): Answers[string] =>
  (call) =>
    call.query.RegionId === region ? ok({ Instances: { Instance: [{ InstanceId: 'i-1' }] } }) : NONE;

describe('an instance is located', () => {
  it('in the home region with one call, and remembered', async () => {
    const { api, cloud } = await cloudWith({ DescribeInstances: onlyIn('cn-hangzhou'), DescribeRegions: REGIONS });
    expect(await cloud.locate('i-1')).toBe('cn-hangzhou');
    expect(await cloud.locate('i-1')).toBe('cn-hangzhou');
    expect(api.calls.map((c) => c.action)).toEqual(['DescribeInstances']);
  });

  it('in any other region when home does not have it', async () => {
    const { cloud } = await cloudWith({ DescribeInstances: onlyIn('cn-beijing'), DescribeRegions: REGIONS });
    expect(await cloud.locate('i-1')).toBe('cn-beijing');
  });

  it('although a region fails', async () => {
    const found = onlyIn('cn-beijing');
    const { cloud } = await cloudWith({
      DescribeInstances: (c, n) => (c.query.RegionId === 'cn-beijing' ? found(c, n) : refusal(403, 'Forbidden.RAM')),
      DescribeRegions: REGIONS,
    });
    expect(await cloud.locate('i-1')).toBe('cn-beijing');
  });

  it('nowhere: the error names every region searched', async () => {
    const { cloud } = await cloudWith({ DescribeInstances: () => NONE, DescribeRegions: REGIONS });
    await expect(cloud.locate('i-1')).rejects.toMatchObject({
      details: {
        code: 'InvalidInstanceId.NotFound',
        message: expect.stringMatching(/cn-hangzhou.*cn-shanghai.*cn-beijing/),
      },
    });
  });

  it('not at all when a region could not be asked: then it is not called missing', async () => {
    const { cloud } = await cloudWith({
      DescribeInstances: (c) => (c.query.RegionId === 'cn-shanghai' ? refusal(403, 'Forbidden.RAM') : NONE),
      DescribeRegions: REGIONS,
    });
    await expect(cloud.locate('i-1')).rejects.toMatchObject({
      details: { code: 'Forbidden.RAM', message: expect.stringContaining('cn-shanghai (Forbidden.RAM)') },
    });
  });

  it('in the regions of ECS_DR_REGIONS only', async () => {
    const { api, cloud } = await cloudWith({ DescribeInstances: () => NONE }, ['cn-hangzhou', 'cn-shanghai']);
    await expect(cloud.locate('i-1')).rejects.toMatchObject({ details: { code: 'InvalidInstanceId.NotFound' } });
    expect(api.calls.map((c) => c.query.RegionId)).toEqual(['cn-hangzhou', 'cn-shanghai']);
  });

  it('only with a regionId when the list of regions is denied, and the remedy says so', async () => {
    const { cloud } = await cloudWith({
      DescribeInstances: () => NONE,
      DescribeRegions: () => refusal(403, 'Forbidden.RAM'),
    });
    await expect(cloud.locate('i-1')).rejects.toMatchObject({
      details: { ramAction: 'ecs:DescribeRegions', remedy: expect.stringContaining('Pass regionId') },
    });
    expect(await cloud.locate('i-1', 'cn-shanghai')).toBe('cn-shanghai');
  });

  it('not by asking every region when the key itself is refused', async () => {
    const { api, cloud } = await cloudWith({ DescribeInstances: () => refusal(404, 'InvalidAccessKeyId.NotFound') });
    await expect(cloud.locate('i-1')).rejects.toMatchObject({ details: { code: 'InvalidAccessKeyId.NotFound' } });
    expect(api.calls).toHaveLength(1);
  });
});

describe('a recovery is located by its tag', () => {
  const LISTS = [
    'DescribeSnapshotGroups',
    'DescribeSnapshots',
    'DescribeImages',
    'DescribeInstances',
    'DescribeDisks',
    'DescribeVSwitches',
  ];
  const empty: Answers = { ...Object.fromEntries(LISTS.map((list) => [list, () => NONE])), DescribeRegions: REGIONS };

  it('in whichever kind of resource it has', async () => {
    const some =
      (region: string, body: Record<string, unknown>): Answers[string] =>
      (c) =>
        c.query.RegionId === region && c.query['Tag.1.Key'] === 'ecs-dr:recovery' && c.query['Tag.1.Value'] === 'rec-1'
          ? ok(body)
          : NONE;
    const kinds: Answers[] = [
      { DescribeSnapshots: some('cn-shanghai', { Snapshots: { Snapshot: [{ SnapshotId: 's-1' }] } }) },
      { DescribeVSwitches: some('cn-shanghai', { TotalCount: 1, VSwitches: { VSwitch: [{ VSwitchId: 'vsw-1' }] } }) },
      { DescribeDisks: some('cn-shanghai', { Disks: { Disk: [{ DiskId: 'd-1' }] } }) },
    ];
    for (const kind of kinds) {
      const { cloud } = await cloudWith({ ...empty, ...kind });
      expect(await cloud.locateRecovery('rec-1')).toBe('cn-shanghai');
      await close?.();
    }
  });

  it('nowhere is undefined, but only when every region answered', async () => {
    const { cloud } = await cloudWith(empty);
    expect(await cloud.locateRecovery('rec-1')).toBeUndefined();
    await close?.();
    const other = await cloudWith({ ...empty, DescribeImages: () => refusal(403, 'Forbidden.RAM') });
    await expect(other.cloud.locateRecovery('rec-1')).rejects.toMatchObject({ details: { code: 'Forbidden.RAM' } });
  });
});
