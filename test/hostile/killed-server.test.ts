import { afterEach, describe, expect, test } from 'vitest';
import { type Simulator, scaledClock, startSimulator } from '../../src/simulator/index.ts';
import { duplicates, existing } from './support/ledger.ts';
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

/** Fast enough that the cloud's minutes do not count; a client token still lives for more than a minute of ours. */
const SPEED = 1000;

let simulator: Simulator;
let alive: Process[] = [];
afterEach(async () => {
  for (const { client } of alive) await client.close();
  alive = [];
  await simulator.close();
});

async function start(): Promise<Process> {
  const server = await startProcess(simulator, operator);
  alive.push(server);
  return server;
}

/** Works until it is killed; what it was told before is all that remains. */
async function workUntilKilled(work: Promise<Walk>): Promise<Walk | undefined> {
  return work.catch(() => undefined);
}

/** One recovery, its server killed with SIGKILL at each of these actions in turn; another process goes on each time. */
async function killAtEach(errand: Errand, actions: string[], fault: 'reset-before' | 'reset-after'): Promise<void> {
  simulator = await startSimulator({ clock: scaledClock(SPEED), seed: 5 });
  const before = new Set(existing(simulator).map((t) => t.id));
  const recoveryId = `dr-killed-${fault}-${errand.name}`;
  const first = { tool: errand.first.tool, arguments: { ...errand.first.arguments, recoveryId } };
  let begun = false;
  for (const action of actions) {
    simulator.setFaults([{ action, fault, dryRun: false, times: 1 }]);
    const { client, pid } = await start();
    let killed = false;
    const off = simulator.onRequest((record) => {
      if (!record.struckBy || killed) return;
      killed = true;
      process.kill(pid, 'SIGKILL');
    });
    const walked = await workUntilKilled(begun ? resume(client, errand, recoveryId) : walk(client, errand, first));
    off();
    expect(killed, `${action} was not reached: ${walked?.last.text}`).toBe(true);
    expect(walked, `${action}: the server outlived SIGKILL`).toBeUndefined();
    begun = true;
  }
  simulator.setFaults([]);
  const last = await resume((await start()).client, errand, recoveryId);
  expect(last.last.error).toBeUndefined();
  expect(isComplete(last), last.last.text).toBe(true);
  const things = existing(simulator).filter((t) => !before.has(t.id));
  expect(duplicates(things)).toEqual([]);
  expect(things.map((t) => t.kind).sort()).toEqual([...errand.leaves].sort());
  expect(things.every((t) => t.recovery === recoveryId)).toBe(true);
}

const INSTANCE = ['CreateSnapshotGroup', 'CreateImage', 'CreateVSwitch', 'RunInstances'];
const DISKS = ['CreateSnapshot', 'CreateDisk', 'AttachDisk'];

describe('a server killed right before its request takes effect', () => {
  test('leaves an instance recovery that other processes finish from the id alone, one of each', () =>
    killAtEach(instanceErrand, INSTANCE, 'reset-before'));
  test('leaves a disk recovery that other processes finish from the id alone, one of each', () =>
    killAtEach(disksErrand, DISKS, 'reset-before'));
});

describe('a server killed right after its request took effect, before it heard the answer', () => {
  test('leaves an instance recovery that other processes finish from the id alone, one of each', () =>
    killAtEach(instanceErrand, INSTANCE, 'reset-after'));
  test('leaves a disk recovery that other processes finish from the id alone, one of each', () =>
    killAtEach(disksErrand, DISKS, 'reset-after'));
});

describe('a server killed while its request is on the way', () => {
  for (const action of ['CreateSnapshotGroup', 'CreateImage', 'RunInstances']) {
    test(`makes no second thing of it when another process asks for the same meanwhile: ${action}`, async () => {
      simulator = await startSimulator({ clock: scaledClock(SPEED), seed: 5 });
      const before = new Set(existing(simulator).map((t) => t.id));
      const recoveryId = `dr-killed-underway-${action}`;
      simulator.setFaults([{ action, fault: 'slow', ms: 4_000, dryRun: false, times: 1 }]);
      const first = await startProcess(simulator, (question) => {
        // It is sent as soon as this is answered.
        if (question.message.includes(`**${action}**`)) setTimeout(() => process.kill(first.pid, 'SIGKILL'), 700);
        return operator(question);
      });
      alive.push(first);
      const { tool, arguments: given } = instanceErrand.first;
      await workUntilKilled(walk(first.client, instanceErrand, { tool, arguments: { ...given, recoveryId } }));
      const killedAt = simulator.clock.now();
      const last = await resume((await start()).client, instanceErrand, recoveryId);
      expect(isComplete(last), last.last.text).toBe(true);
      const struck = simulator.requests.filter((r) => r.struckBy === 'slow');
      expect(struck.length).toBe(1);
      expect(simulator.clock.now()).toBeGreaterThan(killedAt);
      const things = existing(simulator).filter((t) => !before.has(t.id));
      expect(duplicates(things)).toEqual([]);
      expect(things.map((t) => t.kind).sort()).toEqual([...instanceErrand.leaves].sort());
    });
  }
});
