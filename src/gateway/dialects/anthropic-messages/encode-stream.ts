import type { Usage } from '../../exchange/usage.ts';
import type { EncodeContext, StreamEncoder } from '../codec.ts';
import type { Citation } from '../conversation.ts';
import type { Opaque } from '../opaque.ts';
import type { BlockHead, Finish, HostedBlock, ReplyEvent } from '../reply.ts';
import type { JsonText } from '../text-sum.ts';
import { messageId, noteText } from './answer-parts.ts';
import { CallIds } from './call-ids.ts';
import { inputObject } from './call-input.ts';
import { writeSignature } from './carried-state.ts';
import { writeFinish } from './finish.ts';
import { hostedPieces } from './hosted-pieces.ts';
import { isStreamedCall, type Pending, pendingBlock } from './pending-block.ts';
import {
  emptyCall,
  emptyText,
  emptyThoughts,
  frame,
  pieceEnd,
  piecePrefix,
  signatureFrame,
  startFrame,
  stopFrame,
} from './stream-frames.ts';
import { noFigures, tierFields, usageFields } from './usage-fields.ts';

export function createStreamEncoder(context: EncodeContext, write: (text: string) => void): StreamEncoder {
  return new Encoder(context, write);
}

/**
 * Writes the stream as Anthropic does. One block is on the wire at a time, numbered without gaps (clients use the number
 * as a place in a list); calls that come side by side wait for each other. Text and thoughts start with their first
 * piece, since an empty text comes back in the next request and is refused.
 */
class Encoder implements StreamEncoder {
  readonly #context: EncodeContext;
  readonly #write: (text: string) => void;
  readonly #ids: CallIds;
  readonly #blocks: (Pending | undefined)[] = [];
  /** Those that are not written yet, in order; the first is on the wire. */
  readonly #line: Pending[] = [];
  #index = 0;
  #started = false;
  #finished = false;
  #hasCalls = false;
  #hasText = false;
  /** The first picture or sound that there was no place for. */
  #leftOut: string | undefined;

  constructor(context: EncodeContext, write: (text: string) => void) {
    this.#context = context;
    this.#write = write;
    this.#ids = new CallIds((prefix) => context.id(prefix));
  }

