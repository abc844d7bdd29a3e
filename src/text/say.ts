import { inline } from './safe.ts';
import { zh } from './zh.ts';

export type Language = 'en' | 'zh';

/**
 * A sentence for people. The English text is the key; values are data and are put in escaped; of a list, which may be
 * what a person accepts, no member is left out.
 * In another language the sentence is looked up by that key and stays English where it is not translated.
 */
export type Say = (sentence: TemplateStringsArray, ...values: unknown[]) => string;

/** `Create {0} snapshots?` for the template `Create ${n} snapshots?`. */
function keyOf(sentence: TemplateStringsArray): string {
  return sentence.reduce((key, part, i) => (i === 0 ? part : `${key}{${i - 1}}${part}`), '');
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.map(shown).join('; ') : inline(value, 600);
}

export function sayIn(language: Language): Say {
  return (sentence, ...values) => {
    const key = keyOf(sentence);
    const text = language === 'zh' ? (zh[key] ?? key) : key;
    return text.replace(/\{(\d+)\}/g, (_, n) => shown(values[Number(n)]));
  };
}
