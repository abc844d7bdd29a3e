import { DrError } from '../errors.ts';

/** The codes for "there are no keys to sign with": the same for every call and every region. */
export const NO_KEYS = ['CredentialsNotFound', 'CredentialsFileInvalid'] as const;

export const isNoKeys = (code: string): boolean => NO_KEYS.some((c) => c === code);

/** Thrown by the link of the credentials URI. */
export const PLAIN_URI = 'plain http beyond this machine';

const GET_KEYS =
  "Run `aliyun configure` to create a profile in ~/.aliyun/config.json, or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET in this server's entry of the host's configuration (most hosts do not pass on the variables of your shell), then call again. Do not paste keys into the conversation.";

/**
 * Why no link of the chain gave keys. The library's own messages are never quoted: some carry the file or the answer
 * that they could not read, secrets included. What is recognised in them is said in our words.
 */
export function noCredentials(failures: readonly { link: string; message: string }[], stsOff: boolean): DrError {
  const causes = failures.flatMap(({ link, message }) => recognised(link, message));
  const asked = failures.map((f) => f.link).join(', ');
  const stsNote = 'Roles were not taken, since ECS_ENDPOINT is on this machine and STS_ENDPOINT is not set.';
  const broken = failures.flatMap(({ message }) => brokenFile(message))[0];
  return new DrError({
    ...(broken
      ? {
          code: 'CredentialsFileInvalid',
          message: `No usable Alibaba Cloud credentials were found: ${broken} is broken.`,
        }
      : { code: 'CredentialsNotFound', message: 'No usable Alibaba Cloud credentials were found.' }),
    cause: [...causes, `None of these gave any: ${asked}.`, ...(stsOff ? [stsNote] : [])].join(' '),
    remedy: broken ? `Mend or remove ${broken}, then call again. Otherwise: ${GET_KEYS}` : GET_KEYS,
    retryable: false,
  });
}

/** A file that is there and cannot be used. */
function brokenFile(message: string): string[] {
  if (/parse aliyun cli config|no any configured profiles/.test(message)) return ['~/.aliyun/config.json'];
  if (/Can not find credential type|Invalid type option/.test(message)) return [credentialsFile()];
  return [];
}

function credentialsFile(): string {
  return process.env.ALIBABA_CLOUD_CREDENTIALS_FILE
    ? 'the file in ALIBABA_CLOUD_CREDENTIALS_FILE'
    : '~/.alibabacloud/credentials';
}

function recognised(link: string, message: string): string[] {
  const { env } = process;
  if (/parse aliyun cli config/.test(message)) return ['~/.aliyun/config.json is not valid JSON.'];
  if (/no any configured profiles/.test(message)) return ['~/.aliyun/config.json has no profiles.'];
  if (/Can not find credential type|Invalid type option/.test(message))
    return [`${credentialsFile()} has no profile with a type that is known.`];
  const profile = /unable to get profile with '([\w.@-]{1,64})'/.exec(message)?.[1];
  if (profile) return [`The CLI's configuration has no profile ${profile}.`];
  if (link === 'environment variables' && env.ALIBABA_CLOUD_ACCESS_KEY_ID && !env.ALIBABA_CLOUD_ACCESS_KEY_SECRET) {
    return ['ALIBABA_CLOUD_ACCESS_KEY_ID is set, but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not.'];
  }
  const code = /"Code"\s*:\s*"([A-Za-z.]{1,80})"/.exec(message)?.[1];
  if (code) return [`The ${link} was refused by STS with ${code}.`];
  if (/no answer in time/.test(message)) return ['The links of the credential chain did not answer in time.'];
  if (/refresh session token failed|AssumeRole/.test(message)) return [`The ${link} could not take its role.`];
  if (message === PLAIN_URI)
    return [
      'ALIBABA_CLOUD_CREDENTIALS_URI was not asked: over plain http the keys could be read on the way. Use https, or an address on loopback or link-local.',
    ];
  if (link === 'credentials URI') return ['ALIBABA_CLOUD_CREDENTIALS_URI gave no usable credentials.'];
  return [];
}
