import { expect, test } from 'vitest';
import { openCloud } from './support/cloud.ts';
import { rpc } from './support/rpc.ts';

const DISK = { category: 'cloud_essd' as const, size: 40 };
const FLEET = {
  name: 'a thousand',
  extends: 'default',
  vSwitches: [
    {
      id: 'vsw-bp1fleet000000000000',
      name: 'fleet',
      vpc: 'vpc-bp1prod0000000000000',
      zone: 'cn-hangzhou-h',
      cidr: '10.20.16.0/20',
    },
  ],
  generate: [
    {
      count: 1000,
      namePrefix: 'fleet',
      vSwitches: ['vsw-bp1fleet000000000000'],
      securityGroups: ['sg-bp1web00000000000000'],
      types: ['ecs.g7.large'],
      layouts: [[DISK, DISK, DISK, DISK]],
      tags: { fleet: 'yes' },
    },
  ],
};

test('1,000 instances with four disks each: a page of a hundred takes milliseconds', async () => {
  const { simulator } = await openCloud({ scenario: FLEET });
  expect(simulator.state.disks.size).toBeGreaterThan(4000);
  // Processor time of both ends, not time on the wall: what the machine does besides is not the subject.
  const cost = async (action: string, params: Record<string, string>): Promise<number> => {
    const calls = 20;
    const start = process.cpuUsage();
    for (let n = 0; n < calls; n++) await rpc(simulator, action, { RegionId: 'cn-hangzhou', ...params });
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000 / calls;
  };
  const page = await rpc(simulator, 'DescribeInstances', { RegionId: 'cn-hangzhou', MaxResults: '100' });
  const ids = (page.body.Instances as { Instance: { InstanceId: string }[] }).Instance.map((i) => i.InstanceId);
  expect(ids).toHaveLength(100);
  expect(await cost('DescribeInstances', { MaxResults: '100' })).toBeLessThan(40);
  expect(await cost('DescribeInstances', { InstanceIds: JSON.stringify(ids), MaxResults: '100' })).toBeLessThan(40);
  expect(await cost('DescribeDisks', { InstanceId: ids[0] ?? '' })).toBeLessThan(15);
});
