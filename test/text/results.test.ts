import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../src/decisions/decision.ts';
import { DrError } from '../../src/errors.ts';
import { table } from '../../src/text/safe.ts';
import { defineTool, type ToolContext, type ToolDefinition } from '../../src/tool.ts';
import { agreeable, openCounter } from '../decisions/counter.ts';
import { BLOCK, hostile, INJECTIONS, INVISIBLE, INVISIBLE_BUT_BREAKS, strings } from './hostile.ts';

/** A tool that puts one string from the cloud wherever a tool can put one. */
function hostileTool(
  run: (context: ToolContext, value: string) => Promise<unknown>,
  value: () => string,
): ToolDefinition {
  return defineTool({
    name: 'hostile',
    title: 't',
    description: 'd',
    effect: 'create',
    asks: true,
    waits: true,
    input: {},
    run: async (_, context) => {
      await run(context, value());
      return {
        status: 'done',
        text: [context.say`Disk ${value()} is ready.`, table(['name'], [[value()]])].join('\n\n'),
        fields: { name: value(), [value()]: [value(), { deep: value() }] },
        recoveryId: context.recoveryId,
        next: { tool: 'check-recovery', arguments: { recoveryId: context.recoveryId }, why: value() },
      };
    },
  }) as unknown as ToolDefinition;
}

const decisionWith = (context: ToolContext, value: string): Decision => ({
  id: 'zone',
  question: context.say`Where should ${value} come back?`,
  options: [
    { value: 'cn-hangzhou-k', title: value, description: value },
    { value, title: 'other', description: value },
  ],
  plan: {
    requests: [{ action: 'CreateDisk', regionId: 'cn-hangzhou', parameters: { DiskName: value, [value]: 'x' } }],
    price: { unknown: value },
    notes: [value],
  },
});

const runs = { numRuns: 150, examples: INJECTIONS.map((i) => [i] as [string]) };

