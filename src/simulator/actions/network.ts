import { containsCidr, overlapCidr } from 'cidr-tools';
import type { Vpc, VSwitch } from '../estate/model.ts';
import { availableAddresses, blocksOf, freeBlock, isForbidden, prefixOf } from '../estate/network.ts';
import { seconds } from '../time.ts';
import { ApiError, dryRunPassed, missing, notFound } from '../wire/api-error.ts';
import { type Actions, COMMON_TOKEN, type Context } from './context.ts';
import { zonesOf } from './offers.ts';
import { exactly, pageOf } from './paging.ts';
import { plainTags, readTags, tagFilter, VALUES_OF_VPC } from './tags.ts';
import { wildcard } from './texts.ts';

/** VPCs and vSwitches: the VPC product, and the retired aliases that ECS still answers. */

function findVpc(c: Context, id: string): Vpc | undefined {
  const vpc = c.estate.vpcs.get(id);
  return vpc && vpc.regionId === c.regionId ? vpc : undefined;
}

function vSwitchesOf(c: Context, vpc: Vpc): VSwitch[] {
  return [...c.estate.vSwitches.values()].filter((vSwitch) => vSwitch.vpcId === vpc.id);
}

function filteredVSwitches(c: Context): VSwitch[] {
  const { params, estate } = c;
  const ids = params.text('VSwitchId')?.split(',');
  const nameMatches = wildcard(params.text('VSwitchName'));
  const tagsMatch = tagFilter(params);
  const isDefault = params.boolean('IsDefault');
  const matches = exactly<VSwitch>(params, {
    VpcId: (v) => v.vpcId,
    ZoneId: (v) => v.zoneId,
    ResourceGroupId: (v) => v.resourceGroupId,
  });
  return [...estate.vSwitches.values()].filter(
    (v) =>
      v.regionId === c.regionId &&
      (ids === undefined || ids.includes(v.id)) &&
      (isDefault === undefined || v.isDefault === isDefault) &&
      nameMatches(v.name) &&
      tagsMatch(v.tags) &&
      matches(v),
  );
}

/** PageSize beyond 50 fails, unlike in ECS. [trap 8] */
const VPC_PAGES = { maximum: 50, strictPageSize: true };

function describeVSwitches(c: Context): Record<string, unknown> {
  if (!c.params.text('RegionId') && !c.params.text('VpcId')) throw missing('RegionId');
  const page = pageOf(filteredVSwitches(c), c.params, VPC_PAGES);
  return {
    TotalCount: page.total,
    PageNumber: page.pageNumber,
    PageSize: page.pageSize,
    VSwitches: { VSwitch: page.items.map((vSwitch) => vSwitchView(c, vSwitch)) },
  };
}

function vSwitchView(c: Context, v: VSwitch): Record<string, unknown> {
  return {
    VSwitchId: v.id,
    VpcId: v.vpcId,
    ZoneId: v.zoneId,
    CidrBlock: v.cidrBlock,
    Ipv6CidrBlock: '',
    VSwitchName: v.name,
    Description: v.description,
    Status: v.status,
    AvailableIpAddressCount: availableAddresses(v, c.now),
    CreationTime: seconds(v.createdAt),
    IsDefault: v.isDefault,
    NetworkAclId: '',
    OwnerId: Number(c.estate.account.id),
    ResourceGroupId: v.resourceGroupId,
    ShareType: '',
    EnabledIpv6: false,
    RouteTable: { RouteTableId: c.estate.vpcs.get(v.vpcId)?.routeTableId ?? '', RouteTableType: 'System' },
    Tags: plainTags(v.tags),
  };
}

function describeVSwitchAttributes(c: Context): Record<string, unknown> {
  const vSwitch = c.estate.vSwitches.get(c.params.need('VSwitchId'));
  // Odd capitals. [trap 30]
  if (!vSwitch || vSwitch.regionId !== c.regionId) throw notFound('InvalidVswitchID.NotFound', 'virtual switch');
  return vSwitchView(c, vSwitch);
}

