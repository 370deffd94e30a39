import type { ClientCodec, Decoded } from '../dialects/codec.ts';
import { clientCodecOf } from '../dialects/codecs.ts';
import type { Conversation } from '../dialects/conversation.ts';
import { type Fields, fieldsOf, parseJson } from '../dialects/json-value.ts';
import type { Ask } from './ask.ts';

/** A client's request as conversion sees it. */
export interface ReadAsk {
  readonly ok: true;
  readonly codec: ClientCodec;
  readonly conversation: Conversation;
  /** As it was parsed, for dialects that repeat settings in the answer. */
  readonly body: Fields;
}

/** Where and why a request cannot be read, for the client. */
export type Unreadable = Extract<Decoded, { ok: false }>;

/**
 * Reads the client's request into the pivot, once for all candidates that need it, and only when one does: most
 * requests are passed on as bytes and never parsed. Must be asked before the body is released.
 */
export class PivotAsk {
  readonly #ask: Ask;
  #read: ReadAsk | Unreadable | undefined;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** What was read, if anybody needed it. */
  get conversation(): Conversation | undefined {
    return this.#read?.ok === true ? this.#read.conversation : undefined;
  }

  read(): ReadAsk | Unreadable {
    this.#read ??= this.#parse();
    return this.#read;
  }

  #parse(): ReadAsk | Unreadable {
    const { dialect, operation, stream } = this.#ask;
    const reads = operation === 'generate' || operation === 'count-tokens';
    const codec = reads ? clientCodecOf(dialect) : undefined;
    if (codec === undefined) return { ok: false, at: '', detail: `${dialect} is not converted` };
    const body = fieldsOf(parseJson(this.#ask.body.toString('utf8')));
    if (body === undefined) return { ok: false, at: '', detail: 'it is not a JSON object' };
    // Google's requests to count may hold a whole request to answer.
    const asked = operation === 'count-tokens' ? (fieldsOf(body.generateContentRequest) ?? body) : body;
    const decoded = codec.decodeRequest(asked, { stream });
    return decoded.ok ? { ok: true, codec, conversation: decoded.conversation, body } : decoded;
  }
}
