import { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, expect, test } from 'vitest';
import { follow } from '../support/agent.ts';
import { environment } from '../support/environment.ts';
import { agreeable, spawnServer } from '../support/house.ts';

const SIMULATED = ['--simulate', '--speed', '300'];
const FIRST = { tool: 'describe-source', arguments: { instanceId: 'i-bp1webprod0100000000' } };

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

test('the v1 client drives a recovery over the built binary', async () => {
  const { client } = await spawnServer(SIMULATED, {}, agreeable);
  close = () => client.close();
  const seen = await follow(client, FIRST);
  expect(seen.at(-1)).toMatchObject({ status: 'done', verified: true, differences: [] });
});

test('the official v2 client does, in auto negotiation', async () => {
  const client = new ModernClient(
    { name: 'v2', version: '1' },
    { versionNegotiation: { mode: 'auto' }, capabilities: { elicitation: { form: {} } } },
  );
  client.setRequestHandler('elicitation/create', ({ params }) => {
    const { requestedSchema } = params as {
      requestedSchema?: { properties: { choice: { oneOf: { const: string }[] } } };
    };
    return { action: 'accept' as const, content: { choice: requestedSchema?.properties.choice.oneOf[0]?.const ?? '' } };
  });
  close = () => client.close();
  await client.connect(
    new ModernTransport({
      command: process.execPath,
      args: ['dist/main.js', ...SIMULATED],
      env: environment(),
      stderr: 'ignore',
    }),
  );
  let next: { tool: string; arguments: Record<string, unknown> } | undefined = FIRST;
  let last: Record<string, unknown> = {};
  for (let calls = 0; next && calls < 100; calls++) {
    const result = await client.callTool({ name: next.tool, arguments: next.arguments }, { timeout: 60_000 });
    last = (result.structuredContent ?? {}) as Record<string, unknown>;
    next = last.next as typeof next;
  }
  expect(last).toMatchObject({ status: 'done', verified: true, differences: [] });
});
