import { describe, expect, it } from 'vitest';
import type { Disk, Snapshot } from '../../src/recovery/estate.ts';
import { bestPoint } from '../../src/recovery/point-order.ts';
import { type PointsInput, recoveryPoints } from '../../src/recovery/points.ts';
import { aDataDisk, aDisk, aGroup, anImage, anInstance, aSnapshot, NOW, ourTag, RECOVERY } from './make.ts';

const root = aDisk();
const b = aDataDisk('b');
const disks = [root, b];

function points(over: Partial<PointsInput>) {
  return recoveryPoints({ instance: anInstance(), disks, groups: [], snapshots: [], images: [], nowMs: NOW, ...over });
}

function at(disk: Disk, createdAt: string, over: Partial<Snapshot> = {}): Snapshot {
  return aSnapshot(disk, { id: `s-${disk.id}-${createdAt}`, createdAt, ...over });
}

describe('a snapshot group', () => {
  it('that is accomplished and holds every disk is complete, consistent, zone-safe and usable; its age is the RPO', () => {
    const group = aGroup(
      disks.map((disk) => aSnapshot(disk, { groupId: 'ssg-1' })),
      { tags: [ourTag('recovery', RECOVERY)] },
    );
    expect(points({ groups: [group] })).toEqual([
      {
        kind: 'snapshot-group',
        id: 'ssg-1',
        snapshotIds: ['s-d-sys', 's-d-b'],
        complete: true,
        consistent: true,
        zoneSafe: true,
        createdAt: '2026-11-20T03:00:00Z',
        ageSeconds: 942,
        usable: true,
        missingDisks: [],
        recoveryId: RECOVERY,
      },
    ]);
  });

  it('is zone-safe only at 100 % of every member, yet usable before', () => {
    const group = aGroup([aSnapshot(root), aSnapshot(b, { progress: 99 })]);
    expect(points({ groups: [group] })[0]).toMatchObject({ zoneSafe: false, usable: true, complete: true });
  });

  it('in progress or failed is not usable, and says so', () => {
    for (const status of ['progressing', 'failed']) {
      expect(points({ groups: [aGroup([aSnapshot(root)], { status })] })[0]).toMatchObject({
        usable: false,
        consistent: false,
        notes: [`group is ${status}`],
        complete: false,
        missingDisks: ['/dev/xvdb'],
      });
    }
    expect(points({ groups: [aGroup([])] })[0]).toMatchObject({ usable: false, zoneSafe: false });
  });

  it('takes its members’ detail from the snapshots, and members it does not list yet', () => {
    const bare = aGroup([aSnapshot(root, { progress: 0, encrypted: false })], { status: 'progressing' });
    const { createdAt: _, ...group } = bare;
    const snapshots = [
      aSnapshot(root, { progress: 100, encrypted: true, createdAt: '2026-11-20T03:05:42Z' }),
      aSnapshot(b, { groupId: 'ssg-1', createdAt: '2026-11-20T03:04:42Z' }),
      aSnapshot(b, { id: 's-other', groupId: 'ssg-9' }),
    ];
    expect(points({ groups: [group], snapshots })).toMatchObject([
      {
        id: 'ssg-1',
        snapshotIds: ['s-d-sys', 's-d-b'],
        encrypted: true,
        zoneSafe: true,
        createdAt: '2026-11-20T03:04:42Z',
        ageSeconds: 660,
      },
    ]);
  });

  it('counts its own moment where the members’ is not known; no moment at all is no fresh point', () => {
    const { createdAt: _, ...member } = aSnapshot(root);
    expect(points({ groups: [aGroup([member])] })[0]).toMatchObject({
      createdAt: '2026-11-20T03:00:00Z',
      ageSeconds: 942,
    });
    const { createdAt: __, ...group } = aGroup([member]);
    expect(points({ groups: [group] })[0]).toMatchObject({ createdAt: '', ageSeconds: Math.floor(NOW / 1000) });
    expect(points({ groups: [aGroup([aSnapshot(root, { createdAt: '2027-01-01T00:00:00Z' })])] })[0]?.ageSeconds).toBe(
      0,
    );
  });

  it('of another instance is no point, unless it holds a disk of this one', () => {
    const other = aGroup([aSnapshot(aDataDisk('x'))], { instanceId: 'i-other' });
    expect(points({ groups: [other] })).toEqual([]);
    const moved = aGroup([aSnapshot(b)], { instanceId: 'i-other' });
    expect(points({ groups: [moved] })).toHaveLength(1);
  });
});

