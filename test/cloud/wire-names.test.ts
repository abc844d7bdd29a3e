import { createRequire } from 'node:module';
import { afterEach, expect, it } from 'vitest';
import { ACTIONS, type Action, type ActionName } from '../../src/cloud/actions.ts';
import { Consent } from '../../src/decisions/consent.ts';
import type { ChangeRequest } from '../../src/recovery/estate.ts';
import { type Answers, fakeApi, ok, openOn } from './fake-api.ts';
import * as wire from './wire-samples.ts';

interface RequestModel {
  names(): Record<string, string>;
  types(): Record<string, unknown>;
}

const PACKAGES = { ecs: 'ecs20140526', vpc: 'vpc20160428', sts: 'sts20150401' };
const require = createRequire(import.meta.url);

/** The official request model of an action; actions without parameters have none. */
function modelOf(name: ActionName): RequestModel | undefined {
  const { product }: Action = ACTIONS[name];
  if (name === 'GetCallerIdentity') return undefined;
  const file = product === 'vpc' ? name.replace('VSwitch', 'Vswitch') : name;
  const models = require(`@alicloud/${PACKAGES[product]}/dist/models/${file}Request.js`) as Record<
    string,
    RequestModel
  >;
  return models[`${name}Request`];
}

/** True when a flat wire name such as `Tag.2.Key` exists in the model. */
function exists(model: RequestModel, name: string): boolean {
  const direct = Object.values(model.names());
  if (direct.includes(name)) return true;
  const [head = '', ...rest] = name.split('.');
  // Some official names hold the dot themselves: `SystemDisk.Category` is both spelled out and nested, by action.
  const property = Object.entries(model.names()).find(([, wireName]) => wireName === head)?.[0];
  if (property === undefined) return false;
  const type = model.types()[property];
  const isList = typeof type === 'object' && type !== null && 'itemType' in type;
  const path = isList ? rest.slice(1) : rest;
  if (isList && !/^[1-9]\d*$/.test(rest[0] ?? '')) return false;
  const inner = isList ? (type as { itemType: unknown }).itemType : type;
  if (path.length === 0) return true;
  return typeof inner === 'function' && exists(inner as unknown as RequestModel, path.join('.'));
}

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

it('the table says of every action what the official request model says: ClientToken, DryRun, RegionId', () => {
  for (const name of Object.keys(ACTIONS) as ActionName[]) {
    const model = modelOf(name);
    if (!model) continue;
    const action: Action = ACTIONS[name];
    const has = (parameter: string) => Object.values(model.names()).includes(parameter);
    expect([name, has('ClientToken')]).toEqual([name, action.clientToken]);
    expect([name, has('RegionId')]).toEqual([name, action.regionId]);
    if (action.dryRun) expect([name, has('DryRun')]).toEqual([name, true]);
    if (action.tagged) expect([name, exists(model, 'Tag.1.Key')]).toEqual([name, true]);
  }
});

it('every parameter that a verb sends exists in the official request model', async () => {
  const answers: Answers = Object.fromEntries(Object.keys(ACTIONS).map((name) => [name, () => ok({})]));
  const api = await fakeApi({
    ...answers,
    DescribeVpcAttribute: () => ok(wire.vpc),
    DescribePrice: () => ok(wire.price),
    DescribeInstances: (c) => (c.query.NextToken ? ok(wire.instances) : ok({ ...wire.instances, NextToken: 'more' })),
  });
  close = api.close;
  const { cloud } = openOn(api.endpoint, {
    endpoints: { ecsEndpoint: api.endpoint, vpcEndpoint: api.endpoint, stsEndpoint: api.endpoint },
  });
  const region = 'cn-hangzhou';
  const filter = { tags: [{ key: 'a', value: 'b' }, { key: 'c' }] };
  const [instance] = await cloud.instances(region, { ids: ['i-1'], ...filter });
  if (!instance) throw new Error('the fake has an instance');
  await cloud.instanceExtras(region, { ...instance, chargeType: 'PrePaid' });
  await cloud.disks(region, { ids: ['d-1'], instanceId: 'i-1', ...filter });
  await cloud.snapshots(region, { ids: ['s-1'], instanceId: 'i-1', diskId: 'd-1', ...filter });
  await cloud.snapshotGroups(region, { ids: ['ssg-1', 'ssg-2'], instanceId: 'i-1', ...filter });
  await cloud.images(region, { ids: ['m-1', 'm-2'], name: 'n', snapshotId: 's-1', ...filter });
  await cloud.images(region, filter);
  await cloud.vSwitches(region, { ids: ['vsw-1'], vpcId: 'vpc-1', zoneId: 'z', ...filter });
  await cloud.vpc(region, 'vpc-1');
  await cloud.zones(region);
  await cloud.regions();
  await cloud.availability(region, {
    destination: 'DataDisk',
    chargeType: 'PostPaid',
    instanceType: 't',
    systemDiskCategory: 'c',
    cores: 2,
    memoryGiB: 8,
    zoneId: 'z',
    spotStrategy: 'NoSpot',
  });
  await cloud.instanceTypes(region, ['t1', 't2']);
  await cloud.tryRecommendations(region, {
    instanceType: 't',
    zoneId: 'z',
    chargeType: 'PostPaid',
    spotStrategy: 'NoSpot',
    systemDiskCategory: 'c',
  });
  await cloud.tryPrice(region, { InstanceType: 't', 'DataDisk.1.Category': 'cloud_essd' }, 'Month', 3);
  await cloud.trySnapshotPolicies(region, ['sp-1']);
  await cloud.trySystemEvents(region, 'i-1');
  await cloud.caller();
  const creations: ChangeRequest[] = (['RunInstances', 'CreateImage'] as const).map((action) => ({
    action,
    regionId: region,
    parameters: {},
  }));
  for (const request of creations) await cloud.dryRun(request);
  const attach: ChangeRequest = {
    action: 'AttachDisk',
    regionId: region,
    parameters: { DiskId: 'd-1', InstanceId: 'i-1' },
  };
  await cloud.change(attach, new Consent('r', 'token', 'd', [attach]), 's');
  await cloud.tryAccess(region, Object.keys(ACTIONS) as ActionName[]);

  const unknown = api.calls.flatMap(({ action, query }) => {
    const model = modelOf(action as ActionName);
    return Object.keys(query)
      .filter((name) => !model || !exists(model, name))
      .map((name) => `${action} ${name}`);
  });
  expect(unknown).toEqual([]);
  // Every read of the table was among them: none is checked by its absence.
  const reads = Object.entries(ACTIONS)
    .filter(([, a]) => a.kind === 'read')
    .map(([name]) => name);
  expect(reads.filter((name) => !api.calls.some((c) => c.action === name))).toEqual([]);
});
