import type { ChargeType, Instance, NetworkInterface } from '../../recovery/estate.ts';
import type { Api } from '../api.ts';
import { MalformedAnswer } from '../client.ts';
import type { Filter, ReadOptions } from '../cloud.ts';
import { failureOf } from '../errors.ts';
import type { Answer } from '../models.ts';
import { byToken, chunks, each } from '../paging.ts';
import { num, present, tags, text, texts } from '../values.ts';
import { tagParameters } from './tagged.ts';

type Wire = NonNullable<NonNullable<Answer<'DescribeInstances'>['instances']>['instance']>[number];

export async function readInstances(
  api: Api,
  regionId: string,
  filter: Filter,
  options: ReadOptions = {},
): Promise<Instance[]> {
  const ask = (more: Record<string, string>) =>
    byToken(
      api,
      'DescribeInstances',
      regionId,
      // Without META_OPTIONS the metadata settings come back empty.
      { ...more, ...tagParameters(filter), 'AdditionalAttributes.1': 'META_OPTIONS' },
      (answer) => answer.instances?.instance,
      options.maxAgeMs,
    );
  const found = filter.ids
    ? (await each(chunks(filter.ids, 100), 4, (ids) => ask({ InstanceIds: JSON.stringify(ids) }))).flat()
    : await ask({});
  return found.map((wire) => instance(wire, regionId));
}

/** The one with this id, undefined where there is none. An answer that names only others is none to the question. */
export async function readInstance(
  api: Api,
  regionId: string,
  id: string,
  options?: ReadOptions,
): Promise<Instance | undefined> {
  const answered = await readInstances(api, regionId, { ids: [id] }, options);
  const found = answered.find((i) => i.id === id);
  if (!found && answered.length > 0) {
    const wrong = new MalformedAnswer(`the answer is about another instance than ${id}`);
    throw failureOf(wrong, 'DescribeInstances', regionId).error;
  }
  return found;
}

