import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import EcsPackage, * as ecs from '@alicloud/ecs20140526';
import OldClient, { Config, OpenApiRequest, Params } from '@alicloud/openapi-client';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import { RuntimeOptions } from '@alicloud/tea-util';
import { describe, expect, test } from 'vitest';
import { classOf, openCloud, WEB } from './support/cloud.ts';
import { rpc } from './support/rpc.ts';

describe('signatures', () => {
  test('the official product client is served unchanged', async () => {
    const cloud = await openCloud();
    const { body } = await cloud.ecsClient.describeInstances(
      new ecs.DescribeInstancesRequest({ regionId: 'cn-hangzhou', instanceIds: JSON.stringify([WEB]) }),
    );
    expect(body?.instances?.instance?.[0]?.instanceName).toBe('web-prod-01');
  });

  test('the previous generation of the official client is served', async () => {
    const cloud = await openCloud();
    const Client = classOf(OldClient);
    const { accessKeyId, accessKeySecret, ecsEndpoint } = cloud.simulator;
    for (const signatureAlgorithm of ['ACS3-HMAC-SHA256', 'v2']) {
      const client = new Client(
        new Config({
          accessKeyId,
          accessKeySecret,
          endpoint: ecsEndpoint.replace('http://', ''),
          protocol: 'HTTP',
          signatureAlgorithm,
        }),
      );
      const api = new Params({
        action: 'DescribeRegions',
        version: '2014-05-26',
        protocol: 'HTTP',
        pathname: '/',
        method: 'POST',
        authType: 'AK',
        style: 'RPC',
        reqBodyType: 'formData',
        bodyType: 'json',
      });
      const answer = await client.callApi(
        api,
        new OpenApiRequest({ query: { AcceptLanguage: 'en-US' } }),
        new RuntimeOptions({}),
      );
      expect(answer.body.Regions.Region[0].LocalName, signatureAlgorithm).toBe('China (Hangzhou)');
    }
  });

  test.each([
    ['GET with a query', { method: 'GET' as const }],
    ['POST with a query', { method: 'POST' as const }],
    ['POST with a form', { method: 'POST' as const, place: 'form' as const }],
  ])('an HMAC-SHA1 signed %s is served', async (_, options) => {
    const cloud = await openCloud();
    const { status, body, headers } = await rpc(
      cloud.simulator,
      'DescribeInstanceAttribute',
      { InstanceId: WEB },
      options,
    );
    expect({ status, name: body.InstanceName }).toEqual({ status: 200, name: 'web-prod-01' });
    expect(headers.get('x-acs-request-id')).toBe(body.RequestId);
    expect(headers.get('content-type')).toBe('application/json;charset=utf-8');
  });

  const now = (shiftMinutes: number): string =>
    `${new Date(Date.now() + shiftMinutes * 60_000).toISOString().slice(0, 19)}Z`;
  test.each([
    ['a wrong secret', { secret: 'other' }, 400, 'SignatureDoesNotMatch'],
    ['an unknown key', { accessKeyId: 'nobody' }, 404, 'InvalidAccessKeyId.NotFound'],
    ['a clock 16 minutes slow', { date: now(-16) }, 400, 'InvalidTimeStamp.Expired'],
    ['a clock 16 minutes fast', { date: now(16) }, 400, 'InvalidTimeStamp.Expired'],
    ['a date that is none', { date: 'yesterday' }, 400, 'InvalidTimeStamp.Format'],
    ['a version of no product', { version: '2000-01-01' }, 400, 'InvalidVersion'],
  ])('%s is refused', async (_, options, status, code) => {
    const cloud = await openCloud();
    expect(await rpc(cloud.simulator, 'DescribeRegions', {}, options)).toMatchObject({ status, body: { Code: code } });
  });

  test('a clock 14 minutes off is accepted', async () => {
    const cloud = await openCloud();
    expect((await rpc(cloud.simulator, 'DescribeRegions', {}, { date: now(-14) })).status).toBe(200);
  });

  test('a nonce is good for one request', async () => {
    const cloud = await openCloud();
    const nonce = randomUUID();
    expect((await rpc(cloud.simulator, 'DescribeRegions', {}, { nonce })).status).toBe(200);
    expect((await rpc(cloud.simulator, 'DescribeRegions', {}, { nonce })).body.Code).toBe('SignatureNonceUsed');
  });

  test('a request without any signature is refused', async () => {
    const cloud = await openCloud();
    const response = await fetch(`${cloud.simulator.ecsEndpoint}/?Action=DescribeRegions&Version=2014-05-26`);
    expect(await response.json()).toMatchObject({ Code: 'IncompleteSignature' });
  });

  test('a changed body or parameter breaks an ACS3 signature', async () => {
    const cloud = await openCloud();
    const headers: Record<string, string> = {
      'x-acs-action': 'DescribeRegions',
      'x-acs-version': '2014-05-26',
      'x-acs-date': now(0),
      'x-acs-signature-nonce': randomUUID(),
      'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      authorization: `ACS3-HMAC-SHA256 Credential=${cloud.simulator.accessKeyId},SignedHeaders=host;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce,Signature=${'0'.repeat(64)}`,
    };
    const response = await fetch(`${cloud.simulator.ecsEndpoint}/`, { method: 'POST', headers });
    expect(await response.json()).toMatchObject({ Code: 'SignatureDoesNotMatch' });
  });
});

