import { describe, expect, it, vi } from 'vitest';
import { accept, agreeable, DISK, type Dialog, newWorld, OPTIONS, openCounter } from './counter.ts';

const zoneQuestion = { id: 'zone', options: OPTIONS };

describe('a decision where the client has form elicitation', () => {
  it('is one form with one required choice, the recommended option first and no default', async () => {
    const { call, dialogs } = await openCounter({ dialog: agreeable });
    await call('create-thing', { diskId: DISK });
    expect(dialogs).toHaveLength(1);
    expect(dialogs[0]?.mode).toBe('form');
    expect(dialogs[0]?.requestedSchema).toEqual({
      type: 'object',
      properties: {
        choice: {
          type: 'string',
          title: 'Your decision',
          oneOf: [
            { const: 'go-ahead', title: 'Go ahead: Send exactly what is shown' },
            { const: 'stop', title: 'Stop here: Create nothing; keep what exists' },
          ],
        },
      },
      required: ['choice'],
    });
  });

  it('shows every parameter of the request and the price in the message', async () => {
    const world = newWorld();
    world.extra = { 'Tag.1.Key': 'ecs-dr:recovery', Size: 40 };
    const { call, dialogs } = await openCounter({ dialog: agreeable, world });
    await call('create-thing', { diskId: DISK });
    const message = dialogs[0]?.message ?? '';
    const [sent] = world.sent;
    for (const [name, value] of Object.entries(sent?.request.parameters ?? {})) {
      expect(message).toContain(`| ${name} | ${value} |`);
    }
    expect(message).toContain('CreateSnapshot');
    expect(message).toContain('1.5 CNY per Hour');
  });

  it('says that a price is not known, and why', async () => {
    const world = newWorld();
    world.price = { unknown: 'DescribePrice was denied' };
    const { call, dialogs } = await openCounter({ dialog: agreeable, world });
    await call('create-thing', { diskId: DISK });
    expect(dialogs[0]?.message).toContain('DescribePrice was denied');
  });

  it('goes on at once when a valid choice is accepted, without a second confirmation', async () => {
    const { call, dialogs, world } = await openCounter({ dialog: agreeable });
    const result = await call('create-thing', { diskId: DISK });
    expect(result.status).toBe('done');
    expect(dialogs).toHaveLength(1);
    expect(world.sent).toHaveLength(1);
    expect(world.sent[0]?.consent.how).toBe('dialog');
    expect(world.sent[0]?.consent.recoveryId).toBe(result.recoveryId);
  });

  it.each([
    'Go ahead',
    'GO-AHEAD',
    ' go ahead ',
    'Go ahead: Send exactly what is shown',
  ])('takes an option by its title or in another letter case: %s', async (choice) => {
    const { call, world } = await openCounter({ dialog: () => accept({ choice }) });
    expect((await call('create-thing', { diskId: DISK })).status).toBe('done');
    expect(world.sent).toHaveLength(1);
  });

  it('answers declined when the person chooses the option that creates nothing', async () => {
    const { call, world } = await openCounter({ dialog: () => accept({ choice: 'stop' }) });
    const result = await call('create-thing', { diskId: DISK });
    expect(result.status).toBe('declined');
    expect(result.isError).toBe(false);
    expect(world.sent).toHaveLength(0);
  });

  it.each<[string, Dialog]>([
    ['declined', () => ({ action: 'decline' })],
    ['cancelled', () => ({ action: 'cancel' })],
    ['declined with a choice left in the form', () => ({ action: 'decline', content: { choice: 'go-ahead' } })],
    ['cancelled with a choice left in the form', () => ({ action: 'cancel', content: { choice: 'go-ahead' } })],
    ['accepted without content', () => ({ action: 'accept' })],
    ['accepted with an empty form (a host that accepts by itself)', () => accept({})],
    ['accepted with an empty choice', () => accept({ choice: '' })],
    ['accepted with a choice that was not offered', () => accept({ choice: 'yes' })],
    ['accepted with free text where none is allowed', () => accept({ choice: 'no', custom: 'go-ahead' })],
    [
      'ended by an error of the client',
      () => {
        throw new Error('no window');
      },
    ],
  ])('changes nothing when the dialog is %s, and tells how to be asked in the conversation', async (_, dialog) => {
    const { call, world } = await openCounter({ dialog });
    const result = await call('create-thing', { diskId: DISK });
    expect(result.status).toBe('declined');
    expect(result.isError).toBe(false);
    expect(world.sent).toHaveLength(0);
    expect(result.text).toContain('Nothing was changed');
    expect(result.text).toContain('may not have seen a dialog');
    expect(result.text).toContain('ECS_DR_CONFIRM=token');
    expect(result.recoveryId).toMatch(/^dr-/);
  });

  it('stays open for a person’s time and is declined, with nothing changed, when it ends without an answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { call, dialogs, world } = await openCounter({ dialog: () => new Promise(() => {}) });
      let ended = false;
      const pending = call('create-thing', { diskId: DISK }).finally(() => {
        ended = true;
      });
      await vi.waitFor(() => expect(dialogs).toHaveLength(1));
      await vi.advanceTimersByTimeAsync(14 * 60_000);
      expect(ended).toBe(false);
      await vi.advanceTimersByTimeAsync(2 * 60_000);
      const result = await pending;
      expect(result.status).toBe('declined');
      expect(result.text).toBe(
        'Nothing was changed. No approval for "create": the dialog got no answer within 15 minutes, the longest it stays open. Call again to be asked anew.',
      );
      expect(world.sent).toHaveLength(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is put again, with the new plan, when the plan changed while the person was thinking', async () => {
    const world = newWorld();
    const { call, dialogs } = await openCounter({
      world,
      dialog: (form) => {
        if (dialogs.length === 1) world.extra = { Size: 80 };
        return agreeable(form);
      },
    });
    await call('create-thing', { diskId: DISK });
    expect(dialogs).toHaveLength(2);
    expect(dialogs[0]?.message).not.toContain('Size');
    expect(dialogs[1]?.message).toMatch(/^Asked anew: the plan changed\.\n\nTake the snapshot\?/);
    expect(dialogs[1]?.message).toContain('Size');
    expect(world.sent.map((s) => s.request.parameters.Size)).toEqual([80]);
  });

  it('is put again when the price changed while the person was thinking', async () => {
    const world = newWorld();
    const { call, dialogs } = await openCounter({
      world,
      dialog: (form) => {
        world.price = { value: { amount: 99, unit: 'Hour', currency: 'CNY' } };
        return agreeable(form);
      },
    });
    await call('create-thing', { diskId: DISK });
    expect(dialogs.map((d) => d.message.includes('99 CNY'))).toEqual([false, true]);
    expect(dialogs[1]?.message).toMatch(/^Asked anew: the price changed\.\n/);
    expect(world.sent).toHaveLength(1);
  });

  it('gives up with an error, and nothing created, when the plan changes every time', async () => {
    const world = newWorld();
    const { call, dialogs } = await openCounter({
      world,
      dialog: (form) => {
        world.extra = { Size: dialogs.length };
        return agreeable(form);
      },
    });
    const result = await call('create-thing', { diskId: DISK });
    expect(result.isError).toBe(true);
    expect(result.error.code).toBe('PlanKeepsChanging');
    expect(result.error.remedy).toBe('Call the tool again. Nothing was created.');
    expect(dialogs).toHaveLength(16);
    expect(world.sent).toHaveLength(0);
    // Of a recovery that was begun before, something may exist.
    const resumed = await call('create-thing', { diskId: DISK, recoveryId: result.recoveryId });
    expect(resumed.error).toMatchObject({ code: 'PlanKeepsChanging', remedy: 'Call the tool again.' });
  });

  it('is put however many others are put in the same call: only the same one again and again is a loop', async () => {
    const world = newWorld();
    world.questions = Array.from({ length: 40 }, (_, i) => ({ id: `disk-${i}`, options: OPTIONS }));
    const { call, dialogs } = await openCounter({ world, dialog: agreeable });
    const result = await call('create-thing', { diskId: DISK });
    expect(result.status).toBe('done');
    expect(dialogs).toHaveLength(41);
  });

  it('comes one after the other where there are several, each answered once', async () => {
    const world = newWorld();
    world.questions = [zoneQuestion, { id: 'size', options: OPTIONS }];
    const { call, dialogs } = await openCounter({ world, dialog: agreeable });
    const result = await call('create-thing', { diskId: DISK });
    expect(result.status).toBe('done');
    expect(dialogs.map((d) => d.message.split('\n')[0])).toEqual(['Which zone?', 'Which size?', 'Take the snapshot?']);
  });

  describe('where free text is allowed', () => {
    /** What the tool was told, by a person who fills the form with this; the approval after it is declined. */
    async function told(content: Record<string, string>) {
      const world = newWorld();
      world.questions = [{ ...zoneQuestion, allowCustom: true }];
      const { call, dialogs } = await openCounter({
        world,
        dialog: (form) => ('custom' in form.requestedSchema.properties ? accept(content) : { action: 'decline' }),
      });
      const { status, text } = await call('create-thing', { diskId: DISK });
      expect(status).toBe('declined');
      return { zone: world.chosen.zone, dialogs, text };
    }

    it('offers one more option, which means the text, and asks for the text there alone', async () => {
      const { dialogs } = await told({ choice: 'cn-hangzhou-k' });
      const { properties, required } = dialogs[0]?.requestedSchema ?? {};
      expect(properties).toMatchObject({
        choice: {
          oneOf: [
            { const: 'cn-hangzhou-k', title: 'Zone k: has stock' },
            { const: 'cn-hangzhou-j', title: 'Zone j: has little stock' },
            { const: 'custom', title: 'Other: as typed below' },
          ],
        },
        custom: { type: 'string', title: 'Other, in your own words', maxLength: 512 },
      });
      expect(required).toEqual(['choice']);
      expect(dialogs[1]?.requestedSchema.properties).not.toHaveProperty('custom');
      expect(JSON.stringify(dialogs[1]?.requestedSchema)).not.toContain('Other');
    });

    it('takes the text with the option that means it', async () => {
      expect((await told({ choice: 'custom', custom: '  cn-hangzhou-b ' })).zone).toBe('cn-hangzhou-b');
    });

    it('takes a text that names an option for the option', async () => {
      expect((await told({ choice: 'custom', custom: 'zone J' })).zone).toBe('cn-hangzhou-j');
      expect((await told({ choice: 'Zone j', custom: 'cn-hangzhou-b' })).zone).toBe('cn-hangzhou-j');
    });

    it('takes the ids of sixteen disks', async () => {
      const ids = Array.from({ length: 16 }, (_, i) => `d-bp1${String(i).padStart(25, '0')}`).join(', ');
      expect(ids.length).toBeGreaterThan(500);
      expect((await told({ choice: 'custom', custom: ids })).zone).toBe(ids);
    });

    it('takes a chosen option and not the text left beside it', async () => {
      expect((await told({ choice: 'cn-hangzhou-j', custom: 'cn-hangzhou-b' })).zone).toBe('cn-hangzhou-j');
    });

    it.each([
      ['no choice', { custom: 'cn-hangzhou-b' }],
      ['a choice that was not offered', { choice: 'nonsense', custom: 'cn-hangzhou-b' }],
      ['no text', { choice: 'custom' }],
      ['a blank text', { choice: 'custom', custom: '  ' }],
      ['a text too long to be taken whole', { choice: 'custom', custom: 'x'.repeat(513) }],
    ])('is no answer with %s', async (_, content) => {
      const { zone, dialogs, text } = await told(content as Record<string, string>);
      expect(zone).toBeUndefined();
      expect(dialogs).toHaveLength(1);
      expect(text).toContain('No approval for "zone"');
    });
  });

  it.each([
    ['stop', 'go-ahead'],
    ['custom', 'go-ahead'],
  ])('does not read free text where none is allowed: %s', async (choice, custom) => {
    const { call, world } = await openCounter({ dialog: () => accept({ choice, custom }) });
    expect((await call('create-thing', { diskId: DISK })).status).toBe('declined');
    expect(world.sent).toHaveLength(0);
  });

  it('ignores answers in the arguments: only the dialog counts where there is one', async () => {
    const { call, dialogs, world } = await openCounter({ dialog: () => ({ action: 'decline' }) });
    const result = await call('create-thing', { diskId: DISK, answers: { create: 'go-ahead' }, planToken: 'made-up' });
    expect(dialogs).toHaveLength(1);
    expect(result.status).toBe('declined');
    expect(world.sent).toHaveLength(0);
  });

  /** Finds a disk of an earlier call, or makes it now once that is approved, and asks for another. */
  async function halfWay(makes: boolean, dialog: Dialog) {
    const { defineTool } = await import('../../src/tool.ts');
    const tool = defineTool({
      name: 'half-way',
      title: 'Half-way',
      description: 'Makes one thing and asks for another.',
      effect: 'create',
      asks: true,
      waits: false,
      input: {},
      async run(_, context) {
        context.exists({ kind: 'disk', id: 'd-made1' });
        if (makes) context.approve('make', 'Make one?', { requests: [] });
        context.exists({ kind: 'disk', id: 'd-made1', note: 'billed while it stays' });
        context.choose({ id: 'first', question: 'Another?', options: OPTIONS });
        context.choose({ id: 'more', question: 'Really?', options: OPTIONS });
        return { status: 'done', text: '' };
      },
    });
    const { call } = await openCounter({ tools: [tool], dialog });
    const result = await call('half-way');
    expect(result.status).toBe('declined');
    expect(result.structured.created).toEqual([{ kind: 'disk', id: 'd-made1', note: 'billed while it stays' }]);
    expect(result.text.match(/d-made1/g)).toHaveLength(1);
    return result.text;
  }
  const declineLast: Dialog = (form) => (form.message.includes('Really?') ? { action: 'decline' } : agreeable(form));

  it('names what exists, once, when a later question of the same call is declined', async () => {
    expect(await halfWay(true, declineLast)).not.toContain('Nothing was changed');
  });

  it('says that nothing was changed where what exists is of an earlier call', async () => {
    expect(await halfWay(false, declineLast)).toContain('Nothing was changed');
  });
});

describe('which clients have a dialog', () => {
  it('reads `elicitation: {}` as form', async () => {
    const { call, dialogs } = await openCounter({ dialog: agreeable, capabilities: { elicitation: {} } });
    expect((await call('create-thing', { diskId: DISK })).status).toBe('done');
    expect(dialogs).toHaveLength(1);
  });

  it.each([
    ['only url', { elicitation: { url: {} } }],
    ['only something newer', { elicitation: { voice: {} } }],
    ['nothing', {}],
  ])('asks by token where the client declares %s', async (_, capabilities) => {
    const { call, world } = await openCounter({ capabilities });
    expect((await call('create-thing', { diskId: DISK })).status).toBe('decision_required');
    expect(world.sent).toHaveLength(0);
  });
});
