import { DrError } from '../errors.ts';

/**
 * Why no link of the chain gave keys. The library's own messages are never quoted: some carry the file or the answer
 * that they could not read, secrets included. What is recognised in them is said in our words.
 */
export function noCredentials(failures: readonly { link: string; message: string }[], stsOff: boolean): DrError {
  const causes = failures.flatMap(({ link, message }) => recognised(link, message));
  const asked = failures.map((f) => f.link).join(', ');
  const sts = stsOff ? ' Roles were not taken, since ECS_ENDPOINT is on this machine and STS_ENDPOINT is not set.' : '';
  return new DrError({
    code: 'CredentialsNotFound',
    message: 'No usable Alibaba Cloud credentials were found.',
    cause: `${causes.length > 0 ? `${causes.join(' ')} ` : ''}None of these gave any: ${asked}.${sts}`,
    remedy:
      "Run `aliyun configure` to create a profile in ~/.aliyun/config.json, or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET in this server's entry of the host's configuration (most hosts do not pass on the variables of your shell), then call again. Do not paste keys into the conversation.",
    retryable: false,
  });
}

function recognised(link: string, message: string): string[] {
  const { env } = process;
  if (/parse aliyun cli config/.test(message)) return ['~/.aliyun/config.json is not valid JSON.'];
  if (/no any configured profiles/.test(message)) return ['~/.aliyun/config.json has no profiles.'];
  const profile = /unable to get profile with '([\w.@-]{1,64})'/.exec(message)?.[1];
  if (profile) return [`The CLI's configuration has no profile ${profile}.`];
  if (link === 'environment variables' && env.ALIBABA_CLOUD_ACCESS_KEY_ID && !env.ALIBABA_CLOUD_ACCESS_KEY_SECRET) {
    return ['ALIBABA_CLOUD_ACCESS_KEY_ID is set, but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not.'];
  }
  const code = /"Code"\s*:\s*"([A-Za-z.]{1,80})"/.exec(message)?.[1];
  if (code) return [`The ${link} was refused by STS with ${code}.`];
  if (/no answer in time/.test(message)) return ['The links of the credential chain did not answer in time.'];
  if (/refresh session token failed|AssumeRole/.test(message)) return [`The ${link} could not take its role.`];
  if (link === 'credentials URI') return ['ALIBABA_CLOUD_CREDENTIALS_URI gave no usable credentials.'];
  return [];
}
