import type { Disk, Instance, InstanceExtras } from './estate.ts';

export interface FidelityRow {
  attribute: string;
  source: string;
  verdict: 'inherited' | 'transformed' | 'asked' | 'dropped' | 'impossible';
  target?: string;
  reason: string;
}

export interface WholeSource {
  source: Instance;
  extras: InstanceExtras;
  disks: readonly Disk[];
}

export declare function fidelityLedger(of: WholeSource): FidelityRow[];
export declare function sourceWarnings(of: WholeSource): string[];
export declare function sourceBlockers(of: WholeSource): string[];
