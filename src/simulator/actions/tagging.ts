import type { Tags } from '../estate/model.ts';
import { ApiError, missing, notFound } from '../wire/api-error.ts';
import { type Actions, type Context, findImage } from './context.ts';
import { checkTags, MAX_TAGS, tagFilter, upsertTags, VALUES_OF_VPC } from './tags.ts';

/** TagResources and its like, for ECS and VPC resources. */

interface Tagged {
  id: string;
  regionId: string;
  tags: Tags;
}

type Finder = (c: Context) => { one(id: string): Tagged | undefined; all(): Iterable<Tagged> };

function mapped(pick: (c: Context) => Map<string, Tagged>): Finder {
  return (c) => ({ one: (id) => pick(c).get(id), all: () => pick(c).values() });
}

/** Groups cannot be tagged here. [trap 51] */
const ECS_KINDS: Record<string, Finder> = {
  instance: mapped((c) => c.estate.instances),
  disk: mapped((c) => c.estate.disks),
  snapshot: mapped((c) => c.estate.snapshots),
  image: (c) => ({ one: (id) => findImage(c, id), all: () => c.estate.images.values() }),
  securitygroup: mapped((c) => c.estate.securityGroups),
  snapshotpolicy: mapped((c) => c.estate.autoSnapshotPolicies),
};

/** [params: TagResources.ResourceType]: kinds of the API that this cloud has nothing of. */
const ECS_OTHER_KINDS = new Set([
  'volume',
  'eni',
  'ddh',
  'ddhcluster',
  'keypair',
  'launchtemplate',
  'reservedinstance',
  'elasticityassurance',
  'capacityreservation',
  'command',
  'invocation',
  'activation',
  'managedinstance',
]);

const VPC_KINDS: Record<string, Finder> = {
  vpc: mapped((c) => c.estate.vpcs),
  vswitch: mapped((c) => c.estate.vSwitches),
};

const EMPTY: Finder = () => ({ one: () => undefined, all: () => [] });

function finderFor(c: Context, kinds: Record<string, Finder>): { kind: string; find: ReturnType<Finder> } {
  const kind = c.params.need('ResourceType');
  const finder =
    kinds[kind.toLowerCase()] ?? (ECS_OTHER_KINDS.has(kind.toLowerCase()) || kinds === VPC_KINDS ? EMPTY : undefined);
  if (!finder) throw notFound('InvalidResourceType.NotFound', 'ResourceType');
  return { kind, find: finder(c) };
}

function targets(c: Context, find: ReturnType<Finder>): Tagged[] {
  const ids = c.params.list('ResourceId');
  if (ids.length === 0) throw missing('ResourceId.1');
  if (ids.length > 50)
    throw new ApiError(400, 'NumberExceed.ResourceIds', 'The maximum number of resource ids is exceeded.');
  return ids.map((id) => {
    const resource = find.one(id);
    if (!resource || resource.regionId !== c.regionId) throw notFound('InvalidResourceId.NotFound', 'ResourceId');
    return resource;
  });
}

function tagResources(kinds: Record<string, Finder>, reserved?: RegExp): (c: Context) => Record<string, unknown> {
  return (c) => {
    const { find } = finderFor(c, kinds);
    const added = c.params
      .objects('Tag')
      .map((tag) => ({ key: tag.text('Key') ?? '', value: tag.text('Value') ?? '' }));
    if (added.length === 0) throw missing('Tag.1.Key');
    checkTags(added, reserved);
    if (new Set(added.map((tag) => tag.key.toLowerCase())).size < added.length)
      throw new ApiError(403, 'TagKey.Duplication', 'The tag keys differ only in case.');
    const resources = targets(c, find);
    const merged = resources.map((resource) => {
      const tags = upsertTags(resource.tags, added);
      if (tags.filter((tag) => !tag.key.startsWith('acs:')).length > MAX_TAGS)
        throw new ApiError(403, 'QuotaExceed.Tags', 'The maximum number of tags of the resource is exceeded.');
      return tags;
    });
    resources.forEach((resource, index) => {
      resource.tags = merged[index] ?? resource.tags;
    });
    return {};
  };
}

function untagResources(c: Context): Record<string, unknown> {
  const { find } = finderFor(c, ECS_KINDS);
  const keys = c.params.list('TagKey');
  const all = c.params.boolean('All') ?? false;
  if (keys.length === 0 && !all) throw missing('TagKey.1');
  for (const resource of targets(c, find))
    resource.tags = resource.tags.filter(
      (tag) => tag.key.startsWith('acs:') || (keys.length > 0 ? !keys.includes(tag.key) : false),
    );
  return {};
}

function listTagResources(kinds: Record<string, Finder>): (c: Context) => Record<string, unknown> {
  return (c) => {
    const { kind, find } = finderFor(c, kinds);
    const ids = c.params.list('ResourceId');
    const byTag = c.params.objects('Tag');
    const filters = c.params
      .objects('TagFilter')
      .map((filter) => ({ key: filter.text('TagKey'), values: filter.list('TagValues') }));
    if (ids.length === 0 && byTag.length === 0 && filters.length === 0) throw missing('ResourceId.1');
    const tagsMatch = tagFilter(c.params);
    const pool = ids.length > 0 ? ids.flatMap((id) => find.one(id) ?? []) : [...find.all()];
    const rows = pool
      .filter((resource) => resource.regionId === c.regionId && tagsMatch(resource.tags))
      .filter((resource) =>
        filters.every(({ key, values }) =>
          resource.tags.some((tag) => tag.key === key && (values.length === 0 || values.includes(tag.value))),
        ),
      )
      .flatMap((resource) =>
        resource.tags.map((tag) => ({
          ResourceType: kind,
          ResourceId: resource.id,
          TagKey: tag.key,
          TagValue: tag.value,
        })),
      );
    // 50 entries a page, whatever is asked. [limits: pagination]
    const start =
      Number.parseInt(Buffer.from(c.params.text('NextToken') ?? '', 'base64url').toString('utf8') || '0', 10) || 0;
    const end = start + Math.min(50, c.params.number('MaxResults') ?? 50);
    return {
      NextToken: end < rows.length ? Buffer.from(String(end)).toString('base64url') : '',
      TagResources: { TagResource: rows.slice(start, end) },
    };
  };
}

export const ECS_TAG_ACTIONS: Actions = {
  TagResources: {
    handler: tagResources(ECS_KINDS),
    mutating: true,
    gaps: ['interfaces, key pairs and other kinds that are not modelled have nothing to tag'],
  },
  UntagResources: { handler: untagResources, mutating: true },
  ListTagResources: { handler: listTagResources(ECS_KINDS) },
};

export const VPC_TAG_ACTIONS: Actions = {
  TagResources: { handler: tagResources(VPC_KINDS, VALUES_OF_VPC), mutating: true },
  ListTagResources: { handler: listTagResources(VPC_KINDS) },
};
