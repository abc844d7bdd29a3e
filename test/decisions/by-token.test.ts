import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanTokens, TOKEN_LIFETIME_MS } from '../../src/decisions/plan-token.ts';
import { agreeable, DISK, newWorld, OPTIONS, OTHER_DISK, openCounter, type Result } from './counter.ts';

const args = { diskId: DISK };
const yes = { create: 'go-ahead' };

/** The question in a house without a dialog, and what the agent would answer with. */
async function shown(options: Parameters<typeof openCounter>[0] = {}) {
  const house = await openCounter(options);
  const question = await house.call('create-thing', args);
  return { ...house, question, planToken: question.decision.planToken };
}

function expectAskedAnew(result: Result) {
  expect(result.status).toBe('decision_required');
  expect(result.isError).toBe(false);
  expect(result.decision.planToken).toBeTruthy();
}

describe('a decision where there is no dialog', () => {
  it('comes back as a result that carries the whole decision', async () => {
    const { question, world } = await shown();
    expect(question.status).toBe('decision_required');
    expect(question.isError).toBe(false);
    expect(question.structured).toEqual({
      status: 'decision_required',
      recoveryId: expect.stringMatching(/^dr-\d{8}-\d{6}-[0-9a-f]{8}$/),
      decision: {
        id: 'create',
        question: 'Take the snapshot?',
        options: [
          { value: 'go-ahead', title: 'Go ahead', description: 'Send exactly what is shown', recommended: true },
          { value: 'stop', title: 'Stop here', description: 'Create nothing; keep what exists' },
        ],
        plan: {
          action: 'CreateSnapshot',
          parameters: { DiskId: DISK, SnapshotName: 'before-recovery' },
          price: { amount: 1.5, unit: 'Hour', currency: 'CNY' },
        },
        planToken: expect.any(String),
        expiresAt: expect.any(String),
      },
    });
    expect(world.sent).toHaveLength(0);
  });

  it('can be answered by a host that reads the text alone', async () => {
    const { question, call, world } = await shown();
    const [, recoveryId = ''] = /recoveryId `([^`]+)`/.exec(question.text) ?? [];
    const [, planToken = ''] = /planToken `([^`]+)`/.exec(question.text) ?? [];
    expect(question.text).toContain('Take the snapshot?');
    expect(question.text).toContain('`go-ahead`');
    expect(question.text).toContain('`stop`');
    expect((await call('create-thing', { ...args, recoveryId, planToken, answers: yes })).status).toBe('done');
    expect(world.sent).toHaveLength(1);
  });

  it('tells when it expires, fifteen minutes on', async () => {
    const now = Date.UTC(2026, 10, 20, 12);
    const { question } = await shown({ tokens: new PlanTokens(() => now) });
    expect(question.decision.expiresAt).toBe(new Date(now + TOKEN_LIFETIME_MS).toISOString());
    expect(TOKEN_LIFETIME_MS).toBe(15 * 60_000);
  });

  it('marks only the first option as recommended', async () => {
    const { question } = await shown();
    expect(question.decision.options.map((o) => o.recommended)).toEqual([true, undefined]);
  });

  it('lists every further request that the same answer approves', async () => {
    const world = newWorld();
    const { defineTool } = await import('../../src/tool.ts');
    const tool = defineTool({
      name: 'two-requests',
      title: 't',
      description: 'd',
      effect: 'create',
      asks: true,
      waits: false,
      input: {},
      async run(_, context) {
        const regionId = 'cn-hangzhou';
        context.approve('both', 'Both?', {
          requests: [
            { action: 'CreateDisk', regionId, parameters: { Size: 20 } },
            { action: 'AttachDisk', regionId, parameters: { DiskId: '<DiskId of CreateDisk 1>' } },
          ],
          notes: ['The disk stays.'],
        });
        return { status: 'done', text: '' };
      },
    });
    const { call } = await openCounter({ world, tools: [tool] });
    const { decision } = await call('two-requests');
    expect(decision.plan).toEqual({
      action: 'CreateDisk',
      parameters: { Size: 20 },
      more: [{ action: 'AttachDisk', parameters: { DiskId: '<DiskId of CreateDisk 1>' } }],
      notes: ['The disk stays.'],
    });
  });

  it('is accepted when the answer comes back with its token and the same arguments', async () => {
    const { call, planToken, world, question } = await shown();
    const result = await call('create-thing', { ...args, answers: yes, planToken });
    expect(result.status).toBe('done');
    expect(result.recoveryId).toBe(question.recoveryId);
    expect(world.sent).toHaveLength(1);
    expect(world.sent[0]?.consent.how).toBe('token');
    expect(world.sent[0]?.consent.recoveryId).toBe(question.recoveryId);
  });

  it('keeps its token valid when exactly the recovery id it gave is added', async () => {
    const { call, planToken, world, question } = await shown();
    const result = await call('create-thing', {
      ...args,
      recoveryId: question.recoveryId,
      answers: yes,
      planToken,
    });
    expect(result.status).toBe('done');
    expect(world.sent).toHaveLength(1);
  });

  it('keeps its token valid when the caller wants to wait longer or shorter', async () => {
    const { call, planToken } = await shown();
    expect((await call('create-thing', { ...args, waitSeconds: 5, answers: yes, planToken })).status).toBe('done');
  });

  it('answers declined when the answer is the option that creates nothing', async () => {
    const { call, planToken, world } = await shown();
    const result = await call('create-thing', { ...args, answers: { create: 'stop' }, planToken });
    expect(result.status).toBe('declined');
    expect(world.sent).toHaveLength(0);
  });

  it('is the same request, under the same step, when answer and token are sent twice', async () => {
    const { call, planToken, world } = await shown();
    const again = { ...args, answers: yes, planToken };
    await call('create-thing', again);
    await call('create-thing', again);
    const [first, second] = world.sent;
    expect(second?.request).toEqual(first?.request);
    expect(second?.step).toBe(first?.step);
    expect(second?.consent.recoveryId).toBe(first?.consent.recoveryId);
  });
});

