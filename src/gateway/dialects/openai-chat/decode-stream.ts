import type { Mutable } from '../../exchange/mutable.ts';
import type { DecodeContext, Repeat, StreamDecoder } from '../codec.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../json-value.ts';
import type { LossCode } from '../losses.ts';
import { type Opaque, unwrapOpaque } from '../opaque.ts';
import type { Finish, ReplyEvent } from '../reply.ts';
import { AnswerBlocks } from './answer-blocks.ts';
import { CallPieces } from './call-pieces.ts';
import { readAnnotation, readSource } from './citations.ts';
import { sourceOfUrl } from './data-url.ts';
import { isFinishWord, readFinishReason } from './finish.ts';
import { readExecutedTool } from './hosted.ts';
import {
  DetailCollector,
  isSameOrigin,
  readOwnState,
  readThoughtSignature,
  textOfDetail,
  textStateId,
} from './reasoning-details.ts';
import { repeatOf } from './repeated-delta.ts';

/** Reads chunks of a chat stream, and the message of a whole answer as if it were one. */
export function createChatDecoder(context: DecodeContext, emit: (event: ReplyEvent) => void): StreamDecoder {
  return new ChatDecoder(context, emit);
}

class ChatDecoder implements StreamDecoder {
  readonly #context: DecodeContext;
  readonly #emit: (event: ReplyEvent) => void;
  readonly #details = new DetailCollector();
  readonly #blocks: AnswerBlocks;
  readonly #calls: CallPieces;
  readonly #lost = new Set<string>();
  #started = false;
  /** Reasoning text has come in a member of its own: details repeat it. */
  #hasThoughts = false;
  /** Hosted tools by index, with their last state: Groq sends each when it begins and when it has ended. */
  readonly #hosted = new Map<number, Fields>();
  /** Perplexity's sources, cumulative with every chunk. */
  #sources: readonly unknown[] = [];
  #hasCitations = false;
  #finish: Mutable<Finish> | undefined;

  constructor(context: DecodeContext, emit: (event: ReplyEvent) => void) {
    this.#context = context;
    this.#emit = emit;
    this.#blocks = new AnswerBlocks(emit, () => this.#details.take(context.origin));
    this.#calls = new CallPieces(this.#blocks, () => context.id('call_'), context.losses);
  }

  take(data: Fields): void {
    const { choices } = data;
    if (!Array.isArray(choices)) return;
    const sources = data.search_results ?? data.citations;
    if (Array.isArray(sources) && sources.length > 0) this.#sources = sources;
    for (const choice of choices) {
      if (!isFields(choice)) continue;
      if (typeof choice.index === 'number' && choice.index > 0) this.#lose('count', 'further answers');
      else this.#takeChoice(choice, data);
    }
  }

