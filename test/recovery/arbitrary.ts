import fc from 'fast-check';
import { sizeProblem } from '../../src/recovery/disk-limits.ts';
import { MOST_DATA_DISKS } from '../../src/recovery/disks.ts';
import type { Disk, Image, Instance, InstanceExtras, Snapshot } from '../../src/recovery/estate.ts';
import type { RunChoices, RunInput } from '../../src/recovery/run-plan.ts';
import { aDisk, anImage, anInstance, aSnapshot, RECOVERY } from './make.ts';

/** Sources of every kind that issue 4 names, with the image of all their disks and the choices of a person. */

const perhaps = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 128 });

const layout = fc.constantFrom<[string, string | undefined, number][]>(
  ['cloud_essd', 'PL0', 40],
  ['cloud_essd', 'PL1', 60],
  ['cloud_essd', 'PL2', 461],
  ['cloud_essd', 'PL3', 1261],
  ['cloud_auto', undefined, 3],
  ['cloud_auto', undefined, 300],
  ['cloud_essd_entry', undefined, 30],
  ['cloud_efficiency', undefined, 200],
  ['cloud_ssd', undefined, 200],
  ['cloud_regional_disk_auto', undefined, 80],
);

function diskOf(type: 'system' | 'data', device: string): fc.Arbitrary<Disk> {
  return fc
    .record({
      layout,
      tuned: fc.boolean(),
      encrypted: fc.boolean(),
      key: perhaps(fc.constantFrom('key-1', 'key-2')),
      name: perhaps(anyText),
      deleteWithInstance: fc.boolean(),
      policy: perhaps(fc.constant('sp-1')),
    })
    .map(
      ({ layout: [category, performanceLevel, sizeGiB], tuned, encrypted, key, name, deleteWithInstance, policy }) => {
        const { name: _, performanceLevel: __, ...base } = aDisk();
        const auto = category === 'cloud_auto' && sizeGiB > 3 && tuned;
        return {
          ...base,
          id: `d-${device.slice(8)}`,
          type,
          device,
          category,
          sizeGiB,
          encrypted,
          deleteWithInstance,
          ...(performanceLevel === undefined ? {} : { performanceLevel }),
          ...(auto ? { provisionedIops: 500, burstingEnabled: true } : {}),
          ...(encrypted && key !== undefined ? { kmsKeyId: key } : {}),
          ...(name === undefined ? {} : { name }),
          ...(policy === undefined ? {} : { autoSnapshotPolicyId: policy }),
        };
      },
    );
}

/** A system disk and up to sixteen data disks, in any order of reading, with gaps in their names. */
export const disksOf: fc.Arbitrary<Disk[]> = fc
  .subarray([...'bcdefghijklmnopqrstuvwxyz'], { maxLength: MOST_DATA_DISKS })
  .chain((letters) =>
    fc.tuple(diskOf('system', '/dev/xvda'), ...letters.map((letter) => diskOf('data', `/dev/xvd${letter}`))),
  )
  .chain((disks) => fc.shuffledSubarray(disks, { minLength: disks.length }))
  .filter((disks) => disks.every((d) => sizeProblem(d.category, d.performanceLevel, d.sizeGiB, d.type) === undefined));

const address = fc.constantFrom('own', 'none', 'eip', 'bandwidth only', 'own without bandwidth');
const tags = fc.uniqueArray(
  fc.record({ key: fc.oneof(anyText, fc.constantFrom('acs:x', 'aliyun.y', 'ecs-dr:source')), value: fc.string() }),
  { selector: (tag) => tag.key, maxLength: 20 },
);

export const sourceOf: fc.Arbitrary<Instance> = fc
  .record({
    name: anyText,
    address,
    bandwidth: fc.integer({ min: 1, max: 100 }),
    tags,
    tokens: fc.constantFrom('required', 'optional'),
    chargeType: fc.constantFrom<Instance['chargeType']>('PostPaid', 'PrePaid'),
    spotStrategy: fc.constantFrom('NoSpot', 'SpotAsPriceGo', 'SpotWithPriceLimit'),
    keyPair: perhaps(fc.constant('ops-key')),
    osType: fc.constantFrom('linux', 'windows'),
    hostName: perhaps(fc.constantFrom('web-01', 'a.b.c', '-bad', 'x')),
    groups: fc.uniqueArray(fc.constantFrom('sg-1', 'sg-2', 'sg-3', 'sg-4', 'sg-5'), { minLength: 1 }),
    protection: fc.boolean(),
    resourceGroup: perhaps(fc.constant('rg-1')),
  })
  .map((of) => {
    const own = of.address === 'own' || of.address === 'own without bandwidth';
    return anInstance({
      name: of.name,
      publicIps: own ? ['203.0.113.9'] : [],
      internetMaxBandwidthOut: of.address === 'own without bandwidth' ? 0 : of.bandwidth,
      internetMaxBandwidthIn: 100,
      internetChargeType: 'PayByTraffic',
      ...(of.address === 'eip' ? { eip: { allocationId: 'eip-1', ip: '198.51.100.7' } } : {}),
      tags: of.tags,
      metadata: { httpEndpoint: 'enabled', httpTokens: of.tokens },
      chargeType: of.spotStrategy === 'NoSpot' ? of.chargeType : 'PostPaid',
      spotStrategy: of.spotStrategy,
      ...(of.spotStrategy === 'NoSpot' ? {} : { spotPriceLimit: 0.5, spotDuration: 1 }),
      ...(of.keyPair === undefined ? {} : { keyPairName: of.keyPair }),
      osType: of.osType,
      ...(of.hostName === undefined ? {} : { hostName: of.hostName }),
      securityGroupIds: of.groups,
      deletionProtection: of.protection,
      ...(of.resourceGroup === undefined ? {} : { resourceGroupId: of.resourceGroup }),
    });
  });

export const extrasOf: fc.Arbitrary<InstanceExtras> = fc
  .record({ role: perhaps(fc.constant('app-role')), hasUserData: fc.boolean() })
  .map(({ role, hasUserData }) => ({ unread: [], hasUserData, ...(role === undefined ? {} : { ramRoleName: role }) }));

export const choicesOf: fc.Arbitrary<RunChoices> = fc
  .record({ prePaid: fc.boolean(), spot: fc.boolean(), months: fc.constantFrom(1, 6, 12) })
  .map(({ prePaid, spot, months }) => ({
    zoneId: 'cn-hangzhou-k',
    vSwitchId: 'vsw-k',
    chargeType: prePaid ? ('PrePaid' as const) : ('PostPaid' as const),
    periodMonths: prePaid ? months : undefined,
    spot: spot && !prePaid,
  }));

/**
 * The image's devices need not be the source's: `renamed` moves the names, so that only the join by snapshot is right.
 */
export const inputOf: fc.Arbitrary<RunInput> = fc
  .record({ source: sourceOf, extras: extrasOf, disks: disksOf, choices: choicesOf, renamed: fc.boolean() })
  .map(({ source, extras, disks, choices, renamed }) => {
    const snapshots: Snapshot[] = disks.map((disk) => aSnapshot(disk));
    const image: Image = anImage(disks);
    const data = image.mappings.filter((mapping) => mapping.type === 'data');
    if (renamed) for (const [i, mapping] of data.entries()) mapping.device = `/dev/xvd${String.fromCharCode(98 + i)}`;
    return { source, extras, disks, image, snapshots, choices, recoveryId: RECOVERY };
  });
