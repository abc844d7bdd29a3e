import { instanceType } from '../estate/catalogue.ts';
import type { Instance } from '../estate/model.ts';
import { INSTANCE_NEVER_EXPIRES, minutes, seconds } from '../time.ts';
import { ApiError, notFound } from '../wire/api-error.ts';
import { type Actions, type Context, findInstance, needInstance } from './context.ts';
import { exactly, pageFields, pageOf } from './paging.ts';
import { ecsTags, tagFilter } from './tags.ts';
import { wildcard } from './texts.ts';

/** Reading instances and what hangs on them. */

const STATUSES = ['Pending', 'Running', 'Starting', 'Stopping', 'Stopped'];

/** Instances of the region that can be seen by now; new ones stay out for a few seconds. [trap 1] */
function visible(c: Context): Instance[] {
  return [...c.estate.instances.values()].filter(
    (instance) => instance.regionId === c.regionId && instance.visibleAt <= c.now,
  );
}

function describeInstances(c: Context): Record<string, unknown> {
  const { params } = c;
  const status = params.text('Status');
  if (status && !STATUSES.includes(status)) throw notFound('InvalidStatus.NotFound', 'Status');
  const chargeType = params.text('InstanceChargeType');
  if (chargeType && !['PostPaid', 'PrePaid'].includes(chargeType))
    throw notFound('InvalidInstanceChargeType.NotFound', 'InstanceChargeType');
  const ids = params.jsonList('InstanceIds');
  const tagsMatch = tagFilter(params);
  const nameMatches = wildcard(params.text('InstanceName'));
  const privateIps = params.jsonList('PrivateIpAddresses');
  const publicIps = params.jsonList('PublicIpAddresses');
  const eips = params.jsonList('EipAddresses');
  const since = creationFilter(c);
  const matches = exactly<Instance>(params, {
    Status: (i) => i.status,
    ZoneId: (i) => i.zoneId,
    VpcId: (i) => i.vpcId,
    VSwitchId: (i) => i.vSwitchId,
    ImageId: (i) => i.imageId,
    InstanceType: (i) => i.instanceType,
    InstanceTypeFamily: (i) => instanceType(i.instanceType)?.family ?? '',
    InstanceChargeType: (i) => i.chargeType,
    InternetChargeType: (i) => i.internetChargeType,
    InstanceNetworkType: () => 'vpc',
    KeyPairName: (i) => i.keyPairName,
    ResourceGroupId: (i) => i.resourceGroupId,
    HttpTokens: (i) => i.httpTokens,
  });
  // By id the estate is asked directly: a page of a large estate stays quick.
  const candidates = ids ? ids.flatMap((id) => findInstance(c, id) ?? []) : visible(c);
  const found = candidates.filter(
    (i) =>
      tagsMatch(i.tags) &&
      nameMatches(i.name) &&
      i.createdAt >= since &&
      matches(i) &&
      (!params.text('SecurityGroupId') || i.securityGroupIds.includes(params.need('SecurityGroupId'))) &&
      (!params.text('LockReason') || i.operationLocks.includes(params.need('LockReason'))) &&
      (!privateIps || privateIps.includes(i.privateIp)) &&
      (!publicIps || (i.publicIp !== undefined && publicIps.includes(i.publicIp))) &&
      (!eips || (i.eip !== undefined && eips.includes(i.eip.address))),
  );
  const page = pageOf(found, params, { minimum: 10, maximum: 100 });
  const metadata = params.list('AdditionalAttributes').includes('META_OPTIONS');
  return {
    ...pageFields(page),
    Instances: { Instance: page.items.map((instance) => instanceView(instance, metadata)) },
  };
}

/** Filter.N with CreationStartTime, the only filter key that is modelled. */
export function creationFilter(c: Context): number {
  for (const filter of c.params.objects('Filter')) {
    const key = filter.text('Key');
    if (
      key !== 'CreationStartTime' &&
      key !== 'CreationEndTime' &&
      key !== 'ExpiredStartTime' &&
      key !== 'ExpiredEndTime'
    )
      throw notFound('InvalidFilterKey.NotFound', 'Filter.Key');
    const value = Date.parse((filter.text('Value') ?? '').replace(/T(\d\d:\d\d)Z$/, 'T$1:00Z'));
    if (Number.isNaN(value)) throw notFound('InvalidFilterValue', 'Filter.Value');
    if (key === 'CreationStartTime') return value;
  }
  return Number.NEGATIVE_INFINITY;
}

