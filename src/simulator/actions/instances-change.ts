import { instanceType } from '../estate/catalogue.ts';
import { release, start, stop } from '../estate/instances.ts';
import type { Instance } from '../estate/model.ts';
import { ApiError, dryRunPassed, missing, notFound } from '../wire/api-error.ts';
import { type Actions, COMMON_TOKEN, type Context, findInstance, needInstance, refuseLocked } from './context.ts';
import { stockOf } from './offers.ts';
import { RUN_INSTANCES } from './run-instances.ts';
import { checkDescription, checkInstanceName } from './texts.ts';

/** Starting, stopping, changing and releasing instances. */

function wrongStatus(status = 403): ApiError {
  return new ApiError(
    status,
    'IncorrectInstanceStatus',
    'The current status of the resource does not support this operation.',
  );
}

function startInstance(c: Context): Record<string, unknown> {
  const instance = needInstance(c);
  refuseLocked(instance);
  if (instance.status !== 'Stopped') throw wrongStatus();
  const zone = c.estate.zone(instance.zoneId);
  if (zone?.outage)
    throw new ApiError(403, 'OperationDenied.ZoneNotAllowed', 'The zone does not allow the operation at the moment.');
  // StopCharging gave the capacity back. [states: instance.related_fields]
  if (instance.stoppedMode === 'StopCharging' && zone && stockOf(zone, instance.instanceType) === 'WithoutStock') {
    throw new ApiError(403, 'OperationDenied.NoStock', 'The resource is out of stock in the specified zone.');
  }
  if (c.params.boolean('DryRun')) throw dryRunPassed();
  start(c.estate, instance, c.now);
  return {};
}

function stopInstance(c: Context): Record<string, unknown> {
  const instance = needInstance(c);
  if (instance.status !== 'Running') throw wrongStatus();
  const mode = c.params.text('StoppedMode');
  if (mode && !['StopCharging', 'KeepCharging'].includes(mode))
    throw new ApiError(400, 'InvalidParameter', 'The specified StoppedMode is not valid.');
  if (c.params.boolean('DryRun')) throw dryRunPassed();
  failRunningSnapshots(c, instance);
  const stopCharging =
    mode === 'StopCharging' && instance.chargeType === 'PostPaid' && !instanceType(instance.instanceType)?.localStorage;
  stop(c.estate, instance, {
    forced: c.params.boolean('ForceStop') ?? false,
    stoppedMode: stopCharging ? 'StopCharging' : 'KeepCharging',
  });
  return {};
}

function rebootInstance(c: Context): Record<string, unknown> {
  const instance = needInstance(c);
  refuseLocked(instance);
  if (instance.status !== 'Running') throw wrongStatus();
  if (c.params.boolean('DryRun')) throw dryRunPassed();
  failRunningSnapshots(c, instance);
  start(c.estate, instance, c.now);
  return {};
}

/** A snapshot whose point is not taken yet is lost when the instance changes its state. [trap 16] */
function failRunningSnapshots(c: Context, instance: Instance): void {
  for (const disk of c.estate.disksOf(instance.id)) {
    for (const snapshot of c.estate.snapshotsOf(disk.id))
      if (snapshot.status === 'progressing' && c.now < snapshot.takenAt) snapshot.status = 'failed';
  }
}

/** [states: instance preconditions] */
function checkReleasable(c: Context, instance: Instance): void {
  const force = c.params.boolean('Force') ?? false;
  refuseLocked(instance);
  if (instance.deletionProtection)
    throw new ApiError(
      403,
      'InvalidOperation.DeletionProtection',
      'The operation is not allowed due to deletion protection.',
    );
  const expired = instance.expiresAt !== undefined && instance.expiresAt <= c.now;
  if (instance.chargeType === 'PrePaid' && !(expired && c.params.boolean('TerminateSubscription'))) {
    throw new ApiError(
      403,
      'ChargeTypeViolation',
      'The operation is not permitted due to the charge type of the instance.',
    );
  }
  // Fresh ones cannot be deleted at once. [trap 39]
  if (instance.initializingUntil > c.now || instance.status === 'Pending')
    throw new ApiError(403, 'IncorrectInstanceStatus.Initializing', 'The specified instance is being initialized.');
  if (!force && instance.status !== 'Stopped') throw wrongStatus();
}

function letGo(c: Context, instance: Instance): void {
  const { estate } = c;
  instance.status = instance.status === 'Stopped' ? 'Stopped' : 'Stopping';
  const gone = c.now + (c.params.boolean('ForceStop') === false ? 60_000 : 0) + estate.durations.instanceRelease();
  estate.agenda.plan(gone, () => release(estate, instance));
}

function deleteInstance(c: Context): Record<string, unknown> {
  const instance = needInstance(c);
  checkReleasable(c, instance);
  if (c.params.boolean('DryRun')) throw dryRunPassed();
  letGo(c, instance);
  return {};
}

function deleteInstances(c: Context): Record<string, unknown> {
  const ids = c.params.list('InstanceId');
  if (ids.length === 0) throw missing('InstanceId.1');
  const instances = ids.map((id) => {
    const instance = findInstance(c, id);
    if (!instance) throw notFound('InvalidInstanceId.NotFound', 'InstanceId');
    return instance;
  });
  for (const instance of instances) checkReleasable(c, instance);
  // Its own word for a dry run that passed. [api: DryRun]
  if (c.params.boolean('DryRun')) throw dryRunPassed('DRYRUN.SUCCESS');
  for (const instance of instances) letGo(c, instance);
  return {};
}

function modifyInstanceAttribute(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  const instance = needInstance(c);
  const name = params.text('InstanceName');
  checkInstanceName(name);
  const description = params.text('Description');
  checkDescription(description, { status: 400, code: 'InvalidDescription.Malformed' });
  const groups = params.list('SecurityGroupIds');
  for (const id of groups) {
    const group = estate.securityGroups.get(id);
    if (!group || group.vpcId !== instance.vpcId) throw notFound('InvalidSecurityGroupId.NotFound', 'SecurityGroupId');
  }
  if (name !== undefined) instance.name = name;
  if (description !== undefined) instance.description = description;
  if (groups.length > 0) instance.securityGroupIds = groups;
  instance.hostName = params.text('HostName') ?? instance.hostName;
  instance.userData = params.text('UserData') ?? instance.userData;
  instance.deletionProtection = params.boolean('DeletionProtection') ?? instance.deletionProtection;
  instance.creditSpecification = params.text('CreditSpecification') ?? instance.creditSpecification;
  return {};
}

export const INSTANCE_CHANGES: Actions = {
  RunInstances: RUN_INSTANCES,
  StartInstance: { handler: startInstance, mutating: true, ignores: ['InitLocalDisk'] },
  StopInstance: { handler: stopInstance, mutating: true, ignores: ['ConfirmStop', 'Hibernate'] },
  RebootInstance: { handler: rebootInstance, mutating: true, ignores: ['ForceStop'] },
  DeleteInstance: { handler: deleteInstance, mutating: true },
  DeleteInstances: { handler: deleteInstances, mutating: true, tokenMismatch: COMMON_TOKEN },
  ModifyInstanceAttribute: {
    handler: modifyInstanceAttribute,
    mutating: true,
    ignores: [
      'CpuOptions.*',
      'EnableJumboFrame',
      'EnableNetworkEncryption',
      'NetworkInterfaceQueueNumber',
      'Password',
      'PrivateDnsNameOptions.*',
      'Recyclable',
      'RemoteConnectionOptions.*',
    ],
  },
};
