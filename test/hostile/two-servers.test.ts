import { afterEach, describe, expect, test } from 'vitest';
import { type Simulator, scaledClock, startSimulator } from '../../src/simulator/index.ts';
import { call } from '../support/agent.ts';
import { duplicates, existing, made } from './support/ledger.ts';
import {
  disksErrand,
  type Errand,
  instanceErrand,
  isComplete,
  operator,
  resume,
  type Walk,
  walk,
} from './support/operator.ts';
import { type Process, startProcess } from './support/process.ts';
import { openWorld, type World } from './support/world.ts';

const ACTION_OF: Record<string, string> = {
  'create-snapshot-group': 'CreateSnapshotGroup',
  'create-snapshot': 'CreateSnapshot',
};

let close: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of close) await one();
  close = [];
});

/** A cloud in which every change takes a while, so that two servers find nothing before either has made something. */
async function slowCloud(): Promise<Simulator> {
  const simulator = await startSimulator({
    clock: scaledClock(1000),
    seed: 11,
    faults: [{ action: 'mutating', fault: 'slow', ms: 250, dryRun: false }],
  });
  close.push(() => simulator.close());
  return simulator;
}

async function twoProcesses(simulator: Simulator): Promise<[Process, Process]> {
  const both = await Promise.all([startProcess(simulator, operator), startProcess(simulator, operator)]);
  for (const one of both) close.unshift(() => one.client.close());
  return both;
}

/** From the first step on under this id; where an error says that trying again helps, it is tried again. */
async function drive(process: Process, errand: Errand, recoveryId: string): Promise<Walk> {
  const { tool, arguments: given } = errand.first;
  const walked = await walk(process.client, errand, { tool, arguments: { ...given, recoveryId } });
  return isComplete(walked) ? walked : resume(process.client, errand, recoveryId);
}

describe('two servers on the same recovery at the same time', () => {
  for (const errand of [instanceErrand, disksErrand]) {
    test(`both come to the end, with one of each: ${errand.name}`, async () => {
      const simulator = await slowCloud();
      const before = new Set(existing(simulator).map((t) => t.id));
      const both = await twoProcesses(simulator);
      const walks = await Promise.all(both.map((one) => drive(one, errand, 'dr-two-servers')));
      for (const walked of walks) expect(isComplete(walked), walked.last.text).toBe(true);
      // Both had found nothing and asked for the same, under the same client token.
      const asked = simulator.requests.filter((r) => r.action === ACTION_OF[errand.first.tool]);
      const wanted = errand.leaves.filter((kind) => kind === 'snapshot' || kind === 'snapshot-group');
      expect(asked.length).toBeGreaterThan(errand === disksErrand ? wanted.length : 1);
      expect(new Set(asked.map((r) => r.params.ClientToken)).size).toBe(errand === disksErrand ? wanted.length : 1);
      const things = existing(simulator).filter((t) => !before.has(t.id));
      expect(duplicates(things)).toEqual([]);
      expect(things.map((t) => t.kind).sort()).toEqual([...errand.leaves].sort());
    });
  }
});

describe('two recoveries of one source at the same time', () => {
  test('stay apart: each has its own of everything', async () => {
    const simulator = await slowCloud();
    const before = new Set(existing(simulator).map((t) => t.id));
    const both = await twoProcesses(simulator);
    const walks = await Promise.all(both.map((one, i) => drive(one, instanceErrand, `dr-apart-${i}`)));
    for (const walked of walks) expect(isComplete(walked), walked.last.text).toBe(true);
    const things = existing(simulator).filter((t) => !before.has(t.id));
    expect(duplicates(things)).toEqual([]);
    for (const [i, walked] of walks.entries()) {
      const own = things.filter((t) => t.recovery === `dr-apart-${i}`);
      // Where the other one's vSwitch was there first, it is used: one per zone is enough.
      const kinds = own.map((t) => t.kind).filter((k) => k !== 'vswitch');
      expect(kinds.sort()).toEqual(instanceErrand.leaves.filter((k) => k !== 'vswitch').sort());
      const { drInstanceId } = walked.last;
      if (drInstanceId) expect(own.map((t) => t.id)).toContain(drInstanceId);
    }
  });
});

describe('parallel calls in one server', () => {
  let world: World;
  afterEach(() => world.close());

  test('make one of each, and all tell of the same', async () => {
    world = await openWorld({ faults: [{ action: 'mutating', fault: 'slow', ms: 30, dryRun: false }] });
    const client = await world.server(operator);
    const recoveryId = 'dr-parallel';
    const four = <T>(work: () => Promise<T>) => Promise.all([work(), work(), work(), work()]);
    const { tool, arguments: given } = instanceErrand.first;
    const groups = await four(() => call(client, tool, { ...given, recoveryId }));
    expect(new Set(groups.map((g) => g.snapshotGroupId)).size).toBe(1);
    const walks = await four(() => walk(client, instanceErrand, { tool: 'check-recovery', arguments: { recoveryId } }));
    for (const walked of walks) expect(isComplete(walked), walked.last.text).toBe(true);
    const things = made(world);
    expect(duplicates(things)).toEqual([]);
    expect(things.map((t) => t.kind).sort()).toEqual([...instanceErrand.leaves].sort());
  });

  test('of disks attach each of them once', async () => {
    world = await openWorld({ faults: [{ action: 'mutating', fault: 'slow', ms: 30, dryRun: false }] });
    const client = await world.server(operator);
    const { tool, arguments: given } = disksErrand.first;
    const first = { tool, arguments: { ...given, recoveryId: 'dr-parallel' } };
    const walks = await Promise.all([1, 2, 3].map(() => walk(client, disksErrand, first)));
    for (const walked of walks) expect(isComplete(walked), walked.last.text).toBe(true);
    const things = made(world);
    expect(duplicates(things)).toEqual([]);
    expect(things.map((t) => t.kind).sort()).toEqual([...disksErrand.leaves].sort());
    const attached = world.simulator.requests.filter((r) => r.action === 'AttachDisk' && r.tookEffect);
    expect(attached).toHaveLength(2);
  });
});
