import type { Image } from './estate.ts';

/** Whether every snapshot that the image is made of shows: while it is being made they may come one by one. */
function showsAllSnapshots({ mappings }: Pick<Image, 'mappings'>): boolean {
  return mappings.length > 0 && mappings.every((mapping) => mapping.snapshotId !== undefined);
}

/**
 * How the snapshots of an image differ from those of a point: those that only the image has, and those that only the
 * point has. Both are empty where it was made of exactly them.
 */
export function pointApart(
  image: Pick<Image, 'mappings'>,
  point: readonly string[],
): { more: string[]; less: string[] } {
  const made = image.mappings.flatMap((mapping) => mapping.snapshotId ?? []);
  return {
    more: made.filter((id) => !point.includes(id)),
    // What does not show yet may still come.
    less: showsAllSnapshots(image) ? point.filter((id) => !made.includes(id)) : [],
  };
}
