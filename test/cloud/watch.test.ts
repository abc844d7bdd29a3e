import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIRST_LOOK_MS, FURTHEST_MS, type Looked, nextLook, watch } from '../../src/cloud/watch.ts';
import { DrError } from '../../src/errors.ts';

/** A clock that jumps: sleeping takes no time but moves it on. */
function jumpClock(start = 0) {
  let now = start;
  return {
    now: () => now,
    sleep: async (ms: number, signal?: AbortSignal) => {
      if (!signal?.aborted) now += ms;
    },
  };
}

function trouble(retryable: boolean): DrError {
  return new DrError({ code: 'X', message: '', cause: '', remedy: '', retryable });
}

describe('the next look', () => {
  it('comes after gently growing intervals where nothing is told', () => {
    const looks: Looked[] = [];
    const times = [0];
    for (let i = 0; i < 6; i += 1) {
      looks.push({ at: times.at(-1) ?? 0 });
      times.push(nextLook(looks, 1e9) ?? 0);
    }
    const intervals = times.slice(1).map((t, i) => Math.round(t - (times[i] ?? 0)));
    expect(intervals).toEqual([1000, 1300, 1690, 2197, 2856, 3713]);
  });

  it('is aimed at the remaining time that the cloud tells', () => {
    expect(nextLook([{ at: 1_000, remainSeconds: 7 }], 1e9)).toBe(8_250);
  });

  it('is aimed at the end that the rate of progress projects', () => {
    const looks = [
      { at: 0, percent: 0 },
      { at: 10_000, percent: 50 },
    ];
    expect(nextLook(looks, 1e9)).toBe(20_250);
  });

  it('is left to whoever watches on when the looks tell an end beyond the deadline', () => {
    const looks = [
      { at: 0, percent: 0 },
      { at: 10_000, percent: 10 },
    ];
    expect(nextLook(looks, 24_999)).toBeUndefined();
    expect(nextLook(looks, 25_000)).toBe(25_000);
    expect(nextLook([{ at: 10_000, percent: 10 }], 10_500)).toBe(10_500);
    expect(nextLook([{ at: 10_000, percent: 100 }], 10_500)).toBe(10_500);
  });

  it('is at a deadline that comes just after the projected end', () => {
    const looks = [
      { at: 0, percent: 0 },
      { at: 10_000, percent: 50 },
    ];
    expect(nextLook(looks, 20_100)).toBe(20_100);
  });

  it('may be late by five seconds, or by a tenth of what was waited for, where nothing is told', () => {
    const standing = (at: number) => Array.from({ length: 21 }, (_, i) => ({ at: (at * i) / 20 }));
    expect(nextLook(standing(20_000), 1e9)).toBe(25_000);
    expect(nextLook(standing(100_000), 1e9)).toBe(110_000);
    expect(nextLook(standing(900_000), 1e9)).toBe(900_000 + FURTHEST_MS);
  });

  it('does not crowd where work stands still just before its projected end', () => {
    const looks = [{ at: 0, percent: 0 }, ...[100_000, 101_000, 102_000, 103_000].map((at) => ({ at, percent: 99 }))];
    expect(nextLook(looks, 1e9)).toBeGreaterThanOrEqual(103_000 + 1_690);
  });

  it('becomes near again when all is at 100 % but not done', () => {
    const looks = [
      { at: 0, percent: 10 },
      { at: 15_000, percent: 60 },
      { at: 27_000, percent: 100 },
    ];
    expect(nextLook(looks, 1e9)).toBe(28_000);
  });

  it('is always in the future, at most 15 s away and never past the deadline', () => {
    const look = fc.record(
      {
        at: fc.nat(1_000_000),
        percent: fc.double({ min: 0, max: 100, noNaN: true }),
        remainSeconds: fc.nat(10_000),
      },
      { requiredKeys: ['at'] },
    );
    fc.assert(
      fc.property(fc.array(look, { minLength: 1, maxLength: 30 }), fc.nat(2_000_000), (some, until) => {
        const looks = some.toSorted((a, b) => a.at - b.at);
        const last = looks.at(-1)?.at ?? 0;
        const next = nextLook(looks, until) ?? until;
        expect(next).toBeLessThanOrEqual(Math.max(until, last));
        expect(next).toBeLessThanOrEqual(last + FURTHEST_MS);
        if (until > last) expect(next).toBeGreaterThan(last);
      }),
    );
  });
});

