import type { ToolFailed } from './agent.ts';
import {
  type Answer,
  type Comparison,
  comparison,
  type Description,
  description,
  type Next,
  type SourceDisk,
  type Target,
  target,
} from './answer.ts';
import { type Stage, settle } from './stage.ts';
import { duration } from './stopwatch.ts';

/** The acts that stories share, in the order in which they are played. */

export async function lookAtSource({ agent, view }: Stage, instanceId: string): Promise<Description> {
  view.act('Look at the source', 'describe-source');
  const seen = description.parse(await agent.call('describe-source', { instanceId }));
  const { source, disks, snapshotStrategy } = seen;
  view.done(
    `${source.name} (${source.instanceId}) is ${source.status} in ${source.zoneId}: ${source.instanceType}, ${source.chargeType}`,
  );
  view.table(
    ['device', 'disk', 'GiB', 'category'],
    disks.map((d) => [d.device ?? '–', d.diskId, String(d.sizeGiB), kindOf(d)]),
  );
  view.note(`Recovery point to take: ${snapshotStrategy.kind} (${snapshotStrategy.reason})`);
  const best = seen.recoveryPoints.find((p) => p.usable && !p.disksOnly);
  if (best) {
    view.note(
      `Best existing point: ${best.kind} ${best.id}, ${duration(best.ageSeconds * 1000)} old, complete: ${yes(best.complete)}, consistent: ${yes(best.consistent)}, zone-safe: ${yes(best.zoneSafe)}`,
    );
  }
  for (const warning of seen.warnings) view.warn(warning);
  for (const blocker of seen.blockers) view.fail(blocker);
  return seen;
}

/** A new recovery point; done as soon as an image can be made from it. */
export async function takePoint(stage: Stage, next: Next | undefined): Promise<Answer> {
  const { agent, view, watch } = stage;
  view.act('Take a recovery point, the source keeps running', next?.tool ?? '');
  const answer = await agent.follow(next, {}, (_, message) => view.work.spin(message));
  const point = await settle(stage, answer);
  view.done(`The point is taken, ${duration(watch.simulatedMs)} after the first call; its upload goes on`);
  return point;
}

/** The image is made in the cloud while the person chooses the zone. */
export async function makeImageAndFindZone(
  stage: Stage,
  source: Description,
  request: Next | undefined,
): Promise<{ imageId: string; place: Target; recoveryId: string | undefined }> {
  const { agent, view, watch } = stage;
  view.act('Make an image of it', 'create-image');
  const started = await agent.follow(request, { waitSeconds: 0 });
  const { recoveryId } = started;
  if (started.imageId) view.done(`Image ${started.imageId} is being made`);
  else view.note('The cloud wants the snapshots stored completely first; the approval stands');

  view.act('Meanwhile, find a zone for the DR instance', 'find-target-zone');
  const [imageId, place] = await Promise.all([finishImage(stage, started), findZone(stage, source, recoveryId)]);
  view.done(`Image ${imageId} is available, ${duration(watch.simulatedMs)} after the first call`);
  return { imageId, place, recoveryId };
}

/** Where the cloud wants the snapshots stored completely first, `next` leads through that wait to the same request again. */
async function finishImage(stage: Stage, started: Answer): Promise<string> {
  const { agent, view } = stage;
  let asked = started;
  while (!asked.imageId) {
    const ready = await settle(stage, asked);
    view.done('The snapshots are at 100 %: the point would survive the loss of the zone');
    asked = await agent.follow(ready.next, { waitSeconds: 0 });
  }
  const made = await settle(stage, asked);
  if (made.failed !== undefined) throw new Error(`The image failed: ${made.failed}`);
  return String(asked.imageId);
}

async function findZone(stage: Stage, source: Description, recoveryId: string | undefined): Promise<Target> {
  const { agent, view } = stage;
  const { instanceId } = source.source;
  const answer = await agent.call('find-target-zone', { instanceId, recoveryId });
  const place = target.parse(answer).target;
  view.done(`It comes back in ${place.zoneId} as ${place.instanceType}`);
  if (place.vSwitchId) return place;
  view.act('That zone has no vSwitch of the VPC yet', 'create-vswitch');
  const made = await agent.follow(answer.next);
  view.done(`vSwitch ${made.vSwitchId} (${made.cidrBlock}) is there`);
  return { ...place, vSwitchId: String(made.vSwitchId) };
}

export async function bringBack(
  stage: Stage,
  source: Description,
  from: { imageId: string; place: Target; recoveryId: string | undefined },
): Promise<{ result: Comparison; runningAfterMs: number }> {
  const { agent, view, watch } = stage;
  const { instanceId } = source.source;
  view.act('Bring it back', 'run-dr-instance');
  const started = await agent.call(
    'run-dr-instance',
    { instanceId, imageId: from.imageId, recoveryId: from.recoveryId, ...whatWasChosen(source, from.place) },
    (_, message) => view.work.spin(message),
  );
  const running = await settle(stage, started);
  view.work.end();
  const runningAfterMs = watch.simulatedMs;
  const drInstanceId = String(started.drInstanceId);
  view.done(`DR instance ${drInstanceId} is Running, ${duration(runningAfterMs)} after the first call`);
  return { result: await compare(stage, running, { instanceId, drInstanceId }), runningAfterMs };
}

/** Only what differs from the source is said: the rest is inherited. */
function whatWasChosen({ source, disks }: Description, place: Target): Record<string, unknown> {
  const chosen = (d: SourceDisk) =>
    d.type === 'system' ? place.systemDiskCategory : place.dataDiskCategories[d.device ?? d.diskId];
  const changed = disks.flatMap((d): [string, string][] => {
    const category = chosen(d);
    return d.device && category && category !== d.category ? [[d.device, category]] : [];
  });
  return {
    zoneId: place.zoneId,
    vSwitchId: place.vSwitchId,
    ...(place.instanceType !== source.instanceType && { instanceType: place.instanceType }),
    ...(changed.length > 0 && { diskCategories: Object.fromEntries(changed) }),
  };
}

async function compare(
  { agent, view }: Stage,
  running: Answer,
  ids: { instanceId: string; drInstanceId: string },
): Promise<Comparison> {
  const known = comparison.safeParse(running);
  view.act('Compare it with the source', known.success ? 'run-dr-instance' : 'verify-recovery');
  const result = known.success ? known.data : comparison.parse(await agent.call('verify-recovery', ids));
  view.table(
    ['attribute', 'source', 'DR instance'],
    result.comparison.map((row) => [row.attribute, row.source, row.dr]),
  );
  for (const d of result.differences) {
    view.fail(`${d.attribute}: expected ${d.expected}, is ${d.actual}. ${d.remedy}`);
  }
  if (result.verified) view.done('Verified: everything that was promised is there, no difference');
  else view.fail('Not verified');
  return result;
}

/** The whole of a tool's failure, as a person needs it. */
export function explain(view: Stage['view'], error: ToolFailed): void {
  view.fail(error.message);
  view.say(`Cause: ${error.failure.cause}`);
  view.say(`Do: ${error.failure.remedy}`);
}

export const kindOf = (d: { category: string; performanceLevel?: string | undefined }): string =>
  [d.category, d.performanceLevel].filter(Boolean).join(' ');

export const yes = (fact: boolean): string => (fact ? 'yes' : 'no');
