import type {
  HostedPart,
  MediaPart,
  NativePart,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  Turn,
} from '../conversation.ts';
import { isFields, listOf, parseJson } from '../json-value.ts';
import { joinParts, type WrittenPart, writePart } from './encode-part.ts';
import type { EncodeScope, Writable } from './encode-scope.ts';
import { writeThoughtSignature } from './reasoning-details.ts';

/** Writes a turn of the assistant's as one message; undefined when there is nothing to say. */
export function writeAssistant(turn: Turn, scope: EncodeScope): Writable | undefined {
  const writer = new AssistantWriter(scope);
  for (const part of turn.parts) {
    if (part.kind === 'text') writer.addText(part);
    else if (part.kind === 'reasoning') writer.addReasoning(part);
    else if (part.kind === 'tool-call') writer.addCall(part);
    else if (part.kind === 'media') writer.addMedia(part);
    else if (part.kind !== 'tool-result') writer.addOther(part);
  }
  return writer.message(turn);
}

class AssistantWriter {
  readonly #scope: EncodeScope;
  readonly #content: WrittenPart[] = [];
  readonly #calls: Writable[] = [];
  readonly #details: unknown[] = [];
  readonly #images: Writable[] = [];
  readonly #annotations: unknown[] = [];
  #thoughts = '';
  #refusal = '';
  /** The text has been cut into parts at its citations, and not by meaning. */
  #isCited = false;
  readonly #members: Writable = {};

  constructor(scope: EncodeScope) {
    this.#scope = scope;
  }

  /**
   * DeepSeek and Kimi refuse a message with calls that has no `reasoning_content`; calls of another model, or of a
   * client that hides reasoning, have none to give back, so it is empty.
   */
  message(turn: Turn): Writable | undefined {
    const hasCalls = this.#calls.length > 0;
    const content = joinParts(this.#content, this.#scope, this.#isCited ? '' : '\n\n');
    const isSilent = content === '' && !hasCalls && Object.keys(this.#members).length === 0;
    const hasMore =
      this.#details.length > 0 || this.#thoughts !== '' || this.#refusal !== '' || this.#images.length > 0;
    if (isSilent && !hasMore && !this.#scope.own) return undefined;
    const message: Writable = { role: 'assistant', content: content === '' && hasCalls ? null : content };
    if (turn.name !== undefined) message.name = turn.name;
    if (this.#refusal !== '') message.refusal = this.#refusal;
    const field = this.#scope.target.quirks.reasoningField;
    const isEmptyWanted = field === 'reasoning_content' && hasCalls && !this.#scope.own;
    if (field !== undefined && field !== 'content-parts' && (this.#thoughts !== '' || isEmptyWanted))
      message[field] = this.#thoughts;
    if (this.#details.length > 0) message.reasoning_details = this.#details;
    if (this.#annotations.length > 0) message.annotations = this.#annotations;
    if (this.#images.length > 0) message.images = this.#images;
    Object.assign(message, this.#members);
    if (hasCalls) message.tool_calls = this.#calls;
    this.#scope.place(turn.at, message);
    return message;
  }

  addText(part: TextPart): void {
    const { losses, own } = this.#scope;
    if (part.refusal === true && own) {
      this.#scope.mark(undefined, part.cache, part.at);
      this.#refusal += part.text;
      return;
    }
    if (part.phase !== undefined && !own) losses.add('field', part.at, 'phase of a text');
    for (const citation of part.citations ?? []) {
      this.#isCited = true;
      if (own && citation.dialect === 'openai-chat') this.#annotations.push(citation.value);
      else losses.add('citation', part.at, 'a source of earlier text');
    }
    if (part.opaque !== undefined) {
      if (part.opaque.kind === 'gemini-signature')
        this.#members.extra_content = writeThoughtSignature(part.opaque.data);
      else losses.add('opaque', part.at, part.opaque.kind);
    }
    if (part.text === '' && part.cache === undefined) return;
    const written = writePart(part, this.#scope);
    if (written !== undefined) this.#content.push(written);
  }

  /** State goes back whole; text only where the provider has a field for it (DeepSeek refuses a tool loop without). */
  addReasoning(part: ReasoningPart): void {
    const { losses, target } = this.#scope;
    const field = target.quirks.reasoningField;
    const text = part.text.filter((each) => each !== '').join('\n\n');
    let isKept = text === '';
    if (part.opaque?.kind === 'chat-details') {
      const entries = listOf(parseJson(part.opaque.data));
      if (entries.length === 0) losses.add('opaque', part.at, 'reasoning_details that cannot be read');
      else isKept = true;
      this.#details.push(...entries);
    } else if (part.opaque !== undefined) losses.add('opaque', part.at, part.opaque.kind);
    if (text !== '' && field === 'content-parts') {
      const object: Writable = { type: 'thinking', thinking: [{ type: 'text', text }] };
      this.#scope.place(part.at, object);
      this.#content.push({ object, fixed: true });
    } else if (text !== '' && field !== undefined) {
      this.#thoughts += this.#thoughts === '' ? text : `\n\n${text}`;
    } else if (!isKept) losses.add('reasoning-text', part.at, 'earlier reasoning');
  }

  addCall(part: ToolCallPart): void {
    const { losses } = this.#scope;
    const call: Writable = { id: part.id };
    const name = part.namespace === undefined ? part.name : `${part.namespace}__${part.name}`;
    const isCustom = part.form === 'custom';
    const body: Writable = isCustom
      ? { name, input: part.input }
      : { name, arguments: this.#argumentsOf(part) };
    const member = isCustom ? 'custom' : 'function';
    call.type = member;
    call[member] = body;
    this.#scope.place(part.at, call);
    this.#scope.place(`${part.at}/${member}`, body);
    if (part.opaque?.kind === 'gemini-signature')
      call.extra_content = writeThoughtSignature(part.opaque.data);
    else if (part.opaque?.kind === 'chat-details') this.#details.push(...listOf(parseJson(part.opaque.data)));
    else if (part.opaque !== undefined) losses.add('opaque', part.at, part.opaque.kind);
    this.#markCall(call, part);
    this.#calls.push(call);
  }

  addMedia(part: MediaPart): void {
    const { source } = part;
    if (this.#scope.own && part.media === 'image' && source.kind !== 'text' && source.kind !== 'file-id') {
      const written = writePart(part, this.#scope);
      if (written !== undefined) this.#images.push(written.object);
      return;
    }
    this.#scope.losses.add('media', part.at, `${part.media} of the assistant's`);
    this.#push({ object: { type: 'text', text: `[${part.media}]` }, text: `[${part.media}]`, fixed: false });
  }

  addOther(part: HostedPart | NativePart): void {
    if (this.#scope.own && part.kind === 'native' && part.what === 'audio' && 'audio' in part.value)
      Object.assign(this.#members, part.value);
    else this.#push(writePart(part, this.#scope));
  }

  #push(written: WrittenPart | undefined): void {
    if (written !== undefined) this.#content.push(written);
  }

  /** Cache marks are for content: OpenRouter knows none at calls. */
  #markCall(call: Writable, part: ToolCallPart): void {
    this.#scope.mark(this.#scope.own ? call : undefined, part.cache, part.at);
  }

  /** Servers that run chat templates parse the arguments of earlier calls and fail on what is no object. */
  #argumentsOf({ input, at }: ToolCallPart): string {
    if (input.trim() === '') return '{}';
    if (this.#scope.own || isFields(parseJson(input))) return input;
    this.#scope.losses.add('value', at, 'arguments of a call that are no JSON object');
    return JSON.stringify({ input });
  }
}
