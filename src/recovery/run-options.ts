import { given } from './parameters.ts';
import type { Part, RunInput } from './run-plan.ts';

type Options = Record<string, string | number | boolean | undefined>;

/** What belongs to the instance type: carried when the type stays, else dropped with a note (another type may refuse it). */
export function typeOptions({ source, extras, choices }: RunInput): Part {
  const type = choices.instanceType ?? source.type;
  const same = type === source.type;
  const credit = source.creditSpecification;
  const options: Options = {
    ...cpuOptions(source),
    'ClockOptions.PtpStatus': enabled(source.clockOptions.ptpStatus),
    'HibernationOptions.Configured': isTrue(source.hibernationConfigured),
    'SecurityOptions.EnableSecureBoot': isTrue(source.securityOptions.enableSecureBoot ?? extras.enableSecureBoot),
    'NetworkOptions.EnableJumboFrame': jumboFrame(source.type, extras.enableJumboFrame),
    'NetworkOptions.EnableNetworkEncryption': isTrue(extras.enableNetworkEncryption),
    'NetworkOptions.BandwidthWeighting':
      extras.bandwidthWeighting === 'Default' ? undefined : extras.bandwidthWeighting,
  };
  const lost = same ? [] : Object.keys(given(options));
  const notes = same ? [] : [`type ${source.type} becomes ${type}`];
  if (lost.length > 0) notes.push(`not carried to another type: ${lost.join(', ')}`);
  if (!same && generationOf(type) >= JUMBO_SINCE && extras.enableJumboFrame !== true) {
    const has = extras.enableJumboFrame === false ? 'the source has them off' : 'not known whether the source has them';
    notes.push(`Jumbo Frames (MTU 8500) may be on by default with ${type}: ${has}`);
  }
  if (extras.unread.some(({ read }) => read === 'DescribeInstanceAttribute')) {
    notes.push(
      'not known which network options the source has (DescribeInstanceAttribute failed): the copy has the default ones',
    );
  }
  const burstable = isBurstable(type);
  if (burstable && !isBurstable(source.type)) {
    notes.push(`${type} is burstable, the source is not: it gets the default credit mode`);
  }
  if (credit !== undefined && !burstable) notes.push(`credit mode ${credit} dropped: ${type} is not burstable`);
  return {
    parameters: given({
      ...(same ? options : {}),
      CreditSpecification: burstable ? credit : undefined,
      IoOptimized: source.ioOptimized ? undefined : 'none',
    }),
    notes,
    problems: [],
  };
}

/**
 * DescribeInstanceAttribute tells it of every type, and only some from the eighth generation on take it: there the default
 * is on, so that off has to be said; elsewhere it is off anyway, and a type that does not know it would refuse the request.
 */
function jumboFrame(type: string, enabled: boolean | undefined): boolean | undefined {
  return enabled === false && generationOf(type) < JUMBO_SINCE ? undefined : enabled;
}

const JUMBO_SINCE = 8;

/** Of ecs.g8i.large the eighth. */
function generationOf(type: string): number {
  return Number(/^ecs\.[a-z]+(\d+)/.exec(type)?.[1] ?? 0);
}

/** t5, t6 … : the types that have CPU credits. */
function isBurstable(type: string): boolean {
  return /^ecs\.t\d/.test(type);
}

/**
 * DescribeInstances reports a CPU layout for every instance. Only one that somebody chose is passed: types that do not
 * let it be chosen refuse even their own default.
 */
export function cpuOptions(source: RunInput['source']): Options {
  const { coreCount, threadsPerCore, topologyType, nestedVirtualization } = source.cpuOptions;
  const chosen =
    coreCount !== undefined &&
    threadsPerCore !== undefined &&
    (coreCount * threadsPerCore !== source.cpu || (threadsPerCore === 1 && !isArm(source.type)));
  return {
    'CpuOptions.Core': chosen ? coreCount : undefined,
    'CpuOptions.ThreadsPerCore': chosen ? threadsPerCore : undefined,
    'CpuOptions.TopologyType': topologyType,
    'CpuOptions.NestedVirtualization': enabled(nestedVirtualization),
  };
}

/** Arm families (g6r, c8y …) have one thread per core by nature. */
function isArm(type: string): boolean {
  return /^ecs\.[a-z]+\d+[ry]/.test(type);
}

function enabled(value: string | undefined): string | undefined {
  return value === 'enabled' ? value : undefined;
}

function isTrue(value: boolean | undefined): true | undefined {
  return value === true ? true : undefined;
}
