import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrError, invalidInput } from '../../src/errors.ts';
import { checkedInput } from '../../src/input.ts';
import { field, inputSchema, type ToolDefinition } from '../../src/tool.ts';
import { tools } from '../../tools/index.ts';

function problem(tool: ToolDefinition, given: Record<string, unknown>): DrError['details'] {
  try {
    checkedInput(tool.name, inputSchema(tool, { pinnedRegion: false }), given);
  } catch (error) {
    if (error instanceof DrError) return error.details;
    throw error;
  }
  throw new Error(`accepted ${JSON.stringify(given)}`);
}

function toolNamed(name: string): ToolDefinition {
  const tool = tools.find((t) => t.name === name);
  if (!tool) throw new Error(`no ${name}`);
  return tool;
}

const runDr = toolNamed('run-dr-instance');
const good = { instanceId: 'i-bp1source', imageId: 'm-bp1image', zoneId: 'cn-hangzhou-k', vSwitchId: 'vsw-bp1one' };

describe('arguments that do not fit', () => {
  it('are refused by name, with what is allowed, before anything is done', () => {
    const details = problem(runDr, { ...good, instanceid: 'i-bp1source', force: true });
    expect(details.code).toBe('InvalidInput');
    expect(details.message).toContain('"instanceid"');
    expect(details.message).toContain('"force"');
    for (const allowed of Object.keys(inputSchema(runDr, { pinnedRegion: false }).shape)) {
      expect(details.message).toContain(allowed);
    }
    expect(details.remedy).toContain('Nothing was created');
    expect(details.retryable).toBe(false);
  });

  it('name the field, its value and what would be right', () => {
    const details = problem(runDr, { ...good, instanceId: 'web-01' });
    expect(details.message).toContain('run-dr-instance: instanceId: "web-01"');
    expect(details.message).toContain('must look like i-');
  });

  it.each([
    ['web prod 1', 'must hold letters, digits and : _ . - only'],
    ['http://web', 'must not start with http:// or https://'],
    ['9lives', 'must start with a letter'],
  ])('say what is wrong with the name %s', (instanceName, right) => {
    expect(problem(runDr, { ...good, instanceName }).message).toBe(
      `run-dr-instance: instanceName: "${instanceName}" – ${right}.`,
    );
  });

  it('name every field that is wrong at once', () => {
    const details = problem(runDr, { ...good, imageId: 'x', zoneId: 'Zone K', waitSeconds: 60 });
    for (const name of ['imageId', 'zoneId', 'waitSeconds']) expect(details.message).toContain(name);
  });

  it('name a field that is missing', () => {
    expect(problem(runDr, { ...good, imageId: undefined }).message).toContain('imageId is required');
    expect(problem(runDr, {}).message).toContain('instanceId is required');
  });

  it('show a long value cut', () => {
    expect(problem(runDr, { ...good, zoneId: 'z'.repeat(10_000) }).message.length).toBeLessThan(400);
    expect(problem(runDr, { ...good, ['f'.repeat(10_000)]: 1 }).message.length).toBeLessThan(600);
  });

  it('are refused as what they are however deeply they are nested', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 20_000; i++) deep = { a: deep };
    for (const wrong of [{ instanceId: deep }, { answers: { x: deep } }, { answers: deep }, { unheardOf: deep }]) {
      const details = problem(runDr, { ...good, ...wrong });
      expect(details.code).toBe('InvalidInput');
      expect(details.message).toContain(Object.keys(wrong)[0]);
      expect(details.message.length).toBeLessThan(600);
    }
    expect(invalidInput('diskIds', deep, 'a list of disk ids').details).toMatchObject({ code: 'InvalidInput' });
  });

  it('are told from each other in every tool: no unknown field gets through anywhere', () => {
    for (const tool of tools) {
      const allowed = new Set(Object.keys(inputSchema(tool, { pinnedRegion: false }).shape));
      fc.assert(
        fc.property(fc.string({ minLength: 1, maxLength: 20 }), fc.jsonValue(), (name, value) => {
          fc.pre(!allowed.has(name) && name !== '__proto__');
          expect(problem(tool, { [name]: value }).message).toContain('unknown field');
        }),
        {
          numRuns: 30,
          examples: [
            ['constructor', 1],
            ['toString', null],
            ['dryRun', true],
          ],
        },
      );
    }
  });
});

