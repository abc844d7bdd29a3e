import { spawn } from 'node:child_process';
import fc from 'fast-check';
import { expect } from 'vitest';
import { environment } from '../support/environment.ts';
import { hostile } from '../text/hostile.ts';

const METHODS = [
  'initialize',
  'ping',
  'tools/list',
  'tools/call',
  'prompts/get',
  'prompts/list',
  'completion/complete',
  'resources/read',
  'logging/setLevel',
  'notifications/cancelled',
  'notifications/initialized',
  'server/discover',
  '__proto__',
];

const anything = fc.jsonValue({ maxDepth: 5 });

const message = fc.record(
  {
    jsonrpc: fc.oneof(fc.constant('2.0'), fc.constant('1.0'), anything),
    id: fc.oneof(fc.integer({ min: 1000 }), hostile, anything),
    method: fc.oneof(fc.constantFrom(...METHODS), hostile, anything),
    params: fc.oneof(
      fc.record({ name: fc.oneof(fc.constantFrom('describe-source', 'check-recovery'), hostile), arguments: anything }),
      anything,
    ),
    result: anything,
    error: anything,
  },
  { requiredKeys: [] },
);

/** One frame: JSON-RPC that is nearly right, other JSON, and no JSON at all. Never a line break inside. */
const frame: fc.Arbitrary<string> = fc
  .oneof(
    message.map((m) => JSON.stringify(m)),
    fc.array(message, { maxLength: 3 }).map((m) => JSON.stringify(m)),
    anything.map((v) => JSON.stringify(v)),
    message.map((m) => JSON.stringify(m).slice(0, -3)),
    fc.constantFrom(
      '',
      ' ',
      '{',
      '[',
      'null',
      '\u0000',
      '\ufeff{}',
      `${'['.repeat(2000)}`,
      `{"a":"${'x'.repeat(300_000)}"}`,
    ),
    hostile,
    fc.string({ unit: 'binary', maxLength: 200 }),
  )
  .map((line) => line.replaceAll('\n', ' '));

const HELLO = [
  {
    jsonrpc: '2.0',
    id: 'hello',
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'fuzz', version: '1' } },
  },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
];

/** The built server, spoken to badly; between batches it has to answer a ping in time. */
export async function fuzzProtocol(batches: number, perBatch: number, seed: number): Promise<void> {
  const child = spawn(process.execPath, ['dist/main.js', '--simulate'], {
    env: environment(),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let exited: number | null | undefined;
  child.on('exit', (code) => {
    exited = code;
  });
  child.stderr.resume();
  child.stdin.on('error', () => {});
  const answers = new Map<unknown, Record<string, unknown>>();
  const polluted: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      try {
        const parsed = JSON.parse(line) as Record<string, unknown>;
        if (parsed.jsonrpc !== '2.0') polluted.push(line);
        answers.set(parsed.id, parsed);
      } catch {
        polluted.push(line);
      }
    }
  });
  const send = (text: string) => child.stdin.write(`${text}\n`);
  const answerTo = async (id: string, method: string, params: unknown = {}): Promise<Record<string, unknown>> => {
    send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    const deadline = Date.now() + 20_000;
    while (!answers.has(id)) {
      if (exited !== undefined) throw new Error(`the server left with ${exited}`);
      if (Date.now() > deadline) throw new Error(`no answer to ${method} in time`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return answers.get(id) ?? {};
  };
  try {
    for (const line of HELLO) send(JSON.stringify(line));
    await answerTo('first', 'ping');
    const frames = fc.sample(frame, { numRuns: batches * perBatch, seed });
    for (let b = 0; b < batches; b++) {
      for (const text of frames.slice(b * perBatch, (b + 1) * perBatch)) send(text);
      expect(await answerTo(`ping-${b}`, 'ping')).toMatchObject({ result: {} });
      expect(polluted).toEqual([]);
    }
    const { result } = await answerTo('last', 'tools/call', { name: 'check-recovery', arguments: { waitSeconds: 0 } });
    expect((result as { structuredContent: unknown }).structuredContent).toMatchObject({
      status: 'done',
      recoveries: [],
    });
    child.stdin.end();
    const deadline = Date.now() + 3_000;
    while (exited === undefined && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(exited).toBe(0);
  } finally {
    child.kill('SIGKILL');
  }
}
