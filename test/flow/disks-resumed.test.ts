import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterEach, describe, expect, test } from 'vitest';
import { call, decided, type Result } from '../support/agent.ts';
import { effects, type Flow, openFlow } from './flow.ts';
import { SHOP, STANDBY, STANDBY_K } from './standbys.ts';

let flow: Flow;
afterEach(() => flow.house.close());

/** Two snapshots at 100 % that there have been for a while, of two disks. */
const [FIRST, SECOND] = ['s-bp1dbauto2sys0000000', 's-bp1dbauto2dat0000000'] as const;
const args = { snapshotIds: [FIRST, SECOND], targetInstanceId: STANDBY, recoveryId: 'drill-resumed' };

/** At a speed at which a call's wait has room for what the cloud does in it. */
const open = async (speed = 100) => {
  flow = await openFlow('without elicitation', [], { speed, simulator: { scenario: SHOP } });
  return flow.house;
};

/** The disks are made, and then they are not attached for a while. */
const notAttached = (times: number) =>
  ({ action: 'AttachDisk', fault: 'error', status: 403, code: 'InvalidOperation.NotSupported', times }) as const;

const planned = ({ decision }: Result) => {
  const { plan } = decision ?? {};
  return [plan, ...(plan?.more ?? [])].map((r) => [r?.action, r?.parameters.SnapshotId ?? r?.parameters.DiskId]);
};

async function toItsEnd(client: Client, seen: Result[] = []): Promise<Result> {
  let result = await decided(client, 'attach-recovered-disk', args, {}, seen);
  for (let i = 0; i < 10 && result.status === 'in_progress'; i++)
    result = await decided(client, 'attach-recovered-disk', args, {}, seen);
  return result;
}

describe('what is asked about disks of which some exist', () => {
  test('is their attachment alone where all do, by their ids and without a price', async () => {
    const house = await open();
    house.simulator.setFaults([notAttached(2)]);
    expect((await decided(house.client, 'attach-recovered-disk', args)).isError).toBe(true);
    expect(effects(house, 'CreateDisk')).toHaveLength(2);
    // Another process knows of no approval.
    const other = await house.another();
    const asked = await call(other, 'attach-recovered-disk', args);
    const ids = [...house.simulator.state.disks.values()].filter((d) => d.sourceSnapshotId).map((d) => d.id);
    expect(planned(asked).map(([action]) => action)).toEqual(['AttachDisk', 'AttachDisk']);
    for (const [, id] of planned(asked)) expect(ids).toContain(id);
    expect(asked.decision?.question).toMatch(/^Attach 2 disk\(s\) to standby-i /);
    for (const [, id] of planned(asked)) expect(asked.decision?.question).toContain(`Disk ${id} (from s-`);
    expect(asked.decision?.plan).not.toHaveProperty('price');
    const last = await toItsEnd(other);
    expect(last.status).toBe('done');
    expect(effects(house, 'CreateDisk')).toHaveLength(2);
    expect(effects(house, 'AttachDisk')).toHaveLength(2);
  });

  test('is nothing where all of it was approved in the call that was cut short', async () => {
    const house = await open(40);
    const seen: Result[] = [];
    const cut = await decided(house.client, 'attach-recovered-disk', { ...args, waitSeconds: 0 }, {}, seen);
    expect(cut.text).toMatch(/The approval stays open/);
    const last = await toItsEnd(house.client, seen);
    expect(last.status).toBe('done');
    expect(seen.filter((r) => r.decision)).toHaveLength(1);
    expect(effects(house, 'AttachDisk')).toHaveLength(2);
  });

  test('is the one that is missing, at its own price, where the other is attached', async () => {
    const house = await open();
    const both = await call(house.client, 'attach-recovered-disk', { ...args, recoveryId: 'drill-both' });
    const first = { ...args, snapshotIds: [FIRST] };
    let one = await decided(house.client, 'attach-recovered-disk', first);
    while (one.status === 'in_progress') one = await call(house.client, 'attach-recovered-disk', first);
    const asked = await call(house.client, 'attach-recovered-disk', args);
    expect(planned(asked)).toEqual([
      ['CreateDisk', SECOND],
      ['AttachDisk', '<DiskId of CreateDisk 1>'],
    ]);
    expect(asked.decision?.question).toMatch(new RegExp(`^Create 1 disk\\(s\\) from ${SECOND} in [^;]*$`));
    const amount = ({ decision }: Result) => (decision?.plan?.price as { amount: number }).amount;
    expect(amount(asked)).toBeLessThan(amount(both));
    expect((await toItsEnd(house.client)).disks).toHaveLength(2);
    expect(effects(house, 'CreateDisk')).toHaveLength(2);
  });

  test('is both: the one that is missing, and the attachment of the one that exists', async () => {
    const house = await open();
    house.simulator.setFaults([notAttached(1)]);
    const failed = await decided(house.client, 'attach-recovered-disk', { ...args, snapshotIds: [FIRST] });
    const [made] = failed.error?.created ?? [];
    expect(made?.kind).toBe('disk');
    const asked = await call(house.client, 'attach-recovered-disk', args);
    expect(planned(asked)).toEqual([
      ['CreateDisk', SECOND],
      ['AttachDisk', made?.id],
      ['AttachDisk', '<DiskId of CreateDisk 1>'],
    ]);
    expect(asked.decision?.question).toMatch(
      /^Create 1 disk\(s\) .* Disk d-\w+ \(from s-\w+\) exists and is only attached\.$/,
    );
    expect((await toItsEnd(house.client)).disks.map((d: Result) => d.status)).toEqual(['In_use', 'In_use']);
    expect(effects(house, 'CreateDisk')).toHaveLength(2);
  });
});

