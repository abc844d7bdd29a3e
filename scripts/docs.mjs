// Writes docs/tools.md from what the built server answers to tools/list; with --check only compares.
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

const FILE = new URL('../docs/tools.md', import.meta.url);

/** The answer to tools/list of a server started as a host starts it. */
async function listTools(env = {}) {
  const server = spawn(process.execPath, ['dist/main.js'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, HOME: '/nonexistent', ...env },
  });
  const send = (message) => server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  send({
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'docs', version: '1' } },
  });
  for await (const line of createInterface({ input: server.stdout })) {
    const { id, result } = JSON.parse(line);
    if (id === 1) {
      send({ method: 'notifications/initialized' });
      send({ id: 2, method: 'tools/list' });
    }
    if (id === 2) {
      server.stdin.end();
      return result.tools;
    }
  }
  throw new Error('the server left without an answer');
}

function typeOf(schema) {
  if (schema.enum) return schema.enum.map((v) => `\`${v}\``).join(' ');
  if (schema.type === 'array') return `${typeOf(schema.items)}[]`;
  if (schema.type === 'object') return 'object';
  const { minimum, maximum } = schema;
  return minimum === undefined ? schema.type : `${schema.type} ${minimum}–${maximum}`;
}

function section({ name, title, description, inputSchema, annotations }) {
  const required = inputSchema.required ?? [];
  const rows = Object.entries(inputSchema.properties ?? {}).map(
    ([field, schema]) =>
      `| \`${field}\`${required.includes(field) ? ' (required)' : ''} | ${typeOf(schema)} | ${schema.description ?? ''} |`,
  );
  return [
    `## ${name}`,
    `**${title}.** ${annotations.readOnlyHint ? 'Reads.' : 'Creates, after approval.'} ${description}`,
    ['| field | type | meaning |', '| --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}

const tools = await listTools();
const text = `${[
  '# Tools',
  'Written by `npm run docs` from what the server itself answers; do not edit. Every schema is closed: an unknown field is refused.',
  ...tools.map(section),
].join('\n\n')}\n`;

if (process.argv.includes('--check')) {
  if ((await readFile(FILE, 'utf8')) !== text) {
    process.stderr.write('docs/tools.md is out of date: run "npm run docs"\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, text);
}
