import type { Image, ImageMapping } from '../../recovery/estate.ts';
import type { Api } from '../api.ts';
import type { Filter, ReadOptions } from '../cloud.ts';
import type { Answer } from '../models.ts';
import { byPage, chunks, each } from '../paging.ts';
import { num, numeric, percent, present, tags, text } from '../values.ts';
import { tagParameters } from './tagged.ts';

type Wire = NonNullable<NonNullable<Answer<'DescribeImages'>['images']>['image']>[number];

/** Without it only Available images are listed: one that is being made would be missing. */
const EVERY_STATUS = 'Creating,Waiting,Available,UnAvailable,CreateFailed';

export async function readImages(
  api: Api,
  regionId: string,
  filter: Filter & { name?: string; snapshotId?: string },
  options: ReadOptions = {},
): Promise<Image[]> {
  const ask = (more: Record<string, string>) =>
    byPage(
      api,
      'DescribeImages',
      regionId,
      {
        Status: EVERY_STATUS,
        ...more,
        ...(filter.name ? { ImageName: filter.name } : {}),
        ...(filter.snapshotId ? { SnapshotId: filter.snapshotId } : {}),
        ...tagParameters(filter),
      },
      (answer) => answer.images?.image,
      options.maxAgeMs,
    );
  const found = filter.ids
    ? (await each(chunks(filter.ids, 50), 4, (ids) => ask({ ImageId: ids.join(',') }))).flat()
    : await ask({ ImageOwnerAlias: 'self' });
  return found.map(image);
}

function image(w: Wire): Image {
  return present<Image>({
    id: w.imageId ?? '',
    name: w.imageName ?? '',
    description: text(w.description),
    status: w.status ?? '',
    usable: w.usable ?? w.status === 'Available',
    progress: percent(w.progress) ?? (w.status === 'Available' ? 100 : 0),
    architecture: text(w.architecture),
    bootMode: text(w.bootMode),
    osType: text(w.OSType),
    sizeGiB: num(w.size),
    createdAt: text(w.creationTime),
    ownerAlias: text(w.imageOwnerAlias),
    nvmeSupport: text(w.features?.nvmeSupport),
    imdsSupport: text(w.features?.imdsSupport),
    mappings: (w.diskDeviceMappings?.diskDeviceMapping ?? []).map((m) =>
      present<ImageMapping>({
        device: m.device ?? '',
        type: m.type?.toLowerCase() === 'system' ? 'system' : 'data',
        sizeGiB: numeric(m.size) ?? 0,
        snapshotId: text(m.snapshotId),
      }),
    ),
    tags: tags(w.tags?.tag),
  });
}
