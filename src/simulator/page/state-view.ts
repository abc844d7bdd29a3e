import type { Estate } from '../estate/estate.ts';
import { imageProgress, isUsable } from '../estate/images.ts';
import type { Tags } from '../estate/model.ts';
import { availableAddresses } from '../estate/network.ts';
import { snapshotProgress } from '../estate/snapshots.ts';
import type { RequestLog, RequestRecord } from '../request-log.ts';
import { seconds } from '../time.ts';

/** What the state page shows, as JSON. Text is given as it is; the page puts it in as text, never as markup. */

/** Resources with this tag belong to one recovery. */
const RECOVERY_TAG = 'ecs-dr:recovery';
/** Rows of a table; a fleet of hundreds would only slow the page. */
const ROWS = 200;
const REQUESTS = 200;
/** Parameters that carry secrets. */
const SECRET = /password|userdata|commandcontent|parameters$/i;

interface Row {
  kind: string;
  id: string;
  name: string;
  zone: string;
  status: string;
  percent: number;
  detail: string;
  createdAt: number;
  recovery: string;
}

export function stateView(estate: Estate, log: RequestLog, scenario: string, after: number): Record<string, unknown> {
  estate.settle();
  const now = estate.now;
  const rows = resources(estate, now);
  const recoveries = new Map<string, Row[]>();
  for (const row of rows)
    if (row.recovery) recoveries.set(row.recovery, [...(recoveries.get(row.recovery) ?? []), row]);
  const instances = rows.filter((row) => row.kind === 'instance');
  const points = rows.filter((row) => ['snapshot', 'group', 'image'].includes(row.kind));
  return {
    scenario,
    now: seconds(now),
    counts: {
      instances: estate.instances.size,
      disks: estate.disks.size,
      snapshots: estate.snapshots.size,
      groups: estate.snapshotGroups.size,
      images: points.filter((row) => row.kind === 'image').length,
      vSwitches: estate.vSwitches.size,
      requests: log.records.at(-1)?.n ?? 0,
    },
    recoveries: [...recoveries].map(([id, members]) => ({
      id,
      resources: members.sort((a, b) => a.createdAt - b.createdAt),
    })),
    instances: instances.slice(0, ROWS),
    points: points.sort((a, b) => b.createdAt - a.createdAt).slice(0, ROWS),
    vSwitches: rows.filter((row) => row.kind === 'vswitch').slice(0, ROWS),
    requests: log.records
      .filter((record) => record.n > after)
      .slice(-REQUESTS)
      .map(requestRow),
    unknownParameters: [
      ...new Set(
        log.records.flatMap((record) => (record.unknownParameters ?? []).map((name) => `${record.action}: ${name}`)),
      ),
    ].slice(0, 50),
  };
}

function recoveryOf(tags: Tags): string {
  return tags.find((tag) => tag.key === RECOVERY_TAG)?.value ?? '';
}

function resources(estate: Estate, now: number): Row[] {
  const rows: Row[] = [];
  for (const i of estate.instances.values()) {
    const disks = estate
      .disksOf(i.id)
      .map(
        (disk) =>
          `${disk.device} ${disk.category}${disk.performanceLevel ? ` ${disk.performanceLevel}` : ''} ${disk.sizeGiB} GiB`,
      );
    rows.push({
      kind: 'instance',
      id: i.id,
      name: i.name,
      zone: i.zoneId,
      status: i.status,
      percent: -1,
      detail: [i.instanceType, i.privateIp, ...disks].join(', '),
      createdAt: i.createdAt,
      recovery: recoveryOf(i.tags),
    });
  }
  for (const d of estate.disks.values()) {
    if (!recoveryOf(d.tags)) continue;
    rows.push({
      kind: 'disk',
      id: d.id,
      name: d.name,
      zone: d.zoneId,
      status: d.status,
      percent: -1,
      detail: `${d.category} ${d.performanceLevel ?? ''} ${d.sizeGiB} GiB ${d.device}`,
      createdAt: d.createdAt,
      recovery: recoveryOf(d.tags),
    });
  }
  for (const g of estate.snapshotGroups.values()) {
    rows.push({
      kind: 'group',
      id: g.id,
      name: g.name,
      zone: '',
      status: g.status,
      percent: -1,
      detail: `${g.snapshotIds.length} snapshots of ${g.instanceId}`,
      createdAt: g.createdAt,
      recovery: recoveryOf(g.tags),
    });
  }
  for (const s of estate.snapshots.values()) {
    rows.push({
      kind: 'snapshot',
      id: s.id,
      name: s.name,
      zone: '',
      status: s.status,
      percent: snapshotProgress(s, now),
      detail: `${s.sourceDiskType} disk ${s.sourceDiskId}, ${s.sourceDiskSizeGiB} GiB`,
      createdAt: s.requestedAt,
      recovery: recoveryOf(s.tags),
    });
  }
  for (const m of estate.images.values()) {
    if (m.ownerAlias !== 'self') continue;
    rows.push({
      kind: 'image',
      id: m.id,
      name: m.name,
      zone: '',
      status: isUsable(m, now) ? 'Usable' : m.status,
      percent: imageProgress(m, now),
      detail: `${m.mappings.length} disks`,
      createdAt: m.createdAt,
      recovery: recoveryOf(m.tags),
    });
  }
  for (const v of estate.vSwitches.values()) {
    rows.push({
      kind: 'vswitch',
      id: v.id,
      name: v.name,
      zone: v.zoneId,
      status: v.status,
      percent: -1,
      detail: `${v.cidrBlock}, ${availableAddresses(v, now)} free addresses`,
      createdAt: v.createdAt,
      recovery: recoveryOf(v.tags),
    });
  }
  return rows;
}

/** The log as it is, for programs that check what another one sent; secrets are masked, nothing else is. */
export function requestRecords(log: RequestLog, after: number): RequestRecord[] {
  return log.records
    .filter((record) => record.n > after)
    .map((record) => ({ ...record, params: masked(record.params) }));
}

function masked(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, SECRET.test(name) ? '***' : value]));
}

function requestRow(record: RequestRecord): Record<string, unknown> {
  const { outcome } = record;
  return {
    n: record.n,
    at: seconds(record.at),
    action: `${record.product}:${record.action}`,
    region: record.region,
    mutating: record.mutating,
    tookEffect: record.tookEffect,
    outcome:
      'fault' in outcome ? `fault: ${outcome.fault}` : `${outcome.status}${outcome.code ? ` ${outcome.code}` : ''}`,
    failed: 'fault' in outcome || outcome.status >= 400,
    params: Object.entries(masked(record.params))
      .map(([name, value]) => `${name}=${value}`)
      .join('  ')
      .slice(0, 600),
  };
}
