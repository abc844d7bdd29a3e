import type { Estate } from '../estate/estate.ts';
import type { RequestLog } from '../request-log.ts';
import type { PageHandler } from '../server.ts';

export interface PageParts {
  estate: Estate;
  log: RequestLog;
  scenario: string;
}

/** The state page and the JSON behind it. */
export function createPages(_parts: PageParts): PageHandler {
  return () => false;
}
