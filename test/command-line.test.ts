import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { call } from './support/agent.ts';
import { environment } from './support/environment.ts';
import { temporaryFolder } from './support/folder.ts';
import { spawnServer } from './support/house.ts';

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/main.js', ...args], {
    encoding: 'utf8',
    input: '',
  });
  return { status, stdout, stderr };
}

test.each([
  ['a scenario without --simulate', ['--scenario', 'zone-outage'], /--scenario is for the embedded cloud/],
  ['faults without --simulate', ['--faults', 'faults.yaml'], /--faults is for the embedded cloud/],
  ['a speed without --simulate', ['--speed', '10'], /--speed is for the embedded cloud/],
  ["the server's option before a command", ['--speed', '10', 'demo'], /write it behind "demo"/],
  ['an option that the command has no use for', ['--simulate', 'demo'], /"demo" has none such/],
  ['an option that nothing has', ['simulator', '--simulate'], /unknown option '--simulate'/],
  ['a command that does not exist', ['foo'], /the commands are simulator, demo, help/],
  ['a value that is none of those allowed', ['demo', '--scenario', 'flood'], /instance, disks, image, zone-down/],
  [
    'a scenario that only an object has',
    ['simulator', '--scenario', 'constructor'],
    /no built-in scenario "constructor"/,
  ],
  ['a file that is not there', ['simulator', '--faults', './nowhere.yaml'], /nowhere\.yaml cannot be used/],
])('%s is refused in words, and with one exit code', (_, args, says) => {
  const { status, stdout, stderr } = run(...args);
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/^error: /);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

test('help tells of a command', () => {
  expect(run('help', 'demo')).toMatchObject({ status: 0, stdout: expect.stringMatching(/--interactive/) });
});

test.each([
  ['a scenario', '--scenario', 'name: 3\n', /scenario .+name is 3/],
  ['a fault plan', '--faults', '- { action: RunInstances, fault: flood }\n', /fault plan .+fault is "flood"/],
])('%s that cannot be used is told by the first call, as the file’s fault', async (_, option, text, says) => {
  const file = join(temporaryFolder(), 'mine.yaml');
  writeFileSync(file, text);
  const { client } = await spawnServer(['--simulate', option, file]);
  const result = await call(client, 'describe-source', { instanceId: 'i-bp1webprod0100000000' });
  expect(result.error).toMatchObject({ code: 'InvalidConfiguration', remedy: expect.stringContaining(option) });
  expect(`${result.error?.message} ${result.error?.cause}`).toMatch(says);
  await client.close();
});

test('what is logged just before the end is not lost', () => {
  const { status, stderr } = spawnSync(process.execPath, ['dist/main.js'], {
    encoding: 'utf8',
    input: '',
    env: { ...environment(), ECS_DR_CONFIRM: 'wrong' },
  });
  expect(stderr).toContain('ECS_DR_CONFIRM is \\"wrong\\".');
  expect(status).toBe(0);
});
