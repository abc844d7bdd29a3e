import { afterEach, describe, expect, it } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/index.ts';
import { call, decided, follow, type Result } from '../support/agent.ts';
import { type House, openHouse, type Person, spawnServer } from '../support/house.ts';
import { englishIn } from './english.ts';

const WEB = 'i-bp1webprod0100000000';

let house: House;
afterEach(() => house?.close());

/** All that a person read, in results and in dialogs. */
async function reading(simulator: SimulatorOptions = {}, prefer: string[] = []) {
  const texts: string[] = [];
  const person: Person = ({ message, options }) => {
    texts.push(message, ...options.map(({ title }) => title));
    return { choice: options.find((o) => prefer.includes(o.const))?.const ?? options[0]?.const ?? '' };
  };
  house = await openHouse({ config: { language: 'zh' }, person, simulator });
  return { texts, add: (results: Result[]) => texts.push(...results.map(({ text }) => text)) };
}

const english = (texts: string[]) =>
  [...new Set(texts)].flatMap((text) => englishIn(text).map((e) => `${e} in ${text}`));

describe('the check for English', () => {
  it('sees a sentence, and neither ids nor values of the API', () => {
    expect(englishIn('原因：nobody knows。')).toEqual(['nobody knows']);
    expect(englishIn('Disk d-1 was never attached')).toEqual(['was never attached']);
    expect(englishIn('`RAM role` cloud_essd PL1 40 GiB，Running，cn-hangzhou-k WithStock')).toEqual([]);
  });
});

