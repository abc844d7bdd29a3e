/*
 * English that is finished already, turned into another language: rules, errors and next steps speak English and are not
 * bothered with languages, so that here the sentence is found again by the literal parts of its template.
 */

/** A sentence as it is written in the source, with what stands for it. */
interface Template {
  /** What stands between the values, the first and the last possibly empty. */
  literals: string[];
  letters: number;
  /** Too few words of its own to be sure that the text is ours. */
  isLoose: boolean;
  /** And nothing at one of its ends: it would swallow the rest of a list. */
  isOpen: boolean;
  translation: string;
}

/** Fewer letters than this may be anybody's. */
const ENOUGH_LETTERS = 8;

/** Longer than any sentence of ours with its values: somebody else's text. */
const LONGEST = 4_000;

/** A value that is a sentence may hold another one, and no more than so many in one another. */
const DEEPEST = 6;

/** So many texts, one in another, are looked at for one sentence: whatever it is, it takes no time worth a word. */
const MOST_LOOKS = 400;

/** A plain word, with the marks around it. */
const WORD = /^["(]*[A-Za-z][a-z']+[.,;:?!")]*$/;

/** Two plain words in a row: a sentence, and not an id, a code, a number with its unit or a list of such. */
function isProse(text: string): boolean {
  const words = text.split(' ').map((word) => WORD.test(word));
  return words.some((isWord, i) => isWord && words[i + 1] === true);
}

/** What lists are made of, and what stands for it. */
const LISTS = [
  ['; ', '；'],
  [', ', '，'],
] as const;

/** `{0}` is put in as it is, `{0~}` is a sentence of ours, or a list of them, and turned likewise. */
const VALUE = /\{(\d+)(~?)\}/g;

/** Turns what it knows by these sentences, English to the other language; all else comes back as it is. */
export function teller(sentences: Readonly<Record<string, string>>): (english: string) => string {
  const exact = new Map(Object.entries(sentences).filter(([key]) => !/\{\d+\}/.test(key)));
  const templates = Object.entries(sentences)
    .filter(([key]) => !exact.has(key))
    .map(([key, translation]) => compiled(key, translation))
    // The one that says most of itself goes first: `performance level {0} does not apply` before `performance level {0}`.
    .sort((a, b) => b.letters - a.letters);

  /** What was looked at for the sentence that is told now: the same part is come by in several ways. */
  const seen = new Map<string, string | undefined>();
  return (english) => {
    seen.clear();
    return tell(english, 0) ?? english;
  };

  /** Undefined where the text is none of these sentences. */
  function tell(english: string, depth: number): string | undefined {
    const whole = exact.get(english) ?? seen.get(english);
    if (whole !== undefined || seen.has(english)) return whole;
    if (english.length > LONGEST || depth > DEEPEST || seen.size > MOST_LOOKS) return undefined;
    const found = looked(english, depth);
    seen.set(english, found);
    return found;
  }

  function looked(english: string, depth: number): string | undefined {
    return (
      matched(english, depth, isOne) ??
      list(english, depth, (part) => tell(part, depth + 1)) ??
      matched(english, depth, () => true) ??
      // Also a list with members that are no words: `PL1, 100 → 200 IOPS, bursting dropped`.
      list(english, depth, (part) => tell(part, depth + 1) ?? (isProse(part) ? undefined : part)) ??
      paragraph(english, depth) ??
      clause(english, depth)
    );
  }

  function matched(english: string, depth: number, takes: (value: string) => boolean): string | undefined {
    for (const template of templates) {
      const values = valuesIn(english, template);
      if (values === undefined) continue;
      const text = filled(template, values, depth, takes);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  function filled(
    { literals, translation, isLoose, isOpen }: Template,
    values: string[],
    depth: number,
    takes: (value: string) => boolean,
  ): string | undefined {
    let isOurs = true;
    const text = translation.replace(VALUE, (_, n, isTold) => {
      const value = values[Number(n)] ?? '';
      const turned = isTold ? tell(value, depth + 1) : undefined;
      if (turned !== undefined) return turned;
      // A sentence of somebody else's that goes before, or that few words of ours are all around.
      const isFree = isLoose || (literals[0] === '' && n === '0');
      isOurs &&= (isOpen ? isOne : takes)(value) && !(isFree && isProse(value));
      return value;
    });
    return isOurs ? text : undefined;
  }

  /** Several in a row, each of which has to be known. */
  function list(english: string, depth: number, each: (part: string) => string | undefined): string | undefined {
    for (const [mark, instead] of LISTS) {
      const parts = depth < DEEPEST ? split(english, mark) : [];
      if (parts.length < 2) continue;
      const turned: string[] = [];
      for (const part of parts) {
        const text = each(part);
        if (text === undefined) break;
        turned.push(text);
      }
      if (turned.length === parts.length && turned.some((text, i) => text !== parts[i])) return turned.join(instead);
    }
    return undefined;
  }

  function paragraph(english: string, depth: number): string | undefined {
    const parts = english.split(/(?<=[.?!]) (?=[A-Z])/);
    if (parts.length < 2) return undefined;
    const turned = parts.map((part) => tell(part, depth + 1));
    return turned.every((text) => text !== undefined) ? turned.join('') : undefined;
  }

  /** What is said within a sentence elsewhere may also be one: `The connection timed out.` */
  function clause(english: string, depth: number): string | undefined {
    if (!/^[A-Z].*[^.]\.$/s.test(english)) return undefined;
    const within = tell(english.charAt(0).toLowerCase() + english.slice(1, -1), depth + 1);
    return within === undefined ? undefined : `${within}。`;
  }
}

function compiled(key: string, translation: string): Template {
  const literals = key.split(/\{\d+\}/);
  const letters = literals.join('').replace(/[^A-Za-z]/g, '').length;
  const isLoose = letters < ENOUGH_LETTERS;
  const isOpen = isLoose && (literals[0] === '' || literals.at(-1) === '');
  return { literals, letters, isLoose, isOpen, translation };
}

/**
 * What stands for the values, each as short as can be; undefined where the text is not of this template. Found from left
 * to right without ever going back, so that no text can make it slow.
 */
function valuesIn(english: string, { literals }: Template): string[] | undefined {
  const first = literals[0] ?? '';
  const last = literals.at(-1) ?? '';
  const end = english.length - last.length;
  if (end < first.length || !english.startsWith(first) || !english.endsWith(last)) return undefined;
  const values: string[] = [];
  let from = first.length;
  for (const literal of literals.slice(1, -1)) {
    const at = english.indexOf(literal, from);
    if (at < 0 || at + literal.length > end) return undefined;
    values.push(english.slice(from, at));
    from = at + literal.length;
  }
  values.push(english.slice(from, end));
  return values;
}

/** No list, which a template must not swallow while its members may be sentences themselves. */
function isOne(value: string): boolean {
  return LISTS.every(([mark]) => split(value, mark).length === 1);
}

/** At the marks that do not stand in parentheses. */
function split(text: string, mark: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let open = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '(') open++;
    else if (c === ')') open = Math.max(0, open - 1);
    else if (open === 0 && c === mark[0] && text.startsWith(mark, i)) {
      parts.push(text.slice(from, i));
      from = i + mark.length;
    }
  }
  return [...parts, text.slice(from)];
}
