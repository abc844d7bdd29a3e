/** Answers as the API words them (from its documentation and models), to be served by the fake. */

export const instances = {
  TotalCount: 1,
  PageNumber: 1,
  PageSize: 10,
  NextToken: '',
  Instances: {
    Instance: [
      {
        InstanceId: 'i-bp14c3604c9abc3e8b26',
        InstanceName: 'web-01',
        HostName: 'web-01',
        Description: '',
        Status: 'Running',
        RegionId: 'cn-hangzhou',
        ZoneId: 'cn-hangzhou-h',
        ClusterId: '',
        InstanceType: 'ecs.g7.large',
        InstanceTypeFamily: 'ecs.g7',
        Cpu: 2,
        Memory: 8192,
        CpuOptions: {
          CoreCount: 1,
          ThreadsPerCore: 2,
          Numa: 'ON',
          TopologyType: '',
        },
        GPUAmount: 0,
        GPUSpec: '',
        LocalStorageCapacity: 0,
        LocalStorageAmount: 0,
        ImageId: 'aliyun_3_x64_20G_alibase_20240528.vhd',
        OSName: 'Alibaba Cloud Linux  3.2104 LTS 64位',
        OSNameEn: 'Alibaba Cloud Linux  3.2104 LTS 64 bit',
        OSType: 'linux',
        IoOptimized: true,
        InstanceChargeType: 'PostPaid',
        InternetChargeType: 'PayByTraffic',
        InternetMaxBandwidthIn: 100,
        InternetMaxBandwidthOut: 10,
        CreationTime: '2026-03-02T06:41Z',
        StartTime: '2026-03-02T06:42Z',
        ExpiredTime: '2099-12-31T15:59Z',
        AutoReleaseTime: '',
        SerialNumber: '2f6b4f3e-6b6d-4f62-9c52-6f4b7a1e2c01',
        InstanceNetworkType: 'vpc',
        VlanId: '',
        StoppedMode: 'Not-applicable',
        SpotStrategy: 'NoSpot',
        SpotPriceLimit: 0.0,
        SpotDuration: 1,
        DeletionProtection: true,
        DeviceAvailable: true,
        Recyclable: false,
        SaleCycle: '',
        CreditSpecification: '',
        DeploymentSetId: '',
        KeyPairName: 'ops-key',
        HpcClusterId: '',
        ISP: '',
        ResourceGroupId: 'rg-acfmxazb4ph6aiy',
        SecurityGroupIds: {
          SecurityGroupId: ['sg-bp1ab9c37e7cf290ea4c'],
        },
        PublicIpAddress: {
          IpAddress: [],
        },
        InnerIpAddress: {
          IpAddress: [],
        },
        EipAddress: {
          AllocationId: 'eip-bp1b669372516d9b2203',
          IpAddress: '203.0.113.24',
          InternetChargeType: 'PayByTraffic',
          Bandwidth: 10,
          IsSupportUnassociate: true,
        },
        VpcAttributes: {
          VpcId: 'vpc-bp167f9aecb68bd8eb20',
          VSwitchId: 'vsw-bp11c5e580239aee2da5',
          NatIpAddress: '',
          PrivateIpAddress: {
            IpAddress: ['10.20.1.15'],
          },
        },
        NetworkInterfaces: {
          NetworkInterface: [
            {
              NetworkInterfaceId: 'eni-bp13b344fdb8acd0a89f',
              Type: 'Primary',
              MacAddress: '00:16:3e:0a:1b:2c',
              PrimaryIpAddress: '10.20.1.15',
              PrivateIpSets: {
                PrivateIpSet: [
                  {
                    PrivateIpAddress: '10.20.1.15',
                    Primary: true,
                  },
                ],
              },
            },
          ],
        },
        RdmaIpAddress: {
          IpAddress: [],
        },
        DedicatedHostAttribute: {
          DedicatedHostId: '',
          DedicatedHostName: '',
          DedicatedHostClusterId: '',
        },
        DedicatedInstanceAttribute: {
          Affinity: '',
          Tenancy: '',
        },
        EcsCapacityReservationAttr: {
          CapacityReservationId: '',
          CapacityReservationPreference: '',
        },
        HibernationOptions: {
          Configured: false,
        },
        MetadataOptions: {
          HttpEndpoint: '',
          HttpTokens: '',
          HttpPutResponseHopLimit: 0,
        },
        OperationLocks: {
          LockReason: [],
        },
        ImageOptions: {
          LoginAsNonRoot: false,
        },
        Tags: {
          Tag: [
            {
              TagKey: 'app',
              TagValue: 'web',
            },
          ],
        },
      },
    ],
  },
};

