/** What the source runs on is sold out nearly everywhere; what DescribeAvailableResource still shows in zone i is gone when it is bought. */
export const STOCK_CRISIS = `
name: stock-crisis
description: Nearly everything is sold out in Hangzhou
extends: default
regions:
  - id: cn-hangzhou
    zones:
      - { id: cn-hangzhou-g, stock: { "ecs.c6.*": ClosedWithStock } }
      - { id: cn-hangzhou-i, stock: { "ecs.g7.xlarge": WithStock, "ecs.g7.*": WithoutStock, "ecs.g6.*": WithoutStock } }
      - { id: cn-hangzhou-j, stock: { "ecs.g7.*": WithoutStock, "ecs.g6.*": WithoutStock } }
      - { id: cn-hangzhou-k, stock: { "ecs.g7.*": WithoutStock, "ecs.g8i.*": ClosedWithStock, "ecs.c7.*": WithoutStock } }
faults:
  - { action: RunInstances, fault: no-stock, from: 1, to: 2 }
`;