describe('an answer is not accepted, the decision is asked anew and nothing changes', () => {
  it.each([
    ['no token', { answers: yes }],
    ['a made-up token', { answers: yes, planToken: 'abc.def.ghi' }],
    ['an empty token', { answers: yes, planToken: '' }],
    ['a token and no answer', { planToken: 'given' }],
    ['an answer to another decision', { answers: { other: 'go-ahead' }, planToken: 'given' }],
    ['an answer that was not offered', { answers: { create: 'yes' }, planToken: 'given' }],
    ['a changed argument', { diskId: OTHER_DISK, answers: yes, planToken: 'given' }],
    ['an added argument', { otherDiskId: OTHER_DISK, answers: yes, planToken: 'given' }],
    ['an added region', { regionId: 'cn-beijing', answers: yes, planToken: 'given' }],
    ['another recovery id', { recoveryId: 'dr-20261120-000000-00000000', answers: yes, planToken: 'given' }],
  ])('with %s', async (_, given) => {
    const { call, planToken, world } = await shown();
    const token = 'planToken' in given ? { planToken: given.planToken === 'given' ? planToken : given.planToken } : {};
    expectAskedAnew(await call('create-thing', { ...args, ...given, ...token }));
    expect(world.sent).toHaveLength(0);
  });

  it('in another tool', async () => {
    const { call, planToken, world } = await shown();
    expectAskedAnew(await call('create-other', { ...args, answers: yes, planToken }));
    expect(world.sent).toHaveLength(0);
  });

  it('after the token has expired', async () => {
    let now = Date.UTC(2026, 10, 20);
    const { call, planToken, world, question } = await shown({ tokens: new PlanTokens(() => now) });
    now += TOKEN_LIFETIME_MS + 1;
    const result = await call('create-thing', { ...args, answers: yes, planToken });
    expectAskedAnew(result);
    expect(result.recoveryId).toBe(question.recoveryId);
    expect(world.sent).toHaveLength(0);
  });

  it('up to the last moment before it expires it is accepted', async () => {
    let now = Date.UTC(2026, 10, 20);
    const { call, planToken } = await shown({ tokens: new PlanTokens(() => now) });
    now += TOKEN_LIFETIME_MS;
    expect((await call('create-thing', { ...args, answers: yes, planToken })).status).toBe('done');
  });

  it('in another server process: each has a key of its own', async () => {
    const { planToken } = await shown();
    const other = await openCounter();
    expectAskedAnew(await other.call('create-thing', { ...args, answers: yes, planToken }));
    expect(other.world.sent).toHaveLength(0);
  });

  it('when a parameter of the request has another value now', async () => {
    const { call, planToken, world } = await shown();
    world.snapshotName = 'another-name';
    const result = await call('create-thing', { ...args, answers: yes, planToken });
    expectAskedAnew(result);
    expect(result.decision.plan?.parameters.SnapshotName).toBe('another-name');
    expect(world.sent).toHaveLength(0);
  });

  it('when the request has a further parameter now', async () => {
    const { call, planToken, world } = await shown();
    world.extra = { InstantAccess: true };
    expectAskedAnew(await call('create-thing', { ...args, answers: yes, planToken }));
    expect(world.sent).toHaveLength(0);
  });

  it('when the question says something else now', async () => {
    const { call, planToken, world } = await shown();
    world.approval = 'Take the snapshot, without disk d-2?';
    expectAskedAnew(await call('create-thing', { ...args, answers: yes, planToken }));
    expect(world.sent).toHaveLength(0);
  });

  it('when the price is another one now', async () => {
    const { call, planToken, world } = await shown();
    world.price = { value: { amount: 15, unit: 'Hour', currency: 'CNY' } };
    const result = await call('create-thing', { ...args, answers: yes, planToken });
    expectAskedAnew(result);
    expect(result.decision.plan?.price).toEqual({ amount: 15, unit: 'Hour', currency: 'CNY' });
    expect(world.sent).toHaveLength(0);
  });

  it('but a price that cannot be read any more does not undo an approval', async () => {
    const { call, planToken, world } = await shown();
    world.price = { unknown: 'DescribePrice timed out' };
    expect((await call('create-thing', { ...args, answers: yes, planToken })).status).toBe('done');
  });

  it('when a client with a dialog sends it: the dialog decides', async () => {
    const tokens = new PlanTokens();
    const { planToken, question } = await shown({ tokens });
    const other = await openCounter({ tokens, dialog: () => ({ action: 'decline' }) });
    const { recoveryId } = question;
    const result = await other.call('create-thing', { ...args, recoveryId, answers: yes, planToken });
    expect(result.status).toBe('declined');
    expect(other.dialogs).toHaveLength(1);
    expect(other.world.sent).toHaveLength(0);
  });
});

