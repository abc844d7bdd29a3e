import { expect, test } from 'vitest';
import { type Answer, openCloud } from './support/cloud.ts';

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
  const cloud = await openCloud({ scenario: FLEET });
  expect(cloud.simulator.state.disks.size).toBeGreaterThan(4000);
  const median = async (action: string, params: Record<string, unknown>): Promise<number> => {
    const times: number[] = [];
    for (let n = 0; n < 11; n++) {
      const start = performance.now();
      await cloud.ecs(action, params);
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[5] ?? Number.POSITIVE_INFINITY;
  };
  // Generous for a busy machine, and still far below what a scan per row would take.
  expect(await median('DescribeInstances', { MaxResults: 100 })).toBeLessThan(60);
  const { Instances } = await cloud.ecs('DescribeInstances', { MaxResults: 100 });
  const ids = Instances.Instance.map((i: Answer) => i.InstanceId);
  expect(await median('DescribeInstances', { InstanceIds: JSON.stringify(ids), MaxResults: 100 })).toBeLessThan(60);
  expect(await median('DescribeDisks', { InstanceId: ids[0] })).toBeLessThan(30);
});
