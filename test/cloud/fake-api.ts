import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, clockAt } from '../../src/clock.ts';
import type { AuditRecord } from '../../src/cloud/audit.ts';
import type { Cloud } from '../../src/cloud/cloud.ts';
import { type CloudConfig, openCloud } from '../../src/cloud/open.ts';

export interface Call {
  action: string;
  version: string;
  url: string;
  query: Record<string, string>;
  headers: IncomingMessage['headers'];
  /** The client's port: the same for calls on one connection. */
  port: number | undefined;
}

/** What the fake answers: a body with 200, an error with its status, or a trick on the connection. */
export type Reply =
  | { body: unknown; status?: number; headers?: Record<string, string> }
  | { raw: string; status?: number; headers?: Record<string, string> }
  | { reset: true }
  | { hang: true };

export type Answers = Record<string, (call: Call, times: number) => Reply>;

export function ok(fields: Record<string, unknown>): Reply {
  return { body: { RequestId: 'REQ-OK', ...fields } };
}

export function refusal(
  status: number,
  code: string,
  message = 'as the API words it',
  more: Record<string, unknown> = {},
): Reply {
  return {
    status,
    body: { RequestId: 'REQ-REFUSED', HostId: 'ecs.aliyuncs.com', Code: code, Message: message, ...more },
  };
}

/** A plain HTTP server that speaks just enough of the wire; it knows nothing of the code under test. */
export async function fakeApi(answers: Answers) {
  const calls: Call[] = [];
  const times = new Map<string, number>();
  const server = createServer({ maxHeaderSize: 1 << 20 }, (req, res) => {
    req.resume();
    req.on('end', () => reply(req, res));
  });
  function reply(req: IncomingMessage, res: ServerResponse) {
    const url = new URL(req.url ?? '/', 'http://fake');
    const call: Call = {
      action: String(req.headers['x-acs-action']),
      version: String(req.headers['x-acs-version']),
      url: req.url ?? '',
      query: Object.fromEntries(url.searchParams),
      headers: req.headers,
      port: req.socket.remotePort,
    };
    calls.push(call);
    const n = (times.get(call.action) ?? 0) + 1;
    times.set(call.action, n);
    const answer = answers[call.action]?.(call, n) ?? refusal(404, 'InvalidApi.NotFound');
    if ('hang' in answer) return;
    if ('reset' in answer) return void req.socket.destroy();
    const text = 'raw' in answer ? answer.raw : JSON.stringify(answer.body);
    res.writeHead(answer.status ?? 200, { 'content-type': 'application/json;charset=utf-8', ...answer.headers });
    res.end(text);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    calls,
    of: (action: string) => calls.filter((c) => c.action === action),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const SECRET = 'canary-secret-do-not-show';

export interface Opened {
  cloud: Cloud;
  audit: AuditRecord[];
  clock: Clock;
}

/** A cloud on the fake, its waiting a thousand times as fast as the wall. */
export function openOn(endpoint: string, config: Partial<CloudConfig> = {}, clock: Clock = clockAt(1_000)): Opened {
  const audit: AuditRecord[] = [];
  const cloud = openCloud({
    config: {
      homeRegion: 'cn-hangzhou',
      endpoints: { ecsEndpoint: endpoint, vpcEndpoint: `http://${endpoint}` },
      staticCredentials: { accessKeyId: 'LTAItestkey0000', accessKeySecret: SECRET },
      ...config,
    },
    clock,
    sessionId: '0123456789abcdef0123456789abcdef',
    audit: (record) => audit.push(record),
    random: () => 0.5,
  });
  return { cloud, audit, clock };
}
