import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterEach, describe, expect, test } from 'vitest';
import { call, decided, type Result } from '../support/agent.ts';
import { effects, type Flow, mutations, onto, openFlow, WAYS, type Way } from './flow.ts';
import { BRANCH, FULL, OTHER, SHOP, STANDBY, STANDBY_K, WEB } from './standbys.ts';

let flow: Flow;
afterEach(() => flow.house.close());

const open = async (way: Way = 'without elicitation', prefer: string[] = []) => {
  flow = await openFlow(way, prefer, { simulator: { scenario: SHOP } });
  return flow;
};

/** Snapshots at 100 %, by the flow's own steps. */
async function snapshotsOf(args: Record<string, unknown>): Promise<{ ids: string[]; recoveryId: string }> {
  const first = await decided(flow.house.client, 'create-snapshot', args);
  const ids = first.snapshots.map((s: { snapshotId: string }) => s.snapshotId);
  let result: Result = first;
  while (result.status === 'in_progress')
    result = await call(flow.house.client, 'check-recovery', { recoveryId: first.recoveryId });
  return { ids, recoveryId: first.recoveryId ?? '' };
}

for (const way of WAYS) {
  describe(`single disks come back on an instance in another zone, ${way}`, () => {
    test('two data disks side by side, each with the category and level of its source disk', async () => {
      const { house, play } = await open(way);
      const { last } = await play(
        'create-snapshot',
        { diskIds: ['d-bp1webprod01dat10000', 'd-bp1webprod01dat20000'] },
        onto(STANDBY),
      );
      expect(last.error).toBeUndefined();
      expect(last.disks).toHaveLength(2);
      expect(last.disks.map((d: Result) => [d.category, d.performanceLevel, d.sizeGiB, d.status])).toEqual(
        expect.arrayContaining([
          ['cloud_essd', 'PL1', 200, 'In_use'],
          ['cloud_essd', 'PL2', 500, 'In_use'],
        ]),
      );
      expect(last.targetDisks).toHaveLength(3);
      expect(last.targetDisks.map((d: Result) => d.device)).toEqual(['/dev/xvda', '/dev/xvdb', '/dev/xvdc']);
      expect(last.text).toMatch(/not mounted/);
      expect(effects(house, 'CreateDisk').map((r) => r.params.ZoneId)).toEqual(['cn-hangzhou-i', 'cn-hangzhou-i']);
      expect(effects(house, 'AttachDisk')).toHaveLength(2);
      const made = mutations(house).map((r) => r.action);
      expect(made.lastIndexOf('CreateDisk')).toBeLessThan(made.indexOf('AttachDisk'));
      expect(mutations(house).every((r) => ['CreateSnapshot', 'CreateDisk', 'AttachDisk'].includes(r.action))).toBe(
        true,
      );
    });

    test('a system disk, with the warning that a copy beside another one can be booted from', async () => {
      const { play, questions } = await open(way);
      const { seen, last } = await play('create-snapshot', { diskIds: ['d-bp1webprod01sys00000'] }, onto(STANDBY));
      expect(last.disks).toMatchObject([{ category: 'cloud_essd', performanceLevel: 'PL0', status: 'In_use' }]);
      const told = `${questions.map((q) => q.message).join()}${seen.map((r) => r.decision?.plan?.notes?.join() ?? '').join()}`;
      expect(told).toMatch(/booted from by mistake/);
    });

    test('provisioned IOPS and burst, passed explicitly and kept', async () => {
      const { house, play } = await open(way);
      const { last } = await play('create-snapshot', { diskIds: ['d-bp1cacheauto01dat000'] }, onto(STANDBY));
      expect(effects(house, 'CreateDisk')[0]?.params).toMatchObject({
        DiskCategory: 'cloud_auto',
        ProvisionedIops: '5000',
        BurstingEnabled: 'true',
      });
      expect(last.disks).toMatchObject([{ category: 'cloud_auto', provisionedIops: 5000, burstingEnabled: true }]);
    });

    test('encryption with the source disk’s key, passed explicitly and kept', async () => {
      const { house, play } = await open(way);
      const { last } = await play('create-snapshot', { diskIds: ['d-bp1vaultcrypt01dat00'] }, onto(STANDBY_K));
      expect(effects(house, 'CreateDisk')[0]?.params).toMatchObject({
        Encrypted: 'true',
        KMSKeyId: 'key-hzz65f3a8c1r6q2wshop0',
      });
      expect(last.disks).toMatchObject([{ encrypted: true, status: 'In_use' }]);
    });

    test('in a category the person chose where the zone does not take the source disk’s', async () => {
      const { house, play, questions } = await open(way);
      const { last } = await play('create-snapshot', { diskIds: ['d-bp1legacymixed01ssd0'] }, onto(STANDBY_K));
      const asked = questions.find((q) => /does not take cloud_ssd/.test(q.message.replaceAll('\\', '')));
      expect(asked?.options.at(-1)).toBe('stop');
      expect(last.disks).toMatchObject([{ category: asked?.options[0], sizeGiB: 100, status: 'In_use' }]);
      expect(effects(house, 'CreateDisk')[0]?.params.DiskCategory).toBe(asked?.options[0]);
    });

    test('in a category the person chose where only CreateDisk refuses the source disk’s; the other disk is made once', async () => {
      const { questions, house } = await openFlow(way, [], {
        simulator: {
          scenario: SHOP,
          faults: [
            { action: 'CreateDisk', fault: 'error', status: 403, code: 'InvalidDataDiskCategory.NotSupported', nth: 1 },
          ],
        },
      }).then((opened) => (flow = opened));
      const diskIds = ['d-bp1webprod01dat10000', 'd-bp1webprod01dat20000'];
      const { last } = await flow.play('create-snapshot', { diskIds }, onto(STANDBY));
      const [asked, ...again] = questions.filter((q) =>
        /does not take cloud_essd/.test(q.message.replaceAll('\\', '')),
      );
      expect(again).toEqual([]);
      expect(last.error).toBeUndefined();
      const categories = effects(house, 'CreateDisk').map((r) => r.params.DiskCategory);
      expect(categories).toEqual(['cloud_essd', asked?.options[0]]);
      const created = questions.filter((q) => /^(Asked anew: the plan changed\.\n\n)?Create /.test(q.message));
      expect(created).toHaveLength(2);
      expect(created[0]?.message).toMatch(/^Create 2 disk\(s\) from s-\w+; s-\w+ in /);
      expect(last.disks.map((d: Result) => d.status)).toEqual(['In_use', 'In_use']);
    });

    test('in a category the person chose where the target does not take the made disk, which is named as left over', async () => {
      const code = 'InvalidInstanceType.NotSupportPL0';
      const { questions, house } = await openFlow(way, [], {
        simulator: { scenario: SHOP, faults: [{ action: 'AttachDisk', fault: 'error', status: 403, code, nth: 1 }] },
      }).then((opened) => (flow = opened));
      const { last } = await flow.play('create-snapshot', { diskIds: ['d-bp1webprod01dat10000'] }, onto(STANDBY));
      const asked = questions.find((q) => /does not take cloud_essd/.test(q.message.replaceAll('\\', '')));
      expect(last.error).toBeUndefined();
      const made = effects(house, 'CreateDisk');
      expect(made.map((r) => r.params.DiskCategory)).toEqual(['cloud_essd', asked?.options[0]]);
      expect(effects(house, 'AttachDisk')).toHaveLength(1);
      expect(last.disks).toHaveLength(1);
      expect(last.disks[0]).toMatchObject({ category: asked?.options[0], status: 'In_use' });
      const checked = await call(house.client, 'check-recovery', { recoveryId: last.recoveryId });
      expect(checked.phase).toBe('attached');
      expect(checked.next).toBeUndefined();
      expect(checked.orphans).toHaveLength(1);
      expect(last.orphans?.[0] ?? checked.orphans[0]).toMatch(/^disk d-/);
    });

    test('"the data disk" of a source with several is a question', async () => {
      const { house, play, questions } = await open(way, ['d-bp1webprod01dat20000']);
      const { last } = await play('create-snapshot', { instanceId: WEB }, onto(STANDBY));
      expect(questions[0]?.options).toEqual([
        'data',
        'd-bp1webprod01sys00000',
        'd-bp1webprod01dat10000',
        'd-bp1webprod01dat20000',
        // In a dialog the person's own words are an option; in a result they are the answer.
        ...(way === 'with elicitation' ? ['custom'] : []),
      ]);
      expect(effects(house, 'CreateSnapshot').map((r) => r.params.DiskId)).toEqual(['d-bp1webprod01dat20000']);
      expect(last.disks).toMatchObject([{ performanceLevel: 'PL2' }]);
    });
  });
}

