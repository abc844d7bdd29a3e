import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { isLoopback } from '../loopback.ts';
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

/** `host[:port][/path]` on this machine. */
function isHere(address: string): boolean {
  return isLoopback(/^([^:/]+|\[[^\]]*\])(?::\d{1,5})?(?:\/|$)/.exec(address)?.[1] ?? '');
}

/**
 * Where the host is not the pattern's: from the official clients' maps, the regions that customers have (finance and
 * government clouds besides the first region); the rest of the maps are Alibaba Cloud's own test and edge sites.
 */
const SPECIAL: Partial<Record<Product, Record<string, string>>> = {
  ecs: {
    'cn-hangzhou': 'ecs-cn-hangzhou.aliyuncs.com',
    'cn-hangzhou-finance': 'ecs.aliyuncs.com',
    'cn-shanghai-finance-1': 'ecs-cn-hangzhou.aliyuncs.com',
    'cn-shenzhen-finance-1': 'ecs-cn-hangzhou.aliyuncs.com',
    'cn-north-2-gov-1': 'ecs.aliyuncs.com',
    'cn-beijing-gov-1': 'ecs.aliyuncs.com',
  },
  vpc: {
    'cn-hangzhou': 'vpc.aliyuncs.com',
    'cn-hangzhou-finance': 'vpc.aliyuncs.com',
    'cn-shanghai-finance-1': 'vpc.aliyuncs.com',
    'cn-shenzhen-finance-1': 'vpc.aliyuncs.com',
    'cn-north-2-gov-1': 'vpc.aliyuncs.com',
    'cn-beijing-gov-1': 'vpc.aliyuncs.com',
  },
};

/** Where calls of a product in a region go: plain http on loopback only, whatever was configured. */
export function endpointOf(product: Product, regionId: string, configured: Endpoints): Endpoint {
  const override = { ecs: configured.ecsEndpoint, vpc: configured.vpcEndpoint, sts: configured.stsEndpoint }[product];
  if (!override) {
    return { host: SPECIAL[product]?.[regionId] ?? `${product}.${regionId}.aliyuncs.com`, protocol: 'HTTPS' };
  }
  const host = override.replace(/^https?:\/\//i, '').replace(/\/+$/, '');
  const secure = /^https:/i.test(override) || !isHere(host);
  return { host, protocol: secure ? 'HTTPS' : 'HTTP' };
}

/** True when cloud calls stay on this machine and no STS was named: then nothing calls STS. */
export function stsIsOff(configured: Endpoints): boolean {
  const host = configured.ecsEndpoint?.replace(/^https?:\/\//i, '');
  return host !== undefined && isHere(host) && !configured.stsEndpoint;
}

/** Addresses that no router passes on, and that of the metadata service, which the machine's own host answers. */
const ON_THE_LINK = new BlockList();
ON_THE_LINK.addSubnet('169.254.0.0', 16);
ON_THE_LINK.addSubnet('fe80::', 10, 'ipv6');
ON_THE_LINK.addAddress('100.100.100.200');

/** True for a URL that would be spoken to in plain http and is not on this machine or its own link. */
export function isPlainElsewhere({ protocol, host, hostname }: URL): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  const near =
    isHere(host) ||
    (isIPv4(address) && ON_THE_LINK.check(address)) ||
    (isIPv6(address) && ON_THE_LINK.check(address, 'ipv6'));
  return protocol !== 'https:' && !near;
}