function commonView(i: Instance): Record<string, unknown> {
  const type = instanceType(i.instanceType);
  return {
    InstanceId: i.id,
    InstanceName: i.name,
    HostName: i.hostName,
    Description: i.description,
    Status: i.status,
    RegionId: i.regionId,
    ZoneId: i.zoneId,
    ClusterId: '',
    InstanceType: i.instanceType,
    Cpu: type?.cpu ?? 0,
    // MiB here, GiB in DescribeInstanceTypes. [trap 34]
    Memory: (type?.memoryGiB ?? 0) * 1024,
    ImageId: i.imageId,
    InstanceChargeType: i.chargeType,
    InternetChargeType: i.internetChargeType,
    InternetMaxBandwidthIn: i.bandwidthIn,
    InternetMaxBandwidthOut: i.bandwidthOut,
    CreationTime: minutes(i.createdAt),
    ExpiredTime: i.expiresAt === undefined ? INSTANCE_NEVER_EXPIRES : minutes(i.expiresAt),
    SerialNumber: i.serialNumber,
    InstanceNetworkType: 'vpc',
    VlanId: '',
    StoppedMode: i.stoppedMode,
    CreditSpecification: i.creditSpecification,
    SecurityGroupIds: { SecurityGroupId: i.securityGroupIds },
    PublicIpAddress: { IpAddress: i.publicIp ? [i.publicIp] : [] },
    InnerIpAddress: { IpAddress: [] },
    VpcAttributes: {
      VpcId: i.vpcId,
      VSwitchId: i.vSwitchId,
      NatIpAddress: '',
      PrivateIpAddress: { IpAddress: [i.privateIp] },
    },
    OperationLocks: { LockReason: i.operationLocks.map((reason) => ({ LockReason: reason })) },
    DedicatedHostAttribute: { DedicatedHostId: i.dedicatedHostId, DedicatedHostName: '' },
  };
}

function eipView(i: Instance): Record<string, unknown> {
  return {
    AllocationId: i.eip?.allocationId ?? '',
    IpAddress: i.eip?.address ?? '',
    InternetChargeType: i.eip?.internetChargeType ?? '',
    ...(i.eip ? { Bandwidth: i.eip.bandwidth } : {}),
  };
}

