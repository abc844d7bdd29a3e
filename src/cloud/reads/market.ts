import { DrError } from '../../errors.ts';
import type { Informed, InstanceTypeInfo, Parameters, Price, ZoneAvailability } from '../../recovery/estate.ts';
import { termPrice } from '../../recovery/prices.ts';
import type { Api } from '../api.ts';
import type { ReadOptions, Recommendation, StockQuestion } from '../cloud.ts';
import { byToken, chunks, each } from '../paging.ts';
import { num, present, text } from '../values.ts';
import { listParameters } from './tagged.ts';

/** The catalogue of types and the list of zones and regions do not change while a recovery runs. */
export const STATIC_AGE_MS = 3_600_000;

/** An empty answer is the normal "nothing", not an error. */
export async function readAvailability(
  api: Api,
  regionId: string,
  question: StockQuestion,
  options: ReadOptions = {},
): Promise<ZoneAvailability[]> {
  const answer = await api.read(
    'DescribeAvailableResource',
    regionId,
    defined({
      DestinationResource: question.destination,
      ResourceType: 'instance',
      IoOptimized: 'optimized',
      NetworkCategory: 'vpc',
      InstanceChargeType: question.chargeType,
      InstanceType: question.instanceType,
      SystemDiskCategory: question.systemDiskCategory,
      Cores: question.cores,
      Memory: question.memoryGiB,
      ZoneId: question.zoneId,
      SpotStrategy: question.spotStrategy,
    }),
    options.maxAgeMs,
  );
  return (answer.availableZones?.availableZone ?? []).map((zone) => ({
    zoneId: zone.zoneId ?? '',
    values: (zone.availableResources?.availableResource ?? [])
      .filter((resource) => !resource.type || resource.type === question.destination)
      .flatMap((resource) => resource.supportedResources?.supportedResource ?? [])
      .map((value) =>
        present<ZoneAvailability['values'][number]>({
          value: value.value ?? '',
          status: value.status ?? '',
          stock: value.statusCategory ?? '',
          min: num(value.min),
          max: num(value.max),
        }),
      ),
  }));
}

export async function readInstanceTypes(
  api: Api,
  regionId: string,
  ids: readonly string[],
): Promise<InstanceTypeInfo[]> {
  const found = await each(chunks([...new Set(ids)], 10), 4, (some) =>
    byToken(
      api,
      'DescribeInstanceTypes',
      regionId,
      listParameters('InstanceTypes', some),
      (answer) => answer.instanceTypes?.instanceType,
      STATIC_AGE_MS,
    ),
  );
  return found.flat().map((w) =>
    present<InstanceTypeInfo>({
      id: w.instanceTypeId ?? '',
      family: w.instanceTypeFamily ?? '',
      cpu: num(w.cpuCoreCount) ?? 0,
      memoryGiB: num(w.memorySize) ?? 0,
      architecture: text(w.cpuArchitecture),
      diskQuantity: num(w.diskQuantity),
      eniQuantity: num(w.eniQuantity),
      bandwidthTxKbit: num(w.instanceBandwidthTx),
      localStorageAmount: num(w.localStorageAmount),
      gpuAmount: num(w.GPUAmount),
      nvmeSupport: text(w.nvmeSupport),
    }),
  );
}

export function readRecommendations(
  api: Api,
  regionId: string,
  question: {
    instanceType: string;
    zoneId?: string;
    chargeType: string;
    spotStrategy?: string;
    systemDiskCategory?: string;
  },
): Promise<Informed<Recommendation[]>> {
  return informed(async () => {
    const answer = await api.read(
      'DescribeRecommendInstanceType',
      regionId,
      defined({
        NetworkType: 'vpc',
        Scene: 'CREATE',
        PriorityStrategy: 'InventoryFirst',
        InstanceType: question.instanceType,
        InstanceChargeType: question.chargeType,
        SpotStrategy: question.spotStrategy,
        SystemDiskCategory: question.systemDiskCategory,
        ZoneId: question.zoneId,
        ZoneMatchMode: question.zoneId ? 'Strict' : undefined,
      }),
    );
    return (answer.data?.recommendInstanceType ?? []).flatMap((w) => {
      const zones = (w.zones?.zone ?? []).map((z) => z.zoneNo ?? '').filter((z) => z !== '');
      return (zones.length > 0 ? zones : [w.zoneId ?? '']).map((zoneId) =>
        present<Recommendation>({
          zoneId,
          instanceType: w.instanceType?.instanceType ?? '',
          cpu: num(w.instanceType?.cores),
          memoryMiB: num(w.instanceType?.memory),
        }),
      );
    });
  });
}

/** Per hour, or in total for so many months. */
export function readPrice(
  api: Api,
  regionId: string,
  parameters: Parameters,
  unit: 'Hour' | 'Month',
  period = 1,
  options: ReadOptions = {},
): Promise<Informed<Price>> {
  return informed(async () => {
    const question = { ...parameters, ...termParameters(unit, period) };
    const answer = await api.read('DescribePrice', regionId, question, options.maxAgeMs);
    const price = answer.priceInfo?.price;
    const amount = num(price?.tradePrice) ?? num(price?.originalPrice);
    if (amount === undefined) throw new DrError(NO_PRICE);
    const currency = text(price?.currency) ?? 'CNY';
    // It goes into every plan token, which has to stay short enough to be given back.
    if (currency.length > LONGEST_CURRENCY) throw new DrError({ ...NO_PRICE, message: 'the answer names no currency' });
    return unit === 'Hour' ? { amount, unit, currency } : termPrice(amount, currency, period);
  });
}

/** DescribePrice knows one hour and one to nine months; longer terms are years [params: DescribePrice.Period]. */
function termParameters(unit: 'Hour' | 'Month', period: number): Parameters {
  if (unit === 'Hour') return { PriceUnit: unit, Period: 1 };
  return period % 12 === 0 ? { PriceUnit: 'Year', Period: period / 12 } : { PriceUnit: unit, Period: period };
}

const LONGEST_CURRENCY = 8;

const NO_PRICE = {
  code: 'NoPrice',
  message: 'the answer names no price',
  cause: 'DescribePrice answered without an amount in a currency.',
  remedy: 'Look the price up in the console.',
  retryable: false,
};

/** A read that only informs never stops a recovery: its failure becomes the reason why the value is unknown. */
export async function informed<T>(read: () => Promise<T>): Promise<Informed<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof DrError) || error.details.code === 'Cancelled') throw error;
    return { unknown: `${error.details.code}: ${error.details.message}` };
  }
}

function defined(parameters: Record<string, string | number | boolean | undefined>): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([, v]) => v !== undefined)) as Parameters;
}
