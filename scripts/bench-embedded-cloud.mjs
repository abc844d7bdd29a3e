// What a large estate costs the embedded cloud: 1,000 instances with 4 disks each, in a process of its own.
//   node scripts/bench-embedded-cloud.mjs        (after npm run build)
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const DISK = { category: 'cloud_essd', size: 40 };
const VSWITCH = 'vsw-bp1fleet000000000000';
const FLEET = {
  name: 'a-thousand',
  extends: 'default',
  vSwitches: [
    { id: VSWITCH, name: 'fleet', vpc: 'vpc-bp1prod0000000000000', zone: 'cn-hangzhou-h', cidr: '10.20.16.0/20' },
  ],
  generate: [
    {
      count: 1000,
      namePrefix: 'fleet',
      vSwitches: [VSWITCH],
      securityGroups: ['sg-bp1web00000000000000'],
      types: ['ecs.g7.large'],
      layouts: [[DISK, DISK, DISK, DISK]],
      tags: { fleet: 'yes' },
    },
  ],
};

/** Milliseconds per call as a client sees them (median and 95th percentile), and the other process's memory. */
export async function benchEmbeddedCloud({ calls = 50 } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'ecs-dr-bench-cloud-'));
  const file = join(folder, 'fleet.json');
  await writeFile(file, JSON.stringify(FLEET));
  const started = performance.now();
  const child = spawn(process.execPath, [resolve('dist/main.js'), 'simulator', '--seed', '1', '--scenario', file], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const startMs = performance.now() - started;
    const start = JSON.parse(line);
    const ask = (action, params) => signed(start, action, { RegionId: 'cn-hangzhou', ...params });
    const page = await ask('DescribeInstances', { MaxResults: 100 });
    const ids = page.Instances.Instance.map((i) => i.InstanceId);
    const asked = {
      'DescribeInstances, a page of 100': () => ask('DescribeInstances', { MaxResults: 100 }),
      'DescribeInstances, 100 ids': () =>
        ask('DescribeInstances', { MaxResults: 100, InstanceIds: JSON.stringify(ids) }),
      'DescribeInstances, one id': () => ask('DescribeInstances', { InstanceIds: JSON.stringify(ids.slice(0, 1)) }),
      'DescribeInstances, by tag': () => ask('DescribeInstances', { MaxResults: 100, 'Tag.1.Key': 'fleet' }),
      'DescribeDisks, of one instance': () => ask('DescribeDisks', { InstanceId: ids[0] }),
    };
    const ms = {};
    for (const [name, call] of Object.entries(asked)) {
      for (let n = 0; n < 5; n++) await call();
      const times = [];
      for (let n = 0; n < calls; n++) {
        const before = performance.now();
        await call();
        times.push(performance.now() - before);
      }
      times.sort((a, b) => a - b);
      ms[name] = { median: round(times[Math.floor(calls / 2)]), p95: round(times[Math.floor(calls * 0.95)]) };
    }
    return { instances: 1000, disks: 4000, startMs: Math.round(startMs), ms, rssMB: await residentMB(child.pid) };
  } finally {
    child.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
}

/** An RPC request signed with HMAC-SHA1, with nothing in between that would cost more than the cloud itself. */
async function signed({ ecsEndpoint, accessKeyId, accessKeySecret }, Action, params) {
  const all = {
    Action,
    Version: '2014-05-26',
    Format: 'JSON',
    AccessKeyId: accessKeyId,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: randomUUID(),
    Timestamp: `${new Date().toISOString().slice(0, 19)}Z`,
    ...params,
  };
  const encode = (text) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = Object.keys(all)
    .sort()
    .map((key) => `${encode(key)}=${encode(all[key])}`)
    .join('&');
  const signature = createHmac('sha1', `${accessKeySecret}&`)
    .update(`GET&%2F&${encode(query)}`)
    .digest('base64');
  const response = await fetch(`${ecsEndpoint}/?${query}&Signature=${encode(signature)}`);
  const body = await response.json();
  if (!response.ok) throw new Error(`${Action}: ${body.Code}`);
  return body;
}

const round = (value) => Math.round(value * 10) / 10;

/** Linux tells; elsewhere the figure is left out. */
async function residentMB(pid) {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${JSON.stringify(await benchEmbeddedCloud(), null, 2)}\n`);
}
