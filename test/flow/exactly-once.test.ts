import { afterEach, describe, expect, test } from 'vitest';
import { call, decided, type Result } from '../support/agent.ts';
import { effects, type Flow, mutations, openFlow } from './flow.ts';

const DB = 'i-bp1dbmaster010000000';
const WEB = 'i-bp1webprod0100000000';
const BATCH = 'i-bp1batch010000000000';
const GOLDEN = 'm-bp1dbgolden000000000';
const target = { zoneId: 'cn-hangzhou-i', vSwitchId: 'vsw-bp1prodi000000000000' };

let flow: Flow;
afterEach(() => flow.house.close());

/** A DR instance that runs, however many calls that takes. */
async function recovered(): Promise<Result> {
  const { client } = flow.house;
  const made = await decided(client, 'run-dr-instance', { instanceId: DB, imageId: GOLDEN, ...target });
  let polled = await call(client, 'check-recovery', { recoveryId: made.recoveryId });
  while (polled.status === 'in_progress')
    polled = await call(client, 'check-recovery', { recoveryId: made.recoveryId });
  expect(polled.phase).toBe('recovered');
  return made;
}

describe('a DR instance that was accepted and cannot be seen yet', () => {
  test('is what a poll waits for, whatever else the recovery has', async () => {
    flow = await openFlow('without elicitation', [], { speed: 3 });
    const { client } = flow.house;
    const made = await decided(client, 'run-dr-instance', {
      instanceId: DB,
      imageId: GOLDEN,
      ...target,
      waitSeconds: 0,
    });
    const { recoveryId, drInstanceId } = made;
    const polled = await call(client, 'check-recovery', { recoveryId, waitSeconds: 0 });
    expect(polled).toMatchObject({ status: 'in_progress', phase: 'starting-instance' });
    expect(polled.resources.map((r: Result) => r.id)).toContain(drInstanceId);
  });

  test('is not made a second time by an approval of another plan, one after the other or at once', async () => {
    for (const atOnce of [false, true]) {
      flow = await openFlow('without elicitation', [], { speed: 3 });
      const { client } = flow.house;
      const one = { instanceId: DB, imageId: GOLDEN, ...target, waitSeconds: 0 };
      const first = await call(client, 'run-dr-instance', one);
      const { recoveryId } = first;
      const other = { ...one, instanceName: 'another-name', recoveryId };
      const second = await call(client, 'run-dr-instance', other);
      const approve = (args: object, { decision }: Result) =>
        call(client, 'run-dr-instance', {
          ...args,
          recoveryId,
          answers: { [decision?.id ?? '']: 'go-ahead' },
          planToken: decision?.planToken,
        });
      const results = atOnce
        ? await Promise.all([approve(one, first), approve(other, second)])
        : [await approve(one, first), await approve(other, second)];
      // The later one is given the copy there is, or told of it: it asked for another name.
      expect(new Set(results.map((r) => r.drInstanceId ?? r.error?.created?.[0]?.id)).size).toBe(1);
      expect(effects(flow.house, 'RunInstances')).toHaveLength(1);
      if (!atOnce) await flow.house.close();
    }
  });

  test('and is then given up by the cloud is told as no stock, with the way on', async () => {
    flow = await openFlow('without elicitation', [], {
      speed: 100,
      simulator: { faults: [{ action: 'RunInstances', fault: 'vanish', dryRun: false }] },
    });
    const { client } = flow.house;
    const made = await decided(client, 'run-dr-instance', {
      instanceId: DB,
      imageId: GOLDEN,
      ...target,
      waitSeconds: 0,
    });
    let polled = await call(client, 'check-recovery', { recoveryId: made.recoveryId });
    for (let i = 0; i < 3 && polled.status === 'in_progress'; i++)
      polled = await call(client, 'check-recovery', { recoveryId: made.recoveryId });
    expect(polled).toMatchObject({ status: 'done', phase: 'failed' });
    expect(polled.failed).toMatch(/no stock/);
    expect(polled.next).toMatchObject({ tool: 'find-target-zone', arguments: { instanceId: DB, imageId: GOLDEN } });
  });
});

