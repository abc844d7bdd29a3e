import { inline } from './safe.ts';

export type Language = 'en' | 'zh';

/**
 * A sentence for people. The English text is the key; values are data and are put in escaped; of a list, which may be
 * what a person accepts, no member is left out.
 * In another language the sentence is looked up by that key and stays English where it is not translated.
 */
export interface Say {
  (sentence: TemplateStringsArray, ...values: unknown[]): string;
  /**
   * A sentence that was finished in English where nobody knows of languages (rules, errors), before it is escaped.
   * What is none of ours stays as it is: data, codes, the API's own words.
   */
  told<T>(english: T): T;
}

/** A language other than English. It is loaded where it is spoken and nowhere else: see chinese.ts. */
export interface Translation {
  /** By what `say` is given; `{1~}` where the value is a sentence of ours itself. */
  readonly said: Readonly<Record<string, string>>;
  told(english: string): string;
}

/** `Create {0} snapshots?` for the template `Create ${n} snapshots?`. */
function keyOf(sentence: TemplateStringsArray): string {
  return sentence.reduce((key, part, i) => (i === 0 ? part : `${key}{${i - 1}}${part}`), '');
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.map(shown).join('; ') : inline(value, 600);
}

export function sayIn(language: 'en' | Translation): Say {
  const { said, told } = language === 'en' ? { said: {} as Translation['said'], told: (s: string) => s } : language;
  const tell = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(tell);
    return typeof value === 'string' || typeof value === 'boolean' ? told(String(value)) : value;
  };
  const say = (sentence: TemplateStringsArray, ...values: unknown[]) => {
    const key = keyOf(sentence);
    const text = Object.hasOwn(said, key) ? (said[key] ?? key) : key;
    return text.replace(/\{(\d+)(~?)\}/g, (_, n, isTold) => {
      const value = values[Number(n)];
      return shown(isTold ? tell(value) : value);
    });
  };
  return Object.assign(say, {
    told: <T>(english: T): T => (typeof english === 'string' ? told(english) : english) as T,
  });
}
