import { describe, expect, it } from 'vitest';
import { sayIn } from '../../src/text/say.ts';
import { zh } from '../../src/text/zh.ts';
import { agreeable, DISK, openCounter } from '../decisions/counter.ts';
import { sentences } from './sentences.ts';

const all = sentences();
const placeholders = (text: string) => [...text.matchAll(/\{\d+\}/g)].map(([p]) => p).sort();

describe('Simplified Chinese', () => {
  it('has every sentence that people read', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ key }) => !Object.hasOwn(zh, key)).map(({ key, at }) => `${at} ${key}`)).toEqual([]);
  });

  it('has no sentence that nobody says any more', () => {
    const said = new Set(all.map(({ key }) => key));
    expect(Object.keys(zh).filter((key) => !said.has(key))).toEqual([]);
  });

  it('keeps every value of a sentence, each once', () => {
    for (const [key, text] of Object.entries(zh)) expect(placeholders(text), key).toEqual(placeholders(key));
  });

  it('is Chinese, and keeps names of tools, parameters and variables as they are', () => {
    const kept =
      /\b(ECS_DR_\w+=\w+|find-target-zone|decision\.plan|planToken|recoveryId|excludeDiskIds|CreateDisk|\w+=false)/g;
    for (const [key, text] of Object.entries(zh)) {
      if (/[a-z]/i.test(key.replace(/\{\d+\}/g, ''))) expect(text, key).toMatch(/\p{Script=Han}/u);
      for (const [name] of key.matchAll(kept)) expect(text).toContain(name);
    }
  });

  it('is what a person gets with ECS_DR_LANG=zh, values put in as data', () => {
    const say = sayIn('zh');
    expect(say`Cause: ${'a|b'}`).toBe('原因：a\\|b');
    expect(say`A sentence that is not translated, ${1}`).toBe('A sentence that is not translated, 1');
    expect(sayIn('en')`Cause: ${'x'}`).toBe('Cause: x');
  });

  it('changes what is read and nothing that is answered', async () => {
    const { call, dialogs } = await openCounter({ dialog: agreeable, language: 'zh' });
    expect((await call('create-thing', { diskId: DISK })).status).toBe('done');
    expect(dialogs[0]?.message).toContain('价格');
    expect(dialogs[0]?.requestedSchema.properties).toHaveProperty('choice.oneOf.0', {
      const: 'go-ahead',
      title: '继续: 完全按所示内容发送请求',
    });
  });
});
