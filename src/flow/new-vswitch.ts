import { invalidInput } from '../errors.ts';
import type { VSwitch } from '../recovery/estate.ts';
import { RECOVERY_TAG } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { oldestFirst, refuseOthers } from './recovery.ts';

/** The region of the VPC: given, the source's, or the one whose id the zone's begins with. */
export async function regionOf(
  context: ToolContext,
  input: { regionId?: string | undefined; instanceId?: string | undefined; zoneId: string },
): Promise<string> {
  if (input.regionId) return input.regionId;
  if (input.instanceId) return context.cloud.locate(input.instanceId);
  const regions = await context.cloud.regions();
  const region = regions.filter((r) => input.zoneId.startsWith(r)).sort((a, b) => b.length - a.length)[0];
  if (!region) throw invalidInput('zoneId', input.zoneId, `a zone of one of these regions: ${regions.join(', ')}`);
  return region;
}

/** The new block gets the size of the source's own vSwitch, where that leaves room for others (`proposeCidr`). */
export async function sourceCidr(
  context: ToolContext,
  regionId: string,
  siblings: VSwitch[],
  instanceId: string | undefined,
): Promise<string | undefined> {
  if (!instanceId) return undefined;
  const source = await context.cloud.instance(regionId, instanceId, context.recent);
  return siblings.find((v) => v.id === source.vSwitchId)?.cidrBlock;
}

/** What this recovery has made there; the oldest first, where two servers raced. */
export async function findVSwitches(
  context: ToolContext,
  regionId: string,
  { zoneId, vpcId, instanceId }: { zoneId: string; vpcId: string; instanceId?: string | undefined },
): Promise<VSwitch[]> {
  const found = await context.cloud.vSwitches(regionId, { tags: [{ key: RECOVERY_TAG, value: context.recoveryId }] });
  if (instanceId) refuseOthers(context, found, [instanceId]);
  return oldestFirst(found).filter((v) => v.zoneId === zoneId && v.vpcId === vpcId);
}
