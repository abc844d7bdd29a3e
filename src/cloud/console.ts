export type ConsoleKind = 'instance' | 'snapshot' | 'snapshot-group' | 'image' | 'disk' | 'vswitch';

const ECS = 'https://ecs.console.aliyun.com';

/** The page of one resource, or of the list when no id is given. */
export function consoleUrl(regionId: string, kind: ConsoleKind, id?: string): string {
  const region = encodeURIComponent(regionId);
  const one = id === undefined ? undefined : encodeURIComponent(id);
  switch (kind) {
    case 'instance':
      return one ? `${ECS}/server/${one}/detail?regionId=${region}` : `${ECS}/server/region/${region}`;
    case 'disk':
      return one ? `${ECS}/disk/detail/${one}?regionId=${region}` : `${ECS}/disk/region/${region}`;
    case 'snapshot':
      return `${ECS}/snapshot/region/${region}${one ? `?snapshotId=${one}` : ''}`;
    case 'snapshot-group':
      return `${ECS}/snapshot/snapshotGroup/region/${region}${one ? `?snapshotGroupId=${one}` : ''}`;
    case 'image':
      return `${ECS}/image/region/${region}/imageList${one ? `?imageId=${one}` : ''}`;
    case 'vswitch':
      return `https://vpc.console.aliyun.com/vpc/${region}/switches${one ? `/${one}` : ''}`;
  }
}
