import { afterEach, expect, test } from 'vitest';
import { call } from '../support/agent.ts';
import { agreeable, spawnServer } from '../support/house.ts';

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

test('stderr, the host’s log, holds nothing but what the server logs, whatever Node deprecates', async () => {
  // What newer versions warn of by themselves, Node 20 tells with this flag.
  const env = { NODE_OPTIONS: '--pending-deprecation' };
  const { client, stderr } = await spawnServer(['--simulate', '--speed', '300'], env, agreeable);
  close = () => client.close();
  const instanceId = 'i-bp1webprod0100000000';
  expect(await call(client, 'check-access', {})).toMatchObject({ status: 'done' });
  expect(await call(client, 'describe-source', { instanceId })).toMatchObject({ status: 'done' });
  expect((await call(client, 'create-snapshot-group', { instanceId })).error).toBeUndefined();
  const foreign = stderr()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{'));
  expect(foreign).toEqual([]);
});
