import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PlanTokens, TOKEN_LIFETIME_MS } from '../../src/decisions/plan-token.ts';
import { DrError } from '../../src/errors.ts';
import { defineTool } from '../../src/tool.ts';
import { accept, agreeable, DISK, type Dialog, newWorld, OPTIONS, openCounter } from './counter.ts';

const START = Date.UTC(2026, 10, 20);
const MINUTE = 60_000;
const args = { diskId: DISK };
const yes = { create: 'go-ahead' };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

const later = () => vi.setSystemTime(Date.now() + MINUTE);

/** A tool that is approved and then has another question, as one that was refused what was approved. */
async function askingAfterwards(dialog?: Dialog) {
  const asked: number[] = [];
  const tool = defineTool({
    name: 'afterwards',
    title: 't',
    description: 'd',
    effect: 'create',
    asks: true,
    waits: false,
    input: {},
    async run(_, context) {
      const request = { action: 'CreateDisk' as const, regionId: 'cn-hangzhou', parameters: { Size: 20 } };
      asked.push(context.approve('create', 'Create?', { requests: [request] }).askedAt);
      context.choose({ id: 'more', question: 'More?', options: OPTIONS });
      context.choose({ id: 'most', question: 'Most?', options: OPTIONS });
      return { status: 'done', text: '' };
    },
  });
  return { ...(await openCounter({ tools: [tool], ...(dialog && { dialog }) })), asked };
}

describe('an approval never looks younger than its question', () => {
  it('by token, whatever was asked after it', async () => {
    const { call, asked } = await askingAfterwards();
    const answers: Record<string, string> = {};
    let result = await call('afterwards');
    while (result.status === 'decision_required') {
      later();
      const { id, options, planToken } = result.decision;
      answers[id] = options[0]?.value ?? '';
      result = await call('afterwards', { answers, planToken });
    }
    expect(asked).toEqual([START, START, START]);
  });

  it('by dialog, however long it was open and whatever was asked after it', async () => {
    const { call, asked } = await askingAfterwards((form) => {
      later();
      return agreeable(form);
    });
    expect((await call('afterwards')).status).toBe('done');
    expect(asked).toEqual([START, START, START]);
  });

  it.each([
    ['an answer that is none', 'yes', MINUTE],
    ['no answer', undefined, MINUTE],
    ['an answer too late', 'go-ahead', TOKEN_LIFETIME_MS + 1],
  ])('by the token of a question that was put again after %s: the yes may be of the first time', async (_, create, after) => {
    const world = newWorld();
    const { call } = await openCounter({ world });
    const first = await call('create-thing', args);
    vi.setSystemTime(START + after);
    const answers = create === undefined ? {} : { create };
    const again = await call('create-thing', { ...args, answers, planToken: first.decision.planToken });
    later();
    await call('create-thing', { ...args, answers: yes, planToken: again.decision.planToken });
    expect(world.sent.map(({ consent }) => consent.askedAt)).toEqual([START]);
  });

  it('and is as young as the question where that is put without the token, as it is told to be when an approval is used up', async () => {
    const world = newWorld();
    const { call } = await openCounter({ world });
    const { recoveryId } = await call('create-thing', args);
    later();
    const { decision } = await call('create-thing', { ...args, recoveryId });
    const { planToken } = decision;
    later();
    await call('create-thing', { ...args, recoveryId, answers: yes, planToken });
    expect(world.sent.map(({ consent }) => consent.askedAt)).toEqual([START + MINUTE]);
  });

  it('of another plan is as young as that plan', async () => {
    const world = newWorld();
    const { call } = await openCounter({ world });
    const first = await call('create-thing', args);
    later();
    world.snapshotName = 'another';
    const again = await call('create-thing', { ...args, answers: yes, planToken: first.decision.planToken });
    await call('create-thing', { ...args, answers: yes, planToken: again.decision.planToken });
    expect(world.sent.map(({ consent }) => consent.askedAt)).toEqual([START + MINUTE]);
  });

  it('is as young as the question that is put after the approval was told to be used up, by the latest token', async () => {
    const asked: number[] = [];
    const tool = defineTool({
      name: 'once',
      title: 't',
      description: 'd',
      effect: 'create',
      asks: true,
      waits: false,
      input: {},
      async run(_, context) {
        const request = { action: 'CreateDisk' as const, regionId: 'cn-hangzhou', parameters: { Size: 20 } };
        const { askedAt } = context.approve('create', 'Create?', { requests: [request] });
        asked.push(askedAt);
        if (askedAt > START) return { status: 'done', text: '' };
        const why = { code: 'ApprovalUsed', message: 'm', cause: 'c', remedy: 'r', retryable: true };
        throw new DrError({ ...why, used: ['d-made1'] });
      },
    });
    const { call } = await openCounter({ tools: [tool] });
    const first = await call('once');
    const approved = { recoveryId: first.recoveryId, answers: yes, planToken: first.decision.planToken };
    expect((await call('once', approved)).error.code).toBe('ApprovalUsed');
    later();
    const again = await call('once', approved);
    expect(again.status).toBe('decision_required');
    expect(again.text).toMatch(/^Not accepted: the plan or an earlier answer changed since/);
    expect(again.decision.plan?.notes).toEqual(['Made in this recovery before, and failed or gone: d-made1.']);
    expect((await call('once', { ...approved, planToken: again.decision.planToken })).status).toBe('done');
    expect(asked).toEqual([START, START + MINUTE]);
  });

  it('in a dialog of another plan is as young as that dialog', async () => {
    const world = newWorld();
    const { call, dialogs } = await openCounter({
      world,
      dialog: () => {
        later();
        if (dialogs.length === 1) world.snapshotName = 'another';
        return accept({ choice: 'go-ahead' });
      },
    });
    await call('create-thing', args);
    expect(world.sent.map(({ consent }) => consent.askedAt)).toEqual([START + MINUTE]);
  });
});

it('a token tells the moment of every question in it', () => {
  const tokens = new PlanTokens();
  const binding = { tool: 't', arguments: {}, recoveryId: 'dr-1' };
  const [first, second] = ['first', 'second'].map((id) => ({ id, question: 'q', options: OPTIONS }));
  if (!first || !second) throw new Error('two');
  const answered = [{ decision: first, value: 'cn-hangzhou-k', price: undefined, askedAt: START - 40 * MINUTE }];
  const { token } = tokens.issue(binding, answered, second);
  later();
  expect(tokens.check(token, binding, [], first)).toEqual({ put: { price: undefined, askedAt: START - 40 * MINUTE } });
  expect(tokens.check(token, binding, answered, second).put?.askedAt).toBe(START);
});