describe('ids, zones and names', () => {
  it.each<[keyof typeof field, string[], string[]]>([
    [
      'instanceId',
      ['i-bp1abc', 'i-BP1abc09'],
      ['i-', 'I-bp1abc', 'bp1abc', 'i-bp1 abc', 'i-bp1abc\n', 'i-bp1abc;x', 'd-bp1abc'],
    ],
    ['diskId', ['d-bp1abc'], ['i-bp1abc', 'd-b p', 'd-../x']],
    ['snapshotId', ['s-bp1abc'], ['ssg-bp1abc', 's_bp1abc']],
    ['snapshotGroupId', ['ssg-bp1abc'], ['s-bp1abc', 'ssg-']],
    ['imageId', ['m-bp1abc'], ['centos_7_9', 'm-bp1abc&x=1']],
    ['vpcId', ['vpc-bp1abc'], ['vsw-bp1abc', 'vpc']],
    ['vSwitchId', ['vsw-bp1abc'], ['vpc-bp1abc', 'vsw-']],
    ['regionId', ['cn-hangzhou', 'ap-southeast-1'], ['CN-hangzhou', 'cn hangzhou', 'hangzhou', 'cn-hangzhou/']],
    ['zoneId', ['cn-hangzhou-k', 'ap-southeast-1a'], ['k', 'cn-hangzhou-k\u0000', 'cn-hangzhou-K']],
    ['instanceType', ['ecs.g7.large', 'ecs.c6e-c1m2.xlarge'], ['g7.large', 'ecs.', 'ecs.g7 large']],
    ['category', ['cloud_essd', 'cloud_auto'], ['CLOUD_ESSD', 'cloud essd', '']],
    [
      'name',
      ['web-01', '恢复点', 'a.b:c_d'],
      ['a', '1abc', 'auto-x', 'acs:x', 'aliyun', 'a b', 'a\nb', 'a|b', 'x'.repeat(129)],
    ],
  ])('%s takes what the API makes and nothing else', (name, right, wrong) => {
    const schema = field[name]('x');
    for (const value of right) expect(schema.safeParse(value).success, value).toBe(true);
    for (const value of wrong) expect(schema.safeParse(value).success, value).toBe(false);
  });

  it('no id lets anything through that could be more than an id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), (value) => {
        for (const make of [field.instanceId, field.diskId, field.snapshotId, field.imageId, field.vpcId]) {
          const given = `i-bp1${value}`;
          if (make('x').safeParse(given).success) expect(given).toMatch(/^[a-z]+-[a-zA-Z0-9]+$/);
        }
      }),
    );
  });
});

describe('the shared fields', () => {
  const schema = inputSchema(runDr, { pinnedRegion: false });
  const parse = (more: Record<string, unknown>) => schema.safeParse({ ...good, ...more }).success;

  it('waitSeconds is 0 to 45', () => {
    expect([0, 12.5, 45].map((waitSeconds) => parse({ waitSeconds }))).toEqual([true, true, true]);
    expect([-1, 45.1, '10', Number.NaN].map((waitSeconds) => parse({ waitSeconds }))).not.toContain(true);
  });

  it('recoveryId, answers and planToken are bounded', () => {
    expect(parse({ recoveryId: 'dr-20261120-031542-8f3a2c1d', answers: { a: 'b' }, planToken: 'x' })).toBe(true);
    expect(parse({ recoveryId: 'x y' })).toBe(false);
    expect(parse({ recoveryId: 'x'.repeat(65) })).toBe(false);
    expect(parse({ answers: { a: 'b'.repeat(512) } })).toBe(true);
    expect(parse({ answers: { a: 'b'.repeat(513) } })).toBe(false);
    expect(parse({ answers: { ['a'.repeat(65)]: 'b' } })).toBe(false);
    expect(parse({ answers: { a: 1 } })).toBe(false);
    expect(parse({ answers: 'go-ahead' })).toBe(false);
    expect(parse({ planToken: 'x'.repeat(2049) })).toBe(false);
  });
});
