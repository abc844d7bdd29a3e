import { DrError } from '../errors.ts';
import { RECOVERY_TAG } from '../recovery/tags.ts';
import type { Api } from './api.ts';
import { each } from './paging.ts';
import { readDisks } from './reads/disks.ts';
import { readImages } from './reads/images.ts';
import { readInstance, readInstances } from './reads/instances.ts';
import { readVSwitches } from './reads/network.ts';
import { readSnapshotGroups, readSnapshots } from './reads/snapshots.ts';
import { AT_ONCE, isGlobal, mayBeElsewhere, type Unanswered } from './search.ts';

type Look = (regionId: string) => Promise<boolean>;

interface Search {
  found: string | undefined;
  asked: string[];
  failed: Unanswered[];
}

/** Where an instance is, by asking; what was found once is remembered for the life of the process. */
export class Locator {
  readonly #known = new Map<string, string>();

  remember(id: string, regionId: string): void {
    this.#known.set(id, regionId);
  }

  async instance(api: Api, home: string, regions: () => Promise<string[]>, instanceId: string): Promise<string> {
    const known = this.#known.get(instanceId);
    if (known) return known;
    const look: Look = async (regionId) => (await readInstance(api, regionId, instanceId)) !== undefined;
    const search = await searchRegions(home, regions, [look]);
    if (!search.found) throw notFound(instanceId, search);
    this.remember(instanceId, search.found);
    return search.found;
  }

  async recovery(
    api: Api,
    home: string,
    regions: () => Promise<string[]>,
    recoveryId: string,
  ): Promise<string | undefined> {
    const known = this.#known.get(recoveryId);
    if (known) return known;
    const filter = { tags: [{ key: RECOVERY_TAG, value: recoveryId }] };
    const any =
      (reads: ((regionId: string) => Promise<unknown[]>)[]): Look =>
      async (regionId) => {
        const lists = await Promise.all(reads.map((read) => read(regionId)));
        return lists.some((list) => list.length > 0);
      };
    const search = await searchRegions(home, regions, [
      // What a recovery makes first is looked for first.
      any([
        (r) => readSnapshotGroups(api, r, filter),
        (r) => readSnapshots(api, r, filter),
        (r) => readImages(api, r, filter),
      ]),
      any([
        (r) => readInstances(api, r, filter),
        (r) => readDisks(api, r, filter),
        (r) => readVSwitches(api, r, filter),
      ]),
    ]);
    if (search.found) this.remember(recoveryId, search.found);
    // "Nowhere" may be said only when everywhere answered.
    const unknown = search.found ? undefined : mayBeElsewhere(`Recovery ${recoveryId}`, search.asked, search.failed);
    if (unknown) throw unknown;
    return search.found;
  }
}

/** Home first, then all others at once; a region that fails hides nothing that another one answers. */
async function searchRegions(home: string, regions: () => Promise<string[]>, looks: Look[]): Promise<Search> {
  const search: Search = { found: undefined, asked: [], failed: [] };
  const ask = async (regionId: string, look: Look) => {
    if (search.found) return;
    if (!search.asked.includes(regionId)) search.asked.push(regionId);
    try {
      if (await look(regionId)) search.found ??= regionId;
    } catch (error) {
      if (!(error instanceof DrError) || isGlobal(error)) throw error;
      if (!search.failed.some((f) => f.regionId === regionId)) search.failed.push({ regionId, error });
    }
  };
  for (const look of looks) await ask(home, look);
  if (search.found) return search;
  const others = (await regionsToSearch(regions)).filter((regionId) => regionId !== home);
  for (const look of looks) await each(others, AT_ONCE, (regionId) => ask(regionId, look));
  return search;
}

async function regionsToSearch(regions: () => Promise<string[]>): Promise<string[]> {
  try {
    return await regions();
  } catch (error) {
    if (!(error instanceof DrError)) throw error;
    const remedy = `Pass regionId: then no other region is looked at. Otherwise: ${error.details.remedy}`;
    throw new DrError({ ...error.details, remedy });
  }
}

function notFound(instanceId: string, { asked, failed }: Search): DrError {
  return mayBeElsewhere(`Instance ${instanceId}`, asked, failed) ?? instanceNotFound(instanceId, asked);
}

export function instanceNotFound(instanceId: string, regions: readonly string[]): DrError {
  return new DrError({
    code: 'InvalidInstanceId.NotFound',
    message: `Instance ${instanceId} was not found in ${regions.join(', ')}.`,
    cause: `No instance ${instanceId} in the regions searched (${regions.join(', ')}): the id is wrong, the instance was released, it belongs to another account, or the credentials may not see it.`,
    remedy: 'Check the id and the account (check-access); if ECS_DR_REGIONS limits the regions, check that list, too.',
    retryable: false,
  });
}
