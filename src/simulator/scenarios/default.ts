/** A small shop: one region with five zones, another with two, and instances of every kind that a recovery meets. */
export const DEFAULT = `
name: default
description: A small shop in Hangzhou, with a branch in Shanghai
account: { id: "1234567890123456", identityType: RAMUser, name: dr-operator }

regions:
  - id: cn-hangzhou
    localName: 华东1（杭州）
    localNameEn: China (Hangzhou)
    zones:
      # An old zone: no seventh generation, no PL0, nothing for the economy disk.
      - id: cn-hangzhou-g
        diskCategories: [cloud_efficiency, cloud_ssd, cloud_essd, cloud_auto]
        withoutPerformanceLevels: [PL0]
        stock: { "ecs.g6.*": WithStock, "ecs.c6.*": WithStock, "ecs.t6-c1m2.*": WithStock }
      - id: cn-hangzhou-h
        diskCategories: [cloud_efficiency, cloud_ssd, cloud_essd, cloud_auto, cloud_essd_entry]
        stock: { "*": WithStock }
      - id: cn-hangzhou-i
        diskCategories: [cloud_efficiency, cloud_essd, cloud_auto, cloud_essd_entry]
        stock: { "ecs.g8y.*": WithoutStock, "ecs.i3.*": WithoutStock, "*": WithStock }
      # Low stock, still sold; no economy disk; its vSwitch has no free address.
      - id: cn-hangzhou-j
        diskCategories: [cloud_efficiency, cloud_essd, cloud_auto]
        stock: { "ecs.g7.*": ClosedWithStock, "ecs.g8i.*": WithoutStock, "ecs.t6-c1m2.*": WithoutStock, "*": WithStock }
      # A new zone: modern disks only, no old types, no vSwitch yet.
      - id: cn-hangzhou-k
        diskCategories: [cloud_essd, cloud_auto, cloud_essd_entry]
        stock: { "ecs.g6.*": WithoutStock, "ecs.c6.*": WithoutStock, "ecs.t6-c1m2.*": WithoutStock, "*": WithStock }
  - id: cn-shanghai
    localName: 华东2（上海）
    localNameEn: China (Shanghai)
    zones:
      - id: cn-shanghai-f
        diskCategories: [cloud_efficiency, cloud_essd, cloud_auto]
        stock: { "*": WithStock }
      - id: cn-shanghai-l
        diskCategories: [cloud_essd, cloud_auto, cloud_essd_entry]
        stock: { "*": WithStock }

keyPairs: [shop-ops]
ramRoles: [shop-web-role]
kmsKeys:
  - { id: key-hzz65f3a8c1r6q2wshop0 }
  - { id: key-hzz65f3a8c1disabled00, enabled: false }

vpcs:
  - { id: vpc-bp1prod0000000000000, name: prod, region: cn-hangzhou, cidr: 10.20.0.0/16, secondaryCidrs: [192.168.0.0/16], tags: { env: prod } }
  # Its one vSwitch fills it: no room for another zone.
  - { id: vpc-bp1tight000000000000, name: tight, region: cn-hangzhou, cidr: 172.16.8.0/24 }
  - { id: vpc-uf6branch00000000000, name: branch, region: cn-shanghai, cidr: 10.30.0.0/16 }

vSwitches:
  - { id: vsw-bp1prodh000000000000, name: prod-h, vpc: vpc-bp1prod0000000000000, zone: cn-hangzhou-h, cidr: 10.20.1.0/24, tags: { env: prod } }
  - { id: vsw-bp1prodi000000000000, name: prod-i, vpc: vpc-bp1prod0000000000000, zone: cn-hangzhou-i, cidr: 10.20.2.0/24, otherAddresses: 31 }
  - { id: vsw-bp1prodj000000000000, name: prod-j-full, vpc: vpc-bp1prod0000000000000, zone: cn-hangzhou-j, cidr: 10.20.3.0/29, otherAddresses: all }
  - { id: vsw-bp1tighth00000000000, name: tight-h, vpc: vpc-bp1tight000000000000, zone: cn-hangzhou-h, cidr: 172.16.8.0/24 }
  - { id: vsw-uf6branchf0000000000, name: branch-f, vpc: vpc-uf6branch00000000000, zone: cn-shanghai-f, cidr: 10.30.1.0/24 }

securityGroups:
  - { id: sg-bp1web00000000000000, name: web, vpc: vpc-bp1prod0000000000000, rules: ["tcp 443/443 0.0.0.0/0", "tcp 80/80 0.0.0.0/0"] }
  - { id: sg-bp1admin000000000000, name: admin, vpc: vpc-bp1prod0000000000000, rules: ["tcp 22/22 10.20.0.0/16"] }
  - { id: sg-bp1enterprise0000000, name: enterprise, vpc: vpc-bp1prod0000000000000, type: enterprise }
  - { id: sg-bp1tight000000000000, name: tight, vpc: vpc-bp1tight000000000000 }
  - { id: sg-uf6branch00000000000, name: branch, vpc: vpc-uf6branch00000000000, rules: ["tcp 443/443 0.0.0.0/0"] }

autoSnapshotPolicies:
  - { id: sp-bp1nightly0000000000, name: nightly, region: cn-hangzhou, timePoints: [2], repeatWeekdays: [1, 2, 3, 4, 5, 6, 7], retentionDays: 7 }

instances:
  # Three ESSD disks of different levels; the main example.
  - id: i-bp1webprod0100000000
    name: web-prod-01
    description: shop front
    vSwitch: vsw-bp1prodh000000000000
    privateIp: 10.20.1.15
    type: ecs.g7.xlarge
    securityGroups: [sg-bp1web00000000000000, sg-bp1admin000000000000]
    keyPair: shop-ops
    ramRole: shop-web-role
    httpTokens: required
    created: 400d
    tags: { app: shop, tier: web, env: prod }
    disks:
      - { id: d-bp1webprod01sys00000, category: cloud_essd, level: PL0, size: 60, used: 22 }
      - { id: d-bp1webprod01dat10000, name: web-prod-01-data, category: cloud_essd, level: PL1, size: 200, used: 64, deleteWithInstance: false, tags: { app: shop } }
      - { id: d-bp1webprod01dat20000, name: web-prod-01-media, category: cloud_essd, level: PL2, size: 500, used: 120, deleteWithInstance: false, tags: { app: shop } }
  - id: i-bp1batch010000000000
    name: batch-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.c7.large
    image: ubuntu_22_04_x64_20G_alibase_20250722.vhd
    securityGroups: [sg-bp1admin000000000000]
    created: 120d
    tags: { app: batch }
    disks:
      - { id: d-bp1batch01sys0000000, category: cloud_essd, level: PL1, size: 40, used: 9 }
  - id: i-bp1apipublic01000000
    name: api-public-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.g7.large
    securityGroups: [sg-bp1web00000000000000]
    publicIp: { bandwidth: 5 }
    created: 80d
    disks:
      - { id: d-bp1apipublic01sys000, category: cloud_essd, level: PL1, size: 40 }
      - { id: d-bp1apipublic01dat000, category: cloud_essd, level: PL1, size: 100 }
  # The bandwidth field is not zero, yet it has no public IP of its own.
  - id: i-bp1gatewayeip0100000
    name: gateway-eip-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.g7.large
    securityGroups: [sg-bp1web00000000000000, sg-bp1admin000000000000]
    eip: { bandwidth: 20, id: eip-bp1gateway0000000000 }
    created: 210d
    secondaryInterfaces: 1
    disks:
      - { id: d-bp1gatewayeip01sys00, category: cloud_essd, level: PL1, size: 40 }
      - { id: d-bp1gatewayeip01dat00, category: cloud_auto, size: 80 }
  # xvdc was removed once.
  - id: i-bp1filesgap010000000
    name: files-gap-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.g7.large
    securityGroups: [sg-bp1admin000000000000]
    created: 300d
    disks:
      - { id: d-bp1filesgap01sys0000, category: cloud_essd, level: PL1, size: 40 }
      - { id: d-bp1filesgap01datb000, category: cloud_essd, level: PL1, size: 50, device: /dev/xvdb }
      - { id: d-bp1filesgap01datd000, category: cloud_essd, level: PL0, size: 120, device: /dev/xvdd }
  - id: i-bp1cacheauto01000000
    name: cache-auto-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.r7.xlarge
    securityGroups: [sg-bp1admin000000000000]
    created: 60d
    disks:
      - { id: d-bp1cacheauto01sys000, category: cloud_auto, size: 60 }
      - { id: d-bp1cacheauto01dat000, category: cloud_auto, size: 300, provisionedIops: 5000, bursting: true }
  - id: i-bp1erpprepaid0100000
    name: erp-prepaid-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.g7.2xlarge
    securityGroups: [sg-bp1admin000000000000]
    chargeType: PrePaid
    expiresInDays: 143
    autoRenew: true
    created: 220d
    disks:
      - { id: d-bp1erpprepaid01sys00, category: cloud_essd, level: PL1, size: 40 }
      - { id: d-bp1erpprepaid01dat00, category: cloud_essd, level: PL1, size: 400, used: 180 }
  - id: i-bp1crawlerspot010000
    name: crawler-spot-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.c7.xlarge
    securityGroups: [sg-bp1admin000000000000]
    spot: SpotWithPriceLimit
    spotPriceLimit: 0.35
    created: 6d
    disks:
      - { id: d-bp1crawlerspot01sys0, category: cloud_essd, level: PL0, size: 40 }
  # A consistency group refuses two of its disks.
  - id: i-bp1legacymixed010000
    name: legacy-mixed-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.g6.large
    securityGroups: [sg-bp1admin000000000000]
    created: 1400d
    disks:
      - { id: d-bp1legacymixed01sys0, category: cloud_efficiency, size: 40 }
      - { id: d-bp1legacymixed01ssd0, category: cloud_ssd, size: 100 }
      - { id: d-bp1legacymixed01ess0, category: cloud_essd, level: PL1, size: 200 }
  - id: i-bp1vaultcrypt0100000
    name: vault-encrypted-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.g7.large
    securityGroups: [sg-bp1admin000000000000]
    deletionProtection: true
    created: 90d
    disks:
      - { id: d-bp1vaultcrypt01sys00, category: cloud_essd, level: PL1, size: 40, encrypted: true, kmsKeyId: key-hzz65f3a8c1r6q2wshop0 }
      - { id: d-bp1vaultcrypt01dat00, category: cloud_essd, level: PL1, size: 100, encrypted: true, kmsKeyId: key-hzz65f3a8c1r6q2wshop0 }
  - id: i-bp1reportstop0100000
    name: report-stopped-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.g7.large
    securityGroups: [sg-bp1admin000000000000]
    status: Stopped
    stoppedMode: StopCharging
    created: 30d
    disks:
      - { id: d-bp1reportstop01sys00, category: cloud_essd, level: PL1, size: 40 }
      - { id: d-bp1reportstop01dat00, category: cloud_essd, level: PL1, size: 60 }
  # Has everything that makes a recovery quick: automatic snapshots, an old group, an image.
  - id: i-bp1dbmaster010000000
    name: db-master-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.r7.2xlarge
    securityGroups: [sg-bp1admin000000000000]
    created: 260d
    autoSnapshotPolicy: sp-bp1nightly0000000000
    deploymentSet: ds-bp1shopdatabase00000
    tags: { app: shop, tier: db }
    disks:
      - { id: d-bp1dbmaster01sys0000, category: cloud_essd, level: PL1, size: 40, used: 12 }
      - { id: d-bp1dbmaster01dat0000, category: cloud_essd, level: PL2, size: 800, used: 310, deleteWithInstance: false }
  # Local disks cannot be snapshotted.
  - id: i-bp1searchlocal010000
    name: search-local-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.i3.xlarge
    securityGroups: [sg-bp1admin000000000000]
    created: 45d
    disks:
      - { id: d-bp1searchlocal01sys0, category: cloud_essd, level: PL1, size: 40 }
      - { id: d-bp1searchlocal01loc0, category: local_ssd_pro, size: 894 }
  - id: i-bp1clustera010000000
    name: cluster-a-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.g7.xlarge
    securityGroups: [sg-bp1admin000000000000]
    created: 70d
    disks:
      - { id: d-bp1clustera01sys0000, category: cloud_essd, level: PL1, size: 40 }
  - id: i-bp1clusterb010000000
    name: cluster-b-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.g7.xlarge
    securityGroups: [sg-bp1admin000000000000]
    created: 70d
    disks:
      - { id: d-bp1clusterb01sys0000, category: cloud_essd, level: PL1, size: 40 }
  - id: i-bp1armbuild010000000
    name: arm-build-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.g8y.xlarge
    image: aliyun_3_arm64_20G_alibase_20250629.vhd
    securityGroups: [sg-bp1admin000000000000]
    created: 25d
    disks:
      - { id: d-bp1armbuild01sys0000, category: cloud_essd, level: PL1, size: 40 }
      - { id: d-bp1armbuild01dat0000, category: cloud_essd, level: PL1, size: 100 }
  - id: i-bp1taggedfull0100000
    name: tagged-full-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.u1-c1m2.large
    securityGroups: [sg-bp1admin000000000000]
    created: 15d
    tags: { t01: a, t02: a, t03: a, t04: a, t05: a, t06: a, t07: a, t08: a, t09: a, t10: a, t11: a, t12: a, t13: a, t14: a, t15: a, t16: a, t17: a, t18: a, t19: a, t20: a }
    disks:
      - { id: d-bp1taggedfull01sys00, category: cloud_essd_entry, size: 40 }
      - { id: d-bp1taggedfull01dat00, category: cloud_essd_entry, size: 60 }
  - id: i-bp1orderscn010000000
    name: 门店-订单服务
    description: 订单服务（主）
    hostName: orders-01
    vSwitch: vsw-bp1prodh000000000000
    type: ecs.g7.large
    securityGroups: [sg-bp1web00000000000000]
    created: 33d
    tags: { 部门: 零售 }
    disks:
      - { id: d-bp1orderscn01sys0000, category: cloud_essd, level: PL1, size: 40 }
      - { id: d-bp1orderscn01dat0000, category: cloud_essd, level: PL1, size: 40 }
  - id: i-bp1tightvpc010000000
    name: tight-vpc-01
    vSwitch: vsw-bp1tighth00000000000
    type: ecs.g7.large
    securityGroups: [sg-bp1tight000000000000]
    created: 50d
    disks:
      - { id: d-bp1tightvpc01sys0000, category: cloud_essd, level: PL1, size: 40 }
      - { id: d-bp1tightvpc01dat0000, category: cloud_essd, level: PL1, size: 40 }
  - id: i-uf6branchweb01000000
    name: branch-web-01
    vSwitch: vsw-uf6branchf0000000000
    type: ecs.g7.large
    securityGroups: [sg-uf6branch00000000000]
    created: 100d
    disks:
      - { id: d-uf6branchweb01sys000, category: cloud_essd, level: PL1, size: 40 }
      - { id: d-uf6branchweb01dat000, category: cloud_essd, level: PL1, size: 100 }
  - id: i-uf6branchpos01000000
    name: branch-pos-01
    vSwitch: vsw-uf6branchf0000000000
    type: ecs.c7.large
    securityGroups: [sg-uf6branch00000000000]
    created: 100d
    disks:
      - { id: d-uf6branchpos01sys000, category: cloud_essd, level: PL1, size: 40 }

disks:
  - { id: d-bp1clustershared0000, name: cluster-shared, category: cloud_essd, level: PL1, size: 100, multiAttach: true, attachedTo: [i-bp1clustera010000000, i-bp1clusterb010000000] }
  - { id: d-bp1spareattached0000, name: spare-once-attached, zone: cn-hangzhou-h, category: cloud_essd, level: PL1, size: 100 }
  - { id: d-bp1spareneverused000, name: spare-never-attached, zone: cn-hangzhou-i, category: cloud_essd, level: PL1, size: 40, neverAttached: true }

snapshots:
  - { id: s-bp1dbauto1sys0000000, disk: d-bp1dbmaster01sys0000, age: 42h, type: auto, name: auto2.0_20260101_sp, retentionDays: 7 }
  - { id: s-bp1dbauto1dat0000000, disk: d-bp1dbmaster01dat0000, age: 42h, type: auto, name: auto2.0_20260101_sp, retentionDays: 7 }
  - { id: s-bp1dbauto2sys0000000, disk: d-bp1dbmaster01sys0000, age: 18h, type: auto, name: auto2.0_20260102_sp, retentionDays: 7 }
  - { id: s-bp1dbauto2dat0000000, disk: d-bp1dbmaster01dat0000, age: 18h, type: auto, name: auto2.0_20260102_sp, retentionDays: 7 }

snapshotGroups:
  - { id: ssg-bp1dbweekly000000000, name: weekly, instance: i-bp1dbmaster010000000, age: 3d }

images:
  - { id: m-bp1dbgolden000000000, name: db-master-golden, fromGroup: ssg-bp1dbweekly000000000, age: 3d }
`;
