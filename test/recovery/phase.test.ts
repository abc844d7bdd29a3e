import { describe, expect, it } from 'vitest';
import { diskTags } from '../../src/recovery/disk-tags.ts';
import type { Disk, Image, Instance } from '../../src/recovery/estate.ts';
import { type PictureInput, recoveryPicture } from '../../src/recovery/phase.ts';
import { isMoving } from '../../src/recovery/phase-resources.ts';
import {
  aDataDisk,
  aDisk,
  aGroup,
  anImage,
  anInstance,
  aSnapshot,
  aVSwitch,
  nothing,
  ourTag,
  RECOVERY,
} from './make.ts';

const tags = [ourTag('recovery', RECOVERY), ourTag('source', 'i-source')];
const root = aDisk();
const b = aDataDisk('b');
const source = { instance: anInstance(), disks: [root, b] };

function picture(over: Partial<PictureInput>) {
  return recoveryPicture({ recoveryId: RECOVERY, ...nothing(), ...over });
}

const group = (over = {}) => aGroup([aSnapshot(root), aSnapshot(b)], { tags, ...over });
const image = (over: Partial<Image> = {}) => anImage([root, b], { tags, ...over });
const dr = (over: Partial<Instance> = {}) => anInstance({ id: 'i-dr', vSwitchId: 'vsw-k', tags, ...over });
const recoveredDisk = (snapshotId: string, over: Partial<Disk> = {}): Disk => {
  const { instanceId: _, device: __, ...free } = aDataDisk('b');
  return {
    ...free,
    id: `d-new-${snapshotId}`,
    sourceSnapshotId: snapshotId,
    status: 'Available',
    tags: [...tags, ourTag('disk', 'd-b')],
    ...over,
  };
};

describe('nothing yet', () => {
  it('is empty', () => {
    expect(picture({})).toEqual({ phase: 'empty', resources: [], pending: false, orphans: [] });
    expect(picture({ source }).sourceInstanceId).toBe('i-source');
  });
});