function instance(w: Wire, regionId: string): Instance {
  const eipId = text(w.eipAddress?.allocationId);
  const dns = w.privateDnsNameOptions;
  return present<Instance>({
    id: w.instanceId ?? '',
    name: w.instanceName ?? '',
    hostName: text(w.hostName),
    description: text(w.description),
    status: w.status ?? '',
    stoppedMode: text(w.stoppedMode),
    regionId: text(w.regionId) ?? regionId,
    zoneId: w.zoneId ?? '',
    type: w.instanceType ?? '',
    typeFamily: text(w.instanceTypeFamily),
    cpu: num(w.cpu) ?? 0,
    memoryMiB: num(w.memory) ?? 0,
    osType: w.OSType ?? '',
    osName: text(w.OSNameEn) ?? text(w.OSName),
    imageId: w.imageId ?? '',
    ioOptimized: w.ioOptimized ?? true,
    createdAt: text(w.creationTime),
    startedAt: text(w.startTime),
    expiresAt: text(w.expiredTime),
    autoReleaseTime: text(w.autoReleaseTime),
    chargeType: (text(w.instanceChargeType) ?? 'PostPaid') as ChargeType,
    spotStrategy: text(w.spotStrategy) ?? 'NoSpot',
    spotPriceLimit: num(w.spotPriceLimit),
    spotDuration: num(w.spotDuration),
    spotInterruptionBehavior: text(w.spotInterruptionBehavior),
    creditSpecification: text(w.creditSpecification),
    deletionProtection: w.deletionProtection ?? false,
    keyPairName: text(w.keyPairName),
    resourceGroupId: text(w.resourceGroupId),
    internetChargeType: text(w.internetChargeType),
    internetMaxBandwidthIn: num(w.internetMaxBandwidthIn),
    internetMaxBandwidthOut: num(w.internetMaxBandwidthOut),
    publicIps: texts(w.publicIpAddress?.ipAddress),
    eip: eipId
      ? present<NonNullable<Instance['eip']>>({
          allocationId: eipId,
          ip: w.eipAddress?.ipAddress ?? '',
          bandwidth: num(w.eipAddress?.bandwidth),
        })
      : undefined,
    vpcId: text(w.vpcAttributes?.vpcId),
    vSwitchId: text(w.vpcAttributes?.vSwitchId),
    privateIps: texts(w.vpcAttributes?.privateIpAddress?.ipAddress),
    networkInterfaces: (w.networkInterfaces?.networkInterface ?? []).map(networkInterface),
    securityGroupIds: texts(w.securityGroupIds?.securityGroupId),
    metadata: present<Instance['metadata']>({
      httpEndpoint: text(w.metadataOptions?.httpEndpoint),
      httpTokens: text(w.metadataOptions?.httpTokens),
      // 0 is how "not set" looks here.
      hopLimit: num(w.metadataOptions?.httpPutResponseHopLimit) || undefined,
      instanceMetadataTags: text(w.metadataOptions?.instanceMetadataTags),
    }),
    cpuOptions: present<Instance['cpuOptions']>({
      coreCount: num(w.cpuOptions?.coreCount),
      threadsPerCore: num(w.cpuOptions?.threadsPerCore),
      topologyType: text(w.cpuOptions?.topologyType),
      nestedVirtualization: text(w.cpuOptions?.nestedVirtualization),
    }),
    clockOptions: present<Instance['clockOptions']>({ ptpStatus: text(w.clockOptions?.ptpStatus) }),
    imageOptions: present<Instance['imageOptions']>({ loginAsNonRoot: w.imageOptions?.loginAsNonRoot }),
    hibernationConfigured: w.hibernationOptions?.configured ?? false,
    securityOptions: present<Instance['securityOptions']>({ enableSecureBoot: w.securityOptions?.enableSecureBoot }),
    privateDnsNameOptions: dns
      ? present<NonNullable<Instance['privateDnsNameOptions']>>({
          hostnameType: text(dns.hostnameType),
          enableInstanceIdDnsARecord: dns.enableInstanceIdDnsARecord,
          enableInstanceIdDnsAAAARecord: dns.enableInstanceIdDnsAAAARecord,
          enableIpDnsARecord: dns.enableIpDnsARecord,
          enableIpDnsPtrRecord: dns.enableIpDnsPtrRecord,
        })
      : undefined,
    deploymentSetId: text(w.deploymentSetId),
    dedicatedHostId: text(w.dedicatedHostAttribute?.dedicatedHostId),
    dedicatedHostClusterId: text(w.dedicatedHostAttribute?.dedicatedHostClusterId),
    tenancy: text(w.dedicatedInstanceAttribute?.tenancy),
    hpcClusterId: text(w.hpcClusterId),
    capacityReservationId: text(w.ecsCapacityReservationAttr?.capacityReservationId),
    capacityReservationPreference: text(w.ecsCapacityReservationAttr?.capacityReservationPreference),
    gpuAmount: num(w.GPUAmount),
    localStorageAmount: num(w.localStorageAmount),
    localStorageCapacityGiB: num(w.localStorageCapacity),
    isp: text(w.ISP),
    operationLocks: texts((w.operationLocks?.lockReason ?? []).map((l) => l.lockReason)),
    tags: tags(w.tags?.tag),
  });
}

type WireInterface = NonNullable<NonNullable<Wire['networkInterfaces']>['networkInterface']>[number];

function networkInterface(w: WireInterface): NetworkInterface {
  const own = texts((w.privateIpSets?.privateIpSet ?? []).map((ip) => ip.privateIpAddress));
  return {
    id: w.networkInterfaceId ?? '',
    type: w.type === 'Secondary' ? 'Secondary' : 'Primary',
    privateIps: own.length > 0 ? own : texts([w.primaryIpAddress]),
    ipv6: texts((w.ipv6Sets?.ipv6Set ?? []).map((ip) => ip.ipv6Address)),
    ipv4Prefixes: w.ipv4PrefixSets?.ipv4PrefixSet?.length ?? 0,
  };
}
