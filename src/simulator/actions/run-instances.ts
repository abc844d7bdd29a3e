import {
  bandwidthPrice,
  diskPrice,
  type InstanceType,
  instancePrice,
  instanceType,
  round,
} from '../estate/catalogue.ts';
import { addDisk } from '../estate/disks.ts';
import { isUsable } from '../estate/images.ts';
import { bringUp, doom } from '../estate/instances.ts';
import type { Image, Instance, LaunchOptions, Tags, VSwitch, Zone } from '../estate/model.ts';
import { availableAddresses, takeAddress } from '../estate/network.ts';
import { DAY, MINUTE } from '../time.ts';
import { ApiError, dryRunPassed, missing, notFound } from '../wire/api-error.ts';
import { Params } from '../wire/params.ts';
import { type ActionSpec, COMMON_TOKEN, type Context, findImage, resourceGroupOf } from './context.ts';
import { type PlannedDisk, planDisks } from './disk-plan.ts';
import { hostNameFor, isHostName } from './host-names.ts';
import { launchOptions } from './launch-options.ts';
import { stockOf } from './offers.ts';
import { readTags } from './tags.ts';
import { checkDescription, checkInstanceName } from './texts.ts';

/** RunInstances: all checks first (they are what DryRun answers about), then the instance and its disks. */

interface Place {
  image: Image;
  vSwitch: VSwitch;
  zone: Zone;
  type: InstanceType;
  securityGroupIds: string[];
}

function runInstances(c: Context): Record<string, unknown> {
  const { params } = c;
  const amount = params.number('Amount') ?? 1;
  if (!Number.isInteger(amount) || amount < 1 || amount > 100)
    throw new ApiError(403, 'InvalidParam.Amount', 'The specified Amount is not valid.');
  const dryRun = params.boolean('DryRun') ?? false;
  if (dryRun && amount !== 1)
    throw new ApiError(403, 'DryRun.InvalidAmount', 'Only Amount=1 is allowed together with DryRun.');
  const minimum = params.number('MinAmount');
  if (minimum !== undefined && (minimum < 1 || minimum > amount))
    throw new ApiError(400, 'InvalidMinAmount.Malformed', 'The specified MinAmount is not valid.');
  checkInstanceName(params.text('InstanceName'));
  checkDescription(params.text('Description'), { status: 400, code: 'InvalidDescription.Malformed' });
  const tags = readTags(params);
  const resourceGroupId = resourceGroupOf(c);
  checkBilling(params);
  checkSpot(params);
  checkPlacement(c);
  checkAccess(c);
  checkAutoRelease(c);
  const place = choosePlace(c);
  checkMetadata(params, place.image);
  checkImageAccess(params, place.image);
  checkCredit(params, place.type);
  const options = launchOptions(params, place.type, place.image);
  const disks = planDisks(c, place.image, place.zone, place.type, new Params(new Map()));
  const bandwidth = checkBandwidth(params);
  if ((params.number('Ipv6AddressCount') ?? 0) > 0 || params.list('Ipv6Address').length > 0)
    throw new ApiError(403, 'InvalidVSwitch.Ipv6NotTurnOn', 'IPv6 is not turned on for the specified VSwitch.');
  checkCapacity(c, place, amount);
  if (dryRun) throw dryRunPassed();

  const ids: string[] = [];
  for (let n = 0; n < amount; n++)
    ids.push(createOne(c, place, { disks, tags, bandwidth, options, resourceGroupId }, n, amount));
  const unit = params.text('InstanceChargeType') === 'PrePaid' ? 'Month' : 'Hour';
  return {
    InstanceIdSets: { InstanceIdSet: ids },
    TradePrice: round(priceOf(place.type, disks, bandwidth, params, unit) * amount),
    ...(unit === 'Month' ? { OrderId: c.estate.random.chars('0123456789', 15) } : {}),
  };
}

function priceOf(
  type: InstanceType,
  disks: PlannedDisk[],
  bandwidth: number,
  params: Params,
  unit: 'Hour' | 'Month',
): number {
  const period = unit === 'Month' ? (params.number('Period') ?? 1) : 1;
  const ofDisks = disks.reduce(
    (sum, { fields: f }) => sum + diskPrice(f.category, f.performanceLevel, f.sizeGiB, f.provisionedIops, unit, period),
    0,
  );
  return (
    instancePrice(type, unit, period) +
    ofDisks +
    bandwidthPrice(bandwidth, params.text('InternetChargeType') ?? 'PayByTraffic', unit, period)
  );
}

