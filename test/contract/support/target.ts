import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import CredentialPackage from '@alicloud/credentials';
import EcsPackage from '@alicloud/ecs20140526';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import VpcPackage from '@alicloud/vpc20160428';
import { ManualClock, startSimulator } from '../../../src/simulator/index.ts';

/**
 * Where the contract is held against: the embedded cloud, or a real account when `npm run contract -- --live` says so.
 * The cases know the official SDK and nothing else.
 */
export interface Target {
  live: boolean;
  regionId: string;
  ecs: InstanceType<typeof EcsPackage.default>;
  vpc: InstanceType<typeof VpcPackage.default>;
  /** Where instances may be made; undefined when a live run named no place. */
  place: Place | undefined;
  /** On everything that a run creates; the value is the run's own. */
  tag: { key: string; value: string };
  /** Asks again as time goes by until there is an answer. */
  eventually<T>(what: string, timeoutSeconds: number, probe: () => Promise<T | undefined>): Promise<T>;
  close(): Promise<void>;
}

export interface Place {
  vSwitchId: string;
  securityGroupId: string;
  instanceType: string;
  imageId: string;
}

const env = process.env;
export const LIVE = env.ECS_DR_CONTRACT_LIVE === '1';
/** The embedded cloud costs nothing: there everything runs. */
export const CREATES = !LIVE || env.ECS_DR_CONTRACT_CREATE === '1';

/** CommonJS packages: the class is the default export, or hangs on it, depending on who loads the module. */
function classOf<T>(loaded: { default: T }): T {
  return typeof loaded === 'function' ? (loaded as unknown as T) : loaded.default;
}

export async function openTarget(): Promise<Target> {
  return LIVE ? realAccount() : embeddedCloud();
}

const newTag = () => ({ key: 'ecs-dr-mcp:contract', value: randomBytes(4).toString('hex') });

async function embeddedCloud(): Promise<Target> {
  const clock = new ManualClock(Date.parse('2026-11-20T12:00:00Z'));
  const simulator = await startSimulator({ clock, seed: 7 });
  const config = new $OpenApiUtil.Config({
    accessKeyId: simulator.accessKeyId,
    accessKeySecret: simulator.accessKeySecret,
    endpoint: simulator.ecsEndpoint.replace('http://', ''),
    protocol: 'HTTP',
    regionId: 'cn-hangzhou',
    connectTimeout: 10_000,
    readTimeout: 10_000,
  });
  return {
    live: false,
    regionId: 'cn-hangzhou',
    ecs: new (classOf(EcsPackage))(config),
    vpc: new (classOf(VpcPackage))(config),
    place: {
      vSwitchId: 'vsw-bp1prodh000000000000',
      securityGroupId: 'sg-bp1web00000000000000',
      instanceType: 'ecs.g7.large',
      imageId: 'aliyun_3_x64_20G_alibase_20250629.vhd',
    },
    tag: newTag(),
    eventually: async (what, timeoutSeconds, probe) => {
      for (let second = 0; second <= timeoutSeconds; second++) {
        const answer = await probe();
        if (answer !== undefined) return answer;
        clock.advance(1000);
      }
      throw new Error(`${what}: not within ${timeoutSeconds} virtual seconds`);
    },
    close: () => simulator.close(),
  };
}

async function realAccount(): Promise<Target> {
  const regionId = env.ECS_DR_CONTRACT_REGION ?? 'cn-hangzhou';
  const configFor = (override: string | undefined) => {
    const host = override?.replace(/^https?:\/\//, '').replace(/\/$/, '');
    return new $OpenApiUtil.Config({
      credential: new (classOf(CredentialPackage))(),
      regionId,
      ...(host && { endpoint: host }),
      // Plain HTTP on this machine only.
      protocol: override && /^http:\/\/(127\.|localhost)/.test(override) ? 'HTTP' : 'HTTPS',
      connectTimeout: 30_000,
      readTimeout: 30_000,
      userAgent: 'ecs-dr-mcp-contract',
    });
  };
  const { ECS_DR_CONTRACT_VSWITCH: vSwitchId, ECS_DR_CONTRACT_SECURITY_GROUP: securityGroupId } = env;
  const { ECS_DR_CONTRACT_TYPE: instanceType, ECS_DR_CONTRACT_IMAGE: imageId } = env;
  return {
    live: true,
    regionId,
    ecs: new (classOf(EcsPackage))(configFor(env.ECS_ENDPOINT)),
    vpc: new (classOf(VpcPackage))(configFor(env.VPC_ENDPOINT)),
    place:
      vSwitchId && securityGroupId && instanceType && imageId
        ? { vSwitchId, securityGroupId, instanceType, imageId }
        : undefined,
    tag: newTag(),
    eventually: async (what, timeoutSeconds, probe) => {
      const pause = Number(env.ECS_DR_CONTRACT_POLL_MS ?? 5000);
      for (const end = performance.now() + timeoutSeconds * 1000; ; await wait(pause)) {
        const answer = await probe();
        if (answer !== undefined) return answer;
        if (performance.now() > end) throw new Error(`${what}: not within ${timeoutSeconds} s`);
      }
    },
    close: async () => {},
  };
}