describe('disks in a person’s own words', () => {
  const answered = async (custom: string) => {
    await open();
    const { client } = flow.house;
    const asked = await call(client, 'create-snapshot', { instanceId: WEB });
    expect(asked.decision?.allowCustom).toBe(true);
    const { planToken } = asked.decision ?? {};
    return call(client, 'create-snapshot', { instanceId: WEB, answers: { disks: custom }, planToken });
  };
  const disksOf = ({ decision }: Result) => {
    const { plan } = decision ?? {};
    return [plan, ...(plan?.more ?? [])].map((request) => request?.parameters.DiskId);
  };

  test.each([
    '/dev/xvdb and /dev/xvdc',
    'xvdb,xvdc',
    'xvdb; d-bp1webprod01dat20000',
    'XVDB和xvdc',
    '/dev/xvdc\n/dev/xvdb, xvdb',
    'd-bp1webprod01dat10000 d-bp1webprod01dat20000',
    'the two data disks (xvdb/xvdc) please',
  ])('%j names both, by device or id', async (custom) => {
    const approval = await answered(custom);
    expect(approval.decision?.id).toBe('create-snapshot');
    expect(disksOf(approval)).toEqual(['d-bp1webprod01dat10000', 'd-bp1webprod01dat20000']);
  });

  test.each([
    'xvdb and xvdz',
    '/dev/nvme1n1',
    'd-bp1batch01sys0000000',
    'everything but xvdb',
    '除了 xvdb',
    'the big one',
  ])('%j is refused, with the disks there are, and nothing is created', async (custom) => {
    const { error } = await answered(custom);
    expect(error?.code).toBe('InvalidInput');
    for (const name of ['/dev/xvda d-bp1webprod01sys00000', '/dev/xvdc d-bp1webprod01dat20000'])
      expect(`${error?.message} ${error?.cause}`).toContain(name);
    expect(mutations(flow.house)).toEqual([]);
  });
});

