import type { InstanceType } from './catalogue.ts';
import type { LaunchOptions } from './model.ts';

/** Cores of a type as it comes: two threads each, one on Arm. */
export function physicalCores(type: InstanceType): number {
  return type.architecture === 'arm64' ? type.cpu : Math.max(1, type.cpu / 2);
}

/** [params: RunInstances.NetworkOptions] Some types of the eighth generation on; here all of them. */
export function hasJumboFrames(type: InstanceType): boolean {
  return type.generation >= 8;
}

/** What an instance has when nobody asked for anything. */
export function usualOptions(type: InstanceType): LaunchOptions {
  return {
    coreCount: physicalCores(type),
    threadsPerCore: type.architecture === 'arm64' ? 1 : 2,
    topologyType: '',
    nestedVirtualization: '',
    ptpStatus: '',
    hibernation: false,
    loginAsNonRoot: false,
    secureBoot: false,
    trustedSystemMode: '',
    confidentialComputingMode: '',
    // On wherever the type has it.
    jumboFrame: hasJumboFrames(type),
    networkEncryption: false,
    bandwidthWeighting: 'Default',
    privateDns: undefined,
  };
}
