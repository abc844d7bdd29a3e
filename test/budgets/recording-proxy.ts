import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordingProxy {
  endpoint: string;
  /** Every answer of the API as it came. */
  answers: string[];
  /** No request is under way. */
  idle(): boolean;
  close(): Promise<void>;
}

/** Stands between the server and the embedded cloud and keeps what an agent that called the API itself would have read. */
export async function recordingProxy(to: string, onAnswer: () => void): Promise<RecordingProxy> {
  const answers: string[] = [];
  let running = 0;
  const target = new URL(to);
  const server = createServer({ maxHeaderSize: 1 << 20 }, (incoming, outgoing) => {
    running += 1;
    const onward = request(
      {
        host: target.hostname,
        port: target.port,
        path: incoming.url,
        method: incoming.method,
        headers: incoming.headers,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const body = Buffer.concat(chunks);
          answers.push(body.toString('utf8'));
          running -= 1;
          onAnswer();
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          outgoing.end(body);
        });
      },
    );
    onward.on('error', () => {
      running -= 1;
      outgoing.destroy();
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    idle: () => running === 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
