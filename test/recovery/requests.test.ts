import { describe, expect, it } from 'vitest';
import { inDeviceOrder } from '../../src/recovery/disks.ts';
import type { Disk, Snapshot } from '../../src/recovery/estate.ts';
import { imageMappings as mapped } from '../../src/recovery/image-mappings.ts';
import type { Evidence } from '../../src/recovery/image-origin.ts';
import {
  attachDiskRequest,
  createDiskRequest,
  imageRequest,
  needsImdsV2,
  snapshotGroupRequest,
  snapshotRequest,
  vSwitchRequest,
  wholeInstanceImageRequest,
} from '../../src/recovery/requests.ts';
import { aDataDisk, aDisk, anImage, anInstance, aSnapshot, ourTag, RECOVERY } from './make.ts';

/** The disks are the source's; of others nothing is known. */
const imageMappings = (disks: Disk[], snapshots: Snapshot[], more: Partial<Evidence> = {}) =>
  mapped({ sourceId: 'i-source', disks, ...more }, snapshots);

const root = aDisk();
const [b, c, d] = [aDataDisk('b'), aDataDisk('c'), aDataDisk('d')];
const ours = {
  'Tag.1.Key': 'ecs-dr:recovery',
  'Tag.1.Value': RECOVERY,
  'Tag.2.Key': 'ecs-dr:source',
  'Tag.2.Value': 'i-source',
};

describe('CreateSnapshotGroup', () => {
  it('takes every disk of the instance, tagged and named after the recovery', () => {
    expect(snapshotGroupRequest({ instance: anInstance({ resourceGroupId: 'rg-1' }), recoveryId: RECOVERY })).toEqual({
      action: 'CreateSnapshotGroup',
      regionId: 'cn-hangzhou',
      parameters: {
        RegionId: 'cn-hangzhou',
        InstanceId: 'i-source',
        Name: `ecs-${RECOVERY}`,
        ResourceGroupId: 'rg-1',
        ...ours,
      },
    });
  });

  it('leaves out the disks a person excluded, in one order, under the name a person gave', () => {
    const { parameters } = snapshotGroupRequest({
      instance: anInstance(),
      recoveryId: RECOVERY,
      excludeDiskIds: ['d-2', 'd-1'],
      name: 'mine',
    });
    expect(parameters).toEqual({
      RegionId: 'cn-hangzhou',
      InstanceId: 'i-source',
      Name: 'mine',
      'ExcludeDiskId.1': 'd-1',
      'ExcludeDiskId.2': 'd-2',
      ...ours,
    });
  });
});

describe('CreateSnapshot', () => {
  it('names the disk in its tag and has no RegionId on the wire', () => {
    const disk = aDataDisk('b', { resourceGroupId: 'rg-2' });
    expect(snapshotRequest({ disk, instanceId: 'i-source', recoveryId: RECOVERY, regionId: 'cn-beijing' })).toEqual({
      action: 'CreateSnapshot',
      regionId: 'cn-beijing',
      parameters: {
        DiskId: 'd-b',
        SnapshotName: `ecs-${RECOVERY}-d-b`,
        ResourceGroupId: 'rg-2',
        ...ours,
        'Tag.3.Key': 'ecs-dr:disk',
        'Tag.3.Value': 'd-b',
      },
    });
    const named = snapshotRequest({
      disk: b,
      instanceId: 'i-source',
      recoveryId: RECOVERY,
      regionId: 'x',
      name: 'mine',
    });
    expect(named.parameters).toMatchObject({ SnapshotName: 'mine' });
    expect(named.parameters).not.toHaveProperty('ResourceGroupId');
  });
});

