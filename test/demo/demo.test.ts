import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

/** The built demo as a person starts it, but on a fast clock and without a terminal. */
function demo(args: string[], answers = ''): Promise<{ code: number | null; shown: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/main.js', 'demo', '--speed', '1000', ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
    });
    child.once('error', reject).once('close', (code) => resolve({ code, shown }));
    child.stdin.on('error', () => {}).end(answers);
  });
}

test.each([
  ['instance', 'CreateSnapshotGroup, CreateImage, RunInstances'],
  ['disks', '2 × CreateSnapshot, 2 × CreateDisk, 2 × AttachDisk'],
  ['image', 'CreateImage, RunInstances'],
  // Nothing new is asked of the zone that is down.
  ['zone-down', 'CreateImage, RunInstances'],
])('the %s story ends verified, with the source untouched, after %s', async (scenario, changes) => {
  const { code, shown } = await demo(['--scenario', scenario]);
  expect(shown).toMatch(/Recovery +verified/);
  expect(shown).toMatch(/Source untouched +yes/);
  expect(shown).toMatch(new RegExp(`Changes made +${changes}\\n`));
  expect(code).toBe(0);
});

test('without elicitation the decisions come back as results and are answered with their tokens', async () => {
  const { code, shown } = await demo(['--client', 'no-elicitation']);
  expect(shown).toMatch(/Recovery +verified/);
  expect(code).toBe(0);
});

test('a person who stops ends the demo without success, and nothing was created', async () => {
  const { code, shown } = await demo(['--interactive'], '2\n');
  expect(shown).toContain('create-snapshot-group was not approved: nothing was created there.');
  expect(code).toBe(1);
});

test('a person who chooses a zone without a vSwitch gets one, and the instance comes back there', async () => {
  const { code, shown } = await demo(['--interactive'], '1\n1\n2\n\n\n');
  expect(shown).toMatch(/CreateVSwitch/);
  expect(shown).toMatch(/zone +│ cn-hangzhou-h +│ cn-hangzhou-k/);
  expect(code).toBe(0);
});

test('without a terminal there is no colour and nothing is redrawn', async () => {
  const { shown } = await demo(['--interactive'], '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what must not be there
  expect(shown).not.toMatch(/\u001b|\r/);
});

test('without elicitation a list in a question stays a list', async () => {
  const { shown } = await demo(['--client', 'no-elicitation', '--scenario', 'disks', '--interactive'], '');
  expect(shown).toMatch(/│ Which disks should be snapshotted\?\n {4}│ · \/dev\/xvda .+\n {4}│ · \/dev\/xvdb /);
});

test('whoever reads only the first lines is left without a word', async () => {
  const child = spawn(process.execPath, ['dist/main.js', 'demo', '--speed', '1000'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = await once(child, 'close');
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
});
