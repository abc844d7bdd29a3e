import { DrError } from '../../errors.ts';
import type { Instance, InstanceExtras } from '../../recovery/estate.ts';
import type { Api } from '../api.ts';
import { LASTING_MS } from '../cache.ts';
import type { ReadOptions } from '../cloud.ts';
import { num, present, text } from '../values.ts';

/** What DescribeInstances does not tell. Each read may fail by itself: then it is named in `unread`, nothing else is lost. */
export async function readExtras(
  api: Api,
  regionId: string,
  instance: Instance,
  options: ReadOptions = {},
): Promise<InstanceExtras> {
  const unread: InstanceExtras['unread'] = [];
  const { maxAgeMs } = options;
  const attempt = async (
    read: string,
    work: () => Promise<Partial<InstanceExtras>>,
  ): Promise<Partial<InstanceExtras>> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DrError) || error.details.code === 'Cancelled') throw error;
      unread.push({ read, reason: `${error.details.code}: ${error.details.message}` });
      return {};
    }
  };
  const parts = await Promise.all([
    attempt('DescribeInstanceRamRole', async () => {
      const answer = await api.read(
        'DescribeInstanceRamRole',
        regionId,
        { InstanceIds: JSON.stringify([instance.id]) },
        maxAgeMs,
      );
      const sets = answer.instanceRamRoleSets?.instanceRamRoleSet ?? [];
      return present<Partial<InstanceExtras>>({
        ramRoleName: text(sets.find((s) => s.instanceId === instance.id)?.ramRoleName),
      });
    }),
    attempt('DescribeUserData', async () => {
      // The content can hold secrets and is not kept anywhere, only whether there is any: that informs, no request carries it.
      const parameters = { RegionId: regionId, InstanceId: instance.id };
      const some = await api.shared.cache.get(
        `user data ${regionId} ${instance.id}`,
        LASTING_MS,
        async (signal) => {
          const answer = await api.attempt('DescribeUserData', regionId, parameters, signal);
          return text(answer.userData) !== undefined;
        },
        api.view.signal,
      );
      return { hasUserData: some === true };
    }),
    attempt('DescribeInstanceAttribute', async () => {
      const answer = await api.read('DescribeInstanceAttribute', regionId, { InstanceId: instance.id }, maxAgeMs);
      return present<Partial<InstanceExtras>>({
        enableJumboFrame: answer.networkOptions?.enableJumboFrame ?? answer.enableJumboFrame,
        enableNetworkEncryption: answer.networkOptions?.enableNetworkEncryption ?? answer.enableNetworkEncryption,
        bandwidthWeighting: text(answer.networkOptions?.bandwidthWeighting),
        enableSecureBoot: answer.securityOptions?.enableSecureBoot,
      });
    }),
    // Only subscriptions renew.
    instance.chargeType !== 'PrePaid'
      ? {}
      : attempt('DescribeInstanceAutoRenewAttribute', async () => {
          const answer = await api.read(
            'DescribeInstanceAutoRenewAttribute',
            regionId,
            { InstanceId: instance.id },
            maxAgeMs,
          );
          const own = answer.instanceRenewAttributes?.instanceRenewAttribute?.find((a) => a.instanceId === instance.id);
          if (!own) return {};
          return {
            autoRenew: present<NonNullable<InstanceExtras['autoRenew']>>({
              enabled: own.autoRenewEnabled ?? false,
              duration: num(own.duration),
              periodUnit: text(own.periodUnit),
            }),
          };
        }),
  ]);
  return { ...Object.assign({}, ...parts), unread };
}
