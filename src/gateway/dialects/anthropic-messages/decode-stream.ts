import type { DecodeContext, Repeat, StreamDecoder } from '../codec.ts';
import { type Fields, fieldsOf, isFields, listOf, parseJson, textOf } from '../json-value.ts';
import type { BlockHead, Finish, ReplyEvent } from '../reply.ts';
import { readHead, reportRest } from './answer-head.ts';
import { readCitation } from './citations.ts';
import { inputText } from './decode-block.ts';
import { readFinish } from './finish.ts';
import { readAnswerBlock, readCallHead, readHosted } from './read-answer-block.ts';

export function createStreamDecoder(
  context: DecodeContext,
  emit: (event: ReplyEvent) => void,
): StreamDecoder {
  return new Decoder(context, emit);
}

/** A block that the stream is at. `number` is its place in the answer; hosted blocks get one when they are whole. */
interface Open {
  readonly kind: 'text' | 'reasoning' | 'call' | 'hosted';
  readonly number: number;
  /** `content_block` of its start; of a hosted block with what its deltas added. */
  block: Record<string, unknown>;
  /** A call: some of its input has come. A hosted block: the JSON text of its input. */
  input: string;
  signature: string;
}

const deltaKnown: ReadonlySet<string> = new Set(['stop_reason', 'stop_sequence', 'stop_details']);
const messageDeltaKnown: ReadonlySet<string> = new Set(['type', 'delta', 'usage']);

/** Pieces that may come again with another text. What they leave behind (`#last`, `input`) the first one has left. */
const pieces: Readonly<Partial<Record<Open['kind'], { readonly type: string; readonly repeat: Repeat }>>> = {
  text: { type: 'text_delta', repeat: pieceIn('text') },
  reasoning: { type: 'thinking_delta', repeat: pieceIn('thinking') },
  call: { type: 'input_json_delta', repeat: pieceIn('partial_json') },
};

function pieceIn(member: string): Repeat {
  return { path: ['delta', member], loose: [], add: () => undefined };
}

class Decoder implements StreamDecoder {
  readonly #context: DecodeContext;
  readonly #emit: (event: ReplyEvent) => void;
  /** By the index of the wire. */
  readonly #open = new Map<unknown, Open>();
  /** The block whose piece came last, for deltas without an index. */
  #last: unknown;
  #count = 0;
  #started = false;
  #hasCalls = false;
  #finish: Finish | undefined;

  constructor(context: DecodeContext, emit: (event: ReplyEvent) => void) {
    this.#context = context;
    this.#emit = emit;
  }

  take(data: Fields, name: string): void {
    switch (textOf(data.type) ?? name) {
      case 'content_block_delta':
        this.#delta(data);
        break;
      case 'content_block_start':
        this.#begin(data);
        break;
      case 'content_block_stop':
        this.#close(data.index ?? this.#last);
        break;
      case 'message_start':
        this.#start(fieldsOf(data.message) ?? {});
        break;
      case 'message_delta':
        this.#messageDelta(data);
        break;
    }
  }

  end(whole: boolean): void {
    if (!whole) return;
    this.#begun();
    for (const index of [...this.#open.keys()]) this.#close(index);
    this.#emit({ kind: 'finish', finish: this.#finish ?? readFinish({}, this.#hasCalls) });
  }

  /** A message that begins with content has made its first steps already (programmatic tool calls). */
  #start(message: Fields): void {
    if (this.#started) return;
    this.#started = true;
    this.#emit(readHead(message, this.#context.losses));
    for (const block of listOf(message.content)) if (isFields(block)) this.#whole(block);
    if (textOf(message.stop_reason) !== undefined) this.#finish = readFinish(message, this.#hasCalls);
  }

  #begun(): void {
    if (this.#started) return;
    this.#started = true;
    this.#emit({ kind: 'start' });
  }

  #whole(fields: Fields): void {
    const block = readAnswerBlock(fields, this.#context);
    const number = this.#next();
    if (block.kind === 'hosted') this.#emit({ kind: 'open', block: number, head: block });
    if (block.kind === 'media' || block.kind === 'hosted') {
      this.#emit({ kind: 'close', block: number });
      return;
    }
    if (block.kind === 'call') {
      this.#hasCalls = true;
      const { input: text, ...head } = block;
      this.#emit({ kind: 'open', block: number, head });
      this.#piece(number, text);
    } else if (block.kind === 'text') {
      this.#emit({ kind: 'open', block: number, head: { kind: 'text' } });
      this.#piece(number, block.text);
      for (const citation of block.citations ?? []) this.#emit({ kind: 'cite', block: number, citation });
    } else {
      this.#emit({ kind: 'open', block: number, head: { kind: 'reasoning' } });
      this.#piece(number, block.text[0] ?? '');
    }
    const { opaque } = block;
    this.#emit({ kind: 'close', block: number, ...(opaque !== undefined && { opaque }) });
  }

  #begin(data: Fields): void {
    this.#begun();
    const block = fieldsOf(data.content_block) ?? {};
    const index = data.index ?? this.#count;
    // Some servers forget to close, others use an index again. Calls may be written side by side; nothing else is.
    this.#close(index);
    for (const [other, { kind }] of [...this.#open]) {
      if (kind !== 'call' || block.type !== 'tool_use') this.#close(other);
    }
    const open = this.#opened(block);
    this.#open.set(index, open);
    this.#last = index;
    if (open.kind === 'text') {
      this.#piece(open.number, textOf(block.text) ?? '');
      for (const citation of listOf(block.citations)) this.#cite(open, citation);
    } else if (open.kind === 'reasoning') {
      this.#piece(open.number, textOf(block.thinking) ?? '');
      open.signature = textOf(block.signature) ?? textOf(block.data) ?? '';
    }
  }

  #opened(block: Fields): Open {
    const { type } = block;
    if (type === 'text') return this.#openAs('text', { kind: 'text' }, block);
    if (type === 'thinking' || type === 'redacted_thinking') {
      return this.#openAs('reasoning', { kind: 'reasoning' }, block);
    }
    if (type === 'tool_use') {
      this.#hasCalls = true;
      return this.#openAs('call', readCallHead(block, this.#context), block);
    }
    return { kind: 'hosted', number: -1, block: { ...block }, input: '', signature: '' };
  }

  #openAs(kind: 'text' | 'reasoning' | 'call', head: BlockHead, block: Fields): Open {
    const number = this.#next();
    this.#emit({ kind: 'open', block: number, head });
    return { kind, number, block, input: '', signature: '' };
  }