export const disks = {
  TotalCount: 2,
  PageNumber: 1,
  PageSize: 10,
  NextToken: '',
  Disks: {
    Disk: [
      {
        DiskId: 'd-bp18d8c67c1275c594de',
        DiskName: '',
        Description: '',
        RegionId: 'cn-hangzhou',
        ZoneId: 'cn-hangzhou-h',
        Type: 'system',
        Category: 'cloud_essd',
        PerformanceLevel: 'PL1',
        Size: 40,
        Status: 'In_use',
        Device: '/dev/xvda',
        InstanceId: 'i-bp14c3604c9abc3e8b26',
        Portable: true,
        DeleteWithInstance: true,
        DeleteAutoSnapshot: true,
        EnableAutoSnapshot: true,
        EnableAutomatedSnapshotPolicy: false,
        AutoSnapshotPolicyId: '',
        Encrypted: false,
        KMSKeyId: '',
        DiskChargeType: 'PostPaid',
        ExpiredTime: '2999-09-08T16:00Z',
        CreationTime: '2026-03-02T06:41:08Z',
        AttachedTime: '2026-03-02T06:41:15Z',
        DetachedTime: '',
        ImageId: 'aliyun_3_x64_20G_alibase_20240528.vhd',
        SourceSnapshotId: '',
        MultiAttach: 'Disabled',
        MountInstanceNum: 1,
        IOPS: 3800,
        IOPSRead: 3800,
        IOPSWrite: 3800,
        Throughput: 140,
        ThroughputRead: 140,
        ThroughputWrite: 140,
        ProvisionedIops: 0,
        BurstingEnabled: false,
        StorageSetId: '',
        StorageSetPartitionNumber: 0,
        StorageClusterId: '',
        ProductCode: '',
        ResourceGroupId: 'rg-acfmxazb4ph6aiy',
        SerialNumber: 'bp18d8c67c1275c594de',
        BdfId: '',
        OperationLocks: {
          OperationLock: [],
        },
        MountInstances: {
          MountInstance: [],
        },
        Attachments: {
          Attachment: [
            {
              InstanceId: 'i-bp14c3604c9abc3e8b26',
              Device: '/dev/xvda',
              AttachedTime: '2026-03-02T06:41:15Z',
            },
          ],
        },
        Tags: {
          Tag: [],
        },
      },
      {
        DiskId: 'd-bp10785640a6e9cda723',
        DiskName: '',
        Description: '',
        RegionId: 'cn-hangzhou',
        ZoneId: 'cn-hangzhou-h',
        Type: 'data',
        Category: 'cloud_essd',
        PerformanceLevel: 'PL1',
        Size: 100,
        Status: 'In_use',
        Device: '/dev/xvdb',
        InstanceId: 'i-bp14c3604c9abc3e8b26',
        Portable: true,
        DeleteWithInstance: false,
        DeleteAutoSnapshot: true,
        EnableAutoSnapshot: true,
        EnableAutomatedSnapshotPolicy: false,
        AutoSnapshotPolicyId: '',
        Encrypted: false,
        KMSKeyId: '',
        DiskChargeType: 'PostPaid',
        ExpiredTime: '2999-09-08T16:00Z',
        CreationTime: '2026-03-02T06:41:08Z',
        AttachedTime: '2026-03-02T06:41:15Z',
        DetachedTime: '',
        ImageId: '',
        SourceSnapshotId: '',
        MultiAttach: 'Disabled',
        MountInstanceNum: 1,
        IOPS: 3800,
        IOPSRead: 3800,
        IOPSWrite: 3800,
        Throughput: 140,
        ThroughputRead: 140,
        ThroughputWrite: 140,
        ProvisionedIops: 0,
        BurstingEnabled: false,
        StorageSetId: '',
        StorageSetPartitionNumber: 0,
        StorageClusterId: '',
        ProductCode: '',
        ResourceGroupId: 'rg-acfmxazb4ph6aiy',
        SerialNumber: 'bp10785640a6e9cda723',
        BdfId: '',
        OperationLocks: {
          OperationLock: [],
        },
        MountInstances: {
          MountInstance: [],
        },
        Attachments: {
          Attachment: [
            {
              InstanceId: 'i-bp14c3604c9abc3e8b26',
              Device: '/dev/xvdb',
              AttachedTime: '2026-03-02T06:41:15Z',
            },
          ],
        },
        Tags: {
          Tag: [
            {
              TagKey: 'app',
              TagValue: 'web',
            },
          ],
        },
      },
    ],
  },
};

