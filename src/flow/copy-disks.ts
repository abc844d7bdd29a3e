import { deviceOf } from '../recovery/disks.ts';
import type { Disk, Image } from '../recovery/estate.ts';
import { joinImage } from '../recovery/run-disks.ts';
import type { ToolContext } from '../tool.ts';
import { trySnapshotsBehind } from './dr-image.ts';
import type { Source } from './source.ts';

/** The copy's disks as they are now, by the device of the source's disk (or, where that has left it, of the image's). */
export async function copyDisks(
  context: ToolContext,
  { regionId, instance, disks }: Source,
  copyId: string,
  image: Image | undefined,
): Promise<(device: string) => Disk | undefined> {
  const [own, snapshots] = await Promise.all([
    context.cloud.disks(regionId, { instanceId: copyId }),
    image ? trySnapshotsBehind(context, regionId, image) : [],
  ]);
  const joined = joinImage(image?.mappings ?? [], disks, snapshots);
  return (device) => {
    const at = joined.find(({ mapping, disk }) => ((disk && deviceOf(disk, instance.id)) ?? mapping.device) === device);
    const there = at?.mapping.device ?? device;
    return at?.mapping.type === 'system'
      ? own.find((disk) => disk.type === 'system')
      : own.find((disk) => deviceOf(disk, copyId) === there);
  };
}
