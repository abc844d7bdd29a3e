import { DEFAULT } from './default.ts';
import { ENCRYPTED_FLEET } from './encrypted-fleet.ts';
import { FIVE_HUNDRED_INSTANCES } from './five-hundred-instances.ts';
import { PERMISSION_DENIED } from './permission-denied.ts';
import { STOCK_CRISIS } from './stock-crisis.ts';
import { ZONE_OUTAGE } from './zone-outage.ts';

/** Scenarios that come with the package, by name. YAML inside modules, so that one bundle carries them. */
export const BUILT_IN_SCENARIOS: Readonly<Record<string, string>> = {
  default: DEFAULT,
  'zone-outage': ZONE_OUTAGE,
  'stock-crisis': STOCK_CRISIS,
  'permission-denied': PERMISSION_DENIED,
  'encrypted-fleet': ENCRYPTED_FLEET,
  '500-instances': FIVE_HUNDRED_INSTANCES,
};