describe('a copy that cannot be seen for a moment', () => {
  const hide = (id: string, until: number) => {
    const copy = flow.house.simulator.state.instances.get(id);
    if (copy) copy.visibleAt = until;
  };

  test('is not told as lost in another region', async () => {
    flow = await openFlow('without elicitation', [], { speed: 100 });
    const { client } = flow.house;
    const { recoveryId } = await recovered();
    const args = { recoveryId, regionId: 'cn-shanghai', waitSeconds: 0 };
    const elsewhere = await call(client, 'check-recovery', args);
    expect(elsewhere.error?.code).toBe('RecoveryNotFound');
  });

  test('is looked for twice, some seconds apart, before it is called gone', async () => {
    flow = await openFlow('without elicitation', [], { speed: 100 });
    const { client } = flow.house;
    const { recoveryId, drInstanceId } = await recovered();
    hide(drInstanceId, Number.POSITIVE_INFINITY);
    // Back before the second look, in real time.
    setTimeout(() => hide(drInstanceId, 0), 30);
    const polled = await call(client, 'check-recovery', { recoveryId });
    expect(polled).toMatchObject({ status: 'done', phase: 'recovered' });
  });

  test('is named in the question about another one, which asks anew', async () => {
    flow = await openFlow('without elicitation', [], { speed: 100 });
    const { client } = flow.house;
    const { recoveryId, drInstanceId } = await recovered();
    hide(drInstanceId, Number.POSITIVE_INFINITY);
    const again = { instanceId: DB, imageId: GOLDEN, ...target, recoveryId, waitSeconds: 0 };
    const asked = await call(client, 'run-dr-instance', again);
    expect(asked.status).toBe('decision_required');
    expect(asked.decision?.plan?.notes?.join()).toContain(drInstanceId);
  });

  test('does not stall a poll while a snapshot is still being stored', async () => {
    flow = await openFlow('without elicitation', [], { speed: 20 });
    const { client } = flow.house;
    const { recoveryId } = await decided(client, 'create-snapshot-group', { instanceId: DB, waitSeconds: 0 });
    const image = { instanceId: DB, imageId: GOLDEN, ...target, recoveryId, waitSeconds: 0 };
    await decided(client, 'run-dr-instance', image);
    let polled = await call(client, 'check-recovery', { recoveryId, waitSeconds: 0 });
    expect(polled.phase).toBe('starting-instance');
    for (let i = 0; i < 3 && polled.status === 'in_progress'; i++)
      polled = await call(client, 'check-recovery', { recoveryId });
    expect(polled).toMatchObject({ status: 'done', phase: 'recovered' });
  });

  test('gives way to one that another server has made', async () => {
    flow = await openFlow('without elicitation', [], {
      speed: 100,
      simulator: { faults: [{ action: 'RunInstances', fault: 'vanish', dryRun: false, nth: 1 }] },
    });
    const { client, another } = flow.house;
    const args = { instanceId: DB, imageId: GOLDEN, ...target };
    const { recoveryId } = await decided(client, 'run-dr-instance', { ...args, waitSeconds: 0 });
    const other = await another();
    let made = await decided(other, 'run-dr-instance', { ...args, recoveryId });
    while (made.status !== 'done') made = await decided(other, 'run-dr-instance', { ...args, recoveryId });
    expect(await call(client, 'check-recovery', { recoveryId })).toMatchObject({ phase: 'recovered' });
  });
});

describe('what carries a recovery’s tag', () => {
  test('is not adopted for another source: the recovery id is of another recovery', async () => {
    flow = await openFlow('without elicitation');
    const { client } = flow.house;
    const { recoveryId } = await decided(client, 'create-snapshot-group', { instanceId: WEB, waitSeconds: 0 });
    const image = await decided(client, 'create-image', { instanceId: WEB, wholeInstance: true, recoveryId });
    for (const [tool, args] of [
      ['create-snapshot-group', {}],
      ['create-image', { wholeInstance: true }],
    ] as const) {
      const result = await call(client, tool, { instanceId: DB, recoveryId, ...args });
      expect(result.error?.code).toBe('OtherRecovery');
      expect(result.error?.message).toContain(WEB);
    }
    expect(image.imageId).toMatch(/^m-/);
    expect(effects(flow.house, 'CreateImage')).toHaveLength(1);
    expect(effects(flow.house, 'CreateSnapshotGroup')).toHaveLength(1);
  });

  test('keeps every step of another source out of it, before anything is made', async () => {
    flow = await openFlow('without elicitation', [], { speed: 100 });
    const { client } = flow.house;
    let image = await decided(client, 'create-image', { instanceId: WEB, wholeInstance: true });
    const { recoveryId } = image;
    while (image.status === 'in_progress') image = await call(client, 'check-recovery', { recoveryId });
    const before = mutations(flow.house).length;
    const vSwitch = { vpcId: 'vpc-bp1prod0000000000000', zoneId: 'cn-hangzhou-k', instanceId: DB };
    for (const [tool, args] of [
      ['find-target-zone', { instanceId: DB }],
      ['create-vswitch', vSwitch],
      ['create-snapshot', { diskIds: ['d-bp1batch01sys0000000'] }],
    ] as const) {
      const result = await call(client, tool, { ...args, recoveryId });
      expect([tool, result.error?.code]).toEqual([tool, 'OtherRecovery']);
    }
    expect(mutations(flow.house)).toHaveLength(before);
  });

  test('is not taken for the copy when it was not made of the source', async () => {
    flow = await openFlow('without elicitation');
    const { client, simulator } = flow.house;
    const recoveryId = 'dr-20260105-080000-0badcafe';
    simulator.state.instances.get(BATCH)?.tags.push({ key: 'ecs-dr:recovery', value: recoveryId });
    const asked = await call(client, 'run-dr-instance', { instanceId: DB, imageId: GOLDEN, ...target, recoveryId });
    expect(asked.status).toBe('decision_required');
    expect(asked.decision?.id).toBe('run-dr-instance');
  });
});

