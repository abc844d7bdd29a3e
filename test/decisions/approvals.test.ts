import { describe, expect, it } from 'vitest';
import { Approvals } from '../../src/decisions/approvals.ts';
import { type Decision, type Plan, shownOf } from '../../src/decisions/decision.ts';
import type { ChangeRequest } from '../../src/recovery/estate.ts';
import { agreeable, DISK, newWorld, openCounter } from './counter.ts';

/** Approved once, while the cloud could not take it yet. */
async function approvedTooEarly(options: Parameters<typeof openCounter>[0] = {}) {
  const world = newWorld();
  world.notReady = true;
  const house = await openCounter({ world, dialog: agreeable, ...options });
  const first = await house.call('create-thing', { diskId: DISK });
  expect(first.status).toBe('in_progress');
  expect(world.sent).toHaveLength(0);
  world.notReady = false;
  house.dialogs.length = 0;
  return { ...house, world, args: { diskId: DISK, recoveryId: first.recoveryId } };
}

describe('an approval whose creation the cloud could not take yet', () => {
  it('is not asked for a second time when exactly the same plan of the same recovery is sent later', async () => {
    const { call, dialogs, world, args } = await approvedTooEarly();
    const result = await call('create-thing', args);
    expect(result.status).toBe('done');
    expect(dialogs).toHaveLength(0);
    expect(world.sent).toHaveLength(1);
    expect(world.sent[0]?.consent).toMatchObject({ how: 'dialog', recoveryId: args.recoveryId, decisionId: 'create' });
  });

  it('is used up by the creation it allowed', async () => {
    const { call, dialogs, args } = await approvedTooEarly();
    await call('create-thing', args);
    await call('create-thing', args);
    expect(dialogs).toHaveLength(1);
  });

  it('is asked for anew when anything in the plan changed meanwhile', async () => {
    const { call, dialogs, world, args } = await approvedTooEarly();
    world.extra = { RetentionDays: 7 };
    await call('create-thing', args);
    expect(dialogs).toHaveLength(1);
    expect(dialogs[0]?.message).toContain('RetentionDays');
  });

  it('is asked for anew when the price changed meanwhile', async () => {
    const { call, dialogs, world, args } = await approvedTooEarly();
    world.price = { value: { amount: 99, unit: 'Hour', currency: 'CNY' } };
    await call('create-thing', args);
    expect(dialogs).toHaveLength(1);
  });

  it('is asked for anew in another recovery', async () => {
    const { call, dialogs } = await approvedTooEarly();
    await call('create-thing', { diskId: DISK });
    expect(dialogs).toHaveLength(1);
  });

  it('is asked for anew after an hour', async () => {
    let now = 0;
    const { call, dialogs, args } = await approvedTooEarly({ approvals: new Approvals(() => now) });
    now += 60 * 60_000 + 1;
    await call('create-thing', args);
    expect(dialogs).toHaveLength(1);
  });

  it('is unknown to another server process', async () => {
    const { args } = await approvedTooEarly();
    const other = await openCounter({ dialog: () => ({ action: 'decline' }) });
    expect((await other.call('create-thing', args)).status).toBe('declined');
    expect(other.world.sent).toHaveLength(0);
  });

  it('was given by token as well as by dialog', async () => {
    const world = newWorld();
    world.notReady = true;
    const { call } = await openCounter({ world });
    const question = await call('create-thing', { diskId: DISK });
    const { planToken } = question.decision;
    const args = { diskId: DISK, recoveryId: question.recoveryId };
    const early = await call('create-thing', { ...args, answers: { create: 'go-ahead' }, planToken });
    expect(early.status).toBe('in_progress');
    world.notReady = false;
    expect((await call('create-thing', args)).status).toBe('done');
    expect(world.sent.map((s) => s.consent.how)).toEqual(['token']);
  });

  it('is kept only where the cloud was not ready: any other plan is asked for every time', async () => {
    const { call, dialogs } = await openCounter({ dialog: agreeable });
    const { recoveryId } = await call('create-thing', { diskId: DISK });
    await call('create-thing', { diskId: DISK, recoveryId });
    expect(dialogs).toHaveLength(2);
  });

  it('is nothing that a refusal leaves behind', async () => {
    const world = newWorld();
    world.notReady = true;
    const { call, dialogs } = await openCounter({ world, dialog: () => ({ action: 'decline' }) });
    const { recoveryId } = await call('create-thing', { diskId: DISK });
    world.notReady = false;
    expect((await call('create-thing', { diskId: DISK, recoveryId })).status).toBe('declined');
    expect(dialogs).toHaveLength(2);
    expect(world.sent).toHaveLength(0);
  });

  it('is said to stay open, and how it is withdrawn, where it is kept and nowhere else', async () => {
    const open = 'The approval stays open; create-thing with answers {"create": "stop"} withdraws it.';
    const world = newWorld();
    world.notReady = true;
    const { call } = await openCounter({ world, dialog: agreeable });
    const first = await call('create-thing', { diskId: DISK });
    expect(first.text).toBe(`Not ready yet. ${open}`);
    const args = { diskId: DISK, recoveryId: first.recoveryId };
    world.early = true;
    expect((await call('create-thing', args)).text).not.toContain('stays open');
    Object.assign(world, { early: false, notReady: false });
    expect((await call('create-thing', args)).text).toBe('Taken.');
  });
});