  #delta(data: Fields): void {
    const delta = data.delta;
    if (!isFields(delta)) return;
    const index = data.index ?? this.#last;
    const open = this.#open.get(index) ?? this.#missing(index, delta);
    if (open === undefined) return;
    this.#last = index;
    switch (delta.type) {
      case 'text_delta':
        if (open.kind === 'text') this.#piece(open.number, delta.text);
        else this.#stray(delta);
        break;
      case 'thinking_delta':
        if (open.kind === 'reasoning') this.#piece(open.number, delta.thinking);
        else this.#stray(delta);
        break;
      case 'input_json_delta':
        this.#input(open, delta);
        break;
      case 'signature_delta':
        // The last one counts, as in the SDK.
        open.signature = textOf(delta.signature) ?? open.signature;
        break;
      case 'citations_delta':
        this.#cite(open, delta.citation);
        break;
      default:
        if (open.kind === 'hosted') grow(open.block, delta);
        else this.#stray(delta);
    }
  }

  /** Its start was left out, or it was closed too early: its kind can be told from the delta, but for a call's. */
  #missing(index: unknown, delta: Fields): Open | undefined {
    const type =
      delta.type === 'text_delta' ? 'text' : delta.type === 'thinking_delta' ? 'thinking' : undefined;
    if (type === undefined) {
      this.#stray(delta);
      return undefined;
    }
    this.#begin({ index, content_block: { type } });
    return this.#open.get(index);
  }

  #input(open: Open, delta: Fields): void {
    const text = delta.partial_json;
    if (typeof text !== 'string') return;
    if (open.kind === 'hosted') open.input += text;
    else if (open.kind !== 'call') this.#stray(delta);
    else if (text !== '') {
      open.input = 'some';
      this.#piece(open.number, text);
    }
  }

  #cite(open: Open, citation: unknown): void {
    if (open.kind !== 'text' || !isFields(citation)) return;
    this.#emit({ kind: 'cite', block: open.number, citation: readCitation(citation) });
  }

  repeat(data: Fields): Repeat | undefined {
    const delta = fieldsOf(data.delta);
    const open = this.#open.get(data.index ?? this.#last);
    if (data.type !== 'content_block_delta' || delta === undefined || open === undefined) return undefined;
    const member = pieces[open.kind];
    return member !== undefined && delta.type === member.type ? member.repeat : undefined;
  }

  #close(index: unknown): void {
    const open = this.#open.get(index);
    if (open === undefined) return;
    this.#open.delete(index);
    const { kind, block, signature } = open;
    if (kind === 'hosted') {
      this.#closeHosted(open);
      return;
    }
    // Some servers give the input whole in the start.
    if (kind === 'call' && open.input === '') this.#piece(open.number, inputText(block.input));
    if (kind !== 'reasoning' || signature === '') {
      this.#emit({ kind: 'close', block: open.number });
      return;
    }
    const { origin } = this.#context;
    const state = block.type === 'redacted_thinking' ? 'anthropic-redacted' : 'anthropic-signature';
    this.#emit({ kind: 'close', block: open.number, opaque: { kind: state, data: signature, origin } });
  }

  #closeHosted({ block, input }: Open): void {
    if (input !== '') block.input = parseJson(input) ?? input;
    const number = this.#next();
    this.#emit({ kind: 'open', block: number, head: readHosted(block) });
    this.#emit({ kind: 'close', block: number });
  }

  #messageDelta(data: Fields): void {
    this.#begun();
    const delta = fieldsOf(data.delta) ?? {};
    const { losses } = this.#context;
    reportRest(delta, deltaKnown, losses);
    reportRest(data, messageDeltaKnown, losses);
    if (textOf(delta.stop_reason) !== undefined) this.#finish = readFinish(delta, this.#hasCalls);
  }

  #piece(block: number, text: unknown): void {
    if (typeof text === 'string' && text !== '') this.#emit({ kind: 'delta', block, text });
  }

  #stray({ type }: Fields): void {
    this.#context.losses.add('part', 'answer', `A ${textOf(type) ?? 'piece'} without a block for it.`);
  }

  #next(): number {
    const number = this.#count;
    this.#count += 1;
    return number;
  }
}

/** Pieces of a block that nobody else has (`compaction_delta`): texts grow, the rest is replaced. */
function grow(block: Record<string, unknown>, delta: Fields): void {
  for (const [name, value] of Object.entries(delta)) {
    if (name === 'type' || value === null || value === undefined) continue;
    const before = block[name];
    block[name] = typeof before === 'string' && typeof value === 'string' ? before + value : value;
  }
}
