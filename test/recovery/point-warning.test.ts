import { describe, expect, it } from 'vitest';
import type { Disk, Snapshot } from '../../src/recovery/estate.ts';
import { pointWarnings } from '../../src/recovery/point-warning.ts';
import { recoveryPoints } from '../../src/recovery/points.ts';
import { policyLabel, policyRow } from '../../src/recovery/snapshot-policies.ts';
import { aDataDisk, aDisk, anInstance, aSnapshot, NOW } from './make.ts';

const autoSnapshotPolicyId = 'sp-1';
const root = aDisk({ autoSnapshotPolicyId });
const b = aDataDisk('b', { autoSnapshotPolicyId });
const nightly = { id: 'sp-1', name: 'nightly', timePoints: '["2"]', repeatWeekdays: '["1","7"]', retentionDays: 7 };

function warning(disks: Disk[], snapshots: Snapshot[], policies = [nightly]): string | undefined {
  const points = recoveryPoints({ instance: anInstance(), disks, groups: [], snapshots, images: [], nowMs: NOW });
  return pointWarnings(points, disks, policies)[0];
}

const auto = (disk: Disk, over: Partial<Snapshot> = {}) => aSnapshot(disk, { type: 'auto', ...over });

describe('the warning that no point outlives the zone', () => {
  it('is not given where one does', () => {
    expect(warning([root, b], [auto(root), auto(b)])).toBeUndefined();
  });

  it('says what keeps one where no disk is under a policy', () => {
    expect(warning([aDisk(), aDataDisk('b')], [])).toContain('An automatic snapshot policy would keep one.');
  });

  it('names the disks that the policy leaves out', () => {
    expect(warning([root, b, aDataDisk('c')], [auto(root), auto(b)])).toContain(
      'Its automatic snapshot policy (nightly, at 2:00 UTC+8) leaves out /dev/xvdc.',
    );
    const local = aDataDisk('c', { category: 'local_ssd_pro' });
    expect(warning([root, b, local], [])).not.toContain('leaves out');
  });

  it('says that the policy has made none only where it has made nothing', () => {
    expect(warning([root, b], [])).toContain('(nightly, at 2:00 UTC+8) has made none yet.');
    expect(warning([root, b], [], [])).toContain('Its automatic snapshot policy (sp-1) has made none yet.');
    for (const made of [[auto(root)], [auto(root), auto(b, { progress: 40, status: 'progressing' })]]) {
      expect(warning([root, b], made)).toContain('has made snapshots, but none of every disk');
    }
  });
});

describe('a snapshot policy', () => {
  it('is told in numbers', () => {
    expect(policyRow(nightly)).toEqual({
      id: 'sp-1',
      name: 'nightly',
      timePoints: [2],
      repeatWeekdays: [1, 7],
      retentionDays: 7,
    });
    expect(policyRow({ id: 'sp-2' })).toEqual({ id: 'sp-2', timePoints: [], repeatWeekdays: [] });
  });

  it('is called by its name, else its id, and when it runs', () => {
    expect(policyLabel({ id: 'sp-2' })).toBe('sp-2');
    expect(policyLabel({ ...nightly, timePoints: '["2","14"]' })).toBe('nightly, at 2:00, 14:00 UTC+8');
    const hourly = JSON.stringify(Array.from({ length: 24 }, (_, hour) => `${hour}`));
    expect(policyLabel({ ...nightly, timePoints: hourly })).toBe('nightly, 24 times a day');
  });
});
