/** An automatic snapshot policy in the API's words: hours (UTC+8) and weekdays (1 is Monday) as JSON arrays of strings. */
export interface PolicyTold {
  id: string;
  name?: string;
  timePoints?: string;
  repeatWeekdays?: string;
  retentionDays?: number;
}

/** What it tells of the RPO. */
export function policyRow({ id, name, timePoints, repeatWeekdays, retentionDays }: PolicyTold) {
  return {
    id,
    ...(name !== undefined && { name }),
    timePoints: numbersIn(timePoints),
    repeatWeekdays: numbersIn(repeatWeekdays),
    ...(retentionDays !== undefined && { retentionDays }),
  };
}

/** More hours than this say more as a number. */
const MOST_HOURS = 4;

/** `nightly, at 2:00 UTC+8`: when, but not on which days. */
export function policyLabel(policy: PolicyTold): string {
  const { id, name = id, timePoints } = policyRow(policy);
  if (timePoints.length === 0) return name;
  if (timePoints.length > MOST_HOURS) return `${name}, ${timePoints.length} times a day`;
  return `${name}, at ${timePoints.map((hour) => `${hour}:00`).join(', ')} UTC+8`;
}

function numbersIn(list = ''): number[] {
  return [...list.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}
