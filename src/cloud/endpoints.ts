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

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?(?:\/|$)/i;

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
  const secure = /^https:/i.test(override) || !LOOPBACK.test(host);
  return { host, protocol: secure ? 'HTTPS' : 'HTTP' };
}

/** True when cloud calls stay on this machine and no STS was named: then nothing calls STS. */
export function stsIsOff(configured: Endpoints): boolean {
  const host = configured.ecsEndpoint?.replace(/^https?:\/\//i, '');
  return host !== undefined && LOOPBACK.test(host) && !configured.stsEndpoint;
}