describe('several decisions in one tool', () => {
  async function threeQuestions() {
    const world = newWorld();
    world.questions = [
      { id: 'zone', options: OPTIONS },
      { id: 'size', options: OPTIONS, allowCustom: true },
    ];
    const house = await openCounter({ world });
    const first = await house.call('create-thing', args);
    return { ...house, first };
  }

  it('accumulate: earlier answers stay in, the token is always the latest', async () => {
    const { call, first, world } = await threeQuestions();
    expect(first.decision.id).toBe('zone');
    const second = await call('create-thing', {
      ...args,
      answers: { zone: 'cn-hangzhou-j' },
      planToken: first.decision.planToken,
    });
    expect(second.decision.id).toBe('size');
    expect(second.decision.allowCustom).toBe(true);
    expect(second.recoveryId).toBe(first.recoveryId);
    const third = await call('create-thing', {
      ...args,
      answers: { zone: 'cn-hangzhou-j', size: '40 GiB' },
      planToken: second.decision.planToken,
    });
    expect(third.decision.id).toBe('create');
    expect(world.sent).toHaveLength(0);
    const done = await call('create-thing', {
      ...args,
      answers: { zone: 'cn-hangzhou-j', size: '40 GiB', create: 'go-ahead' },
      planToken: third.decision.planToken,
    });
    expect(done.status).toBe('done');
    expect(world.chosen).toEqual({ zone: 'cn-hangzhou-j', size: '40 GiB' });
    expect(world.sent).toHaveLength(1);
  });

  async function atTheApproval() {
    const house = await threeQuestions();
    const { call, first } = house;
    const answers = { zone: 'cn-hangzhou-k', size: 'cn-hangzhou-k' };
    const second = await call('create-thing', { ...args, answers, planToken: first.decision.planToken });
    const third = await call('create-thing', { ...args, answers, planToken: second.decision.planToken });
    expect(third.decision.id).toBe('create');
    return { ...house, answers, second, third };
  }

  it('an earlier answer that is changed with the approval is asked anew, and nothing changes', async () => {
    const { call, answers, third, world } = await atTheApproval();
    const result = await call('create-thing', {
      ...args,
      answers: { ...answers, ...yes, zone: 'cn-hangzhou-j' },
      planToken: third.decision.planToken,
    });
    expectAskedAnew(result);
    expect(world.sent).toHaveLength(0);
  });

  it('an earlier answer that is left out is asked again, and nothing changes', async () => {
    const { call, third, world } = await atTheApproval();
    const result = await call('create-thing', { ...args, answers: yes, planToken: third.decision.planToken });
    expectAskedAnew(result);
    expect(result.decision.id).toBe('zone');
    expect(world.sent).toHaveLength(0);
  });

  it('the token of an earlier question does not approve a later one', async () => {
    const { call, answers, second, world } = await atTheApproval();
    const result = await call('create-thing', {
      ...args,
      answers: { ...answers, ...yes },
      planToken: second.decision.planToken,
    });
    expectAskedAnew(result);
    expect(result.decision.id).toBe('create');
    expect(world.sent).toHaveLength(0);
  });

  it('answers sent ahead of their question are not accepted', async () => {
    const { call, first, world } = await threeQuestions();
    const result = await call('create-thing', {
      ...args,
      answers: { zone: 'cn-hangzhou-k', size: 'cn-hangzhou-k', ...yes },
      planToken: first.decision.planToken,
    });
    expectAskedAnew(result);
    expect(result.decision.id).toBe('size');
    expect(world.sent).toHaveLength(0);
  });

  it('free text is an answer where it is allowed, blank text is not', async () => {
    const { call, first, world } = await threeQuestions();
    const zone = 'cn-hangzhou-k';
    const second = await call('create-thing', { ...args, answers: { zone }, planToken: first.decision.planToken });
    const { planToken } = second.decision;
    const blank = await call('create-thing', { ...args, answers: { zone, size: '  ' }, planToken });
    expect(blank.decision.id).toBe('size');
    const custom = await call('create-thing', { ...args, answers: { zone, size: 'mine' }, planToken });
    expect(custom.decision.id).toBe('create');
    expect(custom.decision.plan?.parameters.size).toBe('mine');
    expect(world.sent).toHaveLength(0);
  });

  it('free text is no answer where it is not allowed', async () => {
    const { call, first } = await threeQuestions();
    const result = await call('create-thing', {
      ...args,
      answers: { zone: 'somewhere' },
      planToken: first.decision.planToken,
    });
    expect(result.decision.id).toBe('zone');
  });

  it('a seal holds for the earlier answers it was made after and for no others, whether or not they show in the plan', () => {
    const tokens = new PlanTokens();
    const binding = { tool: 't', arguments: {}, recoveryId: 'dr-1' };
    const asked = { id: 'data-loss', question: 'Without disk d-1?', options: OPTIONS };
    const approval = { id: 'create', question: 'Create?', options: OPTIONS };
    const having = (value: string) => [{ decision: asked, value, price: undefined, askedAt: 0 }];
    const { token } = tokens.issue(binding, having('cn-hangzhou-k'), approval);
    expect(tokens.check(token, binding, having('cn-hangzhou-k'), approval).refusal).toBeUndefined();
    expect(tokens.check(token, binding, having('cn-hangzhou-j'), approval)).toEqual({ refusal: 'changed' });
    expect(tokens.check(token, binding, [], approval)).toEqual({ refusal: 'changed' });
  });

  it('a price that was shown once still binds after a call in which it could not be read', async () => {
    const tokens = new PlanTokens();
    const binding = { tool: 't', arguments: {}, recoveryId: 'dr-1' };
    const regionId = 'cn-hangzhou';
    const at = (amount: number | undefined) => ({
      id: 'first',
      question: 'q',
      options: OPTIONS,
      plan: {
        requests: [{ action: 'CreateDisk' as const, regionId, parameters: { Size: 20 } }],
        price:
          amount === undefined
            ? { unknown: 'no answer' }
            : { value: { amount, unit: 'Hour' as const, currency: 'CNY' } },
      },
    });
    const value = 'cn-hangzhou-k';
    const first = tokens.issue(binding, [], at(1));
    const { put, refusal } = tokens.check(first.token, binding, [], at(undefined));
    expect([put?.price, refusal]).toEqual(['1CNY/Hour', undefined]);
    const later = { id: 'later', question: 'q', options: OPTIONS };
    const second = tokens.issue(binding, [{ decision: at(undefined), value, price: put?.price, askedAt: 0 }], later);
    expect(tokens.check(second.token, binding, [], at(1)).refusal).toBeUndefined();
    expect(tokens.check(second.token, binding, [], at(100)).refusal).toBe('price');
  });
});

