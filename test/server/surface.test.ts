import { ListToolsResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { runTool } from '../../src/runner.ts';
import { describeTool, INSTRUCTIONS } from '../../src/server.ts';
import { tools } from '../../tools/index.ts';
import { openCounter } from '../decisions/counter.ts';
import { newRuntime } from '../support/servers.ts';

type Counter = Awaited<ReturnType<typeof openCounter>>;
type Listed = Awaited<ReturnType<Counter['client']['listTools']>>['tools'];

async function listed(options: Parameters<typeof openCounter>[0] = {}): Promise<Listed> {
  const { client } = await openCounter({ tools, ...options });
  return (await client.listTools()).tools;
}

interface JsonSchema {
  type?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
}

/** What tools.md shows without a question mark. */
const REQUIRED: Record<string, string[]> = {
  'describe-source': ['instanceId'],
  'create-snapshot-group': ['instanceId'],
  'create-snapshot': [],
  'create-image': ['instanceId'],
  'find-target-zone': ['instanceId'],
  'create-vswitch': ['vpcId', 'zoneId'],
  'run-dr-instance': ['instanceId', 'imageId', 'zoneId', 'vSwitchId'],
  'attach-recovered-disk': ['snapshotIds', 'targetInstanceId'],
  'check-recovery': [],
  'verify-recovery': ['instanceId', 'drInstanceId'],
  'check-access': [],
};

/** The further fields of the contract. */
const OPTIONAL: Record<string, string[]> = {
  'create-snapshot-group': ['excludeDiskIds', 'name'],
  'create-snapshot': ['diskIds', 'instanceId', 'name'],
  'create-image': ['snapshotGroupId', 'snapshotIds', 'wholeInstance', 'imageName'],
  'find-target-zone': ['zoneId', 'instanceType'],
  'create-vswitch': ['cidrBlock', 'name', 'instanceId'],
  'run-dr-instance': ['instanceType', 'instanceName', 'diskCategories'],
  'attach-recovered-disk': ['diskCategory'],
  'check-recovery': ['recoveryId', 'instanceId', 'waitSeconds'],
  'check-access': ['actions'],
};

const MUTATING = Object.keys(REQUIRED).filter((name) => /^(create|run|attach)-/.test(name));
const ASKING = [...MUTATING, 'find-target-zone'];

describe('tools/list', () => {
  let all: Listed;
  beforeAll(async () => {
    all = await listed();
  });

  it('has every tool of the contract', () => {
    const names = all.map((t) => t.name);
    for (const name of Object.keys(REQUIRED)) expect(names).toContain(name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is what the protocol calls a tool list', () => {
    expect(ListToolsResultSchema.safeParse({ tools: all }).success).toBe(true);
  });

  it.each(
    tools.map((t) => t.name),
  )('%s: the schema is closed, described and requires what the contract shows', (name) => {
    const tool = all.find((t) => t.name === name);
    const schema = tool?.inputSchema as JsonSchema;
    expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(`ecs-dr:${name}`.length).toBeLessThan(60);
    expect(schema.type).toBe('object');
    expect(schema.additionalProperties).toBe(false);
    expect([...(schema.required ?? [])].sort()).toEqual([...(REQUIRED[name] ?? [])].sort());
    for (const [property, inner] of Object.entries(schema.properties ?? {})) {
      expect(inner.description, property).toBeTruthy();
      expect(property).toMatch(/^[a-z][a-zA-Z]*$/);
    }
    for (const property of OPTIONAL[name] ?? []) expect(schema.properties).toHaveProperty(property);
    expect(schema.properties).toHaveProperty('regionId');
    expect(tool?.title).toBeTruthy();
    expect(tool?.description?.length).toBeGreaterThan(20);
    expect(tool?.description?.length).toBeLessThan(2048);
  });

  it.each(tools.map((t) => t.name))('%s: the schema is the one that clients have seen', async (name) => {
    const tool = all.find((t) => t.name === name);
    await expect(`${JSON.stringify(tool, null, 2)}\n`).toMatchFileSnapshot(`./__snapshots__/tools/${name}.json`);
  });

  it('lets the tools that can ask be answered, and no other', () => {
    for (const tool of all) {
      const asks = ASKING.includes(tool.name);
      const properties = Object.keys(tool.inputSchema.properties ?? {});
      expect(properties.includes('planToken'), tool.name).toBe(asks);
      expect(properties.includes('answers'), tool.name).toBe(asks);
      if (asks) expect(properties).toContain('recoveryId');
    }
  });

  it('hints follow from what a tool does to the world', () => {
    for (const { name, annotations } of all) {
      expect(annotations, name).toEqual(
        MUTATING.includes(name)
          ? { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true }
          : { readOnlyHint: true, openWorldHint: true },
      );
    }
  });

  it('every tool that changes something can ask', () => {
    for (const tool of tools) if (tool.effect !== 'read') expect(tool.asks, tool.name).toBe(true);
  });

  it('is small: at most 330 tokens for any tool, 4,500 for all', () => {
    const tokens = all.map((t) => countTokens(JSON.stringify(t)));
    for (const [i, size] of tokens.entries()) expect(size, all[i]?.name).toBeLessThanOrEqual(330);
    expect(tokens.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(4500);
  });

  it('comes with instructions of at most 2 KB that name only tools there are', () => {
    expect(Buffer.byteLength(INSTRUCTIONS)).toBeLessThanOrEqual(2048);
    for (const [name] of INSTRUCTIONS.matchAll(/\b[a-z]+(?:-[a-z]+)+\b/g))
      expect(all.map((t) => t.name)).toContain(name);
  });
});

describe('what the configuration takes away', () => {
  it('ECS_DR_REGIONS with one region: regionId is in no schema; the same one is taken, what is none is refused', async () => {
    for (const { name, inputSchema } of await listed({ config: { regions: ['cn-hangzhou'] } })) {
      expect(inputSchema.properties, name).not.toHaveProperty('regionId');
    }
    const { call } = await openCounter({ config: { regions: ['cn-hangzhou'] } });
    expect((await call('look', { regionId: 'cn-hangzhou' })).error).toBeUndefined();
    expect((await call('look', { regionId: 'Hangzhou' })).error.message).toContain('must look like cn-hangzhou');
    expect((await call('look', { region: 'cn-hangzhou' })).error.message).not.toContain('regionId');
  });

  it('ECS_DR_REGIONS with several regions keeps it', async () => {
    const [first] = await listed({ config: { regions: ['cn-hangzhou', 'cn-beijing'] } });
    expect(first?.inputSchema.properties).toHaveProperty('regionId');
  });

  it('ECS_DR_READ_ONLY: no tool that changes something is there, and calling one says why', async () => {
    const names = (await listed({ config: { readOnly: true } })).map((t) => t.name);
    expect(names).toEqual(tools.map((t) => t.name).filter((name) => !MUTATING.includes(name)));
    const { client, world } = await openCounter({ config: { readOnly: true } });
    const error = await client.callTool({ name: 'create-thing', arguments: { diskId: 'd-bp1abc' } }).catch((e) => e);
    expect(String(error)).toContain('ECS_DR_READ_ONLY');
    expect(world.sent).toHaveLength(0);
  });
});

describe('a call', () => {
  let counter: Counter;
  beforeAll(async () => {
    counter = await openCounter();
  });
  afterAll(() => counter.client.close());

  it('of a tool that does not exist names the tools there are', async () => {
    const error = await counter.client.callTool({ name: 'delete-instance', arguments: {} }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: -32602 });
    for (const name of ['create-thing', 'create-other', 'look']) expect(String(error)).toContain(name);
  });

  it('in read-only mode names only tools that can be called', async () => {
    const { client } = await openCounter({ config: { readOnly: true } });
    const error = await client.callTool({ name: 'nothing', arguments: {} }).catch((e: unknown) => e);
    expect(String(error)).toContain('look');
    expect(String(error)).not.toContain('create-thing');
  });

  it('with wrong arguments is a result that is an error, never a protocol error', async () => {
    const result = await counter.call('create-thing', { diskId: 'x' });
    expect(result.isError).toBe(true);
    expect(result.structured.error).toEqual({
      code: 'InvalidInput',
      message: expect.any(String),
      cause: expect.any(String),
      remedy: expect.any(String),
      retryable: false,
    });
    expect(result.text).toContain('Cause: ');
    expect(result.text).toContain('Do: ');
  });

  it('that runs into a defect of ours says so and gives nothing of it away', async () => {
    const [tool] = tools;
    if (!tool) throw new Error('no tool');
    const broken = {
      ...tool,
      name: 'broken',
      input: {},
      run: async () => {
        throw new TypeError('secret LTAIcanary in a stack');
      },
    };
    const { call } = await openCounter({ tools: [broken] });
    const result = await call('broken');
    expect(result.error.code).toBe('InternalServerDefect');
    expect(JSON.stringify(result)).not.toContain('canary');
  });

  it('that runs into a defect of ours logs where it was, and not a word of a message of several lines', async () => {
    const logged: object[] = [];
    const base = tools[0];
    if (!base) throw new Error('no tool');
    const broken = {
      ...base,
      name: 'broken',
      input: {},
      run: async () => {
        throw new TypeError('first line\n{"access_key_secret": "canary"}\n  canary at the third');
      },
    };
    const error = (line: object) => logged.push(line);
    const runtime = newRuntime({
      config: readConfig({}),
      cloud: async () => ({ withSignal: () => ({}) }) as never,
      clock: { now: Date.now, sleep: async () => {} },
      log: { error } as never,
    });
    await runTool(broken as typeof base, {}, { signal: new AbortController().signal, progress: () => {} }, runtime);
    expect(logged).toEqual([
      { name: 'TypeError', stack: expect.arrayContaining([expect.stringContaining('surface')]) },
    ]);
    expect(JSON.stringify(logged)).not.toMatch(/canary|first line/);
  });

  it('reports progress that only grows and never passes 100, and none when it was not asked for', async () => {
    const seen: number[] = [];
    const base = tools[0];
    if (!base) throw new Error('no tool');
    const tool = {
      ...base,
      name: 'busy',
      input: {},
      run: async (_: unknown, context: { progress(percent: number, message: string): void }) => {
        for (const percent of [0, 0, 30, 20, 30, 99.9, 100, 100, 120]) context.progress(percent, 'on the way');
        return { status: 'done' as const, text: '' };
      },
    };
    const { client } = await openCounter({ tools: [tool as typeof base] });
    await client.callTool({ name: 'busy', arguments: {} }, undefined, { onprogress: (p) => seen.push(p.progress) });
    expect(seen.length).toBeGreaterThan(4);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect(Math.max(...seen)).toBe(100);
    const quiet = seen.length;
    await client.callTool({ name: 'busy', arguments: {} });
    expect(seen).toHaveLength(quiet);
  });
});

it('a described tool says nothing that is only checked', () => {
  for (const tool of tools) expect(JSON.stringify(describeTool(tool, false))).not.toMatch(/"(pattern|propertyNames)"/);
});
