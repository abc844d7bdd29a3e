import EcsPackage, * as ecs from '@alicloud/ecs20140526';
import OpenApi, { $OpenApiUtil, OpenApiUtil } from '@alicloud/openapi-core';
import VpcPackage from '@alicloud/vpc20160428';
import { RuntimeOptions } from '@darabonba/typescript';
import { onTestFinished } from 'vitest';
import { ManualClock, type Simulator, type SimulatorOptions, startSimulator } from '../../../src/simulator/index.ts';
import { misfits } from './response-check.ts';

/** CommonJS packages: the class is the default export, or hangs on it, depending on who loads the module. */
export function classOf<T>(loaded: { default: T }): T {
  return typeof loaded === 'function' ? (loaded as unknown as T) : loaded.default;
}

/** What the API answers, by wire names. */
// biome-ignore lint/suspicious/noExplicitAny: answers are checked against the SDK's models at run time, field by field
export type Answer = any;

/** Disks in the order of their devices: the API promises none. */
export function byDevice(disks: Answer[]): Answer[] {
  return disks.toSorted((a, b) => (a.Device < b.Device ? -1 : 1));
}

export interface Failure {
  code: string;
  status: number;
  message: string;
}

const VERSIONS = { ecs: '2014-05-26', vpc: '2016-04-28', sts: '2015-04-01' };

export interface TestCloud {
  simulator: Simulator;
  clock: ManualClock;
  /** Sends an action as the official SDK does; the answer is checked against the SDK's response model with nothing left over. */
  ecs(action: string, params?: Record<string, unknown>): Promise<Answer>;
  vpc(action: string, params?: Record<string, unknown>): Promise<Answer>;
  sts(action: string): Promise<Answer>;
  /** The error that the action answers; fails when there is none. */
  refused(action: string, params?: Record<string, unknown>, product?: 'ecs' | 'vpc'): Promise<Failure>;
  /** The official product clients, as a user has them. */
  ecsClient: InstanceType<typeof EcsPackage.default>;
  vpcClient: InstanceType<typeof VpcPackage.default>;
  /** Virtual seconds go by. */
  later(seconds: number): void;
}

/** An embedded cloud on a clock that stands still, closed when the test ends. */
export async function openCloud(options: SimulatorOptions = {}): Promise<TestCloud> {
  const clock = new ManualClock(Date.parse('2026-11-20T12:00:00Z'));
  const simulator = await startSimulator({ clock, seed: 42, ...options });
  onTestFinished(() => simulator.close());
  const config = new $OpenApiUtil.Config({
    accessKeyId: simulator.accessKeyId,
    accessKeySecret: simulator.accessKeySecret,
    endpoint: simulator.ecsEndpoint.replace('http://', ''),
    protocol: 'HTTP',
    regionId: 'cn-hangzhou',
    connectTimeout: 10_000,
    readTimeout: 10_000,
  });
  const client = new (classOf(OpenApi))(config);
  const call = async (
    product: 'ecs' | 'vpc' | 'sts',
    action: string,
    params: Record<string, unknown>,
  ): Promise<Answer> => {
    const api = new $OpenApiUtil.Params({
      action,
      version: VERSIONS[product],
      protocol: 'HTTP',
      pathname: '/',
      method: 'POST',
      authType: 'AK',
      style: 'RPC',
      reqBodyType: 'formData',
      bodyType: 'json',
    });
    const { body } = await client.callApi(
      api,
      new $OpenApiUtil.OpenApiRequest({ query: OpenApiUtil.query(params) }),
      new RuntimeOptions({}),
    );
    const wrong = misfits(product, action, body);
    if (wrong.length > 0)
      throw new Error(`the answer of ${action} does not fill the SDK's model:\n${wrong.join('\n')}`);
    return body;
  };
  const inRegion = (params: Record<string, unknown>): Record<string, unknown> => ({
    RegionId: 'cn-hangzhou',
    ...params,
  });
  const WITHOUT_REGION =
    /^(CreateSnapshot|AttachDisk|DetachDisk|DeleteDisk|DeleteSnapshot|DeleteInstance|DescribeInstanceAttribute|St(art|op)Instance|RebootInstance|ModifyInstanceAttribute|DescribeRegions|DescribeInstanceTypes)$/;
  const ecsCall = (action: string, params: Record<string, unknown> = {}): Promise<Answer> =>
    call('ecs', action, WITHOUT_REGION.test(action) ? params : inRegion(params));
  const vpcCall = (action: string, params: Record<string, unknown> = {}): Promise<Answer> =>
    call('vpc', action, inRegion(params));
  return {
    simulator,
    clock,
    ecs: ecsCall,
    vpc: vpcCall,
    sts: (action) => call('sts', action, {}),
    refused: async (action, params = {}, product = 'ecs') => {
      let answer: Answer;
      try {
        answer = await (product === 'ecs' ? ecsCall(action, params) : vpcCall(action, params));
      } catch (error) {
        const { code, statusCode, message } = error as { code?: string; statusCode?: number; message: string };
        if (code === undefined || statusCode === undefined) throw error;
        return { code, status: statusCode, message };
      }
      throw new Error(`${action} was expected to be refused, it answered ${JSON.stringify(answer).slice(0, 200)}`);
    },
    ecsClient: new (classOf(EcsPackage))(config),
    vpcClient: new (classOf(VpcPackage))(config),
    later: (seconds) => clock.advance(seconds * 1000),
  };
}

export { ecs as ecsModels };

export const WEB = 'i-bp1webprod0100000000';
export const WEB_DISKS = ['d-bp1webprod01sys00000', 'd-bp1webprod01dat10000', 'd-bp1webprod01dat20000'];
