import { ApiError } from '../wire/api-error.ts';
import type { Params } from '../wire/params.ts';

export interface PageRules {
  /** Smallest MaxResults; smaller ones are raised to it. [trap 8] */
  minimum?: number;
  maximum: number;
  default?: number;
  /** PageSize beyond this is refused instead of clamped. */
  strictPageSize?: boolean;
}

export interface Page<T> {
  items: T[];
  total: number;
  pageNumber: number;
  pageSize: number;
  nextToken: string;
}

/**
 * The two paging modes in one: NextToken/MaxResults when either is given, PageNumber/PageSize otherwise. [trap 8]
 * The API promises no order. Here the newest comes first and the system disk last: who counts on another order is found out.
 */
export function pageOf<T>(found: T[], params: Params, rules: PageRules): Page<T> {
  const all = found.toReversed();
  const usual = rules.default ?? 10;
  if (params.has('NextToken') || params.has('MaxResults')) {
    const asked = params.number('MaxResults') ?? usual;
    const size = Math.min(rules.maximum, Math.max(rules.minimum ?? 1, asked));
    const start = offsetOf(params.text('NextToken'));
    const end = start + size;
    return {
      items: all.slice(start, end),
      // Means nothing in this mode: a client that counts on it must not get away with it here. [trap 8]
      total: 0,
      pageNumber: 1,
      pageSize: size,
      nextToken: end < all.length ? tokenFor(end) : '',
    };
  }
  const pageNumber = params.number('PageNumber') ?? 1;
  const asked = params.number('PageSize') ?? usual;
  if (pageNumber < 1) throw new ApiError(400, 'InvalidParameter', 'The specified parameter "PageNumber" is not valid.');
  if (asked < 1 || (rules.strictPageSize && asked > rules.maximum))
    throw new ApiError(400, 'InvalidParameter', 'The specified parameter "PageSize" is not valid.');
  const pageSize = Math.min(rules.maximum, asked);
  const start = (pageNumber - 1) * pageSize;
  return { items: all.slice(start, start + pageSize), total: all.length, pageNumber, pageSize, nextToken: '' };
}

/** The paging fields of an answer that has both modes. */
export function pageFields(page: Page<unknown>): Record<string, unknown> {
  return { TotalCount: page.total, PageNumber: page.pageNumber, PageSize: page.pageSize, NextToken: page.nextToken };
}

/** Opaque to clients. */
function tokenFor(offset: number): string {
  return Buffer.from(`next:${offset}`).toString('base64url');
}

function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const match = /^next:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'));
  if (!match)
    throw new ApiError(400, 'InvalidParameter.NextToken', 'The specified parameter "NextToken" is not valid.');
  return Number(match[1]);
}

/** A filter of exact matches out of the parameters that are really given: rows of a large estate are not asked about the others. */
export function exactly<T>(params: Params, fields: Record<string, (item: T) => string>): (item: T) => boolean {
  const active = Object.entries(fields).flatMap(([name, pick]) => {
    const wanted = params.text(name);
    return wanted === undefined ? [] : [{ wanted, pick }];
  });
  return (item) => active.every(({ wanted, pick }) => pick(item) === wanted);
}
