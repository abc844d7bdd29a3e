import { randomBytes } from 'node:crypto';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { BoundedMap } from './bounded-map.ts';
import { type Clock, clockAt, wallClock } from './clock.ts';
import type { Cloud } from './cloud/cloud.ts';
import type { CloudConfig } from './cloud/open.ts';
import { type Config, readConfig } from './config.ts';
import { Approvals } from './decisions/approvals.ts';
import { PlanTokens } from './decisions/plan-token.ts';
import { DrError } from './errors.ts';
import { lazyLog } from './log.ts';
import { createServer } from './server.ts';
import { type Language, type Say, sayIn } from './text/say.ts';
import { openTrail } from './trail.ts';

export interface StartOptions {
  simulate?: boolean;
  speed?: number;
  scenario?: string;
  faults?: string;
}

/** Loading the cloud's code waits until the client has had its tools/list. */
const WARM_UP_AFTER_MS = 300;

/** What calls leave to later ones: far more than a recovery does. */
const MOST_REMEMBERED = 1_000;

/** What may hold up the end at most. */
const LEAVE_WITHIN_MS = 150;

/** Serves stdio until stdin ends, a signal comes or stdout breaks. */
export async function serve(version: string, options: StartOptions): Promise<void> {
  // Anything that prints would break the protocol, dependencies included.
  for (const method of ['log', 'info', 'debug', 'warn', 'error'] as const) {
    console[method] = (...args: unknown[]) => process.stderr.write(`${args.map(String).join(' ')}\n`);
  }
  const { config, problem } = configOrProblem();
  const log = lazyLog(config.log);
  const sessionId = randomBytes(16).toString('hex');
  const clock: Clock = options.simulate ? clockAt(options.speed ?? 1) : wallClock;
  let leaving = false;
  let closeSimulator: (() => Promise<void>) | undefined;

  let opened: Promise<Cloud> | undefined;
  const open = async (): Promise<Cloud> => {
    if (problem) throw problem;
    const { openCloud } = await import('./cloud/open.ts');
    const target = options.simulate ? await simulated() : cloudConfig(config);
    const trail = await openTrail(config.auditFile, config.log.file ? log : undefined);
    return openCloud({ config: target, clock, sessionId, ...trail });
  };
  const cloud = (): Promise<Cloud> => {
    opened ??= open().catch((error) => {
      // The next call tries again: a scenario file or an environment can be mended.
      opened = undefined;
      throw isModuleGone(error) ? programReplaced() : error;
    });
    return opened;
  };
  async function simulated(): Promise<CloudConfig> {
    const { ScenarioError, startSimulator } = await import('./simulator/index.ts');
    const simulator = await startSimulator({
      clock,
      ...(options.scenario !== undefined && { scenario: options.scenario }),
      ...(options.faults !== undefined && { faults: options.faults }),
    }).catch((error) => {
      throw error instanceof ScenarioError ? unusable(error) : error;
    });
    closeSimulator = () => simulator.close();
    // Not the CLI profile's region: that is the user's real cloud, and need not exist here.
    const [firstRegion = 'cn-hangzhou'] = simulator.state.regions.keys();
    return {
      homeRegion: config.homeRegion ?? firstRegion,
      ...(config.regions.length > 0 && { regions: config.regions }),
      endpoints: {
        ecsEndpoint: simulator.ecsEndpoint,
        vpcEndpoint: simulator.vpcEndpoint,
        stsEndpoint: simulator.stsEndpoint,
      },
      staticCredentials: { accessKeyId: simulator.accessKeyId, accessKeySecret: simulator.accessKeySecret },
    };
  }

  const say = await speechOf(config.language);
  const server = createServer(version, {
    config,
    cloud,
    clock,
    log,
    say,
    tokens: new PlanTokens(),
    approvals: new Approvals(),
    memory: new BoundedMap(MOST_REMEMBERED),
  });
  if (problem) log.error({ code: problem.details.code }, problem.message);
  // Once the client has what it needs to start, the rest is loaded while nobody waits: all of it, since an upgrade takes
  // away the files of a server that runs.
  const warmUp = () =>
    Promise.allSettled([
      import('./cloud/open.ts'),
      import('pino'),
      ...(options.simulate ? [import('./simulator/index.ts')] : []),
    ]);
  server.oninitialized = () => {
    setTimeout(() => void warmUp(), WARM_UP_AFTER_MS).unref();
  };

  const leave = (): void => {
    if (leaving) return;
    leaving = true;
    void Promise.allSettled([server.close(), closeSimulator?.(), log.written()]).then(() => process.exit(0));
    // Whatever still holds on to the process: nothing is lost, the cloud is the ledger.
    setTimeout(() => process.exit(0), LEAVE_WITHIN_MS).unref();
  };
  process.stdin.on('end', leave);
  process.stdin.on('close', leave);
  process.on('SIGINT', leave);
  process.on('SIGTERM', leave);
  process.stdout.on('error', leave);
  await server.connect(new StdioServerTransport());
}

/** Another language's sentences are no part of starting in English. */
async function speechOf(language: Language): Promise<Say> {
  if (language === 'en') return sayIn('en');
  const { chinese } = await import('./text/chinese.ts');
  return sayIn(chinese);
}

/** A wrong variable is told by the first call, not by a server that does not start: hosts hide why. */
function configOrProblem(): { config: Config; problem?: DrError } {
  try {
    return { config: readConfig(process.env) };
  } catch (error) {
    if (!(error instanceof DrError)) throw error;
    return {
      config: {
        ...readConfig({}),
        readOnly: wantsReadOnly(process.env.ECS_DR_READ_ONLY),
        // Told in the language that was asked for, whichever variable is the wrong one.
        language: process.env.ECS_DR_LANG === 'zh' ? 'zh' : 'en',
      },
      problem: error,
    };
  }
}

/** A scenario or fault plan is the user's own file: its text names the place and what would be right. */
function unusable({ message }: Error): DrError {
  const [first = '', ...reasons] = message.split('\n').map((line) => line.trim().replace(/^- /, ''));
  return new DrError({
    code: 'InvalidConfiguration',
    message: first.replace(/:$/, '.'),
    cause: reasons.join('; '),
    remedy:
      'Correct the file that --scenario or --faults names and call again; or give another one in the host’s configuration and restart the server there.',
    retryable: false,
  });
}

function isModuleGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
}

/** Built anew, upgraded or deleted since this process started, and a part was needed that it had not loaded yet. */
function programReplaced(): DrError {
  return new DrError({
    code: 'ProgramReplaced',
    message: 'The program of this server was replaced or removed while it ran.',
    cause:
      'A part that is loaded when it is first needed is no longer there: ecs-dr-mcp was upgraded, rebuilt or deleted.',
    remedy:
      'Restart the server in your host, then call again with the same arguments: what already exists is found and used.',
    retryable: false,
  });
}

/** Whoever set it to anything but "off" meant to be safe, also where that value is the wrong one. */
function wantsReadOnly(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value);
}

function cloudConfig(config: Config): CloudConfig {
  return {
    ...(config.homeRegion && { homeRegion: config.homeRegion }),
    ...(config.regions.length > 0 && { regions: config.regions }),
    endpoints: config.endpoints,
  };
}
