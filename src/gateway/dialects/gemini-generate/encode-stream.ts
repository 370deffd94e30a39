import type { EncodeContext, StreamEncoder } from '../codec.ts';
import type { Citation } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import type { Opaque } from '../opaque.ts';
import type { BlockHead, ReplyEvent } from '../reply.ts';
import { type JsonText, TextSum } from '../text-sum.ts';
import { AnswerState } from './answer-state.ts';
import { argumentsOf } from './call-arguments.ts';
import { carryOpaque } from './carried-state.ts';
import { GroundingWriter } from './encode-grounding.ts';
import { writeUsage } from './encode-usage.ts';
import { finishWord } from './finish.ts';

/** Every chunk up to the text of its one part. */
const textPrefix = '{"candidates":[{"content":{"parts":[{"text":';

/** Writes the chunks of streamGenerateContent: nothing but data, and nothing behind the chunk with the finish reason. */
export function createStreamEncoder(context: EncodeContext, write: (text: string) => void): StreamEncoder {
  return new GeminiStreamEncoder(context, write);
}

interface OpenBlock {
  readonly head: BlockHead;
  /** Of a call, whose arguments are one object; of thoughts by paragraphs, for their state; of text, for its sources. */
  readonly said: TextSum[];
  /** Ends of paragraphs that are not on the wire yet. */
  breaks: number;
  readonly citations: Citation[];
}

class GeminiStreamEncoder implements StreamEncoder {
  readonly #context: EncodeContext;
  readonly #write: (text: string) => void;
  readonly #open = new Map<number, OpenBlock>();
  readonly #state = new AnswerState();
  readonly #grounding = new GroundingWriter();
  /** What stands before and behind a chunk: Google's frame of an event, or of an element of the array. */
  #before: string;
  readonly #behind: string;
  #identity = '';
  #textSuffix = '';
  #thoughtSuffix = '';

  constructor(context: EncodeContext, write: (text: string) => void) {
    this.#context = context;
    this.#write = write;
    this.#before = context.jsonArray ? '[' : 'data: ';
    this.#behind = context.jsonArray ? '' : '\r\n\r\n';
  }

  take(event: ReplyEvent): void {
    if (this.#identity === '') this.#identify(event.kind === 'start' ? event : undefined);
    switch (event.kind) {
      case 'start':
        break;
      case 'open':
        this.#begin(event.block, event.head);
        break;
      case 'delta':
        this.#delta(event.block, event.text);
        break;
      case 'paragraph':
        this.#paragraph(event.block);
        break;
      case 'cite':
        this.#open.get(event.block)?.citations.push(event.citation);
        break;
      case 'close':
        this.#close(event.block, event.opaque);
        break;
      case 'finish':
        this.#finish(event);
        break;
    }
  }

  #identify(start: { id?: string; model?: string } | undefined): void {
    const modelVersion = JSON.stringify(start?.model ?? this.#context.model);
    const responseId = JSON.stringify(start?.id ?? this.#context.id(''));
    this.#identity = `"modelVersion":${modelVersion},"responseId":${responseId}}`;
    const tail = `"role":"model"},"index":0}],${this.#identity}${this.#behind}`;
    this.#textSuffix = `}],${tail}`;
    this.#thoughtSuffix = `,"thought":true}],${tail}`;
  }

  #begin(block: number, head: BlockHead): void {
    // A call may bear what waits; it is written when it closes, and other calls may be under way.
    if (head.kind !== 'call') this.#writeState();
    this.#open.set(block, { head, said: [new TextSum()], breaks: 0, citations: [] });
  }

  #delta(block: number, text: string): void {
    const open = this.#open.get(block);
    if (open === undefined) return;
    open.said.at(-1)?.add(text);
    if (open.head.kind === 'text') this.#chunk(textPrefix, JSON.stringify(text), this.#textSuffix);
    else if (open.head.kind === 'reasoning') this.#thought(open, text);
  }

  takeJson(block: number, json: JsonText): boolean {
    const open = this.#open.get(block);
    if (open === undefined || open.breaks > 0) return false;
    const { kind } = open.head;
    if (kind !== 'text' && kind !== 'reasoning') return false;
    open.said.at(-1)?.addJson(json);
    this.#chunk(textPrefix, `"${json}"`, kind === 'text' ? this.#textSuffix : this.#thoughtSuffix);
    return true;
  }

