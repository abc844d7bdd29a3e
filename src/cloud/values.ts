/** Small conversions from the official models to estate.ts: an empty string is an absent field. */

type Given<T> = { [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K] };

/** The object without its undefined fields, so that optional fields are absent rather than undefined. */
export function present<T extends object>(value: Given<T>): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}

export function text(value: string | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The official models turn an empty string into NaN where a number belongs. */
export function num(value: number | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function texts(values: (string | undefined)[] | undefined): string[] {
  return (values ?? []).filter((v): v is string => typeof v === 'string' && v !== '');
}

/** "61%" → 61. */
export function percent(value: string | undefined): number | undefined {
  const n = Number.parseFloat(value ?? '');
  return Number.isFinite(n) ? Math.min(100, Math.max(0, n)) : undefined;
}

/** "40" → 40: sizes that the API sends as text. */
export function numeric(value: string | undefined): number | undefined {
  const n = Number.parseFloat(value ?? '');
  return Number.isFinite(n) ? n : undefined;
}

/** Both spellings of a tag on the wire: TagKey/TagValue in most ECS answers, Key/Value in groups and VPC. */
export function tags(
  list: { tagKey?: string; tagValue?: string; key?: string; value?: string }[] | undefined,
): { key: string; value: string }[] {
  return (list ?? []).flatMap((t) => {
    const key = t.tagKey ?? t.key;
    return key ? [{ key, value: t.tagValue ?? t.value ?? '' }] : [];
  });
}