describe('snapshots taken one by one', () => {
  it('near each other over all disks are a set: complete, never consistent, as old as its oldest', () => {
    const snapshots = [
      at(b, '2026-11-20T02:00:00Z', { type: 'auto' }),
      at(root, '2026-11-20T02:59:42Z', { type: 'auto' }),
    ];
    expect(points({ snapshots })).toEqual([
      {
        kind: 'snapshots',
        id: 's-d-sys-2026-11-20T02:59:42Z',
        snapshotIds: ['s-d-sys-2026-11-20T02:59:42Z', 's-d-b-2026-11-20T02:00:00Z'],
        complete: true,
        consistent: false,
        zoneSafe: true,
        createdAt: '2026-11-20T02:00:00Z',
        ageSeconds: 4542,
        usable: true,
        missingDisks: [],
        automatic: true,
      },
    ]);
  });

  it('more than an hour apart are no set', () => {
    const snapshots = [at(b, '2026-11-20T01:59:59Z'), at(root, '2026-11-20T03:00:00Z')];
    expect(points({ snapshots }).map((p) => [p.kind, p.complete, p.missingDisks])).toEqual([
      ['snapshot', false, ['/dev/xvdb']],
      ['snapshot', false, ['/dev/xvda']],
    ]);
  });

  it('exactly an hour apart are', () => {
    expect(points({ snapshots: [at(b, '2026-11-20T02:00:00Z'), at(root, '2026-11-20T03:00:00Z')] })).toHaveLength(1);
  });

  it('of every day make a set for every day, each snapshot in one only', () => {
    const days = ['2026-11-18', '2026-11-19', '2026-11-20'];
    const snapshots = days.flatMap((day) => [at(root, `${day}T01:00:00Z`), at(b, `${day}T01:10:00Z`)]);
    const found = points({ snapshots });
    expect(found.map((p) => p.createdAt)).toEqual(days.map((day) => `${day}T01:00:00Z`).reverse());
    expect(new Set(found.flatMap((p) => p.snapshotIds)).size).toBe(6);
    expect(found.every((p) => p.snapshotIds.length === 2)).toBe(true);
  });

  it('a second snapshot of one disk within the hour stays alone', () => {
    const snapshots = [at(root, '2026-11-20T02:00:00Z'), at(b, '2026-11-20T02:00:00Z'), at(b, '2026-11-20T02:30:00Z')];
    expect(points({ snapshots }).map((p) => p.snapshotIds)).toEqual([
      ['s-d-sys-2026-11-20T02:00:00Z', 's-d-b-2026-11-20T02:30:00Z'],
      ['s-d-b-2026-11-20T02:00:00Z'],
    ]);
  });

  it('of one recovery are a set however long they took, complete or not, the newest per disk', () => {
    const tags = [ourTag('recovery', RECOVERY)];
    const c = aDataDisk('c');
    const snapshots = [
      at(b, '2026-11-20T03:00:00Z', { tags }),
      at(root, '2026-11-19T03:00:00Z', { tags }),
      at(root, '2026-11-18T03:00:00Z', { tags }),
    ];
    const [set, rest] = points({ snapshots, disks: [root, b, c] });
    expect(set).toMatchObject({
      kind: 'snapshots',
      recoveryId: RECOVERY,
      snapshotIds: ['s-d-sys-2026-11-19T03:00:00Z', 's-d-b-2026-11-20T03:00:00Z'],
      complete: false,
      missingDisks: ['/dev/xvdc'],
    });
    expect(rest).toMatchObject({ kind: 'snapshot', snapshotIds: ['s-d-sys-2026-11-18T03:00:00Z'] });
  });

  it('of the only disk is complete and one moment by itself', () => {
    expect(points({ disks: [root], snapshots: [aSnapshot(root)] })).toMatchObject([
      { kind: 'snapshot', complete: true, consistent: true, usable: true },
    ]);
    expect(points({ disks: [root], snapshots: [aSnapshot(root)] })[0]).not.toHaveProperty('notes');
  });

  it('of a disk that has left is told so', () => {
    expect(points({ disks: [root], snapshots: [aSnapshot(b)] })).toMatchObject([
      { complete: false, consistent: false, usable: true, notes: ['its disk is no longer on the source'] },
    ]);
  });

  it.each([
    [{ status: 'progressing' }, []],
    [{ available: false }, []],
    [{ progress: 99 }, []],
    [{ status: 'failed' }, ['s-d-sys failed']],
  ])('%o is not usable', (over, notes) => {
    const [point] = points({ disks: [root], snapshots: [aSnapshot(root, over)] });
    expect(point?.usable).toBe(false);
    expect(point?.notes ?? []).toEqual(notes);
  });

  it('without a moment yet is matched with nothing', () => {
    const { createdAt: _, ...young } = aSnapshot(root);
    expect(points({ snapshots: [young, aSnapshot(b)] }).map((p) => p.kind)).toEqual(['snapshot', 'snapshot']);
  });

  it('that belong to a group are not told again', () => {
    const members = disks.map((disk) => aSnapshot(disk));
    expect(points({ groups: [aGroup(members)], snapshots: members })).toHaveLength(1);
    expect(points({ snapshots: [aSnapshot(root, { groupId: 'ssg-elsewhere' })] })).toEqual([]);
  });
});

