import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterEach, describe, expect, test } from 'vitest';
import type { FaultPlan } from '../../src/simulator/index.ts';
import { call, decided, type Result, step } from '../support/agent.ts';
import { checkResults } from './checks.ts';
import { effects, type Flow, openFlow } from './flow.ts';
import { OTHER, SHOP, STANDBY, STANDBY_K } from './standbys.ts';

const LEGACY = 'i-bp1legacymixed010000';
const DATA = ['d-bp1webprod01dat10000', 'd-bp1webprod01dat20000'];
const POINT = ['s-bp1dbauto2dat0000000', 's-bp1dbauto2sys0000000'];

let flow: Flow;
afterEach(() => flow.house.close());

/** At a speed at which a call's wait has room for what the cloud does in it. */
async function open(faults: FaultPlan = [], speed = 100): Promise<Client> {
  flow = await openFlow('without elicitation', [], { speed, simulator: { scenario: SHOP, faults } });
  return flow.house.client;
}

async function snapshotsOf(diskIds: string[], recoveryId?: string): Promise<{ ids: string[]; recoveryId: string }> {
  const first = await decided(flow.house.client, 'create-snapshot', { diskIds, ...(recoveryId && { recoveryId }) });
  const ids = first.snapshots.map((s: { snapshotId: string }) => s.snapshotId);
  let result: Result = first;
  while (result.status === 'in_progress')
    result = await call(flow.house.client, 'check-recovery', { recoveryId: first.recoveryId });
  return { ids, recoveryId: first.recoveryId ?? '' };
}

/** A disk that is made for the target and not attached to it: the call ends between the two. */
async function madeOnly(args: { snapshotIds: unknown[]; targetInstanceId: string; recoveryId: string }): Promise<void> {
  const { client, simulator } = flow.house;
  simulator.setFaults([{ action: 'AttachDisk', fault: 'error', status: 403, code: 'Forbidden.RAM' }]);
  const cut = await step(client, 'attach-recovered-disk', args);
  for (let i = 0; i < 10 && !cut.isError; i++) Object.assign(cut, await step(client, 'attach-recovered-disk', args));
  expect(cut.error?.code).toBe('Forbidden.RAM');
  simulator.setFaults([]);
}

/** To what a process that has never heard of the recovery is led, once nothing moves any more. */
async function strangerSees(recoveryId: string): Promise<{ client: Client; seen: Result }> {
  const client = await flow.house.another();
  const seen = await step(client, 'check-recovery', { recoveryId });
  checkResults([seen]);
  return { client, seen };
}

async function along(client: Client, next: Result['next'], more: object = {}): Promise<Result> {
  if (!next) throw new Error('there is no next');
  const result = await step(client, next.tool, { ...next.arguments, ...more });
  expect(result.error).toBeUndefined();
  return result;
}

/** The disk of each snapshot at each instance. */
const attachedTo = (instanceId: string) =>
  [...flow.house.simulator.state.disks.values()]
    .filter((d) => d.instanceIds.includes(instanceId) && d.tags.some((t) => t.key === 'ecs-dr:disk'))
    .map((d) => d.sourceSnapshotId)
    .sort();

describe('disks that were approved for several instances', () => {
  test.each([
    ['in another zone', STANDBY_K],
    ['in the same zone', OTHER],
  ])('go each to its own, whoever goes on: the second %s', async (_, second) => {
    const client = await open();
    const { ids, recoveryId } = await snapshotsOf(DATA);
    const [one, two] = ids;
    const first = { snapshotIds: [one], targetInstanceId: STANDBY, recoveryId };
    expect((await step(client, 'attach-recovered-disk', first)).phase).not.toBe('failed');
    await madeOnly({ snapshotIds: [two], targetInstanceId: second, recoveryId });
    const { client: stranger, seen } = await strangerSees(recoveryId);
    expect(seen.next).toMatchObject({
      tool: 'attach-recovered-disk',
      arguments: { snapshotIds: [two], targetInstanceId: second },
    });
    await along(stranger, seen.next);
    expect(attachedTo(STANDBY)).toEqual([one]);
    expect(attachedTo(second)).toEqual([two]);
    expect(effects(flow.house, 'CreateDisk')).toHaveLength(2);
    expect((await strangerSees(recoveryId)).seen).toMatchObject({ phase: 'attached' });
  });

  test('are named all, one instance after the other', async () => {
    await open();
    const { ids, recoveryId } = await snapshotsOf(DATA);
    const targets = [STANDBY, STANDBY_K];
    for (const [i, targetInstanceId] of targets.entries()) {
      await madeOnly({ snapshotIds: [ids[i]], targetInstanceId, recoveryId });
    }
    const { client: stranger, seen } = await strangerSees(recoveryId);
    for (const targetInstanceId of targets) expect(seen.next?.why).toContain(targetInstanceId);
    await along(stranger, seen.next);
    await along(stranger, (await strangerSees(recoveryId)).seen.next);
    expect(targets.map(attachedTo)).toEqual([[ids[0]], [ids[1]]]);
    expect(effects(flow.house, 'CreateDisk')).toHaveLength(2);
  });
});

