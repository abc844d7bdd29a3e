import { containsCidr, excludeCidr, normalizeCidr, overlapCidr, parseCidr } from 'cidr-tools';

/** Ranges a vSwitch may not take, although a VPC's own block can touch them. */
const RESERVED = ['100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4'];
const WIDEST = 16;
const NARROWEST = 29;
const USUAL = 24;
/** Thousands of addresses: a source in a wider block is no reason to take as much again. */
const WIDEST_PROPOSED = 20;

/**
 * A free block for a new vSwitch: the lowest one of the size of `like` (the source's vSwitch), else a smaller one down
 * to /29; at most half of what is free, so that another zone can have one too. Undefined when the VPC has no room: then a secondary block has to be added to it.
 */
export function proposeCidr(
  vpcBlocks: readonly string[],
  existing: readonly string[],
  like?: string,
): string | undefined {
  const taken = [...existing, ...RESERVED].filter(isIpv4);
  const free = vpcBlocks
    .filter(isIpv4)
    .flatMap((block) => excludeCidr(block, taken))
    .map((block) => parseCidr(block))
    .sort((a, b) => (a.start < b.start ? -1 : 1));
  const wanted = like !== undefined && isIpv4(like) ? prefixOf(like) : USUAL;
  const total = free.reduce((sum, block) => sum + sizeOf(Number(block.prefix)), 0);
  for (let prefix = Math.max(WIDEST_PROPOSED, wanted); prefix <= NARROWEST; prefix += 1) {
    if (prefix < NARROWEST && sizeOf(prefix) > total / 2) continue;
    const room = free.find((block) => Number(block.prefix) <= prefix);
    if (room !== undefined) return `${room.ip}/${prefix}`;
  }
  return undefined;
}

/** Why a block that a person chose will not do; undefined when it will. */
export function cidrProblem(
  cidr: string,
  vpcBlocks: readonly string[],
  existing: readonly string[],
): string | undefined {
  if (!isIpv4(cidr)) return `${cidr} is not an IPv4 block such as 10.0.3.0/24`;
  const prefix = prefixOf(cidr);
  if (prefix < WIDEST || prefix > NARROWEST) return `/${prefix}: a vSwitch is /${WIDEST} to /${NARROWEST}`;
  const network = normalizeCidr(cidr);
  if (network !== cidr) return `${cidr} has host bits; the block is ${network}`;
  const blocks = vpcBlocks.filter(isIpv4);
  if (!blocks.some((block) => containsCidr(block, cidr))) return `${cidr} is outside the VPC (${blocks.join(', ')})`;
  const clash = existing.filter(isIpv4).find((other) => overlapCidr(other, cidr));
  if (clash !== undefined) return `${cidr} overlaps the vSwitch block ${clash}`;
  const reserved = RESERVED.find((range) => overlapCidr(range, cidr));
  return reserved === undefined ? undefined : `${cidr} lies in the reserved range ${reserved}`;
}

function isIpv4(cidr: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (match === null) return false;
  const [, ...numbers] = match.map(Number);
  return numbers.every((n, i) => n <= (i < 4 ? 255 : 32));
}

function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix);
}

function prefixOf(cidr: string): number {
  return Number(cidr.slice(cidr.indexOf('/') + 1));
}
