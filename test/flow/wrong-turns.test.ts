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
