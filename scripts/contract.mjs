// The contract of ECS as this project understands it, held against the embedded cloud or, with --live, a real account.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `npm run contract                          against the embedded cloud: everything, nothing is real
npm run contract -- --live                against the account of your credentials: reads only
npm run contract -- --live --create ...   makes and deletes two small instances, disks, snapshots, an image and a vSwitch: costs money

  --region ID            default cn-hangzhou
  --vswitch ID           where instances go; its zone needs cloud_essd      } a live run needs these four to ask RunInstances
  --security-group ID    of the same VPC                                   } anything: by dry run without --create,
  --type ID              a small instance type, as ecs.g7.large            } really with it
  --image ID             a public Linux image

Credentials: the usual chain (ALIBABA_CLOUD_ACCESS_KEY_ID and _SECRET, a profile of the CLI, an instance's role).
ECS_ENDPOINT, VPC_ENDPOINT and STS_ENDPOINT point a live run elsewhere, at "ecs-dr-mcp simulator" for example.
Whatever follows -- goes to the test runner: npm run contract -- --live -- -t paging
`;

let values;
let positionals;
try {
  ({ values, positionals } = parseArgs({
    options: {
      live: { type: 'boolean' },
      create: { type: 'boolean' },
      region: { type: 'string' },
      vswitch: { type: 'string' },
      'security-group': { type: 'string' },
      type: { type: 'string' },
      image: { type: 'string' },
      help: { type: 'boolean' },
    },
    allowPositionals: true,
  }));
} catch (error) {
  leave(2, `${error.message}\n\n${HELP}`);
}
if (values.help) leave(0, HELP);
if (!values.live && Object.keys(values).length > 0) leave(2, `Only a live run takes options.\n\n${HELP}`);

const env = { ...process.env };
for (const name of Object.keys(env))
  if (name.startsWith('ECS_DR_CONTRACT_') && name !== 'ECS_DR_CONTRACT_POLL_MS') delete env[name];
if (values.live) {
  const place = [values.vswitch, values['security-group'], values.type, values.image];
  if (values.create && place.some((part) => part === undefined))
    leave(2, 'Creating needs a place: --vswitch, --security-group, --type and --image. Nothing was done.');
  const region = values.region ?? 'cn-hangzhou';
  const account = await whoIsThis(region);
  process.stderr.write(
    `Account ${account}, region ${region}: ${
      values.create
        ? 'this run CREATES resources that cost money. They carry the tag ecs-dr-mcp:contract, and are deleted at the end.'
        : 'this run only reads, and asks RunInstances by dry run.'
    }\n`,
  );
  Object.assign(env, {
    ECS_DR_CONTRACT_LIVE: '1',
    ECS_DR_CONTRACT_REGION: region,
    ...(values.create && { ECS_DR_CONTRACT_CREATE: '1' }),
    ...(values.vswitch && { ECS_DR_CONTRACT_VSWITCH: values.vswitch }),
    ...(values['security-group'] && { ECS_DR_CONTRACT_SECURITY_GROUP: values['security-group'] }),
    ...(values.type && { ECS_DR_CONTRACT_TYPE: values.type }),
    ...(values.image && { ECS_DR_CONTRACT_IMAGE: values.image }),
  });
}
const runner = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [runner, 'run', '--config', 'vitest.contract.config.ts', ...positionals],
  {
    stdio: 'inherit',
    env,
  },
);
process.exit(status ?? 1);

/** The account behind the credentials. What went wrong is told by kind: messages of the credential chain may quote files. */
async function whoIsThis(region) {
  const unwrap = (loaded) => (typeof loaded === 'function' ? loaded : loaded.default);
  const Credential = unwrap((await import('@alicloud/credentials')).default);
  const Sts = unwrap((await import('@alicloud/sts20150401')).default);
  const { $OpenApiUtil } = await import('@alicloud/openapi-core');
  let credential;
  try {
    credential = new Credential();
    await credential.getCredential();
  } catch {
    leave(
      2,
      `No credentials: a live run needs an account.
Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or make a profile with "aliyun configure".
Without --live the contract runs against the embedded cloud and needs none.`,
    );
  }
  const override = process.env.STS_ENDPOINT;
  const client = new Sts(
    new $OpenApiUtil.Config({
      credential,
      regionId: region,
      endpoint: override?.replace(/^https?:\/\//, '').replace(/\/$/, '') ?? `sts.${region}.aliyuncs.com`,
      protocol: /^http:\/\/(127\.|localhost)/.test(override ?? '') ? 'HTTP' : 'HTTPS',
      connectTimeout: 10_000,
      readTimeout: 10_000,
    }),
  );
  try {
    return (await client.getCallerIdentity()).body.accountId;
  } catch (error) {
    const kind = error?.code ?? error?.name ?? 'unknown error';
    leave(2, `The credentials were found, and STS in ${region} did not take them: ${kind}. Nothing was done.`);
  }
}

function leave(status, text) {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
  process.exit(status);
}
