import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpoint, readConfig } from '../src/config.ts';
import { DrError } from '../src/errors.ts';

function problem(env: Record<string, string>): DrError['details'] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof DrError) return error.details;
    throw error;
  }
  throw new Error(`accepted ${JSON.stringify(env)}`);
}

describe('the environment', () => {
  it('may be empty: every variable has a default', () => {
    expect(readConfig({})).toEqual({
      regions: [],
      endpoints: {},
      confirm: 'auto',
      readOnly: false,
      log: { level: 'info' },
      language: 'en',
    });
  });

  it('takes an empty variable as an absent one', () => {
    const names = ['ALIBABA_CLOUD_REGION_ID', 'ECS_ENDPOINT', 'VPC_ENDPOINT', 'STS_ENDPOINT', 'ECS_DR_CONFIRM'];
    const more = ['ECS_DR_READ_ONLY', 'ECS_DR_REGIONS', 'ECS_DR_LOG_LEVEL', 'ECS_DR_LOG_FILE', 'ECS_DR_LANG'];
    const all = [...names, ...more, 'ECS_DR_AUDIT_FILE'];
    expect(readConfig(Object.fromEntries(all.map((name) => [name, ''])))).toEqual(readConfig({}));
  });

  it.each([
    [{ ALIBABA_CLOUD_REGION_ID: 'cn-beijing' }, { homeRegion: 'cn-beijing' }],
    [{ ECS_DR_REGIONS: 'cn-hangzhou' }, { regions: ['cn-hangzhou'] }],
    [{ ECS_DR_REGIONS: ' cn-hangzhou, ap-southeast-1 ,' }, { regions: ['cn-hangzhou', 'ap-southeast-1'] }],
    [{ ECS_DR_REGIONS: 'cn-hangzhou,cn-hangzhou' }, { regions: ['cn-hangzhou'] }],
    [{ ECS_DR_CONFIRM: 'auto' }, { confirm: 'auto' }],
    [{ ECS_DR_CONFIRM: 'elicitation' }, { confirm: 'elicitation' }],
    [{ ECS_DR_CONFIRM: 'token' }, { confirm: 'token' }],
    [{ ECS_DR_READ_ONLY: '1' }, { readOnly: true }],
    [{ ECS_DR_READ_ONLY: 'true' }, { readOnly: true }],
    [{ ECS_DR_READ_ONLY: '0' }, { readOnly: false }],
    [{ ECS_DR_READ_ONLY: 'false' }, { readOnly: false }],
    [{ ECS_DR_LOG_LEVEL: 'debug' }, { log: { level: 'debug' } }],
    [{ ECS_DR_LOG_FILE: '/tmp/x.log' }, { log: { level: 'info', file: '/tmp/x.log' } }],
    [{ ECS_DR_AUDIT_FILE: '/tmp/a.jsonl' }, { auditFile: '/tmp/a.jsonl' }],
    // What already goes to stderr needs no file for it.
    [{ ECS_DR_LOG_FILE: '/dev/stderr' }, { log: { level: 'info' } }],
    [{ ECS_DR_LOG_FILE: '/dev/fd/2', ECS_DR_AUDIT_FILE: '/proc/self/fd/2' }, {}],
    [{ ECS_DR_AUDIT_FILE: '/dev/stderr' }, {}],
    [{ ECS_DR_LANG: 'zh' }, { language: 'zh' }],
  ])('reads %j', (env, expected) => {
    expect(readConfig(env)).toEqual({ ...readConfig({}), ...expected });
  });

  it.each([
    ['ALIBABA_CLOUD_REGION_ID', 'hangzhou!', 'cn-hangzhou'],
    ['ECS_DR_REGIONS', 'cn-hangzhou;cn-beijing', 'cn-hangzhou'],
    ['ECS_DR_REGIONS', ',', 'cn-hangzhou'],
    ['ECS_DR_REGIONS', ' ', 'cn-hangzhou'],
    ['ECS_DR_CONFIRM', 'never', 'auto, elicitation, token'],
    ['ECS_DR_CONFIRM', 'TOKEN', 'auto, elicitation, token'],
    ['ECS_DR_READ_ONLY', 'yes', '0, 1, false, true'],
    ['ECS_DR_LOG_LEVEL', 'loud', 'debug'],
    ['ECS_DR_LANG', 'de', 'en, zh'],
    ['ECS_ENDPOINT', 'ftp://ecs.aliyuncs.com', 'http://127.0.0.1:PORT'],
    ['VPC_ENDPOINT', 'http://vpc.aliyuncs.com', 'http://127.0.0.1:PORT'],
    ['STS_ENDPOINT', 'http://10.0.0.1', 'http://127.0.0.1:PORT'],
  ])('refuses %s=%j, naming the variable, the value and what would be right', (name, value, right) => {
    const details = problem({ [name]: value });
    expect(details.code).toBe('InvalidConfiguration');
    expect(details.message).toContain(name);
    expect(details.message).toContain(value);
    expect(details.cause).toContain(right);
    expect(details.remedy).toContain(right);
    expect(details.retryable).toBe(false);
  });

  it.each([
    'http',
    'HTTPS',
    'net',
    'tls',
    'fs,net',
    'http*',
    '*',
    'H*P',
  ])('refuses NODE_DEBUG=%s, with which Node prints the keys of every request', (value) => {
    const details = problem({ NODE_DEBUG: value });
    expect(details.message).toContain('NODE_DEBUG');
    expect(details.remedy).toContain('leave it out');
  });

  it('takes any other NODE_DEBUG', () => {
    for (const value of ['', 'fs', 'timer,module', 'http2', 'nett', 'undici', '(', '[a-z]+', 'stream|', '\\', 'h.tp'])
      expect(readConfig({ NODE_DEBUG: value })).toEqual(readConfig({}));
  });

  it('names the one region of a list that is wrong', () => {
    expect(problem({ ECS_DR_REGIONS: 'cn-hangzhou,wrong!' }).message).toContain('"wrong!"');
  });
});

