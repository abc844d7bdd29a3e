import { describe, expect, it } from 'vitest';
import { pointApart } from '../../src/recovery/same-point.ts';
import { aDataDisk, aDisk, anImage } from './make.ts';

const image = anImage([aDisk(), aDataDisk('b')]);

describe('an image and the snapshots that it should be of', () => {
  it('are the same in any order', () => {
    expect(pointApart(image, ['s-d-b', 's-d-sys'])).toEqual({ more: [], less: [] });
  });

  it('are not where the image holds fewer disks or others', () => {
    expect(pointApart(image, ['s-d-sys', 's-d-b', 's-d-c'])).toEqual({ more: [], less: ['s-d-c'] });
    expect(pointApart(image, ['s-d-sys', 's-d-c'])).toEqual({ more: ['s-d-b'], less: ['s-d-c'] });
  });

  it('may be the same while not every snapshot of it shows', () => {
    const mappings = image.mappings.map(({ snapshotId, ...one }) =>
      one.type === 'data' ? one : { ...one, snapshotId },
    );
    const young = { mappings: mappings as typeof image.mappings };
    expect(pointApart(young, ['s-d-sys', 's-d-b'])).toEqual({ more: [], less: [] });
    expect(pointApart(young, ['s-d-b'])).toEqual({ more: ['s-d-sys'], less: [] });
    expect(pointApart({ mappings: [] }, ['s-d-b'])).toEqual({ more: [], less: [] });
  });
});
