import { given } from './parameters.ts';
import type { Part, RunInput } from './run-plan.ts';

/** Who the copy is and who gets in: host name, key pair or password, RAM role, resource group, metadata mode. */
export function identity({ source, extras, image }: RunInput): Part {
  const notes: string[] = [];
  const problems: string[] = [];
  const keyPairName = isWindows(source.osType) ? undefined : source.keyPairName;
  const hostName = hostNameOf(source, notes);
  if (source.metadata.httpTokens === 'required' && image.imdsSupport === 'v1') {
    problems.push(
      `image ${image.id} supports metadata v1 only, the source requires tokens (v2): create the image anew`,
    );
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

/** The API's rule for host names; an instance named otherwise from inside would make it refuse the request. */
function hostNameOf(source: RunInput['source'], notes: string[]): string | undefined {
  const { hostName } = source;
  if (hostName === undefined) return undefined;
  const generated = source.privateDnsNameOptions?.hostnameType ?? 'Custom';
  if (generated !== 'Custom') {
    notes.push(`host name not copied: it is made anew (${generated})`);
    return undefined;
  }
  if (fits(hostName, isWindows(source.osType))) return hostName;
  notes.push(`host name ${hostName} not passed: the API allows no such name`);
  return undefined;
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
