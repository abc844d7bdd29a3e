import { afterEach, describe, expect, test } from 'vitest';
import { watchUntil } from '../../src/flow/waiting.ts';
import type { ToolContext } from '../../src/tool.ts';
import { call, decided, type Result } from '../support/agent.ts';
import { type Flow, openFlow } from './flow.ts';

const ERP = 'i-bp1erpprepaid0100000';
const DISKS = ['d-bp1erpprepaid01sys00', 'd-bp1erpprepaid01dat00'];
const FIVE_MINUTES = 5 * 60_000;

let flow: Flow;
afterEach(() => flow.house.close());

/** In the embedded cloud's own time. */
const SPEED = 200;
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms / SPEED));

function expectOffer(result: Result): void {
  expect(result.status).toBe('in_progress');
  expect(result.offer?.map((o: Result) => o.value)).toEqual(['keep-waiting', 'open-console', 'stop']);
  expect(result.offer[0].recommended).toBe(true);
  expect(result.offer[1].url).toMatch(/^https:\/\/ecs\.console\.aliyun\.com\//);
  expect(result.text).toMatch(/Waited \d+ min/);
  expect(result.text).toMatch(/Nothing is rolled back/);
}

describe('after five minutes without completion', () => {
  test('check-recovery and the tools that wait offer to keep waiting, the console, or to stop', async () => {
    flow = await openFlow('without elicitation', [], { speed: SPEED });
    const { client } = flow.house;
    const taken = await decided(client, 'create-snapshot', { diskIds: DISKS, waitSeconds: 0 });
    const early = await call(client, 'check-recovery', { recoveryId: taken.recoveryId, waitSeconds: 0 });
    expect(early.status).toBe('in_progress');
    expect(early.offer).toBeUndefined();
    await later(FIVE_MINUTES + 60_000);
    const args = { recoveryId: taken.recoveryId, waitSeconds: 0 };
    const checked = await call(client, 'check-recovery', args);
    expectOffer(checked);
    // Once in five minutes: the polls after it do not say it again.
    expect(await call(client, 'check-recovery', args)).not.toHaveProperty('offer');
    const snapshotIds = taken.snapshots.map((s: Result) => s.snapshotId);
    expectOffer(await call(client, 'create-snapshot', { ...args, diskIds: DISKS }));
    expectOffer(
      await call(client, 'attach-recovered-disk', { ...args, snapshotIds, targetInstanceId: 'i-bp1batch010000000000' }),
    );
    expectOffer(await call(client, 'create-image', { ...args, instanceId: ERP, snapshotIds }));
  });
});

test.each([
  ['the end of the wait', 40, 40_000],
  ['twenty seconds, where the wait is shorter', 0, 20_000],
])('a look’s reads are not tried again after %s', async (_, waitSeconds, deadline) => {
  const deadlines: number[] = [];
  const context = {
    clock: { now: () => 0, sleep: async () => {} },
    signal: new AbortController().signal,
    waitUntil: waitSeconds * 1000,
    progress: () => {},
    cloud: { withDeadline: (until: number) => ({ until }) },
  } as unknown as ToolContext;
  await watchUntil(
    context,
    async ({ cloud }) => void deadlines.push((cloud as unknown as { until: number }).until),
    () => true,
    () => ({ message: '' }),
  );
  expect(deadlines).toEqual([deadline]);
});
