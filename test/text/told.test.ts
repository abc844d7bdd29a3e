import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chinese, told as table } from '../../src/text/chinese.ts';
import { inline } from '../../src/text/safe.ts';
import { sayIn } from '../../src/text/say.ts';
import { teller } from '../../src/text/told.ts';
import { BLOCK, hostile, INVISIBLE } from './hostile.ts';

const { told } = chinese;

describe('a sentence that was finished in English', () => {
  it('is found again by its words, with its values as they are', () => {
    expect(told('Image m-1 is ready and vSwitch vsw-1 is there')).toBe('镜像 m-1 已就绪，交换机 vsw-1 已存在');
    expect(told('The image must be available first')).toBe('须先等镜像可用');
  });

  it('may hold another one', () => {
    expect(told('image m-1 is CreateFailed: make it again')).toBe('镜像 m-1 的状态为 CreateFailed：重新创建');
    expect(told('The connection timed out (HTTP 502).')).toBe('连接超时（HTTP 502）。');
  });

  it('may be one of several in a list', () => {
    expect(told('4 vCPU instead of 8, 16 GiB instead of 32, one generation newer, same price')).toBe(
      '4 vCPU（原为 8），内存 16 GiB（原为 32），新一代，价格相同',
    );
    expect(told('PL1, 100 → 200 IOPS, same 5 MB/s, bursting dropped')).toBe(
      'PL1，100 → 200 IOPS，相同 5 MB/s，不保留性能突发',
    );
  });

  it('keeps a list that is its value', () => {
    expect(told('Instance i-1 was not found in cn-a, cn-b.')).toBe('在 cn-a, cn-b 中未找到实例 i-1。');
    expect(told('No snapshot group ssg-1, ssg-2 in cn-a.')).toBe('cn-a 中没有快照一致性组 ssg-1, ssg-2。');
  });

  it('of two that it could be is the one with more words of its own', () => {
    expect(told('performance level PL3 does not apply')).toBe('性能等级 PL3 不适用');
    expect(told('performance level PL3')).toBe('性能等级 PL3');
  });

  it('that is not ours stays as it is, also where it begins or ends like one of ours', () => {
    for (const text of [
      'The specified InstanceType is not supported.',
      'The disk becomes available soon, try again',
      'web-01',
      '华东1 可用区K',
      '',
      'Forbidden.RAM: User not authorized to operate on the specified resource.',
    ])
      expect(told(text)).toBe(text);
  });

  it('is told the same of every sentence in the table with plain values', () => {
    for (const [key, text] of Object.entries(table)) {
      const value = (n: number) => `v${n}`;
      const english = key.replace(/\{(\d+)\}/g, (_, n) => value(Number(n)));
      const expected = text.replace(/\{(\d+)~?\}/g, (_, n) => value(Number(n)));
      // What says nothing of itself may be another such.
      if (key.replace(/\{\d+\}/g, '').replace(/[^a-z]/gi, '').length > 8) expect(told(english), key).toBe(expected);
    }
  });
});

describe('any text', () => {
  it('keeps its values, and gets no Markdown that was escaped in English', () => {
    const say = sayIn(chinese);
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(table)),
        fc.array(hostile, { minLength: 6, maxLength: 6 }),
        (key, values) => {
          const english = key.replace(/\{(\d+)\}/g, (_, n) => values[Number(n)] ?? '');
          for (const shown of [inline(say.told(english)), say`Cause: ${english}`]) {
            expect(shown).not.toContain('\n');
            expect(shown).not.toMatch(BLOCK);
            expect(shown).not.toMatch(INVISIBLE);
            expect(shown.replace(/\\[\\`*_[\]<>|~#.)+=-]/g, '')).not.toMatch(/[`*[\]<>|~]/);
          }
        },
      ),
    );
  });

  it('takes no time worth a word, however long and however like our sentences it is', () => {
    const pieces = fc.constantFrom(
      ...[
        ': ',
        ', ',
        '; ',
        '. ',
        ' (',
        ')',
        ' is ',
        ' in ',
        ' of ',
        ' becomes ',
        ' price',
        'no ',
        'a',
        'A',
        'is in ',
        'same ',
      ],
      ...Object.keys(table).map((key) => key.replace(/\{\d+\}/g, 'x')),
    );
    const long = fc.array(pieces, { minLength: 50, maxLength: 1500 }).map((all) => all.join(''));
    const repeated = fc.tuple(pieces, pieces).map(([a, b]) => `${a}${b}`.repeat(1500).slice(0, 3_900));
    fc.assert(
      fc.property(fc.oneof(long, repeated), (text) => {
        // Of the processor, which others may be using too.
        const before = process.cpuUsage();
        told(text.slice(0, 4_000));
        told(text);
        expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
      }),
      { numRuns: 300 },
    );
  });

  it('that holds itself without end is given up', () => {
    const tell = teller({ 'so {0}': '故 {0~}' });
    expect(tell('so so x')).toBe('故 故 x');
    expect(() => tell('so '.repeat(1_300))).not.toThrow();
  });
});