describe('a string from the cloud, wherever a tool puts it', () => {
  it('leaves no control character or line break in a result, and opens no structure there', async () => {
    let value = '';
    const { call } = await openCounter({
      tools: [
        hostileTool(
          async () => {},
          () => value,
        ),
      ],
    });
    await fc.assert(
      fc.asyncProperty(hostile, async (given) => {
        value = given;
        const { text, structured } = await call('hostile');
        expect(text).not.toMatch(INVISIBLE_BUT_BREAKS);
        // One sentence, a table of three lines, the hint: each after a blank line.
        const blocks = text.split('\n\n');
        expect(blocks).toHaveLength(3);
        expect(blocks[1]?.split('\n')).toHaveLength(3);
        expect(text.split('\n').filter((line) => line.startsWith('→'))).toHaveLength(1);
        for (const s of strings(structured)) expect(s).not.toMatch(INVISIBLE);
        expect(structured.next).toMatchObject({ tool: 'check-recovery' });
        expect(structured.status).toBe('done');
      }),
      runs,
    );
  });

  it('leaves the recovery id readable where the text is all that a host shows', async () => {
    const { call } = await openCounter({
      tools: [
        hostileTool(
          async () => {},
          () => 'x',
        ),
      ],
    });
    const { text, recoveryId } = await call('hostile');
    expect(text).toContain(`→ \`check-recovery\` (recoveryId \`${recoveryId}\`): x`);
  });

  it('that a tool put into its text as it came still carries no control character', async () => {
    const [tool] = [
      hostileTool(
        async () => {},
        () => '',
      ),
    ];
    const raw = { ...tool, run: async () => ({ status: 'done' as const, text: INJECTIONS.join(' ') }) };
    const { call } = await openCounter({ tools: [raw as ToolDefinition] });
    expect((await call('hostile')).text).not.toMatch(INVISIBLE_BUT_BREAKS);
  });

  it('leaves one question one decision, with the options there are', async () => {
    let value = '';
    const tool = hostileTool(
      async (context, v) => context.choose(decisionWith(context, v)),
      () => value,
    );
    const { call } = await openCounter({ tools: [tool] });
    await fc.assert(
      fc.asyncProperty(hostile, async (given) => {
        value = given;
        const { text, structured, decision } = await call('hostile');
        expect(text).not.toMatch(INVISIBLE_BUT_BREAKS);
        for (const s of strings(structured)) expect(s).not.toMatch(INVISIBLE);
        expect(decision.options).toHaveLength(2);
        expect(text.split('\n').filter((line) => /^\d+\. /.test(line))).toHaveLength(2);
        expect(text.split('\n').filter((line) => line.startsWith('planToken'))).toHaveLength(1);
        expect(decision.question).not.toContain('\n');
      }),
      runs,
    );
  });

  it('leaves a dialog one question over one table, with the options there are', async () => {
    let value = '';
    const tool = hostileTool(
      async (context, v) => context.choose(decisionWith(context, v)),
      () => value,
    );
    const { call, dialogs } = await openCounter({ tools: [tool], dialog: agreeable });
    await fc.assert(
      fc.asyncProperty(hostile, async (given) => {
        value = given;
        dialogs.length = 0;
        await call('hostile');
        const [dialog] = dialogs;
        const message = dialog?.message ?? '';
        expect(message).not.toMatch(INVISIBLE_BUT_BREAKS);
        for (const s of strings(dialog?.requestedSchema)) expect(s).not.toMatch(INVISIBLE);
        const tableLines = message.split('\n').filter((line) => line.startsWith('|'));
        // Head, rule and a line per parameter (a name that is there already is the same parameter).
        expect(tableLines).toHaveLength(given === 'DiskName' ? 3 : 4);
        const [question = ''] = message.split('\n\n');
        expect(question.startsWith('Where should')).toBe(true);
        expect(question.split('\n')).toHaveLength(1);
      }),
      runs,
    );
  });

  it('leaves an error one error', async () => {
    let value = '';
    const tool = hostileTool(
      async (context, v) => {
        context.exists({ kind: 'disk', id: v, note: v });
        throw new DrError({
          code: v,
          message: v,
          cause: v,
          remedy: v,
          retryable: false,
          requestId: v,
        });
      },
      () => value,
    );
    const { call } = await openCounter({ tools: [tool] });
    await fc.assert(
      fc.asyncProperty(hostile, async (given) => {
        value = given;
        const { text, structured, isError } = await call('hostile');
        expect(isError).toBe(true);
        expect(text).not.toMatch(INVISIBLE_BUT_BREAKS);
        for (const s of strings(structured)) expect(s).not.toMatch(INVISIBLE);
        const ours = /^(\*\*.*\*\*: |Cause: |Do: |What exists because|- disk `|Request id: |$)/;
        for (const line of text.split('\n')) expect(line).toMatch(ours);
      }),
      runs,
    );
  });

  it('in a progress message stays one line', async () => {
    let value = '';
    const tool = hostileTool(
      async (context, v) => context.progress(10, v),
      () => value,
    );
    const { client } = await openCounter({ tools: [tool] });
    const messages: string[] = [];
    for (const injection of INJECTIONS) {
      value = injection;
      await client.callTool({ name: 'hostile', arguments: {} }, undefined, {
        onprogress: ({ message }) => messages.push(message ?? ''),
      });
    }
    expect(messages).toHaveLength(INJECTIONS.length);
    for (const message of messages) expect(message).not.toMatch(INVISIBLE);
  });
});

describe('an argument of a call', () => {
  it('that is refused is shown as data', async () => {
    const { call } = await openCounter();
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (name, value) => {
        const { text, structured, error } = await call('create-thing', {
          diskId: value,
          [`x${name}`]: value,
          recoveryId: value,
        });
        expect(error.code).toBe('InvalidInput');
        expect(text).not.toMatch(INVISIBLE_BUT_BREAKS);
        for (const s of strings(structured)) expect(s).not.toMatch(INVISIBLE);
        for (const line of text.split('\n').filter((l) => l !== '')) expect(line).not.toMatch(BLOCK);
        expect(text.split('\n\n')).toHaveLength(3);
      }),
      runs.numRuns ? { numRuns: runs.numRuns } : {},
    );
  });

  it('of an unknown tool is named in the error, on one line', async () => {
    const { client } = await openCounter();
    for (const name of INJECTIONS) {
      const error = await client.callTool({ name, arguments: {} }).catch((e: unknown) => e);
      expect(String(error)).not.toMatch(INVISIBLE);
      expect(String(error)).toContain('create-thing');
    }
  });
});
