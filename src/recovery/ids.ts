/** What may name a recovery: ours, or one that a person or another tool chose. Safe in tags, names and URLs. */
export const RECOVERY_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{2,63}$/;

/** Whether a tag names an instance: the source of a disk that was attached nowhere is the disk, and anybody can write tags. */
export function isInstanceId(id: string): boolean {
  return /^i-[A-Za-z0-9-]{1,40}$/.test(id);
}

export function isSnapshotId(id: string): boolean {
  return /^s-[A-Za-z0-9-]{1,40}$/.test(id);
}

/** `dr-20261120-031542-8f3a2c1d`: the UTC moment makes it readable and sortable, the eight hex digits make it unique. */
export function mintRecoveryId(nowMs: number, randomHex8: string): string {
  const [date = '', clock = ''] = new Date(nowMs).toISOString().split('T');
  return `dr-${date.replaceAll('-', '')}-${clock.slice(0, 8).replaceAll(':', '')}-${randomHex8}`;
}

/** The UTC moment inside a recovery id, where it carries one. */
export function recoveryTime(recoveryId: string): { date: string; time: string } | undefined {
  const [, date, time] = /(?<!\d)(\d{8})-(\d{6})(?!\d)/.exec(recoveryId) ?? [];
  return date !== undefined && time !== undefined ? { date, time } : undefined;
}
