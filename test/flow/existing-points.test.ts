import { afterEach, describe, expect, test } from 'vitest';
import type { ScenarioObject } from '../../src/simulator/index.ts';
import { call, decided, type Result } from '../support/agent.ts';
import { effects, type Flow, mutations, onto, openFlow, WAYS } from './flow.ts';

const WEB = 'i-bp1webprod0100000000';
const DB = 'i-bp1dbmaster010000000';
const GAP = 'i-bp1filesgap010000000';
const SOURCE_ZONE = 'cn-hangzhou-h';

let flow: Flow;
afterEach(() => flow.house.close());

const outage = { simulator: { scenario: 'zone-outage' } };

/** What only a living source zone could do. */
const NEEDS_THE_SOURCE = /^(CreateSnapshot|CreateSnapshotGroup|StopInstance|StartInstance|RebootInstance|DetachDisk)$/;

function tookNothingNew() {
  const { requests } = flow.house.simulator;
  expect(requests.filter((r) => NEEDS_THE_SOURCE.test(r.action))).toEqual([]);
  expect(requests.filter((r) => r.action === 'CreateImage' && r.params.InstanceId)).toEqual([]);
  const places = mutations(flow.house).flatMap((r) => r.params.ZoneId ?? []);
  expect(places).not.toContain(SOURCE_ZONE);
}

describe('describe-source lists what is already there, graded', () => {
  test('groups, automatic snapshots and images, each complete or not, consistent or not, with its age', async () => {
    flow = await openFlow('without elicitation');
    const { recoveryPoints } = await call(flow.house.client, 'describe-source', { instanceId: DB });
    const of = (id: string) => recoveryPoints.find((p: Result) => p.id === id || p.snapshotIds?.includes(id));
    expect(of('ssg-bp1dbweekly000000000')).toMatchObject({
      kind: 'snapshot-group',
      complete: true,
      consistent: true,
      zoneSafe: true,
    });
    expect(of('s-bp1dbauto2sys0000000')).toMatchObject({
      kind: 'snapshots',
      automatic: true,
      complete: true,
      consistent: false,
      zoneSafe: true,
    });
    expect(of('m-bp1dbgolden000000000')).toMatchObject({ kind: 'image', complete: true, consistent: true });
    expect(of('s-bp1dbauto2sys0000000').ageSeconds / 3600).toBeCloseTo(18, 0);
    expect(of('ssg-bp1dbweekly000000000').ageSeconds / 86_400).toBeCloseTo(3, 0);
  });

  test('every snapshot of the best point is named in the text, for hosts that show nothing else', async () => {
    flow = await openFlow('without elicitation');
    const { state } = flow.house.simulator;
    state.images.delete('m-bp1dbgolden000000000');
    state.snapshotGroups.delete('ssg-bp1dbweekly000000000');
    for (const id of [...state.snapshots.keys()]) if (!/dbauto/.test(id)) state.snapshots.delete(id);
    const source = state.instances.get(DB);
    if (source) source.status = 'Stopped';
    const described = await call(flow.house.client, 'describe-source', { instanceId: DB });
    const snapshotIds = ['s-bp1dbauto2sys0000000', 's-bp1dbauto2dat0000000'];
    expect(described.next).toMatchObject({ tool: 'create-image', arguments: { instanceId: DB } });
    expect([...(described.next?.arguments.snapshotIds as string[])].sort()).toEqual([...snapshotIds].sort());
    for (const id of snapshotIds) expect(described.text).toContain(id);
  });

  test('those of an earlier recovery, found by tag, which a later one starts from', async () => {
    flow = await openFlow('without elicitation');
    const { house } = flow;
    const first = await flow.play('describe-source', { instanceId: GAP });
    const { recoveryPoints } = await call(house.client, 'describe-source', { instanceId: GAP });
    const mine = recoveryPoints.filter((p: Result) => p.recoveryId === first.last.recoveryId);
    expect(mine.map((p: Result) => p.kind).sort()).toEqual(['image', 'snapshot-group']);
    const group = mine.find((p: Result) => p.kind === 'snapshot-group');
    const second = await flow.play('create-image', { instanceId: GAP, snapshotGroupId: group.id });
    expect(second.last.verified).toBe(true);
    expect(second.last.recoveryId).not.toBe(first.last.recoveryId);
    expect(effects(house, 'CreateSnapshotGroup')).toHaveLength(1);
    expect(effects(house, 'RunInstances')).toHaveLength(2);
  });
});

