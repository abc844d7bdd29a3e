import { afterEach, describe, expect, test } from 'vitest';
import { call, decided } from '../support/agent.ts';
import { effects, type Flow, openFlow } from './flow.ts';

const WEB = 'i-bp1webprod0100000000';
const notReady = { action: 'CreateImage', fault: 'error', status: 403, code: 'InvalidSnapshotId.NotReady' } as const;

let flow: Flow;
afterEach(() => flow.house.close());

describe('a point that CreateImage does not take yet', () => {
  test('is tried again while its snapshots are still being stored', async () => {
    flow = await openFlow('without elicitation', [], {
      speed: 40,
      simulator: { faults: [{ ...notReady, nth: 1 }] },
    });
    const { client, simulator } = flow.house;
    const { recoveryId, snapshotGroupId } = await decided(client, 'create-snapshot-group', { instanceId: WEB });
    const members = [...simulator.state.snapshots.values()].filter((s) => s.groupId === snapshotGroupId);
    // Their instant access comes some seconds after the group is accomplished.
    const accomplished = simulator.state.snapshotGroups.get(snapshotGroupId)?.doneAt ?? 0;
    for (const member of members) member.availableAt = accomplished + 15_000;
    const made = await decided(client, 'create-image', { instanceId: WEB, snapshotGroupId, recoveryId });
    expect(made.imageId).toMatch(/^m-/);
    expect(effects(flow.house, 'CreateImage')).toHaveLength(1);
    expect(members.some((s) => s.status === 'progressing')).toBe(true);
  });

  test('names itself again when it is the whole instance', async () => {
    flow = await openFlow('without elicitation', [], { simulator: { faults: [notReady] } });
    const args = { instanceId: WEB, wholeInstance: true, waitSeconds: 0 };
    const made = await decided(flow.house.client, 'create-image', args);
    expect(made.status).toBe('in_progress');
    expect(made.next).toMatchObject({ tool: 'create-image', arguments: { instanceId: WEB, wholeInstance: true } });
    expect(made.text).not.toMatch(/Slowest snapshot/);
  });
});

test('a group that lost a member since is used only after its disk is given up', async () => {
  flow = await openFlow('without elicitation');
  const { client, simulator } = flow.house;
  const taken = await decided(client, 'create-snapshot-group', { instanceId: WEB });
  simulator.state.snapshots.delete(taken.snapshots[2].snapshotId);
  const { recoveryId, snapshotGroupId } = taken;
  const asked = await call(client, 'create-image', { instanceId: WEB, snapshotGroupId, recoveryId });
  expect(asked.decision?.id).toBe('missing-disks');
  expect(asked.decision?.question).toContain('d-bp1webprod01dat20000');
});
