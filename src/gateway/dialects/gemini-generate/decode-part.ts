import type { HostedPart, MediaPart, Part, ReasoningPart, TextPart } from '../conversation.ts';
import { type Fields, fieldsOf, isFields, textOf } from '../json-value.ts';
import type { Opaque } from '../opaque.ts';
import { type CarriedState, readSignature } from './carried-state.ts';
import { readFunctionResponse } from './decode-result.ts';
import { hostedKind, hostedText } from './hosted-parts.ts';
import { camelFields, keepRest, memberAt } from './members.ts';
import type { PartReading } from './part-reading.ts';
import { readFileData, readInlineData } from './read-media.ts';
import { isStandIn } from './stand-in.ts';

/** Members that a part of any kind may bear. */
const common = ['thought', 'thoughtSignature'];
const textMembers = new Set(['text', ...common]);
const callMembers = new Set(['functionCall', ...common]);
const resultMembers = new Set(['functionResponse', 'thought']);
const mediaMembers = new Set(['inlineData', 'fileData', 'thought']);
const argumentMembers = new Set(['id', 'name', 'args']);

/** Reads one element of `parts` and adds what it says, which may be a reasoning block and a part behind it. */
export function addPart(
  parts: Part[],
  value: unknown,
  at: string,
  place: number,
  reading: PartReading,
): void {
  if (typeof value === 'string') {
    parts.push({ kind: 'text', text: value, at });
    return;
  }
  if (!isFields(value)) {
    if (value !== null && value !== undefined) reading.extra.push({ at, value });
    return;
  }
  const members = camelFields(value);
  const signature = textOf(members.thoughtSignature);
  const state = signature === undefined || isStandIn(signature) ? undefined : readSignature(signature);
  if (state?.kind === 'reasoning') addReasoning(parts, { ...state.block, at });
  const part = readPart({ value, members, at, place, own: ownState(state) }, reading);
  if (part !== undefined) parts.push(part);
}

interface RawPart {
  readonly value: Fields;
  readonly members: Fields;
  readonly at: string;
  readonly place: number;
  readonly own: Opaque | undefined;
}

function ownState(state: CarriedState | undefined): Opaque | undefined {
  return state?.kind === 'own' && state.opaque.kind !== 'none' ? state.opaque : undefined;
}

function readPart(raw: RawPart, reading: PartReading): Part | undefined {
  const { value, members, at } = raw;
  const call = fieldsOf(members.functionCall);
  if (call !== undefined && typeof call.name === 'string' && call.name !== '')
    return readCall(raw, call, reading);
  const response = fieldsOf(members.functionResponse);
  if (response !== undefined) {
    keepRest(reading, at, value, members, resultMembers);
    return readFunctionResponse(response, memberAt(at, value, 'functionResponse'), at, reading);
  }
  const media = readMedia(raw, reading);
  if (media !== undefined) return media;
  const hosted = readHosted(value, members, at);
  if (hosted !== undefined) return hosted;
  if (typeof members.text === 'string') return readText(raw, members.text, reading);
  // Gemini CLI deletes an empty text beside a signature before it sends the part again.
  const isBare = Object.keys(members).every((name) => common.includes(name));
  if (isBare) return raw.own === undefined ? undefined : { kind: 'reasoning', text: [], opaque: raw.own, at };
  const what = Object.keys(members).find((name) => !common.includes(name)) ?? 'part';
  return { kind: 'native', dialect: 'gemini-generate', what, value, at };
}

function readText(raw: RawPart, text: string, reading: PartReading): TextPart | ReasoningPart | undefined {
  const { value, members, at, own } = raw;
  keepRest(reading, at, value, members, textMembers);
  const opaque = own !== undefined && { opaque: own };
  if (members.thought === true) return { kind: 'reasoning', text: text === '' ? [] : [text], ...opaque, at };
  // Streams end so; the state stands for itself, since no other dialect knows an empty text.
  if (text === '' && own !== undefined) return { kind: 'reasoning', text: [], opaque: own, at };
  if (text === '' && members.thoughtSignature !== undefined) return undefined;
  return { kind: 'text', text, ...opaque, at };
}

function readCall(raw: RawPart, call: Fields, reading: PartReading): Part {
  const { value, at, own } = raw;
  const callAt = memberAt(at, value, 'functionCall');
  const members = camelFields(call);
  keepRest(reading, at, value, withoutEmptyText(raw.members), callMembers);
  keepRest(reading, callAt, call, members, argumentMembers);
  const name = textOf(members.name) ?? '';
  return {
    kind: 'tool-call',
    id: reading.calls.add(textOf(members.id), name, reading.turn, raw.place),
    name,
    form: 'function',
    input: argumentText(members.args),
    ...(own === undefined ? isUnsigned(raw.members) : { opaque: own }),
    at,
  };
}

/** A signature that carries a foreign reasoning block is none of the call's, but the client did send one. */
function isUnsigned(members: Fields): { unsigned?: true } {
  return members.thoughtSignature === undefined ? { unsigned: true } : {};
}

/** Arguments are an object; absent means none. */
export function argumentText(args: unknown): string {
  if (typeof args === 'string') return args;
  return args === undefined || args === null ? '' : JSON.stringify(args);
}

function readMedia(raw: RawPart, reading: PartReading): MediaPart | undefined {
  const { value, members, at, own } = raw;
  const inline = fieldsOf(members.inlineData);
  const file = fieldsOf(members.fileData);
  const media =
    inline !== undefined
      ? readInlineData(inline, memberAt(at, value, 'inlineData'), at, reading)
      : file !== undefined
        ? readFileData(file, memberAt(at, value, 'fileData'), at, reading)
        : undefined;
  if (media === undefined) return undefined;
  const rest = { ...withoutEmptyText(members) };
  // The pivot's media have no state; Google's own comes back to Google as it was.
  if (own?.kind === 'gemini-signature') rest.thoughtSignature = own.data;
  else delete rest.thoughtSignature;
  keepRest(reading, at, value, rest, mediaMembers);
  return media;
}

function readHosted(value: Fields, members: Fields, at: string): HostedPart | undefined {
  const tool = hostedKind(members);
  if (tool === undefined) return undefined;
  return { kind: 'hosted', tool, text: hostedText(members), dialect: 'gemini-generate', value, at };
}

function withoutEmptyText(members: Fields): Fields {
  if (members.text !== '') return members;
  const { text: _, ...rest } = members;
  return rest;
}

/** The block that a signature tells of replaces the thoughts that came with it, where the client kept them. */
function addReasoning(parts: Part[], block: ReasoningPart): void {
  // Streams cut thoughts anywhere, and the breaks between paragraphs are the writer's.
  const told = withoutSpace(block.text.join(''));
  let from = parts.length;
  let shown = '';
  while (from > 0 && shown.length < told.length) {
    const before = parts[from - 1];
    if (before?.kind !== 'reasoning' || before.opaque !== undefined) break;
    shown = withoutSpace(before.text.join('')) + shown;
    from -= 1;
  }
  const first = parts[from];
  if (shown === told && first !== undefined) parts.splice(from, parts.length, { ...block, at: first.at });
  else parts.push(block);
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}
