import { afterEach, expect, test } from 'vitest';
import { follow } from '../support/agent.ts';
import { agreeable, spawnServer } from '../support/house.ts';
import { type SpawnedCloud, spawnCloud } from '../support/spawned-cloud.ts';

let cloud: SpawnedCloud;
afterEach(() => cloud.close());

test('a whole recovery: the built server here, the embedded cloud there, endpoints and a key between them', async () => {
  // The server waits in real time, so the cloud hurries.
  cloud = await spawnCloud(['--speed', '2000', '--seed', '1']);
  const { start } = cloud;
  const { client } = await spawnServer(
    [],
    {
      ECS_ENDPOINT: start.ecsEndpoint,
      VPC_ENDPOINT: start.vpcEndpoint,
      STS_ENDPOINT: start.stsEndpoint,
      ALIBABA_CLOUD_ACCESS_KEY_ID: start.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: start.accessKeySecret,
      ALIBABA_CLOUD_REGION_ID: 'cn-hangzhou',
    },
    agreeable,
  );
  try {
    const seen = await follow(client, {
      tool: 'describe-source',
      arguments: { instanceId: 'i-bp1batch010000000000' },
    });
    const last = seen.at(-1);
    expect(last?.error).toBeUndefined();
    expect(last).toMatchObject({ status: 'done', verified: true, differences: [] });
    const log = (await (await fetch(`${start.ecsEndpoint}/requests.json`)).json()) as Record<string, unknown>[];
    const made = log.filter((r) => r.tookEffect).map((r) => r.action);
    expect(made).toEqual(expect.arrayContaining(['CreateSnapshot', 'CreateImage', 'RunInstances']));
    expect(made.filter((action) => action === 'RunInstances')).toHaveLength(1);
    expect(JSON.stringify(seen)).not.toContain(start.accessKeySecret);
  } finally {
    await client.close();
  }
});
