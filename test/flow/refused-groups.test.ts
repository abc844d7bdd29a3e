import { afterEach, describe, expect, test } from 'vitest';
import type { ScenarioObject } from '../../src/simulator/index.ts';
import { call, decided, type Result } from '../support/agent.ts';
import { effects, type Flow, mutations, openFlow, WAYS } from './flow.ts';

const WEB = 'i-bp1webprod0100000000';
const LEGACY = 'i-bp1legacymixed010000';
const CLUSTER = 'i-bp1clustera010000000';
const MIXED = 'i-bp1mixedbackup000000';
const LOCAL = 'i-bp1localgroup0000000';

/** One disk of three that a group refuses; and a local disk beside two that it takes. */
const SHOP: ScenarioObject = {
  name: 'shop-with-mixed-disks',
  extends: 'default',
  instances: [
    {
      id: MIXED,
      name: 'mixed-backup-01',
      vSwitch: 'vsw-bp1prodh000000000000',
      type: 'ecs.g6.large',
      securityGroups: ['sg-bp1admin000000000000'],
      disks: [
        { id: 'd-bp1mixedbackup0sys00', category: 'cloud_essd', level: 'PL1', size: 40 },
        { id: 'd-bp1mixedbackup0dat00', category: 'cloud_essd', level: 'PL1', size: 80 },
        { id: 'd-bp1mixedbackup0eff00', category: 'cloud_efficiency', size: 100 },
      ],
    },
    {
      id: LOCAL,
      name: 'local-group-01',
      vSwitch: 'vsw-bp1prodh000000000000',
      type: 'ecs.i3.xlarge',
      securityGroups: ['sg-bp1admin000000000000'],
      disks: [
        { id: 'd-bp1localgroup00sys00', category: 'cloud_essd', level: 'PL1', size: 40 },
        { id: 'd-bp1localgroup00dat00', category: 'cloud_essd', level: 'PL1', size: 80 },
        { id: 'd-bp1localgroup00loc00', category: 'local_ssd_pro', size: 894 },
      ],
    },
  ],
};

let flow: Flow;
afterEach(() => flow.house.close());

const actions = () => mutations(flow.house).map((r) => r.action);