describe('watching', () => {
  it('work of any length ends within 5 % and a second of its end, with few looks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1_000, max: 3_600_000 }), async (length) => {
        const clock = jumpClock();
        let looks = 0;
        const { finished } = await watch({
          clock,
          until: 1e9,
          look: async () => {
            looks += 1;
            return Math.min(100, Math.floor((clock.now() / length) * 100));
          },
          done: () => clock.now() >= length,
          estimate: (percent) => ({ percent }),
        });
        expect(finished).toBe(true);
        expect(clock.now()).toBeLessThanOrEqual(length * 1.05 + 1_000);
        expect(looks).toBeLessThan(25 + length / FURTHEST_MS + 5);
      }),
    );
  });

  it('looks first within 200 ms', async () => {
    const clock = jumpClock(5_000);
    const seen: number[] = [];
    await watch({ clock, until: 1e9, look: async () => seen.push(clock.now()), done: () => true });
    expect(seen).toEqual([5_000 + FIRST_LOOK_MS]);
    expect(FIRST_LOOK_MS).toBeLessThanOrEqual(200);
  });

  it('ends unfinished at the deadline, with the last value, after a last look at it', async () => {
    const clock = jumpClock();
    const seen: number[] = [];
    const result = await watch({ clock, until: 5_000, look: async () => seen.push(clock.now()), done: () => false });
    expect(result).toMatchObject({ finished: false, value: seen.length });
    expect(seen.at(-1)).toBe(5_000);
  });

  it('ends at the deadline without a look there where the end is known to be far', async () => {
    const clock = jumpClock();
    const seen: number[] = [];
    const look = async () => {
      seen.push(clock.now());
      return clock.now() / 10_000;
    };
    const first = await watch({ clock, until: 40_000, look, done: () => false, estimate: (percent) => ({ percent }) });
    expect(clock.now()).toBe(40_000);
    const last = seen.at(-1) ?? 0;
    expect(last).toBeLessThan(40_000);
    await watch({ clock, until: 80_000, look, done: () => true, estimate: (percent) => ({ percent }), before: first });
    expect(seen.at(-1)).toBe(last + FURTHEST_MS);
  });

  it('looks once even when the deadline has passed already', async () => {
    const clock = jumpClock(10);
    expect(await watch({ clock, until: 0, look: async () => 'now', done: () => true })).toMatchObject({
      finished: true,
      value: 'now',
    });
  });

  it('takes a look that fails for a while as no news', async () => {
    let n = 0;
    const look = async () => {
      n += 1;
      if (n < 3) throw trouble(true);
      return n;
    };
    expect(await watch({ clock: jumpClock(), until: 60_000, look, done: () => true })).toMatchObject({
      finished: true,
      value: 3,
    });
  });

  it('tells since when looks have failed, and why, until one succeeds', async () => {
    const watchFailing = (fails: (n: number) => boolean) => {
      let n = 0;
      const look = async () => {
        n += 1;
        if (fails(n)) throw trouble(true);
        return n;
      };
      return watch({ clock: jumpClock(), until: 10_000, look, done: () => false });
    };
    const over = await watchFailing((n) => n === 2 || n > 3);
    expect(over).toMatchObject({ finished: false, value: 3, trouble: { details: { code: 'X' } } });
    expect(over.seenAt).toBe(over.looks[2]?.at);
    expect(await watchFailing((n) => n === 2)).not.toHaveProperty('trouble');
  });

  it('throws at once what waiting does not heal, and what no look got over until the deadline', async () => {
    const clock = jumpClock();
    const fail = (retryable: boolean) =>
      watch({ clock, until: 10_000, look: () => Promise.reject(trouble(retryable)), done: () => true });
    await expect(fail(false)).rejects.toMatchObject({ details: { code: 'X' } });
    expect(clock.now()).toBeLessThan(1_000);
    await expect(fail(true)).rejects.toMatchObject({ details: { code: 'X' } });
    expect(clock.now()).toBe(10_000);
  });

  it('stops at an abort with what was seen, or as cancelled when nothing was', async () => {
    const stop = new AbortController();
    const look = async () => {
      stop.abort();
      return 1;
    };
    const options = { clock: jumpClock(), until: 1e9, signal: stop.signal, done: () => false };
    expect(await watch({ ...options, look })).toMatchObject({ finished: false, value: 1 });
    await expect(watch({ ...options, look })).rejects.toMatchObject({ details: { code: 'Cancelled' } });
  });
});