describe('an image', () => {
  const members = disks.map((disk) => aSnapshot(disk));

  it('made of a group is as good as the group, and as old', () => {
    const [image, group] = points({
      groups: [aGroup(members)],
      images: [anImage(disks, { createdAt: '2026-11-20T03:15:00Z' })],
    });
    expect(image).toEqual({
      kind: 'image',
      id: 'm-dr',
      snapshotIds: ['s-d-sys', 's-d-b'],
      complete: true,
      consistent: true,
      zoneSafe: true,
      createdAt: '2026-11-20T03:00:00Z',
      ageSeconds: 942,
      usable: true,
      missingDisks: [],
    });
    expect(group?.kind).toBe('snapshot-group');
  });

  it('made of snapshots taken one by one is not consistent', () => {
    const found = points({ snapshots: members, images: [anImage(disks)] });
    expect(found.find((p) => p.kind === 'image')).toMatchObject({ consistent: false, complete: true });
    const two = [aGroup([aSnapshot(root)]), aGroup([aSnapshot(b)], { id: 'ssg-2' })];
    expect(points({ groups: two, images: [anImage(disks)] }).find((p) => p.kind === 'image')?.consistent).toBe(false);
    const mixed = points({ groups: [aGroup([aSnapshot(root)])], snapshots: [aSnapshot(b)], images: [anImage(disks)] });
    expect(mixed.find((p) => p.kind === 'image')?.consistent).toBe(false);
  });

  it('of the only disk is consistent', () => {
    const one = points({ disks: [root], snapshots: [aSnapshot(root)], images: [anImage([root])] });
    expect(one.find((p) => p.kind === 'image')).toMatchObject({ consistent: true });
    expect(
      points({ disks: [root], images: [anImage([root, b], { tags: [ourTag('source', 'i-source')] })] })[0]?.consistent,
    ).toBe(false);
  });

  it('tagged with the source, its snapshots unknown, is judged by its devices and its own age', () => {
    const tags = [ourTag('source', 'i-source'), ourTag('recovery', RECOVERY)];
    expect(points({ images: [anImage(disks, { tags })] })).toMatchObject([
      {
        complete: true,
        consistent: false,
        createdAt: '2026-11-20T03:10:00Z',
        ageSeconds: 342,
        recoveryId: RECOVERY,
        notes: ['age counted from the image, its snapshots are not listed'],
      },
    ]);
    expect(points({ images: [anImage([root], { tags })] })[0]).toMatchObject({
      complete: false,
      missingDisks: ['/dev/xvdb'],
    });
    expect(points({ images: [anImage([], { tags })] })[0]).toMatchObject({ complete: false, snapshotIds: [] });
  });

  it('of which one snapshot is not listed is not shown to be the source’s: never complete, whatever its devices', () => {
    const looked = 'not all of it is shown to be of i-source: run-dr-instance looks closer, and may refuse it';
    const untold = 'age counted from the image, its snapshots are not listed';
    const of = (over: Partial<PointsInput>) => points(over).filter((p) => p.kind === 'image');
    expect(of({ snapshots: [aSnapshot(root)], images: [anImage(disks)] })).toMatchObject([
      { complete: false, unproven: true, usable: true, missingDisks: ['/dev/xvdb'], notes: [untold, looked] },
    ]);
    const stranger = anImage([...disks, aDataDisk('c', { id: 'd-theirs' })]);
    expect(of({ snapshots: members, images: [stranger] })).toMatchObject([{ complete: false, missingDisks: [] }]);
    // Made by a recovery of the source: that is shown by its tag.
    const tags = [ourTag('source', 'i-source')];
    expect(of({ snapshots: members, images: [{ ...stranger, tags }] })).toMatchObject([{ complete: true }]);
  });

  it('with a snapshot that is another instance’s, which run-dr-instance refuses, is no point', () => {
    const theirs = aSnapshot(aDataDisk('c', { id: 'd-theirs' }), { tags: [ourTag('source', 'i-other')] });
    const image = anImage([...disks, aDataDisk('c', { id: 'd-theirs' })]);
    expect(points({ snapshots: [...members, theirs], images: [image] }).map((p) => p.kind)).not.toContain('image');
    const elsewhere = anImage(disks, { tags: [ourTag('source', 'i-other')] });
    expect(points({ snapshots: members, images: [elsewhere] }).map((p) => p.kind)).not.toContain('image');
  });

  it('of another source, and the one the source runs on, are no points', () => {
    expect(
      points({ images: [anImage([aDataDisk('x')], { id: 'm-base', tags: [ourTag('source', 'i-other')] })] }),
    ).toEqual([]);
    const blank = anImage([]);
    expect(
      points({ images: [{ ...blank, mappings: [{ device: '/dev/xvda', type: 'system', sizeGiB: 40 }] }] }),
    ).toEqual([]);
  });

  it.each([
    [{ status: 'Creating' }, ['image is Creating']],
    [{ usable: false }, ['image is Available']],
    [{ status: 'CreateFailed' }, ['image is CreateFailed']],
  ])('%o is not usable', (over, notes) => {
    const [point] = points({ groups: [aGroup(members)], images: [anImage(disks, over)] }).filter(
      (p) => p.kind === 'image',
    );
    expect(point).toMatchObject({ usable: false, notes, zoneSafe: !('status' in over) });
  });

  it('is zone-safe when its snapshots are', () => {
    const slow = [aSnapshot(root), aSnapshot(b, { progress: 50 })];
    const found = points({ groups: [aGroup(slow)], images: [anImage(disks)] });
    expect(found.map((p) => p.zoneSafe)).toEqual([false, false]);
  });
});

