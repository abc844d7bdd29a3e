import { askRegions } from '../cloud/search.ts';
import { DrError } from '../errors.ts';
import { recoveryPicture } from '../recovery/phase.ts';
import { RECOVERY_TAG, SOURCE_TAG, tagValue } from '../recovery/tags.ts';
import type { ToolContext } from '../tool.ts';
import { readTagged } from './recovery.ts';

/** Every recovery of the region(s), by the tags on what it made, newest first; and the regions that did not answer. */
export async function listRecoveries(context: ToolContext, instanceId: string | undefined, region: string | undefined) {
  const regionIds = region ? [region] : await regionsOf(context, instanceId);
  const tag = instanceId ? { key: SOURCE_TAG, value: instanceId } : { key: RECOVERY_TAG };
  const { answers, failed } = await askRegions(regionIds, async (regionId) => {
    const all = await readTagged(context.cloud, regionId, tag);
    const ids = new Set(
      [...all.groups, ...all.snapshots, ...all.images, ...all.instances, ...all.disks, ...all.vSwitches].flatMap(
        (r) => tagValue(r.tags, RECOVERY_TAG) ?? [],
      ),
    );
    return [...ids].map((recoveryId) => {
      const of = <T extends { tags: { key: string; value: string }[] }>(list: T[]) =>
        list.filter((r) => tagValue(r.tags, RECOVERY_TAG) === recoveryId);
      const picture = recoveryPicture({
        recoveryId,
        groups: of(all.groups),
        snapshots: of(all.snapshots),
        images: of(all.images),
        instances: of(all.instances),
        disks: of(all.disks),
        vSwitches: of(all.vSwitches),
      });
      const createdAt = picture.resources.flatMap((r) => r.createdAt ?? []).sort()[0];
      return { recoveryId, sourceInstanceId: picture.sourceInstanceId, phase: picture.phase, createdAt, regionId };
    });
  });
  const [first] = failed;
  if (answers.length === 0 && first) throw first.error;
  // What was begun this moment has no time yet.
  const key = ({ createdAt }: { createdAt: string | undefined }) => createdAt ?? 'now';
  const recoveries = answers.flatMap(({ value }) => value).sort((a, b) => key(b).localeCompare(key(a)));
  return { recoveries, failed };
}

/** Where the source is; everywhere, where it was released: what was made of it carries its id. */
async function regionsOf({ cloud }: ToolContext, instanceId: string | undefined): Promise<string[]> {
  if (instanceId === undefined) return cloud.regions();
  try {
    return [await cloud.locate(instanceId)];
  } catch (error) {
    if (error instanceof DrError && error.details.code === 'InvalidInstanceId.NotFound') return cloud.regions();
    throw error;
  }
}
