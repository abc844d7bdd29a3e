import { afterEach, describe, expect, it } from 'vitest';
import type { ScenarioObject } from '../../src/simulator/index.ts';
import { call, decided, type Result } from '../support/agent.ts';
import { effects, type Flow, openFlow } from './flow.ts';

const WEB = 'i-bp1webprod0100000000';
const SMALL = 'i-bp1small00000000000';
const vpcId = 'vpc-bp1prod0000000000000';

let flow: Flow;
afterEach(() => flow.house.close());

/** A VPC of so few addresses that a vSwitch in it is full soon. */
const small: ScenarioObject = {
  name: 'small-vpc',
  extends: 'default',
  vpcs: [{ id: 'vpc-bp1small000000000000', name: 'small', region: 'cn-hangzhou', cidr: '172.16.9.0/27' }],
  vSwitches: [
    {
      id: 'vsw-bp1smallh00000000000',
      name: 'small-h',
      vpc: 'vpc-bp1small000000000000',
      zone: 'cn-hangzhou-h',
      cidr: '172.16.9.0/29',
    },
  ],
  securityGroups: [{ id: 'sg-bp1small000000000000', name: 'small', vpc: 'vpc-bp1small000000000000' }],
  instances: [
    {
      id: SMALL,
      name: 'small-01',
      vSwitch: 'vsw-bp1smallh00000000000',
      type: 'ecs.g7.large',
      securityGroups: ['sg-bp1small000000000000'],
      disks: [{ id: 'd-bp1small01sys00000000', category: 'cloud_essd', level: 'PL1', size: 40 }],
    },
  ],
  snapshotGroups: [{ id: 'ssg-bp1small0000000000', name: 'g', instance: SMALL, age: '2h' }],
};

describe('a vSwitch of the recovery that has no address left', () => {
  const there = { vpcId: 'vpc-bp1small000000000000', zoneId: 'cn-hangzhou-k', instanceId: SMALL };
  const fill = (id: string) => {
    const vSwitch = flow.house.simulator.state.vSwitches.get(id);
    if (vSwitch) vSwitch.otherAddresses = 4;
  };

  async function withFull(): Promise<{ imageId: string; first: Result }> {
    flow = await openFlow('without elicitation', [], { simulator: { scenario: small }, speed: 200 });
    const { client } = flow.house;
    const point = { instanceId: SMALL, snapshotGroupId: 'ssg-bp1small0000000000' };
    let image = await decided(client, 'create-image', point);
    const { recoveryId } = image;
    while (image.status === 'in_progress') image = await call(client, 'create-image', { ...point, recoveryId });
    const first = await decided(client, 'create-vswitch', { ...there, recoveryId });
    fill(first.vSwitchId);
    return { imageId: image.imageId, first };
  }

  it('is not led to: the zone is looked at again, and another one is made and used', async () => {
    const { first } = await withFull();
    const { recoveryId } = first;
    for (const client of [flow.house.client, await flow.house.another()]) {
      const polled = await call(client, 'check-recovery', { recoveryId });
      expect(polled.next).toMatchObject({ tool: 'find-target-zone', arguments: { zoneId: 'cn-hangzhou-k' } });
    }
    const { last } = await flow.play('check-recovery', { recoveryId });
    expect(last).toMatchObject({ status: 'done', verified: true });
    const made = effects(flow.house, 'CreateVSwitch').map((r) => r.params);
    expect(new Set(made.map((p) => p.CidrBlock)).size).toBe(2);
    expect(new Set(made.map((p) => p.ClientToken)).size).toBe(2);
    expect(effects(flow.house, 'RunInstances')[0]?.params.VSwitchId).not.toBe(first.vSwitchId);
    // The copy has the last address of the second, which is found again all the same.
    for (const { id } of flow.house.simulator.state.vSwitches.values()) fill(id);
    const again = await call(flow.house.client, 'create-vswitch', { ...there, recoveryId });
    expect(again).toMatchObject({ status: 'done', next: { tool: 'run-dr-instance' } });
    expect(again.vSwitchId).not.toBe(first.vSwitchId);
  });

  it('has another beside it only by a new approval, which says why, and exactly one', async () => {
    const { first } = await withFull();
    const { recoveryId, vSwitchId } = first;
    const { client, simulator } = flow.house;
    const asked = await call(client, 'create-vswitch', { ...there, recoveryId });
    expect(asked.decision?.plan?.notes?.join()).toContain(
      `${vSwitchId} (${first.cidrBlock}) of this recovery has no free`,
    );
    const same = await call(client, 'create-vswitch', { ...there, recoveryId, cidrBlock: first.cidrBlock });
    expect(same.error).toMatchObject({ code: 'InvalidInput', cause: expect.stringContaining(vSwitchId) });
    // The answer is lost, and the call repeated, here and elsewhere.
    simulator.setFaults([{ action: 'CreateVSwitch', fault: 'reset-after', nth: 1 }]);
    const second = await decided(client, 'create-vswitch', { ...there, recoveryId });
    for (const one of [client, await flow.house.another()]) {
      const again = await call(one, 'create-vswitch', { ...there, recoveryId });
      expect(again).toMatchObject({ status: 'done', vSwitchId: second.vSwitchId });
    }
    expect(effects(flow.house, 'CreateVSwitch')).toHaveLength(2);
  });

  it('is used again where it has one', async () => {
    const { first } = await withFull();
    const { recoveryId, vSwitchId } = first;
    const { client, simulator } = flow.house;
    const vSwitch = simulator.state.vSwitches.get(vSwitchId);
    if (vSwitch) vSwitch.otherAddresses = 3;
    expect(await call(client, 'create-vswitch', { ...there, recoveryId })).toMatchObject({ status: 'done', vSwitchId });
  });
});

