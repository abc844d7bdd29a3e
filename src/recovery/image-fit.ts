import type { Image, Instance } from './estate.ts';

/** Why no instance like the source starts from this image, whatever it holds; undefined where nothing is known against it. */
export function metadataProblem(
  { metadata }: Pick<Instance, 'metadata'>,
  { id, imdsSupport }: Pick<Image, 'id' | 'imdsSupport'>,
): string | undefined {
  if (metadata.httpTokens !== 'required' || imdsSupport !== 'v1') return undefined;
  return `image ${id} supports metadata v1 only, the source requires tokens (v2): create the image anew`;
}