describe('snapshots', () => {
  it('of a group in progress: wait', () => {
    const running = group({
      status: 'progressing',
      snapshots: [aSnapshot(root, { progress: 80 }), aSnapshot(b, { progress: 30 })],
    });
    expect(picture({ groups: [running] })).toEqual({
      phase: 'snapshotting',
      sourceInstanceId: 'i-source',
      pending: true,
      resources: [
        { kind: 'snapshot-group', id: 'ssg-1', status: 'progressing', percent: 30, createdAt: '2026-11-20T03:00:00Z' },
      ],
      orphans: [],
    });
    expect(picture({ groups: [group({ status: 'progressing', snapshots: [] })] }).resources[0]?.percent).toBe(0);
  });

  it('of a group are ready when it is accomplished, whatever its members’ progress', () => {
    const found = picture({
      groups: [group({ snapshots: [aSnapshot(root, { progress: 30 })] })],
      snapshots: [aSnapshot(root, { progress: 30, status: 'progressing' })],
      source,
    });
    expect(found).toMatchObject({ phase: 'snapshots-ready', pending: false });
    expect(found.next).toEqual({
      tool: 'create-image',
      arguments: { instanceId: 'i-source', recoveryId: RECOVERY, snapshotGroupId: 'ssg-1' },
      why: 'Group ssg-1 is accomplished',
    });
    expect(found.resources).toHaveLength(1);
  });

  it.each([{ status: 'progressing' }, { available: false }, { progress: 99 }])('taken one by one, %o: wait', (over) => {
    expect(picture({ snapshots: [aSnapshot(root, { tags, ...over })], source })).toMatchObject({
      phase: 'snapshotting',
      pending: true,
    });
  });

  it('that hold all disks of the source make an instance', () => {
    const snapshots = [aSnapshot(root, { tags }), aSnapshot(b, { tags })];
    const local = aDataDisk('c', { category: 'local_ssd_pro' });
    expect(picture({ snapshots, source: { ...source, disks: [root, b, local] } }).next).toEqual({
      tool: 'create-image',
      arguments: { instanceId: 'i-source', recoveryId: RECOVERY, snapshotIds: ['s-d-b', 's-d-sys'] },
      why: 'The snapshots hold every disk of the source. If the user wants a disk alone: attach-recovered-disk with its snapshot and a target instance',
    });
    expect(picture({ snapshots: [...snapshots].reverse(), source })).toEqual(picture({ snapshots, source }));
    expect(picture({ snapshots, source }).resources.map((r) => [r.id, r.role, r.percent])).toEqual([
      ['s-d-b', 'data', 100],
      ['s-d-sys', 'system', 100],
    ]);
  });

  it('that hold some of them make disks', () => {
    expect(picture({ snapshots: [aSnapshot(root, { tags })], source }).next).toEqual({
      tool: 'attach-recovered-disk',
      arguments: { recoveryId: RECOVERY, snapshotIds: ['s-d-sys'] },
      why: 'The snapshots are at 100 %: choose the instance that gets the disks',
    });
  });

  it('of a source that cannot be read: a system disk makes an instance', () => {
    expect(picture({ snapshots: [aSnapshot(root, { tags })] }).next?.tool).toBe('create-image');
    expect(picture({ snapshots: [aSnapshot(b, { tags })] }).next?.tool).toBe('attach-recovered-disk');
  });

  it('of a group and, beside it, of the disks it refused: together', () => {
    const groups = [aGroup([aSnapshot(root)], { tags })];
    expect(picture({ groups, snapshots: [aSnapshot(b, { tags })], source }).next).toMatchObject({
      tool: 'create-image',
      arguments: { snapshotIds: ['s-d-sys', 's-d-b'] },
    });
    expect(picture({ groups, snapshots: [aSnapshot(b, { tags, progress: 5 })], source }).pending).toBe(true);
    expect(picture({ groups, snapshots: [aSnapshot(b, { groupId: 'ssg-1' })], source }).next).toMatchObject({
      arguments: { snapshotGroupId: 'ssg-1' },
    });
  });

  it('that failed while the source is not running: first whether there is a point already', () => {
    const stopped = { ...source, instance: { ...source.instance, status: 'Stopped' } };
    const dead = { status: 'failed' };
    const seen = {
      tool: 'describe-source',
      arguments: { instanceId: 'i-source' },
      why: expect.stringContaining(RECOVERY),
    };
    expect(picture({ groups: [group(dead)], source: stopped }).next).toEqual(seen);
    expect(picture({ groups: [group(dead)], source }).next?.tool).toBe('create-snapshot-group');
    const both = [aSnapshot(root, { tags, ...dead }), aSnapshot(b, { tags, ...dead })];
    expect(picture({ snapshots: both, source: stopped }).next).toEqual(seen);
    // Who wanted a disk is not led to an instance.
    expect(picture({ snapshots: both.slice(1), source: stopped }).next?.tool).toBe('create-snapshot');
    const whole = image({ status: 'CreateFailed' });
    expect(picture({ images: [whole], source: stopped }).next).toEqual(seen);
    expect(picture({ images: [whole], source }).next).toBeUndefined();
  });

  it('that failed are said so; others can still be ready', () => {
    const failed = aSnapshot(root, { status: 'failed', tags, progress: 20 });
    expect(
      picture({ groups: [group({ status: 'failed' })], snapshots: [aSnapshot(aDataDisk('x'), { status: 'failed' })] }),
    ).toMatchObject({
      phase: 'failed',
      pending: false,
      failed: 'failed: ssg-1, s-d-x',
      orphans: ['snapshot-group ssg-1 failed', 'snapshot s-d-x failed'],
    });
    expect(picture({ snapshots: [failed, aSnapshot(b, { tags })], source })).toMatchObject({
      phase: 'snapshots-ready',
      failed: 'no snapshot of d-sys: s-d-sys failed',
      orphans: ['snapshot s-d-sys failed'],
    });
    expect(picture({ groups: [group({ status: 'failed' }), group({ id: 'ssg-2' })] }).next).toMatchObject({
      arguments: { snapshotGroupId: 'ssg-2' },
    });
  });

  it('that failed are taken again together with those that are good, so that no disk drops out', () => {
    const failed = aSnapshot(root, { status: 'failed', tags });
    const snapshots = [failed, aSnapshot(b, { tags })];
    const taken = picture({ snapshots, source });
    expect(taken.next).toEqual({
      tool: 'create-snapshot',
      arguments: { recoveryId: RECOVERY, diskIds: ['d-b', 'd-sys'] },
      why: expect.stringMatching(/^Take the snapshot of d-sys anew; the others are kept/),
    });
    // A good disk that has been deleted since is not asked for; nor is anything while the others are on their way.
    expect(picture({ snapshots, source: { ...source, disks: [root] } }).next?.arguments).toMatchObject({
      diskIds: ['d-sys'],
    });
    expect(picture({ snapshots: [failed, aSnapshot(b, { tags, progress: 9 })], source }).pending).toBe(true);
    const again = aSnapshot(root, { id: 's-again', tags });
    expect(picture({ snapshots: [...snapshots, again], source })).not.toHaveProperty('failed');
    const groups = [aGroup([aSnapshot(root)], { tags })];
    expect(picture({ groups, snapshots: [failed, aSnapshot(b, { tags })], source }).next?.tool).toBe('create-image');
  });

  it('that failed with the source gone are told, and the others go on', () => {
    const snapshots = [aSnapshot(root, { status: 'failed', tags }), aSnapshot(b, { tags })];
    expect(picture({ snapshots, sourceGone: true })).toMatchObject({
      failed: 'no snapshot of d-sys: s-d-sys failed',
      next: { tool: 'attach-recovered-disk', arguments: { snapshotIds: ['s-d-b'] } },
    });
  });

  it('that lack a disk which a group refuses make an instance, and say which it is', () => {
    const old = aDataDisk('c', { category: 'cloud_ssd' });
    const snapshots = [aSnapshot(root, { tags }), aSnapshot(b, { tags })];
    const { next } = picture({ snapshots, source: { ...source, disks: [root, b, old] } });
    expect(next).toMatchObject({
      tool: 'create-image',
      why: expect.stringContaining('without d-c. If the user wants'),
    });
    expect(next?.why).not.toContain('every disk');
  });

  it('of a disk that is attached nowhere are of no instance', () => {
    const tagged = [ourTag('recovery', RECOVERY), ourTag('source', 'd-b')];
    const found = picture({ snapshots: [aSnapshot(b, { tags: tagged })] });
    expect(found).not.toHaveProperty('sourceInstanceId');
    expect(found.next).toMatchObject({ tool: 'attach-recovered-disk', arguments: { snapshotIds: ['s-d-b'] } });
    expect(picture({ snapshots: [aSnapshot(root, { tags: tagged })] }).next?.tool).toBe('attach-recovered-disk');
    const beside = picture({ snapshots: [aSnapshot(b, { tags: tagged }), aSnapshot(root, { tags })] });
    expect(beside.sourceInstanceId).toBe('i-source');
  });

  it('without a status are not ready', () => {
    const { status: _, ...young } = aSnapshot(root, { tags });
    expect(picture({ snapshots: [young] })).toMatchObject({
      phase: 'snapshotting',
      resources: [{ status: 'unknown' }],
    });
  });
});

