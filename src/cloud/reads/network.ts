import { DrError } from '../../errors.ts';
import type { Vpc, VSwitch } from '../../recovery/estate.ts';
import type { Api } from '../api.ts';
import type { Filter, ReadOptions } from '../cloud.ts';
import type { Answer } from '../models.ts';
import { byPage, each } from '../paging.ts';
import { num, present, tags, text, texts } from '../values.ts';
import { tagParameters } from './tagged.ts';

type Wire = NonNullable<NonNullable<Answer<'DescribeVSwitches'>['vSwitches']>['vSwitch']>[number];

/** A VPC's blocks hardly ever change. */
const VPC_AGE_MS = 60_000;

export async function readVSwitches(
  api: Api,
  regionId: string,
  filter: Filter & { vpcId?: string; zoneId?: string },
  options: ReadOptions = {},
): Promise<VSwitch[]> {
  const ask = (more: Record<string, string>) =>
    byPage(
      api,
      'DescribeVSwitches',
      regionId,
      {
        ...more,
        ...(filter.vpcId ? { VpcId: filter.vpcId } : {}),
        ...(filter.zoneId ? { ZoneId: filter.zoneId } : {}),
        ...tagParameters(filter),
      },
      (answer) => answer.vSwitches?.vSwitch,
      options.maxAgeMs,
    );
  // One id a call: lists of ids are not documented here.
  const found = filter.ids ? (await each(filter.ids, 4, (id) => ask({ VSwitchId: id }))).flat() : await ask({});
  return found.map(vSwitch);
}

function vSwitch(w: Wire): VSwitch {
  return present<VSwitch>({
    id: w.vSwitchId ?? '',
    name: text(w.vSwitchName),
    vpcId: w.vpcId ?? '',
    zoneId: w.zoneId ?? '',
    cidrBlock: w.cidrBlock ?? '',
    status: w.status ?? '',
    availableIps: num(w.availableIpAddressCount) ?? 0,
    createdAt: text(w.creationTime),
    tags: tags(w.tags?.tag),
  });
}

export async function readVpc(api: Api, regionId: string, vpcId: string, options: ReadOptions = {}): Promise<Vpc> {
  const answer = await api.read('DescribeVpcAttribute', regionId, { VpcId: vpcId }, options.maxAgeMs ?? VPC_AGE_MS);
  const id = text(answer.vpcId);
  if (!id) {
    throw new DrError({
      code: 'InvalidVpcId.NotFound',
      message: `VPC ${vpcId} is not in ${regionId}.`,
      cause: `The API knows no VPC ${vpcId} in ${regionId}.`,
      remedy: 'Check the id and the region, then call again.',
      retryable: false,
    });
  }
  return present<Vpc>({
    id,
    name: text(answer.vpcName),
    cidrBlocks: texts([answer.cidrBlock, ...(answer.secondaryCidrBlocks?.secondaryCidrBlock ?? [])]),
  });
}
