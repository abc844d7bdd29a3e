import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Simulator, scaledClock, startSimulator } from '../../src/simulator/index.ts';
import { decided } from '../support/agent.ts';
import { disksErrand, instanceErrand, isComplete, operator, walk } from './support/operator.ts';
import { startProcess } from './support/process.ts';
import { openWorld, type World } from './support/world.ts';

const FIELDS = [
  'action',
  'attempts',
  'clientToken',
  'decidedBy',
  'decisionId',
  'ids',
  'planDigest',
  'recoveryId',
  'regionId',
  'requestDigest',
  'requestId',
  'result',
  'step',
  'time',
];

describe('the audit trail', () => {
  let world: World | undefined;
  let simulator: Simulator | undefined;
  let leave: (() => Promise<void>) | undefined;
  afterEach(async () => {
    await leave?.();
    await world?.close();
    await simulator?.close();
    world = undefined;
    simulator = undefined;
    leave = undefined;
  });

  test('has one line per change: when, which recovery, what, by whose decision, with which result', async () => {
    world = await openWorld({ faults: [{ action: 'CreateVSwitch', fault: 'reset-after', times: 1 }] });
    const walked = await walk(await world.server(operator), instanceErrand);
    expect(isComplete(walked)).toBe(true);
    const effects = world.simulator.requests.filter((r) => r.tookEffect);
    expect(world.audit.filter((a) => a.result === 'ok').map((a) => a.action)).toEqual(effects.map((r) => r.action));
    // A request that was refused (the snapshots were not ready yet) has its line as well.
    const refused = world.audit.filter((a) => a.result !== 'ok');
    expect(refused.every((a) => a.result === 'InvalidSnapshotId.NotReady')).toBe(true);
    for (const line of world.audit) {
      expect(line).toMatchObject({ recoveryId: walked.recoveryId, decidedBy: 'dialog' });
      expect(line.decisionId).not.toBe('');
      expect(line.requestDigest).toMatch(/^[0-9a-f]{64}$/);
      expect(line.planDigest).toMatch(/^[0-9a-f]{64}$/);
      expect(new Date(line.time).toISOString()).toBe(line.time);
      expect(world.simulator.requests.map((r) => r.requestId)).toContain(line.requestId);
    }
    expect(world.audit.find((a) => a.action === 'CreateVSwitch')?.attempts).toBe(2);
  });

  test('tells a decision by token from one by dialog, and a refusal from a success', async () => {
    world = await openWorld({ faults: [{ action: 'CreateSnapshotGroup', fault: 'quota', times: 1 }] });
    const client = await world.server(undefined);
    const { tool, arguments: given } = instanceErrand.first;
    const refused = await decided(client, tool, given);
    await decided(client, tool, { ...given, recoveryId: refused.recoveryId });
    expect(world.audit.map((a) => [a.decidedBy, a.result])).toEqual([
      ['token', 'QuotaExceed.Snapshot'],
      ['token', 'ok'],
    ]);
  });

  test('goes to stderr and to a file that only its owner can read, without a secret or the value of a parameter', async () => {
    simulator = await startSimulator({ clock: scaledClock(1000), seed: 3 });
    const file = join(mkdtempSync(join(tmpdir(), 'ecs-dr-audit-')), 'audit.jsonl');
    const server = await startProcess(simulator, operator, { ECS_DR_AUDIT_FILE: file, ECS_DR_LOG_LEVEL: 'silent' });
    leave = () => server.client.close();
    const walked = await walk(server.client, disksErrand);
    expect(isComplete(walked), walked.last.text).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, 'utf8');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const changes = simulator.requests.filter((r) => r.mutating);
    expect(lines.map((l) => l.action).sort()).toEqual(
      changes
        .filter((r) => r.tookEffect)
        .map((r) => r.action)
        .sort(),
    );
    for (const line of lines) {
      expect(Object.keys(line).filter((k) => !FIELDS.includes(k))).toEqual([]);
      expect(server.stderr()).toContain(String(line.requestId));
    }
    const { accessKeyId, accessKeySecret } = simulator;
    // Ids, region, zone and recovery are what a line and its step are about; no other value that was sent is in it.
    const known = new Set([...lines.flatMap((l) => Object.values(l).map(String)), 'cn-hangzhou', walked.recoveryId]);
    const ids = /^(d|s|i|ssg)-|^cn-hangzhou-[a-z]$/;
    const sent = changes.flatMap((r) => Object.values(r.params)).filter((v) => v.length > 4 && !ids.test(v));
    for (const secret of [accessKeyId, accessKeySecret, ...sent.filter((v) => !known.has(v))]) {
      expect(text).not.toContain(secret);
      expect(
        server
          .stderr()
          .split('\n')
          .filter((l) => l.includes('"audit"'))
          .join('\n'),
      ).not.toContain(secret);
    }
    expect(sent.filter((v) => !known.has(v)).length).toBeGreaterThan(3);
  });
});