describe('what is chosen while the image is being made', () => {
  const point = { instanceId: WEB, snapshotGroupId: 'ssg-bp1webnightly0000000' };
  const simulator = { scenario: 'zone-outage' };
  const wish = { instanceId: WEB, zoneId: 'cn-hangzhou-k', instanceType: 'ecs.g7.2xlarge' };

  it('type and categories come back with the next step, in any process and by any tool', async () => {
    flow = await openFlow('without elicitation', [], { simulator, speed: 60 });
    const { client } = flow.house;
    const { recoveryId } = await decided(client, 'create-image', { ...point, waitSeconds: 0 });
    const found = await decided(client, 'find-target-zone', { ...wish, recoveryId });
    expect(found.next).toMatchObject({ tool: 'create-vswitch', arguments: { instanceType: 'ecs.g7.2xlarge' } });
    const diskCategories = { '/dev/xvdb': 'cloud_auto' };
    const made = await decided(client, 'create-vswitch', { ...found.next?.arguments, diskCategories });
    expect(made.next?.tool).toBe('check-recovery');
    const later = await flow.house.another();
    let polled = await call(later, 'check-recovery', { recoveryId });
    while (polled.status === 'in_progress') polled = await call(later, 'check-recovery', { recoveryId });
    const { vSwitchId } = made;
    const run = { zoneId: 'cn-hangzhou-k', vSwitchId, instanceType: 'ecs.g7.2xlarge', diskCategories };
    const image = await call(later, 'create-image', { ...point, recoveryId });
    const again = await call(later, 'create-vswitch', { vpcId, zoneId: 'cn-hangzhou-k', instanceId: WEB, recoveryId });
    for (const { next } of [polled, image, again])
      expect(next).toMatchObject({ tool: 'run-dr-instance', arguments: run });
    const { decision } = await call(later, 'run-dr-instance', polled.next?.arguments ?? {});
    expect(decision?.plan?.parameters).toMatchObject({
      InstanceType: 'ecs.g7.2xlarge',
      'DataDisk.1.Category': 'cloud_auto',
    });
  });

  it('another choice for the same vSwitch is passed on, or said to be kept', async () => {
    flow = await openFlow('without elicitation', [], { simulator, speed: 200 });
    const { client } = flow.house;
    const there = { vpcId, zoneId: 'cn-hangzhou-k', instanceId: WEB };
    const first = await decided(client, 'create-vswitch', { ...there, instanceType: 'ecs.g7.2xlarge' });
    const { recoveryId } = first;
    const other = { ...there, instanceType: 'ecs.g8i.xlarge', recoveryId };
    expect((await call(client, 'create-vswitch', other)).next?.why).toContain('keep type and categories');
    let image = await decided(client, 'create-image', { ...point, recoveryId });
    while (image.status === 'in_progress') image = await call(client, 'create-image', { ...point, recoveryId });
    const { next } = await call(await flow.house.another(), 'create-vswitch', other);
    expect(next).toMatchObject({ tool: 'run-dr-instance', arguments: { instanceType: 'ecs.g8i.xlarge' } });
    expect(effects(flow.house, 'CreateVSwitch')).toHaveLength(1);
  });

  it('a zone that was left does not come back', async () => {
    flow = await openFlow('without elicitation', [], { simulator, speed: 200 });
    const { client } = flow.house;
    let image = await decided(client, 'create-image', point);
    const { recoveryId } = image;
    await decided(client, 'create-vswitch', { vpcId, zoneId: 'cn-hangzhou-k', instanceId: WEB, recoveryId });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const left = await decided(client, 'create-vswitch', {
      vpcId,
      zoneId: 'cn-hangzhou-j',
      instanceId: WEB,
      recoveryId,
    });
    while (image.status === 'in_progress') image = await call(client, 'create-image', { ...point, recoveryId });
    const later = await flow.house.another();
    const polled = await call(later, 'check-recovery', { recoveryId });
    const again = await call(later, 'create-image', { ...point, recoveryId });
    for (const { next } of [polled, again]) {
      expect(next).toMatchObject({
        tool: 'run-dr-instance',
        arguments: { zoneId: 'cn-hangzhou-j', vSwitchId: left.vSwitchId },
      });
    }
  });
});
