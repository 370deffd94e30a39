import type { HostedPart, MediaPart, NativePart, Part, ReasoningPart, Role, Turn } from '../conversation.ts';
import { isNativeOpaque } from './abilities.ts';
import { isMadeId } from './carrier.ts';
import { encodeCall, encodeResult } from './encode-call.ts';
import { noteOf } from './encode-media.ts';
import { encodeParts, plainText } from './encode-part.ts';
import type { Out, Writing } from './writing.ts';

/** Writes the items of one turn: what is said becomes messages, everything else is an item of its own. */
export function encodeTurn(turn: Turn, writing: Writing): Out[] {
  const items: Out[] = [];
  let said: Part[] = [];
  const flush = () => {
    if (said.length > 0) items.push(...messageOf(said, turn, writing));
    said = [];
  };
  if (turn.name !== undefined) writing.losses.add('field', turn.at, 'name of the speaker');
  for (const part of turn.parts) {
    if (isSaid(part, turn, writing)) {
      const [first] = said;
      if (first !== undefined && !belongTogether(first, part, writing)) flush();
      said.push(part);
    } else {
      flush();
      for (const item of itemsOf(part, turn.role, writing)) items.push(writing.trace(part.at, item));
    }
  }
  flush();
  // A message without parts, as some clients send it.
  if (turn.parts.length === 0 && writing.own) items.push(...messageOf([], turn, writing));
  return items;
}

/** Whether a part stands in a message. Of native parts those that were read from one do. */
function isSaid(part: Part, { role }: Turn, writing: Writing): boolean {
  if (part.kind === 'text') return true;
  if (part.kind === 'media') return role !== 'assistant' || isInside(part);
  if (part.kind !== 'native') return false;
  return !writing.own || isInside(part);
}

function isInside({ at }: Part): boolean {
  return at.includes('/content/');
}

/** Parts of one message: in this dialect those of one item, else those of one phase. */
function belongTogether(first: Part, next: Part, writing: Writing): boolean {
  if (writing.own) return itemAt(first.at) === itemAt(next.at);
  return phaseOf(first) === phaseOf(next);
}

function phaseOf(part: Part): string | undefined {
  return part.kind === 'text' ? part.phase : undefined;
}

const itemPointer = /^\/input\/\d+/;

/** The item that a part was read from. */
function itemAt(at: string): string {
  return itemPointer.exec(at)?.[0] ?? at;
}

function messageOf(said: readonly Part[], turn: Turn, writing: Writing): Out[] {
  const { own, target } = writing;
  const role = roleOf(turn.role, writing);
  const [first] = said;
  const at = itemAt(first?.at ?? turn.at);
  // A signature of Gemini's stood on it, which is no message.
  const parts = said.filter((part) => part.kind !== 'text' || part.text !== '' || (own && isInside(part)));
  if (parts.length === 0 && !(own && turn.parts.length === 0)) return [];
  for (const part of parts) {
    if (part.kind === 'text' && part.opaque !== undefined)
      writing.losses.add('opaque', part.at, `${part.opaque.kind} of a text`);
  }
  const note = writing.note(at);
  const text = target.quirks.simpleInputList === true || note?.plain === true ? plainText(parts) : undefined;
  const isSimple = text !== undefined && target.quirks.simpleInputList === true;
  // Messages of other agents have no role.
  const isAgents = note?.set?.type === 'agent_message';
  const out: Out = { ...(!isSimple && { type: 'message' }), ...(!isAgents && { role }) };
  out.content = text ?? encodeParts(parts, turn.role, writing);
  const phase = first === undefined ? undefined : phaseOf(first);
  if (phase !== undefined && !isSimple) out.phase = phase;
  writing.trace(at, out);
  return [isSimple ? out : writing.place(at, out)];
}

/** System text of another dialect that does not lead is a developer's, which every model of this dialect follows. */
function roleOf(role: Role, { own, target }: Writing): Role {
  const given = role === 'system' && !own ? 'developer' : role;
  return given === 'developer' && target.quirks.developerRole === 'system' ? 'system' : given;
}

function itemsOf(part: Part, role: Role, writing: Writing): Out[] {
  switch (part.kind) {
    case 'reasoning':
      return encodeReasoning(part, writing);
    case 'tool-call':
      return [encodeCall(part, writing)];
    case 'tool-result':
      return [encodeResult(part, writing)];
    case 'media':
      return encodePicture(part, role, writing);
    case 'hosted':
    case 'native':
      return encodeForeign(part, writing);
    default:
      return [];
  }
}

/** An earlier picture of the model's: an item with its result, or a note of it. */
function encodePicture(part: MediaPart, role: Role, writing: Writing): Out[] {
  const { source, at } = part;
  if (writing.own && source.kind === 'base64')
    return [writing.place(at, { type: 'image_generation_call', result: source.data })];
  writing.losses.add('media', at, `${part.media} of an earlier answer`);
  return [{ type: 'message', role, content: [{ ...noteOf(part, role), annotations: [] }] }];
}

function encodeForeign(part: HostedPart | NativePart, writing: Writing): Out[] {
  if (part.dialect === 'openai-responses' && writing.own) return [{ ...part.value }];
  const { at } = part;
  if (part.kind === 'native') {
    writing.losses.add('part', at, `${part.what} of ${part.dialect}`);
    return [];
  }
  writing.losses.add('hosted', at, `${part.tool} of ${part.dialect}`);
  if (part.text === '') return [];
  // What was found goes on as the model's own words, so that a later answer can build on it.
  return [
    {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'output_text', text: part.text, annotations: [] }],
    },
  ];
}

/** Reasoning is shown again with its own state only. */
function encodeReasoning(part: ReasoningPart, writing: Writing): Out[] {
  const { at, opaque, id, text, raw } = part;
  const isNative = opaque !== undefined && isNativeOpaque(opaque);
  if (opaque !== undefined && !isNative) writing.losses.add('opaque', at, `${opaque.kind} of reasoning`);
  if (!isNative && !isKnown(part, writing)) {
    if (text.length > 0) writing.losses.add('reasoning-text', at, 'reasoning without its state');
    return [];
  }
  // OpenAI joins reasoning by its id to what followed it, whose id is known only where nothing was translated.
  const knownId = id !== undefined && writing.own && !isMadeId(id) && opaque?.origin === undefined && { id };
  if (opaque?.kind === 'openai-compaction')
    return [writing.place(at, { type: 'compaction', ...knownId, encrypted_content: opaque.data })];
  const out: Out = {
    type: 'reasoning',
    ...knownId,
    summary: raw === true ? [] : text.map((paragraph) => ({ type: 'summary_text', text: paragraph })),
  };
  if (raw === true) out.content = text.map((paragraph) => ({ type: 'reasoning_text', text: paragraph }));
  if (isNative) out.encrypted_content = opaque.data;
  return [writing.place(at, out)];
}

/** Whether a provider of this dialect wrote it and gave it no state: then it takes it back without. */
function isKnown({ at, id }: ReasoningPart, writing: Writing): boolean {
  return writing.own && writing.note(at)?.sealed !== true && !isMadeId(id);
}