function instanceView(i: Instance, metadata: boolean): Record<string, unknown> {
  const type = instanceType(i.instanceType);
  const interfaces = [
    { id: i.primaryEniId, type: 'Primary', mac: i.macAddress, ip: i.privateIp },
    ...i.secondaryInterfaces.map((eni) => ({ id: eni.id, type: 'Secondary', mac: eni.macAddress, ip: eni.privateIp })),
  ];
  // One assignment of a whole literal: spreading one into the other makes slow objects, 15 times as slow for a page.
  return Object.assign(commonView(i), {
    InstanceTypeFamily: type?.family ?? '',
    CpuOptions: {
      CoreCount: i.options.coreCount,
      ThreadsPerCore: i.options.threadsPerCore,
      TopologyType: i.options.topologyType,
      NestedVirtualization: i.options.nestedVirtualization,
      Numa: 'ON',
    },
    ClockOptions: { PtpStatus: i.options.ptpStatus },
    SecurityOptions: { EnableSecureBoot: i.options.secureBoot },
    PrivateDnsNameOptions: i.options.privateDns && {
      HostnameType: i.options.privateDns.hostnameType,
      EnableInstanceIdDnsARecord: i.options.privateDns.instanceIdDnsA,
      EnableInstanceIdDnsAAAARecord: i.options.privateDns.instanceIdDnsAaaa,
      EnableIpDnsARecord: i.options.privateDns.ipDnsA,
      EnableIpDnsPtrRecord: i.options.privateDns.ipDnsPtr,
    },
    GPUAmount: 0,
    GPUSpec: '',
    // Absent without local disks: undefined does not travel.
    LocalStorageCapacity: type?.localStorage?.sizeGiB,
    LocalStorageAmount: type?.localStorage?.amount,
    OSName: i.osName.osName,
    OSNameEn: i.osName.osNameEn,
    OSType: i.osName.osType,
    IoOptimized: true,
    StartTime: i.startedAt === undefined ? '' : minutes(i.startedAt),
    AutoReleaseTime: i.autoReleaseAt === undefined ? '' : minutes(i.autoReleaseAt),
    SpotStrategy: i.spotStrategy,
    SpotPriceLimit: i.spotPriceLimit,
    SpotDuration: i.spotDuration,
    SpotInterruptionBehavior: i.spotInterruptionBehavior,
    DeletionProtection: i.deletionProtection,
    DeviceAvailable: true,
    Recyclable: false,
    SaleCycle: '',
    DeploymentSetId: i.deploymentSetId,
    KeyPairName: i.keyPairName,
    HpcClusterId: i.hpcClusterId,
    ISP: '',
    ResourceGroupId: i.resourceGroupId,
    EipAddress: { ...eipView(i), ...(i.eip ? { IsSupportUnassociate: true } : {}) },
    NetworkInterfaces: {
      NetworkInterface: interfaces.map((eni) => ({
        NetworkInterfaceId: eni.id,
        Type: eni.type,
        MacAddress: eni.mac,
        PrimaryIpAddress: eni.ip,
        PrivateIpSets: { PrivateIpSet: [{ PrivateIpAddress: eni.ip, Primary: true }] },
      })),
    },
    RdmaIpAddress: { IpAddress: [] },
    DedicatedHostAttribute: { DedicatedHostId: i.dedicatedHostId, DedicatedHostName: '', DedicatedHostClusterId: '' },
    DedicatedInstanceAttribute: { Affinity: '', Tenancy: '' },
    EcsCapacityReservationAttr: { CapacityReservationId: '', CapacityReservationPreference: '' },
    HibernationOptions: { Configured: i.options.hibernation },
    // Filled only when asked for. [params: DescribeInstances.AdditionalAttributes]
    MetadataOptions: metadata
      ? {
          HttpEndpoint: i.httpEndpoint || 'enabled',
          HttpTokens: i.httpTokens || 'optional',
          HttpPutResponseHopLimit: i.httpPutResponseHopLimit || 1,
        }
      : { HttpEndpoint: '', HttpTokens: '' },
    ImageOptions: { LoginAsNonRoot: i.options.loginAsNonRoot, CurrentOSNVMeSupported: true },
    Tags: ecsTags(i.tags),
  });
}

function describeInstanceStatus(c: Context): Record<string, unknown> {
  const ids = c.params.list('InstanceId');
  const zoneId = c.params.text('ZoneId');
  const found = visible(c).filter(
    (i) => (ids.length === 0 || ids.includes(i.id)) && (zoneId === undefined || i.zoneId === zoneId),
  );
  const page = pageOf(found, c.params, { maximum: 50 });
  return {
    TotalCount: page.total,
    PageNumber: page.pageNumber,
    PageSize: page.pageSize,
    InstanceStatuses: { InstanceStatus: page.items.map((i) => ({ InstanceId: i.id, Status: i.status })) },
  };
}

function describeInstanceAttribute(c: Context): Record<string, unknown> {
  const instance = needInstance(c);
  // IoOptimized is a boolean in DescribeInstances and a word here. [trap 34]
  const { options } = instance;
  return {
    ...commonView(instance),
    IoOptimized: 'optimized',
    EipAddress: eipView(instance),
    EnableJumboFrame: options.jumboFrame,
    EnableNetworkEncryption: options.networkEncryption,
    NetworkOptions: {
      EnableJumboFrame: options.jumboFrame,
      EnableNetworkEncryption: options.networkEncryption,
      BandwidthWeighting: options.bandwidthWeighting,
    },
    SecurityOptions: { EnableSecureBoot: options.secureBoot },
  };
}

function describeInstanceRamRole(c: Context): Record<string, unknown> {
  const ids = c.params.jsonList('InstanceIds');
  const role = c.params.text('RamRoleName');
  const found = ids
    ? ids.map((id) => {
        const instance = findInstance(c, id);
        if (!instance) throw notFound('InvalidInstanceId.NotFound', 'InstanceId');
        return instance;
      })
    : visible(c).filter((i) => i.ramRoleName !== '' && (role === undefined || i.ramRoleName === role));
  const page = pageOf(found, c.params, { maximum: 50 });
  return {
    RegionId: c.regionId,
    TotalCount: page.total,
    InstanceRamRoleSets: {
      InstanceRamRoleSet: page.items.map((i) => ({ InstanceId: i.id, RamRoleName: i.ramRoleName })),
    },
  };
}