export const snapshots = {
  TotalCount: 2,
  PageNumber: 1,
  PageSize: 10,
  NextToken: '',
  Snapshots: {
    Snapshot: [
      {
        SnapshotId: 's-bp190cd09f17f715ea71',
        SnapshotName: 'dr-20260820-system',
        Description: 'drill',
        RegionId: 'cn-hangzhou',
        Status: 'accomplished',
        Progress: '100%',
        RemainTime: 0,
        Available: true,
        CreationTime: '2026-08-20T02:10:31Z',
        LastModifiedTime: '2026-08-20T02:14:02Z',
        SnapshotType: 'user',
        Category: 'standard',
        InstantAccess: true,
        InstantAccessRetentionDays: 0,
        RetentionDays: 7,
        SourceDiskId: 'd-bp18d8c67c1275c594de',
        SourceDiskType: 'system',
        SourceDiskSize: '40',
        SourceStorageType: 'disk',
        SourceSnapshotId: '',
        SourceRegionId: '',
        Usage: 'none',
        Encrypted: false,
        KMSKeyId: '',
        ProductCode: '',
        ResourceGroupId: 'rg-acfmxazb4ph6aiy',
        SnapshotLinkId: 'sl-bp1377bdd388d55fbec8',
        SnapshotSN: '64472-116742336-61976111',
        Tags: {
          Tag: [
            {
              TagKey: 'dr:plan',
              TagValue: 'p-01',
            },
          ],
        },
      },
      {
        SnapshotId: 's-bp14785c2c4a40347d4b',
        SnapshotName: 'dr-20260820-data',
        Description: 'drill',
        RegionId: 'cn-hangzhou',
        Status: 'progressing',
        Progress: '61%',
        RemainTime: 85,
        Available: true,
        CreationTime: '2026-08-20T02:10:31Z',
        LastModifiedTime: '2026-08-20T02:14:02Z',
        SnapshotType: 'user',
        Category: 'standard',
        InstantAccess: true,
        InstantAccessRetentionDays: 0,
        RetentionDays: 7,
        SourceDiskId: 'd-bp10785640a6e9cda723',
        SourceDiskType: 'data',
        SourceDiskSize: '100',
        SourceStorageType: 'disk',
        SourceSnapshotId: '',
        SourceRegionId: '',
        Usage: 'none',
        Encrypted: false,
        KMSKeyId: '',
        ProductCode: '',
        ResourceGroupId: 'rg-acfmxazb4ph6aiy',
        SnapshotLinkId: 'sl-bp18197c17eddcf613ec',
        SnapshotSN: '64472-116742336-61976111',
        Tags: {
          Tag: [
            {
              TagKey: 'dr:plan',
              TagValue: 'p-01',
            },
          ],
        },
      },
    ],
  },
};

