/** What is data, or the same in every language, in a text for people: code spans, addresses, requests in full, JSON. */
const NO_WORDS = [
  /`[^`]*`/g,
  /https?:\/\/\S+/g,
  /^\*\*[A-Z]\w+\*\*\n.*$/gm,
  /^\| [A-Z][\w.]*(\d|\b) \|.*$/gm,
  /\{"[^\n]*\}/g,
  /answers \{"[^}]*\}/g,
];

/** Two plain English words in a row, as often as there are. */
export function englishIn(text: string): string[] {
  const words = NO_WORDS.reduce((rest, data) => rest.replace(data, '·'), text);
  return words.match(/(?<![\w.'-])[A-Za-z]?[a-z']+(?:,? [a-z][a-z']+)+(?![\w-])/g) ?? [];
}
