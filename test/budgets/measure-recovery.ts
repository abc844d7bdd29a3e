import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { type Simulator, startSimulator } from '../../src/simulator/index.ts';
import { follow } from '../support/agent.ts';
import { agreeable } from '../support/person.ts';
import { serversOn } from '../support/servers.ts';
import { JumpClock } from './jump-clock.ts';
import { recordingProxy } from './recording-proxy.ts';

/** What a call to the API takes from nearby. */
const ROUND_TRIP_MS = 80;

export interface RecoveryMeasures {
  verified: boolean;
  /** Tool calls, each with what its result costs a model's context. */
  results: { tool: string; status: string; tokens: number; result: unknown }[];
  resultTokens: number;
  /** The API's answers behind them. */
  rawTokens: number;
  calls: number;
  callsByAction: Record<string, number>;
  /** In order, in seconds after the first. */
  log: { at: number; action: string; params: Record<string, string> }[];
  /** Those that only watched the cloud at work; they grow with the time it takes. */
  looks: number;
  throttled: number;
  simulatedSeconds: number;
  criticalPathSeconds: number;
  ratio: number;
}

/** One whole recovery over the embedded cloud, from describe-source along every `next` to verified. */
export async function measureRecovery(
  options: { instanceId?: string; dialog?: boolean; seed?: number } = {},
): Promise<RecoveryMeasures> {
  let idle = () => true;
  const clock = new JumpClock(() => idle());
  const simulator = await startSimulator({ clock, seed: options.seed ?? 1 });
  const proxy = await recordingProxy(simulator.ecsEndpoint, () => clock.pass(ROUND_TRIP_MS));
  idle = proxy.idle;
  const servers = serversOn(simulator, clock, {
    endpoints: { ecsEndpoint: proxy.endpoint, vpcEndpoint: proxy.endpoint, stsEndpoint: proxy.endpoint },
  });
  const results: RecoveryMeasures['results'] = [];
  try {
    const client = await servers.join(options.dialog === false ? undefined : agreeable);
    const started = clock.now();
    const seen = await follow(watched(client, results), {
      tool: 'describe-source',
      arguments: { instanceId: options.instanceId ?? 'i-bp1webprod0100000000' },
    });
    const simulatedSeconds = (clock.now() - started) / 1000;
    const callsByAction: Record<string, number> = {};
    for (const { action } of simulator.requests) callsByAction[action] = (callsByAction[action] ?? 0) + 1;
    const criticalPathSeconds = criticalPath(simulator);
    const first = simulator.requests[0]?.at ?? 0;
    return {
      verified: seen.at(-1)?.verified === true,
      results,
      resultTokens: results.reduce((sum, r) => sum + r.tokens, 0),
      rawTokens: proxy.answers.reduce((sum, answer) => sum + countTokens(answer), 0),
      calls: simulator.requests.length,
      callsByAction,
      log: simulator.requests.map(({ at, action, params }) => ({ at: (at - first) / 1000, action, params })),
      looks: looksOf(simulator),
      throttled: simulator.requests.filter((r) => 'code' in r.outcome && /Throttling/.test(r.outcome.code ?? ''))
        .length,
      simulatedSeconds,
      criticalPathSeconds,
      ratio: simulatedSeconds / criticalPathSeconds,
    };
  } finally {
    await servers.close();
    await proxy.close();
    await simulator.close();
  }
}

/** What the cloud itself needs when every step follows the one before at once: the point, the image, the instance. */
function criticalPath(simulator: Simulator): number {
  const { snapshotGroups, snapshots, images, instances } = simulator.state;
  const at = (action: string) => changeOf(simulator, action)?.at ?? Number.POSITIVE_INFINITY;
  const group = [...snapshotGroups.values()].find((g) => g.createdAt >= at('CreateSnapshotGroup') - 1000);
  const single = [...snapshots.values()].find((s) => s.requestedAt >= at('CreateSnapshot'));
  // An image can be made of a group that is accomplished and whose members have instant access.
  const members = [...snapshots.values()].filter((s) => group && s.groupId === group.id).map((s) => s.availableAt);
  const point = group
    ? Math.max(group.doneAt, ...members) - group.createdAt
    : single
      ? single.doneAt - single.requestedAt
      : 0;
  const image = [...images.values()].find((i) => i.ownerAlias === 'self' && i.createdAt >= at('CreateImage') - 1000);
  const dr = [...instances.values()].find((i) => i.createdAt >= at('RunInstances') - 1000);
  const made = image ? image.usableAt - image.createdAt : 0;
  const run = dr?.startedAt ? dr.startedAt - dr.createdAt : 0;
  return (point + made + run) / 1000;
}

function changeOf(simulator: Simulator, action: string) {
  return simulator.requests.find((r) => r.action === action && r.tookEffect && r.params.DryRun !== 'true');
}

/** Repeated reads of the same thing between its creation and its end. */
function looksOf({ requests }: Simulator): number {
  const watching = /^Describe(SnapshotGroups|Snapshots|Images|Instances)$/;
  const mutation = (r: { action: string; tookEffect: boolean; params: Record<string, string> }) =>
    r.tookEffect && r.params.DryRun !== 'true';
  let last: string | undefined;
  let waiting = false;
  let looks = 0;
  for (const request of requests) {
    if (mutation(request)) waiting = true;
    const key = `${request.action} ${JSON.stringify(request.params)}`;
    if (waiting && watching.test(request.action) && key === last) looks += 1;
    if (watching.test(request.action)) last = key;
  }
  return looks;
}

/** The same client, with every result weighed. */
function watched(client: Client, results: RecoveryMeasures['results']): Client {
  return new Proxy(client, {
    get(target, name) {
      if (name !== 'callTool') return Reflect.get(target, name, target);
      return async (...args: Parameters<Client['callTool']>) => {
        const result = await target.callTool(...args);
        const status = (result.structuredContent as { status?: string } | undefined)?.status ?? 'error';
        results.push({ tool: args[0].name, status, tokens: countTokens(JSON.stringify(result)), result });
        return result;
      };
    },
  });
}