export const snapshotGroups = {
  NextToken: '',
  SnapshotGroups: {
    SnapshotGroup: [
      {
        SnapshotGroupId: 'ssg-bp1468b42f189ba037fa',
        InstanceId: 'i-bp14c3604c9abc3e8b26',
        Name: 'dr-20260820',
        Description: 'drill',
        Status: 'accomplished',
        CreationTime: '2026-08-20T02:10:31Z',
        ProgressStatus: '',
        ResourceGroupId: 'rg-acfmxazb4ph6aiy',
        Tags: {
          Tag: [
            {
              Key: 'dr:plan',
              Value: 'p-01',
            },
          ],
        },
        Snapshots: {
          Snapshot: [
            {
              SnapshotId: 's-bp190cd09f17f715ea71',
              SourceDiskId: 'd-bp18d8c67c1275c594de',
              SourceDiskType: 'system',
              Progress: '100%',
              Available: true,
              InstantAccess: true,
              InstantAccessRetentionDays: 0,
              Tags: {
                Tag: [
                  {
                    Key: 'acs:ecs:createFrom',
                    Value: 'i-bp14c3604c9abc3e8b26',
                  },
                ],
              },
            },
            {
              SnapshotId: 's-bp14785c2c4a40347d4b',
              SourceDiskId: 'd-bp10785640a6e9cda723',
              SourceDiskType: 'data',
              Progress: '61%',
              Available: true,
              InstantAccess: true,
              InstantAccessRetentionDays: 0,
              Tags: {
                Tag: [
                  {
                    Key: 'acs:ecs:createFrom',
                    Value: 'i-bp14c3604c9abc3e8b26',
                  },
                ],
              },
            },
          ],
        },
      },
    ],
  },
};

export const images = {
  RegionId: 'cn-hangzhou',
  TotalCount: 1,
  PageNumber: 1,
  PageSize: 10,
  Images: {
    Image: [
      {
        ImageId: 'm-bp128fe3b1aeca1c89f0',
        ImageName: 'dr-20260820-web-01',
        ImageFamily: '',
        ImageVersion: '',
        Description: 'drill',
        Status: 'Available',
        Usable: true,
        Progress: '100%',
        Architecture: 'x86_64',
        BootMode: 'UEFI-Preferred',
        Platform: 'Aliyun',
        OSName: 'Alibaba Cloud Linux  3.2104 LTS 64位',
        OSNameEn: 'Alibaba Cloud Linux  3.2104 LTS 64 bit',
        OSType: 'linux',
        Size: 40,
        CreationTime: '2026-08-20T02:20:11Z',
        ImageOwnerAlias: 'self',
        ImageOwnerId: 1234567890123456,
        IsCopied: false,
        IsPublic: false,
        IsSelfShared: '',
        IsSubscribed: false,
        IsSupportCloudinit: true,
        IsSupportIoOptimized: true,
        LoginAsNonRootSupported: false,
        ProductCode: '',
        ResourceGroupId: 'rg-acfmxazb4ph6aiy',
        SupplierName: '',
        Usage: 'none',
        DiskDeviceMappings: {
          DiskDeviceMapping: [
            {
              Device: '/dev/xvda',
              Type: 'system',
              Size: '40',
              SnapshotId: 's-bp190cd09f17f715ea71',
              Progress: '',
              RemainTime: 0,
              Format: '',
              ImportOSSBucket: '',
              ImportOSSObject: '',
              Encrypted: false,
            },
            {
              Device: '/dev/xvdb',
              Type: 'data',
              Size: '100',
              SnapshotId: 's-bp14785c2c4a40347d4b',
              Progress: '',
              RemainTime: 0,
              Format: '',
              ImportOSSBucket: '',
              ImportOSSObject: '',
              Encrypted: false,
            },
          ],
        },
        DetectionOptions: {
          Status: 'Finished',
          Items: {
            Item: [
              {
                Name: 'Nvme',
                Value: 'Supported',
                RiskLevel: '',
                RiskCode: '',
              },
            ],
          },
        },
        Features: {
          NvmeSupport: 'supported',
          ImdsSupport: 'v2',
        },
        Tags: {
          Tag: [
            {
              TagKey: 'dr:plan',
              TagValue: 'p-01',
            },
          ],
        },
      },
    ],
  },
};

export const vSwitches = {
  TotalCount: 1,
  PageNumber: 1,
  PageSize: 10,
  VSwitches: {
    VSwitch: [
      {
        VSwitchId: 'vsw-bp11c5e580239aee2da5',
        VpcId: 'vpc-bp167f9aecb68bd8eb20',
        ZoneId: 'cn-hangzhou-h',
        CidrBlock: '10.20.1.0/24',
        Ipv6CidrBlock: '',
        VSwitchName: 'web-h',
        Description: '',
        Status: 'Available',
        AvailableIpAddressCount: 251,
        CreationTime: '2026-02-11T08:00:12Z',
        IsDefault: false,
        NetworkAclId: '',
        OwnerId: 1234567890123456,
        ResourceGroupId: 'rg-acfmxazb4ph6aiy',
        ShareType: '',
        EnabledIpv6: false,
        RouteTable: {
          RouteTableId: 'vtb-bp145q7glnuzdvzu2xxxx',
          RouteTableType: 'System',
        },
        Tags: {
          Tag: [
            {
              Key: 'app',
              Value: 'web',
            },
          ],
        },
      },
    ],
  },
};

