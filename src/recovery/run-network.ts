import { given } from './parameters.ts';
import type { Part, RunInput } from './run-plan.ts';

/**
 * A public address only where the source has one of its own: a bandwidth above 0 buys a new address, and the source's
 * bandwidth field also speaks of EIPs [recovery-rules: public address].
 */
export function publicAddress({ source }: RunInput): Part {
  const notes: string[] = [];
  if (source.eip !== undefined) {
    notes.push(`EIP ${source.eip.ip} stays with the source; move it by hand to cut over`);
  }
  if (source.publicIps.length === 0) return { parameters: { InternetMaxBandwidthOut: 0 }, notes, problems: [] };
  const listed = source.internetMaxBandwidthOut ?? 0;
  const out = outbound(source);
  if (listed < 1)
    notes.push('the source has a public IP but no bandwidth; the copy gets 1 Mbit/s, the least that gives an IP');
  notes.push(
    `a new public IP is opened (${out} Mbit/s); the source's ${[...source.publicIps].sort().join(', ')} cannot move`,
  );
  return {
    parameters: given({
      InternetMaxBandwidthOut: out,
      InternetChargeType: source.internetChargeType,
      InternetMaxBandwidthIn: inbound(source.internetMaxBandwidthIn, out),
    }),
    notes,
    problems: [],
  };
}

/** At least 1: 0 would mean no address. */
export function outbound(source: RunInput['source']): number {
  return Math.max(1, source.internetMaxBandwidthOut ?? 0);
}

/** DescribeInstances reports inbound values that RunInstances refuses; what is left out becomes the highest allowed. */
export function inbound(listed: number | undefined, out: number): number | undefined {
  return listed !== undefined && listed >= 1 && listed <= Math.max(10, out) ? listed : undefined;
}
