import { readAttributes } from './compare-attributes.ts';
import { causeOf, remedyOf } from './compare-causes.ts';
import { compareDisks } from './compare-disks.ts';
import type { Disk, Image, Instance, InstanceExtras, Parameters, Snapshot } from './estate.ts';
import { faithfulCopy } from './faithful-copy.ts';
import type { ImageOrigin } from './image-origin.ts';

export interface CompareInput {
  source: Instance;
  extras: InstanceExtras;
  sourceDisks: readonly Disk[];
  dr: Instance;
  drExtras: InstanceExtras;
  drDisks: readonly Disk[];
  image?: Image | undefined;
  /** Those behind the image, as far as they can be read: they tell which disk each came from. */
  snapshots?: readonly Snapshot[];
  /** Whose data that image holds: only what is of the source can be as promised. */
  origin: ImageOrigin;
  /** The RunInstances request that was approved; without it a faithful copy of the source is expected. */
  promised: Parameters | undefined;
}

export interface ComparisonRow {
  attribute: string;
  source: string;
  dr: string;
  /** What was promised (in a word where it is the source's own value), or why nothing was. */
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
  /** Only what was promised and is not so. */
  differences: Difference[];
  /** No difference, everything that was promised could be read back, and the image is shown to be of the source. */
  verified: boolean;
}

/** One attribute read back. `ok` is undefined where nothing was promised, or where it could not be read. */
export interface Finding extends ComparisonRow {
  ok?: boolean;
  unreadable?: true;
  /** As ordered, but not shown to be what it should be. */
  unproven?: true;
}

export const AS_THE_SOURCE = 'as the source';

/** Reads back everything the request promised, on the running copy and its disks. */
export function compareInstances(input: CompareInput): Comparison {
  const promised = input.promised ?? faithfulCopy(input);
  const findings = [...readAttributes(input, promised), ...compareDisks(input, promised)];
  const wrong = findings.filter((finding) => finding.ok === false);
  return {
    comparison: findings.map(({ attribute, source, dr, expected }) => ({
      attribute,
      source,
      dr,
      expected: expected === source ? AS_THE_SOURCE : expected,
    })),
    differences: wrong.map(({ attribute, expected, dr }) => ({
      attribute,
      expected,
      actual: dr,
      cause: causeOf(attribute, input.promised !== undefined),
      remedy: remedyOf(attribute),
    })),
    verified:
      wrong.length === 0 && !findings.some((finding) => finding.unreadable === true || finding.unproven === true),
  };
}
