import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Disk, Image, Snapshot, Tag } from '../../src/recovery/estate.ts';
import {
  type Evidence,
  imageOrigin,
  instanceBehind,
  originOfCopy,
  originTags,
  originTold,
  undecided,
} from '../../src/recovery/image-origin.ts';
import { runPlan } from '../../src/recovery/run-plan.ts';
import { disksOf, inputOf } from './arbitrary.ts';
import { aDataDisk, aDisk, anImage, aSnapshot, ourTag, RECOVERY } from './make.ts';

const [root, b] = [aDisk(), aDataDisk('b')];
const source: Evidence = { sourceId: 'i-source', disks: [root, b] };
const gone = aDataDisk('x', { id: 'd-gone' });
const theirs = aDataDisk('b', { id: 'd-theirs', instanceId: 'i-other' });
const createdFrom = (value: string): Tag => ({ key: 'acs:ecs:createFrom', value });

describe('whose data a snapshot holds', () => {
  const behind = (snapshot: Snapshot, more: Partial<Evidence> = {}) => instanceBehind(snapshot, { ...source, ...more });

  it('the source’s, when the source has its disk, whatever the tags say', () => {
    expect(behind(aSnapshot(b))).toBe('i-source');
    expect(behind(aSnapshot(b, { tags: [ourTag('source', 'i-other'), createdFrom('i-other')] }))).toBe('i-source');
  });

  it('that of the instance which our tag names, or the cloud’s own on a member of a group', () => {
    for (const id of ['i-source', 'i-other']) {
      expect(behind(aSnapshot(gone, { tags: [ourTag('source', id)] }))).toBe(id);
      expect(behind(aSnapshot(gone, { tags: [createdFrom(id)] }))).toBe(id);
    }
  });

  it('the cloud’s tag, which nobody else can set, is believed before ours', () => {
    const tags = [ourTag('source', 'i-source'), createdFrom('i-other')];
    expect(behind(aSnapshot(gone, { tags }))).toBe('i-other');
  });

  it('our tag holds when the disk has been moved to another instance since', () => {
    expect(behind(aSnapshot(theirs, { tags: [ourTag('source', 'i-source')] }), { others: [theirs] })).toBe('i-source');
  });

  it('a tag that names a disk, which was attached to nothing, says nothing', () => {
    expect(behind(aSnapshot(gone, { tags: [ourTag('source', 'd-gone')] }))).toBeUndefined();
  });

  it('the source’s, when the cloud lists it as that', () => {
    expect(behind(aSnapshot(theirs), { listed: new Set(['s-d-theirs']), others: [theirs] })).toBe('i-source');
    expect(behind(aSnapshot(gone), { listed: new Set(['s-else']) })).toBeUndefined();
  });

  it('that of the instance which has its disk now', () => {
    expect(behind(aSnapshot(theirs), { others: [theirs] })).toBe('i-other');
    const { instanceId: _, ...shared } = theirs;
    const attachments = [{ instanceId: 'i-third', device: '/dev/xvdb' }];
    expect(behind(aSnapshot(theirs), { others: [{ ...shared, attachments }] })).toBe('i-third');
  });

  it('unknown, when its disk is attached to nothing, or is gone', () => {
    const { instanceId: _, ...detached } = gone;
    expect(behind(aSnapshot(gone), { others: [detached, theirs] })).toBeUndefined();
    expect(behind(aSnapshot(gone))).toBeUndefined();
    const nowhere = aSnapshot(gone, { sourceDiskId: '' });
    expect(behind(nowhere, { others: [theirs] })).toBeUndefined();
    expect(undecided([aSnapshot(root), nowhere, aSnapshot(gone, { tags: [createdFrom('i-other')] })], source)).toEqual([
      nowhere,
    ]);
  });
});

