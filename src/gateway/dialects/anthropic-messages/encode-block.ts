import type { Part, Role, TextPart, ToolCallPart, ToolResultPart } from '../conversation.ts';
import type { Draft } from './cache-marks.ts';
import { inputObject } from './call-input.ts';
import { mediaNote, writeMedia } from './encode-media.ts';
import type { WriteState } from './write-state.ts';

export function writeParts(parts: readonly Part[], role: Role, state: WriteState): Draft[] {
  return parts.map((part) => writePart(part, role, state)).filter((block) => block !== undefined);
}

/** A part as a block; undefined when nothing is left of it. Cache marks are noted and set at the end. */
export function writePart(part: Part, role: Role, state: WriteState): Draft | undefined {
  const block = writeBare(part, role, state);
  if (block !== undefined && part.kind !== 'reasoning') {
    const room = role === 'system' && part.at.startsWith('/system') ? 'system' : 'messages';
    const rest = state.extras.under(`${part.at}/cache_control`);
    state.marks.add(room, block, part.cache, part.at, rest);
  }
  return block;
}

function writeBare(part: Part, role: Role, state: WriteState): Draft | undefined {
  const { losses, own } = state;
  switch (part.kind) {
    case 'text':
      return writeText(part, state);
    case 'media':
      if (role === 'user' || own) return writeMedia(part, state);
      losses.add('media', part.at, `A turn of the ${role} is text only.`);
      return { type: 'text', text: mediaNote(part.media, part.filename ?? part.title) };
    case 'reasoning':
      return writeReasoning(part, state);
    case 'tool-call':
      return writeCall(part, state);
    case 'tool-result':
      return writeResult(part, state);
    case 'hosted':
      if (part.dialect === 'anthropic-messages') return { ...part.value };
      losses.add('hosted', part.at, `A step of another provider's ${part.tool} tool.`);
      return part.text.trim() === '' ? undefined : { type: 'text', text: part.text };
    case 'native':
      if (part.dialect === 'anthropic-messages') return { ...part.value };
      losses.add('part', part.at, `Only its own API knows ${part.what}.`);
      return undefined;
  }
}

/** Text that is empty is refused, and so is text of nothing but white space. */
function writeText(part: TextPart, state: WriteState): Draft | undefined {
  const { extras, losses, own } = state;
  const { text, at, citations, opaque, phase } = part;
  if (opaque !== undefined) losses.add('opaque', at, 'A text has no place for state of a model.');
  if (phase !== undefined) losses.add('field', at, 'A text has no phase here.');
  const asItWas = extras.whole(at);
  if (asItWas !== undefined) return { ...asItWas };
  if (text === '' || (!own && text.trim() === '')) return undefined;
  const block: Draft = { type: 'text', text };
  if (citations !== undefined) {
    const mine = citations.filter(({ dialect }) => dialect === 'anthropic-messages');
    if (mine.length > 0) block.citations = mine.map(({ value }) => value);
    // A place in a source that this API has not seen cannot be named to it.
    if (mine.length < citations.length) losses.add('citation', at, 'Sources of another provider.');
  }
  return Object.assign(block, extras.under(at));
}

function writeReasoning(part: Extract<Part, { kind: 'reasoning' }>, state: WriteState): Draft | undefined {
  const { losses, extras } = state;
  const { opaque, at } = part;
  const thinking = part.text.join('\n\n');
  if (opaque?.kind === 'anthropic-signature') {
    return { type: 'thinking', thinking, signature: opaque.data, ...extras.under(at) };
  }
  if (opaque?.kind === 'anthropic-redacted') {
    if (thinking !== '') losses.add('reasoning-text', at, 'Thoughts that were encrypted have no text.');
    return { type: 'redacted_thinking', data: opaque.data, ...extras.under(at) };
  }
  if (opaque !== undefined && opaque.kind !== 'none') {
    losses.add('opaque', at, 'State of another model.');
  }
  if (thinking !== '') losses.add('reasoning-text', at, 'Thoughts are taken with a signature only.');
  return undefined;
}

function writeCall(part: ToolCallPart, { losses, extras }: WriteState): Draft {
  const { id, name, form, input, opaque, at } = part;
  if (opaque !== undefined) losses.add('opaque', at, 'A call has no place for state of a model.');
  return { type: 'tool_use', id, name, input: inputObject(form, input), ...extras.under(at) };
}

function writeResult(part: ToolResultPart, state: WriteState): Draft {
  const { id, isError, value, at } = part;
  const block: Draft = { type: 'tool_result', tool_use_id: id };
  // Of a failure the API takes text only.
  const shown =
    isError === true && !state.own ? part.content.map((item) => noted(item, state)) : part.content;
  const content = writeParts(shown, 'user', state);
  if (content.length === 0 && value !== undefined) {
    content.push({ type: 'text', text: JSON.stringify(value) });
  }
  // "content cannot be empty if `is_error` is true"
  if (content.length === 0 && isError === true) content.push({ type: 'text', text: 'Error' });
  // As everybody writes it who has nothing but text; a mark or citation needs the block.
  const [first] = content;
  const onlyText = content.length === 1 && part.content[0]?.kind === 'text' && !part.content[0].cache;
  if (onlyText && first?.type === 'text' && Object.keys(first).length === 2) block.content = first.text;
  else if (content.length > 0) block.content = content;
  if (isError !== undefined) block.is_error = isError;
  return Object.assign(block, state.extras.under(at));
}

function noted(part: Part, { losses }: WriteState): Part {
  if (part.kind !== 'media') return part;
  losses.add('media', part.at, 'The result of a call that failed is text only.');
  return { kind: 'text', text: mediaNote(part.media, part.filename ?? part.title), at: part.at };
}