test('what somebody deleted is made again after a new approval, without waiting for it to show', async () => {
  flow = await openFlow('without elicitation', [], { speed: 50 });
  const { client, simulator } = flow.house;
  const { recoveryId, drInstanceId } = await recovered();
  simulator.state.instances.delete(drInstanceId);
  const gone = await call(client, 'check-recovery', { recoveryId, waitSeconds: 0 });
  expect(gone).toMatchObject({ status: 'done', phase: 'failed', next: { tool: 'find-target-zone' } });
  const again = { instanceId: DB, imageId: GOLDEN, ...target, recoveryId, waitSeconds: 0 };
  const second = await decided(client, 'run-dr-instance', again);
  expect(second.drInstanceId).not.toBe(drInstanceId);
  expect(effects(flow.house, 'RunInstances')).toHaveLength(2);
});

describe('a repeated call that asks for something else', () => {
  const refused = (result: Result, ...words: string[]) => {
    expect(result.error?.code).toBe('RecoveryHasOther');
    for (const word of words) expect(result.error?.message).toContain(word);
  };

  test('is told what the recovery has instead of being given that without a word', async () => {
    flow = await openFlow('without elicitation', [], { speed: 200 });
    const { client } = flow.house;
    const group = await decided(client, 'create-snapshot-group', { instanceId: WEB });
    const { recoveryId, snapshotGroupId } = group;
    const excludeDiskIds = ['d-bp1webprod01dat20000'];
    refused(
      await call(client, 'create-snapshot-group', { instanceId: WEB, recoveryId, excludeDiskIds }),
      snapshotGroupId,
      'd-bp1webprod01dat20000',
    );
    const image = await decided(client, 'create-image', { instanceId: WEB, snapshotGroupId, recoveryId });
    const second = await decided(client, 'create-snapshot-group', { instanceId: WEB });
    const other = { instanceId: WEB, snapshotGroupId: second.snapshotGroupId, recoveryId };
    refused(await call(client, 'create-image', other), image.imageId, second.snapshotGroupId);
    const made = await recovered();
    const again = { instanceId: DB, imageId: GOLDEN, recoveryId: made.recoveryId };
    const elsewhere = { zoneId: 'cn-hangzhou-k', vSwitchId: 'vsw-bp1prodk000000000000' };
    refused(await call(client, 'run-dr-instance', { ...again, ...elsewhere }), made.drInstanceId, 'cn-hangzhou-i');
    expect(await call(client, 'run-dr-instance', { ...again, ...target })).toMatchObject({
      status: 'done',
      drInstanceId: made.drInstanceId,
    });
  });
});

test('an image name that somebody takes at the last moment leads to the next name, approved anew', async () => {
  flow = await openFlow('without elicitation', [], { speed: 200 });
  const { another, simulator } = flow.house;
  const names: string[] = [];
  const client = await another(({ message, options }) => {
    const [name] = /Create_from_\w[\w-]*/.exec(message.replaceAll('\\', '')) ?? [];
    const [any] = simulator.state.images.values();
    if (/^Create an image/m.test(message) && name && any && names.push(name) === 1)
      simulator.state.images.set('m-taken', { ...structuredClone(any), id: 'm-taken', name, ownerAlias: 'self' });
    return { choice: options[0]?.const ?? '' };
  });
  const { snapshotGroupId, recoveryId } = await call(client, 'create-snapshot-group', { instanceId: WEB });
  const made = await call(client, 'create-image', { instanceId: WEB, snapshotGroupId, recoveryId });
  expect(names).toHaveLength(2);
  expect(names[1]).toMatch(new RegExp(`^${names[0]}_\\d{8}$`));
  expect(made.imageName).toBe(names[1]);
});

test('an image leads on to the zone and vSwitch that the recovery has made already', async () => {
  flow = await openFlow('without elicitation', [], { speed: 20 });
  const { client } = flow.house;
  const vpcId = 'vpc-bp1prod0000000000000';
  const vSwitch = { vpcId, zoneId: 'cn-hangzhou-k', instanceId: BATCH };
  const { vSwitchId, recoveryId } = await decided(client, 'create-vswitch', vSwitch);
  let image = await decided(client, 'create-image', { instanceId: BATCH, wholeInstance: true, recoveryId });
  for (let i = 0; i < 20 && image.status === 'in_progress'; i++)
    image = await call(client, 'create-image', { instanceId: BATCH, wholeInstance: true, recoveryId });
  expect(image.next).toMatchObject({ tool: 'run-dr-instance', arguments: { zoneId: 'cn-hangzhou-k', vSwitchId } });
});

