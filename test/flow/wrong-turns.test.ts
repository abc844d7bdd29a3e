import { afterEach, describe, expect, it } from 'vitest';
import { call, decided, type Result } from '../support/agent.ts';
import { effects, type Flow, mutations, openFlow } from './flow.ts';

const DB = 'i-bp1dbmaster010000000';
const BATCH = 'i-bp1batch010000000000';
const WEB = 'i-bp1webprod0100000000';
const GOLDEN = 'm-bp1dbgolden000000000';
const target = { zoneId: 'cn-hangzhou-i', vSwitchId: 'vsw-bp1prodi000000000000' };
const vSwitch = { vpcId: 'vpc-bp1prod0000000000000', zoneId: 'cn-hangzhou-k' };

let flow: Flow;
afterEach(() => flow.house.close());

const find = (args: Record<string, unknown>) => call(flow.house.client, 'find-target-zone', args);
const make = (args: Record<string, unknown>) => call(flow.house.client, 'create-vswitch', { ...vSwitch, ...args });

describe('an image that run-dr-instance would refuse', () => {
  it('is refused where the zone is chosen, and before a vSwitch is made', async () => {
    flow = await openFlow('without elicitation');
    const { client } = flow.house;
    const { imageId } = await decided(client, 'create-image', {
      instanceId: BATCH,
      wholeInstance: true,
      waitSeconds: 0,
    });
    const wrong = { code: 'UnusableImage', message: expect.stringContaining(`made of ${BATCH}`) };
    expect((await find({ instanceId: WEB, imageId })).error).toMatchObject(wrong);
    expect((await make({ instanceId: WEB, imageId })).error).toMatchObject(wrong);
    const absent = { instanceId: WEB, imageId: 'm-bp1nosuchimage00000' };
    expect((await find(absent)).error?.code).toBe('InvalidImageId.NotFound');
    expect((await make(absent)).error?.code).toBe('InvalidImageId.NotFound');
    expect(effects(flow.house, 'CreateVSwitch')).toEqual([]);
  });

  it('of another account, too', async () => {
    flow = await openFlow('without elicitation');
    const image = flow.house.simulator.state.images.get(GOLDEN);
    if (image) Object.assign(image, { ownerAlias: 'others' });
    for (const refused of [
      await find({ instanceId: DB, imageId: GOLDEN }),
      await make({ instanceId: DB, imageId: GOLDEN }),
    ]) {
      expect(refused.error).toMatchObject({ code: 'UnusableImage', message: expect.stringContaining('owner: others') });
    }
  });

  it('that will be available is none', async () => {
    flow = await openFlow('without elicitation');
    const { client } = flow.house;
    const { imageId } = await decided(client, 'create-image', {
      instanceId: BATCH,
      wholeInstance: true,
      waitSeconds: 0,
    });
    expect((await find({ instanceId: BATCH, imageId })).status).toBe('decision_required');
    expect((await make({ instanceId: BATCH, imageId })).decision?.id).toBe('create-vswitch');
  });
});

