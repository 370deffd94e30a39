import type { Citation } from '../conversation.ts';
import { parseJson } from '../json-value.ts';
import type { Opaque } from '../opaque.ts';
import type { BlockHead, ReplyEvent } from '../reply.ts';
import { type JsonText, LengthSum, TextSum } from '../text-sum.ts';

/** What a model says in running text; the API keeps each in a member of its own and gives them no ends. */
export type Channel = 'text' | 'refusal' | 'reasoning';

/** A call that has been opened. */
export interface OpenCall {
  readonly block: number;
  readonly form: 'function' | 'custom';
  readonly input: TextSum;
  opaque: Opaque | undefined;
  closed: boolean;
}

type Waiting =
  | { readonly kind: 'say'; readonly channel: Channel; text: string }
  | { readonly kind: 'whole'; readonly head: BlockHead; readonly opaque: Opaque | undefined };

const noText: Opaque | undefined = undefined;

/**
 * Makes blocks, one after the other, of what comes mixed: deltas have no ends, providers write text between two calls
 * (Kimi: a space) and a call's arguments may go on after it. Text waits while a call is unfinished, so that no call is
 * cut in two and none is closed before its time.
 */
export class AnswerBlocks {
  /** A block of text, reasoning or anything else has been opened. */
  hasOutput = false;
  hasCalls = false;
  /** The model declined. */
  hasRefusal = false;
  readonly #emit: (event: ReplyEvent) => void;
  /** Hands over the state of the reasoning that ends now. */
  readonly #takeDetails: () => Opaque | undefined;
  #count = 0;
  #channel: Channel | undefined;
  #block = -1;
  #calls: OpenCall[] = [];
  /** Nothing has come for a call since it was found unfinished. */
  #unfinished = false;
  readonly #waiting: Waiting[] = [];
  #citations: Citation[] = [];
  #textOpaque: Opaque | undefined;
  /** Characters of the message's text in closed blocks, and in all. */
  #textBefore = 0;
  readonly #textLength = new LengthSum();

  constructor(emit: (event: ReplyEvent) => void, takeDetails: () => Opaque | undefined) {
    this.#emit = emit;
    this.#takeDetails = takeDetails;
  }

  /** `text` is not empty. */
  say(channel: Channel, text: string): void {
    if (channel !== this.#channel) {
      if (!this.#settleCalls()) {
        const last = this.#waiting.at(-1);
        if (last?.kind === 'say' && last.channel === channel) last.text += text;
        else this.#waiting.push({ kind: 'say', channel, text });
        return;
      }
      this.#speak(channel);
    }
    if (channel === 'text') this.#textLength.add(text);
    this.#emit({ kind: 'delta', block: this.#block, text });
  }

  /** More of what is being said. */
  sayJson(channel: Channel, json: JsonText): void {
    if (channel === 'text') this.#textLength.addJson(json);
  }

