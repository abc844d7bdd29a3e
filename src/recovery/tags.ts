import type { Parameters, Tag } from './estate.ts';

export const RECOVERY_TAG = 'ecs-dr:recovery';
export const SOURCE_TAG = 'ecs-dr:source';
export const DISK_TAG = 'ecs-dr:disk';
/** The instance that a recovered disk was approved for. */
export const TARGET_TAG = 'ecs-dr:target';

/** Tags per resource. */
export const MOST_TAGS = 20;

/** Characters of a tag's value. */
export const LONGEST_TAG_VALUE = 128;

/** The tags by which any later process finds what a recovery made: the cloud is the ledger. */
export function ourTags(recoveryId: string, sourceInstanceId?: string, sourceDiskId?: string): Tag[] {
  const tags = [{ key: RECOVERY_TAG, value: recoveryId }];
  if (sourceInstanceId !== undefined) tags.push({ key: SOURCE_TAG, value: sourceInstanceId });
  if (sourceDiskId !== undefined) tags.push({ key: DISK_TAG, value: sourceDiskId });
  return tags;
}

/**
 * Ours first, so they always fit, then the source's in the order of their keys: the order of tags is part of what a
 * client token stands for, and DescribeInstances promises none.
 */
export function copyTags(
  sourceTags: readonly Tag[],
  ours: readonly Tag[],
): { tags: Tag[]; leftOut: { key: string; reason: string }[] } {
  const tags = [...ours];
  const leftOut: { key: string; reason: string }[] = [];
  for (const tag of [...sourceTags].sort(byKey)) {
    const reason = refusal(tag) ?? (tags.length >= MOST_TAGS ? `at most ${MOST_TAGS} tags per resource` : undefined);
    if (reason === undefined) tags.push({ key: tag.key, value: tag.value });
    else leftOut.push({ key: tag.key, reason });
  }
  return { tags, leftOut };
}

/** Those of the source that somebody gave it: without one of them a copy lacks something. */
export function ownTags(sourceTags: readonly Tag[]): Tag[] {
  return sourceTags.filter((tag) => foreign(tag) === undefined).sort(byKey);
}

function foreign({ key }: Tag): string | undefined {
  const lower = key.toLowerCase();
  if (lower.startsWith('acs:') || lower.startsWith('aliyun')) return 'system tag';
  // A source that was itself recovered still carries the tags of that recovery: this one's take their place.
  return lower.startsWith('ecs-dr:') ? 'tag of an earlier recovery' : undefined;
}

function refusal(tag: Tag): string | undefined {
  const { key, value } = tag;
  const reason = foreign(tag);
  if (reason !== undefined) return reason;
  if (/https?:\/\//i.test(`${key} ${value}`)) return 'the API refuses http(s):// in tags';
  return undefined;
}

function byKey(a: Tag, b: Tag): number {
  return a.key < b.key ? -1 : 1;
}

export function tagParameters(tags: readonly Tag[]): Parameters {
  return Object.fromEntries(
    tags.flatMap(({ key, value }, i) => [
      [`Tag.${i + 1}.Key`, key],
      [`Tag.${i + 1}.Value`, value],
    ]),
  );
}

export function tagValue(tags: readonly Tag[], key: string): string | undefined {
  return tags.find((tag) => tag.key === key)?.value;
}

/** Those that a request asks for. */
export function requestedTags(parameters: Parameters): Tag[] {
  const names = Object.keys(parameters).filter((name) => /^Tag\.\d+\.Key$/.test(name));
  return names.map((name) => ({
    key: String(parameters[name]),
    value: String(parameters[name.replace(/Key$/, 'Value')]),
  }));
}

export function requestedTag(parameters: Parameters, key: string): string | undefined {
  return tagValue(requestedTags(parameters), key);
}
