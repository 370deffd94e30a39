import type { Part, Role, TextPart } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import { annotationOf } from './citations.ts';
import { junk, textType } from './decode-part.ts';
import { encodeMedia } from './encode-media.ts';
import type { Out, Writing } from './writing.ts';

/** Parts of one message, or of one tool result, as a list; what the dialect cannot say is recorded as lost. */
export function encodeParts(parts: readonly Part[], role: Role, writing: Writing): unknown[] {
  return parts.flatMap((part) => encodePart(part, role, writing));
}

function encodePart(part: Part, role: Role, writing: Writing): unknown[] {
  switch (part.kind) {
    case 'text':
      return [encodeText(part, role, writing)];
    case 'media':
      return encodeMedia(part, role, writing);
    case 'native':
    case 'hosted':
      if (part.dialect === 'openai-responses' && writing.own)
        return [part.kind === 'native' && part.what === junk ? part.value.value : part.value];
      writing.losses.add(
        'part',
        part.at,
        `${part.kind === 'native' ? part.what : part.tool} of ${part.dialect}`,
      );
      return [];
    default:
      writing.losses.add('part', part.at, `${part.kind} inside of a message`);
      return [];
  }
}

function encodeText(part: TextPart, role: Role, writing: Writing): unknown {
  const { text, at } = part;
  if (part.cache !== undefined && !writing.own)
    writing.losses.add('cache', at, 'caching is automatic, without marks');
  if (writing.note(at)?.plain === true && at.includes('/content/')) return text;
  const type = textType(role);
  if (part.refusal === true && role === 'assistant')
    return writing.place(at, { type: 'refusal', refusal: text });
  const out: Out = { type, text };
  const annotations = annotationsOf(part, writing);
  // Required of what the model said, absent from what others did.
  if (annotations.length > 0 || (type === 'output_text' && !writing.own)) out.annotations = annotations;
  return writing.place(at, out);
}

function annotationsOf({ citations, text, at }: TextPart, writing: Writing): Fields[] {
  const annotations: Fields[] = [];
  for (const citation of citations ?? []) {
    const annotation = annotationOf(citation, text.length, writing.losses, at);
    if (annotation !== undefined) annotations.push(annotation);
  }
  return annotations;
}

/** The texts of parts that are nothing but text, as one; undefined when there is anything else. */
export function plainText(parts: readonly Part[]): string | undefined {
  let text: string | undefined;
  for (const part of parts) {
    if (part.kind !== 'text') return undefined;
    text = text === undefined ? part.text : `${text}\n${part.text}`;
  }
  return text ?? '';
}