describe('a recovery that has its DR instance', () => {
  const args = { instanceId: DB, imageId: GOLDEN, ...target };
  async function recovered(): Promise<Result> {
    flow = await openFlow('without elicitation');
    const { last } = await flow.play('run-dr-instance', args);
    return last;
  }

  it('has no zone to choose: it leads on to that instance, without a question', async () => {
    const { recoveryId, drInstanceId } = await recovered();
    for (const wish of [{}, { zoneId: target.zoneId, imageId: GOLDEN }]) {
      const found = await find({ instanceId: DB, recoveryId, ...wish });
      expect(found).toMatchObject({ status: 'done', drInstanceId, target });
      expect(found.text).toContain(`has DR instance ${drInstanceId} in cn-hangzhou-i already`);
      expect(found.next).toMatchObject({ tool: 'run-dr-instance', arguments: { ...args, recoveryId } });
    }
    const { last } = await flow.play('find-target-zone', { instanceId: DB, recoveryId });
    expect(last).toMatchObject({ drInstanceId, verified: true });
    expect(effects(flow.house, 'RunInstances')).toHaveLength(1);
  });

  it('refuses another zone or image where they are named', async () => {
    const { recoveryId, drInstanceId } = await recovered();
    const other = await find({ instanceId: DB, recoveryId, zoneId: 'cn-hangzhou-k' });
    expect(other.error).toMatchObject({
      code: 'RecoveryHasOther',
      message: expect.stringContaining(`${drInstanceId} already: it is in cn-hangzhou-i`),
      remedy: expect.stringContaining('without recoveryId'),
    });
    const image = await find({ instanceId: DB, recoveryId, imageId: 'm-bp1other0000000000' });
    expect(image.error).toMatchObject({ code: 'RecoveryHasOther', message: expect.stringContaining(`from ${GOLDEN}`) });
  });

  it.each([
    [{ vSwitchId: 'vsw-bp1otheri0000000000' }, `has vSwitch ${target.vSwitchId}. Another in vsw-bp1otheri`],
    [{ instanceType: 'ecs.g8i.2xlarge' }, 'is of type ecs.r7.2xlarge. Another of type ecs.g8i.2xlarge'],
    [{ instanceName: 'another-name' }, 'is named recovery-db-master-01. Another named another-name'],
    [{ diskCategories: { '/dev/xvdb': 'cloud_auto' } }, 'has cloud_essd at /dev/xvdb. Another with cloud_auto there'],
  ])('refuses %o where the copy has another', async (wish, told) => {
    const { recoveryId, drInstanceId } = await recovered();
    for (const client of [flow.house.client, await flow.house.another()]) {
      const other = await call(client, 'run-dr-instance', { ...args, ...wish, recoveryId });
      expect(other.error).toMatchObject({ code: 'RecoveryHasOther', message: expect.stringContaining(told) });
      expect(other.error?.created?.[0]?.id).toBe(drInstanceId);
    }
  });

  it('refuses another type where the zone is chosen', async () => {
    const { recoveryId } = await recovered();
    const other = await find({ instanceId: DB, recoveryId, instanceType: 'ecs.g8i.2xlarge' });
    expect(other.error).toMatchObject({
      code: 'RecoveryHasOther',
      message: expect.stringContaining('ecs.g8i.2xlarge'),
    });
    expect((await find({ instanceId: DB, recoveryId, instanceType: 'ecs.r7.2xlarge' })).status).toBe('done');
  });

  it('is found again by the same call, although a person has changed it since', async () => {
    flow = await openFlow('without elicitation', [], { speed: 200 });
    const { client, simulator } = flow.house;
    const chosen = {
      ...args,
      instanceType: 'ecs.g8i.2xlarge',
      instanceName: 'another-name',
      diskCategories: { '/dev/xvdb': 'cloud_auto' },
    };
    const { recoveryId, drInstanceId } = await decided(client, 'run-dr-instance', chosen);
    const same = { drInstanceId };
    expect(await call(client, 'run-dr-instance', { ...chosen, recoveryId })).toMatchObject(same);
    const copy = simulator.state.instances.get(drInstanceId);
    if (copy) copy.instanceType = 'ecs.g7.xlarge';
    for (const wish of [chosen, args, { ...args, instanceType: 'ecs.g7.xlarge' }]) {
      const again = await call(await flow.house.another(), 'run-dr-instance', { ...wish, recoveryId });
      expect(again).toMatchObject(same);
    }
    for (const disk of simulator.state.disks.values())
      if (disk.instanceIds.includes(drInstanceId) && disk.type === 'data') disk.category = 'cloud_ssd';
    const now = { ...args, diskCategories: { '/dev/xvdb': 'cloud_ssd' }, recoveryId };
    expect(await call(client, 'run-dr-instance', now)).toMatchObject(same);
  });

  it('is found again by the call whose type or category was decided in that very call', async () => {
    for (const [fault, wish] of [
      [{ fault: 'no-stock', nth: 1 }, { instanceType: 'ecs.r7.2xlarge' }],
      [
        { fault: 'error', status: 403, code: 'InvalidDataDiskCategory.NotSupported', nth: 1 },
        { diskCategories: { '/dev/xvdb': 'cloud_essd' } },
      ],
    ] as const) {
      flow = await openFlow('with elicitation', ['ecs.g8i.2xlarge', 'ecs.g8i.xlarge'], {
        simulator: { faults: [{ action: 'RunInstances', ...fault }] },
      });
      const { client } = flow.house;
      const chosen = { ...args, ...wish };
      const made = await call(client, 'run-dr-instance', chosen);
      expect(flow.questions).toHaveLength(2);
      const { recoveryId, drInstanceId } = made;
      for (const one of [client, await flow.house.another()]) {
        const again = await call(one, 'run-dr-instance', { ...chosen, recoveryId });
        expect(again).toMatchObject({ drInstanceId });
      }
      await flow.house.close();
    }
  });

  it('makes no vSwitch that it could not use', async () => {
    const { recoveryId } = await recovered();
    const before = mutations(flow.house).length;
    const elsewhere = await make({ instanceId: DB, recoveryId });
    expect(elsewhere.error).toMatchObject({
      code: 'RecoveryHasOther',
      message: expect.stringContaining('in cn-hangzhou-k'),
    });
    const beside = await make({ instanceId: DB, recoveryId, zoneId: target.zoneId });
    expect(beside.error).toMatchObject({
      code: 'RecoveryHasOther',
      message: expect.stringContaining(`has vSwitch ${target.vSwitchId} in ${target.zoneId}. Another vSwitch`),
    });
    expect(mutations(flow.house)).toHaveLength(before);
  });

  it('finds the vSwitch that it made for it again', async () => {
    flow = await openFlow('without elicitation', ['cn-hangzhou-k']);
    const { last } = await flow.play('find-target-zone', { instanceId: DB, imageId: GOLDEN });
    const again = await make({ instanceId: DB, recoveryId: last.recoveryId, imageId: GOLDEN });
    expect(again).toMatchObject({ status: 'done', next: { tool: 'run-dr-instance' } });
    expect(effects(flow.house, 'CreateVSwitch')).toHaveLength(1);
  });
});

