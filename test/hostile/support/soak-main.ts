import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { cellName, judge, wholeMatrix } from './matrix.ts';
import { report, soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '300' },
    seed: { type: 'string' },
    minutes: { type: 'string', default: '60' },
    matrix: { type: 'boolean', default: false },
  },
});
const print = (line: string) => process.stdout.write(`${line}\n`);
const until = Date.now() + Number(values.minutes) * 60_000;

process.exitCode = values.matrix ? await runMatrix() : await runSoak();
// Connections that the official client keeps open would hold the process.
process.exit();

async function runSoak(): Promise<number> {
  const seed = Number(values.seed ?? randomInt(1_000_000));
  print(`seed ${seed}`);
  const tally = await soak({ seed, runs: Number(values.runs), until }, (so_far, run) => {
    if ((run + 1) % 50 === 0) print(`${run + 1} runs, ${so_far.faults} faults, ${so_far.complaints.length} complaints`);
  });
  print(report(tally));
  return tally.duplicates + tally.unlisted + tally.complaints.length > 0 ? 1 : 0;
}

/** Every action × every fault × which calls. */
async function runMatrix(): Promise<number> {
  const counts = { runs: 0, faults: 0, completed: 0, stopped: 0, duplicates: 0, unlisted: 0 };
  let complaints = 0;
  for (const cell of wholeMatrix()) {
    if (Date.now() > until) break;
    const verdict = await judge(cell);
    counts.runs += 1;
    counts.faults += verdict.struck;
    counts[verdict.ended] += 1;
    counts.duplicates += verdict.duplicates.length;
    counts.unlisted += verdict.unlisted.length;
    complaints += verdict.complaints.length;
    for (const complaint of verdict.complaints) print(`${cellName(cell)}: ${complaint}`);
    if (counts.runs % 100 === 0) print(`${counts.runs} runs, ${counts.faults} faults, ${complaints} complaints`);
  }
  for (const [what, n] of Object.entries(counts)) print(`${what.padEnd(12)}${n}`);
  return complaints > 0 ? 1 : 0;
}
