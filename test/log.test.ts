import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appendTo } from '../src/append.ts';
import { call } from './support/agent.ts';
import { spawnServer } from './support/house.ts';

let folder: string;
const closers: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecs-dr-log-'));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  rmSync(folder, { recursive: true });
});

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const posix = process.platform !== 'win32';

describe('a file that is appended to', () => {
  it('is its owner’s alone, also where it was open to others before', { skip: !posix }, () => {
    const [fresh, old] = [join(folder, 'new', 'a.log'), join(folder, 'old.log')];
    writeFileSync(old, 'before\n');
    chmodSync(old, 0o666);
    for (const path of [fresh, old]) {
      appendTo(path, 'x\n');
      appendTo(path, '');
      expect(modeOf(path)).toBe('600');
    }
    expect(readFileSync(old, 'utf8')).toBe('before\nx\n');
    expect(readFileSync(fresh, 'utf8')).toBe('x\n');
  });

  it('is never one behind a symbolic link: neither its content nor its mode changes', { skip: !posix }, () => {
    const [victim, link] = [join(folder, 'victim'), join(folder, 'link')];
    writeFileSync(victim, 'mine');
    chmodSync(victim, 0o644);
    symlinkSync(victim, link);
    expect(() => appendTo(link, 'x')).toThrow(expect.objectContaining({ code: 'ELOOP' }));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    expect(() => appendTo(join(folder, 'dangling'), 'x')).toThrow(expect.objectContaining({ code: 'ELOOP' }));
    expect([readFileSync(victim, 'utf8'), modeOf(victim)]).toEqual(['mine', '644']);
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });

  it('keeps its mode where it is a pipe or a device, and is not waited for', { skip: !posix }, () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', ['-m', '622', pipe]);
    expect(() => appendTo(pipe, 'x')).toThrow(expect.objectContaining({ code: 'ENXIO' }));
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    appendTo(pipe, 'a line');
    const got = Buffer.alloc(6);
    expect(readSync(reader, got)).toBe(6);
    closeSync(reader);
    expect([got.toString(), modeOf(pipe)]).toEqual(['a line', '622']);
  });
});

describe('ECS_DR_LOG_FILE', () => {
  /** A server for a client whose dialog fails, which it logs. */
  async function served(file: string) {
    const failing = () => {
      throw new Error('no dialog');
    };
    const { client, stderr } = await spawnServer(['--simulate'], { ECS_DR_LOG_FILE: file }, failing);
    closers.push(() => client.close());
    const asked = { vpcId: 'vpc-bp1prod0000000000000', zoneId: 'cn-hangzhou-k' };
    expect(await call(client, 'create-vswitch', asked)).toMatchObject({ status: 'declined' });
    return stderr;
  }
  const LOGGED = 'the dialog gave no answer';
  const soon = (check: () => void) => vi.waitFor(check, { timeout: 5_000 });

  it('takes the log', async () => {
    const file = join(folder, 'in', 'server.log');
    const stderr = await served(file);
    await soon(() => expect(readFileSync(file, 'utf8')).toContain(LOGGED));
    expect(stderr()).toBe('');
    if (posix) expect(modeOf(file)).toBe('600');
  });

  it('that is a symbolic link is not followed: the server starts, says so, and logs to stderr', {
    skip: !posix,
  }, async () => {
    const [victim, link] = [join(folder, 'victim'), join(folder, 'link')];
    writeFileSync(victim, 'mine');
    chmodSync(victim, 0o644);
    symlinkSync(victim, link);
    const stderr = await served(link);
    await soon(() => expect(stderr()).toContain('ECS_DR_LOG_FILE cannot be used: it is a symbolic link'));
    expect(stderr()).toContain(LOGGED);
    expect([readFileSync(victim, 'utf8'), modeOf(victim)]).toEqual(['mine', '644']);
  });

  it('that cannot be opened is no reason not to start', async () => {
    mkdirSync(join(folder, 'a'));
    const stderr = await served(join(folder, 'a'));
    await soon(() => expect(stderr()).toMatch(/ECS_DR_LOG_FILE cannot be used: (it is a folder|this server may not)/));
    // One line each, in the form of the log.
    for (const line of stderr().trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg');
  });
});
