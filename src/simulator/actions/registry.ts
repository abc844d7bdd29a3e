import type { Product } from '../wire/request.ts';
import { ACCOUNT_ACTIONS, STS_ACTIONS } from './account.ts';
import { AVAILABILITY_ACTIONS } from './availability.ts';
import { COMMAND_ACTIONS } from './commands.ts';
import type { ActionSpec, Actions } from './context.ts';
import { DISK_ACTIONS } from './disks.ts';
import { IMAGE_ACTIONS } from './images.ts';
import { INSTANCE_TYPE_ACTIONS } from './instance-types.ts';
import { INSTANCE_CHANGES } from './instances-change.ts';
import { INSTANCE_READS } from './instances-read.ts';
import { ECS_NETWORK_ALIASES, VPC_ACTIONS } from './network.ts';
import { PRICE_ACTIONS } from './prices.ts';
import { SECURITY_GROUP_ACTIONS } from './security-groups.ts';
import { SNAPSHOT_ACTIONS } from './snapshots.ts';
import { ECS_TAG_ACTIONS, VPC_TAG_ACTIONS } from './tagging.ts';

/** Every action there is, by product. */
export const ACTIONS: Record<Product, Actions> = {
  ecs: {
    ...AVAILABILITY_ACTIONS,
    ...INSTANCE_TYPE_ACTIONS,
    ...PRICE_ACTIONS,
    ...INSTANCE_READS,
    ...INSTANCE_CHANGES,
    ...DISK_ACTIONS,
    ...SNAPSHOT_ACTIONS,
    ...IMAGE_ACTIONS,
    ...SECURITY_GROUP_ACTIONS,
    ...ECS_NETWORK_ALIASES,
    ...ECS_TAG_ACTIONS,
    ...ACCOUNT_ACTIONS,
    ...COMMAND_ACTIONS,
  },
  vpc: { ...VPC_ACTIONS, ...VPC_TAG_ACTIONS },
  sts: STS_ACTIONS,
};

export function findAction(product: Product, action: string): ActionSpec | undefined {
  return Object.hasOwn(ACTIONS[product], action) ? ACTIONS[product][action] : undefined;
}
