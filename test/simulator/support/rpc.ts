import { createHmac, randomUUID } from 'node:crypto';
import type { Simulator } from '../../../src/simulator/index.ts';

/** An RPC request signed with HMAC-SHA1 the old way, written from the published rules: a second opinion beside the SDK. */
export interface RpcOptions {
  method?: 'GET' | 'POST';
  /** Where the parameters travel. */
  place?: 'query' | 'form';
  secret?: string;
  accessKeyId?: string;
  nonce?: string;
  date?: string;
  version?: string;
  path?: string;
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

export async function rpc(
  simulator: Simulator,
  action: string,
  params: Record<string, string> = {},
  options: RpcOptions = {},
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
  const method = options.method ?? 'GET';
  const all: Record<string, string> = {
    Action: action,
    Version: options.version ?? '2014-05-26',
    Format: 'JSON',
    AccessKeyId: options.accessKeyId ?? simulator.accessKeyId,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: options.nonce ?? randomUUID(),
    Timestamp: options.date ?? `${new Date().toISOString().slice(0, 19)}Z`,
    ...params,
  };
  const canonical = Object.keys(all)
    .sort()
    .map((key) => `${encode(key)}=${encode(all[key] ?? '')}`)
    .join('&');
  const signature = createHmac('sha1', `${options.secret ?? simulator.accessKeySecret}&`)
    .update(`${method}&%2F&${encode(canonical)}`)
    .digest('base64');
  const query = `${canonical}&Signature=${encode(signature)}`;
  const base = `${simulator.ecsEndpoint}${options.path ?? '/'}`;
  const response =
    options.place === 'form'
      ? await fetch(base, {
          method: 'POST',
          body: query,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
      : await fetch(`${base}?${query}`, { method });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  };
}