describe('the order', () => {
  const group = (id: string, createdAt: string, over: { progress?: number; status?: string; only?: Disk[] } = {}) =>
    aGroup(
      (over.only ?? disks).map((disk) =>
        aSnapshot(disk, { id: `${id}-${disk.id}`, createdAt, progress: over.progress ?? 100 }),
      ),
      { id, createdAt, status: over.status ?? 'accomplished' },
    );
  const ids = (over: Partial<PointsInput>) => points(over).map((p) => p.id);

  it('usable before complete before what lacks a disk, zone-safe before young', () => {
    const groups = [
      group('ssg-running', '2026-11-20T03:15:00Z', { status: 'progressing' }),
      group('ssg-partial', '2026-11-20T03:10:00Z', { only: [root] }),
      group('ssg-uploading', '2026-11-20T03:05:00Z', { progress: 50 }),
      group('ssg-old', '2026-11-01T00:00:00Z'),
      group('ssg-young', '2026-11-02T00:00:00Z'),
    ];
    expect(ids({ groups })).toEqual(['ssg-young', 'ssg-old', 'ssg-uploading', 'ssg-partial', 'ssg-running']);
    expect(ids({ groups: [...groups].reverse() })).toEqual([
      'ssg-young',
      'ssg-old',
      'ssg-uploading',
      'ssg-partial',
      'ssg-running',
    ]);
  });

  it('a consistent point before an inconsistent one that is up to a day younger', () => {
    const set = (day: string) => disks.map((disk) => at(disk, `${day}T03:00:00Z`));
    expect(ids({ groups: [group('ssg-1', '2026-11-19T03:00:01Z')], snapshots: set('2026-11-20') })[0]).toBe('ssg-1');
    expect(ids({ groups: [group('ssg-1', '2026-11-19T02:59:59Z')], snapshots: set('2026-11-20') })[0]).not.toBe(
      'ssg-1',
    );
  });

  it('of the same data, what needs fewer steps; else by id', () => {
    expect(
      points({ groups: [aGroup(disks.map((d) => aSnapshot(d)))], images: [anImage(disks)] }).map((p) => p.kind),
    ).toEqual(['image', 'snapshot-group']);
    const twins = [group('ssg-2', '2026-11-20T03:00:00Z'), group('ssg-1', '2026-11-20T03:00:00Z')];
    expect(ids({ groups: twins })).toEqual(['ssg-1', 'ssg-2']);
    expect(ids({ groups: [...twins].reverse() })).toEqual(['ssg-1', 'ssg-2']);
  });

  it('the best is the first usable one; none when none is', () => {
    expect(bestPoint(points({ groups: [group('ssg-1', '2026-11-20T03:00:00Z')] }))?.id).toBe('ssg-1');
    expect(
      bestPoint(points({ groups: [group('ssg-1', '2026-11-20T03:00:00Z', { status: 'failed' })] })),
    ).toBeUndefined();
  });
});

