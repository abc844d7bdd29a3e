import { seconds } from '../time.ts';
import type { Actions, Context } from './context.ts';
import { pageOf } from './paging.ts';
import { ecsTags, tagFilter } from './tags.ts';

/** Who the caller is, and what the account has set. */

function getCallerIdentity({ estate }: Context): Record<string, unknown> {
  const { account } = estate;
  return {
    AccountId: account.id,
    Arn: account.arn,
    PrincipalId: account.principalId,
    IdentityType: account.identityType,
    ...(account.roleId ? { RoleId: account.roleId } : { UserId: account.userId }),
  };
}

function describeAutoSnapshotPolicyEx(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  const tagsMatch = tagFilter(params);
  const id = params.text('AutoSnapshotPolicyId');
  const name = params.text('AutoSnapshotPolicyName');
  const found = [...estate.autoSnapshotPolicies.values()].filter(
    (policy) =>
      policy.regionId === c.regionId &&
      (id === undefined || policy.id === id) &&
      (name === undefined || policy.name === name) &&
      tagsMatch(policy.tags),
  );
  const page = pageOf(found, params, { maximum: 100 });
  return {
    TotalCount: page.total,
    PageNumber: page.pageNumber,
    PageSize: page.pageSize,
    AutoSnapshotPolicies: {
      AutoSnapshotPolicy: page.items.map((policy) => ({
        AutoSnapshotPolicyId: policy.id,
        AutoSnapshotPolicyName: policy.name,
        RegionId: policy.regionId,
        Status: 'Normal',
        Type: 'Custom',
        TimePoints: JSON.stringify(policy.timePoints.map(String)),
        RepeatWeekdays: JSON.stringify(policy.repeatWeekdays.map(String)),
        RetentionDays: policy.retentionDays,
        DiskNums: [...estate.disks.values()].filter((disk) => disk.autoSnapshotPolicyId === policy.id).length,
        VolumeNums: 0,
        EnableCrossRegionCopy: false,
        CopiedSnapshotsRetentionDays: -1,
        TargetCopyRegions: '',
        CreationTime: seconds(policy.createdAt),
        ResourceGroupId: policy.resourceGroupId,
        Tags: ecsTags(policy.tags),
      })),
    },
  };
}

function describeAutoSnapshotPolicyAssociations(c: Context): Record<string, unknown> {
  const { params } = c;
  const found = [...c.estate.disks.values()].filter(
    (disk) =>
      disk.regionId === c.regionId &&
      disk.autoSnapshotPolicyId !== '' &&
      (!params.text('DiskId') || params.text('DiskId') === disk.id) &&
      (!params.text('AutoSnapshotPolicyId') || params.text('AutoSnapshotPolicyId') === disk.autoSnapshotPolicyId),
  );
  const page = pageOf(found, params, { maximum: 100 });
  return {
    NextToken: page.nextToken,
    AutoSnapshotPolicyAssociations: {
      AutoSnapshotPolicyAssociation: page.items.map((disk) => ({
        AutoSnapshotPolicyId: disk.autoSnapshotPolicyId,
        DiskId: disk.id,
      })),
    },
  };
}

function describeDiskEncryptionByDefaultStatus({ estate }: Context): Record<string, unknown> {
  return { Encrypted: estate.diskEncryptionByDefault };
}

function describeAccountAttributes({ estate, params }: Context): Record<string, unknown> {
  const values: Record<string, string> = {
    'max-postpaid-instance-vcpu-count': String(estate.quotas.vCpus),
    'used-postpaid-instance-vcpu-count': '0',
    'instance-network-type': 'vpc',
    'max-security-groups': '100',
    'max-elastic-network-interfaces': '5000',
  };
  const wanted = params.list('AttributeName');
  return {
    AccountAttributeItems: {
      AccountAttributeItem: Object.entries(values)
        .filter(([name]) => wanted.length === 0 || wanted.includes(name))
        .map(([name, value]) => ({ AttributeName: name, AttributeValues: { ValueItem: [{ Value: value }] } })),
    },
  };
}

export const ACCOUNT_ACTIONS: Actions = {
  DescribeAutoSnapshotPolicyEx: { handler: describeAutoSnapshotPolicyEx, ignores: ['ResourceGroupId'] },
  DescribeAutoSnapshotPolicyAssociations: { handler: describeAutoSnapshotPolicyAssociations },
  DescribeDiskEncryptionByDefaultStatus: { handler: describeDiskEncryptionByDefaultStatus },
  DescribeAccountAttributes: { handler: describeAccountAttributes, ignores: ['ZoneId'], gaps: ['five attributes'] },
};

export const STS_ACTIONS: Actions = { GetCallerIdentity: { handler: getCallerIdentity } };