test('two copies of one recovery are never called as promised', async () => {
  flow = await openFlow('without elicitation', [], { speed: 200 });
  const { client, simulator } = flow.house;
  const made = await recovered();
  const both = { instanceId: DB, drInstanceId: made.drInstanceId };
  expect(await call(client, 'verify-recovery', both)).toMatchObject({ verified: true });
  const copy = simulator.state.instances.get(made.drInstanceId);
  if (!copy) throw new Error('no copy');
  simulator.state.instances.set('i-second', { ...structuredClone(copy), id: 'i-second' });
  const checked = await call(client, 'verify-recovery', both);
  expect(checked.verified).toBe(false);
  const self = await call(client, 'verify-recovery', { instanceId: DB, drInstanceId: DB });
  expect(self.error?.message).toMatch(/^drInstanceId: .* is not valid/);
  expect(checked.differences).toEqual([
    expect.objectContaining({ attribute: 'number of copies', actual: expect.stringContaining('i-second') }),
  ]);
});

describe('an approval', () => {
  const batch = 'd-bp1batch01sys0000000';
  const wanted = { diskIds: [batch], waitSeconds: 45 };

  test('that made a thing which failed does not make the next one', async () => {
    // Slow enough that the group is not accomplished before it has failed.
    flow = await openFlow('without elicitation', [], { speed: 10 });
    const { client, simulator } = flow.house;
    const asked = await call(client, 'create-snapshot-group', { instanceId: WEB, waitSeconds: 0 });
    const approved = {
      instanceId: WEB,
      waitSeconds: 0,
      recoveryId: asked.recoveryId,
      answers: { [asked.decision?.id ?? '']: 'go-ahead' },
      planToken: asked.decision?.planToken,
    };
    const { snapshotGroupId } = await call(client, 'create-snapshot-group', approved);
    const group = simulator.state.snapshotGroups.get(snapshotGroupId);
    if (group) group.status = 'failed';
    const replayed = await call(client, 'create-snapshot-group', approved);
    expect(replayed.error?.code).toBe('ApprovalUsed');
    expect(effects(flow.house, 'CreateSnapshotGroup')).toHaveLength(1);
    const again = { instanceId: WEB, waitSeconds: 0, recoveryId: asked.recoveryId };
    expect((await decided(client, 'create-snapshot-group', again)).snapshotGroupId).not.toBe(snapshotGroupId);
  });

  test('that made a thing does not make another when somebody has deleted it', async () => {
    flow = await openFlow('without elicitation', [], { speed: 200 });
    const { client, simulator } = flow.house;
    const asked = await call(client, 'create-snapshot', wanted);
    const approved = {
      ...wanted,
      recoveryId: asked.recoveryId,
      answers: { [asked.decision?.id ?? '']: 'go-ahead' },
      planToken: asked.decision?.planToken,
    };
    const taken = await call(client, 'create-snapshot', approved);
    simulator.state.snapshots.delete(taken.snapshots[0].snapshotId);
    const replayed = await call(client, 'create-snapshot', approved);
    expect(replayed.error?.code).toBe('ApprovalUsed');
    expect(effects(flow.house, 'CreateSnapshot')).toHaveLength(1);
    // A new approval makes another.
    const again = await decided(client, 'create-snapshot', { ...wanted, recoveryId: asked.recoveryId });
    expect(again.snapshots[0].snapshotId).not.toBe(taken.snapshots[0].snapshotId);
    expect(effects(flow.house, 'CreateSnapshot')).toHaveLength(2);
  });
});

test('a recovery is found by its source although that was released, and what exists is listed', async () => {
  flow = await openFlow('without elicitation', [], { speed: 100 });
  const { client, simulator } = flow.house;
  const { recoveryId, snapshotGroupId } = await decided(client, 'create-snapshot-group', { instanceId: WEB });
  simulator.state.instances.delete(WEB);
  const fresh = await flow.house.another();
  let found = await call(fresh, 'check-recovery', { instanceId: WEB });
  while (found.status === 'in_progress') found = await call(fresh, 'check-recovery', { instanceId: WEB });
  expect(found).toMatchObject({ status: 'done', recoveryId, next: { tool: 'attach-recovered-disk' } });
  const stuck = await call(fresh, 'create-image', { instanceId: WEB, snapshotGroupId, recoveryId });
  expect(stuck.error?.code).toBe('InvalidInstanceId.NotFound');
  expect(stuck.error?.created).toEqual([expect.objectContaining({ id: snapshotGroupId })]);
});