/** [api: billing] */
function checkBilling(params: Params): void {
  const chargeType = params.text('InstanceChargeType') ?? 'PostPaid';
  if (chargeType !== 'PostPaid' && chargeType !== 'PrePaid')
    throw notFound('InvalidInstanceChargeType.NotFound', 'InstanceChargeType');
  const spot = params.text('SpotStrategy') ?? 'NoSpot';
  if (!['NoSpot', 'SpotWithPriceLimit', 'SpotAsPriceGo'].includes(spot))
    throw new ApiError(400, 'InvalidSpotStrategy', 'The specified SpotStrategy is not valid.');
  if (chargeType === 'PrePaid') {
    if (spot !== 'NoSpot') throw new ApiError(400, 'InvalidSpotPrepaid', 'Spot instances cannot be subscriptions.');
    const period = params.number('Period');
    if (period === undefined)
      throw new ApiError(
        400,
        'MissingParamter',
        'The input parameter "Period" that is mandatory for processing this request is not supplied.',
      );
    const unit = params.text('PeriodUnit') ?? 'Month';
    const allowed = unit === 'Week' ? [1, 2, 3, 4] : [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36, 48, 60];
    if (!['Week', 'Month'].includes(unit) || !allowed.includes(period))
      throw new ApiError(400, 'InvalidPeriod', 'The specified Period is not valid.');
    if (params.boolean('DeletionProtection'))
      throw new ApiError(
        403,
        'InvalidChargeType.ValueNotSupported',
        'Deletion protection is for pay-as-you-go instances only.',
      );
    if (params.boolean('AutoPay') === false)
      throw new ApiError(403, 'InvalidInstance.UnPaidOrder', 'Unpaid orders are not part of the embedded cloud.');
    return;
  }
  if (params.boolean('AutoPay') === false)
    throw new ApiError(
      400,
      'InvalidAutoPay.PostPaidUnsupported',
      'AutoPay=false is not supported for pay-as-you-go instances.',
    );
  if (spot === 'SpotWithPriceLimit' && params.number('SpotPriceLimit') === undefined)
    throw new ApiError(400, 'InvalidSpotPriceLimit', 'The specified SpotPriceLimit is not valid.');
}

/** Values are judged on any request; they have an effect on spot instances only. */
function checkSpot(params: Params): void {
  const duration = params.number('SpotDuration');
  if (duration !== undefined && duration !== 0 && duration !== 1)
    throw new ApiError(400, 'InvalidSpotDuration', 'The specified SpotDuration is not valid.');
  const behavior = params.text('SpotInterruptionBehavior');
  if (behavior !== undefined && !['Terminate', 'Stop'].includes(behavior))
    throw new ApiError(400, 'InvalidSpotInterruptionBehavior', 'The specified SpotInterruptionBehavior is not valid.');
}

/** Sets and hosts that the scenario knows of. */
function checkPlacement(c: Context): void {
  const set = c.params.text('DeploymentSetId');
  if (set !== undefined && !c.estate.deploymentSets.has(set)) throw notFound('DeploymentSet.NotFound', 'DeploymentSet');
  const host = c.params.text('DedicatedHostId');
  if (host !== undefined && !c.estate.dedicatedHosts.has(host))
    throw notFound('InvalidDedicatedHostId.NotFound', 'DedicatedHostId', 400);
}

/** At least half an hour and at most three years ahead. [params: RunInstances.AutoReleaseTime] */
function checkAutoRelease(c: Context): void {
  const text = c.params.text('AutoReleaseTime');
  if (text === undefined) return;
  const at = Date.parse(text);
  if (
    !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text) ||
    !(at >= c.now + 30 * MINUTE) ||
    at > c.now + 3 * 365 * DAY
  ) {
    throw new ApiError(400, 'InvalidAutoReleaseTime.Malformed', 'The specified AutoReleaseTime is not valid.');
  }
}

