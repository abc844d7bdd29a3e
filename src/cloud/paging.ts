import { DrError } from '../errors.ts';
import type { Parameters } from '../recovery/estate.ts';
import type { ActionName } from './actions.ts';
import type { Api } from './api.ts';
import type { Answer } from './models.ts';

/** Far above any real list: 10,000 items. */
const MOST_PAGES = 200;

/** Every page of a list that pages by NextToken (TotalCount and PageNumber mean nothing then). */
export async function byToken<A extends ActionName, T>(
  api: Api,
  action: A,
  regionId: string,
  parameters: Parameters,
  items: (answer: Answer<A>) => T[] | undefined,
  maxAgeMs?: number,
): Promise<T[]> {
  const all: T[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await api.read(
      action,
      regionId,
      { ...parameters, MaxResults: 100, ...(token ? { NextToken: token } : {}) },
      maxAgeMs,
    );
    all.push(...(items(answer) ?? []));
    token = (answer as { nextToken?: string }).nextToken;
    if (!token) return all;
    if (seen.has(token)) break;
    seen.add(token);
  }
  throw endless(action);
}

/** Every page of a list that pages by number. VPC takes 50 a page at most. */
export async function byPage<A extends ActionName, T>(
  api: Api,
  action: A,
  regionId: string,
  parameters: Parameters,
  items: (answer: Answer<A>) => T[] | undefined,
  maxAgeMs?: number,
): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await api.read(action, regionId, { ...parameters, PageSize: 50, PageNumber: page }, maxAgeMs);
    const got = items(answer) ?? [];
    all.push(...got);
    const total = (answer as { totalCount?: number }).totalCount;
    if (got.length === 0 || (total !== undefined && all.length >= total) || (total === undefined && got.length < 50)) {
      return all;
    }
  }
  throw endless(action);
}

function endless(action: ActionName): DrError {
  return new DrError({
    code: 'MalformedAnswer',
    message: `${action}: the list does not end.`,
    cause: 'The API keeps naming a next page.',
    remedy: 'Call again; if it stays so, narrow the question (an id, a zone).',
    retryable: true,
  });
}

/** Pieces of at most `size`: lists of ids are bounded per call. */
export function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

/** Runs `work` over all items, at most `most` at once, and keeps their order; one rejection rejects all. */
export async function each<T, R>(items: readonly T[], most: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const i = next;
      next += 1;
      results[i] = await work(items[i] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}
