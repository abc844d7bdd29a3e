import { expect, test } from 'vitest';
import { openCloud, WEB, WEB_DISKS } from './support/cloud.ts';
import { rpc } from './support/rpc.ts';

const state = async (endpoint: string, after = 0): Promise<Record<string, never>> =>
  (await fetch(`${endpoint}/state.json?after=${after}`)).json() as Promise<Record<string, never>>;

test('the page is one document that loads nothing from elsewhere and may run no script but its own', async () => {
  const cloud = await openCloud();
  const response = await fetch(cloud.simulator.statePage);
  const html = await response.text();
  expect(response.headers.get('content-type')).toContain('text/html');
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(/nonce="([^"]+)"/.exec(html)?.[1] ?? 'no nonce');
  expect(html).not.toMatch(/(src|href)=|https?:\/\/|@import|url\(/);
  expect(html, 'nothing is put in as markup').not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|eval\(/);
});

test('the state shows recoveries by tag, progress in percent, and requests once', async () => {
  const cloud = await openCloud();
  await cloud.ecs('CreateSnapshot', { DiskId: WEB_DISKS[0], Tag: [{ Key: 'ecs-dr:recovery', Value: 'rec-1' }] });
  cloud.later(60);
  const first = await state(cloud.simulator.ecsEndpoint);
  expect(first).toMatchObject({
    scenario: 'default',
    recoveries: [{ id: 'rec-1', resources: [{ kind: 'snapshot', status: 'progressing' }] }],
  });
  expect(first.requests).toMatchObject([{ n: 1, action: 'ecs:CreateSnapshot', outcome: '200', tookEffect: true }]);
  expect((await state(cloud.simulator.ecsEndpoint, 1)).requests).toEqual([]);
});

test('secrets in requests are not shown', async () => {
  const cloud = await openCloud();
  await rpc(cloud.simulator, 'ModifyInstanceAttribute', {
    InstanceId: WEB,
    UserData: 'c2VjcmV0',
    Password: 'Hunter2Hunter2',
  });
  const text = JSON.stringify(await state(cloud.simulator.ecsEndpoint));
  expect(text).toContain('Password=***');
  expect(text).not.toMatch(/c2VjcmV0|Hunter2/);
  expect(text).not.toContain(cloud.simulator.accessKeySecret);
});

test('parameters ignored in lenient mode are reported', async () => {
  const cloud = await openCloud({ lenient: true });
  await cloud.ecs('CreateSnapshotGroup', { InstanceId: WEB, SnapshotGroupName: 'x' });
  expect((await state(cloud.simulator.ecsEndpoint)).unknownParameters).toEqual([
    'CreateSnapshotGroup: SnapshotGroupName',
  ]);
});

test('the page answers this machine only, whatever name a browser was lured with', async () => {
  const cloud = await openCloud();
  const { request } = await import('node:http');
  const status = await new Promise((resolve) => {
    request(cloud.simulator.statePage, { headers: { host: 'evil.example' } }, (response) =>
      resolve(response.statusCode),
    ).end();
  });
  expect(status).toBe(403);
});