describe('the image', () => {
  it.each([{ status: 'Creating' }, { status: 'Waiting' }, { usable: false }])('%o: wait', (over) => {
    expect(picture({ groups: [group()], images: [image({ progress: 40, ...over })] })).toMatchObject({
      phase: 'creating-image',
      pending: true,
    });
    expect(picture({ groups: [group()], images: [image({ progress: 40, ...over })] })).not.toHaveProperty('next');
  });

  it('that is ready needs a zone, which only a person chooses', () => {
    const found = picture({ groups: [group()], images: [image()] });
    expect(found).toMatchObject({ phase: 'image-ready', pending: false });
    expect(found.next).toEqual({
      tool: 'find-target-zone',
      arguments: { instanceId: 'i-source', recoveryId: RECOVERY },
      why: 'The image is ready: choose zone and vSwitch, then run-dr-instance',
    });
    expect(found.resources[1]).toEqual({
      kind: 'image',
      id: 'm-dr',
      status: 'Available',
      percent: 100,
      createdAt: '2026-11-20T03:10:00Z',
    });
  });

  it('and a vSwitch of this recovery tell all that run-dr-instance needs', () => {
    const found = picture({ images: [image()], vSwitches: [aVSwitch({ tags })] });
    expect(found.next).toEqual({
      tool: 'run-dr-instance',
      arguments: {
        instanceId: 'i-source',
        recoveryId: RECOVERY,
        imageId: 'm-dr',
        zoneId: 'cn-hangzhou-k',
        vSwitchId: 'vsw-k',
      },
      why: 'Image m-dr is ready and vSwitch vsw-k is there',
    });
    expect(found).toMatchObject({ phase: 'image-ready', pending: false });
    const soon = picture({ images: [image()], vSwitches: [aVSwitch({ tags, status: 'Pending' })] });
    expect(soon).toMatchObject({ phase: 'image-ready', pending: true });
    expect(soon).not.toHaveProperty('next');
  });

  it('goes with what was chosen for the vSwitch', () => {
    const chosen = { key: 'ecs-dr:choice', value: 'type=ecs.g8i.large cloud_auto=b' };
    const vSwitches = [aVSwitch({ tags: [...tags, chosen] })];
    expect(picture({ images: [image()], vSwitches }).next?.arguments).toMatchObject({
      vSwitchId: 'vsw-k',
      instanceType: 'ecs.g8i.large',
      diskCategories: { '/dev/xvdb': 'cloud_auto' },
    });
    expect(picture({ vSwitches }).next).toMatchObject({
      tool: 'find-target-zone',
      arguments: { zoneId: 'cn-hangzhou-k', instanceType: 'ecs.g8i.large' },
    });
  });

  it('and a vSwitch without a free address need another one', () => {
    const vSwitches = [aVSwitch({ tags, availableIps: 0 })];
    for (const images of [[image()], []]) {
      expect(picture({ images, vSwitches }).next).toEqual({
        tool: 'find-target-zone',
        arguments: { instanceId: 'i-source', recoveryId: RECOVERY, zoneId: 'cn-hangzhou-k' },
        why: 'No vSwitch of this recovery in cn-hangzhou-k has a free address: it needs another one, or another zone',
      });
    }
  });

  it.each(['UnAvailable', 'CreateFailed'])('that is %s: make it again from the same point', (status) => {
    const found = picture({ groups: [group({ id: 'ssg-0', status: 'failed' }), group()], images: [image({ status })] });
    expect(found).toMatchObject({ phase: 'failed', pending: false, failed: `image m-dr is ${status}` });
    expect(found.orphans).toEqual(['snapshot-group ssg-0 failed', `image m-dr is ${status}`]);
    expect(found.next).toEqual({
      tool: 'create-image',
      arguments: { instanceId: 'i-source', recoveryId: RECOVERY, snapshotGroupId: 'ssg-1' },
      why: `image m-dr is ${status}: make it again`,
    });
  });

  it('that failed is made again from snapshots taken one by one, or from nothing we know', () => {
    const snapshots = [aSnapshot(root), aSnapshot(b), aSnapshot(aDataDisk('c'), { status: 'failed' })];
    expect(picture({ snapshots, images: [image({ status: 'CreateFailed' })] }).next?.arguments).toMatchObject({
      snapshotIds: ['s-d-b', 's-d-sys'],
    });
    expect(picture({ images: [image({ status: 'CreateFailed' })] })).not.toHaveProperty('next');
  });

  it('that failed is made again from one snapshot of each disk, none of a group that failed', () => {
    const members = [aSnapshot(root, { id: 's-member' }), aSnapshot(b, { id: 's-member-b' })];
    const groups = [aGroup(members, { tags, status: 'failed' })];
    const snapshots = [...members, aSnapshot(root), aSnapshot(b)];
    expect(picture({ groups, snapshots, images: [image({ status: 'CreateFailed' })] }).next?.arguments).toMatchObject({
      snapshotIds: ['s-d-b', 's-d-sys'],
    });
  });

  it('whose source is gone leads on with a disk’s good snapshot, not with the one that failed', () => {
    const snapshots = [aSnapshot(root), aSnapshot(b, { id: 's-0', status: 'failed' }), aSnapshot(b)];
    const found = picture({ snapshots, images: [image()], sourceGone: true });
    expect(found.next).toMatchObject({
      tool: 'attach-recovered-disk',
      arguments: { snapshotIds: ['s-d-b', 's-d-sys'] },
    });
  });

  it('that is the third to fail is no accident: the cause comes before another one', () => {
    const images = ['m-1', 'm-2', 'm-3'].map((id) => image({ id, status: 'CreateFailed' }));
    const seen = picture({ snapshots: [aSnapshot(aDisk())], images });
    expect(seen).toMatchObject({ phase: 'failed', pending: false });
    expect(seen.failed).toMatch(/^3 images failed \(m-1, m-2, m-3\)/);
    expect(seen.next).toMatchObject({ tool: 'create-image', why: 'Only once the cause is gone' });
    const two = picture({ snapshots: [aSnapshot(aDisk())], images: images.slice(1) });
    expect(two.next?.why).toBe('image m-2 is CreateFailed: make it again');
  });

  it('of several, one that is ready counts, else one that is coming', () => {
    const failed = image({ id: 'm-0', status: 'CreateFailed' });
    expect(picture({ images: [failed, image({ id: 'm-1', status: 'Creating' })] }).phase).toBe('creating-image');
    expect(picture({ images: [failed, image({ id: 'm-1', status: 'Creating' }), image({ id: 'm-2' })] })).toMatchObject(
      {
        phase: 'image-ready',
        orphans: ['image m-0 is CreateFailed'],
      },
    );
  });
});