export const vpc = {
  VpcId: 'vpc-bp167f9aecb68bd8eb20',
  RegionId: 'cn-hangzhou',
  VpcName: 'prod',
  Description: '',
  Status: 'Available',
  CidrBlock: '10.20.0.0/16',
  Ipv6CidrBlock: '',
  IsDefault: false,
  VRouterId: 'vrt-bp1lhl0taikrteen80oxx',
  CreationTime: '2026-02-11T07:58:01Z',
  OwnerId: 1234567890123456,
  ResourceGroupId: 'rg-acfmxazb4ph6aiy',
  VSwitchIds: {
    VSwitchId: ['vsw-bp11c5e580239aee2da5'],
  },
  SecondaryCidrBlocks: {
    SecondaryCidrBlock: ['192.168.0.0/16'],
  },
  UserCidrs: {
    UserCidr: [],
  },
  Tags: {
    Tag: [],
  },
};

export const systemDiskStock = {
  AvailableZones: {
    AvailableZone: [
      {
        RegionId: 'cn-hangzhou',
        ZoneId: 'cn-hangzhou-k',
        Status: 'Available',
        StatusCategory: 'WithStock',
        AvailableResources: {
          AvailableResource: [
            {
              Type: 'SystemDisk',
              SupportedResources: {
                SupportedResource: [
                  {
                    Value: 'cloud_essd',
                    Status: 'Available',
                    StatusCategory: 'WithStock',
                    Min: 20,
                    Max: 2048,
                    Unit: 'GiB',
                  },
                  {
                    Value: 'cloud_auto',
                    Status: 'Available',
                    StatusCategory: 'WithStock',
                    Min: 1,
                    Max: 2048,
                    Unit: 'GiB',
                  },
                ],
              },
            },
          ],
        },
      },
    ],
  },
};

export const instanceStock = {
  AvailableZones: {
    AvailableZone: [
      {
        RegionId: 'cn-hangzhou',
        ZoneId: 'cn-hangzhou-k',
        Status: 'Available',
        StatusCategory: 'WithStock',
        AvailableResources: {
          AvailableResource: [
            {
              Type: 'InstanceType',
              SupportedResources: {
                SupportedResource: [
                  {
                    Value: 'ecs.g7.large',
                    Status: 'Available',
                    StatusCategory: 'WithStock',
                  },
                  {
                    Value: 'ecs.g7.xlarge',
                    Status: 'Available',
                    StatusCategory: 'ClosedWithStock',
                  },
                  {
                    Value: 'ecs.g6.large',
                    Status: 'SoldOut',
                    StatusCategory: 'WithoutStock',
                  },
                ],
              },
            },
          ],
        },
      },
    ],
  },
};

export const instanceTypes = {
  NextToken: '',
  InstanceTypes: {
    InstanceType: [
      {
        InstanceTypeId: 'ecs.g7.large',
        InstanceTypeFamily: 'ecs.g7',
        InstanceFamilyLevel: 'EnterpriseLevel',
        InstanceCategory: 'General-purpose',
        CpuArchitecture: 'X86',
        CpuCoreCount: 2,
        CpuSpeedFrequency: 2.7,
        CpuTurboFrequency: 3.5,
        PhysicalProcessorModel: 'Intel Xeon (Ice Lake) Platinum 8369B',
        MemorySize: 8.0,
        GPUAmount: 0,
        GPUSpec: '',
        GPUMemorySize: 0,
        DiskQuantity: 17,
        EniQuantity: 3,
        EniPrivateIpAddressQuantity: 6,
        EniIpv6AddressQuantity: 6,
        EniTotalQuantity: 3,
        EniTrunkSupported: true,
        EriQuantity: 0,
        InstanceBandwidthRx: 2048000,
        InstanceBandwidthTx: 2048000,
        InstancePpsRx: 900000,
        InstancePpsTx: 900000,
        JumboFrameSupport: false,
        LocalStorageCategory: '',
        NvmeSupport: 'required',
        PrimaryEniQueueNumber: 2,
        SecondaryEniQueueNumber: 2,
        TotalEniQueueQuantity: 6,
        MaximumQueueNumberPerEni: 2,
        NetworkCardQuantity: 1,
        SupportedBootModes: {
          SupportedBootMode: ['BIOS', 'UEFI'],
        },
      },
    ],
  },
};

