import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Disk, Parameters } from '../../src/recovery/estate.ts';
import { type RunInput, type RunPlan, runPlan } from '../../src/recovery/run-plan.ts';
import { inputOf } from './arbitrary.ts';

/* For every generated source a request that keeps every rule of "The DR instance": one test per rule, named as the rule. */

function always(check: (parameters: Parameters, input: RunInput, plan: RunPlan) => void): void {
  fc.assert(
    fc.property(inputOf, (input) => {
      const plan = runPlan(input);
      check(plan.request.parameters, input, plan);
    }),
    { numRuns: 200 },
  );
}

function values(parameters: Parameters, name: RegExp): unknown[] {
  return Object.entries(parameters).flatMap(([key, value]) => (name.test(key) ? [value] : []));
}

/** The parameters of each disk in the request with the source disk it stands for, joined through the image. */
function pairs(parameters: Parameters, { disks, image, snapshots }: RunInput): { prefix: string; disk: Disk }[] {
  const found = disks.filter((disk) => disk.type === 'system').map((disk) => ({ prefix: 'SystemDisk.', disk }));
  for (let n = 1; `DataDisk.${n}.Device` in parameters; n += 1) {
    const mapping = image.mappings.find((m) => m.device === parameters[`DataDisk.${n}.Device`]);
    const snapshot = snapshots.find((s) => s.id === mapping?.snapshotId);
    const disk = disks.find((d) => d.id === snapshot?.sourceDiskId);
    if (disk !== undefined) found.push({ prefix: `DataDisk.${n}.`, disk });
  }
  return found;
}

