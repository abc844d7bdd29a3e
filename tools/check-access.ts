import * as z from 'zod';
import type { Access, Cloud } from '../src/cloud/cloud.ts';
import { actionsFor, actionsNamed, policyFor } from '../src/cloud/policy.ts';
import { invalidInput } from '../src/errors.ts';
import { inline, table } from '../src/text/safe.ts';
import { defineTool, field } from '../src/tool.ts';

const PURPOSES = ['instance', 'image', 'disks', 'read-only'] as const;

export default defineTool({
  name: 'check-access',
  title: 'Check access',
  description:
    'Whose credentials are in use (never a key), which RAM actions are denied as far as that can be told without changing anything, and the smallest policy.',
  effect: 'read',
  asks: false,
  waits: false,
  input: {
    actions: z
      .array(z.string().regex(/^[a-z]+:[A-Za-z]+$/, 'must look like ecs:RunInstances'))
      .max(40)
      .optional()
      .describe('RAM actions; default: all the purpose needs'),
    purpose: z.enum(PURPOSES).optional().describe('Default: instance'),
    instanceId: field.instanceId('Source: its RAM role is put into the policy').optional(),
  },

  async run({ actions, purpose = 'instance', instanceId, regionId: region }, context) {
    const { cloud, say } = context;
    const known = actions ? actionsNamed(actions) : { names: actionsFor([purpose]), unknown: [] };
    if (known.unknown.length > 0)
      throw invalidInput('actions', known.unknown, 'RAM actions that this server uses, e.g. ecs:RunInstances');
    const caller = await cloud.caller();
    const regionId = region ?? (instanceId ? await cloud.locate(instanceId) : cloud.homeRegion);
    const access = await cloud.tryAccess(regionId, known.names);
    const of = (verdict: Access['verdict']) => access.filter((a) => a.verdict === verdict);
    const denied = of('denied');
    const ramRoleName = instanceId ? await roleOf(context.cloud, regionId, instanceId) : undefined;
    const policy = policyFor({ purposes: [purpose], regions: [regionId], ...(ramRoleName && { ramRoleName }) });
    return {
      status: 'done',
      text: [
        say`Account ${caller.accountId}, ${caller.identityType} ${caller.arn}, credentials from ${caller.credentialSource}, region ${regionId}.`,
        denied.length > 0
          ? table(
              [say`denied`, say`why`],
              denied.map((a) => [a.ram.join(' '), a.reason]),
            )
          : say`No action is denied as far as that can be told.`,
        say`Not known without doing it: ${
          of('unknown')
            .flatMap((a) => a.ram)
            .join(', ') || '–'
        }.`,
        say`The smallest policy for "${purpose}" is in policy: hand it to a RAM administrator.`,
        ...(denied.length > 0
          ? [say`Pause until the denied actions are granted; what exists is found again afterwards.`]
          : []),
      ].join('\n\n'),
      fields: {
        caller,
        regionId,
        allowed: of('allowed').flatMap((a) => a.ram),
        denied: denied.map((a) => ({ ramAction: a.ram.join(' '), reason: inline(a.reason) })),
        unknown: of('unknown').flatMap((a) => a.ram),
        policy,
      },
    };
  },
});

async function roleOf(cloud: Cloud, regionId: string, instanceId: string) {
  const instance = await cloud.instance(regionId, instanceId);
  return (await cloud.instanceExtras(regionId, instance)).ramRoleName;
}
