import type { Mutable } from '../../exchange/mutable.ts';
import type { EncodeContext } from '../codec.ts';
import type { Fields } from '../json-value.ts';
import { type Opaque, wrapOpaque } from '../opaque.ts';
import type { CallBlock, ReasoningBlock, Reply, TextBlock } from '../reply.ts';
import { writeAnnotation } from './citations.ts';
import { writeImage } from './encode-image.ts';
import { writeUsage } from './encode-usage.ts';
import { isCoarse, writeFinishReason } from './finish.ts';
import { textStateId, writeOwnState, writeThoughtSignature } from './reasoning-details.ts';

/** Writes a whole answer as a `chat.completion` with one choice. */
export function encodeChatReply(reply: Reply, context: EncodeContext): Fields {
  const { finish, usage, serviceTier } = reply;
  const message = new MessageWriter(context);
  message.addAll(reply);
  if (isCoarse(finish))
    context.losses.add('value', 'answer', `finish reason ${finish.native ?? finish.reason}`);
  return {
    id: reply.id ?? context.id('chatcmpl-'),
    object: 'chat.completion',
    created: reply.created ?? context.now,
    model: reply.model ?? context.model,
    choices: [
      {
        index: 0,
        message: message.fields(),
        logprobs: null,
        finish_reason: writeFinishReason(finish, {
          calls: message.calls.length > 0,
          refusal: message.hasRefusal,
        }),
        ...(finish.stopSequence !== undefined && { stop_reason: finish.stopSequence }),
      },
    ],
    ...(usage !== undefined && { usage: writeUsage(usage) }),
    ...(serviceTier !== undefined && { service_tier: serviceTier }),
  };
}

/** The members of a message while its blocks are put into them; the gaps are those of a stream. */
class MessageWriter {
  readonly calls: Fields[] = [];
  readonly #context: EncodeContext;
  #text = '';
  #refusal = '';
  #thoughts = '';
  readonly #details: Fields[] = [];
  readonly #annotations: Fields[] = [];
  readonly #images: Fields[] = [];
  readonly #executed: Fields[] = [];
  #extraContent: Fields | undefined;

  constructor(context: EncodeContext) {
    this.#context = context;
  }

  get hasRefusal(): boolean {
    return this.#refusal !== '';
  }

  addAll(reply: Reply): void {
    for (const block of reply.blocks) {
      switch (block.kind) {
        case 'text':
          this.#addText(block);
          break;
        case 'reasoning':
          this.#addReasoning(block);
          break;
        case 'call':
          this.#addCall(block);
          break;
        case 'media': {
          const image = writeImage(block.mimeType, block.data, block.opaque);
          if (image === undefined) this.#context.losses.add('media', 'answer', block.mimeType);
          else this.#images.push(image);
          break;
        }
        case 'hosted':
          if (block.dialect === 'openai-chat') this.#executed.push(block.value);
          else this.#context.losses.add('hosted', 'answer', `a step of ${block.tool}`);
          break;
      }
    }
  }

  fields(): Fields {
    const message: Mutable<Fields> = {
      role: 'assistant',
      content: this.#text === '' && (this.calls.length > 0 || this.#refusal !== '') ? null : this.#text,
      refusal: this.#refusal === '' ? null : this.#refusal,
    };
    if (this.#thoughts !== '') message.reasoning_content = this.#thoughts;
    if (this.#details.length > 0) message.reasoning_details = this.#details;
    if (this.#executed.length > 0) message.executed_tools = this.#executed;
    if (this.#annotations.length > 0) message.annotations = this.#annotations;
    if (this.#images.length > 0) message.images = this.#images;
    if (this.#extraContent !== undefined) message.extra_content = this.#extraContent;
    if (this.calls.length > 0) message.tool_calls = this.calls;
    return message;
  }

  #addText({ text, refusal, citations = [], opaque }: TextBlock): void {
    if (refusal === true) this.#refusal += text;
    else {
      for (const citation of citations) {
        const annotation = writeAnnotation(citation, this.#text.length);
        if (annotation !== undefined) this.#annotations.push(annotation);
        else this.#context.losses.add('citation', 'answer', 'a source without an address');
      }
      this.#text += text;
    }
    if (opaque === undefined) return;
    this.#extraContent = writeThoughtSignature(wrapOpaque(opaque));
    this.#addState(opaque, [], undefined, textStateId);
  }

  #addReasoning({ text, opaque, id }: ReasoningBlock): void {
    const paragraphs = text.filter((each) => each !== '');
    if (paragraphs.length > 0) {
      if (this.#thoughts !== '') this.#thoughts += '\n\n';
      this.#thoughts += paragraphs.join('\n\n');
    }
    if (opaque !== undefined) this.#addState(opaque, paragraphs, id, id);
  }

  #addCall({ id, name, form, input, opaque }: CallBlock): void {
    const call: Mutable<Fields> = { id };
    if (form === 'custom') Object.assign(call, { type: 'custom', custom: { name, input } });
    // Clients parse arguments; '' is no JSON.
    else
      Object.assign(call, { type: 'function', function: { name, arguments: input === '' ? '{}' : input } });
    if (opaque !== undefined) {
      call.extra_content = writeThoughtSignature(wrapOpaque(opaque));
      this.#addState(opaque, [], undefined, id);
    }
    this.calls.push(call);
  }

  #addState(
    opaque: Opaque,
    text: readonly string[],
    blockId: string | undefined,
    id: string | undefined,
  ): void {
    const state = { opaque, text, ...(blockId !== undefined && { id: blockId }) };
    this.#details.push(writeOwnState(state, id, this.#details.length));
  }
}