for (const way of WAYS) {
  describe(`with the source’s zone down, ${way}`, () => {
    test('the existing group brings the instance back, and nothing new is taken', async () => {
      flow = await openFlow(way, [], outage);
      const { seen, last } = await flow.play('describe-source', { instanceId: WEB });
      expect(seen[0]?.next).toMatchObject({
        tool: 'create-image',
        arguments: { snapshotGroupId: 'ssg-bp1webnightly0000000' },
      });
      expect(last.error).toBeUndefined();
      expect(last.verified).toBe(true);
      tookNothingNew();
    });

    test('automatic snapshots bring it back where they are the best there is', async () => {
      flow = await openFlow(way, [], outage);
      const { seen, last } = await flow.play('describe-source', { instanceId: DB });
      expect(seen[0]?.next?.arguments.snapshotIds).toEqual(['s-bp1dbauto2sys0000000', 's-bp1dbauto2dat0000000']);
      expect(last.verified).toBe(true);
      tookNothingNew();
    });

    test('an existing image brings it back: the choice of it travels along to the instance', async () => {
      // Slow enough for the vSwitch to be there within one call: a poll in between would ask for the image again.
      flow = await openFlow(way, ['cn-hangzhou-k'], { ...outage, speed: 100 });
      const imageId = 'm-bp1dbgolden000000000';
      const { last } = await flow.play('find-target-zone', { instanceId: DB, imageId });
      expect(last.error).toBeUndefined();
      expect(last.verified).toBe(true);
      expect(mutations(flow.house).map((r) => r.action)).toEqual(['CreateVSwitch', 'RunInstances']);
      expect(effects(flow.house, 'RunInstances')[0]?.params.ImageId).toBe(imageId);
      tookNothingNew();
    });

    test('single disks come back from automatic snapshots', async () => {
      const scenario: ScenarioObject = {
        name: 'outage-with-standby',
        extends: 'zone-outage',
        instances: [
          {
            id: 'i-bp1standbyi000000000',
            name: 'standby-i',
            vSwitch: 'vsw-bp1prodi000000000000',
            type: 'ecs.g7.large',
            securityGroups: ['sg-bp1admin000000000000'],
            disks: [{ category: 'cloud_essd', level: 'PL1', size: 40 }],
          },
        ],
      };
      flow = await openFlow(way, [], { simulator: { scenario } });
      const targetInstanceId = 'i-bp1standbyi000000000';
      const args = { snapshotIds: ['s-bp1dbauto2dat0000000'], targetInstanceId };
      const { last } = await flow.play('attach-recovered-disk', args, onto(targetInstanceId));
      expect(last.disks).toMatchObject([
        { category: 'cloud_essd', performanceLevel: 'PL2', sizeGiB: 800, status: 'In_use' },
      ]);
      tookNothingNew();
    });
  });
}

describe('where no good point exists', () => {
  test('it says so, what would have been needed, and what fits better', async () => {
    flow = await openFlow('without elicitation', [], outage);
    const described = await call(flow.house.client, 'describe-source', { instanceId: GAP });
    const warning = described.warnings.find((w: string) => /no complete, zone-safe recovery point/.test(w));
    expect(warning).toMatch(/automatic snapshot policy/);
    expect(warning).toMatch(/asynchronous disk replication/);
    expect(warning).toMatch(/zone-redundant disks/);
    expect(described.text).toMatch(/No existing recovery point/);
  });

  test('the attempt to take a new one fails with the reason and the way on', async () => {
    flow = await openFlow('without elicitation', [], outage);
    const { last } = await flow.play('describe-source', { instanceId: GAP });
    expect(last.isError || last.failed !== undefined).toBe(true);
    expect(last.text).toMatch(/describe-source|existing/);
    expect(effects(flow.house, 'CreateImage')).toEqual([]);
  });
});