describe('what an instance can start from', () => {
  const forDisks = (over: Partial<PointsInput>) => points(over).map((p) => [p.id, p.disksOnly ?? false]);

  it('holds the system disk: anything else is for disks only', () => {
    expect(forDisks({ snapshots: [aSnapshot(b)] })).toEqual([['s-d-b', true]]);
    expect(forDisks({ snapshots: [aSnapshot(root)] })).toEqual([['s-d-sys', false]]);
    expect(forDisks({ groups: [aGroup([aSnapshot(b)])] })).toEqual([['ssg-1', true]]);
  });

  it('is none of another instance, whose data create-image would refuse', () => {
    const theirs = aSnapshot(aDisk({ id: 'd-theirs' }), { tags: [ourTag('source', 'i-other')] });
    expect(forDisks({ groups: [aGroup([theirs, aSnapshot(b)])] })).toEqual([['ssg-1', true]]);
  });

  it('is the best point with nine younger snapshots of a data disk beside it', () => {
    const daily = Array.from({ length: 9 }, (_, i) => at(b, `2026-11-1${i}T03:00:00Z`, { type: 'auto' }));
    const group = aGroup([aSnapshot(root)], { createdAt: '2026-10-01T00:00:00Z' });
    expect(bestPoint(points({ groups: [group], snapshots: daily }))?.id).toBe('ssg-1');
  });

  it('is no image that supports metadata v1 only, where the source requires tokens', () => {
    const members = disks.map((disk) => aSnapshot(disk));
    const instance = anInstance({ metadata: { httpEndpoint: 'enabled', httpTokens: 'required' } });
    const over = { groups: [aGroup(members)], images: [anImage(disks, { imdsSupport: 'v1' })] };
    const image = points({ ...over, instance }).find((p) => p.kind === 'image');
    expect(image).toMatchObject({ usable: false, complete: true, notes: [expect.stringMatching(/metadata v1 only/)] });
    expect(bestPoint(points({ ...over, instance }))?.kind).toBe('snapshot-group');
    expect(bestPoint(points(over))?.kind).toBe('image');
  });

  it('is nothing of which a snapshot failed, whatever the image or the group says', () => {
    const members = [aSnapshot(root), aSnapshot(b, { status: 'failed', progress: 0, available: false })];
    const unusable = { usable: false, notes: ['s-d-b failed'] };
    expect(points({ groups: [aGroup(members)] })).toMatchObject([unusable]);
    const image = anImage(disks, { tags: [ourTag('source', 'i-source')] });
    expect(points({ snapshots: members, images: [image] }).find((p) => p.kind === 'image')).toMatchObject(unusable);
  });
});

it('disks that cannot have snapshots are not missed', () => {
  const local = aDataDisk('c', { category: 'local_ssd_pro' });
  expect(points({ disks: [root, local], snapshots: [aSnapshot(root)] })[0]).toMatchObject({
    complete: true,
    consistent: true,
  });
  expect(points({ disks: [local], groups: [aGroup([aSnapshot(root)])] })[0]?.complete).toBe(false);
});
