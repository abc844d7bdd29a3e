import { describe, expect, it } from 'vitest';
import { ACTIONS, RETRY_ANY, retryRule } from '../../src/cloud/actions.ts';
import { failureOf } from '../../src/cloud/errors.ts';
import { type Family, familyOf } from '../../src/cloud/families.ts';
import { conceal, redact } from '../../src/cloud/redact.ts';
import * as wire from './wire-samples.ts';

/** An error as the official client throws it. */
function sdkError(statusCode: number, code: string, more: Record<string, unknown> = {}) {
  const name = code.includes('Throttling') ? 'ThrottlingError' : statusCode < 500 ? 'ClientError' : 'ServerError';
  const message = `${code}: code: ${statusCode}, what it says request id: REQ-1`;
  return Object.assign(new Error(message), {
    name,
    code,
    statusCode,
    requestId: 'REQ-1',
    data: { Code: code, Message: 'what it says', RequestId: 'REQ-1', ...more },
  });
}

function detailsOf(statusCode: number, code: string, more: Record<string, unknown> = {}) {
  return failureOf(sdkError(statusCode, code, more), 'RunInstances', 'cn-hangzhou').error.details;
}

it('every error keeps the code and the request id of the API, and says cause and next step', () => {
  const codes = [
    ...RETRY_ANY.map((r) => r.code),
    ...Object.values(ACTIONS).flatMap((a) => a.retry.map((r) => r.code)),
    'OperationDenied.NoStock',
    'QuotaExceed.ElasticQuota',
    'Forbidden.RAM',
    'Some.Unknown.Code',
  ];
  for (const code of codes) {
    const details = detailsOf(400, code);
    expect(details).toMatchObject({ code, message: 'what it says', requestId: 'REQ-1' });
    expect(details.cause.length).toBeGreaterThan(20);
    expect(details.remedy.length).toBeGreaterThan(20);
  }
});

describe('a code belongs to a family by its exact spelling', () => {
  const CASES: [Family, string[]][] = [
    ['throttling', ['Throttling', 'Throttling.User', 'Rejected.Throttling']],
    [
      'no-stock',
      [
        'OperationDenied.NoStock',
        'Zone.NotOnSale',
        'InvalidInstanceType.ZoneNotSupported',
        'Throttling.Resource',
        'InvalidResourceType.NotSupported',
        'InvalidInstanceType.NotSupported',
      ],
    ],
    [
      'category',
      [
        'InvalidDiskCategory.NotSupported',
        'InvalidSystemDiskCategory.ValueNotSupported',
        'InvalidDataDiskCategory.NotSupported',
        'CategoryNotSupported',
        'InvalidPerformanceLevel.ValueNotSupported',
        'InvalidInstanceType.NotSupportDiskCategory',
      ],
    ],
    ['disk-feature', ['DiskCategory.OperationNotSupported']],
    [
      'quota',
      [
        'QuotaExceed.ElasticQuota',
        'QuotaExceeded.DiskCapacity',
        'QuotaExceed.PostPaidDiskQuota',
        'QuotaExceed.Snapshot',
        'QuotaExceed.DeploymentSetInstanceQuotaFull',
      ],
    ],
    ['addresses', ['InvalidVSwitchId.IpNotEnough', 'QuotaExceeded.PrivateIpAddress']],
    [
      'busy',
      [
        'QuotaExceed.ConcurrentSnapshotQuota',
        'IncorrectVSwitchStatus',
        'TaskConflict',
        'InvalidSnapshotId.NotReady',
        'LastTokenProcessing',
        'DISK_HAS_CREATING_SNAPSHOT',
        'OperationConflict',
      ],
    ],
    ['forbidden', ['Forbidden.RAM', 'Forbidden', 'NoPermission', 'Forbbiden', 'Forbidden.SubUser']],
    ['pass-role', ['InvalidUser.PassRoleForbidden']],
    [
      'payment',
      [
        'Account.Arrearage',
        'InvalidPayMethod',
        'InvalidAccountStatus.NotEnoughBalance',
        'InsufficientBalance',
        'Forbidden.RiskControl',
      ],
    ],
    ['not-found', ['InvalidInstanceId.NotFound', 'InvalidVswitchID.NotFound', 'InvalidDiskId.NotFound']],
    ['token-mismatch', ['IdempotentParameterMismatch', 'IdempotenceParamNotMatch', 'InvalidParamter.Conflict']],
    ['clock', ['InvalidTimeStamp.Expired']],
    ['expired-token', ['InvalidSecurityToken.Expired']],
    [
      'bad-key',
      [
        'InvalidAccessKeyId.NotFound',
        'InvalidAccessKeyId.Inactive',
        'SignatureDoesNotMatch',
        'InvalidSecurityToken.Malformed',
      ],
    ],
    ['region', ['InvalidRegionId.NotFound', 'Invalid.RegionId', 'InvalidRegion.NotFound', 'InvalidRegionId.MalFormed']],
    ['unknown', ['MissingParameter', 'InvalidParameter', 'Never.Heard.Of']],
  ];
  it.each(CASES)('%s', (family, codes) => {
    expect(codes.map((code) => [code, familyOf(code)])).toEqual(codes.map((code) => [code, family]));
  });
});