describe('what is still to be waited for', () => {
  it.each([
    ['image', 'Creating', 12, true],
    ['image', 'Available', 100, false],
    ['image', 'CreateFailed', 0, false],
    ['image', 'UnAvailable', 0, false],
    ['snapshot-group', 'accomplished', 40, true],
    ['snapshot-group', 'accomplished', 100, false],
    ['snapshot-group', 'failed', 40, false],
    ['instance', 'Starting', undefined, true],
    ['instance', 'Running', undefined, false],
    ['disk', 'In_use', undefined, false],
  ] as const)('%s %s %s: %s', (kind, status, percent, moves) => {
    expect(isMoving({ kind, id: 'x', status, ...(percent !== undefined && { percent }) })).toBe(moves);
  });
});

describe('the DR instance', () => {
  it.each(['Pending', 'Starting'])('%s: wait', (status) => {
    expect(picture({ images: [image()], instances: [dr({ status })] })).toMatchObject({
      phase: 'starting-instance',
      pending: true,
    });
  });

  it('can be seen Stopped on its way, before it ever ran', () => {
    expect(picture({ instances: [dr({ status: 'Stopped' })] })).toMatchObject({
      phase: 'starting-instance',
      pending: true,
    });
    expect(picture({ instances: [dr({ status: 'Stopped', startedAt: 'x' })] })).toMatchObject({
      phase: 'recovered',
      pending: false,
    });
  });

  it('that is Stopping before it ever ran has failed', () => {
    expect(picture({ instances: [dr({ status: 'Stopping' })] })).toMatchObject({
      phase: 'failed',
      pending: false,
      failed: 'DR instance i-dr is Stopping before it ever ran',
    });
    expect(picture({ instances: [dr({ status: 'Stopping', startedAt: 'x' })] }).phase).toBe('recovered');
    expect(picture({ instances: [dr({ status: 'Starting', startedAt: 'x' })] }).phase).toBe('starting-instance');
  });

  it('that runs is recovered: verify it', () => {
    const found = picture({ groups: [group()], images: [image()], instances: [dr()], vSwitches: [aVSwitch({ tags })] });
    expect(found).toMatchObject({ phase: 'recovered', pending: false, orphans: [] });
    expect(found.next).toEqual({
      tool: 'verify-recovery',
      arguments: { instanceId: 'i-source', drInstanceId: 'i-dr' },
      why: 'DR instance i-dr is Running: compare it with the source',
    });
    expect(found.resources.map((r) => r.kind)).toEqual(['snapshot-group', 'image', 'vswitch', 'instance']);
    expect(found.resources.at(-1)).toEqual({ kind: 'instance', id: 'i-dr', status: 'Running', role: 'DR instance' });
  });

  it('is never the source, even when that carries the tags of an earlier recovery', () => {
    const tagged = anInstance({ tags: [ourTag('recovery', RECOVERY), ourTag('source', 'i-older')] });
    expect(picture({ groups: [group()], instances: [tagged] })).toMatchObject({
      phase: 'snapshots-ready',
      sourceInstanceId: 'i-source',
    });
  });

  it('made twice is told', () => {
    const found = picture({ instances: [dr({ id: 'i-1', status: 'Starting' }), dr({ id: 'i-2' })] });
    expect(found.next?.arguments).toMatchObject({ drInstanceId: 'i-2' });
    expect(found.orphans).toEqual(['instance i-2 is a second copy']);
  });

  it('elsewhere leaves the vSwitch unused', () => {
    expect(picture({ instances: [dr()], vSwitches: [aVSwitch({ id: 'vsw-x', tags })] }).orphans).toEqual([
      'vSwitch vsw-x is not used',
    ]);
    expect(picture({ images: [image()], vSwitches: [aVSwitch({ id: 'vsw-x', tags })] }).orphans).toEqual([]);
  });

  it('has disks that carry our tags and are not recovered disks', () => {
    const own = aDataDisk('b', { id: 'd-dr', instanceId: 'i-dr', tags });
    const found = picture({
      instances: [dr({ status: 'Starting' })],
      disks: [own, { ...own, id: 'd-dr2', status: 'Creating' }],
    });
    expect(found.phase).toBe('starting-instance');
    expect(found.resources.map((r) => r.kind)).toEqual(['instance']);
    const early = picture({ images: [image()], disks: [{ ...own, status: 'Creating' }] });
    expect(early.phase).toBe('image-ready');
  });

  it('that is gone leaves disks behind', () => {
    const left = recoveredDisk('s-1', { id: 'd-left', tags });
    expect(picture({ images: [image()], disks: [left] })).toMatchObject({
      phase: 'image-ready',
      orphans: ['disk d-left belongs to no instance of this recovery'],
      resources: [{ kind: 'image' }, { kind: 'disk', id: 'd-left', role: 'left over' }],
    });
  });
});