describe('with ECS_DR_LANG=zh', () => {
  it.each([
    ['of three disks', WEB],
    ['with a public address', 'i-bp1apipublic01000000'],
    ['with an EIP and no vSwitch elsewhere', 'i-bp1gatewayeip0100000'],
    ['that is a subscription', 'i-bp1erpprepaid0100000'],
    ['that is a spot instance', 'i-bp1crawlerspot010000'],
    ['with disks that a group refuses', 'i-bp1legacymixed010000'],
    ['with local disks', 'i-bp1searchlocal010000'],
    ['with as many tags as there can be', 'i-bp1taggedfull0100000'],
    ['with a stopped source', 'i-bp1reportstop0100000'],
  ])('a whole recovery %s is told and asked about without an English sentence', async (_, instanceId) => {
    const { texts, add } = await reading();
    const seen = await follow(house.client, { tool: 'describe-source', arguments: { instanceId } });
    add(seen);
    expect(seen.at(-1)).toMatchObject({ status: 'done', verified: true });
    expect(english(texts)).toEqual([]);
  });

  it('a recovery of single disks is, too', async () => {
    const { texts, add } = await reading();
    const target = 'i-bp1batch010000000000';
    const seen = await follow(
      house.client,
      { tool: 'create-snapshot', arguments: { instanceId: 'i-bp1filesgap010000000' } },
      {},
      ({ tool }) => (tool === 'attach-recovered-disk' ? { targetInstanceId: target } : {}),
    );
    add(seen);
    expect(english(texts)).toEqual([]);
  });

  it('what cannot be had is asked about in Chinese, with what is offered instead', async () => {
    const { texts, add } = await reading({ scenario: 'stock-crisis' });
    add(await follow(house.client, { tool: 'find-target-zone', arguments: { instanceId: WEB } }));
    expect(texts.join('\n')).toMatch(/目前无法在 cn-hangzhou-i 获得 .*改用什么？/);
    expect(english(texts)).toEqual([]);
  });

  it('what the copy has to do without is asked about in Chinese, with what that means', async () => {
    const faults = [
      { action: 'RunInstances', fault: 'error', status: 404, code: 'InvalidKeyPairName.NotFound', nth: 1 },
    ] as const;
    const { texts, add } = await reading({ faults: [...faults] });
    add(await follow(house.client, { tool: 'describe-source', arguments: { instanceId: WEB } }));
    expect(texts.join('\n')).toContain('副本无法使用源实例的密钥对 shop-ops');
    expect(texts.join('\n')).toContain('不带密钥对 shop-ops：绑定密钥对之前');
    expect(english(texts)).toEqual([]);
  });

  it('a comparison with differences names them, and what to do, in Chinese; for programs it stays English', async () => {
    const { texts, add } = await reading();
    const args = { instanceId: WEB, drInstanceId: 'i-bp1apipublic01000000' };
    const compared = await call(house.client, 'verify-recovery', args);
    add([compared]);
    expect(compared.differences.length).toBeGreaterThan(3);
    expect(compared.differences).toContainEqual(
      expect.objectContaining({ attribute: 'security groups', remedy: 'join or leave groups before traffic arrives' }),
    );
    expect(compared.text).toContain('| 安全组 |');
    expect(compared.text).toContain('在接入流量之前加入或离开安全组');
    // What a person wrote is theirs.
    expect(english(texts.map((text) => text.replaceAll('shop front', '')))).toEqual([]);
    // No attribute is left in English, but for what has no other name.
    const [, ...rows] = [...compared.text.matchAll(/^\| ([^|]*) \|/gm)].map(([, first]) => first ?? '');
    expect(rows.filter((first) => !/\p{Script=Han}|^-*$/u.test(first))).toEqual([]);
  });

  it.each([
    ['a field of the wrong form', 'find-target-zone', { instanceId: 'x', zoneId: 'nowhere' }],
    ['no field at all', 'verify-recovery', {}],
    ['a field that there is not', 'describe-source', { instanceId: WEB, colour: 'blue' }],
    ['too many', 'attach-recovered-disk', { snapshotIds: [], targetInstanceId: WEB, waitSeconds: 99 }],
    ['the zone of the source', 'find-target-zone', { instanceId: WEB, zoneId: 'cn-hangzhou-h' }],
    ['an instance that is not there', 'describe-source', { instanceId: 'i-bp1nothing0000000000' }],
    ['an image that is not there', 'find-target-zone', { instanceId: WEB, imageId: 'm-bp1nothing0000000000' }],
    ['a recovery that is not there', 'check-recovery', { recoveryId: 'dr-20250101-000000-00000000' }],
    ['actions that nobody uses', 'check-access', { actions: ['ecs:DeleteEverything'] }],
    ['two ways at once', 'create-image', { instanceId: WEB, wholeInstance: true, snapshotIds: ['s-bp1abc'] }],
  ])('an error about %s is explained in Chinese; for programs it stays English', async (_, tool, args) => {
    const { texts, add } = await reading();
    const result = await call(house.client, tool, args);
    add([result]);
    expect(result.error?.remedy).toMatch(/^[\x20-\x7e’…]+$/);
    expect(result.text).toMatch(/原因：.*\p{Script=Han}/u);
    expect(english(texts)).toEqual([]);
  });

  it.each([
    ['throttle', 'DescribeDisks'],
    ['forbidden', 'DescribeDisks'],
    ['expired-token', 'DescribeDisks'],
    ['arrears', 'CreateSnapshot'],
    ['quota', 'CreateSnapshot'],
    ['unavailable-503', 'DescribeDisks'],
    ['reset-before', 'DescribeDisks'],
    ['malformed', 'DescribeDisks'],
  ] as const)('the API’s error %s has its cause and what to do in Chinese, and its own message as it is', async (fault, action) => {
    const { add } = await reading({ faults: [{ action, fault }] });
    const instanceId = 'i-bp1batch010000000000';
    const result = await decided(house.client, 'create-snapshot', { instanceId });
    add([result]);
    const { error } = result;
    expect(error).toBeDefined();
    const own = result.text.replaceAll(error?.message ?? '', '');
    expect(englishIn(own)).toEqual([]);
    expect(own).toMatch(/处理：.*\p{Script=Han}/u);
    expect(error?.cause).not.toMatch(/\p{Script=Han}/u);
  });

  it('the built server speaks it from its first call on, also where another variable is wrong', async () => {
    house = await openHouse();
    const { client } = await spawnServer(['--simulate'], { ECS_DR_LANG: 'zh', ECS_DR_CONFIRM: 'maybe' });
    const { text } = await call(client, 'describe-source', { instanceId: WEB });
    await client.close();
    expect(text).toContain('原因：ECS_DR_CONFIRM 必须是以下之一：');
  });
});
