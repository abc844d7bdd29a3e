import type { Estate } from '../estate/estate.ts';
import type { Disk, Image, Instance, Snapshot } from '../estate/model.ts';
import { ApiError, notFound } from '../wire/api-error.ts';
import type { Params } from '../wire/params.ts';

/** What an action gets: its parameters, the region it is for, and the estate as of now. */
export interface Context {
  estate: Estate;
  params: Params;
  regionId: string;
  /** Virtual time of the request. */
  now: number;
  /** The fault plan wants what this request creates to die after being accepted. */
  doomed: boolean;
}

/** The answer without its RequestId, or an ApiError thrown. */
export type Handler = (context: Context) => Record<string, unknown>;

export interface ActionSpec {
  handler: Handler;
  /** Takes effect on the estate. */
  mutating?: boolean;
  /** Code for a repeated ClientToken with other parameters; present on actions that have a token. [api: ClientToken] */
  tokenMismatch?: { status: number; code: string };
  /** Code while the first request with the token still runs; IdempotentProcessing 403 unless given. */
  tokenRunning?: { status: number; code: string };
  /** Code for an unknown region. [trap 60] */
  regionError?: { status: number; code: string };
  /** RegionId may be left out, although there is one. */
  regionOptional?: boolean;
  /** Parameters that are accepted and have no effect here. */
  ignores?: string[];
  /** What is known to differ from the service. */
  gaps?: string[];
}

export type Actions = Record<string, ActionSpec>;

export const SNAPSHOT_TOKEN = { status: 403, code: 'IdempotentParameterMismatch' };
export const COMMON_TOKEN = { status: 400, code: 'IdempotentParameterMismatch' };

/** An instance of this region that can be seen by now. [traps 1, 43] */
export function findInstance(c: Context, id: string): Instance | undefined {
  const instance = c.estate.instances.get(id);
  return instance && instance.regionId === c.regionId && instance.visibleAt <= c.now ? instance : undefined;
}

export function needInstance(c: Context, parameter = 'InstanceId'): Instance {
  const instance = findInstance(c, c.params.need(parameter));
  if (!instance) throw notFound('InvalidInstanceId.NotFound', 'InstanceId');
  return instance;
}

export function findDisk(c: Context, id: string): Disk | undefined {
  const disk = c.estate.disks.get(id);
  return disk && disk.regionId === c.regionId && disk.visibleAt <= c.now ? disk : undefined;
}

export function needDisk(c: Context, id: string): Disk {
  const disk = findDisk(c, id);
  if (!disk) throw notFound('InvalidDiskId.NotFound', 'DiskId');
  return disk;
}

export function findSnapshot(c: Context, id: string): Snapshot | undefined {
  const snapshot = c.estate.snapshots.get(id);
  return snapshot && snapshot.regionId === c.regionId ? snapshot : undefined;
}

/** Public images exist in every region under the same id. */
export function findImage(c: Context, id: string): Image | undefined {
  const image = c.estate.images.get(id) ?? c.estate.images.get(`${c.regionId}/${id}`);
  return image && image.regionId === c.regionId ? image : undefined;
}

/** [states: instance preconditions] */
export function refuseLocked(instance: Instance, status = 403): void {
  if (instance.operationLocks.includes('security')) {
    throw new ApiError(status, 'InstanceLockedForSecurity', 'The instance is locked due to security reasons.');
  }
}

/** The group that what is made goes to; the default group of the account when none is named. */
export function resourceGroupOf(c: Context): string {
  const id = c.params.text('ResourceGroupId');
  if (id !== undefined && !c.estate.resourceGroups.has(id))
    throw notFound('InvalidResourceGroup.NotFound', 'ResourceGroupId');
  return id ?? c.estate.defaultResourceGroupId;
}

/** A KMS key that can encrypt. [trap 49] */
export function checkKmsKey(c: Context, keyId: string | undefined): void {
  if (!keyId || keyId === c.estate.serviceKeyId(c.regionId)) return;
  const key = c.estate.kmsKeys.get(keyId);
  if (!key) throw notFound('InvalidParameter.KMSKeyId.NotFound', 'KMSKeyId');
  if (!key.enabled)
    throw new ApiError(403, 'InvalidParameter.KMSKeyId.CMKNotEnabled', 'The specified KMS key is not enabled.');
}
