import credentials, { Config, type CredentialModel } from '@alicloud/credentials';
import { DrError } from '../errors.ts';
import type { Endpoints } from './endpoints.ts';
import { defaultOf } from './interop.ts';
import { redact } from './redact.ts';

const Credential = defaultOf(credentials);

export interface StaticCredentials {
  accessKeyId: string;
  accessKeySecret: string;
}

/** Longer than every link of the chain together on a machine without IMDS, shorter than a person's patience. */
const CHAIN_TIMEOUT_MS = 10_000;

/** What the official client asks for its keys at each call. */
export interface KeySource {
  getCredential(): Promise<CredentialModel>;
  /** Which link of the chain gave the last ones, e.g. `cli_profile/static_ak`. */
  source(): string;
  /** Forget what was obtained: the next call asks the chain anew (expired token). */
  forget(): void;
}

/**
 * The official chain: environment, OIDC, CLI profile, credentials file, ECS RAM role, URI. Nothing is read before the
 * first call. After a failure a new chain is made, since the old one only repeats its last link.
 */
export function keySource(given: StaticCredentials | undefined, _endpoints: Endpoints): KeySource {
  let chain: InstanceType<typeof Credential> | undefined;
  let source = '';
  return {
    async getCredential() {
      chain ??= given ? new Credential(new Config({ type: 'access_key', ...given })) : new Credential();
      try {
        const keys = await withinTime(chain.getCredential());
        if (!keys.accessKeyId || !keys.accessKeySecret) throw new Error('the credentials found are empty');
        source = given ? 'static' : (keys.providerName ?? keys.type ?? 'unknown').replace(/^default\//, '');
        return keys;
      } catch (error) {
        chain = undefined;
        throw noCredentials(error);
      }
    },
    source: () => source,
    forget: () => {
      chain = undefined;
    },
  };
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the credential chain did not answer in time')), CHAIN_TIMEOUT_MS);
    timer.unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function noCredentials(error: unknown): DrError {
  return new DrError({
    code: 'CredentialsNotFound',
    message: 'No usable Alibaba Cloud credentials were found.',
    cause: redact(error instanceof Error ? error.message : String(error)),
    remedy:
      'Run `aliyun configure` to create a profile in ~/.aliyun/config.json, or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment of this server (most hosts do not pass on variables of your shell: put them into its configuration), then call again. Do not paste keys into the conversation.',
    retryable: false,
  });
}
