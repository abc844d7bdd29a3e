import type { Disk, Tag } from './estate.ts';
import { isInstanceId, isSnapshotId } from './ids.ts';
import { copyTags, LONGEST_TAG_VALUE, MOST_TAGS, ourTags, TARGET_TAG, tagValue } from './tags.ts';

/*
 * What a person approved for a recovered disk, kept where any later process can read it: on the disk. Without it nobody
 * could tell where a disk that was made is to go, nor that others were approved with it and never made.
 */

const SET_TAG = 'ecs-dr:set';
/** Only where a person chose one for all. */
const CATEGORY_TAG = 'ecs-dr:category';

/** The disks that were approved in one call with this one, itself among them. */
export interface ApprovedSet {
  /** The same for all disks of one approval. */
  key: string;
  targetInstanceId: string;
  /** That a person chose for all of them in place of their own. */
  diskCategory?: string;
  /** Of how many snapshots. */
  count: number;
  /** Those that are known; fewer than `count` where the tags had no room for all. */
  snapshotIds: string[];
}

/** What CreateDisk needs to know of the approval. */
export interface DiskOrigin {
  recoveryId: string;
  sourceInstanceId?: string | undefined;
  snapshot: { id: string; sourceDiskId: string };
  sourceDisk?: Pick<Disk, 'tags'> | undefined;
  targetInstanceId?: string | undefined;
  /** Of all disks that are approved together. */
  snapshotIds?: readonly string[] | undefined;
  /** That a person chose for all of them. */
  wanted?: string | undefined;
}

/** Ours, the source disk's, and what of these found no room. The rest of a long set takes only what they leave free. */
export function diskTags(of: DiskOrigin): ReturnType<typeof copyTags> {
  const target = of.targetInstanceId === undefined ? [] : [{ key: TARGET_TAG, value: of.targetInstanceId }];
  const [set, ...rest] = of.targetInstanceId === undefined ? [] : setTags(of.snapshotIds ?? []);
  const ours = [
    ...ourTags(of.recoveryId, of.sourceInstanceId, of.snapshot.sourceDiskId),
    ...target,
    ...(set === undefined ? [] : [set]),
    ...(of.wanted === undefined ? [] : [{ key: CATEGORY_TAG, value: of.wanted }]),
  ];
  const source = of.sourceDisk?.tags ?? [];
  const room = MOST_TAGS - copyTags(source, ours).tags.length;
  return copyTags(source, [...ours, ...rest.slice(0, Math.max(0, room))]);
}

/** `2 bp1abc… bp1def…`, ids without `s-` so that six go into a value; none where the disk was approved alone. */
function setTags(snapshotIds: readonly string[]): Tag[] {
  const ids = [...new Set(snapshotIds)].sort();
  if (ids.length < 2) return [];
  const values = [String(ids.length)];
  for (const id of ids) {
    const last = values.length - 1;
    const longer = `${values[last]} ${id.replace(/^s-/, '')}`;
    if (longer.length <= LONGEST_TAG_VALUE) values[last] = longer;
    else values.push(id.replace(/^s-/, ''));
  }
  return values.map((value, i) => ({ key: i === 0 ? SET_TAG : `${SET_TAG}-${i + 1}`, value }));
}

/** What a disk's tags tell of its approval; undefined where it was made without them. */
export function approvedSet({
  tags,
  sourceSnapshotId,
}: Pick<Disk, 'tags' | 'sourceSnapshotId'>): ApprovedSet | undefined {
  const targetInstanceId = tagValue(tags, TARGET_TAG);
  if (targetInstanceId === undefined || !isInstanceId(targetInstanceId)) return undefined;
  const [count = '', ...ids] = tags
    .filter(({ key }) => key === SET_TAG || key.startsWith(`${SET_TAG}-`))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .flatMap(({ value }) => value.split(' '));
  const own = sourceSnapshotId === undefined ? [] : [sourceSnapshotId];
  const isOurs = /^\d{1,2}$/.test(count);
  const others = isOurs ? ids.map((id) => `s-${id}`).filter(isSnapshotId) : [];
  const snapshotIds = [...new Set([...own, ...others])].sort();
  const diskCategory = tagValue(tags, CATEGORY_TAG);
  return {
    ...(diskCategory !== undefined && /^[a-z][a-z0-9_]{2,40}$/.test(diskCategory) && { diskCategory }),
    key: `${targetInstanceId} ${tagValue(tags, SET_TAG) ?? sourceSnapshotId}`,
    targetInstanceId,
    count: isOurs ? Number(count) : snapshotIds.length,
    snapshotIds,
  };
}
