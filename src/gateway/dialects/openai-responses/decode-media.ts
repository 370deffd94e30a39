import type { MediaPart, MediaSource } from '../conversation.ts';
import { fieldsOf, textOf } from '../json-value.ts';
import type { Leftovers, Members } from './leftovers.ts';

const dataUrl = /^data:([\w.+-]+\/[\w.+-]+);base64,/;

/** `data:` addresses as bytes with their type; any other address as it is. */
export function sourceOfUrl(url: string): MediaSource {
  const found = dataUrl.exec(url.slice(0, 200));
  if (found?.[1] === undefined) return { kind: 'url', url };
  return { kind: 'base64', mimeType: found[1], data: url.slice(found[0].length) };
}

type Media = Omit<MediaPart, 'at'>;

/** `input_image`, `input_file` and `input_audio`; undefined when the part names no source. */
export function decodeMedia(type: string, part: Members, left: Leftovers): Media | undefined {
  switch (type) {
    case 'input_image':
      return imageOf(part, left);
    case 'input_file':
      return fileOf(part, left);
    case 'input_audio':
      return audioOf(part);
    default:
      return undefined;
  }
}

function imageOf(part: Members, left: Leftovers): Media | undefined {
  const source = imageSource(part, left);
  if (source === undefined) return undefined;
  const detail = part.text('detail');
  return { kind: 'media', media: 'image', source, ...(detail !== undefined && { detail }) };
}

function imageSource(part: Members, left: Leftovers): MediaSource | undefined {
  const url = textOf(part.look('image_url'));
  if (url !== undefined) {
    part.take('image_url');
    return sourceOfUrl(url);
  }
  // As in chat, which some clients mix in.
  const inner = textOf(fieldsOf(part.look('image_url'))?.url);
  if (inner !== undefined) {
    left.set(part.at, 'image_url', part.take('image_url'));
    return sourceOfUrl(inner);
  }
  return fileIdOf(part);
}

function fileIdOf(part: Members): MediaSource | undefined {
  const id = textOf(part.look('file_id'));
  if (id === undefined) return undefined;
  part.take('file_id');
  return { kind: 'file-id', id, dialect: 'openai-responses' };
}

function fileOf(part: Members, left: Leftovers): Media | undefined {
  const filename = textOf(part.look('filename'));
  const source = fileSource(part, left, filename);
  if (source === undefined) return undefined;
  if (filename !== undefined) part.take('filename');
  const detail = part.text('detail');
  const media = mediaOf('mimeType' in source ? source.mimeType : undefined);
  return {
    kind: 'media',
    media,
    source,
    ...(filename !== undefined && { filename }),
    ...(detail !== undefined && { detail }),
  };
}

function fileSource(part: Members, left: Leftovers, filename: string | undefined): MediaSource | undefined {
  const data = textOf(part.look('file_data'));
  if (data !== undefined) {
    part.take('file_data');
    if (data.startsWith('data:')) return sourceOfUrl(data);
    left.note(part.at, { plain: true });
    return { kind: 'base64', mimeType: mimeTypeOf(filename), data };
  }
  const url = textOf(part.look('file_url'));
  if (url !== undefined) {
    part.take('file_url');
    return { kind: 'url', url };
  }
  return fileIdOf(part);
}

function audioOf(part: Members): Media | undefined {
  const audio = fieldsOf(part.look('input_audio'));
  const data = textOf(audio?.data);
  const format = textOf(audio?.format);
  if (data === undefined || format === undefined) return undefined;
  part.take('input_audio');
  const mimeType = format === 'mp3' ? 'audio/mpeg' : `audio/${format}`;
  return { kind: 'media', media: 'audio', source: { kind: 'base64', mimeType, data } };
}

/** Files are documents, whatever their type says they show, except pictures and sounds. */
function mediaOf(mimeType: string | undefined): MediaPart['media'] {
  if (mimeType?.startsWith('image/') === true) return 'image';
  if (mimeType?.startsWith('audio/') === true) return 'audio';
  if (mimeType?.startsWith('video/') === true) return 'video';
  return 'document';
}

/** Bytes without a type: the API takes them for a PDF unless the name tells otherwise. */
function mimeTypeOf(filename: string | undefined): string {
  const ending = filename?.slice(filename.lastIndexOf('.') + 1).toLowerCase();
  return (ending === undefined ? undefined : types.get(ending)) ?? 'application/pdf';
}

const types: ReadonlyMap<string, string> = new Map([
  ['txt', 'text/plain'],
  ['md', 'text/markdown'],
  ['csv', 'text/csv'],
  ['html', 'text/html'],
  ['json', 'application/json'],
]);
