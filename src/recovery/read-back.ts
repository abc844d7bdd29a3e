import { AS_THE_SOURCE, type CompareInput, checked, type Finding, fact, type Value } from './compare-finding.ts';
import type { Instance, InstanceExtras, Parameters } from './estate.ts';

/** Where each parameter of the request is read back. */
const READ_BACK: readonly [attribute: string, parameter: string, read: (i: Instance, x: InstanceExtras) => Value][] = [
  ['name', 'InstanceName', (i) => i.name],
  ['zone', 'ZoneId', (i) => i.zoneId],
  ['instance type', 'InstanceType', (i) => i.type],
  ['image', 'ImageId', (i) => i.imageId],
  ['vSwitch', 'VSwitchId', (i) => i.vSwitchId],
  ['billing', 'InstanceChargeType', (i) => i.chargeType],
  ['spot', 'SpotStrategy', (i) => i.spotStrategy],
  ['deletion protection', 'DeletionProtection', (i) => i.deletionProtection],
  ['host name', 'HostName', (i) => i.hostName],
  ['description', 'Description', (i) => i.description],
  ['key pair', 'KeyPairName', (i) => i.keyPairName],
  ['RAM role', 'RamRoleName', (_, x) => x.ramRoleName],
  ['resource group', 'ResourceGroupId', (i) => i.resourceGroupId],
  ['metadata service', 'HttpEndpoint', (i) => i.metadata.httpEndpoint],
  ['metadata tokens', 'HttpTokens', (i) => i.metadata.httpTokens],
  ['login as ecs-user', 'ImageOptions.LoginAsNonRoot', (i) => i.imageOptions.loginAsNonRoot],
  ['credit mode', 'CreditSpecification', (i) => i.creditSpecification],
  ['CPU cores', 'CpuOptions.Core', (i) => i.cpuOptions.coreCount],
  ['threads per core', 'CpuOptions.ThreadsPerCore', (i) => i.cpuOptions.threadsPerCore],
  ['CPU topology', 'CpuOptions.TopologyType', (i) => i.cpuOptions.topologyType],
  ['nested virtualization', 'CpuOptions.NestedVirtualization', (i) => i.cpuOptions.nestedVirtualization],
  ['PTP clock', 'ClockOptions.PtpStatus', (i) => i.clockOptions.ptpStatus],
  ['hibernation', 'HibernationOptions.Configured', (i) => i.hibernationConfigured],
  [
    'secure boot',
    'SecurityOptions.EnableSecureBoot',
    (i, x) => i.securityOptions.enableSecureBoot ?? x.enableSecureBoot,
  ],
  ['jumbo frames', 'NetworkOptions.EnableJumboFrame', (_, x) => x.enableJumboFrame],
  ['network encryption', 'NetworkOptions.EnableNetworkEncryption', (_, x) => x.enableNetworkEncryption],
  ['bandwidth weighting', 'NetworkOptions.BandwidthWeighting', (_, x) => x.bandwidthWeighting],
  ['private DNS names', 'PrivateDnsNameOptions.HostnameType', (i) => i.privateDnsNameOptions?.hostnameType],
];

/**
 * The rest of what is ordered. The cloud reports something here for every instance, also where nothing was chosen, so it
 * is told only where it was ordered.
 */
const IF_ORDERED: readonly [attribute: string, parameter: string, read: (i: Instance) => Value][] = [
  ['spot price limit', 'SpotPriceLimit', (i) => i.spotPriceLimit],
  ['spot protection period (h)', 'SpotDuration', (i) => i.spotDuration],
  ['spot interruption', 'SpotInterruptionBehavior', (i) => i.spotInterruptionBehavior],
  [
    'DNS record of the instance id (A)',
    'PrivateDnsNameOptions.EnableInstanceIdDnsARecord',
    (i) => i.privateDnsNameOptions?.enableInstanceIdDnsARecord,
  ],
  [
    'DNS record of the instance id (AAAA)',
    'PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord',
    (i) => i.privateDnsNameOptions?.enableInstanceIdDnsAAAARecord,
  ],
  [
    'DNS record of the IP (A)',
    'PrivateDnsNameOptions.EnableIpDnsARecord',
    (i) => i.privateDnsNameOptions?.enableIpDnsARecord,
  ],
  [
    'DNS record of the IP (PTR)',
    'PrivateDnsNameOptions.EnableIpDnsPtrRecord',
    (i) => i.privateDnsNameOptions?.enableIpDnsPtrRecord,
  ],
];

/** The attributes that only DescribeInstances' companions tell: these reads can fail on their own. */
const FROM_EXTRAS: Readonly<Record<string, string>> = {
  'RAM role': 'DescribeInstanceRamRole',
  'secure boot': 'DescribeInstanceAttribute',
  'jumbo frames': 'DescribeInstanceAttribute',
  'network encryption': 'DescribeInstanceAttribute',
  'bandwidth weighting': 'DescribeInstanceAttribute',
};

/** What an instance has for which nobody chose anything. */
const BY_ITSELF: Readonly<Record<string, string>> = {
  'metadata service': 'enabled',
  'metadata tokens': 'optional',
  'private DNS names': 'Custom',
  'bandwidth weighting': 'Default',
};

export function readBack(input: CompareInput, promised: Parameters): Finding[] {
  return [
    ...READ_BACK.flatMap((one) => readBackOne(input, promised, ...one)),
    ...IF_ORDERED.flatMap(([attribute, parameter, read]) => ifOrdered(input, promised[parameter], attribute, read)),
  ];
}

function readBackOne(
  input: CompareInput,
  promised: Parameters,
  attribute: string,
  parameter: string,
  read: (i: Instance, x: InstanceExtras) => Value,
): Finding[] {
  const expected = promised[parameter];
  const [before, after] = [read(input.source, input.extras), read(input.dr, input.drExtras)];
  const beforeTold = told(attribute, before, input.extras);
  const afterTold = told(attribute, after, input.drExtras);
  if (expected === undefined) {
    if ((before === undefined || before === false) && !isChosen(attribute, after)) return [];
    return [fact(attribute, beforeTold, afterTold, before === after ? AS_THE_SOURCE : 'not passed')];
  }
  if (afterTold === UNREAD) return [{ ...fact(attribute, before, UNREAD, String(expected)), unreadable: true }];
  return [checked(attribute, beforeTold, after, expected, String(after) === String(expected))];
}

const UNREAD = 'could not be read';

function told(attribute: string, value: Value, { unread }: InstanceExtras): Value {
  return value === undefined && unread.some(({ read }) => read === FROM_EXTRAS[attribute]) ? UNREAD : value;
}

/**
 * The defaults of another type, or somebody's hand: what the copy has and the source has not. Of every instance a layout of
 * its CPUs is reported, so a number tells nothing.
 */
function isChosen(attribute: string, value: Value): boolean {
  return !(
    value === undefined ||
    value === false ||
    value === 'disabled' ||
    value === BY_ITSELF[attribute] ||
    typeof value === 'number'
  );
}

/** What the copy does not report may be as ordered or not. */
function ifOrdered({ source, dr }: CompareInput, expected: Value, attribute: string, read: (i: Instance) => Value) {
  if (expected === undefined) return [];
  const after = read(dr);
  return after === undefined
    ? [{ ...fact(attribute, read(source), 'not reported', String(expected)), unreadable: true as const }]
    : [checked(attribute, read(source), after, expected, String(after) === String(expected))];
}
