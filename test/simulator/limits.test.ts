import { expect, test } from 'vitest';
import { type Answer, openCloud } from './support/cloud.ts';

test('a rate limit strikes the rest of its minute, for that action in that region alone', async () => {
  const cloud = await openCloud({ scenario: { name: 'busy', extends: 'default', quotas: { callsPerMinute: 2 } } });
  await cloud.ecs('DescribeInstances');
  await cloud.ecs('DescribeInstances');
  expect(await cloud.refused('DescribeInstances')).toMatchObject({ status: 400, code: 'Throttling.User' });
  await cloud.ecs('DescribeDisks');
  await cloud.ecs('DescribeInstances', { RegionId: 'cn-shanghai' });
  cloud.later(60);
  await cloud.ecs('DescribeInstances');
});

test('TotalCount means something in answers with page numbers only', async () => {
  const cloud = await openCloud();
  expect((await cloud.ecs('DescribeInstances', { PageSize: 10 })).TotalCount).toBeGreaterThan(10);
  const page: Answer = await cloud.ecs('DescribeInstances', { MaxResults: 10 });
  expect(page).toMatchObject({ TotalCount: 0, NextToken: expect.stringMatching(/./) });
});

test('IPv6 is refused where the vSwitch has none', async () => {
  const cloud = await openCloud();
  const launch = {
    InstanceType: 'ecs.g7.large',
    ImageId: 'aliyun_3_x64_20G_alibase_20250629.vhd',
    VSwitchId: 'vsw-bp1prodh000000000000',
    SecurityGroupId: 'sg-bp1web00000000000000',
  };
  for (const more of [{ Ipv6AddressCount: 1 }, { Ipv6Address: ['2001:db8::1'] }])
    expect(await cloud.refused('RunInstances', { ...launch, ...more })).toMatchObject({
      status: 403,
      code: 'InvalidVSwitch.Ipv6NotTurnOn',
    });
});