/** One creation at a time per VPC; Pending for some seconds. [trap 29, limits: vswitch] */
function createVSwitch(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  const zoneId = params.need('ZoneId');
  const vpcId = params.need('VpcId');
  const name = params.text('VSwitchName');
  if (name !== undefined && (name.length > 128 || /^https?:\/\//i.test(name)))
    throw new ApiError(400, 'InvalidVSwitchName.Malformed', 'The specified VSwitchName is malformed.');
  const description = params.text('Description');
  if (description !== undefined && (description.length > 256 || /^https?:\/\//i.test(description)))
    throw new ApiError(400, 'InvalidVSwitchDiscription.Malformed', 'The specified Description is malformed.');
  const tags = readTags(params, VALUES_OF_VPC);
  const vpc = findVpc(c, vpcId);
  if (!vpc) throw notFound('InvalidVpcId.NotFound', 'VpcId', 400);
  const zone = zonesOf(estate, c.regionId).find((candidate) => candidate.id === zoneId);
  if (!zone) throw notFound('InvalidZoneId.NotFound', 'ZoneId');
  if (zone.outage) throw new ApiError(400, 'ResourceNotAvailable', 'The specified zone is not available.');
  const mask = params.number('CidrMask');
  const cidrText = params.text('CidrBlock') ?? (mask === undefined ? undefined : freeBlock(estate, vpc, mask));
  if (cidrText === undefined) {
    if (mask === undefined) throw missing('CidrBlock');
    throw new ApiError(400, 'OperationDenied', 'The VPC has no free block of that size.');
  }
  const prefix = prefixOf(cidrText);
  if (prefix === undefined || prefix < 16 || prefix > 29 || isForbidden(cidrText))
    throw new ApiError(400, 'InvalidCidrBlock.Malformed', 'The specified CIDR block is not valid.');
  if (!blocksOf(vpc).some((block) => containsCidr(block, cidrText)))
    throw new ApiError(400, 'InvalidParameter', 'The specified CIDR block is not inside the VPC.');
  const siblings = vSwitchesOf(c, vpc);
  for (const sibling of siblings) {
    if (overlapCidr(sibling.cidrBlock, cidrText))
      throw new ApiError(400, 'InvalidCidrBlock.Overlapped', 'The specified CIDR block overlaps with another VSwitch.');
  }
  if (siblings.some((sibling) => sibling.status === 'Pending'))
    throw new ApiError(409, 'TaskConflict', 'The operation is too frequent, please wait a moment and try again.');
  if (siblings.length >= estate.quotas.vSwitchesPerVpc)
    throw new ApiError(400, 'QuotaExceeded.VSwitch', 'The number of VSwitches in the VPC exceeds the quota.');
  const vSwitch: VSwitch = {
    id: estate.ids.resource('vsw', c.regionId),
    name: name ?? '',
    description: description ?? '',
    regionId: c.regionId,
    zoneId,
    vpcId,
    cidrBlock: cidrText,
    status: 'Pending',
    isDefault: false,
    createdAt: c.now,
    otherAddresses: 0,
    lingering: new Map(),
    used: new Set(),
    searchFrom: 0,
    resourceGroupId: vpc.resourceGroupId,
    tags,
  };
  estate.vSwitches.set(vSwitch.id, vSwitch);
  estate.agenda.plan(c.now + estate.durations.vSwitchPending(), () => {
    if (c.doomed) estate.vSwitches.delete(vSwitch.id);
    else vSwitch.status = 'Available';
  });
  return { VSwitchId: vSwitch.id };
}

function deleteVSwitch(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  const vSwitch = estate.vSwitches.get(params.need('VSwitchId'));
  if (!vSwitch || vSwitch.regionId !== c.regionId) throw notFound('InvalidVSwitchId.NotFound', 'VSwitchId');
  if (vSwitch.status !== 'Available')
    throw new ApiError(
      400,
      'IncorrectVSwitchStatus',
      'The current status of the VSwitch does not support this operation.',
    );
  availableAddresses(vSwitch, c.now);
  if (vSwitch.used.size > 0 || vSwitch.otherAddresses > 0 || vSwitch.lingering.size > 0) {
    throw new ApiError(400, 'DependencyViolation', 'The specified VSwitch still has dependent resources.');
  }
  if (params.boolean('DryRun')) throw dryRunPassed();
  estate.vSwitches.delete(vSwitch.id);
  return {};
}

function describeVpcs(c: Context): Record<string, unknown> {
  const { params } = c;
  const ids = params.text('VpcId')?.split(',');
  if (ids && ids.length > 20) throw new ApiError(400, 'InvalidParameter', 'At most 20 VpcId can be given.');
  const nameMatches = wildcard(params.text('VpcName'));
  const tagsMatch = tagFilter(params);
  const isDefault = params.boolean('IsDefault');
  const found = [...c.estate.vpcs.values()].filter(
    (vpc) =>
      vpc.regionId === c.regionId &&
      (ids === undefined || ids.includes(vpc.id)) &&
      (isDefault === undefined || vpc.isDefault === isDefault) &&
      nameMatches(vpc.name) &&
      tagsMatch(vpc.tags) &&
      (!params.text('ResourceGroupId') || params.text('ResourceGroupId') === vpc.resourceGroupId),
  );
  const page = pageOf(found, params, VPC_PAGES);
  return {
    TotalCount: page.total,
    PageNumber: page.pageNumber,
    PageSize: page.pageSize,
    Vpcs: { Vpc: page.items.map((vpc) => vpcListView(c, vpc)) },
  };
}

function vpcView(c: Context, vpc: Vpc): Record<string, unknown> {
  return {
    VpcId: vpc.id,
    RegionId: vpc.regionId,
    VpcName: vpc.name,
    Description: vpc.description,
    Status: 'Available',
    CidrBlock: vpc.cidrBlock,
    Ipv6CidrBlock: '',
    IsDefault: vpc.isDefault,
    VRouterId: vpc.vRouterId,
    CreationTime: seconds(vpc.createdAt),
    OwnerId: Number(c.estate.account.id),
    ResourceGroupId: vpc.resourceGroupId,
    VSwitchIds: { VSwitchId: vSwitchesOf(c, vpc).map((vSwitch) => vSwitch.id) },
    SecondaryCidrBlocks: { SecondaryCidrBlock: vpc.secondaryCidrBlocks },
    UserCidrs: { UserCidr: [] },
    Tags: plainTags(vpc.tags),
  };
}

function vpcListView(c: Context, vpc: Vpc): Record<string, unknown> {
  return {
    ...vpcView(c, vpc),
    CenStatus: 'Detached',
    DhcpOptionsSetId: '',
    DhcpOptionsSetStatus: '',
    NatGatewayIds: { NatGatewayIds: [] },
    RouterTableIds: { RouterTableIds: [vpc.routeTableId] },
    Ipv6CidrBlocks: { Ipv6CidrBlock: [] },
  };
}

function describeVpcAttribute(c: Context): Record<string, unknown> {
  const vpc = findVpc(c, c.params.need('VpcId'));
  if (!vpc) throw notFound('InvalidVpcId.NotFound', 'VpcId');
  return vpcView(c, vpc);
}

function describeVpcZones(c: Context): Record<string, unknown> {
  return {
    Zones: { Zone: zonesOf(c.estate, c.regionId).map((zone) => ({ ZoneId: zone.id, LocalName: zone.localName })) },
  };
}

/** The retired aliases of ECS: fewer fields, no tags. [params: ecs.DescribeVSwitches] */
function describeVSwitchesOfEcs(c: Context): Record<string, unknown> {
  const page = pageOf(filteredVSwitches(c), c.params, VPC_PAGES);
  return {
    TotalCount: page.total,
    PageNumber: page.pageNumber,
    PageSize: page.pageSize,
    VSwitches: {
      VSwitch: page.items.map((v) => ({
        VSwitchId: v.id,
        VpcId: v.vpcId,
        ZoneId: v.zoneId,
        CidrBlock: v.cidrBlock,
        VSwitchName: v.name,
        Description: v.description,
        Status: v.status,
        AvailableIpAddressCount: availableAddresses(v, c.now),
        CreationTime: seconds(v.createdAt),
        IsDefault: v.isDefault,
        ResourceGroupId: v.resourceGroupId,
      })),
    },
  };
}

function describeVpcsOfEcs(c: Context): Record<string, unknown> {
  const ids = c.params.text('VpcId')?.split(',');
  const found = [...c.estate.vpcs.values()].filter(
    (vpc) => vpc.regionId === c.regionId && (ids === undefined || ids.includes(vpc.id)),
  );
  const page = pageOf(found, c.params, VPC_PAGES);
  return {
    TotalCount: page.total,
    PageNumber: page.pageNumber,
    PageSize: page.pageSize,
    Vpcs: {
      Vpc: page.items.map((vpc) => ({
        VpcId: vpc.id,
        RegionId: vpc.regionId,
        VpcName: vpc.name,
        Description: vpc.description,
        Status: 'Available',
        CidrBlock: vpc.cidrBlock,
        VRouterId: vpc.vRouterId,
        IsDefault: vpc.isDefault,
        CreationTime: seconds(vpc.createdAt),
        VSwitchIds: { VSwitchId: vSwitchesOf(c, vpc).map((vSwitch) => vSwitch.id) },
        UserCidrs: { UserCidr: [] },
      })),
    },
  };
}

const CREATE_VSWITCH = {
  handler: createVSwitch,
  mutating: true,
  tokenMismatch: COMMON_TOKEN,
  tokenRunning: { status: 400, code: 'OperationFailed.IdempotentTokenProcessing' },
  regionOptional: true,
};

export const VPC_ACTIONS: Actions = {
  DescribeVSwitches: {
    handler: describeVSwitches,
    ignores: ['EnableIpv6', 'RouteTableId', 'VSwitchOwnerId'],
    regionOptional: true,
  },
  DescribeVSwitchAttributes: { handler: describeVSwitchAttributes, regionOptional: true },
  CreateVSwitch: {
    ...CREATE_VSWITCH,
    ignores: ['Ipv6CidrBlock', 'Ipv6CidrMask', 'VpcIpv6CidrBlock'],
    gaps: ['no IPv6; route destinations are not checked'],
  },
  DeleteVSwitch: { handler: deleteVSwitch, mutating: true, regionOptional: true },
  DescribeVpcs: { handler: describeVpcs, ignores: ['DhcpOptionsSetId', 'EnableIpv6', 'VpcOwnerId'] },
  DescribeVpcAttribute: { handler: describeVpcAttribute, ignores: ['IsDefault'] },
  DescribeZones: { handler: describeVpcZones, ignores: ['AcceptLanguage', 'ZoneType'] },
};

export const ECS_NETWORK_ALIASES: Actions = {
  DescribeVSwitches: { handler: describeVSwitchesOfEcs, regionOptional: true },
  CreateVSwitch: CREATE_VSWITCH,
  DeleteVSwitch: { handler: deleteVSwitch, mutating: true, regionOptional: true },
  DescribeVpcs: { handler: describeVpcsOfEcs, ignores: ['IsDefault'] },
};