  take(event: ReplyEvent): void {
    if (this.#finished) return;
    if (event.kind === 'delta') {
      const block = this.#blocks[event.block];
      if (block === undefined || block.isClosed) return;
      if (this.#line[0] === block) this.#piece(block, event.text);
      else block.held += this.#joined(block, event.text);
      return;
    }
    if (event.kind === 'start') this.#start(event);
    else if (!this.#started) this.#start({ kind: 'start' });
    switch (event.kind) {
      case 'open':
        this.#open(event.block, event.head);
        break;
      case 'paragraph': {
        const block = this.#blocks[event.block];
        if (block !== undefined) block.broken = true;
        break;
      }
      case 'cite':
        this.#cite(event.block, event.citation);
        break;
      case 'close':
        this.#close(event.block, event.opaque);
        break;
      case 'finish':
        this.#finish(event.finish, event.usage);
        break;
    }
  }

  takeJson(number: number, json: JsonText): boolean {
    const block = this.#blocks[number];
    // The one that has a number and is not closed is on the wire.
    if (block === undefined || block.isClosed || block.broken || block.index < 0) return false;
    if (block.head.kind === 'call' && block.head.form === 'custom') return false;
    block.hasPiece = true;
    this.#write(`${block.prefix}"${json}"${pieceEnd}`);
    return true;
  }

  #start({ id, model, serviceTier }: Extract<ReplyEvent, { kind: 'start' }>): void {
    if (this.#started) return;
    this.#started = true;
    const message = {
      id: messageId(id, this.#context),
      type: 'message',
      role: 'assistant',
      model: model ?? this.#context.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { ...noFigures, ...tierFields(serviceTier) },
    };
    this.#write(frame('message_start', `"message":${JSON.stringify(message)}`));
  }

  #open(number: number, head: BlockHead): void {
    const block = pendingBlock(head, head.kind === 'call' ? this.#ids.next(head.id) : '');
    this.#blocks[number] = block;
    this.#line.push(block);
    if (head.kind === 'call') this.#hasCalls = true;
    if (head.kind === 'text' && head.phase !== undefined) {
      this.#context.losses.add('field', 'answer', 'The phase of a text.');
    }
    if (this.#line[0] !== block) return;
    if (block.isClosed) this.#advance();
    else if (isStreamedCall(head)) this.#begin(block);
  }

  #close(number: number, opaque: Opaque | undefined): void {
    const block = this.#blocks[number];
    if (block === undefined) return;
    this.#blocks[number] = undefined;
    if (block.head.kind === 'media' || block.head.kind === 'hosted') {
      if (opaque !== undefined) {
        this.#context.losses.add('opaque', 'answer', 'State of a picture or sound.');
      }
      return;
    }
    block.isClosed = true;
    block.opaque = opaque;
    if (this.#line[0] === block) this.#advance();
  }

  /** Writes out what is first in line and is over, then what has gathered of the next. */
  #advance(): void {
    for (;;) {
      const block = this.#line[0];
      if (block === undefined) return;
      if (!block.isClosed) {
        this.#catchUp(block);
        return;
      }
      this.#end(block);
      this.#line.shift();
    }
  }

  #catchUp(block: Pending): void {
    if (isStreamedCall(block.head)) this.#begin(block);
    if (block.head.kind === 'call' && block.head.form === 'custom') return;
    const { held } = block;
    block.held = '';
    if (held !== '') this.#frame(block, held);
  }

  #end(block: Pending): void {
    const { head } = block;
    switch (head.kind) {
      case 'text':
        this.#catchUp(block);
        this.#stop(block);
        if (block.index < 0) this.#reportCitations(block.citations.length);
        if (block.opaque !== undefined) {
          const kind = block.index < 0 ? 'empty-text' : 'text';
          this.#thoughts(writeSignature(block.opaque, { kind }));
        }
        break;
      case 'reasoning':
        this.#catchUp(block);
        this.#endThoughts(block);
        break;
      case 'call':
        this.#endCall(block, head.form === 'custom');
        break;
      case 'media':
        this.#context.losses.add('media', 'answer', `${head.mimeType} in the answer.`);
        this.#leftOut ??= head.mimeType;
        break;
      case 'hosted':
        this.#hosted(head);
        break;
    }
  }

  #endCall(block: Pending, isCustom: boolean): void {
    const rest = isCustom ? JSON.stringify(inputObject('custom', block.held)) : block.held;
    block.held = '';
    // A call without arguments has one empty piece, as Anthropic writes it.
    if (rest !== '' || !block.hasPiece) this.#frame(block, rest);
    this.#stop(block);
    if (block.opaque !== undefined) {
      this.#thoughts(writeSignature(block.opaque, { kind: 'call', id: block.id }));
    }
  }

  /** Encrypted thoughts without text are a block of their own kind; others have a signature, whoever thought. */
  #endThoughts(block: Pending): void {
    const { opaque, index } = block;
    if (index < 0) {
      if (opaque === undefined) return;
      if (opaque.kind === 'anthropic-redacted') this.#redacted(writeSignature(opaque));
      else this.#thoughts(writeSignature(opaque));
      return;
    }
    this.#write(signatureFrame(index, writeSignature(opaque)));
    this.#stop(block);
  }

