// Builds the Desktop Extension and has the official tool validate and pack it.
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { npm } from './npm.mjs';

const TOOL = '@anthropic-ai/mcpb@2.1.2';
const folder = await mkdtemp(join(tmpdir(), 'ecs-dr-mcpb-'));
try {
  const { files } = JSON.parse(await readFile('package.json', 'utf8'));
  for (const what of ['manifest.json', 'package.json', ...files]) {
    await cp(what, join(folder, what), { recursive: true });
  }
  const mcpb = (...args) => npm(['exec', '--yes', '--', TOOL, ...args], { stdio: 'inherit' });
  mcpb('validate', join(folder, 'manifest.json'));
  mcpb('pack', folder, resolve('ecs-dr-mcp.mcpb'));
} finally {
  await rm(folder, { recursive: true, force: true });
}
