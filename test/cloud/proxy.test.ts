import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { proxyFor } from '../../src/cloud/proxy.ts';
import { call } from '../support/agent.ts';
import { spawnServer } from '../support/house.ts';

const ECS = 'https://ecs.cn-beijing.aliyuncs.com/';
const PASSWORD = 'canaryOfTheProxy';
const REFUSED = 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n';

describe('a proxy is taken', () => {
  const HTTPS_PROXY = 'http://proxy.example:8080';
  test.each([
    ['as HTTPS_PROXY names it', ECS, { HTTPS_PROXY }, 'proxy.example:8080'],
    ['as https_proxy does, first', ECS, { HTTPS_PROXY, https_proxy: 'http://other.example' }, 'other.example'],
    ['without a scheme', ECS, { HTTPS_PROXY: 'proxy.example:8080' }, 'proxy.example:8080'],
    ['not for http', 'http://100.100.100.200/latest', { HTTPS_PROXY }, undefined],
    ['not for this machine', 'https://127.0.0.1:9', { HTTPS_PROXY }, undefined],
    ['not for this machine in IPv6', 'https://[::1]:9', { HTTPS_PROXY }, undefined],
    ['not for a host in NO_PROXY', ECS, { HTTPS_PROXY, NO_PROXY: 'a.b, ecs.cn-beijing.aliyuncs.com' }, undefined],
    ['not for a domain in NO_PROXY', ECS, { HTTPS_PROXY, NO_PROXY: '.aliyuncs.com' }, undefined],
    ['not for its port in NO_PROXY', ECS, { HTTPS_PROXY, NO_PROXY: 'aliyuncs.com:443' }, undefined],
    ['for another port than that', ECS, { HTTPS_PROXY, NO_PROXY: 'aliyuncs.com:8443' }, 'proxy.example:8080'],
    ['for a host that only ends alike', ECS, { HTTPS_PROXY, NO_PROXY: 'yuncs.com' }, 'proxy.example:8080'],
    ['not at all with NO_PROXY=*', ECS, { HTTPS_PROXY, no_proxy: '*' }, undefined],
    ['not where none is named', ECS, {}, undefined],
  ])('%s', (_, url, env, host) => {
    expect(proxyFor(url, env)?.host).toBe(host);
  });

  test.each(['socks5://user:canary@proxy', 'http://', ':::canary'])('%s is none, and is not repeated', (value) => {
    expect(() => proxyFor(ECS, { HTTPS_PROXY: value })).toThrow(/^HTTPS_PROXY cannot be used\.$/);
  });
});

/** A proxy that notes who asked for what, and answers every CONNECT with that. */
async function proxy(answer: (socket: Socket) => unknown) {
  const asked: { url: string | undefined; authorization: string | undefined }[] = [];
  const server = createServer();
  server.on('connect', ({ url, headers }, socket) => {
    asked.push({ url, authorization: headers['proxy-authorization'] });
    socket.on('error', () => {});
    answer(socket as Socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { asked, url: `http://operator:${PASSWORD}@127.0.0.1:${port}` };
}

async function describeThrough(HTTPS_PROXY: string) {
  const { client, stderr } = await spawnServer([], {
    HTTPS_PROXY,
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'none',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'none',
    ECS_DR_LOG_LEVEL: 'trace',
  });
  const result = await call(client, 'describe-source', {
    instanceId: 'i-bp1webprod0100000000',
    regionId: 'cn-beijing',
  });
  await client.close();
  const said = `${JSON.stringify(result)}${stderr()}`;
  expect(said).not.toContain(PASSWORD);
  expect(said).not.toContain(Buffer.from(`operator:${PASSWORD}`).toString('base64'));
  return result;
}

test('a call goes through it with its credentials, encrypted to the endpoint', async () => {
  let first = Buffer.alloc(0);
  const { asked, url } = await proxy((socket) => {
    if (first.length > 0) return socket.end(REFUSED);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.once('data', (chunk) => {
      first = chunk;
      socket.destroy();
    });
  });
  await describeThrough(url);
  const authorization = `Basic ${Buffer.from(`operator:${PASSWORD}`).toString('base64')}`;
  expect(asked[0]).toEqual({ url: 'ecs.cn-beijing.aliyuncs.com:443', authorization });
  // A TLS handshake for the endpoint's own name.
  expect(first[0]).toBe(0x16);
  expect(first.includes('ecs.cn-beijing.aliyuncs.com')).toBe(true);
});

test('one that refuses is named as what refused', async () => {
  const { url } = await proxy((socket) => socket.end(REFUSED));
  const { error } = await describeThrough(url);
  expect(error).toMatchObject({ code: 'EndpointUnreachable', retryable: false });
  expect(error?.cause).toMatch(/HTTPS_PROXY names refused .+ \(HTTP 407\)/);
});

test('one that is not there is named as what does not answer', async () => {
  const { error } = await describeThrough(`http://operator:${PASSWORD}@127.0.0.1:9`);
  expect(error).toMatchObject({ code: 'EndpointUnreachable', retryable: true });
  expect(error?.cause).toMatch(/the proxy that HTTPS_PROXY names does not answer/i);
});

test('a value that is no proxy is told by the first call', async () => {
  const { error } = await describeThrough(`socks5://operator:${PASSWORD}@127.0.0.1:9`);
  expect(error).toMatchObject({ code: 'InvalidConfiguration', message: 'HTTPS_PROXY cannot be used.' });
});
