import { afterEach, describe, expect, it } from 'vitest';
import { PlanTokens } from '../../src/decisions/plan-token.ts';
import type { Price } from '../../src/recovery/estate.ts';
import { sayIn } from '../../src/text/say.ts';
import { fakeApi, ok, openOn } from '../cloud/fake-api.ts';
import * as wire from '../cloud/wire-samples.ts';
import { agreeable, DISK, newWorld, OPTIONS, openCounter } from './counter.ts';

const args = { diskId: DISK };
const yes = { create: 'go-ahead' };
/** The API takes 256 characters; escaped they are many more, and a limit of today is not one of tomorrow. */
const LONG = `start ${'\u200b'.repeat(256)} ${'long '.repeat(1000)}end`;
const SHOWN = LONG.replaceAll('\u200b', '\\u{200b}');

describe('what is approved', () => {
  function longWorld() {
    const world = newWorld();
    world.extra = { Description: LONG };
    world.notes = [`this is lost: ${LONG}`];
    return world;
  }

  it('is shown in full in a dialog, however long it is', async () => {
    const { call, dialogs, world } = await openCounter({ world: longWorld(), dialog: agreeable });
    await call('create-thing', args);
    const message = dialogs[0]?.message.replaceAll('\\\\', '\\') ?? '';
    expect(message).toContain(`| Description | ${SHOWN} |`);
    expect(message).toContain(`- this is lost: ${SHOWN}`);
    expect(world.sent[0]?.request.parameters.Description).toBe(LONG);
  });

  it('is shown in full in the text and the structure of a result, however long it is', async () => {
    const { call, world } = await openCounter({ world: longWorld() });
    const { text, decision } = await call('create-thing', args);
    expect(text.replaceAll('\\\\', '\\')).toContain(`Description=${SHOWN}`);
    expect(text.replaceAll('\\\\', '\\')).toContain(`- this is lost: ${SHOWN}`);
    expect(decision.plan?.parameters.Description).toBe(SHOWN);
    expect(decision.plan?.notes).toEqual([`this is lost: ${SHOWN}`]);
    await call('create-thing', { ...args, answers: yes, planToken: decision.planToken });
    expect(world.sent[0]?.request.parameters.Description).toBe(LONG);
  });

  it('does not hold the reason why a price is unknown: that can be anything, and is bounded', async () => {
    const world = newWorld();
    world.price = { unknown: LONG };
    const { call } = await openCounter({ world });
    const { text, decision } = await call('create-thing', args);
    expect(text.length).toBeLessThan(2500);
    expect((decision.plan?.price as { unknown: string }).unknown.length).toBeLessThanOrEqual(600);
  });

  it('leaves nothing out of a list of what a person accepts to lose', () => {
    const disks = Array.from(
      { length: 17 },
      (_, i) => `/dev/xvd${i} (d-bp1${'0'.repeat(20)}, 500 GiB): has no snapshots`,
    );
    const question = sayIn('en')`Not everything can be snapshotted: ${disks}. Go on?`;
    for (const disk of disks) expect(question).toContain(disk);
  });
});

it('a value cannot pass for another parameter where parameters stand in one line', async () => {
  const world = newWorld();
  world.extra = { Description: 'copy, Size=1; Encrypted=true', Remark: 'say "go"' };
  const { call } = await openCounter({ world });
  const { text, decision } = await call('create-thing', args);
  expect(text).toContain('; Description="copy, Size=1; Encrypted=true"; Remark="say \\"go\\""');
  expect(decision.plan?.parameters.Description).toBe('copy, Size=1; Encrypted=true');
});

describe('a plan token', () => {
  let close: (() => Promise<void>) | undefined;
  afterEach(() => close?.());

  it('holds no currency that is none: the price is unknown then', async () => {
    const price = (Currency: string) => ({ PriceInfo: { Price: { ...wire.price.PriceInfo.Price, Currency } } });
    for (const [currency, known] of [
      ['CNY', true],
      ['RENMINBI', true],
      ['x'.repeat(9), false],
      ['x'.repeat(5000), false],
    ] as const) {
      const api = await fakeApi({ DescribePrice: () => ok(price(currency)) });
      close = api.close;
      const world = newWorld();
      world.price = await openOn(api.endpoint).cloud.tryPrice('cn-hangzhou', {}, 'Hour');
      expect('value' in world.price).toBe(known);
      const { call } = await openCounter({ world });
      const { decision } = await call('create-thing', args);
      expect((await call('create-thing', { ...args, answers: yes, planToken: decision.planToken })).status).toBe(
        'done',
      );
      await close();
    }
  });

  it('fits its field after more questions than any tool has, each with the longest price', () => {
    const tokens = new PlanTokens();
    const binding = { tool: 't', arguments: {}, recoveryId: 'dr-20261120-000000-00000000' };
    const value: Price = { amount: -(2 ** -1000), unit: '60 Months', currency: '元'.repeat(8) };
    const plan = { requests: [], price: { value } };
    const asked = Array.from({ length: 16 }, (_, i) => ({ id: `q${i}`, question: 'q', options: OPTIONS, plan }));
    const price = `${value.amount}${value.currency}/${value.unit}`;
    const answered = asked.map((decision) => ({ decision, value: 'cn-hangzhou-k', price, askedAt: 0 }));
    const { token } = tokens.issue(binding, answered, { id: 'last', question: 'q', options: OPTIONS, plan });
    expect(token.length).toBeLessThanOrEqual(2048);
  });
});
