import type { Disk, Image, Instance, Snapshot, SnapshotGroup, VSwitch } from './estate.ts';

export type Phase =
  | 'empty'
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
  | 'vswitch-ready'
  | 'failed';

export interface RecoveryResource {
  kind: 'snapshot-group' | 'snapshot' | 'image' | 'vswitch' | 'instance' | 'disk';
  id: string;
  status: string;
  percent?: number;
  createdAt?: string;
  role?: string;
}

export interface RecoveryPicture {
  phase: Phase;
  sourceInstanceId?: string;
  resources: RecoveryResource[];
  /** Work is going on: ask again later. */
  pending: boolean;
  failed?: string;
  /** The following step; absent while work is pending and at the end. */
  next?: { tool: string; arguments: Record<string, unknown>; why: string };
  /** What exists, costs, and serves nothing in this recovery any more. */
  orphans: string[];
}

/** What carries the tags of one recovery (group members may be among the snapshots). */
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
}

export declare function recoveryPicture(input: PictureInput): RecoveryPicture;