describe('before anything is created', () => {
  const refused = async (args: Record<string, unknown>) => {
    const made = mutations(flow.house).length;
    const result = await decided(flow.house.client, 'attach-recovered-disk', args);
    expect(mutations(flow.house).length).toBe(made);
    return result;
  };

  test('no free disk slot on the target is said', async () => {
    await open();
    const { ids } = await snapshotsOf({ diskIds: ['d-bp1webprod01dat10000'] });
    const { error } = await refused({ snapshotIds: ids, targetInstanceId: FULL });
    expect(error).toMatchObject({ code: 'InstanceDiskLimitExceeded', message: expect.stringMatching(/17 of 17/) });
  });

  test('a target in another region than the snapshots is said as that', async () => {
    await open();
    const { ids } = await snapshotsOf({ diskIds: ['d-bp1webprod01dat10000'] });
    const { error } = await refused({ snapshotIds: ids, targetInstanceId: BRANCH });
    expect(error?.code).toBe('OtherRegion');
    expect(error?.message).toMatch(/cn-hangzhou.*cn-shanghai/);
    expect(error?.remedy).toMatch(/Nothing was created/);
  });

  test('a target that is neither Running nor Stopped is said', async () => {
    await open();
    const { ids } = await snapshotsOf({ diskIds: ['d-bp1webprod01dat10000'] });
    const target = flow.house.simulator.state.instances.get(STANDBY);
    if (target) target.status = 'Stopping';
    const { error } = await refused({ snapshotIds: ids, targetInstanceId: STANDBY });
    expect(error).toMatchObject({ code: 'IncorrectInstanceStatus', retryable: true });
  });

  test('unknown snapshots and unknown targets are named, with where they were looked for', async () => {
    await open();
    const snapshot = await refused({ snapshotIds: ['s-bp1nosuchsnapshot00'], targetInstanceId: STANDBY });
    expect(snapshot.error?.code).toBe('InvalidSnapshotId.NotFound');
    expect(snapshot.error?.message).toMatch(/s-bp1nosuchsnapshot00 in cn-hangzhou/);
    const target = await refused({ snapshotIds: ['s-bp1dbauto2dat0000000'], targetInstanceId: 'i-bp1nosuchtarget000' });
    expect(target.error?.code).toBe('InvalidInstanceId.NotFound');
  });

  test('an unknown disk, or a disk of another instance, is named', async () => {
    await open();
    const unknown = await call(flow.house.client, 'create-snapshot', { diskIds: ['d-bp1nosuchdisk0000000'] });
    expect(unknown.error?.code).toBe('InvalidDiskId.NotFound');
    const stranger = await call(flow.house.client, 'create-snapshot', {
      instanceId: WEB,
      diskIds: ['d-bp1batch01sys0000000'],
    });
    expect(stranger.error?.code).toBe('InvalidInput');
    expect(mutations(flow.house)).toEqual([]);
  });

  test('a name of the full length is cut for several disks, so that the API takes each with its number', async () => {
    const { house } = await open();
    const diskIds = ['d-bp1webprod01dat10000', 'd-bp1webprod01dat20000'];
    const taken = await decided(house.client, 'create-snapshot', { diskIds, name: 'n'.repeat(128) });
    expect(taken.error).toBeUndefined();
    const names = effects(house, 'CreateSnapshot').map((r) => r.params.SnapshotName);
    expect(names.sort()).toEqual([`${'n'.repeat(126)}-1`, `${'n'.repeat(126)}-2`]);
  });

  test('the person is warned when the target is the source', async () => {
    await open();
    const { ids } = await snapshotsOf({ diskIds: ['d-bp1webprod01dat10000'] });
    const asked = await call(flow.house.client, 'attach-recovered-disk', { snapshotIds: ids, targetInstanceId: WEB });
    expect(asked.decision?.plan?.notes?.join(' ')).toMatch(/target is the source.*UUIDs and LVM/);
    expect(asked.decision?.plan?.more?.map((m) => m.action)).toEqual(['AttachDisk']);
    expect(asked.decision?.plan?.price).toMatchObject({ unit: 'Hour', currency: 'CNY' });
  });

  test('a category named by the caller that the zone lacks is asked about, the source disk’s own first', async () => {
    await open();
    const { ids } = await snapshotsOf({ diskIds: ['d-bp1webprod01dat10000'] });
    const asked = await call(flow.house.client, 'attach-recovered-disk', {
      snapshotIds: ids,
      targetInstanceId: STANDBY_K,
      diskCategory: 'cloud_ssd',
    });
    expect(asked.decision?.id).toBe(`disk-category-${ids[0]}`);
    expect(asked.decision?.options[0]?.value).toBe('cloud_essd');
  });

  test('a source disk that no longer exists makes its category a question', async () => {
    const { house } = await open();
    const { ids, recoveryId } = await snapshotsOf({ diskIds: ['d-bp1spareattached0000'] });
    house.simulator.state.disks.delete('d-bp1spareattached0000');
    const args = { snapshotIds: ids, targetInstanceId: STANDBY, recoveryId };
    const asked = await call(house.client, 'attach-recovered-disk', args);
    expect(asked.decision?.question).toMatch(/no longer exists, so its category is not known/);
    expect(asked.decision?.options.length).toBeGreaterThan(2);
    const { last } = await flow.play('attach-recovered-disk', args, onto(STANDBY));
    expect(last.error).toBeUndefined();
    expect(last.disks).toMatchObject([{ status: 'In_use', sizeGiB: 100 }]);
    expect(effects(house, 'CreateDisk')[0]?.params.DiskCategory).toBe(asked.decision?.options[0]?.value);
  });
});

