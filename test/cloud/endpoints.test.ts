import Ecs from '@alicloud/ecs20140526';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import Vpc from '@alicloud/vpc20160428';
import { expect, it } from 'vitest';
import { endpointOf, stsIsOff } from '../../src/cloud/endpoints.ts';
import { defaultOf } from '../../src/cloud/interop.ts';

const REGIONS = [
  'cn-hangzhou',
  'cn-shanghai',
  'cn-beijing',
  'cn-qingdao',
  'cn-shenzhen',
  'cn-hongkong',
  'ap-southeast-1',
  'us-east-1',
  'eu-central-1',
  'cn-beijing-finance-1',
  'cn-hangzhou-finance',
  'cn-shanghai-finance-1',
  'cn-shenzhen-finance-1',
  'cn-north-2-gov-1',
  'cn-beijing-gov-1',
];

it('each region goes to the host that the official client of the product would choose', () => {
  for (const regionId of REGIONS) {
    const config = new $OpenApiUtil.Config({ regionId });
    const official = (Client: new (c: typeof config) => { _endpoint: string }) => new Client(config)._endpoint;
    expect(endpointOf('ecs', regionId, {})).toEqual({ host: official(defaultOf(Ecs)), protocol: 'HTTPS' });
    expect(endpointOf('vpc', regionId, {})).toEqual({ host: official(defaultOf(Vpc)), protocol: 'HTTPS' });
  }
  expect(endpointOf('sts', 'cn-shanghai', {}).host).toBe('sts.cn-shanghai.aliyuncs.com');
});

it.each([
  ['127.0.0.1:8123', '127.0.0.1:8123', 'HTTP'],
  ['http://127.0.0.1:8123', '127.0.0.1:8123', 'HTTP'],
  ['http://localhost:8123/some/path/', 'localhost:8123/some/path', 'HTTP'],
  ['http://[::1]:8123', '[::1]:8123', 'HTTP'],
  ['ecs.example.com', 'ecs.example.com', 'HTTPS'],
  ['https://ecs.example.com/', 'ecs.example.com', 'HTTPS'],
  // Refused by the configuration already; here it is at least never plain.
  ['http://ecs.example.com', 'ecs.example.com', 'HTTPS'],
  ['http://127.0.0.1.example.com', '127.0.0.1.example.com', 'HTTPS'],
  ['http://localhost.example.com:80', 'localhost.example.com:80', 'HTTPS'],
  ['127.0.0.999:8123', '127.0.0.999:8123', 'HTTPS'],
  ['127.0.0.256', '127.0.0.256', 'HTTPS'],
  ['127.1:80', '127.1:80', 'HTTPS'],
  ['127.0.0.01:80', '127.0.0.01:80', 'HTTPS'],
  ['LOCALHOST:8123', 'LOCALHOST:8123', 'HTTP'],
  ['127.255.255.254', '127.255.255.254', 'HTTP'],
])('the override %s dials %s over %s: plain http on loopback only', (ecsEndpoint, host, protocol) => {
  expect(endpointOf('ecs', 'cn-hangzhou', { ecsEndpoint })).toEqual({ host, protocol });
});

it('nothing calls STS when ECS is on loopback and no STS endpoint is named', () => {
  expect(stsIsOff({ ecsEndpoint: '127.0.0.1:1' })).toBe(true);
  expect(stsIsOff({ ecsEndpoint: 'http://localhost:1/x', stsEndpoint: '127.0.0.1:2' })).toBe(false);
  expect(stsIsOff({ ecsEndpoint: 'ecs.example.com' })).toBe(false);
  expect(stsIsOff({ ecsEndpoint: '127.0.0.999' })).toBe(false);
  expect(stsIsOff({})).toBe(false);
});
