import { DrError } from '../errors.ts';
import type { ChangeRequest } from '../recovery/estate.ts';
import { actionOf } from './actions.ts';
import type { Api } from './api.ts';
import { wireParameters } from './changes.ts';
import type { DryRunRefusal } from './cloud.ts';
import { familyOf } from './families.ts';
import { NO_KEYS } from './no-credentials.ts';

/** Codes that mean "every check passed". */
const PASSED = ['DryRunOperation', 'DRYRUN.SUCCESS'];

/** Our own codes and the API's troubles that are no verdict on the request. */
const NO_VERDICT: string[] = [
  'Cancelled',
  ...NO_KEYS,
  'RegionNotAllowed',
  'MalformedAnswer',
  'RequestTimeout',
  'EndpointUnreachable',
  'ConnectionReset',
];

/**
 * Without a client token: one that was used for a dry run would refuse the real request as changed.
 * What is no verdict (network, credentials, throttling) is thrown.
 */
export async function dryRun(api: Api, request: ChangeRequest): Promise<DryRunRefusal | undefined> {
  if (!actionOf(request.action).dryRun) {
    throw new DrError({
      code: 'DryRunUnsupported',
      message: `${request.action} has no dry run.`,
      cause: `The API offers no DryRun for ${request.action}.`,
      remedy: 'Send the request itself once it is approved.',
      retryable: false,
    });
  }
  try {
    await api.attempt(request.action, request.regionId, { ...wireParameters(request), DryRun: true }, api.view.signal);
    return undefined;
  } catch (error) {
    if (!(error instanceof DrError)) throw error;
    const { code } = error.details;
    if (PASSED.includes(code)) return undefined;
    if (
      NO_VERDICT.includes(code) ||
      ['throttling', 'server', 'bad-key', 'expired-token', 'clock'].includes(familyOf(code))
    )
      throw error;
    return error;
  }
}
