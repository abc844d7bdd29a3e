import { afterEach, describe, expect, it } from 'vitest';
import { clientToken } from '../../src/cloud/changes.ts';
import { Consent } from '../../src/decisions/consent.ts';
import type { ChangeRequest } from '../../src/recovery/estate.ts';
import { type Answers, fakeApi, ok, openOn, refusal, SECRET } from './fake-api.ts';
import * as wire from './wire-samples.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function cloudWith(answers: Answers) {
  const api = await fakeApi(answers);
  close = api.close;
  return { api, ...openOn(api.endpoint, {}) };
}

const createDisk: ChangeRequest = {
  action: 'CreateDisk',
  regionId: 'cn-hangzhou',
  parameters: { ZoneId: 'cn-hangzhou-k', DiskCategory: 'cloud_essd', Size: 40, 'Tag.1.Key': 'a', 'Tag.1.Value': '' },
};
const attachDisk: ChangeRequest = {
  action: 'AttachDisk',
  regionId: 'cn-hangzhou',
  parameters: { DiskId: 'd-1', InstanceId: 'i-1' },
};
const runInstances: ChangeRequest = { action: 'RunInstances', regionId: 'cn-hangzhou', parameters: { Amount: 1 } };

function yesTo(...requests: ChangeRequest[]): Consent {
  return new Consent('rec-1', 'dialog', 'dec-1', requests);
}

describe('a change', () => {
  it('is sent exactly as approved, with RegionId and a client token, and answers the ids by their API name', async () => {
    const { api, cloud } = await cloudWith({ CreateDisk: () => ok({ DiskId: 'd-new' }) });
    const answer = await cloud.change(createDisk, yesTo(createDisk), 'disk-1');
    expect(answer).toEqual({ requestId: 'REQ-OK', ids: { DiskId: ['d-new'] } });
    expect(api.calls[0]?.query).toEqual({
      RegionId: 'cn-hangzhou',
      ZoneId: 'cn-hangzhou-k',
      DiskCategory: 'cloud_essd',
      Size: '40',
      'Tag.1.Key': 'a',
      'Tag.1.Value': '',
      ClientToken: clientToken('rec-1', 'disk-1', createDisk),
    });
  });

  it('that a consent does not cover is not sent, and leaves an audit line', async () => {
    const { api, cloud, audit } = await cloudWith({ CreateDisk: () => ok({ DiskId: 'd-new' }) });
    const other = { ...createDisk, parameters: { ...createDisk.parameters, Size: 41 } };
    await expect(cloud.change(other, yesTo(createDisk), 'disk-1')).rejects.toMatchObject({
      details: { code: 'NotApproved', retryable: false },
    });
    expect(api.calls).toEqual([]);
    expect(audit.map((a) => a.result)).toEqual(['NotApproved']);
  });

  it('leaves one audit line with who decided, what was approved and what became of it', async () => {
    const { cloud, audit } = await cloudWith({ CreateDisk: () => ok({ DiskId: 'd-new' }) });
    const consent = yesTo(createDisk, attachDisk);
    await cloud.change(createDisk, consent, 'disk-1');
    expect(audit).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        recoveryId: 'rec-1',
        step: 'disk-1',
        action: 'CreateDisk',
        regionId: 'cn-hangzhou',
        requestId: 'REQ-OK',
        clientToken: clientToken('rec-1', 'disk-1', createDisk),
        requestDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
        planDigest: consent.digest,
        decisionId: 'dec-1',
        decidedBy: 'dialog',
        attempts: 1,
        result: 'ok',
        ids: { DiskId: ['d-new'] },
      },
    ]);
    expect(JSON.stringify(audit)).not.toContain(SECRET);
  });
});

describe('the client token', () => {
  it('is the same for the same step and request from any process, and another one for anything else', () => {
    const token = clientToken('rec-1', 'disk-1', createDisk);
    expect(token).toMatch(/^ecsdr-[0-9a-f]{48}$/);
    const reordered = {
      ...createDisk,
      parameters: Object.fromEntries(Object.entries(createDisk.parameters).reverse()),
    };
    expect(clientToken('rec-1', 'disk-1', reordered)).toBe(token);
    const others = [
      clientToken('rec-2', 'disk-1', createDisk),
      clientToken('rec-1', 'disk-2', createDisk),
      clientToken('rec-1', 'disk-1', { ...createDisk, regionId: 'cn-beijing' }),
      clientToken('rec-1', 'disk-1', createDisk, 1),
    ];
    expect(new Set([token, ...others]).size).toBe(5);
  });

  const LOST: [string, Answers[string]][] = [
    ['the connection is reset', () => ({ reset: true })],
    ['the answer is 500', () => refusal(500, 'InternalError')],
    ['the answer is 503', () => refusal(503, 'ServiceUnavailable')],
    ['a proxy answers 502 with HTML', () => ({ raw: '<html>bad gateway</html>', status: 502 })],
    ['the answer is cut', () => ({ raw: '{"RequestId":"x"' })],
    ['the answer lacks its id', () => ok({})],
    ['the answer has another type', () => ok({ DiskId: { no: 'string' } })],
    ['the earlier call is still running', () => refusal(403, 'LastTokenProcessing')],
    ['the call is throttled', () => refusal(400, 'Throttling.User')],
  ];
  it.each(LOST)('stays the same when %s and the request is repeated', async (_, fault) => {
    const { api, cloud, audit } = await cloudWith({
      CreateDisk: (call, n) => (n < 3 ? fault(call, n) : ok({ DiskId: 'd-new' })),
    });
    await expect(cloud.change(createDisk, yesTo(createDisk), 's')).resolves.toMatchObject({
      ids: { DiskId: ['d-new'] },
    });
    expect(new Set(api.calls.map((c) => c.query.ClientToken)).size).toBe(1);
    expect(api.calls).toHaveLength(3);
    expect(audit).toMatchObject([{ attempts: 3, result: 'ok' }]);
  });

  it('is replaced only when the cloud says that the request under it failed', async () => {
    const { api, cloud } = await cloudWith({
      CreateDisk: (_, n) => (n === 1 ? refusal(403, 'IdempotentFailed') : ok({ DiskId: 'd-new' })),
    });
    await cloud.change(createDisk, yesTo(createDisk), 's');
    expect(api.calls.map((c) => c.query.ClientToken)).toEqual([
      clientToken('rec-1', 's', createDisk),
      clientToken('rec-1', 's', createDisk, 1),
    ]);
  });
});