it('a missing permission names the RAM action and the identity that the API tells, and hands over the statement', () => {
  const details = detailsOf(403, 'Forbidden.RAM', wire.forbidden);
  expect(details).toMatchObject({ ramAction: 'ecs:RunInstances', retryable: false });
  expect(details.cause).toContain('298765432109876543');
  expect(details.cause).toContain('no policy allows it');
  const [statement] = /\{"Effect".*\}\}\}/.exec(details.remedy) ?? [];
  expect(JSON.parse(statement ?? '')).toEqual({
    Effect: 'Allow',
    Action: ['ecs:RunInstances'],
    Resource: ['acs:ecs:cn-hangzhou:*:*', 'acs:vpc:cn-hangzhou:*:*'],
    Condition: { StringLike: { 'acs:RequestTag/ecs-dr:recovery': ['*'] } },
  });
  expect(details.remedy).toMatch(/^Pause, .* then call the same tool again with the same arguments/);
});

it('a missing permission without details is named from the table of actions', () => {
  const failure = failureOf(sdkError(403, 'Forbidden'), 'CreateVSwitch', 'cn-hangzhou');
  expect(failure.error.details.ramAction).toBe('vpc:CreateVSwitch');
});

it('an explicit Deny is told apart from a missing Allow', () => {
  const AccessDeniedDetail = { ...wire.forbidden.AccessDeniedDetail, NoPermissionType: 'ExplicitDeny' };
  const details = detailsOf(403, 'Forbidden.RAM', { AccessDeniedDetail });
  expect(details.cause).toContain('explicit Deny');
  expect(details.remedy).toContain('take away the Deny');
});

it('handing a role to an instance asks for ram:PassRole', () => {
  expect(detailsOf(403, 'InvalidUser.PassRoleForbidden')).toMatchObject({
    ramAction: 'ram:PassRole',
    remedy: expect.stringContaining('"Action":["ram:PassRole"]'),
  });
});

it('a quota, in both spellings, gives the quota centre', () => {
  for (const code of ['QuotaExceed.ElasticQuota', 'QuotaExceeded.ElasticQuota']) {
    expect(detailsOf(403, code)).toMatchObject({
      retryable: false,
      remedy: expect.stringContaining('https://quotas.console.aliyun.com'),
    });
  }
});

it('throttling says how long to wait when the API does', () => {
  const error = Object.assign(sdkError(429, 'Throttling.Api'), { retryAfter: 42_000 });
  expect(failureOf(error, 'DescribeDisks', 'cn-hangzhou').error.details.remedy).toContain('Wait 42 s');
});