  #thought(open: OpenBlock, text: string): void {
    const whole = open.breaks === 0 ? text : `${'\n\n'.repeat(open.breaks)}${text}`;
    open.breaks = 0;
    this.#chunk(textPrefix, JSON.stringify(whole), this.#thoughtSuffix);
  }

  #paragraph(block: number): void {
    const open = this.#open.get(block);
    if (open === undefined) return;
    open.said.push(new TextSum());
    open.breaks += 1;
  }

  #close(block: number, opaque: Opaque | undefined): void {
    const open = this.#open.get(block);
    if (open === undefined) return;
    this.#open.delete(block);
    const { head } = open;
    switch (head.kind) {
      case 'text':
        this.#closeText(open, opaque);
        break;
      case 'reasoning':
        if (opaque !== undefined)
          this.#state.hold(opaque, { text: paragraphsOf(open), raw: head.raw, id: head.id });
        break;
      case 'call':
        this.#call(head.id, head.name, textOf(open), opaque);
        break;
      case 'media': {
        const { mimeType, data } = head;
        this.#part({ inlineData: { mimeType, data }, ...signed(opaque) });
        break;
      }
      case 'hosted':
        if (head.dialect !== 'gemini-generate')
          this.#context.losses.add('hosted', 'answer', `step of ${head.tool}`);
        else if (!this.#grounding.takeHosted(head)) this.#part(head.value);
        break;
    }
  }

  #closeText(open: OpenBlock, opaque: Opaque | undefined): void {
    const lost = this.#grounding.takeText(textOf(open), open.citations);
    if (lost > 0) this.#context.losses.add('citation', 'answer', `${lost} sources without address and title`);
    if (opaque !== undefined) this.#part({ text: '', ...signed(opaque) });
  }

  #call(id: string, name: string, input: string, opaque: Opaque | undefined): void {
    const { args, isRead } = argumentsOf(input);
    if (!isRead) this.#context.losses.add('value', 'answer', 'arguments that are no JSON object');
    if (opaque !== undefined) this.#writeState();
    const signature = this.#state.ofCall(opaque);
    // As the model wrote it, so that long numbers keep their digits; a line end would end the event.
    const isLine = isRead && input.trim() !== '' && !/[\r\n]/.test(input);
    const text = isLine ? input : JSON.stringify(args);
    const state = signature === undefined ? '' : `,"thoughtSignature":${JSON.stringify(signature)}`;
    this.#chunk(
      '{"candidates":[{"content":{"parts":[{"functionCall":',
      `{"id":${JSON.stringify(id)},"name":${JSON.stringify(name)},"args":${text}}${state}`,
      this.#textSuffix,
    );
  }

  /** State that no call took. */
  #writeState(): void {
    const signature = this.#state.take();
    if (signature !== undefined) this.#part({ text: '', thoughtSignature: signature });
  }

  #part(part: Fields): void {
    const text = JSON.stringify(part);
    this.#chunk('{"candidates":[{"content":{"parts":[', text.slice(0, -1), this.#textSuffix);
  }

  #finish({ finish, usage }: Extract<ReplyEvent, { kind: 'finish' }>): void {
    for (const block of [...this.#open.keys()].toSorted((one, other) => one - other))
      this.#close(block, undefined);
    const signature = this.#state.take();
    const candidate = {
      content: {
        parts: [{ text: '', ...(signature !== undefined && { thoughtSignature: signature }) }],
        role: 'model',
      },
      finishReason: finishWord(finish),
      index: 0,
      ...(finish.detail !== undefined && { finishMessage: finish.detail }),
      ...this.#grounding.members(),
    };
    const figures = usage === undefined ? '' : `"usageMetadata":${JSON.stringify(writeUsage(usage))},`;
    this.#chunk(
      `{"candidates":[${JSON.stringify(candidate)}],${figures}`,
      '',
      `${this.#identity}${this.#context.jsonArray ? ']' : this.#behind}`,
    );
  }

  #chunk(prefix: string, middle: string, suffix: string): void {
    this.#write(`${this.#before}${prefix}${middle}${suffix}`);
    if (this.#context.jsonArray) this.#before = ',\r\n';
  }
}

function signed(opaque: Opaque | undefined): Fields {
  return opaque === undefined ? {} : { thoughtSignature: carryOpaque(opaque) };
}

function textOf({ said }: OpenBlock): string {
  return said.map(({ text }) => text).join('');
}

function paragraphsOf({ said }: OpenBlock): readonly string[] {
  const texts = said.map(({ text }) => text);
  return texts.length === 1 && texts[0] === '' ? [] : texts;
}
