import { randomUUID } from 'node:crypto';
import * as ecs from '@alicloud/ecs20140526';
import * as vpc from '@alicloud/vpc20160428';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, needed, refusal } from './support/asking.ts';
import { Ledger } from './support/ledger.ts';
import { CREATES, openTarget, type Place, type Target } from './support/target.ts';

/**
 * What ECS does when something is made. One story: each part builds on the one before, so that a real account pays for
 * two small instances for a quarter of an hour and no more. Everything carries the run's tag and is deleted at the end.
 */

let t: Target;
let place: Place;
let ledger: Ledger;
/** What the story has made so far. */
const made = { instanceId: '', extraDiskId: '', groupId: '', systemSnapshotId: '', dataSnapshotId: '', imageId: '' };

beforeAll(async () => {
  t = await openTarget();
  ledger = new Ledger(t);
});
afterAll(async () => {
  try {
    if (CREATES) await ledger.clean();
  } finally {
    await t.close();
  }
});
beforeEach((context) => {
  place = needed(context, t.place, 'no place was named: --vswitch, --security-group, --type and --image');
});

const tags = () => [{ ...t.tag }];
const named = (what: string) => `contract-${t.tag.value}-${what}`;

const instance = async (id: string) =>
  bodyOf(
    await t.ecs.describeInstances(
      new ecs.DescribeInstancesRequest({ regionId: t.regionId, instanceIds: JSON.stringify([id]) }),
    ),
  ).instances?.instance?.[0];
const disksOf = async (instanceId: string) =>
  // No order is promised.
  (
    bodyOf(
      await t.ecs.describeDisks(new ecs.DescribeDisksRequest({ regionId: t.regionId, instanceId, maxResults: 100 })),
    ).disks?.disk ?? []
  ).sort((a, b) => ((a.device ?? '') < (b.device ?? '') ? -1 : 1));
const disk = async (id: string) =>
  bodyOf(
    await t.ecs.describeDisks(new ecs.DescribeDisksRequest({ regionId: t.regionId, diskIds: JSON.stringify([id]) })),
  ).disks?.disk?.[0];
const group = async (id: string) =>
  bodyOf(
    await t.ecs.describeSnapshotGroups(
      new ecs.DescribeSnapshotGroupsRequest({ regionId: t.regionId, snapshotGroupId: [id] }),
    ),
  ).snapshotGroups?.snapshotGroup?.[0];
const images = async (more: object) =>
  bodyOf(await t.ecs.describeImages(new ecs.DescribeImagesRequest({ regionId: t.regionId, ...more }))).images?.image ??
  [];
const running = (id: string, onTheWay: Set<string> = new Set()) =>
  t.eventually(`${id} runs`, 600, async () => {
    const one = await instance(id);
    onTheWay.add(one?.status ?? 'not listed');
    return one?.status === 'Running' ? one : undefined;
  });

const launch = (more: object = {}) =>
  new ecs.RunInstancesRequest({
    regionId: t.regionId,
    imageId: place.imageId,
    instanceType: place.instanceType,
    vSwitchId: place.vSwitchId,
    securityGroupId: place.securityGroupId,
    instanceName: named('instance'),
    internetMaxBandwidthOut: 0,
    systemDisk: new ecs.RunInstancesRequestSystemDisk({ category: 'cloud_essd', size: '40' }),
    tag: tags().map((tag) => new ecs.RunInstancesRequestTag(tag)),
    ...more,
  });

async function launched(request: ecs.RunInstancesRequest): Promise<string> {
  const [id = ''] = bodyOf(await t.ecs.runInstances(request)).instanceIdSets?.instanceIdSet ?? [];
  ledger.add('instance', id);
  return id;
}

describe.runIf(CREATES)('a launch', () => {
  const first = () =>
    launch({
      clientToken: `${t.tag.value}-launch`,
      dataDisk: [new ecs.RunInstancesRequestDataDisk({ category: 'cloud_essd', size: 20 })],
    });

  test('with the same token again is the same launch, and with another content it is refused', async () => {
    made.instanceId = await launched(first());
    expect(made.instanceId).toMatch(/^i-/);
    expect(bodyOf(await t.ecs.runInstances(first())).instanceIdSets?.instanceIdSet).toEqual([made.instanceId]);
    const other = first();
    other.instanceName = named('another');
    expect((await refusal(t.ecs.runInstances(other))).code).toBe('IdempotentParameterMismatch');
  });

  test('answers with an id that need not be listed yet, and passes through Pending, Stopped and Starting', async () => {
    const seen = new Set<string>();
    const one = await running(made.instanceId, seen);
    for (const status of seen) expect(status).toMatch(/^(not listed|Pending|Stopped|Starting|Running)$/);
    expect(one.publicIpAddress?.ipAddress ?? []).toEqual([]);
    expect(one.instanceChargeType).toBe('PostPaid');
  });

  test('gives an ESSD disk the level PL1 when none is named', async () => {
    const own = await disksOf(made.instanceId);
    expect(own.map((d) => [d.device, d.type, d.category, d.performanceLevel, d.size, d.status])).toEqual([
      ['/dev/xvda', 'system', 'cloud_essd', 'PL1', 40, 'In_use'],
      ['/dev/xvdb', 'data', 'cloud_essd', 'PL1', 20, 'In_use'],
    ]);
  });

  test('deletes its data disks with the instance unless told otherwise', async () => {
    expect((await disksOf(made.instanceId)).map((d) => d.deleteWithInstance)).toEqual([true, true]);
  });

  test('puts its tags on the instance and on every disk', async () => {
    const tag = { tagKey: t.tag.key, tagValue: t.tag.value };
    expect((await instance(made.instanceId))?.tags?.tag).toContainEqual(expect.objectContaining(tag));
    for (const one of await disksOf(made.instanceId))
      expect(one.tags?.tag).toContainEqual(expect.objectContaining(tag));
  });
});

