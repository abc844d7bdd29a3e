import type { FaultPlan } from '../../../src/simulator/index.ts';
import type { Result } from '../../support/agent.ts';
import { duplicates, existing, made, pictures, type Thing, unlisted } from './ledger.ts';
import { type Errand, isComplete, operator, resume, type Walk, walk } from './operator.ts';
import { openWorld, type World, type WorldOptions } from './world.ts';

export interface Verdict {
  /** How the first run ended, under the faults. */
  ended: 'completed' | 'stopped';
  error: Result['error'];
  /** Requests that a fault struck. */
  struck: number;
  duplicates: Thing[];
  unlisted: Thing[];
  /** Everything that is not as promised, in words; empty when all is well. */
  complaints: string[];
}

/** Runs an errand under faults, judges what it left, takes the faults away and lets a fresh process finish it. */
export async function trial(errand: Errand, faults: FaultPlan, options: WorldOptions = {}): Promise<Verdict> {
  const world = await openWorld({ ...options, faults });
  try {
    const complaints: string[] = [];
    const run = await walk(await world.server(operator), errand);
    const completed = isComplete(run);
    if (!completed) complaints.push(...badEnd(run), ...badList(world, run, faults));
    world.simulator.setFaults([]);
    const left = made(world);
    const seen = await pictures(world, left);
    const twice = duplicates(left);
    const lost = unlisted(left, seen);
    if (!completed && run.recoveryId) complaints.push(...(await badResumption(world, errand, run)));
    const atEnd = made(world);
    const kinds = atEnd
      .filter((t) => !t.dead)
      .map((t) => t.kind)
      .sort();
    if (run.recoveryId && complaints.length === 0 && kinds.join() !== [...errand.leaves].sort().join())
      complaints.push(`left ${kinds.join()}`);
    const foreign = existing(world.simulator).filter((t) => !world.before.has(t.id) && t.recovery !== run.recoveryId);
    for (const t of foreign) complaints.push(`${t.kind} ${t.id} belongs to another recovery`);
    for (const t of duplicates(atEnd)) if (!twice.some((o) => o.id === t.id)) twice.push(t);
    for (const t of twice) complaints.push(`a second ${t.role}: ${t.id}`);
    for (const t of lost) complaints.push(`unlisted ${t.kind} ${t.id}`);
    return {
      ended: completed ? 'completed' : 'stopped',
      error: run.last.error,
      struck: world.simulator.requests.filter((r) => r.struckBy !== undefined).length,
      duplicates: twice,
      unlisted: lost,
      complaints,
    };
  } finally {
    await world.close();
  }
}

/** A run that did not complete must have said why, and what to do. */
function badEnd({ last }: Walk): string[] {
  // A recovery that failed for good says so by its phase.
  if (last.status === 'declined' || (last.phase === 'failed' && last.failed)) return [];
  const { error } = last;
  if (!error) return [`ended with ${last.status} and no error: ${last.text.slice(0, 200)}`];
  const told = [error.code, error.message, error.cause, error.remedy];
  return [
    ...(told.every((t) => typeof t === 'string' && t.trim().length > 1)
      ? []
      : [`told too little: ${told.join(' | ')}`]),
    ...(error.code === 'InternalServerDefect' ? ['called a defect of the server'] : []),
    ...(/undefined|\[object|NaN/.test(told.join(' ')) ? [`told nonsense: ${told.join(' | ')}`] : []),
  ];
}

/** The error names what exists; what its own reads could not see, because they fail, it cannot. */
function badList(world: World, { last, recoveryId }: Walk, faults: FaultPlan): string[] {
  // What a slow request makes after the error was told cannot be in it.
  if (!last.error || faults.some((f) => f.fault === 'slow')) return [];
  if (faults.some((f) => !isOnce(f) && !/^(Create|Run|Attach)/.test(f.action))) return [];
  const named = new Set((last.error.created ?? []).map((c) => c.id));
  const missing = made(world).filter(
    (t) => t.recovery === recoveryId && !t.hidden && !named.has(t.id) && !(t.partOf && named.has(t.partOf)),
  );
  const priceless = (last.error.created ?? []).filter((c) => !c.note);
  return [
    ...missing.map((t) => `the error does not name ${t.kind} ${t.id}`),
    ...priceless.map((c) => `the error does not say what ${c.kind} ${c.id} costs`),
  ];
}

const isOnce = (f: FaultPlan[number]): boolean => f.nth !== undefined || f.times !== undefined;

async function badResumption(world: World, errand: Errand, run: Walk): Promise<string[]> {
  const resumed = await resume(await world.server(operator), errand, run.recoveryId ?? '');
  if (isComplete(resumed)) return [];
  const { last } = resumed;
  return [
    `not finished from the recovery id: ${last.status} ${last.phase ?? ''} ${last.error?.code ?? ''} ${last.error?.message ?? last.text.slice(0, 300)}`,
  ];
}
