import { noUsage, type Usage } from '../../exchange/usage.ts';
import type { EncodeContext, StreamEncoder } from '../codec.ts';
import type { Citation } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import { type Opaque, wrapOpaque } from '../opaque.ts';
import type { BlockHead, Finish, ReplyEvent } from '../reply.ts';
import { type JsonText, LengthSum, TextSum } from '../text-sum.ts';
import { writeAnnotation } from './citations.ts';
import { writeImage } from './encode-image.ts';
import { writeUsage } from './encode-usage.ts';
import { isCoarse, writeFinishReason } from './finish.ts';
import { textStateId, writeOwnState, writeThoughtSignature } from './reasoning-details.ts';

/** Writes an answer as chunks of `chat.completion.chunk`, ended by `[DONE]`. */
export function createChatEncoder(context: EncodeContext, write: (text: string) => void): StreamEncoder {
  return new ChatEncoder(context, write);
}

/** A block while it is written. `prefix` and `suffix` are what stands around the text of each of its deltas. */
interface OpenBlock {
  readonly head: BlockHead;
  readonly prefix: string;
  readonly suffix: string;
  /** Written before the block's first text: parts of one string, where the pivot has blocks. */
  gap: string;
  /** Paragraphs of reasoning, for the state that may come with its end. */
  readonly text: TextSum[];
  hasText: boolean;
  /** Place of a text block in the message's text. */
  readonly before: number;
  /** Place of a call among the calls. */
  readonly index: number;
}

const chunkEnd = ',"finish_reason":null}]}\n\n';

class ChatEncoder implements StreamEncoder {
  readonly #context: EncodeContext;
  readonly #write: (text: string) => void;
  /** Up to the delta. */
  #head = '';
  /** The same without choices. */
  #frame = '';
  readonly #blocks: (OpenBlock | undefined)[] = [];
  #calls = 0;
  #details = 0;
  readonly #textLength = new LengthSum();
  #hasThoughts = false;
  #hasRefusal = false;

  constructor(context: EncodeContext, write: (text: string) => void) {
    this.#context = context;
    this.#write = write;
  }

  take(event: ReplyEvent): void {
    if (event.kind === 'start' || this.#head === '') this.#start(event);
    switch (event.kind) {
      case 'delta': {
        const block = this.#blocks[event.block];
        if (block !== undefined) this.#writeText(block, event.text);
        break;
      }
      case 'open':
        this.#open(event.block, event.head);
        break;
      case 'paragraph': {
        const block = this.#blocks[event.block];
        if (block === undefined) break;
        block.text.push(new TextSum());
        if (block.hasText) block.gap = '\n\n';
        break;
      }
      case 'cite':
        this.#cite(event.citation, this.#blocks[event.block]);
        break;
      case 'close':
        this.#close(event.block, event.opaque);
        break;
      case 'finish':
        this.#finish(event.finish, event.usage);
        break;
    }
  }

  takeJson(at: number, json: JsonText): boolean {
    const block = this.#blocks[at];
    if (block === undefined || block.gap !== '') return false;
    const { head } = block;
    block.hasText = true;
    if (head.kind === 'reasoning') {
      this.#hasThoughts = true;
      block.text.at(-1)?.addJson(json);
    } else if (head.kind === 'text') {
      if (head.refusal === true) this.#hasRefusal = true;
      else this.#textLength.addJson(json);
    }
    this.#write(`${block.prefix}"${json}"${block.suffix}`);
    return true;
  }

  /** The first chunk names the role. An encoder that got no `start` writes it all the same. */
  #start(event: ReplyEvent): void {
    if (this.#head !== '') return;
    const start = event.kind === 'start' ? event : undefined;
    const id = JSON.stringify(start?.id ?? this.#context.id('chatcmpl-'));
    const model = JSON.stringify(start?.model ?? this.#context.model);
    const created = start?.created ?? this.#context.now;
    this.#frame = `data: {"id":${id},"object":"chat.completion.chunk","created":${created},"model":${model}`;
    this.#head = `${this.#frame},"choices":[{"index":0,"delta":`;
    const tier =
      start?.serviceTier === undefined ? '' : `,"service_tier":${JSON.stringify(start.serviceTier)}`;
    const choices = `,"choices":[{"index":0,"delta":{"role":"assistant","content":""}`;
    this.#write(`${this.#frame}${tier}${choices}${chunkEnd}`);
  }

  #open(at: number, head: BlockHead): void {
    const member = this.#memberOf(head);
    const gap = this.#gapBefore(head);
    this.#blocks[at] = {
      head,
      prefix: `${this.#head}${member[0]}`,
      suffix: `${member[1]}${chunkEnd}`,
      gap,
      text: [new TextSum()],
      hasText: false,
      before: this.#textLength.length + gap.length,
      index: this.#calls,
    };
    if (head.kind === 'call') this.#openCall(head);
    else if (head.kind === 'hosted') {
      if (head.dialect === 'openai-chat') this.#writeDelta({ executed_tools: [head.value] });
      else this.#context.losses.add('hosted', 'answer', `a step of ${head.tool}`);
    }
  }

  /** What opens and closes a delta's text. */
  #memberOf(head: BlockHead): readonly [string, string] {
    switch (head.kind) {
      case 'text':
        return head.refusal === true ? ['{"refusal":', '}'] : ['{"content":', '}'];
      case 'reasoning':
        return ['{"reasoning_content":', '}'];
      case 'call':
        return head.form === 'custom'
          ? [`{"tool_calls":[{"index":${this.#calls},"custom":{"input":`, '}}]}']
          : [`{"tool_calls":[{"index":${this.#calls},"function":{"arguments":`, '}}]}'];
      default:
        return ['', ''];
    }
  }