describe('recovered disks', () => {
  const snapshots = [aSnapshot(root, { tags }), aSnapshot(b, { tags })];
  const at = (id: string, status: string) => recoveredDisk(id, { status, instanceId: 'i-target' });

  it('are being made, then attached: wait', () => {
    expect(
      picture({ snapshots, disks: [at('s-d-b', 'In_use'), recoveredDisk('s-d-sys', { status: 'Creating' })], source }),
    ).toMatchObject({ phase: 'disks-creating', pending: true });
    expect(picture({ snapshots, disks: [at('s-d-b', 'In_use'), at('s-d-sys', 'Attaching')], source })).toMatchObject({
      phase: 'attaching',
      pending: true,
    });
  });

  it('are done when every snapshot has its disk at its instance', () => {
    const found = picture({ snapshots, disks: [at('s-d-b', 'In_use'), at('s-d-sys', 'In_use')], source });
    expect(found).toMatchObject({ phase: 'attached', pending: false });
    expect(found).not.toHaveProperty('next');
    expect(found.resources.slice(-1)).toEqual([
      { kind: 'disk', id: 'd-new-s-d-sys', status: 'In_use', role: 'recovered disk' },
    ]);
    expect(picture({ disks: [at('s-existing', 'In_use')] }).phase).toBe('attached');
  });

  it('that wait for their instance are attached next; the target is known when one is there', () => {
    expect(picture({ snapshots, disks: [recoveredDisk('s-d-sys'), recoveredDisk('s-d-b')], source }).next).toEqual({
      tool: 'attach-recovered-disk',
      arguments: { recoveryId: RECOVERY, snapshotIds: ['s-d-b', 's-d-sys'] },
      why: expect.stringMatching(/^Some disks are not attached yet/),
    });
    const half = picture({ snapshots, disks: [at('s-d-b', 'In_use')], source });
    expect(half).toMatchObject({ phase: 'disk-ready', pending: false });
    // Of what has no disk yet nobody knows where it goes.
    expect(half.next?.arguments).toEqual({ recoveryId: RECOVERY, snapshotIds: ['s-d-sys'] });
    const made = picture({ snapshots, disks: [at('s-d-b', 'In_use'), recoveredDisk('s-d-sys')], source });
    expect(made.next?.arguments).toEqual({
      recoveryId: RECOVERY,
      snapshotIds: ['s-d-b', 's-d-sys'],
      targetInstanceId: 'i-target',
    });
    const two = [
      at('s-d-b', 'In_use'),
      recoveredDisk('s-d-sys', { status: 'In_use', instanceId: 'i-other' }),
      recoveredDisk('s-d-c'),
    ];
    expect(picture({ disks: two }).next?.arguments).not.toHaveProperty('targetInstanceId');
  });

  describe('that tell for which instance they were approved', () => {
    /** As CreateDisk was told: one of these snapshots, approved together for that instance. */
    const approved = (snapshotId: string, targetInstanceId: string, snapshotIds = [snapshotId], over = {}) => {
      const snapshot = { id: snapshotId, sourceDiskId: 'd-b' };
      const of = { recoveryId: RECOVERY, sourceInstanceId: 'i-source', snapshot, targetInstanceId, snapshotIds };
      return recoveredDisk(snapshotId, { tags: diskTags(of).tags, ...over });
    };
    const atHome = (disk: Disk, instanceId: string): Disk => ({ ...disk, status: 'In_use', instanceId });
    const nextOf = (disks: Disk[], more: Partial<PictureInput> = {}) => picture({ disks, ...more }).next;

    it('go there, and not to where the others are', () => {
      const disks = [atHome(approved('s-d-b', 'i-a'), 'i-a'), approved('s-d-sys', 'i-b')];
      expect(nextOf(disks, { snapshots, source })).toEqual({
        tool: 'attach-recovered-disk',
        arguments: { recoveryId: RECOVERY, snapshotIds: ['s-d-sys'], targetInstanceId: 'i-b' },
        why: 'Meant for i-b and not there yet: s-d-sys',
      });
    });

    it('go there one instance after the other, the latest approval first, and the others are named', () => {
      const disks = [
        approved('s-1', 'i-a', ['s-1'], { createdAt: '2026-11-20T03:01Z' }),
        approved('s-2', 'i-b', ['s-2'], { createdAt: '2026-11-20T03:02Z' }),
      ];
      const next = nextOf(disks, { snapshots, source });
      expect(next?.arguments).toMatchObject({ snapshotIds: ['s-2'], targetInstanceId: 'i-b' });
      expect(next?.why).toBe(
        'Meant for i-b and not there yet: s-2; then for i-a: s-1; then, for an instance that the user names: s-d-b, s-d-sys',
      );
    });

    it('go there together with those that were approved with them, as they were approved', () => {
      const both = ['s-1', 's-2'];
      const disks = [atHome(approved('s-1', 'i-a', both), 'i-a'), approved('s-2', 'i-a', both)];
      expect(nextOf(disks)?.arguments).toEqual({ recoveryId: RECOVERY, snapshotIds: both, targetInstanceId: 'i-a' });
      // One of them was brought elsewhere by a later word.
      const apart = [atHome(approved('s-1', 'i-a', both), 'i-b'), approved('s-2', 'i-a', both)];
      expect(nextOf(apart)?.arguments).toEqual({ recoveryId: RECOVERY, snapshotIds: ['s-2'] });
      expect(nextOf(apart)?.why).toMatch(/ask the user which instance/);
      expect(picture({ disks: both.map((id) => atHome(approved(id, 'i-a', both), 'i-a')) })).not.toHaveProperty('next');
    });

    it('are made in the category that a person chose for all of them', () => {
      const both = ['s-1', 's-2'];
      const of = { recoveryId: RECOVERY, snapshot: { id: 's-1', sourceDiskId: 'd-b' }, targetInstanceId: 'i-a' };
      const { tags } = diskTags({ ...of, snapshotIds: both, wanted: 'cloud_auto' });
      expect(nextOf([atHome(recoveredDisk('s-1', { tags }), 'i-a')])?.arguments).toEqual({
        recoveryId: RECOVERY,
        snapshotIds: both,
        targetInstanceId: 'i-a',
        diskCategory: 'cloud_auto',
      });
    });

    it('are not all that was approved: what was never made is made next', () => {
      const three = ['s-1', 's-2', 's-3'];
      const found = picture({ disks: [atHome(approved('s-2', 'i-a', three), 'i-a')] });
      expect(found).toMatchObject({ phase: 'disk-ready', pending: false });
      expect(found.next).toEqual({
        tool: 'attach-recovered-disk',
        arguments: { recoveryId: RECOVERY, snapshotIds: three, targetInstanceId: 'i-a' },
        why: 'Meant for i-a and not there yet: s-1, s-3',
      });
      // What was made for another instance since is not missing.
      const since = [atHome(approved('s-2', 'i-a', ['s-1', 's-2']), 'i-a'), atHome(approved('s-1', 'i-b'), 'i-b')];
      expect(picture({ disks: since }).phase).toBe('attached');
    });

    it('are not all that was approved, and the tags had no room for the others: the user is asked which', () => {
      const many = Array.from({ length: 16 }, (_, i) => `s-bp1abcdefghijklmn${i + 100}`);
      const full = Array.from({ length: 15 }, (_, i) => ({ key: `k${i}`, value: 'v' }));
      const made = (id: string): Disk => {
        const snapshot = { id, sourceDiskId: 'd-b' };
        const of = { recoveryId: RECOVERY, sourceInstanceId: 'i-source', targetInstanceId: 'i-a', snapshotIds: many };
        return recoveredDisk(id, { tags: diskTags({ ...of, snapshot, sourceDisk: { tags: full } }).tags });
      };
      const named = many.slice(0, 6);
      const someLeft = nextOf([made(many[0] ?? '')]);
      expect(someLeft?.arguments).toEqual({ recoveryId: RECOVERY, snapshotIds: named, targetInstanceId: 'i-a' });
      expect(someLeft?.why).toMatch(/, and 10 more, of which no snapshot is known: ask the user which they are$/);
      const allThere = nextOf(named.map((id) => atHome(made(id), 'i-a')));
      expect(allThere?.arguments).toEqual({ recoveryId: RECOVERY, targetInstanceId: 'i-a' });
      expect(allThere?.why).toMatch(/^Meant for i-a and never made: 10 more, .*ask the user/);
      // Who knew them had them made by a call of their own.
      const later = many.slice(6).map((id) => atHome(approved(id, 'i-a', many.slice(6)), 'i-a'));
      expect(picture({ disks: [...named.map((id) => atHome(made(id), 'i-a')), ...later] }).phase).toBe('attached');
      const complete = many.map((id) => atHome(made(id), 'i-a'));
      expect(picture({ disks: complete })).not.toHaveProperty('next');
    });

    it('twice, for one instance after the other: the later word counts', () => {
      const first = approved('s-1', 'i-a', ['s-1', 's-2'], { createdAt: '2026-11-20T03:01Z' });
      const again = approved('s-1', 'i-b', ['s-1', 's-2'], { id: 'd-again', createdAt: '2026-11-20T03:02Z' });
      const next = nextOf([first, again]);
      expect(next?.arguments).toMatchObject({ snapshotIds: ['s-1', 's-2'], targetInstanceId: 'i-b' });
      expect(next?.why).not.toContain('i-a');
      expect(nextOf([first, atHome(again, 'i-b')])?.arguments).toMatchObject({ targetInstanceId: 'i-b' });
    });
  });

  it('that do not tell for which instance, in another zone than those that are attached: the user is asked', () => {
    const elsewhere = recoveredDisk('s-d-sys', { zoneId: 'cn-hangzhou-k' });
    const { next } = picture({ snapshots, disks: [at('s-d-b', 'In_use'), elsewhere], source });
    expect(next?.arguments).toEqual({ recoveryId: RECOVERY, snapshotIds: ['s-d-sys'] });
    expect(next?.why).toMatch(/ask the user/);
    const regional = { ...elsewhere, category: 'cloud_regional_disk_auto' };
    const anywhere = picture({ snapshots, disks: [at('s-d-b', 'In_use'), regional], source });
    expect(anywhere.next?.arguments).toMatchObject({ targetInstanceId: 'i-target' });
  });

  it('are not done while a disk has nothing but a failed snapshot', () => {
    const failed = aSnapshot(aDataDisk('c'), { status: 'failed', tags });
    const done = picture({ snapshots: [aSnapshot(b, { tags }), failed], disks: [at('s-d-b', 'In_use')], source });
    expect(done).toMatchObject({
      phase: 'attached',
      failed: 'no snapshot of d-c: s-d-c failed',
      next: { tool: 'create-snapshot', arguments: { diskIds: ['d-b', 'd-c'] } },
    });
    // Its data came back from another point.
    const other = at('s-older', 'In_use');
    const back = { ...other, tags: [...tags, ourTag('disk', 'd-c')] };
    expect(
      picture({ snapshots: [aSnapshot(b, { tags }), failed], disks: [at('s-d-b', 'In_use'), back], source }),
    ).not.toHaveProperty('next');
  });

  it('beside a DR instance are not forgotten once that is up', () => {
    const late = aSnapshot(aDataDisk('c'), { tags, createdAt: '2026-11-20T04:00:00Z' });
    const recovery = { groups: [group()], images: [image()], instances: [dr()], source };
    const own = { ...recoveredDisk('s-d-c'), tags: [...tags, ourTag('disk', 'd-c')] };
    const coming = (over: Partial<Disk>) => picture({ ...recovery, snapshots: [late], disks: [{ ...own, ...over }] });
    expect(coming({ status: 'Creating' })).toMatchObject({ phase: 'disks-creating', pending: true });
    expect(coming({})).toMatchObject({ phase: 'disk-ready', next: { arguments: { snapshotIds: ['s-d-c'] } } });
    expect(coming({ status: 'In_use', instanceId: 'i-dr' })).toMatchObject({
      phase: 'recovered',
      next: { tool: 'verify-recovery' },
    });
    const starting = { ...recovery, instances: [dr({ status: 'Starting' })] };
    expect(picture({ ...starting, disks: [own] }).phase).toBe('starting-instance');
  });

  it('of a snapshot that was taken after the image are led on to beside the DR instance, those of the image are not', () => {
    const late = aSnapshot(aDataDisk('c'), { tags, createdAt: '2026-11-20T04:00:00Z' });
    const used = [aSnapshot(root, { tags }), aSnapshot(b, { tags })];
    const recovery = { images: [image()], instances: [dr()], source };
    expect(picture({ ...recovery, snapshots: used }).next?.tool).toBe('verify-recovery');
    expect(picture({ ...recovery, snapshots: [...used, { ...late, progress: 5 }] })).toMatchObject({
      phase: 'snapshotting',
      pending: true,
    });
    expect(picture({ ...recovery, snapshots: [...used, late] }).next).toMatchObject({
      tool: 'attach-recovered-disk',
      arguments: { snapshotIds: ['s-d-c'] },
    });
    expect(picture({ ...recovery, snapshots: [...used, { ...late, status: 'failed' }] })).toMatchObject({
      phase: 'recovered',
      next: { tool: 'create-snapshot', arguments: { diskIds: ['d-c'] } },
    });
    // Of a copy whose image is not of this recovery, what was taken after the copy.
    const fromElsewhere = { instances: [dr({ createdAt: '2026-11-20T03:30Z' })], source };
    expect(picture({ ...fromElsewhere, snapshots: [late] }).next).toMatchObject({
      tool: 'attach-recovered-disk',
      arguments: { snapshotIds: ['s-d-c'] },
    });
    // Taken before it, and of no use to it: the image may have been chosen instead.
    const before = { ...late, createdAt: '2026-11-20T03:05:00Z' };
    expect(picture({ ...recovery, snapshots: [...used, before] }).next?.tool).toBe('verify-recovery');
  });

  it('that are more than one call takes are led on without those that are attached', () => {
    const sixteen = Array.from({ length: 16 }, (_, i) => at(`s-${i + 10}`, 'In_use'));
    expect(picture({ disks: [...sixteen, recoveredDisk('s-last')] }).next?.arguments).toEqual({
      recoveryId: RECOVERY,
      snapshotIds: ['s-last'],
      targetInstanceId: 'i-target',
    });
    const none = Array.from({ length: 17 }, (_, i) => recoveredDisk(`s-${i + 10}`));
    expect(picture({ disks: none }).next?.arguments.snapshotIds).toHaveLength(16);
  });
});

