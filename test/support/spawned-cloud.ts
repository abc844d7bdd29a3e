import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What `ecs-dr-mcp simulator` says on its first line. */
export interface CloudStart {
  ecsEndpoint: string;
  vpcEndpoint: string;
  stsEndpoint: string;
  accessKeyId: string;
  accessKeySecret: string;
  statePage: string;
  seed: number;
}

export interface SpawnedCloud {
  start: CloudStart;
  child: ChildProcess;
  close(): Promise<void>;
}

/** The embedded cloud as a process of its own: the built program, nothing shared but HTTP. */
export async function spawnCloud(args: string[] = []): Promise<SpawnedCloud> {
  const child = spawn(process.execPath, ['dist/main.js', 'simulator', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const line = once(createInterface({ input: child.stdout }), 'line');
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`the embedded cloud ended with ${code}: ${errors}`);
  });
  died.catch(() => {});
  const [first] = await Promise.race([line, died]);
  return {
    start: JSON.parse(String(first)) as CloudStart,
    child,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