const newDisk = async (zoneId: string, more: object = {}) => {
  const request = new ecs.CreateDiskRequest({
    regionId: t.regionId,
    zoneId,
    diskCategory: 'cloud_essd',
    size: 20,
    diskName: named('disk'),
    tag: tags().map((tag) => new ecs.CreateDiskRequestTag(tag)),
    ...more,
  });
  const id = bodyOf(await t.ecs.createDisk(request)).diskId ?? '';
  ledger.add('disk', id);
  await t.eventually(`${id} is Available`, 300, async () =>
    (await disk(id))?.status === 'Available' ? true : undefined,
  );
  return id;
};

describe.runIf(CREATES)('a disk', () => {
  const attach = (diskId: string) =>
    t.ecs.attachDisk(new ecs.AttachDiskRequest({ instanceId: made.instanceId, diskId }));
  const snapshot = (diskId: string) => t.ecs.createSnapshot(new ecs.CreateSnapshotRequest({ diskId }));

  test('with the same token again is the same disk', async () => {
    const zoneId = (await instance(made.instanceId))?.zoneId ?? '';
    const clientToken = randomUUID();
    made.extraDiskId = await newDisk(zoneId, { clientToken });
    expect(await newDisk(zoneId, { clientToken })).toBe(made.extraDiskId);
    expect(await disk(made.extraDiskId)).toMatchObject({ performanceLevel: 'PL1', portable: true });
  });

  test('that was never attached has no snapshot', async () => {
    expect(await refusal(snapshot(made.extraDiskId))).toMatchObject({
      status: 403,
      code: 'IncorrectDiskStatus.NeverAttached',
    });
  });

  test('goes to an instance of its own zone only', async (context) => {
    const here = (await instance(made.instanceId))?.zoneId;
    const zones = bodyOf(await t.ecs.describeZones(new ecs.DescribeZonesRequest({ regionId: t.regionId }))).zones?.zone;
    const there = zones?.find(
      (z) => z.zoneId !== here && z.availableDiskCategories?.diskCategories?.includes('cloud_essd'),
    )?.zoneId;
    const foreign = await newDisk(needed(context, there, 'another zone with cloud_essd is needed'));
    expect(await refusal(attach(foreign))).toMatchObject({ status: 403, code: 'ResourcesNotInSameZone' });
  });

  test('gets the next free device, stays when its instance goes, and is attached once', async () => {
    await attach(made.extraDiskId);
    const attached = await t.eventually(`${made.extraDiskId} is In_use`, 300, async () => {
      const one = await disk(made.extraDiskId);
      return one?.status === 'In_use' ? one : undefined;
    });
    expect(attached).toMatchObject({ device: '/dev/xvdc', instanceId: made.instanceId, deleteWithInstance: false });
    expect((await refusal(attach(made.extraDiskId))).code).toMatch(/^(InvalidDisk\.InUse|IncorrectDiskStatus)$/);
  });
});

