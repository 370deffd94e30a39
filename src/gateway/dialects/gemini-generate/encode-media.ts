import type { MediaPart } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import { loseCacheMark, type Writing } from './writing.ts';

/** Pictures that Gemini does not read ("Unsupported MIME type"). */
const refusedImages = /^image\/(?:gif|bmp|tiff|svg\+xml|x-icon|avif)\b/i;

/** What an address ends in, where its type is not said: `fileData` needs one. */
const typesByEnding: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['heic', 'image/heic'],
  ['heif', 'image/heif'],
  ['pdf', 'application/pdf'],
  ['txt', 'text/plain'],
  ['md', 'text/plain'],
  ['csv', 'text/csv'],
  ['html', 'text/html'],
  ['mp3', 'audio/mpeg'],
  ['wav', 'audio/wav'],
  ['mp4', 'video/mp4'],
  ['mov', 'video/quicktime'],
  ['webm', 'video/webm'],
]);

const usualTypes: Readonly<Record<MediaPart['media'], string>> = {
  image: 'image/jpeg',
  audio: 'audio/mpeg',
  video: 'video/mp4',
  document: 'application/pdf',
};

/** A picture, sound, video or document as a part, with what is to be read before it; a note where it cannot be sent. */
export function writeMedia(part: MediaPart, writing: Writing): readonly Fields[] {
  loseMediaWords(part, writing);
  const about = [part.title, part.context].filter((text) => text !== undefined && text !== '');
  const before = about.length === 0 ? [] : [{ text: about.join('\n') }];
  const source = writeSource(part, writing);
  if (source === undefined) {
    writing.losses.add('media', part.at, `${part.media} that Gemini cannot read`);
    return [...before, { text: `[${part.media} left out: this model cannot read it]` }];
  }
  return [...before, { ...source, ...writing.extras.at(part.at) }];
}

/** `inlineData` or `fileData`; undefined when Gemini cannot take it. */
export function writeSource(
  { source, media, filename, at }: MediaPart,
  writing: Writing,
): Fields | undefined {
  const name = writing.isOwn && filename !== undefined && { displayName: filename };
  const inlineRest = writing.extras.at(`${at}/inlineData`);
  const fileRest = writing.extras.at(`${at}/fileData`);
  switch (source.kind) {
    case 'base64': {
      const { mimeType, data } = source;
      if (!writing.isOwn && refusedImages.test(mimeType)) return undefined;
      return { inlineData: { mimeType, data, ...name, ...inlineRest } };
    }
    case 'text': {
      const data = Buffer.from(source.text).toString('base64');
      return { inlineData: { mimeType: source.mimeType ?? 'text/plain', data } };
    }
    case 'url': {
      const mimeType = source.mimeType ?? (writing.isOwn ? undefined : typeOfAddress(source.url, media));
      return {
        fileData: { ...(mimeType !== undefined && { mimeType }), fileUri: source.url, ...name, ...fileRest },
      };
    }
    case 'file-id': {
      if (source.dialect !== 'gemini-generate') return undefined;
      const { mimeType, id } = source;
      return { fileData: { ...(mimeType !== undefined && { mimeType }), fileUri: id, ...name, ...fileRest } };
    }
  }
}

function typeOfAddress(url: string, media: MediaPart['media']): string {
  const ending = /\.([a-z0-9]+)(?:[?#]|$)/i.exec(url)?.[1]?.toLowerCase() ?? '';
  return typesByEnding.get(ending) ?? usualTypes[media];
}

/** Says what of a picture or document Gemini has no member for. */
export function loseMediaWords(part: MediaPart, writing: Writing): void {
  loseCacheMark(part.cache, part.at, writing);
  if (writing.isOwn) return;
  if (part.filename !== undefined) writing.losses.add('field', part.at, 'name of the file');
  if (part.detail !== undefined) writing.losses.add('field', part.at, 'detail of the picture');
  if (part.citable === true) writing.losses.add('citation', part.at, 'citations wanted from a document');
}
