import { DrError } from '../errors.ts';
import type { Api } from './api.ts';
import type { Caller } from './cloud.ts';
import { type Endpoints, stsIsOff } from './endpoints.ts';
import { UNNAMED } from './remedies.ts';

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

/** An identity does not change while its keys stay the same. */
const IDENTITY_AGE_MS = 600_000;

/** A refusal with the name of whom it concerns, where the API did not give it and STS may be asked. */
export async function nameIdentity(
  thrown: unknown,
  api: Api,
  regionId: string,
  endpoints: Endpoints,
): Promise<unknown> {
  if (!(thrown instanceof DrError) || !thrown.details.ramAction || stsIsOff(endpoints)) return thrown;
  const { cause, remedy } = thrown.details;
  if (!`${cause} ${remedy}`.includes(UNNAMED)) return thrown;
  try {
    const { identityType = '', arn } = await api.read('GetCallerIdentity', regionId, {}, IDENTITY_AGE_MS);
    if (!arn) return thrown;
    const name = `${identityType} ${arn}`.trim();
    return new DrError({
      ...thrown.details,
      cause: cause.replaceAll(UNNAMED, name),
      remedy: remedy.replaceAll(UNNAMED, name),
    });
  } catch {
    // The refusal itself is what matters.
    return thrown;
  }
}
