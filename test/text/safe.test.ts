import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, inline, lines, plain, plainDeep, table } from '../../src/text/safe.ts';
import { sayIn } from '../../src/text/say.ts';
import { BLOCK, cells, hostile, INJECTIONS, INVISIBLE, INVISIBLE_BUT_BREAKS, strings } from './hostile.ts';

/** Takes away what a backslash makes literal; what is left is what Markdown acts on. */
const acting = (markdown: string) => markdown.replace(/\\[\\`*_[\]<>|~#.)+=-]/g, '');

describe('plain text', () => {
  it('never holds an invisible character or a line break', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        expect(plain(value)).not.toMatch(INVISIBLE);
      }),
      { examples: INJECTIONS.map((i) => [i]) },
    );
  });

  it('shows what it took away', () => {
    expect(plain('a\u202eb\nc\u0000')).toBe('a\\u{202e}b\\u{a}c\\u{0}');
  });

  it('leaves readable text in any language as it is, emoji included', () => {
    for (const text of ['web-01 (prod)', '华东1 可用区K', 'naïve café', '❤️ 🚀', 'a_b.c/d:e'])
      expect(plain(text)).toBe(text);
  });

  it('is bounded in characters, and says where it was cut', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 300 }), (value, max) => {
        const shown = plain(value, max);
        expect([...shown].length).toBeLessThanOrEqual(max);
      }),
    );
    expect(plain('x'.repeat(300), 256)).toBe(`${'x'.repeat(255)}…`);
    expect(plain('🚀'.repeat(200), 256)).toBe('🚀'.repeat(200));
  });

  it('of several lines keeps our line breaks and nothing else', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        expect(lines(value)).not.toMatch(INVISIBLE_BUT_BREAKS);
        expect(lines(value).split('\n')).toHaveLength(value.split('\n').length);
      }),
    );
  });
});

describe('a value inside a sentence', () => {
  it('opens no Markdown structure, at the start of a line or within it', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const shown = inline(value);
        expect(shown).not.toContain('\n');
        expect(shown).not.toMatch(BLOCK);
        expect(acting(shown)).not.toMatch(/[`*[\]<>|~]|(^|[^\p{L}\p{N}])_|_([^\p{L}\p{N}]|$)/u);
      }),
      { examples: INJECTIONS.map((i) => [i]) },
    );
  });

  it('stays readable where it is harmless', () => {
    for (const text of ['cloud_essd', '/dev/xvda', 'ecs.g7.large', '192.168.0.0/24', '1.5', '-5', '#1', 'a-b', 'C#'])
      expect(inline(text).replace(/^\\#/, '#')).toBe(text);
  });

  it('shows nothing for nothing', () => {
    expect(inline(undefined)).toBe('');
    expect(inline(null)).toBe('');
    expect(inline(0)).toBe('0');
    expect(inline(false)).toBe('false');
  });
});

describe('a code span', () => {
  it('cannot be ended by the value, which is written as it must be typed', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const shown = code(value);
        expect(shown.slice(1, -1)).not.toContain('`');
        expect(shown).not.toMatch(INVISIBLE);
      }),
    );
    expect(code('cloud_essd')).toBe('`cloud_essd`');
  });
});

describe('a table', () => {
  it('keeps its number of rows and cells whatever the cells hold', () => {
    const row = fc.array(hostile, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(row, fc.array(row, { maxLength: 4 }), (head, rows) => {
        const shown = table(head, rows).split('\n');
        expect(shown).toHaveLength(rows.length + 2);
        for (const line of shown) expect(cells(line)).toHaveLength(3);
        expect(shown[1]).toBe('|---|---|---|');
      }),
      { examples: [[['a', 'b', 'c'], [['a |\n| forged | row |', '\\', '\\|']]]] },
    );
  });

  it('shows an absent value as a dash', () => {
    expect(table(['a', 'b'], [[undefined, null]])).toBe('| a | b |\n|---|---|\n| – | – |');
  });
});

describe('structured content', () => {
  it('holds no invisible character in any value or key, at any depth', () => {
    fc.assert(
      fc.property(
        fc.dictionary(hostile, fc.array(fc.dictionary(hostile, hostile, { maxKeys: 3 }), { maxLength: 3 })),
        (v) => {
          for (const text of strings(plainDeep(v))) expect(text).not.toMatch(INVISIBLE);
        },
      ),
    );
  });

  it('keeps numbers, booleans, null and shape, and leaves out what is undefined', () => {
    const value = { a: 1, b: [true, null, { c: 'x' }], d: {} };
    expect(plainDeep({ ...value, e: undefined })).toEqual(value);
    expect(Object.keys(plainDeep({ e: undefined }))).toEqual([]);
  });

  it('cannot be made to change the prototype of anything', () => {
    const value = plainDeep(JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(value)).toEqual(['__proto__']);
  });
});

describe('a sentence', () => {
  it('holds its values as data, on the one line it is', () => {
    const say = sayIn('en');
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const sentence = say`Disk ${a} of ${b} is ready.`;
        expect(sentence).not.toMatch(INVISIBLE);
        expect(sentence.startsWith('Disk ')).toBe(true);
        expect(sentence.endsWith(' is ready.')).toBe(true);
      }),
    );
  });

  it('does not let one value stand for another', () => {
    expect(sayIn('en')`first ${'{1}'}, second ${'x'}`).toBe('first {1}, second x');
  });
});
