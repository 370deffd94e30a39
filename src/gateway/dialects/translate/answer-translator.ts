import type { Usage } from '../../exchange/usage.ts';
import type {
  ClientCodec,
  Codec,
  DecodeContext,
  EncodeContext,
  StreamDecoder,
  StreamEncoder,
} from '../codec.ts';
import { ReplyCollector } from '../collect-reply.ts';
import { eventName, payloadObject } from '../event-text.ts';
import { restoreTools, ToolRestorer } from '../fit/restore-tools.ts';
import type { ToolBook } from '../fit/tool-book.ts';
import { fieldsOf, parseJson } from '../json-value.ts';
import { playReply } from '../play-reply.ts';
import type { Reply, ReplyEvent } from '../reply.ts';
import { utf8Bytes } from '../utf8-bytes.ts';
import { mark } from '../wire.ts';
import { DeltaCopier } from './delta-copier.ts';
import type { EventBatch, Translator } from './translator.ts';

/** Events that may come again and again: output, with the figures so far in some dialects. */
const repeated = mark.output | mark.usage;

/** Between which dialects an answer is translated, and what both sides need to know. */
export interface AnswerRoute {
  readonly upstream: Codec;
  readonly client: ClientCodec;
  readonly decode: DecodeContext;
  readonly encode: EncodeContext;
  /** Absent: the request went out in the client's own words. */
  readonly book?: ToolBook;
}

/** Turns one provider's answer into the client's dialect: a stream into a stream or a whole answer, and back. */
export class AnswerTranslator implements Translator {
  readonly #route: AnswerRoute;
  #decoder: StreamDecoder | undefined;
  #collector: ReplyCollector | undefined;
  #encoder: StreamEncoder | undefined;
  #usage: Usage | undefined;
  #text = '';
  readonly #copies: boolean;
  #copier: DeltaCopier | undefined;
  /** Marks of the event that the copier knows. */
  #marks = 0;

  /**
   * `streams`: the client gets a stream; otherwise one body. `copies`: deltas are copied where that is the same as to
   * decode them and write them anew; tests do without, to see that it is.
   */
  constructor(route: AnswerRoute, streams: boolean, copies = true) {
    this.#route = route;
    this.#copies = copies;
    if (streams) {
      this.#encoder = route.client.createStreamEncoder(route.encode, (text) => {
        this.#text += text;
      });
    } else this.#collector = new ReplyCollector();
  }

  event(text: string, marks: number): void {
    const data = payloadObject(text);
    const reader = this.#reader();
    const copier = this.#copier;
    copier?.begin();
    if (data === undefined) return;
    reader.take(data, eventName(text));
    if (copier === undefined || (marks & mark.output) === 0 || (marks & ~repeated) !== 0) return;
    copier.learn(text, data);
    this.#marks = marks;
  }

  repeat(batch: EventBatch, start: number, end: number): number {
    return this.#copier?.copy(batch, start, end) === true ? this.#marks : 0;
  }

  end(usage: Usage | undefined): void {
    this.#usage = usage;
    this.#reader().end(true);
  }

  whole(body: Buffer, usage: Usage | undefined): boolean {
    const read = fieldsOf(parseJson(body.toString('utf8')));
    if (read === undefined) return false;
    const { upstream, decode, book } = this.#route;
    const decoded = upstream.decodeReply(read, decode);
    const named = book === undefined ? decoded : restoreTools(decoded, book);
    const reply: Reply = usage === undefined ? named : { ...named, usage };
    playReply(reply, (event) => this.#give(event));
    return true;
  }

  take(): Buffer | undefined {
    if (this.#text === '') return undefined;
    const bytes = utf8Bytes(this.#text);
    this.#text = '';
    return bytes;
  }

  body(): Buffer | undefined {
    const reply = this.#collector?.reply();
    if (reply === undefined) return undefined;
    return utf8Bytes(JSON.stringify(this.#route.client.encodeReply(reply, this.#route.encode)));
  }

  #reader(): StreamDecoder {
    this.#decoder ??= this.#createReader();
    return this.#decoder;
  }

  #createReader(): StreamDecoder {
    const { upstream, decode, book } = this.#route;
    const give = (event: ReplyEvent): void => this.#give(event);
    const restorer = book === undefined ? undefined : new ToolRestorer(book, give);
    const take = restorer === undefined ? give : (event: ReplyEvent): void => restorer.take(event);
    const decoder = upstream.createStreamDecoder(decode, take);
    if (this.#encoder !== undefined && this.#copies) this.#copier = new DeltaCopier(decoder, this.#encoder);
    return decoder;
  }

  #give(event: ReplyEvent): void {
    const usage = this.#usage;
    const told: ReplyEvent = event.kind === 'finish' && usage !== undefined ? { ...event, usage } : event;
    this.#copier?.note(told);
    if (this.#encoder === undefined) this.#collector?.take(told);
    else this.#encoder.take(told);
  }
}
