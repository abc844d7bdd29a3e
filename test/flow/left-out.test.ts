import { afterEach, describe, expect, test } from 'vitest';
import type { ScenarioObject } from '../../src/simulator/index.ts';
import { follow } from '../support/agent.ts';
import { effects, type Flow, openFlow, WAYS } from './flow.ts';

/** Its role, key pair and automatic snapshot policy were deleted while it went on running. */
const ORPHAN = 'i-bp1orphan00100000000';
const SCENARIO: ScenarioObject = {
  name: 'orphan',
  extends: 'default',
  instances: [
    {
      id: ORPHAN,
      name: 'orphan-01',
      vSwitch: 'vsw-bp1prodh000000000000',
      type: 'ecs.g7.large',
      securityGroups: ['sg-bp1admin000000000000'],
      keyPair: 'gone-key',
      ramRole: 'gone-role',
      autoSnapshotPolicy: 'sp-bp1gone000000000000000',
      disks: [
        { id: 'd-bp1orphan01sys000000', category: 'cloud_essd', level: 'PL1', size: 40 },
        { id: 'd-bp1orphan01dat000000', category: 'cloud_essd', level: 'PL1', size: 100 },
      ],
    },
  ],
};

let flow: Flow;
afterEach(() => flow?.house.close());

describe.each(WAYS)('what the source has and nobody can have any more, %s', (way) => {
  test('is left out of the copy once a person agrees, and the comparison says so', async () => {
    flow = await openFlow(way, [], { simulator: { scenario: SCENARIO } });
    const { last } = await flow.play('describe-source', { instanceId: ORPHAN });

    const asked = new Set(flow.questions.filter((q) => q.options.includes('leave-out')).map((q) => q.message));
    expect([...asked].sort()).toEqual([
      expect.stringContaining('RAM role gone-role (InvalidRamRole.NotFound)'),
      expect.stringContaining(
        'automatic snapshot policy sp-bp1gone000000000000000 (InvalidAutoSnapshotPolicyId.NotFound)',
      ),
      expect.stringContaining('key pair gone-key (InvalidKeyPairName.NotFound)'),
    ]);

    const [launch, second] = effects(flow.house, 'RunInstances');
    expect(second).toBeUndefined();
    expect(Object.keys(launch?.params ?? {}).filter((p) => /RamRole|KeyPair|SnapshotPolicy|Password/.test(p))).toEqual(
      [],
    );
    expect(last.verified).toBe(true);
    const rows = last.comparison as { attribute: string; source: string; dr: string; expected: string }[];
    expect(rows.filter((r) => r.expected === 'not passed').map((r) => [r.attribute, r.source, r.dr])).toEqual(
      expect.arrayContaining([
        ['key pair', 'gone-key', 'none'],
        ['RAM role', 'gone-role', 'none'],
      ]),
    );

    // Whoever verifies later has not heard the answer: the copy carries it.
    const drInstanceId = last.drInstanceId as string;
    const [later] = await follow(await flow.house.another(), {
      tool: 'verify-recovery',
      arguments: { instanceId: ORPHAN, drInstanceId },
    });
    expect(later?.differences).toEqual([]);
    expect(later?.verified).toBe(true);
  });

  test('makes no copy when the person stops, and everything else stays', async () => {
    flow = await openFlow(way, ['go-ahead', 'cn-hangzhou-i', 'stop'], { simulator: { scenario: SCENARIO } });
    const { last } = await flow.play('describe-source', { instanceId: ORPHAN });
    expect(last.status).toBe('declined');
    expect(last.text).toContain('without-');
    expect(effects(flow.house, 'RunInstances')).toEqual([]);
    expect(effects(flow.house, 'CreateImage')).toHaveLength(1);
  });
});
