import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dispatcher } from './dispatcher.ts';
import { ApiError } from './wire/api-error.ts';
import { readWireRequest } from './wire/request.ts';

export interface LoopbackServer {
  port: number;
  close(): Promise<void>;
}

/** Answers pages for people; true when it took the request. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** HTTP on loopback only. UserData travels in the URL, hence the large header limit. [sdk: the wire] */
export async function listen(dispatcher: Dispatcher, pages: PageHandler, port: number): Promise<LoopbackServer> {
  const server = createServer({ maxHeaderSize: 1 << 20, keepAliveTimeout: 25_000 }, (request, response) => {
    void handle(dispatcher, pages, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Never rejects: nothing that a client sends may end the process. */
async function handle(
  dispatcher: Dispatcher,
  pages: PageHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (pages(request, response)) return;
    const reply = await dispatcher.dispatch(await readWireRequest(request));
    if (reply.kind === 'reset') {
      request.socket.destroy();
    } else if (reply.kind === 'malformed') {
      response
        .writeHead(502, { 'content-type': 'text/html' })
        .end('<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>');
    } else {
      // [errors: headers]
      response.writeHead(reply.status, {
        'content-type': 'application/json;charset=utf-8',
        'x-acs-request-id': reply.requestId,
        ...reply.headers,
      });
      response.end(JSON.stringify(reply.body));
    }
  } catch (error) {
    if (response.headersSent) {
      // Half an answer is none: the client must see that it is cut.
      response.destroy();
      return;
    }
    if (response.destroyed) return;
    const status = error instanceof ApiError ? error.status : 500;
    response
      .writeHead(status, { 'content-type': 'text/plain' })
      .end(status === 413 ? 'Request Entity Too Large' : 'Internal Server Error');
  }
}