describe('no token can be made from another one', () => {
  it('any single character that is changed, added or removed makes it worthless', async () => {
    const { call, planToken, world, question } = await shown();
    const { recoveryId } = question;
    const characters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~*'.split('');
    await fc.assert(
      fc.asyncProperty(
        fc.nat(planToken.length - 1),
        fc.constantFrom('change', 'insert', 'remove'),
        fc.constantFrom(...characters),
        async (at, how, character) => {
          const middle = { change: character, insert: character + planToken[at], remove: '' }[how];
          const forged = planToken.slice(0, at) + middle + planToken.slice(at + 1);
          fc.pre(forged !== planToken);
          const result = await call('create-thing', { ...args, recoveryId, answers: yes, planToken: forged });
          expect(result.status).toBe('decision_required');
        },
      ),
      { numRuns: 400 },
    );
    expect(world.sent).toHaveLength(0);
  });

  it('every single position matters', async () => {
    const tokens = new PlanTokens();
    const binding = { tool: 't', arguments: { a: 1 }, recoveryId: 'dr-1' };
    const price = { value: { amount: 1, unit: 'Hour' as const, currency: 'CNY' } };
    const decision = { id: 'x', question: 'q', options: OPTIONS, plan: { requests: [], price } };
    const { token } = tokens.issue(binding, [], decision);
    expect(tokens.check(token, binding, [], decision).refusal).toBeUndefined();
    for (let at = 0; at < token.length; at++) {
      for (const character of ['A', 'B', 'a', 'z', '0', '.', '~', '*', ' ']) {
        const forged = token.slice(0, at) + character + token.slice(at + 1);
        if (forged !== token) expect(tokens.check(forged, binding, [], decision)).toEqual({ refusal: 'process' });
      }
    }
  });

  it('any other arguments, tool or recovery refuse it', () => {
    const tokens = new PlanTokens();
    const decision = { id: 'x', question: 'q', options: OPTIONS };
    const binding = fc.record({
      tool: fc.constantFrom('create-image', 'run-dr-instance'),
      arguments: fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
      recoveryId: fc.constantFrom('dr-1', 'dr-2', 'dr-3'),
    });
    fc.assert(
      fc.property(binding, binding, (shownTo, sentBy) => {
        const { token } = tokens.issue(shownTo, [], decision);
        const same = JSON.stringify(sorted(shownTo)) === JSON.stringify(sorted(sentBy));
        expect(tokens.check(token, sentBy, [], decision).refusal === undefined).toBe(same);
        expect(tokens.check(token, shownTo, [], decision).refusal).toBeUndefined();
      }),
    );
  });

  it('is not fooled by names that every object has', async () => {
    const { call, world } = await shown();
    for (const id of ['constructor', '__proto__', 'toString']) {
      world.questions = [{ id, options: OPTIONS }];
      const result = await call('create-thing', { ...args, answers: {}, planToken: 'x' });
      expect(result.decision.id).toBe(id);
    }
  });
});

