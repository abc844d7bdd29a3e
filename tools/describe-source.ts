import prettyMs from 'pretty-ms';
import { takePoint } from '../src/flow/first-step.ts';
import { readWholeSource, type Source } from '../src/flow/source.ts';
import type { Disk } from '../src/recovery/estate.ts';
import { fidelityLedger, sourceBlockers, sourceWarnings } from '../src/recovery/fidelity.ts';
import { bestPoint, type RecoveryPoint, recoveryPoints } from '../src/recovery/points.ts';
import { snapshotStrategy } from '../src/recovery/strategy.ts';
import { inline } from '../src/text/safe.ts';
import { defineTool, field, type Next } from '../src/tool.ts';

/** The most points worth a model's attention; the best come first. */
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
    const [groups, snapshots, images, policies] = await Promise.all([
      cloud.snapshotGroups(regionId, { instanceId }),
      cloud.snapshots(regionId, { instanceId }),
      cloud.images(regionId, {}),
      policyIds.length > 0 ? cloud.trySnapshotPolicies(regionId, policyIds) : { value: [] },
    ]);
    const points = recoveryPoints({ instance, disks, groups, snapshots, images, nowMs: clock.now() });
    const best = bestPoint(points);
    const strategy = snapshotStrategy(instance, disks);
    const fidelity = fidelityLedger({ source: instance, extras, disks });
    const warnings = [...sourceWarnings({ source: instance, extras, disks }), ...pointWarnings(best, policyIds.length)];
    const blockers = sourceBlockers({ source: instance, extras, disks });
    const publicIp = instance.publicIps.length > 0 ? 'own public IP' : instance.eip ? 'EIP' : 'none';

    return {
      status: 'done',
      text: [
        say`**${instance.name}** (${instance.id}) in ${instance.zoneId}: ${instance.status}, ${instance.type}, ${instance.chargeType}, public address: ${publicIp}.`,
        disks.map((d) => `- ${inline(diskLine(d))}`).join('\n'),
        say`Recovery point to take: ${strategy.kind} (${strategy.reason}).`,
        best
          ? say`Best existing point: ${best.kind} ${idsOf(best)}, ${prettyMs(best.ageSeconds * 1000, { unitCount: 2 })} old (RPO now), complete ${best.complete}, consistent ${best.consistent}, zone-safe ${best.zoneSafe}.`
          : say`No existing recovery point.`,
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
        recoveryPoints: points.slice(0, MOST_POINTS),
        ...('unknown' in policies && { snapshotPolicies: policies }),
        fidelity,
        warnings,
        blockers,
      },
      ...(blockers.length === 0 && { next: nextStep({ instance, disks }, best) }),
    };
  },
});

/** What the next call takes of it: a host may show its model this text alone. */
function idsOf({ kind, id, snapshotIds }: RecoveryPoint): string {
  return kind === 'snapshots' ? snapshotIds.join(', ') : id;
}

function diskLine({ device, id, category, performanceLevel, sizeGiB }: Disk): string {
  return [device, id, category, performanceLevel, `${sizeGiB} GiB`].filter(Boolean).join(' ');
}

/** A source that is not running may be in a zone that is down: then a complete existing point comes first. */
function nextStep(source: Pick<Source, 'instance' | 'disks'>, best: RecoveryPoint | undefined): Next {
  const { id: instanceId, status } = source.instance;
  if (status !== 'Running' && best?.complete && best.usable) {
    if (best.kind === 'image') {
      return {
        tool: 'find-target-zone',
        arguments: { instanceId, imageId: best.id },
        why: `The source is ${status}; image ${best.id} holds every disk: choose a zone, then run-dr-instance with it`,
      };
    }
    const point = best.kind === 'snapshot-group' ? { snapshotGroupId: best.id } : { snapshotIds: best.snapshotIds };
    return {
      tool: 'create-image',
      arguments: { instanceId, ...point },
      why: `The source is ${status}; use the existing point`,
    };
  }
  return takePoint(source);
}

function pointWarnings(best: RecoveryPoint | undefined, policies: number): string[] {
  if (best?.complete && best.usable && best.zoneSafe) return [];
  const hint =
    policies > 0
      ? 'The automatic snapshot policy of its disks has made none yet.'
      : 'An automatic snapshot policy would keep one.';
  return [
    `If the zone fails now there is no complete, zone-safe recovery point. ${hint} For an RPO of minutes: asynchronous disk replication; for no restore at all: zone-redundant disks (cloud_regional_disk_auto).`,
  ];
}