describe('rules of the DR instance, for every source', () => {
  it('a legal plan: nothing to object to', () => {
    always((_, __, { problems }) => expect(problems).toEqual([]));
  });

  it('same region, other zone, the chosen vSwitch', () => {
    always((p, { source }, { request }) => {
      expect(request).toMatchObject({ action: 'RunInstances', regionId: source.regionId });
      expect(p).toMatchObject({ RegionId: source.regionId, ZoneId: 'cn-hangzhou-k', VSwitchId: 'vsw-k' });
    });
  });

  it('all the source’s security groups, and never the parameter that excludes them', () => {
    always((p, { source }) => {
      expect(values(p, /^SecurityGroupIds\.\d+$/)).toEqual([...source.securityGroupIds].sort());
      expect(p).not.toHaveProperty('SecurityGroupId');
    });
  });

  it('named recovery-<source name>, 2 to 128 characters that the API takes, changed with a note', () => {
    always((p, { source }, { notes }) => {
      const name = String(p.InstanceName);
      expect(name).toMatch(/^recovery-[\p{L}\p{N}:_.-]*$/u);
      expect([...`recovery-${source.name}`].length).toBeGreaterThanOrEqual([...name].length);
      expect([...name].length).toBeLessThanOrEqual(128);
      expect(notes.some((note) => /name cut to|not take in a name/.test(note))).toBe(
        name !== `recovery-${source.name}`,
      );
    });
  });

  it('a public IP of its own: the same bandwidth above 0 and charge type; none: bandwidth 0, whatever the field says', () => {
    always((p, { source }) => {
      if (source.publicIps.length === 0) {
        expect(p.InternetMaxBandwidthOut).toBe(0);
        expect(p).not.toHaveProperty('InternetChargeType');
      } else {
        expect(p.InternetMaxBandwidthOut).toBe(source.internetMaxBandwidthOut || 1);
        expect(p.InternetChargeType).toBe(source.internetChargeType);
      }
    });
  });

  it('an EIP stays with the source, and the plan says so', () => {
    always((_, { source }, { notes }) => {
      const told = notes.some((note) => note.startsWith('EIP 198.51.100.7 stays with the source'));
      expect(told).toBe(source.eip !== undefined);
    });
  });

  it('every disk’s category, size and encryption explicitly, the key only with encryption', () => {
    always((p, input) => {
      const all = pairs(p, input);
      expect(all).toHaveLength(input.disks.length);
      for (const { prefix, disk } of all) {
        expect(p[`${prefix}Category`]).toBe(disk.category);
        expect(p[`${prefix}Size`]).toBe(disk.sizeGiB);
        expect(p[`${prefix}Encrypted`]).toBe(disk.encrypted ? 'true' : undefined);
        expect(p[`${prefix}KMSKeyId`]).toBe(disk.encrypted ? disk.kmsKeyId : undefined);
      }
    });
  });

  it('performance level for cloud_essd, and only there', () => {
    always((p, input) => {
      for (const { prefix, disk } of pairs(p, input)) {
        expect(p[`${prefix}PerformanceLevel`]).toBe(disk.category === 'cloud_essd' ? disk.performanceLevel : undefined);
      }
    });
  });

  it('provisioned IOPS and burst for cloud_auto of more than 3 GiB, and only there', () => {
    always((p, input) => {
      for (const { prefix, disk } of pairs(p, input)) {
        const tunable = disk.category === 'cloud_auto' && disk.sizeGiB > 3;
        expect(p[`${prefix}ProvisionedIops`]).toBe(tunable ? (disk.provisionedIops ?? 0) : undefined);
        expect(p[`${prefix}BurstingEnabled`]).toBe(tunable ? (disk.burstingEnabled ?? false) : undefined);
      }
    });
  });

  it('data disks by the device name in the image, never by snapshot id, no disk more than the image has', () => {
    always((p, { image }) => {
      const devices = image.mappings.flatMap(({ type, device }) => (type === 'data' ? [device] : []));
      expect(values(p, /^DataDisk\.\d+\.Device$/).sort()).toEqual(devices.sort());
      expect(values(p, /^DataDisk\.\d+\.SnapshotId$/)).toEqual([]);
      expect(values(p, /^DataDisk\.\d+\.Category$/)).toHaveLength(devices.length);
    });
  });

  it('release with the instance, names and snapshot policies as on the source disk', () => {
    always((p, input) => {
      for (const { prefix, disk } of pairs(p, input)) {
        expect(p[`${prefix}DeleteWithInstance`]).toBe(disk.type === 'data' ? disk.deleteWithInstance : undefined);
        expect(p[`${prefix}DiskName`]).toBe(disk.name);
        expect(p[`${prefix}AutoSnapshotPolicyId`]).toBe(disk.autoSnapshotPolicyId);
      }
    });
  });

  it('billing as decided; PrePaid with its period, PostPaid without', () => {
    always((p, { choices }) => {
      expect(p.InstanceChargeType).toBe(choices.chargeType);
      const prePaid = choices.chargeType === 'PrePaid';
      expect([p.Period, p.PeriodUnit, p.AutoPay, p.AutoRenew]).toEqual(
        prePaid ? [choices.periodMonths, 'Month', true, false] : [undefined, undefined, undefined, undefined],
      );
    });
  });

  it('spot only when a person chose it', () => {
    always((p, { source, choices }) => {
      const like = source.spotStrategy === 'NoSpot' ? 'SpotAsPriceGo' : source.spotStrategy;
      expect(p.SpotStrategy).toBe(choices.spot ? like : 'NoSpot');
      expect(p.SpotPriceLimit).toBe(choices.spot && like === 'SpotWithPriceLimit' ? source.spotPriceLimit : undefined);
    });
  });

  it('the key pair, else the password of the image, never both', () => {
    always((p, { source }) => {
      const key = source.osType === 'windows' ? undefined : source.keyPairName;
      expect(p.KeyPairName).toBe(key);
      expect(p.PasswordInherit).toBe(key === undefined ? true : undefined);
      expect(p).not.toHaveProperty('Password');
    });
  });

  it('tags of the source and ours, at most 20, system tags never', () => {
    always((p, { source }, { notes }) => {
      const keys = values(p, /^Tag\.\d+\.Key$/).map(String);
      expect(keys.slice(0, 2)).toEqual(['ecs-dr:recovery', 'ecs-dr:source']);
      expect(p['Tag.2.Value']).toBe('i-source');
      expect(keys.length).toBeLessThanOrEqual(20);
      expect(keys.some((key) => /^(acs:|aliyun)/.test(key))).toBe(false);
      const left = notes.filter((note) => note.startsWith('tag ')).length;
      expect(keys.length - 2 + left).toBe(source.tags.length);
    });
  });

  it('RAM role, resource group and metadata mode where present', () => {
    always((p, { source, extras }) => {
      expect(p.RamRoleName).toBe(extras.ramRoleName);
      expect(p.ResourceGroupId).toBe(source.resourceGroupId);
      expect(p.HttpTokens).toBe(source.metadata.httpTokens);
      expect(p.HttpEndpoint).toBe(source.metadata.httpEndpoint);
    });
  });

  it('deletion protection where the billing has it', () => {
    always((p, { source, choices }) => {
      const kept = source.deletionProtection && choices.chargeType === 'PostPaid';
      expect(p.DeletionProtection).toBe(kept ? true : undefined);
    });
  });

  it('exactly one', () => {
    always((p) => expect([p.Amount, p.MinAmount]).toEqual([1, 1]));
  });

  it('user data is never sent, and the plan says that it is dropped', () => {
    always((p, { extras }, { notes }) => {
      expect(p).not.toHaveProperty('UserData');
      expect(notes.some((note) => note.startsWith('user data'))).toBe(extras.hasUserData === true);
    });
  });

  it('nothing that is bound to the source zone', () => {
    always((p) => {
      expect(
        values(p, /^(PrivateIpAddress|DedicatedHostId|DeploymentSetId|NetworkInterface\.|.*StorageClusterId)/),
      ).toEqual([]);
    });
  });

  it('a repeat is identical, whatever the order of the answers', () => {
    always((_, input, { request }) => {
      const again = runPlan({
        ...input,
        disks: [...input.disks].reverse(),
        snapshots: [...input.snapshots].reverse(),
        image: { ...input.image, mappings: [...input.image.mappings].reverse() },
        source: {
          ...input.source,
          tags: [...input.source.tags].reverse(),
          securityGroupIds: [...input.source.securityGroupIds].reverse(),
        },
      });
      expect(again.request).toEqual(request);
      expect(Object.keys(again.request.parameters)).toEqual(Object.keys(request.parameters));
    });
  });

  it('the price is asked for what will be ordered', () => {
    always((p, { choices }, { priceParameters }) => {
      expect(priceParameters).toMatchObject({ InstanceType: p.InstanceType, ZoneId: choices.zoneId, ImageId: 'm-dr' });
      for (const [name, value] of Object.entries(priceParameters)) expect(p[name]).toBe(value);
    });
  });
});
