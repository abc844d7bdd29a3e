import { SECOND } from '../time.ts';
import { completeAttach, completeDetach } from './disks.ts';
import type { Estate } from './estate.ts';
import type { Disk, Instance } from './model.ts';
import { releaseAddress } from './network.ts';

/** Instance life after RunInstances accepted it. [states: instance] */

/** Pending → Stopped → Starting → Running, its disks In_use on the way. [trap 3] */
export function bringUp(estate: Estate, instance: Instance, disks: { disk: Disk; device: string }[]): void {
  const { agenda, durations } = estate;
  const pendingUntil = Math.max(estate.now + durations.instancePending(), instance.visibleAt + SECOND);
  for (const { disk, device } of disks) {
    estate.link(disk, instance.id);
    agenda.plan(pendingUntil, (at) => completeAttach(estate, disk, instance.id, device, at));
  }
  agenda.plan(pendingUntil, (at) => {
    if (instance.status !== 'Pending') return;
    instance.status = 'Stopped';
    agenda.plan(at + durations.instanceBriefStop(), (then) => start(estate, instance, then));
  });
}

/** Stopped → Starting → Running. */
export function start(estate: Estate, instance: Instance, at: number): void {
  if (!estate.instances.has(instance.id)) return;
  instance.status = 'Starting';
  instance.needsRestart = false;
  instance.stoppedMode = 'Not-applicable';
  estate.agenda.plan(at + estate.durations.instanceStarting(), (then) => {
    if (instance.status !== 'Starting') return;
    instance.status = 'Running';
    instance.startedAt = then;
    instance.assistantReadyAt = then + estate.durations.assistantBoot();
  });
}

export function stop(estate: Estate, instance: Instance, options: { forced: boolean; stoppedMode: string }): void {
  instance.status = 'Stopping';
  estate.agenda.plan(estate.now + estate.durations.instanceStop(options.forced), () => {
    if (instance.status !== 'Stopping') return;
    instance.status = 'Stopped';
    instance.stoppedMode = options.stoppedMode;
  });
}

/** Releases the instance: disks that go with it disappear, others become independent, the EIP and the snapshots stay. [trap 41] */
export function release(estate: Estate, instance: Instance): void {
  estate.instances.delete(instance.id);
  const now = estate.now;
  for (const disk of estate.disksOf(instance.id)) {
    completeDetach(estate, disk, instance.id, now);
    if (disk.deleteWithInstance && disk.instanceIds.length === 0) {
      estate.disks.delete(disk.id);
    } else if (disk.instanceIds.length === 0) {
      // A former system disk that is kept becomes a pay-as-you-go data disk. [states: disk]
      disk.type = 'data';
      disk.chargeType = 'PostPaid';
    }
  }
  const vSwitch = estate.vSwitches.get(instance.vSwitchId);
  if (vSwitch)
    for (const address of [instance.privateIp, ...instance.secondaryInterfaces.map((eni) => eni.privateIp)])
      releaseAddress(vSwitch, address, now);
}

/** An accepted creation that dies: Pending, gone, and only an event tells. [trap 2] */
export function doom(estate: Estate, instance: Instance, reason: string): void {
  instance.status = 'Pending';
  estate.agenda.plan(estate.now + estate.durations.instanceVanish(), (at) => {
    for (const disk of estate.disksOf(instance.id)) disk.deleteWithInstance = true;
    release(estate, instance);
    estate.events.push({
      id: estate.ids.resource('e', instance.regionId),
      regionId: instance.regionId,
      instanceId: instance.id,
      code: 34,
      name: 'SystemFailure.Delete',
      cycleStatus: 'Executed',
      publishedAt: at,
      finishedAt: at + SECOND,
      reason,
    });
  });
}
