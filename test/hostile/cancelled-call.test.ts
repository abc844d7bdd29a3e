import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clockAt } from '../../src/clock.ts';
import { duplicates, made } from './support/ledger.ts';
import { instanceErrand, isComplete, operator, resume } from './support/operator.ts';
import { openWorld, type World } from './support/world.ts';

const RECOVERY = 'dr-cancelled';
const { tool, arguments: given } = instanceErrand.first;

let world: World;
let client: Client;
beforeEach(async () => {
  // Waiting takes real time here, or there would be nothing to cancel.
  world = await openWorld({ clock: clockAt(40) });
  client = await world.server(operator);
});
afterEach(() => world.close());

const begin = (options: { signal?: AbortSignal; timeout?: number }) =>
  client.callTool({ name: tool, arguments: { ...given, recoveryId: RECOVERY } }, undefined, options);

async function finishedByAnother(): Promise<void> {
  const walked = await resume(await world.server(operator), instanceErrand, RECOVERY);
  expect(isComplete(walked), walked.last.text).toBe(true);
  const things = made(world);
  expect(duplicates(things)).toEqual([]);
  expect(things.map((t) => t.kind).sort()).toEqual([...instanceErrand.leaves].sort());
}

const groups = () => made(world).filter((t) => t.kind === 'snapshot-group');

describe('a call that the client gives up', () => {
  test('stops waiting, rolls nothing back, and the next call finds everything', async () => {
    const abort = new AbortController();
    const off = world.simulator.onRequest((r) => r.tookEffect && setTimeout(() => abort.abort(), 30));
    await expect(begin({ signal: abort.signal })).rejects.toThrow();
    off();
    expect(groups()).toHaveLength(1);
    await wait(100);
    const asked = world.simulator.requests.length;
    await wait(400);
    expect(world.simulator.requests.length, 'it went on looking').toBe(asked);
    expect(world.simulator.requests.filter((r) => /^(Delete|Stop|Modify|Detach)/.test(r.action))).toEqual([]);
    await finishedByAnother();
  });

  test('while its request is on the way leaves that request its effect, once', async () => {
    world.simulator.setFaults([{ action: 'CreateSnapshotGroup', fault: 'slow', ms: 300 }]);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 200);
    await expect(begin({ signal: abort.signal })).rejects.toThrow();
    expect(groups()).toHaveLength(0);
    await wait(400);
    expect(groups()).toHaveLength(1);
    expect(world.audit.map((a) => [a.action, a.result])).toEqual([['CreateSnapshotGroup', 'ok']]);
    world.simulator.setFaults([]);
    await finishedByAnother();
  });

  test('by its own time-out loses nothing either', async () => {
    await expect(begin({ timeout: 300 })).rejects.toThrow(/timed out/i);
    await wait(100);
    expect(groups()).toHaveLength(1);
    await finishedByAnother();
  });

  test('before anything was sent sends nothing', async () => {
    const abort = new AbortController();
    const off = world.simulator.onRequest(() => abort.abort());
    await expect(begin({ signal: abort.signal })).rejects.toThrow();
    off();
    await wait(300);
    expect(made(world)).toEqual([]);
    expect(world.audit.filter((a) => a.result === 'ok')).toEqual([]);
  });
});