describe.runIf(CREATES)('a snapshot group', () => {
  const create = (more: object) =>
    t.ecs.createSnapshotGroup(
      new ecs.CreateSnapshotGroupRequest({
        regionId: t.regionId,
        instanceId: made.instanceId,
        name: named('group'),
        tag: tags().map((tag) => new ecs.CreateSnapshotGroupRequestTag(tag)),
        ...more,
      }),
    );

  test('takes disks to include or disks to leave out, not both', async () => {
    expect(await refusal(create({ diskId: [made.extraDiskId], excludeDiskId: [made.extraDiskId] }))).toMatchObject({
      status: 400,
      code: 'InvalidParam.ExcludeDiskIdsAndDiskIds.Conflict',
    });
  });

  test('of an instance has a member for each of its disks', async () => {
    const clientToken = randomUUID();
    made.groupId = bodyOf(await create({ clientToken })).snapshotGroupId ?? '';
    ledger.add('group', made.groupId);
    expect(bodyOf(await create({ clientToken })).snapshotGroupId, 'the same token').toBe(made.groupId);
    const done = await t.eventually(`${made.groupId} is accomplished`, 900, async () => {
      const one = await group(made.groupId);
      expect(one?.status ?? 'progressing').toMatch(/^(progressing|accomplished)$/);
      return one?.status === 'accomplished' ? one : undefined;
    });
    const members = done.snapshots?.snapshot ?? [];
    expect(members.map((m) => m.sourceDiskId).sort()).toEqual(
      (await disksOf(made.instanceId)).map((d) => d.diskId).sort(),
    );
    for (const { snapshotId } of members) ledger.add('snapshot', snapshotId ?? '');
    expect(done.instanceId).toBe(made.instanceId);
  });

  test('is accomplished before its members need be at 100 percent; their point in time stays', async () => {
    const ids = JSON.stringify((await group(made.groupId))?.snapshots?.snapshot?.map((s) => s.snapshotId) ?? []);
    const points = new Map<string, Set<string>>();
    const members = await t.eventually('the members are uploaded', 1800, async () => {
      const list =
        bodyOf(
          await t.ecs.describeSnapshots(
            new ecs.DescribeSnapshotsRequest({ regionId: t.regionId, snapshotIds: ids, maxResults: 100 }),
          ),
        ).snapshots?.snapshot ?? [];
      for (const one of list) {
        expect(one.progress).toMatch(/^\d{1,3}%$/);
        const id = one.snapshotId ?? '';
        if (one.creationTime) points.set(id, new Set([...(points.get(id) ?? []), one.creationTime]));
      }
      return list.every((s) => s.status === 'accomplished') ? list : undefined;
    });
    for (const seen of points.values()) expect(seen.size).toBe(1);
    made.systemSnapshotId = members.find((s) => s.sourceDiskType === 'system')?.snapshotId ?? '';
    made.dataSnapshotId = members.find((s) => s.sourceDiskType === 'data')?.snapshotId ?? '';
    expect(made.systemSnapshotId && made.dataSnapshotId).toBeTruthy();
  });
});

describe.runIf(CREATES)('an image', () => {
  const create = (more: object = {}) =>
    t.ecs.createImage(
      new ecs.CreateImageRequest({
        regionId: t.regionId,
        imageName: named('image'),
        diskDeviceMapping: [
          { diskType: 'system', device: '/dev/xvda', snapshotId: made.systemSnapshotId },
          { diskType: 'data', device: '/dev/xvdb', snapshotId: made.dataSnapshotId },
          { diskType: 'data', device: '/dev/xvdd', size: 20 },
        ].map((mapping) => new ecs.CreateImageRequestDiskDeviceMapping(mapping)),
        tag: tags().map((tag) => new ecs.CreateImageRequestTag(tag)),
        ...more,
      }),
    );

  test('that is being made is not in a list that asked for no status', async () => {
    made.imageId = bodyOf(await create()).imageId ?? '';
    ledger.add('image', made.imageId);
    expect(await images({ imageId: made.imageId })).toEqual([]);
    const [one] = await images({
      imageId: made.imageId,
      status: 'Creating,Waiting,Available,UnAvailable,CreateFailed',
    });
    expect(one?.status).toMatch(/^(Creating|Waiting|Available)$/);
  });

  test('has a name of its own', async () => {
    expect(await refusal(create())).toMatchObject({ status: 400, code: 'InvalidImageName.Duplicated' });
  });

  test('is Available first and usable then; an entry without a snapshot is an empty disk in it', async () => {
    const one = await t.eventually(`${made.imageId} is usable`, 1800, async () => {
      const [found] = await images({ imageId: made.imageId, status: 'Creating,Waiting,Available,CreateFailed' });
      expect(found?.status).not.toBe('CreateFailed');
      if (found?.usable) expect(found.status).toBe('Available');
      return found?.usable ? found : undefined;
    });
    const mappings = one.diskDeviceMappings?.diskDeviceMapping ?? [];
    expect(mappings.map((m) => [m.device, m.size, Boolean(m.snapshotId)]).sort()).toEqual([
      ['/dev/xvda', '40', true],
      ['/dev/xvdb', '20', true],
      ['/dev/xvdd', '20', false],
    ]);
  });

  test('keeps its snapshots from being deleted, by force too', async () => {
    const request = new ecs.DeleteSnapshotRequest({ snapshotId: made.systemSnapshotId, force: true });
    expect(await refusal(t.ecs.deleteSnapshot(request))).toMatchObject({ status: 403, code: 'SnapshotCreatedImage' });
  });

  test('has its disk overridden by the same device, and gets one disk more by any other', async () => {
    const id = await launched(
      launch({
        imageId: made.imageId,
        instanceName: named('from-image'),
        clientToken: randomUUID(),
        dataDisk: [
          { device: '/dev/xvdb', category: 'cloud_essd', performanceLevel: 'PL0', size: 40 },
          { device: '/dev/xvdf', category: 'cloud_essd', performanceLevel: 'PL0', size: 40 },
        ].map((d) => new ecs.RunInstancesRequestDataDisk(d)),
      }),
    );
    await running(id);
    const own = await disksOf(id);
    expect(own.map((d) => d.device)).toEqual(['/dev/xvda', '/dev/xvdb', '/dev/xvdd', '/dev/xvdf']);
    expect(own[1]).toMatchObject({ category: 'cloud_essd', performanceLevel: 'PL0', size: 40 });
    expect(own[1]?.sourceSnapshotId, 'overridden, not replaced').toBe(made.dataSnapshotId);
    // What was not overridden takes the service's default, whatever the source disk was.
    if (t.regionId.startsWith('cn-')) expect(own[2]).toMatchObject({ category: 'cloud_auto', burstingEnabled: true });
  });
});