describe('a disk of an approved set that was never made', () => {
  const twoDisks = { snapshotIds: [...POINT].reverse(), targetInstanceId: STANDBY, recoveryId: 'drill-half' };

  test('of snapshots that other recoveries took is made by a process that knows nothing of it', async () => {
    const client = await open([{ action: 'CreateDisk', fault: 'quota', from: 2 }]);
    const half = await decided(client, 'attach-recovered-disk', twoDisks);
    expect(half.error?.code).toMatch(/^QuotaExceed/);
    flow.house.simulator.setFaults([]);
    const { client: stranger, seen } = await strangerSees('drill-half');
    expect(seen.phase).toBe('disk-ready');
    expect(seen.next?.arguments).toEqual({
      recoveryId: 'drill-half',
      snapshotIds: POINT,
      targetInstanceId: STANDBY,
    });
    await along(stranger, seen.next);
    expect(attachedTo(STANDBY)).toEqual(POINT);
    expect(effects(flow.house, 'CreateDisk')).toHaveLength(2);
    expect((await strangerSees('drill-half')).seen).toMatchObject({ phase: 'attached' });
  });

  test('of a group’s members is made too', async () => {
    const client = await open();
    const group = await step(client, 'create-snapshot-group', { instanceId: 'i-bp1webprod0100000000' });
    const recoveryId = group.recoveryId ?? '';
    await step(client, 'check-recovery', { recoveryId, zoneSafe: true });
    const members = [...flow.house.simulator.state.snapshots.values()].filter((s) => s.groupId);
    const snapshotIds = members.filter((s) => DATA.includes(s.sourceDiskId)).map((s) => s.id);
    flow.house.simulator.setFaults([{ action: 'CreateDisk', fault: 'unavailable-503', from: 2 }]);
    const args = { snapshotIds, targetInstanceId: STANDBY, recoveryId };
    expect((await decided(client, 'attach-recovered-disk', args)).isError).toBe(true);
    flow.house.simulator.setFaults([]);
    const { client: stranger, seen } = await strangerSees(recoveryId);
    expect(seen.next?.arguments).toMatchObject({ snapshotIds: [...snapshotIds].sort(), targetInstanceId: STANDBY });
    await along(stranger, seen.next);
    expect(attachedTo(STANDBY)).toEqual([...snapshotIds].sort());
    expect(effects(flow.house, 'CreateDisk')).toHaveLength(2);
  });

  test('is not asked about again where the approval stands, in whatever order it was given', async () => {
    // Slow enough that the disks are not there at the first look.
    const client = await open([], 30);
    const cut = await decided(client, 'attach-recovered-disk', { ...twoDisks, waitSeconds: 0 });
    expect(cut.status).toBe('in_progress');
    const seen = await step(client, 'check-recovery', { recoveryId: 'drill-half' });
    // The same process: the approval is open, and nothing is asked again.
    let result = await call(client, 'attach-recovered-disk', seen.next?.arguments ?? {});
    for (let i = 0; i < 10 && result.status === 'in_progress'; i++)
      result = await call(client, 'attach-recovered-disk', seen.next?.arguments ?? {});
    expect(result.decision).toBeUndefined();
    expect(result.status).toBe('done');
    expect(effects(flow.house, 'CreateDisk')).toHaveLength(2);
  });
});

