import { describe, expect, it } from 'vitest';
import { ACTIONS, type ActionName, RETRY_ANY } from '../../src/cloud/actions.ts';
import { failureOf } from '../../src/cloud/errors.ts';
import { familyOf } from '../../src/cloud/families.ts';

/** Codes of our actions that the API's documentation and its clients wait for. */
const TRANSIENT = [
  'DISK_HAS_CREATING_SNAPSHOT',
  'IdempotentProcessing',
  'IncorrectDiskStatus',
  'IncorrectDiskStatus.CreatingSnapshot',
  'IncorrectDiskStatus.Initializing',
  'IncorrectDiskStatus.TooManyCreatingSnapshots',
  'IncorrectDiskStatus.Transferring',
  'IncorrectImageStatus',
  'IncorrectInstanceStatus',
  'IncorrectInstanceStatus.Initializing',
  'IncorrectRouteEntryStatus',
  'IncorrectVSwitchStatus',
  'IncorrectVpcStatus',
  'InvalidOperation.Conflict',
  'InvalidSnapshot.NotReady',
  'InvalidSnapshotId.NotReady',
  'InvalidStatus.Upgrading',
  'LastOrderProcessing',
  'LastTokenProcessing',
  'Operation.Conflict',
  'OperationConflict',
  'OperationConflict.DisksAttachingParallellyExceed',
  'OperationDenied.CreatingConflict',
  'OperationDenied.ImageCopyConflict',
  'OperationDenied.ImageCopying',
  'OperationDenied.ResourceControl',
  'OperationFailed.IdempotentTokenProcessing',
  'QuotaExceed.ConcurrentSnapshotQuota',
  'SnapshotNotReady',
  'SystemBusy',
  'TOKEN_PROCESSING',
  'TaskConflict',
  'TooManySnapshot.Unfinished',
];

/** Codes of our actions that no waiting heals, though they end like those. */
const PERMANENT = [
  'DeleteWithInstance.Conflict',
  'EncryptedOption.Conflict',
  'IncorrectDedicatedHostStatus',
  'IncorrectDefaultVpcStatus',
  'IncorrectDiskStatus.Invalid',
  'IncorrectDiskStatus.NeverAttached',
  'IncorrectDiskStatus.NeverUsed',
  'IncorrectInstanceStatus.NeedRestart',
  'IncorrectInstanceStatus.NotSupportESSD',
  'IncorrectRecycleBinStatus',
  'IncorrectVolumeStatus',
  'InvalidInstance.ZoneConflict',
  'InvalidParam.ExcludeDiskIdsAndDiskIds.Conflict',
  'InvalidParam.TypeAndCpuMem.Conflict',
  'InvalidParam.ZoneIdAndInstanceId.Conflict',
  'InvalidParameter.Conflict',
  'InvalidParameter.DiskCategoryAndMultiAttachConflict',
  'InvalidParameter.MultiAttachAndInstanceIdConflict',
  'InvalidSecurityGroupId.MultiGroupIdNetworkTypeConflict',
  'InvalidSecurityGroupId.SingleIdAndMultiIdConflict',
  'InvalidStatus.DiskNotReady',
];

/** Every code that the table of actions repeats or calls retryable. */
const RETRIED = [
  ...new Set([...RETRY_ANY, ...Object.values(ACTIONS).flatMap((a) => a.retry)].map((rule) => rule.code)),
];

/** An error as the official client throws it. */
function adviceOn(code: string, action: ActionName) {
  const thrown = Object.assign(new Error(code), {
    name: 'ClientError',
    code,
    statusCode: 403,
    data: { Code: code, Message: 'as the API words it', RequestId: 'REQ-1' },
  });
  return failureOf(thrown, action, 'cn-hangzhou').error.details;
}

const WAIT = /^Wait /;

describe('to wait and call again', () => {
  it.each(TRANSIENT)('is the advice on %s', (code) => {
    expect(familyOf(code)).toBe('busy');
    const { remedy, retryable } = adviceOn(code, 'CreateSnapshot');
    expect(remedy).toMatch(WAIT);
    expect(retryable).toBe(true);
  });

  it.each(RETRIED)('is the advice on %s, which is tried again', (code) => {
    expect(['busy', 'server', 'throttling']).toContain(familyOf(code));
  });

  it.each(PERMANENT)('is not the advice on %s', (code) => {
    expect(['busy', 'server', 'throttling']).not.toContain(familyOf(code));
    const { remedy, retryable } = adviceOn(code, 'CreateImage');
    expect(remedy).not.toMatch(WAIT);
    expect(retryable).toBe(false);
  });
});

describe('what only a restart or an attachment heals', () => {
  it('leads from the whole-instance image to snapshots, and never asks for a restart of the source', () => {
    const { cause, remedy } = adviceOn('IncorrectInstanceStatus.NeedRestart', 'CreateImage');
    expect(cause).toContain('until the instance has been restarted (IncorrectInstanceStatus.NeedRestart)');
    expect(remedy).toMatch(/create-snapshot-group.*existing ones.*never restarts a source/);
  });

  it('leads from snapshots of a disk in an inconsistent state to the points that exist', () => {
    const { remedy } = adviceOn('IncorrectDiskStatus.Invalid', 'CreateSnapshot');
    expect(remedy).toMatch(/^Use an existing recovery point: describe-source/);
  });

  it.each([
    'IncorrectDiskStatus.NeverAttached',
    'IncorrectDiskStatus.NeverUsed',
  ])('says of %s that the disk holds nothing to recover', (code) => {
    const { cause, remedy } = adviceOn(code, 'CreateSnapshot');
    expect(cause).toContain('nothing to recover');
    expect(remedy).toContain('attach it once');
  });
});
