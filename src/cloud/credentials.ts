import {
  CLIProfileCredentialsProvider,
  CredentialModel,
  ECSRAMRoleCredentialsProvider,
  EnvironmentVariableCredentialsProvider,
  OIDCRoleArnCredentialsProvider,
  ProfileCredentialsProvider,
  URICredentialsProvider,
} from '@alicloud/credentials';
import { type Endpoints, isPlainElsewhere, stsIsOff } from './endpoints.ts';
import { noCredentials, PLAIN_URI } from './no-credentials.ts';
import { cliProfile } from './profiles.ts';
import { conceal } from './redact.ts';

export interface StaticCredentials {
  accessKeyId: string;
  accessKeySecret: string;
}

/** Longer than every link of the chain together on a machine without IMDS, shorter than a person's patience. */
const CHAIN_MS = 10_000;

/** What the official client asks for its keys at each call. */
export interface KeySource {
  getCredential(): Promise<CredentialModel>;
  /** Which link of the chain gave the last ones, e.g. `cli_profile/static_ak`. */
  source(): string;
  /** Forget what was obtained: the next call asks the chain anew (expired token). */
  forget(): void;
}

interface Keys {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string;
  providerName?: string;
}

interface Provider {
  getCredentials(): Promise<Keys>;
}

interface Link {
  name: string;
  make: () => Provider;
}

/**
 * The official chain, link by link: environment, OIDC, CLI profile, credentials file, ECS RAM role, URI. The library's
 * own chain object repeats only its last link after one failure, asks the host `undefined` when no URI is set, and
 * quotes secrets in its errors; so the official links are asked one after another here.
 */
function chainOf(endpoints: Endpoints): Link[] {
  const env = process.env;
  const off = (name: string) => env[name]?.toLowerCase() === 'true';
  // Taking a role means calling STS.
  const noSts = stsIsOff(endpoints);
  const links: (Link | false | undefined)[] = [
    { name: 'environment variables', make: () => EnvironmentVariableCredentialsProvider.builder().build() },
    !noSts && { name: 'OIDC role', make: () => OIDCRoleArnCredentialsProvider.builder().build() },
    !off('ALIBABA_CLOUD_CLI_PROFILE_DISABLED') &&
      !(noSts && cliProfile()?.takesRole) && {
        name: 'CLI profile',
        make: () => CLIProfileCredentialsProvider.builder().build(),
      },
    !noSts && { name: 'credentials file', make: () => ProfileCredentialsProvider.builder().build() },
    !off('ALIBABA_CLOUD_ECS_METADATA_DISABLED') && {
      name: 'ECS RAM role',
      make: () => {
        const builder = ECSRAMRoleCredentialsProvider.builder();
        return (
          env.ALIBABA_CLOUD_ECS_METADATA ? builder.withRoleName(env.ALIBABA_CLOUD_ECS_METADATA) : builder
        ).build();
      },
    },
    env.ALIBABA_CLOUD_CREDENTIALS_URI !== undefined &&
      env.ALIBABA_CLOUD_CREDENTIALS_URI !== '' && {
        name: 'credentials URI',
        make: () =>
          URICredentialsProvider.builder()
            .withCredentialsURI(credentialsUri(env.ALIBABA_CLOUD_CREDENTIALS_URI ?? ''))
            .withConnectTimeout(2_000)
            .withReadTimeout(3_000)
            .build(),
      },
  ];
  return links.filter((link): link is Link => typeof link === 'object');
}

/**
 * The library takes any URL. Keys that come in the clear belong to everybody on the way, so plain http is for sidecars
 * and brokers on this machine or its own link, which is what it is used for; Alibaba Cloud's own tools begin to
 * refuse the rest, too.
 */
function credentialsUri(value: string): string {
  const url = new URL(value);
  if (isPlainElsewhere(url)) throw new Error(PLAIN_URI);
  return url.href;
}

/** Nothing is read before the first call; a provider that worked is kept and renews its own sessions. */
export function keySource(given: StaticCredentials | undefined, endpoints: Endpoints): KeySource {
  let working: Provider | undefined;
  let asking: Promise<Keys> | undefined;
  let source = '';

  async function askChain(): Promise<Keys> {
    if (given) return { ...given, providerName: 'static' };
    const failures: { link: string; message: string }[] = [];
    for (const link of chainOf(endpoints)) {
      try {
        const provider = link.make();
        const keys = await provider.getCredentials();
        if (!keys.accessKeyId || !keys.accessKeySecret) throw new Error('empty');
        working = provider;
        return keys;
      } catch (error) {
        failures.push({ link: link.name, message: error instanceof Error ? error.message : '' });
      }
    }
    throw noCredentials(failures, stsIsOff(endpoints));
  }

  async function keys(): Promise<Keys> {
    if (working) {
      try {
        return await working.getCredentials();
      } catch {
        working = undefined;
      }
    }
    return askChain();
  }

  return {
    async getCredential() {
      // Many calls at once ask the chain once.
      asking ??= withinTime(keys()).finally(() => {
        asking = undefined;
      });
      const { accessKeyId, accessKeySecret, securityToken, providerName } = await asking;
      for (const secret of [accessKeyId, accessKeySecret, securityToken ?? '']) conceal(secret);
      source = (providerName ?? '').replace(/^default\//, '') || 'unknown';
      return new CredentialModel({
        accessKeyId,
        accessKeySecret,
        ...(securityToken ? { securityToken } : {}),
        type: securityToken ? 'sts' : 'access_key',
        providerName: source,
      });
    },
    source: () => source,
    forget: () => {
      working = undefined;
    },
  };
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const failure = { link: 'the credential chain', message: 'no answer in time' };
    timer = setTimeout(() => reject(noCredentials([failure], false)), CHAIN_MS);
    timer.unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