describe('an endpoint', () => {
  it.each([
    'ecs.cn-hangzhou.aliyuncs.com',
    'ecs-cn-hangzhou.aliyuncs.com:443',
    'localhost:8080',
    '127.0.0.1:8080',
    'http://127.0.0.1:8080',
    'http://127.1.2.3:8080',
    'http://127.255.255.254',
    'http://localhost:8080',
    'http://[::1]:8080',
    'http://127.0.0.1:8080/ecs',
    'https://ecs.cn-hangzhou.aliyuncs.com',
    'https://127.0.0.1:8443',
  ])('%s is taken as it is', (value) => {
    expect(endpoint('ECS_ENDPOINT', value)).toBe(value);
  });

  it.each([
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['HTTP://LOCALHOST:8080', 'http://localhost:8080'],
    ['https://ecs.cn-hangzhou.aliyuncs.com/', 'https://ecs.cn-hangzhou.aliyuncs.com'],
    // As a browser reads it, so would the client.
    ['http://2130706433:8080', 'http://127.0.0.1:8080'],
  ])('%s is read as %s', (value, read) => {
    expect(endpoint('ECS_ENDPOINT', value)).toBe(read);
  });

  it.each([
    'http://ecs.aliyuncs.com',
    'http://10.0.0.1',
    'http://0.0.0.0:8080',
    'http://169.254.169.254',
    'http://128.0.0.1',
    'http://[::]:8080',
    'http://[::ffff:127.0.0.1]:8080',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://localhost.:8080',
    'http://127.0.0.1@evil.example',
    'http://user:secret@127.0.0.1:8080',
    'https://user:secret@ecs.aliyuncs.com',
    'user:secret@ecs.aliyuncs.com',
    'https://ecs.aliyuncs.com/path',
    'https://ecs.aliyuncs.com?x=1',
    'http://127.0.0.1:8080#x',
    'http:\\\\evil.example',
    'http:/\\evil.example',
    'file:///etc/passwd',
    'ws://127.0.0.1:8080',
    'ecs.aliyuncs.com:99999',
    'http://127.0.0.1:99999',
    '//evil.example',
    '..',
    '-x.example',
    '127.0.0.999',
    '127.0.0.999:8080',
    '127.999.999.999',
    '127.1:8080',
    '2130706433',
    '0x7f.0.0.1',
    '0x7f000001',
    'ecs.example.1',
    'http://127.0.0.999:8080',
    'ecs.aliyuncs.com\nHost: evil.example',
    ' ',
  ])('%j is refused', (value) => {
    expect(() => endpoint('ECS_ENDPOINT', value)).toThrow(DrError);
  });

  it('is plain http on loopback only, whatever the address', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(octet, octet, octet, octet), (octets) => {
        const value = `http://${octets.join('.')}:8080`;
        if (octets[0] === 127) expect(endpoint('ECS_ENDPOINT', value)).toBe(value);
        else expect(() => endpoint('ECS_ENDPOINT', value)).toThrow(DrError);
      }),
    );
  });

  it('with user info is refused without repeating the user info', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9/?#:.%+=@-]{0,12}$/).map((more) => `${more}LTAIcanary`);
    const shape = fc.constantFrom(
      (u: string, p: string) => `http://${u}:${p}@127.0.0.1:8080`,
      (u: string, p: string) => `https://${u}:${p}@ecs.aliyuncs.com`,
      (u: string, p: string) => `${u}:${p}@ecs.aliyuncs.com`,
      (u: string, p: string) => `http:\\\\${u}:${p}@ecs.aliyuncs.com/x`,
      (u: string, p: string) => `https://ecs.aliyuncs.com/?AccessKeyId=${u}&AccessKeySecret=${p}`,
      (u: string, p: string) => `http://127.0.0.1/#${u}${p}`,
    );
    fc.assert(
      fc.property(shape, part, part, (write, user, password) => {
        const details = problem({ ECS_ENDPOINT: write(user, password) });
        expect(JSON.stringify(details)).not.toContain('canary');
        expect(details.message).toContain('ECS_ENDPOINT');
      }),
    );
  });
});
