import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** Far above any real answer: a page of a hundred instances has less than one of them. */
export const LONGEST_ANSWER = 16 << 20;

/** Thrown at whoever reads an answer that does not end. */
export class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong';
}

let limited = false;

/**
 * From now on no HTTP answer in this process grows beyond the limit. The official clients read a body to its end,
 * whatever its size, and take neither an agent nor a reader of ours; Node tells of every answer as it begins.
 */
export function limitAnswers(): void {
  if (limited) return;
  limited = true;
  subscribe('http.client.response.finish', (message) => {
    const { response } = message as { response: IncomingMessage };
    // None was asked for packed, and a small one could be unpacked into a large one.
    delete response.headers['content-encoding'];
    let size = 0;
    const count = (chunk: Buffer) => {
      size += chunk.length;
      if (size > LONGEST_ANSWER) response.destroy(new AnswerTooLong());
    };
    const { socket } = response;
    socket.on('data', count);
    response.once('close', () => socket.off('data', count));
  });
}
