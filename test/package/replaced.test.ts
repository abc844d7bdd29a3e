import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, onTestFinished, test } from 'vitest';
import { call } from '../support/agent.ts';
import { environment } from '../support/environment.ts';
import { temporaryFolder } from '../support/folder.ts';
import { agreeable, newClient } from '../support/house.ts';

const SOURCE = { instanceId: 'i-bp1webprod0100000000' };

/** A server of its own copy of the program, and what takes everything away but the entry, as an upgrade does. */
async function installed() {
  const folder = temporaryFolder();
  cpSync('dist', join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const client = newClient(agreeable);
  onTestFinished(() => client.close());
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [join(folder, 'dist/main.js'), '--simulate', '--speed', '300'],
      env: environment(),
      stderr: 'ignore',
    }),
  );
  const upgrade = () => {
    for (const file of readdirSync(join(folder, 'dist'))) if (file !== 'main.js') rmSync(join(folder, 'dist', file));
  };
  return { client, upgrade };
}

test('a server that was upgraded while it ran goes on: it has loaded what a recovery needs', async () => {
  const { client, upgrade } = await installed();
  // The loading begins 300 ms after the client is ready, and nothing tells of its end.
  await sleep(3_000);
  upgrade();
  expect(await call(client, 'describe-source', SOURCE)).toMatchObject({ status: 'done' });
  const made = await call(client, 'create-snapshot-group', SOURCE);
  expect(made.error).toBeUndefined();
  expect(made.snapshotGroupId).toMatch(/^ssg-/);
  expect(await call(client, 'check-access', SOURCE)).toMatchObject({ status: 'done' });
});

test('one that was upgraded before that says so, and what to do', async () => {
  const { client, upgrade } = await installed();
  upgrade();
  const { error } = await call(client, 'describe-source', SOURCE);
  expect(error).toMatchObject({ code: 'ProgramReplaced', remedy: expect.stringContaining('Restart the server') });
});
