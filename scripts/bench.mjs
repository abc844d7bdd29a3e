// What this server costs, beside a plain server on the same SDK and a peer, measured in turns within one run: the
// figures are multiples of `node -e 0` on this machine at this moment, with median and quartiles.
//   node scripts/bench.mjs [--runs N]
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { benchEmbeddedCloud } from './bench-embedded-cloud.mjs';
import { npmCli } from './npm.mjs';

const run = promisify(execFile);
const RUNS = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 11;
const SEEDS = 9;
const PEER = '@modelcontextprotocol/server-filesystem@2025.8.21';
const npm = (args, options) => run(process.execPath, [npmCli(), ...args], options);
const folder = await mkdtemp(join(tmpdir(), 'ecs-dr-bench-'));
const say = (text) => process.stdout.write(`${text}\n`);

try {
  const servers = { 'ecs-dr-mcp': [resolve('dist/main.js')], 'plain server, one tool': [await plainServer()] };
  let missing;
  try {
    servers['filesystem (peer)'] = await peer();
  } catch (error) {
    missing = `${PEER} could not be installed: ${reason(error)}`;
  }

  const node = [];
  const seen = Object.fromEntries(Object.keys(servers).map((name) => [name, []]));
  const firstCall = [];
  for (let i = 0; i < RUNS; i++) {
    node.push(await bare());
    for (const [name, command] of Object.entries(servers)) seen[name].push(await start(command));
    firstCall.push(await loading());
  }
  const unit = spread(node).median;
  const table = {};
  for (const [name, starts] of Object.entries(seen)) {
    const tools = starts[0].tools;
    const each = tools.map((tool) => countTokens(JSON.stringify(tool)));
    table[name] = {
      startTimesNode: spread(starts.map((s) => s.ms / unit)),
      rssMB: spread(starts.map((s) => s.rss)),
      exitMs: spread(starts.map((s) => s.exit)),
      tools: tools.length,
      toolsTokens: countTokens(JSON.stringify({ tools })),
      toolsTokensMax: Math.max(...each),
    };
  }
  const recovery = await recoveries();
  const tarball = await packed();
  const embeddedCloud = await benchEmbeddedCloud();
  const report = {
    at: new Date().toISOString(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    runs: RUNS,
    nodeMs: spread(node),
    servers: table,
    firstCallExtraTimesNode: spread(firstCall.map((ms) => ms / unit)),
    recovery,
    tarball,
    embeddedCloud,
    ...(missing && { missing }),
  };
  await mkdir('reports', { recursive: true });
  await writeFile('reports/bench.json', `${JSON.stringify(report, null, 2)}\n`);
  print(report);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** What npm says went wrong: its warnings come before that. */
function reason(error) {
  const lines = String(error.stderr || error.message).split('\n');
  return lines.find((line) => line.startsWith('npm error')) ?? lines[0];
}

/** The least a server on the same SDK can be: one tool, bundled the same way. */
async function plainServer() {
  const outfile = join(folder, 'plain.mjs');
  await build({
    stdin: {
      contents: `
        import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
        import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
        import * as z from 'zod';
        const server = new McpServer({ name: 'plain', version: '1.0.0' });
        server.registerTool('echo', { description: 'Echo', inputSchema: { text: z.string().describe('Text') } },
          ({ text }) => ({ content: [{ type: 'text', text }] }));
        await server.connect(new StdioServerTransport());`,
      resolveDir: process.cwd(),
    },
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return outfile;
}

async function peer() {
  const place = join(folder, 'peer');
  await mkdir(place);
  await writeFile(join(place, 'package.json'), '{"private":true}');
  await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', PEER], { cwd: place, timeout: 120_000 });
  return [join(place, 'node_modules/@modelcontextprotocol/server-filesystem/dist/index.js'), folder];
}

function bare() {
  const started = performance.now();
  return new Promise((done) => {
    spawn(process.execPath, ['-e', '0']).on('exit', () => done(performance.now() - started));
  });
}

function speaker(args, env = {}) {
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, HOME: folder, USERPROFILE: folder, ...env },
  });
  const waiting = new Map();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line);
    waiting.get(message.id)?.(message.result);
  });
  let n = 0;
  const tell = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const ask = (method, params) => {
    n += 1;
    const id = n;
    return new Promise((done) => {
      waiting.set(id, done);
      tell({ id, method, params });
    });
  };
  const hello = async () => {
    const clientInfo = { name: 'bench', version: '1' };
    await ask('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
    tell({ method: 'notifications/initialized' });
  };
  return { child, ask, hello };
}

