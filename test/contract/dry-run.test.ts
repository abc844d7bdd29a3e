import * as ecs from '@alicloud/ecs20140526';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { needed, type Refusal, refusal, unlessForbidden } from './support/asking.ts';
import { openTarget, type Place, type Target } from './support/target.ts';

/** What RunInstances checks before it makes anything. Every call says DryRun: nothing is created, in whichever account. */

let t: Target;
let place: Place;
beforeAll(async () => {
  t = await openTarget();
});
afterAll(() => t.close());
beforeEach((context) => {
  place = needed(context, t.place, 'no place was named: --vswitch, --security-group, --type and --image');
});

/** A launch that asks only; always refused, for DryRun is one. */
const tried = (more: object = {}): Promise<Refusal> =>
  refusal(
    t.ecs.runInstances(
      new ecs.RunInstancesRequest({
        regionId: t.regionId,
        dryRun: true,
        imageId: place.imageId,
        instanceType: place.instanceType,
        vSwitchId: place.vSwitchId,
        securityGroupId: place.securityGroupId,
        systemDisk: new ecs.RunInstancesRequestSystemDisk({ category: 'cloud_essd', size: '40' }),
        ...more,
      }),
    ),
  );

test('a dry run that passes is an error with HTTP 400', async (context) => {
  const answer = await tried();
  unlessForbidden(context, answer);
  expect(answer).toMatchObject({ status: 400, code: 'DryRunOperation' });
});

test('a dry run is for one instance', async (context) => {
  const answer = await tried({ amount: 2 });
  unlessForbidden(context, answer);
  expect(answer).toMatchObject({ status: 403, code: 'DryRun.InvalidAmount' });
});

test('a private address of the vSwitch can be asked for, one outside of it cannot', async (context) => {
  const answer = await tried({ privateIpAddress: '203.0.113.7' });
  unlessForbidden(context, answer);
  expect(answer.status).toBe(400);
  expect(answer.code).toMatch(/^InvalidPrivateIpAddress|InvalidParameter/);
});

const DATA = (disk: object) => ({ dataDisk: [new ecs.RunInstancesRequestDataDisk(disk)] });

test.each<[string, object, number, RegExp]>([
  ['an image that does not exist', { imageId: 'm-bp1nobody00000000000' }, 404, /^InvalidImageId\.NotFound$/],
  ['a vSwitch that does not exist', { vSwitchId: 'vsw-bp1nobody0000000000' }, 404, /^InvalidVSwitchId\.NotFound$/],
  [
    'a security group that does not exist, with 400 and not 404',
    { securityGroupId: 'sg-bp1nobody0000000000' },
    400,
    /^InvalidSecurityGroupId\.NotFound$/,
  ],
  [
    'one security group and several at once',
    { securityGroupIds: ['sg-bp1nobody0000000000'] },
    400,
    /^InvalidSecurityGroupId\.SingleIdAndMultiIdConflict$/,
  ],
  ['a type that does not exist', { instanceType: 'ecs.none.large' }, 400, /^InvalidInstanceType\.ValueNotSupported$/],
  ['a key pair that does not exist', { keyPairName: 'nobodys-key' }, 404, /^InvalidKeyPairName\.NotFound$/],
  [
    'a disk smaller than its level',
    DATA({ category: 'cloud_essd', performanceLevel: 'PL2', size: 100 }),
    403,
    /^OperationDenied\.PerformanceLevelNotMatch$/,
  ],
  [
    'a data disk of a snapshot that does not exist, with 400 and not 404',
    DATA({ category: 'cloud_essd', snapshotId: 's-bp1nobody00000000000' }),
    400,
    /^InvalidSnapshotId\.NotFound$/,
  ],
  [
    'pay-as-you-go that is not paid at once',
    { instanceChargeType: 'PostPaid', autoPay: false },
    400,
    /^InvalidAutoPay\.PostPaidUnsupported$/,
  ],
])('%s is refused', async (_, more, status, code) => {
  const answer = await tried(more);
  expect(answer.code, 'the caller may not even try').not.toMatch(/^Forbidden/);
  expect(answer.code).toMatch(code);
  expect(answer.status).toBe(status);
});