describe('a repeated create-vswitch', () => {
  const zoneId = 'cn-hangzhou-j';
  const there = { vpcId: 'vpc-bp1prod0000000000000', zoneId };

  it('makes a vSwitch of its own in another VPC of the same zone', async () => {
    flow = await openFlow('without elicitation');
    const { client, simulator } = flow.house;
    simulator.state.vpcs.get('vpc-bp1tight000000000000')?.secondaryCidrBlocks.push('172.17.0.0/16');
    const first = await decided(client, 'create-vswitch', there);
    const other = { vpcId: 'vpc-bp1tight000000000000', zoneId, recoveryId: first.recoveryId };
    const second = await decided(client, 'create-vswitch', other);
    expect(second).toMatchObject({ status: 'done', cidrBlock: expect.stringMatching(/^172\.17\./) });
    expect(second.vSwitchId).not.toBe(first.vSwitchId);
    expect(effects(flow.house, 'CreateVSwitch')).toHaveLength(2);
  });

  it('refuses another block than the vSwitch of the recovery there has', async () => {
    flow = await openFlow('without elicitation');
    const { client } = flow.house;
    const { recoveryId, vSwitchId, cidrBlock } = await decided(client, 'create-vswitch', there);
    const same = await decided(client, 'create-vswitch', { ...there, recoveryId, cidrBlock });
    expect(same).toMatchObject({ status: 'done', vSwitchId });
    const other = await call(client, 'create-vswitch', { ...there, recoveryId, cidrBlock: '10.20.200.0/24' });
    expect(other.error).toMatchObject({
      code: 'RecoveryHasOther',
      message: expect.stringContaining(`${vSwitchId} already: it has ${cidrBlock} in ${zoneId}`),
    });
  });

  it('makes another one after the yes to a question that tells which one is gone, by the latest token', async () => {
    flow = await openFlow('without elicitation', [], { speed: 200 });
    const { client, simulator } = flow.house;
    const asked = await call(client, 'create-vswitch', there);
    const { recoveryId } = asked;
    const answers = { 'create-vswitch': 'go-ahead' };
    const approved = { ...there, recoveryId, answers, planToken: asked.decision?.planToken };
    const { vSwitchId } = await call(client, 'create-vswitch', approved);
    simulator.state.vSwitches.delete(vSwitchId);
    expect((await call(client, 'create-vswitch', approved)).error?.code).toBe('ApprovalUsed');
    // Neither the old yes nor its token counts for the new question.
    const { decision } = await call(client, 'create-vswitch', approved);
    expect(decision?.plan?.notes).toContainEqual(expect.stringContaining(vSwitchId));
    const again = await call(client, 'create-vswitch', { ...approved, planToken: decision?.planToken });
    expect(again.status).toBe('done');
    expect(again.vSwitchId).not.toBe(vSwitchId);
    expect(effects(flow.house, 'CreateVSwitch')).toHaveLength(2);
  });

  it('leads on with the image of the DR instance there is, although the recovery has one of its own', async () => {
    flow = await openFlow('without elicitation', ['cn-hangzhou-k']);
    const { client } = flow.house;
    const own = await decided(client, 'create-image', { instanceId: DB, wholeInstance: true });
    const { recoveryId } = own;
    const made = await decided(client, 'create-vswitch', { ...vSwitch, instanceId: DB, imageId: GOLDEN, recoveryId });
    const run = { instanceId: DB, imageId: GOLDEN, zoneId: vSwitch.zoneId, vSwitchId: made.vSwitchId, recoveryId };
    const { drInstanceId } = await decided(client, 'run-dr-instance', run);
    const again = await make({ instanceId: DB, recoveryId });
    expect(again.next).toMatchObject({ tool: 'run-dr-instance', arguments: { imageId: GOLDEN } });
    const followed = await call(client, 'run-dr-instance', again.next?.arguments ?? {});
    expect(followed).toMatchObject({ drInstanceId });
  });
});

