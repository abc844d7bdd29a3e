import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { environment } from '../support/environment.ts';

/** How a maintainer is told what is missing: nothing is tried against anything. */
const contract = (...args: string[]) => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/contract.mjs', ...args], {
    encoding: 'utf8',
    env: {
      ...environment(),
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
      ALIBABA_CLOUD_CLI_PROFILE_DISABLED: 'true',
      // The last link of the chain is asked even when nothing is set.
      ALIBABA_CLOUD_CREDENTIALS_URI: 'http://127.0.0.1:9/',
    },
  });
  return { status, stderr };
};

test.skipIf(process.env.ECS_DR_CONTRACT_LIVE === '1').each([
  ['a live run without credentials', ['--live'], /No credentials: .*\n.*ALIBABA_CLOUD_ACCESS_KEY_ID/],
  ['creating without a place', ['--live', '--create'], /Creating needs a place: --vswitch/],
  ['creating without a live run', ['--create'], /Only a live run takes options/],
  ['an unknown option', ['--lvie'], /Unknown option '--lvie'/],
])('%s is told what is missing', (_, args, says) => {
  const { status, stderr } = contract(...args);
  expect(stderr).toMatch(says);
  expect(status).toBe(2);
});