/** Approved in a client without a dialog while the cloud could not take it yet; it could now. */
async function keptByToken() {
  const world = newWorld();
  world.notReady = true;
  const house = await openCounter({ world });
  const { decision, recoveryId } = await house.call('create-thing', { diskId: DISK });
  const args = { diskId: DISK, recoveryId };
  const { planToken } = decision;
  const early = await house.call('create-thing', { ...args, answers: { create: 'go-ahead' }, planToken });
  expect(early.status).toBe('in_progress');
  world.notReady = false;
  return { ...house, world, args, planToken };
}

describe('an approval that is open', () => {
  it.each([
    ['stop, with its token', 'stop', true],
    ['stop, without a token: a no needs no proof', 'stop', false],
  ])('is taken back, and the call declined, by %s', async (_, create, withToken) => {
    const { call, world, args, planToken } = await keptByToken();
    const result = await call('create-thing', { ...args, answers: { create }, ...(withToken && { planToken }) });
    expect(result.status).toBe('declined');
    expect(result.text).toBe('Nothing was changed. Not approved at "create".');
    expect((await call('create-thing', args)).status).toBe('decision_required');
    expect(world.sent).toHaveLength(0);
  });

  it.each([
    ['without its token', 'yes', false],
    ['with its token', '', true],
  ])('is taken back by an answer that is no option, and asked for anew with the reason, %s', async (_, create, withToken) => {
    const { call, world, args, planToken } = await keptByToken();
    const result = await call('create-thing', { ...args, answers: { create }, ...(withToken && { planToken }) });
    expect(result.status).toBe('decision_required');
    expect(result.decision.notAccepted).toBe(
      `Not accepted: "${create}" is not one of go-ahead, stop. The approval that was open is taken back.`,
    );
    expect((await call('create-thing', args)).status).toBe('decision_required');
    expect(world.sent).toHaveLength(0);
    const yes = { answers: { create: 'go-ahead' }, planToken: result.decision.planToken };
    expect((await call('create-thing', { ...args, ...yes })).status).toBe('done');
    expect(world.sent).toHaveLength(1);
  });

  it('is taken back by an answer that is no option also where there is a dialog, which asks anew', async () => {
    const { call, dialogs, world, args } = await approvedTooEarly();
    expect((await call('create-thing', { ...args, answers: { create: 'yes' } })).status).toBe('done');
    expect(dialogs).toHaveLength(1);
    expect(dialogs[0]?.message).toMatch(/^Not accepted: "yes" is not one of go-ahead, stop\./);
    expect(world.sent).toHaveLength(1);
  });

  it('is taken back where there is a dialog without showing it', async () => {
    const { call, dialogs, world, args } = await approvedTooEarly();
    expect((await call('create-thing', { ...args, answers: { create: 'stop' } })).status).toBe('declined');
    expect(dialogs).toHaveLength(0);
    await call('create-thing', args);
    expect(dialogs).toHaveLength(1);
    expect(world.sent).toHaveLength(1);
  });

  it('is taken back also by a call that ends before it comes to the question', async () => {
    const { call, world, args } = await keptByToken();
    world.early = true;
    await call('create-thing', { ...args, answers: { create: 'stop' } });
    world.early = false;
    expect((await call('create-thing', args)).status).toBe('decision_required');
    expect(world.sent).toHaveLength(0);
  });

  it.each([
    ['is about to send', false],
    ['will find the cloud not ready', true],
  ])('is taken back also while the call that has it %s', async (_, notReady) => {
    const { call, world, args } = await keptByToken();
    let release: (value?: unknown) => void = () => {};
    world.hold = new Promise((resolve) => {
      release = resolve;
    });
    world.notReady = notReady;
    const running = call('create-thing', args);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await call('create-thing', { ...args, answers: { create: 'stop' } });
    release();
    const result = await running;
    if (notReady) expect(result.text).not.toContain('stays open');
    else expect(result.error.code).toBe('NotApproved');
    world.notReady = false;
    expect((await call('create-thing', args)).status).toBe('decision_required');
    expect(world.sent).toHaveLength(0);
  });

  it('is not taken back by an answer to another tool or in another recovery', async () => {
    const { call, world, args } = await keptByToken();
    await call('create-other', { ...args, answers: { create: 'stop' } });
    await call('create-thing', { diskId: DISK, answers: { create: 'stop' } });
    expect((await call('create-thing', args)).status).toBe('done');
    expect(world.sent).toHaveLength(1);
  });

  it('is over with go-ahead and its token, which is a yes of its own', async () => {
    const { call, world, args, planToken } = await keptByToken();
    const yes = { ...args, answers: { create: 'go-ahead' }, planToken };
    expect((await call('create-thing', yes)).status).toBe('done');
    expect((await call('create-thing', args)).status).toBe('decision_required');
    expect(world.sent).toHaveLength(1);
  });
});