/** From spawn to the answer of tools/list, what is resident then, and how long leaving takes. */
async function start(args) {
  const started = performance.now();
  const { child, ask, hello } = speaker(args);
  await hello();
  const { tools } = await ask('tools/list', {});
  const ms = performance.now() - started;
  const rss = await resident(child.pid);
  const leaving = performance.now();
  const gone = new Promise((done) => child.on('exit', done));
  child.stdin.end();
  await gone;
  return { ms, rss, tools, exit: performance.now() - leaving };
}

async function resident(pid) {
  if (process.platform === 'linux') {
    return Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  }
  if (process.platform === 'win32') return Number.NaN;
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1024;
}

/** The first call that needs the cloud's code, less the second: what loading it takes when nothing warmed it up. */
async function loading() {
  const { child, ask, hello } = speaker(['dist/main.js'], {
    ECS_ENDPOINT: 'http://127.0.0.1:9',
    VPC_ENDPOINT: 'http://127.0.0.1:9',
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'none',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'none',
    ECS_DR_REGIONS: 'cn-hangzhou,cn-beijing',
  });
  await hello();
  await ask('tools/list', {});
  const call = async () => {
    const started = performance.now();
    // Another region than allowed: refused before anything is sent, so that only loading is measured.
    await ask('tools/call', {
      name: 'describe-source',
      arguments: { instanceId: 'i-bp1webprod0100000000', regionId: 'cn-shanghai' },
    });
    return performance.now() - started;
  };
  const first = await call();
  const second = await call();
  child.stdin.end();
  return first - second;
}

async function recoveries() {
  const outfile = join(folder, 'measure.mjs');
  await build({
    entryPoints: ['test/budgets/measure-recovery.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  const { measureRecovery } = await import(pathToFileURL(outfile).href);
  const found = {};
  for (const [way, dialog] of [
    ['by dialog', true],
    ['by token', false],
  ]) {
    const all = [];
    // The embedded cloud takes other times with another seed.
    for (let seed = 1; seed <= SEEDS; seed++) all.push(await measureRecovery({ dialog, seed }));
    const [{ results, callsByAction }] = all;
    const tokensByTool = {};
    for (const { tool, tokens } of results) tokensByTool[tool] = (tokensByTool[tool] ?? 0) + tokens;
    found[way] = {
      verified: all.every((m) => m.verified),
      throttled: all.reduce((sum, m) => sum + m.throttled, 0),
      resultTokens: spread(all.map((m) => m.resultTokens)),
      timesLessThanRaw: spread(all.map((m) => m.rawTokens / m.resultTokens)),
      calls: spread(all.map((m) => m.calls)),
      looks: spread(all.map((m) => m.looks)),
      ratio: spread(
        all.map((m) => m.ratio),
        1000,
      ),
      toolCalls: spread(all.map((m) => m.results.length)),
      first: { callsByAction, tokensByTool },
    };
  }
  return found;
}

async function packed() {
  await npm(['pack', '--ignore-scripts', '--pack-destination', folder]);
  const file = (await readdir(folder)).find((f) => f.endsWith('.tgz'));
  const place = join(folder, 'installed');
  await mkdir(place);
  await writeFile(join(place, 'package.json'), '{"private":true}');
  await npm(['install', '--ignore-scripts', '--offline', '--no-audit', '--no-fund', join(folder, file)], {
    cwd: place,
  });
  const lock = JSON.parse(await readFile(join(place, 'package-lock.json'), 'utf8'));
  const packages = Object.keys(lock.packages).filter((p) => p !== '').length;
  return { packages, megabytes: (await size(join(place, 'node_modules/ecs-dr-mcp'))) / 1e6 };
}

async function size(path) {
  const info = await stat(path);
  if (!info.isDirectory()) return info.size;
  const sizes = await Promise.all((await readdir(path)).map((name) => size(join(path, name))));
  return sizes.reduce((sum, one) => sum + one, 0);
}

function spread(values, precision = 100) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.round(share * (sorted.length - 1))] * precision) / precision;
  return { median: at(0.5), lower: at(0.25), upper: at(0.75) };
}

