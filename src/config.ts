import { isIP } from 'node:net';
import * as z from 'zod';
import { DrError } from './errors.ts';
import { isLoopback } from './loopback.ts';
import type { Language } from './text/say.ts';

export interface Config {
  regions: string[];
  homeRegion?: string;
  endpoints: { ecsEndpoint?: string; vpcEndpoint?: string; stsEndpoint?: string };
  confirm: 'auto' | 'elicitation' | 'token';
  readOnly: boolean;
  log: { level: string; file?: string };
  auditFile?: string;
  language: Language;
}

function invalid(name: string, value: string, right: string): DrError {
  return new DrError({
    code: 'InvalidConfiguration',
    message: `${name} is ${JSON.stringify(value)}.`,
    cause: `${name} must be ${right}.`,
    remedy: `Set ${name} to ${right}, or leave it out.`,
    retryable: false,
  });
}

/** A host name or IPv4 address, with or without a port. */
const HOST = /^([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(?::(\d{1,5}))?$/i;

/** What ends in a number is meant as an address: 127.0.0.999 is none, and 127.1 is one to some resolvers only. */
const isNameOrAddress = (host: string): boolean => !/(^|\.)(\d+|0x[0-9a-f]*)$/i.test(host) || isIP(host) === 4;

/**
 * An endpoint override: `host`, or a plain-http address on loopback only, so that no signed request ever leaves the
 * machine in the clear. User info, another scheme and any other http are refused and never dialled.
 */
export function endpoint(name: string, value: string | undefined): string | undefined {
  if (!value) return undefined;
  const right = 'a host name, or http://127.0.0.1:PORT (plain http on loopback only)';
  const host = HOST.exec(value);
  if (host && isNameOrAddress(host[1] ?? '') && Number(host[2] ?? 0) <= 65535) return value;
  const url = !/[@?#\\\s]/.test(value) && URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol === 'https:' && url.host && url.pathname === '/') return `https://${url.host}`;
  if (url?.protocol === 'http:' && isLoopback(url.hostname))
    return `http://${url.host}${url.pathname.replace(/\/+$/, '')}`;
  throw invalid(name, redacted(value), right);
}

/** User info, a query or a fragment may be a key: none is repeated, nor what could be part of one. */
function redacted(value: string): string {
  const [address = '', ...more] = value.split(/[?#]/);
  if (!value.includes('@')) return more.length > 0 ? `${address}?…` : address;
  return more.length > 0 ? '…@…' : `…@${address.slice(address.lastIndexOf('@') + 1)}`;
}

/** With these Node itself prints every request with its headers, keys included, to stderr. */
const TELLS_KEYS = ['HTTP', 'HTTPS', 'NET', 'TLS'];

/**
 * NODE_DEBUG is Node's own and was read before this program: what it has switched on stays on. So nothing is sent that
 * it could print; stderr is the host's log, and often leaves the machine with the next report of a bug.
 */
function refuseNodeDebug(value: string | undefined): void {
  const sections = (value ?? '').split(',').map((s) => s.replace(/[^\w*]/g, '-').replaceAll('*', '.*'));
  const tells = new RegExp(`^(?:${sections.join('|')})$`, 'i');
  if (TELLS_KEYS.some((section) => tells.test(section)))
    throw invalid('NODE_DEBUG', value ?? '', 'without http, https, net and tls, which print credentials to stderr');
}

const REGION = /^[a-z]{2}-[a-z0-9-]{2,40}$/;

/** The environment as one validated value; throws DrError naming the variable, its value and what would be right. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const one = <T extends string>(name: string, allowed: readonly [T, ...T[]], fallback: T): T => {
    const value = env[name];
    if (!value) return fallback;
    const parsed = z.enum(allowed).safeParse(value);
    if (!parsed.success) throw invalid(name, value, `one of ${allowed.join(', ')}`);
    return parsed.data as T;
  };
  const region = (name: string, value: string): string => {
    if (!REGION.test(value)) throw invalid(name, value, 'a region id such as cn-hangzhou');
    return value;
  };
  refuseNodeDebug(env.NODE_DEBUG);
  const regions = (env.ECS_DR_REGIONS ?? '')
    .split(',')
    .map((r) => r.trim())
    .filter((r, i, all) => r !== '' && all.indexOf(r) === i)
    .map((r) => region('ECS_DR_REGIONS', r));
  // A list that names nothing would mean "all": never what somebody who set it wanted.
  if (env.ECS_DR_REGIONS && regions.length === 0) region('ECS_DR_REGIONS', env.ECS_DR_REGIONS);
  const home = env.ALIBABA_CLOUD_REGION_ID ? region('ALIBABA_CLOUD_REGION_ID', env.ALIBABA_CLOUD_REGION_ID) : undefined;
  // Where both go anyway; by these names it is a link, and would be refused as one.
  const file = (value: string | undefined) =>
    /^\/(dev\/(stderr|fd\/2)|proc\/self\/fd\/2)$/.test(value ?? '') ? '' : value;
  const logFile = file(env.ECS_DR_LOG_FILE);
  const auditFile = file(env.ECS_DR_AUDIT_FILE);
  const ecs = endpoint('ECS_ENDPOINT', env.ECS_ENDPOINT);
  const vpc = endpoint('VPC_ENDPOINT', env.VPC_ENDPOINT);
  const sts = endpoint('STS_ENDPOINT', env.STS_ENDPOINT);
  return {
    regions,
    ...(home && { homeRegion: home }),
    endpoints: {
      ...(ecs && { ecsEndpoint: ecs }),
      ...(vpc && { vpcEndpoint: vpc }),
      ...(sts && { stsEndpoint: sts }),
    },
    confirm: one('ECS_DR_CONFIRM', ['auto', 'elicitation', 'token'], 'auto'),
    readOnly: one('ECS_DR_READ_ONLY', ['0', '1', 'false', 'true'], '0') in { '1': 0, true: 0 },
    log: {
      level: one('ECS_DR_LOG_LEVEL', ['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent'], 'info'),
      ...(logFile && { file: logFile }),
    },
    ...(auditFile && { auditFile }),
    language: one('ECS_DR_LANG', ['en', 'zh'], 'en'),
  };
}
