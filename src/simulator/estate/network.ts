import { MINUTE } from '../time.ts';
import type { Estate } from './estate.ts';
import type { Vpc, VSwitch } from './model.ts';

/** IPv4 blocks and addresses of vSwitches. */

export interface Cidr {
  /** First address as a number. */
  start: number;
  mask: number;
  size: number;
}

/** Undefined when it is no proper network address. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const octets = match.slice(1, 5).map(Number);
  const mask = Number(match[5]);
  if (octets.some((octet) => octet > 255) || mask > 32) return undefined;
  const start = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - mask);
  return start % size === 0 ? { start, mask, size } : undefined;
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.start < b.start + b.size && b.start < a.start + a.size;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return inner.start >= outer.start && inner.start + inner.size <= outer.start + outer.size;
}

export function addressText(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

export function parseAddress(text: string): number | undefined {
  return parseCidr(`${text}/32`)?.start;
}

/** Ranges that no vSwitch may lie in. [limits: vswitch.forbidden_ranges] */
const FORBIDDEN = ['100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4'].flatMap(
  (text) => parseCidr(text) ?? [],
);

export function isForbidden(cidr: Cidr): boolean {
  return FORBIDDEN.some((range) => overlaps(range, cidr));
}

export function blocksOf(vpc: Vpc): Cidr[] {
  return [vpc.cidrBlock, ...vpc.secondaryCidrBlocks].flatMap((text) => parseCidr(text) ?? []);
}

/** The first and the last three addresses are reserved. [trap 32] */
export function availableAddresses(vSwitch: VSwitch, now: number): number {
  const cidr = parseCidr(vSwitch.cidrBlock);
  if (!cidr) return 0;
  for (const [address, until] of vSwitch.lingering) {
    if (until > now) continue;
    vSwitch.lingering.delete(address);
    vSwitch.searchFrom = 0;
  }
  return Math.max(0, cidr.size - 4 - vSwitch.used.size - vSwitch.lingering.size - vSwitch.otherAddresses);
}

export type AddressProblem = 'none-left' | 'outside' | 'reserved' | 'taken';

/** Takes an address: the wanted one, or the lowest free one. */
export function takeAddress(
  vSwitch: VSwitch,
  now: number,
  wanted?: string,
): { address: string } | { problem: AddressProblem } {
  const cidr = parseCidr(vSwitch.cidrBlock);
  if (!cidr || availableAddresses(vSwitch, now) <= 0) return { problem: 'none-left' };
  const first = cidr.start + 1;
  const last = cidr.start + cidr.size - 4;
  const isFree = (address: string): boolean => !vSwitch.used.has(address) && !vSwitch.lingering.has(address);
  if (wanted !== undefined) {
    const value = parseAddress(wanted);
    if (value === undefined || value < cidr.start || value >= cidr.start + cidr.size) return { problem: 'outside' };
    if (value < first || value > last) return { problem: 'reserved' };
    if (!isFree(wanted)) return { problem: 'taken' };
    vSwitch.used.add(wanted);
    return { address: wanted };
  }
  for (let value = Math.max(first, vSwitch.searchFrom); value <= last; value++) {
    const address = addressText(value);
    if (isFree(address)) {
      vSwitch.used.add(address);
      vSwitch.searchFrom = value + 1;
      return { address };
    }
  }
  return { problem: 'none-left' };
}

/** A released address stays taken for a while. [trap 32] */
export function releaseAddress(vSwitch: VSwitch, address: string, now: number): void {
  if (vSwitch.used.delete(address)) vSwitch.lingering.set(address, now + 2 * MINUTE);
}

/** The first free block of the asked size inside the VPC. [params.json CreateVSwitch.CidrMask] */
export function freeBlock(estate: Estate, vpc: Vpc, mask: number): string | undefined {
  const taken = [...estate.vSwitches.values()]
    .filter((s) => s.vpcId === vpc.id)
    .flatMap((s) => parseCidr(s.cidrBlock) ?? []);
  const size = 2 ** (32 - mask);
  for (const block of blocksOf(vpc)) {
    for (let start = block.start; start + size <= block.start + block.size; start += size) {
      const candidate = { start, mask, size };
      if (!taken.some((other) => overlaps(other, candidate))) return `${addressText(start)}/${mask}`;
    }
  }
  return undefined;
}
