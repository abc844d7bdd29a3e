import { afterEach, describe, expect, it } from 'vitest';
import type { ScenarioObject } from '../../src/simulator/index.ts';
import { call, decided, type Result } from '../support/agent.ts';
import { effects, type Flow, mutations, openFlow, WAYS } from './flow.ts';

const WEB = 'i-bp1webprod0100000000';
const DB = 'i-bp1dbmaster010000000';
const BATCH = 'i-bp1batch010000000000';
const GOLDEN = 'm-bp1dbgolden000000000';
const target = { zoneId: 'cn-hangzhou-i', vSwitchId: 'vsw-bp1prodi000000000000' };

/** Snapshots one by one of web-prod-01's disks, of another instance's data disk, and of a disk on no instance. */
const [SYS, DAT1, DAT2] = ['s-bp1websys0000000000', 's-bp1webdat1000000000', 's-bp1webdat2000000000'];
const [THEIRS, LOOSE] = ['s-bp1apidat0000000000', 's-bp1loose00000000000'];
const singles: ScenarioObject = {
  name: 'single-snapshots',
  extends: 'default',
  snapshots: [
    { id: SYS, disk: 'd-bp1webprod01sys00000', age: '5h' },
    { id: DAT1, disk: 'd-bp1webprod01dat10000', age: '5h' },
    { id: DAT2, disk: 'd-bp1webprod01dat20000', age: '5h' },
    { id: THEIRS, disk: 'd-bp1apipublic01dat000', age: '5h' },
    { id: LOOSE, disk: 'd-bp1spareattached0000', age: '5h' },
  ],
};
const withSingles = { simulator: { scenario: singles } };

let flow: Flow;
afterEach(() => flow.house.close());

const run = (instanceId: string, imageId: string) =>
  call(flow.house.client, 'run-dr-instance', { instanceId, imageId, ...target });
const make = (snapshotIds: string[]) =>
  call(flow.house.client, 'create-image', { instanceId: WEB, snapshotIds, waitSeconds: 0 });

/** Something of the embedded cloud, to be changed behind the server's back. */
function known<T>(things: Map<string, T>, id: string): T {
  const thing = things.get(id);
  if (!thing) throw new Error(`${id} is not there`);
  return thing;
}

/** As if the snapshots behind it had been deleted by force: nothing tells any more what the image was made of. */
function hideSnapshots(imageId: string) {
  const { images, snapshots } = flow.house.simulator.state;
  for (const { snapshotId } of known(images, imageId).mappings) snapshots.delete(snapshotId);
}

describe('an image that is another’s', () => {
  it('is refused when it is of another account, before anything is asked', async () => {
    flow = await openFlow('without elicitation');
    Object.assign(known(flow.house.simulator.state.images, GOLDEN), { ownerAlias: 'others' });
    const { error } = await run(DB, GOLDEN);
    expect(error).toMatchObject({ code: 'UnusableImage', message: expect.stringContaining('owner: others') });
    expect(mutations(flow.house)).toEqual([]);
  });

  it('is refused when its disks are another instance’s: which, is named', async () => {
    flow = await openFlow('without elicitation');
    const { error } = await run(WEB, GOLDEN);
    expect(error?.code).toBe('UnusableImage');
    expect(error?.message).toMatch(
      /^imageId: m-bp1dbgolden000000000 is not an image of i-bp1webprod0100000000: .*\/dev\/xvda.* of disk d-bp1dbmaster01sys0000 of i-bp1dbmaster010000000\.$/,
    );
    expect(error?.remedy).toMatch(/describe-source.*create-image.*Nothing more was created/);
    expect(mutations(flow.house)).toEqual([]);
  });

  it('is refused when it was made of another instance, without waiting for it', async () => {
    flow = await openFlow('without elicitation');
    const { client } = flow.house;
    const made = await decided(client, 'create-image', { instanceId: BATCH, wholeInstance: true, waitSeconds: 0 });
    expect(made.status).toBe('in_progress');
    const { error } = await run(WEB, made.imageId);
    expect(error).toMatchObject({ code: 'UnusableImage', message: expect.stringContaining(`made of ${BATCH}`) });
    expect(effects(flow.house, 'RunInstances')).toEqual([]);
  });

  it('makes a copy that verify-recovery does not take for the source’s', async () => {
    flow = await openFlow('without elicitation');
    const { client } = flow.house;
    const { last } = await flow.play('find-target-zone', { instanceId: DB, imageId: GOLDEN });
    expect(last.verified).toBe(true);
    const result = await call(client, 'verify-recovery', { instanceId: WEB, drInstanceId: last.drInstanceId });
    expect(result.verified).toBe(false);
    expect(result.differences).toContainEqual(
      expect.objectContaining({ attribute: 'image', expected: `an image of ${WEB}`, actual: GOLDEN }),
    );
    expect(result.text).toContain(`is not of ${WEB}`);
  });
});