describe('a point with fewer snapshots than the source has disks', () => {
  test('is used only after the missing disks were named and accepted', async () => {
    flow = await openFlow('without elicitation');
    const { house } = flow;
    const args = { instanceId: DB, snapshotIds: ['s-bp1dbauto2sys0000000'] };
    const asked = await call(house.client, 'create-image', args);
    expect(asked.decision?.id).toBe('missing-disks');
    expect(asked.decision?.question).toMatch(/\/dev\/xvdb \(d-bp1dbmaster01dat0000, 800 GiB\)/);
    const refused = await decided(house.client, 'create-image', args, { 'missing-disks': 'stop' });
    expect(refused.status).toBe('declined');
    expect(mutations(house)).toEqual([]);
    const { last } = await flow.play('create-image', args);
    expect(last.verified).toBe(true);
    const dr = await call(house.client, 'describe-source', { instanceId: last.drInstanceId });
    expect(dr.disks).toHaveLength(1);
    expect(last.text).toMatch(/xvdb/);

    // Whoever verifies when the image is gone learns from the copy what was accepted.
    house.simulator.state.images.delete(dr.source.imageId);
    const { drInstanceId } = last;
    const later = await call(await house.another(), 'verify-recovery', { instanceId: DB, drInstanceId });
    expect(later.differences).toEqual([]);
    expect(later.verified).toBe(true);
    expect(later.comparison).toContainEqual({
      attribute: 'disk xvdb',
      source: expect.stringContaining('800 GiB'),
      dr: 'none',
      expected: 'none: not in the image',
    });
  });

  test('names every missing disk, however many there are', async () => {
    flow = await openFlow('without elicitation', [], {
      simulator: {
        scenario: {
          name: 'many-disks',
          extends: 'default',
          instances: [
            {
              id: 'i-bp1manydisks00000000',
              name: 'many-disks',
              vSwitch: 'vsw-bp1prodi000000000000',
              type: 'ecs.g7.large',
              securityGroups: ['sg-bp1admin000000000000'],
              disks: Array.from({ length: 17 }, () => ({
                category: 'cloud_essd' as const,
                level: 'PL1' as const,
                size: 40,
              })),
            },
          ],
        },
      },
    });
    const { client, simulator } = flow.house;
    const disks = [...simulator.state.disks.values()].filter((d) => d.instanceIds.includes('i-bp1manydisks00000000'));
    const [system, ...data] = disks;
    const taken = await decided(client, 'create-snapshot', { diskIds: [system?.id] });
    await flow.play('check-recovery', { recoveryId: taken.recoveryId, zoneSafe: true });
    const asked = await call(client, 'create-image', {
      instanceId: 'i-bp1manydisks00000000',
      snapshotIds: taken.snapshots.map((s: { snapshotId: string }) => s.snapshotId),
    });
    expect(asked.decision?.id).toBe('missing-disks');
    expect(data).toHaveLength(16);
    for (const { id } of data) expect(asked.decision?.question).toContain(id);
  });

  test('is no bootable image without the system disk', async () => {
    flow = await openFlow('without elicitation');
    const result = await call(flow.house.client, 'create-image', {
      instanceId: DB,
      snapshotIds: ['s-bp1dbauto2dat0000000'],
    });
    expect(result.error?.code).toBe('UnusableRecoveryPoint');
    expect(result.error?.remedy).toMatch(/attach-recovered-disk/);
    const taken = await decided(flow.house.client, 'create-snapshot', {
      diskIds: ['d-bp1webprod01dat20000'],
      waitSeconds: 0,
    });
    const early = await call(flow.house.client, 'create-image', {
      instanceId: WEB,
      snapshotIds: taken.snapshots.map((s: Result) => s.snapshotId),
      waitSeconds: 0,
    });
    expect(early.error?.code).toBe('UnusableRecoveryPoint');
  });
});
