import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const FACTS = read('docs/api-facts.md');
const RULES = read('docs/recovery-rules.md');

/** Every entry there is, as `kind: name` in small letters. */
const entries = new Set([...factsOf(FACTS), ...headingsOf(RULES).map((name) => `recovery-rules: ${name}`)]);

/** A trap is a heading; the others are the first cells of the table under the heading that names their kind. */
function factsOf(text: string): string[] {
  const traps = [...text.matchAll(/^### Trap (\d+):/gm)].map(([, number]) => `trap: ${number}`);
  const tables = text.split(/^## /m).flatMap((section) => {
    const [, kind] = /^.*`\[(\w+): …\]`/.exec(section) ?? [];
    const names = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name);
    return kind ? names.map((name) => `${kind}: ${name.toLowerCase()}`) : [];
  });
  return [...traps, ...tables];
}

function headingsOf(text: string): string[] {
  return [...text.matchAll(/^##+ (.+)$/gm)].map(([, name = '']) => name.toLowerCase());
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .sort();
}

/** The comments of a file, each on one line. */
function commentsOf(text: string): string[] {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.ESNext, true);
  const found = new Map<number, string>();
  const visit = (node: ts.Node) => {
    const ranges = [
      ...(ts.getLeadingCommentRanges(text, node.pos) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.end) ?? []),
    ];
    for (const { pos, end } of ranges) found.set(pos, text.slice(pos, end).replace(/\s*\n\s*\*?\s*/g, ' '));
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return [...found.values()];
}

/** What a comment refers to, as `kind: name`; what is code stands in backticks or quotes. */
function referencesIn(comment: string): string[] {
  const words = comment.replace(/`[^`]*`|"[^"]*"/g, '');
  const rule = /\(rules? /.test(words) ? ['(rule …)'] : [];
  return [...words.matchAll(/\[([a-z][^\]]*)\]/gi)].flatMap(([, inside = '']) => namesIn(inside)).concat(rule);
}

/** `trap 13; states: snapshot, disk` are three: a kind holds until the next. */
function namesIn(inside: string): string[] {
  let kind = '';
  return inside.split(/[;,]/).flatMap((part) => {
    const [, told, rest = ''] = /^\s*(?:(traps?|[a-z-]+:)\s+)?(.*?)\s*$/i.exec(part) ?? [];
    if (told) kind = told.replace(/s?$/, '').startsWith('trap') ? 'trap' : told.slice(0, -1);
    const [, from, to] = /^(\d+)–(\d+)$/.exec(rest) ?? [];
    const names = from
      ? Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => `${Number(from) + i}`)
      : [rest];
    return names.map((name) => `${kind}: ${name.toLowerCase()}`);
  });
}

const unresolved = (comment: string) => referencesIn(comment).filter((name) => !entries.has(name));

describe('what a comment refers to in brackets', () => {
  const comments = ['src', 'tools', 'prompts', 'test']
    .flatMap(filesUnder)
    .map((file) => ({ file, text: read(file) }))
    // Parsing takes long; most files have no bracket in a line that could be of a comment.
    .filter(({ text }) => /(\/\/|\*).*(\[[a-z]|\(rule)/i.test(text))
    .flatMap(({ file, text }) => commentsOf(text).map((comment) => ({ file, comment })));

  it('is in docs/api-facts.md, or a heading of docs/recovery-rules.md', () => {
    const wrong = comments.flatMap(({ file, comment }) => unresolved(comment).map((name) => `${file}: [${name}]`));
    expect(wrong, 'A bracket in a comment is a reference. Give it an entry; put code into backticks.').toEqual([]);
  });

  it('is everything that docs/api-facts.md lists', () => {
    const used = new Set(comments.flatMap(({ comment }) => referencesIn(comment)));
    expect(used.size).toBeGreaterThan(100);
    expect(factsOf(FACTS).filter((name) => !used.has(name))).toEqual([]);
  });

  it.each([
    ['/** Made up. [trap 99] */', ['trap: 99']],
    ['// [traps 1, 98–99]', ['trap: 98', 'trap: 99']],
    ['/** Two kinds. [trap 1; states: snapshot, nowhere] */', ['states: nowhere']],
    ['/** Of a list that nobody has. [limits.json rate] */', [': limits.json rate']],
    ['/** [Checklist] */', [': checklist']],
    ['// A rule by its name alone (rule "The image").', ['(rule …)']],
    ['/** Fine: [trap 38], [recovery-rules: the image; limits: rate] and `[code]`. */', []],
  ])('is found wanting where nothing has it: %s', (comment, names) => {
    expect(commentsOf(`${comment}\nexport {};`).flatMap(unresolved)).toEqual(names);
  });
});

test.each([
  ['docs/api-facts.md', FACTS],
  ['docs/recovery-rules.md', RULES],
])('every file that %s names exists', (_, text) => {
  const named = [...text.matchAll(/`((?:src|tools|test|docs)\/[^`\s]*)`/g)].map(([, file = '']) => file);
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

describe('a recovery rule', () => {
  const sections = RULES.split(/^##+ /m).slice(1);

  it('says where it is kept, and which test shows it', () => {
    expect(sections.length).toBeGreaterThan(25);
    const bare = sections.filter((section) => !/Kept\s+in\s+`/.test(section) || !/^- `test\//m.test(section));
    expect(bare.map((section) => section.split('\n')[0])).toEqual([]);
  });

  it('names tests that exist', () => {
    const named = [...RULES.matchAll(/^- `(test\/[^`]+)`: (.+)$/gm)].map(([, file = '', title = '']) => ({
      file,
      title,
    }));
    expect(named.length).toBe(RULES.match(/^- /gm)?.length);
    const titleOf = (title: string) => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const missing = named.filter(({ file, title }) => {
      const text = existsSync(join(root, file)) ? read(file).replaceAll("\\'", "'") : '';
      return !new RegExp(`(?:\\b(?:it|test)|\\))\\(\\s*['"\`]${titleOf(title)}['"\`]`).test(text);
    });
    expect(missing).toEqual([]);
  });
});