for (const way of WAYS) {
  describe(`an image that nothing shows to be the source’s, ${way}`, () => {
    it('is used only after a person has accepted that', async () => {
      flow = await openFlow(way, ['stop']);
      hideSnapshots(GOLDEN);
      const { last } = await flow.play('run-dr-instance', { instanceId: DB, imageId: GOLDEN, ...target });
      expect(last.status).toBe('declined');
      expect(flow.questions).toMatchObject([
        {
          message: expect.stringMatching(/Nothing shows that image m-bp1dbgolden000000000 .* is of db-master-01/),
          options: ['accept', 'stop'],
        },
      ]);
      expect(mutations(flow.house)).toEqual([]);
    });

    it('makes a copy that is never verified, not even once the image is gone', async () => {
      flow = await openFlow(way);
      const { client, simulator } = flow.house;
      hideSnapshots(GOLDEN);
      const { last } = await flow.play('run-dr-instance', { instanceId: DB, imageId: GOLDEN, ...target });
      expect(flow.questions.map((q) => q.options[0])).toEqual(['accept', 'go-ahead']);
      const verified = () => call(client, 'verify-recovery', { instanceId: DB, drInstanceId: last.drInstanceId });
      const copies = [last, await verified()];
      simulator.state.images.delete(GOLDEN);
      copies.push(await verified());
      for (const copy of copies) {
        expect(copy).toMatchObject({ status: 'done', verified: false, differences: [] });
        const row = copy.comparison.find((r: Result) => r.attribute === 'image');
        expect(row).toMatchObject({ dr: GOLDEN, expected: `${GOLDEN}, not shown to be of ${DB}` });
        expect(copy.text).toContain(`Not verified: nothing shows that image ${GOLDEN} is of ${DB}`);
      }
    });
  });
}

describe('an image of the source', () => {
  it('that is not shown to be it says so in the plan, and on the copy by a tag', async () => {
    flow = await openFlow('without elicitation');
    hideSnapshots(GOLDEN);
    const args = { instanceId: DB, imageId: GOLDEN, ...target };
    const asked: Result[] = [];
    await decided(flow.house.client, 'run-dr-instance', args, { 'run-dr-instance': 'stop' }, asked);
    const plan = asked.find((r) => r.decision?.id === 'run-dr-instance')?.decision?.plan;
    expect(plan?.notes).toContainEqual(
      expect.stringMatching(/^nothing shows that m-bp1dbgolden0+ is of i-bp1dbmaster/),
    );
    const tags = Object.entries(plan?.parameters ?? {}).filter(([, value]) => value === 'ecs-dr:origin');
    expect(tags).toHaveLength(1);
  });

  it('stays it when its system disk was replaced since: the cloud’s tag on the group’s snapshots tells', async () => {
    flow = await openFlow('without elicitation');
    const { images, snapshots } = flow.house.simulator.state;
    const [system] = known(images, GOLDEN).mappings;
    known(snapshots, system?.snapshotId ?? '').sourceDiskId = 'd-bp1replaced000000000';
    const { seen, last } = await flow.play('run-dr-instance', { instanceId: DB, imageId: GOLDEN, ...target });
    expect(seen[0]?.decision?.id).toBe('run-dr-instance');
    expect(seen[0]?.decision?.plan?.notes).toContainEqual(
      expect.stringMatching(
        /^\/dev\/xvda comes from .*d-bp1replaced0+, and gets the settings of d-bp1dbmaster01sys0000/,
      ),
    );
    expect(last.verified).toBe(true);
  });

  it('stays it in verify-recovery when snapshots and image are gone since: it was looked at when the copy was made', async () => {
    flow = await openFlow('without elicitation');
    const { client, simulator } = flow.house;
    const { last } = await flow.play('run-dr-instance', { instanceId: DB, imageId: GOLDEN, ...target });
    hideSnapshots(GOLDEN);
    simulator.state.images.delete(GOLDEN);
    const later = await flow.house.another();
    const again = await call(later, 'verify-recovery', { instanceId: DB, drInstanceId: last.drInstanceId });
    expect(again.verified).toBe(true);
    // An instance that no recovery has made tells nothing of the kind.
    known(simulator.state.instances, last.drInstanceId).tags = [];
    const untold = await call(client, 'verify-recovery', { instanceId: DB, drInstanceId: last.drInstanceId });
    expect(untold.verified).toBe(false);
  });
});