function describeUserData(c: Context): Record<string, unknown> {
  const instance = needInstance(c);
  return { RegionId: c.regionId, InstanceId: instance.id, UserData: instance.userData };
}

function describeInstanceAutoRenewAttribute(c: Context): Record<string, unknown> {
  const ids = c.params.text('InstanceId')?.split(',');
  const found = visible(c).filter((i) => i.chargeType === 'PrePaid' && (!ids || ids.includes(i.id)));
  const page = pageOf(found, c.params, { maximum: 100 });
  return {
    TotalCount: page.total,
    PageNumber: page.pageNumber,
    PageSize: page.pageSize,
    InstanceRenewAttributes: {
      InstanceRenewAttribute: page.items.map((i) => ({
        InstanceId: i.id,
        AutoRenewEnabled: i.autoRenew,
        Duration: i.autoRenew ? i.renewPeriod.duration : 0,
        PeriodUnit: i.renewPeriod.unit,
        RenewalStatus: i.autoRenew ? 'AutoRenewal' : 'Normal',
      })),
    },
  };
}

function describeInstanceMaintenanceAttributes(c: Context): Record<string, unknown> {
  const ids = c.params.list('InstanceId');
  const page = pageOf(
    visible(c).filter((i) => ids.length === 0 || ids.includes(i.id)),
    c.params,
    { maximum: 100 },
  );
  return {
    TotalCount: page.total,
    PageNumber: page.pageNumber,
    PageSize: page.pageSize,
    MaintenanceAttributes: {
      MaintenanceAttribute: page.items.map((i) => ({
        InstanceId: i.id,
        NotifyOnMaintenance: false,
        ActionOnMaintenance: {
          Value: i.maintenanceAction,
          DefaultValue: 'AutoRecover',
          SupportedValues: { SupportedValue: ['AutoRecover', 'AutoRedeploy', 'Stop'] },
        },
        MaintenanceWindows: { MaintenanceWindow: [] },
      })),
    },
  };
}

const FINISHED = ['Avoided', 'Executed', 'Canceled', 'Failed'];

/** Tells of instances that died after being accepted. [trap 2] */
function describeInstanceHistoryEvents(c: Context): Record<string, unknown> {
  const { params } = c;
  const ids = params.list('ResourceId');
  const instanceId = params.text('InstanceId');
  const types = params.list('InstanceEventType');
  const eventType = params.text('EventType');
  const statuses = params.list('InstanceEventCycleStatus');
  const cycle = params.text('EventCycleStatus');
  const wantedStatuses = statuses.length > 0 ? statuses : cycle ? [cycle] : FINISHED;
  const eventIds = params.list('EventId');
  if (eventIds.length > 100)
    throw new ApiError(403, 'EventIdLimitExceeded', 'The number of EventId exceeds the limit.');
  const start = timeOf(params.object('EventPublishTime').text('Start')) ?? Number.NEGATIVE_INFINITY;
  const end = timeOf(params.object('EventPublishTime').text('End')) ?? Number.POSITIVE_INFINITY;
  const found = c.estate.events.filter(
    (event) =>
      event.regionId === c.regionId &&
      event.publishedAt >= start &&
      event.publishedAt <= end &&
      wantedStatuses.includes(event.cycleStatus) &&
      (eventIds.length === 0 || eventIds.includes(event.id)) &&
      (types.length > 0 ? types.includes(event.name) : eventType === undefined || eventType === event.name) &&
      (ids.length > 0 ? ids.includes(event.instanceId) : instanceId === undefined || instanceId === event.instanceId),
  );
  const page = pageOf(found, params, { minimum: 10, maximum: 100 });
  return {
    ...pageFields(page),
    InstanceSystemEventSet: {
      InstanceSystemEventType: page.items.map((event) => ({
        EventId: event.id,
        InstanceId: event.instanceId,
        ResourceType: 'instance',
        EventType: { Code: event.code, Name: event.name },
        EventCycleStatus: { Code: 27, Name: event.cycleStatus },
        EventPublishTime: seconds(event.publishedAt),
        NotBefore: seconds(event.publishedAt),
        EventFinishTime: event.finishedAt === undefined ? '' : seconds(event.finishedAt),
        ImpactLevel: '0',
        Reason: event.reason,
      })),
    },
  };
}

function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new ApiError(400, 'InvalidParameter', 'The specified time is not valid.');
  return time;
}

