import { afterEach, describe, expect, it } from 'vitest';
import { call } from '../support/agent.ts';
import { effects, type Flow, openFlow } from './flow.ts';

const DB = 'i-bp1dbmaster010000000';
const WEB = 'i-bp1webprod0100000000';
const GOLDEN = 'm-bp1dbgolden000000000';
const target = { zoneId: 'cn-hangzhou-i', vSwitchId: 'vsw-bp1prodi000000000000' };

let flow: Flow;
afterEach(() => flow.house.close());

describe('an image that was approved while the cloud could not make it yet', () => {
  const notReady = { action: 'CreateImage', fault: 'error', status: 403, code: 'InvalidSnapshotId.NotReady' } as const;
  const whole = { instanceId: WEB, wholeInstance: true, waitSeconds: 0 };

  it.each([
    ['with the token', true],
    ['without a token', false],
  ])('is not made when the person answers stop, %s', async (_, withToken) => {
    flow = await openFlow('without elicitation', [], { simulator: { faults: [notReady] } });
    const { client, simulator } = flow.house;
    const asked = await call(client, 'create-image', whole);
    const { recoveryId } = asked;
    const { id = '', planToken } = asked.decision ?? {};
    const args = { ...whole, recoveryId };
    const early = await call(client, 'create-image', { ...args, answers: { [id]: 'go-ahead' }, planToken });
    expect(early.status).toBe('in_progress');
    expect(early.text).toContain('create-image with answers {"create-image": "stop"} withdraws it');
    simulator.setFaults([]);
    const stopped = await call(client, 'create-image', {
      ...args,
      answers: { [id]: 'stop' },
      ...(withToken && { planToken }),
    });
    expect(stopped).toMatchObject({ status: 'declined', isError: false });
    expect((await call(client, 'create-image', args)).decision?.id).toBe(id);
    expect(effects(flow.house, 'CreateImage')).toHaveLength(0);
  });

  it('is not made, and not asked about, when stop comes to a client with dialogs', async () => {
    flow = await openFlow('with elicitation', [], { simulator: { faults: [notReady] } });
    const { client, simulator } = flow.house;
    const { status, recoveryId } = await call(client, 'create-image', whole);
    expect(status).toBe('in_progress');
    simulator.setFaults([]);
    flow.questions.length = 0;
    const stopped = await call(client, 'create-image', { ...whole, recoveryId, answers: { 'create-image': 'stop' } });
    expect(stopped.status).toBe('declined');
    expect(flow.questions).toHaveLength(0);
    expect(effects(flow.house, 'CreateImage')).toHaveLength(0);
  });
});

describe('a DR instance is asked about anew', () => {
  const args = { instanceId: DB, imageId: GOLDEN, ...target, waitSeconds: 0 };
  const noPrice = { action: 'DescribePrice', fault: 'error', status: 403, code: 'Forbidden.RAM' } as const;

  async function changedMeanwhile(before: () => void, meanwhile: () => void) {
    const { client } = flow.house;
    before();
    const asked = await call(client, 'run-dr-instance', args);
    const { id = '', planToken } = asked.decision ?? {};
    meanwhile();
    const answers = { [id]: 'go-ahead' };
    const again = await call(client, 'run-dr-instance', { ...args, recoveryId: asked.recoveryId, answers, planToken });
    return { asked, again };
  }

  it('when the source has got a disk that is not in the image', async () => {
    flow = await openFlow('without elicitation');
    const { state } = flow.house.simulator;
    const { asked, again } = await changedMeanwhile(
      () => {},
      () => {
        const own = state.disks.get('d-bp1dbmaster01dat0000');
        if (!own) throw new Error('the disk is not in the scenario');
        const more = { ...structuredClone(own), id: 'd-newdisk', device: '/dev/xvdc', instanceIds: [] };
        state.disks.set(more.id, more);
        state.link(more, DB);
      },
    );
    expect(asked.decision?.plan?.notes?.join()).not.toContain('d-newdisk');
    expect(again.status).toBe('decision_required');
    expect(again.decision?.plan?.notes?.join()).toMatch(/d-newdisk.*the copy will not have it/);
    expect(effects(flow.house, 'RunInstances')).toHaveLength(0);
  });

  it('when its price can be read that was not known at the question', async () => {
    flow = await openFlow('without elicitation');
    const { simulator } = flow.house;
    const { asked, again } = await changedMeanwhile(
      () => simulator.setFaults([noPrice]),
      () => simulator.setFaults([]),
    );
    expect(asked.decision?.plan?.price).toHaveProperty('unknown');
    expect(again.decision?.plan?.price).toHaveProperty('amount');
    expect(effects(flow.house, 'RunInstances')).toHaveLength(0);
  });

  it('but not when its price can no longer be read', async () => {
    flow = await openFlow('without elicitation');
    const { simulator } = flow.house;
    const { asked, again } = await changedMeanwhile(
      () => {},
      () => simulator.setFaults([noPrice]),
    );
    expect(asked.decision?.plan?.notes?.join()).toContain('Estimate: ');
    expect(again.decision).toBeUndefined();
    expect(effects(flow.house, 'RunInstances')).toHaveLength(1);
  });
});

it('a plan says the same an hour later: nobody is asked for ever because something moves by itself', async () => {
  flow = await openFlow('without elicitation', [], { speed: 20_000 });
  const { client } = flow.house;
  const asking: [string, Record<string, unknown>][] = [
    ['run-dr-instance', { instanceId: DB, imageId: GOLDEN, ...target }],
    ['run-dr-instance', { instanceId: DB, imageId: GOLDEN, ...target, instanceType: 'ecs.g8i.2xlarge' }],
    ['create-image', { instanceId: WEB, wholeInstance: true }],
    ['create-image', { instanceId: DB, snapshotIds: ['s-bp1dbauto2sys0000000', 's-bp1dbauto2dat0000000'] }],
    ['create-snapshot-group', { instanceId: WEB }],
    ['attach-recovered-disk', { snapshotIds: ['s-bp1dbauto2dat0000000'], targetInstanceId: DB }],
    ['create-vswitch', { vpcId: 'vpc-bp1prod0000000000000', zoneId: 'cn-hangzhou-k' }],
  ];
  const ask = async ([tool, args]: (typeof asking)[number], recoveryId?: string) => {
    const { decision, recoveryId: minted } = await call(client, tool, { ...args, ...(recoveryId && { recoveryId }) });
    const { id, question, plan } = decision ?? {};
    return { recoveryId: minted, shown: { id, question, plan } };
  };
  for (const one of asking) {
    const before = await ask(one);
    expect(before.shown.plan, one[0]).toBeDefined();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await ask(one, before.recoveryId)).toEqual(before);
  }
});
