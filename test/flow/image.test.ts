import { afterEach, describe, expect, test } from 'vitest';
import { call, decided, type Result } from '../support/agent.ts';
import { effects, type Flow, mutations, openFlow, WAYS } from './flow.ts';

const WEB = 'i-bp1webprod0100000000';
const SEARCH = 'i-bp1searchlocal010000';
const LEGACY = 'i-bp1legacymixed010000';

const IMAGE_PATH = /\/alibabacloud-ecs-disaster-recovery-image\/[0-9a-f]{32}$/;

let flow: Flow;
afterEach(() => flow.house.close());

for (const way of WAYS) {
  describe(`a whole-instance image, ${way}`, () => {
    test('of a running source carries every disk and comes back as an instance that is right', async () => {
      flow = await openFlow(way);
      const { house } = flow;
      const { last } = await flow.play('create-image', { instanceId: WEB, wholeInstance: true });
      expect(last.error).toBeUndefined();
      expect(last.verified).toBe(true);
      expect(last.differences).toEqual([]);
      expect(mutations(house).map((r) => r.action)).toEqual(['CreateImage', 'RunInstances']);
      expect(effects(house, 'CreateImage')[0]?.params).toMatchObject({ InstanceId: WEB });
      const image = await call(house.client, 'create-image', {
        instanceId: WEB,
        wholeInstance: true,
        recoveryId: last.recoveryId,
      });
      expect(image.mappings.map((m: Result) => m.device)).toEqual(['/dev/xvda', '/dev/xvdb', '/dev/xvdc']);
      const dr = await call(house.client, 'describe-source', { instanceId: last.drInstanceId });
      expect(dr.disks.map((d: Result) => [d.device, d.category, d.performanceLevel, d.sizeGiB])).toEqual([
        ['/dev/xvda', 'cloud_essd', 'PL0', 60],
        ['/dev/xvdb', 'cloud_essd', 'PL1', 200],
        ['/dev/xvdc', 'cloud_essd', 'PL2', 500],
      ]);
    });

    test('that fails while it is waited for does not pass our description off as the API’s reason', async () => {
      flow = await openFlow(way, [], {
        simulator: { faults: [{ action: 'CreateImage', fault: 'vanish' }] },
        speed: 200,
      });
      const args = { instanceId: WEB, wholeInstance: true };
      let result: Result = { text: '', isError: false };
      // One that fails between two calls is not waited for: then the next one is.
      for (let made = 0; !result.error && made < 5; made++) {
        do {
          const recoveryId = result.recoveryId && { recoveryId: result.recoveryId };
          result = await decided(flow.house.client, 'create-image', { ...args, ...recoveryId });
        } while (result.status === 'in_progress');
      }
      expect(result.error).toMatchObject({
        code: 'ImageCreateFailed',
        cause: 'The API gives no reason.',
        retryable: true,
      });
    });

    test('is said not to be consistent across disks, before it is made', async () => {
      flow = await openFlow(way, ['stop']);
      const { seen } = await flow.play('create-image', { instanceId: WEB, wholeInstance: true });
      const told = flow.questions[0]?.message + JSON.stringify(seen[0]);
      expect(told).toMatch(/not consistent across disks/i);
      expect(mutations(flow.house)).toEqual([]);
    });

    test('carries the image path’s user agent, and so does the instance made from it', async () => {
      flow = await openFlow(way);
      await flow.play('create-image', { instanceId: WEB, wholeInstance: true });
      const { requests } = flow.house.simulator;
      const created = requests.filter((r) => ['CreateImage', 'RunInstances'].includes(r.action));
      expect(created.length).toBeGreaterThan(2);
      for (const request of created) expect(request.userAgent).toMatch(IMAGE_PATH);
    });

    test('of a source with local disks asks first that their data will be missing, and leads on where the API refuses', async () => {
      flow = await openFlow(way);
      const { house, questions } = flow;
      const { last } = await flow.play('create-image', { instanceId: SEARCH, wholeInstance: true });
      expect(questions[0]?.message).toMatch(/\/dev\/xvdb.*missing/s);
      expect(questions[0]?.options).toEqual(['accept', 'stop']);
      expect(questions[1]?.options).toEqual(['snapshots', 'stop']);
      expect(last.verified).toBe(true);
      expect(effects(house, 'CreateImage')).toHaveLength(1);
    });

    test('of a source with local disks is not made when their loss is not accepted', async () => {
      flow = await openFlow(way, ['stop']);
      const { last } = await flow.play('create-image', { instanceId: SEARCH, wholeInstance: true });
      expect(last.status).toBe('declined');
      expect(mutations(flow.house)).toEqual([]);
    });

    test('is the way on when a group refuses the disks and the person chooses it', async () => {
      flow = await openFlow(way, ['whole-instance-image']);
      const { last } = await flow.play('describe-source', { instanceId: LEGACY });
      expect(last.verified).toBe(true);
      const made = mutations(flow.house).map((r) => r.action);
      expect(made[0]).toBe('CreateImage');
      expect(made.at(-1)).toBe('RunInstances');
    });
  });
}

describe('local disks of a source that is recovered by snapshots', () => {
  test('are acknowledged before the first snapshot, and not offered as disks to snapshot', async () => {
    flow = await openFlow('without elicitation');
    const { seen } = await flow.play('describe-source', { instanceId: SEARCH });
    expect(seen[1]?.decision?.id).toBe('data-loss');
    expect(effects(flow.house, 'CreateSnapshot').map((r) => r.params.DiskId)).toEqual(['d-bp1searchlocal01sys0']);
    const local = await call(flow.house.client, 'create-snapshot', { diskIds: ['d-bp1searchlocal01loc0'] });
    expect(local.error).toMatchObject({ code: 'InvalidInput', cause: expect.stringMatching(/no snapshots/) });
  });
});
