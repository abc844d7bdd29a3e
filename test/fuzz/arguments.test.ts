import { test } from 'vitest';
import { fuzzArguments } from './arguments.ts';

test('whatever the arguments of a tool are: an answer of the contract, no crash, and nothing changed', async () => {
  await fuzzArguments(400, 20261120);
});
