import type { Mutable } from '../../exchange/mutable.ts';
import type { Citation, Extra, Part, TextPart, ToolCallPart, ToolResultPart, Turn } from '../conversation.ts';
import { fieldsOf, isFields, listOf, textOf } from '../json-value.ts';
import { type Opaque, unwrapOpaque } from '../opaque.ts';
import { readCacheMark } from './cache-mark.ts';
import { readAnnotation } from './citations.ts';
import { readContent } from './decode-part.ts';
import { MemberReader } from './member-reader.ts';
import { readThoughtSignature } from './reasoning-details.ts';
import { reasoningMembers, splitReasoning } from './split-reasoning.ts';
import { unmarkError } from './tool-error.ts';

/** Reads messages one after the other; results are named after the calls that were before them. */
export class MessagesReader {
  readonly turns: Mutable<Turn>[] = [];
  readonly #extras: Extra[];
  /** Name and form of each call by its id. */
  readonly #calls = new Map<string, ToolCallPart>();
  /** Calls in the old form, which have no id, in wait of their result. */
  readonly #legacy: ToolCallPart[] = [];
  /** The results of the last messages, if these were results: more of them join in. */
  #results: Part[] | undefined;

  constructor(extras: Extra[]) {
    this.#extras = extras;
  }

  /** Undefined, or what is wrong with the message. */
  take(value: unknown, at: string): string | undefined {
    if (!isFields(value)) return 'a message must be an object';
    const reader = new MemberReader(value, at, this.#extras);
    const role = reader.text('role');
    switch (role) {
      case 'tool':
      case 'function':
        this.#takeResult(reader);
        return undefined;
      case 'assistant':
        this.#add('assistant', reader, this.#readAssistant(reader));
        return undefined;
      case 'system':
      case 'developer':
      case 'user':
        this.#add(role, reader, this.#readContent(reader));
        return undefined;
      case undefined:
        return 'a message must have a role';
      default:
        return 'the role of a message must be system, developer, user, assistant, tool or function';
    }
  }

  #add(role: Turn['role'], reader: MemberReader, parts: Mutable<Part>[]): void {
    const turn: Mutable<Turn> = { role, parts, at: reader.at };
    const name = reader.text('name');
    if (name !== undefined) turn.name = name;
    markLast(reader, parts);
    reader.rest();
    this.turns.push(turn);
    this.#results = undefined;
  }

  #readContent(reader: MemberReader): Part[] {
    return readContent(reader.take('content'), `${reader.at}/content`, this.#extras);
  }

