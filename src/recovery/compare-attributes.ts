import { AS_THE_SOURCE, type CompareInput, type Finding } from './compare.ts';
import type { Instance, InstanceExtras, Parameters, Tag } from './estate.ts';
import { inbound } from './run-network.ts';
import { ownTags } from './tags.ts';

type Value = string | number | boolean | undefined;

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

export function readAttributes(input: CompareInput, promised: Parameters): Finding[] {
  const { source, dr } = input;
  return [
    fact('instance id', source.id, dr.id, 'new'),
    checked('status', source.status, dr.status, 'Running', dr.status === 'Running'),
    ...READ_BACK.flatMap((one) => readBack(input, promised, ...one)).map((finding) => withOrigin(input, finding)),
    ...IF_ORDERED.flatMap(([attribute, parameter, read]) => ifOrdered(input, promised[parameter], attribute, read)),
    otherZone(source, dr),
    checked('VPC', source.vpcId, dr.vpcId, source.vpcId, dr.vpcId === source.vpcId),
    securityGroups(input, promised),
    checked(
      'private IP',
      source.privateIps.join(', '),
      dr.privateIps.join(', '),
      'new address',
      dr.privateIps.length > 0,
    ),
    ...publicIp(input, promised),
    ...tags(input, promised),
    ...dropped(input),
  ].filter((finding) => finding !== undefined);
}

function readBack(
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

/** That it is the image which was ordered says nothing of whose data it holds. */
function withOrigin({ source, origin }: CompareInput, finding: Finding): Finding {
  if (finding.attribute !== 'image' || origin.of === 'source') return finding;
  if (origin.of === 'another') return { ...finding, expected: `an image of ${source.id}`, ok: false };
  return { ...finding, expected: `${finding.expected}, not shown to be of ${source.id}`, unproven: true };
}

function otherZone(source: Instance, dr: Instance): Finding | undefined {
  return dr.zoneId === source.zoneId
    ? checked('another zone', source.zoneId, dr.zoneId, 'another zone', false)
    : undefined;
}

function securityGroups({ source, dr }: CompareInput, promised: Parameters): Finding {
  const expected = listed(promised, 'SecurityGroupIds');
  const actual = [...dr.securityGroupIds].sort();
  const same = actual.join() === expected.join();
  return checked(
    'security groups',
    [...source.securityGroupIds].sort().join(', '),
    actual.join(', '),
    expected.join(', '),
    same,
  );
}

/** A public IP exactly where one was promised: one too many is an open door. */
function publicIp({ source, dr }: CompareInput, promised: Parameters): Finding[] {
  const wanted = Number(promised.InternetMaxBandwidthOut ?? 0);
  const has = dr.publicIps.length > 0;
  const shown = (ips: string[]) => (ips.length > 0 ? ips.join(', ') : 'none');
  const address = checked(
    'public IP',
    shown(source.publicIps),
    shown(dr.publicIps),
    wanted > 0 ? 'new address' : 'none',
    has === wanted > 0,
  );
  if (wanted === 0) return [address];
  const out = dr.internetMaxBandwidthOut;
  const charge = promised.InternetChargeType;
  return [
    address,
    checked('bandwidth out', source.internetMaxBandwidthOut, out, wanted, out === wanted),
    ...bandwidthIn(source, dr, promised.InternetMaxBandwidthIn),
    ...(charge === undefined
      ? []
      : [
          checked(
            'bandwidth billing',
            source.internetChargeType,
            dr.internetChargeType,
            charge,
            dr.internetChargeType === charge,
          ),
        ]),
  ];
}

/**
 * The cloud reports inbound values that nobody can order. Only another one that could have been ordered is a difference;
 * what cannot be told apart is shown.
 */
function bandwidthIn(source: Instance, dr: Instance, expected: Value): Finding[] {
  const [before, after] = [source.internetMaxBandwidthIn, dr.internetMaxBandwidthIn];
  if (before === undefined && expected === undefined) return [];
  if (expected === undefined) {
    return [fact('bandwidth in', before, after, before === after ? AS_THE_SOURCE : 'not passed')];
  }
  return inbound(after, dr.internetMaxBandwidthOut ?? 0) === undefined
    ? [fact('bandwidth in', before, after ?? 'not reported', String(expected))]
    : [checked('bandwidth in', before, after, expected, after === expected)];
}

function tags({ source, dr }: CompareInput, promised: Parameters): Finding[] {
  const wanted = listed(promised, 'Tag', '.Key').map((key, i) => ({
    key,
    value: String(promised[`Tag.${i + 1}.Value`] ?? ''),
  }));
  const missing = wanted.filter((tag) => !dr.tags.some((own) => own.key === tag.key && own.value === tag.value));
  // Ours take places too: with many of its own the source has some for which the copy has no room.
  const own = ownTags(source.tags);
  const leftOut = own.filter((tag) => !wanted.some(({ key }) => key === tag.key));
  const without = (list: Tag[]) => `without ${list.map((tag) => tag.key).join(', ')}`;
  const expected = leftOut.length === 0 ? `${wanted.length}` : `${wanted.length}, ${without(leftOut)}`;
  const actual = missing.length === 0 ? expected : without([...missing, ...leftOut]);
  return [checked('tags', own.length, actual, expected, missing.length === 0)];
}

/** What the ledger said is dropped, told once more [recovery-rules: dropped and reported]. */
function dropped({ source, extras, dr, drExtras }: CompareInput): Finding[] {
  const enis = (instance: Instance) => instance.networkInterfaces.filter((eni) => eni.type === 'Secondary').length;
  const gone = (attribute: string, before: Value, after: Value) =>
    before === undefined || before === 0 ? [] : [fact(attribute, before, after ?? 'none', 'dropped')];
  return [
    ...gone('EIP', source.eip?.ip, dr.eip?.ip),
    ...gone('secondary ENIs', enis(source), enis(dr)),
    ...gone('deployment set', source.deploymentSetId, dr.deploymentSetId),
    ...gone('dedicated host', source.dedicatedHostId, dr.dedicatedHostId),
    ...gone(
      'user data',
      extras.hasUserData === true ? 'present' : undefined,
      drExtras.hasUserData === true ? 'present' : 'none',
    ),
    fact('load balancer membership', 'not read', 'not read', 'dropped'),
  ];
}

/** The values of a numbered parameter, in order. */
function listed(parameters: Parameters, name: string, suffix = ''): string[] {
  const values: string[] = [];
  for (let n = 1; `${name}.${n}${suffix}` in parameters; n += 1)
    values.push(String(parameters[`${name}.${n}${suffix}`]));
  return values;
}

export function fact(attribute: string, source: Value, dr: Value, expected: string): Finding {
  return { attribute, source: shown(source), dr: shown(dr), expected };
}

export function checked(attribute: string, source: Value, dr: Value, expected: Value, ok: boolean): Finding {
  return { attribute, source: shown(source), dr: shown(dr), expected: shown(expected), ok };
}

function shown(value: Value): string {
  return value === undefined || value === '' ? 'none' : String(value);
}