export const recommendations = {
  Data: {
    RecommendInstanceType: [
      {
        RegionId: 'cn-hangzhou',
        ZoneId: 'cn-hangzhou-k',
        CommodityCode: 'ecs',
        Scene: 'CREATE',
        Priority: 1,
        InstanceChargeType: 'PostPaid',
        SpotStrategy: 'NoSpot',
        InstanceType: {
          InstanceType: 'ecs.g7.large',
          InstanceTypeFamily: 'ecs.g7',
          Generation: 'ecs-6',
          Cores: 2,
          Memory: 8192,
          SupportIoOptimized: 'optimized',
        },
        Zones: {
          zone: [
            {
              ZoneNo: 'cn-hangzhou-k',
              NetworkTypes: {
                NetworkType: ['vpc'],
              },
            },
          ],
        },
      },
    ],
  },
};

export const price = {
  PriceInfo: {
    Price: {
      Currency: 'CNY',
      OriginalPrice: 0.6125,
      DiscountPrice: 0.0,
      TradePrice: 0.6125,
      DetailInfos: {
        DetailInfo: [
          {
            Resource: 'instanceType',
            OriginalPrice: 0.49,
            DiscountPrice: 0.0,
            TradePrice: 0.49,
            SubRules: {
              Rule: [],
            },
          },
          {
            Resource: 'systemDisk',
            OriginalPrice: 0.0875,
            DiscountPrice: 0.0,
            TradePrice: 0.0875,
            SubRules: {
              Rule: [],
            },
          },
          {
            Resource: 'bandwidth',
            OriginalPrice: 0.035,
            DiscountPrice: 0.0,
            TradePrice: 0.035,
            SubRules: {
              Rule: [],
            },
          },
        ],
      },
    },
    Rules: {
      Rule: [],
    },
  },
};

export const snapshotPolicies = {
  TotalCount: 1,
  PageNumber: 1,
  PageSize: 10,
  AutoSnapshotPolicies: {
    AutoSnapshotPolicy: [
      {
        AutoSnapshotPolicyId: 'sp-bp1ef71e42ef9254a9c9',
        AutoSnapshotPolicyName: 'daily',
        RegionId: 'cn-hangzhou',
        Status: 'Normal',
        Type: 'Custom',
        TimePoints: '["2"]',
        RepeatWeekdays: '["1","2","3","4","5","6","7"]',
        RetentionDays: 7,
        DiskNums: 2,
        VolumeNums: 0,
        EnableCrossRegionCopy: false,
        CopiedSnapshotsRetentionDays: -1,
        TargetCopyRegions: '',
        CreationTime: '2026-02-12T03:00:00Z',
        ResourceGroupId: 'rg-acfmxazb4ph6aiy',
        CopyEncryptionConfiguration: {
          Encrypted: false,
          KMSKeyId: '',
        },
        Tags: {
          Tag: [],
        },
      },
    ],
  },
};

export const events = {
  TotalCount: 1,
  PageNumber: 1,
  PageSize: 10,
  NextToken: '',
  InstanceSystemEventSet: {
    InstanceSystemEventType: [
      {
        EventId: 'e-bp1h2k3j4l5m6n7o8p9q',
        InstanceId: 'i-bp183437f65a0bd3859f',
        ResourceType: 'instance',
        EventType: {
          Code: 34,
          Name: 'SystemFailure.Delete',
        },
        EventCycleStatus: {
          Code: 27,
          Name: 'Executed',
        },
        EventPublishTime: '2026-08-20T02:41:05Z',
        NotBefore: '2026-08-20T02:41:05Z',
        EventFinishTime: '2026-08-20T02:41:06Z',
        ImpactLevel: '0',
        Reason: 'NoStock',
        ExtendedAttribute: {
          Device: '',
          DiskId: '',
        },
      },
    ],
  },
};

