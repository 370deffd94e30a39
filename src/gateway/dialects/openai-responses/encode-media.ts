import type { MediaPart, Role } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import { textType } from './decode-part.ts';
import type { Out, Writing } from './writing.ts';

/** Media of a message or a tool's result; a note stands in place of what the dialect cannot hold. */
export function encodeMedia(part: MediaPart, role: Role, writing: Writing): unknown[] {
  const { at } = part;
  if (part.cache !== undefined && !writing.own)
    writing.losses.add('cache', at, 'caching is automatic, without marks');
  if (part.citable === true)
    writing.losses.add('citation', at, 'citations of a document cannot be asked for');
  if (!writing.own && part.filename !== undefined && part.media !== 'document')
    writing.losses.add('field', at, `name of the ${part.media}`);
  const out = role === 'assistant' ? undefined : mediaOf(part, writing);
  if (out === undefined) {
    writing.losses.add('media', at, `${part.media} (${part.source.kind})`);
    return [noteOf(part, role)];
  }
  const context = part.context === undefined ? [] : [{ type: 'input_text', text: part.context }];
  return [...context, writing.place(at, out)];
}

function mediaOf(part: MediaPart, writing: Writing): Out | undefined {
  const isFile = writing.note(part.at)?.set?.type === 'input_file';
  if (part.media === 'document' || isFile) return fileOf(part, writing);
  if (part.media === 'image') return imageOf(part, writing);
  return part.media === 'audio' ? audioOf(part) : undefined;
}

function imageOf({ source, detail }: MediaPart, writing: Writing): Out | undefined {
  const out: Out = { type: 'input_image' };
  if (source.kind === 'base64') out.image_url = `data:${source.mimeType};base64,${source.data}`;
  else if (source.kind === 'url') out.image_url = source.url;
  else if (source.kind === 'file-id' && source.dialect === 'openai-responses') out.file_id = source.id;
  else return undefined;
  // Required by the API's types, and by servers that check them (vLLM); other clients of this dialect leave it out.
  if (detail !== undefined) out.detail = detail;
  else if (!writing.own) out.detail = 'auto';
  return out;
}

function fileOf(part: MediaPart, writing: Writing): Out | undefined {
  const { source, detail, at } = part;
  const filename = part.filename ?? part.title;
  if (source.kind === 'text') {
    const title = filename === undefined ? '' : `${filename}\n\n`;
    return { type: 'input_text', text: `${title}${source.text}` };
  }
  const out: Out = { type: 'input_file' };
  if (source.kind === 'base64') {
    const isBare = writing.note(at)?.plain === true;
    out.file_data = isBare ? source.data : `data:${source.mimeType};base64,${source.data}`;
    // The API refuses data without a name.
    if (filename === undefined && !writing.own) out.filename = `document.${endingOf(source.mimeType)}`;
  } else if (source.kind === 'url') out.file_url = source.url;
  else if (source.dialect === 'openai-responses') out.file_id = source.id;
  else return undefined;
  // A name is taken beside data only; addresses and ids have their own.
  if (filename !== undefined && (writing.own || source.kind === 'base64')) out.filename = filename;
  if (detail !== undefined) out.detail = detail;
  return out;
}

function endingOf(mimeType: string): string {
  const subtype = mimeType.slice(mimeType.indexOf('/') + 1);
  if (subtype === 'plain') return 'txt';
  return /^[a-z0-9]{1,8}$/.test(subtype) ? subtype : 'bin';
}

function audioOf({ source }: MediaPart): Out | undefined {
  if (source.kind !== 'base64') return undefined;
  const subtype = source.mimeType.slice(source.mimeType.indexOf('/') + 1);
  const format = subtype === 'mpeg' ? 'mp3' : subtype.replace(/^x-/, '');
  return { type: 'input_audio', input_audio: { data: source.data, format } };
}

/** A line of text in place of what could not be written. */
export function noteOf(part: MediaPart, role: Role): Fields {
  const name = part.filename === undefined ? '' : ` ${part.filename}`;
  return { type: textType(role), text: `[${part.media}${name} left out]` };
}
