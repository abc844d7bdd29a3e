import { DrError } from '../errors.ts';
import type { Parameters } from '../recovery/estate.ts';
import { RECOVERY_TAG } from '../recovery/tags.ts';
import { type ActionName, actionOf } from './actions.ts';
import type { Api } from './api.ts';
import { type Family, familyOf } from './families.ts';
import { isNoKeys } from './no-credentials.ts';
import { each } from './paging.ts';

/** Whether an action is allowed, as far as that can be told without changing anything. */
export interface Access {
  action: ActionName;
  /** What RAM calls it. */
  ram: readonly string[];
  verdict: 'allowed' | 'denied' | 'unknown';
  /** Why denied or unknown. */
  reason?: string;
}

/** Ids that exist nowhere: permission is checked before they are looked up. */
const PROBES: Partial<Record<ActionName, Parameters>> = {
  DescribeInstanceAttribute: { InstanceId: 'i-access-check' },
  DescribeUserData: { InstanceId: 'i-access-check' },
  DescribeInstanceAutoRenewAttribute: { InstanceId: 'i-access-check' },
  DescribeInstanceRamRole: { InstanceIds: '["i-access-check"]' },
  DescribeInstanceHistoryEvents: { InstanceId: 'i-access-check' },
  DescribeVpcAttribute: { VpcId: 'vpc-access-check' },
  DescribeAvailableResource: { DestinationResource: 'Zone' },
  DescribeRecommendInstanceType: { NetworkType: 'vpc', Cores: 2, Memory: 8 },
  DescribePrice: { ResourceType: 'disk', 'DataDisk.1.Category': 'cloud_essd', 'DataDisk.1.Size': 40 },
  DescribeInstanceTypes: { MaxResults: 10 },
  DescribeZones: { Verbose: false },
};

/** Troubles that say nothing about a permission, and would be the same for every action. */
const STOPS = ['Cancelled', 'RegionNotAllowed', 'EndpointUnreachable'];
const STOPPING: Family[] = ['bad-key', 'expired-token', 'clock', 'region'];

/** Creations are allowed only with our tag: what is tried without it would be denied where the real one is not. */
const TRIED_CHANGE: Parameters = { DryRun: true, 'Tag.1.Key': RECOVERY_TAG, 'Tag.1.Value': 'access-check' };

/** Reads are tried; creations are tried as dry runs where the API has them; the rest cannot be told. */
export function tryAccess(api: Api, regionId: string, actions: readonly ActionName[]): Promise<Access[]> {
  // What RAM cannot refuse needs no try (and STS is not always to be called).
  const refusable = actions.filter((action) => actionOf(action).ram.length > 0);
  return each(refusable, 6, async (action) => {
    const { ram, kind, dryRun, regionId: hasRegion } = actionOf(action);
    const access = { action, ram };
    if (kind === 'change' && !dryRun) {
      return {
        ...access,
        verdict: 'unknown',
        reason: 'The API has no dry run for it, so trying it would change something.',
      };
    }
    const parameters = {
      ...(hasRegion ? { RegionId: regionId } : {}),
      ...PROBES[action],
      ...(kind === 'change' ? TRIED_CHANGE : {}),
    };
    try {
      await api.attempt(action, regionId, parameters, api.view.signal);
      return { ...access, verdict: 'allowed' };
    } catch (error) {
      if (!(error instanceof DrError)) throw error;
      const { code, message, cause } = error.details;
      const family = familyOf(code);
      if (family === 'forbidden' || family === 'pass-role') return { ...access, verdict: 'denied', reason: cause };
      if (STOPS.includes(code) || isNoKeys(code) || STOPPING.includes(family)) throw error;
      if (['throttling', 'server', 'busy'].includes(family) || error.details.retryable) {
        return { ...access, verdict: 'unknown', reason: `${code}: ${message}` };
      }
      // The request was judged on its parameters or state, which comes after the permission. A dry run without real
      // resources tells less: RAM decides by resource.
      return kind === 'read' || code === 'DryRunOperation'
        ? { ...access, verdict: 'allowed' }
        : {
            ...access,
            verdict: 'unknown',
            reason: 'A dry run without real resources was not denied; whether the real one is allowed depends on them.',
          };
    }
  });
}
