import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it, vi } from 'vitest';
import { LONGEST_ANSWER } from '../../src/cloud/answer-limit.ts';
import { keySource } from '../../src/cloud/credentials.ts';
import { openOn } from './fake-api.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
  vi.unstubAllEnvs();
});

/** Where each request is answered by `answer`; counts what was taken of it. */
async function listen(answer: (response: ServerResponse) => void) {
  let taken = 0;
  const server = createServer((request, response) => {
    const { socket } = request;
    const before = socket.bytesWritten;
    answer(response);
    response.on('close', () => {
      taken = Math.max(taken, socket.bytesWritten - before);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { endpoint: `127.0.0.1:${(server.address() as AddressInfo).port}`, taken: () => taken };
}

const PIECE = Buffer.alloc(1 << 20, 0x20);

function endless(status: number, headers: Record<string, string> = {}) {
  return (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    const more = () => {
      while (!response.destroyed && response.write(PIECE));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };
}

it.each([200, 400, 503])('an answer with status %i that does not end is cut and told as malformed', async (status) => {
  const { endpoint, taken } = await listen(endless(status));
  const { cloud } = openOn(endpoint);
  const error = await cloud.instances('cn-hangzhou', { ids: ['i-canary'] }).catch((e) => e);
  expect(error.details).toMatchObject({
    code: 'MalformedAnswer',
    message: expect.stringContaining('does not end'),
    retryable: true,
  });
  expect(JSON.stringify(error.details)).not.toContain('canary');
  // What was on its way in the buffers of both ends is not read.
  expect(taken()).toBeLessThan(2 * LONGEST_ANSWER);
});

it('a long answer is read', async () => {
  const Instance = [{ InstanceId: 'i-1', Description: 'x'.repeat(LONGEST_ANSWER / 2) }];
  const { endpoint } = await listen((response) =>
    response.end(JSON.stringify({ RequestId: 'R', Instances: { Instance } })),
  );
  expect((await openOn(endpoint).cloud.instances('cn-hangzhou', {})).map((i) => i.id)).toEqual(['i-1']);
});

it('many answers on one connection are counted one by one, and leave nothing behind on it', async () => {
  const body = JSON.stringify({ RequestId: 'R'.repeat(LONGEST_ANSWER / 4) });
  const { endpoint } = await listen((response) => response.end(body));
  const { cloud } = openOn(endpoint);
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  for (let i = 0; i < 12; i++) await cloud.instances('cn-hangzhou', {});
  process.off('warning', note);
  expect(warnings).toEqual([]);
});

const KEYS = { AccessKeyId: 'a', AccessKeySecret: 'b', SecurityToken: 'c', Expiration: '2099-01-01T00:00:00Z' };
const packed = gzipSync(JSON.stringify(KEYS));

it.each([
  ['that does not end', endless(200)],
  // A small one could be unpacked into more than there is memory, and none is asked for.
  ['that is packed', (response: ServerResponse) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed)],
])('nor do the official credentials read an answer %s', async (_, answer) => {
  const { endpoint } = await listen(answer);
  vi.stubEnv('HOME', '/nonexistent');
  vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', undefined);
  vi.stubEnv('ALIBABA_CLOUD_ECS_METADATA_DISABLED', 'true');
  vi.stubEnv('ALIBABA_CLOUD_CREDENTIALS_URI', `http://${endpoint}/`);
  openOn(endpoint);
  const started = performance.now();
  const asked = keySource(undefined, {}).getCredential();
  await expect(asked).rejects.toMatchObject({ details: { code: 'CredentialsNotFound' } });
  // Not by waiting until time is over.
  expect(performance.now() - started).toBeLessThan(2_500);
});
