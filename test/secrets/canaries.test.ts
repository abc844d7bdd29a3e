import { chmodSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openLog } from '../../src/log.ts';
import type { FaultPlan, Simulator } from '../../src/simulator/index.ts';
import { closers, everythingSaid, expectSilent, file, home, inEnvironment, simulator } from './canaries.ts';

const WINDOWS = process.platform === 'win32';
const PRELOADED = fileURLToPath(new URL('metadata-service.cjs', import.meta.url));

describe('a key is never said, at trace level, over every tool', () => {
  test('from the environment', async () => {
    const said = await everythingSaid(inEnvironment);
    // The calls went through: what is kept silent was in use.
    expect(said).toContain('"credentialSource":"env"');
    expect(simulator.requests.filter((r) => r.tookEffect).length).toBeGreaterThan(2);
    expectSilent(said);
  });

  test('from the CLI profile', async () => {
    const said = await everythingSaid((s) => {
      const profile = {
        name: 'ops',
        mode: 'AK',
        access_key_id: s.accessKeyId,
        access_key_secret: s.accessKeySecret,
        region_id: 'cn-hangzhou',
      };
      file('.aliyun/config.json', JSON.stringify({ current: 'ops', profiles: [profile] }));
      return {};
    });
    expect(said).toContain('"credentialSource":"cli_profile');
    expectSilent(said);
  });

  test('from the credentials file', async () => {
    const said = await everythingSaid((s) => {
      file(
        '.alibabacloud/credentials',
        `[default]\ntype = access_key\naccess_key_id = ${s.accessKeyId}\naccess_key_secret = ${s.accessKeySecret}\n`,
      );
      return {};
    });
    expect(said).toContain('"credentialSource":"profile');
    expectSilent(said);
  });

  test('from a service that hands out temporary keys', async () => {
    const token = 'canaryTokenOfTheService0123456789';
    const server = createServer((_, response) => {
      const { accessKeyId, accessKeySecret } = simulator;
      const answer = { Code: 'Success', AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret };
      response.end(JSON.stringify({ ...answer, SecurityToken: token, Expiration: '2099-01-01T00:00:00Z' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    const { port } = server.address() as { port: number };
    const uri = `http://127.0.0.1:${port}/${token}`;
    const said = await everythingSaid(() => ({ ALIBABA_CLOUD_CREDENTIALS_URI: uri }), [], { securityToken: token });
    expect(simulator.requests.filter((r) => r.tookEffect).length).toBeGreaterThan(2);
    expectSilent(said, token);
  });
});

/** A fake metadata service (trap: the address is fixed, so the server is preloaded with a redirection of that one). */
async function metadataService(token: string): Promise<(s: Simulator) => Record<string, string>> {
  const server = createServer((request, response) => {
    if (request.method === 'PUT') return response.end('metadata-session-token');
    if (request.url?.endsWith('/security-credentials/')) return response.end('ops-role');
    const { accessKeyId, accessKeySecret } = simulator;
    const answer = {
      Code: 'Success',
      AccessKeyId: accessKeyId,
      AccessKeySecret: accessKeySecret,
      SecurityToken: token,
    };
    response.end(
      JSON.stringify({ ...answer, Expiration: '2099-01-01T00:00:00Z', LastUpdated: '2026-01-01T00:00:00Z' }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const { port } = server.address() as { port: number };
  return () => ({
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'false',
    FAKE_METADATA_PORT: String(port),
    // A JSON string is what this variable takes for a path with spaces or backslashes.
    NODE_OPTIONS: `--require ${JSON.stringify(PRELOADED)}`,
  });
}

describe('nor from the metadata service of an ECS instance', () => {
  const token = 'canaryTokenOfTheMetadataService01';

  test('over every tool', async () => {
    const said = await everythingSaid(await metadataService(token), [], { securityToken: token });
    expect(said).toContain('"credentialSource":"ecs_ram_role');
    expect(simulator.requests.filter((r) => r.tookEffect).length).toBeGreaterThan(2);
    expectSilent(said, token, 'metadata-session-token');
  });

  // Windows has no signal that a process could be told by from outside to crash.
  test.skipIf(WINDOWS)('nor when the process crashes with the keys in its memory', async () => {
    const keys = await metadataService(token);
    let crashed = '';
    const said = await everythingSaid(keys, [], {
      securityToken: token,
      atTheEnd: async ({ transport, stderr }) => {
        process.kill(transport.pid ?? 0, 'SIGUSR2');
        for (let i = 0; i < 100 && !stderr().includes('crashed on purpose'); i++)
          await new Promise((r) => setTimeout(r, 50));
        crashed = stderr();
      },
    });
    expect(crashed).toContain('crashed on purpose');
    expectSilent(`${said}${crashed}`, token, 'metadata-session-token');
  });
});

describe('nor when things go wrong', () => {
  test.each<[string, FaultPlan]>([
    ['connections are cut', [{ action: '*', fault: 'reset-after', times: 3 }]],
    ['everything is refused', [{ action: '*', fault: 'forbidden' }]],
    ['answers are no JSON', [{ action: 'mutating', fault: 'malformed', after: true, times: 2 }]],
    ['the token expired', [{ action: '*', fault: 'expired-token', times: 2 }]],
    ['the key is not accepted', [{ action: '*', fault: 'error', status: 404, code: 'InvalidAccessKeyId.NotFound' }]],
  ])('%s', async (_, faults) => {
    expectSilent(await everythingSaid(inEnvironment, faults));
  });

  test('DEBUG asks the libraries for everything', async () => {
    const said = await everythingSaid((s) => ({ ...inEnvironment(s), DEBUG: '*', DEBUG_DEPTH: '10' }));
    expect(simulator.requests.filter((r) => r.tookEffect).length).toBeGreaterThan(2);
    expectSilent(said);
  });

  test('NODE_DEBUG asks Node for everything: then nothing is sent, and the answer says why', async () => {
    const said = await everythingSaid((s) => ({ ...inEnvironment(s), NODE_DEBUG: 'http,net' }));
    expect(said).toContain('NODE_DEBUG must be without http');
    expect(simulator.requests).toEqual([]);
    expectSilent(said);
  });

  test('the API quotes the key back', async () => {
    const said = await everythingSaid((s) => {
      const message = `Key ${s.accessKeyId} secret=${s.accessKeySecret} is wrong; AccessKeySecret: ${s.accessKeySecret}`;
      s.setFaults([{ action: '*', fault: 'error', status: 400, code: 'InvalidParameter', message }]);
      return inEnvironment(s);
    });
    expectSilent(said);
  });

  test('the profile file is broken', async () => {
    const said = await everythingSaid((s) => {
      file(
        '.aliyun/config.json',
        `{"profiles":[{"access_key_id":"${s.accessKeyId}","access_key_secret":"${s.accessKeySecret}"`,
      );
      return {};
    });
    expect(said).toContain('CredentialsFileInvalid');
    expectSilent(said);
  });
});

// On Windows the folder's access list decides; a mode has no meaning there.
test.skipIf(WINDOWS)(
  'log and audit file can be read by their owner alone, also where they were open before',
  async () => {
    file('log/server.log', '');
    file('audit.log', '');
    for (const path of ['log/server.log', 'audit.log']) chmodSync(join(home, path), 0o644);
    const said = await everythingSaid(inEnvironment, [{ action: 'CreateVSwitch', fault: 'forbidden' }]);
    expect(said).toContain('"result":"Forbidden.RAM"');
    const log = await openLog({ level: 'info', file: join(home, 'log', 'server.log') });
    log.info({}, 'a line');
    for (const path of ['log/server.log', 'audit.log'])
      expect((statSync(join(home, path)).mode & 0o777).toString(8), path).toBe('600');
  },
);
