import type { Part, ReasoningPart, TextPart, ToolCallPart } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import type { Opaque } from '../opaque.ts';
import { argumentsOf } from './call-arguments.ts';
import { isPlacedId } from './call-book.ts';
import { writeMedia } from './encode-media.ts';
import { loseCacheMark, type Writing } from './writing.ts';

/** Any part but a result, as zero or more parts. `signature`: of a call, when it is not its own. */
export function writePart(part: Part, writing: Writing, signature?: string): readonly Fields[] {
  switch (part.kind) {
    case 'text':
      return writeText(part, writing);
    case 'media':
      return writeMedia(part, writing);
    case 'reasoning':
      return writeReasoning(part, writing);
    case 'tool-call':
      return [writeCall(part, writing, signature)];
    case 'tool-result':
      return [];
    case 'hosted':
      if (part.dialect === 'gemini-generate') return [part.value];
      writing.losses.add('hosted', part.at, `step of ${part.tool} of another vendor`);
      return part.text === '' ? [] : [{ text: part.text }];
    case 'native':
      if (part.dialect === 'gemini-generate') return [part.value];
      writing.losses.add('part', part.at, part.what);
      return [];
  }
}

/** Google's own state of a part, byte for byte. */
export function signatureOf(opaque: Opaque | undefined, at: string, writing: Writing): string | undefined {
  if (opaque === undefined) return undefined;
  if (opaque.kind === 'gemini-signature') return opaque.data;
  writing.losses.add('opaque', at, 'state of a model of another vendor');
  return undefined;
}

function writeText(part: TextPart, writing: Writing): readonly Fields[] {
  loseCacheMark(part.cache, part.at, writing);
  if (part.citations !== undefined) writing.losses.add('citation', part.at, 'sources of a text');
  if (part.phase !== undefined) writing.losses.add('field', part.at, 'phase of a text');
  const signature = signatureOf(part.opaque, part.at, writing);
  // "contents.parts must not be empty": an empty text alone is refused.
  if (part.text === '' && signature === undefined && !writing.isOwn) return [];
  return [{ text: part.text, ...signed(signature), ...writing.extras.at(part.at) }];
}

/** Thoughts with state go as they came; a thought part without a signature is read by nobody. */
function writeReasoning(part: ReasoningPart, writing: Writing): readonly Fields[] {
  const text = part.text.join('\n\n');
  const signature = signatureOf(part.opaque, part.at, writing);
  const rest = writing.extras.at(part.at);
  if (signature !== undefined && text === '') return [{ text, ...signed(signature), ...rest }];
  if (signature !== undefined || writing.isOwn)
    return text === '' && !writing.isOwn ? [] : [{ text, thought: true, ...signed(signature), ...rest }];
  if (text !== '') writing.losses.add('reasoning-text', part.at, 'thoughts without their signature');
  return [];
}

function writeCall(part: ToolCallPart, writing: Writing, foreign: string | undefined): Fields {
  const { id, name, input, at } = part;
  loseCacheMark(part.cache, at, writing);
  const { args, isRead } = argumentsOf(input);
  if (!isRead) writing.losses.add('value', at, 'arguments that are no JSON object');
  const showsId = id !== '' && !(writing.isOwn && isPlacedId(id));
  const hasArgs = !(writing.isOwn && input === '');
  return {
    functionCall: {
      ...(showsId && { id }),
      name,
      ...(hasArgs && { args }),
      ...writing.extras.at(`${at}/functionCall`),
    },
    ...signed(foreign ?? signatureOf(part.opaque, at, writing)),
    ...writing.extras.at(at),
  };
}

function signed(signature: string | undefined): Fields {
  return signature === undefined ? {} : { thoughtSignature: signature };
}
