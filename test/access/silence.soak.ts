import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { call } from '../support/agent.ts';
import { spawnServer } from '../support/house.ts';

test('an endpoint that accepts and stays silent is told before the host loses patience', async () => {
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const at = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const { client } = await spawnServer([], {
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'k',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 's',
    ECS_ENDPOINT: at,
    VPC_ENDPOINT: at,
  });
  const started = performance.now();
  const { error } = await call(client, 'describe-source', {
    instanceId: 'i-bp1webprod0100000000',
    regionId: 'cn-hangzhou',
  });
  expect(error).toMatchObject({ code: 'RequestTimeout', retryable: true });
  expect(performance.now() - started).toBeLessThan(45_000);
  await client.close();
  server.close();
});
