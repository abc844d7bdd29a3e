import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { beforeAll, describe, expect, it } from 'vitest';
import { prompts } from '../../prompts/index.ts';
import type { Cloud } from '../../src/cloud/cloud.ts';
import { tools } from '../../tools/index.ts';
import { openCounter } from '../decisions/counter.ts';
import { INJECTIONS, INVISIBLE_BUT_BREAKS } from '../text/hostile.ts';

const INSTANCES = [
  { id: 'i-bp1web', name: 'web-01' },
  { id: 'i-bp1db', name: 'db-01' },
];
const cloud = {
  homeRegion: 'cn-hangzhou',
  instances: async () => INSTANCES,
  zones: async () => ['cn-hangzhou-i', 'cn-hangzhou-k'],
} as unknown as Cloud;

let client: Awaited<ReturnType<typeof openCounter>>['client'];
beforeAll(async () => {
  ({ client } = await openCounter({ cloud }));
});

async function textOf(name: string, args: Record<string, string>): Promise<string> {
  const { messages } = await client.getPrompt({ name, arguments: args });
  expect(messages).toHaveLength(1);
  const [message] = messages;
  expect(message?.role).toBe('user');
  return message?.content.type === 'text' ? message.content.text : '';
}

const FULL: Record<string, Record<string, string>> = {
  'recover-instance': { instanceId: 'i-bp1web', zoneId: 'cn-hangzhou-k' },
  'recover-instance-from-image': { instanceId: 'i-bp1web', imageId: 'm-bp1image', zoneId: 'cn-hangzhou-k' },
  'recover-disks': { instanceId: 'i-bp1web', disks: 'data', targetInstanceId: 'i-bp1db' },
};

describe('prompts', () => {
  it('are the three of the contract, every argument described', async () => {
    const list = await client.listPrompts();
    expect(list.prompts.map((p) => p.name)).toEqual(Object.keys(FULL));
    for (const prompt of list.prompts) {
      expect(prompt.title).toBeTruthy();
      for (const argument of prompt.arguments ?? []) expect(argument.description).toBeTruthy();
      expect((prompt.arguments ?? []).filter((a) => a.required).map((a) => a.name)).toEqual(['instanceId']);
    }
  });

  it.each(Object.entries(FULL))('%s carries its arguments, in 500 tokens at most', async (name, args) => {
    for (const given of [args, { instanceId: 'i-bp1web' }]) {
      const text = await textOf(name, given);
      for (const value of Object.values(given)) expect(text).toContain(value);
      expect(text).not.toContain('undefined');
      expect(countTokens(text)).toBeLessThanOrEqual(500);
    }
  });

  it('for an instance prefer a point there is while the source is down', async () => {
    for (const name of ['recover-instance', 'recover-instance-from-image']) {
      const text = await textOf(name, { instanceId: 'i-bp1web' });
      expect(text).toMatch(
        /not running or its zone is impaired, prefer.*create-image takes .*snapshotGroupId or snapshotIds/,
      );
    }
  });

  it.each(Object.entries(FULL))('%s names only tools and prompts there are', async (name, args) => {
    const known = [...tools.map((t) => t.name), ...prompts.map((p) => p.name)];
    const text = (await textOf(name, args)).replace(/\b(i|m|cn|ecs)-[a-z0-9-]+/g, '');
    const verbs = /\b(?:describe|create|find|run|attach|check|verify|recover|delete|list|get|stop)-[a-z-]+/g;
    const named = [...text.matchAll(verbs)].map(([n]) => n);
    expect(named.length).toBeGreaterThan(3);
    for (const n of named) expect(known).toContain(n);
  });

  it.each(
    Object.entries(FULL),
  )('%s holds no system command and leaves every decision to the user', async (name, args) => {
    const text = await textOf(name, args);
    expect(text).not.toMatch(/\b(lsblk|fdisk|parted|mkfs|blkid|growpart|resize2fs|umount|chroot|ssh)\b|mount [-/]/i);
    expect(text).toMatch(/user decides/i);
    expect(text).toContain('planToken');
    expect(text).toContain('never stopped, changed or deleted');
  });

  it('refuse a missing argument by name, and an unknown prompt with those there are', async () => {
    await expect(client.getPrompt({ name: 'recover-instance', arguments: {} })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('instanceId'),
    });
    await expect(client.getPrompt({ name: 'recover-instance', arguments: { instanceId: '  ' } })).rejects.toThrow(
      'instanceId',
    );
    await expect(client.getPrompt({ name: 'recover-all', arguments: {} })).rejects.toThrow('recover-disks');
  });

  it('hold their arguments on one line, bounded, as data', async () => {
    const [plainText] = await Promise.all([textOf('recover-instance', { instanceId: 'i-x' })]);
    for (const injection of INJECTIONS.filter((i) => i.trim() !== '')) {
      const text = await textOf('recover-instance', { instanceId: injection });
      expect(text).not.toMatch(INVISIBLE_BUT_BREAKS);
      expect(text.split('\n')).toHaveLength(plainText.split('\n').length);
      expect(text.length).toBeLessThan(plainText.length + 210);
    }
  });
});

describe('completion', () => {
  const complete = async (prompt: string, name: string, value: string) =>
    (await client.complete({ ref: { type: 'ref/prompt', name: prompt }, argument: { name, value } })).completion;

  it('finds instances by the beginning of their id and by name', async () => {
    expect((await complete('recover-instance', 'instanceId', 'i-bp1w')).values).toEqual(['i-bp1web']);
    expect((await complete('recover-disks', 'targetInstanceId', 'DB')).values).toEqual(['i-bp1db']);
    expect((await complete('recover-disks', 'instanceId', '')).values).toEqual(['i-bp1web', 'i-bp1db']);
  });

  it('finds zones', async () => {
    expect((await complete('recover-instance', 'zoneId', 'cn-hangzhou-k')).values).toEqual(['cn-hangzhou-k']);
  });

  it('has nothing to suggest for other arguments, other prompts and resources', async () => {
    expect((await complete('recover-disks', 'disks', 'd')).values).toEqual([]);
    expect((await complete('nothing', 'instanceId', 'i')).values).toEqual([]);
    const ref = { type: 'ref/resource' as const, uri: 'x://y' };
    expect((await client.complete({ ref, argument: { name: 'a', value: '' } })).completion.values).toEqual([]);
  });

  it('gives at most a hundred values and says that there are more', async () => {
    const many = { ...cloud, zones: async () => Array.from({ length: 150 }, (_, i) => `cn-hangzhou-${i}`) };
    const { client: other } = await openCounter({ cloud: many as unknown as Cloud });
    const { completion } = await other.complete({
      ref: { type: 'ref/prompt', name: 'recover-instance' },
      argument: { name: 'zoneId', value: '' },
    });
    expect(completion).toMatchObject({ total: 150, hasMore: true });
    expect(completion.values).toHaveLength(100);
  });

  it('fails to nothing when the cloud does not answer', async () => {
    const broken = {
      ...cloud,
      instances: async () => {
        throw new Error('no network');
      },
    };
    const { client: other } = await openCounter({ cloud: broken as unknown as Cloud });
    const { completion } = await other.complete({
      ref: { type: 'ref/prompt', name: 'recover-instance' },
      argument: { name: 'instanceId', value: 'i' },
    });
    expect(completion.values).toEqual([]);
  });
});
