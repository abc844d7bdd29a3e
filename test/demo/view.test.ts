import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { View } from '../../src/demo/view.ts';

/** A terminal of so many columns, and everything written to it. */
function terminal(columns: number | undefined): { out: NodeJS.WriteStream; written(): string } {
  let text = '';
  const out = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  return { out: Object.assign(out, { isTTY: true, columns }) as unknown as NodeJS.WriteStream, written: () => text };
}

test.each([0, undefined])('a terminal that tells %s columns is written to as if there were none', (columns) => {
  const { out, written } = terminal(columns);
  const view = new View(out, { NO_COLOR: '1' });
  expect(view.live).toBe(false);
  view.work.spin('working');
  view.work.bar('image', 10, 'Creating');
  view.say('word '.repeat(60));
  view.work.end();
  expect(
    Math.max(
      ...written()
        .split('\n')
        .map((line) => line.length),
    ),
  ).toBeGreaterThan(100);
});

test('nothing runs over the edge of a narrow terminal', () => {
  const { out, written } = terminal(60);
  const view = new View(out, { NO_COLOR: '1', CI: '1' });
  const long = 'Meanwhile, find a zone for the DR instance of that long name';
  view.title(long, long);
  view.act(long, 'attach-recovered-disk');
  view.done(long);
  view.table(['attribute', 'source'], [[long, long]]);
  view.question({
    tool: 'run-dr-instance',
    blocks: [{ kind: 'heading', text: `${long} ${long}` }],
    choices: [{ value: 'go', title: long }],
    allowCustom: false,
  });
  view.answered(long.slice(0, 40));
  const lines = written().split('\n');
  expect(lines.filter((line) => line.length > 60)).toEqual([]);
  expect(written().replace(/\s+/g, ' ')).toContain(long);
});
