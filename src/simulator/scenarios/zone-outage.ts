/** Zone h is down: its instances do not run, new snapshots there fail, older points are usable. */
export const ZONE_OUTAGE = `
name: zone-outage
description: Zone h of Hangzhou is down; the control plane answers
extends: default
regions:
  - id: cn-hangzhou
    zones:
      - { id: cn-hangzhou-h, outage: true }
snapshotGroups:
  - { id: ssg-bp1webnightly0000000, name: web-nightly, instance: i-bp1webprod0100000000, age: 9h }
`;