describe('whose data an image holds', () => {
  const origin = (image: Image, snapshots: Snapshot[], more: Partial<Evidence> = {}) =>
    imageOrigin(image, snapshots, { ...source, ...more });

  it('the source’s, when every snapshot behind it is of a disk of the source', () => {
    fc.assert(
      fc.property(disksOf, (disks) => {
        const image = anImage(disks, { ownerAlias: 'self' });
        const snapshots = disks.map((disk) => aSnapshot(disk));
        expect(imageOrigin(image, snapshots, { sourceId: 'i-source', disks })).toEqual({ of: 'source' });
      }),
    );
  });

  it('never the source’s, as soon as one snapshot is of another instance, is of none or cannot be seen', () => {
    const spoiled = disksOf.chain((disks) =>
      fc.record({
        disks: fc.constant(disks),
        at: fc.nat(disks.length - 1),
        how: fc.constantFrom('other', 'of nothing', 'unseen', 'without an id'),
      }),
    );
    fc.assert(
      fc.property(spoiled, ({ disks, at, how }) => {
        const image = anImage(disks);
        const snapshots = disks.map((disk) => aSnapshot(disk));
        const stranger: Disk = { ...theirs, id: 'd-theirs' };
        const [snapshot, mapping] = [snapshots[at], image.mappings[at]];
        if (snapshot === undefined || mapping === undefined) throw new Error('as many as disks');
        if (how === 'other') snapshot.sourceDiskId = 'd-theirs';
        if (how === 'of nothing') snapshot.sourceDiskId = '';
        if (how === 'unseen') snapshots.splice(at, 1);
        if (how === 'without an id') delete mapping.snapshotId;
        const { of } = imageOrigin(image, snapshots, { sourceId: 'i-source', disks, others: [stranger] });
        expect(of).toBe(how === 'other' ? 'another' : 'unknown');
      }),
    );
  });

  it('another’s, when the account is another, whatever else it tells', () => {
    const tags = [ourTag('source', 'i-source')];
    for (const ownerAlias of ['others', 'system', 'marketplace']) {
      expect(origin(anImage([root, b], { ownerAlias, tags }), [aSnapshot(root), aSnapshot(b)])).toEqual({
        of: 'another',
        why: `it is not an image of this account (owner: ${ownerAlias})`,
      });
    }
  });

  it('that of the instance which its tag names, when its snapshots cannot be seen or a disk was moved since', () => {
    const made = (id: string) => anImage([root, b], { ownerAlias: 'self', tags: [ourTag('source', id)] });
    expect(origin(made('i-source'), [])).toEqual({ of: 'source' });
    const { mappings } = anImage([root, theirs]);
    const moved = { ...made('i-source'), mappings };
    expect(origin(moved, [aSnapshot(root), aSnapshot(theirs)], { others: [theirs] })).toEqual({ of: 'source' });
    const foreign = { of: 'another', why: 'it was made of i-other' };
    expect(origin(made('i-other'), [aSnapshot(root), aSnapshot(b)])).toEqual(foreign);
    expect(originTold(made('i-other'), 'i-source')).toEqual(foreign);
  });

  it('another’s, when a snapshot is of another instance’s disk: which, is said', () => {
    const image = anImage([root, theirs]);
    expect(origin(image, [aSnapshot(root), aSnapshot(theirs)], { others: [theirs] })).toEqual({
      of: 'another',
      why: 'its /dev/xvdb is s-d-theirs, of disk d-theirs of i-other',
    });
  });

  it('unknown, when it tells of no disk at all', () => {
    expect(origin(anImage([]), [])).toEqual({ of: 'unknown' });
    expect(originTold(anImage([root]), 'i-source')).toEqual({ of: 'unknown' });
  });
});

describe('whose data a copy holds', () => {
  const ours = [ourTag('recovery', RECOVERY), ourTag('source', 'i-source')];

  it('is what its image shows now', () => {
    expect(originOfCopy([], 'i-source', { of: 'source' })).toEqual({ of: 'source' });
    const another = { of: 'another', why: 'it was made of i-other' } as const;
    expect(originOfCopy(ours, 'i-source', another)).toEqual(another);
    expect(originOfCopy([...ours, ...originTags(true)], 'i-source', { of: 'source' })).toEqual({ of: 'source' });
  });

  it('is what was known when it was made, once the image does not show it any more', () => {
    expect(originOfCopy(ours, 'i-source', { of: 'unknown' })).toEqual({ of: 'source' });
    expect(originOfCopy(ours, 'i-source')).toEqual({ of: 'source' });
    expect(originOfCopy([...ours, ...originTags(true)], 'i-source')).toEqual({ of: 'unknown' });
    expect(originTags(false)).toEqual([]);
  });

  it('is unknown of an instance that no recovery of this source has made', () => {
    for (const tags of [[], ours.slice(0, 1), ours.slice(1), [ours[0], ourTag('source', 'i-other')]]) {
      expect(originOfCopy(tags as Tag[], 'i-source')).toEqual({ of: 'unknown' });
    }
  });

  it('is read back from the tags of the request that made it', () => {
    fc.assert(
      fc.property(inputOf, fc.boolean(), (input, unproven) => {
        const { parameters } = runPlan({ ...input, unproven }).request;
        const tags: Tag[] = [];
        for (let n = 1; `Tag.${n}.Key` in parameters; n += 1)
          tags.push({ key: String(parameters[`Tag.${n}.Key`]), value: String(parameters[`Tag.${n}.Value`]) });
        expect(originOfCopy(tags, input.source.id).of).toBe(unproven ? 'unknown' : 'source');
      }),
    );
  });
});
