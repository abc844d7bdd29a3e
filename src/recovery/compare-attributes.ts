import { AS_THE_SOURCE, type CompareInput, checked, type Finding, fact, type Value } from './compare-finding.ts';
import type { Instance, Parameters, Tag } from './estate.ts';
import { readBack } from './read-back.ts';
import { inbound } from './run-network.ts';
import { ownTags } from './tags.ts';

export function readAttributes(input: CompareInput, promised: Parameters): Finding[] {
  const { source, dr } = input;
  return [
    fact('instance id', source.id, dr.id, 'new'),
    checked('status', source.status, dr.status, 'Running', dr.status === 'Running'),
    ...readBack(input, promised).map((finding) => withOrigin(input, finding)),
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
