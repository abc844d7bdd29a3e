import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface CliProfile {
  region?: string;
  /** Its keys come from STS. */
  takesRole: boolean;
}

const ROLE_MODES = ['RamRoleArn', 'ChainableRamRoleArn', 'OIDC', 'RamRoleArnWithEcs'];

/** Region and mode of the CLI profile in use; nothing else of that file is looked at, and no trouble with it is reported here. */
export function cliProfile(env: NodeJS.ProcessEnv = process.env, home: () => string = homedir): CliProfile | undefined {
  if (env.ALIBABA_CLOUD_CLI_PROFILE_DISABLED?.toLowerCase() === 'true') return undefined;
  try {
    // A user without HOME and without an entry in passwd has no home: asking for it throws.
    const config = JSON.parse(readFileSync(join(home(), '.aliyun', 'config.json'), 'utf8')) as {
      current?: string;
      profiles?: { name?: string; mode?: string; region_id?: string }[];
    };
    const name = env.ALIBABA_CLOUD_PROFILE || config.current;
    const profile = config.profiles?.find((p) => p.name === name);
    if (!profile) return undefined;
    const region = profile.region_id;
    return {
      ...(typeof region === 'string' && /^[a-z]{2,3}(-[a-z0-9]+){1,4}$/.test(region) ? { region } : {}),
      takesRole: ROLE_MODES.includes(profile.mode ?? ''),
    };
  } catch {
    return undefined;
  }
}
