import { yes } from './acts.ts';
import { type Description, description, type Point } from './answer.ts';
import { isUntouched, sourceFields } from './proof.ts';
import type { Ending, Stage } from './stage.ts';
import { duration } from './stopwatch.ts';

/** The end of every story: the proof that the source is untouched, and what the recovery took. */
export async function curtain(stage: Stage, before: Description, ending: Ending): Promise<boolean> {
  const { agent, view, watch } = stage;
  view.act('Is the source untouched?', 'describe-source');
  const after = description.parse(await agent.call('describe-source', { instanceId: before.source.instanceId }));
  const fields = sourceFields(before, after);
  view.table(
    ['field', 'before', 'after', ''],
    fields.map((f) => [f.name, f.before, f.after, f.before === f.after ? '=' : '≠']),
  );
  const untouched = isUntouched(fields);
  if (untouched) view.done(`Untouched: ${fields.length} fields compared, all as before`);
  else view.fail('The source is not as it was');

  const point = usedPoint(after, ending);
  view.act('In short');
  view.facts([
    ['Recovery', `${ending.verified ? 'verified' : 'not verified'} (${ending.recoveryId ?? '?'})`],
    ['Age of its data (RPO)', point ? `${duration(point.ageSeconds * 1000)}: ${graded(point)}` : 'not known'],
    [`First call → ${ending.until} (RTO)`, `${duration(ending.recoveredAfterMs)} of the cloud's time`],
    ['The demo took', duration(watch.realMs)],
    ['Changes made', [...counted(agent.changes())].join(', ')],
    ['Source untouched', yes(untouched)],
  ]);
  return untouched;
}

/** The point that the copy was made from, as the cloud reports it now. */
function usedPoint({ recoveryPoints }: Description, { existingPointId, recoveryId }: Ending): Point | undefined {
  if (existingPointId) return recoveryPoints.find((p) => p.id === existingPointId);
  const own = recoveryPoints.filter((p) => p.recoveryId === recoveryId);
  return own.find((p) => p.kind !== 'image') ?? own[0];
}

function graded({ kind, id, consistent, zoneSafe }: Point): string {
  const safe = zoneSafe ? 'zone-safe' : 'not zone-safe yet: its upload is not at 100 %';
  return `${kind} ${id}, ${consistent ? 'one moment for all disks' : 'not consistent across disks'}, ${safe}`;
}

function counted(actions: string[]): string[] {
  const counts = new Map<string, number>();
  for (const action of actions) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts].map(([action, n]) => (n > 1 ? `${n} × ${action}` : action));
}
