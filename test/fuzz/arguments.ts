import fc from 'fast-check';
import { expect } from 'vitest';
import { tools } from '../../tools/index.ts';
import { call } from '../support/agent.ts';
import { type House, openHouse } from '../support/house.ts';
import { hostile, INVISIBLE, INVISIBLE_BUT_BREAKS, strings } from '../text/hostile.ts';

const FIELDS = [
  'instanceId',
  'drInstanceId',
  'targetInstanceId',
  'diskIds',
  'excludeDiskIds',
  'snapshotIds',
  'snapshotGroupId',
  'imageId',
  'imageName',
  'instanceName',
  'instanceType',
  'name',
  'zoneId',
  'vpcId',
  'vSwitchId',
  'cidrBlock',
  'diskCategory',
  'diskCategories',
  'wholeInstance',
  'zoneSafe',
  'purpose',
  'actions',
  'regionId',
  'recoveryId',
  'answers',
  'planToken',
  'waitSeconds',
  '__proto__',
  'constructor',
];

/** Values as they should be, and as they should not. */
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    'i-bp1webprod0100000000',
    'i-bp1batch010000000000',
    'd-bp1batch01sys0000000',
    's-bp1aaaaaaaaaaaaaaaaa',
    'm-bp1aaaaaaaaaaaaaaaaa',
    'ssg-bp1aaaaaaaaaaaaaaa',
    'vpc-bp1prod0000000000000',
    'vsw-bp1prodi000000000000',
    'cn-hangzhou',
    'cn-hangzhou-k',
    'ecs.g7.xlarge',
    'cloud_essd',
    '10.20.9.0/24',
    'dr-20261120-214035-10f16100',
    'go-ahead',
    true,
    false,
    0,
    1,
    45,
    -1,
    1e308,
    null,
  ),
  hostile,
  fc.array(hostile, { maxLength: 3 }),
  fc.constantFrom(['d-bp1batch01sys0000000'], ['s-bp1aaaaaaaaaaaaaaaaa'], ['ecs:RunInstances']),
  fc.dictionary(hostile, hostile, { maxKeys: 3 }),
  fc.record({
    'create-snapshot-group': fc.constant('go-ahead'),
    'create-snapshot': fc.constant('go-ahead'),
    'create-image': fc.constant('go-ahead'),
  }),
  fc.jsonValue({ maxDepth: 4 }),
);

const given = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...FIELDS), hostile), value), { maxLength: 6 })
  .map((pairs) => {
    const args: Record<string, unknown> = {};
    for (const [name, v] of pairs)
      Object.defineProperty(args, name, { value: v, enumerable: true, configurable: true });
    return args;
  });

/** Right in the first place, wrong in others: gets past the schema more often. */
const plausible = fc
  .tuple(fc.constantFrom('i-bp1webprod0100000000', 'i-bp1batch010000000000'), given)
  .map(([instanceId, more]) => ({ ...more, instanceId }));

export async function fuzzArguments(numRuns: number, seed: number): Promise<void> {
  const house: House = await openHouse({ speed: 100_000 });
  try {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...tools), fc.oneof(given, plausible), async (tool, args) => {
        // Never longer than a moment.
        const waiting = tool.waits && !('waitSeconds' in args) ? { waitSeconds: 0 } : {};
        const { text, ...structured } = await call(house.client, tool.name, { ...args, ...waiting });
        expect(structured.isError || structured.status !== undefined).toBe(true);
        expect(structured.error?.code).not.toBe('InternalServerDefect');
        expect(text).not.toMatch(INVISIBLE_BUT_BREAKS);
        for (const s of strings(structured)) expect(s).not.toMatch(INVISIBLE);
        expect(text.length).toBeLessThan(60_000);
        expect(house.simulator.requests.filter((r) => r.tookEffect)).toEqual([]);
      }),
      { numRuns, seed, interruptAfterTimeLimit: 15 * 60_000, markInterruptAsFailure: true },
    );
    expect(house.audit).toEqual([]);
  } finally {
    await house.close();
  }
}
