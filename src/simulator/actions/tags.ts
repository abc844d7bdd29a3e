import type { Tags } from '../estate/model.ts';
import { ApiError } from '../wire/api-error.ts';
import type { Params } from '../wire/params.ts';

/** [limits: tags.per_resource] */
export const MAX_TAGS = 20;

/** What values must not start with: nothing for instances, disks and snapshots, `acs:` for images and groups, more for VPC. [params: Tag.N.Value] */
export const VALUES_OF_IMAGES = /^acs:/i;
export const VALUES_OF_VPC = /^(aliyun|acs:)/i;
const ANY_VALUE = /(?!)/;

/** Tag.N of a creating action, checked. [params: Tag.N] */
export function readTags(params: Params, reserved = ANY_VALUE): Tags {
  const tags = params.objects('Tag').map((tag) => ({ key: tag.text('Key') ?? '', value: tag.text('Value') ?? '' }));
  checkTags(tags, reserved);
  return tags;
}

export function checkTags(tags: Tags, reserved = ANY_VALUE): void {
  if (tags.length > MAX_TAGS) throw new ApiError(400, 'NumberExceed.Tags', 'The maximum number of tags is exceeded.');
  const keys = new Set<string>();
  for (const { key, value } of tags) {
    if (key.length < 1 || key.length > 128 || /^(aliyun|acs:)/i.test(key) || /https?:\/\//i.test(key)) {
      throw new ApiError(400, 'InvalidTagKey.Malformed', 'The specified Tag.n.Key is not valid.');
    }
    if (value.length > 128 || /https?:\/\//i.test(value) || reserved.test(value))
      throw new ApiError(400, 'InvalidTagValue.Malformed', 'The specified Tag.n.Value is not valid.');
    if (keys.has(key)) throw new ApiError(400, 'Duplicate.TagKey', 'The Tag.N.Key contains duplicate keys.');
    keys.add(key);
  }
}

/** Tag.N as a filter: every one has to match; a key without value matches any value. */
export function tagFilter(params: Params): (tags: Tags) => boolean {
  const wanted = params.objects('Tag').map((tag) => ({ key: tag.text('Key'), value: tag.text('Value') }));
  if (wanted.length === 0) return () => true;
  return (tags) =>
    wanted.every(({ key, value }) =>
      tags.some((tag) => tag.key === key && (value === undefined || tag.value === value)),
    );
}

/** Sets or overwrites. [params: TagResources] */
export function upsertTags(tags: Tags, added: Tags): Tags {
  const merged = tags.map((tag) => added.find((other) => other.key === tag.key) ?? tag);
  return [...merged, ...added.filter((tag) => !tags.some((other) => other.key === tag.key))];
}

/** ECS answers spell it TagKey/TagValue, groups and VPC Key/Value. [trap 14] */
export function ecsTags(tags: Tags): { Tag: { TagKey: string; TagValue: string }[] } {
  return { Tag: tags.map((tag) => ({ TagKey: tag.key, TagValue: tag.value })) };
}

export function plainTags(tags: Tags): { Tag: { Key: string; Value: string }[] } {
  return { Tag: tags.map((tag) => ({ Key: tag.key, Value: tag.value })) };
}
