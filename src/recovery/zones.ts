import type { Disk, Informed, Instance, Price, Vpc, VSwitch, ZoneAvailability } from './estate.ts';

export interface ZonesInput {
  source: Instance;
  disks: readonly Disk[];
  zones: readonly string[];
  typeStock: readonly ZoneAvailability[];
  systemStock: readonly ZoneAvailability[];
  dataStock: readonly ZoneAvailability[];
  vSwitches: readonly VSwitch[];
  vpc: Vpc;
  instanceType: string;
  prices?: Readonly<Record<string, Informed<Price>>> | undefined;
}

export interface ZoneScore {
  zoneId: string;
  score: number;
  /** The type has stock, every disk's category is offered, and there is a vSwitch or room for one. */
  usable: boolean;
  stock: string;
  categories: { device: string; category: string; offered: boolean; closest?: string }[];
  vSwitches: { id: string; cidrBlock: string; freeIps: number }[];
  proposedCidr?: string;
  price?: Informed<Price>;
  reasons: string[];
}

export declare function scoreZones(input: ZonesInput): ZoneScore[];
