import { expect, test } from 'vitest';
import type { Description } from '../../src/demo/answer.ts';
import { isUntouched, sourceFields } from '../../src/demo/proof.ts';

function described(change: { status?: string; level?: string; disks?: number } = {}): Description {
  const disk = { diskId: 'd-1', device: '/dev/xvda', type: 'system', category: 'cloud_essd', sizeGiB: 40 };
  return {
    source: {
      instanceId: 'i-1',
      name: 'web',
      status: change.status ?? 'Running',
      zoneId: 'z',
      instanceType: 't',
      chargeType: 'PostPaid',
    },
    disks: [{ ...disk, performanceLevel: change.level ?? 'PL1' }].slice(0, change.disks ?? 1),
    snapshotStrategy: { kind: 'single-snapshot', reason: '' },
    recoveryPoints: [],
    warnings: [],
    blockers: [],
  };
}

test('a source that is as before is untouched', () => {
  expect(isUntouched(sourceFields(described(), described()))).toBe(true);
});

test.each([
  ['another status', described({ status: 'Stopped' }), 'status'],
  ['another level of a disk', described({ level: 'PL0' }), 'disk d-1'],
  ['a disk that is gone', described({ disks: 0 }), 'disk d-1'],
])('%s is a touched source, and the field is named', (_, after, name) => {
  const fields = sourceFields(described(), after);
  expect(isUntouched(fields)).toBe(false);
  expect(fields.filter((f) => f.before !== f.after).map((f) => f.name)).toEqual([name]);
});
