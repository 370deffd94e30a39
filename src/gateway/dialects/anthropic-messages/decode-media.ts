import type { Mutable } from '../../exchange/mutable.ts';
import type { MediaPart, MediaSource } from '../conversation.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../json-value.ts';
import { cacheOf } from './cache-control.ts';
import { keepRest } from './extras.ts';
import type { ReadState } from './read-state.ts';

const imageKnown: ReadonlySet<string> = new Set(['type', 'source', 'cache_control']);
const documentKnown: ReadonlySet<string> = new Set([...imageKnown, 'title', 'context', 'citations']);
const citationsKnown: ReadonlySet<string> = new Set(['enabled']);

/** An `image` or `document` block; undefined when its source is of a kind that nobody knows. */
export function readMedia(block: Fields, at: string, { extra }: ReadState): MediaPart | undefined {
  const media = block.type === 'image' ? 'image' : 'document';
  const given = fieldsOf(block.source);
  const source = given === undefined ? undefined : readSource(given);
  if (given === undefined || source === undefined) return undefined;
  const part: Mutable<MediaPart> = { kind: 'media', media, source, ...cacheOf(block, at, extra), at };
  if (given.type === 'content') extra.push({ at: `${at}/source`, value: given });
  else keepRest(given, sourceKnown, `${at}/source`, extra);
  keepRest(block, media === 'image' ? imageKnown : documentKnown, at, extra);
  if (media === 'image') return part;
  const { title, context, citations } = block;
  if (typeof title === 'string') part.title = title;
  if (typeof context === 'string') part.context = context;
  if (isFields(citations)) {
    if (typeof citations.enabled === 'boolean') part.citable = citations.enabled;
    keepRest(citations, citationsKnown, `${at}/citations`, extra);
  }
  return part;
}

const sourceKnown: ReadonlySet<string> = new Set(['type', 'media_type', 'data', 'url', 'file_id']);

function readSource(source: Fields): MediaSource | undefined {
  const mimeType = textOf(source.media_type);
  const mime = mimeType === undefined ? {} : { mimeType };
  switch (source.type) {
    case 'base64':
      if (typeof source.data !== 'string') return undefined;
      return { kind: 'base64', mimeType: mimeType ?? 'application/octet-stream', data: source.data };
    case 'url':
      return typeof source.url === 'string' ? { kind: 'url', url: source.url, ...mime } : undefined;
    case 'text':
      return typeof source.data === 'string' ? { kind: 'text', text: source.data, ...mime } : undefined;
    case 'file':
      return typeof source.file_id === 'string'
        ? { kind: 'file-id', id: source.file_id, dialect: 'anthropic-messages', ...mime }
        : undefined;
    case 'content':
      return { kind: 'text', text: textInside(source.content), mimeType: 'text/plain' };
    default:
      return undefined;
  }
}

/** Text of a list of blocks; pictures in it are left to the API that knows such documents. */
export function textInside(content: unknown): string {
  if (typeof content === 'string') return content;
  return listOf(content)
    .flatMap((item) => (typeof item === 'string' ? item : (textOf(fieldsOf(item)?.text) ?? [])))
    .join('\n');
}
