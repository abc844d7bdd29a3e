import type { FidelityRow, WholeSource } from './fidelity.ts';
import { on, row, same } from './fidelity-row.ts';
import { drInstanceName } from './names.ts';
import { hostNameOf, isWindows } from './run-identity.ts';
import { cpuOptions } from './run-options.ts';
import { copyTags, ourTags } from './tags.ts';

const WITH_TYPE = 'carried while the type stays';
const ZONAL = 'bound to the source zone';

export function computeRows({ source, extras }: WholeSource): FidelityRow[] {
  const { name, note } = drInstanceName(source.name);
  return [
    ...row('instance id, MAC, serial number', source.id, 'impossible', 'always new: licences bound to them break'),
    ...row('name', source.name, 'transformed', note ?? 'unless another is given', name),
    ...row('zone', source.zoneId, 'asked', 'the point of the recovery', 'another zone'),
    ...same('region', source.regionId),
    ...same('instance type', source.type, 'another only by decision'),
    ...same('CPU layout', customCpu(source), WITH_TYPE),
    ...row('image', source.imageId, 'transformed', 'made from the recovery point', 'new image'),
    ...same('OS', source.osName ?? source.osType, 'in the image, with its boot mode'),
    ...same('credit mode', source.creditSpecification, 'for burstable types'),
    ...same('PTP clock', source.clockOptions.ptpStatus === 'enabled' ? 'enabled' : undefined, WITH_TYPE),
    ...same('hibernation', on(source.hibernationConfigured), WITH_TYPE),
    ...same('secure boot', on(source.securityOptions.enableSecureBoot ?? extras.enableSecureBoot), WITH_TYPE),
    ...same('GPU', (source.gpuAmount ?? 0) > 0 ? source.gpuAmount : undefined, 'comes with the type'),
    ...same('I/O optimized', source.ioOptimized ? undefined : 'none'),
    ...row('deployment set', source.deploymentSetId, 'dropped', `${ZONAL}; add the copy to a set by hand`),
    ...row('dedicated host', dedicatedHost(source), 'dropped', ZONAL, 'shared hardware'),
    ...row('HPC cluster', source.hpcClusterId, 'dropped', ZONAL),
    ...row('capacity reservation', capacity(source), 'dropped', `${ZONAL}; reserve in the target zone`),
    ...row('monitoring, scaling group, DNS', 'not read', 'dropped', 'they name the source: add the copy'),
  ];
}

export function billingRows({ source, extras }: WholeSource): FidelityRow[] {
  const spot = source.spotStrategy === 'NoSpot' ? undefined : source.spotStrategy;
  const renew = extras.autoRenew?.enabled === true ? 'on' : undefined;
  return [
    ...(source.chargeType === 'PrePaid'
      ? row('billing', 'PrePaid', 'asked', 'PrePaid is a purchase: months or PostPaid')
      : same('billing', source.chargeType)),
    ...row('spot', spot, 'asked', 'a copy that can be reclaimed is not recommended', 'NoSpot'),
    ...row('auto-renewal', renew, 'dropped', 'a purchase to be decided by hand'),
    ...row('auto-release', source.autoReleaseTime, 'dropped', 'the copy stays until released'),
    ...(source.chargeType === 'PrePaid'
      ? row('deletion protection', on(source.deletionProtection), 'asked', 'PostPaid only')
      : same('deletion protection', on(source.deletionProtection))),
  ];
}

export function identityRows({ source, extras }: WholeSource): FidelityRow[] {
  const { tags, leftOut } = copyTags(source.tags, ourTags('', source.id));
  const { hostName, note } = hostNameOf(source);
  const keyPair = isWindows(source.osType) ? undefined : source.keyPairName;
  const { httpEndpoint, httpTokens, hopLimit, instanceMetadataTags } = source.metadata;
  return [
    ...(keyPair === undefined
      ? row('login', 'password', 'inherited', 'the password inside the image is kept')
      : same('key pair', keyPair)),
    ...same('login as ecs-user', on(source.imageOptions.loginAsNonRoot)),
    ...same('RAM role', extras.ramRoleName),
    ...(hostName === undefined
      ? row('host name', source.hostName, 'dropped', note ?? '')
      : same('host name', hostName, 'clashes in a domain while the source lives')),
    ...same('private DNS names', source.privateDnsNameOptions?.hostnameType),
    ...same('description', source.description),
    ...same('resource group', source.resourceGroupId),
    ...row(
      'tags',
      source.tags.length,
      'inherited',
      leftOut.length === 0
        ? 'plus ours'
        : `plus ours; left out: ${leftOut.map(({ key, reason }) => `${key} (${reason})`).join(', ')}`,
      String(tags.length),
    ),
    ...same('metadata service', httpEndpoint),
    ...same('metadata tokens', httpTokens, httpTokens === 'required' ? 'the image is made for IMDSv2' : undefined),
    ...row('metadata hop limit', hopLimit, 'dropped', 'not a parameter of RunInstances'),
    ...row(
      'metadata tags',
      instanceMetadataTags === 'enabled' ? 'enabled' : undefined,
      'dropped',
      'not a parameter of RunInstances',
    ),
    ...row(
      'user data',
      extras.hasUserData === true ? 'present' : undefined,
      'dropped',
      'a new instance would run it again',
    ),
  ];
}

function customCpu(source: WholeSource['source']): string | undefined {
  const chosen = Object.entries(cpuOptions(source)).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.replace('CpuOptions.', '')} ${value}`],
  );
  return chosen.length === 0 ? undefined : chosen.join(', ');
}

function dedicatedHost(source: WholeSource['source']): string | undefined {
  return source.dedicatedHostId ?? source.dedicatedHostClusterId ?? (source.tenancy === 'host' ? 'host' : undefined);
}

function capacity(source: WholeSource['source']): string | undefined {
  return source.capacityReservationId ?? source.capacityReservationPreference;
}
