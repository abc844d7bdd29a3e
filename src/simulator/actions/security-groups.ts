import type { SecurityGroup } from '../estate/model.ts';
import { seconds } from '../time.ts';
import { notFound } from '../wire/api-error.ts';
import type { Actions, Context } from './context.ts';
import { exactly, pageFields, pageOf } from './paging.ts';
import { ecsTags, tagFilter } from './tags.ts';
import { wildcard } from './texts.ts';

function describeSecurityGroups(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  const ids = params.jsonList('SecurityGroupIds');
  const single = params.text('SecurityGroupId');
  const nameMatches = wildcard(
    params.boolean('FuzzyQuery') && params.text('SecurityGroupName')
      ? `${params.text('SecurityGroupName')}*`
      : params.text('SecurityGroupName'),
  );
  const tagsMatch = tagFilter(params);
  const count = params.boolean('IsQueryEcsCount') ?? false;
  const matches = exactly<SecurityGroup>(params, {
    VpcId: (group) => group.vpcId,
    SecurityGroupType: (group) => group.type,
    NetworkType: () => 'vpc',
    ResourceGroupId: (group) => group.resourceGroupId,
  });
  const found = [...estate.securityGroups.values()].filter(
    (group) =>
      group.regionId === c.regionId &&
      (ids === undefined || ids.includes(group.id)) &&
      (single === undefined || group.id === single) &&
      nameMatches(group.name) &&
      tagsMatch(group.tags) &&
      matches(group),
  );
  const page = pageOf(found, params, { maximum: 100 });
  return {
    RegionId: c.regionId,
    ...pageFields(page),
    SecurityGroups: {
      SecurityGroup: page.items.map((group) => {
        const members = count
          ? [...estate.instances.values()].filter((instance) => instance.securityGroupIds.includes(group.id)).length
          : 0;
        return {
          SecurityGroupId: group.id,
          SecurityGroupName: group.name,
          Description: group.description,
          SecurityGroupType: group.type,
          VpcId: group.vpcId,
          CreationTime: seconds(group.createdAt),
          // Valid only when asked for. [params: DescribeSecurityGroups.IsQueryEcsCount]
          EcsCount: members,
          AvailableInstanceAmount: count ? 2000 - members : 0,
          ResourceGroupId: group.resourceGroupId,
          ServiceManaged: false,
          Tags: ecsTags(group.tags),
        };
      }),
    },
  };
}

function describeSecurityGroupAttribute(c: Context): Record<string, unknown> {
  const { params } = c;
  const group = c.estate.securityGroups.get(params.need('SecurityGroupId'));
  if (!group || group.regionId !== c.regionId) throw notFound('InvalidSecurityGroupId.NotFound', 'SecurityGroupId');
  const direction = params.text('Direction') ?? 'all';
  const rules = group.rules.filter((rule) => direction === 'all' || rule.direction === direction);
  const page = pageOf(rules, params, { maximum: 1000, default: 500 });
  return {
    RegionId: c.regionId,
    SecurityGroupId: group.id,
    SecurityGroupName: group.name,
    Description: group.description,
    VpcId: group.vpcId,
    InnerAccessPolicy: group.type === 'normal' ? 'Accept' : 'Drop',
    NextToken: page.nextToken,
    Permissions: {
      Permission: page.items.map((rule) => ({
        Direction: rule.direction,
        IpProtocol: rule.protocol,
        PortRange: rule.portRange,
        NicType: 'intranet',
        Policy: 'Accept',
        Priority: '1',
        SourceCidrIp: rule.direction === 'ingress' ? rule.cidr : '',
        DestCidrIp: rule.direction === 'egress' ? rule.cidr : '',
        Description: rule.description,
        CreateTime: seconds(group.createdAt),
      })),
    },
  };
}

export const SECURITY_GROUP_ACTIONS: Actions = {
  DescribeSecurityGroups: { handler: describeSecurityGroups, ignores: ['ServiceManaged'] },
  DescribeSecurityGroupAttribute: { handler: describeSecurityGroupAttribute, ignores: ['Attribute', 'NicType'] },
};
