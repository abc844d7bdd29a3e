import type { Disk, Image, Instance, InstanceExtras, Parameters, Snapshot } from './estate.ts';
import type { ImageOrigin } from './image-origin.ts';

/* What is compared, and what is found of each attribute. */

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

/** One attribute read back. `ok` is undefined where nothing was promised, or where it could not be read. */
export interface Finding extends ComparisonRow {
  ok?: boolean;
  unreadable?: true;
  /** As ordered, but not shown to be what it should be. */
  unproven?: true;
}

export const AS_THE_SOURCE = 'as the source';

export type Value = string | number | boolean | undefined;

/** What is only told. */
export function fact(attribute: string, source: Value, dr: Value, expected: string): Finding {
  return { attribute, source: shown(source), dr: shown(dr), expected };
}

/** What was promised, and whether it is so. */
export function checked(attribute: string, source: Value, dr: Value, expected: Value, ok: boolean): Finding {
  return { attribute, source: shown(source), dr: shown(dr), expected: shown(expected), ok };
}

function shown(value: Value): string {
  return value === undefined || value === '' ? 'none' : String(value);
}
