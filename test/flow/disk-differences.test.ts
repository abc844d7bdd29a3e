import { afterEach, describe, expect, test } from 'vitest';
import type { ScenarioObject } from '../../src/simulator/index.ts';
import { call, decided, type Result, step } from '../support/agent.ts';
import { type Flow, openFlow } from './flow.ts';
import { SHOP, STANDBY, WEB } from './standbys.ts';

let flow: Flow;
afterEach(() => flow.house.close());

const open = async (scenario: ScenarioObject = SHOP) => {
  flow = await openFlow('without elicitation', [], { simulator: { scenario } });
  return flow.house;
};

/** Of a disk with an automatic snapshot policy. */
const SNAPSHOT = 's-bp1dbauto2dat0000000';
/** Attached to both instances of a cluster. */
const SHARED = 'd-bp1clustershared0000';
const CLUSTER = ['i-bp1clustera010000000', 'i-bp1clusterb010000000'];
const PREPAID = 'd-bp1erpprepaid01dat00';

async function snapshotOf(diskId: string): Promise<string> {
  const taken = await step(flow.house.client, 'create-snapshot', { diskIds: [diskId] });
  return taken.next?.arguments.snapshotIds?.toString() ?? taken.snapshots[0].snapshotId;
}

const notesOf = async (snapshotIds: string[], targetInstanceId = STANDBY): Promise<string> => {
  const asked = await call(flow.house.client, 'attach-recovered-disk', { snapshotIds, targetInstanceId });
  return asked.decision?.plan?.notes?.join('\n') ?? '';
};

/** Attached to the standby by a recovery of its own. */
async function attach(snapshotIds: string[]): Promise<Result> {
  const { client } = flow.house;
  const args = { snapshotIds, targetInstanceId: STANDBY };
  let result = await decided(client, 'attach-recovered-disk', args);
  const { recoveryId } = result;
  for (let i = 0; i < 10 && result.status === 'in_progress'; i++)
    result = await decided(client, 'attach-recovered-disk', { ...args, recoveryId });
  expect(result.error).toBeUndefined();
  return result;
}

describe('what a recovered disk does not have of its source disk', () => {
  test('is told before it is made, and of the disk that came of it', async () => {
    const { client } = await open();
    expect(await notesOf([SNAPSHOT])).toMatch(/\/dev\/xvdb: automatic snapshot policy sp-\w+ not applied/);
    const made = await attach([SNAPSHOT]);
    const { diskId, sourceDiskId, differences } = made.disks[0];
    expect(differences).toEqual([expect.stringMatching(/^automatic snapshot policy sp-\w+ → none$/)]);
    expect(made.text).toMatch(new RegExp(`${diskId} differs from its source disk ${sourceDiskId}: automatic`));
    const checked = await call(client, 'check-recovery', { recoveryId: made.recoveryId });
    expect(checked.disks).toEqual(made.disks);
    expect(checked.text).toContain('differs from its source disk');
  });

  test('is its subscription', async () => {
    await open();
    const id = await snapshotOf(PREPAID);
    expect(await notesOf([id])).toMatch(/a subscription \(PrePaid\); its copy is PostPaid/);
    expect((await attach([id])).disks[0].differences).toContain('billing PrePaid → PostPaid');
  });

  test('is that it was not encrypted, where new disks are by default', async () => {
    await open({ ...SHOP, extends: 'encrypted-fleet' });
    expect((await attach([SNAPSHOT])).text).toMatch(/encrypted, which the source disk is not/);
  });

  test('is not said of a disk that has all of it', async () => {
    await open();
    const made = await attach([await snapshotOf('d-bp1webprod01dat10000')]);
    expect(made.disks[0]).not.toHaveProperty('differences');
    expect(made.text).not.toContain('differs from its source');
  });
});

describe('copies of one disk on one instance', () => {
  const WARNED = /then has several copies of disk d-bp1webprod01dat10000: their file-system UUIDs/;
  const DISK = 'd-bp1webprod01dat10000';

  test('are warned of where both are made now, or one is there already', async () => {
    await open();
    const ids = [await snapshotOf(DISK), await snapshotOf(DISK)];
    expect(await notesOf(ids)).toMatch(WARNED);
    expect(await notesOf(ids.slice(0, 1))).not.toMatch(WARNED);
    await attach(ids.slice(0, 1));
    expect(await notesOf(ids.slice(1))).toMatch(WARNED);
  });

  test('are warned of also beside the disk of a DR instance, which only its snapshot tells', async () => {
    const { simulator } = await open();
    const ids = [await snapshotOf(DISK), await snapshotOf(DISK)];
    const { disks } = await attach(ids.slice(0, 1));
    const copy = simulator.state.disks.get(disks[0].diskId);
    if (copy) copy.tags = [];
    expect(await notesOf(ids.slice(1))).toMatch(WARNED);
  });

  test('are the source disk and its copy on the source itself, as before', async () => {
    await open();
    expect(await notesOf([await snapshotOf(DISK)], WEB)).toMatch(/The target is the source/);
  });

  test('are those of a multi-attach disk on each of its instances', async () => {
    await open();
    const id = await snapshotOf(SHARED);
    for (const target of CLUSTER) expect(await notesOf([id], target)).toMatch(/The target is the source/);
    expect(await notesOf([id])).not.toMatch(/The target is the source/);
  });
});

test.each(CLUSTER)('the snapshot of a multi-attach disk is of the instance that was named: %s', async (instanceId) => {
  const { client } = await open();
  const taken = await step(client, 'create-snapshot', { instanceId, diskIds: [SHARED] });
  expect(taken.error).toBeUndefined();
  const checked = await call(client, 'check-recovery', { recoveryId: taken.recoveryId });
  expect(checked.sourceInstanceId).toBe(instanceId);
});
