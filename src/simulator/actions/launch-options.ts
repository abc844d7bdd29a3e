import type { InstanceType } from '../estate/catalogue.ts';
import { hasJumboFrames, physicalCores, usualOptions } from '../estate/launch-options.ts';
import type { Image, LaunchOptions, PrivateDns } from '../estate/model.ts';
import { ApiError } from '../wire/api-error.ts';
import type { Params } from '../wire/params.ts';

/** CpuOptions, SecurityOptions and the other options of a launch: checked against type and image, kept, told again by the reads. */
export function launchOptions(params: Params, type: InstanceType, image: Image): LaunchOptions {
  const usual = usualOptions(type);
  return {
    ...cpuOptions(params.object('CpuOptions'), type, usual),
    ...securityOptions(params.object('SecurityOptions'), type, image),
    ...networkOptions(params.object('NetworkOptions'), type, usual),
    privateDns: privateDns(params.object('PrivateDnsNameOptions')),
    ptpStatus: oneOf(params, 'ClockOptions.PtpStatus', ['enabled', 'disabled']) ?? '',
    hibernation: params.boolean('HibernationOptions.Configured') ?? false,
    loginAsNonRoot: loginAsNonRoot(params, image),
  };
}

/** The tables have no code of its own for most of these options. */
function invalid(name: string, why: string): ApiError {
  return new ApiError(400, 'InvalidParameter', `The specified parameter "${name}" is not valid: ${why}.`);
}

function oneOf<T extends string>(params: Params, name: string, allowed: readonly T[]): T | undefined {
  const value = params.text(name);
  if (value === undefined) return undefined;
  const found = allowed.find((candidate) => candidate === value);
  if (!found) throw invalid(params.named(name), `one of ${allowed.join(', ')} is expected`);
  return found;
}

type Cpu = Pick<LaunchOptions, 'coreCount' | 'threadsPerCore' | 'topologyType' | 'nestedVirtualization'>;

/** Types of the entry level let nothing be chosen, and refuse even what they have. */
function cpuOptions(params: Params, type: InstanceType, usual: LaunchOptions): Cpu {
  const core = params.number('Core');
  const threads = params.number('ThreadsPerCore');
  const topologyType = oneOf(params, 'TopologyType', ['ContinuousCoreToHTMapping', 'DiscreteCoreToHTMapping']);
  const nested = oneOf(params, 'NestedVirtualization', ['enabled', 'disabled']);
  const named = core !== undefined || threads !== undefined || topologyType !== undefined || nested === 'enabled';
  if (named && type.familyLevel === 'EntryLevel') throw invalid('CpuOptions', `${type.id} does not take it`);
  if (core !== undefined && (!Number.isInteger(core) || core < 1 || core > physicalCores(type)))
    throw invalid('CpuOptions.Core', `${type.id} has ${physicalCores(type)} cores`);
  if (threads !== undefined && threads !== 1 && threads !== usual.threadsPerCore)
    throw invalid('CpuOptions.ThreadsPerCore', `${type.id} has ${usual.threadsPerCore} threads per core`);
  return {
    coreCount: core ?? usual.coreCount,
    threadsPerCore: threads ?? usual.threadsPerCore,
    topologyType: topologyType ?? '',
    nestedVirtualization: nested ?? '',
  };
}

type Security = Pick<LaunchOptions, 'secureBoot' | 'trustedSystemMode' | 'confidentialComputingMode'>;

/** vTPM and Enclave are for g7, c7 and r7; an enclave brings vTPM with it. */
function securityOptions(params: Params, type: InstanceType, image: Image): Security {
  const trusted = oneOf(params, 'TrustedSystemMode', ['vTPM']);
  const confidential = oneOf(params, 'ConfidentialComputingMode', ['Enclave']);
  const secureBoot = params.boolean('EnableSecureBoot') ?? false;
  if ((trusted ?? confidential) !== undefined && !/^ecs\.[gcr]7t?$/.test(type.family))
    throw invalid(
      `SecurityOptions.${trusted ? 'TrustedSystemMode' : 'ConfidentialComputingMode'}`,
      `${type.family} has none`,
    );
  if (secureBoot && image.bootMode === 'BIOS')
    throw invalid('SecurityOptions.EnableSecureBoot', 'the image boots with BIOS');
  return {
    secureBoot,
    trustedSystemMode: trusted ?? (confidential ? 'vTPM' : ''),
    confidentialComputingMode: confidential ?? '',
  };
}

type Network = Pick<LaunchOptions, 'jumboFrame' | 'networkEncryption' | 'bandwidthWeighting'>;

function networkOptions(params: Params, type: InstanceType, usual: LaunchOptions): Network {
  const jumboFrame = params.boolean('EnableJumboFrame');
  // Either value: the type does not know the option.
  if (jumboFrame !== undefined && !hasJumboFrames(type))
    throw invalid('NetworkOptions.EnableJumboFrame', `${type.id} has no Jumbo Frames`);
  return {
    jumboFrame: jumboFrame ?? usual.jumboFrame,
    networkEncryption: params.boolean('EnableNetworkEncryption') ?? false,
    bandwidthWeighting:
      oneOf(params, 'BandwidthWeighting', ['Default', 'Vpc-L1', 'Vpc-L2', 'Ebs-L1', 'Ebs-L2']) ??
      usual.bandwidthWeighting,
  };
}

function privateDns(params: Params): PrivateDns | undefined {
  const hostnameType = oneOf(params, 'HostnameType', ['Custom', 'IpBased', 'InstanceIdBased']);
  const instanceIdDnsA = params.boolean('EnableInstanceIdDnsARecord');
  const instanceIdDnsAaaa = params.boolean('EnableInstanceIdDnsAAAARecord');
  const ipDnsA = params.boolean('EnableIpDnsARecord');
  const ipDnsPtr = params.boolean('EnableIpDnsPtrRecord');
  if ([hostnameType, instanceIdDnsA, instanceIdDnsAaaa, ipDnsA, ipDnsPtr].every((value) => value === undefined))
    return undefined;
  return {
    hostnameType: hostnameType ?? 'Custom',
    instanceIdDnsA: instanceIdDnsA ?? false,
    instanceIdDnsAaaa: instanceIdDnsAaaa ?? false,
    ipDnsA: ipDnsA ?? false,
    ipDnsPtr: ipDnsPtr ?? false,
  };
}

function loginAsNonRoot(params: Params, image: Image): boolean {
  const asked = params.boolean('ImageOptions.LoginAsNonRoot') ?? false;
  if (asked && !image.osName.loginAsNonRoot)
    throw new ApiError(
      400,
      'LoginAsNonRoot.ImageNotSupport',
      'The specified image does not support the login name ecs-user.',
    );
  return asked;
}
