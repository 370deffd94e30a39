import { isCarried } from '../dialects/byte-text.ts';
import type { ClientCodec, Decoded } from '../dialects/codec.ts';
import { clientCodecOf } from '../dialects/codecs.ts';
import type { Conversation } from '../dialects/conversation.ts';
import { type Fields, fieldsOf } from '../dialects/json-value.ts';
import type { Ask } from './ask.ts';
import { askedBody, askedByteText } from './asked-body.ts';

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

/** What there is to read. */
type Readable = Pick<Ask, 'dialect' | 'operation' | 'stream' | 'body' | 'edits'>;

/**
 * Reads the client's request into the pivot, and only when a candidate needs it: most requests are passed on as bytes
 * and never parsed. What was read is larger than the body, and a request may be under way for minutes: unless it is
 * wanted afterwards it is not kept, and a further candidate costs a further reading. Must be asked before the body is
 * released.
 */
export class PivotAsk {
  readonly #ask: Readable;
  readonly #keeps: boolean;
  #read: ReadAsk | Unreadable | undefined;

  constructor(ask: Readable, keeps: boolean) {
    this.#ask = ask;
    this.#keeps = keeps;
  }

  /** What was read, if anybody needed it and it is kept. */
  get conversation(): Conversation | undefined {
    return this.#read?.ok === true ? this.#read.conversation : undefined;
  }

  read(): ReadAsk | Unreadable {
    const read = this.#read ?? this.#parse();
    if (this.#keeps) this.#read = read;
    return read;
  }

  /**
   * The same as byte text, which writes the same request for less; undefined when it cannot be carried so, and when
   * what was read is wanted afterwards.
   */
  readBytes(): ReadAsk | undefined {
    if (this.#keeps) return undefined;
    const body = askedByteText(this.#ask);
    const read = body === undefined ? undefined : this.#decode(body);
    return read?.ok === true && isCarried(read.conversation) ? read : undefined;
  }

  #parse(): ReadAsk | Unreadable {
    const body = askedBody(this.#ask);
    return body === undefined ? { ok: false, at: '', detail: 'it is not a JSON object' } : this.#decode(body);
  }

  #decode(body: Fields): ReadAsk | Unreadable {
    const { dialect, operation, stream } = this.#ask;
    const reads = operation === 'generate' || operation === 'count-tokens';
    const codec = reads ? clientCodecOf(dialect) : undefined;
    if (codec === undefined) return { ok: false, at: '', detail: `${dialect} is not converted` };
    // Google's requests to count may hold a whole request to answer.
    const asked = operation === 'count-tokens' ? (fieldsOf(body.generateContentRequest) ?? body) : body;
    const decoded = codec.decodeRequest(asked, { stream });
    return decoded.ok ? { ok: true, codec, conversation: decoded.conversation, body } : decoded;
  }
}

/** What of a request its answer is written by, while the call goes on: the history is no part of that. */
export interface ToldAsk {
  readonly codec: ClientCodec;
  readonly reasoning: Conversation['reasoning'];
  readonly body: Fields;
}

export function withoutHistory({ codec, conversation, body }: ReadAsk): ToldAsk {
  const rest: Record<string, unknown> = { ...body };
  for (const name of histories) delete rest[name];
  return { codec, reasoning: conversation.reasoning, body: rest };
}

/** Members that hold it in any dialect. */
const histories = ['messages', 'input', 'contents', 'prompt'] as const;
