import type { MediaPart, Part, TextPart } from '../conversation.ts';
import { formatOfAudio } from './audio-format.ts';
import { urlOfSource } from './data-url.ts';
import type { EncodeScope, Writable } from './encode-scope.ts';

/** A part of a message's content that has been written, and where it comes from. */
export interface WrittenPart {
  readonly object: Writable;
  /** The text, when the part is nothing but text. */
  readonly text?: string;
  /** It must stay an object of its own. */
  readonly fixed: boolean;
}

/** Parts that may stand in a list of content. Calls, results and reasoning have places of their own. */
export function writePart(part: Part, scope: EncodeScope): WrittenPart | undefined {
  switch (part.kind) {
    case 'text':
      return writeText(part, scope);
    case 'media':
      return writeMedia(part, scope);
    case 'hosted':
      if (scope.own && part.dialect === 'openai-chat') return { object: { ...part.value }, fixed: true };
      scope.losses.add('hosted', part.at, `a step of ${part.tool}`);
      return part.text === '' ? undefined : textPart(part.text);
    case 'native':
      if (scope.own && part.dialect === 'openai-chat') return { object: { ...part.value }, fixed: true };
      scope.losses.add('part', part.at, part.what);
      return undefined;
    default:
      return undefined;
  }
}

function textPart(text: string): WrittenPart {
  return { object: { type: 'text', text }, text, fixed: false };
}

function writeText(part: TextPart, scope: EncodeScope): WrittenPart {
  const object: Writable = { type: 'text', text: part.text };
  scope.place(part.at, object);
  scope.mark(object, part.cache, part.at);
  return { object, text: part.text, fixed: scope.needsObject(part.at, part.cache) };
}

function writeMedia(part: MediaPart, scope: EncodeScope): WrittenPart | undefined {
  if (!scope.own) loseMediaWords(part, scope);
  const object = mediaObject(part, scope);
  if (object === undefined) {
    scope.losses.add('media', part.at, `${part.media} (${part.source.kind})`);
    return textPart(
      `[${part.filename ?? `A ${part.media}`} was here, which this model's API does not take.]`,
    );
  }
  scope.place(part.at, object);
  scope.mark(object, part.cache, part.at);
  if (typeof object.text === 'string' && !scope.needsObject(part.at, part.cache))
    return { object, text: object.text, fixed: false };
  return { object, fixed: true };
}

function loseMediaWords({ media, citable, filename, at }: MediaPart, { losses }: EncodeScope): void {
  if (citable === true) losses.add('citation', at, 'citations of a document cannot be asked for');
  if (filename !== undefined && media !== 'document') losses.add('field', at, `name of the ${media}`);
}

/** Undefined for what the API has no part for; parts of some providers only are written for whoever sent them. */
function mediaObject(part: MediaPart, scope: EncodeScope): Writable | undefined {
  const { media, source, filename } = part;
  if (source.kind === 'text') return { type: 'text', text: textOfDocument(part, source.text) };
  if (source.kind === 'file-id')
    return source.dialect === 'openai-chat' || source.dialect === 'openai-responses'
      ? inner(part, scope, 'file', { file_id: source.id, ...(filename !== undefined && { filename }) })
      : undefined;
  const url = urlOfSource(source);
  if (url === undefined) return undefined;
  if (media === 'image' || isImage(part)) {
    const detail = part.detail === undefined ? {} : { detail: part.detail };
    return inner(part, scope, 'image_url', { url, ...detail });
  }
  if (media === 'audio' && source.kind === 'base64')
    return inner(part, scope, 'input_audio', { data: source.data, format: formatOfAudio(source.mimeType) });
  if (media === 'document' && source.kind === 'base64' && !scope.own && /^text\//.test(source.mimeType))
    return { type: 'text', text: textOfDocument(part, Buffer.from(source.data, 'base64').toString()) };
  if (media === 'document' && source.kind === 'base64') {
    // OpenAI wants a name with the data.
    const name = filename ?? part.title ?? (scope.own ? undefined : 'document.pdf');
    return inner(
      part,
      scope,
      'file',
      name === undefined ? { file_data: url } : { filename: name, file_data: url },
    );
  }
  if (!scope.own) return undefined;
  if (media === 'video') return inner(part, scope, 'video_url', { url });
  if (media === 'audio') return { type: 'input_audio', input_audio: url };
  return filename === undefined
    ? { type: 'document_url', document_url: url }
    : inner(part, scope, 'file', { file_data: url, filename });
}

/** A document that is a picture, and has no name to be a file of the client's. */
function isImage({ media, source, filename }: MediaPart): boolean {
  return (
    media === 'document' &&
    filename === undefined &&
    source.kind === 'base64' &&
    source.mimeType.startsWith('image/')
  );
}

/** `{type: name, [name]: members}`. */
function inner({ at }: MediaPart, scope: EncodeScope, name: string, members: Writable): Writable {
  scope.place(`${at}/${name}`, members);
  return { type: name, [name]: members };
}

function textOfDocument({ title, filename, context }: MediaPart, text: string): string {
  const name = title ?? filename;
  const head = name === undefined ? '<document>' : `<document name=${JSON.stringify(name)}>`;
  const about = context === undefined ? '' : `${context}\n`;
  return `${head}\n${about}${text}\n</document>`;
}

/**
 * Content as one string where that says the same: many providers take no list, least of all for roles other than the
 * user's. Several texts of a client of this dialect stay a list, as it sent them.
 */
export function joinParts(parts: readonly WrittenPart[], scope: EncodeScope, gap: string): unknown {
  if (parts.length === 0) return '';
  const texts: string[] = [];
  for (const { text, fixed } of parts) if (text !== undefined && !fixed) texts.push(text);
  if (texts.length < parts.length || (scope.own && parts.length > 1))
    return parts.map(({ object }) => object);
  return texts.join(gap);
}
