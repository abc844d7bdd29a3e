import type { Simulator } from '../../../src/simulator/index.ts';
import { call, type Result } from '../../support/agent.ts';
import type { World } from './world.ts';

export interface Thing {
  kind: 'snapshot-group' | 'snapshot' | 'image' | 'vswitch' | 'instance' | 'disk';
  id: string;
  /** Two things of one recovery and the same role are one too many. */
  role: string;
  recovery: string | undefined;
  source: string | undefined;
  /** It comes and goes with this one, which is listed in its place. */
  partOf: string | undefined;
  /** It failed: an orphan, replaced by another try. */
  dead: boolean;
  /** The API does not show it yet. */
  hidden: boolean;
}

/** Everything that the cloud holds, straight from its state: not through the API that the server uses. */
export function existing({ state, clock }: Pick<Simulator, 'state' | 'clock'>): Thing[] {
  const now = clock.now();
  type Tagged = { id: string; tags: { key: string; value: string }[]; visibleAt?: number; status?: string };
  const thing = (kind: Thing['kind'], of: Tagged, role: string, partOf?: string): Thing => {
    const tag = (key: string) => of.tags.find((t) => t.key === key)?.value;
    const recovery = tag('ecs-dr:recovery');
    return {
      kind,
      id: of.id,
      role: `${kind} ${role}`,
      recovery,
      source: tag('ecs-dr:source'),
      partOf,
      dead: /^(failed|CreateFailed|UnAvailable)$/.test(of.status ?? ''),
      hidden: (of.visibleAt ?? 0) > now,
    };
  };
  return [
    ...[...state.snapshotGroups.values()].map((g) => thing('snapshot-group', g, '')),
    ...[...state.snapshots.values()].map((s) => thing('snapshot', s, s.sourceDiskId, s.groupId || undefined)),
    ...[...state.images.values()].map((i) => thing('image', i, '')),
    ...[...state.vSwitches.values()].map((v) => thing('vswitch', v, v.zoneId)),
    ...[...state.instances.values()].map((i) => thing('instance', i, '')),
    ...[...state.disks.values()].map((d) =>
      thing(
        'disk',
        d,
        `${d.sourceSnapshotId || d.device}`,
        // A recovered disk names its source disk; the others are the instance's own.
        d.tags.some((t) => t.key === 'ecs-dr:disk') ? undefined : d.instanceIds[0],
      ),
    ),
  ];
}

/** What came into being since the world began. */
export function made(world: World): Thing[] {
  return existing(world.simulator).filter((t) => !world.before.has(t.id));
}

/** Things beyond the first of each role of a recovery. */
export function duplicates(things: readonly Thing[]): Thing[] {
  const alive = things.filter((t) => !t.dead);
  return alive.filter((t, i) => alive.findIndex((o) => o.role === t.role && o.recovery === t.recovery) !== i);
}

/** Things without our tag, or that check-recovery of a fresh process does not name. */
export function unlisted(things: readonly Thing[], pictures: readonly Result[]): Thing[] {
  const named = new Set(pictures.flatMap((p) => ((p.resources ?? []) as { id: string }[]).map((r) => r.id)));
  return things.filter((t) => !t.hidden && (!t.recovery || !(named.has(t.id) || (t.partOf && named.has(t.partOf)))));
}

/** check-recovery of every recovery that left something, by a fresh process. */
export async function pictures(world: World, things: readonly Thing[]): Promise<Result[]> {
  const ids = [...new Set(things.flatMap((t) => t.recovery ?? []))];
  const client = await world.server(undefined);
  return Promise.all(ids.map((recoveryId) => call(client, 'check-recovery', { recoveryId, waitSeconds: 0 })));
}