/** Password, key pair, role, user data. */
function checkAccess(c: Context): void {
  const { params, estate } = c;
  const password = params.text('Password');
  if (password !== undefined) {
    if (params.boolean('PasswordInherit'))
      throw new ApiError(400, 'InvalidPasswordParam.Mismatch', 'Password and PasswordInherit cannot be used together.');
    const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/].filter((pattern) => pattern.test(password)).length;
    if (password.length < 8 || password.length > 30 || classes < 3)
      throw new ApiError(400, 'InvalidPassword.Malformed', 'The specified Password is not valid.');
  }
  const keyPair = params.text('KeyPairName');
  if (keyPair !== undefined && !estate.keyPairs.has(keyPair))
    throw notFound('InvalidKeyPairName.NotFound', 'KeyPairName');
  const role = params.text('RamRoleName');
  if (role !== undefined && !estate.ramRoles.has(role)) throw notFound('InvalidRamRole.NotFound', 'RamRoleName');
  const userData = params.text('UserData');
  if (userData !== undefined) {
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(userData))
      throw new ApiError(400, 'InvalidUserData.Base64FormatInvalid', 'The specified UserData is not valid base64.');
    if (Buffer.from(userData, 'base64').length > 32 * 1024)
      throw new ApiError(400, 'InvalidUserData.SizeExceeded', 'The specified UserData exceeds 32 KiB.');
  }
}

/** What access needs of the image: a name its system takes, a password in it, something that reads user data. */
function checkImageAccess(params: Params, image: Image): void {
  const host = params.text('HostName');
  if (host !== undefined && !isHostName(host, image.osName.osType === 'windows'))
    throw new ApiError(400, 'InvalidHostName.Malformed', 'The specified HostName is not valid.');
  if (params.boolean('PasswordInherit') && !image.presetPassword)
    throw new ApiError(
      400,
      'InvalidPasswordParam.Mismatch',
      'PasswordInherit needs an image with a preset password; the specified image has none.',
    );
  if (params.text('UserData') !== undefined && !image.osName.cloudInit)
    throw new ApiError(400, 'ImageNotSupportCloudInit', 'The specified image does not support cloud-init.');
}

/** Burstable types have a mode; the others refuse one. */
function checkCredit(params: Params, type: InstanceType): void {
  const mode = params.text('CreditSpecification');
  if (mode !== undefined && (!type.burstable || !['Standard', 'Unlimited'].includes(mode)))
    throw new ApiError(
      400,
      'InvalidParameter.CreditSpecification',
      'The specified CreditSpecification is not valid for the instance type.',
    );
}

/** By id, or the newest of a family that can be used. */
function chooseImage(c: Context): Image {
  const id = c.params.text('ImageId');
  const family = c.params.text('ImageFamily');
  if (id === undefined && family !== undefined) {
    const [newest] = [...c.estate.images.values()]
      .filter((image) => image.regionId === c.regionId && image.family === family && isUsable(image, c.now))
      .sort((a, b) => b.createdAt - a.createdAt);
    if (!newest)
      throw new ApiError(
        403,
        'InvalidImageFamily.MissingAvailableImage',
        'The specified ImageFamily has no available image.',
      );
    return newest;
  }
  const image = findImage(c, c.params.need('ImageId'));
  if (family !== undefined)
    throw new ApiError(
      400,
      'UnexpectedImageFamily.ImageIdSupplied',
      'ImageFamily and ImageId cannot be used together.',
    );
  if (!image) throw notFound('InvalidImageId.NotFound', 'ImageId');
  return image;
}

