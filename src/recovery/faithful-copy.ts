import { choiceOf } from './choice-tag.ts';
import type { CompareInput } from './compare-finding.ts';
import { deviceOf, inDeviceOrder, isUnsnapshottable } from './disks.ts';
import type { Image, Parameters } from './estate.ts';
import { isUnproven } from './image-origin.ts';
import { runPlan } from './run-plan.ts';
import { RECOVERY_TAG, tagValue } from './tags.ts';

/**
 * What a copy of the source should have been ordered as, when the request itself is no longer known. What a person
 * decides (zone, vSwitch, name, PrePaid or not, spot or not; by its tag another type or category, or a point without a
 * disk) is taken from the copy.
 */
export function faithfulCopy(input: CompareInput): Parameters {
  const { source, extras, sourceDisks, dr, snapshots = [] } = input;
  const prePaid = source.chargeType === 'PrePaid' && dr.chargeType === 'PrePaid';
  const { request } = runPlan({
    source,
    extras,
    disks: sourceDisks,
    image: input.image ?? imageLike(input),
    snapshots,
    unproven: isUnproven(dr.tags),
    choices: {
      zoneId: dr.zoneId,
      vSwitchId: dr.vSwitchId ?? '',
      ...choiceOf(dr.tags),
      instanceName: dr.name,
      chargeType: prePaid ? 'PrePaid' : 'PostPaid',
      periodMonths: 1,
      spot: source.spotStrategy !== 'NoSpot' && dr.spotStrategy !== 'NoSpot',
    },
    recoveryId: tagValue(dr.tags, RECOVERY_TAG) ?? '(a recovery id)',
  });
  return request.parameters;
}

/** An image that holds every disk of the source that can be in one, except what the copy keeps as left out of its own. */
function imageLike({ source, sourceDisks, dr }: CompareInput): Image {
  const { notInImage = [] } = choiceOf(dr.tags);
  const kept = inDeviceOrder(sourceDisks).filter(
    (disk) => !isUnsnapshottable(disk.category) && !notInImage.includes(deviceOf(disk, source.id) ?? ''),
  );
  return {
    id: dr.imageId,
    name: '',
    status: 'Available',
    usable: true,
    progress: 100,
    mappings: kept.map((disk) => ({
      device: deviceOf(disk, source.id) ?? '',
      type: disk.type,
      sizeGiB: disk.sizeGiB,
    })),
    tags: [],
  };
}
