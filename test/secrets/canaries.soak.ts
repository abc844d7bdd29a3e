import { describe, test } from 'vitest';
import type { FaultPlan } from '../../src/simulator/index.ts';
import { everythingSaid, expectSilent, inEnvironment } from './canaries.ts';

describe('a key is never said, however often things go wrong', () => {
  test.each<[string, FaultPlan]>([
    ['connections are cut', [{ action: '*', fault: 'reset-after', probability: 0.3 }]],
    ['answers are no JSON', [{ action: 'mutating', fault: 'malformed', after: true }]],
    ['the token expired', [{ action: '*', fault: 'expired-token', probability: 0.5 }]],
  ])('%s', { timeout: 600_000 }, async (_, faults) => {
    expectSilent(await everythingSaid(inEnvironment, faults));
  });

  test('nobody listens at the endpoint', { timeout: 600_000 }, async () => {
    expectSilent(await everythingSaid(inEnvironment, [], { endpoint: 'http://127.0.0.1:1' }));
  });
});