  /** Clients join all reasoning: a new train of thought gets a gap. Text is what the model wrote, and nothing else. */
  #gapBefore(head: BlockHead): string {
    return head.kind === 'reasoning' && this.#hasThoughts ? '\n\n' : '';
  }

  #openCall(head: Extract<BlockHead, { kind: 'call' }>): void {
    const index = this.#calls;
    this.#calls += 1;
    const { id, name } = head;
    if (head.form === 'custom')
      this.#writeDelta({ tool_calls: [{ index, id, type: 'custom', custom: { name, input: '' } }] });
    else
      this.#writeDelta({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] });
  }

  #writeText(block: OpenBlock, delta: string): void {
    const text = block.gap === '' ? delta : block.gap + delta;
    block.gap = '';
    block.hasText = true;
    if (block.head.kind === 'reasoning') {
      this.#hasThoughts = true;
      block.text.at(-1)?.add(delta);
    } else if (block.head.kind === 'text') {
      if (block.head.refusal === true) this.#hasRefusal = true;
      else this.#textLength.add(text);
    }
    this.#write(block.prefix + JSON.stringify(text) + block.suffix);
  }

  #cite(citation: Citation, block: OpenBlock | undefined): void {
    const annotation = writeAnnotation(citation, block?.before ?? 0);
    if (annotation !== undefined) this.#writeDelta({ annotations: [annotation] });
    else this.#context.losses.add('citation', 'answer', 'a source without an address');
  }

  #close(at: number, opaque: Opaque | undefined): void {
    const block = this.#blocks[at];
    this.#blocks[at] = undefined;
    if (block === undefined) return;
    const { head } = block;
    if (head.kind === 'media') this.#writeMedia(head, opaque);
    // Clients parse arguments; `""` is no JSON.
    if (head.kind === 'call' && head.form !== 'custom' && !block.hasText) this.#writeText(block, '{}');
    if (opaque === undefined) return;
    if (head.kind === 'reasoning') this.#writeState(opaque, block.text, head.id, head.id);
    else if (head.kind === 'text') {
      this.#writeDelta({ extra_content: writeThoughtSignature(wrapOpaque(opaque)) });
      this.#writeState(opaque, [], undefined, textStateId);
    } else if (head.kind === 'call') {
      // The AI SDK wants a body in every piece of a call.
      const body = head.form === 'custom' ? { custom: { input: '' } } : { function: { arguments: '' } };
      const signature = writeThoughtSignature(wrapOpaque(opaque));
      this.#writeDelta({ tool_calls: [{ index: block.index, ...body, extra_content: signature }] });
      this.#writeState(opaque, [], undefined, head.id);
    }
  }

  #writeState(
    opaque: Opaque,
    text: readonly TextSum[],
    blockId: string | undefined,
    id: string | undefined,
  ): void {
    const state = {
      opaque,
      text: text.map((each) => each.text).filter((each) => each !== ''),
      ...(blockId !== undefined && { id: blockId }),
    };
    this.#writeDelta({ reasoning_details: [writeOwnState(state, id, this.#details)] });
    this.#details += 1;
  }

  #writeMedia(head: Extract<BlockHead, { kind: 'media' }>, opaque: Opaque | undefined): void {
    const image = writeImage(head.mimeType, head.data, opaque);
    if (image === undefined) this.#context.losses.add('media', 'answer', head.mimeType);
    else this.#writeDelta({ images: [image] });
  }

  #writeDelta(delta: Fields): void {
    this.#write(`${this.#head}${JSON.stringify(delta)}${chunkEnd}`);
  }

  #finish(finish: Finish, usage: Usage | undefined): void {
    if (isCoarse(finish))
      this.#context.losses.add('value', 'answer', `finish reason ${finish.native ?? finish.reason}`);
    const reason = writeFinishReason(finish, { calls: this.#calls > 0, refusal: this.#hasRefusal });
    const sequence =
      finish.stopSequence === undefined ? '' : `,"stop_reason":${JSON.stringify(finish.stopSequence)}`;
    this.#write(`${this.#head}{},"finish_reason":"${reason}"${sequence}}]}\n\n`);
    if (this.#context.wantsUsage)
      this.#write(`${this.#frame},"choices":[],"usage":${JSON.stringify(writeUsage(usage ?? noUsage))}}\n\n`);
    this.#write('data: [DONE]\n\n');
  }
}
