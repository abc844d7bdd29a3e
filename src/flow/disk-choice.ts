import { askRegions, mayBeElsewhere, type Unanswered } from '../cloud/search.ts';
import { invalidInput } from '../errors.ts';
import { inDeviceOrder, isUnsnapshottable } from '../recovery/disks.ts';
import type { Disk } from '../recovery/estate.ts';
import { makesAnInstance, withoutSnapshot } from '../recovery/strategy.ts';
import { inline } from '../text/safe.ts';
import type { ToolContext } from '../tool.ts';
import { acknowledgeDataLoss } from './acknowledge.ts';
import { notFound } from './point.ts';
import { readSource, type Source } from './source.ts';

export interface DiskChoice {
  regionId: string;
  /** To be snapshotted. */
  disks: Disk[];
  /** Set where together they make an instance, with those it will lack; else they are recovered as disks. */
  instance?: { id: string; missing: Disk[] };
}

/** The instance a disk is of; a disk that is attached nowhere stands for itself. */
export const ownerOf = (disk: Disk): string => disk.instanceId ?? disk.attachments[0]?.instanceId ?? disk.id;

/** The disks to be snapshotted: those of a source, asked about where it has several, or those named by their ids. */
export function chooseDisks(
  context: ToolContext,
  input: { diskIds?: string[] | undefined; instanceId?: string | undefined; regionId?: string | undefined },
): Promise<DiskChoice> {
  const { diskIds, instanceId, regionId } = input;
  return instanceId
    ? disksOfSource(context, instanceId, { diskIds, regionId })
    : disksAnywhere(context, { diskIds, regionId });
}

async function disksOfSource(
  context: ToolContext,
  instanceId: string,
  input: { diskIds: string[] | undefined; regionId: string | undefined },
): Promise<DiskChoice> {
  const source = await readSource(context.cloud, instanceId, input.regionId, context.recent);
  const { regionId, disks } = source;
  const able = disks.filter((d) => !isUnsnapshottable(d.category));
  const only = able.length === 1 ? able.map((d) => d.id) : undefined;
  const ids = input.diskIds ?? only ?? askWhichDisks(context, able);
  const stranger = ids.find((id) => !able.some((d) => d.id === id));
  if (stranger)
    throw invalidInput(
      'diskIds',
      stranger,
      `a disk of ${instanceId} that can have snapshots: ${able.map((d) => d.id).join(', ')}`,
    );
  const made = instanceOf(source, ids);
  if (made.instance) acknowledgeDataLoss(context, source);
  return { regionId, ...made, disks: disks.filter((d) => ids.includes(d.id)) };
}

/** All of them are in the first region that knows one. */
async function disksAnywhere(
  context: ToolContext,
  input: { diskIds: string[] | undefined; regionId: string | undefined },
): Promise<DiskChoice> {
  const ids = [...new Set(input.diskIds ?? [])];
  if (ids.length === 0) throw invalidInput('diskIds', input.diskIds, 'at least one disk id (or give instanceId)');
  const { regionId, disks } = await findDisks(context, ids, input.regionId);
  const absent = ids.filter((id) => !disks.some((d) => d.id === id));
  if (absent.length > 0) throw notFound('InvalidDiskId.NotFound', 'disk', absent, regionId);
  const local = disks.find((d) => isUnsnapshottable(d.category));
  if (local) throw invalidInput('diskIds', local.id, `a cloud disk: ${local.category} has no snapshots`);
  return { regionId, disks: inDeviceOrder(disks), ...(await instanceOfAny(context, regionId, disks, ids)) };
}

/** In the given region, else home first, then all others at once. */
async function findDisks(
  { cloud, recent }: ToolContext,
  ids: string[],
  region: string | undefined,
): Promise<{ regionId: string; disks: Disk[] }> {
  const look = (regionId: string) => cloud.disks(regionId, { ids }, recent);
  if (region) return { regionId: region, disks: await look(region) };
  const asked: string[] = [];
  const silent: Unanswered[] = [];
  for (const regions of [async () => [cloud.homeRegion], () => cloud.regions()]) {
    const toAsk = (await regions()).filter((r) => !asked.includes(r));
    const { answers, failed } = await askRegions(toAsk, look);
    const found = answers.find(({ value }) => value.length > 0);
    if (found) return { regionId: found.regionId, disks: found.value };
    asked.push(...toAsk);
    silent.push(...failed);
  }
  const unknown = mayBeElsewhere(`Disk ${ids.join(', ')}`, asked, silent);
  throw unknown ?? notFound('InvalidDiskId.NotFound', 'disk', ids, asked.join(', '));
}

/** Disks named by their ids alone may be all that their instance has. */
async function instanceOfAny(
  context: ToolContext,
  regionId: string,
  disks: Disk[],
  ids: string[],
): Promise<Pick<DiskChoice, 'instance'>> {
  const system = disks.find((d) => d.type === 'system');
  if (!system?.instanceId) return {};
  return instanceOf(await readSource(context.cloud, system.instanceId, regionId, context.recent), ids);
}

function instanceOf({ instance, disks }: Source, ids: string[]): Pick<DiskChoice, 'instance'> {
  const held = new Set(ids);
  if (!makesAnInstance(instance, disks, held)) return {};
  return { instance: { id: instance.id, missing: withoutSnapshot(disks, held) } };
}

/** "The data disk" of a source with several is a question. */
function askWhichDisks(context: ToolContext, disks: Disk[]): string[] {
  const { say } = context;
  const data = disks.filter((d) => d.type === 'data');
  const label = (d: Disk) => `${d.device ?? '?'} ${d.id}, ${d.sizeGiB} GiB, ${d.category} ${d.performanceLevel ?? ''}`;
  const single = disks.filter((d) => d.type === 'system' || data.length <= 2);
  const value = context.choose({
    id: 'disks',
    question: [say`Which disks should be snapshotted?`, ...disks.map((d) => `- ${inline(label(d))}`)].join('\n'),
    options: [
      ...(data.length !== 1 || single.length > 3
        ? [{ value: 'data', title: say`All data disks`, description: data.map((d) => inline(d.device)).join(', ') }]
        : []),
      ...single
        .slice(0, 3)
        .map((d) => ({ value: d.id, title: inline(d.device ?? d.id), description: inline(label(d)) })),
    ].slice(0, 4),
    allowCustom: true,
  });
  return value === 'data' ? data.map((d) => d.id) : disksNamed(value, disks);
}

/** What looks like a disk's id or device in a person's own words, whatever stands between. */
const NAME = /(?<![a-z0-9])(?:d-[a-z0-9]+|\/dev\/[a-z0-9]+|x?vd[a-z]{1,2})(?![a-z0-9])/gi;

/** "All but xvdb" names a disk, and means the others. */
const NEGATION = /\b(?:but|except|no|not|without)\b|[不除非]/i;

/** The disks that these words name by id or by device, with or without `/dev/`; a name that is none of theirs is refused. */
function disksNamed(words: string, disks: Disk[]): string[] {
  const named = (words.match(NAME) ?? []).map((name) => {
    const wanted = name.toLowerCase().replace(/^\/dev\//, '');
    return disks.find((d) => d.id.toLowerCase() === wanted || d.device?.replace(/^\/dev\//, '') === wanted)?.id;
  });
  const ids = named.filter((id) => id !== undefined);
  if (ids.length > 0 && ids.length === named.length && !NEGATION.test(words)) return [...new Set(ids)];
  const allowed = disks.map((d) => [d.device, d.id].filter(Boolean).join(' ')).join(', ');
  throw invalidInput('disks', words, `disks by their devices or ids: ${allowed}`);
}
