import { FAULT_KINDS, type FaultKind, type FaultPlan } from '../../../src/simulator/index.ts';
import { duplicates, made, pictures, unlisted } from './ledger.ts';
import { ACTIONS } from './matrix.ts';
import { ERRANDS, type Errand, isComplete, operator, resume, type Walk, walk } from './operator.ts';
import { openWorld } from './world.ts';

export interface Tally {
  runs: number;
  /** Processes that worked on the recoveries: each run goes on in fresh ones until it is complete. */
  processes: number;
  requests: number;
  faults: number;
  completed: number;
  /** Times a process stopped with an error (and another one went on). */
  stopped: number;
  duplicates: number;
  unlisted: number;
  /** Runs that did not complete even after the faults were gone, and whatever else is not as promised. */
  complaints: string[];
}

/** mulberry32: the same seed gives the same worlds, faults and errands everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Answers that come late cost real time: rarely. Failed creations are tries, not doubles, and have a test of their own. */
const UNUSUAL: readonly FaultKind[] = ['slow', 'vanish'];
const USUAL = FAULT_KINDS.filter((kind) => !UNUSUAL.includes(kind));

/** At most this many processes suffer the faults of a run; the last one works in peace. */
const MOST_PROCESSES = 5;

export async function soak(
  options: { seed: number; runs: number; until?: number },
  tell: (tally: Tally, run: number) => void = () => {},
): Promise<Tally> {
  const tally: Tally = {
    runs: 0,
    processes: 0,
    requests: 0,
    faults: 0,
    completed: 0,
    stopped: 0,
    duplicates: 0,
    unlisted: 0,
    complaints: [],
  };
  for (let run = 0; run < options.runs && Date.now() < (options.until ?? Number.POSITIVE_INFINITY); run++) {
    await one(options.seed * 100_003 + run, tally);
    tell(tally, run);
  }
  return tally;
}

async function one(seed: number, tally: Tally): Promise<void> {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const errand = pick(ERRANDS);
  const faults = randomFaults(random, errand);
  const world = await openWorld({ seed, faults });
  const complain = (what: string) => tally.complaints.push(`seed ${seed}, ${errand.name}: ${what}`);
  try {
    tally.runs += 1;
    let walked: Walk | undefined;
    for (let process = 0; process <= MOST_PROCESSES && !(walked && isComplete(walked)); process++) {
      if (process === MOST_PROCESSES) world.simulator.setFaults([]);
      const client = await world.server(operator);
      tally.processes += 1;
      const id = walked?.recoveryId;
      walked = id ? await resume(client, errand, id) : await walk(client, errand);
      if (walked.last.error) tally.stopped += 1;
      if (walked.last.error?.code === 'InternalServerDefect') complain('called a defect of the server');
      if (!walked.last.error && !isComplete(walked) && walked.last.status !== 'declined')
        complain(`process ${process} ended with ${walked.last.status} ${walked.last.phase ?? ''} and no error`);
    }
    world.simulator.setFaults([]);
    if (walked && isComplete(walked)) tally.completed += 1;
    else complain(`not completed: ${walked?.last.error?.code} ${walked?.last.error?.message ?? walked?.last.text}`);
    const things = made(world);
    for (const t of duplicates(things)) {
      tally.duplicates += 1;
      complain(`a second ${t.role}: ${t.id}`);
    }
    for (const t of unlisted(things, await pictures(world, things))) {
      tally.unlisted += 1;
      complain(`unlisted ${t.kind} ${t.id}`);
    }
    tally.requests += world.simulator.requests.length;
    tally.faults += world.simulator.requests.filter((r) => r.struckBy !== undefined).length;
  } finally {
    await world.close();
  }
}

/** One to four rules: some rare and everywhere, some certain for a while on one action, some on changes alone. */
function randomFaults(random: () => number, errand: Errand): FaultPlan {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const { changes, reads } = pick(ACTIONS.filter((a) => a.errand === errand || errand.name.includes('single')));
  return Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
    const fault = random() < 0.06 ? pick(UNUSUAL) : pick(USUAL);
    const where = random();
    const action = where < 0.35 ? 'mutating' : where < 0.6 ? pick(changes) : where < 0.8 ? pick(reads) : '*';
    const heals = ['throttle', 'internal-500', 'unavailable-503', 'reset-before', 'reset-after', 'malformed'].includes(
      fault,
    );
    return {
      action,
      fault,
      ...(random() < 0.3 && { after: true }),
      ...(fault === 'slow' && { ms: 60 }),
      ...(heals && random() < 0.6
        ? { probability: 0.1 + random() * (action === '*' ? 0.25 : 0.6) }
        : { times: 1 + Math.floor(random() * (heals ? 6 : 2)) }),
    };
  });
}

export function report(tally: Tally): string {
  const { complaints, ...counts } = tally;
  return [
    ...Object.entries(counts).map(([what, n]) => `${what.padEnd(12)}${n}`),
    ...(complaints.length > 0 ? ['', ...complaints.slice(0, 40)] : []),
    '',
  ].join('\n');
}
