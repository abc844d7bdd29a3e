import { test } from 'vitest';
import { fuzzProtocol } from './protocol.ts';

test('whatever comes on stdin: the server stays, answers what is right, writes nothing else to stdout, changes nothing', async () => {
  await fuzzProtocol(10, 60, 20261120);
});
