import { afterEach, describe, expect, test } from 'vitest';
import { awaited, moving, type RecoveryReading } from '../../src/flow/recovery.ts';
import { aDataDisk, aDisk, aGroup, anImage, anInstance, aSnapshot, nothing } from '../recovery/make.ts';
import { call, decided, type Result, step } from '../support/agent.ts';
import { type Flow, openFlow } from './flow.ts';

const WEB = 'i-bp1webprod0100000000';
const SPEED = 60;
/** In the embedded cloud's own time. */
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms / SPEED));

test('a recovery that is looked for in another region is not found there, not empty', async () => {
  const flow = await openFlow('without elicitation');
  const { client } = flow.house;
  const { recoveryId } = await decided(client, 'create-snapshot-group', { instanceId: WEB, waitSeconds: 0 });
  const elsewhere = await call(client, 'check-recovery', { recoveryId, regionId: 'cn-shanghai' });
  expect(elsewhere.error?.code).toBe('RecoveryNotFound');
  expect(elsewhere.error?.cause).toContain('cn-shanghai');
  await flow.house.close();
});

describe('a source with several recoveries', () => {
  let flow: Flow;
  afterEach(() => flow.house.close());

  test('is told of the newest, with its phase, resources and next call, and of the others by name', async () => {
    flow = await openFlow('without elicitation');
    const { client } = flow.house;
    const older = await step(client, 'create-snapshot', { diskIds: ['d-bp1webprod01dat10000'] });
    await later(600);
    const newer = await step(client, 'create-snapshot-group', { instanceId: WEB });
    const ofSource = await call(client, 'check-recovery', { instanceId: WEB });
    const byId = await call(client, 'check-recovery', { recoveryId: newer.recoveryId });
    const { phase, next } = byId;
    expect(ofSource).toMatchObject({ status: 'done', recoveryId: newer.recoveryId, phase, next });
    expect(ofSource.resources.map((r: Result) => r.id)).toEqual(byId.resources.map((r: Result) => r.id));
    expect(next?.tool).toBe('create-image');
    expect(ofSource.recoveries.map((r: Result) => r.recoveryId)).toEqual([newer.recoveryId, older.recoveryId]);
    expect(ofSource.text).toContain(`other recoveries, newest first: ${older.recoveryId} (`);
    expect(ofSource.text.indexOf(`${newer.recoveryId}`)).toBeLessThan(ofSource.text.indexOf(`${older.recoveryId}`));
  });

  test('is told of what was begun this moment first, and is waited for as by its id', async () => {
    flow = await openFlow('without elicitation', [], { speed: SPEED });
    const { client } = flow.house;
    await decided(client, 'create-snapshot', { diskIds: ['d-bp1webprod01dat10000'], waitSeconds: 0 });
    await later(5_000);
    const group = await decided(client, 'create-snapshot-group', { instanceId: WEB, waitSeconds: 0 });
    const polled = await call(client, 'check-recovery', { instanceId: WEB, waitSeconds: 0 });
    expect(polled).toMatchObject({ status: 'in_progress', recoveryId: group.recoveryId, phase: 'snapshotting' });
    expect(polled.next).toMatchObject({ tool: 'check-recovery', arguments: { recoveryId: group.recoveryId } });
    expect(polled.recoveries).toHaveLength(2);
  });

  test('is told of one as by its id, without a list', async () => {
    flow = await openFlow('without elicitation');
    const { client } = flow.house;
    const group = await step(client, 'create-snapshot-group', { instanceId: WEB });
    const ofSource = await call(client, 'check-recovery', { instanceId: WEB });
    expect(ofSource).toMatchObject({ recoveryId: group.recoveryId, phase: 'snapshots-ready' });
    expect(ofSource.recoveries).toBeUndefined();
  });
});