describe('an approval that is open, of which a part is done', () => {
  const create = (snapshot: string): ChangeRequest => ({
    action: 'CreateDisk',
    regionId: 'cn-hangzhou',
    parameters: { SnapshotId: snapshot, Size: 40 },
  });
  const attach = (DiskId: string, InstanceId = 'i-target'): ChangeRequest => ({
    action: 'AttachDisk',
    regionId: 'cn-hangzhou',
    parameters: { InstanceId, DiskId },
  });
  const price: NonNullable<Plan['price']> = { value: { amount: 2, unit: 'Hour', currency: 'CNY' } };
  const whole: Plan = {
    requests: [create('s-1'), create('s-2'), attach('<DiskId of CreateDisk 1>'), attach('<DiskId of CreateDisk 2>')],
    price,
    notes: ['The disks stay.', 'xvdb: a tag is not copied'],
  };
  /** Whether who approved the whole is not asked about this. */
  const holdsFor = (plan: Plan): boolean => {
    const decision = (of: Plan): Decision => ({ id: 'attach', question: 'Go on?', options: [], plan: of });
    const approvals = new Approvals(() => 0);
    const subject = { tool: 'attach-recovered-disk', recoveryId: 'dr-1', decisionId: 'attach' };
    approvals.keep(approvals.given(subject, shownOf(decision(whole)), whole, 'token', 0));
    return approvals.take(subject, decision(plan)) !== undefined;
  };

  it.each<[string, Plan]>([
    ['the whole', whole],
    ['all attachments', { requests: [attach('d-one'), attach('d-two')], notes: ['The disks stay.'] }],
    ['one attachment', { requests: [attach('d-two')], notes: ['The disks stay.'] }],
  ])('holds for %s', (_, plan) => {
    expect(holdsFor(plan)).toBe(true);
  });

  it.each<[string, Plan]>([
    ['an attachment to another instance', { requests: [attach('d-one', 'i-other')] }],
    ['more attachments than were approved', { requests: [attach('d-1aa'), attach('d-2aa'), attach('d-3aa')] }],
    ['something that was not approved', { requests: [create('s-3')] }],
    ['what was not told', { requests: [attach('d-one')], notes: ['The target is the source.'] }],
    ['a part that has a price of its own', { requests: [create('s-2'), attach('<DiskId of CreateDisk 1>')], price }],
  ])('does not hold for %s', (_, plan) => {
    expect(holdsFor(plan)).toBe(false);
  });
});
