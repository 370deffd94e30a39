import type { Fields } from '../json-value.ts';
import { type Opaque, wrapOpaque } from '../opaque.ts';
import { writeThoughtSignature } from './reasoning-details.ts';

/** OpenRouter's form of an image in an answer; undefined for other media. */
export function writeImage(mimeType: string, data: string, opaque: Opaque | undefined): Fields | undefined {
  if (!mimeType.startsWith('image/')) return undefined;
  const image = { type: 'image_url', image_url: { url: `data:${mimeType};base64,${data}` } };
  return opaque === undefined
    ? image
    : { ...image, extra_content: writeThoughtSignature(wrapOpaque(opaque)) };
}
