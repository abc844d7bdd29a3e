import { randomBytes } from 'node:crypto';
import type { Estate } from '../estate/estate.ts';
import type { RequestLog } from '../request-log.ts';
import type { PageHandler } from '../server.ts';
import { targetOf } from '../wire/request.ts';
import { pageHtml } from './page-html.ts';
import { requestRecords, stateView } from './state-view.ts';

export interface PageParts {
  estate: Estate;
  log: RequestLog;
  scenario: string;
}

/** Names of this machine; any other Host is a page somewhere that lured a browser here. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** The state page (`GET /` without an action), the JSON behind it (`GET /state.json`), and the request log for programs (`GET /requests.json`). */
export function createPages({ estate, log, scenario }: PageParts): PageHandler {
  return (request, response) => {
    const { path, query } = targetOf(request);
    if (
      request.method !== 'GET' ||
      request.headers.authorization !== undefined ||
      request.headers['x-acs-action'] !== undefined ||
      query.has('Signature')
    )
      return false;
    // Before anything else is looked at: whatever a browser can be made to ask for is unsigned.
    if (!LOOPBACK.test(request.headers.host ?? '')) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('Only for this machine.');
      return true;
    }
    // A browser asks for one by itself; it is no request to the cloud.
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return true;
    }
    const isPage = path === '/' && query.size === 0;
    const isState = path === '/state.json';
    const isLog = path === '/requests.json';
    if (!isPage && !isState && !isLog) return false;
    if (isState || isLog) {
      const asked = Number(query.get('after') ?? 0);
      const after = Number.isFinite(asked) ? asked : 0;
      response.writeHead(200, {
        'content-type': 'application/json;charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      response.end(JSON.stringify(isLog ? requestRecords(log, after) : stateView(estate, log, scenario, after)));
    } else {
      const nonce = randomBytes(12).toString('base64');
      response.writeHead(200, {
        'content-type': 'text/html;charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'`,
      });
      response.end(pageHtml(nonce));
    }
    return true;
  };
}
