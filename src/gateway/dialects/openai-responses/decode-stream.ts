import type { DecodeContext, Path, Repeat, StreamDecoder } from '../codec.ts';
import { countOf, type Fields, fieldsOf, listOf, textOf } from '../json-value.ts';
import type { ReplyEvent } from '../reply.ts';
import { AnswerItems } from './answer-items.ts';
import { BlockOut } from './block-out.ts';
import { finishOf } from './finish.ts';
import { annotationIn } from './read-message.ts';

/** Counted up, or padding, with every event. */
const sameId: readonly Path[] = [['sequence_number'], ['obfuscation']];
/** An item is found by its place where there is one: Copilot changes ids between events. */
const anyId: readonly Path[] = [...sameId, ['item_id']];

/** Reads a Responses stream. Whatever is said twice, in deltas and at the end, is emitted once. */
export class ResponsesStreamDecoder implements StreamDecoder {
  readonly #out: BlockOut;
  readonly #items: AnswerItems;
  readonly #emit: (event: ReplyEvent) => void;
  #isStarted = false;
  #isOver = false;
  #last: Fields = {};

  constructor(context: DecodeContext, emit: (event: ReplyEvent) => void) {
    this.#emit = emit;
    this.#out = new BlockOut(context, emit);
    this.#items = new AnswerItems(this.#out);
  }

  take(data: Fields, name: string): void {
    if (this.#isOver) return;
    const type = typeof data.type === 'string' ? data.type : name;
    const { delta } = data;
    if (typeof delta === 'string' && delta !== '') {
      this.#start();
      this.#delta(type, data, delta);
    } else this.#other(type, data);
  }

  end(whole: boolean): void {
    if (!whole) return;
    this.#start();
    this.#items.settle();
    const { status, incomplete_details: details, error } = this.#last;
    const reason = textOf(fieldsOf(details)?.reason);
    const finish = finishOf(textOf(status), reason, this.#out, textOf(fieldsOf(error)?.message));
    this.#emit({ kind: 'finish', finish });
  }

  repeat(data: Fields): Repeat | undefined {
    const add = this.#isOver || listOf(data.logprobs).length > 0 ? undefined : this.#adder(data);
    if (add === undefined) return undefined;
    return { path: ['delta'], loose: typeof data.output_index === 'number' ? anyId : sameId, add };
  }

  #adder(data: Fields): Repeat['add'] | undefined {
    const content = countOf(data.content_index) ?? 0;
    switch (data.type) {
      case 'response.output_text.delta':
        return this.#items.message(data)?.repeat(content, false);
      case 'response.refusal.delta':
        return this.#items.message(data)?.repeat(content, true);
      case 'response.reasoning_summary_text.delta':
        return this.#items.reasoning(data)?.repeat(false, countOf(data.summary_index) ?? 0);
      case 'response.reasoning_text.delta':
        return this.#items.reasoning(data)?.repeat(true, content);
      case 'response.function_call_arguments.delta':
        return this.#items.call('function_call', data)?.repeat();
      case 'response.custom_tool_call_input.delta':
        return this.#items.call('custom_tool_call', data)?.repeat();
      default:
        return undefined;
    }
  }

  /** A whole answer, as a closing event or an answer without a stream holds it. */
  takeResponse(response: Fields, type?: string): void {
    this.#start(response);
    this.#items.complete(listOf(response.output));
    this.#last =
      type === 'response.incomplete' && response.status === undefined
        ? { ...response, status: 'incomplete' }
        : response;
    this.#isOver = true;
  }

  /** Deltas are nine of ten events; of unknown kinds they belong to items whose end tells everything. */
  #delta(type: string, data: Fields, text: string): void {
    switch (type) {
      case 'response.output_text.delta':
        if (Array.isArray(data.logprobs) && data.logprobs.length > 0) this.#out.lostLogprobs();
        return this.#items.message(data)?.delta(countOf(data.content_index) ?? 0, false, text);
      case 'response.refusal.delta':
        return this.#items.message(data)?.delta(countOf(data.content_index) ?? 0, true, text);
      case 'response.reasoning_summary_text.delta':
        return this.#items.reasoning(data)?.delta(false, countOf(data.summary_index) ?? 0, text);
      case 'response.reasoning_text.delta':
        return this.#items.reasoning(data)?.delta(true, countOf(data.content_index) ?? 0, text);
      case 'response.function_call_arguments.delta':
        return this.#items.call('function_call', data)?.delta(text);
      case 'response.custom_tool_call_input.delta':
        return this.#items.call('custom_tool_call', data)?.delta(text);
    }
  }

  #other(type: string, data: Fields): void {
    switch (type) {
      case 'response.created':
      case 'response.queued':
      case 'response.in_progress':
        return this.#start(fieldsOf(data.response) ?? data);
      case 'response.completed':
      case 'response.done':
      case 'response.incomplete':
      case 'response.cancelled':
        return this.takeResponse(fieldsOf(data.response) ?? data, type);
      case 'response.output_item.added':
      case 'response.output_item.done': {
        const item = fieldsOf(data.item);
        if (item === undefined) return;
        this.#start();
        if (type === 'response.output_item.added') return this.#items.added(item, data.output_index);
        return this.#items.done(item, data.output_index);
      }
      default:
        return this.#whole(type, data);
    }
  }

  /** Parts that are whole. */
  #whole(type: string, data: Fields): void {
    const { text } = data;
    switch (type) {
      case 'response.output_text.done':
        if (typeof text === 'string' && text !== '')
          this.#items.message(data)?.whole(countOf(data.content_index) ?? 0, false, text);
        return;
      case 'response.refusal.done':
        if (typeof data.refusal === 'string' && data.refusal !== '')
          this.#items.message(data)?.whole(countOf(data.content_index) ?? 0, true, data.refusal);
        return;
      case 'response.output_text.annotation.added': {
        const annotation = annotationIn(data);
        if (annotation !== undefined)
          this.#items.message(data)?.annotation(countOf(data.content_index) ?? 0, annotation);
        return;
      }
      case 'response.reasoning_summary_text.done':
        if (typeof text === 'string' && text !== '')
          this.#items.reasoning(data)?.whole(false, countOf(data.summary_index) ?? 0, text);
        return;
      case 'response.reasoning_text.done':
        if (typeof text === 'string' && text !== '')
          this.#items.reasoning(data)?.whole(true, countOf(data.content_index) ?? 0, text);
        return;
      case 'response.function_call_arguments.done':
        if (typeof data.arguments === 'string')
          this.#items.call('function_call', data)?.whole(data.arguments);
        return;
      case 'response.custom_tool_call_input.done':
        if (typeof data.input === 'string') this.#items.call('custom_tool_call', data)?.whole(data.input);
        return;
    }
  }

  /** `response.created` may be missing; the answer starts with whatever comes first. */
  #start(response: Fields = {}): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const id = textOf(response.id);
    const model = textOf(response.model);
    const created = countOf(response.created_at);
    const serviceTier = textOf(response.service_tier);
    this.#emit({
      kind: 'start',
      ...(id !== undefined && { id }),
      ...(model !== undefined && { model }),
      ...(created !== undefined && { created }),
      ...(serviceTier !== undefined && { serviceTier }),
    });
  }
}
