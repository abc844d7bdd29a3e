import { metadataProblem } from './image-fit.ts';
import { given } from './parameters.ts';
import type { Part, RunInput } from './run-plan.ts';

/** Who the copy is and who gets in: host name, key pair or password, RAM role, resource group, metadata mode. */
export function identity({ source, extras, image }: RunInput): Part {
  const notes: string[] = [];
  const problems: string[] = [];
  const keyPairName = isWindows(source.osType) ? undefined : source.keyPairName;
  const { hostName, note } = hostNameOf(source);
  if (note !== undefined) notes.push(note);
  const unfit = metadataProblem(source, image);
  if (unfit !== undefined) problems.push(unfit);
  if (extras.unread.some(({ read }) => read === 'DescribeInstanceRamRole')) {
    notes.push('not known whether the source has a RAM role (DescribeInstanceRamRole failed): the copy has none');
  }
  if (extras.hasUserData === true) notes.push('user data is not copied: a new instance would run it again');
  return {
    parameters: given({
      HostName: hostName,
      Description: source.description,
      // Without a key pair nobody could log in: the image keeps the source's password. Both together are refused.
      KeyPairName: keyPairName,
      PasswordInherit: keyPairName === undefined ? true : undefined,
      RamRoleName: extras.ramRoleName,
      ResourceGroupId: source.resourceGroupId,
      HttpEndpoint: source.metadata.httpEndpoint,
      HttpTokens: source.metadata.httpTokens,
      'ImageOptions.LoginAsNonRoot': source.imageOptions.loginAsNonRoot === true ? true : undefined,
      ...privateDns(source.privateDnsNameOptions),
    }),
    notes,
    problems,
  };
}

/** The host name to pass, or why it is not: the API would refuse the whole request for a name it does not allow. */
export function hostNameOf(source: RunInput['source']): { hostName?: string; note?: string } {
  const { hostName } = source;
  if (hostName === undefined) return {};
  const generated = source.privateDnsNameOptions?.hostnameType ?? 'Custom';
  if (generated !== 'Custom') return { note: `host name not copied: it is made anew (${generated})` };
  if (fits(hostName, isWindows(source.osType))) return { hostName };
  return { note: `host name ${hostName} not passed: the API allows no such name` };
}

function fits(name: string, windows: boolean): boolean {
  if (windows) return /^(?!\d+$)[A-Za-z\d]+(-[A-Za-z\d]+)*$/.test(name) && name.length >= 2 && name.length <= 15;
  return /^[A-Za-z\d]+([.-][A-Za-z\d]+)*$/.test(name) && name.length >= 2 && name.length <= 64;
}

export function isWindows(osType: string): boolean {
  return osType.toLowerCase() === 'windows';
}

function privateDns(options: RunInput['source']['privateDnsNameOptions']) {
  return {
    'PrivateDnsNameOptions.HostnameType': options?.hostnameType,
    'PrivateDnsNameOptions.EnableInstanceIdDnsARecord': options?.enableInstanceIdDnsARecord,
    'PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord': options?.enableInstanceIdDnsAAAARecord,
    'PrivateDnsNameOptions.EnableIpDnsARecord': options?.enableIpDnsARecord,
    'PrivateDnsNameOptions.EnableIpDnsPtrRecord': options?.enableIpDnsPtrRecord,
  };
}
