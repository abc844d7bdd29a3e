/** An account that encrypts every disk, with own keys, one of them disabled. */
export const ENCRYPTED_FLEET = `
name: encrypted-fleet
description: Every disk encrypted; default encryption is on
extends: default
diskEncryptionByDefault: true
instances:
  - id: i-bp1cryptweb010000000
    name: crypt-web-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.g7.xlarge
    securityGroups: [sg-bp1web00000000000000]
    created: 40d
    disks:
      - { id: d-bp1cryptweb01sys0000, category: cloud_essd, level: PL0, size: 40, encrypted: true, kmsKeyId: key-hzz65f3a8c1r6q2wshop0 }
      - { id: d-bp1cryptweb01dat0000, category: cloud_auto, size: 200, encrypted: true, kmsKeyId: key-hzz65f3a8c1r6q2wshop0 }
  - id: i-bp1cryptlost01000000
    name: crypt-lost-key-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.g7.large
    securityGroups: [sg-bp1web00000000000000]
    created: 40d
    disks:
      - { id: d-bp1cryptlost01sys000, category: cloud_essd, level: PL1, size: 40, encrypted: true, kmsKeyId: key-hzz65f3a8c1disabled00 }
`;
