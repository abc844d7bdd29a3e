import { choiceTags } from './choice-tag.ts';
import { deviceOf, inDeviceOrder, isUnsnapshottable } from './disks.ts';
import type {
  ChangeRequest,
  ChargeType,
  Disk,
  Image,
  Instance,
  InstanceExtras,
  Parameters,
  Snapshot,
} from './estate.ts';
import { originTags } from './image-origin.ts';
import { type LeftOut, leaveOut } from './left-out.ts';
import { drInstanceName, instanceNameProblem } from './names.ts';
import { numbered } from './parameters.ts';
import { priceParameters } from './prices.ts';
import { billing } from './run-billing.ts';
import { joinImage, runDisks } from './run-disks.ts';
import { identity } from './run-identity.ts';
import { publicAddress } from './run-network.ts';
import { typeOptions } from './run-options.ts';
import { copyTags, ourTags, tagParameters } from './tags.ts';

export interface RunChoices {
  zoneId: string;
  vSwitchId: string;
  instanceType?: string | undefined;
  instanceName?: string | undefined;
  /** Source device → category, only after a decision. */
  diskCategories?: Readonly<Record<string, string>> | undefined;
  /** What cannot be had any more, only after a decision. */
  without?: readonly LeftOut[] | undefined;
  /** Types, and devices whose category, could not be had: something else was chosen. */
  insteadOf?: readonly string[] | undefined;
  chargeType: ChargeType;
  periodMonths?: number | undefined;
  spot?: boolean | undefined;
}

export interface RunInput {
  source: Instance;
  extras: InstanceExtras;
  disks: readonly Disk[];
  image: Image;
  /** The snapshots behind the image's mappings: they tell which disk each came from. */
  snapshots: readonly Snapshot[];
  /** A person has accepted that nothing shows that the image is of the source. */
  unproven?: boolean;
  choices: RunChoices;
  recoveryId: string;
}

/** A part of the request, and what is to be said about it. */
export interface Part {
  parameters: Parameters;
  notes: string[];
  /** Why the request must not be sent. */
  problems: string[];
}

export interface RunPlan {
  request: ChangeRequest;
  /** What the copy does not carry or carries differently, for the person. */
  notes: string[];
  problems: string[];
  /** For DescribePrice (without RegionId, PriceUnit and Period). */
  priceParameters: Parameters;
}

/** The exact RunInstances request for the DR instance: the rules of "The DR instance", one part each. */
export function runPlan(input: RunInput): RunPlan {
  const parts = [
    place(input),
    naming(input),
    billing(input),
    publicAddress(input),
    identity(input),
    typeOptions(input),
    runDisks(input),
    tagging(input),
  ];
  const all: Parameters = Object.assign({}, ...parts.map((part) => part.parameters));
  const { parameters, notes } = leaveOut(all, input.choices.without ?? []);
  return {
    request: { action: 'RunInstances', regionId: input.source.regionId, parameters },
    notes: [...parts.flatMap((part) => part.notes), ...notes],
    problems: parts.flatMap((part) => part.problems),
    priceParameters: priceParameters(parameters),
  };
}

/** Same region and VPC (by the vSwitch), other zone, all the source's security groups; exactly one instance. */
function place({ source, image, choices }: RunInput): Part {
  const problems: string[] = [];
  if (choices.zoneId === source.zoneId) problems.push(`${choices.zoneId} is the source's own zone`);
  if (source.securityGroupIds.length === 0) problems.push('the source has no security group in a VPC');
  return {
    parameters: {
      RegionId: source.regionId,
      ZoneId: choices.zoneId,
      VSwitchId: choices.vSwitchId,
      ImageId: image.id,
      InstanceType: choices.instanceType ?? source.type,
      Amount: 1,
      MinAmount: 1,
      // In one order whatever the API's: a repeated request has to be identical.
      ...numbered('SecurityGroupIds', [...source.securityGroupIds].sort()),
    },
    notes: [],
    problems,
  };
}

function naming({ source, choices }: RunInput): Part {
  if (choices.instanceName !== undefined) {
    const problem = instanceNameProblem(choices.instanceName);
    return {
      parameters: { InstanceName: choices.instanceName },
      notes: [],
      problems: problem === undefined ? [] : [`instanceName ${problem}`],
    };
  }
  const { name, note } = drInstanceName(source.name);
  return { parameters: { InstanceName: name }, notes: note === undefined ? [] : [note], problems: [] };
}

/** RunInstances puts the tags on the instance, its disks and its network interface. */
function tagging({ source, disks, image, snapshots, choices, recoveryId, unproven = false }: RunInput): Part {
  // A disk that is not in the image is none that a former disk under its name could be as.
  const copied = joinImage(image.mappings, disks, snapshots).flatMap(({ disk }) => disk ?? []);
  // When the image is gone, nothing else tells what it held. That a local disk cannot be in one needs no telling.
  const notInImage = inDeviceOrder(disks)
    .filter((disk) => disk.type === 'data' && !copied.includes(disk) && !isUnsnapshottable(disk.category))
    .flatMap((disk) => deviceOf(disk, source.id) ?? []);
  const ours = [
    ...ourTags(recoveryId, source.id),
    ...choiceTags(source, copied, { ...choices, notInImage }),
    ...originTags(unproven),
  ];
  const { tags, leftOut } = copyTags(source.tags, ours);
  return {
    parameters: tagParameters(tags),
    notes: leftOut.map(({ key, reason }) => `tag ${key} not copied: ${reason}`),
    problems: [],
  };
}