describe('a source that nothing names', () => {
  it('leaves no next call that would have to name it', () => {
    const nameless = { tags: [ourTag('recovery', RECOVERY)] };
    expect(picture({ images: [image(nameless)] })).not.toHaveProperty('next');
    expect(picture({ instances: [dr(nameless)] })).not.toHaveProperty('next');
  });
});

describe('a source that was released', () => {
  const gone = { sourceGone: true };
  const snapshotIds = ['s-d-sys', 's-d-b'];

  it('leaves its disks to be brought back, from a group, from snapshots or beside an image', () => {
    for (const point of [{ groups: [group()] }, { snapshots: [aSnapshot(root, { tags }), aSnapshot(b, { tags })] }]) {
      const { next } = picture({ ...point, ...gone });
      expect(next?.tool).toBe('attach-recovered-disk');
      expect(new Set(next?.arguments.snapshotIds as string[])).toEqual(new Set(snapshotIds));
    }
    const imaged = picture({ groups: [group()], images: [image()], ...gone });
    expect(imaged).toMatchObject({ phase: 'image-ready', next: { tool: 'attach-recovered-disk' } });
    expect(imaged.failed).toMatch(/the source is gone.*from image m-dr in the console/);
    expect(picture({ images: [image()], ...gone })).not.toHaveProperty('next');
  });

  it('leaves nothing to compare its copy with', () => {
    expect(picture({ instances: [dr()], ...gone })).toEqual(
      expect.not.objectContaining({ next: expect.anything(), failed: expect.anything() }),
    );
  });
});

