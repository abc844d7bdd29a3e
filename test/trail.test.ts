import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditRecord } from '../src/cloud/audit.ts';
import { DrError } from '../src/errors.ts';
import type { Log } from '../src/log.ts';
import { openTrail } from '../src/trail.ts';
import { call, decided } from './support/agent.ts';
import { spawnServer } from './support/house.ts';

let folder: string;
const closers: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecs-dr-trail-'));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  rmSync(folder, { recursive: true });
});

const line = (step: string, attempts = 1) => ({ step, attempts, action: 'CreateDisk', result: 'ok' }) as AuditRecord;
const stepsIn = (file: string) =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((l) => JSON.parse(l).step);

function refusal(ready: (() => void) | undefined): DrError['details'] | undefined {
  try {
    ready?.();
  } catch (error) {
    if (error instanceof DrError) return error.details;
    throw error;
  }
  return undefined;
}

describe('the audit file', () => {
  it('is found unusable before the first change, told once, and refuses changes until it is mended', async () => {
    const file = join(folder, 'trail');
    mkdirSync(file);
    const logged: string[] = [];
    const log = { error: (_: object, text: string) => logged.push(text) } as unknown as Log;
    const trail = await openTrail(file, log);
    expect(logged).toEqual([expect.stringMatching(/^ECS_DR_AUDIT_FILE cannot be written: .+, no change is sent\.$/)]);
    for (let i = 0; i < 3; i++) {
      expect(refusal(trail.auditReady)).toMatchObject({
        code: 'AuditFileUnusable',
        cause: expect.stringContaining('ECS_DR_AUDIT_FILE'),
        remedy: expect.stringContaining('no restart'),
        retryable: false,
      });
      trail.audit(line('refused', 0));
    }
    expect(logged).toHaveLength(1);
    rmdirSync(file);
    expect(refusal(trail.auditReady)).toBeUndefined();
    trail.audit(line('sent'));
    expect(stepsIn(file)).toEqual(['sent']);
  });

  it('gets the line of a change that was sent as soon as it can; until then no other is sent', async () => {
    const file = join(folder, 'trail');
    const trail = await openTrail(file, undefined);
    trail.audit(line('first'));
    renameSync(file, join(folder, 'kept'));
    mkdirSync(file);
    trail.audit(line('second'));
    expect(refusal(trail.auditReady)?.code).toBe('AuditFileUnusable');
    rmdirSync(file);
    expect(refusal(trail.auditReady)).toBeUndefined();
    trail.audit(line('third'));
    expect([stepsIn(join(folder, 'kept')), stepsIn(file)]).toEqual([['first'], ['second', 'third']]);
  });

  it.runIf(existsSync('/dev/full'))('on a full disk lets one change pass and no other', async () => {
    const trail = await openTrail('/dev/full', undefined);
    expect(refusal(trail.auditReady)).toBeUndefined();
    trail.audit(line('first'));
    expect(refusal(trail.auditReady)?.cause).toContain('no space is left');
  });

  it('that is not named refuses nothing', async () => {
    const trail = await openTrail(undefined, undefined);
    trail.audit(line('first'));
    expect(refusal(trail.auditReady)).toBeUndefined();
  });
});

it.runIf(process.platform !== 'win32')(
  'without a trail nobody is asked and nothing is created, and the same call goes through once the file is mended',
  async () => {
    const [victim, file] = [join(folder, 'victim'), join(folder, 'trail')];
    writeFileSync(victim, '');
    symlinkSync(victim, file);
    const env = { ECS_DR_AUDIT_FILE: file, ECS_DR_LOG_LEVEL: 'silent' };
    const { client, stderr } = await spawnServer(['--simulate', '--speed', '1000'], env);
    closers.push(() => client.close());
    const asked = { vpcId: 'vpc-bp1prod0000000000000', zoneId: 'cn-hangzhou-k' };
    const refused = await call(client, 'create-vswitch', asked);
    expect(refused.error).toMatchObject({ code: 'AuditFileUnusable', cause: expect.stringContaining('symbolic link') });
    expect(refused.error?.created ?? []).toEqual([]);
    expect(stderr().match(/ECS_DR_AUDIT_FILE cannot be written/g)).toHaveLength(1);
    expect(readFileSync(victim, 'utf8')).toBe('');
    rmSync(file);
    const made = await decided(client, 'create-vswitch', asked);
    expect(made).toMatchObject({ status: 'done', vSwitchId: expect.stringMatching(/^vsw-/) });
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(1);
  },
);
