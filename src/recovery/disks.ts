import type { Disk } from './estate.ts';

/** Where every instance has its system disk, by the API's names (the guest may call it otherwise). */
export const SYSTEM_DEVICE = '/dev/xvda';

/** Data disks that one image, and one RunInstances, can carry. */
export const MOST_DATA_DISKS = 16;

/** ESSD family: the only disks a snapshot consistency group takes. */
const ESSD = ['cloud_essd', 'cloud_auto', 'cloud_essd_entry'];
/** Zone-redundant disks: a group takes them only among themselves. */
const REGIONAL = ['cloud_essd_zrs', 'cloud_regional_disk_auto'];

export function isEssd(category: string): boolean {
  return ESSD.includes(category) || isRegional(category);
}

export function isRegional(category: string): boolean {
  return REGIONAL.includes(category);
}

/** Local and elastic ephemeral disks have no snapshots: no recovery can bring their data back. */
export function isUnsnapshottable(category: string): boolean {
  return /^(local|ephemeral|elastic_ephemeral)/.test(category);
}

/** cloud_essd_entry exists only on these families. */
export function takesEntryDisks(typeFamily: string): boolean {
  return /^(ecs\.)?(u1|e)$/.test(typeFamily);
}

/** The device by the API; a multi-attach disk has one per instance, and that at the named one counts. */
export function deviceOf(disk: Disk, instanceId?: string): string | undefined {
  const own = disk.attachments.find((a) => a.instanceId === instanceId);
  const device = own?.device || disk.device || disk.attachments[0]?.device;
  return device || (disk.type === 'system' ? SYSTEM_DEVICE : undefined);
}

/** The instance's disks as it has them: each with its device there, whatever it is at another instance. */
export function asAttachedTo(instanceId: string, disks: readonly Disk[]): Disk[] {
  const seen = disks.map((disk) => {
    const device = deviceOf(disk, instanceId);
    return device === undefined ? disk : { ...disk, device };
  });
  return inDeviceOrder(seen);
}

/** How a disk is called in texts: its device, else its id. */
export function diskLabel(disk: Disk): string {
  return deviceOf(disk) ?? disk.id;
}

/** System disk first, then by device (xvdb … xvdz, xvdaa …), then by id: the same for every order of reading. */
export function inDeviceOrder<T extends Disk>(disks: readonly T[]): T[] {
  return [...disks].sort((a, b) => compareText(deviceKey(a), deviceKey(b)));
}

function deviceKey(disk: Disk): string {
  const device = deviceOf(disk) ?? '';
  // Longer names are later ones (xvdaa after xvdz); a disk without a name comes last.
  const length = String(device.length || 999).padStart(3, '0');
  return `${disk.type === 'system' ? 0 : 1} ${length} ${device} ${disk.id}`;
}

/** /dev/xvdb … /dev/xvdz: the names an image can give to data disks. */
export const DATA_DEVICES: readonly string[] = [...'bcdefghijklmnopqrstuvwxyz'].map((c) => `/dev/xvd${c}`);

export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
