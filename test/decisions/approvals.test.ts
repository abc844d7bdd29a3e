import { describe, expect, it } from 'vitest';
import { Approvals } from '../../src/decisions/approvals.ts';
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
});
