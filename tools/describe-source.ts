import prettyMs from 'pretty-ms';
import { usePoint } from '../src/flow/existing-point.ts';
import { takePoint } from '../src/flow/first-step.ts';
import { otherCopiesWarnings, tryOtherCopies } from '../src/flow/other-copies.ts';
import { readWholeSource, type Source } from '../src/flow/source.ts';
import type { Disk } from '../src/recovery/estate.ts';
import { fidelityLedger } from '../src/recovery/fidelity.ts';
import { bestPoint, listedPoints, newerForDisks } from '../src/recovery/point-order.ts';
import { pointWarnings } from '../src/recovery/point-warning.ts';
import { type RecoveryPoint, recoveryPoints } from '../src/recovery/points.ts';
import { policyRow } from '../src/recovery/snapshot-policies.ts';
import { snapshotStrategy } from '../src/recovery/strategy.ts';
import { sourceBlockers, sourceWarnings } from '../src/recovery/warnings.ts';
import { inline } from '../src/text/safe.ts';
import type { Say } from '../src/text/say.ts';
import { defineTool, field, type Next } from '../src/tool.ts';

/** The most points worth a model's attention; the best come first, and the best of each kind are among them. */
const MOST_POINTS = 8;

export default defineTool({
  name: 'describe-source',
  title: 'Describe the source',
  description:
    'First step. Reads the source instance: disks, existing recovery points with their age (RPO), what a copy keeps and loses, and the next call.',
  effect: 'read',
  asks: false,
  waits: false,
  input: { instanceId: field.instanceId() },

  async run({ instanceId, regionId: region }, context) {
    const { cloud, clock, say, recent } = context;
    const { regionId, instance, disks, extras } = await readWholeSource(cloud, instanceId, region, recent);
    const policyIds = [...new Set(disks.flatMap((d) => d.autoSnapshotPolicyId ?? []))];
    const [groups, snapshots, images, policies, copies] = await Promise.all([
      cloud.snapshotGroups(regionId, { instanceId }),
      cloud.snapshots(regionId, { instanceId }),
      cloud.images(regionId, {}),
      policyIds.length > 0 ? cloud.trySnapshotPolicies(regionId, policyIds) : { value: [] },
      tryOtherCopies(context, regionId, instanceId),
    ]);
    const points = recoveryPoints({ instance, disks, groups, snapshots, images, nowMs: clock.now() });
    const listed = listedPoints(points, MOST_POINTS);
    const leftOut = points.length - listed.length;
    const best = bestPoint(points);
    const strategy = snapshotStrategy(instance, disks);
    const fidelity = fidelityLedger({ source: instance, extras, disks });
    const known = 'value' in policies ? policies.value : [];
    const warnings = [
      ...otherCopiesWarnings(copies),
      ...sourceWarnings({ source: instance, extras, disks }),
      ...pointWarnings(points, disks, known),
    ];
    const blockers = sourceBlockers({ source: instance, extras, disks });
    const publicIp = instance.publicIps.length > 0 ? 'own public IP' : instance.eip ? 'EIP' : 'none';

    return {
      status: 'done',
      text: [
        say`**${instance.name}** (${instance.id}) in ${instance.zoneId}: ${instance.status}, ${instance.type}, ${instance.chargeType}, public address: ${publicIp}.`,
        disks.map((d) => `- ${inline(diskLine(d))}`).join('\n'),
        say`Recovery point to take: ${strategy.kind} (${strategy.reason}).`,
        ...pointTexts(say, points, leftOut),
        ...blockers.map((b) => `- **${say`Blocker`}**: ${inline(say.told(b), 400)}`),
        ...warnings.map((w) => `- ${inline(say.told(w), 400)}`),
      ].join('\n\n'),
      fields: {
        source: {
          instanceId: instance.id,
          name: instance.name,
          status: instance.status,
          regionId,
          zoneId: instance.zoneId,
          instanceType: instance.type,
          cpu: instance.cpu,
          memoryMiB: instance.memoryMiB,
          osType: instance.osType,
          imageId: instance.imageId,
          chargeType: instance.chargeType,
          ...(instance.spotStrategy !== 'NoSpot' && { spotStrategy: instance.spotStrategy }),
          vpcId: instance.vpcId,
          vSwitchId: instance.vSwitchId,
          privateIps: instance.privateIps,
          publicIp,
          internetMaxBandwidthOut: instance.internetMaxBandwidthOut,
          securityGroupIds: instance.securityGroupIds,
          keyPairName: instance.keyPairName,
          ramRoleName: extras.ramRoleName,
          httpTokens: instance.metadata.httpTokens,
        },
        disks: disks.map((d) => ({
          diskId: d.id,
          device: d.device,
          type: d.type,
          category: d.category,
          performanceLevel: d.performanceLevel,
          sizeGiB: d.sizeGiB,
          provisionedIops: d.provisionedIops,
          burstingEnabled: d.burstingEnabled,
          encrypted: d.encrypted || undefined,
        })),
        snapshotStrategy: strategy,
        recoveryPoints: listed,
        ...(leftOut > 0 && { pointsLeftOut: leftOut }),
        ...('unknown' in policies && { snapshotPoliciesUnknown: policies.unknown }),
        ...(known.length > 0 && { snapshotPolicies: known.map(policyRow) }),
        fidelity,
        warnings,
        blockers,
      },
      ...(blockers.length === 0 && { next: nextStep({ instance, disks }, best) }),
    };
  },
});

/** The points there are, in few words: a host may show its model this text alone. */
function pointTexts(say: Say, points: readonly RecoveryPoint[], leftOut: number): string[] {
  const best = bestPoint(points);
  const other = newerForDisks(points);
  return [
    best
      ? say`Best existing point: ${best.kind} ${idsOf(best)}, ${ageOf(best)} old (RPO now), complete ${best.complete}, consistent ${best.consistent}, zone-safe ${best.zoneSafe}.`
      : '',
    best && best.missingDisks.length > 0 ? say`It lacks ${best.missingDisks.join(', ')}.` : '',
    best
      ? ''
      : other
        ? say`No existing recovery point that an instance can start from.`
        : say`No existing recovery point.`,
    other
      ? say`For single disks only (attach-recovered-disk): ${other.kind} ${idsOf(other)}, ${ageOf(other)} old.`
      : '',
    leftOut > 0 ? say`${leftOut} more points are not listed.` : '',
  ].filter((text) => text !== '');
}

const ageOf = ({ ageSeconds }: RecoveryPoint): string => prettyMs(ageSeconds * 1000, { unitCount: 2 });

/** What the next call takes of it. */
function idsOf({ kind, id, snapshotIds }: RecoveryPoint): string {
  return kind === 'snapshots' ? snapshotIds.join(', ') : id;
}

function diskLine({ device, id, category, performanceLevel, sizeGiB }: Disk): string {
  return [device, id, category, performanceLevel, `${sizeGiB} GiB`].filter(Boolean).join(' ');
}

/** A source that is not running may be in a zone that is down: then the best point there is comes first. */
function nextStep(source: Pick<Source, 'instance' | 'disks'>, best: RecoveryPoint | undefined): Next {
  return source.instance.status !== 'Running' && best ? usePoint(source, best) : takePoint(source);
}
