import { afterEach, describe, expect, test } from 'vitest';
import { call, type Result } from '../support/agent.ts';
import type { Person } from '../support/house.ts';
import { made } from './support/ledger.ts';
import { disksErrand, ERRANDS, instanceErrand, isComplete, operator, resume, walk } from './support/operator.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
afterEach(() => world.close());

const refusing: Person = () => 'decline';

describe('check-recovery of a process that has never heard of the recovery', () => {
  for (const errand of ERRANDS) {
    test(`names at every phase a next call that is accepted as it is: ${errand.name}`, async () => {
      world = await openWorld();
      const client = await world.server(operator);
      const phases = new Set<string>();
      let next: { tool: string; arguments: Record<string, unknown> } | undefined = errand.first;
      for (let steps = 0; next && steps < 60; steps++) {
        const target = next.tool === 'attach-recovered-disk' ? { targetInstanceId: errand.targetInstanceId } : {};
        const result: Result = await call(client, next.tool, { ...next.arguments, ...target });
        expect(result.error).toBeUndefined();
        next = result.next;
        const stranger = await world.server(refusing);
        const { recoveryId } = result;
        const checked = await call(stranger, 'check-recovery', { recoveryId, waitSeconds: 0 });
        expect(checked.error).toBeUndefined();
        phases.add(checked.phase);
        if (!checked.next) continue;
        const person = checked.next.tool === 'attach-recovered-disk' ? target : {};
        const accepted = await call(stranger, checked.next.tool, {
          ...(errand.targetInstanceId && checked.next.tool === 'attach-recovered-disk'
            ? { targetInstanceId: errand.targetInstanceId }
            : {}),
          ...checked.next.arguments,
          ...person,
        });
        expect(accepted.error, `${checked.phase}: ${checked.next.tool}`).toBeUndefined();
        expect(['done', 'in_progress', 'declined']).toContain(accepted.status);
      }
      expect(next).toBeUndefined();
      expect(phases.size).toBeGreaterThanOrEqual(3);
    });
  }

  test('lists recoveries that others started, all of them or those of a source, and then continues one', async () => {
    world = await openWorld();
    const { tool, arguments: given } = instanceErrand.first;
    for (const recoveryId of ['dr-of-alice', 'dr-of-bob']) {
      const begun = await call(await world.server(operator), tool, { ...given, recoveryId });
      expect(begun.error).toBeUndefined();
    }
    await call(await world.server(operator), disksErrand.first.tool, {
      ...disksErrand.first.arguments,
      diskIds: ['d-bp1webprod01sys00000'],
      recoveryId: 'dr-of-carol',
    });
    const stranger = await world.server(operator);
    const ids = (r: Result) => (r.recoveries as { recoveryId: string }[]).map((x) => x.recoveryId).sort();
    expect(ids(await call(stranger, 'check-recovery', {}))).toEqual(['dr-of-alice', 'dr-of-bob', 'dr-of-carol']);
    const { instanceId } = given;
    expect(ids(await call(stranger, 'check-recovery', { instanceId }))).toEqual(['dr-of-alice', 'dr-of-bob']);
    expect(isComplete(await resume(stranger, instanceErrand, 'dr-of-bob'))).toBe(true);
  });

  test('names what no step will use any more', async () => {
    world = await openWorld({ faults: [{ action: 'CreateImage', fault: 'vanish', times: 1 }] });
    const recoveryId = 'dr-with-orphan';
    const client = await world.server(operator);
    const { tool, arguments: given } = instanceErrand.first;
    await walk(client, instanceErrand, { tool, arguments: { ...given, recoveryId } });
    expect(isComplete(await resume(client, instanceErrand, recoveryId))).toBe(true);
    const failed = made(world).find((t) => t.dead);
    const checked = await call(await world.server(undefined), 'check-recovery', { recoveryId });
    expect(checked.orphans).toEqual([expect.stringContaining(failed?.id ?? 'a failed image')]);
    expect(checked.text).toContain(failed?.id);
  });
});

describe('a step that stops half-way', () => {
  test('lists everything that exists of the recovery, with ids and what it costs while it stays', async () => {
    world = await openWorld({ faults: [{ action: 'RunInstances', fault: 'quota' }] });
    const walked = await walk(await world.server(operator), instanceErrand);
    const { error } = walked.last;
    expect(error?.code).toMatch(/^QuotaExceed/);
    expect(error?.retryable).toBe(false);
    expect(error?.created?.map((c) => c.kind)).toEqual(['snapshot-group', 'image', 'vswitch']);
    for (const { id, note } of error?.created ?? []) {
      expect(walked.last.text).toContain(id);
      expect(note).toMatch(/billed|free of charge/);
      expect(made(world).map((t) => t.id)).toContain(id);
    }
  });

  test('waits for what runs beside it, so that nothing that was made is missing from the list', async () => {
    world = await openWorld({
      faults: [
        { action: 'CreateSnapshot', fault: 'quota', nth: 1 },
        { action: 'CreateSnapshot', fault: 'slow', ms: 100 },
      ],
    });
    const walked = await walk(await world.server(operator), disksErrand);
    expect(walked.last.error?.code).toMatch(/^QuotaExceed/);
    expect(walked.last.error?.created?.map((c) => c.id)).toEqual(made(world).map((t) => t.id));
    expect(made(world)).toHaveLength(1);
  });

  test('tells of a lost answer even when the look that should settle it fails too', async () => {
    world = await openWorld({
      faults: [
        { action: 'CreateSnapshotGroup', fault: 'reset-before' },
        // The look before the creation succeeds.
        { action: 'DescribeSnapshotGroups', fault: 'unavailable-503', from: 2 },
      ],
    });
    const walked = await walk(await world.server(operator), instanceErrand);
    expect(walked.last.error).toMatchObject({ code: 'OutcomeUnknown', retryable: true });
  });

  test('makes anew what somebody deleted meanwhile, although its client token still answers with the old id', async () => {
    world = await openWorld();
    const client = await world.server(operator);
    const { tool, arguments: given } = instanceErrand.first;
    const first = await call(client, tool, { ...given, recoveryId: 'dr-deleted' });
    world.simulator.state.snapshotGroups.delete(first.snapshotGroupId);
    const second = await call(client, tool, { ...given, recoveryId: 'dr-deleted' });
    expect(second.error).toBeUndefined();
    expect(second.snapshotGroupId).not.toBe(first.snapshotGroupId);
    expect([...world.simulator.state.snapshotGroups.keys()]).toContain(second.snapshotGroupId);
  });

  test('does not wait for ever for a disk that the recovery put on another instance', async () => {
    world = await openWorld();
    const client = await world.server(operator);
    const done = await walk(client, disksErrand);
    expect(isComplete(done), done.last.text).toBe(true);
    const snapshotIds = made(world).flatMap((t) => (t.kind === 'snapshot' ? [t.id] : []));
    const again = await call(client, 'attach-recovered-disk', {
      snapshotIds,
      targetInstanceId: 'i-bp1filesgap010000000',
      recoveryId: done.recoveryId,
    });
    expect(again.error).toMatchObject({ code: 'DiskAttachedElsewhere', retryable: false });
    expect(again.error?.remedy).toContain(disksErrand.targetInstanceId);
  });
});