it('an unknown code says where to look it up, with the request id', () => {
  expect(detailsOf(400, 'Never.Heard.Of').remedy).toContain(
    'https://api.aliyun.com/troubleshoot?q=Never.Heard.Of&product=Ecs&requestId=REQ-1',
  );
});

it('a fault of this program is not taken for the cloud’s', () => {
  expect(() => failureOf(new TypeError('x is not a function'), 'RunInstances', 'cn-hangzhou')).toThrow(TypeError);
});

describe('what is repeated', () => {
  it('is decided per action by one table with sources', () => {
    expect(retryRule('RunInstances', 'IncorrectVSwitchStatus')?.how).toBe('repeat');
    expect(retryRule('CreateDisk', 'IncorrectVSwitchStatus')).toBeUndefined();
    expect(retryRule('AttachDisk', 'IncorrectInstanceStatus')?.how).toBe('repeat');
    expect(retryRule('CreateSnapshot', 'IncorrectDiskStatus.CreatingSnapshot')?.how).toBe('later');
    expect(retryRule('RunInstances', 'Throttling.Resource')).toBeUndefined();
    const rules = [...RETRY_ANY, ...Object.values(ACTIONS).flatMap((a) => [...a.retry])];
    expect(rules.every((r) => r.source.length > 3)).toBe(true);
  });

  it('heals in minutes: retryable, but not repeated at once', () => {
    const failure = failureOf(sdkError(403, 'DISK_HAS_CREATING_SNAPSHOT'), 'CreateSnapshot', 'cn-hangzhou');
    expect(failure).toMatchObject({ repeat: false, lost: false, error: { details: { retryable: true } } });
  });
});

describe('foreign texts', () => {
  it.each([
    ['a URL’s query', 'POST http://h/?Password=hunter2&UserData=abc failed.', /hunter2|abc/],
    ['a quoted file', 'parse aliyun cli config from \'/x\' failed: {"access_key_secret":"abc"}', /abc/],
    ['a JSON body', 'result: {"AccessKeySecret":"abc"}.', /abc/],
    ['an access key id', 'LTAI5tAbCdEfGhIj is not found', /5tAbCdEf/],
    ['an assignment', 'SecurityToken=abcdef and more', /abcdef/],
    ['an encoded assignment', 'got SecurityToken%3Dabcdef%26x', /abcdef/],
    ['one that was encoded twice', 'got AccessKeyId%253Dabcdef%2526x', /abcdef/],
    ['what was signed', 'Wrong. server string to sign is:POST&%2F&Nonce%3Dabcdef', /abcdef|POST/],
    ['what was signed, as it is called elsewhere', 'no: StringToSign [abcdef]; CanonicalRequest [ghi]', /abcdef|ghi/],
    ['control and direction characters', 'a\u202eb\u0007c\nd', /[^ -~]/],
  ])('lose %s', (_, text, secret) => {
    expect(redact(text)).not.toMatch(secret);
  });

  it('lose the keys in use, also percent-encoded once or twice, and in small letters', () => {
    const token = 'CAIS+of/the=session~canary';
    conceal(token);
    const once = encodeURIComponent(token);
    const forms = [token, once, encodeURIComponent(once), encodeURIComponent(encodeURIComponent(once))];
    for (const form of [...forms, ...forms.map((f) => f.toLowerCase()), token.replace('+', '%2B')]) {
      const shown = redact(`not valid: ${form}, it says`);
      expect(shown).toBe('not valid: …, it says');
    }
  });

  it('are bounded', () => {
    expect(redact('x'.repeat(10_000)).length).toBeLessThan(700);
  });

  it('are read in a moment, whatever they are made of', () => {
    const started = performance.now();
    for (const part of ['?', '?a', '{', '%25', 'secret', 'secret ', '=', 'STS.', "'"]) redact(part.repeat(500_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
