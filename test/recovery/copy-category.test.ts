import { describe, expect, it } from 'vitest';
import { type CopyWish, insteadOf, lacking, takesWish } from '../../src/recovery/copy-category.ts';
import { aDataDisk } from './make.ts';

const ESSD_PL0 = aDataDisk('b', { sizeGiB: 40, category: 'cloud_essd', performanceLevel: 'PL0' });
const { performanceLevel: _, ...plain } = aDataDisk('c', { sizeGiB: 40, category: 'cloud_ssd' });

const wish = (over: Partial<CopyWish> = {}): CopyWish => ({
  disk: ESSD_PL0,
  category: 'cloud_essd',
  offered: ['cloud_essd', 'cloud_auto', 'cloud_ssd'].map((value) => ({ value })),
  refused: [],
  typeFamily: 'ecs.g7',
  ...over,
});
const options = (over: Partial<CopyWish> = {}) => insteadOf(wish(over)).map((c) => c.category);

describe('the category of a disk’s copy', () => {
  it('is the one that was wished for where the zone sells it, or says nothing', () => {
    expect(takesWish(wish())).toBe(true);
    expect(takesWish(wish({ offered: undefined }))).toBe(true);
    expect(takesWish(wish({ offered: [{ value: 'cloud_auto' }] }))).toBe(false);
    expect(takesWish(wish({ category: undefined }))).toBe(false);
  });

  it('is not one that the API refused, nor one whose level for this disk it refused', () => {
    for (const refused of ['cloud_essd', 'cloud_essd:PL0']) {
      expect(takesWish(wish({ refused: [refused] }))).toBe(false);
      expect(takesWish(wish({ refused: [refused], offered: undefined }))).toBe(false);
    }
    expect(takesWish(wish({ refused: ['cloud_essd:PL1'] }))).toBe(true);
  });

  it('where a level was refused, may be the same category at another level, before other categories', () => {
    expect(lacking(wish({ refused: ['cloud_essd:PL0'] }))).toBe('cloud_essd:PL0');
    expect(options({ refused: ['cloud_essd:PL0'] })).toEqual(['cloud_essd:PL1', 'cloud_ssd', 'cloud_auto']);
    expect(options({ refused: ['cloud_essd:PL0'], offered: undefined })).toEqual(['cloud_essd:PL1']);
    expect(options({ refused: ['cloud_essd:PL0', 'cloud_essd:PL1'] })).toEqual(['cloud_ssd', 'cloud_auto']);
    // The level is no use where the category is not sold or was refused as a whole.
    expect(options({ refused: ['cloud_essd:PL0'], offered: [{ value: 'cloud_auto' }] })).toEqual(['cloud_auto']);
    expect(options({ refused: ['cloud_essd:PL0', 'cloud_essd'] })).not.toContain('cloud_essd:PL1');
  });

  it('is not offered again in the guise of its usual level', () => {
    const gone = { disk: plain, category: 'cloud_ssd', offered: [{ value: 'cloud_essd' }] };
    expect(options(gone)).toEqual(['cloud_essd']);
    expect(options({ ...gone, refused: ['cloud_essd:PL1'] })).toEqual(['cloud_essd:PL0']);
  });

  it('may be the source disk’s own again where another was wished for', () => {
    expect(options({ category: 'cloud_ssd', refused: ['cloud_ssd'] })[0]).toBe('cloud_essd');
    expect(options({ category: 'cloud_ssd', refused: ['cloud_ssd', 'cloud_essd:PL0'] })).toEqual([
      'cloud_essd:PL1',
      'cloud_auto',
    ]);
    expect(lacking(wish({ category: 'cloud_ssd' }))).toBe('cloud_ssd');
  });
});