  #readAssistant(reader: MemberReader): Part[] {
    const { fields, at } = reader;
    const calls = [...this.#readCalls(reader), ...this.#readLegacyCall(reader)];
    const thoughts = splitReasoning(fields, new Set(calls.map(({ id }) => id)));
    const thoughtsAt = `${at}/${takeReasoning(reader)}`;
    const parts: Part[] = thoughts.pieces.map((piece) => ({ kind: 'reasoning', ...piece, at: thoughtsAt }));
    parts.push(...this.#readContent(reader));
    const refusal = reader.text('refusal');
    if (refusal !== undefined && refusal !== '')
      parts.push({ kind: 'text', text: refusal, refusal: true, at: `${at}/refusal` });
    const text = parts.findLastIndex((part) => part.kind === 'text' && part.refusal !== true);
    const about = parts[text];
    const { said } = thoughts;
    if (about?.kind === 'text') {
      const read = withAnswerMembers(reader, about);
      parts[text] = said === undefined || read.opaque !== undefined ? read : { ...read, opaque: said };
    } else if (said !== undefined) parts.push({ kind: 'reasoning', text: [], opaque: said, at: thoughtsAt });
    if (Array.isArray(fields.images) && fields.images.length > 0)
      parts.push(...readContent(reader.take('images'), `${at}/images`, this.#extras));
    if (textOf(fieldsOf(fields.audio)?.id) !== undefined) {
      const audio = reader.take('audio');
      parts.push({
        kind: 'native',
        dialect: 'openai-chat',
        what: 'audio',
        value: { audio },
        at: `${at}/audio`,
      });
    }
    for (const call of calls) {
      const opaque = call.opaque ?? thoughts.calls.get(call.id);
      parts.push(opaque === undefined ? call : { ...call, opaque });
    }
    skipEmpty(reader);
    return parts;
  }

  #readCalls(reader: MemberReader): ToolCallPart[] {
    const list = reader.list('tool_calls') ?? [];
    return list.flatMap((value, nth) => {
      const at = `${reader.at}/tool_calls/${nth}`;
      const call = isFields(value) ? readCall(new MemberReader(value, at, this.#extras)) : undefined;
      if (call === undefined) {
        this.#extras.push({ at, value });
        return [];
      }
      this.#calls.set(call.id, call);
      return [call];
    });
  }

  #readLegacyCall(reader: MemberReader): ToolCallPart[] {
    const call = fieldsOf(reader.fields.function_call);
    const name = textOf(call?.name);
    if (call === undefined || name === undefined) return [];
    const members = reader.inside('function_call');
    members?.take('name');
    const input = members?.text('arguments') ?? '';
    members?.rest();
    // The API gave these calls no ids; the place in the history is the same in every request.
    const id = `call_fn_${this.turns.length}`;
    const part: ToolCallPart = {
      kind: 'tool-call',
      id,
      name,
      form: 'function',
      input,
      at: `${reader.at}/function_call`,
    };
    this.#calls.set(id, part);
    this.#legacy.push(part);
    return [part];
  }

  #takeResult(reader: MemberReader): void {
    const { at } = reader;
    const given = textOf(reader.take('name'));
    const id = reader.text('tool_call_id') ?? this.#takeLegacyId(given);
    const call = this.#calls.get(id);
    const name = given ?? call?.name;
    const content: Mutable<Part>[] = this.#readContent(reader);
    const result: Mutable<ToolResultPart> = {
      kind: 'tool-result',
      id,
      form: call?.form ?? 'function',
      content,
      at,
    };
    if (name !== undefined) result.name = name;
    const first = content[0];
    const text = first?.kind === 'text' ? unmarkError(first.text) : undefined;
    if (first?.kind === 'text' && text !== undefined) {
      result.isError = true;
      if (text === '') content.shift();
      else content[0] = { ...first, text };
    }
    const cache = readCacheMark(reader);
    if (cache !== undefined) result.cache = cache;
    reader.rest();
    if (this.#results === undefined) {
      this.#results = [];
      this.turns.push({ role: 'user', parts: this.#results, at });
    }
    this.#results.push(result);
  }

  /** The id of the call that a result in the old form answers: it tells no more than the function's name. */
  #takeLegacyId(name: string | undefined): string {
    const at = this.#legacy.findIndex((call) => call.name === name);
    const [call] = this.#legacy.splice(Math.max(at, 0), at < 0 ? 0 : 1);
    return call?.id ?? '';
  }
}

/** Returns the member that has the reasoning. A second text that says something else than the first is left over. */
function takeReasoning(reader: MemberReader): string {
  const texts = reasoningMembers.filter((name) => typeof reader.fields[name] === 'string');
  const first = texts.find((name) => reader.fields[name] !== '');
  for (const name of texts) {
    const text = reader.fields[name];
    if (text === '' || first === undefined || text === reader.fields[first]) reader.take(name);
  }
  reader.list('reasoning_details');
  return first ?? 'reasoning_details';
}

function readCall(reader: MemberReader): ToolCallPart | undefined {
  const { fields, at } = reader;
  const isCustom = isFields(fields.custom) && !isFields(fields.function);
  const member = isCustom ? 'custom' : 'function';
  const body = fieldsOf(fields[member]);
  const name = textOf(body?.name);
  if (body === undefined || name === undefined) return undefined;
  reader.take('type');
  reader.take('index'); // copied from a stream; the order says the same
  const members = reader.inside(member);
  members?.take('name');
  const value = members?.take(isCustom ? 'input' : 'arguments');
  members?.rest();
  const call: Mutable<ToolCallPart> = {
    kind: 'tool-call',
    id: reader.text('id') ?? '',
    name,
    form: isCustom ? 'custom' : 'function',
    input: typeof value === 'string' ? value : isFields(value) ? JSON.stringify(value) : '',
    at,
  };
  const opaque = takeSignature(reader);
  if (opaque !== undefined) call.opaque = opaque;
  const cache = readCacheMark(reader);
  if (cache !== undefined) call.cache = cache;
  reader.rest();
  return call;
}

/** Google's signature beside a call or a text; taken when there is nothing else in `extra_content`. */
function takeSignature(reader: MemberReader): Opaque | undefined {
  const extra = fieldsOf(reader.fields.extra_content);
  const data = readThoughtSignature(extra);
  if (extra === undefined || data === undefined) return undefined;
  const google = Object.keys(fieldsOf(extra.google) ?? {});
  if (
    Object.keys(extra).length > 1 ||
    google.some((name) => name !== 'thought' && name !== 'thought_signature')
  )
    return undefined;
  reader.take('extra_content');
  // Google's endpoint tells it twice.
  if (reader.fields.thought_signature === data) reader.take('thought_signature');
  return unwrapOpaque(data) ?? { kind: 'gemini-signature', data };
}

/** What an answer had beside its text, for clients that send whole messages back. */
function withAnswerMembers(reader: MemberReader, text: TextPart): TextPart {
  const read: Mutable<TextPart> = { ...text };
  const opaque = takeSignature(reader);
  if (opaque !== undefined) read.opaque = opaque;
  const annotations = listOf(reader.fields.annotations).map((each) => readAnnotation(each, 0));
  if (annotations.length > 0 && annotations.every((each): each is Citation => each !== undefined)) {
    reader.take('annotations');
    read.citations = annotations;
  }
  return read;
}

/** Members of answers that say nothing: `annotations: []`, `refusal: ""`. */
function skipEmpty(reader: MemberReader): void {
  for (const name of ['annotations', 'images', 'tool_calls', 'reasoning_details'])
    if (Array.isArray(reader.fields[name]) && listOf(reader.fields[name]).length === 0) reader.take(name);
}

/** A mark on the whole message (Vercel) is one on its last part. */
function markLast(reader: MemberReader, parts: Mutable<Part>[]): void {
  const last = parts.at(-1);
  if (last === undefined || last.kind === 'reasoning' || last.cache !== undefined) return;
  const cache = readCacheMark(reader);
  if (cache !== undefined) last.cache = cache;
}