describe('CreateImage', () => {
  const shared = { instance: anInstance({ resourceGroupId: 'rg-1' }), recoveryId: RECOVERY, imageName: 'img' };
  const { mappings } = imageMappings([root, b], [aSnapshot(b), aSnapshot(root)]);

  it('maps every disk, passes architecture, boot mode and resource group of the source', () => {
    expect(
      imageRequest({
        ...shared,
        sourceImage: anImage([], { architecture: 'arm64', bootMode: 'UEFI' }),
        mappings,
        imdsV2: false,
      }),
    ).toEqual({
      action: 'CreateImage',
      regionId: 'cn-hangzhou',
      parameters: {
        RegionId: 'cn-hangzhou',
        ImageName: 'img',
        'DiskDeviceMapping.1.Device': '/dev/xvda',
        'DiskDeviceMapping.1.DiskType': 'system',
        'DiskDeviceMapping.1.Size': 40,
        'DiskDeviceMapping.1.SnapshotId': 's-d-sys',
        'DiskDeviceMapping.2.Device': '/dev/xvdb',
        'DiskDeviceMapping.2.DiskType': 'data',
        'DiskDeviceMapping.2.Size': 100,
        'DiskDeviceMapping.2.SnapshotId': 's-d-b',
        Architecture: 'arm64',
        BootMode: 'UEFI',
        ResourceGroupId: 'rg-1',
        ...ours,
      },
    });
  });

  it('rule: where the source requires tokens the image supports IMDSv2', () => {
    const strict = anInstance({ metadata: { httpTokens: 'required' } });
    expect(needsImdsV2(strict)).toBe(true);
    expect(needsImdsV2(anInstance())).toBe(false);
    expect(imageRequest({ ...shared, mappings, imdsV2: true }).parameters['Features.ImdsSupport']).toBe('v2');
    expect(imageRequest({ ...shared, instance: strict, mappings }).parameters['Features.ImdsSupport']).toBe('v2');
    expect(wholeInstanceImageRequest({ ...shared, instance: strict }).parameters['Features.ImdsSupport']).toBe('v2');
    expect(imageRequest({ ...shared, mappings }).parameters).not.toHaveProperty('Features.ImdsSupport');
    expect(imageRequest({ ...shared, instance: strict, mappings, imdsV2: false }).parameters).not.toHaveProperty(
      'Features.ImdsSupport',
    );
  });

  it('from the whole instance names the instance, and says that it is not consistent', () => {
    expect(wholeInstanceImageRequest({ ...shared, sourceImage: undefined })).toEqual({
      action: 'CreateImage',
      regionId: 'cn-hangzhou',
      parameters: {
        RegionId: 'cn-hangzhou',
        ImageName: 'img',
        InstanceId: 'i-source',
        Description: 'whole-instance image of i-source, not consistent across disks',
        ResourceGroupId: 'rg-1',
        ...ours,
      },
    });
  });
});