export const userData = {
  RegionId: 'cn-hangzhou',
  InstanceId: 'i-bp14c3604c9abc3e8b26',
  UserData: 'IyEvYmluL3NoCmVjaG8gb2sK',
};

export const attribute = {
  InstanceId: 'i-bp14c3604c9abc3e8b26',
  InstanceName: 'web-01',
  HostName: 'web-01',
  Description: '',
  Status: 'Running',
  RegionId: 'cn-hangzhou',
  ZoneId: 'cn-hangzhou-h',
  ClusterId: '',
  InstanceType: 'ecs.g7.large',
  Cpu: 2,
  Memory: 8192,
  ImageId: 'aliyun_3_x64_20G_alibase_20240528.vhd',
  IoOptimized: 'optimized',
  InstanceChargeType: 'PostPaid',
  InternetChargeType: 'PayByTraffic',
  InternetMaxBandwidthIn: 100,
  InternetMaxBandwidthOut: 10,
  CreationTime: '2026-03-02T06:41Z',
  ExpiredTime: '2099-12-31T15:59Z',
  SerialNumber: '2f6b4f3e-6b6d-4f62-9c52-6f4b7a1e2c01',
  InstanceNetworkType: 'vpc',
  VlanId: '',
  StoppedMode: 'Not-applicable',
  CreditSpecification: '',
  SecurityGroupIds: {
    SecurityGroupId: ['sg-bp1ab9c37e7cf290ea4c'],
  },
  PublicIpAddress: {
    IpAddress: [],
  },
  InnerIpAddress: {
    IpAddress: [],
  },
  EipAddress: {
    AllocationId: 'eip-bp1b669372516d9b2203',
    IpAddress: '203.0.113.24',
    InternetChargeType: 'PayByTraffic',
    Bandwidth: 10,
  },
  VpcAttributes: {
    VpcId: 'vpc-bp167f9aecb68bd8eb20',
    VSwitchId: 'vsw-bp11c5e580239aee2da5',
    NatIpAddress: '',
    PrivateIpAddress: {
      IpAddress: ['10.20.1.15'],
    },
  },
  OperationLocks: {
    LockReason: [],
  },
  DedicatedHostAttribute: {
    DedicatedHostId: '',
    DedicatedHostName: '',
  },
};

export const regions = {
  Regions: {
    Region: [
      {
        RegionId: 'cn-hangzhou',
        RegionEndpoint: 'ecs-cn-hangzhou.aliyuncs.com',
        LocalName: '华东1（杭州）',
        Status: 'available',
      },
      {
        RegionId: 'cn-shanghai',
        RegionEndpoint: 'ecs.cn-shanghai.aliyuncs.com',
        LocalName: '华东2（上海）',
        Status: 'available',
      },
    ],
  },
};

export const zones = {
  Zones: {
    Zone: [
      {
        ZoneId: 'cn-hangzhou-h',
        LocalName: '杭州 可用区H',
        ZoneType: 'AvailabilityZone',
      },
      {
        ZoneId: 'cn-hangzhou-k',
        LocalName: '杭州 可用区K',
        ZoneType: 'AvailabilityZone',
      },
    ],
  },
};

export const caller = {
  AccountId: '1234567890123456',
  UserId: '298765432109876543',
  Arn: 'acs:ram::1234567890123456:user/dr-operator',
  PrincipalId: '298765432109876543',
  IdentityType: 'RAMUser',
};

export const forbidden = {
  HostId: 'ecs.cn-hangzhou.aliyuncs.com',
  Code: 'Forbidden.RAM',
  Message: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
  Recommend:
    'https://api.aliyun.com/troubleshoot?q=Forbidden.RAM&product=Ecs&requestId=B2613CC2-D05E-57E8-9F59-D08ACB162695',
  AccessDeniedDetail: {
    AuthAction: 'ecs:RunInstances',
    AuthPrincipalType: 'SubUser',
    AuthPrincipalOwnerId: '1234567890123456',
    AuthPrincipalDisplayName: '298765432109876543',
    NoPermissionType: 'ImplicitDeny',
    PolicyType: 'AccountLevelIdentityBasedPolicy',
    EncodedDiagnosticMessage: 'AQIBIAAAAOexampleonly==',
  },
};
