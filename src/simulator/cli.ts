import { once } from 'node:events';
import { ScenarioError, type Simulator, type SimulatorOptions, startSimulator } from './index.ts';

export interface SimulatorCommandOptions {
  port?: number;
  speed?: number;
  scenario?: string;
  faults?: string;
  seed?: number;
  lenient?: boolean;
}

/**
 * Runs the embedded cloud alone until SIGTERM or SIGINT. The first line on stdout is JSON with everything a program needs; what a
 * person needs goes to stderr.
 */
export async function runSimulatorCommand(options: SimulatorCommandOptions): Promise<void> {
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const simulator = await started(options);
  if (!simulator) return;
  const { ecsEndpoint, vpcEndpoint, stsEndpoint, accessKeyId, accessKeySecret, statePage } = simulator;
  process.stdout.write(
    `${JSON.stringify({ ecsEndpoint, vpcEndpoint, stsEndpoint, accessKeyId, accessKeySecret, statePage, seed: simulator.seed, pid: process.pid })}\n`,
  );
  process.stderr.write(instructions(simulator));
  await stopped;
  await simulator.close();
}

/** A file that cannot be used or a port that cannot be had is told in words, not with a stack. */
async function started(options: SimulatorCommandOptions): Promise<Simulator | undefined> {
  try {
    return await startSimulator(options satisfies SimulatorOptions);
  } catch (error) {
    const reason = error instanceof ScenarioError ? error.message : portProblem(error, options.port);
    if (reason === undefined) throw error;
    process.stderr.write(`error: ${reason}\n`);
    process.exitCode = 2;
    return undefined;
  }
}

function portProblem(error: unknown, port: number | undefined): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `port ${port} is taken: choose another with --port`;
  if (code === 'EACCES') return `port ${port} is not open to you (EACCES): choose one above 1023 with --port`;
  return undefined;
}

function instructions(simulator: {
  ecsEndpoint: string;
  accessKeyId: string;
  accessKeySecret: string;
  statePage: string;
}): string {
  const host = simulator.ecsEndpoint.replace('http://', '');
  return `
The embedded cloud is up. Watch it at ${simulator.statePage}
Nothing here is real: the key below opens this process only, and only until it ends.

  any program of this package
    ECS_ENDPOINT=${simulator.ecsEndpoint} VPC_ENDPOINT=${simulator.ecsEndpoint} STS_ENDPOINT=${simulator.ecsEndpoint} \\
    ALIBABA_CLOUD_ACCESS_KEY_ID=${simulator.accessKeyId} ALIBABA_CLOUD_ACCESS_KEY_SECRET=${simulator.accessKeySecret} ecs-dr-mcp

  official SDKs, any language
    endpoint "${host}", protocol "HTTP", region "cn-hangzhou", the key above

  Alibaba Cloud CLI, with the two ALIBABA_CLOUD_ variables above (over plain HTTP)
    aliyun ecs DescribeInstances --region cn-hangzhou --endpoint ${host}

  Terraform, with the same variables
    provider "alicloud" {
      region                 = "cn-hangzhou"
      protocol               = "HTTP"
      skip_region_validation = true
      endpoints {
        ecs = "${host}"
        vpc = "${host}"
        sts = "${host}"
      }
    }

Stop it with Ctrl-C.
`;
}