describe('create-image', () => {
  it('refuses a snapshot of another instance’s disk, before anything is created', async () => {
    flow = await openFlow('without elicitation', [], withSingles);
    const { error } = await make([SYS, DAT1, DAT2, THEIRS]);
    expect(error).toMatchObject({
      code: 'UnusableRecoveryPoint',
      message: `${THEIRS} is of disk d-bp1apipublic01dat000 of i-bp1apipublic01000000, not of ${WEB}`,
    });
    expect(mutations(flow.house)).toEqual([]);
  });

  it('refuses another instance’s group', async () => {
    flow = await openFlow('without elicitation');
    const args = { instanceId: WEB, snapshotGroupId: 'ssg-bp1dbweekly000000000' };
    const { error } = await call(flow.house.client, 'create-image', args);
    expect(error?.code).toBe('UnusableRecoveryPoint');
    expect(error?.message).toMatch(/of disk d-bp1dbmaster01sys0000 of i-bp1dbmaster010000000, not of i-bp1web/);
    expect(mutations(flow.house)).toEqual([]);
  });

  it('refuses a system disk that the source does not have, unless a tag says that it was the source’s', async () => {
    flow = await openFlow('without elicitation', [], withSingles);
    const system = known(flow.house.simulator.state.snapshots, SYS);
    Object.assign(system, { sourceDiskId: 'd-bp1replaced000000000', sourceInstanceId: '' });
    const { error } = await make([SYS, DAT1, DAT2]);
    expect(error?.code).toBe('UnusableRecoveryPoint');
    expect(error?.message).toMatch(
      /s-bp1websys0000000000 is of system disk d-bp1replaced0+, which i-bp1web.* does not/,
    );
    system.tags.push({ key: 'ecs-dr:source', value: WEB });
    const { decision } = await make([SYS, DAT1, DAT2]);
    expect(decision?.id).toBe('create-image');
    expect(decision?.plan?.notes).toContain(
      `disk d-bp1replaced000000000 has left the source; ${SYS} becomes /dev/xvda`,
    );
  });

  it('takes a snapshot of a disk that is on no instance, and tells so in the plan', async () => {
    flow = await openFlow('without elicitation', [], withSingles);
    const asked = await make([SYS, DAT1, DAT2, LOOSE]);
    expect(asked.decision?.id).toBe('create-image');
    const note = `disk d-bp1spareattached0000 is on no instance, and nothing shows that ${LOOSE} is of ${WEB}; ${LOOSE} becomes /dev/xvdd`;
    expect(asked.decision?.plan?.notes).toContain(note);
    expect(asked.text).toContain(`- ${note}`);
    const args = { instanceId: WEB, snapshotIds: [SYS, DAT1, DAT2, LOOSE] };
    const made = await decided(flow.house.client, 'create-image', args);
    expect(made.error).toBeUndefined();
    expect(effects(flow.house, 'CreateImage')).toHaveLength(1);
  });

  it('takes a snapshot of a disk that was moved to another instance since: the cloud lists it as the source’s', async () => {
    flow = await openFlow('without elicitation', [], withSingles);
    const disk = known(flow.house.simulator.state.disks, 'd-bp1webprod01dat20000');
    disk.instanceIds = [BATCH];
    const { decision } = await make([SYS, DAT1, DAT2]);
    expect(decision?.plan?.notes).toContain(
      `disk d-bp1webprod01dat20000 has left the source; ${DAT2} becomes /dev/xvdc`,
    );
  });

  it('asks the cloud nothing more for snapshots of the source’s own disks', async () => {
    flow = await openFlow('without elicitation', [], withSingles);
    await make([SYS, DAT1, DAT2]);
    const { requests } = flow.house.simulator;
    expect(requests.filter((r) => r.action === 'DescribeSnapshotGroups')).toEqual([]);
    expect(requests.filter((r) => r.action === 'DescribeDisks' && r.params.DiskIds)).toEqual([]);
  });
});
