import { isIPv4 } from 'node:net';

/**
 * Whether a host, as it stands in a URL, is this machine: the only place where keys go without TLS. 127.0.0.999 looks
 * like it, but is a name that anybody may answer.
 */
export function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIPv4(bare) && bare.startsWith('127.'));
}
