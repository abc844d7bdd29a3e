import type { Decision } from './answer.ts';

/** A question with its plan, whichever way it came: as a dialog's Markdown or as a result's structure. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'note'; text: string }
  | { kind: 'table'; rows: string[][] };

/** The Markdown that the server writes: paragraphs, bold headings, bullets and tables, with escaped punctuation. */
export function blocksOfMarkdown(markdown: string): Block[] {
  const blocks: Block[] = [];
  for (const line of markdown.split('\n')) {
    const last = blocks.at(-1);
    if (line.startsWith('|')) {
      const cells = line.slice(1, -1).split(/(?<!\\)\|/);
      if (cells.every((cell) => /^-+$/.test(cell.trim()))) continue;
      const row = cells.map((cell) => plain(cell.trim()));
      if (last?.kind === 'table') last.rows.push(row);
      else blocks.push({ kind: 'table', rows: [row] });
    } else if (/^\*\*[^*]+\*\*$/.test(line)) blocks.push({ kind: 'heading', text: plain(line) });
    else if (line.startsWith('- ')) blocks.push({ kind: 'note', text: plain(line.slice(2)) });
    else if (line !== '') blocks.push({ kind: 'text', text: plain(line) });
  }
  // The head of a plan's table ("parameter, value") says nothing that its rows do not.
  return blocks.map((b) => (b.kind === 'table' ? { ...b, rows: b.rows.slice(1) } : b));
}

/** Markdown's marks taken off, and what was escaped shown as it is. */
function plain(text: string): string {
  return text.replace(/\*\*|(?<!\\)`/g, '').replace(/\\([\\`*_[\]<>|#~!])/g, '$1');
}

/** The same from a `decision_required`, where the plan is data. */
export function blocksOfDecision({ question, plan }: Decision): Block[] {
  const blocks = blocksOfMarkdown(question);
  if (!plan) return blocks;
  for (const request of [plan, ...(plan.more ?? [])]) {
    blocks.push({ kind: 'heading', text: request.action });
    blocks.push({ kind: 'table', rows: Object.entries(request.parameters).map(([k, v]) => [k, String(v)]) });
  }
  if (plan.price) blocks.push({ kind: 'text', text: price(plan.price) });
  return [...blocks, ...(plan.notes ?? []).map((text): Block => ({ kind: 'note', text }))];
}

function price({ amount, currency, unit, unknown }: Record<string, unknown>): string {
  return unknown === undefined
    ? `Price: about ${amount} ${currency} per ${unit} (estimate)`
    : `Price: not known (${unknown})`;
}
