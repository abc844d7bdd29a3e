import type { Api } from './api.ts';
import type { Caller } from './cloud.ts';
import { type Endpoints, stsIsOff } from './endpoints.ts';

/** Whose credentials are in use. Where nothing may call STS the identity stays unknown; the source is known all the same. */
export async function readCaller(api: Api, regionId: string, endpoints: Endpoints): Promise<Caller> {
  if (stsIsOff(endpoints)) {
    await api.shared.keys.getCredential();
    return {
      accountId: 'unknown',
      identityType: 'unknown',
      arn: 'unknown',
      credentialSource: api.shared.keys.source(),
    };
  }
  const answer = await api.read('GetCallerIdentity', regionId, {});
  return {
    accountId: answer.accountId ?? '',
    identityType: answer.identityType ?? '',
    arn: answer.arn ?? '',
    credentialSource: api.shared.keys.source(),
  };
}
