import { afterEach, describe, expect, it } from 'vitest';
import type { ScenarioObject } from '../../src/simulator/index.ts';
import { call, decided, type Result, step } from '../support/agent.ts';
import { type Flow, mutations, openFlow, WAYS } from './flow.ts';

const DB = 'i-bp1dbmaster010000000';
const SYSTEM = 'd-bp1dbmaster01sys0000';
/** The disk that db-master-01 had at /dev/xvdb, and the one that it has there now. */
const FORMER = 'd-bp1spareattached0000';
const PRESENT = 'd-bp1dbmaster01dat0000';
const target = { zoneId: 'cn-hangzhou-i', vSwitchId: 'vsw-bp1prodi000000000000' };
const [SYS, OLD] = ['s-bp1dbauto1sys0000000', 's-bp1oldspare0000000000'];
const replaced: ScenarioObject = {
  name: 'replaced-disk',
  extends: 'default',
  snapshots: [{ id: OLD, disk: FORMER, age: '42h' }],
};
const options = { simulator: { scenario: replaced } };

let flow: Flow;
afterEach(() => flow.house.close());

/** An image of a point from before the disk was replaced: its system disk, and the former data disk. */
async function makeImage(): Promise<Result> {
  const { client } = flow.house;
  const snapshotIds = [SYS, OLD];
  const begun = await step(client, 'create-image', { instanceId: DB, snapshotIds });
  return call(client, 'create-image', { instanceId: DB, snapshotIds, recoveryId: begun.recoveryId });
}

describe('an image with a disk that has left the source', () => {
  it('has it under a name of its own, and tells whose data each mapping is', async () => {
    flow = await openFlow('without elicitation', [], options);
    const { mappings } = await makeImage();
    expect(mappings).toMatchObject([
      { device: '/dev/xvda', snapshotId: SYS, diskId: SYSTEM },
      { device: '/dev/xvdc', snapshotId: OLD, diskId: FORMER },
    ]);
  });

  it('tells whose data it is also where another disk has its name now', async () => {
    flow = await openFlow('without elicitation', [], options);
    const { imageId, recoveryId } = await makeImage();
    rename(imageId);
    const snapshotIds = [SYS, OLD];
    const again = await call(flow.house.client, 'create-image', { instanceId: DB, snapshotIds, recoveryId });
    expect(again.mappings[1]).toMatchObject({ device: '/dev/xvdb', snapshotId: OLD, diskId: FORMER });
  });

  for (const way of WAYS) {
    it(`has its category decided, and comes back as that was chosen, ${way}`, async () => {
      flow = await openFlow(way, [], options);
      const { imageId, recoveryId } = await makeImage();
      const before = flow.questions.length;
      const { last } = await flow.play('run-dr-instance', { instanceId: DB, imageId, ...target, recoveryId });
      const [about, approval] = flow.questions.slice(before);
      expect(about?.message.replaceAll('\\', '')).toContain(`/dev/xvdc of the image is of disk ${FORMER}`);
      // The disk is only detached: what it was comes first.
      expect(about?.options).toEqual(['cloud_essd', 'cloud_auto', 'stop']);
      expect(approval?.options[0]).toBe('go-ahead');
      expect(last).toMatchObject({ status: 'done', verified: true, differences: [] });
      expect(last.comparison).toContainEqual(expect.objectContaining({ attribute: 'disk xvdc', source: 'none' }));
      expect(last.comparison).toContainEqual(
        expect.objectContaining({ attribute: 'disk xvdb', dr: 'none', expected: 'none: not in the image' }),
      );
    });
  }

  it('can be given its category beforehand; a device of no disk is refused, with those there are', async () => {
    flow = await openFlow('without elicitation', [], options);
    const { client } = flow.house;
    const { imageId, recoveryId } = await makeImage();
    const args = { instanceId: DB, imageId, ...target, recoveryId };
    const wrong = { '/dev/xvdc': 'cloud_auto', '/dev/xvdf': 'cloud_auto' };
    const refused = await call(client, 'run-dr-instance', { ...args, diskCategories: wrong });
    expect(refused.error).toMatchObject({
      code: 'InvalidInput',
      message: expect.stringContaining('/dev/xvdf'),
      cause: 'diskCategories must be of /dev/xvda, /dev/xvdb, /dev/xvdc.',
    });
    const asked = await call(client, 'run-dr-instance', { ...args, diskCategories: { '/dev/xvdc': 'cloud_auto' } });
    expect(asked.decision?.plan?.parameters).toMatchObject({ 'DataDisk.1.Category': 'cloud_auto' });
  });

  it('is no copy of the disk that has its name now, whoever looks, with the same category or another', async () => {
    for (const category of ['cloud_auto', 'cloud_essd']) {
      flow = await openFlow('without elicitation', [], options);
      const { client, simulator } = flow.house;
      const { imageId, recoveryId } = await makeImage();
      rename(imageId);
      const { autoSnapshotPolicyId } = known(simulator.state.disks, PRESENT);
      expect(autoSnapshotPolicyId).not.toBe('');
      const seen: Result[] = [];
      const args = { instanceId: DB, imageId, ...target, recoveryId };
      const made = await decided(client, 'run-dr-instance', args, { 'disk-category-xvdb': category }, seen);
      expect(seen[0]?.decision?.id).toBe('disk-category-xvdb');
      const done = await step(await flow.house.another(), 'check-recovery', { recoveryId });
      const drInstanceId = made.drInstanceId ?? done.resources.find((r: Result) => r.kind === 'instance').id;
      const verified = await call(await flow.house.another(), 'verify-recovery', { instanceId: DB, drInstanceId });
      expect(verified).toMatchObject({ verified: true, differences: [] });
      await flow.house.close();
    }
  });

  it('is made of what the source has where nothing is known of the disk, or nothing when the person stops', async () => {
    flow = await openFlow('without elicitation', [], options);
    const { imageId, recoveryId } = await makeImage();
    flow.house.simulator.state.disks.delete(FORMER);
    const before = mutations(flow.house).length;
    const seen: Result[] = [];
    const args = { instanceId: DB, imageId, ...target, recoveryId };
    const { status } = await decided(
      flow.house.client,
      'run-dr-instance',
      args,
      { 'disk-category-xvdc': 'stop' },
      seen,
    );
    expect(seen[0]?.decision?.options[0]).toMatchObject({ value: 'cloud_essd' });
    expect(seen[0]?.decision?.options[0]?.description).toMatch(/as .?\/dev\/xvdb.? of the source/);
    expect(status).toBe('declined');
    expect(mutations(flow.house)).toHaveLength(before);
  });
});

/** As other tools make images: each snapshot under the name that its disk had. */
function rename(imageId: string): void {
  const [, mapping] = known(flow.house.simulator.state.images, imageId).mappings;
  if (mapping) mapping.device = '/dev/xvdb';
}

function known<T>(things: Map<string, T>, id: string): T {
  const thing = things.get(id);
  if (thing === undefined) throw new Error(`${id} is not there`);
  return thing;
}