describe('a snapshot that failed', () => {
  test('does not drop its disk from the flow: it is taken again, with the other kept', async () => {
    const client = await open([{ action: 'CreateSnapshot', fault: 'vanish', nth: 2 }]);
    const { recoveryId } = await decided(client, 'create-snapshot', { diskIds: DATA, waitSeconds: 0 });
    const seen = await step(client, 'check-recovery', { recoveryId });
    checkResults([seen]);
    expect(seen.next).toMatchObject({ tool: 'create-snapshot', arguments: { diskIds: DATA } });
    const [lost] = seen.next?.why.match(/d-bp1webprod01dat\d0000/) ?? [];
    expect(DATA).toContain(lost);
    expect(seen.failed).toContain(lost);
    const taken = await along(client, seen.next);
    expect(taken.next?.arguments.snapshotIds).toHaveLength(2);
    await along(client, taken.next, { targetInstanceId: STANDBY });
    expect(attachedTo(STANDBY)).toHaveLength(2);
    expect(effects(flow.house, 'CreateSnapshot')).toHaveLength(3);
    expect((await strangerSees(recoveryId ?? '')).seen).toMatchObject({ phase: 'attached' });
  });

  test('of a disk that a group refuses is not passed over on the way to the image', async () => {
    const diskIds = ['d-bp1legacymixed01sys0', 'd-bp1legacymixed01ssd0', 'd-bp1legacymixed01ess0'];
    const client = await open([{ action: 'CreateSnapshot', fault: 'vanish', nth: 2 }]);
    const { recoveryId } = await decided(client, 'create-snapshot', { instanceId: LEGACY, diskIds, waitSeconds: 0 });
    const seen = await step(client, 'check-recovery', { recoveryId });
    expect(seen.next?.tool).toBe('create-snapshot');
    const taken = await along(client, seen.next);
    expect(taken.next).toMatchObject({
      tool: 'create-image',
      why: expect.stringContaining('every disk of the source'),
    });
    expect(taken.next?.arguments.snapshotIds).toHaveLength(3);
  });

  test('or was never taken leaves the image without its disk, which is said', async () => {
    const client = await open();
    const { recoveryId } = await decided(client, 'create-snapshot', {
      diskIds: ['d-bp1legacymixed01sys0', 'd-bp1legacymixed01ess0'],
      waitSeconds: 0,
    });
    const { seen } = await strangerSees(recoveryId ?? '');
    expect(seen.next?.tool).toBe('create-image');
    expect(seen.next?.why).toContain('without d-bp1legacymixed01ssd0');
  });
});

describe('snapshots that can become an image or a disk', () => {
  test('of the only disk of a source: both ways are named', async () => {
    const client = await open();
    const taken = await step(client, 'create-snapshot', { diskIds: ['d-bp1batch01sys0000000'] });
    const { seen } = await strangerSees(taken.recoveryId ?? '');
    for (const { next } of [taken, seen]) {
      expect(next?.tool).toBe('create-image');
      expect(next?.why).toMatch(/wants a disk alone: attach-recovered-disk with its snapshot and a target instance/);
    }
  });

  test('of a disk that is attached nowhere: nobody is told that a source is gone', async () => {
    const client = await open();
    const disk = 'd-bp1spareattached0000';
    const { recoveryId } = await step(client, 'create-snapshot', { diskIds: [disk] });
    const { client: stranger, seen } = await strangerSees(recoveryId ?? '');
    expect(seen.sourceInstanceId).toBeUndefined();
    expect(seen.text).toContain(`of ${disk}: snapshots-ready`);
    expect(seen.text).not.toMatch(/gone/);
    expect(seen.next?.tool).toBe('attach-recovered-disk');
    const done = await along(stranger, seen.next, { targetInstanceId: STANDBY });
    expect(done.disks).toMatchObject([{ status: 'In_use' }]);
  });
});

describe('a disk beside a DR instance', () => {
  test('is led on to until it is attached, and the copy is compared after that', async () => {
    const client = await open();
    const source = 'i-bp1filesgap010000000';
    const disk = 'd-bp1filesgap01datd000';
    const args = { instanceId: source, excludeDiskIds: [disk] };
    const { seen: results } = await flow.play('create-snapshot-group', args);
    const { recoveryId } = results[0] ?? {};
    const drInstanceId: string = results.findLast((r) => r.drInstanceId)?.drInstanceId;
    expect(drInstanceId).toBeDefined();
    const taken = await decided(client, 'create-snapshot', { diskIds: [disk], recoveryId, waitSeconds: 0 });
    const ready = await step(client, 'check-recovery', { recoveryId: taken.recoveryId });
    expect(ready.next).toMatchObject({ tool: 'attach-recovered-disk' });
    const target = { targetInstanceId: drInstanceId };
    await madeOnly({
      snapshotIds: ready.next?.arguments.snapshotIds as string[],
      recoveryId: recoveryId ?? '',
      ...target,
    });
    const { client: stranger, seen } = await strangerSees(recoveryId ?? '');
    expect(seen.phase).toBe('disk-ready');
    expect(seen.next).toMatchObject({ tool: 'attach-recovered-disk', arguments: target });
    await along(stranger, seen.next);
    const end = (await strangerSees(recoveryId ?? '')).seen;
    expect(end).toMatchObject({ phase: 'recovered', next: { tool: 'verify-recovery' } });
    expect(end.orphans).toBeUndefined();
  });
});