describe('rule: one mapping per disk, with its size and its own device name', () => {
  it('system first, then by device, gaps kept', () => {
    const result = imageMappings([d, b, root], [aSnapshot(d), aSnapshot(root), aSnapshot(b)]);
    expect(result).toEqual({
      mappings: [
        { device: '/dev/xvda', type: 'system', sizeGiB: 40, snapshotId: 's-d-sys', diskId: 'd-sys' },
        { device: '/dev/xvdb', type: 'data', sizeGiB: 100, snapshotId: 's-d-b', diskId: 'd-b' },
        { device: '/dev/xvdd', type: 'data', sizeGiB: 100, snapshotId: 's-d-d', diskId: 'd-d' },
      ],
      missing: [],
      problems: [],
      notes: [],
    });
  });

  it('no smaller than the snapshot, and at the present size of a disk that grew', () => {
    const sizes = (snapshot: number, disk: number) =>
      imageMappings([aDisk({ sizeGiB: disk })], [aSnapshot(root, { sourceDiskSizeGiB: snapshot })]).mappings[0]
        ?.sizeGiB;
    expect(sizes(40, 60)).toBe(60);
    expect(sizes(80, 60)).toBe(80);
    const { sourceDiskSizeGiB: _, ...sizeless } = aSnapshot(root);
    expect(imageMappings([root], [sizeless]).mappings[0]?.sizeGiB).toBe(40);
    const ours = { ...sizeless, tags: [ourTag('source', 'i-source')] };
    expect(imageMappings([], [ours]).problems).toEqual(['the size of s-d-sys is unknown']);
  });

  it('disks without a snapshot are missing, never mapped empty', () => {
    const result = imageMappings([c, root, b], [aSnapshot(root)]);
    expect(result.missing.map(({ id }) => id)).toEqual(['d-b', 'd-c']);
    expect(result.mappings).toHaveLength(1);
    expect(result.problems).toEqual([]);
  });

  it('exactly one system disk', () => {
    expect(imageMappings([root, b], [aSnapshot(b)]).problems).toEqual([
      'an image needs exactly one system disk snapshot; there are 0',
    ]);
    const old = aSnapshot(aDisk({ id: 'd-old' }), { tags: [ourTag('source', 'i-source')] });
    expect(imageMappings([root], [aSnapshot(root), old]).problems).toEqual([
      'an image needs exactly one system disk snapshot; there are 2',
    ]);
  });

  it('one snapshot per disk', () => {
    const { problems, mappings } = imageMappings([root], [aSnapshot(root), aSnapshot(root, { id: 's-2' })]);
    expect(problems).toEqual(['s-d-sys and s-2 are of the same disk: give one']);
    expect(mappings).toHaveLength(1);
  });

  it('sixteen data disks at most', () => {
    const many = 'bcdefghijklmnopqr'.split('').map((letter) => aDataDisk(letter));
    const snapshots = [root, ...many].map((disk) => aSnapshot(disk));
    expect(imageMappings([root, ...many], snapshots).problems).toEqual([
      'an image holds 16 data disks, not 17: attach the others as recovered disks',
    ]);
    expect(imageMappings([root, ...many], snapshots.slice(0, -1)).problems).toEqual([]);
  });

  it('a snapshot whose disk has left the source gets the first free name, after those that have one', () => {
    const gone = aSnapshot(aDataDisk('x', { id: 'd-a-gone' }), { tags: [ourTag('source', 'i-source')] });
    const result = imageMappings([root, c], [gone, aSnapshot(root), aSnapshot(c)]);
    expect(result.mappings.map(({ device, diskId }) => [device, diskId])).toEqual([
      ['/dev/xvda', 'd-sys'],
      ['/dev/xvdc', 'd-c'],
      ['/dev/xvdb', 'd-a-gone'],
    ]);
    expect(result.notes).toEqual(['disk d-a-gone has left the source; s-d-a-gone becomes /dev/xvdb']);
    expect(result).toMatchObject({ problems: [], missing: [] });
  });

  it('never that of a disk which the source has now and the point does not hold, while another is left', () => {
    const gone = aSnapshot(aDataDisk('b', { id: 'd-gone' }), { tags: [ourTag('source', 'i-source')] });
    const deviceIn = (disks: Disk[]) => imageMappings(disks, [aSnapshot(root), gone]).mappings[1]?.device;
    expect(deviceIn([root, b, c])).toBe('/dev/xvdd');
    const all = [...'bcdefghijklmnopqrstuvwxyz'].map((letter) => aDataDisk(letter));
    expect(deviceIn([root, ...all])).toBe('/dev/xvdb');
  });

  it('a data snapshot that nothing shows to be the source’s goes, and that is said', () => {
    const gone = aSnapshot(aDataDisk('x', { id: 'd-gone' }));
    const result = imageMappings([root], [gone, aSnapshot(root)], { listed: new Set(), others: [] });
    expect(result.problems).toEqual([]);
    expect(result.notes).toEqual([
      'disk d-gone is on no instance, and nothing shows that s-d-gone is of i-source; s-d-gone becomes /dev/xvdb',
    ]);
  });

  it('a snapshot of another instance’s disk is none of the source', () => {
    const theirs = aDataDisk('b', { id: 'd-theirs', instanceId: 'i-other' });
    const problems = ['s-d-theirs is of disk d-theirs of i-other, not of i-source'];
    const attached = imageMappings([root], [aSnapshot(root), aSnapshot(theirs)], { others: [theirs] });
    expect(attached.problems).toEqual(problems);
    const tagged = aSnapshot(theirs, { tags: [ourTag('source', 'i-other')] });
    expect(imageMappings([root], [aSnapshot(root), tagged]).problems).toEqual(problems);
  });

  it('a system disk that the source does not have is none of it, unless it is shown that it had it', () => {
    const old = aDisk({ id: 'd-old' });
    expect(imageMappings([root, b], [aSnapshot(old), aSnapshot(b)]).problems).toEqual([
      's-d-old is of system disk d-old, which i-source does not have, and nothing shows that it had it (a tag ecs-dr:source=i-source would)',
    ]);
    const shown = aSnapshot(old, { tags: [ourTag('source', 'i-source')] });
    const result = imageMappings([root, b], [shown, aSnapshot(b)]);
    expect(result.problems).toEqual([]);
    expect(result.notes).toEqual(['disk d-old has left the source; s-d-old becomes /dev/xvda']);
    // The earlier system disk takes its place: nothing is without a copy.
    expect(result.missing).toEqual([]);
  });

  it('two disks that claim one name get two', () => {
    const twin = aDataDisk('b', { id: 'd-b2' });
    const result = imageMappings(
      [root, b, twin],
      [root, b, twin].map((disk) => aSnapshot(disk)),
    );
    expect(result.mappings.map(({ device }) => device)).toEqual(['/dev/xvda', '/dev/xvdb', '/dev/xvdc']);
    expect(result.notes).toEqual(['disk d-b2 becomes /dev/xvdc']);
  });

  it('names run out after xvdz', () => {
    const gone = Array.from({ length: 26 }, (_, i) =>
      aSnapshot(aDataDisk('b', { id: `d-gone-${String.fromCharCode(97 + i)}` })),
    );
    const result = imageMappings([root], [aSnapshot(root), ...gone]);
    expect(result.problems[0]).toBe('no device name is left for s-d-gone-z');
    expect(result.mappings).toHaveLength(26);
    expect(result.mappings.at(-1)?.device).toBe('/dev/xvdz');
  });
});

