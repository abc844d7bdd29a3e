import type { Disk, Image, Instance, InstanceExtras, Parameters } from './estate.ts';

export interface CompareInput {
  source: Instance;
  extras: InstanceExtras;
  sourceDisks: readonly Disk[];
  dr: Instance;
  drExtras: InstanceExtras;
  drDisks: readonly Disk[];
  image?: Image | undefined;
  /** The RunInstances request that was approved; without it a faithful copy of the source is expected. */
  promised: Parameters | undefined;
}

export interface ComparisonRow {
  attribute: string;
  source: string;
  dr: string;
  expected: string;
}

export interface Difference {
  attribute: string;
  expected: string;
  actual: string;
  cause: string;
  remedy: string;
}

export interface Comparison {
  comparison: ComparisonRow[];
  differences: Difference[];
  verified: boolean;
}

export declare function compareInstances(input: CompareInput): Comparison;