  /** An answer that is nothing but a picture says so, rather than nothing. */
  #note(text: string): void {
    const block = pendingBlock({ kind: 'text' }, '');
    this.#frame(block, text);
    this.#stop(block);
  }

  /** A thinking block without text, for its signature. */
  #thoughts(signature: string): void {
    const index = this.#next();
    this.#write(`${startFrame(index, emptyThoughts)}${signatureFrame(index, signature)}${stopFrame(index)}`);
  }

  #redacted(data: string): void {
    const index = this.#next();
    const block = `{"type":"redacted_thinking","data":${JSON.stringify(data)}}`;
    this.#write(`${startFrame(index, block)}${stopFrame(index)}`);
  }

  #hosted(head: HostedBlock): void {
    if (head.dialect !== 'anthropic-messages') {
      this.#context.losses.add('hosted', 'answer', `A step of the provider's ${head.tool} tool.`);
      return;
    }
    const index = this.#next();
    const { start, deltas } = hostedPieces(head.value);
    const pieces = deltas.map((delta) => frame('content_block_delta', `"index":${index},"delta":${delta}`));
    this.#write(`${startFrame(index, start)}${pieces.join('')}${stopFrame(index)}`);
  }

  #cite(number: number, citation: Citation): void {
    const block = this.#blocks[number];
    if (block === undefined || block.head.kind !== 'text') return;
    if (citation.dialect !== 'anthropic-messages') {
      // A place in a source is named by an index that only Anthropic hands out.
      this.#reportCitations(1);
      return;
    }
    // Anthropic names the source before the words it is for; a text starts with its words all the same.
    if (block.index >= 0) this.#citation(block, citation);
    else block.citations.push(citation);
  }

  #reportCitations(count: number): void {
    for (let lost = 0; lost < count; lost += 1) {
      this.#context.losses.add('citation', 'answer', 'A source that the provider names.');
    }
  }

  #citation(block: Pending, { value }: Citation): void {
    const delta = `{"type":"citations_delta","citation":${JSON.stringify(value)}}`;
    this.#write(frame('content_block_delta', `"index":${block.index},"delta":${delta}`));
  }

  /** A piece of the block on the wire. */
  #piece(block: Pending, text: string): void {
    if (block.broken) this.#frame(block, this.#joined(block, text));
    else if (block.head.kind === 'call' && block.head.form === 'custom') block.held += text;
    else this.#frame(block, text);
  }

  /** The text with the blank line that divides it from the paragraph before. */
  #joined(block: Pending, text: string): string {
    if (!block.broken) return text;
    block.broken = false;
    return block.index < 0 && block.held === '' ? text : `\n\n${text}`;
  }

  #frame(block: Pending, text: string): void {
    block.hasPiece = true;
    if (block.index < 0) {
      this.#write(this.#startOf(block) + block.prefix + JSON.stringify(text) + pieceEnd);
      for (const citation of block.citations) this.#citation(block, citation);
    } else this.#write(block.prefix + JSON.stringify(text) + pieceEnd);
  }

  #begin(block: Pending): void {
    if (block.index < 0) this.#write(this.#startOf(block));
  }

  /** Numbers the block and gives its first frame. */
  #startOf(block: Pending): string {
    const { head } = block;
    const index = this.#next();
    block.index = index;
    if (head.kind === 'call') {
      block.prefix = piecePrefix(index, 'input_json_delta', 'partial_json');
      return startFrame(index, emptyCall(block.id, head.name));
    }
    if (head.kind === 'reasoning') {
      block.prefix = piecePrefix(index, 'thinking_delta', 'thinking');
      return startFrame(index, emptyThoughts);
    }
    this.#hasText = true;
    block.prefix = piecePrefix(index, 'text_delta', 'text');
    return startFrame(index, emptyText);
  }

  #stop({ index }: Pending): void {
    if (index >= 0) this.#write(stopFrame(index));
  }

  #next(): number {
    const index = this.#index;
    this.#index += 1;
    return index;
  }

  #finish(finish: Finish, usage: Usage | undefined): void {
    for (const block of this.#line) block.isClosed = true;
    this.#advance();
    if (this.#leftOut !== undefined && !this.#hasText) this.#note(noteText(this.#leftOut));
    this.#finished = true;
    const delta = JSON.stringify(writeFinish(finish, this.#hasCalls));
    const figures = JSON.stringify(usageFields(usage));
    this.#write(
      `${frame('message_delta', `"delta":${delta},"usage":${figures}`)}event: message_stop\ndata: {"type":"message_stop"}\n\n`,
    );
  }
}