describe('polls that follow each other', () => {
  let flow: Flow;
  afterEach(() => flow.house.close());

  test('tell of what was begun meanwhile, not the end of what they were waiting for', async () => {
    flow = await openFlow('without elicitation', [], { speed: SPEED });
    const { client } = flow.house;
    const { recoveryId, snapshotGroupId } = await decided(client, 'create-snapshot-group', {
      instanceId: WEB,
      waitSeconds: 0,
    });
    const poll = (): Promise<Result> => call(client, 'check-recovery', { recoveryId, waitSeconds: 0 });
    expect(await poll()).toMatchObject({ status: 'in_progress', phase: 'snapshotting' });
    await later(60_000);
    const image = await decided(client, 'create-image', {
      instanceId: WEB,
      snapshotGroupId,
      recoveryId,
      waitSeconds: 0,
    });
    expect(image.status).toBe('in_progress');
    const next = await poll();
    expect(next).toMatchObject({ status: 'in_progress', phase: 'creating-image' });
    expect(next.resources.map((r: Result) => r.id)).toContain(image.imageId);
  });

  test('tell everything at first and at the end, and between them say what is only part of it', async () => {
    flow = await openFlow('without elicitation', [], { speed: SPEED });
    const { client } = flow.house;
    const { recoveryId, snapshotGroupId } = await decided(client, 'create-snapshot-group', { instanceId: WEB });
    await decided(client, 'create-image', { instanceId: WEB, snapshotGroupId, recoveryId, waitSeconds: 0 });
    const kinds = (result: Result) => result.resources.map((r: Result) => r.kind);
    const first = await call(client, 'check-recovery', { recoveryId, waitSeconds: 0 });
    expect(kinds(first)).toEqual(['snapshot-group', 'image']);
    expect(first).not.toHaveProperty('partial');
    const second = await call(client, 'check-recovery', { recoveryId, waitSeconds: 0 });
    expect(kinds(second)).toEqual(['image']);
    expect(second.partial).toBe(true);
    let last = second;
    while (last.status === 'in_progress') last = await call(client, 'check-recovery', { recoveryId });
    expect(kinds(last)).toEqual(['snapshot-group', 'image']);
    expect(last).not.toHaveProperty('partial');
    // As it is now, not as it was when the image was begun.
    expect(last.resources[0].percent).toBeGreaterThan(first.resources[0].percent);
  });

  test('say so when the API stops answering meanwhile, and with what', async () => {
    flow = await openFlow('without elicitation', [], { speed: 50 });
    const { client, simulator } = flow.house;
    const { recoveryId } = await decided(client, 'create-snapshot-group', { instanceId: WEB, waitSeconds: 0 });
    const before = await call(client, 'check-recovery', { recoveryId, waitSeconds: 0 });
    expect(before).not.toHaveProperty('silence');
    simulator.setFaults([{ action: '*', fault: 'unavailable-503' }]);
    const during = await call(client, 'check-recovery', { recoveryId, waitSeconds: 25 });
    expect(during).toMatchObject({
      status: 'in_progress',
      phase: 'snapshotting',
      silence: { code: 'ServiceUnavailable' },
    });
    expect(during.silence.seconds).toBeGreaterThan(20);
    expect(during.text).toMatch(/has not answered for \d+ s \(ServiceUnavailable\)/);
    simulator.setFaults([]);
    expect(await call(client, 'check-recovery', { recoveryId, waitSeconds: 0 })).not.toHaveProperty('silence');
  });
});

describe('what is waited for', () => {
  const disks = [aDisk(), aDataDisk('b')];
  const uploading = aGroup(
    disks.map((d) => aSnapshot(d, { progress: 40 })),
    { status: 'accomplished' },
  );
  const reading = (over: Partial<RecoveryReading>): RecoveryReading => ({ ...nothing(), ...over });

  test('is the image, once one is being made of the point; with zone-safety the point as well', () => {
    const of = reading({ groups: [uploading], images: [anImage(disks, { status: 'Creating' })] });
    expect(awaited(of, false)).toEqual(['images']);
    expect(awaited(of, true)).toEqual(['groups', 'images']);
  });

  test('is the point for zone-safety, whatever the copy does', () => {
    const of = reading({ groups: [uploading], instances: [anInstance({ status: 'Stopped' })] });
    expect(awaited(of, true)).toContain('groups');
  });

  test('is a snapshot until it is stored and can be used, unless it failed', () => {
    const moves = (over: Parameters<typeof aSnapshot>[1]) =>
      moving(reading({ snapshots: [aSnapshot(aDisk(), over)] })).length;
    expect(moves({ status: 'accomplished', progress: 100, available: true })).toBe(0);
    expect(moves({ status: 'accomplished', progress: 100, available: false })).toBe(1);
    expect(moves({ status: 'progressing', progress: 40, available: true })).toBe(1);
    expect(moves({ status: 'failed', progress: 40, available: false })).toBe(0);
  });
});
