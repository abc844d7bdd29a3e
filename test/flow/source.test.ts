import { expect, it } from 'vitest';
import type { Cloud } from '../../src/cloud/cloud.ts';
import { readSource } from '../../src/flow/source.ts';
import { imageMappings } from '../../src/recovery/image-mappings.ts';
import { aDataDisk, aDisk, anInstance, aSnapshot } from '../recovery/make.ts';

it('a disk that other instances share has the device that it has at the source', async () => {
  const shared = aDataDisk('b', {
    id: 'd-a-shared',
    multiAttach: true,
    attachments: [
      { instanceId: 'i-other', device: '/dev/xvdb' },
      { instanceId: 'i-source', device: '/dev/xvdd' },
    ],
  });
  const { device: _, ...unnamed } = { ...shared, id: 'd-z-shared' };
  for (const multi of [shared, unnamed]) {
    const cloud = {
      locate: async () => 'cn-hangzhou',
      instance: async () => anInstance(),
      disks: async () => [multi, aDataDisk('b', { id: 'd-own' }), aDisk()],
    } as unknown as Cloud;
    const { disks } = await readSource(cloud, 'i-source', undefined, {});
    const layout = [
      ['/dev/xvda', 'd-sys'],
      ['/dev/xvdb', 'd-own'],
      ['/dev/xvdd', multi.id],
    ];
    expect(disks.map(({ device, id }) => [device, id])).toEqual(layout);
    const evidence = { sourceId: 'i-source', disks };
    const { mappings, notes } = imageMappings(
      evidence,
      disks.map((disk) => aSnapshot(disk)),
    );
    expect(mappings.map(({ device, diskId }) => [device, diskId])).toEqual(layout);
    expect(notes).toEqual([]);
  }
});
