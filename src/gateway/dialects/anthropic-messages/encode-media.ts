import type { MediaPart, MediaSource } from '../conversation.ts';
import type { Draft } from './cache-marks.ts';
import type { WriteState } from './write-state.ts';

/** https://platform.claude.com/docs/en/build-with-claude/vision: the four that are read. */
const imageTypes: readonly string[] = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

/** Picture or document as a block; a text note where the API does not take it. */
export function writeMedia(part: MediaPart, state: WriteState): Draft {
  const { losses, extras, own } = state;
  const source = writeSource(part, own);
  if (source === undefined) {
    const what = part.source.kind === 'file-id' ? 'an upload at another provider' : part.media;
    losses.add('media', part.at, `The API does not take ${what} here.`);
    return { type: 'text', text: mediaNote(part.media, part.filename ?? part.title) };
  }
  const { detail, filename, title, context, citable, at } = part;
  // `auto` is what happens here.
  if (detail !== undefined && detail !== 'auto') {
    losses.add('field', at, 'The API has no choice of detail for pictures.');
  }
  const block: Draft = { type: part.media === 'image' ? 'image' : 'document', source };
  if (part.media === 'image') {
    if (filename !== undefined) losses.add('field', at, 'A picture has no file name here.');
  } else {
    const name = title ?? filename;
    if (name !== undefined && (name !== '' || own)) block.title = name;
    if (context !== undefined && (context !== '' || own)) block.context = context;
    const rest = extras.under(`${at}/citations`);
    if (citable !== undefined) block.citations = { enabled: citable, ...rest };
    else if (Object.keys(rest).length > 0) block.citations = rest;
  }
  Object.assign(source, extras.under(`${at}/source`));
  return Object.assign(block, extras.under(at));
}

/** Stands where a medium was that cannot be shown. */
export function mediaNote(media: string, name?: string): string {
  return name === undefined ? `[${media} left out]` : `[${media} left out: ${name}]`;
}

function writeSource({ media, source }: MediaPart, own: boolean): Draft | undefined {
  if (own && media !== 'audio' && media !== 'video') return sourceAsItWas(source);
  if (source.kind === 'file-id') {
    return source.dialect === 'anthropic-messages' && (media === 'image' || media === 'document')
      ? { type: 'file', file_id: source.id }
      : undefined;
  }
  if (media === 'image') {
    if (source.kind === 'url') return writeAddress(source.url);
    if (source.kind !== 'base64') return undefined;
    const type = imageType(source.mimeType);
    return type === undefined ? undefined : { type: 'base64', media_type: type, data: source.data };
  }
  return media === 'document' ? writeDocument(source) : undefined;
}

function sourceAsItWas(source: MediaSource): Draft {
  const mime = source.mimeType === undefined ? {} : { media_type: source.mimeType };
  switch (source.kind) {
    case 'base64':
      return { type: 'base64', ...mime, data: source.data };
    case 'url':
      return { type: 'url', url: source.url, ...mime };
    case 'text':
      return { type: 'text', ...mime, data: source.text };
    case 'file-id':
      return { type: 'file', file_id: source.id, ...mime };
  }
}

function imageType(mimeType: string): string | undefined {
  const type = mimeType.toLowerCase() === 'image/jpg' ? 'image/jpeg' : mimeType.toLowerCase();
  return imageTypes.includes(type) ? type : undefined;
}

function writeDocument(source: Exclude<MediaSource, { kind: 'file-id' }>): Draft | undefined {
  if (source.kind === 'url') return writeAddress(source.url);
  if (source.kind === 'text') return plainText(source.text);
  const type = source.mimeType.toLowerCase().split(';')[0] ?? '';
  if (type === 'application/pdf') return { type: 'base64', media_type: type, data: source.data };
  // Whatever is text is read as plain text; nothing else is.
  if (/^text\/|^application\/(?:[\w.+-]*\+)?(?:json|xml|yaml)$/.test(type)) {
    return plainText(Buffer.from(source.data, 'base64').toString());
  }
  return undefined;
}

/** Anthropic fetches from the web; addresses within another vendor's cloud (`gs:`) lead nowhere. */
function writeAddress(url: string): Draft | undefined {
  return /^https?:\/\//i.test(url) ? { type: 'url', url } : undefined;
}

function plainText(text: string): Draft | undefined {
  return text === '' ? undefined : { type: 'text', media_type: 'text/plain', data: text };
}