describe('CreateVSwitch', () => {
  const of = { regionId: 'r', vpcId: 'vpc-1', zoneId: 'z', cidrBlock: '10.0.0.0/24', name: 'n', recoveryId: RECOVERY };
  it('is tagged with the recovery, and with the source where it is known', () => {
    const parameters = {
      RegionId: 'r',
      VpcId: 'vpc-1',
      ZoneId: 'z',
      CidrBlock: '10.0.0.0/24',
      VSwitchName: 'n',
      'Tag.1.Key': 'ecs-dr:recovery',
      'Tag.1.Value': RECOVERY,
    };
    expect(vSwitchRequest(of)).toEqual({ action: 'CreateVSwitch', regionId: 'r', parameters });
    expect(vSwitchRequest({ ...of, sourceInstanceId: 'i-source' }).parameters).toEqual({ ...parameters, ...ours });
  });
});

describe('CreateDisk', () => {
  const disk = aDataDisk('b', {
    performanceLevel: 'PL2',
    sizeGiB: 500,
    encrypted: true,
    kmsKeyId: 'key-1',
    description: 'the data',
    resourceGroupId: 'rg-d',
    tags: [{ key: 'app', value: 'db' }],
  });
  const of = { zoneId: 'z', regionId: 'r', recoveryId: RECOVERY, sourceInstanceId: 'i-source' };

  it('rule: category and level of the source disk, passed explicitly', () => {
    expect(createDiskRequest({ ...of, snapshot: aSnapshot(disk), sourceDisk: disk })).toEqual({
      action: 'CreateDisk',
      regionId: 'r',
      parameters: {
        RegionId: 'r',
        ZoneId: 'z',
        SnapshotId: 's-d-b',
        DiskCategory: 'cloud_essd',
        Size: 500,
        PerformanceLevel: 'PL2',
        Encrypted: true,
        KMSKeyId: 'key-1',
        DiskName: 'recovery-data-b',
        Description: 'the data',
        ResourceGroupId: 'rg-d',
        ...ours,
        'Tag.3.Key': 'ecs-dr:disk',
        'Tag.3.Value': 'd-b',
        'Tag.4.Key': 'app',
        'Tag.4.Value': 'db',
      },
    });
  });

  it('says for which instance it was approved, and together with what', () => {
    const request = createDiskRequest({
      ...of,
      snapshot: aSnapshot(disk),
      sourceDisk: disk,
      targetInstanceId: 'i-target',
      snapshotIds: ['s-other', 's-d-b'],
    });
    expect(request.parameters).toMatchObject({
      'Tag.4.Key': 'ecs-dr:target',
      'Tag.4.Value': 'i-target',
      'Tag.5.Key': 'ecs-dr:set',
      'Tag.5.Value': '2 d-b other',
      'Tag.6.Key': 'app',
    });
  });

  it('keeps provisioned IOPS and burst of cloud_auto, and the larger size', () => {
    const auto = aDataDisk('b', { category: 'cloud_auto', provisionedIops: 700, burstingEnabled: true });
    const request = createDiskRequest({
      ...of,
      snapshot: aSnapshot(auto, { sourceDiskSizeGiB: 200 }),
      sourceDisk: auto,
      resourceGroupId: 'rg-x',
    });
    expect(request.parameters).toMatchObject({
      DiskCategory: 'cloud_auto',
      Size: 200,
      ProvisionedIops: 700,
      BurstingEnabled: true,
      ResourceGroupId: 'rg-x',
    });
    for (const name of ['PerformanceLevel', 'Encrypted', 'KMSKeyId', 'Description'])
      expect(request.parameters).not.toHaveProperty(name);
  });

  it('takes the chosen category', () => {
    const request = createDiskRequest({ ...of, snapshot: aSnapshot(disk), sourceDisk: disk, category: 'cloud_auto' });
    expect(request.parameters).toMatchObject({
      DiskCategory: 'cloud_auto',
      ProvisionedIops: 0,
      BurstingEnabled: false,
    });
    expect(request.parameters).not.toHaveProperty('PerformanceLevel');
  });

  it('of a disk that is gone needs a category, and takes encryption from the snapshot', () => {
    const snapshot = aSnapshot(disk);
    expect(() => createDiskRequest({ ...of, snapshot })).toThrow(/diskCategory/);
    expect(createDiskRequest({ ...of, snapshot, category: 'cloud_essd' }).parameters).toMatchObject({
      DiskCategory: 'cloud_essd',
      Size: 500,
      PerformanceLevel: 'PL1',
      Encrypted: true,
      KMSKeyId: 'key-1',
      DiskName: 'recovery-d-b',
    });
  });

  it('is encrypted when either the disk or the snapshot is', () => {
    const plain = aDataDisk('b');
    const parameters = (a: boolean, z: boolean) =>
      createDiskRequest({ ...of, snapshot: aSnapshot(plain, { encrypted: a }), sourceDisk: { ...plain, encrypted: z } })
        .parameters;
    expect(parameters(true, false).Encrypted).toBe(true);
    expect(parameters(false, true).Encrypted).toBe(true);
    expect(parameters(false, false)).not.toHaveProperty('Encrypted');
  });

  it('keeps a key that belongs to no encryption to itself', () => {
    const odd = aDataDisk('b', { kmsKeyId: 'key-9' });
    expect(createDiskRequest({ ...of, snapshot: aSnapshot(odd), sourceDisk: odd }).parameters).not.toHaveProperty(
      'KMSKeyId',
    );
  });
});

it('AttachDisk: the disk outlives the instance, said explicitly', () => {
  expect(attachDiskRequest({ regionId: 'r', instanceId: 'i-1', diskId: 'd-1' })).toEqual({
    action: 'AttachDisk',
    regionId: 'r',
    parameters: { InstanceId: 'i-1', DiskId: 'd-1', DeleteWithInstance: false },
  });
  expect(inDeviceOrder([b, root])).toEqual([root, b]);
});