describe('disks that go to several instances', () => {
  test('are led on one by one, and told with the instance each is attached to', async () => {
    await open();
    const { client } = flow.house;
    const { ids, recoveryId } = await snapshotsOf({ diskIds: ['d-bp1webprod01dat10000', 'd-bp1webprod01dat20000'] });
    const [first, second] = ids;
    const attach = async (snapshotId: string | undefined, targetInstanceId: string) => {
      let result = await decided(client, 'attach-recovered-disk', {
        snapshotIds: [snapshotId],
        targetInstanceId,
        recoveryId,
      });
      while (result.status === 'in_progress')
        result = await call(client, 'attach-recovered-disk', {
          snapshotIds: [snapshotId],
          targetInstanceId,
          recoveryId,
        });
      return result;
    };
    expect((await attach(first, STANDBY)).error).toBeUndefined();
    const between = await call(client, 'check-recovery', { recoveryId });
    expect(between.next).toMatchObject({ tool: 'attach-recovered-disk', arguments: { snapshotIds: [second] } });
    expect(between.next?.arguments).not.toHaveProperty('targetInstanceId');
    expect((await attach(second, STANDBY_K)).error).toBeUndefined();
    const done = await call(client, 'check-recovery', { recoveryId });
    expect(done).toMatchObject({ phase: 'attached' });
    expect(done.next).toBeUndefined();
    expect(done.text.match(/1 recovered disk\(s\) are attached/g)).toHaveLength(2);
    expect(done.disks).toHaveLength(2);
  });
});

