import { describe, expect, it } from 'vitest';
import { DrError } from '../../src/errors.ts';
import { unseen } from '../../src/flow/create-once.ts';
import type { ToolContext } from '../../src/tool.ts';

const failure = new DrError({ code: 'ServiceUnavailable', message: '', cause: '', remedy: '', retryable: true });

/** Whether it is gone by these looks, the last of which is repeated, a moment after it was accepted. */
function judged(...looks: ('empty' | 'failing')[]): Promise<boolean> {
  let now = 0;
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  const context = { clock, signal: new AbortController().signal, waitUntil: 40_000, memory: new Map() };
  return unseen(context as unknown as ToolContext, async () => {
    const look = looks.length > 1 ? looks.shift() : looks[0];
    if (look === 'failing') throw failure;
    return false;
  })('vsw-made', 0);
}

describe('a thing that was accepted and stays unseen', () => {
  it('is gone after looks that all found nothing', async () => {
    expect(await judged('empty')).toBe(true);
  });

  it('is not known to be gone where the looks failed after the first ones', async () => {
    expect(await judged('empty', 'empty', 'failing')).toBe(false);
  });
});