/** Security groups, image, vSwitch, zone, type: do they exist, and do they fit together? */
function choosePlace(c: Context): Place {
  const { params, estate } = c;
  const typeId = params.need('InstanceType');
  const image = chooseImage(c);
  const single = params.text('SecurityGroupId');
  const several = params.list('SecurityGroupIds');
  if (single && several.length > 0)
    throw new ApiError(
      400,
      'InvalidSecurityGroupId.SingleIdAndMultiIdConflict',
      'SecurityGroupId and SecurityGroupIds.N cannot be used together.',
    );
  const securityGroupIds = single ? [single] : several;
  if (securityGroupIds.length === 0) throw missing('SecurityGroupId');
  if (new Set(securityGroupIds).size < securityGroupIds.length)
    throw new ApiError(400, 'InvalidParameter.SecurityGroupIdRepeated', 'The specified SecurityGroupIds are repeated.');
  if (securityGroupIds.length > 16)
    throw new ApiError(400, 'JoinedGroupLimitExceed', 'The instance cannot join so many security groups.');
  const vSwitchId = params.text('VSwitchId');
  if (!vSwitchId) throw new ApiError(400, 'InvalidVSwitchId.Necessary', 'The parameter VSwitchId is necessary.');

  if (image.status === 'CreateFailed' || image.status === 'UnAvailable')
    throw new ApiError(403, 'OperationDenied.ImageNotValid', 'The specified image is disabled or deleted.');
  if (!isUsable(image, c.now) && image.status !== 'Deprecated')
    throw new ApiError(400, 'IncorrectImageStatus', 'The current status of the image does not support this operation.');

  const type = instanceType(typeId);
  if (!type)
    throw new ApiError(
      400,
      'InvalidInstanceType.ValueNotSupported',
      'The specified InstanceType does not exist or beyond the permitted range.',
    );
  if (type.architecture !== image.architecture)
    throw new ApiError(
      403,
      'ImageNotSupportInstanceType',
      'The specified image does not support the specified instance type.',
    );

  const vSwitch = estate.vSwitches.get(vSwitchId);
  if (!vSwitch || vSwitch.regionId !== c.regionId) throw notFound('InvalidVSwitchId.NotFound', 'VSwitchId');
  if (vSwitch.status !== 'Available')
    throw new ApiError(
      400,
      'IncorrectVSwitchStatus',
      'The current status of the VSwitch does not support this operation.',
    );
  const zoneId = params.text('ZoneId');
  const zone = estate.zone(vSwitch.zoneId);
  if (zoneId !== undefined && !estate.zone(zoneId)) throw notFound('InvalidZoneId.NotFound', 'ZoneId');
  if (!zone || (zoneId !== undefined && zoneId !== vSwitch.zoneId))
    throw new ApiError(400, 'InvalidParameter.Mismatch', 'The specified VSwitch and zone do not match.');

  const groups = securityGroupIds.map((id) => {
    const group = estate.securityGroups.get(id);
    // 400 here. [trap 46]
    if (!group || group.regionId !== c.regionId)
      throw new ApiError(400, 'InvalidSecurityGroupId.NotFound', 'The specified SecurityGroupId does not exist.');
    return group;
  });
  if (groups.some((group) => group.vpcId !== vSwitch.vpcId))
    throw new ApiError(
      400,
      'InvalidParameter.Mismatch',
      'The specified security group and VSwitch are not in the same VPC.',
    );
  if (new Set(groups.map((group) => group.type)).size > 1)
    throw new ApiError(
      403,
      'EnterpriseGroupLimited.MutliGroupType',
      'Normal and enterprise security groups cannot be mixed.',
    );

  const stock = stockOf(zone, type.id);
  if (zone.outage)
    throw new ApiError(
      403,
      'OperationDenied.ZoneNotAllowed',
      'The creation of instances in the specified zone is not allowed.',
    );
  if (!stock)
    throw new ApiError(
      403,
      'InvalidResourceType.NotSupported',
      'The specified instance type is not supported in the zone.',
    );
  if (stock === 'WithoutStock') {
    throw new ApiError(
      403,
      'OperationDenied.NoStock',
      'The resource is out of stock in the specified zone. Please try other types, or choose other regions and zones.',
    );
  }
  return { image, vSwitch, zone, type, securityGroupIds };
}

/** An image that only knows metadata v1 cannot launch in hardened mode. [params: CreateImage.Features] */
function checkMetadata(params: Params, image: Image): void {
  const endpoint = params.text('HttpEndpoint');
  if (endpoint && !['enabled', 'disabled'].includes(endpoint))
    throw new ApiError(400, 'InvalidHttpEndpoint.NotSupported', 'The specified HttpEndpoint is not supported.');
  const tokens = params.text('HttpTokens');
  if (tokens && !['optional', 'required'].includes(tokens))
    throw new ApiError(400, 'InvalidHttpTokens.NotSupported', 'The specified HttpTokens is not supported.');
  if (tokens === 'required' && image.imdsSupport !== 'v2')
    throw new ApiError(
      400,
      'InvalidHttpTokens.NotSupported',
      'The specified image does not support HttpTokens=required.',
    );
}

