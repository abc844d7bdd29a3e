// The MCP Inspector's command line lists the tools and calls one, strictly: what it complains about fails here.
import { npm } from './npm.mjs';

const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0';
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`The MCP Inspector needs Node.js 22.19; this is ${process.versions.node}.\n`);
  process.exit(1);
}

function inspect(...args) {
  const server = ['--cli', 'node', 'dist/main.js', '--simulate'];
  const command = ['exec', '--yes', '--', INSPECTOR, ...server, ...args, '--format', 'json'];
  return JSON.parse(npm(command, { encoding: 'utf8' })).result;
}

const { tools } = inspect('--method', 'tools/list', '--strict');
process.stdout.write(`tools/list --strict: ${tools.length} tools\n`);
const args = JSON.stringify({ instanceId: 'i-bp1webprod0100000000' });
for (const tool of ['describe-source', 'create-snapshot-group']) {
  const result = inspect('--method', 'tools/call', '--tool-name', tool, '--tool-args-json', args);
  process.stdout.write(`tools/call ${tool}: ${result.structuredContent?.status}\n`);
}