describe('an answer that stays lost', () => {
  it('is OutcomeUnknown, retryable, and points to check-recovery', async () => {
    const { cloud, audit } = await cloudWith({ CreateDisk: () => ({ reset: true }) });
    await expect(cloud.change(createDisk, yesTo(createDisk), 's')).rejects.toMatchObject({
      details: { code: 'OutcomeUnknown', retryable: true, remedy: expect.stringContaining('check-recovery') },
    });
    expect(audit.map((a) => a.result)).toEqual(['OutcomeUnknown']);
  });

  it('of AttachDisk, which has no token, is not sent a second time', async () => {
    for (const fault of [() => ({ reset: true }) as const, () => refusal(500, 'InternalError')]) {
      const { api, cloud } = await cloudWith({ AttachDisk: fault });
      await expect(cloud.change(attachDisk, yesTo(attachDisk), 's')).rejects.toMatchObject({
        details: { code: 'OutcomeUnknown' },
      });
      expect(api.calls).toHaveLength(1);
      expect(api.calls[0]?.query).toEqual({ DiskId: 'd-1', InstanceId: 'i-1' });
      await close?.();
    }
  });

  it('stays unknown although the last try was only throttled', async () => {
    const { cloud } = await cloudWith({
      CreateDisk: (_, n) => (n === 1 ? { reset: true } : refusal(400, 'Throttling')),
    });
    await expect(cloud.change(createDisk, yesTo(createDisk), 's')).rejects.toMatchObject({
      details: { code: 'OutcomeUnknown' },
    });
  });

  it('is over as soon as the API refuses for good', async () => {
    const { cloud } = await cloudWith({
      CreateDisk: (_, n) => (n === 1 ? { reset: true } : refusal(403, 'QuotaExceed.DiskCapacity')),
    });
    await expect(cloud.change(createDisk, yesTo(createDisk), 's')).rejects.toMatchObject({
      details: { code: 'QuotaExceed.DiskCapacity', retryable: false },
    });
  });
});

it('AttachDisk is repeated when the API says that it did nothing yet', async () => {
  const { api, cloud } = await cloudWith({
    AttachDisk: (_, n) => (n === 1 ? refusal(400, 'IncorrectInstanceStatus') : ok({})),
  });
  expect(await cloud.change(attachDisk, yesTo(attachDisk), 's')).toEqual({ requestId: 'REQ-OK', ids: {} });
  expect(api.calls).toHaveLength(2);
});

it('a call that was cancelled before it was sent is not sent', async () => {
  const { api, cloud } = await cloudWith({ CreateDisk: () => ok({ DiskId: 'd-new' }) });
  await expect(cloud.withSignal(AbortSignal.abort()).change(createDisk, yesTo(createDisk), 's')).rejects.toMatchObject({
    details: { code: 'Cancelled' },
  });
  expect(api.calls).toEqual([]);
});

it('an abort while a change is on its way waits for the answer', async () => {
  const stop = new AbortController();
  const { cloud } = await cloudWith({
    CreateDisk: () => {
      stop.abort();
      return ok({ DiskId: 'd-new' });
    },
  });
  const answer = await cloud.withSignal(stop.signal).change(createDisk, yesTo(createDisk), 's');
  expect(answer.ids).toEqual({ DiskId: ['d-new'] });
});

it('an abort after a lost answer leaves the outcome unknown, not cancelled', async () => {
  const stop = new AbortController();
  const { cloud } = await cloudWith({
    CreateDisk: () => {
      stop.abort();
      return { reset: true };
    },
  });
  await expect(cloud.withSignal(stop.signal).change(createDisk, yesTo(createDisk), 's')).rejects.toMatchObject({
    details: { code: 'OutcomeUnknown' },
  });
});

describe('a dry run', () => {
  it('is undefined when the API would accept the request, and carries no client token', async () => {
    const { api, cloud } = await cloudWith({ RunInstances: () => refusal(400, 'DryRunOperation') });
    expect(await cloud.dryRun(runInstances)).toBeUndefined();
    expect(api.calls[0]?.query).toEqual({ RegionId: 'cn-hangzhou', Amount: '1', DryRun: 'true' });
  });

  it("is the API's refusal otherwise, not thrown", async () => {
    const { cloud } = await cloudWith({ RunInstances: () => refusal(403, 'OperationDenied.NoStock') });
    expect((await cloud.dryRun(runInstances))?.details.code).toBe('OperationDenied.NoStock');
  });

  it('throws what is no verdict on the request', async () => {
    const { cloud } = await cloudWith({ RunInstances: () => ({ reset: true }) });
    await expect(cloud.dryRun(runInstances)).rejects.toMatchObject({ details: { code: 'ConnectionReset' } });
  });

  it('tells a missing permission as a refusal', async () => {
    const { cloud } = await cloudWith({
      RunInstances: () => ({ status: 403, body: { RequestId: 'R', ...wire.forbidden } }),
    });
    expect((await cloud.dryRun(runInstances))?.details.ramAction).toBe('ecs:RunInstances');
  });
});