describe('more snapshots than a step takes', () => {
  it('are one of each disk, the first taken', () => {
    const late = aSnapshot(root, { id: 's-a-late', tags, createdAt: '2026-11-20T09:00:00Z' });
    const { next } = picture({ snapshots: [late, aSnapshot(root, { tags }), aSnapshot(b, { tags })], source });
    expect(next?.arguments.snapshotIds).toEqual(['s-d-b', 's-d-sys']);
  });
});

describe('a vSwitch alone', () => {
  it('leads on to the zone', () => {
    const found = picture({ vSwitches: [aVSwitch({ tags, createdAt: 'x' })] });
    expect(found).toMatchObject({ phase: 'vswitch-ready', pending: false, sourceInstanceId: 'i-source' });
    expect(found.next).toEqual({
      tool: 'find-target-zone',
      arguments: { instanceId: 'i-source', recoveryId: RECOVERY, zoneId: 'cn-hangzhou-k' },
      why: 'vSwitch vsw-k is there',
    });
    expect(found.resources).toEqual([{ kind: 'vswitch', id: 'vsw-k', status: 'Available', createdAt: 'x' }]);
    const soon = picture({ vSwitches: [aVSwitch({ tags, status: 'Pending' })] });
    expect(soon).toMatchObject({ phase: 'vswitch-ready', pending: true });
    expect(soon).not.toHaveProperty('next');
  });
});