/** At a speed at which a call's wait has room for what the cloud does in it. */
const openSlow = async () => {
  flow = await openFlow('without elicitation', [], { speed: 100, simulator: { scenario: SHOP } });
  return flow;
};

async function toItsEnd(client: Client, args: Record<string, unknown>, seen: Result[] = []): Promise<Result> {
  let result = await decided(client, 'attach-recovered-disk', args, {}, seen);
  for (let i = 0; i < 10 && result.status === 'in_progress'; i++)
    result = await decided(client, 'attach-recovered-disk', args, {}, seen);
  return result;
}

describe('what one target refused', () => {
  const DISK = 'd-bp1webprod01dat10000';
  const noStock = { action: 'CreateDisk', fault: 'no-stock' } as const;
  const notTaken = (rule: object = {}) =>
    ({
      action: 'AttachDisk',
      fault: 'error',
      status: 403,
      code: 'InvalidInstanceType.NotSupportPL0',
      ...rule,
    }) as const;
  const attach = (targetInstanceId: string, of: { ids: string[]; recoveryId: string }, seen: Result[] = []) => {
    return toItsEnd(flow.house.client, { snapshotIds: of.ids, targetInstanceId, recoveryId: of.recoveryId }, seen);
  };
  const checked = async (recoveryId: string) => {
    const result = await call(flow.house.client, 'check-recovery', { recoveryId });
    expect(result.phase).toBe('attached');
    expect(result.next).toBeUndefined();
    return result;
  };

  test('in its zone says nothing of another zone, and the error says until when it counts', async () => {
    const { house } = await openSlow();
    const point = await snapshotsOf({ diskIds: [DISK] });
    house.simulator.setFaults([noStock]);
    const { error } = await attach(STANDBY, point);
    expect(error).toMatchObject({ code: 'InvalidDiskCategory.NotSupported' });
    expect(error?.message).toContain('cn-hangzhou-i');
    expect(error?.cause).toMatch(/The API refused cloud_essd, .*within the last 15 minutes/);
    expect(error?.remedy).toMatch(/another zone.*again after 2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
    house.simulator.setFaults([]);
    const seen: Result[] = [];
    const last = await attach(STANDBY_K, point, seen);
    expect(seen.flatMap((r) => r.decision?.id ?? [])).toEqual(['attach-recovered-disk']);
    expect(last.disks).toMatchObject([{ category: 'cloud_essd', status: 'In_use' }]);
    expect(effects(house, 'CreateDisk').map((r) => r.params.ZoneId)).toEqual(['cn-hangzhou-k']);
  });

  test('is given to another target of its zone, no second disk is made', async () => {
    const { house } = await openSlow();
    const point = await snapshotsOf({ diskIds: [DISK] });
    house.simulator.setFaults([notTaken({ times: 1 })]);
    const args = { snapshotIds: point.ids, recoveryId: point.recoveryId };
    const stopped = await decided(
      house.client,
      'attach-recovered-disk',
      { ...args, targetInstanceId: STANDBY },
      { [`disk-category-${point.ids[0]}`]: 'stop' },
    );
    expect(stopped.status).toBe('declined');
    const last = await toItsEnd(house.client, { ...args, targetInstanceId: OTHER });
    expect(last.disks).toMatchObject([{ category: 'cloud_essd', status: 'In_use' }]);
    expect(last.orphans).toBeUndefined();
    expect(effects(house, 'CreateDisk')).toHaveLength(1);
    expect(effects(house, 'AttachDisk').map((r) => r.params.InstanceId)).toEqual([OTHER]);
    await checked(point.recoveryId);
  });

  test('is no disk for a target in another zone: that gets its own, and the first is named as left over', async () => {
    const { house } = await openSlow();
    const point = await snapshotsOf({ diskIds: [DISK] });
    house.simulator.setFaults([notTaken({ times: 1, code: 'InvalidOperation.NotSupported' })]);
    const refused = await attach(STANDBY, point);
    expect(refused.isError).toBe(true);
    const [first] = [...house.simulator.state.disks.values()].filter((d) => d.sourceSnapshotId === point.ids[0]);
    const last = await attach(STANDBY_K, point);
    expect(last.error).toBeUndefined();
    expect(effects(house, 'CreateDisk').map((r) => r.params.ZoneId)).toEqual(['cn-hangzhou-i', 'cn-hangzhou-k']);
    expect(last.disks).toHaveLength(1);
    expect(last.disks[0].diskId).not.toBe(first?.id);
    expect(last.orphans).toEqual([`disk ${first?.id}`]);
    expect(last.text).toContain(`Left over: ${first?.id} (cn-hangzhou-i): attached to nothing, billed until`);
    const { orphans } = await checked(point.recoveryId);
    expect(orphans).toEqual([expect.stringContaining(first?.id ?? 'the first disk')]);
    const again = await attach(STANDBY, point);
    expect(again.error).toMatchObject({ code: 'DiskAttachedElsewhere' });
  });
});

test('a disk that another call put on its target meanwhile is told as attached there', async () => {
  const { house } = await openSlow();
  const { ids, recoveryId } = await snapshotsOf({ diskIds: ['d-bp1webprod01dat10000'] });
  const agents = [house.client, await house.another()];
  const results = await Promise.all(
    [STANDBY, OTHER].map((targetInstanceId, i) =>
      toItsEnd(agents[i] ?? house.client, { snapshotIds: ids, targetInstanceId, recoveryId }),
    ),
  );
  const [winner, ...more] = results.filter((r) => !r.isError);
  expect(winner?.status).toBe('done');
  expect(more).toEqual([]);
  expect(results.find((r) => r.isError)?.error).toMatchObject({ code: 'DiskAttachedElsewhere', retryable: false });
  expect(effects(house, 'AttachDisk')).toHaveLength(1);
});

test('a disk that is deleted while it is waited for is not listed as billed, and the remedy makes another', async () => {
  flow = await openFlow('without elicitation', [], { speed: 50, simulator: { scenario: SHOP } });
  const { house } = flow;
  const args = {
    snapshotIds: ['s-bp1dbauto2dat0000000'],
    targetInstanceId: STANDBY,
    recoveryId: 'drill-vanished',
    waitSeconds: 45,
  };
  house.simulator.setFaults([{ action: 'CreateDisk', fault: 'vanish', times: 1 }]);
  const gone = await decided(house.client, 'attach-recovered-disk', args);
  expect(gone.error?.code).toBe('CreationVanished');
  expect(gone.error?.message).toMatch(/disk d-\w+, and now it is gone/);
  expect(gone.error?.created ?? []).toEqual([]);
  expect(gone.error?.remedy).toMatch(/without answers and planToken/);
  const again = await toItsEnd(house.client, args);
  expect(again.status).toBe('done');
  expect(effects(house, 'CreateDisk')).toHaveLength(2);
});

describe('waiting', () => {
  test('snapshots below 100 % are waited for, and no disk is created before', async () => {
    const { house } = await open();
    const taken = await decided(house.client, 'create-snapshot', {
      diskIds: ['d-bp1webprod01dat20000'],
      waitSeconds: 0,
    });
    expect(taken.status).toBe('in_progress');
    const snapshotIds = taken.snapshots.map((s: Result) => s.snapshotId);
    const args = { snapshotIds, targetInstanceId: STANDBY, waitSeconds: 0 };
    const early = await call(house.client, 'attach-recovered-disk', args);
    expect(early.status).toBe('in_progress');
    expect(early.text).toMatch(/No disk was created/);
    // For hosts that show their model nothing but the text.
    expect(early.text).toMatch(
      /→ `check-recovery` \(recoveryId `dr-[^`]+`, zoneSafe true\): When the snapshots are at 100 %/,
    );
    // Without the recovery id the snapshots' own tag tells which recovery to watch.
    expect(early.next).toMatchObject({ tool: 'check-recovery', arguments: { recoveryId: taken.recoveryId } });
    expect(effects(house, 'CreateDisk')).toEqual([]);
    const { last } = await flow.play('check-recovery', { recoveryId: taken.recoveryId, zoneSafe: true }, onto(STANDBY));
    expect(last.disks).toMatchObject([{ performanceLevel: 'PL2', status: 'In_use' }]);
  });

  test('a failed snapshot is an error, not a wait without end', async () => {
    const { house } = await open();
    const { ids } = await snapshotsOf({ diskIds: ['d-bp1webprod01dat10000'] });
    const snapshot = house.simulator.state.snapshots.get(ids[0] ?? '');
    if (snapshot) snapshot.status = 'failed';
    for (const [tool, args] of [
      ['attach-recovered-disk', { targetInstanceId: STANDBY }],
      ['create-image', { instanceId: WEB }],
    ] as const) {
      const result = await call(house.client, tool, { snapshotIds: ids, ...args });
      expect(result.error?.code).toBe('SnapshotFailed');
    }
  });

  test('a call cut short is gone on with, without a second question and a second disk', async () => {
    // Slow enough that the disk is not there at the first look.
    flow = await openFlow('without elicitation', [], { speed: 60, simulator: { scenario: SHOP } });
    const { house } = flow;
    const recoveryId = 'drill-cut-short';
    const args = { snapshotIds: ['s-bp1dbauto2dat0000000'], targetInstanceId: STANDBY, recoveryId };
    const cut = await decided(house.client, 'attach-recovered-disk', { ...args, waitSeconds: 0 });
    expect(cut.status).toBe('in_progress');
    expect(cut.text).toContain(
      'The approval stays open; attach-recovered-disk with answers {"attach-recovered-disk": "stop"} withdraws it.',
    );
    let result = await call(house.client, 'attach-recovered-disk', args);
    for (let i = 0; i < 5 && result.status === 'in_progress'; i++)
      result = await call(house.client, 'attach-recovered-disk', args);
    expect(result.decision).toBeUndefined();
    expect(result.status).toBe('done');
    expect(effects(house, 'CreateDisk')).toHaveLength(1);
    expect(effects(house, 'AttachDisk')).toHaveLength(1);
    const checked = await call(house.client, 'check-recovery', { recoveryId });
    expect(checked).toMatchObject({ phase: 'attached', disks: result.disks, targetDisks: result.targetDisks });
    expect(checked.text).toMatch(/not mounted/);
    expect(checked.next).toBeUndefined();
  });
});
