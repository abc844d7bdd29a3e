import * as z from 'zod';
import type { Account, Tags } from './estate/model.ts';
import { ApiError } from './wire/api-error.ts';
import type { Product } from './wire/request.ts';

/** The caller's RAM policy: enough of it to try permission failures. Without a policy everything is allowed. */

const oneOrMore = z
  .union([z.string(), z.array(z.string()).min(1)])
  .transform((value) => (typeof value === 'string' ? [value] : value));

export const PolicySchema = z.strictObject({
  Version: z.string().optional(),
  Statement: z.array(
    z.strictObject({
      Effect: z.enum(['Allow', 'Deny']),
      Action: oneOrMore,
      Resource: oneOrMore.optional(),
      /** Tags in the request (`acs:RequestTag/key`) or on the resource (`acs:ResourceTag/key`). */
      Condition: z
        .partialRecord(
          z.enum(['StringEquals', 'StringLike']),
          z.record(
            z.string().regex(/^acs:(Request|Resource)Tag\/./, 'acs:RequestTag/… or acs:ResourceTag/…'),
            oneOrMore,
          ),
        )
        .optional(),
    }),
  ),
});
export type Policy = z.output<typeof PolicySchema>;
/** A policy as RAM writes it. */
export type PolicyObject = z.input<typeof PolicySchema>;

/** The RAM action of an API. The retired ECS aliases of VPC actions are still authorised as vpc:. [params: ecs.CreateVSwitch] */
export function ramAction(product: Product, action: string): string {
  const isVpcAlias = product === 'ecs' && /(VSwitch|Vpc)(es|s|Attributes?)?$/.test(action);
  return `${isVpcAlias ? 'vpc' : product}:${action}`;
}

type Statement = Policy['Statement'][number];

/** What a request touches: a resource that it names, with the tags that are on it. */
export interface Touched {
  arn: string;
  tags: Tags;
}

function matches(pattern: string, text: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 'i').test(text);
}

/** Every condition has to hold; one of its values is enough. */
function holds({ Condition }: Statement, { tags }: Touched, requestTags: Tags): boolean {
  return Object.entries(Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys ?? {}).every(([name, wanted]) => {
      const key = name.slice(name.indexOf('/') + 1);
      const found = (name.startsWith('acs:RequestTag/') ? requestTags : tags).find((tag) => tag.key === key);
      if (!found) return false;
      return wanted.some((w) => (operator === 'StringEquals' ? w === found.value : matches(w, found.value)));
    }),
  );
}

/** Each resource is judged by all statements together: one may allow the instance, another one the disk. */
export function authorise(
  policy: Policy | undefined,
  ram: string,
  { touched, requestTags }: { touched: Touched[]; requestTags: Tags },
  account: Account,
): void {
  // GetCallerIdentity cannot be denied. [params: sts.GetCallerIdentity]
  if (!policy || ram === 'sts:GetCallerIdentity') return;
  const about = policy.Statement.filter((s) => s.Action.some((pattern) => matches(pattern, ram)));
  const hits = (statement: Statement, resource: Touched): boolean =>
    (statement.Resource ?? ['*']).some((pattern) => matches(pattern, resource.arn)) &&
    holds(statement, resource, requestTags);
  for (const resource of touched) {
    const hit = about.filter((statement) => hits(statement, resource));
    if (hit.some((s) => s.Effect === 'Deny')) throw forbidden(ram, account, 'ExplicitDeny');
    if (hit.length === 0) throw forbidden(ram, account, 'ImplicitDeny');
  }
}

/** Handing a role to an instance is a right of its own. [errors: InvalidUser.PassRoleForbidden] */
export function authorisePassRole(policy: Policy | undefined, role: string, account: Account): void {
  try {
    const touched = [{ arn: `acs:ram::${account.id}:role/${role}`, tags: [] }];
    authorise(policy, 'ram:PassRole', { touched, requestTags: [] }, account);
  } catch {
    throw new ApiError(
      403,
      'InvalidUser.PassRoleForbidden',
      'The RAM user does not have the privilege to pass a role.',
    );
  }
}

/** Forbidden.RAM with what the service says of why. [errors: body] */
export function forbidden(
  ram: string,
  account: Account,
  type: 'ImplicitDeny' | 'ExplicitDeny' = 'ImplicitDeny',
): ApiError {
  return new ApiError(
    403,
    'Forbidden.RAM',
    "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
    {
      detail: {
        AccessDeniedDetail: {
          AuthAction: ram,
          AuthPrincipalType: account.identityType === 'AssumedRoleUser' ? 'AssumedRoleUser' : 'SubUser',
          AuthPrincipalOwnerId: account.id,
          AuthPrincipalDisplayName: account.principalId,
          NoPermissionType: type,
          PolicyType: 'AccountLevelIdentityBasedPolicy',
          EncodedDiagnosticMessage: 'c2ltdWxhdGVk',
        },
      },
    },
  );
}
