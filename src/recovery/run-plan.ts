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

export interface RunChoices {
  zoneId: string;
  vSwitchId: string;
  instanceType?: string | undefined;
  instanceName?: string | undefined;
  /** Source device → category, only after a decision. */
  diskCategories?: Readonly<Record<string, string>> | undefined;
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
  choices: RunChoices;
  recoveryId: string;
}

export interface RunPlan {
  request: ChangeRequest;
  /** What the copy does not carry or carries differently, for the person. */
  notes: string[];
  /** Why the request must not be sent. */
  problems: string[];
  /** For DescribePrice (without RegionId and PriceUnit). */
  priceParameters: Parameters;
}

export declare function runPlan(input: RunInput): RunPlan;
