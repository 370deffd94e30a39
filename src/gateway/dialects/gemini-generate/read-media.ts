import type { MediaPart, MediaSource } from '../conversation.ts';
import { type Fields, textOf } from '../json-value.ts';
import { camelFields, keepRest, type Reading } from './members.ts';

const inlineMembers = new Set(['mimeType', 'data', 'displayName']);
const fileMembers = new Set(['mimeType', 'fileUri', 'displayName']);

/** Bytes in the request: `{mimeType, data}`. Undefined without data. */
export function readInlineData(
  blob: Fields,
  blobAt: string,
  at: string,
  reading: Reading,
): MediaPart | undefined {
  const members = camelFields(blob);
  const data = textOf(members.data);
  if (data === undefined) return undefined;
  keepRest(reading, blobAt, blob, members, inlineMembers);
  const mimeType = textOf(members.mimeType) ?? 'application/octet-stream';
  return mediaOf({ kind: 'base64', mimeType, data: plainBase64(data) }, mimeType, members, at);
}

/** An address, an upload at Google (`files/…`) or an object in its storage (`gs://…`). Undefined without address. */
export function readFileData(
  file: Fields,
  fileAt: string,
  at: string,
  reading: Reading,
): MediaPart | undefined {
  const members = camelFields(file);
  const uri = textOf(members.fileUri);
  if (uri === undefined) return undefined;
  keepRest(reading, fileAt, file, members, fileMembers);
  const mimeType = textOf(members.mimeType);
  const known = mimeType !== undefined && { mimeType };
  const source: MediaSource = isPublic(uri)
    ? { kind: 'url', url: uri, ...known }
    : { kind: 'file-id', id: uri, dialect: 'gemini-generate', ...known };
  return mediaOf(source, mimeType ?? '', members, at);
}

/** Uploads have addresses too, but nobody else can read them. */
function isPublic(uri: string): boolean {
  return /^https?:\/\//i.test(uri) && !/^https:\/\/generativelanguage\.googleapis\.com\//i.test(uri);
}

function mediaOf(source: MediaSource, mimeType: string, members: Fields, at: string): MediaPart {
  const filename = textOf(members.displayName);
  return {
    kind: 'media',
    media: mediaKind(mimeType),
    source,
    ...(filename !== undefined && { filename }),
    at,
  };
}

function mediaKind(mimeType: string): MediaPart['media'] {
  const kind = mimeType.slice(0, mimeType.indexOf('/')).toLowerCase();
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document';
}

/** Google reads both alphabets of base64 (its Python SDK writes the other one); the other vendors only this. */
function plainBase64(data: string): string {
  if (!/[-_\s]/.test(data)) return data;
  return data.replaceAll('-', '+').replaceAll('_', '/').replace(/\s+/g, '');
}
