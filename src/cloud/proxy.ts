import * as http from 'node:http';
import * as https from 'node:https';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect } from 'node:tls';
import * as imported from 'httpx';
import { DrError } from '../errors.ts';
import { isLoopback } from '../loopback.ts';
import { defaultOf } from './interop.ts';
import { conceal } from './redact.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How long a proxy may take to open the way, in ms. */
const PATIENCE_MS = 10_000;

/** The library under the official clients, which take neither a proxy nor an agent themselves. */
const httpx = defaultOf(imported as unknown as { default: { request: typeof imported.request } });

let routed = false;

/**
 * From now on what the official clients send over https goes through the proxy that HTTPS_PROXY names, except to hosts
 * in NO_PROXY and on this machine. Throws when that is no proxy's address.
 */
export function routeThroughProxy(): void {
  proxyOf(process.env);
  if (routed) return;
  routed = true;
  const direct = httpx.request;
  const agents = new Map<string, Tunnel>();
  httpx.request = (url, options) => {
    const proxy = proxyFor(url, process.env);
    if (!proxy) return direct(url, options);
    const agent = agents.get(proxy.href) ?? new Tunnel(proxy);
    agents.set(proxy.href, agent);
    return direct(url, { ...options, agent });
  };
}

/** The proxy for this address; undefined where it is reached directly. */
export function proxyFor(url: string, env: Environment): URL | undefined {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'https:' || isLoopback(hostname)) return undefined;
  const proxy = proxyOf(env);
  return proxy && !isExcepted(hostname.toLowerCase(), port || '443', env) ? proxy : undefined;
}

function proxyOf(env: Environment): URL | undefined {
  const value = env.https_proxy || env.HTTPS_PROXY;
  if (!value) return undefined;
  const text = value.includes('://') ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.hostname !== '') return url;
  const right = 'the address of an HTTP proxy, as http://proxy.example:8080';
  throw new DrError({
    code: 'InvalidConfiguration',
    // The value is not repeated: it may hold a password.
    message: 'HTTPS_PROXY cannot be used.',
    cause: `HTTPS_PROXY must be ${right}.`,
    remedy: `Set HTTPS_PROXY to ${right}, or leave it out, and restart the server.`,
    retryable: false,
  });
}

/** NO_PROXY as everywhere: `*`, or hosts and domains separated by commas, each with a port of its own if it needs one. */
function isExcepted(host: string, port: string, env: Environment): boolean {
  return (env.no_proxy || env.NO_PROXY || '').split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, name = '', itsPort] = /^\*?\.?(.+?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === '' || (itsPort !== undefined && itsPort !== port)) return false;
    return host === name || host.endsWith(`.${name}`);
  });
}

/** Opens a way to the endpoint through the proxy (CONNECT); what is said on it is encrypted from here to the endpoint. */
class Tunnel extends https.Agent {
  readonly #proxy: URL;

  constructor(proxy: URL) {
    super({ keepAlive: true });
    this.#proxy = proxy;
    conceal(decodeURIComponent(proxy.password));
    conceal(authorization(proxy));
  }

  override createConnection(
    options: ConnectionOptions,
    done: (error: Error | null, socket: Duplex) => void,
  ): Duplex | undefined {
    const { protocol, hostname, port } = this.#proxy;
    const secure = protocol === 'https:';
    const target = `${options.host}:${options.port}`;
    const failed = (code: string) =>
      done(Object.assign(new Error('no way through the proxy'), { code }), undefined as never);
    const asking = (secure ? https : http).request({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port || (secure ? 443 : 80),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...(this.#proxy.username && { 'proxy-authorization': authorization(this.#proxy) }) },
      agent: false,
      timeout: PATIENCE_MS,
    });
    asking.once('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) return done(null, connect({ ...options, path: undefined, socket } as ConnectionOptions));
      socket.destroy();
      failed(`EPROXY${statusCode}`);
    });
    asking.once('timeout', () => asking.destroy(new Error('timeout')));
    asking.once('error', () => failed('EPROXY'));
    asking.end();
    return undefined;
  }
}

function authorization({ username, password }: URL): string {
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