  end(whole: boolean): void {
    if (!whole) return;
    const isAnswered = this.#started;
    this.#start({});
    this.#calls.end();
    this.#endHosted();
    if (!this.#hasCitations) for (const each of this.#sources) this.#cite(readSource(each));
    if (this.#blocks.end().length > 0) this.#lose('citation', 'sources without a text');
    // Some end without a reason. Without a choice there was no answer that could have ended well.
    const finish: Mutable<Finish> = this.#finish ?? { reason: isAnswered ? 'stop' : 'other' };
    // OpenAI says `stop` when the choice of tools named one function.
    if (this.#blocks.hasCalls && finish.reason === 'stop') finish.reason = 'tool-calls';
    // OpenAI says "stop" after a refusal; other dialects have a word for it that their clients look at.
    if (this.#blocks.hasRefusal && finish.reason === 'stop') finish.reason = 'refusal';
    this.#emit({ kind: 'finish', finish });
  }

  repeat(data: Fields): Repeat | undefined {
    return repeatOf(data, this.#blocks, this.#calls);
  }

  #takeChoice(choice: Fields, chunk: Fields): void {
    if (!this.#started) this.#start(chunk);
    const delta = fieldsOf(choice.delta) ?? (this.#blocks.hasOutput ? undefined : fieldsOf(choice.message));
    if (delta !== undefined) this.#takeDelta(delta);
    const logprobs = fieldsOf(choice.logprobs);
    if (logprobs !== undefined && (isFilled(logprobs.content) || isFilled(logprobs.refusal)))
      this.#lose('logprobs', 'token probabilities');
    const word = choice.finish_reason;
    if (typeof word === 'string' && word !== '') this.#takeFinish(word, choice);
  }

  /** The last word counts, but `stop` does not undo another: gateways add it at the end. */
  #takeFinish(word: string, choice: Fields): void {
    const reason = readFinishReason(word);
    if (reason === 'stop' && this.#finish !== undefined && this.#finish.reason !== 'stop') return;
    this.#finish = { reason, native: textOf(choice.native_finish_reason) ?? word };
    // vLLM names the stop sequence that was met.
    const sequence = textOf(choice.stop_reason);
    if (reason !== 'stop' || sequence === undefined || isFinishWord(sequence)) return;
    this.#finish.reason = 'stop-sequence';
    this.#finish.stopSequence = sequence;
  }

  #takeDelta(delta: Fields): void {
    const thought =
      textOf(delta.reasoning_content) ?? textOf(delta.reasoning) ?? textOf(delta.reasoning_text);
    if (thought !== undefined) {
      this.#hasThoughts = true;
      this.#blocks.say('reasoning', thought);
    }
    const late = Array.isArray(delta.reasoning_details) ? this.#takeDetails(delta) : undefined;
    if (Array.isArray(delta.thinking_blocks)) this.#takeThinkingBlocks(delta.thinking_blocks, thought);
    if (Array.isArray(delta.executed_tools)) this.#takeExecuted(delta.executed_tools);
    const { content } = delta;
    if (typeof content === 'string') {
      if (content !== '') this.#blocks.say('text', content);
    } else if (Array.isArray(content)) for (const part of content) this.#takePart(part);
    if (Array.isArray(delta.annotations)) this.#takeAnnotations(delta.annotations);
    if (delta.extra_content !== undefined) {
      const opaque = this.#signatureOf(delta);
      if (opaque !== undefined) this.#blocks.textState(opaque);
    }
    const refusal = textOf(delta.refusal);
    if (refusal !== undefined) this.#blocks.say('refusal', refusal);
    if (Array.isArray(delta.images)) for (const image of delta.images) this.#takeImage(image);
    if (isFields(delta.audio)) this.#takeAudio(delta.audio);
    if (Array.isArray(delta.tool_calls)) this.#calls.takeList(delta.tool_calls, this.#signatureOf);
    if (isFields(delta.function_call)) this.#calls.takeLegacy(delta.function_call);
    if (late !== undefined) for (const [id, opaque] of late) this.#calls.setOpaque(id, opaque);
  }

  /** Returns state of calls that come with the same delta. */
  #takeDetails(delta: Fields): readonly (readonly [string, Opaque])[] | undefined {
    let late: (readonly [string, Opaque])[] | undefined;
    for (const each of listOf(delta.reasoning_details)) {
      const entry = fieldsOf(each);
      if (entry === undefined) continue;
      const own = readOwnState(entry);
      if (own !== undefined && isSameOrigin(own.opaque.origin, this.#context.origin)) {
        const id = textOf(entry.id);
        if (id !== undefined && listOf(delta.tool_calls).some((call) => fieldsOf(call)?.id === id)) {
          late ??= [];
          late.push([id, own.opaque]);
        } else if (id === textStateId) this.#blocks.textState(own.opaque);
        else if (id === undefined || !this.#calls.setOpaque(id, own.opaque))
          this.#blocks.reasoningState(own.opaque);
        continue;
      }
      this.#details.add(entry);
      const text = this.#hasThoughts ? undefined : textOfDetail(entry);
      if (text !== undefined) this.#blocks.say('reasoning', text);
    }
    return late;
  }

  /** LiteLLM's copy of Anthropic's blocks, beside the text. Their signatures have no way back through the API. */
  #takeThinkingBlocks(blocks: readonly unknown[], thought: string | undefined): void {
    for (const each of blocks) {
      const block = fieldsOf(each);
      const text = textOf(block?.thinking);
      if (thought === undefined && !this.#hasThoughts && text !== undefined)
        this.#blocks.say('reasoning', text);
      if (textOf(block?.signature) !== undefined || textOf(block?.data) !== undefined)
        this.#lose('opaque', 'signatures in thinking_blocks');
    }
  }

  #takePart(value: unknown): void {
    const part = fieldsOf(value);
    const text = textOf(value) ?? textOf(part?.text);
    if (part?.type === 'thinking') {
      for (const each of Array.isArray(part.thinking) ? part.thinking : [part.thinking]) {
        const thought = textOf(each) ?? textOf(fieldsOf(each)?.text);
        if (thought !== undefined) this.#blocks.say('reasoning', thought);
      }
    } else if (text !== undefined) this.#blocks.say('text', text);
    else if (part?.type === 'image_url') this.#takeImage(part);
    else if (part?.type === 'refusal') {
      const refusal = textOf(part.refusal);
      if (refusal !== undefined) this.#blocks.say('refusal', refusal);
    } else if (part?.type === 'reference') this.#lose('citation', 'references without a source');
    else if (part !== undefined && part.type !== 'text')
      this.#lose('part', `a part of type ${textOf(part.type) ?? 'unknown'}`);
  }

  #takeAnnotations(annotations: readonly unknown[]): void {
    for (const each of annotations) {
      const citation = readAnnotation(each, this.#blocks.textBefore);
      if (citation !== undefined) this.#hasCitations = true;
      else this.#lose('part', `an annotation of type ${textOf(fieldsOf(each)?.type) ?? 'unknown'}`);
      this.#cite(citation);
    }
  }

  #cite(citation: ReturnType<typeof readSource>): void {
    if (citation !== undefined) this.#blocks.cite(citation);
  }

  #takeImage(value: unknown): void {
    const image = fieldsOf(value);
    const url = textOf(fieldsOf(image?.image_url)?.url) ?? textOf(image?.image_url);
    if (image === undefined || url === undefined) return;
    const source = sourceOfUrl(url);
    if (source.kind === 'base64') {
      const { mimeType, data } = source;
      this.#blocks.whole({ kind: 'media', mimeType, data }, this.#signatureOf(image));
      return;
    }
    // Its address is all there is of it; fetching it is nobody's job here.
    this.#lose('media', 'an image given by its address');
    this.#blocks.say('text', `![image](${url})`);
  }

  /** The sound comes in pieces of one long file; what it says is in the transcript. */
  #takeAudio(audio: Fields): void {
    if (textOf(audio.data) !== undefined) this.#lose('media', 'sound');
    const transcript = textOf(audio.transcript);
    if (transcript !== undefined) this.#blocks.say('text', transcript);
  }

  #takeExecuted(tools: readonly unknown[]): void {
    for (const each of tools) {
      const tool = fieldsOf(each);
      if (tool === undefined) continue;
      const index = typeof tool.index === 'number' ? tool.index : this.#hosted.size;
      if (textOf(tool.output) === undefined) this.#hosted.set(index, tool);
      else {
        this.#hosted.delete(index);
        this.#blocks.whole(readExecutedTool(tool));
      }
    }
  }

  /** Tools of which no result came. */
  #endHosted(): void {
    for (const tool of this.#hosted.values()) this.#blocks.whole(readExecutedTool(tool));
    this.#hosted.clear();
  }

  /** Gemini's signature beside a call or a text; ours, when it was wrapped for this very model. */
  readonly #signatureOf = (holder: Fields): Opaque | undefined => {
    const data = readThoughtSignature(holder.extra_content);
    if (data === undefined) return undefined;
    const own = unwrapOpaque(data);
    if (own !== undefined && isSameOrigin(own.origin, this.#context.origin)) return own;
    return { kind: 'gemini-signature', data, origin: this.#context.origin };
  };

  #start(chunk: Fields): void {
    if (this.#started) return;
    this.#started = true;
    const start: Mutable<Extract<ReplyEvent, { kind: 'start' }>> = { kind: 'start' };
    const id = textOf(chunk.id);
    const model = textOf(chunk.model);
    const serviceTier = textOf(chunk.service_tier);
    if (id !== undefined) start.id = id;
    if (model !== undefined) start.model = model;
    if (typeof chunk.created === 'number' && chunk.created > 0) start.created = chunk.created;
    if (serviceTier !== undefined) start.serviceTier = serviceTier;
    this.#emit(start);
  }

  /** Each once: a stream of a thousand chunks has lost one thing. */
  #lose(code: LossCode, detail: string): void {
    if (this.#lost.has(detail)) return;
    this.#lost.add(detail);
    this.#context.losses.add(code, 'answer', detail);
  }
}

function isFilled(value: unknown): boolean {
  return listOf(value).length > 0;
}
