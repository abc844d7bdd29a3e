/** The two UTC spellings of the API. [api: times] */

/** `yyyy-MM-ddTHH:mmZ`: instances. */
export function minutes(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}

/** `yyyy-MM-ddTHH:mm:ssZ`: disks, snapshots, groups, images, VPC. */
export function seconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** ExpiredTime of a PostPaid instance. [api: times] */
export const INSTANCE_NEVER_EXPIRES = '2099-12-31T15:59Z';
/** ExpiredTime of a PostPaid disk. [api: times] */
export const DISK_NEVER_EXPIRES = '2999-09-08T16:00Z';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const DAY = 24 * 60 * MINUTE;
