import type { PrivateDns } from '../estate/model.ts';

/** Host names: what a system takes, and what it gets where none is given. [params: RunInstances.HostName] */

export function isHostName(text: string, windows: boolean): boolean {
  const name = text.replaceAll(`\${instance_id}`, 'i0');
  if (windows) return /^(?!\d+$)[a-z\d]+(-[a-z\d]+)*$/i.test(name) && name.length >= 2 && name.length <= 15;
  return /^[a-z\d]+([.-][a-z\d]+)*$/i.test(name) && name.length >= 2 && name.length <= 64;
}

/** The name that was asked for, unless it is to follow from the address or the id. */
export function hostNameFor(
  asked: string | undefined,
  dns: PrivateDns | undefined,
  of: { id: string; privateIp: string; windows: boolean },
): string {
  if (dns?.hostnameType === 'IpBased') return `ip-${of.privateIp.replaceAll('.', '-')}`;
  if (dns?.hostnameType === 'InstanceIdBased') return of.id;
  if (asked !== undefined) return asked.replaceAll(`\${instance_id}`, of.id);
  return of.windows ? `iZ${of.id.slice(-12)}Z` : `iZ${of.id.slice(2)}Z`;
}
