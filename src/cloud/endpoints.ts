import { isIPv4 } from 'node:net';
import type { Product } from './actions.ts';

/** Overrides, already validated: `host`, `host:port` or `http://127.0.0.1:port[/path]`. */
export interface Endpoints {
  ecsEndpoint?: string;
  vpcEndpoint?: string;
  stsEndpoint?: string;
}

export interface Endpoint {
  /** As the official client wants it: no scheme, no trailing slash. */
  host: string;
  protocol: 'HTTP' | 'HTTPS';
}

/** `host[:port][/path]` on this machine: 127.0.0.999 looks like it, but is a name that anybody may answer. */
function isLoopback(address: string): boolean {
  const host = /^([^:/]+|\[[^\]]*\])(?::\d{1,5})?(?:\/|$)/.exec(address)?.[1]?.toLowerCase() ?? '';
  return host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));
}

/** The two products whose first region's host differs from the pattern (as in the official clients' maps). */
const SPECIAL: Partial<Record<Product, Record<string, string>>> = {
  ecs: { 'cn-hangzhou': 'ecs-cn-hangzhou.aliyuncs.com' },
  vpc: { 'cn-hangzhou': 'vpc.aliyuncs.com' },
};

/** Where calls of a product in a region go: plain http on loopback only, whatever was configured. */
export function endpointOf(product: Product, regionId: string, configured: Endpoints): Endpoint {
  const override = { ecs: configured.ecsEndpoint, vpc: configured.vpcEndpoint, sts: configured.stsEndpoint }[product];
  if (!override) {
    return { host: SPECIAL[product]?.[regionId] ?? `${product}.${regionId}.aliyuncs.com`, protocol: 'HTTPS' };
  }
  const host = override.replace(/^https?:\/\//i, '').replace(/\/+$/, '');
  const secure = /^https:/i.test(override) || !isLoopback(host);
  return { host, protocol: secure ? 'HTTPS' : 'HTTP' };
}

/** True when cloud calls stay on this machine and no STS was named: then nothing calls STS. */
export function stsIsOff(configured: Endpoints): boolean {
  const host = configured.ecsEndpoint?.replace(/^https?:\/\//i, '');
  return host !== undefined && isLoopback(host) && !configured.stsEndpoint;
}