function checkBandwidth(params: Params): number {
  const bandwidth = params.number('InternetMaxBandwidthOut') ?? 0;
  if (!Number.isInteger(bandwidth) || bandwidth < 0 || bandwidth > 100)
    throw new ApiError(
      400,
      'InvalidInternetMaxBandwidthOut.Malformed',
      'The specified InternetMaxBandwidthOut is not valid.',
    );
  const inbound = params.number('InternetMaxBandwidthIn');
  if (inbound !== undefined && (!Number.isInteger(inbound) || inbound < 1 || inbound > Math.max(10, bandwidth)))
    throw new ApiError(
      400,
      'InvalidInternetMaxBandwidthIn.Malformed',
      'The specified InternetMaxBandwidthIn is not valid.',
    );
  const chargeType = params.text('InternetChargeType');
  if (chargeType && !['PayByBandwidth', 'PayByTraffic'].includes(chargeType))
    throw new ApiError(
      400,
      'InvalidInternetChargeType.ValueNotSupported',
      'The specified InternetChargeType is not supported.',
    );
  return bandwidth;
}

/** Addresses and vCPU quota: the last gate. */
function checkCapacity(c: Context, place: Place, amount: number): void {
  if (availableAddresses(place.vSwitch, c.now) < amount) {
    throw new ApiError(403, 'InvalidVSwitchId.IpNotEnough', 'The specified VSwitch has not enough IP addresses.');
  }
  const wanted = c.params.text('PrivateIpAddress');
  if (wanted !== undefined) {
    const trial = takeAddress(place.vSwitch, c.now, wanted);
    if ('problem' in trial) {
      throw trial.problem === 'taken'
        ? new ApiError(400, 'InvalidPrivateIpAddress.Duplicated', 'The specified private IP address is already used.')
        : new ApiError(400, 'InvalidPrivateIpAddress', 'The specified private IP address is not valid.');
    }
    place.vSwitch.used.delete(trial.address);
    place.vSwitch.searchFrom = 0;
  }
  let vCpus = 0;
  for (const instance of c.estate.instances.values())
    if (instance.regionId === c.regionId && instance.chargeType === 'PostPaid')
      vCpus += instanceType(instance.instanceType)?.cpu ?? 0;
  if (vCpus + amount * place.type.cpu > c.estate.quotas.vCpus)
    throw new ApiError(403, 'QuotaExceed.ElasticQuota', 'The vCPU quota of the instance type family is exceeded.');
}

/** What the checks made of the request. */
interface Parts {
  disks: PlannedDisk[];
  tags: Tags;
  bandwidth: number;
  options: LaunchOptions;
  resourceGroupId: string;
}

