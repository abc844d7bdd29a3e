import type { Disk, Image, Instance, Snapshot, SnapshotGroup, VSwitch } from './estate.ts';
import { isInstanceId } from './ids.ts';
import { diskStage } from './phase-disks.ts';
import { imageStage, instanceStage, vSwitchStage } from './phase-instance.ts';
import { listResources } from './phase-resources.ts';
import { snapshotStage, snapshotsBeside } from './phase-snapshots.ts';
import { SOURCE_TAG, tagValue } from './tags.ts';

export type Phase =
  | 'empty'
  | 'vswitch-ready'
  | 'snapshotting'
  | 'snapshots-ready'
  | 'creating-image'
  | 'image-ready'
  | 'starting-instance'
  | 'recovered'
  | 'disks-creating'
  | 'disk-ready'
  | 'attaching'
  | 'attached'
  | 'failed';

export interface RecoveryResource {
  kind: 'snapshot-group' | 'snapshot' | 'image' | 'vswitch' | 'instance' | 'disk';
  id: string;
  /** As the cloud reports it. */
  status: string;
  percent?: number;
  createdAt?: string;
  role?: string;
}

export interface NextStep {
  tool: string;
  arguments: Record<string, unknown>;
  why: string;
}

export interface RecoveryPicture {
  phase: Phase;
  sourceInstanceId?: string;
  resources: RecoveryResource[];
  /** Work is going on: ask again later. */
  pending: boolean;
  failed?: string;
  /** The following step; absent while work is pending, and at the end. */
  next?: NextStep;
  /** What exists, may cost, and serves nothing in this recovery. */
  orphans: string[];
}

/** What carries the tags of one recovery (the members of its groups may be among the snapshots). */
export interface PictureInput {
  recoveryId: string;
  groups: readonly SnapshotGroup[];
  snapshots: readonly Snapshot[];
  images: readonly Image[];
  instances: readonly Instance[];
  disks: readonly Disk[];
  vSwitches: readonly VSwitch[];
  /** The source as it is now, where it could be read. */
  source?: { instance: Instance; disks: readonly Disk[] } | undefined;
  /** The API says that there is no such instance any more. */
  sourceGone?: boolean;
}

/** How far one kind of resource has come; undefined where there is none. */
export interface Stage {
  phase: Phase;
  pending: boolean;
  failed?: string;
  next?: { tool: string; arguments: Record<string, unknown>; why: string };
}

/** What every stage is judged from. */
export interface Scene extends PictureInput {
  sourceInstanceId: string | undefined;
}

/**
 * Where a recovery stands, told by nothing but what the cloud holds: any process, on any machine, can carry on from it.
 * The furthest stage decides; `next` carries only arguments that the cloud's own state gives.
 */
export function recoveryPicture(input: PictureInput): RecoveryPicture {
  const sourceInstanceId = sourceOf(input);
  const scene: Scene = { ...input, sourceInstanceId };
  // The source may carry the tags of an earlier recovery: it is never a DR instance.
  scene.instances = input.instances.filter((instance) => instance.id !== sourceInstanceId);
  const instance = instanceStage(scene);
  const stage =
    // A copy that is up needs nothing more; disks beside it may.
    (instance?.phase === 'recovered' ? stageBeside(scene) : undefined) ??
    instance ??
    diskStage(scene) ??
    imageStage(scene) ??
    snapshotStage(scene) ??
    vSwitchStage(scene);
  const { resources, orphans } = listResources(scene);
  const picture: RecoveryPicture = {
    phase: stage?.phase ?? 'empty',
    resources,
    pending: stage?.pending ?? false,
    orphans,
  };
  if (sourceInstanceId !== undefined) picture.sourceInstanceId = sourceInstanceId;
  if (stage?.failed !== undefined) picture.failed = stage.failed;
  if (stage?.next !== undefined && (sourceInstanceId !== undefined || !NEEDS_SOURCE.test(stage.next.tool))) {
    picture.next = {
      ...stage.next,
      arguments: { ...sharedArguments(stage.next.tool, scene), ...stage.next.arguments },
    };
  }
  return picture;
}

/** Steps that cannot be called without naming the source. */
const NEEDS_SOURCE =
  /^(describe-source|create-snapshot-group|create-image|find-target-zone|run-dr-instance|verify-recovery)$/;

/** What every step of the recovery takes, except that disks go by their snapshots and verifying by the two instances. */
function sharedArguments(tool: string, { recoveryId, sourceInstanceId }: Scene): Record<string, unknown> {
  const instance = sourceInstanceId === undefined ? {} : { instanceId: sourceInstanceId };
  if (tool === 'attach-recovered-disk' || tool === 'create-snapshot') return { recoveryId };
  return tool === 'verify-recovery' || tool === 'describe-source' ? instance : { ...instance, recoveryId };
}

/** Disks that come back beside a DR instance, and snapshots taken for them, as long as something is to be done for them. */
function stageBeside(scene: Scene): Stage | undefined {
  const beside = { ...scene, groups: [], snapshots: snapshotsBeside(scene) };
  const stage = diskStage(beside) ?? snapshotStage(beside);
  if (stage?.pending) return stage;
  // The instance is recovered, whatever became of a disk.
  if (stage?.next === undefined || stage.next.tool === 'create-image') return undefined;
  return stage.phase === 'failed' ? { ...stage, phase: 'recovered' } : stage;
}

function sourceOf(input: PictureInput): string | undefined {
  // What says most of whose recovery it is goes first: snapshots may be of several sources, a vSwitch is of none.
  const tagged = [
    ...input.images,
    ...input.groups,
    ...input.snapshots,
    ...input.instances,
    ...input.disks,
    ...input.vSwitches,
  ];
  for (const { tags } of tagged) {
    const id = tagValue(tags, SOURCE_TAG);
    // The snapshot of a disk that is attached nowhere names the disk.
    if (id !== undefined && isInstanceId(id)) return id;
  }
  return input.source?.instance.id;
}
