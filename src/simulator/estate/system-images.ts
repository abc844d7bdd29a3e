/** Operating systems that instances and images name. */
export interface SystemImage {
  imageId: string;
  osName: string;
  osNameEn: string;
  osType: 'linux' | 'windows';
  platform: string;
  architecture: 'x86_64' | 'arm64';
  sizeGiB: number;
  bootMode: string;
  imdsSupport: 'v1' | 'v2';
  cloudInit: boolean;
  /** Whether ecs-user may be the login name. */
  loginAsNonRoot: boolean;
}

/** Public images of every region. */
export const SYSTEM_IMAGES: readonly SystemImage[] = [
  {
    imageId: 'aliyun_3_x64_20G_alibase_20250629.vhd',
    osName: 'Alibaba Cloud Linux  3.2104 LTS 64位',
    osNameEn: 'Alibaba Cloud Linux  3.2104 LTS 64 bit',
    osType: 'linux',
    platform: 'Aliyun',
    architecture: 'x86_64',
    sizeGiB: 20,
    bootMode: 'UEFI-Preferred',
    imdsSupport: 'v2',
    cloudInit: true,
    loginAsNonRoot: true,
  },
  {
    imageId: 'aliyun_3_arm64_20G_alibase_20250629.vhd',
    osName: 'Alibaba Cloud Linux  3.2104 LTS 64位 ARM版',
    osNameEn: 'Alibaba Cloud Linux  3.2104 LTS 64 bit ARM Edition',
    osType: 'linux',
    platform: 'Aliyun',
    architecture: 'arm64',
    sizeGiB: 20,
    bootMode: 'UEFI',
    imdsSupport: 'v2',
    cloudInit: true,
    loginAsNonRoot: true,
  },
  {
    imageId: 'ubuntu_22_04_x64_20G_alibase_20250722.vhd',
    osName: 'Ubuntu  22.04 64位',
    osNameEn: 'Ubuntu  22.04 64 bit',
    osType: 'linux',
    platform: 'Ubuntu',
    architecture: 'x86_64',
    sizeGiB: 20,
    bootMode: 'BIOS',
    imdsSupport: 'v1',
    cloudInit: true,
    loginAsNonRoot: true,
  },
  {
    imageId: 'win2022_21H2_x64_dtc_en-us_40G_alibase_20250723.vhd',
    osName: 'Windows Server  2022 数据中心版 64位英文版',
    osNameEn: 'Windows Server  2022 Data Center Edition 64bit English Edition',
    osType: 'windows',
    platform: 'Windows Server 2022',
    architecture: 'x86_64',
    sizeGiB: 40,
    bootMode: 'UEFI-Preferred',
    imdsSupport: 'v2',
    cloudInit: true,
    loginAsNonRoot: false,
  },
];

const [DEFAULT_IMAGE] = SYSTEM_IMAGES;

export function systemImage(imageId: string): SystemImage | undefined {
  return SYSTEM_IMAGES.find((image) => image.imageId === imageId);
}

/** What an image says of its system when nothing is known. [params: CreateImage.Platform] */
export function unknownSystem(architecture: string): SystemImage {
  return {
    imageId: '',
    osName: 'Others Linux 64位',
    osNameEn: 'Others Linux 64 bit',
    osType: 'linux',
    platform: 'Others Linux',
    architecture: architecture === 'arm64' ? 'arm64' : 'x86_64',
    sizeGiB: DEFAULT_IMAGE?.sizeGiB ?? 20,
    bootMode: 'UEFI-Preferred',
    imdsSupport: 'v1',
    cloudInit: false,
    loginAsNonRoot: false,
  };
}
