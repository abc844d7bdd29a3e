import type { ScenarioObject } from '../../src/simulator/index.ts';

export const WEB = 'i-bp1webprod0100000000';
export const STANDBY = 'i-bp1standbyi000000000';
export const STANDBY_K = 'i-bp1standbyk000000000';
export const OTHER = 'i-bp1standbyi200000000';
export const FULL = 'i-bp1fullslots00000000';
export const BRANCH = 'i-uf6branchweb01000000';

export const standby = (id: string, name: string, vSwitch: string, more: object = {}) => ({
  id,
  name,
  vSwitch,
  type: 'ecs.g7.large',
  securityGroups: ['sg-bp1admin000000000000'],
  disks: [{ category: 'cloud_essd' as const, level: 'PL1' as const, size: 40 }],
  ...more,
});

/** The shop, and instances in other zones that recovered disks can go to. */
export const SHOP: ScenarioObject = {
  name: 'shop-with-standbys',
  extends: 'default',
  vSwitches: [
    {
      id: 'vsw-bp1prodk000000000000',
      name: 'prod-k',
      vpc: 'vpc-bp1prod0000000000000',
      zone: 'cn-hangzhou-k',
      cidr: '10.20.40.0/24',
    },
  ],
  instances: [
    standby(STANDBY, 'standby-i', 'vsw-bp1prodi000000000000'),
    standby(OTHER, 'standby-i-2', 'vsw-bp1prodi000000000000'),
    standby(STANDBY_K, 'standby-k', 'vsw-bp1prodk000000000000', { status: 'Stopped' }),
    standby(FULL, 'full-slots', 'vsw-bp1prodi000000000000', {
      disks: Array.from({ length: 17 }, () => ({ category: 'cloud_essd', level: 'PL1', size: 40 })),
    }),
  ],
};