function createOne(c: Context, place: Place, made: Parts, index: number, amount: number): string {
  const { params, estate } = c;
  const { vSwitch, image, zone, type } = place;
  const { disks, tags, bandwidth, options, resourceGroupId } = made;
  const taken = takeAddress(vSwitch, c.now, index === 0 ? params.text('PrivateIpAddress') : undefined);
  const id = estate.ids.resource('i', c.regionId);
  const visibleAt = c.now + estate.durations.instanceVisible();
  const prePaid = params.text('InstanceChargeType') === 'PrePaid';
  const unit = params.text('PeriodUnit') === 'Week' ? 'Week' : 'Month';
  const expiresAt = prePaid ? c.now + (params.number('Period') ?? 1) * (unit === 'Week' ? 7 : 30) * DAY : undefined;
  const suffix = amount > 1 && params.boolean('UniqueSuffix') ? String(index + 1).padStart(3, '0') : '';
  const spot = params.text('SpotStrategy');
  const release = params.text('AutoReleaseTime');
  const instance: Instance = {
    id,
    name: params.text('InstanceName') ? `${params.text('InstanceName')}${suffix}` : id,
    hostName: hostNameFor(params.text('HostName'), options.privateDns, {
      id,
      privateIp: 'address' in taken ? taken.address : '',
      windows: image.osName.osType === 'windows',
    }),
    description: params.text('Description') ?? '',
    regionId: c.regionId,
    zoneId: zone.id,
    instanceType: type.id,
    status: 'Pending',
    imageId: image.id,
    chargeType: prePaid ? 'PrePaid' : 'PostPaid',
    expiresAt,
    autoRenew: prePaid && (params.boolean('AutoRenew') ?? false),
    renewPeriod: { duration: params.number('AutoRenewPeriod') ?? 1, unit },
    spotStrategy: spot === 'SpotWithPriceLimit' || spot === 'SpotAsPriceGo' ? spot : 'NoSpot',
    spotPriceLimit: params.number('SpotPriceLimit') ?? 0,
    spotDuration: spot && spot !== 'NoSpot' ? (params.number('SpotDuration') ?? 1) : 0,
    spotInterruptionBehavior: params.text('SpotInterruptionBehavior') ?? 'Terminate',
    createdAt: c.now,
    startedAt: undefined,
    visibleAt,
    initializingUntil: c.now + estate.durations.initializing(),
    assistantReadyAt: Number.POSITIVE_INFINITY,
    autoReleaseAt: release ? Date.parse(release) : undefined,
    vpcId: vSwitch.vpcId,
    vSwitchId: vSwitch.id,
    securityGroupIds: [...place.securityGroupIds],
    privateIp: 'address' in taken ? taken.address : '',
    // More than zero buys a new public IP; an EIP is never reproduced. [trap 33]
    publicIp: bandwidth > 0 ? estate.newPublicAddress() : undefined,
    eip: undefined,
    internetChargeType: params.text('InternetChargeType') ?? 'PayByTraffic',
    bandwidthIn: params.number('InternetMaxBandwidthIn') ?? Math.max(10, bandwidth),
    bandwidthOut: bandwidth,
    primaryEniId: estate.ids.resource('eni', c.regionId),
    macAddress: estate.ids.macAddress(),
    secondaryInterfaces: [],
    keyPairName: params.text('KeyPairName') ?? '',
    ramRoleName: params.text('RamRoleName') ?? '',
    userData: params.text('UserData') ?? '',
    httpEndpoint: params.text('HttpEndpoint') ?? '',
    httpTokens: params.text('HttpTokens') ?? '',
    httpPutResponseHopLimit: params.number('HttpPutResponseHopLimit') ?? 0,
    creditSpecification: params.text('CreditSpecification') ?? (type.burstable ? 'Standard' : ''),
    deletionProtection: params.boolean('DeletionProtection') ?? false,
    resourceGroupId,
    deploymentSetId: params.text('DeploymentSetId') ?? '',
    dedicatedHostId: params.text('DedicatedHostId') ?? '',
    hpcClusterId: '',
    stoppedMode: 'Not-applicable',
    operationLocks: [],
    needsRestart: false,
    maintenanceAction: 'AutoRecover',
    serialNumber: estate.ids.uuid(),
    osName: image.osName,
    options,
    // Tag.N goes to the instance, its disks and its interface. [trap 51]
    tags: [...tags],
  };
  estate.instances.set(id, instance);
  const attached = disks.map(({ type: kind, device, fields }) => ({
    device,
    disk: addDisk(estate, {
      ...fields,
      regionId: c.regionId,
      zoneId: zone.id,
      type: kind,
      visibleAt,
      imageId: kind === 'system' ? image.id : '',
      originInstanceId: kind === 'system' ? id : '',
      chargeType: instance.chargeType,
      expiresAt,
      portable: !prePaid,
      initializingUntil: instance.initializingUntil,
      resourceGroupId,
      tags: [...tags],
    }),
  }));
  if (c.doomed) {
    for (const { disk } of attached) estate.link(disk, id);
    doom(estate, instance, 'NoStock');
  } else {
    bringUp(estate, instance, attached);
  }
  return id;
}

export const RUN_INSTANCES: ActionSpec = {
  handler: runInstances,
  mutating: true,
  tokenMismatch: COMMON_TOKEN,
  ignores: [
    'ManagedHostId',
    'Affinity',
    'Tenancy',
    'Arn.N.AssumeRoleFor',
    'Arn.N.RoleType',
    'Arn.N.Rolearn',
    'AutoPay',
    'CpuOptions.Numa',
    'DeploymentSetGroupNo',
    'HostNames.N',
    'HpcClusterId',
    'IoOptimized',
    'Isp',
    'LaunchTemplateId',
    'LaunchTemplateName',
    'LaunchTemplateVersion',
    'NetworkInterface.N.*',
    'NetworkInterfaceQueueNumber',
    'PrivatePoolOptions.*',
    'SchedulerOptions.*',
    'SecurityEnhancementStrategy',
    'StorageSetId',
    'StorageSetPartitionNumber',
    'SystemDisk.EncryptAlgorithm',
    'SystemDisk.StorageClusterId',
    'DataDisk.N.EncryptAlgorithm',
    'DataDisk.N.StorageClusterId',
  ],
  gaps: [
    'no launch templates, additional interfaces or private pools',
    'no vSwitch has IPv6: asking for an address is refused',
    'unpaid orders (PrePaid with AutoPay=false) are refused',
    'AutoReleaseTime is kept but nothing is released',
  ],
};
