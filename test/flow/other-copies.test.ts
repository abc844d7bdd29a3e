import { afterEach, expect, test } from 'vitest';
import { call, type Result, step } from '../support/agent.ts';
import { effects, type Flow, openFlow } from './flow.ts';

const WEB = 'i-bp1webprod0100000000';
const GROUP = 'ssg-bp1webnightly0000000';
/** What another person's recovery of it made. */
const COPY = 'i-bp1batch010000000000';
const OTHER_RECOVERY = 'dr-20261120-010203-0a1b2c3d';
const OURS = [
  { key: 'ecs-dr:recovery', value: OTHER_RECOVERY },
  { key: 'ecs-dr:source', value: WEB },
];

let flow: Flow;
afterEach(() => flow?.house.close());

const open = () => openFlow('without elicitation', [], { simulator: { scenario: 'zone-outage' } });

const tag = (id: string, tags: typeof OURS) => flow.house.simulator.state.instances.get(id)?.tags.push(...tags);
const describeWeb = (instanceId = WEB) => call(flow.house.client, 'describe-source', { instanceId });
const warned = ({ warnings }: Result) =>
  (warnings as string[]).filter((w) => /copy/i.test(w) && /billed|Not known/.test(w));

/** Up to the question of the creation, which is given back with the arguments it came of. */
async function untilPlan() {
  const { client } = flow.house;
  const seen: Result[] = [];
  await step(client, 'create-image', { instanceId: WEB, snapshotGroupId: GROUP }, {}, seen);
  const imageId = seen.find((r) => r.imageId)?.imageId;
  const args = { instanceId: WEB, imageId, zoneId: 'cn-hangzhou-i', vSwitchId: 'vsw-bp1prodi000000000000' };
  const asked = await call(client, 'run-dr-instance', args);
  const goAhead = (to: Result) =>
    call(client, 'run-dr-instance', {
      ...args,
      recoveryId: to.recoveryId,
      answers: { [to.decision?.id ?? '']: 'go-ahead' },
      planToken: to.decision?.planToken,
    });
  return { args, asked, goAhead };
}

const notes = ({ decision }: Result) => (decision?.plan?.notes ?? []).filter((n) => /cop(y|ies)/.test(n));

test('who starts afresh is told of the copy that another recovery has made, and how to go on with it', async () => {
  flow = await open();
  tag(COPY, OURS);
  const described = await describeWeb();
  const [warning, second] = warned(described);
  for (const part of [COPY, 'cn-hangzhou-h', OTHER_RECOVERY, 'check-recovery', 'verify-recovery', 'billed'])
    expect(warning).toContain(part);
  expect(warning).toContain(flow.house.simulator.state.instances.get(COPY)?.status);
  expect(second).toBeUndefined();
  expect(described.text).toContain(OTHER_RECOVERY);
});

test('that it will be the second copy stands in the plan of the creation, and a yes from before it was there does not count', async () => {
  flow = await open();
  const { args, asked, goAhead } = await untilPlan();
  expect(notes(asked)).toEqual([]);
  tag(COPY, OURS);
  const again = await goAhead(asked);
  expect(again.status).toBe('decision_required');
  expect(effects(flow.house, 'RunInstances')).toEqual([]);
  for (const part of [COPY, OTHER_RECOVERY, 'billed']) expect(notes(again)[0]).toContain(part);
  const done = await goAhead(again);
  expect(done.error).toBeUndefined();
  expect(effects(flow.house, 'RunInstances')).toHaveLength(1);

  // Its own copy is none of another recovery.
  const own = await call(flow.house.client, 'run-dr-instance', { ...args, recoveryId: done.recoveryId });
  expect(own.decision).toBeUndefined();
});

test('no copy is told where there is none: what is released, of another source or no recovery’s, or the source itself', async () => {
  flow = await open();
  tag(COPY, [{ key: 'ecs-dr:source', value: WEB }]);
  // A source that is a copy itself names its own source, and is none of itself.
  tag(WEB, [
    { key: 'ecs-dr:recovery', value: OTHER_RECOVERY },
    { key: 'ecs-dr:source', value: 'i-bp1thefirst000000000' },
  ]);
  expect(warned(await describeWeb())).toEqual([]);
  tag(COPY, [{ key: 'ecs-dr:recovery', value: OTHER_RECOVERY }]);
  expect(warned(await describeWeb())).toHaveLength(1);
  expect(warned(await describeWeb(COPY))).toEqual([]);
  flow.house.simulator.state.instances.delete(COPY);
  expect(warned(await describeWeb())).toEqual([]);
});

/** Which of the cloud's `DescribeInstances` since then looked for copies by the source's tag. */
const lookSince = (from: number) =>
  flow.house.simulator.requests
    .slice(from)
    .filter((r) => r.action === 'DescribeInstances')
    .findIndex((r) => Object.values(r.params).includes('ecs-dr:source')) + 1;

const struckLooks = () =>
  flow.house.simulator.requests.filter((r) => r.struckBy && Object.values(r.params).includes('ecs-dr:source')).length;

const failing = (nth: number) =>
  flow.house.simulator.setFaults([{ action: 'DescribeInstances', fault: 'forbidden', nth }]);

test('a look that fails is told, and stops nothing', async () => {
  flow = await open();
  await describeWeb();
  const nth = lookSince(0);
  expect(nth).toBeGreaterThan(0);
  await flow.house.close();

  flow = await open();
  failing(nth);
  const described = await describeWeb();
  expect(described.error).toBeUndefined();
  expect(warned(described)).toEqual([expect.stringContaining('Not known')]);
  expect(described.next).toBeDefined();
});

test('a look that fails is in the plan where none succeeded before, and else undoes no approval', async () => {
  flow = await open();
  const { simulator } = flow.house;
  const { args, asked, goAhead } = await untilPlan();
  const before = simulator.requests.length;
  // The same call again, for what it reads.
  await call(flow.house.client, 'run-dr-instance', { ...args, recoveryId: asked.recoveryId });
  const nth = lookSince(before);

  failing(nth);
  const blind = await call(await flow.house.another(), 'run-dr-instance', { ...args, recoveryId: asked.recoveryId });
  expect(notes(blind)).toEqual([expect.stringContaining('Not known')]);
  expect(struckLooks()).toBe(1);

  failing(nth);
  const done = await goAhead(asked);
  expect(struckLooks()).toBe(2);
  expect(done.error).toBeUndefined();
  expect(effects(flow.house, 'RunInstances')).toHaveLength(1);
});
