/*
 * Texts of several words in the source that no person reads as a sentence of a result: each kind with its reason. What is
 * not listed here has to be in Chinese.
 */

/** Whole files. */
const FILES = [
  // Words for models and for whoever starts the program.
  /^prompts\//,
  /^src\/(main|server)\.ts$/,
  // The log on stderr.
  /^src\/log\.ts$/,
  // Names of arguments, which are the same in every language.
  /^src\/envelope\.ts$/,
  // Where a rule comes from.
  /^src\/cloud\/actions\.ts$/,
  // The ledger and the points with what is said of them are in structuredContent alone.
  /^src\/recovery\/(fidelity(-\w+)?|points)\.ts$/,
];

const TEXTS: readonly string[] = [
  // A line of the log.
  'ECS_DR_AUDIT_FILE cannot be written: {0}. Until it can, no change is sent.',
  // What a call remembers for the next one, and the names of steps.
  'attach {0}',
  'category {0} {1}',
  'disk {0} {1}',
  'gone {0} {1}',
  'made {0} {1}',
  'offered {0}',
  'other copies {0} {1}',
  'poll {0} {1} {2}',
  'refused {0} {1} {2}',
  'refused {0} {1} {2} {3}',
  'seen {0}',
  'snapshot {0}',
  'user data {0} {1}',
  'vswitch {0} {1}',
  '{0} after {1}',
  // What one function tells another.
  'category refused',
  'dry run',
  'given up',
  'no answer in time',
  'plain http beyond this machine',
  'under way',
  // Values of requests, headers and tags.
  '(a recovery id)',
  '<DiskId of CreateDisk {0}>',
  'Basic {0}',
  'not shown',
  'whole-instance image of {0}, not consistent across disks',
  // Parts of a log's line that could not be read.
  '$1 (not valid JSON)',
  // Parameters' names, and numbers with units.
  'snapshotGroupId, snapshotIds, wholeInstance',
  '+{0} IOPS',
  '{0} GiB',
  '{0} IOPS',
  '{0} MB/s',
  '{0} {1} GiB',
  '{0} ({1} GiB)',
  '{0} {1}, {2} GiB, {3} {4}',
  '{0} ({1}, {2} GiB)',
];

export const isUnsaid = ({ key, at }: { key: string; at: string }): boolean =>
  FILES.some((file) => file.test(at.split(':')[0] ?? '')) || TEXTS.includes(key);

export { TEXTS as unsaid };
