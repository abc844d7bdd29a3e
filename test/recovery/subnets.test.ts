import { containsCidr, overlapCidr } from 'cidr-tools';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cidrProblem, proposeCidr } from '../../src/recovery/subnets.ts';

describe('a proposed block', () => {
  it('is the lowest free one of the size of the source vSwitch', () => {
    expect(proposeCidr(['10.0.0.0/16'], ['10.0.0.0/24', '10.0.1.0/24'], '10.0.1.0/24')).toBe('10.0.2.0/24');
    expect(proposeCidr(['10.0.0.0/16'], ['10.0.0.0/24'], '10.0.0.0/26')).toBe('10.0.1.0/26');
    expect(proposeCidr(['10.0.0.0/16'], ['10.0.1.0/24'], '10.0.1.0/24')).toBe('10.0.0.0/24');
  });

  it('is a /24 when the size to follow is unknown', () => {
    expect(proposeCidr(['192.168.0.0/16'], [])).toBe('192.168.0.0/24');
    expect(proposeCidr(['192.168.0.0/16'], [], 'nonsense')).toBe('192.168.0.0/24');
  });

  it('is smaller where the size does not fit, down to /29, and nothing when all is taken', () => {
    expect(proposeCidr(['10.0.0.0/24'], ['10.0.0.0/25'], '10.0.0.0/24')).toBe('10.0.0.128/26');
    expect(proposeCidr(['10.0.0.0/28'], ['10.0.0.0/29'], '10.0.0.0/29')).toBe('10.0.0.8/29');
    expect(proposeCidr(['10.0.0.0/24'], ['10.0.0.0/24'])).toBeUndefined();
    expect(proposeCidr(['10.0.0.0/29'], ['10.0.0.0/30'])).toBeUndefined();
    expect(proposeCidr([], [])).toBeUndefined();
  });

  it('is never wider than /20, and leaves at least as much free for another zone where it can', () => {
    expect(proposeCidr(['10.0.0.0/8'], [], '10.0.0.0/12')).toBe('10.0.0.0/20');
    expect(proposeCidr(['10.0.0.0/16'], ['10.0.0.0/17'], '10.0.0.0/17')).toBe('10.0.128.0/20');
    expect(proposeCidr(['10.0.0.0/20'], ['10.0.0.0/21'], '10.0.0.0/21')).toBe('10.0.8.0/22');
    expect(proposeCidr(['10.0.0.0/27'], ['10.0.0.0/28'], '10.0.0.0/28')).toBe('10.0.0.16/29');
  });

  it('uses a secondary block of the VPC when the first is full, the lowest first', () => {
    expect(proposeCidr(['10.0.0.0/24', '10.9.0.0/24'], ['10.0.0.0/24'])).toBe('10.9.0.0/25');
    expect(proposeCidr(['10.9.0.0/24', '10.0.0.0/24'], [])).toBe('10.0.0.0/24');
  });

  it('avoids the reserved ranges', () => {
    expect(proposeCidr(['100.64.0.0/10'], [])).toBeUndefined();
    expect(proposeCidr(['169.254.0.0/16', '127.0.0.0/16', '224.0.0.0/16'], [])).toBeUndefined();
    expect(proposeCidr(['100.0.0.0/8'], ['100.0.0.0/10'], '10.0.0.0/16')).toBe('100.128.0.0/20');
  });

  it('takes no notice of IPv6', () => {
    expect(proposeCidr(['fd00::/56', '10.0.0.0/24'], ['fd00::/64', '10.0.0.0/25'])).toBe('10.0.0.128/26');
  });

  it('rule: inside the VPC, no overlap with any vSwitch, size like the source', () => {
    const block = fc.tuple(fc.nat(255), fc.integer({ min: 18, max: 29 })).map(([n, p]) => {
      const start = (n * 256) & -(2 ** (32 - p));
      return `10.0.${(start >>> 8) & 255}.${start & 255}/${p}`;
    });
    fc.assert(
      fc.property(fc.array(block, { maxLength: 30 }), fc.integer({ min: 17, max: 29 }), (existing, prefix) => {
        const vpc = ['10.0.0.0/16'];
        const proposed = proposeCidr(vpc, existing, `10.0.0.0/${prefix}`);
        if (proposed === undefined) return;
        expect(containsCidr(vpc, proposed)).toBe(true);
        expect(existing.length === 0 || !overlapCidr(existing, proposed)).toBe(true);
        expect(cidrProblem(proposed, vpc, existing)).toBeUndefined();
        expect(Number(proposed.split('/')[1])).toBeGreaterThanOrEqual(prefix);
        // There is room for another one yet, unless this is the last /29.
        const next = proposeCidr(vpc, [...existing, proposed], `10.0.0.0/${prefix}`);
        expect(next !== undefined || proposed.endsWith('/29')).toBe(true);
      }),
    );
  });
});

describe('a chosen block', () => {
  const vpc = ['10.0.0.0/8', '100.64.0.0/10'];
  it.each([
    ['10.0.0.0', '10.0.0.0 is not an IPv4 block such as 10.0.3.0/24'],
    ['10.0.0.256/24', '10.0.0.256/24 is not an IPv4 block such as 10.0.3.0/24'],
    ['10.0.0.0/33', '10.0.0.0/33 is not an IPv4 block such as 10.0.3.0/24'],
    ['x10.0.0.0/24', 'x10.0.0.0/24 is not an IPv4 block such as 10.0.3.0/24'],
    ['10.0.0.0/24x', '10.0.0.0/24x is not an IPv4 block such as 10.0.3.0/24'],
    ['10.0.0.0/15', '/15: a vSwitch is /16 to /29'],
    ['10.0.0.0/30', '/30: a vSwitch is /16 to /29'],
    ['10.0.0.1/24', '10.0.0.1/24 has host bits; the block is 10.0.0.0/24'],
    ['192.168.0.0/24', '192.168.0.0/24 is outside the VPC (10.0.0.0/8, 100.64.0.0/10)'],
    ['10.1.0.0/25', '10.1.0.0/25 overlaps the vSwitch block 10.1.0.0/24'],
    ['100.64.0.0/24', '100.64.0.0/24 lies in the reserved range 100.64.0.0/10'],
  ])('%s: %s', (cidr, problem) => {
    expect(cidrProblem(cidr, [...vpc, 'fd00::/56'], ['fd00::/64', '10.2.0.0/24', '10.1.0.0/24'])).toBe(problem);
  });

  it('is fine when it is free', () => {
    for (const cidr of ['10.3.0.0/16', '10.0.0.248/29', '10.0.0.0/24'])
      expect(cidrProblem(cidr, vpc, [])).toBeUndefined();
  });

  it('must lie in one block of the VPC', () => {
    expect(cidrProblem('10.0.0.0/24', ['10.0.0.0/25'], [])).toBe('10.0.0.0/24 is outside the VPC (10.0.0.0/25)');
  });
});
