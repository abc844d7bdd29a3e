import * as z from 'zod';
import type { Account } from './estate/model.ts';
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
    }),
  ),
});
export type Policy = z.infer<typeof PolicySchema>;

/** The RAM action of an API. The retired ECS aliases of VPC actions are still authorised as vpc:. [params.json ecs.CreateVSwitch] */
export function ramAction(product: Product, action: string): string {
  const isVpcAlias = product === 'ecs' && /(VSwitch|Vpc)(es|s|Attributes?)?$/.test(action);
  return `${isVpcAlias ? 'vpc' : product}:${action}`;
}

function matches(pattern: string, text: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 'i').test(text);
}

/** @param resources ARNs that the request names; a statement with Resource applies when one of its patterns fits every one of them. */
export function authorise(policy: Policy | undefined, ram: string, resources: string[], account: Account): void {
  // GetCallerIdentity cannot be denied. [params.json sts.GetCallerIdentity]
  if (!policy || ram === 'sts:GetCallerIdentity') return;
  let allowed = false;
  for (const statement of policy.Statement) {
    if (!statement.Action.some((pattern) => matches(pattern, ram))) continue;
    const patterns = statement.Resource ?? ['*'];
    const covers = (arn: string): boolean => patterns.some((pattern) => matches(pattern, arn));
    const hit =
      resources.length === 0
        ? covers('*') || patterns.includes('*')
        : statement.Effect === 'Deny'
          ? resources.some(covers)
          : resources.every(covers);
    if (!hit) continue;
    if (statement.Effect === 'Deny') throw forbidden(ram, account, 'ExplicitDeny');
    allowed = true;
  }
  if (!allowed) throw forbidden(ram, account, 'ImplicitDeny');
}

/** Forbidden.RAM with what the service says of why. [errors.json body_shape] */
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