describe('requests', () => {
  test('an unknown action is refused', async () => {
    const cloud = await openCloud();
    expect(await cloud.refused('DescribeNothing')).toMatchObject({
      status: 404,
      code: 'InvalidAction.NotFound',
    });
  });

  test('an unknown parameter is refused by name, with the name that was meant', async () => {
    const cloud = await openCloud();
    const refusal = await cloud.refused('CreateSnapshotGroup', { InstanceId: WEB, SnapshotGroupName: 'x' });
    expect(refusal).toMatchObject({ status: 400, code: 'InvalidParameter.Unknown' });
    expect(refusal.message).toContain('"SnapshotGroupName"');
    expect(refusal.message).toContain('Did you mean Name');
    expect(cloud.simulator.state.snapshotGroups.size, 'nothing was made').toBe(1);
  });

  test('lenient mode ignores an unknown parameter as the service does, and keeps it in the log', async () => {
    const cloud = await openCloud({ lenient: true });
    await cloud.ecs('CreateSnapshotGroup', { InstanceId: WEB, SnapshotGroupName: 'x' });
    expect(cloud.simulator.requests.at(-1)?.unknownParameters).toEqual(['SnapshotGroupName']);
    expect([...cloud.simulator.state.snapshotGroups.values()].at(-1)?.name).toBe('');
  });

  test.each([
    ['a word where a number belongs', 'DescribeDisks', { PageSize: 'many' }, 'InvalidParameter.PageSize'],
    ['a word where a boolean belongs', 'DescribeDisks', { Encrypted: 'perhaps' }, 'InvalidParameter.Encrypted'],
    [
      'a nested word where a number belongs',
      'RunInstances',
      { DataDisk: [{ Size: 'big' }] },
      'InvalidParameter.DataDisk',
    ],
    ['a list where one JSON string belongs', 'DescribeInstances', { InstanceIds: [WEB] }, 'InvalidParameter.Unknown'],
    ['a bare id where a JSON array belongs', 'DescribeInstances', { InstanceIds: WEB }, 'InvalidParameter'],
    ['a bare disk id where a JSON array belongs', 'DescribeDisks', { DiskIds: 'd-1' }, 'InvalidParameter.DiskIds'],
    ['a flat list written as one', 'DescribeInstanceStatus', { InstanceId: WEB }, 'InvalidParameter.Unknown'],
    ['a missing parameter', 'CreateSnapshot', {}, 'MissingParameter'],
    [
      'a token that is too long',
      'CreateSnapshot',
      { DiskId: 'd-1', ClientToken: 'x'.repeat(65) },
      'InvalidClientToken.Malformed',
    ],
  ])('%s is refused', async (_, action, params, code) => {
    const cloud = await openCloud();
    expect((await cloud.refused(action, params)).code).toBe(code);
  });

  test('user data of 32 KiB fits into the URL', async () => {
    const cloud = await openCloud();
    const { InstanceIdSets } = await cloud.ecs('RunInstances', {
      InstanceType: 'ecs.g7.large',
      ImageId: 'aliyun_3_x64_20G_alibase_20250629.vhd',
      VSwitchId: 'vsw-bp1prodh000000000000',
      SecurityGroupId: 'sg-bp1web00000000000000',
      UserData: Buffer.alloc(32 * 1024, 'é').toString('base64'),
    });
    expect(InstanceIdSets.InstanceIdSet).toHaveLength(1);
  });

  test('connections are kept alive', async () => {
    const cloud = await openCloud();
    const header = await new Promise((resolve) => {
      request(cloud.simulator.ecsEndpoint, (response) => resolve(response.headers.connection)).end();
    });
    expect(header).toBe('keep-alive');
  });

  test('actions without RegionId find the region by the resource, or by the path', async () => {
    const cloud = await openCloud();
    const shanghai = 'i-uf6branchweb01000000';
    expect((await rpc(cloud.simulator, 'DescribeInstanceAttribute', { InstanceId: shanghai })).body.RegionId).toBe(
      'cn-shanghai',
    );
    const elsewhere = await rpc(
      cloud.simulator,
      'DescribeInstanceAttribute',
      { InstanceId: shanghai },
      { path: '/cn-hangzhou/' },
    );
    expect(elsewhere).toMatchObject({ status: 404, body: { Code: 'InvalidInstanceId.NotFound' } });
  });

  test('an endpoint with a region behind the host serves the official client, and only with its key', async () => {
    const { simulator } = await openCloud();
    const inShanghai = (slash: string, accessKeySecret: string) =>
      new (classOf(EcsPackage))(
        new $OpenApiUtil.Config({
          accessKeyId: simulator.accessKeyId,
          accessKeySecret,
          endpoint: `${simulator.ecsEndpoint.replace('http://', '')}/cn-shanghai${slash}`,
          protocol: 'HTTP',
        }),
      );
    const read = new ecs.DescribeInstanceAttributeRequest({ instanceId: 'i-uf6branchweb01000000' });
    for (const slash of ['', '/']) {
      const { body } = await inShanghai(slash, simulator.accessKeySecret).describeInstanceAttribute(read);
      expect(body?.regionId).toBe('cn-shanghai');
      const forged = inShanghai(slash, 'not the secret').describeInstanceAttribute(read);
      await expect(forged).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
    }
  });

  test('an action that has a RegionId needs it, unless the path names one', async () => {
    const cloud = await openCloud();
    for (const action of ['DescribeInstances', 'CreateDisk', 'RunInstances'])
      expect((await rpc(cloud.simulator, action)).body, action).toMatchObject({
        Code: 'MissingParameter',
        Message: expect.stringContaining('RegionId'),
      });
    expect(await rpc(cloud.simulator, 'DescribeInstances', {}, { path: '/cn-shanghai/' })).toMatchObject({
      status: 200,
      body: { TotalCount: 2 },
    });
    const vpc = { VpcId: 'vpc-bp1prod0000000000000' };
    expect((await rpc(cloud.simulator, 'DescribeVSwitches', vpc, { version: '2016-04-28' })).status).toBe(200);
  });

  test.each([
    ['DescribeInstances', {}, 404, 'InvalidRegionId.NotFound'],
    ['DescribeDisks', {}, 400, 'InvalidRegion.NotFound'],
    ['DescribeAvailableResource', { DestinationResource: 'Zone' }, 404, 'Invalid.RegionId'],
  ])('%s has its own code for an unknown region', async (action, params, status, code) => {
    const cloud = await openCloud();
    expect(await cloud.refused(action, { RegionId: 'cn-nowhere', ...params })).toMatchObject({ status, code });
  });
});
