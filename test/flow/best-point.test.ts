import { afterEach, describe, expect, test } from 'vitest';
import type { ScenarioObject } from '../../src/simulator/index.ts';
import { call, decided, type Result } from '../support/agent.ts';
import { effects, type Flow, mutations, openFlow } from './flow.ts';

const WEB = 'i-bp1webprod0100000000';
const DB = 'i-bp1dbmaster010000000';
const GAP = 'i-bp1filesgap010000000';
const NIGHTLY = 'ssg-bp1webnightly0000000';
const DISKS = ['d-bp1webprod01sys00000', 'd-bp1webprod01dat10000', 'd-bp1webprod01dat20000'];

let flow: Flow;
afterEach(() => flow.house.close());

/** The source's zone is down, and this is what it left behind. */
function openOutage(more: Partial<ScenarioObject> = {}, prefer: string[] = []): Promise<Flow> {
  const scenario: ScenarioObject = { name: 'left-behind', extends: 'zone-outage', ...more };
  return openFlow('without elicitation', prefer, { simulator: { scenario } });
}
const describeIt = (instanceId: string) => call(flow.house.client, 'describe-source', { instanceId });

describe('the best existing point of a source that is down', () => {
  const [sys = '', first = ''] = DISKS;
  const daily = Array.from({ length: 12 }, (_, day) => ({
    id: `s-bp1daily${String(day).padStart(2, '0')}000000000`,
    disk: first,
    age: `${10 + 24 * day}h`,
    type: 'auto' as const,
  }));
  const partial = [{ id: NIGHTLY, instance: WEB, age: '20d', disks: [sys, first] }];

  test('is what an instance can start from, behind a dozen younger snapshots of a data disk', async () => {
    flow = await openOutage({ snapshots: daily, snapshotGroups: partial });
    const described = await describeIt(WEB);
    expect(described.recoveryPoints).toHaveLength(8);
    expect(described.recoveryPoints[0]).toMatchObject({ id: NIGHTLY, missingDisks: ['/dev/xvdc'] });
    expect(described.recoveryPoints[1]).toMatchObject({ kind: 'snapshot', disksOnly: true });
    expect(described.pointsLeftOut).toBe(5);
    expect(described.text).toContain(`Best existing point: snapshot-group ${NIGHTLY}`);
    expect(described.text).toContain('It lacks /dev/xvdc.');
    expect(described.text).toMatch(/For single disks only \(attach-recovered-disk\): snapshot s-bp1daily00\w+, 9h|10h/);
    expect(described.text).toContain('5 more points are not listed.');
    expect(described.next).toMatchObject({ tool: 'create-image', arguments: { snapshotGroupId: NIGHTLY } });
    expect(described.next?.why).toContain('without /dev/xvdc');
  });

  test('brings it back without the disk that it lacks, after that was accepted', async () => {
    flow = await openOutage({ snapshots: daily, snapshotGroups: partial });
    const { last } = await flow.play('describe-source', { instanceId: WEB });
    expect(flow.questions.map((q) => q.message).join('\n')).toMatch(
      /no snapshot of \/dev\/xvdc \(d-bp1webprod01dat20000/,
    );
    expect(last.error).toBeUndefined();
    expect(last.drInstanceId).toMatch(/^i-/);
  });

  test('is none where only data disks have snapshots: these are told apart', async () => {
    flow = await openOutage({ snapshots: daily, snapshotGroups: [{ id: NIGHTLY, instance: DB, age: '9d' }] });
    const described = await describeIt(WEB);
    expect(described.text).toContain('No existing recovery point that an instance can start from.');
    expect(described.text).toContain('For single disks only');
    expect(described.text).not.toContain('Best existing point');
    expect(described.next?.tool).toBe('create-snapshot-group');
  });
});

describe('an existing image that lacks a disk', () => {
  test('is led on with where it is the best there is, and its launch tells what the copy will not have', async () => {
    const [sys = '', first = ''] = DISKS;
    flow = await openOutage({
      snapshotGroups: [{ id: NIGHTLY, instance: WEB, age: '9h', disks: [sys, first] }],
      images: [{ id: 'm-bp1webgolden0000000', name: 'web-golden', fromGroup: NIGHTLY, age: '9h' }],
    });
    const { seen, last } = await flow.play('describe-source', { instanceId: WEB });
    expect(seen[0]?.next).toMatchObject({ tool: 'find-target-zone', arguments: { imageId: 'm-bp1webgolden0000000' } });
    expect(seen[0]?.next?.why).toContain('without /dev/xvdc');
    const notes = seen.flatMap((r) => r.decision?.plan?.notes ?? []);
    expect(notes).toContainEqual(
      expect.stringMatching(/^\/dev\/xvdc .* is not in the image: the copy will not have it$/),
    );
    expect(last.error).toBeUndefined();
  });
});

describe('a new disk that no automatic snapshot holds yet', () => {
  const fresh = {
    instances: [{ id: DB, disks: [{ id: 'd-bp1dbmaster01new0000', category: 'cloud_essd', level: 'PL1', size: 20 }] }],
    snapshotGroups: [{ id: 'ssg-bp1dbweekly000000000', disks: ['d-bp1dbmaster01sys0000', 'd-bp1dbmaster01dat0000'] }],
  } as Partial<ScenarioObject>;

  test('leaves last night’s snapshots of the others together, and says what lacks', async () => {
    flow = await openOutage(fresh);
    const described = await describeIt(DB);
    const snapshotIds = ['s-bp1dbauto2sys0000000', 's-bp1dbauto2dat0000000'];
    expect(described.recoveryPoints[0]).toMatchObject({
      kind: 'snapshots',
      snapshotIds,
      complete: false,
      usable: true,
      missingDisks: ['/dev/xvdc'],
    });
    expect(described.next).toMatchObject({ tool: 'create-image', arguments: { snapshotIds } });
    expect(described.warnings.join(' ')).toContain(
      '(nightly, at 2:00 UTC+8) has made snapshots, but none of every disk',
    );
    expect(described.snapshotPolicies).toEqual([
      {
        id: 'sp-bp1nightly0000000000',
        name: 'nightly',
        timePoints: [2],
        repeatWeekdays: [1, 2, 3, 4, 5, 6, 7],
        retentionDays: 7,
      },
    ]);
  });

  test('is named with its own snapshot of that time, where the caller left it out', async () => {
    flow = await openOutage();
    const asked = await call(flow.house.client, 'create-image', {
      instanceId: DB,
      snapshotIds: ['s-bp1dbauto2sys0000000'],
    });
    expect(asked.decision?.question).toMatch(/no snapshot of \/dev\/xvdb/);
    expect(asked.decision?.question).toContain('in snapshotIds instead: s-bp1dbauto2dat0000000 (/dev/xvdb).');
    const alone = await call(flow.house.client, 'create-image', {
      instanceId: WEB,
      snapshotIds: [systemOf(NIGHTLY)],
    });
    expect(alone.decision?.question).toMatch(/in snapshotIds instead: s-\w+ \(\/dev\/xvdb\); s-\w+ \(\/dev\/xvdc\)\./);
  });
});

function systemOf(groupId: string): string {
  const { state } = flow.house.simulator;
  const ids = state.snapshotGroups.get(groupId)?.snapshotIds ?? [];
  return ids.find((id) => state.snapshots.get(id)?.sourceDiskType === 'system') ?? '';
}

describe('an image that supports metadata v1 only, of a source that requires tokens', () => {
  const GOLDEN = 'm-bp1webgolden0000000';

  async function openWithGolden(): Promise<string[]> {
    flow = await openOutage({ images: [{ id: GOLDEN, name: 'web-golden', fromGroup: NIGHTLY, age: '9h' }] });
    const image = flow.house.simulator.state.images.get(GOLDEN);
    if (!image) throw new Error('the image is not in the scenario');
    image.imdsSupport = 'v1';
    return image.mappings.map((mapping) => mapping.snapshotId);
  }

  test('is no usable point: its group is the best', async () => {
    await openWithGolden();
    const described = await describeIt(WEB);
    const image = described.recoveryPoints.find((p: Result) => p.id === GOLDEN);
    expect(image).toMatchObject({ usable: false, notes: [expect.stringMatching(/metadata v1 only/)] });
    expect(described.next).toMatchObject({ tool: 'create-image', arguments: { snapshotGroupId: NIGHTLY } });
  });

  test('is refused before a zone is chosen or a vSwitch made, with a way that works', async () => {
    const snapshotIds = await openWithGolden();
    const { client } = flow.house;
    const place = { zoneId: 'cn-hangzhou-k' };
    const named = { instanceId: WEB, imageId: GOLDEN };
    for (const [tool, args] of [
      ['find-target-zone', { ...named, ...place }],
      ['create-vswitch', { ...named, ...place, vpcId: 'vpc-bp1prod0000000000000' }],
      ['run-dr-instance', { ...named, zoneId: 'cn-hangzhou-i', vSwitchId: 'vsw-bp1prodi000000000000' }],
    ] as const) {
      const { error } = await call(client, tool, args);
      expect(error?.code, tool).toBe('UnusableImage');
      expect(error?.message).toMatch(/metadata v1 only/);
      for (const id of snapshotIds) expect(error?.remedy).toContain(id);
    }
    expect(mutations(flow.house)).toEqual([]);
    const { last } = await flow.play('create-image', { instanceId: WEB, snapshotIds });
    expect(last.verified).toBe(true);
  });
});

describe('a recovery that has no image yet, of a source that is down', () => {
  test('begins with the points there are, not with a new one', async () => {
    flow = await openOutage();
    const target = { instanceId: WEB, zoneId: 'cn-hangzhou-i' };
    const found = await decided(flow.house.client, 'find-target-zone', target);
    expect(found.next).toMatchObject({ tool: 'describe-source', arguments: { instanceId: WEB } });
    expect(found.next?.why).toContain(found.recoveryId);
    const { last } = await flow.play('find-target-zone', target);
    expect(last.verified).toBe(true);
    expect(effects(flow.house, 'CreateSnapshotGroup')).toEqual([]);
  });

  test('is not sent to a point that may not exist when a new one fails', async () => {
    flow = await openOutage();
    const { last } = await flow.play('create-snapshot-group', { instanceId: GAP });
    expect(last.error).toMatchObject({
      code: 'SnapshotGroupFailed',
      remedy: expect.stringContaining('if describe-source lists one'),
    });
    const { recoveryId } = last;
    const checked = await call(flow.house.client, 'check-recovery', { instanceId: GAP });
    expect(checked.next).toMatchObject({ tool: 'describe-source', arguments: { instanceId: GAP } });
    expect(checked.next?.why).toContain(recoveryId ?? 'dr-');
  });

  test('fails with its whole-instance image, and goes on with an older point', async () => {
    flow = await openOutage();
    const { last } = await flow.play('create-image', { instanceId: WEB, wholeInstance: true });
    expect(last.error).toMatchObject({
      code: 'ImageCreateFailed',
      remedy: expect.stringContaining('if describe-source lists one'),
    });
    const described = await describeIt(WEB);
    expect(described.next).toMatchObject({ tool: 'create-image', arguments: { snapshotGroupId: NIGHTLY } });
    expect(described.recoveryPoints.filter((p: Result) => p.usable).map((p: Result) => p.id)).toEqual([NIGHTLY]);
    const checked = await call(flow.house.client, 'check-recovery', { instanceId: WEB });
    expect(checked.next?.tool).toBe('describe-source');
  });
});

describe('a copy that was deleted together with its image', () => {
  test('is made again from the recovery’s group', async () => {
    flow = await openFlow('without elicitation');
    const { client, simulator } = flow.house;
    const { seen, last } = await flow.play('describe-source', { instanceId: WEB });
    expect(last.verified).toBe(true);
    const { recoveryId, drInstanceId } = last;
    await call(client, 'check-recovery', { recoveryId });
    const groupId = seen.find((r) => r.snapshotGroupId)?.snapshotGroupId;
    const imageId = seen.find((r) => r.imageId)?.imageId;
    simulator.state.instances.delete(drInstanceId);
    simulator.state.images.delete(imageId);
    const checked = await call(client, 'check-recovery', { recoveryId });
    expect(checked).toMatchObject({ phase: 'failed', failed: expect.stringContaining('is not there any more') });
    expect(checked.next).toMatchObject({ tool: 'create-image', arguments: { recoveryId, snapshotGroupId: groupId } });
    const again = await flow.play(checked.next?.tool ?? '', checked.next?.arguments ?? {});
    expect(again.last.verified).toBe(true);
    expect(again.last.drInstanceId).not.toBe(drInstanceId);
    expect(effects(flow.house, 'CreateSnapshotGroup')).toHaveLength(1);
  });
});