function print({ servers, firstCallExtraTimesNode, recovery, tarball, embeddedCloud, nodeMs, missing }) {
  const shown = (s) => `${s.median} (${s.lower}–${s.upper})`;
  const names = Object.keys(servers);
  const own = servers['ecs-dr-mcp'];
  const ways = Object.values(recovery);
  const both = (value) => `${value(recovery['by dialog'])} by dialog, ${value(recovery['by token'])} by token`;
  const targets = [];
  /** A row of the table: `reached` is told of this server alone, and a value that is no function is its own. */
  const row = (what, target, reached, value) => {
    targets.push(reached);
    const cell = (server) => (typeof value === 'function' ? value(server) : server === own ? value : '');
    return [what, target, ...names.map((name) => cell(servers[name])), reached ? '' : 'MISSED'];
  };
  const most = (value, limit) => ways.every((way) => value(way) <= limit);
  const rows = [
    ['', 'must reach', ...names, ''],
    row('spawn → tools/list, × node -e 0', '≤ 4.0', own.startTimesNode.median <= 4, (s) => shown(s.startTimesNode)),
    // Not measured on Windows.
    row('resident then, MB', '≤ 60', !(own.rssMB.median > 60), (s) => shown(s.rssMB)),
    row(
      'first cloud call, loading, × node -e 0',
      '≤ 5',
      firstCallExtraTimesNode.median <= 5,
      shown(firstCallExtraTimesNode),
    ),
    row('tools/list, tokens', '≤ 4500', own.toolsTokens <= 4500, (s) => `${s.toolsTokens} (${s.tools} tools)`),
    row('the longest tool, tokens', '≤ 330', own.toolsTokensMax <= 330, (s) => String(s.toolsTokensMax)),
    row(
      'recovery, tokens of all results',
      '≤ 6000',
      most((m) => m.resultTokens.median, 6000),
      both((m) => shown(m.resultTokens)),
    ),
    row(
      '… of the raw API JSON',
      '≤ 1/8',
      most((m) => 1 / m.timesLessThanRaw.median, 1 / 8),
      both((m) => `1/${m.timesLessThanRaw.median} (1/${m.timesLessThanRaw.lower}–1/${m.timesLessThanRaw.upper})`),
    ),
    row(
      "simulated time ÷ the cloud's own",
      '≤ 1.05',
      most((m) => m.ratio.median, 1.05),
      both((m) => shown(m.ratio)),
    ),
    row(
      'cloud calls per recovery; looks while waiting',
      '≤ 45',
      most((m) => m.calls.median, 45),
      both((m) => `${shown(m.calls)}; ${m.looks.median}`),
    ),
    row(
      'requests throttled; recoveries verified',
      '0; all',
      ways.every((m) => m.throttled === 0 && m.verified),
      both((m) => `${m.throttled}; ${m.verified ? 'all' : 'not all'}`),
    ),
    row('leaves after stdin ends, ms', '≤ 200', own.exitMs.median <= 200, (s) => shown(s.exitMs)),
    row(
      'installed: packages, MB',
      '1, ≤ 12',
      tarball.packages === 1 && tarball.megabytes <= 12,
      `${tarball.packages} package(s), ${tarball.megabytes.toFixed(1)} MB`,
    ),
  ];
  const widths = rows[0].map((_, i) => Math.max(...rows.map((r) => r[i].length)));
  const line = (r) =>
    r
      .map((cell, i) => cell.padEnd(widths[i]))
      .join(' | ')
      .trimEnd();
  say(`median (quartiles) of ${RUNS} runs in turns, ${SEEDS} recoveries each way; node -e 0 took ${shown(nodeMs)} ms`);
  say([line(rows[0]), widths.map((w) => '-'.repeat(w)).join('-|-'), ...rows.slice(1).map(line)].join('\n'));
  say(`${targets.filter((reached) => !reached).length} of ${targets.length} targets missed`);
  if (missing) say(missing);
  for (const [way, { first }] of Object.entries(recovery)) {
    const calls = Object.entries(first.callsByAction).sort(([, a], [, b]) => b - a);
    say(`calls of the first ${way}: ${calls.map(([action, n]) => `${action} ${n}`).join(', ')}`);
  }
  const { instances, disks, startMs, ms, rssMB } = embeddedCloud;
  say(`embedded cloud with ${instances} instances and ${disks} disks: up in ${startMs} ms, ${rssMB} MB`);
  for (const [what, { median, p95 }] of Object.entries(ms)) say(`  ${what}: ${median} ms (p95 ${p95})`);
  say('written to reports/bench.json');
}
