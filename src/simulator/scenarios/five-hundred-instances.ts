/** The default estate and 500 more instances: paging, tag queries and speed. */
export const FIVE_HUNDRED_INSTANCES = `
name: 500-instances
description: The default estate and 500 more instances
extends: default
vSwitches:
  - { id: vsw-bp1fleeth00000000000, name: fleet-h, vpc: vpc-bp1prod0000000000000, zone: cn-hangzhou-h, cidr: 10.20.16.0/20 }
  - { id: vsw-bp1fleeti00000000000, name: fleet-i, vpc: vpc-bp1prod0000000000000, zone: cn-hangzhou-i, cidr: 10.20.32.0/20 }
generate:
  - count: 500
    namePrefix: fleet
    vSwitches: [vsw-bp1fleeth00000000000, vsw-bp1fleeti00000000000]
    securityGroups: [sg-bp1web00000000000000]
    types: [ecs.g7.large, ecs.c7.large, ecs.r7.large]
    tags: { fleet: "yes" }
    layouts:
      - [{ category: cloud_essd, level: PL0, size: 40 }, { category: cloud_essd, level: PL1, size: 100 }]
      - [{ category: cloud_essd, level: PL1, size: 40 }, { category: cloud_auto, size: 60 }, { category: cloud_essd, level: PL1, size: 200 }]
`;