describe.runIf(CREATES)('a vSwitch', () => {
  test('is Pending first; a /28 has twelve free addresses; no other may overlap it', async () => {
    const [vSwitch] =
      bodyOf(
        await t.vpc.describeVSwitches(
          new vpc.DescribeVSwitchesRequest({ regionId: t.regionId, vSwitchId: place.vSwitchId }),
        ),
      ).vSwitches?.vSwitch ?? [];
    const cidrBlock = await ledger.freeBlock(vSwitch?.vpcId ?? '', 28);
    const clientToken = randomUUID();
    const create = (more: object = {}) =>
      t.vpc.createVSwitch(
        new vpc.CreateVSwitchRequest({
          regionId: t.regionId,
          vpcId: vSwitch?.vpcId ?? '',
          zoneId: vSwitch?.zoneId ?? '',
          cidrBlock,
          vSwitchName: named('vswitch'),
          clientToken,
          tag: tags().map((tag) => new vpc.CreateVSwitchRequestTag(tag)),
          ...more,
        }),
      );
    const id = bodyOf(await create()).vSwitchId ?? '';
    ledger.add('vswitch', id);
    expect(bodyOf(await create()).vSwitchId, 'the same token').toBe(id);
    const ready = await t.eventually(`${id} is Available`, 120, async () => {
      const one = bodyOf(
        await t.vpc.describeVSwitchAttributes(
          new vpc.DescribeVSwitchAttributesRequest({ regionId: t.regionId, vSwitchId: id }),
        ),
      );
      expect(one.status).toMatch(/^(Pending|Available)$/);
      return one.status === 'Available' ? one : undefined;
    });
    expect(ready.availableIpAddressCount).toBe(12);
    const again = await refusal(create({ clientToken: randomUUID() }));
    expect(again.code).toMatch(/^InvalidCidrBlock\.(Overlapped|ConflictWith)/);
  });
});

describe.runIf(CREATES)('what is in use', () => {
  test('an instance that runs is not deleted without force', async () => {
    const request = new ecs.DeleteInstanceRequest({ instanceId: made.instanceId });
    expect(await refusal(t.ecs.deleteInstance(request))).toMatchObject({
      status: 403,
      code: 'IncorrectInstanceStatus',
    });
  });

  test('a disk that is attached is not deleted', async () => {
    expect((await refusal(t.ecs.deleteDisk(new ecs.DeleteDiskRequest({ diskId: made.extraDiskId })))).status).toBe(403);
  });

  test('an instance goes with its disks, except one that was attached to it', async () => {
    const before = await disksOf(made.instanceId);
    await t.ecs.deleteInstance(new ecs.DeleteInstanceRequest({ instanceId: made.instanceId, force: true }));
    await t.eventually(`${made.instanceId} is gone`, 300, async () =>
      (await instance(made.instanceId)) === undefined ? true : undefined,
    );
    for (const { diskId = '' } of before) {
      if (diskId !== made.extraDiskId) {
        await t.eventually(`${diskId} is gone`, 120, async () => ((await disk(diskId)) ? undefined : true));
        continue;
      }
      const kept = await t.eventually(`${diskId} is Available`, 120, async () => {
        const one = await disk(diskId);
        return one?.status === 'Available' ? one : undefined;
      });
      expect(kept).toMatchObject({ device: '', instanceId: '' });
    }
  });

  test('nothing of a run is left when it has cleaned up', async () => {
    await ledger.clean();
    let left: string[] = [];
    await t.eventually('everything is gone', 300, async () => {
      left = await ledger.left();
      return left.length === 0 ? true : undefined;
    });
    expect(left).toEqual([]);
  });
});