for (const way of WAYS) {
  describe(`a group that refuses disks is a decision, ${way}`, () => {
    test('separate snapshots: all disks, marked as not consistent, to the verified end', async () => {
      flow = await openFlow(way, ['separate-snapshots']);
      const { seen, last } = await flow.play('describe-source', { instanceId: LEGACY });
      expect(flow.questions[0]?.message).toMatch(/cloud\\?_efficiency.*cloud\\?_ssd/s);
      expect(flow.questions[0]?.options).toEqual(['separate-snapshots', 'whole-instance-image', 'stop']);
      const told = `${flow.questions.map((q) => q.message).join()}${JSON.stringify(seen)}`;
      expect(told).toMatch(/not consistent across disks/);
      expect(effects(flow.house, 'CreateSnapshot')).toHaveLength(3);
      expect(last.verified).toBe(true);
      const dr = await call(flow.house.client, 'describe-source', { instanceId: last.drInstanceId });
      expect(dr.disks.map((d: Result) => d.category)).toEqual(['cloud_efficiency', 'cloud_ssd', 'cloud_essd']);
    });

    test('exclude: the others in one group, the missing disk named and accepted, to the verified end', async () => {
      flow = await openFlow(way, ['exclude'], { simulator: { scenario: SHOP } });
      const { last } = await flow.play('describe-source', { instanceId: MIXED });
      expect(flow.questions[0]?.options).toEqual(['separate-snapshots', 'exclude', 'whole-instance-image', 'stop']);
      expect(effects(flow.house, 'CreateSnapshotGroup')[0]?.params).toMatchObject({
        'ExcludeDiskId.1': 'd-bp1mixedbackup0eff00',
      });
      expect(flow.questions.some((q) => /no snapshot of .*d-bp1mixedbackup0eff00/.test(q.message))).toBe(true);
      expect(last.verified).toBe(true);
      const dr = await call(flow.house.client, 'describe-source', { instanceId: last.drInstanceId });
      expect(dr.disks.map((d: Result) => d.sizeGiB)).toEqual([40, 80]);
    });

    test('exclude with one disk left: a snapshot of it, to the verified end', async () => {
      flow = await openFlow(way, ['exclude']);
      const { last } = await flow.play('describe-source', { instanceId: CLUSTER });
      expect(flow.questions[0]?.message).toMatch(/multi-attach/);
      expect(effects(flow.house, 'CreateSnapshot').map((r) => r.params.DiskId)).toEqual(['d-bp1clustera01sys0000']);
      expect(last.verified).toBe(true);
      expect(last.text).toMatch(/xvdb .*\| none/);
    });

    test('stop: nothing is created', async () => {
      flow = await openFlow(way, ['stop']);
      const { last } = await flow.play('describe-source', { instanceId: LEGACY });
      expect(last.status).toBe('declined');
      expect(last.next).toBeUndefined();
      expect(mutations(flow.house)).toEqual([]);
    });

    test.each([
      'separate-snapshots',
      'whole-instance-image',
      'stop',
    ])('a group that the API refused once is not sent again by the answer %s', async (answer) => {
      const code = 'NumberExceed.TooManyDisks';
      flow = await openFlow(way, ['go-ahead', answer], {
        simulator: { faults: [{ action: 'CreateSnapshotGroup', fault: 'error', status: 403, code, nth: 1 }] },
      });
      const { last } = await flow.play('create-snapshot-group', { instanceId: WEB });
      expect(flow.questions.filter((q) => q.message.includes(code))).toHaveLength(1);
      expect(actions().filter((a) => a === 'CreateSnapshotGroup')).toHaveLength(1);
      expect(effects(flow.house, 'CreateSnapshotGroup')).toEqual([]);
      expect(last.status).toBe(answer === 'stop' ? 'declined' : 'done');
    });

    for (const [code, what] of [
      ['NumberExceed.TooManyDisks', 'too many disks'],
      ['CapacityExceed.TooManyDisks', 'too large disks'],
    ] as const) {
      test(`${what}: the API's own refusal is explained and the same ways are offered`, async () => {
        const message = `The group has ${what}.`;
        flow = await openFlow(way, ['separate-snapshots'], {
          simulator: { faults: [{ action: 'CreateSnapshotGroup', fault: 'error', status: 403, code, message }] },
        });
        const { last } = await flow.play('describe-source', { instanceId: WEB });
        const asked = flow.questions.find((q) => q.message.includes(code));
        expect(asked?.message).toContain(message);
        expect(asked?.options).toEqual(['separate-snapshots', 'whole-instance-image', 'stop']);
        expect(actions()).toContain('CreateSnapshot');
        expect(last.verified).toBe(true);
      });
    }
  });
}

describe('a group that the API refused and that is asked for anew', () => {
  test('is approved and sent again: what was in its way may be gone', async () => {
    const code = 'NumberExceed.TooManyDisks';
    flow = await openFlow('without elicitation', ['stop'], {
      simulator: { faults: [{ action: 'CreateSnapshotGroup', fault: 'error', status: 403, code, nth: 1 }] },
    });
    const { client } = flow.house;
    const approved = { 'create-snapshot-group': 'go-ahead' };
    const refused = await decided(client, 'create-snapshot-group', { instanceId: WEB }, { 'group-refused': 'stop' });
    expect(refused.status).toBe('declined');
    const again = { instanceId: WEB, recoveryId: refused.recoveryId };
    const anew = await decided(client, 'create-snapshot-group', again, approved);
    expect(anew.snapshotGroupId).toMatch(/^ssg-/);
    expect(actions()).toEqual(['CreateSnapshotGroup', 'CreateSnapshotGroup']);
  });
});

describe('a local disk beside disks that a group takes', () => {
  test('its loss is accepted first, then the group holds the others', async () => {
    flow = await openFlow('without elicitation', [], { simulator: { scenario: SHOP } });
    const { seen, last } = await flow.play('describe-source', { instanceId: LOCAL });
    expect(seen[1]?.decision?.id).toBe('data-loss');
    expect(effects(flow.house, 'CreateSnapshotGroup')).toHaveLength(1);
    expect(last.error).toBeUndefined();
    expect(last.verified).toBe(true);
  });
});

describe('disks the caller leaves out', () => {
  test('must be the source’s own', async () => {
    flow = await openFlow('without elicitation');
    const result = await call(flow.house.client, 'create-snapshot-group', {
      instanceId: WEB,
      excludeDiskIds: ['d-bp1batch01sys0000000'],
    });
    expect(result.error).toMatchObject({
      code: 'InvalidInput',
      cause: expect.stringMatching(/d-bp1webprod01dat10000/),
    });
  });
});
