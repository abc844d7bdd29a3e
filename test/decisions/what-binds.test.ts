import { describe, expect, it } from 'vitest';
import { agreeable, DISK, newWorld, openCounter, type World } from './counter.ts';

type Change = (world: World) => void;
/** Whether the decision was put again when the plan was one thing at the question and another at the answer. */
type Way = (atQuestion: Change, atAnswer: Change) => Promise<{ askedAnew: boolean; sent: number }>;

const args = { diskId: DISK };
const yes = { create: 'go-ahead' };

const byToken: Way = async (atQuestion, atAnswer) => {
  const world = newWorld();
  atQuestion(world);
  const { call } = await openCounter({ world });
  const { decision, recoveryId } = await call('create-thing', args);
  atAnswer(world);
  const { planToken } = decision;
  const { status } = await call('create-thing', { ...args, recoveryId, answers: yes, planToken });
  return { askedAnew: status === 'decision_required', sent: world.sent.length };
};

const byDialog: Way = async (atQuestion, atAnswer) => {
  const world = newWorld();
  atQuestion(world);
  const { call, dialogs } = await openCounter({
    world,
    dialog: (form) => {
      if (dialogs.length > 1) return { action: 'decline' };
      atAnswer(world);
      return agreeable(form);
    },
  });
  await call('create-thing', args);
  return { askedAnew: dialogs.length > 1, sent: world.sent.length };
};

const keptFrom =
  (dialog: boolean): Way =>
  async (atQuestion, atAnswer) => {
    const world = newWorld();
    atQuestion(world);
    world.notReady = true;
    const { call, dialogs } = await openCounter({
      world,
      ...(dialog && { dialog: (form) => (dialogs.length > 1 ? { action: 'decline' } : agreeable(form)) }),
    });
    const first = await call('create-thing', args);
    const given = { ...args, recoveryId: first.recoveryId };
    if (!dialog) await call('create-thing', { ...given, answers: yes, planToken: first.decision.planToken });
    world.notReady = false;
    atAnswer(world);
    const { status } = await call('create-thing', given);
    return { askedAnew: status !== 'done', sent: world.sent.length };
  };

const notes = (...all: string[]): Change => {
  return (world) => {
    world.notes = all;
  };
};
const price = (amount: number | undefined): Change => {
  return (world) => {
    world.price =
      amount === undefined ? { unknown: 'DescribePrice failed' } : { value: { amount, unit: 'Hour', currency: 'CNY' } };
    world.estimate = amount === undefined ? undefined : `Estimate: ${amount * 720} CNY/month`;
  };
};

describe.each<[string, Way]>([
  ['by token', byToken],
  ['by dialog', byDialog],
  ['kept from a dialog', keptFrom(true)],
  ['kept from a token', keptFrom(false)],
])('an answer %s', (_, answer) => {
  it.each([
    ['a note is added: what the thing will not have', notes('a'), notes('a', 'xvdc is not in the image')],
    ['a note is gone', notes('a', 'b'), notes('a')],
    ['a note says something else', notes('xvdb becomes cloud_ssd'), notes('xvdb becomes cloud_efficiency')],
    ['a price is known that was not', price(undefined), price(1)],
    ['the price is another one', price(1), price(2)],
  ])('is not one any more when %s', async (_change, atQuestion, atAnswer) => {
    expect(await answer(atQuestion, atAnswer)).toEqual({ askedAnew: true, sent: 0 });
  });

  it.each([
    ['everything is as it was', notes('a', 'b'), notes('a', 'b')],
    ['the same notes come in another order', notes('a', 'b'), notes('b', 'a')],
    ['the price is the same', price(1), price(1)],
    ['the price can no longer be read', price(1), price(undefined)],
    ['the price is still not known', price(undefined), price(undefined)],
  ])('is still one when %s', async (_change, atQuestion, atAnswer) => {
    expect(await answer(atQuestion, atAnswer)).toEqual({ askedAnew: false, sent: 1 });
  });
});

it('a kept approval is bound to the price that was shown, also when it could not be read as it was given', async () => {
  const world = newWorld();
  world.notReady = true;
  const { call } = await openCounter({ world });
  const { decision, recoveryId } = await call('create-thing', args);
  price(undefined)(world);
  await call('create-thing', { ...args, answers: yes, planToken: decision.planToken });
  world.notReady = false;
  price(99)(world);
  expect((await call('create-thing', { ...args, recoveryId })).status).toBe('decision_required');
  expect(world.sent).toHaveLength(0);
});

it('what follows from the price is shown with the notes', async () => {
  const world = newWorld();
  notes('The disk stays.')(world);
  price(1)(world);
  const { call } = await openCounter({ world });
  const { decision, text } = await call('create-thing', args);
  expect(decision.plan?.notes).toEqual(['The disk stays.', 'Estimate: 720 CNY/month']);
  expect(text).toContain('- The disk stays.\n\n- Estimate: 720 CNY/month');
});
