import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
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

describe('the page answers this machine only, whatever name a browser was lured with', () => {
  const statusOf = (url: string, host: string) =>
    new Promise((resolve, reject) => {
      request(url, { headers: { host } }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });

  // Other paths too: what an unsigned request is told may not depend on more than its Host.
  test.each([
    '/',
    '/state.json',
    '/requests.json',
    '/favicon.ico',
    '/?Action=DescribeRegions',
    '/x',
  ])('%s', async (path) => {
    const { simulator } = await openCloud();
    const url = `${simulator.ecsEndpoint}${path}`;
    expect(await statusOf(url, 'evil.example')).toBe(403);
    expect(await statusOf(url, '127.0.0.1.evil.example')).toBe(403);
    expect(await statusOf(url, 'localhost:1')).not.toBe(403);
  });
});

describe('nothing that a client sends ends the embedded cloud', () => {
  /** The first line of what comes back for these bytes. */
  const raw = (port: number, bytes: string) =>
    new Promise<string>((resolve) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.end(bytes, 'latin1'));
      socket.on('data', (chunk) => {
        answer += String(chunk);
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(answer.split('\r\n', 1)[0] ?? ''));
    });
  const HOST = 'Host: 127.0.0.1';

  test.each([
    ['a path that is no URL', `GET // HTTP/1.1\r\n${HOST}`],
    ['the same from elsewhere', 'GET // HTTP/1.1\r\nHost: evil.example', '403'],
    ['a host that is none', `GET http://[ HTTP/1.1\r\n${HOST}`],
    ['an address without a host', `GET http:// HTTP/1.1\r\n${HOST}`],
    ['backslashes', `GET /\\\\x HTTP/1.1\r\n${HOST}`],
    ['half an escape', `GET /%?%=%E0%A4%A HTTP/1.1\r\n${HOST}`],
    ['two hosts', `GET // HTTP/1.1\r\n${HOST}\r\nHost: evil.example`],
    ['the whole server', `OPTIONS * HTTP/1.1\r\n${HOST}`],
    ['a tunnel', `CONNECT //: HTTP/1.1\r\n${HOST}`, ''],
    ['another protocol', `GET // HTTP/1.1\r\n${HOST}\r\nConnection: Upgrade\r\nUpgrade: websocket`],
    ['a form in pieces', `POST // HTTP/1.1\r\n${HOST}\r\nTransfer-Encoding: chunked\r\n\r\nzz`],
    ['no HTTP at all', '\x16\x03\x01'],
  ])('%s', async (_, head, status = '400') => {
    const { simulator } = await openCloud();
    const port = Number(new URL(simulator.ecsEndpoint).port);
    expect(await raw(port, `${head}\r\n\r\n`)).toMatch(status === '' ? /^$/ : new RegExp(`^HTTP/1\\.1 ${status} `));
    expect((await fetch(simulator.statePage)).status).toBe(200);
  });
});