describe('a repeated create-image', () => {
  it('refuses the whole instance where the image was made of snapshots, and a group that is gone', async () => {
    flow = await openFlow('without elicitation', [], { speed: 200 });
    const { client, simulator } = flow.house;
    const { recoveryId, snapshotGroupId } = await decided(client, 'create-snapshot-group', { instanceId: WEB });
    const point = { instanceId: WEB, snapshotGroupId, recoveryId };
    let { imageId } = await decided(client, 'create-image', point);
    while (!imageId) ({ imageId } = await decided(client, 'create-image', point));
    const other = { code: 'RecoveryHasOther', message: expect.stringContaining(imageId) };
    const whole = { instanceId: WEB, wholeInstance: true, recoveryId };
    expect((await call(client, 'create-image', whole)).error).toMatchObject(other);
    simulator.state.snapshotGroups.delete(snapshotGroupId);
    expect((await call(client, 'create-image', point)).error).toMatchObject(other);
  });

  it('finds the image of the whole instance again', async () => {
    flow = await openFlow('without elicitation', [], { speed: 200 });
    const { client } = flow.house;
    const whole = { instanceId: WEB, wholeInstance: true };
    const { recoveryId, imageId } = await decided(client, 'create-image', whole);
    expect(await call(client, 'create-image', { ...whole, recoveryId })).toMatchObject({ imageId });
  });

  describe('for more disks than the image of the recovery holds', () => {
    const [system, data] = ['s-bp1dbauto2sys0000000', 's-bp1dbauto2dat0000000'];
    const whole = { instanceId: DB, snapshotIds: [system, data] };
    /** The tool again and again until it says done, or why not. */
    async function made(args: Record<string, unknown>): Promise<Result> {
      let result = await decided(flow.house.client, 'create-image', args);
      while (result.status === 'in_progress')
        result = await decided(flow.house.client, 'create-image', { ...args, recoveryId: result.recoveryId });
      return result;
    }

    it('is refused, and the image is found again with the disks that it was made of', async () => {
      flow = await openFlow('without elicitation', [], { speed: 200 });
      const { client } = flow.house;
      const partial = { instanceId: DB, snapshotIds: [system] };
      const { recoveryId, imageId } = await made(partial);
      const more = await call(client, 'create-image', { ...whole, recoveryId });
      expect(more.error).toMatchObject({
        code: 'RecoveryHasOther',
        message: expect.stringContaining(`was made of ${system}. Another of ${system}, ${data} is not made`),
      });
      const again = await call(client, 'create-image', { ...partial, recoveryId });
      expect(again).toMatchObject({ status: 'done', imageId });
    });

    it('is refused for the whole group as well, unless the rest of it is gone', async () => {
      flow = await openFlow('without elicitation', [], { speed: 200 });
      const { client, simulator } = flow.house;
      const { recoveryId, snapshotGroupId, snapshots } = await decided(client, 'create-snapshot-group', {
        instanceId: WEB,
      });
      const ids = (type: string) =>
        snapshots.filter((s: Result) => s.diskType === type).map((s: Result) => s.snapshotId);
      expect((await made({ instanceId: WEB, snapshotIds: ids('system'), recoveryId })).status).toBe('done');
      const group = { instanceId: WEB, snapshotGroupId, recoveryId };
      expect((await call(client, 'create-image', group)).error?.code).toBe('RecoveryHasOther');
      for (const id of ids('data')) simulator.state.snapshots.delete(id);
      expect((await call(client, 'create-image', group)).status).toBe('done');
    });

    it('is refused as soon as all that it is made of shows', async () => {
      flow = await openFlow('without elicitation', [], { speed: 200 });
      const { client, simulator } = flow.house;
      const partial = { instanceId: DB, snapshotIds: [system], waitSeconds: 0 };
      const { recoveryId, imageId } = await decided(client, 'create-image', partial);
      const mappings = simulator.state.images.get(imageId)?.mappings ?? [];
      for (const mapping of mappings) mapping.snapshotId = '';
      const young = await call(client, 'create-image', { ...whole, recoveryId, waitSeconds: 0 });
      expect(young).toMatchObject({ status: 'in_progress', imageId });
      setTimeout(() => {
        for (const mapping of mappings) mapping.snapshotId = system;
      }, 50);
      const later = await made({ ...whole, recoveryId });
      expect(later.error?.code).toBe('RecoveryHasOther');
    });
  });
});
