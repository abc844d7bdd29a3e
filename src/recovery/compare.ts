import { readAttributes } from './compare-attributes.ts';
import { causeOf, remedyOf } from './compare-causes.ts';
import { compareDisks } from './compare-disks.ts';
import { AS_THE_SOURCE, type CompareInput, type ComparisonRow } from './compare-finding.ts';
import { faithfulCopy } from './faithful-copy.ts';

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
