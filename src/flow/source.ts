import type { Cloud, ReadOptions } from '../cloud/cloud.ts';
import { asAttachedTo } from '../recovery/disks.ts';
import type { Disk, Image, Instance, InstanceExtras } from '../recovery/estate.ts';
import { tryRead } from './try-read.ts';

/** The source as it is now: read only, never changed. */
export interface Source {
  regionId: string;
  instance: Instance;
  /** System disk first, then by device name: the one they have here. */
  disks: Disk[];
}

export async function readSource(
  cloud: Cloud,
  instanceId: string,
  regionId: string | undefined,
  recent: ReadOptions,
): Promise<Source> {
  const region = await cloud.locate(instanceId, regionId);
  const [instance, disks] = await Promise.all([
    cloud.instance(region, instanceId, recent),
    cloud.disks(region, { instanceId }, recent),
  ]);
  return { regionId: region, instance, disks: asAttachedTo(instanceId, disks) };
}

/** The source with what DescribeInstances does not tell. */
export async function readWholeSource(
  cloud: Cloud,
  instanceId: string,
  regionId: string | undefined,
  recent: ReadOptions,
): Promise<Source & { extras: InstanceExtras }> {
  const source = await readSource(cloud, instanceId, regionId, recent);
  return { ...source, extras: await cloud.instanceExtras(source.regionId, source.instance, recent) };
}

/** The image the source was made from; its architecture and boot mode are the copy's. It may be gone or no longer shared. */
export async function readSourceImage(cloud: Cloud, { regionId, instance }: Source): Promise<Image | undefined> {
  // Without it the image keeps the API's defaults, and the plan says so.
  const found = await tryRead(cloud.images(regionId, { ids: [instance.imageId] }, { maxAgeMs: 600_000 }));
  return found?.[0];
}
