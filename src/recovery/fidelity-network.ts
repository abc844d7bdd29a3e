import type { FidelityRow, WholeSource } from './fidelity.ts';
import { on, row, same } from './fidelity-row.ts';
import { inbound, outbound } from './run-network.ts';

const WITH_TYPE = 'carried while the type stays';

export function networkRows(of: WholeSource): FidelityRow[] {
  const { source, extras } = of;
  const secondary = source.networkInterfaces.filter((eni) => eni.type === 'Secondary').length;
  const primary = source.networkInterfaces.find((eni) => eni.type === 'Primary');
  const ipv6 = source.networkInterfaces.flatMap((eni) => eni.ipv6).length;
  const prefixes = source.networkInterfaces.reduce((sum, eni) => sum + eni.ipv4Prefixes, 0);
  const moreIps = (primary?.privateIps.length ?? 1) - 1;
  const weighting = extras.bandwidthWeighting === 'Default' ? undefined : extras.bandwidthWeighting;
  return [
    ...same('VPC', source.vpcId),
    ...row('vSwitch', source.vSwitchId, 'transformed', 'a vSwitch belongs to one zone', 'one in the target zone'),
    ...same('security groups', source.securityGroupIds.join(', '), 'all of them'),
    ...row(
      'private IP',
      source.privateIps.join(', '),
      'dropped',
      'cannot leave its vSwitch: mend what names it',
      'new address',
    ),
    ...publicIp(of),
    ...row('EIP', source.eip?.ip, 'dropped', 'stays with the source; move it by hand to cut over', 'none'),
    ...row('secondary ENIs', positive(secondary), 'dropped', 'an ENI is zonal: make and attach new ones'),
    ...row('secondary private IPs', positive(moreIps), 'dropped', 'assign new ones'),
    ...row('IPv4 prefixes', positive(prefixes), 'dropped', 'assign new ones'),
    ...row('IPv6 addresses', positive(ipv6), 'dropped', 'assign new ones, in an IPv6 vSwitch'),
    ...same('jumbo frames', extras.enableJumboFrame, WITH_TYPE),
    ...same('network encryption', on(extras.enableNetworkEncryption), WITH_TYPE),
    ...same('bandwidth weighting', weighting, WITH_TYPE),
    ...row('ISP line', source.isp, 'dropped', 'not open in RunInstances'),
    ...row('load balancer membership', 'not read', 'dropped', 'add the copy as a back end'),
  ];
}

/** A source without a public IP of its own gets none, whatever its bandwidth field says. */
function publicIp({ source }: WholeSource): FidelityRow[] {
  if (source.publicIps.length === 0) {
    return row('public IP', 'none', 'inherited', 'bandwidth 0: no address is opened');
  }
  const out = outbound(source);
  const listed = source.internetMaxBandwidthIn;
  return [
    ...row('public IP', source.publicIps.join(', '), 'transformed', 'such an address cannot move', 'new address'),
    ...(out === source.internetMaxBandwidthOut
      ? same('bandwidth out', out)
      : row(
          'bandwidth out',
          source.internetMaxBandwidthOut ?? 0,
          'transformed',
          'the least that gives an address',
          String(out),
        )),
    ...(inbound(listed, out) === undefined
      ? row('bandwidth in', listed, 'dropped', 'not a value RunInstances takes; it gives the most it can')
      : same('bandwidth in', listed)),
    ...same('bandwidth billing', source.internetChargeType),
  ];
}

function positive(count: number): number | undefined {
  return count > 0 ? count : undefined;
}
