import { describe, expect, test } from 'vitest';
import { leaveOut, refusedThing } from '../../src/recovery/left-out.ts';

const LAUNCH = {
  InstanceName: 'recovery-web',
  RamRoleName: 'web-role',
  KeyPairName: 'ops',
  'SystemDisk.AutoSnapshotPolicyId': 'sp-1',
  'DataDisk.1.AutoSnapshotPolicyId': 'sp-1',
  'DataDisk.2.AutoSnapshotPolicyId': 'sp-2',
};

describe('what a launch leaves out', () => {
  test('goes from every disk that names it, with one note that tells all of it and what is lost', () => {
    const { parameters, notes } = leaveOut(LAUNCH, ['AutoSnapshotPolicyId']);
    expect(parameters).toEqual({ InstanceName: 'recovery-web', RamRoleName: 'web-role', KeyPairName: 'ops' });
    expect(notes).toEqual([expect.stringMatching(/^without automatic snapshot policy sp-1, sp-2: no snapshots/)]);
  });

  test('is nothing unless it was decided, and has no note where the source never had it', () => {
    expect(leaveOut(LAUNCH, [])).toEqual({ parameters: LAUNCH, notes: [] });
    expect(leaveOut({ Amount: 1 }, ['RamRoleName'])).toEqual({ parameters: { Amount: 1 }, notes: [] });
  });

  test.each([
    ['InvalidRamRole.NotFound', 'RamRoleName'],
    ['InvalidRamRole.NotEcsRole', 'RamRoleName'],
    ['InvalidKeyPairName.NotFound', 'KeyPairName'],
    ['InvalidAutoSnapshotPolicyId.NotFound', 'AutoSnapshotPolicyId'],
    // A right that is missing is put right, not gone without [recovery-rules: errors].
    ['InvalidUser.PassRoleForbidden', undefined],
    ['InvalidSecurityGroupId.NotFound', undefined],
    ['InvalidKMSKeyId.NotFound', undefined],
  ])('is told by the code: %s', (code, thing) => {
    expect(refusedThing(code)).toBe(thing);
  });
});
