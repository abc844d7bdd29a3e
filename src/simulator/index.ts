import { randomBytes, randomInt } from 'node:crypto';
import { type SimulatorClock, scaledClock } from './clock.ts';
import { Dispatcher } from './dispatcher.ts';
import { Estate } from './estate/estate.ts';
import { FaultInjector, type FaultPlan } from './faults.ts';
import { createPages } from './page/pages.ts';
import { type PolicyObject, PolicySchema } from './policy.ts';
import { SeededRandom } from './random.ts';
import { RequestLog, type RequestRecord } from './request-log.ts';
import { buildEstate } from './scenario-build.ts';
import { loadFaults, loadScenario } from './scenario-load.ts';
import type { ScenarioObject } from './scenario-schema.ts';
import { listen } from './server.ts';
import { SignatureVerifier } from './wire/signature.ts';

export { ManualClock, type SimulatorClock, scaledClock } from './clock.ts';
export type { Estate } from './estate/estate.ts';
export { FAULT_KINDS, type FaultKind, type FaultPlan, type FaultRule } from './faults.ts';
export type { RequestRecord } from './request-log.ts';
export { builtInScenarioNames, ScenarioError } from './scenario-load.ts';
export type { ScenarioObject } from './scenario-schema.ts';

/** How many times faster than real time the embedded cloud runs when nothing is said. */
export const DEFAULT_SPEED = 60;

export interface SimulatorOptions {
  /** Virtual time; wins over `speed`. */
  clock?: SimulatorClock;
  /** Virtual seconds per real second; default 60. */
  speed?: number;
  /** Built-in name, file path, or the scenario itself; default `default`. */
  scenario?: string | ScenarioObject;
  /** Rules, or the path of a file with rules; added before the scenario's own. */
  faults?: FaultPlan | string;
  /** Port on 127.0.0.1; default: any free one. */
  port?: number;
  /** Ignore unknown parameters, as the service does, instead of refusing them. */
  lenient?: boolean;
  /** Same seed, same ids and durations; default: a new one each time. */
  seed?: number;
  /** The keys are temporary ones that come with this token, and nothing is accepted without it. */
  securityToken?: string;
}

/** A running embedded cloud: ECS, VPC and STS on one loopback endpoint. */
export interface Simulator {
  readonly ecsEndpoint: string;
  readonly vpcEndpoint: string;
  readonly stsEndpoint: string;
  /** A page for people that shows the estate and the requests as they come. */
  readonly statePage: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly clock: SimulatorClock;
  readonly seed: number;
  /** The request log, in order. */
  readonly requests: readonly RequestRecord[];
  /** The estate as of now, for tests: Maps by id. */
  readonly state: Estate;
  setFaults(plan: FaultPlan): void;
  /** The caller's RAM policy from the next request on; none allows everything. */
  setPolicy(policy: PolicyObject | undefined): void;
  onRequest(listener: (record: RequestRecord) => void): () => void;
  close(): Promise<void>;
}

/**
 * Starts the embedded cloud on 127.0.0.1.
 * @throws ScenarioError when the scenario or the fault plan cannot be used.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const clock = options.clock ?? scaledClock(options.speed ?? DEFAULT_SPEED);
  const seed = options.seed ?? randomInt(2 ** 31);
  const scenario = await loadScenario(options.scenario ?? 'default');
  const plan = [...(options.faults === undefined ? [] : await loadFaults(options.faults)), ...scenario.faults];
  const estate = new Estate(clock, seed);
  buildEstate(estate, scenario);

  const key = {
    accessKeyId: `simulatorAccessKeyId${randomBytes(6).toString('hex')}`,
    accessKeySecret: randomBytes(18).toString('base64url'),
    ...(options.securityToken && { securityToken: options.securityToken }),
  };
  const log = new RequestLog();
  const faults = new FaultInjector(plan, new SeededRandom(seed ^ 0x5eed));
  const dispatcher = new Dispatcher({
    estate,
    log,
    faults,
    verifier: new SignatureVerifier(key),
    policy: scenario.policy,
    lenient: options.lenient ?? false,
    defaultRegion: scenario.regions[0]?.id ?? 'cn-hangzhou',
  });
  const server = await listen(dispatcher, createPages({ estate, log, scenario: scenario.name }), options.port ?? 0);
  const endpoint = `http://127.0.0.1:${server.port}`;
  return {
    ecsEndpoint: endpoint,
    vpcEndpoint: endpoint,
    stsEndpoint: endpoint,
    statePage: `${endpoint}/`,
    ...key,
    clock,
    seed,
    requests: log.records,
    get state() {
      return estate.settle();
    },
    setFaults: (rules) => faults.setPlan(rules),
    setPolicy: (policy) => dispatcher.setPolicy(policy && PolicySchema.parse(policy)),
    onRequest: (listener) => log.onRequest(listener),
    close: () => server.close(),
  };
}
