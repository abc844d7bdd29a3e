import * as z from 'zod';
import type { Access } from '../src/cloud/cloud.ts';
import { familyOf } from '../src/cloud/families.ts';
import { actionsFor, actionsNamed, PURPOSES, policyFor } from '../src/cloud/policy.ts';
import { DrError, invalidInput } from '../src/errors.ts';
import { inline, table } from '../src/text/safe.ts';
import { defineTool, field, type ToolContext } from '../src/tool.ts';

/** Asked of RAM when an instance gets a role; no call of ours has this name. */
const PASS_ROLE = 'ram:PassRole';

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
    const asked = actions?.filter((a) => a !== PASS_ROLE);
    const known = asked ? actionsNamed(asked) : { names: actionsFor([purpose]), unknown: [] };
    if (known.unknown.length > 0)
      throw invalidInput('actions', known.unknown, 'RAM actions that this server uses, e.g. ecs:RunInstances');
    const caller = await cloud.caller();
    const place = await placeOf(context, region, instanceId);
    const { regionId, ramRoleName } = place;
    const access = await cloud.tryAccess(regionId, known.names);
    const of = (verdict: Access['verdict']) => access.filter((a) => a.verdict === verdict);
    const denied = of('denied');
    const policy = policyFor({ purposes: [purpose], regions: [regionId], ...(ramRoleName && { ramRoleName }) });
    const passesRole = actions
      ? actions.includes(PASS_ROLE)
      : policy.Statement.some((statement) => statement.Action.includes(PASS_ROLE));
    const unknown = [...of('unknown').flatMap((a) => a.ram), ...(passesRole ? [PASS_ROLE] : [])];
    return {
      status: 'done',
      text: [
        say`Account ${caller.accountId}, ${caller.identityType} ${caller.arn}, credentials from ${caller.credentialSource}, region ${regionId}.`,
        denied.length > 0
          ? table(
              [say`denied`, say`why`],
              denied.map((a) => [a.ram.join(' '), say.told(a.reason)]),
            )
          : say`No action is denied as far as that can be told.`,
        say`Not known without doing it: ${unknown.join(', ') || '–'}.`,
        ...(place.note ? [inline(place.note, 600)] : []),
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
        unknown,
        ...(place.note && { note: place.note }),
        policy,
      },
    };
  },
});

interface Place {
  regionId: string;
  ramRoleName?: string | undefined;
  /** What could not be looked up, and why. */
  note?: string;
}

/** Region and role of the source. Just what is asked about may be denied: then the rest is told all the same. */
async function placeOf(
  { cloud, say }: ToolContext,
  region: string | undefined,
  instanceId: string | undefined,
): Promise<Place> {
  const place = { regionId: region ?? cloud.homeRegion };
  if (!instanceId) return place;
  try {
    place.regionId = await cloud.locate(instanceId, region);
    const instance = await cloud.instance(place.regionId, instanceId);
    const { ramRoleName, unread } = await cloud.instanceExtras(place.regionId, instance);
    const failed = unread.find((u) => u.read === 'DescribeInstanceRamRole');
    if (!failed) return { ...place, ramRoleName };
    return {
      ...place,
      note: say`The RAM role of ${instanceId} is not known (${failed.reason}): if it has one, ram:PassRole is needed, too.`,
    };
  } catch (error) {
    if (!(error instanceof DrError) || familyOf(error.details.code) !== 'forbidden') throw error;
    return {
      ...place,
      note: say`${instanceId} cannot be looked up (${error.details.code}: ${error.details.message}); its region and RAM role are not known.`,
    };
  }
}