function describeNetworkInterfaces(c: Context): Record<string, unknown> {
  const { params } = c;
  const instanceId = params.text('InstanceId');
  const ids = params.list('NetworkInterfaceId');
  const wantedType = params.text('Type');
  const tagsMatch = tagFilter(params);
  const all = visible(c)
    .filter((i) => (instanceId === undefined || i.id === instanceId) && tagsMatch(i.tags))
    .flatMap((i) => [
      { i, id: i.primaryEniId, type: 'Primary', mac: i.macAddress, ip: i.privateIp, vSwitchId: i.vSwitchId },
      ...i.secondaryInterfaces.map((eni) => ({
        i,
        id: eni.id,
        type: 'Secondary',
        mac: eni.macAddress,
        ip: eni.privateIp,
        vSwitchId: eni.vSwitchId,
      })),
    ])
    .filter(
      (eni) =>
        (ids.length === 0 || ids.includes(eni.id)) &&
        (wantedType === undefined || wantedType === eni.type) &&
        (!params.text('Status') || params.text('Status') === 'InUse') &&
        (!params.text('ResourceGroupId') || params.text('ResourceGroupId') === eni.i.resourceGroupId) &&
        (!params.text('VSwitchId') || params.text('VSwitchId') === eni.vSwitchId) &&
        (!params.text('VpcId') || params.text('VpcId') === eni.i.vpcId) &&
        (!params.text('SecurityGroupId') || eni.i.securityGroupIds.includes(params.need('SecurityGroupId'))) &&
        (!params.text('PrimaryIpAddress') || params.text('PrimaryIpAddress') === eni.ip),
    );
  const page = pageOf(all, params, { minimum: 10, maximum: 500 });
  return {
    ...pageFields(page),
    NetworkInterfaceSets: {
      NetworkInterfaceSet: page.items.map(({ i, id, type, mac, ip, vSwitchId }) => ({
        NetworkInterfaceId: id,
        NetworkInterfaceName: '',
        Description: '',
        Type: type,
        Status: 'InUse',
        InstanceId: i.id,
        VpcId: i.vpcId,
        VSwitchId: vSwitchId,
        ZoneId: i.zoneId,
        MacAddress: mac,
        PrivateIpAddress: ip,
        PrivateIpSets: { PrivateIpSet: [{ PrivateIpAddress: ip, Primary: true }] },
        SecurityGroupIds: { SecurityGroupId: i.securityGroupIds },
        CreationTime: seconds(i.createdAt),
        DeleteOnRelease: true,
        OwnerId: c.estate.account.id,
        ResourceGroupId: i.resourceGroupId,
        ServiceManaged: false,
        Ipv6Sets: { Ipv6Set: [] },
        Tags: ecsTags(i.tags),
      })),
    },
  };
}

export const INSTANCE_READS: Actions = {
  DescribeInstances: {
    handler: describeInstances,
    ignores: [
      'DeviceAvailable',
      'HpcClusterId',
      'HttpEndpoint',
      'HttpPutResponseHopLimit',
      'InnerIpAddresses',
      'IoOptimized',
      'Ipv6Address.N',
      'NeedSaleCycle',
      'RdmaIpAddresses',
    ],
  },
  DescribeInstanceStatus: { handler: describeInstanceStatus, ignores: ['ClusterId'] },
  DescribeInstanceAttribute: { handler: describeInstanceAttribute },
  DescribeInstanceRamRole: { handler: describeInstanceRamRole },
  DescribeUserData: { handler: describeUserData },
  DescribeInstanceAutoRenewAttribute: { handler: describeInstanceAutoRenewAttribute, ignores: ['RenewalStatus'] },
  DescribeInstanceMaintenanceAttributes: { handler: describeInstanceMaintenanceAttributes },
  DescribeInstanceHistoryEvents: {
    handler: describeInstanceHistoryEvents,
    ignores: ['ImpactLevel', 'ResourceGroupId', 'ResourceType', 'Tag.N.Key', 'Tag.N.Value'],
    gaps: ['only SystemFailure.Delete of instances that died ever happens'],
  },
  DescribeNetworkInterfaces: {
    handler: describeNetworkInterfaces,
    ignores: ['Ipv6Address.N', 'NetworkInterfaceName', 'PrivateIpAddress.N', 'ServiceManaged'],
    gaps: ['only interfaces that hang on an instance'],
  },
};