describe('a category that is named in a repeat', () => {
  const one = { snapshotIds: [SECOND], targetInstanceId: STANDBY, recoveryId: 'drill-category' };
  const attached = async (given: object = {}, choices: Record<string, string> = {}) => {
    const { client } = flow.house;
    let result = await decided(client, 'attach-recovered-disk', { ...one, ...given }, choices);
    for (let i = 0; i < 10 && result.status === 'in_progress'; i++)
      result = await call(client, 'attach-recovered-disk', { ...one, ...given });
    expect(result).toMatchObject({ status: 'done' });
    return result.disks[0];
  };

  test('and is another than the disk of the recovery has is refused, not ignored', async () => {
    const house = await open();
    const { diskId, category } = await attached();
    const other = await call(house.client, 'attach-recovered-disk', { ...one, diskCategory: 'cloud_auto' });
    expect(other.error).toMatchObject({
      code: 'RecoveryHasOther',
      message: expect.stringContaining(
        `has disk ${diskId} already: it was made as ${category}. Another of ${SECOND} as cloud_auto`,
      ),
    });
    expect((await call(house.client, 'attach-recovered-disk', { ...one, diskCategory: category })).status).toBe('done');
    expect(effects(house, 'CreateDisk')).toHaveLength(1);
  });

  test('is no other where the person decided on what the disk has, also for another process', async () => {
    const house = await open();
    const given = { diskCategory: 'cloud_ssd', targetInstanceId: STANDBY_K };
    const { category } = await attached(given);
    expect(category).not.toBe('cloud_ssd');
    for (const client of [house.client, await house.another()])
      expect((await call(client, 'attach-recovered-disk', { ...one, ...given })).status).toBe('done');
  });

  test('is no other where the API refused it, and the person took another', async () => {
    const house = await open();
    const code = 'InvalidDataDiskCategory.NotSupported';
    house.simulator.setFaults([{ action: 'CreateDisk', fault: 'error', status: 403, code, times: 1 }]);
    const { category } = await attached({ diskCategory: 'cloud_essd' });
    expect(category).not.toBe('cloud_essd');
    await attached({ diskCategory: 'cloud_essd' });
  });
});

describe('a target that cannot get the disks any more', () => {
  test.each([
    [
      'security',
      'InstanceLockedForSecurity',
      /Security Center first, or choose another target instance\. Nothing was created/,
    ],
    [
      'financial',
      'InstanceLocked',
      /Settle the payment first, or choose another target instance\. Nothing was created/,
    ],
  ])('because it is locked (%s) is refused before anything is asked or made', async (lock, code, remedy) => {
    const house = await open();
    house.simulator.state.instances.get(STANDBY)?.operationLocks.push(lock);
    const { recoveryId: _, ...fresh } = args;
    const refused = await call(house.client, 'attach-recovered-disk', fresh);
    expect(refused.error).toMatchObject({ code, retryable: false, remedy: expect.stringMatching(remedy) });
    expect(effects(house, 'CreateDisk')).toEqual([]);
  });

  test('is not said to have left nothing where something was made before', async () => {
    const house = await open();
    house.simulator.setFaults([notAttached(2)]);
    await decided(house.client, 'attach-recovered-disk', args);
    const target = house.simulator.state.instances.get(STANDBY);
    if (target) target.status = 'Stopping';
    const { error } = await call(house.client, 'attach-recovered-disk', args);
    expect(error?.code).toBe('IncorrectInstanceStatus');
    expect(error?.created?.filter(({ kind }) => kind === 'disk')).toHaveLength(2);
    expect(error?.remedy).toMatch(/Nothing more was created/);
  });
});
