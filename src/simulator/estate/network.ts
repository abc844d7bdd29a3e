import { isIPv4 } from 'node:net';
import { excludeCidr, normalizeCidr, overlapCidr, parseCidr } from 'cidr-tools';
import { parseIp, stringifyIp } from 'ip-bigint';
import { MINUTE } from '../time.ts';
import type { Estate } from './estate.ts';
import type { Vpc, VSwitch } from './model.ts';

/** Ranges that no vSwitch may lie in. [limits: vswitch.forbidden_ranges] */
const FORBIDDEN = ['100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4'];

/** The prefix length of an IPv4 network address; undefined when it is none. */
export function prefixOf(text: string): number | undefined {
  const [address = '', prefix = ''] = text.split('/');
  if (!isIPv4(address) || !/^\d{1,2}$/.test(prefix) || Number(prefix) > 32) return undefined;
  return normalizeCidr(text) === text ? Number(prefix) : undefined;
}

export function isForbidden(cidr: string): boolean {
  return overlapCidr(FORBIDDEN, cidr);
}

export function blocksOf(vpc: Vpc): string[] {
  return [vpc.cidrBlock, ...vpc.secondaryCidrBlocks].filter((text) => prefixOf(text) !== undefined);
}

/** The API keeps the first and the last three addresses of a block to itself. [trap 32] */
const RESERVED = 4;

/** Addresses that instances and others can have. */
export function addressesIn(cidr: string): number {
  const { start, end } = parseCidr(cidr);
  return Math.max(0, Number(end - start) + 1 - RESERVED);
}

export function availableAddresses(vSwitch: VSwitch, now: number): number {
  for (const [address, until] of vSwitch.lingering) {
    if (until > now) continue;
    vSwitch.lingering.delete(address);
    vSwitch.searchFrom = 0;
  }
  const taken = vSwitch.used.size + vSwitch.lingering.size + vSwitch.otherAddresses;
  return Math.max(0, addressesIn(vSwitch.cidrBlock) - taken);
}

export type AddressProblem = 'none-left' | 'outside' | 'reserved' | 'taken';

/** Takes an address: the wanted one, or the lowest free one. */
export function takeAddress(
  vSwitch: VSwitch,
  now: number,
  wanted?: string,
): { address: string } | { problem: AddressProblem } {
  if (availableAddresses(vSwitch, now) <= 0) return { problem: 'none-left' };
  const block = parseCidr(vSwitch.cidrBlock);
  const isFree = (address: string): boolean => !vSwitch.used.has(address) && !vSwitch.lingering.has(address);
  if (wanted !== undefined) {
    const problem = addressProblem(block, wanted) ?? (isFree(wanted) ? undefined : 'taken');
    if (problem !== undefined) return { problem };
    vSwitch.used.add(wanted);
    return { address: wanted };
  }
  const count = addressesIn(vSwitch.cidrBlock);
  for (let n = vSwitch.searchFrom; n < count; n++) {
    const address = stringifyIp({ number: block.start + 1n + BigInt(n), version: 4 });
    if (isFree(address)) {
      vSwitch.used.add(address);
      vSwitch.searchFrom = n + 1;
      return { address };
    }
  }
  return { problem: 'none-left' };
}

function addressProblem({ start, end }: ReturnType<typeof parseCidr>, wanted: string): AddressProblem | undefined {
  const value = isIPv4(wanted) ? parseIp(wanted).number : undefined;
  if (value === undefined || value < start || value > end) return 'outside';
  return value === start || value > end - 3n ? 'reserved' : undefined;
}

/** A released address stays taken for a while. [trap 32] */
export function releaseAddress(vSwitch: VSwitch, address: string, now: number): void {
  if (vSwitch.used.delete(address)) vSwitch.lingering.set(address, now + 2 * MINUTE);
}

/** The first free block of the asked size inside the VPC. [params: CreateVSwitch.CidrMask] */
export function freeBlock(estate: Estate, vpc: Vpc, mask: number): string | undefined {
  const taken = [...estate.vSwitches.values()].filter((s) => s.vpcId === vpc.id).map((s) => s.cidrBlock);
  const rooms = blocksOf(vpc).flatMap((block) => excludeCidr(block, taken).sort(byStart));
  const room = rooms.find((block) => Number(parseCidr(block).prefix) <= mask);
  return room && `${parseCidr(room).ip}/${mask}`;
}

function byStart(a: string, b: string): number {
  return parseCidr(a).start < parseCidr(b).start ? -1 : 1;
}
