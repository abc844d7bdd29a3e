import { afterEach, describe, expect, test } from 'vitest';
import type { ScenarioObject } from '../../src/simulator/index.ts';
import { effects, type Flow, onto, openFlow, WAYS, type Way } from './flow.ts';
import { SHOP, STANDBY, standby } from './standbys.ts';

let flow: Flow;
afterEach(() => flow.house.close());

type Simulator = NonNullable<NonNullable<Parameters<typeof openFlow>[2]>['simulator']>;

const open = async (way: Way, simulator: Simulator, prefer: string[] = []) => {
  flow = await openFlow(way, prefer, { simulator });
  return flow;
};

const BIG = 'i-bp1bigsource00000000';
const number = (i: number) => String(i).padStart(4, '0');
const disks = [
  { id: 'd-bp1bigsource0sys0000', category: 'cloud_essd' as const, level: 'PL1' as const, size: 40 },
  ...Array.from({ length: 16 }, (_, i) => ({
    id: `d-bp1bigsource0dat${number(i)}`,
    category: 'cloud_ssd' as const,
    // How close a category is depends on the size: of 20 GiB it is another than of 24.
    size: 20 + i,
    used: 1,
  })),
];
const snapshotIds = disks.slice(1).map((_, i) => `s-bp1bigsource0dat${number(i)}`);

/** A source with sixteen data disks of a category that zone i does not sell, and a snapshot of each. */
const MANY: ScenarioObject = {
  ...SHOP,
  regions: [{ id: 'cn-hangzhou', zones: [{ id: 'cn-hangzhou-i', diskCategories: ['cloud_essd', 'cloud_auto'] }] }],
  instances: [...(SHOP.instances ?? []), standby(BIG, 'big', 'vsw-bp1prodh000000000000', { disks })],
  snapshots: snapshotIds.map((id, i) => ({ id, disk: `d-bp1bigsource0dat${number(i)}`, age: '2h' })),
};

for (const way of WAYS) {
  describe(`the category of many disks that need one, ${way}`, () => {
    test('is one question for all that are alike, which names them', async () => {
      const { house, questions, play } = await open(way, { scenario: MANY });
      const { last } = await play('attach-recovered-disk', { snapshotIds, targetInstanceId: STANDBY });
      expect(last.error).toBeUndefined();
      expect(last.disks).toHaveLength(16);
      expect(questions).toHaveLength(2);
      const message = questions[0]?.message.replaceAll('\\', '') ?? '';
      expect(message).toMatch(/does not take cloud_ssd for the copies of d-bp1bigsource0dat0000 \(20 GiB\); /);
      for (const { id, size } of disks.slice(1)) expect(message).toContain(`${id} (${size} GiB)`);
      const chosen = new Set(effects(house, 'CreateDisk').map((r) => r.params.DiskCategory));
      expect([...chosen]).toEqual([questions[0]?.options[0]]);
    });
  });
}

/** The shop, its zone i without PL0: only the creation tells that. */
const withoutPl0 = (...diskCategories: ('cloud_essd' | 'cloud_auto')[]): ScenarioObject => ({
  ...SHOP,
  regions: [
    {
      id: 'cn-hangzhou',
      zones: [{ id: 'cn-hangzhou-i', diskCategories, withoutPerformanceLevels: ['PL0'] }],
    },
  ],
});

const SYSTEM = 'd-bp1webprod01sys00000';
const about = (questions: Flow['questions'], pattern: RegExp) =>
  questions.filter((q) => pattern.test(q.message.replaceAll('\\', '')));

for (const way of WAYS) {
  describe(`a performance level that cannot be had, ${way}`, () => {
    test.each([
      ['cloud_essd:PL1', ['cloud_essd'], ['cloud_essd', 'PL1']],
      ['cloud_essd:PL1', ['cloud_essd', 'cloud_auto'], ['cloud_essd', 'PL1']],
      ['cloud_auto', ['cloud_essd', 'cloud_auto'], ['cloud_auto', undefined]],
    ] as const)('in the zone is asked about, other levels first, and %s is made where that is chosen of %j', async (choice, sold, made) => {
      const { house, questions, play } = await open(way, { scenario: withoutPl0(...sold) }, [choice]);
      const { last, seen } = await play('create-snapshot', { diskIds: [SYSTEM] }, onto(STANDBY));
      const [asked, ...again] = about(questions, /does not take cloud_essd PL0/);
      expect(asked?.options).toEqual(['cloud_essd:PL1', ...sold.slice(1), 'stop']);
      expect(again).toEqual([]);
      expect(last.error).toBeUndefined();
      const [disk, ...more] = effects(house, 'CreateDisk').map((r) => r.params);
      expect(more).toEqual([]);
      expect([disk?.DiskCategory, disk?.PerformanceLevel]).toEqual(made);
      expect(last.disks).toMatchObject([{ category: made[0], status: 'In_use' }]);
      const told = [...questions.map((q) => q.message), ...seen.flatMap((r) => r.decision?.plan?.notes ?? [])].join();
      if (choice === 'cloud_essd:PL1') expect(told).toMatch(/performance level PL0 becomes PL1/);
    });

    test('on the target’s type is asked about, and the disk that was made is named as left over', async () => {
      const code = 'InvalidInstanceType.NotSupportPL0';
      const { house, questions, play } = await open(way, {
        scenario: SHOP,
        faults: [{ action: 'AttachDisk', fault: 'error', status: 403, code, nth: 1 }],
      });
      const { last } = await play('create-snapshot', { diskIds: [SYSTEM] }, onto(STANDBY));
      const [asked] = about(questions, /does not take cloud_essd PL0/);
      expect(asked?.options[0]).toBe('cloud_essd:PL1');
      expect(last.error).toBeUndefined();
      expect(effects(house, 'CreateDisk').map((r) => r.params.PerformanceLevel)).toEqual(['PL0', 'PL1']);
      expect(last.disks).toMatchObject([{ category: 'cloud_essd', performanceLevel: 'PL1', status: 'In_use' }]);
      expect(last.orphans).toHaveLength(1);
    });
  });
}
