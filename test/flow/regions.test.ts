import { afterEach, describe, expect, test } from 'vitest';
import { policyFor } from '../../src/cloud/policy.ts';
import { call, decided, type Result, step } from '../support/agent.ts';
import { type Flow, mutations, openFlow } from './flow.ts';

const WEB = 'i-bp1webprod0100000000';
const BRANCH = 'i-uf6branchweb01000000';
const WEB_DISK = 'd-bp1webprod01dat10000';
const BRANCH_DISK = 'd-uf6branchweb01dat000';

let flow: Flow;
afterEach(() => flow.house.close());

/** From now on the cloud lets this server into one region only: the others refuse every call. */
const letInto = (region: string) =>
  flow.house.simulator.setPolicy(policyFor({ purposes: ['disks', 'instance'], regions: [region] }));
const open = async () => {
  flow = await openFlow('without elicitation');
  return flow.house.client;
};
const tool = (name: string, args: Record<string, unknown>) => call(flow.house.client, name, args);

describe('a region that does not answer hides nothing that another one answers', () => {
  test('in the list of recoveries, which names it', async () => {
    const client = await open();
    const first = await step(client, 'create-snapshot', { diskIds: [WEB_DISK] });
    await step(client, 'create-snapshot', { diskIds: [BRANCH_DISK] });
    expect((await tool('check-recovery', {})).recoveries).toHaveLength(2);
    letInto('cn-hangzhou');
    const listed = await tool('check-recovery', {});
    expect(listed.recoveries.map((r: Result) => r.recoveryId)).toEqual([first.recoveryId]);
    expect(listed.unanswered).toEqual([{ regionId: 'cn-shanghai', code: 'Forbidden.RAM' }]);
    expect(listed.text).toMatch(/is missing here: cn-shanghai \(Forbidden\.RAM\)/);
  });

  test('in the search for disks by their ids, home first and alone where it has them', async () => {
    const client = await open();
    letInto('cn-shanghai');
    const asked = await decided(client, 'create-snapshot', { diskIds: [BRANCH_DISK] });
    expect(asked.snapshots).toMatchObject([{ diskId: BRANCH_DISK }]);
    letInto('cn-hangzhou');
    const before = flow.house.simulator.requests.length;
    const home = await decided(client, 'create-snapshot', { diskIds: [WEB_DISK], waitSeconds: 0 });
    expect(home.snapshots).toMatchObject([{ diskId: WEB_DISK }]);
    expect(flow.house.simulator.requests.slice(before).map((r) => r.params.RegionId)).not.toContain('cn-shanghai');
  });

  test('and what is found nowhere is not called missing while a region could not be asked', async () => {
    await open();
    letInto('cn-hangzhou');
    const { error } = await tool('create-snapshot', { diskIds: [BRANCH_DISK] });
    expect(error?.code).toBe('Forbidden.RAM');
    expect(error?.message).toMatch(/was not found in cn-hangzhou; could not be looked for in cn-shanghai/);
    expect(mutations(flow.house)).toEqual([]);
  });

  test('in the search for the region of snapshots, beside which the target is', async () => {
    const client = await open();
    const taken = await step(client, 'create-snapshot', { diskIds: [WEB_DISK] });
    const snapshotIds = taken.snapshots?.map((s: Result) => s.snapshotId) ?? [taken.resources[0].id];
    const args = { snapshotIds, targetInstanceId: BRANCH, regionId: 'cn-shanghai' };
    expect((await tool('attach-recovered-disk', args)).error?.code).toBe('OtherRegion');
    letInto('cn-shanghai');
    const { error } = await tool('attach-recovered-disk', args);
    expect(error?.message).toMatch(/was not found in cn-shanghai; could not be looked for in cn-hangzhou/);
  });
});

describe('where no region answers', () => {
  test('the list of recoveries is the error that they have, not an empty list', async () => {
    await open();
    flow.house.simulator.setPolicy(policyFor({ purposes: ['read-only'], regions: ['cn-beijing'] }));
    expect((await tool('check-recovery', {})).error?.code).toBe('Forbidden.RAM');
    expect((await tool('check-recovery', { instanceId: WEB })).error?.message).toMatch(
      /cn-hangzhou \(Forbidden\.RAM\)/,
    );
  });
});