describe('ECS_DR_CONFIRM', () => {
  it('=token never uses the dialog', async () => {
    const { call, dialogs, world } = await openCounter({ dialog: agreeable, config: { confirm: 'token' } });
    const question = await call('create-thing', args);
    expect(question.status).toBe('decision_required');
    expect(dialogs).toHaveLength(0);
    const { planToken } = question.decision;
    expect((await call('create-thing', { ...args, answers: yes, planToken })).status).toBe('done');
    expect(dialogs).toHaveLength(0);
    expect(world.sent).toHaveLength(1);
  });

  it('=elicitation uses the dialog', async () => {
    const { call, dialogs } = await openCounter({ dialog: agreeable, config: { confirm: 'elicitation' } });
    expect((await call('create-thing', args)).status).toBe('done');
    expect(dialogs).toHaveLength(1);
  });

  it('=elicitation without a dialog refuses every tool that changes something, with a remedy', async () => {
    const tokens = new PlanTokens();
    const { planToken } = await shown({ tokens });
    const { call, world } = await openCounter({ tokens, config: { confirm: 'elicitation' } });
    for (const given of [args, { ...args, answers: yes, planToken }]) {
      const result = await call('create-thing', given);
      expect(result.isError).toBe(true);
      expect(result.error).toMatchObject({ code: 'NoDialog', retryable: false });
      expect(result.error.remedy).toContain('ECS_DR_CONFIRM=auto');
      expect(result.status).toBeUndefined();
    }
    expect(world.sent).toHaveLength(0);
  });

  it('=elicitation without a dialog still reads, and asks what only a read needs to know', async () => {
    const { call } = await openCounter({ config: { confirm: 'elicitation' } });
    expect((await call('look')).status).toBe('done');
    const question = await call('choose-zone');
    expect(question.status).toBe('decision_required');
    const { planToken } = question.decision;
    const result = await call('choose-zone', { answers: { zone: 'cn-hangzhou-j' }, planToken });
    expect(result.structured.zone).toBe('cn-hangzhou-j');
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => [k, sorted(v)]);
}
