import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeTool } from '../../src/server.ts';
import { tools } from '../../tools/index.ts';
import { measureRecovery, type RecoveryMeasures } from './measure-recovery.ts';

describe('tools/list', () => {
  const listed = tools.map((tool) => describeTool(tool, false));

  test('costs a conversation at most 4,500 tokens', () => {
    expect(countTokens(JSON.stringify({ tools: listed }))).toBeLessThanOrEqual(4_500);
  });

  test.each(
    listed.map((tool) => [tool.name, tool] as const),
  )('%s costs at most 330 and describes every parameter', (_, tool) => {
    expect(countTokens(JSON.stringify(tool))).toBeLessThanOrEqual(330);
    const properties = Object.values(tool.inputSchema.properties ?? {}) as { description?: string }[];
    expect(properties.filter((p) => !p.description)).toEqual([]);
  });
});

/** Ceilings at the aim, or a little above what is reached, so that a step back is seen; the aims stand in `npm run bench`. */
describe.each([
  ['with dialogs', true, { tokens: 6_000, share: 1 / 7.7, calls: 108 }],
  ['without', false, { tokens: 9_800, share: 1 / 6, calls: 138 }],
] as const)('a whole recovery of three disks %s', (_, dialog, most) => {
  let all: RecoveryMeasures[];
  // The embedded cloud takes other times with another seed; with some, snapshots are usable later than their group.
  beforeAll(async () => {
    all = [];
    for (const seed of [1, 2, 3, 5, 8]) all.push(await measureRecovery({ dialog, seed }));
  });
  const median = (of: (m: RecoveryMeasures) => number) => all.map(of).sort((a, b) => a - b)[2] ?? Number.NaN;

  test('ends verified, and is never throttled', () => {
    expect(all.map((m) => [m.verified, m.throttled])).toEqual(all.map(() => [true, 0]));
  });

  test('stays within its budgets of tokens and calls', () => {
    expect(median((m) => m.resultTokens)).toBeLessThanOrEqual(most.tokens);
    expect(median((m) => m.resultTokens / m.rawTokens)).toBeLessThanOrEqual(most.share);
    expect(median((m) => m.calls)).toBeLessThanOrEqual(most.calls);
  });

  test('takes hardly longer than the cloud itself', () => {
    expect(median((m) => m.ratio)).toBeLessThanOrEqual(1.05);
    expect(Math.max(...all.map((m) => m.ratio))).toBeLessThanOrEqual(1.07);
  });
});
