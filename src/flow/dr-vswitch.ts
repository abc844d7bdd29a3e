import { invalidInput } from '../errors.ts';
import type { VSwitch } from '../recovery/estate.ts';
import { notFound } from './point.ts';
import type { Source } from './source.ts';

/** Refuses a vSwitch that the copy cannot use: of another zone than the target, of another VPC than the source's, or full. */
export function checkVSwitch(
  { regionId, instance }: Source,
  vSwitch: VSwitch | undefined,
  { vSwitchId: id, zoneId }: { vSwitchId: string; zoneId: string },
): void {
  const { vpcId } = instance;
  if (!vSwitch) throw notFound('InvalidVSwitchId.NotFound', 'vSwitch', [id], regionId);
  if (vSwitch.zoneId !== zoneId)
    throw invalidInput('vSwitchId', id, `a vSwitch of ${zoneId} (this one is in ${vSwitch.zoneId})`);
  if (vSwitch.vpcId !== vpcId)
    throw invalidInput('vSwitchId', id, `a vSwitch of the source's VPC ${vpcId} (this one is of ${vSwitch.vpcId})`);
  if (vSwitch.availableIps <= 0)
    throw invalidInput('vSwitchId', id, 'a vSwitch with free addresses (this one has none): call find-target-zone');
}