  /** A block that is complete with its head. */
  whole(head: BlockHead, opaque = noText): void {
    if (this.#settleCalls()) this.#whole(head, opaque);
    else this.#waiting.push({ kind: 'whole', head, opaque });
  }

  /** State of the reasoning that is open, or of one without text. */
  reasoningState(opaque: Opaque): void {
    if (this.#channel === 'reasoning') this.#closeSpeech(opaque);
    else this.whole({ kind: 'reasoning' }, opaque);
  }

  /** State of the text that is open or comes next, or of none. */
  textState(opaque: Opaque): void {
    this.#textOpaque = opaque;
  }

  cite(citation: Citation): void {
    if (this.#channel === 'text') this.#emit({ kind: 'cite', block: this.#block, citation });
    else this.#citations.push(citation);
  }

  /** Length of the message's text in front of the block that is open, or opens next. */
  get textBefore(): number {
    return this.#channel === 'text' ? this.#textBefore : this.#textLength.length;
  }

  openCall(id: string, name: string, form: OpenCall['form']): OpenCall {
    this.#closeSpeech();
    this.#giveDetails();
    const call: OpenCall = {
      block: this.#open({ kind: 'call', id, name, form }),
      form,
      input: new TextSum(),
      opaque: undefined,
      closed: false,
    };
    this.#calls.push(call);
    this.#unfinished = false;
    this.hasCalls = true;
    return call;
  }

  /** False: the call is closed already. `text` is not empty. */
  addInput(call: OpenCall, text: string): boolean {
    if (call.closed) return false;
    call.input.add(text);
    this.#unfinished = false;
    this.#emit({ kind: 'delta', block: call.block, text });
    return true;
  }

  addInputJson(call: OpenCall, json: JsonText): void {
    call.input.addJson(json);
    this.#unfinished = false;
  }

  /** Closes everything; the answer is whole. Returns citations that no text was there for. */
  end(): readonly Citation[] {
    this.#closeCalls();
    this.#goOn();
    if (this.#textOpaque !== undefined && this.#channel !== 'text') this.#speak('text');
    this.#closeSpeech();
    this.#giveDetails();
    return this.#citations;
  }

  #open(head: BlockHead): number {
    const block = this.#count;
    this.#count += 1;
    this.hasOutput = true;
    this.#emit({ kind: 'open', block, head });
    return block;
  }

  #speak(channel: Channel): void {
    this.#closeSpeech();
    if (channel !== 'reasoning') this.#giveDetails();
    this.#block = this.#open(
      channel === 'reasoning'
        ? { kind: 'reasoning' }
        : channel === 'refusal'
          ? { kind: 'text', refusal: true }
          : { kind: 'text' },
    );
    this.#channel = channel;
    if (channel === 'refusal') this.hasRefusal = true;
    if (channel !== 'text') return;
    this.#textBefore = this.#textLength.length;
    for (const citation of this.#citations) this.#emit({ kind: 'cite', block: this.#block, citation });
    this.#citations = [];
  }

  #closeSpeech(state?: Opaque): void {
    if (this.#channel === undefined) return;
    let opaque = state;
    if (this.#channel === 'reasoning') opaque ??= this.#takeDetails();
    else if (this.#channel === 'text') {
      opaque = this.#textOpaque;
      this.#textOpaque = undefined;
    }
    this.#channel = undefined;
    this.#emit(
      opaque === undefined
        ? { kind: 'close', block: this.#block }
        : { kind: 'close', block: this.#block, opaque },
    );
  }

  #whole(head: BlockHead, opaque: Opaque | undefined): void {
    this.#closeSpeech();
    const block = this.#open(head);
    this.#emit(opaque === undefined ? { kind: 'close', block } : { kind: 'close', block, opaque });
  }

  /** State that came without text, or after it. */
  #giveDetails(): void {
    const opaque = this.#takeDetails();
    if (opaque !== undefined) this.#whole({ kind: 'reasoning' }, opaque);
  }

  /** Closes the calls when all of them are finished; false when one may still go on. */
  #settleCalls(): boolean {
    if (this.#calls.length === 0) return true;
    if (this.#unfinished) return false;
    if (!this.#calls.every(isFinished)) {
      this.#unfinished = true;
      return false;
    }
    this.#closeCalls();
    this.#goOn();
    return true;
  }

  #closeCalls(): void {
    for (const call of this.#calls) {
      call.closed = true;
      const { block, opaque } = call;
      this.#emit(opaque === undefined ? { kind: 'close', block } : { kind: 'close', block, opaque });
    }
    this.#calls = [];
  }

  /** What waited for the calls to end. */
  #goOn(): void {
    for (const each of this.#waiting.splice(0)) {
      if (each.kind === 'say') this.say(each.channel, each.text);
      else this.#whole(each.head, each.opaque);
    }
  }
}

/** Arguments that are an object have an end; free text has none. */
function isFinished({ form, input }: OpenCall): boolean {
  return form === 'function' && isComplete(input.text);
}

/** Whether a call's arguments are whole. Parsed only when they end like an object. */
export function isComplete(input: string): boolean {
  return /}\s*$/.test(input.slice(-8)) && parseJson(input) !== undefined;
}
