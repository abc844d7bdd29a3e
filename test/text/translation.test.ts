import { describe, expect, it } from 'vitest';
import { chinese, told } from '../../src/text/chinese.ts';
import { sayIn } from '../../src/text/say.ts';
import { zh } from '../../src/text/zh.ts';
import { cloud } from '../../src/text/zh-cloud.ts';
import { errors } from '../../src/text/zh-errors.ts';
import { rules } from '../../src/text/zh-rules.ts';
import { steps } from '../../src/text/zh-steps.ts';
import { words } from '../../src/text/zh-words.ts';
import { agreeable, DISK, openCounter } from '../decisions/counter.ts';
import { isSaid, literals, sentences } from './sentences.ts';
import { isUnsaid, unsaid } from './unsaid.ts';

const all = sentences();
const written = literals();
const missing = (found: typeof all, table: Readonly<Record<string, string>>) =>
  found.filter(({ key }) => !Object.hasOwn(table, key)).map(({ key, at }) => `${at} ${key}`);
const placeholders = (text: string) => [...text.matchAll(/\{(\d+)~?\}/g)].map(([, n]) => n).sort();

describe('Simplified Chinese', () => {
  it('has every sentence that people read', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(missing(all, zh)).toEqual([]);
  });

  it('has no sentence that nobody says any more', () => {
    const said = new Set(all.map(({ key }) => key));
    expect(Object.keys(zh).filter((key) => !said.has(key))).toEqual([]);
  });

  it('has every sentence that rules, errors and next steps finish in English, wherever in the source it is written', () => {
    const sentencesOfOurs = written.filter((literal) => isSaid(literal.key) && !isUnsaid(literal));
    expect(sentencesOfOurs.length).toBeGreaterThan(400);
    expect(missing(sentencesOfOurs, told)).toEqual([]);
  });

  it('has of these none that is written nowhere any more, and exempts none', () => {
    const keys = new Set(written.map(({ key }) => key));
    const composed = Object.keys(words).filter((key) => /[ {]/.test(key));
    const gone = Object.keys(told).filter((key) => !keys.has(key) && !composed.includes(key));
    // A plural and a price's unit are parts of other texts.
    expect(gone.filter((key) => !['items', 'characters'].includes(key))).toEqual([]);
    expect(unsaid.filter((key) => !keys.has(key))).toEqual([]);
  });

  it('says each of them once', () => {
    const keys = [cloud, errors, rules, steps, words].flatMap((table) => Object.keys(table));
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  it('keeps every value of a sentence, each once', () => {
    for (const [key, text] of Object.entries({ ...told, ...zh }))
      expect(placeholders(text), key).toEqual(placeholders(key));
  });

  it('has no sentence whose values cannot be told apart', () => {
    for (const key of Object.keys(told)) expect(key).not.toMatch(/\}\{/);
  });

  it('is Chinese, and keeps names of tools, parameters and variables as they are', () => {
    const kept =
      /\b(?:ECS_DR_\w+=\w+|[A-Z]+(?:_[A-Z]+)+|find-target-zone|check-recovery|describe-source|run-dr-instance|decision\.plan|planToken|recoveryId|[a-z]+(?:Id|Ids|Categories|Name)\b|CreateDisk|\w+=false)/g;
    for (const [key, text] of Object.entries({ ...told, ...zh })) {
      if (/[a-z]{2}/i.test(key.replace(/\{\d+\}/g, ''))) expect(text, key).toMatch(/[\p{Script=Han}（），]/u);
      for (const [name] of key.matchAll(kept)) expect(text).toContain(name);
    }
  });

  it('is what a person gets with ECS_DR_LANG=zh, values put in as data', () => {
    const say = sayIn(chinese);
    expect(say`Cause: ${'a|b'}`).toBe('原因：a\\|b');
    expect(say`A sentence that is not translated, ${1}`).toBe('A sentence that is not translated, 1');
    expect(sayIn('en')`Cause: ${'x'}`).toBe('Cause: x');
  });

  it('says a value that is a sentence of ours in Chinese where the sentence around it asks for one, and no other value', () => {
    const say = sayIn(chinese);
    expect(say`Cause: ${'The answer is incomplete.'}`).toBe('原因：应答不完整。');
    expect(say`Disk ${'image'}: ${'snapshot'}`).toBe('云盘 image：snapshot');
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
