import type { Mutable } from '../../exchange/mutable.ts';
import type { Extra, MediaPart, Part, ReasoningPart, TextPart } from '../conversation.ts';
import { type Fields, fieldsOf, isFields, textOf } from '../json-value.ts';
import { mimeOfAudio, sniffAudio } from './audio-format.ts';
import { readCacheMark } from './cache-mark.ts';
import { packed, sourceOfUrl } from './data-url.ts';
import { MemberReader } from './member-reader.ts';

/** Content of a message: a text, a list of parts, or (some clients) one part. Empty texts say nothing. */
export function readContent(value: unknown, at: string, extras: Extra[]): Part[] {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value === 'string') return [{ kind: 'text', text: value, at }];
  if (isFields(value)) return readPart(value, at, extras);
  if (Array.isArray(value)) return value.flatMap((part, nth) => readPart(part, `${at}/${nth}`, extras));
  extras.push({ at, value });
  return [];
}

function readPart(value: unknown, at: string, extras: Extra[]): Part[] {
  if (typeof value === 'string') return value === '' ? [] : [{ kind: 'text', text: value, at }];
  if (!isFields(value)) {
    if (value !== null && value !== undefined) extras.push({ at, value });
    return [];
  }
  const reader = new MemberReader(value, at, extras);
  const part = readKnown(reader);
  if (part === undefined) return [{ kind: 'native', dialect: 'openai-chat', what: typeOf(value), value, at }];
  reader.take('type');
  if (part.kind !== 'reasoning') {
    const cache = readCacheMark(reader);
    if (cache !== undefined) part.cache = cache;
    else if (part.kind === 'text' && part.text === '') return [];
  }
  reader.rest();
  return [part];
}

function typeOf(value: Fields): string {
  return textOf(value.type) ?? 'part';
}

/** Takes members only when the part is understood; otherwise it stays as it is. */
function readKnown(
  reader: MemberReader,
): Mutable<TextPart> | Mutable<MediaPart> | Mutable<ReasoningPart> | undefined {
  const { fields, at } = reader;
  switch (fields.type) {
    case 'text':
    case 'input_text': // Responses' names, which clients mix up
    case 'output_text': {
      const text = reader.text('text');
      return text === undefined ? undefined : { kind: 'text', text, at };
    }
    case 'refusal': {
      const text = reader.text('refusal');
      return text === undefined ? undefined : { kind: 'text', text, refusal: true, at };
    }
    case 'thinking': // Mistral
      return readThinking(reader);
    case 'image_url':
      return readByAddress(reader, 'image', 'image_url');
    case 'video_url': // OpenRouter, Qwen
      return readByAddress(reader, 'video', 'video_url');
    case 'document_url': // Mistral
      return readByAddress(reader, 'document', 'document_url');
    case 'input_audio':
      return readAudio(reader);
    case 'file':
      return readFile(reader);
    default:
      return undefined;
  }
}

/** `{url}`, or with Mistral the address alone. */
function readByAddress(
  reader: MemberReader,
  media: MediaPart['media'],
  name: string,
): Mutable<MediaPart> | undefined {
  const { at } = reader;
  const inner = reader.fields[name];
  const url = textOf(inner) ?? textOf(fieldsOf(inner)?.url);
  if (url === undefined) return undefined;
  reader.take(name);
  const part: Mutable<MediaPart> = { kind: 'media', media, source: sourceOfUrl(url), at };
  if (!isFields(inner)) return part;
  const members = new MemberReader(inner, `${at}/${name}`, reader.extras);
  members.take('url');
  const detail = media === 'image' ? members.text('detail') : undefined;
  if (detail !== undefined) part.detail = detail;
  members.rest();
  return part;
}

function readAudio(reader: MemberReader): Mutable<MediaPart> | undefined {
  const { at } = reader;
  const inner = reader.fields.input_audio;
  if (typeof inner === 'string' && inner !== '') {
    reader.take('input_audio');
    const source = /^(https?|data):/i.test(inner)
      ? sourceOfUrl(inner)
      : { kind: 'base64' as const, mimeType: sniffAudio(inner), data: packed(inner) };
    return { kind: 'media', media: 'audio', source, at };
  }
  const data = textOf(fieldsOf(inner)?.data);
  if (!isFields(inner) || data === undefined) return undefined;
  reader.take('input_audio');
  const members = new MemberReader(inner, `${at}/input_audio`, reader.extras);
  members.take('data');
  const format = members.text('format');
  members.rest();
  const given = sourceOfUrl(data);
  const mimeType = format === undefined ? sniffAudio(data) : mimeOfAudio(format);
  const source = given.kind === 'base64' ? given : { kind: 'base64' as const, mimeType, data: packed(data) };
  return { kind: 'media', media: 'audio', source, at };
}

function readFile(reader: MemberReader): Mutable<MediaPart> | undefined {
  const { at } = reader;
  const inner = fieldsOf(reader.fields.file);
  const data = textOf(inner?.file_data);
  const id = textOf(inner?.file_id);
  if (inner === undefined || (data === undefined && id === undefined)) return undefined;
  reader.take('file');
  const members = new MemberReader(inner, `${at}/file`, reader.extras);
  const filename = members.text('filename');
  members.take(data === undefined ? 'file_id' : 'file_data');
  members.rest();
  const part: Mutable<MediaPart> = {
    kind: 'media',
    media: 'document',
    source:
      data === undefined
        ? { kind: 'file-id', id: id ?? '', dialect: 'openai-chat' }
        : sourceOfFile(data, filename),
    at,
  };
  if (filename !== undefined) part.filename = filename;
  return part;
}

/** A data URL as the API wants it, an address (OpenRouter), or bare base64 as older clients send it. */
function sourceOfFile(data: string, filename: string | undefined): MediaPart['source'] {
  if (/^(https?|data):/i.test(data.slice(0, 6))) return sourceOfUrl(data);
  const mimeType =
    data.startsWith('JVBERi') || filename?.toLowerCase().endsWith('.pdf') === true
      ? 'application/pdf'
      : 'application/octet-stream';
  return { kind: 'base64', mimeType, data: packed(data) };
}

function readThinking(reader: MemberReader): Mutable<ReasoningPart> | undefined {
  const { thinking } = reader.fields;
  const list = typeof thinking === 'string' ? [thinking] : thinking;
  if (!Array.isArray(list)) return undefined;
  const texts = list.map((each) => (typeof each === 'string' ? each : fieldsOf(each)?.text));
  if (!texts.every((text) => typeof text === 'string')) return undefined;
  reader.take('thinking');
  const text = texts.join('');
  return { kind: 'reasoning', text: text === '' ? [] : [text], at: reader.at };
}
